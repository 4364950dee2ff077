// Package framework holds the sets of outcomes and indicators that conversations, promises and audits are about.
//
// What it is for: it loads editions: the wording of outcomes and indicators, what each rests on in each nation, and the
// cards and screen texts a young person sees, in every language. It packs what was said and found into one byte per item.
//
// Words it owns: edition, set, principle, outcome, indicator, citation, card, language pack, anchor, answer, fact, wording,
// drawing.
// FORMAT.md says how an edition is written.
//
// Tables it owns: framework_choices, which edition an organisation chose to work with, with children and with adults, and
// who chose it, as a history;
// framework_editions, each published edition as the document it is, written once; framework_copies, which organisation
// loaded an edition, from what and when, and who may read it there; framework_signatures, what rights-holders signed;
// framework_recalls, what they called back; framework_keys, whose keys are trusted here;
//
// framework_wordings, what young people were shown, by checksum, for ever; framework_wording_versions and
// framework_wording_decisions, the versions of words and pictures and what a group said to each; framework_drawings,
// pictures that were brought here;
//
// framework_crosswalks, framework_crosswalk_versions and framework_crosswalk_links, how an organisation sees the items of
// two editions stand to each other, as a history.
//
// What it relies on: JSON files built into the program; access and db for the choice; permit, problem.
//
// What it never does: it never contains the wording of the official CSF-POF or of the MSCOS, never changes a published
// edition, never converts results from one edition into another, and never turns a fact into an amount.
package framework
