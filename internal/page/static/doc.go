// Package static serves what the browser needs besides pages: styles, script,
// web fonts, drawings. It is part of the page room.
//
// Words it owns: asset (a built file), its URL (which holds a hash of its content).
//
// Tables it owns: none.
//
// It relies on: the files that "make assets" (tools/assets/build.mjs) has put
// into dist before the program was compiled. They are embedded.
//
// It never reads the disk, never fetches anything, and never serves a name that
// was not embedded.
package static
