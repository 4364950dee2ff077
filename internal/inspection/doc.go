// Package inspection gets a service ready to be looked at by an inspectorate, without writing a word twice and without a
// figure that nobody could trace.
//
// What it is for: evidence that is here already (self-reviews, audits, what young people say, promises, releases) is laid
// under the headings of an inspectorate's framework; the same choice goes under another nation's headings. One young
// person's way is made ready to be read by a visitor, covered where it has to be. A visitor is let into what was made
// ready for them, for some days, and told that every look is kept. And whoever wants to try the framework in an
// inspection finds questions to ask, a sheet to watch with, and a form for what was learnt.
//
// Words it owns: framework file (headings of an inspectorate, as data), topic, evidence, pack, own sentence, gap; tracked
// case, line, cover; visit.
//
// Tables it owns: inspection_frameworks, inspection_packs, inspection_pack_versions, inspection_tracked,
// inspection_visits, inspection_visit_cases.
//
// What it relies on: access, account (who visits), conversation, db, disclosure (every figure), framework, i18n (a pack's
// texts), permit, print, problem, promise, record, release (figures that left), seal.
//
// What it never does: it grades nothing and turns no scale into another, shows no figure that did not pass disclosure
// control, claims nobody's endorsement, shows a visitor nothing but what was made ready for them, and keeps no covered
// word in what it made ready.
package inspection
