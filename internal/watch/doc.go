// Package watch is for watching over access: alerts about how it was used, and going through who has it.
//
// What it is for: a curious colleague, somebody who looks for their own family, records taken out at night. Alerts are few,
// each says what happened and why it is asked about, and each is settled by a person who is not the one it is about. And
// whoever answers for a record goes through who may open it every few months, and keeps or ends each grant.
//
// Words it owns: alert, rule, limit, settlement, review.
//
// Tables it owns: watch_alerts, watch_settlements, watch_reviews.
//
// What it relies on: access (what the door saw), account (names), db, permit, problem, seal.
//
// What it never does: it counts nobody's work, ranks nobody and gives nobody a number; it shows nobody an alert about
// themselves, and it opens no record. An alert is a question, not a finding.
package watch
