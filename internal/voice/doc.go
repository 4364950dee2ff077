// Package voice is the young person's own place: they see and hear what they said, what was written and promised, who
// can see it and who looked; they disagree, correct, add, ask for somebody, and are answered. They choose words to carry on,
// so that nothing must be told again: somebody new, with them and their card there, asks for just these.
//
// What it is for: with their worker beside them, on that worker's device, and on paper; and where their organisation's impact
// assessment allowed it, on a device of their own, opened by their worker with them, by spoken words or a passkey.
//
// Words it owns: place (what is theirs to see), adult (who is told), asked (a statement they said yes or no about),
// card (letters that open nothing alone), ask (somebody new asked with one), told before (what they were let see), device (a place
// on one of their own), spoken words (four, once, within minutes), second word (ends the place of somebody who is pressed).
//
// Tables it owns: voice_cards, voice_asks, voice_ask_words, voice_allowed (whether an organisation lets them have a device),
// voice_places, voice_codes, voice_sessions, voice_used (places on devices, and ways in). What they say, and which words they carry on, is in conversation,
// because the staff's pages and the archive show it too.
//
// What it relies on: access (decisions, keys, a grant for whoever was let see), account (names), conversation (what was said,
// remarks, permissions), db, framework, permit, print (a card), problem, promise, record, seal.
//
// What it never does: it shows nobody's view that was not talked through, tells nothing in any message, and lets nobody into
// a record: the place opens what is theirs and nothing else. It tells nobody whether a card is known, and passes on no word
// that they do not carry on at that moment. On a device of their own it keeps nothing and is called nothing: the
// way in is a page of everyday words to whoever looks. Spoken words open what they said themselves, and no word of anybody else's.
package voice
