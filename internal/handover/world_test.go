package handover_test

import (
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/handover"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// world is a house with one young person, Selam, her practitioner Tam Ashdown and her guardian Iona Birk, all invented,
// and a clock that the test moves.
type world struct {
	testing.TB
	*handover.Service
	promises      *promise.Service
	records       *record.Service
	talks         *conversation.Service
	frameworks    *framework.Service
	tam, iona     permit.Actor
	ed            *framework.Edition
	passed        atomic.Int64
	selam         string
	home, college string // codes of two outcomes
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	w := &world{TB: t}
	w.must(err)
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	now := func() time.Time { return testkit.Now().Add(time.Duration(w.passed.Load())) }
	ledger.New(d, ring, now)
	door := access.New(d, ring, now, nil)
	accounts, err := account.New(door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
	w.must(err)
	w.Service, w.promises, w.records, w.talks = handover.New(door, accounts), promise.New(door), record.New(door), conversation.New(door)
	w.frameworks = framework.New(door)
	w.staff(accounts)
	w.ed, _ = framework.BySet(framework.SetChecklist)
	w.home, w.college = w.ed.Principles[0].Outcomes()[0].Code, w.ed.Principles[2].Outcomes()[1].Code
	w.selam, err = w.records.Create(t.Context(), w.tam, record.NewPerson{Nation: "england", Profile: record.Profile{
		Names:     record.Names{Given: "Selam", Family: "Tesfay", Preferred: "Selam"},
		Languages: []record.Language{{Tag: "ti"}}}})
	w.must(err)
	boss := w.tam
	boss.Roles = []permit.Role{permit.Manager}
	_, err = w.records.Give(t.Context(), boss, w.selam, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: w.iona.ID, Reason: access.ReasonGuardian})
	w.must(err)
	return w
}

func (w *world) staff(accounts *account.Service) {
	w.Helper()
	organisation := db.NewID()
	first, err := accounts.CreateFirstAdministrator(w.Context(), permit.System,
		account.Organisation{ID: organisation, Name: "Wendmoor Council", Kind: account.Council, Nation: "england"},
		account.NewPerson{Name: "Orla Quill", Email: "orla@wendmoor.example"})
	w.must(err)
	admin := permit.Actor{ID: first.AccountID, Organisation: organisation, Roles: []permit.Role{permit.Administrator}}
	invite := func(name, email string, role permit.Role) permit.Actor {
		i, err := accounts.Invite(w.Context(), admin, organisation, account.NewPerson{Name: name, Email: email, Roles: []permit.Role{role}})
		w.must(err)
		return permit.Actor{ID: i.AccountID, Organisation: organisation, Roles: []permit.Role{role}}
	}
	w.tam = invite("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
	w.iona = invite("Iona Birk", "iona@wendmoor.example", permit.Guardian)
}

func eachWorld(t *testing.T, f func(w *world)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(newWorld(t, d)) })
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) pass(days int) { w.passed.Add(int64(days) * int64(24*time.Hour)) }

// said is what a young person says of an outcome.
func said(choice, text string) conversation.Answer {
	a := conversation.Answer{Choice: choice}
	if text != "" {
		a.Words = conversation.Words{Text: text, Language: "ti", WrittenBy: "interpreter", Translation: "in English: " + choice, TranslatedTo: "en", TranslatedBy: "interpreter"}
	}
	return a
}

// hold has a conversation and gives its sitting's id.
func (w *world) hold(language string, c conversation.Content) string {
	w.Helper()
	id := db.NewID()
	w.must(w.talks.Hold(w.Context(), w.tam, conversation.Whole{ContributionID: db.NewID(), Content: c,
		Sitting: conversation.NewSitting{ID: id, Record: w.selam, EditionID: w.ed.ID, Setup: conversation.Setup{Language: language,
			Present: []string{"interpreter", "guardian"}, Readers: "Tam, Iona and the reviewing officer",
			Interpreter: conversation.Interpreter{Used: "yes", Language: "ti", Independent: "yes", Reference: "Interpreter Luwam"}}}}))
	return id
}

// view adds somebody's own view of a sitting and gives its id.
func (w *world) view(who permit.Actor, sitting string, change func(*conversation.Content)) string {
	w.Helper()
	w.must(w.talks.ChangeDraft(w.Context(), who, w.selam, sitting, conversation.OwnPerspective(who), func(c *conversation.Content) error {
		change(c)
		return nil
	}))
	id := db.NewID()
	w.must(w.talks.AddView(w.Context(), who, w.selam, sitting, id))
	return id
}

// promise makes one for the items, from a sitting.
func (w *world) promise(sitting, what, own string, items ...string) string {
	w.Helper()
	p := promise.Promise{Record: w.selam, Sitting: sitting, EditionID: w.ed.ID, Items: items, Agreed: "yes", DueOn: "2026-03-20",
		Text: promise.Text{What: what, Owner: "Tam Ashdown", WhatForYoung: own, Language: "ti"}}
	id, err := w.promises.Make(w.Context(), w.tam, p)
	w.must(err)
	return id
}

func (w *world) settle(id string, kind promise.Kind, text promise.EventText) {
	w.Helper()
	w.must(w.promises.Settle(w.Context(), w.tam, w.selam, id, promise.Settlement{EventID: db.NewID(), Kind: kind, DueOn: "2026-04-20", Text: text}))
}

func (w *world) picture(young bool) handover.Picture {
	w.Helper()
	p, err := w.Picture(w.Context(), w.tam, w.selam, "", young)
	w.must(err)
	return p
}

// find gives what a picture holds of an outcome or topic; nil when it is not in it.
func find(p handover.Picture, code string) *handover.OutcomeView {
	for _, pr := range p.Principles {
		for i := range pr.Outcomes {
			if pr.Outcomes[i].Code == code {
				return &pr.Outcomes[i]
			}
		}
	}
	for i := range p.Topics {
		if p.Topics[i].Code == code {
			return &p.Topics[i]
		}
	}
	return nil
}
