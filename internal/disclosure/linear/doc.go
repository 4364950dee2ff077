// Package linear finds the least and the most that a number can be, where numbers are sums of others and each lies between
// bounds.
//
// What it is for: the attack on tables of more than two directions, and on tables with hierarchies, which are no networks.
// It is the simplex method for bounded variables (Dantzig 1963, chapter 18), kept as a full tableau: the problems are a few
// hundred numbers, asked thousands of times with another objective, so that going on from the last vertex matters most.
//
// Words it owns: system (which number is the sum of which), state (a point that keeps all bounds, and its basis).
//
// Tables it owns: none.
//
// What it relies on: the standard library only.
//
// What it never does: it answers with no bound that it has not reached; where it loses its footing it says so.
package linear
