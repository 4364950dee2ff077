package paper

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"stablefutures/internal/framework"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}

// orders are every product in every size and print of one language.
func orders(lang string) []Order {
	var out []Order
	for _, p := range Products() {
		for _, size := range p.Sizes() {
			for _, large := range []bool{false, true} {
				o := Order{Product: p, Lang: lang, Size: size, Large: large}
				if p == Checklist || p == Booklet {
					o.Nation = "scotland"
				}
				out = append(out, o)
				if p == Cards {
					o.Back = true
					out = append(out, o)
				}
			}
		}
	}
	return out
}

// Every product, in every language of the checklist, in every size, fits and has
// all its letters.
func TestEveryProductInEveryLanguage(t *testing.T) {
	e := checklist(t)
	for _, lang := range e.Languages {
		t.Run(lang, func(t *testing.T) {
			r := room(t)
			pack, _ := e.Pack(lang)
			for _, o := range orders(lang) {
				if testing.Short() && o.Size != o.Product.Sizes()[0] {
					continue
				}
				doc, err := r.Doc(e, pack, o)
				if err != nil {
					t.Fatalf("%+v: %v", o, err)
				}
				missing, err := print.Missing(doc)
				if err != nil || len(missing) > 0 {
					t.Errorf("%+v: no font draws %q %v", o, string(missing), err)
				}
				if (o.Product == Checklist || o.Product == Observation) && (o.Size == "a3" || o.Large) && lang != "en" {
					continue // these flow over as many pages as they need: nothing can overflow, and each takes a second
				}
				if _, err := r.Make(t.Context(), e, pack, o); err != nil {
					t.Errorf("%+v: %v", o, err)
				}
			}
		})
	}
}

// Every character of every language pack, whether any product prints it or not,
// has a glyph on paper.
func TestEveryCharacterOfEveryPack(t *testing.T) {
	room(t)
	for _, e := range framework.Editions() {
		for _, lang := range e.Languages {
			pack, ok := e.Pack(lang)
			if !ok {
				continue
			}
			var all strings.Builder
			for _, entry := range e.Entries(pack) {
				all.WriteString(entry.Text + "\n")
			}
			missing, err := print.Missing(print.Doc{Title: "t", Lang: lang, Blocks: []print.Block{print.Para{Text: print.SayIn(lang, all.String())}}})
			if err != nil || len(missing) > 0 {
				t.Errorf("%s %s: no font draws %q %v", e.ID, lang, string(missing), err)
			}
		}
	}
}

// letters are a text without what lines and directions put between its letters.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Cf) {
			return -1
		}
		return r
	}, norm.NFC.String(s))
}

func written(t *testing.T, s Sheet) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, s.PDF, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// What comes out of the page is what the pack says, in every script.
func TestTextIsThePacks(t *testing.T) {
	pdftotext := tool(t, "pdftotext")
	e, r := checklist(t), room(t)
	for _, lang := range e.Languages {
		pack, _ := e.Pack(lang)
		for _, p := range []Product{Cards, Poster, Booklet, Checklist} {
			sheet, err := r.Make(t.Context(), e, pack, Order{Product: p, Lang: lang, Nation: "england"})
			if err != nil {
				t.Errorf("%s %s: %v", p, lang, err)
				continue
			}
			// In the order it is drawn in; right-to-left lines are turned round only in the order it is read in.
			args := []string{"-raw", written(t, sheet), "-"}
			if pack.Dir() == "rtl" {
				args = args[1:]
			}
			out, err := exec.Command(pdftotext, args...).Output()
			if err != nil {
				t.Fatal(err)
			}
			got := letters(string(out))
			lost := 0
			for _, pr := range e.Principles {
				for _, o := range pr.Outcomes() {
					c, _ := pack.Card(o.Code)
					want := []string{c.Name}
					switch p {
					case Cards:
						want = append(want, c.Ask)
					case Booklet:
						want = append(want, c.Simpler)
					}
					for _, s := range want {
						if !comesOut(got, s, pack.Dir()) {
							if lost++; lost < 4 {
								t.Errorf("%s %s: %q does not come out", p, lang, s)
							}
						}
					}
				}
			}
		}
	}
}

// comesOut reports whether a text is in what was taken out of a page. pdftotext
// turns right-to-left lines round by rules of its own, which part vowel marks and
// Latin words from their places, so there each word is looked for by itself.
func comesOut(got, want, dir string) bool {
	if dir != "rtl" {
		return strings.Contains(got, letters(want))
	}
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsMark(r) || unicode.IsPunct(r) {
				return -1
			}
			return r
		}, letters(s))
	}
	got = bare(got)
	for _, word := range strings.Fields(want) {
		if !strings.Contains(got, bare(word)) {
			return false
		}
	}
	return true
}

