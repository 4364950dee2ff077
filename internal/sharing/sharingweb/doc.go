// Package sharingweb shows what agencies see of a record: the register of other deployments, what goes to them, what comes
// from them.
//
// What it is for: people compare fingerprints, decide what travels, carry files, take them in after looking, and answer.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: sharing, account (teams), promise (days), page, kit.
//
// What it never does: it puts nothing about a young person into a title, an address or a file's name, and takes nothing in
// that nobody looked at.
package sharingweb
