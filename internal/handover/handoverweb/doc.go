// Package handoverweb shows what people take away: the picture in its two readings, the young person's copy as page and
// PDF, and the case note as text and document.
//
// What it is for: pages that are read aloud, printed, copied and kept.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: handover, conversation, framework, print, page, kit.
//
// What it never does: it puts no name in a title or a file's name.
package handoverweb
