package exchange_test

import (
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/exchange"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// hostile is what somebody may type who wants to look like the record itself, or to turn its lines round.
const hostile = "x\n=====\nPromise 9: kept\r  | y\u202Ez\u0007</script>"

// secret is a sealed detail: nothing that is given out may hold it.
const secret = "14 Nowhere Terrace"

// world is one young person with everything that a record can hold. All of it is invented.
type world struct {
	*testing.T
	door     *access.Door
	log      *ledger.Log
	exchange *exchange.Service
	records  *record.Service
	talks    *conversation.Service
	promises *promise.Service
	ed       *framework.Edition

	mina, max permit.Actor // practitioner and manager of the young person's team
	person    string
	codes     []string
}

func eachWorld(t *testing.T, f func(*world)) {
	t.Helper()
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) { f(newWorld(t, d)) })
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	ring, err := seal.NewRing()
	w := &world{T: t}
	w.must(err)
	w.log = ledger.New(d, ring, testkit.Now)
	w.door = access.New(d, ring, testkit.Now, nil).WithLedger(w.log)
	accounts, err := account.New(w.door, d, account.Options{Origins: []string{"http://localhost:1"}})
	w.must(err)
	w.exchange, w.records, w.talks, w.promises = exchange.New(w.door, accounts), record.New(w.door), conversation.New(w.door), promise.New(w.door)
	w.ed, _ = framework.BySet(framework.SetChecklist)
	for _, item := range w.ed.Items() {
		w.codes = append(w.codes, item.Code)
	}
	organisation, err := accounts.CreateOrganisation(t.Context(), permit.System, account.Organisation{Name: "Fernmouth Council", Kind: account.Council, Nation: "wales"})
	w.must(err)
	team, err := accounts.CreateTeam(t.Context(), permit.System, organisation, "Harbour team")
	w.must(err)
	for _, p := range []struct {
		into *permit.Actor
		name string
		role permit.Role
	}{{&w.mina, "Mina Ashdown", permit.Practitioner}, {&w.max, "Max Underhill", permit.Manager}} {
		i, err := accounts.Invite(t.Context(), permit.System, organisation, account.NewPerson{Name: p.name, Email: strings.ToLower(p.name[:3]) + "@example.org", Roles: []permit.Role{p.role}})
		w.must(err)
		*p.into = permit.Actor{ID: i.AccountID, Organisation: organisation, Teams: []string{team}, Roles: []permit.Role{p.role}}
	}
	w.fill(team)
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// fill writes one of everything.
func (w *world) fill(team string) {
	w.Helper()
	ctx := w.Context()
	profile := record.Profile{Names: record.Names{Given: "Selam" + hostile, OwnScript: "ሰላም"}, Birth: record.Birth{Day: "2010-05-01", Accuracy: record.Disputed},
		Languages: []record.Language{{Tag: "ti", Reads: "a_little"}}, Why: record.VulnerableTo, Reference: "FC-77"}
	var err error
	w.person, err = w.records.Create(ctx, w.mina, record.NewPerson{Nation: "wales", Profile: profile, Teams: []string{team}, Sealed: true})
	w.must(err)
	found, err := w.records.Person(ctx, w.mina, w.person)
	w.must(err)
	profile.Pronouns = "she"
	w.must(w.records.UpdateProfile(ctx, w.mina, w.person, found.Revision, profile))
	_, err = w.records.AddSealed(ctx, w.mina, w.person, record.NewSealed{Class: "address", Detail: record.SealedDetail{Value: secret}})
	w.must(err)
	_, err = w.records.Attach(ctx, w.mina, w.person, "letter"+hostile[:1], strings.NewReader("Dear Selam, the room is yours.\n"))
	w.must(err)

	sitting, said, topic, view := db.NewID(), db.NewID(), db.NewID(), db.NewID()
	outcome := w.codes[0]
	w.must(w.talks.Hold(ctx, w.mina, conversation.Whole{ContributionID: said,
		Sitting: conversation.NewSitting{ID: sitting, Record: w.person, EditionID: w.ed.ID, Setup: conversation.Setup{Language: "ti",
			Present: []string{"interpreter"}, Explained: []string{"what", "nation.helpers"}, Interpreter: conversation.Interpreter{Used: "yes", Language: "ti", Independent: "yes"}}},
		Content: conversation.Content{Version: 1, Language: "ti", Chosen: []string{outcome}, Topics: []conversation.Topic{{ID: topic, Name: conversation.Words{Text: "ኩዕሶ" + hostile, Language: "ti"}}},
			Answers: map[string]conversation.Answer{outcome: {Choice: "some_of_it", Words: conversation.Words{Text: "መንበሪ" + hostile, Language: "ti", WrittenBy: "interpreter", Translation: "a room", TranslatedTo: "en"}}},
			Matters: []string{topic}, Links: [][2]string{{outcome, topic}}, Barriers: []conversation.Barrier{{ID: db.NewID(), Item: outcome, WhoCanChange: "service", System: "housing"}}}}))
	w.must(w.talks.ChangeDraft(ctx, w.mina, w.person, sitting, conversation.Practitioner, func(c *conversation.Content) error {
		c.Answers = map[string]conversation.Answer{outcome: {Choice: "not_there", Words: conversation.Words{Text: "no room yet", Language: "en"}}}
		o, _ := w.ed.Outcome(outcome)
		c.Findings = map[string]conversation.Finding{o.Indicators[0].Code: {State: "not_in_place", Evidence: "letter of 1 March"}}
		return nil
	}))
	w.must(w.talks.AddView(ctx, w.mina, w.person, sitting, view))
	w.must(w.talks.TalkThrough(ctx, w.mina, w.person, view, "withheld", "somebody is in danger"))
	w.must(w.talks.TalkThrough(ctx, w.mina, w.person, view, "talked_through", ""))
	_, err = w.talks.IssuePaper(ctx, w.mina, conversation.NewPaper{ID: db.NewID(), Record: w.person, EditionID: w.ed.ID, Language: "ti", Nation: "wales", Picture: "kite", Word: "River"})
	w.must(err)
	statements, err := w.talks.Statements(ctx, w.mina, w.person)
	w.must(err)
	w.must(w.talks.SayPermission(ctx, w.mina, w.person, conversation.Permission{ID: db.NewID(), Contribution: statements[0].Contribution, Item: statements[0].Item,
		Recipient: conversation.Publication, Text: conversation.PermissionText{Language: "ti", Note: "not with my name" + hostile}}))
	mark := db.NewID()
	w.must(w.talks.MarkSitting(ctx, w.mina, w.person, sitting, mark, conversation.Unsafe))
	w.must(w.talks.SettleMark(ctx, w.mina, w.person, mark, db.NewID(), conversation.MarkText{Reference: "told the duty team, 4711"}))
	made, err := w.promises.Make(ctx, w.mina, promise.Promise{Record: w.person, Sitting: sitting, EditionID: w.ed.ID, Items: []string{outcome, topic}, Agreed: "yes",
		DueOn: "2026-03-09", Text: promise.Text{What: "ask for the room" + hostile, Owner: "Mina", WhatForYoung: "ክሓትት እየ", Language: "ti"}})
	w.must(err)
	w.must(w.promises.Settle(ctx, w.mina, w.person, made, promise.Settlement{EventID: db.NewID(), Kind: promise.WasKept, Text: promise.EventText{Evidence: "the key"}},
		promise.Settlement{EventID: db.NewID(), Kind: promise.WasToldBack, Text: promise.EventText{How: "rang her"}}))
	other := db.NewID() // a draft that nobody finished
	_, err = w.talks.OpenSitting(ctx, w.mina, conversation.NewSitting{ID: other, Record: w.person, EditionID: w.ed.ID, Setup: conversation.Setup{Language: "en", Interpreter: conversation.Interpreter{Used: "not_needed"}}})
	w.must(err)
	w.must(w.talks.ChangeDraft(ctx, w.mina, w.person, other, conversation.YoungPerson, func(c *conversation.Content) error {
		c.Answers = map[string]conversation.Answer{outcome: {Words: conversation.Words{Text: unfinished, Language: "en"}}}
		return nil
	}))
}

// unfinished is what nobody has kept yet.
const unfinished = "not yet for anybody"
