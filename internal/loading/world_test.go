package loading_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/loading"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// world is a service over a real database, with a steward.
type world struct {
	*testing.T
	loading *loading.Service
	shelf   *framework.Service
	who     permit.Actor
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	ledger.New(d, ring, testkit.Now)
	door := access.New(d, ring, testkit.Now, nil)
	return &world{T: t, loading: loading.New(door), shelf: framework.New(door),
		who: permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// goal is the shape of the invented set about a garden.
var goal = loading.Goal{Set: "garden", Name: "The garden", Expected: framework.Totals{Principles: 4, Outcomes: 25, Indicators: 86}}

func (w *world) start(g loading.Goal) string {
	w.Helper()
	id := db.NewID()
	w.must(w.loading.Start(w.Context(), w.who, id, g))
	return id
}

func (w *world) open(id string) *loading.Opened {
	w.Helper()
	o, err := w.loading.Open(w.Context(), w.who, id)
	w.must(err)
	return o
}

// put hands a file in and gives the draft after it.
func (w *world) put(draft, name string, content []byte) *loading.Opened {
	w.Helper()
	w.must(w.loading.Put(w.Context(), w.who, draft, w.open(draft).Seen, db.NewID(), name, content))
	return w.open(draft)
}

// act does steps as one operation.
func (w *world) act(draft string, steps ...loading.Step) {
	w.Helper()
	w.must(w.loading.Act(w.Context(), w.who, draft, w.open(draft).Seen, loading.Operation{ID: db.NewID(), Steps: steps}))
}

func (w *world) refused(err error, kind problem.Kind, key string) {
	w.Helper()
	if !problem.Is(err, kind) || problem.KeyOf(err) != key {
		w.Errorf("want %v %s, got %v", kind, key, err)
	}
}

// about is a publishing form with everything that is needed.
func about() *loading.About {
	a := &loading.About{Version: "1", Date: "2026-01-05", Source: "Invented for tests.", Obtained: "2026-02-01", Language: "en",
		Uses: framework.UsesOrganisation, By: "nobody: it is invented"}
	a.Levels.Principle, a.Levels.Outcome, a.Levels.Indicator = "principle", "outcome", "indicator"
	return a
}

func (w *world) publish(draft string) *framework.Edition {
	w.Helper()
	w.must(w.loading.Act(w.Context(), w.who, draft, w.open(draft).Seen, loading.Operation{ID: db.NewID(), About: about()}))
	e, err := w.loading.Publish(w.Context(), w.who, draft, w.open(draft).Seen)
	w.must(err)
	return e
}
