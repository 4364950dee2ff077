package framework

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// FormatCrosswalk is what a crosswalk file says it is.
const FormatCrosswalk = "stable-futures/crosswalk/1"

// CrosswalkFile is a crosswalk in the open format: one JSON file, or the same lines as a table.
type CrosswalkFile struct {
	Format    string          `json:"format"` // FormatCrosswalk
	From      string          `json:"from"`   // edition ids
	To        string          `json:"to"`
	Statement string          `json:"statement"` // whose it is, for people
	Links     []CrosswalkLine `json:"links"`
}

// CrosswalkLine is one line: from is relation to to.
type CrosswalkLine struct {
	From     string `json:"from"`
	Relation string `json:"relation"`
	To       string `json:"to"` // "" where the other edition has nothing of the kind
	Note     string `json:"note"`
	MadeBy   string `json:"made_by"`
}

// crosswalkColumns are the columns of the table, in the order written.
var crosswalkColumns = []string{"from_edition", "from", "relation", "to_edition", "to", "note", "made_by"}

// File is the crosswalk as a file.
func (c Crosswalk) File() CrosswalkFile {
	f := CrosswalkFile{Format: FormatCrosswalk, From: c.From.ID, To: c.To.ID, Links: []CrosswalkLine{},
		Statement: "Made by " + strings.Join(c.Makers(), "; ") + ", not by the authors. It converts nothing that was said."}
	for _, l := range c.Links {
		f.Links = append(f.Links, CrosswalkLine{l.From, string(l.Relation), l.To, l.Note, l.Maker})
	}
	return f
}

// Lines are the lines of a file as SaveCrosswalk takes them.
func (f CrosswalkFile) Lines() []Link {
	links := make([]Link, 0, len(f.Links))
	for _, l := range f.Links {
		links = append(links, Link{From: l.From, To: l.To, Relation: Relation(l.Relation), Note: l.Note, Maker: l.MadeBy})
	}
	return links
}

// Write writes the file as "json" or as a table: "csv", "xlsx" or "ods".
func (f CrosswalkFile) Write(w io.Writer, kind string) error {
	if kind == "json" {
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		return out.Encode(f)
	}
	rows := [][]sheet.Cell{cells(crosswalkColumns...)}
	for _, l := range f.Links {
		rows = append(rows, cells(f.From, l.From, l.Relation, f.To, l.To, l.Note, l.MadeBy))
	}
	switch kind {
	case sheet.CSV:
		return sheet.WriteCSV(w, rows)
	case sheet.XLSX:
		return sheet.WriteXLSX(w, []sheet.Sheet{{Name: "Crosswalk", Rows: rows}})
	case sheet.ODS:
		return sheet.WriteODS(w, []sheet.Sheet{{Name: "Crosswalk", Rows: rows}})
	}
	return problem.New(problem.Invalid, "framework.table.kind", "kind", kind)
}

// ReadCrosswalkFile reads what Write wrote, or a table from elsewhere that has the same columns in any order. An error
// says what is wrong and in which line.
func ReadCrosswalkFile(name string, b []byte) (CrosswalkFile, error) {
	if strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(string(b[:min(len(b), 64)]), "\ufeff")), "{") {
		return readCrosswalkJSON(b)
	}
	book, err := sheet.Read(name, b)
	if err != nil {
		return CrosswalkFile{}, err
	}
	if len(book.Sheets) == 0 || len(book.Sheets[0].Rows) == 0 {
		return CrosswalkFile{}, problem.New(problem.Invalid, "crosswalk.no_columns", "column", crosswalkColumns[0])
	}
	return readCrosswalkRows(book.Sheets[0].Rows)
}

func readCrosswalkJSON(b []byte) (CrosswalkFile, error) {
	var f CrosswalkFile
	if err := decodeStrict(bytes.TrimPrefix(b, []byte("\ufeff")), &f); err != nil {
		return f, problem.Wrap(err, problem.Invalid, "crosswalk.no_json", "why", err.Error())
	}
	if f.Format != FormatCrosswalk {
		return f, problem.New(problem.Invalid, "crosswalk.other_format", "format", f.Format, "want", FormatCrosswalk)
	}
	return f, nil
}

func readCrosswalkRows(rows [][]sheet.Cell) (CrosswalkFile, error) {
	f := CrosswalkFile{Format: FormatCrosswalk}
	at := map[string]int{}
	for i, c := range rows[0] {
		at[strings.ToLower(strings.TrimSpace(c.Text))] = i
	}
	for _, column := range crosswalkColumns[:5] { // a note and a name may be missing
		if _, ok := at[column]; !ok {
			return f, problem.New(problem.Invalid, "crosswalk.no_columns", "column", column)
		}
	}
	for n, row := range rows[1:] {
		text := func(column string) string {
			i, ok := at[column]
			if !ok || i >= len(row) {
				return ""
			}
			return row[i].Text
		}
		from, to := strings.TrimSpace(text("from_edition")), strings.TrimSpace(text("to_edition"))
		if from == "" && to == "" && strings.TrimSpace(text("from")) == "" {
			continue // an empty row between others
		}
		if f.From == "" {
			f.From, f.To = from, to
		}
		if from != f.From || to != f.To {
			return f, problem.New(problem.Invalid, "crosswalk.other_editions", "line", n+2)
		}
		f.Links = append(f.Links, CrosswalkLine{From: strings.TrimSpace(text("from")), To: strings.TrimSpace(text("to")),
			Relation: strings.ToLower(strings.TrimSpace(text("relation"))), Note: text("note"), MadeBy: text("made_by")})
	}
	return f, nil
}
