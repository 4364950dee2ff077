package paper

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

const scanAddress = "https://records.example.org/conversations/paper/enter/K7M3P9RT2"

// sittingIn is the paper for one sitting in a language.
func sittingIn(t testing.TB, lang, in string, cards ...string) Sitting {
	t.Helper()
	e := checklist(t)
	pack, ok := e.Pack(lang)
	if !ok {
		t.Fatal("no pack", lang)
	}
	packs, err := nation.Load()
	if err != nil {
		t.Fatal(err)
	}
	return Sitting{Edition: e, Pack: pack, Guard: pack, Staff: i18n.For("en"), Nation: packs.For(in), Cards: cards, Numbers: []Number{{"Police, ambulance", "999"}, {"Duty team", "01632 960 123"}},
		Label: Label{Picture: "kite", Word: "River"}, Code: "K7M3-P9RT-2", Scan: scanAddress}
}

// The paper for a sitting fits in every language, normal and large, with all its letters; what comes out of it is what
// the pack says, with the code on every page and the worker's page in the terms of the nation.
func TestSitting_inEveryLanguage(t *testing.T) {
	pdftotext, qpdf := tool(t, "pdftotext"), tool(t, "qpdf")
	e, r := checklist(t), room(t)
	for i, lang := range e.Languages {
		for _, large := range []bool{false, true} {
			s := sittingIn(t, lang, framework.Nations[i%len(framework.Nations)])
			if s.Large = large; large {
				s.Cards = []string{"F1", "B1", "G2"}
			}
			doc, err := r.SittingDoc(s)
			if err != nil {
				t.Fatalf("%s: %v", lang, err)
			}
			if missing, err := print.Missing(doc); err != nil || len(missing) > 0 {
				t.Errorf("%s: no font draws %q %v", lang, string(missing), err)
			}
			sheet, err := r.Sitting(t.Context(), s)
			if err != nil {
				t.Fatalf("%s: %v", lang, err)
			}
			file := written(t, sheet)
			if out, err := exec.Command(qpdf, "--check", file).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", lang, err, out)
			}
			args := []string{"-raw", file, "-"}
			if s.Pack.Dir() == "rtl" { // as in TestTextIsThePacks
				args = args[1:]
			}
			out, err := exec.Command(pdftotext, args...).Output()
			if err != nil {
				t.Fatal(err)
			}
			pages := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
			for n, p := range pages {
				if !strings.Contains(letters(p), s.Code) || !strings.Contains(p, s.Label.Word) {
					t.Errorf("%s page %d has no label or no code", lang, n+1)
				}
			}
			sittingSays(t, s, string(out))
		}
	}
}

// sittingSays holds what came out of the pages against the pack.
func sittingSays(t *testing.T, s Sitting, out string) {
	t.Helper()
	got, pack := letters(out), s.Pack
	says := func(want string) {
		t.Helper()
		if !comesOut(got, want, pack.Dir()) {
			t.Errorf("%s, large %v: %q does not come out", pack.Lang(), s.Large, want)
		}
	}
	for _, p := range pack.Explanation(s.Nation.Nation()) {
		says(p.Text)
	}
	for _, c := range slices.Concat(pack.Anchors(), pack.Answers()) {
		says(c.Word)
	}
	for _, key := range []string{"paper.sheet_title", "words.only_what", "change.title", "else.name_it", "matters.title", "promise.title", "promise.agree_no", "check.right"} {
		says(pack.Text(key))
	}
	for _, p := range s.Edition.Principles {
		for _, o := range p.Outcomes() {
			if card, _ := pack.Card(o.Code); len(s.Cards) == 0 || slices.Contains(s.Cards, o.Code) {
				says(card.Name)
				says(card.Ask)
			}
		}
	}
	for _, staff := range []string{"01632 960 123", s.Nation.Term(nation.TermCaseSystem, "en"), i18n.For("en").T("paper.worker_destroy")} {
		if !strings.Contains(got, letters(staff)) {
			t.Errorf("%s: the worker's page does not say %q", pack.Lang(), staff)
		}
	}
}

// Only the cards that were chosen are printed, and no other card's sheet.
func TestSitting_hasTheChosenCards(t *testing.T) {
	s := sittingIn(t, "en", "wales", "B1")
	sheet, err := room(t).Sitting(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool(t, "pdftotext"), "-raw", written(t, sheet), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	b1, _ := s.Pack.Card("B1")
	f1, _ := s.Pack.Card("F1")
	if n := strings.Count(letters(string(out)), letters(b1.Name)); n != 2 {
		t.Errorf("the chosen card stands %d times, want on its card and on its sheet", n)
	}
	if strings.Contains(letters(string(out)), letters(f1.Name)) {
		t.Error("a card that was not chosen is there")
	}
	s.Cards = []string{"Z9"}
	if _, err := room(t).Sitting(t.Context(), s); problem.KindOf(err) != problem.Invalid {
		t.Errorf("a card the edition does not have: %v", err)
	}
}

// Agreement, safety and stopping stand in the language a person wrote, where the rest is a draft that was let in.
func TestSitting_guards(t *testing.T) {
	s := sittingIn(t, "ti", "england", "B1")
	s.Guard, _ = s.Edition.Pack("en")
	doc, err := room(t).SittingDoc(s)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	collect(&all, doc.Blocks)
	for _, key := range []string{"stop.text", "explain.title", "words.only_what", "safe.tell", "check.readers"} {
		if strings.Contains(all.String(), s.Pack.Text(key)) || !strings.Contains(all.String(), s.Guard.Text(key)) {
			t.Errorf("%s is not in the guarded language", key)
		}
	}
	if !strings.Contains(all.String(), s.Pack.Text("matters.title")) {
		t.Error("the rest is not in theirs")
	}
}

// collect gathers the words of blocks.
func collect(b *strings.Builder, blocks []print.Block) {
	fmt.Fprintf(b, "%+v\n", blocks)
}

// The squares lead to the code, for a reader that is not ours.
func TestSitting_canBeScanned(t *testing.T) {
	zbar, pdftoppm := tool(t, "zbarimg"), tool(t, "pdftoppm")
	for _, lang := range []string{"en", "ar"} {
		sheet, err := room(t).Sitting(t.Context(), sittingIn(t, lang, "england", "B1"))
		if err != nil {
			t.Fatal(err)
		}
		file := written(t, sheet)
		if out, err := exec.Command(pdftoppm, "-r", "150", "-gray", "-png", file, file).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
		pictures, _ := filepath.Glob(file + "*.png")
		for _, p := range pictures {
			out, err := exec.Command(zbar, "--quiet", "--raw", p).Output()
			if err != nil || strings.TrimSpace(string(out)) != scanAddress {
				t.Errorf("%s %s: scanned %q, %v", lang, filepath.Base(p), out, err)
			}
		}
	}
}

// TestSitting_look leaves the sheets in the folder LOOK, for whoever wants to see them.
func TestSitting_look(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip("LOOK names no folder")
	}
	for _, lang := range []string{"en", "ar", "ti", "sq"} {
		for name, large := range map[string]bool{lang: false, lang + "-large": true} {
			s := sittingIn(t, lang, "scotland")
			s.Large = large
			sheet, err := room(t).Sitting(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name+".pdf"), sheet.PDF, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
