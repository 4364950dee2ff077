// Package i18n speaks the languages of the people who use the product.
//
// What it is for: the staff's interface texts (English and Welsh, embedded), plurals, dates, numbers, lists and
// writing direction in every language we know young people to speak; folding, romanising and sorting of names.
//
// Words it owns: message (a text with a key "room.thing"), plural form, language (a BCP 47 tag with its own name,
// script and direction), status (how far a translation can be trusted), fold (a name made comparable), skeleton
// (the consonants of a name, by which different spellings and scripts meet).
//
// Tables it owns: none. Its data are messages/<lang>/<room>.json and cldr/words.json, a small extract of Unicode
// CLDR 48.2 (Unicode License v3), both inside the binary.
//
// What it relies on: golang.org/x/text for plural categories, normalisation and collation; the embedded time zone
// database, so that London time is right on a machine without one. The message files keep to the format of go-i18n,
// and a test holds our plurals against that library, so that translators may use its tools.
//
// What it never does: hold text that a young person sees (that is edition data), guess a language from a person,
// write digits other than 0 to 9 (a date must match the date on a letter from a UK authority), or escape HTML
// (templ does that on output).
package i18n
