package insight

import (
	"context"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/chart"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
	"stablefutures/internal/testkit"
)

func english() i18n.L { return i18n.For("en") }

var byYear = Asking{Measure: "voice", By: []Axis{ByYear}, Rules: disclosure.StrictDefault}

// What is asked again while nothing changed is the answer that is there; looking asks nothing.
func TestAsk_isAnsweredOnceWhileNothingChanges(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.talk(h.person(h.north, "england"))
		releases := func() int {
			list, err := release.New(h.door).List(t.Context(), h.analyst)
			h.must(err)
			return len(list)
		}
		lasts, err := h.Lasts(t.Context(), h.analyst, english(), []Asking{byYear})
		h.must(err)
		if lasts[0].Any() || releases() != 0 {
			t.Fatal("to look is to ask")
		}
		first, err := h.Ask(t.Context(), h.analyst, byYear)
		h.must(err)
		n := releases()
		again, err := h.Ask(t.Context(), h.analyst, byYear)
		h.must(err)
		if again != first || releases() != n {
			t.Errorf("asked twice, answered twice: %d releases", releases())
		}
		a, err := h.Asked(t.Context(), h.analyst, english(), first)
		h.must(err)
		if a.Withheld() != disclosure.Cohort || a.Table.Table.Withheld() != disclosure.Cohort || !a.Coverage.Table.Made() {
			t.Errorf("of one young person: %q", a.Withheld())
		}
		for _, text := range append(a.Covered(english()), a.Rules(english())) {
			if strings.ContainsAny(strings.ReplaceAll(text, "10", ""), "12346789") { // the rules' own 10 and 5 are no figure of anybody
				t.Errorf("a number stands in %q", text)
			}
		}
		south := permit.Actor{ID: db.NewID(), Organisation: h.south.Organisation, Roles: []permit.Role{permit.Analyst}}
		if _, err := h.Asked(t.Context(), south, english(), first); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation reads the answer: %v", err)
		}
		worker := permit.Actor{ID: db.NewID(), Organisation: h.north.Organisation, Roles: []permit.Role{permit.Practitioner}}
		if _, err := h.Ask(t.Context(), worker, byYear); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner asks: %v", err)
		}
		if _, err := h.Lasts(t.Context(), worker, english(), []Asking{byYear}); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner looks: %v", err)
		}
		for _, q := range []Asking{{}, {Measure: "voice", By: []Axis{"'; drop"}, Rules: "strict-default"}, {Measure: "voice", By: []Axis{ByYear, ByYear}, Rules: "strict-default"},
			{Measure: "voice", By: []Axis{ByYear}, Rules: "../none"}, {Measure: "voice", Rules: "strict-default"}} {
			if _, err := h.Ask(t.Context(), h.analyst, q); !problem.Is(err, problem.Invalid) {
				t.Errorf("%+v: %v", q, err)
			}
		}
	})
}

// Where the last answer is withheld, the last one that shows something is there beside it.
func TestLasts_showsWhatWasShownBefore(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		shown := Asked{ID: db.NewID(), Question: byYear} // an answer from when there were more
		h.must(h.door.Do(t.Context(), h.analyst, permit.MakeRelease, access.Organisation(h.analyst.Organisation), func(w *access.Work) error {
			r, err := release.Keep(t.Context(), w, byYear.Rules, disclosure.Table{Key: "by-hand", Data: "d", Columns: []string{"2025", "2026"}, Counts: [][]int64{{40, 60}}})
			if err != nil {
				return err
			}
			shown.release, shown.coverage = r.ID, r.ID
			return insertAsked(t.Context(), w, shown)
		}))
		first := shown.ID
		h.talk(h.person(h.north, "england"))
		second, err := h.Ask(t.Context(), h.analyst, byYear)
		h.must(err)
		lasts, err := h.Lasts(t.Context(), h.analyst, english(), []Asking{byYear})
		h.must(err)
		l := lasts[0]
		if first == second || l.Now.ID != second || l.Now.Withheld() != disclosure.Cohort || l.Before == nil || l.Shown().ID != first {
			t.Fatalf("so few are left: %q, before it %v", l.Now.Withheld(), l.Before)
		}
		list, err := h.Earlier(t.Context(), h.analyst, byYear)
		h.must(err)
		if len(list) != 2 || list[0].ID != second {
			t.Errorf("%d answers", len(list))
		}
	})
}

