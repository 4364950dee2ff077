// Package sheet reads and writes tables: CSV, Excel workbooks (.xlsx) and OpenDocument spreadsheets (.ods).
//
// What it is for: a file from somebody else's computer becomes rows of text exactly as they stand there, within bounds,
// or a plain reason with its place (sheet, row, column); and rows of text become a file that no spreadsheet computes.
//
// Words it owns: Workbook, Sheet, Cell. A guard is the one apostrophe put before a text that a spreadsheet would take
// for a formula in a CSV file; reading takes the same apostrophe away, so that a round trip is exact. An archive is a zip
// file whose size was looked at before it was opened.
//
// Tables it owns: none.
//
// What it relies on: problem, the standard library and the Windows-1252 table of golang.org/x/text.
//
// What it never does: compute a formula, follow a link, read an entity or a document type, correct or guess a text in
// silence (whatever was decoded, formatted or unguarded is said in the result), or put a cell's text into an error.
package sheet
