package everything

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"stablefutures/docs"
)

// unsealed are columns of bytes that hold nothing sealed under a key of ours, or what only the service's receiving keys open.
var unsealed = []string{"record_blobs.header", "conversation_contributions.facts", "conversation_arrivals.enc", "conversation_arrivals.ct",
	"framework_editions.document", "framework_wordings.document", "framework_wording_versions.document", "loading_files.header", "sharing_packages.file"}

// Every column of bytes is one that docs/formats.md says how to open, one that is left out, a file in pieces, or known to be
// plain: a new table cannot come out as a riddle. And every column that this package names is one that there is.
func TestFormats_everyColumnOfBytesIsUnderstood(t *testing.T) {
	f, err := readFormats()
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range f.faults {
		t.Error(fault)
	}
	schema, err := docs.Formats.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, table := range regexp.MustCompile(`(?ms)CREATE TABLE "?(\w+)"? \((.*?)\);$`).FindAllStringSubmatch(string(schema), -1) {
		for _, line := range strings.Split(table[2], "\n") {
			column, kind, _ := strings.Cut(strings.Trim(line, " ,"), " ")
			name := table[1] + "." + column
			have[name] = true
			_, sealed := f.sealed[name]
			known := sealed || slices.Contains(doors, name) || slices.Contains(unsealed, name) || chunked[table[1]].column == column || strings.HasPrefix(name, "ledger_")
			if strings.HasPrefix(kind, "bytea") && !known {
				t.Errorf("%s comes out as it is stored: say in docs/formats.md, under What is sealed, how it opens", name)
			}
			if strings.HasPrefix(kind, "bytea") && f.aboutTable(table[1]) == "" {
				t.Errorf("docs/formats.md, under What each table is, does not say what %s is", table[1])
			}
		}
	}
	named := slices.Concat(doors, unsealed)
	for name := range f.sealed {
		named = append(named, name)
	}
	for name := range binary {
		named = append(named, name)
	}
	for table, c := range chunked {
		named = append(named, table+"."+c.column)
	}
	for _, name := range named {
		if !have[name] {
			t.Errorf("there is no column %s", name)
		}
	}
	if f.sealed["record_identifiers.document"].place != "case" || f.sealed["conversation_drafts.document"].row[2] != "perspective" || f.sealed["record_safety.document"].class != "sealed" {
		t.Error("the page is read wrongly")
	}
}
