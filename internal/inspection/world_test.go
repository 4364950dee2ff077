package inspection_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/inspection"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/release"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// world is a deployment with a council, its people, and somebody of another organisation.
type world struct {
	*testing.T
	db                                                     *db.DB
	time                                                   atomic.Int64
	door                                                   *access.Door
	log                                                    *ledger.Log
	in                                                     *inspection.Service
	accounts                                               *account.Service
	records                                                *record.Service
	talks                                                  *conversation.Service
	promises                                               *promise.Service
	edition                                                *framework.Edition
	admin, lead, auditor, analyst, worker, other, stranger permit.Actor
	counts                                                 [][]int64 // what the source "release" gives, before it is protected
}

func each(t *testing.T, f func(*world)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := &world{T: t, db: d, counts: [][]int64{{40, 30, 7}}}
		ring, err := seal.NewRing()
		w.must(err)
		now := func() time.Time { return testkit.Now().Add(time.Duration(w.time.Load())) }
		w.log = ledger.New(d, ring, now)
		w.door = access.New(d, ring, now, func() error { return nil }).WithLedger(w.log)
		w.must(w.door.CheckRing(t.Context()))
		w.accounts, err = account.New(w.door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
		w.must(err)
		w.records, w.talks, w.promises = record.New(w.door), conversation.New(w.door), promise.New(w.door)
		w.in = inspection.New(w.door, w.accounts)
		w.in.Sources("release", w.tables)
		ed, ok := framework.BySet(framework.SetChecklist)
		if !ok {
			t.Fatal("no edition")
		}
		w.edition = ed
		here, elsewhere := w.organisation("Fernmouth Council"), w.organisation("Hollin Council")
		w.admin = permit.Actor{ID: db.NewID(), Organisation: here, Roles: []permit.Role{permit.Administrator}}
		w.lead, w.other = w.person(here, "Lead", permit.Manager), w.person(here, "Other", permit.Manager)
		w.auditor, w.analyst = w.person(here, "Auditor", permit.Auditor), w.person(here, "Analyst", permit.Analyst)
		w.worker, w.stranger = w.person(here, "Worker", permit.Practitioner), w.person(elsewhere, "Stranger", permit.Manager)
		w.must(framework.New(w.door).Choose(t.Context(), w.admin, framework.Children, ed.ID))
		f(w)
	})
}

// tables is a source of one table, protected as everything is.
func (w *world) tables(ctx context.Context, work *access.Work, _ i18n.L, _ inspection.Span) ([]inspection.Evidence, error) {
	kept, err := release.Keep(ctx, work, disclosure.StrictDefault, disclosure.Table{Key: "answers", Data: "one", Columns: []string{"yes", "no", "other"}, Counts: w.counts})
	if err != nil {
		return nil, err
	}
	f, err := inspection.FiguresOf("Who has an advocate", kept.ID, kept.Table, nil, []string{"Yes", "No", "Something else"})
	if err != nil {
		return nil, err
	}
	return []inspection.Evidence{{ID: "release:one", Topics: []string{"figures"}, Title: "Advocates", Link: "/together/releases/" + kept.ID, Figures: []inspection.Figures{f}},
		{ID: "review:one", Topics: []string{"self_review"}, Title: "Self-review", Link: "/reviews/one", Lines: []string{"Answered together."}}}, nil
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) organisation(name string) string {
	w.Helper()
	id, err := w.accounts.CreateOrganisation(w.Context(), permit.System, account.Organisation{Name: name, Kind: "council", Nation: "england"})
	w.must(err)
	return id
}

func (w *world) person(organisation, name string, role permit.Role) permit.Actor {
	w.Helper()
	who := permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Administrator}}
	made, err := w.accounts.Invite(w.Context(), who, organisation, account.NewPerson{Name: name, Email: name + "@example.org", Roles: []permit.Role{role}})
	w.must(err)
	return permit.Actor{ID: made.AccountID, Organisation: organisation, Roles: []permit.Role{role}}
}

func (w *world) pass(d time.Duration) { w.time.Add(int64(d)) }

// pack begins a pack under England's three questions.
func (w *world) pack() string {
	w.Helper()
	id := db.NewID()
	w.must(w.in.Begin(w.Context(), w.lead, inspection.NewPack{ID: id, Title: "Spring", Framework: "england-self-evaluation", Span: span()}, i18n.For("en")))
	return id
}

func span() inspection.Span { return inspection.Span{From: "2025-01-01", To: "2026-12-31"} }

// last gives the version of a pack that stands.
func (w *world) last(id string) inspection.Pack {
	w.Helper()
	p, err := w.in.Pack(w.Context(), w.lead, id, 0)
	w.must(err)
	return p
}
