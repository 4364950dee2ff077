// Package kit is the set of typed components every page is built from: the
// GOV.UK Design System's, in its markup (MIT) and our own identity, and a few of
// our own. It is part of the page room.
//
// Words it owns: component (a struct that renders itself), content (what fills a
// slot), chrome (the frame around a page), drawing (one of our pictures), words
// (the few texts built into components, given once per request).
//
// Tables it owns: none.
//
// It relies on: templ for escaping, internal/page/static for asset addresses.
// GOV.UK Frontend's published fixtures are its conformance test.
//
// It never translates (texts arrive translated), never reads a request, never
// writes inline script or style, and never decides who may see what.
package kit
