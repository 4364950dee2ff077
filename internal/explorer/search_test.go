package explorer

import (
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/framework"
)

func checklist(t testing.TB) *framework.Edition {
	t.Helper()
	e, ok := framework.BySet(framework.SetChecklist)
	if !ok {
		t.Fatal("no checklist")
	}
	return e
}

func codes(hits []Hit) []string {
	var list []string
	for _, h := range hits {
		list = append(list, h.Item.Code)
	}
	return list
}

// Every word of every card must lead to its card, however a reader spells it.
func TestSearch_findsEveryCardByItsOwnWords(t *testing.T) {
	e := checklist(t)
	x := NewIndex(e, packs(e))
	for _, lang := range e.Languages {
		p, _ := e.Pack(lang)
		for _, item := range e.Items() {
			card, ok := p.Card(item.Code)
			if !ok {
				continue
			}
			hits := x.Search(Question{Words: card.Name})
			if !slices.Contains(codes(hits), item.Code) {
				t.Errorf("%s %s: %q is not found, only %v", lang, item.Code, card.Name, codes(hits))
			}
		}
	}
}

func TestSearch_foldsWhatPeopleWriteInMoreThanOneWay(t *testing.T) {
	x := NewIndex(checklist(t), packs(checklist(t)))
	for words, want := range map[string]string{
		"school":            "G6",
		"SCHOOLS":           "G6",
		"مدرسة":             "G6",
		"مدرسه":             "G6", // the feminine ending as many type it
		"المدرسة":           "G6", // with the article
		"بالمدرسة":          "G6", // with a particle and the article
		"مَدْرَسَة":         "G6", // with vowel marks
		"section 22C":       "G1",
		"interpreter":       "F2",
		"V4":                "V4",
		"ቤት ትምህርቲ":          "G6",
		"interpreter trust": "",
	} {
		got := codes(x.Search(Question{Words: words}))
		if want != "" && !slices.Contains(got, want) {
			t.Errorf("%q finds %v, not %s", words, got, want)
		}
	}
	if first := codes(x.Search(Question{Words: "V4"})); first[0] != "V4" {
		t.Errorf("a code does not come first: %v", first)
	}
	for _, nothing := range []string{"", "   ", "؟ ! .", "zzzqqq", "school zzzqqq"} {
		if got := x.Search(Question{Words: nothing}); len(got) > 0 {
			t.Errorf("%q finds %v", nothing, codes(got))
		}
	}
}

// Letters that fold to nothing by accident of normalisation would make two words equal that are not.
func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"Đường, đến trường!": "duong|den|truong",
		"the child’s home":   "the|childs|home",
		"کتێب و قوتابخانە":   "",
		"ቤት፡ትምህርቲ።":          "",
		"一个安全的家。":            "一个安全的家",
		"٣ ۴ 5":              "3|4|5",
	} {
		var got []string
		for _, tok := range tokens(text) {
			got = append(got, tok.fold)
			if text[tok.from:tok.to] == "" {
				t.Errorf("%q: an empty word", text)
			}
		}
		if want != "" && strings.Join(got, "|") != want {
			t.Errorf("%q: %q", text, got)
		}
		if want == "" && len(got) < 2 {
			t.Errorf("%q is not cut: %q", text, got)
		}
	}
	if one := (token{fold: "一个安全的家", bare: "一个安全的家"}); one.meets(token{fold: "家", bare: "家"}) != inside {
		t.Error("a Chinese word inside a sentence is not met")
	}
	if (token{fold: "home", bare: "home"}).meets(token{fold: "om", bare: "om"}) != notMet {
		t.Error("two letters inside a word are met")
	}
}

func TestSearch_marksWhatWasFound(t *testing.T) {
	for _, h := range NewIndex(checklist(t), packs(checklist(t))).Search(Question{Words: "مدرسة"}) {
		text, found := "", 0
		for _, p := range h.Pieces {
			text += p.Text
			if p.Found {
				found++
			}
		}
		if h.Lang != "ar" || h.Dir != "rtl" || found == 0 || text == "" {
			t.Errorf("%s: %q in %s %s, %d marked", h.Item.Code, text, h.Lang, h.Dir, found)
		}
	}
}

