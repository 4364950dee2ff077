// Package exchange gives out one whole record as files that stay readable without this program.
//
// What it is for: a record belongs to the young person longer than any program lasts. Whoever answers for it can take
// it out, whole, as plain text and as a published form that another program reads, with every text it speaks of beside
// it.
//
// Words it owns: whole record (record.json, in the form stablefutures-record-1), part (what another room holds of it, given
// by a hook and read by nothing here), archive (the ZIP it travels in), reason.
//
// Tables it owns: none.
//
// What it relies on: access, account (names), conversation, framework, promise, record. docs/formats.md and
// docs/schemas/record-1.json describe what it writes. The folder everything takes a whole deployment out, for the command line.
//
// What it never does: it never holds the key of sealed details, so that none can ever be in an archive. It puts no name
// into a file's name, no draft, no e-mail address and nothing of another record into the archive, and it gives out
// nothing before the ledger says that it did.
package exchange
