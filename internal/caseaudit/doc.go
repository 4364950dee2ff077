// Package caseaudit is how a service finds out together whether its practice brings outcomes about.
//
// What it is for: a service looks at itself with any outcomes of the framework: what is in place, on what evidence, what is
// not, and who can put it right; beside that, what young people say. It does so again later and sees what became of it. It
// holds no young person's data, so that it can be used on the first day, before there is any record. And audits of cases are
// planned, their cases drawn so that anybody can draw the same, and shared out to auditors between whom and the case nothing
// stands.
//
// A service that wants to try the framework holds a pilot: what it wants to know and when it stops are decided and locked
// before it begins, and its report can say not to continue.
//
// Words it owns: self-review, finding (in place, partly, not in place, not known), act (who can put it right); programme,
// frame (the list that cases are drawn from), case, stand-in, tie (what stands between an auditor and a case); reading (what
// an auditor writes about a case), question (who is in a frame of records kept here), letting in (a team opens a record to an
// auditor until a day), rating (a reading with who gives it: a subject of its own, see access.Rating), second (whoever reads a case beside the
// first and apart from them), matter (what two readings can differ on), settling (a third person says what holds, and why; nothing
// that was written before is changed), scale; theme (something
// that was seen, in general words), report (a version that stands; its figures are releases);
// way (how far a case is, and what it waits for), concern (a young person may not be safe now), worker (who works with the young
// person; is told and heard), action (what is to be done, and what somebody else saw of it);
// pilot, stop rule, stop (somebody says that a rule is met), work note, verdict (what young people say of a pilot).
//
// Tables it owns: caseaudit_reviews, caseaudit_answers, caseaudit_programmes, caseaudit_cases, caseaudit_steps,
// caseaudit_links (which record a case is), caseaudit_known (which record stands behind a name in a frame, until it is drawn
// from), caseaudit_lets (a team's words), caseaudit_ratings (readings), caseaudit_templates and caseaudit_scales (what audits
// read for and how they grade, by version), caseaudit_moderations (what was said
// about a case once it was read), caseaudit_rounds and caseaudit_round_answers (what everybody who audits found of one
// invented case),
// caseaudit_learnt (what was learnt from a programme, in general words), caseaudit_reports (versions of its report),
// caseaudit_pilots, caseaudit_pilot_lines, caseaudit_pilot_notes, caseaudit_pilot_tallies, caseaudit_pilot_words,
// caseaudit_notes (concerns, talks, feedback), caseaudit_actions, caseaudit_action_steps.
//
// What it relies on: access, account (who audits), conversation, promise and record (what is known of a record
// without opening it), db, disclosure and release (a report's and a pilot’s figures), framework (outcomes and indicators),
// permit, problem, seal, stats (the draw). What young people are told goes to their board through a hook that app sets.
//
// What it never does: it adds findings up to no mark, compares no team with another, draws no second time until the draw
// pleases, counts nobody's work, lets nobody know who reads
// a case beside somebody else before both are done, lets nobody confirm what they did themselves, and says nothing
// about a young person.
package caseaudit