// A picture shows what was let out, time along its axis whichever way it was asked, with what happened where it happened.
func TestPicture_showsWhatWasLetOut(t *testing.T) {
	rules, _ := disclosure.Rules(disclosure.StrictDefault)
	protect := func(table disclosure.Table) release.Release {
		r, err := disclosure.Protect(rules, table, nil)
		if err != nil {
			t.Fatal(err)
		}
		return release.Release{ID: db.NewID(), Hash: strings.Repeat("a", 64), Table: r}
	}
	cover := protect(disclosure.Table{Key: "c", Data: "d", Columns: []string{"answered", "asked", "not_asked"}, Counts: [][]int64{{60, 30, 20}}})
	years, values := []string{"2024", "2025", "2026"}, []string{"there_for_me", "not_there"}
	notes := []Note{{Day: "2026-03-01", Text: "A law began"}, {Day: "1999-01-01", Text: "Long ago"}}
	say := func(code string) string { return "<" + code + ">" }
	for _, c := range []struct {
		by            []Axis
		rows, columns []string
		counts        [][]int64
		kind          chart.Kind
		axis          []string
		series        int
	}{
		{[]Axis{ByYear}, nil, years, [][]int64{{20, 30, 40}}, chart.Run, years, 1},
		{[]Axis{ByValue, ByYear}, values, years, [][]int64{{20, 30, 40}, {50, 60, 70}}, chart.Small, years, 2},
		{[]Axis{ByYear, ByValue}, years, values, [][]int64{{20, 30}, {40, 50}, {60, 70}}, chart.Small, years, 2},
		{[]Axis{ByItem, ByValue}, years, values, [][]int64{{20, 30}, {40, 50}, {60, 70}}, chart.Dot, years, 2},
		{[]Axis{ByValue}, nil, values, [][]int64{{20, 30}}, chart.Dot, values, 1},
	} {
		a := Asked{Question: Asking{"voice", c.by, disclosure.StrictDefault}, Coverage: cover, Say: say,
			Table: protect(disclosure.Table{Key: "k", Data: "d", Rows: c.rows, Columns: c.columns, Counts: c.counts})}
		p := a.Picture(english(), notes)
		if p.Kind != c.kind || len(p.Series) != c.series || len(p.Axis) != len(c.axis) || p.Axis[0] != say(c.axis[0]) {
			t.Errorf("%v: %s of %d series over %v", c.by, p.Kind, len(p.Series), p.Axis)
			continue
		}
		if got := p.Series[0].Figures[0]; !got.Shown() || got.String() != a.Table.Table.Cell(0, 0).String() {
			t.Errorf("%v: its first figure is %s", c.by, got)
		}
		timed := c.kind != chart.Dot
		if len(p.Marks) != map[bool]int{true: 1}[timed] || timed && (p.Marks[0].At != 2 || !strings.Contains(p.Marks[0].Text, "A law began")) {
			t.Errorf("%v: marks %+v", c.by, p.Marks)
		}
		if !strings.Contains(p.Notes[0], "60") || !strings.Contains(p.Source, a.Table.Hash) {
			t.Errorf("%v: no coverage in %q, or no source in %q", c.by, p.Notes, p.Source)
		}
	}
}

