// Package promise keeps what people said they would do for a young person, and what became of it.
//
// What it is for: a conversation ends in promises with an owner and a day; each is kept, changed with agreement, handed
// to another body, or broken, and the young person is told back. The record shows the doing, not only the writing.
//
// Words it owns: promise, owner, due, kept, changed, handed over, broken, told back.
//
// Tables it owns: promise_promises (state, day and told back are derived from its events), promise_events.
//
// What it relies on: access, conversation (the sitting it came from), db, framework (codes), permit, problem, record
// (names), seal.
//
// What it never does: it forgets no event, it calls no promise kept that nobody says was, and it counts nothing about a
// worker or a team: they see lists of things to do.
package promise
