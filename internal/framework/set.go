package framework

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"sync"
)

// Names of the sets.
const (
	SetChecklist   = "rights-checklist"   // our own wording, with sources
	SetOfficial    = "csf-pof"            // the empty slot for the official text
	SetPlaceholder = "placeholder-25-86"  // bare placeholders, for tests of shape alone
	SetWhatMatters = "start-what-matters" // no items: the young person's own topics only
)

//go:embed editions
var embedded embed.FS

// builtIn loads the editions in the program once. They were checked by the tests
// when the program was made, so a fault here means a broken program, and it stops.
var builtIn = sync.OnceValue(func() []*Edition {
	editions, err := loadBuiltIn(embedded)
	if err != nil {
		panic("framework: the editions in this program are broken: " + err.Error())
	}
	return editions
})

func loadBuiltIn(files fs.FS) ([]*Edition, error) {
	var editions []*Edition
	find := func(id string) (*Edition, bool) { return findByID(editions, id) }
	// The checklist comes first: the others borrow its screen texts.
	for _, set := range []string{SetChecklist, SetOfficial, SetWhatMatters} {
		folder, err := fs.Sub(files, "editions/"+set)
		if err != nil {
			return nil, fmt.Errorf("open edition %s: %w", set, err)
		}
		e, err := Load(folder, find)
		if err != nil {
			return nil, err
		}
		editions = append(editions, e)
	}
	placeholder, err := build(placeholderFiles(editions[0]), find)
	if err != nil {
		return nil, err
	}
	return append(editions, placeholder), nil
}

// Editions lists the editions in this program: the rights checklist, the empty
// slot for the official text, the start without items, and the placeholder for
// tests. Callers must not change the list.
func Editions() []*Edition { return builtIn() }

// ByID finds an edition by its id. A record keeps the id of the edition it was
// made against for ever.
func ByID(id string) (*Edition, bool) { return findByID(Editions(), id) }

// BySet finds the newest edition of a set.
func BySet(set string) (*Edition, bool) {
	var newest *Edition
	for _, e := range Editions() {
		if e.Set == set && (newest == nil || e.Date > newest.Date) {
			newest = e
		}
	}
	return newest, newest != nil
}

func findByID(editions []*Edition, id string) (*Edition, bool) {
	for _, e := range editions {
		if e.ID == id {
			return e, true
		}
	}
	return nil, false
}

// placeholderShape is how many outcomes and indicators stand under each of four
// principles: 25 and 86 in all. Which stands where is invented.
var placeholderShape = [4]struct{ outcomes, indicators int }{{6, 20}, {7, 24}, {7, 24}, {5, 18}}

// placeholderFiles writes the files of the placeholder edition: "Outcome 7
// (placeholder)" and nothing that could be taken for anybody's wording.
func placeholderFiles(lender *Edition) files {
	f := files{}
	put := func(name string, v any) {
		b, err := json.Marshal(v)
		if err != nil {
			panic("framework: write placeholder: " + err.Error()) // only strings and maps: cannot fail
		}
		f[name] = b
	}
	head := Edition{
		ID: "placeholder-25-86-1", Set: SetPlaceholder, Name: "Placeholder of 25 and 86", Version: "1", Date: "2026-11-22",
		Source: "made up by this program", Permission: "nothing to permit: it says nothing", Ages: "none",
		Levels:     Levels{"principle", "outcome", "indicator"},
		CommonFrom: lender.ID, Languages: lender.Languages, Expected: Totals{Principles: len(placeholderShape)},
	}
	outcome, indicator := 0, 0
	for i, shape := range placeholderShape {
		code := fmt.Sprintf("p%d", i+1)
		p := Principle{Code: code, Article: "none", Name: fmt.Sprintf("Principle %d (placeholder)", i+1), ChildName: map[string]string{}}
		cards := map[string]Card{}
		outcomes := []Outcome{}
		for n := range shape.outcomes {
			outcome++
			name := fmt.Sprintf("Outcome %d (placeholder)", outcome)
			o := Outcome{Code: fmt.Sprintf("O%d", outcome), Text: name, Picture: "placeholder-" + letters(outcome)}
			for k := range placeholderShare(shape.indicators, shape.outcomes, n) {
				indicator++
				o.Indicators = append(o.Indicators, Indicator{
					Code: fmt.Sprintf("%s.%d", o.Code, k+1), Text: fmt.Sprintf("Indicator %d (placeholder)", indicator),
				})
			}
			outcomes = append(outcomes, o)
			cards[o.Code] = Card{Name: name, Ask: name, Simpler: name, Example: name}
		}
		put("items/"+code+".json", map[string]any{"principle": code, "outcomes": outcomes})
		for _, lang := range lender.Languages {
			p.ChildName[lang] = p.Name
			put("cards/"+lang+"/"+code+".json", cards)
		}
		head.Principles = append(head.Principles, p)
	}
	head.Expected.Outcomes, head.Expected.Indicators = outcome, indicator
	put("edition.json", head)
	return f
}

// placeholderShare deals total indicators over the outcomes of a principle, the
// first ones getting one more.
func placeholderShare(total, outcomes, nth int) int {
	share := total / outcomes
	if nth < total%outcomes {
		share++
	}
	return share
}

// letters writes a number with letters only, since a picture's name has no digits.
func letters(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('a'+(n-1)%26)) + s
	}
	return s
}
