package framework_test

import (
	"context"
	"reflect"
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

// plots is a service with three people at two organisations, and a second process on the same database.
type plots struct {
	*framework.Service
	other                    *framework.Service
	door                     *access.Door
	now                      time.Time
	steward, worker, partner permit.Actor
}

func openPlots(t *testing.T, d *db.DB) *plots {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	p := &plots{now: testkit.Now()}
	clock := func() time.Time { return p.now }
	ledger.New(d, ring, clock)
	p.door = access.New(d, ring, clock, nil)
	p.Service, p.other = framework.New(p.door), framework.New(p.door)
	p.steward = permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	p.worker = permit.Actor{ID: db.NewID(), Organisation: p.steward.Organisation, Roles: []permit.Role{permit.Practitioner}}
	p.partner = permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	return p
}

func has(list []*framework.Edition, id string) bool {
	return slices.ContainsFunc(list, func(e *framework.Edition) bool { return e.ID == id })
}

func TestShelf(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		p := openPlots(t, d)
		ctx := t.Context()
		p.readableByPermission(t, ctx)
		e, err := p.Publish(ctx, p.steward, garden())
		if err != nil {
			t.Fatal(err)
		}
		if want := garden(); e.Owner != p.steward.Organisation || e.BuiltIn() || !strings.HasPrefix(e.ID, "garden-plots-2-1-spring-") {
			t.Errorf("published as %s by %s", e.ID, e.Owner)
		} else if want.ID = e.ID; !reflect.DeepEqual(e.Document(), want) {
			t.Errorf("the shelf gives back something else:\n%+v\n%+v", e.Document(), want)
		}
		again, err := p.Publish(ctx, p.steward, garden())
		if err != nil || again.ID != e.ID {
			t.Errorf("the same once more: %v, %v", again, err)
		}
		far, err := p.other.Edition(ctx, e.ID)
		if err != nil || far.Checksum() != e.Checksum() {
			t.Errorf("another process does not find it: %v", err)
		}
		if _, err := p.Edition(ctx, "nothing"); !problem.Is(err, problem.NotFound) || problem.KeyOf(err) != "framework.unknown_edition" {
			t.Errorf("an unknown edition: %v", err)
		}
		p.neverChanges(t, ctx, e)
		p.choosing(t, ctx, e)
		p.withheld(t, ctx, e)
	})
}

// readableByPermission compares what each reader sees with what the permission says, for all three.
func (p *plots) readableByPermission(t *testing.T, ctx context.Context) {
	t.Helper()
	for uses, want := range map[string][4]bool{
		framework.UsesOrganisation: {true, true, false, false}, framework.UsesPartners: {true, true, true, false}, framework.UsesPublic: {true, true, true, true},
	} {
		doc := garden()
		doc.ID, doc.Permission.Uses = "garden-for-"+uses, uses
		if _, err := p.Publish(ctx, p.steward, doc); err != nil {
			t.Fatal(err)
		}
		for i, who := range []permit.Actor{p.steward, p.worker, p.partner, permit.Nobody} {
			for _, s := range []*framework.Service{p.Service, p.other} {
				p.now = p.now.Add(time.Minute)
				list, err := s.Readable(ctx, who)
				if err != nil {
					t.Fatal(err)
				}
				if has(list, doc.ID) != want[i] {
					t.Errorf("%s: reader %d sees it: %v", uses, i, !want[i])
				}
				if !has(list, framework.Editions()[0].ID) {
					t.Errorf("reader %d does not see what is built in", i)
				}
			}
		}
	}
}

