package together_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/together"
)

var question = together.Asked{Question: "Can you get to college?", Lang: "en", Options: []string{"Yes", "Sometimes", "No"}, Words: true,
	Why: "We plan the spring from it.", Reader: "The manager", TellBy: "2027-03-27"}

func (w *world) begin() string {
	w.Helper()
	id := db.NewID()
	w.must(w.together.Begin(w.Context(), w.worker, id, question))
	return id
}

func (w *world) give(round string, counts map[string]int64, words ...string) {
	w.Helper()
	w.must(w.together.Answer(w.Context(), w.worker, round, together.Given{Form: db.NewID(), Lang: "en", Counts: counts, Words: words}))
}

func TestRound_fromQuestionToRelease(t *testing.T) {
	each(t, func(w *world) {
		ctx, round := w.Context(), w.begin()
		for range 31 {
			w.give(round, map[string]int64{"o2": 1})
		}
		w.give(round, map[string]int64{"o1": 24, "o3": 7}, "The bus is dear.", "I walk.", "My name is here.")

		open, err := w.together.Round(ctx, w.manager, round)
		w.must(err)
		if open.Closed || open.Figures.Made() || open.Waiting != nil || open.Kept != nil {
			t.Error("an open round shows something")
		}
		_, err = w.together.Close(ctx, w.worker, round)
		w.refused(err, problem.Forbidden, "")
		_, err = w.together.Close(ctx, w.manager, round)
		w.must(err)

		res, err := w.together.Round(ctx, w.worker, round)
		w.must(err)
		if f := res.Figures; f.Cell(0, 2).Shown() || !f.Cell(0, 1).Shown() || f.Total().String() != "60" {
			t.Errorf("figures: %v %v %v %v of %v", f.Cell(0, 0), f.Cell(0, 1), f.Cell(0, 2), f.Cell(0, 3), f.Total())
		}
		if n := w.rows(`select count(*) from together_tallies where round_id = $1`, round); n != 0 {
			t.Error("what was answered is still there")
		}
		if len(res.Waiting) != 3 || len(res.Kept) != 0 {
			t.Fatalf("%d words wait, %d are shown", len(res.Waiting), len(res.Kept))
		}
		for _, s := range res.Waiting {
			if strings.Contains(s.Words, "name") {
				w.must(w.together.CheckWords(ctx, w.worker, round, s.ID, false, nil))
				continue
			}
			w.refused(w.together.CheckWords(ctx, w.worker, round, s.ID, true, together.Checklist[:2]), problem.Invalid, "together.look_at_all")
			w.must(w.together.CheckWords(ctx, w.worker, round, s.ID, true, together.Checklist))
		}
		res, err = w.together.Round(ctx, w.worker, round)
		w.must(err)
		if len(res.Kept) != 2 || len(res.Waiting) != 0 || w.rows(`select count(*) from together_words where round_id = $1`, round) != 2 {
			t.Errorf("%d are shown, %d wait", len(res.Kept), len(res.Waiting))
		}
		w.refused(w.together.Answer(ctx, w.worker, round, together.Given{Form: db.NewID(), Counts: map[string]int64{"o1": 1}}), problem.Conflict, "together.round_closed")
		_, err = w.together.Close(ctx, w.manager, round)
		w.refused(err, problem.Conflict, "together.round_closed")
	})
}

func TestRound_aSmallGroupIsNotShown(t *testing.T) {
	each(t, func(w *world) {
		ctx, round := w.Context(), w.begin()
		w.give(round, map[string]int64{"o1": 5, "o3": 4}, "Only nine of us.")
		_, err := w.together.Close(ctx, w.manager, round)
		w.must(err)
		res, err := w.together.Round(ctx, w.manager, round)
		w.must(err)
		if !res.Hidden || res.Figures.Withheld() != disclosure.Cohort || res.Waiting != nil || res.Kept != nil {
			t.Errorf("nine people's answers: %+v", res.Figures.Total())
		}
	})
}

func TestRound_aFormSentTwiceCountsOnce(t *testing.T) {
	each(t, func(w *world) {
		ctx, round := w.Context(), w.begin()
		g := together.Given{Form: db.NewID(), Lang: "en", Counts: map[string]int64{"o1": 40, "o2": 40}, Words: []string{"Once."}}
		w.must(w.together.Answer(ctx, w.worker, round, g))
		w.must(w.together.Answer(ctx, w.worker, round, g))
		_, err := w.together.Close(ctx, w.manager, round)
		w.must(err)
		res, err := w.together.Round(ctx, w.manager, round)
		w.must(err)
		if res.Figures.Total().String() != "80" || len(res.Waiting) != 1 {
			t.Errorf("%v answers, %d words", res.Figures.Total(), len(res.Waiting))
		}
	})
}

