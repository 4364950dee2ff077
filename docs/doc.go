// Package docs carries the documents that say how everything is stored into the program, so that whoever takes a deployment
// out gets them too.
//
// What it is for: one source. What stands beside an export in seventy-five years is what stands in this folder today.
//
// Words it owns: none.
//
// Tables it owns: none.
//
// What it relies on: nothing.
//
// What it never does: it says nothing that is not in the files beside it.
package docs

import "embed"

// Formats are the pages and schemas by which everything that is stored can be read without the program.
//
//go:embed formats.md ledger.md envelope.md schema.sql schemas/*.json
var Formats embed.FS
