package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/custody"
	"stablefutures/internal/db"
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
