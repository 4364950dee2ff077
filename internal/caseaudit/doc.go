// Package caseaudit is how a service finds out together whether its practice brings outcomes about.
//
// What it is for: a service looks at itself with any outcomes of the framework: what is in place, on what evidence, what is
// not, and who can put it right; beside that, what young people say. It does so again later and sees what became of it. It
// holds no young person's data, so that it can be used on the first day, before there is any record.
//
// Words it owns: self-review, finding (in place, partly, not in place, not known), act (who can put it right).
//
// Tables it owns: caseaudit_reviews, caseaudit_answers.
//
// What it relies on: access, db, framework (outcomes and indicators), permit, problem, seal.
//
// What it never does: it adds findings up to no mark, compares no team with another, and says nothing about a young person.
package caseaudit
