// Package insight answers questions over everybody at once, without anybody in them: a cube of facts without identity.
//
// What it is for: which outcomes, barriers and promises, when, where, in which groups and from whose perspective, for how
// many different people. A cube holds the facts as columns in memory, so that a question over 50 million of them is answered
// while somebody watches, and counts people exactly.
//
// Words it owns: cube, fact (one thing said, found, in the way or promised, as codes), frame (what the codes of a cube mean),
// run (the facts of one person while they are in one place and the same groups), question, direction, coverage (how many
// could have been asked, were asked, answered), presence (that somebody's record was open in a quarter), measure (what an
// organisation can ask), side (a direction of an answer), course (how the same thing went on for the same person), subject
// (measures that belong together), saved question, note (what happened on a day), schedule, report, pool (figures of several
// organisations added up), round (true numbers added up masked), mask, attempt.
//
// Tables it owns: insight_asked (which releases answered a question), insight_saved, insight_notes, insight_schedules and
// insight_reports; insight_pools, insight_pool_parts, insight_pool_rounds and insight_pool_files. A cube is in none: it is derived,
// made anew from what was recorded whenever the program starts, and numbers of
// people are drawn by lot each time and kept in memory alone.
//
// What it relies on: record, conversation and promise, for codes that stand in clear (it opens no record); access; disclosure,
// which alone lets its numbers out, through the register of releases; chart; account, for who may still ask in whose name.
//
// What it never does: it holds no name, word, record's id or day in a cube, keeps no number of a person that means anything
// elsewhere, and hands no true count to a page: what leaves is a disclosure.Table or disclosure.Crossed, protected.
package insight
