// Package nation knows what differs between England, Scotland, Wales and Northern Ireland.
//
// What it is for: the terms a practitioner of each nation uses (guardian, authority, review) and the dated rules that
// the product must honour there (presumption of age, guardianship, retention), each with its source, so that every
// screen can say "where this comes from", and so that a change of law is a change of data.
//
// Words it owns: nation pack (one nation's terms and rules in one versioned file), term (a name as that nation says
// it), rule (a value with its source and the days on which it holds), evidence (P read at a primary source, S at a
// secondary one, U not confirmed, D decided by us), read on (the day somebody read the source; "not read" is an honest
// answer).
//
// Tables it owns: none. Its data are packs/*.json (terms and rules) and appraisals/*.json (how each nation looks at a change
// before it is made) inside the binary; FORMAT.md is the published format.
//
// What it relies on: the standard library only.
//
// What it never does: choose a nation for a person, take a network address as a source to open, treat a rule as law
// that was not read at its source without saying so, or let two values of one rule hold on the same day.
package nation