// The file is well formed, and every picture is a Figure with words.
func TestTaggedAndWellFormed(t *testing.T) {
	qpdf := tool(t, "qpdf")
	e, r := checklist(t), room(t)
	for _, lang := range []string{"en", "ar", "ti"} {
		pack, _ := e.Pack(lang)
		for _, p := range Products() {
			sheet, err := r.Make(t.Context(), e, pack, Order{Product: p, Lang: lang, Nation: "wales"})
			if err != nil {
				t.Fatal(err)
			}
			file := written(t, sheet)
			if out, err := exec.Command(qpdf, "--check", file).CombinedOutput(); err != nil || strings.Contains(string(out), "WARNING") {
				t.Errorf("%s %s: %s", p, lang, out)
			}
			out, err := exec.Command(qpdf, "--qdf", "--object-streams=disable", file, "-").Output()
			if err != nil {
				t.Fatal(err)
			}
			figures, alts := bytes.Count(out, []byte("/S /Figure")), bytes.Count(out, []byte("/Alt "))
			if least := 30; figures < least || figures != alts {
				t.Errorf("%s %s: %d figures, %d with words", p, lang, figures, alts)
			}
			want := lang
			if !p.ForYoungPeople() {
				want = "en"
			}
			if !regexp.MustCompile(`/Lang \(` + want + `\)`).Match(out) {
				t.Errorf("%s %s: the document does not say its language", p, lang)
			}
		}
	}
}

// In large print no words but codes and sources are smaller than 16 points.
func TestLargePrint(t *testing.T) {
	qpdf := tool(t, "qpdf")
	e, r := checklist(t), room(t)
	pack, _ := e.Pack("en")
	size := regexp.MustCompile(`/F\d+ ([\d.]+) Tf`)
	for _, p := range Products() {
		sheet, err := r.Make(t.Context(), e, pack, Order{Product: p, Large: true, Nation: "england"})
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(qpdf, "--qdf", "--object-streams=disable", written(t, sheet), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range size.FindAllSubmatch(out, -1) {
			if v, _ := strconv.ParseFloat(string(m[1]), 64); v > 10.5 && v < 15.99 {
				t.Errorf("%s: words of %v points", p, v)
				break
			}
		}
	}
}

// The same order has the same bytes in every process: the second room has
// nothing kept.
func TestSameBytes(t *testing.T) {
	e := checklist(t)
	pack, _ := e.Pack("ar")
	o := Order{Product: Cards, Back: true}
	one, err := room(t).Make(t.Context(), e, pack, o)
	if err != nil {
		t.Fatal(err)
	}
	two, err := room(t).Make(t.Context(), e, pack, o)
	if err != nil || !bytes.Equal(one.PDF, two.PDF) {
		t.Error("two makings differ", err)
	}
	if one.Name != "cards-"+e.ID+"-ar-a4-back.pdf" {
		t.Error(one.Name)
	}
}

func TestWhatCannotBeOrdered(t *testing.T) {
	e := checklist(t)
	empty, _ := framework.ByID("start-what-matters-1")
	for want, c := range map[string]struct {
		e *framework.Edition
		o Order
	}{
		"product paper.no_product":    {e, Order{Product: "flag"}},
		"size paper.no_size":          {e, Order{Product: Booklet, Size: "a3"}},
		"nation paper.no_nation":      {e, Order{Product: Booklet, Nation: "france"}},
		"nation paper.needs_nation":   {e, Order{Product: Checklist}},
		"outcome paper.no_outcome":    {e, Order{Product: Observation, Outcome: "Z9"}},
		"outcome  paper.no_outcome":   {e, Order{Product: Poster, Outcome: "F1"}},
		"back paper.no_back":          {e, Order{Product: Poster, Back: true}},
		"product paper.nothing_in_it": {empty, Order{Product: Poster}},
	} {
		_, err := c.o.Settled(c.e)
		var p *problem.Error
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if p, _ = err.(*problem.Error); p == nil || fmt.Sprintf("%s %s", p.Fields[0].Name, p.Fields[0].Key) != strings.Replace(want, "  ", " ", 1) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
}

// An edition without cards prints its outcomes' own words, once; one without
// outcomes has cards to talk with.
func TestOtherEditions(t *testing.T) {
	r := room(t)
	for _, e := range framework.Editions() {
		pack, ok := e.Pack("en")
		if !ok {
			continue
		}
		for _, p := range Products() {
			o := Order{Product: p, Nation: "england"}
			if _, err := o.Settled(e); err != nil {
				continue
			}
			if _, err := r.Make(t.Context(), e, pack, o); err != nil {
				t.Errorf("%s %s: %v", e.ID, p, err)
			}
		}
	}
}

// A machine's draft says so, in the young person's language and in staff's.
func TestDraftIsSaid(t *testing.T) {
	pdftotext := tool(t, "pdftotext")
	e, r := checklist(t), room(t)
	pack, _ := e.Pack("vi")
	if pack.Trusted() {
		t.Skip("somebody has translated it")
	}
	for _, p := range Products() {
		sheet, err := r.Make(t.Context(), e, pack, Order{Product: p, Nation: "england"})
		if err != nil {
			t.Fatal(err)
		}
		out, _ := exec.Command(pdftotext, "-raw", written(t, sheet), "-").Output()
		pages := strings.Split(strings.TrimRight(string(out), "\f"), "\f")
		for i, text := range pages {
			if !strings.Contains(text, "Draft translation by a computer") {
				t.Errorf("%s page %d does not say that it is a draft", p, i+1)
			}
		}
		if p.ForYoungPeople() && !strings.Contains(letters(string(out)), letters(pack.Text("explain.draft"))) {
			t.Errorf("%s does not say it in Vietnamese", p)
		}
	}
}

func BenchmarkPaper(b *testing.B) {
	e := checklist(b)
	for _, lang := range []string{"en", "ar"} {
		pack, _ := e.Pack(lang)
		for _, p := range Products() {
			b.Run(string(p)+"/"+lang, func(b *testing.B) {
				for b.Loop() {
					if _, err := room(b).Make(b.Context(), e, pack, Order{Product: p, Nation: "england"}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
