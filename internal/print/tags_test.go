package print

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

func TestTagTree(t *testing.T) {
	doc := Doc{Title: "My copy", Lang: "en", Footer: "foot", Blocks: []Block{
		Heading{1, Say("My copy")},
		Heading{3, Say("Skipped a level")},
		Para{Text: Text{Runs: []Run{{Text: "Said to "}, {Text: "مريم", Lang: "ar"}, {Text: "."}}}},
		Quote{Words: SayIn("fa", "می\u200cخواهم"), TranslationLabel: "In English:", Translation: Say("I want"), Source: Say("today")},
		List{Items: []Item{{Text: Say("bus pass"), Notes: []Text{Say("by May")}}}},
		List{Ordered: true, Items: []Item{{Text: SayIn("ti", "ካርድ")}}},
		Table{RowHead: true, Head: []Text{Say("Who"), Say("Why")}, Rows: [][]Text{{Say("Ffion"), {}}}},
		Notice{Title: Say("Note"), Paras: []Text{Say("one\ntwo")}},
		Rule{},
	}}
	r := parsePDF(t, pdfOf(t, doc))
	root := r.tags()
	var got strings.Builder
	root.outline(&got, 0)
	want := `Document
  H1: My copy
  H2: Skipped a level
  P
    Span (en): Said to 
    Span (ar): مريم
    Span (en): .
  BlockQuote
    P (fa): می` + "\u200c" + `خواهم
    P: In English:
    P: I want
    P: today
  L
    LI
      Lbl: •
      LBody
        P: bus pass
        P: by May
  L
    LI
      Lbl: 1.
      LBody
        P (ti): ካርድ
  Table
    TR
      TH: Who
      TH: Why
    TR
      TH: Ffion
      TD
  Div
    P: Note
    P: one
two
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	table := root.kids[6]
	if a := table.kids[0].kids[0].attributes["Scope"]; a != name("Column") {
		t.Errorf("a column heading has scope %v", a)
	}
	if a := table.kids[1].kids[0].attributes["Scope"]; a != name("Row") {
		t.Errorf("a row heading has scope %v", a)
	}
}

// TestCatalog holds the file against what PDF/UA asks of it as a whole.
func TestCatalog(t *testing.T) {
	r := parsePDF(t, pdfOf(t, sampleArabic()))
	c := r.dict(r.trailer["Root"])
	if got := fmt.Sprint(c["MarkInfo"], c["Lang"]); got != "map[Marked:true]ar" {
		t.Error(got)
	}
	if v := r.dict(c["ViewerPreferences"]); v["DisplayDocTitle"] != "true" || v["Direction"] != name("R2L") {
		t.Error(v)
	}
	meta := string(r.get(c["Metadata"]).(streamObject).data)
	for _, needle := range []string{"<pdfuaid:part>1</pdfuaid:part>", "نسختي", "2026-03-09T10:00:00Z"} {
		if !strings.Contains(meta, needle) {
			t.Errorf("metadata lacks %s", needle)
		}
	}
	if info := r.dict(r.trailer["Info"]); info["Title"] != "نسختي" || info["CreationDate"] != "D:20260309100000Z" {
		t.Error(info)
	}
	first := r.dict(r.dict(c["Outlines"])["First"])
	if first["Title"] != "نسختي" || r.dict(first["First"])["Title"] != "ما قلته" {
		t.Errorf("bookmarks begin with %v", first)
	}
}

// Everything drawn is either in a tag or an artifact, marks are balanced, and
// what is repeated on every page is never read twice.
func TestEverythingIsMarked(t *testing.T) {
	drawing := regexp.MustCompile(`\]TJ$| re f$`)
	for n, d := range samples() {
		r := parsePDF(t, pdfOf(t, d))
		r.tags()
		for i, p := range r.pages() {
			depth, feet := 0, 0
			for _, op := range strings.Split(r.contents(p), "\n") {
				switch {
				case strings.HasSuffix(op, "BMC"), strings.HasSuffix(op, "BDC"):
					depth++
					feet += strings.Count(op, "/Artifact")
				case op == "EMC":
					depth--
				case drawing.MatchString(op) && depth == 0:
					t.Fatalf("%s page %d draws outside any mark: %s", n, i+1, op)
				}
			}
			if depth != 0 || feet == 0 {
				t.Errorf("%s page %d: marks off by %d, %d artifacts", n, i+1, depth, feet)
			}
		}
	}
}

// A heading is never the last thing on a page, a short block is not cut, and a
// table's headings come again on each page.
func TestPageBreaks(t *testing.T) {
	for lines := range 60 {
		doc := Doc{Title: "t", Lang: "en", Blocks: []Block{Para{Text: Say(strings.Repeat("x\n", lines))}, Heading{1, Say("Heading")}, Para{Text: Say("one\ntwo\nthree")}}}
		r := parsePDF(t, pdfOf(t, doc))
		c := r.dict(r.trailer["Root"])
		at := r.dict(r.dict(c["Outlines"])["First"])["Dest"].([]any)[0]
		root := r.tags()
		para := root.kids[len(root.kids)-1]
		if para.marked != 1 {
			t.Fatalf("with %d lines before it, three lines are cut in %d", lines, para.marked)
		}
		last := r.pages()[len(r.pages())-1]
		if at != last {
			t.Fatalf("with %d lines before it, the heading stays behind", lines)
		}
	}
	rows := make([][]Text, 120)
	for i := range rows {
		rows[i] = []Text{Say(fmt.Sprint("row ", i)), Say("x")}
	}
	r := parsePDF(t, pdfOf(t, Doc{Title: "t", Lang: "en", Blocks: []Block{Table{Head: []Text{Say("A"), Say("B")}, Rows: rows}}}))
	if len(r.pages()) < 3 {
		t.Fatalf("%d pages", len(r.pages()))
	}
	for i, p := range r.pages() {
		artifacts := regexp.MustCompile(`(?s)/Artifact BMC\nBT`).FindAllString(r.contents(p), -1)
		if want := 2; i > 0 && len(artifacts) != want {
			t.Errorf("page %d has %d written artifacts, want %d: the two headings", i+1, len(artifacts), want)
		}
	}
	if root := r.tags(); len(root.kids[0].kids) != 121 {
		t.Errorf("%d rows in the tags", len(root.kids[0].kids))
	}
}

func TestOnePage(t *testing.T) {
	doc := sampleArabic()
	doc.OnePage = false
	if n := len(parsePDF(t, pdfOf(t, doc)).pages()); n != 2 {
		t.Fatalf("the sample takes %d pages as it is; the test needs 2", n)
	}
	doc.OnePage = true
	r := parsePDF(t, pdfOf(t, doc))
	if n := len(r.pages()); n != 1 {
		t.Errorf("%d pages", n)
	}
	long := sampleReport()
	long.Size, long.OnePage = 14, true
	if p := parsePDF(t, pdfOf(t, long)); !strings.Contains(p.contents(p.pages()[0]), " 14.00 Tf") {
		t.Error("a document that cannot fit does not keep its own size")
	}
}

// No word is lost, however it is wrapped over lines and pages.
func TestNoWordIsLost(t *testing.T) {
	var words []string
	for i := range 4000 {
		words = append(words, fmt.Sprintf("word%d", i))
	}
	got := extracted(t, Doc{Title: "t", Lang: "en", PageLabel: " ", Blocks: []Block{Para{Text: Say(strings.Join(words, " "))}}})
	if got != strings.Join(words, " ") {
		t.Error("words are missing or out of order")
	}
}
