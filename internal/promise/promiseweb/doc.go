// Package promiseweb shows promises: what waits for somebody, what was promised to one young person, and what became of
// it.
//
// What it is for: the practitioner's first page, a record's promises, making one and saying what happened to it.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: promise, record, conversation, framework, account, page, kit.
//
// What it never does: it counts nothing about a worker or a team.
package promiseweb
