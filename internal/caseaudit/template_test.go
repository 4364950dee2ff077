package caseaudit_test

import (
	"bytes"
	"strings"
	"testing"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

func ownTemplate() caseaudit.Content {
	return caseaudit.Content{Name: "Leaving care", Outcomes: []string{"F2", "F1"}, Guidance: "Read the plan last.", Scale: caseaudit.Scale{ID: "none", Version: 1}, Minutes: 90,
		Questions: []caseaudit.TemplateQuestion{{Code: "q1", Text: "Was the plan shared with them?", Required: true}}}
}

func ownPoints() caseaudit.Scale {
	return caseaudit.Scale{Name: "Ours", Points: []caseaudit.Point{{Code: "g1", Name: "Done", Descriptor: "All of it"}, {Code: "g2", Name: "Not done", Descriptor: "None of it"}}}
}

func TestTemplate_aVersionNeverChanges(t *testing.T) {
	each(t, func(w *world) {
		first, second := db.NewID(), db.NewID()
		w.must(w.audits.KeepTemplate(t.Context(), w.lead, first, "", ownTemplate()))
		w.must(w.audits.KeepTemplate(t.Context(), w.lead, first, "", ownTemplate())) // sent twice
		p := plan("census", 0)
		p.Template, p.Outcomes = first, nil
		programme := w.drawn(p, frame(2))
		next := ownTemplate()
		next.Name, next.Minutes = "Leaving care, shorter", 60
		w.must(w.audits.KeepTemplate(t.Context(), w.lead, second, first, next))
		list, err := w.audits.Templates(t.Context(), w.reader)
		w.must(err)
		if len(list) != 1 || list[0].ID != second || list[0].Version != 2 || list[0].Of != first {
			t.Errorf("%+v", list)
		}
		if got := w.programme(programme.ID).Plan; got.Minutes != 90 || len(got.Outcomes) != 2 || got.Outcomes[0] != "F1" {
			t.Errorf("a programme changes with its template: %+v", got)
		}
		if old, err := w.audits.Template(t.Context(), w.lead, first); err != nil || old.Latest || old.Name != "Leaving care" {
			t.Errorf("%+v %v", old, err)
		}
		if _, err := w.audits.Template(t.Context(), w.stranger, first); !problem.Is(err, problem.NotFound) {
			t.Errorf("somebody elsewhere reads it: %v", err)
		}
		if err := w.audits.KeepTemplate(t.Context(), w.stranger, db.NewID(), first, next); !problem.Is(err, problem.NotFound) {
			t.Errorf("somebody elsewhere changes it: %v", err)
		}
		if err := w.audits.KeepTemplate(t.Context(), w.reader, db.NewID(), "", next); !problem.Is(err, problem.Forbidden) {
			t.Errorf("an analyst writes one: %v", err)
		}
	})
}

func TestTemplate_goesFromOneOrganisationToAnother(t *testing.T) {
	each(t, func(w *world) {
		scale, one := db.NewID(), db.NewID()
		w.must(w.audits.KeepScale(t.Context(), w.lead, scale, "", ownPoints()))
		content := ownTemplate()
		content.Scale = ownPoints()
		content.Scale.ID, content.Scale.Version, content.Scale.Level = scale, 1, "ordinal"
		w.must(w.audits.KeepTemplate(t.Context(), w.lead, one, "", content))
		made, err := w.audits.Template(t.Context(), w.lead, one)
		w.must(err)
		file, err := made.File()
		w.must(err)
		here := db.NewID()
		w.must(w.audits.LoadTemplate(t.Context(), w.stranger, here, file))
		got, err := w.audits.Template(t.Context(), w.stranger, here)
		w.must(err)
		if got.Name != content.Name || got.Scale.ID == scale || len(got.Scale.Points) != 2 || got.Questions[0].Text != content.Questions[0].Text {
			t.Errorf("%+v", got.Content)
		}
		for name, bad := range map[string]string{
			"nothing":            "",
			"another format":     `{"format":"x"}`,
			"something unknown":  strings.Replace(string(file), `"name"`, `"weight": 1, "name"`, 1),
			"two of them":        string(file) + string(file),
			"an edition of none": strings.Replace(string(file), made.Content.Edition, "nowhere-1", 1),
			"an outcome of none": strings.Replace(string(file), `"F1"`, `"ZZ"`, 1),
			"a book":             strings.Replace(string(file), "Read the plan last.", strings.Repeat("a", 6000), 1),
			"a flood":            strings.Repeat(" ", caseaudit.MaxTemplateFile+1),
		} {
			if err := w.audits.LoadTemplate(t.Context(), w.stranger, db.NewID(), []byte(bad)); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestScale_ofTheirOwnIsVersioned(t *testing.T) {
	each(t, func(w *world) {
		one, next := db.NewID(), db.NewID()
		w.must(w.audits.KeepScale(t.Context(), w.lead, one, "", ownPoints()))
		changed := ownPoints()
		changed.Points[0].Name = "Well done"
		w.must(w.audits.KeepScale(t.Context(), w.lead, next, one, changed))
		w.must(w.audits.KeepScale(t.Context(), w.lead, next, one, changed)) // sent twice
		all, err := w.audits.OwnScales(t.Context(), w.lead)
		w.must(err)
		if len(all) != 2 || all[0].Version != 2 || all[0].Points[0].Name != "Well done" || all[1].Points[0].Name != "Done" {
			t.Errorf("%+v", all)
		}
		for name, bad := range map[string]func(*caseaudit.Scale){
			"one grade":     func(s *caseaudit.Scale) { s.Points = s.Points[:1] },
			"no name":       func(s *caseaudit.Scale) { s.Name = "" },
			"no descriptor": func(s *caseaudit.Scale) { s.Points[1].Descriptor = "" },
			"a grade twice": func(s *caseaudit.Scale) { s.Points[1].Code = s.Points[0].Code },
		} {
			s := ownPoints()
			bad(&s)
			if err := w.audits.KeepScale(t.Context(), w.lead, db.NewID(), "", s); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// FuzzReadTemplate holds that no file breaks the reader, and that what is read is written and read again the same.
func FuzzReadTemplate(f *testing.F) {
	good, _ := ownTemplate().File()
	f.Add(good)
	f.Add([]byte(`{"format":"stablefutures-audit-template/1","scale":{"points":[null]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := caseaudit.ReadTemplate(data)
		if err != nil {
			return
		}
		one, err := c.File()
		if err != nil {
			t.Fatal(err)
		}
		again, err := caseaudit.ReadTemplate(one)
		if err != nil {
			t.Skip() // written longer than it may be
		}
		if two, _ := again.File(); !bytes.Equal(one, two) {
			t.Errorf("%s\n%s", one, two)
		}
	})
}
