//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"time"

	"stablefutures/bench/bound"
	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

const (
	callers  = 50
	people   = 600 // as in a local authority; savers go round them, so that no picture grows beyond what is real
	caseload = 25  // records of one practitioner
	sittings = 10  // conversations of the young person whose picture is opened
	answers  = 50  // in one conversation
)

// world is the product's rooms on a fresh database, with one practitioner and a caseload of invented people.
type world struct {
	door          *access.Door
	records       *record.Service
	conversations *conversation.Service
	owners        []permit.Actor // of 25 people each
	next          atomic.Int64
	edition       *framework.Edition
	people        []string
	content       conversation.Content
	close         func() error
}

func measureServices(ctx context.Context, t *table, dir string, each time.Duration, wanted *regexp.Regexp) error {
	w, err := openWorld(ctx, dir)
	if err != nil {
		return err
	}
	defer w.close()
	e, err := bound.Open(filepath.Join(dir, "bound.db"))
	if err != nil {
		return err
	}
	measure := func(what string, n int, goal float64, ours, bare func(caller int) error) error {
		if !wanted.MatchString(what) {
			return nil
		}
		a, b, err := inTurns(
			func() (rate, error) { return perSecond(n, each, ours) },
			func() (rate, error) { return perSecond(n, each, bare) })
		if err == nil {
			t.add(atLeast(what, a, b, goal))
		}
		return err
	}
	page := func(caller int) error { return e.Page(caller % bound.People) }
	save := func(caller int) error { return e.Save(caller % bound.People) }
	list := func(caller int) error { return e.List(caller % bound.Holders) }
	return errors.Join(
		measure(fmt.Sprintf("open a picture of %d conversations, recorded durably, %d readers", sittings, callers), callers, 0.6,
			func(int) error { return w.openPicture(ctx) }, page),
		measure(fmt.Sprintf("save a conversation of %d answers, durably, alone", answers), 1, 0.7,
			func(int) error { return w.save(ctx) }, save),
		measure(fmt.Sprintf("the same, %d at once", callers), callers, 0.6,
			func(int) error { return w.save(ctx) }, save),
		measure(fmt.Sprintf("list a caseload of %d, recorded durably, %d readers", caseload, callers), callers, 0.7,
			func(int) error { return w.list(ctx) }, list),
		measureOffline(ctx, t, w, e, wanted),
	)
}

func openWorld(ctx context.Context, dir string) (*world, error) {
	d, err := db.Open(ctx, filepath.Join(dir, "ours.db"))
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, d); err != nil {
		return nil, err
	}
	ring, err := seal.NewRing()
	if err != nil {
		return nil, err
	}
	ledger.New(d, ring, time.Now)
	door := access.New(d, ring, time.Now, nil)
	w := &world{door: door, records: record.New(door), conversations: conversation.New(door), close: d.Close}
	organisation := db.NewID()
	for range people / caseload {
		w.owners = append(w.owners, permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Practitioner}})
	}
	edition, ok := framework.BySet("placeholder-25-86")
	if !ok {
		return nil, errors.New("the placeholder edition is not there")
	}
	w.edition = edition
	w.content = fiftyAnswers(edition)
	return w, w.fill(ctx)
}

// fiftyAnswers is a conversation that touches fifty outcomes and indicators.
func fiftyAnswers(e *framework.Edition) conversation.Content {
	c := conversation.Content{Language: "en", Answers: map[string]conversation.Answer{}, Findings: map[string]conversation.Finding{}}
	anchor, finding := framework.SomeOfIt.Key(), framework.Partly.Key()
	for _, item := range e.Items() {
		if len(c.Answers)+len(c.Findings) == answers {
			break
		}
		if item.Kind == framework.OutcomeItem {
			c.Answers[item.Code] = conversation.Answer{Choice: anchor, Words: conversation.Words{
				Text: "An invented sentence, about as long as people say.", Language: "en", WrittenBy: "worker"}}
			continue
		}
		c.Findings[item.Code] = conversation.Finding{State: finding}
	}
	return c
}

func (w *world) fill(ctx context.Context) error {
	for n := range people {
		id, err := w.records.Create(ctx, w.owners[n/caseload], record.NewPerson{Nation: "scotland", Profile: record.Profile{
			Names: record.Names{Given: fmt.Sprintf("Invented %d", n)}}})
		if err != nil {
			return err
		}
		w.people = append(w.people, id)
	}
	for range sittings {
		if err := w.saveTo(ctx, 0); err != nil {
			return err
		}
	}
	return nil
}

// save goes round everybody but the first, whose picture is opened and must not grow meanwhile.
func (w *world) save(ctx context.Context) error {
	return w.saveTo(ctx, 1+int(w.next.Add(1))%(people-1))
}

func (w *world) saveTo(ctx context.Context, n int) error {
	return w.conversations.Hold(ctx, w.owners[n/caseload], conversation.Whole{
		Sitting: conversation.NewSitting{ID: db.NewID(), Record: w.people[n], EditionID: w.edition.ID, Setup: conversation.Setup{
			Language: "en", Interpreter: conversation.Interpreter{Used: "not_needed"}}},
		ContributionID: db.NewID(), Content: w.content})
}

func (w *world) openPicture(ctx context.Context) error {
	var p conversation.Picture
	err := w.door.Read(ctx, w.owners[0], permit.ReadPicture, access.Record(w.people[0]), func(work *access.Work) (err error) {
		p, err = conversation.FindPicture(ctx, work, w.people[0])
		return err
	})
	if err == nil && len(p.Outcomes(w.edition, false)) == 0 {
		return errors.New("the picture is empty")
	}
	return err
}

func (w *world) list(ctx context.Context) error {
	rows, _, err := w.records.Caseload(ctx, w.owners[0], "")
	if err == nil && len(rows) != caseload {
		return fmt.Errorf("%d rows, not %d", len(rows), caseload)
	}
	return err
}
