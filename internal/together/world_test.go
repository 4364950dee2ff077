package together_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
	"stablefutures/internal/together"
)

// world is the service over a real database, with those who use it in one organisation and somebody in another.
type world struct {
	*testing.T
	db                                *db.DB
	door                              *access.Door
	ring                              *seal.Ring
	together                          *together.Service
	worker, manager, second, stranger permit.Actor
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	ledger.New(d, ring, testkit.Now)
	door := access.New(d, ring, testkit.Now, nil)
	organisation := db.NewID()
	actor := func(organisation string, roles ...permit.Role) permit.Actor {
		return permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: roles}
	}
	return &world{T: t, db: d, door: door, ring: ring, together: together.New(door), worker: actor(organisation, permit.Practitioner),
		manager: actor(organisation, permit.Manager), second: actor(organisation, permit.Manager), stranger: actor(db.NewID(), permit.Manager)}
}

func each(t *testing.T, f func(*world)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(newWorld(t, d)) })
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) refused(err error, kind problem.Kind, key string) {
	w.Helper()
	if !problem.Is(err, kind) || key != "" && problem.KeyOf(err) != key {
		w.Errorf("want %v %s, got %v", kind, key, err)
	}
}

// rows counts what a statement finds.
func (w *world) rows(statement string, args ...any) (n int) {
	w.Helper()
	w.must(w.db.Read(w.Context(), func(tx *db.Tx) error { return tx.QueryRow(w.Context(), statement, args...).Scan(&n) }))
	return n
}
