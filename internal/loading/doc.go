// Package loading turns an organisation's own copy of a framework into an edition, exactly as it is printed.
//
// What it is for: a steward hands in a file, pastes a text or types; says which piece is a principle, an outcome or an
// indicator; checks; and publishes. It also gathers, without a trace of who said it, what young people added that no
// outcome covers, so that a framework's authors can be told.
//
// Words it owns: draft, piece (something printed, with its place), role (what a piece is), joiner (how two printed lines
// become one text), operation (one thing the steward did), addition.
//
// Tables it owns: loading_drafts, loading_files, loading_chunks, loading_operations, loading_additions, loading_changes.
//
// What it relies on: access, db, extract (pieces and pictures), framework (documents, faults, publishing), permit,
// problem, seal.
//
// What it never does: it corrects nothing by itself, applies no suggestion that nobody took, forgets no operation, and
// writes nobody's official wording anywhere but under the system's key. It keeps no link from an addition to a person.
package loading
