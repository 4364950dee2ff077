package insight

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// released protects invented numbers as one organisation's answer.
func released(t testing.TB, rules, organisation string, counts [][]int64) []byte {
	t.Helper()
	pack, _ := disclosure.Rules(rules)
	table := disclosure.Table{Key: "insight:" + organisation + ":barriers:item:year", Data: db.NewID(), Rows: []string{"housing", "school", "law"}, Columns: []string{"2024", "2025", "2026"}, Counts: counts}
	r, err := disclosure.Protect(pack, table, nil)
	if err != nil {
		t.Fatal(err)
	}
	document, err := r.Document()
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func pooled(t testing.TB, documents ...[]byte) Pooled {
	t.Helper()
	p := Pooled{Title: "Barriers"}
	for i, d := range documents {
		part, err := ReadPart(fmt.Sprintf("Council %d", i+1), d)
		if err != nil {
			t.Fatal(err)
		}
		p.Parts = append(p.Parts, part)
	}
	return p
}

var many = [][]int64{{30, 40, 50}, {25, 35, 3}, {60, 20, 44}}

func TestPooled_sumsWhatAllShowAndNothingElse(t *testing.T) {
	hides := [][]int64{{20, 20, 20}, {20, 20, 20}, {20, 20, 20}}
	p := pooled(t, released(t, disclosure.Research10, "a", many), released(t, disclosure.Research10, "b", hides), released(t, disclosure.Research10, "c", hides))
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	if got := p.Cell(0, 0).String(); got != "70" || p.Total().String() != "667" {
		t.Errorf("%s %s", got, p.Total())
	}
	if p.Cell(1, 2).Shown() || p.ShownBy(1, 2) != 2 {
		t.Errorf("a number that one hides is summed: %s, shown by %d", p.Cell(1, 2), p.ShownBy(1, 2))
	}
	file, err := p.Document()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadPool(file)
	if err != nil || again.Cell(0, 0).String() != "70" || again.Parts[1].Hash() != p.Parts[1].Hash() {
		t.Errorf("%v %+v", err, again)
	}
}

// Nothing that a pool shows tells more of one organisation than its own release: every sum is worked out from shown figures, so
// the bounds of what is hidden are the same with the pool and without it.
func TestPooled_tellsNothingThatTheReleasesDoNot(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	hidden, sums := 0, 0
	for range 60 {
		var documents [][]byte
		for o := range 3 {
			counts := make([][]int64, 3)
			for i := range counts {
				counts[i] = []int64{r.Int64N(40), r.Int64N(40), r.Int64N(40)}
			}
			documents = append(documents, released(t, disclosure.Names()[r.IntN(4)], string(rune('a'+o)), counts))
		}
		p := pooled(t, documents...)
		for i := range 3 {
			for j := range 3 {
				all, want := true, int64(0)
				for _, part := range p.Parts {
					v, _, ok := part.Release.Cell(i, j).Value()
					all, want = all && ok, want+v
				}
				v, _, ok := p.Cell(i, j).Value()
				if ok != all || ok && v != want {
					t.Fatalf("a sum of %v over %v: %v, %d", all, want, ok, v)
				}
				if ok {
					sums++
				} else {
					hidden++
				}
			}
		}
	}
	if hidden < 50 || sums < 50 {
		t.Errorf("%d hidden, %d sums: this does not look where it should", hidden, sums)
	}
}

func TestPooled_refuses(t *testing.T) {
	some := func(o string) []byte { return released(t, disclosure.Research10, o, many) }
	vast := [][]int64{{3000, 4000, 5000}, {2500, 3500, 3000}, {6000, 2000, 4400}}
	cases := map[string]struct {
		key  string
		pool Pooled
	}{
		"two":            {"pool.too_few", pooled(t, some("a"), some("b"))},
		"one twice":      {"pool.twice", pooled(t, some("a"), some("b"), some("a"))},
		"other rules":    {"pool.other_rules", pooled(t, some("a"), some("b"), released(t, disclosure.EnglandDfE, "c", many))},
		"one holds most": {"pool.one_holds_most", pooled(t, some("a"), some("b"), released(t, disclosure.Research10, "c", vast))},
		"withheld":       {"pool.nothing_shown", pooled(t, some("a"), some("b"), released(t, disclosure.Research10, "c", [][]int64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}))},
	}
	other := disclosure.Table{Key: "insight:c:promises:item:year", Data: "x", Rows: []string{"housing", "school", "law"}, Columns: []string{"2024", "2025", "2026"}, Counts: many}
	pack, _ := disclosure.Rules(disclosure.Research10)
	protect := func(table disclosure.Table) []byte {
		r, err := disclosure.Protect(pack, table, nil)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := r.Document()
		return d
	}
	one := cases["two"]
	one.key, one.pool = "pool.other_key", pooled(t, some("a"), some("b"), protect(other))
	cases["another question"] = one
	other.Key, other.Rows = "insight:c:barriers:item:year", []string{"housing", "school", "money"}
	one.key, one.pool = "pool.other_codes", pooled(t, some("a"), some("b"), protect(other))
	cases["other codes"] = one
	for name, c := range cases {
		if err := c.pool.Check(); problem.KeyOf(err) != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	same := pooled(t, some("a"), some("b"), some("c"))
	same.Parts[2].Name = "council 1"
	if err := same.Check(); problem.KeyOf(err) != "pool.same_name" {
		t.Errorf("two of one name: %v", err)
	}
}

func TestReadPart_refusesWhatWasChanged(t *testing.T) {
	good := string(released(t, disclosure.Research10, "a", many))
	for name, bad := range map[string]string{"a hidden number written in": strings.Replace(good, `"symbol":"c","reason":"small"`, `"value":3`, 1), "cut": good[:len(good)-2], "nothing": "", "more": good + "{}"} {
		if bad == good {
			t.Fatalf("%s changes nothing", name)
		}
		if _, err := ReadPart("Council", []byte(bad)); problem.KeyOf(err) != "pool.no_release" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadPart("two\nlines", []byte(good)); problem.KeyOf(err) != "pool.no_name" {
		t.Error(err)
	}
}

func FuzzReadPool(f *testing.F) {
	p := pooled(f, released(f, disclosure.Research10, "a", many), released(f, disclosure.Research10, "b", many), released(f, disclosure.Research10, "c", many))
	file, err := p.Document()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte(`{"format":"stable-futures/pool/1","title":"x","contributors":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadPool(data)
		if err != nil {
			return
		}
		if len(p.Parts) < LeastContributors || p.Check() != nil {
			t.Errorf("a pool that would be refused is read: %d", len(p.Parts))
		}
		if again, err := p.Document(); err != nil || !json.Valid(again) {
			t.Error(err)
		}
	})
}

func TestPools_fromBeginningToSettled(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ctx, id := t.Context(), db.NewID()
		h.must(h.BeginPool(ctx, h.analyst, id, "Barriers in the north"))
		h.must(h.BeginPool(ctx, h.analyst, id, "Barriers in the north"))
		first := db.NewID()
		for i, o := range []string{"a", "b", "c", "d"} {
			part := db.NewID()
			if i == 0 {
				part = first
			}
			h.must(h.AddPart(ctx, h.analyst, id, part, "Council "+o, released(t, disclosure.Research10, o, many)))
		}
		h.must(h.AddPart(ctx, h.analyst, id, first, "Council a", released(t, disclosure.Research10, "e", many))) // the same form again
		h.must(h.RemovePart(ctx, h.analyst, id, first))
		p, err := h.Pool(ctx, h.analyst, id)
		if h.must(err); len(p.Parts) != 3 || p.Settled() || p.Title != "Barriers in the north" {
			t.Fatalf("%d parts: %+v", len(p.Parts), p)
		}
		h.must(h.SettlePool(ctx, h.analyst, id))
		p, err = h.Pool(ctx, h.analyst, id)
		h.must(err)
		file, err := p.Document()
		if h.must(err); !p.Settled() || p.Hash != disclosure.Hash(file) || p.Cell(0, 0).String() != "90" {
			t.Errorf("%s %s", p.Hash, p.Cell(0, 0))
		}
		for what, err := range map[string]error{"settled twice": h.SettlePool(ctx, h.analyst, id), "taken out": h.RemovePart(ctx, h.analyst, id, p.Parts[0].ID),
			"added": h.AddPart(ctx, h.analyst, id, db.NewID(), "Council e", released(t, disclosure.Research10, "e", many))} {
			if problem.KeyOf(err) != "pool.settled" {
				t.Errorf("%s: %v", what, err)
			}
		}
		worker := permit.Actor{ID: db.NewID(), Organisation: h.analyst.Organisation, Roles: []permit.Role{permit.Practitioner}}
		if _, err := h.Pool(ctx, worker, id); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner reads a pool: %v", err)
		}
		if _, err := h.Pool(ctx, h.south, id); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation's pool: %v", err)
		}
		if err := h.AddPart(ctx, h.south, id, db.NewID(), "Council f", released(t, disclosure.Research10, "f", many)); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation adds: %v", err)
		}
		if list, err := h.Pools(ctx, h.analyst); err != nil || len(list) != 1 {
			t.Errorf("%v %d", err, len(list))
		}
	})
}
