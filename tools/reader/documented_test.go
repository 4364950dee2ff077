package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/testkit"
)

// unsealed are the byte columns that hold no sealed value of their own; docs/formats.md describes each.
var unsealed = []string{"access_keys.wrapped", "record_blobs.header", "record_blob_chunks.content", "conversation_contributions.facts", "conversation_arrivals.enc", "conversation_arrivals.ct", "framework_editions.document", "framework_wordings.document", "framework_wording_versions.document",
	"loading_files.header", "loading_chunks.content", "translation_chunks.bytes", "sharing_packages.file"}

// Every column of bytes is one that the reader opens and docs/formats.md names, so that a new table cannot be forgotten.
func TestEverySealedColumn_isDocumentedAndRead(t *testing.T) {
	schema, err := os.ReadFile(filepath.Join(testkit.Root(), "docs/schema.sql"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(testkit.Root(), "docs/formats.md"))
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, table := range regexp.MustCompile(`(?ms)CREATE TABLE "?(\w+)"? \((.*?)\);$`).FindAllStringSubmatch(string(schema), -1) {
		if strings.HasPrefix(table[1], "ledger_") {
			continue // docs/ledger.md
		}
		for _, column := range regexp.MustCompile(`(?m)^\s+(\w+) bytea`).FindAllStringSubmatch(table[2], -1) {
			tables++
			name := table[1] + "." + column[1]
			read := slices.ContainsFunc(sealedColumns, func(c sealedColumn) bool { return c.table == table[1] && c.column == column[1] })
			if !read && !slices.Contains(unsealed, name) {
				t.Errorf("%s is not opened by the reader", name)
			}
			if !strings.Contains(string(page), "`"+table[1]+"`") && !strings.Contains(string(page), "`"+name) {
				t.Errorf("docs/formats.md does not name %s", name)
			}
		}
	}
	if tables < len(sealedColumns) {
		t.Errorf("only %d columns were looked at", tables)
	}
}
