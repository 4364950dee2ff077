// Package print is the print room: it turns one small typed document into a
// tagged PDF, a Word document or plain text, in every script our young people
// write.
//
// What it is for: "my copy", plans, letters and case notes that look warm, read
// aloud correctly, copy correctly, and come out the same, byte for byte, from
// the same words.
//
// Words it owns: Doc, Block (Heading, Para, Quote, List, Table, Notice, Rule,
// Spacer, Picture), Text and Run. A face is one font file; a strip is one line's worth
// of page that cannot be cut; a box is the tint behind a quote or a notice; a stamp
// is the label and the code at the head of every page.
//
// Tables it owns: none.
//
// What it relies on: go-text for shaping and line-break rules, golang.org/x/text
// for normal forms and character classes, and the Noto Sans files that the
// assets build puts into fonts/ (see fonts/README.txt). Nothing of ours.
//
// What it never does: fetch anything, read a clock, drop a word, let a
// direction control in one person's words turn somebody else's around, or write
// a person's words into an error.
package print
