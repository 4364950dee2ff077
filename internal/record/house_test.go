package record_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// house is the room on a fresh database, with a clock that the test moves.
type house struct {
	*testing.T
	db       *db.DB
	ring     *seal.Ring
	log      *ledger.Log
	door     *access.Door
	records  *record.Service
	accounts *account.Service
	seconds  atomic.Int64
}

func eachHouse(t *testing.T, f func(h *house)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(newHouse(t, d)) })
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, db: d, ring: ring}
	now := func() time.Time { return testkit.Now().Add(time.Duration(h.seconds.Load()) * time.Second) }
	h.log = ledger.New(d, ring, now)
	h.door = access.New(d, ring, now, nil).WithLedger(h.log)
	h.records = record.New(h.door)
	if h.accounts, err = account.New(h.door, d, account.Options{}); err != nil {
		t.Fatal(err)
	}
	return h
}

var organisation = db.NewID()

func worker(roles ...permit.Role) permit.Actor {
	return permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: roles, Teams: []string{db.NewID()}}
}

// named opens a record with these names.
func (h *house) named(who permit.Actor, n record.Names) string {
	h.Helper()
	id, err := h.records.Create(h.Context(), who, record.NewPerson{Nation: nation.England, Profile: record.Profile{Names: n}, Sealed: true})
	if err != nil {
		h.Fatal(err)
	}
	return id
}

// find gives the names that a search shows.
func (h *house) find(who permit.Actor, query string) []string {
	h.Helper()
	rows, _, err := h.records.Caseload(h.Context(), who, query)
	if err != nil {
		h.Fatal(err)
	}
	var shown []string
	for _, r := range rows {
		shown = append(shown, r.Names.Shown())
	}
	return shown
}

// looks reads the record's log, after everything that waits has its place.
func (h *house) looks(who permit.Actor, id string) []record.Look {
	h.Helper()
	if err := h.log.Settle(h.Context()); err != nil {
		h.Fatal(err)
	}
	log, err := h.records.Log(h.Context(), who, h.accounts, id, record.Wanted{})
	if err != nil {
		h.Fatal(err)
	}
	return log.Looks
}

// secretsIn reads every file of a folder and gives the secrets that lie open in one.
func secretsIn(t *testing.T, folder string, secrets []string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lower := bytes.ToLower(content)
		for _, s := range secrets {
			if bytes.Contains(content, []byte(s)) || bytes.Contains(lower, []byte(strings.ToLower(s))) {
				found = append(found, filepath.Base(path)+": "+s)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
