package custody_test

import (
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// house is the room on a fresh database, with a clock that the test moves.
type house struct {
	*testing.T
	db            *db.DB
	ring          *seal.Ring
	log           *ledger.Log
	door          *access.Door
	records       *record.Service
	custody       *custody.Service
	talks         *conversation.Service
	promises      *promise.Service
	at            atomic.Pointer[time.Time]
	first, second permit.Actor // two managers of one team
	organisation  string
}

func eachHouse(t *testing.T, f func(h *house)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(newHouse(t, d)) })
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	ring, err := seal.NewRing()
	h := &house{T: t, db: d, ring: ring, organisation: db.NewID()}
	h.must(err)
	h.set(testkit.Now())
	now := func() time.Time { return *h.at.Load() }
	h.log = ledger.New(d, ring, now)
	h.door = access.New(d, ring, now, nil).WithLedger(h.log)
	h.records, h.talks, h.promises = record.New(h.door), conversation.New(h.door), promise.New(h.door)
	accounts, err := account.New(h.door, d, account.Options{})
	h.must(err)
	packs, err := nation.Load()
	h.must(err)
	h.custody = custody.New(h.door, h.records, accounts, packs)
	h.records.OnErase(conversation.Erase)
	h.records.OnErase(promise.Erase)
	team := db.NewID()
	h.first, h.second = h.manager(team), h.manager(team)
	return h
}

func (h *house) manager(team string) permit.Actor {
	return permit.Actor{ID: db.NewID(), Organisation: h.organisation, Roles: []permit.Role{permit.Manager}, Teams: []string{team}}
}

func (h *house) set(at time.Time) { h.at.Store(&at) }

// london sets the clock by the wall clock in London.
func (h *house) london(wall string) {
	h.Helper()
	place, err := time.LoadLocation("Europe/London")
	h.must(err)
	at, err := time.ParseInLocation("2006-01-02 15:04:05", wall, place)
	h.must(err)
	h.set(at)
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// refused wants an error of a kind with a key.
func (h *house) refused(err error, kind problem.Kind, key string) {
	h.Helper()
	if !problem.Is(err, kind) || key != "" && problem.KeyOf(err) != key {
		h.Errorf("got %v (%s), want %v %s", err, problem.KeyOf(err), kind, key)
	}
}

// born opens a record that both managers hold.
func (h *house) born(in string, b record.Birth) string {
	h.Helper()
	id, err := h.records.Create(h.Context(), h.first, record.NewPerson{Nation: in, Teams: h.first.Teams, Profile: record.Profile{Names: record.Names{Given: "Selam"}, Birth: b}})
	h.must(err)
	return id
}

func (h *house) say(id string, e custody.Entry) {
	h.Helper()
	h.must(h.custody.Say(h.Context(), h.first, id, e))
}

func (h *house) keeping(id string) custody.Keeping {
	h.Helper()
	k, err := h.custody.Keeping(h.Context(), h.first, id)
	h.must(err)
	return k
}
