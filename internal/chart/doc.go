// Package chart draws figures that may be shown, for people who see and for people who listen.
//
// What it is for: one picture in four forms. A chart is drawn here, as SVG that needs no script; its figures stand beside it
// as a table; what it shows is said in words; and it goes into documents and files as PNG, PDF and Word.
//
// Words it owns: chart, series, limit (a line worked out from figures), mark (something that happened, and when), flow (from
// one state to another).
//
// Tables it owns: none.
//
// What it relies on: disclosure, whose figures are the only ones it takes; print, whose letters it draws with; stats, which defines
// the limits of XmR charts and funnels; sheet, which writes tables that no spreadsheet computes; i18n. page.Figure brings a chart
// into a page with its table.
//
// What it never does: it takes no number that is not disclosure.Protected, joins no line over a hidden figure, draws no hidden
// figure as nothing, tells series apart by no colour alone, orders no places by how well they do, and starts no axis of parts of a
// whole elsewhere than at nothing.
package chart
