// Package stats is the arithmetic of agreement between raters, of drawing samples, and of what changed after something
// happened. It is pure: numbers in, numbers out, each with the exact definition it was computed by.
//
// What it is for: coefficients that share a name differ by weights, by pairs, by small-sample factor. Every result here
// says which one it is and where its formula stands, gives its interval, and says in words when there is none.
//
// Words it owns: ratings (units by raters, some missing), level (nominal, ordinal, interval, ratio), metric, result,
// frame, draw, interruption, group-time effect, check (an effect looked at in another way), placebo.
//
// Tables it owns: none.
//
// What it relies on: gonum, for distributions and for solving.
//
// What it never does: it gives no NaN, no label such as "good", and no figure about a person: what it is given are
// ratings, and who may see a result is decided elsewhere.
package stats
