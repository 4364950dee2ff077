// Package disclosure is the one way in which a number about people gets out.
//
// What it is for: an authority has about a hundred such young people, so that nearly every table could show one of them.
// This room takes a table of true numbers and gives back one that may be shown: small numbers hidden, others hidden with
// them so that no subtraction brings them back, the rest rounded. Before it lets a table go it attacks it, with everything
// that was let go earlier, and lets nothing go that the attack narrows down.
//
// Words it owns: protected figure (a number that may be shown, or a symbol with its reason), rule pack (the rules in one
// dated, sourced file; FORMAT.md), primary suppression (a number hidden for itself), complementary suppression (one
// hidden for its neighbours), withheld (a table of which nothing may be shown), attack (exact bounds of what is hidden),
// crossed table (one of more than two directions, or with wholes within wholes), measure (what a table counts, of whom: tables of
// one measure are linked, and attacked as one puzzle).
//
// Tables it owns: none. Its data are packs/*.json inside the binary. What left is kept by the room release.
//
// What it relies on: the standard library only.
//
// What it never does: it keeps no hidden number in what it gives back, shows no hidden number as 0, says of no hidden
// number whether it was hidden for itself or for another, and has no switch that lets a number past.
package disclosure
