// Package voice is the young person's own place: they see and hear what they said, what was written and promised, who
// can see it and who looked; they disagree, correct, add, ask for somebody, and are answered. They choose words to carry on,
// so that nothing must be told again: somebody new, with them and their card there, asks for just these.
//
// What it is for: with their worker beside them, on that worker's device, and on paper.
//
// Words it owns: place (what is theirs to see), adult (who is told), asked (a statement they said yes or no about),
// card (letters that open nothing alone), ask (somebody new asked with one), told before (what they were let see).
//
// Tables it owns: voice_cards, voice_asks, voice_ask_words. What they say, and which words they carry on, is in conversation,
// because the staff's pages and the archive show it too.
//
// What it relies on: access (decisions, keys, a grant for whoever was let see), account (names), conversation (what was said,
// remarks, permissions), db, framework, permit, print (a card), problem, promise, record, seal.
//
// What it never does: it shows nobody's view that was not talked through, tells nothing in any message, and lets nobody into
// a record: the place opens what is theirs and nothing else. It tells nobody whether a card is known, and passes on no word
// that they do not carry on at that moment. There is no sign-in for a young person's own device yet.
package voice
