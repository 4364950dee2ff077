package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// findAsked has the auditor accept every case of the demonstration's audit of records, and names the one that is the walk's record.
func (w *walker) findAsked(t *testing.T, id string) {
	t.Helper()
	ctx := t.Context()
	for _, p := range w.ofRecords(t) {
		for _, c := range p.Cases {
			if a, accepted := c.Auditor(); a != nil && !accepted && c.In() {
				if err := w.demo.Audits.Declare(ctx, w.actors["auditor"], p.ID, c.ID, "", ""); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	list, err := w.demo.Audits.Requests(ctx, w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(q caseaudit.Request) bool { return q.OfRecord == id })
	if i < 0 {
		t.Fatal("nobody asks to read the record of the walk")
	}
	w.places["asked"] = list[i].Case
}

// ofRecords gives the programmes whose cases are records here, with their cases.
func (w *walker) ofRecords(t *testing.T) (list []caseaudit.Programme) {
	t.Helper()
	all, err := w.demo.Audits.Programmes(t.Context(), w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.Plan.Question == nil {
			continue
		}
		if p, err = w.demo.Audits.Programme(t.Context(), w.actors["manager"], p.ID); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

// Whoever plans an audit of records, reads its pages or takes its list learns of no record which one it is; its auditor does
// only for those that a team let them into.
func TestAudits_tellNobodyWhoseCaseItIs(t *testing.T) {
	w := newWalker(t)
	programmes := w.ofRecords(t)
	if len(programmes) != 2 {
		t.Fatalf("%d programmes of records", len(programmes))
	}
	mine, err := w.demo.Audits.Lettings(t.Context(), w.actors["auditor"], programmes[len(programmes)-1].ID)
	if err != nil {
		t.Fatal(err)
	}
	open := map[string]bool{}
	for _, list := range mine {
		for _, l := range list {
			open[l.Record] = true
		}
	}
	data, err := loadDemoData()
	if err != nil {
		t.Fatal(err)
	}
	looked, shown := 0, 0
	for _, p := range programmes {
		paths := []string{"/audits", "/audits/records", "/audits/" + p.ID, "/audits/" + p.ID + "/frame"}
		for _, c := range p.Cases {
			paths = append(paths, "/audits/"+p.ID+"/cases/"+c.ID)
		}
		for _, role := range []string{"manager", "analyst", "auditor"} {
			for _, path := range paths {
				a := w.ask("GET", path, w.tokens[role], "en")
				if a.Code != http.StatusOK {
					if role == "analyst" && path == "/audits/records" {
						continue
					}
					t.Errorf("%s as %s: %d", path, role, a.Code)
				}
				looked++
				body := a.Body.String()
				for _, c := range p.Cases {
					if !strings.Contains(body, c.Record) {
						continue
					}
					shown++
					if role != "auditor" || !open[c.Record] {
						t.Errorf("%s as %s names the record of a case", path, role)
					}
				}
				for _, y := range data.young {
					if y.Family != "" && strings.Contains(mainText(body), y.Family) {
						t.Errorf("%s as %s says a name", path, role)
					}
				}
			}
		}
	}
	if looked < 40 || shown == 0 {
		t.Errorf("only %d pages were looked at, and %d led to a record", looked, shown)
	}
}

// What a team wrote about letting an auditor into a record is held about the young person: whoever asks for what is held gets it,
// with what an audit is, and no auditor's name.
func TestBundle_holdsThatPracticeWasAudited(t *testing.T) {
	w := newWalker(t)
	who, looked := w.actors["manager"], 0
	list, err := w.demo.Audits.Requests(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range list {
		if q.Way != caseaudit.WayTeam {
			continue
		}
		looked++
		request := db.NewID()
		if err := w.demo.Custody.Ask(t.Context(), who, q.OfRecord, request, custody.Asked{By: "young_person", Received: "2026-01-05", Language: "en", Scope: "All."}); err != nil {
			t.Fatal(err)
		}
		c, err := w.demo.Custody.Case(t.Context(), who, q.OfRecord, request)
		if err != nil {
			t.Fatal(err)
		}
		text, items := held(c)
		if !strings.Contains(items, "A hearing is close") || !strings.Contains(text, "An audit of our practice") || !strings.Contains(text, "still reading") {
			t.Error("what is held about an audit is not in the bundle")
		}
	}
	if looked == 0 {
		t.Error("the demonstration has no audit to look for")
	}
}

// lockedReading has the auditor read the case that they were let into, and lock it; it gives the record.
func (w *walker) lockedReading(t *testing.T, life, why string) (record string) {
	t.Helper()
	ctx, astrid, audits := t.Context(), w.actors["auditor"], w.demo.Audits
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range w.ofRecords(t) {
		all, err := audits.Lettings(ctx, astrid, p.ID)
		must(err)
		for id, list := range all {
			if len(list) == 0 || list[0].Record == "" {
				continue
			}
			record = list[0].Record
			rating, err := audits.BeginReading(ctx, astrid, p.ID, id)
			must(err)
			page, err := audits.Reading(ctx, astrid, rating)
			must(err)
			for _, step := range page.Steps() {
				said := caseaudit.OutcomeFound{Heard: "not_recorded", NoGrade: true, Why: why, Items: map[string]caseaudit.ItemFound{}}
				if o, ok := page.Edition.Outcome(step.Outcome); ok {
					for _, item := range caseaudit.ItemsOf(o) {
						said.Items[item] = caseaudit.ItemFound{Found: caseaudit.FoundNotEvidenced, Note: why}
					}
				}
				if step.Kind != caseaudit.StepCheck {
					must(audits.Write(ctx, astrid, rating, step.Code(), caseaudit.Reading{Life: life, Know: "They said so", Outcomes: map[string]caseaudit.OutcomeFound{step.Outcome: said}}))
				}
			}
			must(audits.Lock(ctx, astrid, rating, 90))
			if w.demo.Record.May(ctx, astrid, permit.ReadPromises, record) && len(w.lasting(t, record, astrid)) == 0 {
				t.Error("the case is read, and the record stays open to its auditor")
			}
			return record
		}
	}
	t.Fatal("the auditor was let into no record")
	return ""
}

// lasting gives the grants by which somebody opens a record now.
func (w *walker) lasting(t *testing.T, record string, who permit.Actor) (open []string) {
	t.Helper()
	held, err := w.demo.Record.Team(t.Context(), w.actors["manager"], w.demo.Account, record)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range held {
		if h.Holder == who.ID && h.OpenNow {
			open = append(open, h.ID)
		}
	}
	return open
}

// What was found of the service stands on no page of the record, whoever opens it, and is in no bundle and no archive of it; what
// was written of the young person's life is held about them, and they get it.
func TestAudits_aRatingStandsOnNoPageOfTheRecord(t *testing.T) {
	w := newWalker(t)
	const life, why = "Marigold, shares a room and cooks on Sundays", "Vermilion, the plan was never written down"
	record := w.lockedReading(t, life, why)
	looked := 0
	was := w.places["id"]
	w.places["id"] = record
	defer func() { w.places["id"] = was }()
	for _, r := range w.pages.Routes() {
		if r.Method != http.MethodGet || !strings.HasPrefix(r.Pattern, "/people/{id}") || strings.Count(r.Pattern, "{") > 1 {
			continue
		}
		for _, role := range []string{"manager", "practitioner", "auditor"} {
			a := w.ask("GET", w.path(t, r, w.tokens[role]), w.tokens[role], "en")
			if a.Code == http.StatusOK {
				looked++
			}
			if body := a.Body.String(); strings.Contains(body, "Marigold") || strings.Contains(body, "Vermilion") {
				t.Errorf("%s as %s shows what an auditor wrote", r.Pattern, role)
			}
		}
	}
	if looked < 15 {
		t.Errorf("only %d pages were looked at", looked)
	}
	request, who := db.NewID(), w.actors["manager"]
	if err := w.demo.Custody.Ask(t.Context(), who, record, request, custody.Asked{By: "young_person", Received: "2026-01-05", Language: "en", Scope: "All."}); err != nil {
		t.Fatal(err)
	}
	c, err := w.demo.Custody.Case(t.Context(), who, record, request)
	if err != nil {
		t.Fatal(err)
	}
	text, items := held(c)
	if !strings.Contains(items, life) || strings.Contains(text+items, "Vermilion") {
		t.Error("the bundle has not what was written of their life, or has what was found of the service")
	}
}
