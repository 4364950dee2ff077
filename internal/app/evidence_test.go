package app

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/inspection"
	"stablefutures/internal/release"
)

var (
	aDay      = regexp.MustCompile(`\d{1,2} \pL+ \d{4}`)
	numeric   = regexp.MustCompile(`(?s)<td[^>]*govuk-table__cell--numeric[^>]*>(.*?)</td>`)
	wordCell  = regexp.MustCompile(`(?s)<w:tc>.*?</w:tc>`)
	markup    = regexp.MustCompile(`<[^>]*>`)
	aFigure   = regexp.MustCompile(`^(c|x|z|[\d,.]+)$`)
	machinery = regexp.MustCompile(`\d`)
)

// A pack of the demonstration under England's questions and under Scotland's domains, as a page, as a PDF and as a Word
// document: every figure in it is one that disclosure control let through, and every table that it hid stays hidden.
func TestEvidence_noFigureThatWasNotProtected(t *testing.T) {
	w := newWalker(t)
	packs, err := w.demo.Inspection.Packs(t.Context(), w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	p := packs[0]
	var may []string
	hidden, shown := 0, 0
	for _, e := range p.Content.In() {
		for _, line := range e.Lines {
			if e.Source != inspection.Own && e.Source != "audit" && machinery.MatchString(aDay.ReplaceAllString(line, "")) { // an audit's population is in people's own words
				t.Errorf("%s: a sentence that no person wrote has a number: %s", e.ID, line)
			}
		}
		for _, f := range e.Figures {
			r := f.Table()
			if r.Withheld() != "" {
				hidden++
				continue
			}
			shown++
			for i := range max(len(r.Rows), 1) {
				for j := range r.Columns {
					may = append(may, r.Cell(i, j).String())
				}
				may = append(may, r.RowTotal(i).String())
			}
			for j := range r.Columns {
				may = append(may, r.ColumnTotal(j).String())
			}
			may = append(may, r.Total().String())
		}
	}
	if hidden == 0 || shown == 0 {
		t.Fatalf("the demonstration has %d tables that are hidden and %d that are shown: nothing is tried", hidden, shown)
	}
	check := func(where string, cells []string) {
		t.Helper()
		n := 0
		for _, c := range cells {
			if c = strings.TrimSpace(markup.ReplaceAllString(c, "")); aFigure.MatchString(c) {
				n++
				if !slices.Contains(may, strings.ReplaceAll(c, ",", "")) {
					t.Errorf("%s: %q was never protected", where, c)
				}
			}
		}
		if n == 0 {
			t.Errorf("%s shows no figure: nothing is tried", where)
		}
	}
	for _, under := range []string{"england-self-evaluation", "scotland-quality-framework"} {
		at := "/inspection/packs/" + p.ID
		page := w.ask("GET", at+"?under="+under, w.tokens["analyst"], "en").Body.String()
		var cells []string
		for _, m := range numeric.FindAllStringSubmatch(page, -1) {
			cells = append(cells, m[1])
		}
		check(under+" page", cells)
		document := w.ask("GET", at+"/docx?under="+under, w.tokens["analyst"], "en").Body.Bytes()
		check(under+" docx", wordCell.FindAllString(partOf(t, document, "word/document.xml"), -1))
		text := paperText(t, w.ask("GET", at+"/pdf?under="+under, w.tokens["analyst"], "en").Body.Bytes())
		check(under+" pdf", strings.Fields(afterHeads(text)))
		withheld := i18n.For("en").T("inspection.withheld")
		for form, s := range map[string]string{"page": page, "pdf": text} {
			if n := strings.Count(strings.Join(strings.Fields(s), " "), withheld); n == 0 {
				t.Errorf("%s %s: nothing says that a table is hidden", under, form)
			}
		}
	}
}

func partOf(t *testing.T, archive []byte, name string) string {
	t.Helper()
	list, _ := unzipped(t, archive)
	i := slices.IndexFunc(list, func(f member) bool { return f.name == name })
	if i < 0 {
		t.Fatalf("%s is not in the archive", name)
	}
	return string(list[i].body)
}

func paperText(t *testing.T, pdf []byte) string {
	t.Helper()
	return poppler(t, pdf, "pdftotext", "-layout", itsFile, "-")
}

// afterHeads gives what stands in the tables of a pack on paper: the lines between a table's head and the line that says
// by which rules it was protected.
func afterHeads(text string) (tables string) {
	in := false
	for line := range strings.Lines(text) {
		switch {
		case strings.Contains(line, "What is counted"):
			in = true
		case strings.Contains(line, "Protected by:"):
			in = false
		case in && !strings.Contains(line, "Evidence organised to support"): // the foot of a page, with its number
			tables += line
		}
	}
	return tables
}

// What an audit found comes into a pack as it was reported: with its words, what is done, and its figures as releases, each
// column by its name.
func TestEvidence_ofAnAuditIsItsReport(t *testing.T) {
	rules, _ := disclosure.Rules(disclosure.StrictDefault)
	r := caseaudit.Report{Figures: map[string]release.Release{}}
	r.Kept.Words.Found = "Plans say what young people want."
	r.Kept.Themes = []caseaudit.Theme{{Title: "Asked first", Seen: "Workers ask before plans change"}, {Title: "Gone", Dropped: true}}
	r.Kept.Actions = []caseaudit.ReportAction{{What: "Ask in every review", Owner: "The reviewing officers", By: "2027-02-01", State: caseaudit.ActionOpen}}
	columns := map[string][]string{caseaudit.FiguresDrawn: {caseaudit.Read, caseaudit.NotRead}, caseaudit.FiguresHeard: append(slices.Clone(caseaudit.HeardOf), caseaudit.NotSaid), caseaudit.FiguresFound: nil}
	for _, f := range caseaudit.Founds {
		columns[caseaudit.FiguresFound] = append(columns[caseaudit.FiguresFound], string(f))
	}
	for kind, codes := range columns {
		counts := make([]int64, len(codes))
		for i := range counts {
			counts[i] = int64(40 + i)
		}
		counts[0] = 4
		table, err := disclosure.Protect(rules, disclosure.Table{Key: "audit-" + kind, Data: "one", Columns: codes, Counts: [][]int64{counts}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Figures[kind] = release.Release{ID: kind, Table: table}
	}
	for _, lang := range []string{"en", "cy"} {
		var e inspection.Evidence
		plan, err := reportEvidence(t.Context(), nil, i18n.For(lang), r, &e)
		if err != nil {
			t.Fatal(err)
		}
		if len(e.Figures) != 3 || len(plan.Lines) != 1 || !strings.Contains(strings.Join(e.Lines, "\n"), "Asked first: Workers ask") || strings.Contains(strings.Join(e.Lines, "\n"), "Gone") {
			t.Errorf("%s: %+v %+v", lang, e, plan)
		}
		for _, f := range e.Figures {
			if f.Table().Cell(0, 0).Shown() || strings.Contains(strings.Join(f.Columns, " ")+f.Caption, "⟦") {
				t.Errorf("%s: %s: %q shows what is hidden, or a column without a name", lang, f.Caption, f.Columns)
			}
		}
	}
}
