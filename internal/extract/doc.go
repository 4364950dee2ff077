// Package extract takes the text out of files whose layout nobody has told us.
//
// What it is for: a steward loads a set of outcomes from the copy they hold, whatever it was made with. Every text is
// found as it is printed, with its place, so that it can be assigned beside a picture of its page.
//
// Words it owns: Extract (what one file gave), Page, Piece (a paragraph, a cell, a line), line (what stands on one
// printed line of a piece). A page is outlined when its letters are drawn as shapes, scanned when they are a picture: both
// have no text to take. A Suggestion proposes what a piece may be, and why; it changes nothing.
//
// Tables it owns: none.
//
// What it relies on: sheet for tables, archives and XML; PDFium in a WebAssembly sandbox (go-pdfium on wazero) for PDF,
// which sees no file, no network, no environment and no clock, and is gone after each use.
//
// What it never does: correct a text, join lines in silence (Piece.Lines says what was joined), run a script or follow
// a link in a file, unpack without bounds, guess at letters in a picture, or write a file's words into an error.
package extract
