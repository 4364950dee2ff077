// Package app is a room of the miniature. What it is for: tests of the house test.
// Words it owns: none. Tables it owns: none. What it relies on: nothing.
// What it never does: leave the miniature.
package app