func TestRound_badInput(t *testing.T) {
	each(t, func(w *world) {
		ctx, round := w.Context(), w.begin()
		for name, change := range map[string]func(*together.Asked){
			"one option":   func(a *together.Asked) { a.Options = a.Options[:1] },
			"option twice": func(a *together.Asked) { a.Options = []string{"Yes", "Yes"} },
			"no reader":    func(a *together.Asked) { a.Reader = " " },
			"no day":       func(a *together.Asked) { a.TellBy = "soon" },
			"long":         func(a *together.Asked) { a.Question = strings.Repeat("x", 301) },
		} {
			bad := question
			change(&bad)
			if err := w.together.Begin(ctx, w.worker, db.NewID(), bad); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, g := range map[string]together.Given{
			"no form":   {Counts: map[string]int64{"o1": 1}},
			"nothing":   {Form: db.NewID(), Counts: map[string]int64{}},
			"below 0":   {Form: db.NewID(), Counts: map[string]int64{"o1": -3}},
			"far":       {Form: db.NewID(), Counts: map[string]int64{"o1": 1 << 40}},
			"no choice": {Form: db.NewID(), Counts: map[string]int64{"o9": 1}},
			"empty":     {Form: db.NewID(), Counts: map[string]int64{"o1": 1}, Words: []string{""}},
		} {
			if err := w.together.Answer(ctx, w.worker, round, g); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.give(round, map[string]int64{"o1": 400})
		w.refused(w.together.Answer(ctx, w.worker, round, together.Given{Form: db.NewID(), Counts: map[string]int64{"o1": 101}}), problem.Conflict, "together.too_many_answers")

		_, err := w.together.Round(ctx, w.stranger, round)
		w.refused(err, problem.NotFound, "")
		w.refused(w.together.Answer(ctx, w.stranger, round, together.Given{Form: db.NewID(), Counts: map[string]int64{"o1": 1}}), problem.NotFound, "")
		_, err = w.together.Close(ctx, w.stranger, round)
		w.refused(err, problem.NotFound, "")
		analyst := permit.Actor{ID: db.NewID(), Organisation: w.worker.Organisation, Roles: []permit.Role{permit.Analyst}}
		w.refused(w.together.Begin(ctx, analyst, db.NewID(), question), problem.Forbidden, "")
	})
}

// Nothing in the database tells in which order words were written.
func TestRound_wordsKeepNoOrder(t *testing.T) {
	each(t, func(w *world) {
		inOrder := 0
		for range 4 {
			round := w.begin()
			var want []string
			for i := range 12 {
				want = append(want, fmt.Sprint("words ", i))
				w.give(round, map[string]int64{"o1": 1}, want[i])
			}
			_, err := w.together.Close(w.Context(), w.manager, round)
			w.must(err)
			res, err := w.together.Round(w.Context(), w.worker, round)
			w.must(err)
			var got []string
			for _, s := range res.Waiting {
				got = append(got, s.Words)
			}
			if slices.Equal(got, want) {
				inOrder++
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Fatal("words were lost")
			}
		}
		if inOrder > 0 {
			t.Error("words come out as they were written")
		}
	})
}

func TestBoard_heardDoneHelped(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), db.NewID()
		first := together.Step{State: together.Heard, Texts: map[string]together.Texts{"en": {Heard: "The bus is dear."}}}
		w.must(w.together.Hear(ctx, w.worker, id, "", first))
		done := together.Step{State: together.Done, Texts: map[string]together.Texts{"en": {Heard: "The bus is dear.", Did: "Passes for all."}, "ar": {Heard: "ا", Did: "ب"}}}
		w.must(w.together.TakeStep(ctx, w.worker, id, done))
		round := w.begin()
		w.must(w.together.AskWhetherHelped(ctx, w.worker, id, round))
		w.give(round, map[string]int64{"o1": 30, "o3": 20})
		list, err := w.together.Board(ctx, w.manager)
		w.must(err)
		if len(list) != 1 || list[0].Now().State != together.Done || len(list[0].Steps) != 2 || list[0].Helped.Closed || list[0].Helped.Figures.Made() {
			t.Fatalf("%+v", list)
		}
		_, err = w.together.Close(ctx, w.manager, round)
		w.must(err)
		item, err := w.together.Item(ctx, w.worker, id)
		w.must(err)
		if item.Helped.Figures.Total().String() != "50" {
			t.Error(item.Helped.Figures.Total())
		}
		if texts, lang := item.Now().In("ti"); lang != "en" || texts.Did != "Passes for all." {
			t.Error(texts, lang)
		}
		if texts, lang := item.Now().In("ar"); lang != "ar" || texts.Did != "ب" {
			t.Error(texts, lang)
		}
		none, err := w.together.Board(ctx, w.stranger)
		w.must(err)
		if len(none) != 0 {
			t.Error("another organisation's board")
		}
		w.refused(w.together.TakeStep(ctx, w.stranger, id, done), problem.NotFound, "")
		w.refused(w.together.Hear(ctx, w.worker, db.NewID(), db.NewID(), first), problem.NotFound, "")
		w.refused(w.together.TakeStep(ctx, w.worker, id, together.Step{State: together.WillDo, Texts: done.Texts}), problem.Invalid, "")
	})
}
