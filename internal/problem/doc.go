// Package problem names the ways a use case can fail, once, for every room.
//
// What it is for: a room says what went wrong as a Kind and a message key; the edge (page, the command line) turns
// that into a status and a sentence in the reader's language, exactly once.
//
// Words it owns: kind, message key, field error.
//
// Tables it owns: none.
//
// What it relies on: nothing.
//
// What it never does: it knows no HTTP status, holds no translated text, and never carries a secret: what a person
// typed does not belong in an error.
package problem
