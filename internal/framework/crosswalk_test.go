package framework_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// walker makes a service, a steward and their colleague.
func walkers(t *testing.T, d *db.DB) (s *framework.Service, steward, worker permit.Actor, pass func()) {
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	now := testkit.Now()
	ledger.New(d, ring, func() time.Time { return now })
	s = framework.New(access.New(d, ring, func() time.Time { return now }, nil))
	steward = permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	worker = permit.Actor{ID: db.NewID(), Organisation: steward.Organisation, Roles: []permit.Role{permit.Practitioner}}
	return s, steward, worker, func() { now = now.Add(time.Minute) }
}

func ends(t *testing.T) (from, to string) {
	a, _ := framework.BySet(framework.SetChecklist)
	b, _ := framework.BySet(framework.SetMSCOS)
	return a.ID, b.ID
}

func TestCrosswalk_laterLinesStandAndNothingIsLost(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s, steward, worker, pass := walkers(t, d)
		ctx := t.Context()
		from, to := ends(t)
		save := func(uses string, links ...framework.Link) framework.Crosswalk {
			t.Helper()
			pass()
			c, err := s.SaveCrosswalk(ctx, steward, from, to, "Invented Borough", uses, links)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		if c, err := s.Crosswalk(ctx, worker, from, to); err != nil || c.Version != 0 || len(c.Links) > 0 {
			t.Errorf("before the first saving: %+v, %v", c, err)
		}
		first := save(framework.UsesOrganisation,
			framework.Link{From: "G10", To: "C1", Relation: framework.Related, Note: "only at 18"},
			framework.Link{From: "G1", To: "C1", Relation: framework.Narrower},
			framework.Link{From: "F4", Relation: framework.NoRelation})
		if first.Version != 1 || len(first.Links) != 3 || first.Links[0].From != "F4" || first.Links[2].From != "G10" {
			t.Errorf("first: %+v", first)
		}
		if again := save(framework.UsesOrganisation, framework.Link{From: "G1", To: "C1", Relation: framework.Narrower}); again.Version != 1 {
			t.Errorf("saying it again made version %d", again.Version)
		}
		second := save(framework.UsesOrganisation, framework.Link{From: "G1", To: "C1", Relation: framework.Wider, Note: "seen again", Maker: "A partner"})
		if second.Version != 2 || len(second.Links) != 3 {
			t.Errorf("second: %+v", second)
		}
		if l := second.Of("G1"); len(l) != 1 || l[0].Relation != framework.Wider || l[0].Maker != "A partner" || l[0].Version != 2 {
			t.Errorf("G1: %+v", l)
		}
		if m := second.Makers(); !slices.Equal(m, []string{"A partner", "Invented Borough"}) {
			t.Errorf("makers: %v", m)
		}
		if r := second.Reversed(); len(r.Links) != 2 || r.Links[0].From != "C1" || r.Links[0].To != "G1" || r.Links[0].Relation != framework.Narrower {
			t.Errorf("from the other side: %+v", r.Links)
		}
		third := save(framework.UsesOrganisation, framework.Link{From: "F4", To: "C2", Relation: framework.Related},
			framework.Link{From: "G10", To: "C1", Relation: framework.NoRelation})
		if l := third.Of("F4"); len(l) != 1 || l[0].To != "C2" {
			t.Errorf("something was found after all: %+v", l)
		}
		if l := third.Of("G10"); len(l) != 1 || l[0].Relation != framework.NoRelation {
			t.Errorf("taken back: %+v", l)
		}
		got, err := s.Crosswalk(ctx, worker, from, to)
		if err != nil || len(got.Links) != 3 || got.Uses != framework.UsesOrganisation {
			t.Errorf("a colleague reads %+v, %v", got, err)
		}
	})
}

func TestCrosswalk_isItsOrganisationsUntilItIsPublic(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s, steward, worker, pass := walkers(t, d)
		ctx := t.Context()
		from, to := ends(t)
		link := framework.Link{From: "G6", To: "C7", Relation: framework.Narrower}
		if _, err := s.SaveCrosswalk(ctx, worker, from, to, "X", framework.UsesOrganisation, []framework.Link{link}); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner made one: %v", err)
		}
		elsewhere := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
		for i, uses := range []string{framework.UsesOrganisation, framework.UsesPublic} {
			pass()
			if _, err := s.SaveCrosswalk(ctx, steward, from, to, "X", uses, []framework.Link{link}); err != nil {
				t.Fatal(err)
			}
			if c, err := s.Crosswalk(ctx, elsewhere, from, to); err != nil || c.Version != 0 {
				t.Errorf("%s: another organisation has it as its own: %+v, %v", uses, c, err)
			}
			if list, err := s.Crosswalks(ctx, elsewhere); err != nil || len(list) > 0 {
				t.Errorf("%s: another organisation lists it: %v, %v", uses, list, err)
			}
			for _, pair := range [][2]string{{from, to}, {to, from}} {
				list, err := s.PublicCrosswalks(ctx, pair[0], pair[1])
				if err != nil || len(list) != i {
					t.Errorf("%s: %d are public, %v", uses, len(list), err)
				}
				if len(list) == 1 && list[0].From.ID != pair[0] {
					t.Errorf("it runs from %s", list[0].From.ID)
				}
			}
		}
	})
}