// In time, and where it is known how many answered then, figures are parts of those with their intervals; of what is hidden there is
// none. Not in time, what is hidden throughout is named beside the picture and leaves it.
func TestPicture_ofSharesAndWithoutWhatIsHidden(t *testing.T) {
	rules, _ := disclosure.Rules(disclosure.StrictDefault)
	protect := func(rows, columns []string, counts [][]int64) release.Release {
		r, err := disclosure.Protect(rules, disclosure.Table{Key: "k", Data: "d", Rows: rows, Columns: columns, Counts: counts}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return release.Release{ID: db.NewID(), Hash: strings.Repeat("a", 64), Table: r}
	}
	say := func(code string) string { return code }
	years := []string{"2025", "2026"}
	a := Asked{Question: Asking{"voice", []Axis{ByValue, ByYear}, rules.ID}, Say: say, Table: protect([]string{"there_for_me", "not_there"}, years, [][]int64{{40, 60}, {30, 20}}),
		Coverage: protect(years, []string{"answered", "asked", "not_asked"}, [][]int64{{100, 30, 20}, {120, 40, 30}})}
	c := a.Picture(english(), nil)
	s := c.Series[0]
	if s.Figures[0].String() != "40" || s.Low[0].String() != "31" || s.High[0].String() != "50" || s.Whole[1].String() != "120" || c.Unit != english().T("seeing.per_cent") {
		t.Errorf("%v (%v to %v) of %v, in %s", s.Figures, s.Low, s.High, s.Whole, c.Unit)
	}
	if n := c.Notes; !strings.Contains(n[0], "2025") || !strings.Contains(n[0], "100") || !strings.Contains(n[1], "2026") {
		t.Errorf("coverage %q", n)
	}
	a.Question.By, a.Coverage = []Axis{ByItem, ByValue}, protect(nil, []string{"answered", "asked", "not_asked"}, [][]int64{{100, 30, 20}})
	a.Table = protect([]string{"safe", "hurt", "warm"}, []string{"yes", "no", "other"}, [][]int64{{40, 60, 50}, {3, 2, 1}, {30, 20, 50}})
	c = a.Picture(english(), nil)
	if len(c.Axis) != 2 || c.Axis[0] != "safe" || c.Axis[1] != "warm" || !strings.Contains(strings.Join(c.Notes, " "), "hurt") {
		t.Errorf("%v, %q", c.Axis, c.Notes)
	}
	for _, s := range c.Series {
		if len(s.Figures) != 2 {
			t.Errorf("%s has %d figures on %d places", s.Name, len(s.Figures), len(c.Axis))
		}
	}
	if why := whyNothing(protect([]string{"a", "b"}, []string{"x", "y"}, [][]int64{{3, 4}, {2, 5}}).Table); why == "" {
		t.Error("a table without a figure shows something")
	}
}

func TestQuestions_areKeptChangedAndTakenAway(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		q := Saved{ID: db.NewID(), Question: byYear, Title: "Voice", For: "the board"}
		for range 2 { // a form sent twice
			h.must(h.KeepQuestion(t.Context(), h.analyst, q))
		}
		q.Title, q.Question.By = "Voice by value", []Axis{ByValue, ByYear}
		h.must(h.KeepQuestion(t.Context(), h.analyst, q))
		list, err := h.Questions(t.Context(), h.analyst)
		h.must(err)
		if len(list) != 1 || list[0].Title != "Voice by value" || list[0].Question.Key() != q.Question.Key() || list[0].For != "the board" {
			t.Errorf("%+v", list)
		}
		for _, bad := range []Saved{{ID: db.NewID(), Question: byYear, For: "x"}, {ID: "1", Question: byYear, Title: "x", For: "x"}, {ID: db.NewID(), Title: "x", For: "x"},
			{ID: db.NewID(), Question: byYear, Title: strings.Repeat("x", longestTitle+1), For: "x"}} {
			if err := h.KeepQuestion(t.Context(), h.analyst, bad); !problem.Is(err, problem.Invalid) {
				t.Errorf("%+v is kept: %v", bad, err)
			}
		}
		south := permit.Actor{ID: db.NewID(), Organisation: h.south.Organisation, Roles: []permit.Role{permit.Analyst}}
		for what, err := range map[string]error{"changed": h.KeepQuestion(t.Context(), south, q), "taken": h.TakeQuestion(t.Context(), south, q.ID)} {
			if err == nil {
				t.Errorf("another organisation's question is %s", what)
			}
		}
		h.must(h.TakeQuestion(t.Context(), h.analyst, q.ID))
		if err := h.KeepQuestion(t.Context(), h.analyst, q); !problem.Is(err, problem.NotFound) {
			t.Errorf("a question that was taken away is changed: %v", err)
		}
		if list, err := h.Questions(t.Context(), h.analyst); err != nil || len(list) != 0 {
			t.Errorf("%v %d", err, len(list))
		}
	})
}

func TestNotes_standOnTheirDay(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		n := Note{ID: db.NewID(), Day: "2026-02-03", Text: "A law began", Source: "legislation.gov.uk"}
		for range 2 {
			h.must(h.WriteNote(t.Context(), h.analyst, n))
		}
		h.must(h.WriteNote(t.Context(), h.analyst, Note{ID: db.NewID(), Day: "2025-02-03", Text: "Earlier", Source: "a paper"}))
		for _, bad := range []Note{{ID: db.NewID(), Day: "2999-01-01", Text: "x", Source: "x"}, {ID: db.NewID(), Day: "2026-02-31", Text: "x", Source: "x"},
			{ID: db.NewID(), Day: "2026-02-03", Text: "x"}, {ID: db.NewID(), Day: "2026-02-03", Source: "x"}} {
			if err := h.WriteNote(t.Context(), h.analyst, bad); !problem.Is(err, problem.Invalid) {
				t.Errorf("%+v is written: %v", bad, err)
			}
		}
		list, err := h.Notes(t.Context(), h.analyst)
		h.must(err)
		if len(list) != 2 || list[0].Text != "Earlier" || list[1].Source != "legislation.gov.uk" {
			t.Errorf("%+v", list)
		}
		for axis, want := range map[string]int{"2025-Q4 2026-Q1 2026-Q2": 1, "2025 2026": 1, "2024 2025": -1} {
			if got, ok := n.On(strings.Fields(axis)); ok != (want >= 0) || ok && got != want {
				t.Errorf("on %s: %d", axis, got)
			}
		}
		h.must(h.TakeNote(t.Context(), h.analyst, n.ID))
		if err := h.TakeNote(t.Context(), h.analyst, db.NewID()); !problem.Is(err, problem.NotFound) {
			t.Errorf("a note that is not there is taken: %v", err)
		}
		if list, err := h.Notes(t.Context(), h.analyst); err != nil || len(list) != 1 {
			t.Errorf("%v %d", err, len(list))
		}
	})
}

