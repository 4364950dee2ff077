package sheet

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"

	"stablefutures/internal/problem"
)

// awkward are texts that tables have lost, changed or computed before.
var awkward = []string{
	"", " ", "  two  blanks ", "\u00a0no-break\u00a0", "\ttab", "tab\tinside", "\r", "a\rb", "a\r\nb", "\n", "a\n\nb\n",
	"=1+1", "+44 20", "-5", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", " =1", "\u200b=1", "\u00a0@x", "'=1", "''=1", "'", "''", "'tis", "'twas = so", "'\t",
	`"`, `""`, `a"b`, `"quoted"`, "a,b", "a;b", "sep=;", "sep=,", ",", ";", "office “first” – don’t…", "café naïve Łódź", "مرحبا", "ሰላም", "你好", "👩🏽‍🌾",
	"_x0041_", "_x005F_x0041_", "__x0041_", "_x41_", "_x0140\x1f", "_x0140\uFFFE_", "\uFEFFmark", "a\uFEFF", "\u00ad", "\u2028", "\u0085", "\uFFFD", "&amp; <b> ]]>", "a\x01b", "\x1f", "\x7f", "\uFFFE", "\uFFFF",
}

func TestRoundTrip_givesBackEveryTextInEveryFormat(t *testing.T) {
	var rows [][]Cell
	for i, s := range awkward {
		rows = append(rows, []Cell{{Text: s}})
		rows = append(rows, []Cell{{Text: s}, {Text: awkward[(i+7)%len(awkward)]}, {Text: s}})
		rows = append(rows, nil)
	}
	same(t, CSV, rows[:len(rows)-1])
	same(t, XLSX, rows[:len(rows)-1])
	for _, s := range awkward {
		if strings.ContainsFunc(s, unfit) {
			if err := WriteODS(io.Discard, []Sheet{{Name: "S", Rows: [][]Cell{nil, {{}, {Text: s}}}}}); said(err) != "sheet.unwritable S B2" {
				t.Errorf("ODS and %q: %v", s, err)
			}
			continue
		}
		same(t, ODS, [][]Cell{{{Text: s}, {Text: s}}, nil, {{Text: s}}})
	}
}

// said names what an error says: key, sheet, place.
func said(err error) string {
	e, ok := err.(*problem.Error)
	if !ok {
		return "no problem"
	}
	v := map[any]any{}
	for i := 0; i+1 < len(e.Args); i += 2 {
		v[e.Args[i]] = e.Args[i+1]
	}
	if v["row"] == nil {
		return e.Key
	}
	s := e.Key + " "
	if name, ok := v["sheet"].(string); ok {
		s += name + " "
	}
	column, _ := v["column"].(string)
	return s + column + strconv.Itoa(v["row"].(int))
}

// same writes and reads one table and compares every text.
func same(t *testing.T, kind string, rows [][]Cell) {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch kind {
	case CSV:
		err = WriteCSV(&b, rows)
	case XLSX:
		err = WriteXLSX(&b, []Sheet{{Name: "S", Rows: rows}})
	default:
		err = WriteODS(&b, []Sheet{{Name: "S", Rows: rows}})
	}
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	book, err := Read("", b.Bytes())
	if err != nil {
		t.Fatalf("%s: %v\n%q", kind, err, b.String())
	}
	if book.Kind != kind || len(book.Sheets) != 1 || len(book.Sheets[0].Rows) != len(rows) {
		t.Fatalf("%s: %d rows became %q, %d sheets, %d rows", kind, len(rows), book.Kind, len(book.Sheets), len(book.Sheets[0].Rows))
	}
	for r, row := range rows {
		got := book.Sheets[0].Rows[r]
		if len(got) != len(row) {
			t.Fatalf("%s row %d: %d cells became %d", kind, r+1, len(row), len(got))
		}
		for c := range row {
			if got[c].Text != row[c].Text || got[c].Ref != place(r+1, c+1) || got[c].Number {
				t.Fatalf("%s: %q became %+v", kind, row[c].Text, got[c])
			}
		}
	}
}

func TestWriteXLSX_keepsSheetsAndHidesTheHidden(t *testing.T) {
	var x, o bytes.Buffer
	sheets := []Sheet{{Name: "Outcomes & more", Rows: [][]Cell{{{Text: "a"}}}}, {Name: "meta", Hidden: true, Rows: [][]Cell{{{Text: "b"}}}}}
	if err := WriteXLSX(&x, sheets); err != nil {
		t.Fatal(err)
	}
	if err := WriteODS(&o, sheets); err != nil {
		t.Fatal(err)
	}
	for _, b := range [][]byte{x.Bytes(), o.Bytes()} {
		book, err := Read("", b)
		if err != nil || len(book.Sheets) != 2 || book.Sheets[0].Name != "Outcomes & more" || book.Sheets[0].Hidden || !book.Sheets[1].Hidden || book.Sheets[1].Rows[0][0].Text != "b" {
			t.Fatalf("%+v %v", book, err)
		}
	}
	for _, name := range []string{"", "a/b", "'a", strings.Repeat("x", 32), "a\nb"} {
		if err := WriteXLSX(io.Discard, []Sheet{{Name: name}}); problem.KeyOf(err) != "sheet.name" {
			t.Errorf("sheet name %q: %v", name, err)
		}
	}
	if err := WriteXLSX(io.Discard, []Sheet{{Name: "a"}, {Name: "A"}}); problem.KeyOf(err) != "sheet.name" {
		t.Error("two sheets of one name:", err)
	}
}

func TestGuard_leavesNothingThatASpreadsheetComputes(t *testing.T) {
	for _, s := range awkward {
		guarded := Guard(s)
		if plain, _ := Unguard(guarded); plain != s {
			t.Errorf("%q became %q", s, plain)
		}
		if strings.IndexAny(strings.TrimLeft(guarded, " \u00a0\u200b"), "=+-@＝＋－＠\t\r\n") == 0 {
			t.Errorf("%q is left as %q", s, guarded)
		}
	}
	if s := Guard("'tis"); s != "'tis" {
		t.Errorf("an apostrophe of the text's own gets another: %q", s)
	}
}
