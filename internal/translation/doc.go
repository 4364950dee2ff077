// Package translation lets people, not machines, have the last word on every text in every language.
//
// What it is for: gives the texts of an edition and of the staff's interface to translators in the files their tools
// read (XLIFF 2.1 and PO), takes them back without losing or inventing anything, keeps who said what and how far it can
// be trusted, collects better wordings and voices from those who speak the language, and lays what was accepted over
// the texts that are in the program.
//
// Words it owns: text (one string with its key, "card/F1/ask"), set (an edition's texts, or the staff's interface),
// status (machine draft, human translated, back-translated, reviewed by a speaker), claim (the role in which somebody
// brings texts, which bounds the status they can give), proposal, recording.
//
// Tables it owns: translation_texts, translation_proposals, translation_recordings, translation_chunks.
//
// What it relies on: access, framework (editions and the hook that lays texts over them), i18n (languages, plural forms,
// the staff's messages), permit, problem.
//
// What it never does: it corrects no text, gives no status above the claim it was brought with, changes no history,
// stores nothing about a young person (a better wording carries no record's id), and keeps no voice that was withdrawn.
package translation