func TestDue_isTheLastDayThatCame(t *testing.T) {
	for _, c := range []struct{ first, every, today, want string }{
		{"2026-01-31", Monthly, "2026-01-30", ""},
		{"2026-01-31", Monthly, "2026-02-27", "2026-01-31"},
		{"2026-01-31", Monthly, "2026-02-28", "2026-02-28"},
		{"2026-01-31", Monthly, "2026-03-31", "2026-03-31"},
		{"2024-01-31", Monthly, "2024-02-29", "2024-02-29"},
		{"2025-11-30", Quarterly, "2026-02-28", "2026-02-28"},
		{"2025-11-30", Quarterly, "2026-05-29", "2026-02-28"},
		{"2025-11-30", Quarterly, "2026-11-29", "2026-08-30"},
		{"none", Monthly, "2026-01-01", ""},
	} {
		if got := (Schedule{First: c.first, Every: c.every}).Due(c.today); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// A report is made once for its day, in the name of whoever planned it while they may, and stays what it is.
func TestReports_areMadeWhenDueAndStay(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for range 24 {
			h.talk(h.person(h.north, "england"))
		}
		q := Saved{ID: db.NewID(), Question: byYear, Title: "Voice", For: "the board"}
		gone := Saved{ID: db.NewID(), Question: Asking{"promises", []Axis{ByYear}, disclosure.StrictDefault}, Title: "Promises", For: "the board"}
		h.must(h.KeepQuestion(t.Context(), h.analyst, q))
		h.must(h.KeepQuestion(t.Context(), h.analyst, gone))
		h.must(h.WriteNote(t.Context(), h.analyst, Note{ID: db.NewID(), Day: "2026-02-03", Text: "A law began", Source: "a paper"}))
		today := db.Day(h.door.Now())
		c := Schedule{ID: db.NewID(), Title: "Quarterly", For: "the board", Questions: []string{q.ID, gone.ID}, Every: Monthly, First: today, Lang: "en"}
		for range 2 {
			h.must(h.KeepSchedule(t.Context(), h.analyst, c))
		}
		for _, bad := range []Schedule{{ID: db.NewID(), Title: "x", For: "x", Every: Monthly, First: today}, {ID: db.NewID(), Title: "x", For: "x", Questions: c.Questions, Every: "day", First: today},
			{ID: db.NewID(), Title: "x", For: "x", Questions: []string{db.NewID()}, Every: Monthly, First: today}, {ID: db.NewID(), Title: "x", For: "x", Questions: c.Questions, Every: Monthly, First: "2001-01-01"}} {
			if err := h.KeepSchedule(t.Context(), h.analyst, bad); !problem.Is(err, problem.Invalid) {
				t.Errorf("%+v is planned: %v", bad, err)
			}
		}
		h.must(h.TakeQuestion(t.Context(), h.analyst, gone.ID))
		holder := account.Person{ID: h.analyst.ID, OrganisationID: h.analyst.Organisation, Roles: h.analyst.Roles, State: account.Closed}
		people := func(context.Context, *access.Work, []string) (map[string]account.Person, error) {
			return map[string]account.Person{holder.ID: holder}, nil
		}
		reports := func() []Report {
			list, err := h.Reports(t.Context(), h.analyst)
			h.must(err)
			return list
		}
		for _, state := range []func(){func() {}, func() { holder.State, holder.Roles = account.Active, []permit.Role{permit.Practitioner} },
			func() { holder.Roles, holder.OrganisationID = h.analyst.Roles, h.south.Organisation }} {
			state()
			h.must(h.MakeDue(t.Context(), people))
			if len(reports()) != 0 {
				t.Fatalf("made in the name of somebody who may not: %+v", holder)
			}
		}
		holder.OrganisationID = h.analyst.Organisation
		for range 2 {
			h.must(h.MakeDue(t.Context(), people))
		}
		list := reports()
		if len(list) != 1 || list[0].Due != today || list[0].By != h.analyst.ID {
			t.Fatalf("%+v", list)
		}
		before, err := h.Report(t.Context(), h.analyst, list[0].ID)
		h.must(err)
		if p := before.Kept.Parts; p[0].Answer.Now.Table.ID != p[0].Release || p[0].Words["2026"] == "" || p[1].Refused != "seeing.part_taken" || before.Kept.Notes[0].Text != "A law began" {
			t.Errorf("%s, %s, %q, %d notes", p[0].Release, p[1].Refused, p[0].Words, len(before.Kept.Notes))
		}
		h.talk(h.person(h.north, "england")) // what comes later changes nothing of it
		h.must(h.TakeQuestion(t.Context(), h.analyst, q.ID))
		after, err := h.Report(t.Context(), h.analyst, list[0].ID)
		h.must(err)
		picture := func(r Report) string {
			return string(r.Kept.Parts[0].Answer.Shown().Picture(english(), nil).SVG(english()))
		}
		if after.Hash != before.Hash || picture(after) != picture(before) {
			t.Error("a report is another one afterwards")
		}
		h.passed.Add(int64(40 * 24 * time.Hour))
		coming, err := h.Schedules(t.Context(), h.analyst)
		h.must(err)
		if len(coming) != 1 || coming[0].DueSince == "" {
			t.Errorf("%+v", coming)
		}
		h.must(h.EndSchedule(t.Context(), h.analyst, c.ID))
		h.must(h.MakeDue(t.Context(), people))
		if len(reports()) != 1 {
			t.Error("a schedule that ended makes reports")
		}
		south := permit.Actor{ID: db.NewID(), Organisation: h.south.Organisation, Roles: []permit.Role{permit.Analyst}}
		if _, err := h.Report(t.Context(), south, before.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation reads it: %v", err)
		}
		if _, err := h.MakeReport(t.Context(), south, c.ID); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation makes it: %v", err)
		}
	})
}

