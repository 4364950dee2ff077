// Package loadingweb is the steward's pages for loading an edition from the organisation's own copy, and everybody's
// page for what young people added.
//
// What it is for: the drafts; handing in a file or a text; saying page by page what each piece is, beside the picture of
// the page; checking; publishing; the letter to the rights-holders; the additions.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: loading, framework, page, kit.
//
// What it never does: it says nothing for the steward. What was sent from a page that is out of date is shown again
// with everything that was entered, and saved only when it is sent again.
package loadingweb
