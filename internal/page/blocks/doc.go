// Package blocks shows the blocks of a document to print as a part of a page.
//
// What it is for: a report, an appraisal or a briefing is written once, as blocks (package print); the page about it and the paper
// of it say the same, since both are made of them.
//
// Words it owns: none.
//
// What it relies on: print (blocks), desk and kit (components), i18n.
//
// What it never does: it leaves no word of a block out, and lets nobody's words stand in for markup.
package blocks
