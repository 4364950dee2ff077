package sharing_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/sharing"
	"stablefutures/internal/testkit"
)

// world is two agencies: a council whose manager holds a record, and a school whose worker holds nothing.
type world struct {
	*testing.T
	d       *db.DB
	door    *access.Door
	service *sharing.Service
	talks   *conversation.Service
	records *record.Service
	made    *promise.Service
	time    atomic.Int64

	max, pat       permit.Actor // the council's manager, the school's worker
	council, other string
	school         string
	person         string
	said           string // the contribution
	outcome        string
	ed             *framework.Edition
}

func eachWorld(t *testing.T, f func(*world)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(newWorld(t, d)) })
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	w := &world{T: t, d: d}
	w.must(err)
	now := func() time.Time { return testkit.Now().Add(time.Duration(w.time.Load()) * time.Second) }
	w.door = access.New(d, ring, now, func() error { return nil }).WithLedger(ledger.New(d, ring, now))
	w.must(w.door.CheckRing(t.Context()))
	packs, err := nation.Load()
	w.must(err)
	people, err := account.New(w.door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
	w.must(err)
	w.records, w.talks, w.made, w.service = record.New(w.door), conversation.New(w.door), promise.New(w.door), sharing.New(w.door, people, packs)
	w.records.OnErase(conversation.Erase)
	w.records.OnErase(promise.Erase)
	w.records.OnErase(sharing.Erase)
	for _, o := range []struct {
		into *string
		name string
	}{{&w.council, "Fernmouth Council"}, {&w.school, "Hollin School"}, {&w.other, "Third Body"}} {
		*o.into, err = people.CreateOrganisation(t.Context(), permit.System, account.Organisation{Name: o.name, Kind: "council", Nation: "england"})
		w.must(err)
	}
	w.max = permit.Actor{ID: db.NewID(), Organisation: w.council, Roles: []permit.Role{permit.Manager}}
	w.pat = permit.Actor{ID: db.NewID(), Organisation: w.school, Roles: []permit.Role{permit.Practitioner}}
	w.ed, _ = framework.BySet(framework.SetChecklist)
	w.fill()
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) wait(d time.Duration) { w.time.Add(int64(d / time.Second)) }

func (w *world) refused(err error, kind problem.Kind) {
	w.Helper()
	if !problem.Is(err, kind) {
		w.Errorf("got %v, want %v", err, kind)
	}
}

// fill holds one conversation with the young person and makes one promise.
func (w *world) fill() {
	w.Helper()
	ctx := w.Context()
	id, err := w.records.Create(ctx, w.max, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Selam"}, Languages: []record.Language{{Tag: "ti"}}}})
	w.must(err)
	w.person = id
	for _, item := range w.ed.Items() {
		if item.Kind == framework.OutcomeItem {
			w.outcome = item.Code
			break
		}
	}
	w.said = db.NewID()
	w.must(w.talks.Hold(ctx, w.max, conversation.Whole{ContributionID: w.said, Content: conversation.Content{Language: "en", Chosen: []string{w.outcome},
		Answers: map[string]conversation.Answer{w.outcome: {Choice: "there_for_me", Words: conversation.Words{Text: "SECRETWORDS", Language: "en"}}}},
		Sitting: conversation.NewSitting{ID: db.NewID(), Record: id, EditionID: w.ed.ID, Setup: conversation.Setup{Language: "en", Interpreter: conversation.Interpreter{Used: "not_needed"}}}}))
	_, err = w.made.Make(ctx, w.max, promise.Promise{Record: id, EditionID: w.ed.ID, Items: []string{w.outcome}, Agreed: "yes", DueOn: "2031-03-09", Text: promise.Text{What: "OTHERPROMISE", Owner: "Max"}})
	w.must(err)
}

func (w *world) permit(recipient string, yes bool) {
	w.Helper()
	w.must(w.talks.SayPermission(w.Context(), w.max, w.person, conversation.Permission{ID: db.NewID(), Contribution: w.said, Item: w.outcome, Recipient: recipient, Yes: yes}))
}

func (w *world) decision(until time.Duration) sharing.Decision {
	return sharing.Decision{ID: db.NewID(), Record: w.person, Recipient: w.school, Share: true, Until: w.door.Now().Add(until),
		Terms: sharing.Terms{Purpose: "college", Gateway: "ca2004-s11", Asked: "yes", Detriment: "weighed", Identifier: "not_needed"}}
}

func (w *world) key(kind sharing.Kind) string { return string(kind) + "/" + w.said + "/" + w.outcome }

func (w *world) open(ctx context.Context, share string) sharing.Received {
	w.Helper()
	r, err := w.service.Open(ctx, w.pat, w.person, share)
	w.must(err)
	return r
}

func (w *world) count(table string) (n int) {
	w.Helper()
	w.must(w.d.Read(w.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(w.Context(), "select count(*) from "+table).Scan(&n)
	}))
	return n
}
