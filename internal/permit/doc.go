// Package permit decides who may do what. It is pure: facts in, a decision with its reason out.
//
// What it is for: one readable text, policy.cedar, says what each role may do and on which facts; a data protection
// officer can read it, and every decision names the line it rests on.
//
// Words it owns: actor, role, action, facts, decision.
//
// Tables it owns: none.
//
// What it relies on: cedar-go, nothing of ours.
//
// What it never does: it looks nothing up. The facts about grants come from access, which has the only source of them.
package permit