func TestSearch_asksByAudienceAndSystem(t *testing.T) {
	x := NewIndex(checklist(t), packs(checklist(t)))
	kindOfFirst := func(a Audience) framework.ItemKind {
		return x.Search(Question{Words: "school", Audience: a})[0].Item.Kind
	}
	if kindOfFirst(Auditor) != framework.IndicatorItem || kindOfFirst(Young) != framework.OutcomeItem {
		t.Errorf("an auditor meets %s first, a young person %s", kindOfFirst(Auditor), kindOfFirst(Young))
	}
	all, housing := x.Search(Question{Words: "young"}), x.Search(Question{Words: "young", System: "housing"})
	if len(housing) == 0 || len(housing) >= len(all) {
		t.Errorf("%d in housing of %d", len(housing), len(all))
	}
	for _, h := range housing {
		o, _ := h.Edition.Outcome(h.Item.Outcome)
		if !slices.Contains(o.Systems, "housing") {
			t.Errorf("%s is not of housing", h.Item.Code)
		}
	}
	if got := SystemsOf(checklist(t)); !slices.Equal(got, framework.Systems) {
		t.Errorf("systems %v", got)
	}
	if mscos, _ := framework.BySet(framework.SetMSCOS); len(SystemsOf(mscos)) > 0 {
		t.Error("the adult set names systems")
	}
}

func TestParts_hideNothing(t *testing.T) {
	for _, a := range append([]Audience{Anybody}, Audiences...) {
		parts := slices.Clone(a.Parts())
		slices.Sort(parts)
		if len(slices.Compact(parts)) != 5 {
			t.Errorf("%q sees %v", a, parts)
		}
	}
}

func TestShelf_asksSeveralEditions(t *testing.T) {
	var s Shelf
	hits := s.Search(books(framework.Editions()...), Question{Words: "education"})
	sets := map[string]bool{}
	for _, h := range hits {
		sets[h.Edition.Set] = true
	}
	if !sets[framework.SetMSCOS] || !sets[framework.SetChecklist] {
		t.Errorf("found in %v", sets)
	}
	first := s.index(books(checklist(t))[0])
	if again := s.index(books(checklist(t))[0]); first != again {
		t.Error("an index is made twice")
	}
}

func TestCompare(t *testing.T) {
	e := checklist(t)
	same := Compare(e, e)
	if !same.OneSet || len(same.Sections) != 4 {
		t.Fatalf("%d sections", len(same.Sections))
	}
	n := 0
	for _, s := range same.Sections {
		for _, p := range s.Pairs {
			n++
			if !p.Same || p.A == nil || p.B == nil {
				t.Errorf("%+v", p)
			}
		}
	}
	if n != len(e.Items()) {
		t.Errorf("%d of %d items", n, len(e.Items()))
	}
	mscos, _ := framework.BySet(framework.SetMSCOS)
	other := Compare(e, mscos)
	left, right := 0, 0
	for _, s := range other.Sections {
		for _, p := range s.Pairs {
			if p.A != nil && p.B != nil {
				t.Errorf("two sets were paired by nothing: %+v", p)
			}
			if p.A != nil {
				left++
			} else {
				right++
			}
		}
	}
	if other.OneSet || left != 30 || right != 7 {
		t.Errorf("%d and %d", left, right)
	}
}

func TestCite(t *testing.T) {
	e := checklist(t)
	got := Cite(e, "G6", "example.org/explore/x/G6", "2026-11-22")
	for _, want := range []string{e.Name, "G6", e.ID, e.Version, e.Checksum()[:12], "example.org/explore/x/G6", "2026-11-22"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if strings.Contains(got, e.Checksum()) {
		t.Error("the whole checksum is in the way")
	}
}

func BenchmarkSearch(b *testing.B) {
	x := NewIndex(checklist(b), packs(checklist(b)))
	for b.Loop() {
		x.Search(Question{Words: "مدرسة آمنة"})
	}
}

// packs are what an edition says by itself.
func packs(e *framework.Edition) []*framework.Pack {
	var list []*framework.Pack
	for _, lang := range e.Languages {
		if p, ok := e.Pack(lang); ok {
			list = append(list, p)
		}
	}
	return list
}

func books(editions ...*framework.Edition) []Book {
	var list []Book
	for _, e := range editions {
		list = append(list, Book{e, packs(e)})
	}
	return list
}
