// Package arch keeps the rules of the house. It is no part of the product: only its
// tests run, and `go test ./internal/arch` is how the house is inspected.
//
// What it is for: docs/adr and architecture tell people the rules; here each rule is
// a test, so that the house stays as drawn when nobody is looking. rooms.go is the
// drawing: which rooms there are, in which order, and who may ask whom.
//
// Words it owns: room (a folder of internal with its own words and tables), row (a
// room's line in the list), finding (a place that breaks a rule), exemption (a
// finding we live with, listed with its reason).
//
// Tables it owns: none. docs/schema.sql, which its test writes, shows all tables.
//
// What it relies on: the Go tool chain, to read the house; db and testkit, to
// prepare every statement on both engines.
//
// What it never does: run in the product, or bend. Do not change the list or an
// exemption to make a build pass; if a room needs more, a fact is missing from the
// core, and that is where it belongs.
package arch
