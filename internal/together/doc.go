// Package together keeps what young people say and decide as a group, in one organisation.
//
// What it is for: a group is asked something and answers without a name; what was heard from young people is written up
// beside what was done about it, or why not, and whether that helped; the young people's advisory group has a space of its
// own, and the words, pictures and rules of young people's screens change only with its yes; art and words that a young
// person gives are published with their permission, and taken down when they say so.
//
// Words it owns: round (a question for a group), tally, heard (something that was heard), step, advisory group, meeting,
// proposal, word of the group, work (art or words that are given), answer
// (their yes or no to showing it), check, shown (the copy that is published, under a key of its own), printed.
//
// Tables it owns: together_rounds, together_tallies, together_words, together_heard, together_steps, together_groups,
// together_meetings, together_proposals, together_answers, together_decisions, together_works, together_work_answers,
// together_work_steps, together_published, together_printed.
//
// What it relies on: access, account (the second person), conversation (how a permission is given), db, disclosure, framework
// (the drafts that wait for a group), permit, problem, record (what somebody gave), release (where figures leave), seal.
//
// What it never does: it keeps nobody's single answer, no member's name, and no time of an answer; shows no figure that did
// not pass disclosure, and no words or art that one person alone found safe; and publishes nothing without a permission
// that stands.
package together
