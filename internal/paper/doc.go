// Package paper is the paper room: it turns any edition, in any language it
// speaks, into things to hold, cut, hang up and write on.
//
// What it is for: conversation cards, the poster, the young person's booklet,
// the one-page checklist and the observation sheet of a case audit, as tagged
// PDF that prints on A3, A4 and A5. The address of one, which other rooms may
// link to: /paper/{edition}/{product}.pdf?lang=&size=&nation=&large=&outcome=&back=
// with product one of cards, poster, booklet, checklist, observation; lang a
// language of the edition ("en" when left out); size a3, a4 or a5 (each product
// has its own when left out); nation one of the four (checklist of an edition
// with sources needs it); large and back are 1 or left out; outcome is one code,
// for the two sheets.
//
// And the paper for one sitting (sitting.go): the explanation, the cards, a sheet to
// mark and a page for the worker, under a label and a code that lead back to its
// ticket. It names nobody, and nothing of it is remembered.
//
// Words it owns: order, product, sheet (a made PDF), colophon (what an edition
// asks to have said about it).
//
// Tables it owns: none. The same order of the same edition gives the same bytes.
//
// What it relies on: framework for the wording, print for the page, i18n for the
// labels of staff's sheets. Whoever calls has decided that the reader may read
// the edition; the drawings are handed in.
//
// What it never does: print a name, a score, a date of printing or a word of any
// record; leave out what does not fit; hide that a computer translated something.
package paper
