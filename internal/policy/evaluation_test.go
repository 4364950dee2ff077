package policy_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// quarters makes a CSV of so many quarters from 2019-Q1 in which the first series rises by 8 from the quarter at on.
func quarters(n, at int) string {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	text := "quarter,In the region (invented),Elsewhere (invented)\n"
	for i := range n {
		a, b := 40+.2*float64(i)+r.NormFloat64(), 42+.2*float64(i)+r.NormFloat64()
		if i >= at {
			a += 8
		}
		text += fmt.Sprintf("%d-Q%d,%.1f,%.1f\n", 2019+i/4, i%4+1, a, b)
	}
	return text
}

func headOf(counted disclosure.Counted) disclosure.Published {
	return disclosure.Published{Origin: disclosure.Origin{Title: "School places (invented)", Publisher: "An office (invented)", Address: "https://example.org/places", ReadOn: "2027-03-01"},
		Counted: counted, Unit: "per cent", Rounded: 1}
}

// bring brings a CSV of percentages.
func (w *world) bring(root, text string) string {
	w.Helper()
	id := db.NewID()
	w.must(w.policy.Bring(w.Context(), w.analyst, policy.NewSeries{ID: id, Root: root, Head: headOf(disclosure.OfPercent), Name: "figures.csv", File: []byte(text)}))
	return id
}

func planOver(series string) policy.PlanContent {
	return policy.PlanContent{Question: "Did a named person for each school speed things up?", Hypothesis: "More have a place within 20 days", Direction: "up",
		Theory: policy.Theory{Inputs: "One person", Changes: "Nobody waits for an answer", Whom: "Those who move", When: "From the second quarter", Assumptions: "Schools have room"},
		Kind:   policy.FromPublished, Source: series, Line: "In the region (invented)", Outcome: "Share with a place within 20 school days", Control: "Elsewhere (invented)", Compared: "The same law, no such person",
		At: "2022-Q3", From: "2019-Q1", To: "2024-Q4", Design: policy.Design{Model: policy.OneSeries, Family: "ols", Errors: "hac"},
		NoEffect: "Less than two points", Looked: "The figures until 2022", Threats: map[string]string{"concurrent": "A new code", "cohort": "Younger people", "recording": "A new form", "migration": "Fewer arrive"}}
}

// locked writes and locks a plan.
func (w *world) locked(c policy.PlanContent) string {
	w.Helper()
	id := db.NewID()
	w.must(w.policy.Draft(w.Context(), w.analyst, id, "", "", c))
	one, err := w.policy.Plan(w.Context(), w.analyst, id)
	w.must(err)
	w.must(w.policy.Lock(w.Context(), w.analyst, id, one.Plan.ChangedAt))
	return id
}

func (w *world) evaluated(plan string, other ...policy.Another) policy.Evaluation {
	w.Helper()
	id := db.NewID()
	w.must(w.policy.Evaluate(w.Context(), w.analyst, plan, policy.Carrying{ID: id, Found: "It rose (invented)", Other: other}))
	e, err := w.policy.Evaluation(w.Context(), w.worker, id)
	w.must(err)
	return e
}

// TestPlan_isLockedOnce: a locked plan is never another, by nobody; only locked plans are carried out; an amendment says why.
func TestPlan_isLockedOnce(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), db.NewID()
		series := w.bring("", quarters(24, 14))
		content := planOver(series)
		w.must(w.policy.Draft(ctx, w.analyst, id, "", "", content))
		first, err := w.policy.Plan(ctx, w.worker, id)
		w.must(err)
		if err := w.policy.Evaluate(ctx, w.analyst, id, policy.Carrying{ID: db.NewID(), Found: "x"}); !problem.Is(err, problem.Conflict) {
			t.Errorf("a draft is carried out: %v", err)
		}
		content.NoEffect = "Less than three points"
		w.must(w.policy.Draft(ctx, w.second, id, "", first.Plan.ChangedAt, content))
		if err := w.policy.Lock(ctx, w.analyst, id, first.Plan.ChangedAt); !problem.Is(err, problem.Conflict) {
			t.Errorf("words are locked that nobody saw: %v", err)
		}
		again, err := w.policy.Plan(ctx, w.analyst, id)
		w.must(err)
		w.must(w.policy.Lock(ctx, w.analyst, id, again.Plan.ChangedAt))
		one, err := w.policy.Plan(ctx, w.analyst, id)
		w.must(err)
		if p := one.Plan; !p.Locked() || p.Hash == "" || p.Content.NoEffect != content.NoEffect || p.Content.Seen == nil || p.Content.Seen.Until != "2024-Q4" || p.Content.Seen.After != 10 {
			t.Fatalf("%+v", p)
		}
		content.NoEffect = "Nothing would be"
		if err := w.policy.Draft(ctx, w.analyst, id, "", one.Plan.ChangedAt, content); !problem.Is(err, problem.Conflict) {
			t.Errorf("a locked plan is written again: %v", err)
		}
		next := db.NewID()
		if err := w.policy.Amend(ctx, w.analyst, id, next, policy.Amendment{Why: "A typing mistake"}); !problem.Is(err, problem.Invalid) {
			t.Errorf("an amendment does not say what had been seen: %v", err)
		}
		w.must(w.policy.Amend(ctx, w.analyst, id, next, policy.Amendment{Why: "A typing mistake", Seen: "All figures"}))
		if err := w.policy.Amend(ctx, w.analyst, id, db.NewID(), policy.Amendment{Why: "Another", Seen: "All"}); !problem.Is(err, problem.Conflict) {
			t.Errorf("two amendments stand side by side: %v", err)
		}
		two, err := w.policy.Plan(ctx, w.analyst, next)
		w.must(err)
		if two.Plan.Locked() || two.Plan.Place != 2 || len(two.Versions) != 2 || two.Plan.Content.Amends == nil {
			t.Errorf("%+v", two.Plan)
		}
		// somebody with the database open writes another end into the lock
		w.must(w.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `update policy_plans set hash = $1 where id = $2`, strings.Repeat("0", 64), id)
			return err
		}))
		if _, err := w.policy.Plan(ctx, w.analyst, id); err == nil {
			t.Error("a changed plan is read")
		}
	})
}

