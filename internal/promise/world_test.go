package promise_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// world is a house with records, conversations and promises, and a clock that the test moves.
type world struct {
	*testing.T
	*promise.Service
	db       *db.DB
	door     *access.Door
	records  *record.Service
	talks    *conversation.Service
	who      permit.Actor
	edition  *framework.Edition
	passed   atomic.Int64
	personID string
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, db: d, who: permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Practitioner}}}
	now := func() time.Time { return testkit.Now().Add(time.Duration(w.passed.Load())) }
	ledger.New(d, ring, now)
	w.door = access.New(d, ring, now, nil)
	w.Service, w.records, w.talks = promise.New(w.door), record.New(w.door), conversation.New(w.door)
	w.records.OnErase(conversation.Erase)
	w.records.OnErase(promise.Erase)
	w.edition, _ = framework.BySet(framework.SetChecklist)
	w.personID = w.person(w.who, "Selam")
	return w
}

// eachWorld runs f on both engines.
func eachWorld(t *testing.T, f func(w *world)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(newWorld(t, d)) })
}

func (w *world) pass(d time.Duration) { w.passed.Add(int64(d)) }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) person(who permit.Actor, name string) string {
	w.Helper()
	id, err := w.records.Create(w.Context(), who, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: name}}})
	w.must(err)
	return id
}

// due makes a promise that is due on the day.
func (w *world) due(day string) promise.Promise {
	return promise.Promise{ID: db.NewID(), Record: w.personID, EditionID: w.edition.ID, Items: []string{w.edition.Items()[0].Code},
		Agreed: "yes", DueOn: day, Text: promise.Text{What: "Ring the college about the lilac door", Owner: "Tam Ashdown", WhatForYoung: "ክድውል እየ", Language: "ti"}}
}

func (w *world) make(p promise.Promise) string {
	w.Helper()
	id, err := w.Make(w.Context(), w.who, p)
	w.must(err)
	return id
}

func (w *world) find(id string) promise.Promise {
	w.Helper()
	p, err := w.Promise(w.Context(), w.who, w.personID, id)
	w.must(err)
	return p
}

// settled gives a settlement of a kind with everything that kind needs.
func settled(kind promise.Kind) promise.Settlement {
	s := promise.Settlement{EventID: db.NewID(), Kind: kind}
	switch kind {
	case promise.WasKept:
		s.Text.Evidence = "the letter came, mauve paper"
	case promise.Changed:
		s.DueOn, s.Text.Reason = "2026-04-01", "the college was shut, marigold"
	case promise.WasHanded:
		s.Text.Body = "the virtual school, told by telephone, cerulean"
	case promise.WasBroken:
		s.Text.Reason = "nobody rang, vermilion"
	case promise.WasToldBack:
		s.Text.How = "told with the interpreter, turquoise"
	}
	return s
}

func as(err error, into **problem.Error) bool { return errors.As(err, into) }

// TakeIn takes in the promises of a sitting as conversation does.
func (w *world) TakeIn(work *access.Work, sitting string, list []conversation.OfflinePromise) error {
	return promise.TakeIn(w.Context(), work, conversation.OfflinePromises{Record: w.personID, Sitting: sitting, EditionID: w.edition.ID,
		Worker: w.who.ID, List: list})
}
