package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/insight"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/together"
)

// crowd are the invented young people of a council, in groups of whom the same is recorded. Every number that is true of them is the
// size of a group, or of several together; shown, it is rounded to 5, so that none of these can be a figure that was let out.
var crowd = []struct {
	n                          int
	nation                     string
	before, now                framework.Fact // of the first outcome
	worker, guardian, found    framework.Fact
	who, system, kind          string // what is in the way
	promise                    string
	told, agency, secondAnswer bool
}{
	{113, "england", framework.ThereForMe, framework.ThereForMe, framework.ThereForMe, framework.ThereForMe, framework.InPlace, "service", "housing", "structural", "kept", true, false, true},
	{128, "england", framework.NotThere, framework.ThereForMe, framework.NotThere, framework.Untouched, framework.Partly, "rule", "school", "systemic", "open", false, false, false},
	{158, "scotland", framework.Untouched, framework.SomeOfIt, framework.SomeOfIt, framework.NotThere, framework.NotKnown, "rule", "asylum", "structural", "broken", true, true, false},
	{3, "wales", framework.ThereForMe, framework.NotThere, framework.Untouched, framework.Untouched, framework.NotInPlace, "person", "police", "discriminatory", "handed_over", false, false, false},
	{8, "england", framework.Untouched, framework.Untouched, framework.Untouched, framework.Untouched, framework.Untouched, "", "", "", "", false, false, false},
}

// marked are the true numbers of more than a hundred: sums of groups. Those that rounding leaves as they are prove nothing.
func marked() map[int]bool {
	sums := map[int]bool{0: true}
	for _, g := range crowd {
		for _, n := range slices.Collect(mapKeys(sums)) {
			sums[n+g.n] = true
		}
	}
	for n := range sums {
		if n < 100 || n%5 == 0 {
			delete(sums, n)
		}
	}
	return sums
}

