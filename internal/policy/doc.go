// Package policy says what a policy would do for young people, and afterwards what it did.
//
// What it is for: an organisation that thinks about a change looks at it through each right and outcome before (appraisal), says
// beforehand how it will know (plan), looks afterwards (evaluation), and tells whoever decides (briefing). None of it needs a record.
//
// Words it owns: initiative (a change that somebody thinks about), appraisal, option (to change nothing is always one), lens (a right or
// an outcome through which every option is looked at), look (what somebody saw who looked again), series (figures that others
// published), plan (locked before one looks), evaluation, briefing (with its template, pieces and versions).
//
// Tables it owns: policy_initiatives, policy_initiative_steps (what became of a change, and what it is in other words),
// policy_appraisals, policy_appraisal_parts (what is said in each part; the last row stands), policy_appraisal_steps (sent, signed,
// published, looked at again), policy_templates (an organisation's own), policy_series, policy_plans, policy_evaluations,
// policy_briefing_templates, policy_briefings, policy_briefing_versions, policy_briefing_steps (what became of a version).
//
// What it relies on: access, release and disclosure (every figure about people in it is a release's, or was published by
// somebody named), stats, chart, print, nation (templates), framework (lenses).
//
// What it never does: it adds no effects up to a score, opens no record, shows no result of a plan that was not locked first, and
// keeps no young person's words: a briefing refers to what they gave, which they can take back.
package policy