// neverChanges tries everything that would put other words under an id that records stand on.
func (p *plots) neverChanges(t *testing.T, ctx context.Context, e *framework.Edition) {
	t.Helper()
	changed := e.Document()
	changed.Principles[0].Outcomes[0].Text = "Plot 1 has no water."
	if _, err := p.Publish(ctx, p.steward, changed); problem.KeyOf(err) != "framework.id_taken" || !problem.Is(err, problem.Conflict) {
		t.Errorf("other words under the same id: %v", err)
	}
	if _, err := p.Publish(ctx, p.partner, changed); problem.KeyOf(err) != "framework.id_taken" {
		t.Errorf("other words from elsewhere: %v", err)
	}
	checklist := framework.Editions()[0].Document()
	checklist.Copy = &framework.Copy{Obtained: "2026-01-01"}
	if _, err := p.Publish(ctx, p.steward, checklist); !fieldIs(t, err, "/set", "framework.fault.our_set") || !fieldIs(t, err, "/id", "framework.fault.built_in") {
		t.Errorf("the checklist was published again: %v", err)
	}
	for name, broken := range map[string]func(*framework.Document){
		"/copy/obtained":   func(d *framework.Document) { d.Copy = nil },
		"/permission/by":   func(d *framework.Document) { d.Permission.By = " " },
		"/permission/uses": func(d *framework.Document) { d.Permission.Uses = "" },
		"/principles":      func(d *framework.Document) { d.Expected.Outcomes = 24 },
	} {
		doc := garden()
		broken(&doc)
		if _, err := p.Publish(ctx, p.steward, doc); !fieldIs(t, err, name, "") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := p.Publish(ctx, p.worker, garden()); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a practitioner published: %v", err)
	}
	if _, err := p.PublishFor(ctx, p.steward, p.partner.Organisation, garden()); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a steward published for another organisation: %v", err)
	}
}

// choosing: the organisation that holds it works with it, and another only once it holds a copy too.
func (p *plots) choosing(t *testing.T, ctx context.Context, e *framework.Edition) {
	t.Helper()
	if err := p.Choose(ctx, p.partner, framework.Children, e.ID); problem.KeyOf(err) != "framework.unknown_edition" {
		t.Errorf("somebody chose what they may not read: %v", err)
	}
	if err := p.Choose(ctx, p.steward, framework.Children, e.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Chosen(ctx, p.worker, framework.Children); err != nil || got.ID != e.ID || got.Withheld() {
		t.Errorf("chosen: %v, %v", got, err)
	}
	if list, err := p.Choosable(ctx, p.worker, framework.Children); err != nil || !has(list, e.ID) {
		t.Errorf("it is not offered: %v", err)
	}
	if list, err := p.Choosable(ctx, p.partner, framework.Children); err != nil || has(list, e.ID) {
		t.Errorf("it is offered elsewhere: %v", err)
	}
	held := e.Document()
	held.Copy = &framework.Copy{Obtained: "2026-05-05"}
	if got, err := p.Publish(ctx, p.partner, held); err != nil || got.Owner != p.steward.Organisation || got.Copy().Obtained != "2026-04-03" {
		t.Errorf("a second copy: %v", err)
	}
	if err := p.Choose(ctx, p.partner, framework.Children, e.ID); err != nil {
		t.Errorf("who holds a copy cannot choose it: %v", err)
	}
}

// withheld: whoever may not read it sees codes, at the same places, and nothing of the wording anywhere.
func (p *plots) withheld(t *testing.T, ctx context.Context, e *framework.Edition) {
	t.Helper()
	stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	bare, err := p.Shown(ctx, stranger, e.ID)
	if err != nil || !bare.Withheld() {
		t.Fatalf("a stranger sees the wording: %v", err)
	}
	err = p.door.Read(ctx, stranger, permit.ReadFramework, access.Nothing, func(w *access.Work) error {
		found, err := framework.Find(ctx, w, e.ID)
		if err == nil && !found.Withheld() {
			t.Error("a stranger finds the wording")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if bare.Checksum() != e.Checksum() || len(bare.Items()) != len(e.Items()) {
		t.Error("it is another edition")
	}
	for i, it := range bare.Items() {
		if it.Code != e.Items()[i].Code || it.Text != it.Code {
			t.Fatalf("item %d is %+v", i, it)
		}
	}
	b := asJSON(t, bare.Document())
	pack, _ := p.Pack(ctx, bare, "en")
	for _, entry := range bare.Entries(pack) {
		b = append(append(b, '\n'), entry.Text...)
	}
	for _, word := range []string{"enough water", "tool ", "compost", "Bed 1"} {
		if strings.Contains(string(b), word) {
			t.Errorf("%q is still there", word)
		}
	}
}

func fieldIs(t *testing.T, err error, name, key string) bool {
	t.Helper()
	if !problem.Is(err, problem.Invalid) {
		return false
	}
	var p *problem.Error
	asProblem(t, err, &p)
	return slices.ContainsFunc(p.Fields, func(f problem.Field) bool { return f.Name == name && (key == "" || f.Key == key) })
}