// TestEvaluation_findsWhatWasPutIn holds models, checks and what was not planned, with an interval that holds the truth.
func TestEvaluation_findsWhatWasPutIn(t *testing.T) {
	each(t, func(w *world) {
		series := w.bring("", quarters(24, 14))
		content := planOver(series)
		e := w.evaluated(w.locked(content), policy.Another{Why: "Somebody asked (invented)", Design: policy.Design{Model: policy.WithOther, Family: "ols", Errors: "ar1"}})
		r := e.Result()
		if r.Refused != "" || r.Verdict != "expected" || r.Before != 14 || r.After != 10 || !r.Effect.P.Shown.Shown() {
			t.Fatalf("%+v", r)
		}
		if low, high := r.Effect.Low.Shown.Number(), r.Effect.High.Shown.Number(); low > 8 || high < 8 || math.Abs(r.Effect.Estimate.Shown.Number()-8) > 2 {
			t.Errorf("%v to %v", low, high)
		}
		names := map[string]int{}
		for _, c := range r.Checks {
			names[c.Name]++
		}
		if names["without"] != 2 || names["placebo_time"] != 1 || names["errors"] != 2 || names["lag"] != 1 {
			t.Errorf("%v", names)
		}
		if other := content.Carry(e.Other[0].Design, e.Figures); other.Refused != "" || math.Abs(other.Effect.Estimate.Shown.Number()-8) > 2.5 {
			t.Errorf("%+v", other.Effect)
		}
		// a way that was not planned names its own second series, and is refused without one
		alone := planOver(series)
		alone.Control, alone.Compared = "", ""
		plan := w.locked(alone)
		without := policy.Another{Why: "Somebody asked (invented)", Design: policy.Design{Model: policy.WithOther, Family: "ols", Errors: "hac"}}
		if err := w.policy.Evaluate(w.Context(), w.analyst, plan, policy.Carrying{ID: db.NewID(), Found: "x", Other: []policy.Another{without}}); !problem.Is(err, problem.Invalid) {
			t.Errorf("a second series that is not named: %v", err)
		}
		without.Control = "Elsewhere (invented)"
		e = w.evaluated(plan, without)
		if other := e.Plan.Content.Instead(e.Other[0]).Carry(e.Other[0].Design, e.Figures); other.Refused != "" {
			t.Errorf("%+v", other)
		}
		down := content
		down.Direction = "down"
		if v := down.Carry(down.Design, e.Figures).Verdict; v != "against" {
			t.Errorf("a rise where a fall was expected is %s", v)
		}
	})
}

