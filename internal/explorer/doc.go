// Package explorer finds things in public editions: by a word in any language, by who is asking, by the system that
// holds an entitlement; it lays two editions side by side and says how to cite one.
//
// What it is for: anybody, without signing in, who wants to know what a young person is entitled to and what that rests on.
//
// Words it owns: index, hit, audience, comparison, recommended citation.
//
// Tables it owns: none. An index is made once per edition, in memory, since a published edition never changes.
//
// What it relies on: framework for the editions, i18n for folding letters that people write in more than one way.
//
// What it never does: it decides nobody's permission (explorerweb asks the shelf for what nobody in particular may
// read), knows no young person, keeps no search, and changes no text.
package explorer
