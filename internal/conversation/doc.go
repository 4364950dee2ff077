// Package conversation holds sittings: what a young person said, in their words, and apart from it what those around
// them see.
//
// What it is for: a sitting is opened, the young person chooses what to talk about and in which order, and whatever
// they say is kept exactly once they have heard it read back. One answer is a complete conversation (complete.go).
//
// Words it owns: sitting, contribution (what one author said from one perspective in one sitting), content, draft,
// topic of their own, barrier, finding, talked through, picture, paper (the ticket of a printed
// sheet), typing (what is being typed in from one), mark (that something was said which must be recorded elsewhere, or that the
// young person was not safe), statement (what they put into words about one thing in one sitting), permission (their yes
// or no to one statement reaching one recipient), remark (what a young person says about what is written of them, or whom
// they ask for), reply.
//
// Tables it owns: conversation_sittings, conversation_contributions, conversation_talks, conversation_drafts,
// conversation_permissions, conversation_marks, conversation_remarks, conversation_remark_replies, conversation_tickets, conversation_arrivals, conversation_misplaced, conversation_papers,
// conversation_paper_drafts, conversation_pictures (derived).
//
// What it relies on: access, db, framework (editions and packed facts), permit, problem, record, seal.
//
// What it never does: it changes nothing that was said (a correction is a later row that points back), it merges no two
// perspectives, it opens no envelope before somebody who may open the record has said whose it is, it turns no answer into a number, and it asks nobody what happened to them. Of a mark it keeps that it was
// made and a reference, never what was said.
package conversation
