// Package page is the HTML kit's machinery: routes, requests, forms, answers, errors as pages.
//
// What it is for: a room's web package lists its routes and writes handlers that parse, call, show and return the
// error. Everything around that happens here once: session, language, cross-origin protection, limits, headers,
// the frame of the page, and each kind of problem as a page in the reader's language.
//
// Words it owns: route, handler, request, form, answer, frame.
//
// Tables it owns: none.
//
// What it relies on: i18n, permit, problem; kit (components) and static (styles, scripts, fonts) below it.
//
// What it never does: it knows no room, makes no decision about a subject (access does), and sends no byte before the
// whole page is rendered.
package page
