// Package voice is the young person's own place: they see and hear what they said, what was written and promised, who
// can see it and who looked; they disagree, correct, add, ask for somebody, and are answered.
//
// What it is for: with their worker beside them, on that worker's device, and on paper.
//
// Words it owns: place (what is theirs to see), adult (who is told), asked (a statement they said yes or no about).
//
// Tables it owns: none. What they say is in conversation, because the staff's pages and the archive show it too.
//
// What it relies on: access, account (names), conversation (what was said, remarks, permissions), framework, promise, record.
//
// What it never does: it shows nobody's view that was not talked through, tells nothing in any message, and lets nobody into
// a record: the place opens what is theirs and nothing else. There is no sign-in for a young person's own device yet.
package voice
