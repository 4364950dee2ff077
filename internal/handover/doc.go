// Package handover makes what people take away: the picture of one young person in two readings, their own copy, and
// the case note, and the card that a young person may carry.
//
// What it is for: nobody types anything twice. What was said, seen and promised is read from the core and shown for the
// person who needs it: the young person in their language, the staff under the edition's principles, the authority's
// case system as plain text or a document.
//
// Words it owns: picture, reading (the young person's, the staff's), copy, case note, piece, card.
//
// Tables it owns: none.
//
// What it relies on: access, account (names), conversation, framework, i18n, permit, print, promise, record.
//
// What it never does: it draws no blank in the young person's reading, it turns nothing into a number, and it names the
// edition on everything it makes.
package handover