// Every measure stands under one subject, and every question of a subject can be asked.
func TestSubjects_holdEveryMeasureOnce(t *testing.T) {
	seen := map[string]int{}
	for _, s := range Subjects() {
		for _, m := range s.Measures {
			seen[m.Code]++
		}
		for _, q := range s.Questions() {
			if err := q.check(); err != nil {
				t.Errorf("%s asks %s: %v", s.Code, q.Key(), err)
			}
		}
		if !english().Has("seeing.subject_"+s.Code) || len(s.Questions()) == 0 {
			t.Errorf("%s has no name, or no question", s.Code)
		}
	}
	for _, m := range Measures() {
		if seen[m.Code] != 1 {
			t.Errorf("%s stands under %d subjects", m.Code, seen[m.Code])
		}
	}
}

// A share's interval is worked out from what is shown, and of a whole that is too small there is none.
func TestShare_isOfWhatIsShown(t *testing.T) {
	rules, _ := disclosure.Rules(disclosure.StrictDefault)
	table := disclosure.Table{Key: "k", Data: "d", Columns: []string{"a", "b"}, Counts: [][]int64{{40, 60}}}
	r, err := disclosure.Protect(rules, table, nil)
	if err != nil {
		t.Fatal(err)
	}
	share, low, high := Share(rules, r.Cell(0, 0), r.Total())
	if share.String() != "40" || low.String() != "31" || high.String() != "50" { // Wilson, of 40 of 100: 0.309 to 0.498
		t.Errorf("%s (%s to %s)", share, low, high)
	}
	table = disclosure.Table{Key: "k3", Data: "d", Columns: []string{"a"}, Counts: [][]int64{{25}}}
	if r, err = disclosure.Protect(rules, table, nil); err != nil {
		t.Fatal(err)
	}
	if share, _, _ = Share(rules, r.Total(), r.Total()); share.Shown() {
		t.Errorf("it is said of all of 25: %s", share)
	}
	table = disclosure.Table{Key: "k2", Data: "d", Columns: []string{"a", "b"}, Counts: [][]int64{{70, 4}}}
	if r, err = disclosure.Protect(rules, table, nil); err != nil {
		t.Fatal(err)
	}
	if share, low, high = Share(rules, r.Cell(0, 1), r.Total()); share.Shown() || low.Shown() || high.Shown() {
		t.Errorf("of a hidden figure: %s (%s to %s)", share, low, high)
	}
}