// TestEvaluation_refusesWithWords: too few, hidden, and not yet are said, and no number is shown.
func TestEvaluation_refusesWithWords(t *testing.T) {
	each(t, func(w *world) {
		hide := func(text string, every int) string {
			lines := strings.Split(strings.TrimSpace(text), "\n")
			for i := 1; i < len(lines); i += every {
				cells := strings.Split(lines[i], ",")
				lines[i] = cells[0] + ",c," + cells[2]
			}
			return strings.Join(lines, "\n")
		}
		for want, c := range map[policy.Refusal]struct{ text, at, to string }{
			policy.TooFew:      {quarters(11, 6), "2020-Q3", "2024-Q4"},
			policy.TooHidden:   {hide(quarters(24, 14), 6), "2022-Q3", "2024-Q4"},
			policy.AllWithheld: {hide(quarters(24, 14), 1), "2022-Q3", "2024-Q4"},
			policy.NotYetAfter: {quarters(16, 14), "2022-Q3", "2024-Q4"},
		} {
			content := planOver(w.bring("", c.text))
			content.At, content.To = c.at, c.to
			r := w.evaluated(w.locked(content)).Result()
			if r.Refused != want || r.Effect.Estimate.Shown.Shown() || r.Command != "" || r.Verdict != "unsaid" {
				t.Errorf("%s: %+v", want, r)
			}
		}
		// later figures of the same series are what a plan is carried out over
		series := w.bring("", quarters(14, 14))
		plan := w.locked(planOver(series))
		if r := w.evaluated(plan).Result(); r.Refused != policy.NotYetAfter {
			t.Errorf("%+v", r)
		}
		w.later(time.Hour)
		w.bring(series, quarters(24, 14))
		e := w.evaluated(plan)
		if r := e.Result(); r.Refused != "" || e.Figures.Periods[len(e.Figures.Periods)-1].Code != "2024-Q4" || e.Plan.Content.Seen.After != 0 || e.Plan.Content.Seen.Until != "2022-Q2" {
			t.Errorf("%+v %+v", r, e.Plan.Content.Seen)
		}
	})
}

// TestEvaluation_placesAgainstPlaces: difference in differences, with an interval only where there are enough places.
func TestEvaluation_placesAgainstPlaces(t *testing.T) {
	each(t, func(w *world) {
		table := func(places int) string {
			r := rand.New(rand.NewPCG(3, 3))
			text := "quarter"
			for p := range places {
				text += fmt.Sprintf(",Place %d", p)
			}
			for i := range 12 {
				text += fmt.Sprintf("\n%d-Q%d", 2022+i/4, i%4+1)
				for p := range places {
					v := 40 + float64(p) + r.NormFloat64()
					if p < 4 && i >= 6+p/2 {
						v += 8
					}
					text += fmt.Sprintf(",%.1f", v)
				}
			}
			return text
		}
		for places, bounded := range map[int]bool{14: true, 6: false} {
			content := planOver(w.bring("", table(places)))
			content.Line, content.Design.Model, content.At, content.From, content.To = "Place 0", policy.Places, "2023-Q3", "2022-Q1", "2024-Q4"
			content.Treated = map[string]string{"Place 0": "2023-Q3", "Place 1": "2023-Q3", "Place 2": "2023-Q4", "Place 3": "2023-Q4"}
			r := w.evaluated(w.locked(content)).Result()
			if r.Refused != "" || r.Effect.Bounded != bounded || math.Abs(r.Effect.Estimate.Shown.Number()-8) > 1.5 || len(r.Moments) < 8 || r.Alone {
				t.Errorf("%d places: %+v", places, r.Effect)
			}
			if bounded != (r.Verdict == "expected") {
				t.Errorf("%d places: %s", places, r.Verdict)
			}
		}
	})
}

// TestEvaluation_overARelease: what an organisation let out itself is figures in time too, and mostly says that it is too small.
func TestEvaluation_overARelease(t *testing.T) {
	each(t, func(w *world) {
		var made release.Release
		w.must(w.door.Do(w.Context(), w.analyst, permit.MakeRelease, access.Organisation(w.analyst.Organisation), func(work *access.Work) (err error) {
			columns, counts := []string{}, []int64{}
			for i := range 16 {
				columns, counts = append(columns, fmt.Sprintf("%d-Q%d", 2023+i/4, i%4+1)), append(counts, int64(i%4))
			}
			made, err = release.Keep(w.Context(), work, disclosure.StrictDefault, disclosure.Table{Key: "heard", Data: "now", Columns: columns, Counts: [][]int64{counts}})
			return err
		}))
		content := planOver("")
		content.Kind, content.Source, content.Line, content.At, content.From, content.To = policy.FromRelease, made.ID, "", "2025-Q1", "2023-Q1", "2026-Q4"
		list, err := w.policy.Sources(w.Context(), w.analyst)
		w.must(err)
		if len(list) != 1 || list[0].Kind != policy.FromRelease || len(list[0].Lines) != 1 {
			t.Fatalf("%+v", list)
		}
		if r := w.evaluated(w.locked(content)).Result(); r.Refused != policy.AllWithheld {
			t.Errorf("%+v", r)
		}
	})
}

