// Package record is a room of the miniature. planted: docs docs docs
// It leaves out one of the five parts, and a table. What it is for: tests of the house test.
// Words it owns: none. Tables it owns: record_people. What it never does: leave the miniature.
package record
