package translation_test

import (
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
	"stablefutures/internal/translation"
)

// world is a service over a real database, a steward and a worker of one organisation, and the checklist.
type world struct {
	*testing.T
	s         *translation.Service
	editions  *framework.Service
	checklist *framework.Edition
	steward   permit.Actor
	worker    permit.Actor
	stranger  permit.Actor
	now       time.Time
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, now: testkit.Now()}
	clock := func() time.Time { w.now = w.now.Add(time.Second); return w.now }
	ledger.New(d, ring, clock)
	door := access.New(d, ring, clock, nil)
	w.editions = framework.New(door)
	w.s = translation.New(door, w.editions)
	w.editions.UseOverlay(w.s.Overlay)
	w.checklist, _ = framework.BySet(framework.SetChecklist)
	organisation := db.NewID()
	w.steward = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Steward}}
	w.worker = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Practitioner}}
	w.stranger = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Analyst}}
	t.Cleanup(func() {
		if err := i18n.Overlay("cy", nil); err != nil {
			t.Error(err)
		}
	})
	if err := w.s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) export(lang, format string) string {
	w.Helper()
	b, err := w.s.Export(w.Context(), w.steward, w.checklist.ID, lang, format)
	w.must(err)
	return string(b)
}

func (w *world) bring(text, role string) (translation.Report, error) {
	return w.s.Import(w.Context(), w.steward, []byte(text), translation.Claim{Role: role, Dialect: "as spoken in the north"})
}

func (w *world) status(lang, key string) string {
	w.Helper()
	pack, ok := w.editions.Pack(w.Context(), w.checklist, lang)
	if !ok {
		w.Fatalf("no %s", lang)
	}
	return pack.StatusOf(key)
}
