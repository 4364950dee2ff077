package framework

import (
	"os"
	"testing"
)

const checklist = "editions/rights-checklist"

// assembleChecklist reads the checklist from disk cut down to one principle, so
// that an author can check a part while others are still being written.
func assembleChecklist(t *testing.T, principle string) *Edition {
	t.Helper()
	f, err := readFiles(os.DirFS(checklist))
	if err != nil {
		t.Fatal(err)
	}
	e := &Edition{}
	if err := f.decode("edition.json", e, decodeStrict); err != nil {
		t.Fatal(err)
	}
	if e.sources, err = f.sources(decodeStrict); err != nil {
		t.Fatal(err)
	}
	p, ok := e.Principle(principle)
	if !ok {
		t.Fatalf("no principle %s", principle)
	}
	if p.outcomes, err = f.outcomes(principle, decodeStrict); err != nil {
		t.Fatal(err)
	}
	e.Principles = []Principle{p}
	e.fillCitations(p.outcomes)
	e.order()
	e.packs = map[string]*Pack{}
	for _, lang := range e.Languages {
		pack := &Pack{}
		if err := f.decode("cards/"+lang+"/"+principle+".json", &pack.cards, decodeStrict); err != nil {
			t.Fatal(err)
		}
		for code := range pack.cards {
			if _, ok := e.index[code]; !ok {
				t.Errorf("%s: a card for %q, which is no outcome", lang, code)
			}
		}
		e.packs[lang] = pack
	}
	return e
}

// TestPrinciple judges each principle of the checklist by itself and says how
// much there is of it.
func TestPrinciple(t *testing.T) {
	for _, principle := range []string{"art2", "art3", "art6", "art12"} {
		t.Run(principle, func(t *testing.T) {
			e := assembleChecklist(t, principle)
			c := &checker{}
			c.codes(e)
			c.principle(e, e.Principles[0])
			for _, err := range c.errs {
				t.Error(err)
			}
			forces, read, all := map[string]int{}, 0, 0
			for _, it := range e.items {
				for _, n := range Nations {
					for _, ci := range e.Citations(it.Code, n) {
						forces[ci.Force]++
						all++
						if ci.Read != "not read" {
							read++
						}
					}
				}
			}
			t.Logf("%s: %+v; citations %d, of them read %d; %v", principle, e.Loaded(), all, read, forces)
		})
	}
}
