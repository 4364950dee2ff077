package sheet

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"stablefutures/internal/problem"
)

// sound fails when a reader returned what it must never return.
func sound(t *testing.T, book Workbook, err error) {
	t.Helper()
	if err != nil {
		if problem.KindOf(err) != problem.Invalid {
			t.Fatalf("not a problem of the file: %v", err)
		}
		return
	}
	cells := 0
	for _, s := range book.Sheets {
		for r, row := range s.Rows {
			for c, cell := range row {
				if cells++; cell.Ref != place(r+1, c+1) || len(cell.Text) > MaxCell {
					t.Fatalf("row %d, column %d: %+v", r+1, c+1, cell)
				}
			}
		}
	}
	if cells > MaxCells {
		t.Fatalf("%d cells", cells)
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"a,b\nc,\"d\"\"e\n\"\n", "sep=;\na;b", "\xFF\xFEa\x00", "caf\xe9;x", "'=1,'\t\r\n\r\n", "\xEF\xBB\xBFa\tb\r"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		book, err := ReadCSV(b)
		sound(t, book, err)
		if err != nil {
			return
		}
		// What was read is written and read again without a change.
		var out bytes.Buffer
		if err := WriteCSV(&out, book.Sheets[0].Rows); err != nil {
			t.Fatal(err)
		}
		again, err := ReadCSV(out.Bytes())
		if err != nil || texts(plainly(again.Sheets[0].Rows)) != texts(plainly(book.Sheets[0].Rows)) {
			t.Fatalf("%v\n%q\n%q", err, texts(book.Sheets[0].Rows), texts(again.Sheets[0].Rows))
		}
	})
}

// plainly leaves out how a cell was written.
func plainly(rows [][]Cell) [][]Cell {
	out := make([][]Cell, len(rows))
	for i, r := range rows {
		for _, c := range r {
			out[i] = append(out[i], Cell{Text: c.Text})
		}
	}
	return out
}

// The fuzzers of XLSX and ODS change the markup inside a sound archive; FuzzRead changes the archive itself.
func FuzzReadXLSX(f *testing.F) {
	f.Add(`<worksheet><cols><col min="3" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c><f>1</f><v>2</v></c></row></sheetData><mergeCell ref="A1:B2"/></worksheet>`, `<sst><si><t>a</t></si></sst>`, `<a><numFmt numFmtId="9" formatCode="0.0"/><cellXfs><xf numFmtId="9"/></cellXfs></a>`)
	f.Add(`<a><row><c t="inlineStr"><is><t>_xD83D__xDE00_</t></is></c></row></a>`, ``, ``)
	f.Fuzz(func(t *testing.T, sheet, strings, styles string) {
		book, err := ReadXLSX(excel(sheet, "xl/strings.xml", strings, "xl/styles.xml", styles))
		sound(t, book, err)
	})
}

func FuzzReadODS(f *testing.F) {
	f.Add(`<table:table table:name="G"><table:table-column table:number-columns-repeated="2"/><table:table-row table:number-rows-repeated="3"><table:table-cell><text:p>a<text:s text:c="9"/>b</text:p></table:table-cell></table:table-row></table:table>`)
	f.Add(`<tracked-changes/><table><table-row-group><table-row visibility="filter"><covered-table-cell formula="=1"/></table-row></table-row-group></table>`)
	f.Fuzz(func(t *testing.T, tables string) {
		book, err := ReadODS(openDocument(tables))
		sound(t, book, err)
	})
}

func FuzzRead(f *testing.F) {
	f.Add(excel(`<worksheet/>`))
	f.Add(openDocument(`<table:table/>`))
	f.Add([]byte("a,b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		book, err := Read("", b)
		sound(t, book, err)
	})
}

// Whatever text is written comes back, in every format that takes it.
func FuzzRoundTrip(f *testing.F) {
	for _, s := range awkward {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		rows := [][]Cell{{{Text: a}}, {{Text: b}, {Text: a}}, nil, {{Text: a}, {Text: b}, {Text: ""}}}
		if !utf8.ValidString(a) || !utf8.ValidString(b) || len(a) > 1000 || len(b) > 1000 {
			return
		}
		if bytes.IndexByte([]byte(a+b), 0) < 0 {
			same(t, CSV, rows)
		}
		same(t, XLSX, rows)
		for _, r := range a + b {
			if unfit(r) {
				return
			}
		}
		same(t, ODS, rows)
	})
}
