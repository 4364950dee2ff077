package framework

import (
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
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

// builtIn loads the editions in the program once, when first asked. TestBuiltInEditionsKeepEveryRule read the same bytes
// strictly when the program was made, so a fault here means a broken program, and it stops.
var builtIn = sync.OnceValue(func() []*Edition {
	proven := func(f files, other func(string) (*Edition, bool)) (*Edition, error) {
		return buildProven(f, other, json.Unmarshal)
	}
	editions, err := loadBuiltIn(embedded, proven)
	if err != nil {
		panic("framework: the editions in this program are broken: " + err.Error())
	}
	return editions
})

// setOrder is the order in which sets are listed; nothing is preselected by it.
var setOrder = []string{SetChecklist, SetOfficial, SetMSCOS, SetWhatMatters, SetPlaceholder}

// builder makes an edition of its files: build, or without judging it buildProven.
type builder func(f files, other func(id string) (*Edition, bool)) (*Edition, error)

// loadBuiltIn loads every folder under editions. Editions that borrow their screen
// texts come after those that have their own.
func loadBuiltIn(root fs.FS, build builder) ([]*Edition, error) {
	folders, err := fs.ReadDir(root, "editions")
	if err != nil {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	var own, borrowing []files
	for _, d := range folders {
		if !d.IsDir() {
			continue
		}
		folder, err := fs.Sub(root, "editions/"+d.Name())
		if err != nil {
			return nil, fmt.Errorf("open edition %s: %w", d.Name(), err)
		}
		f, err := readFiles(folder)
		if err != nil {
			return nil, err
		}
		var head Edition
		if err := f.decode("edition.json", &head, json.Unmarshal); err != nil {
			return nil, fmt.Errorf("open edition %s: %w", d.Name(), err)
		}
		if head.CommonFrom == "" {
			own = append(own, f)
		} else {
			borrowing = append(borrowing, f)
		}
	}
	return buildAll(own, borrowing, build)
}

func buildAll(own, borrowing []files, build builder) ([]*Edition, error) {
	var editions []*Edition
	find := func(id string) (*Edition, bool) { return findByID(editions, id) }
	add := func(f files) error {
		e, err := build(f, find)
		if err != nil {
			return err
		}
		if _, twice := find(e.ID); twice {
			return fmt.Errorf("edition %s is there twice", e.ID)
		}
		editions = append(editions, e)
		return nil
	}
	for _, f := range append(own, borrowing...) {
		if err := add(f); err != nil {
			return nil, err
		}
	}
	lender := newest(editions, SetChecklist)
	if lender == nil {
		return nil, errors.New("there is no rights checklist")
	}
	if err := add(placeholderFiles(lender)); err != nil {
		return nil, err
	}
	slices.SortStableFunc(editions, func(a, b *Edition) int {
		return cmp.Or(slices.Index(setOrder, a.Set)-slices.Index(setOrder, b.Set), strings.Compare(a.Date, b.Date))
	})
	return editions, nil
}

// Editions lists the editions in this program: the rights checklist, the empty
// slot for the official text, the names of the adult set, the start without
// items, and the placeholder for tests. Callers must not change the list.
func Editions() []*Edition { return builtIn() }

// ByID finds an edition by its id. A record keeps the id of the edition it was
// made against for ever.
func ByID(id string) (*Edition, bool) { return findByID(Editions(), id) }

// BySet finds the newest edition of a set.
func BySet(set string) (*Edition, bool) {
	e := newest(Editions(), set)
	return e, e != nil
}

func newest(editions []*Edition, set string) *Edition {
	var found *Edition
	for _, e := range editions {
		if e.Set == set && (found == nil || e.Date > found.Date) {
			found = e
		}
	}
	return found
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
		Source: "made up by this program", Permission: Permission{Uses: UsesPublic, By: "nothing to permit: it says nothing"}, Ages: "none",
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