func TestCrosswalk_refuses(t *testing.T) {
	s, steward, _, _ := walkers(t, testkit.SQLite(t))
	from, to := ends(t)
	for name, c := range map[string]struct {
		from, to, maker, uses string
		links                 []framework.Link
		key                   string
	}{
		"itself":         {from, from, "X", "organisation", nil, "crosswalk.one_edition"},
		"an unknown one": {from, "nothing", "X", "organisation", nil, "framework.unknown_edition"},
		"no item":        {from, to, "X", "organisation", []framework.Link{{From: "Z9", To: "C1", Relation: "equal"}}, "crosswalk.no_item"},
		"no other item":  {from, to, "X", "organisation", []framework.Link{{From: "G1", To: "C9", Relation: "equal"}}, "crosswalk.no_item"},
		"half a line":    {from, to, "X", "organisation", []framework.Link{{From: "G1", Relation: "equal"}}, "crosswalk.needs_item"},
		"no relation":    {from, to, "X", "organisation", []framework.Link{{From: "G1", To: "C1", Relation: "same"}}, "crosswalk.no_relation"},
		"a pair twice":   {from, to, "X", "organisation", []framework.Link{{From: "G1", To: "C1", Relation: "equal"}, {From: "G1", To: "C1", Relation: "wider"}}, "crosswalk.twice"},
		"a long note":    {from, to, "X", "organisation", []framework.Link{{From: "G1", To: "C1", Relation: "equal", Note: strings.Repeat("n", 501)}}, "crosswalk.too_long"},
		"nobody's":       {from, to, " ", "organisation", nil, "crosswalk.not_whole"},
		"an unknown use": {from, to, "X", "everybody", nil, "crosswalk.not_whole"},
	} {
		if _, err := s.SaveCrosswalk(t.Context(), steward, c.from, c.to, c.maker, c.uses, c.links); problem.KeyOf(err) != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCrosswalkFile_roundTrip(t *testing.T) {
	s, steward, _, _ := walkers(t, testkit.SQLite(t))
	from, to := ends(t)
	c, err := s.SaveCrosswalk(t.Context(), steward, from, to, "Invented Borough", framework.UsesOrganisation, []framework.Link{
		{From: "G1", To: "C1", Relation: framework.Narrower, Note: "=1+1, \"quoted\"\nand a second line"},
		{From: "F4", Relation: framework.NoRelation, Note: "لا شيء هناك"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"json", "csv", "xlsx", "ods"} {
		var b bytes.Buffer
		if err := c.File().Write(&b, kind); err != nil {
			t.Fatal(err)
		}
		f, err := framework.ReadCrosswalkFile("crosswalk."+kind, b.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if f.From != from || f.To != to || !slices.Equal(f.Links, c.File().Links) {
			t.Errorf("%s gives %+v", kind, f)
		}
		if kind == "json" && !strings.Contains(b.String(), "Made by Invented Borough, not by the authors") {
			t.Error("the file does not say whose it is")
		}
		again, err := s.SaveCrosswalk(t.Context(), steward, f.From, f.To, "Invented Borough", framework.UsesOrganisation, f.Lines())
		if err != nil || again.Version != 1 {
			t.Errorf("%s: taking one's own file back made version %d, %v", kind, again.Version, err)
		}
	}
	for text, key := range map[string]string{
		"from,relation,to\nG1,equal,C1":                                              "crosswalk.no_columns",
		"from_edition,from,relation,to_edition,to\na,G1,equal,b,C1\nc,G1,equal,b,C2": "crosswalk.other_editions",
		`{"format": "else"}`:                                                         "crosswalk.other_format",
		`{"format": "x", "more": 1}`:                                                 "crosswalk.no_json",
		`{`:                                                                          "crosswalk.no_json",
	} {
		if _, err := framework.ReadCrosswalkFile("x.csv", []byte(text)); problem.KeyOf(err) != key {
			t.Errorf("%q: %v", text, err)
		}
	}
}
