// Package voice is the young person's own place: they see and hear what they said, what was written and promised, who
// can see it and who looked; they disagree, correct, add, ask for somebody, and are answered.
//
// What it is for: with their worker beside them, on paper, and on a device of their own where the service's impact
// assessment allows it, opened by their worker for a stated time.
//
// Words it owns: place (what is theirs to see), own device, spoken code, second word, adult (who is told).
//
// Tables it owns: voice_places, voice_codes, voice_sessions.
//
// What it relies on: access, account (names), conversation (what was said, remarks), framework, promise, record, print.
//
// What it never does: it shows nobody's view that was not talked through, tells nothing in any message, keeps nothing in
// a browser, and lets nobody into a record: a place opens the young person's own words and nothing else.
package voice
