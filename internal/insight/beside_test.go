package insight

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/testkit"
)

// What is asked in one way is held against what was asked in others of the same people, and is the same answer when the program was
// started again.
func TestAnswer_isHeldAgainstAllOthersOfTheSameFacts(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for i := range 45 {
			id := h.person(h.north, []string{"england", "england", "wales"}[i%3])
			for range 1 + i%2 {
				h.talk(id)
			}
			h.passed.Add(int64(13 * 24 * time.Hour))
		}
		var before []string
		ask := func(s *Service, measure string, by ...Axis) Answer {
			out, err := s.Answer(t.Context(), h.analyst, disclosure.EnglandDfE, measure, by...)
			if err != nil {
				t.Fatalf("%s by %v: %v", measure, by, err)
			}
			return out
		}
		for _, q := range []struct {
			measure string
			by      []Axis
		}{
			{"heard", []Axis{ByPerspective}}, {"voice", []Axis{ByYear}}, {"voice", []Axis{ByItem}}, {"voice", []Axis{ByValue}},
			{"voice", []Axis{ByYear, GroupNation}}, {"voice", []Axis{ByItem, ByValue}},
		} {
			out := ask(h.Service, q.measure, q.by...)
			if out.Table.Withheld() == disclosure.Cohort {
				t.Fatalf("%s by %v: nobody is in it", q.measure, q.by)
			}
			for _, id := range before {
				if !slices.Contains(out.Release.Compared, id) {
					t.Errorf("%s by %v was not held against release %s", q.measure, q.by, id)
				}
			}
			if out.Table.Withheld() == "" {
				before = append(before, out.Release.ID)
			}
			again := ask(New(h.door), q.measure, q.by...) // started again: other numbers of people, another order
			if again.Release.ID != out.Release.ID || again.CoverageRelease.ID != out.CoverageRelease.ID {
				t.Errorf("%s by %v: another answer over the same facts after the program was started again", q.measure, q.by)
			}
		}
		if len(before) < 4 {
			t.Errorf("only %d of six answers show anything: that proves little", len(before))
		}
		h.talk(h.person(h.north, "wales"))
		if out := ask(h.Service, "voice", ByItem, ByValue); slices.Contains(before, out.Release.ID) {
			t.Error("somebody came, and the answer is that of before")
		}
	})
}

// Three directions go where a rule pack lets them out, and nowhere else.
func TestAnswer_threeDirections(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for i := range 60 {
			id := h.person(h.north, []string{"england", "wales"}[i%2])
			h.talk(id)
			h.talk(id)
		}
		by := []Axis{ByWho, BySystem, GroupNation}
		if _, err := h.Answer(t.Context(), h.analyst, disclosure.StrictDefault, "barriers", by...); err == nil {
			t.Error("the strict pack let out three directions")
		}
		out, err := h.Answer(t.Context(), h.analyst, disclosure.EnglandDfE, "barriers", by...)
		h.must(err)
		if !out.Release.IsCrossed() || out.Crossed.Withheld() != "" || out.CoveredBy != GroupNation {
			t.Fatalf("%v withheld %q, covered by %q", out.Release.IsCrossed(), out.Crossed.Withheld(), out.CoveredBy)
		}
		m, _ := measureOf("barriers", by)
		said, err := h.tables(t.Context(), h.north.Organisation, m, by)
		h.must(err)
		facts := slices.DeleteFunc(h.byHand(), func(f map[Axis]string) bool { return f["kind_of"] != "barrier" })
		want, at := counted(facts, by), [3][]string{}
		for i, d := range said.crossed.Directions {
			for _, n := range d.Nodes {
				at[i] = append(at[i], n.Code)
			}
		}
		figures, shown := 0, 0
		for i, who := range at[0] {
			for j, system := range at[1] {
				for k, nation := range at[2] {
					n := want[who+" "+system+" "+nation]
					if got := said.crossed.Counts[figures]; got != int64(n) {
						t.Errorf("%s %s %s: %d, not %d", who, system, nation, got, n)
					}
					figures++
					if p := out.Crossed.Figure(i, j, k); p.Shown() && n > 0 {
						shown++
						if p.String() != fmt.Sprint(n) {
							t.Errorf("%s %s %s: %s, not %d", who, system, nation, p, n)
						}
					}
				}
			}
		}
		if shown == 0 {
			t.Error("nothing of it is shown")
		}
	})
}
