// Package everything takes a whole deployment out as plain text that needs no program to be read.
//
// What it is for: records live for a hundred years and programs do not. One folder holds every table as CSV, with what was
// sealed opened, every file, the whole log and how to prove it by hand, and beside each the words that explain it: those of
// docs/formats.md, which is also what says where a sealed value belongs. A table that is documented there is exported.
//
// Words it owns: folder (what is written), manifest, marker (what stands in the place of a value that is left out).
//
// Tables it owns: none; it reads all of them by the database's own catalogue.
//
// What it relies on: access (the keys of everybody, told to every record's log first), db, docs, problem, seal.
//
// What it never does: it opens no sealed detail that was not asked for, lets out nothing that opens a door (passwords,
// second factors, keys), writes into no folder that holds anything else, and leaves no half that passes for a whole.
package everything