func mapKeys(m map[int]bool) func(func(int) bool) {
	return func(yield func(int) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// crowded is a demonstration whose council has the crowd, and nobody else.
type crowded struct {
	*walker
	answers []string // ids of what was answered
	shown   []string // of those of which something is shown
	true    map[int]bool
	looked  int
	used    map[int]bool    // rows of others
	kinds   map[string]bool // of files that say what was let out
}

// rows puts many rows into a table at once.
func rows(t *testing.T, d *Demo, into string, all [][]any) {
	t.Helper()
	err := d.DB.Write(t.Context(), func(tx *db.Tx) error {
		for part := range slices.Chunk(all, 400) {
			var args []any
			lines := make([]string, len(part))
			for i, row := range part {
				places := make([]string, len(row))
				for j, v := range row {
					args = append(args, v)
					places[j] = fmt.Sprintf("$%d", len(args))
				}
				lines[i] = "(" + strings.Join(places, ", ") + ")"
			}
			if _, err := tx.Exec(t.Context(), "insert into "+into+" values "+strings.Join(lines, ", "), args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// crowdIn puts the crowd where the council's young people were.
func crowdIn(t *testing.T, w *walker) {
	t.Helper()
	council, now := w.actors["manager"].Organisation, time.Now().UTC()
	if err := w.demo.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), "update record_people set organisation_id = $1 where organisation_id = $2", db.NewID(), council)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ed, _ := framework.BySet(framework.SetChecklist)
	var outcomes, indicators []string
	for _, it := range ed.Items() {
		if it.Kind == framework.OutcomeItem {
			outcomes = append(outcomes, it.Code)
		} else {
			indicators = append(indicators, it.Code)
		}
	}
	nothing, worker := []byte{0}, db.NewID()
	var people, sittings, said, promises [][]any
	for _, g := range crowd {
		for range g.n {
			id := db.NewID()
			people = append(people, []any{id, council, g.nation, db.Time(now.AddDate(-2, 0, 0)), worker})
			speak := func(at time.Time, from conversation.Perspective, barriers []map[string]string, facts map[string]framework.Fact) {
				f := framework.NewFacts(ed)
				for code, fact := range facts {
					if err := f.Set(code, fact); err != nil {
						t.Fatal(err)
					}
				}
				if len(f.Touched()) == 0 {
					return
				}
				codes, err := json.Marshal(barriers)
				if err != nil {
					t.Fatal(err)
				}
				sitting := db.NewID()
				sittings = append(sittings, []any{sitting, id, ed.ID, db.Time(at), worker, db.Time(at), "finished", nothing})
				said = append(said, []any{db.NewID(), sitting, id, worker, string(from), db.Time(at), ed.ID, "", f.Bytes(), "[]", "[]", string(codes), nothing})
			}
			before, lately := now.AddDate(0, -15, 0), now.AddDate(0, -1, 0)
			speak(before, conversation.YoungPerson, []map[string]string{}, map[string]framework.Fact{outcomes[0]: g.before})
			also := map[string]framework.Fact{outcomes[0]: g.now}
			if g.secondAnswer {
				also[outcomes[1]] = framework.ThereForMe
			}
			speak(lately, conversation.YoungPerson, []map[string]string{{"item": outcomes[0], "who_can_change": g.who, "system": g.system, "kind": g.kind}}, also)
			speak(lately.Add(time.Hour), conversation.Practitioner, []map[string]string{}, map[string]framework.Fact{outcomes[0]: g.worker, indicators[0]: g.found})
			speak(lately.Add(2*time.Hour), conversation.Guardian, []map[string]string{}, map[string]framework.Fact{outcomes[0]: g.guardian})
			if g.promise != "" {
				told, agency := "", ""
				if g.told {
					told = db.Time(now)
				}
				if g.agency {
					agency = worker
				}
				promises = append(promises, []any{db.NewID(), id, "", ed.ID, db.Time(lately), worker, worker, agency, `["` + outcomes[0] + `"]`, "yes",
					db.Day(now.AddDate(0, 1, 0)), g.promise, db.Time(lately.Add(time.Hour)), told, nothing})
			}
		}
	}
	rows(t, w.demo, "record_people (id, organisation_id, nation, opened_at, opened_by)", people)
	rows(t, w.demo, "conversation_sittings (id, record_id, edition_id, opened_at, opened_by, ended_at, ending, document)", sittings)
	rows(t, w.demo, "conversation_contributions (id, sitting_id, record_id, author_id, perspective, at, edition_id, corrects, facts, matters, links, barriers, document)", said)
	rows(t, w.demo, "promise_promises (id, record_id, sitting_id, edition_id, made_at, made_by, owner_id, agency_id, items, agreed, due_on, state, state_at, told_at, document)", promises)
}

// asked is what the crowd's council asks: of each measure, what is shown and what is hidden.
var asked = []string{"voice value", "heard perspective", "findings value", "findings nation", "barriers system", "barriers who", "barriers kind", "barriers nation", "promises state",
	"promises owner", "promises told", "barriers system who", "promises state year", "views value", "paths latest", "flows is", "difference worker"}

// crowdedWorld asks everything that can be asked about the crowd, and puts what is answered wherever figures go.
func crowdedWorld(t *testing.T, d *Demo) *crowded {
	w := &crowded{walker: walkerOf(t, d)}
	ctx, in, analyst, manager := t.Context(), d.Insight, w.actors["analyst"], w.actors["manager"]
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	crowdIn(t, w.walker)
	colleague := func() permit.Actor { // whoever asks too much in a day is told nothing more
		return permit.Actor{ID: db.NewID(), Organisation: manager.Organisation, Roles: []permit.Role{permit.Manager}}
	}
	var questions []insight.Asking
	for _, q := range asked {
		measure, by, _ := strings.Cut(q, " ")
		one := insight.Asking{Measure: measure, Rules: disclosure.StrictDefault}
		for _, a := range strings.Fields(by) {
			one.By = append(one.By, insight.Axis(a))
		}
		questions = append(questions, one)
	}
	begun := time.Now()
	for _, q := range questions {
		id, err := in.Ask(ctx, colleague(), q)
		must(err)
		a, err := in.Asked(ctx, analyst, i18n.For("en"), id)
		must(err)
		w.answers = append(w.answers, id)
		if a.Withheld() == "" {
			w.shown = append(w.shown, id)
		}
	}
	t.Logf("%d questions in %v, %d answers shown", len(questions), time.Since(begun), len(w.shown))
	saved := insight.Saved{ID: db.NewID(), Title: "What is said (invented)", For: "the board (invented)", Question: insight.Asking{Measure: "findings", By: []insight.Axis{insight.ByValue}, Rules: disclosure.StrictDefault}}
	must(in.KeepQuestion(ctx, analyst, saved))
	c := insight.Schedule{ID: db.NewID(), Title: "Quarterly (invented)", For: "the board (invented)", Every: insight.Quarterly, First: db.Day(time.Now()), Lang: "en", Questions: []string{saved.ID}}
	must(in.KeepSchedule(ctx, analyst, c))
	report, err := in.MakeReport(ctx, analyst, c.ID)
	must(err)
	w.places["insight question"], w.places["insight report"] = saved.ID, report

	round := db.NewID()
	must(d.Together.Begin(ctx, w.actors["practitioner"], round, together.Asked{Question: "Can you get to college? (invented)", Lang: "en", Options: []string{"Yes", "No"}, Why: "To plan", Reader: "The board", TellBy: db.Day(time.Now().AddDate(0, 1, 0))}))
	must(d.Together.Answer(ctx, w.actors["practitioner"], round, together.Given{Form: db.NewID(), Counts: map[string]int64{"o1": 113, "o2": 128, together.Skip: 3}, Lang: "en"}))
	out, err := d.Together.Close(ctx, manager, round)
	must(err)
	w.places["round"], w.places["release"] = round, out.ID
	w.goRound(t, func(string, string) {})

	packs, err := d.Inspection.Packs(ctx, manager)
	must(err)
	must(d.Inspection.GatherAgain(ctx, manager, packs[0].ID, packs[0].Version.ID, i18n.For("en")))
	first, err := in.Asked(ctx, analyst, i18n.For("en"), w.answers[0])
	must(err)
	w.brief(t, out.ID, first.Table.ID)
	return w
}

// brief puts releases into a briefing, and makes a version of it.
func (w *crowded) brief(t *testing.T, releases ...string) {
	t.Helper()
	ctx, who, p, id := t.Context(), w.actors["analyst"], w.demo.Policy, w.places["briefing"]
	for _, r := range releases {
		b, _, err := p.Briefing(ctx, who, id, i18n.For("en"))
		if err == nil {
			err = p.PutPiece(ctx, who, id, b.Revision, policy.Piece{ID: db.NewID(), Section: "way", Kind: policy.PieceRelease, Of: r, Text: "What they say (invented).", Chart: "dot", Coverage: "Everybody was asked (invented)."})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b, _, err := p.Briefing(ctx, who, id, i18n.For("en"))
	if err == nil {
		err = p.MakeVersion(ctx, who, id, db.NewID(), b.Revision)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.places["made"] = fmt.Sprint(len(b.Versions) + 1)
}
