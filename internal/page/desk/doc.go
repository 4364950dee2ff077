// Package desk is the page that staff meet most: something to read, and one form.
//
// What it is for: a page of a room says what it shows and asks, and the order on the page, what is shown again after a
// mistake, and the small words around a field are the same in every room, since they stand here once.
//
// Words it owns: page (with at most one form), part (a heading with what stands under it).
//
// What it relies on: page (requests and answers), kit (components), problem.
//
// What it never does: it knows no room, and it is not for the pages that a young person reads.
package desk