// TestBundle_holdsWhatIsShown: a zip with the plan whose hash is locked, the figures, the command and the result.
func TestBundle_holdsWhatIsShown(t *testing.T) {
	each(t, func(w *world) {
		e := w.evaluated(w.locked(planOver(w.bring("", quarters(24, 14)))))
		file, err := e.Bundle()
		w.must(err)
		parts := unzipped(w, file)
		if disclosure.Hash(parts["plan.json"]) != e.Plan.Hash || !bytes.HasPrefix(parts["planned/command.txt"], []byte("stablefutures stats its")) || bytes.Count(parts["planned/data.csv"], []byte("\n")) != 25 {
			t.Errorf("%v", parts)
		}
		var got struct {
			Effect struct{ Estimate float64 } `json:"effect"`
		}
		w.must(json.Unmarshal(parts["planned/result.json"], &got))
		if got.Effect.Estimate != e.Result().Effect.Estimate.Exact.Number() || got.Effect.Estimate == 0 {
			t.Errorf("%s", parts["planned/result.json"])
		}
	})
}

func unzipped(w *world, file []byte) map[string][]byte {
	w.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	w.must(err)
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		w.must(err)
		parts[f.Name], err = io.ReadAll(r)
		w.must(err)
	}
	return parts
}

// TestPlan_isTheirOwn holds who may read and write, and that what is no plan is refused.
func TestPlan_isTheirOwn(t *testing.T) {
	each(t, func(w *world) {
		ctx := w.Context()
		series := w.bring("", quarters(24, 14))
		plan := w.locked(planOver(series))
		e := w.evaluated(plan)
		for name, err := range map[string]error{
			"series": second(w.policy.Series(ctx, w.stranger, series)), "plan": second(w.policy.Plan(ctx, w.stranger, plan)), "evaluation": second(w.policy.Evaluation(ctx, w.stranger, e.ID)),
			"no id": second(w.policy.Plan(ctx, w.analyst, "../x")), "nobody's": second(w.policy.Evaluation(ctx, w.analyst, db.NewID())),
			"lock": w.policy.Lock(ctx, w.stranger, plan, ""), "amend": w.policy.Amend(ctx, w.stranger, plan, db.NewID(), policy.Amendment{Why: "x", Seen: "y"}),
			"evaluate": w.policy.Evaluate(ctx, w.stranger, plan, policy.Carrying{ID: db.NewID(), Found: "x"}),
		} {
			if !problem.Is(err, problem.NotFound) || problem.KeyOf(err) != "problem.not_found" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.policy.Draft(ctx, w.worker, db.NewID(), "", "", planOver(series)); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner plans: %v", err)
		}
		if err := w.policy.Draft(ctx, w.stranger, db.NewID(), "", "", planOver(series)); !problem.Is(err, problem.Invalid) {
			t.Errorf("a plan over figures of others: %v", err)
		}
		for name, spoil := range map[string]func(*policy.PlanContent){
			"no question": func(p *policy.PlanContent) { p.Question = " " }, "a threat is not answered": func(p *policy.PlanContent) { p.Threats = map[string]string{"cohort": "x"} },
			"no line": func(p *policy.PlanContent) { p.Line = "Nowhere" }, "after the end": func(p *policy.PlanContent) { p.At = "2025-Q1" }, "months in quarters": func(p *policy.PlanContent) { p.At = "2022-07" },
			"counts of percentages": func(p *policy.PlanContent) { p.Design.Family = "quasipoisson" }, "no model": func(p *policy.PlanContent) { p.Design.Model = "magic" },
			"its own control": func(p *policy.PlanContent) { p.Design.Model, p.Control = policy.WithOther, p.Line }, "nowhere treated": func(p *policy.PlanContent) { p.Design.Model = policy.Places },
			"everywhere treated": func(p *policy.PlanContent) {
				p.Design.Model, p.Treated = policy.Places, map[string]string{p.Line: "2022-Q3", p.Control: "2022-Q3"}
			},
			"gradual and slope": func(p *policy.PlanContent) { p.Design.Gradual, p.Design.Slope = 3, true },
		} {
			c := planOver(series)
			spoil(&c)
			if err := w.policy.Draft(ctx, w.analyst, db.NewID(), "", "", c); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, file := range map[string]string{"formula": "q,a\n2024-Q1,=1+1\n", "nothing": "", "no period": "q,a\nlast year,4\n"} {
			n := policy.NewSeries{ID: db.NewID(), Head: headOf(disclosure.OfPercent), Name: "x.csv", File: []byte(file)}
			if err := w.policy.Bring(ctx, w.analyst, n); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.policy.Bring(ctx, w.stranger, policy.NewSeries{ID: db.NewID(), Root: series, Head: headOf(disclosure.OfPercent), Name: "x.csv", File: []byte(quarters(24, 14))}); !problem.Is(err, problem.NotFound) {
			t.Errorf("somebody elsewhere goes on with a series: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }
