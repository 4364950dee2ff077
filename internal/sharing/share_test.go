package sharing_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// TestShare_showsWhatItNamesAndNothingElse: the agency sees the elements; the rest of the record does not exist for it.
func TestShare_showsWhatItNamesAndNothingElse(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		d := w.decision(24 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer), "field//language"}))
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer), "field//language"})) // pressed twice
		list, err := w.service.SharedWith(ctx, w.pat)
		w.must(err)
		if len(list) != 1 || list[0].Share != d.ID || list[0].From != "Fernmouth Council" {
			w.Fatalf("list: %+v", list)
		}
		r := w.open(ctx, d.ID)
		if len(r.Entry.Elements) != 2 {
			w.Errorf("elements: %+v", r.Entry.Elements)
		}
		all, err := json.Marshal(r)
		w.must(err)
		for _, hidden := range []string{"SECRETWORDS", "OTHERPROMISE", "Selam"} {
			if strings.Contains(string(all), hidden) {
				w.Errorf("%s reaches the agency", hidden)
			}
		}
		_, err = w.records.Person(ctx, w.pat, w.person)
		w.refused(err, problem.NotFound)
		_, err = w.talks.Sittings(ctx, w.pat, w.person)
		w.refused(err, problem.NotFound)
		_, err = w.service.Shares(ctx, w.pat, w.person)
		w.refused(err, problem.NotFound)
		w.refused(w.service.Withdraw(ctx, w.pat, w.person, d.ID), problem.NotFound)
		stranger := permit.Actor{ID: db.NewID(), Organisation: w.other, Roles: []permit.Role{permit.Manager}}
		_, err = w.service.Open(ctx, stranger, w.person, d.ID)
		w.refused(err, problem.NotFound)
		_, err = w.service.Open(ctx, w.pat, w.person, db.NewID())
		w.refused(err, problem.NotFound)
		auditor := permit.Actor{ID: db.NewID(), Organisation: w.school, Roles: []permit.Role{permit.Auditor}}
		if _, err = w.service.Open(ctx, auditor, w.person, d.ID); err == nil {
			w.Error("a role that does not work with young people opens a share")
		}
	})
}

// TestShare_wordsNeedAYesAndGoAtOnceWithANo: what the young person takes back is gone at the next opening.
func TestShare_wordsNeedAYesAndGoAtOnceWithANo(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		d := w.decision(24 * time.Hour)
		w.refused(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Said)}), problem.Invalid)
		w.permit(w.other, true)
		w.refused(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Said)}), problem.Invalid) // a yes to somebody else
		w.permit(w.school, true)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Said)}))
		if x := w.open(ctx, d.ID).Entry.Elements[0]; x.Text != "SECRETWORDS" || x.Mark != sharing.Words {
			w.Errorf("%+v", x)
		}
		w.permit(w.school, false)
		if x := w.open(ctx, d.ID).Entry.Elements[0]; x.Text != "" || x.Missing != "not_permitted" || x.MissingOn == "" {
			w.Errorf("taken back, and still there: %+v", x)
		}
		w.permit(w.school, true)
		later := db.NewID()
		right := conversation.Content{Language: "en", Answers: map[string]conversation.Answer{w.outcome: {Choice: "not_there", Words: conversation.Words{Text: "NEWWORDS"}}}}
		w.must(w.talks.Correct(ctx, w.max, conversation.Correction{Record: w.person, Corrects: w.said, ID: later, Content: right, Why: "I misheard"}))
		if x := w.open(ctx, d.ID).Entry.Elements[0]; x.Text != "" || x.Missing != "not_permitted" {
			w.Errorf("a yes to other words: %+v", x)
		}
	})
}

// TestShare_endsByItsDayOrByHand: then it is NotFound, the list is empty, and the log says what had been seen.
func TestShare_endsByItsDayOrByHand(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		byHand, byDay := w.decision(48*time.Hour), w.decision(2*time.Hour)
		for _, d := range []sharing.Decision{byHand, byDay} {
			w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer)}))
		}
		w.open(ctx, byHand.ID)
		w.open(ctx, byHand.ID)
		w.must(w.service.Withdraw(ctx, w.max, w.person, byHand.ID))
		_, err := w.service.Open(ctx, w.pat, w.person, byHand.ID)
		w.refused(err, problem.NotFound)
		w.refused(w.service.Withdraw(ctx, w.max, w.person, byHand.ID), problem.Conflict)
		w.open(ctx, byDay.ID) // the other goes on
		w.wait(2 * time.Hour)
		_, err = w.service.Open(ctx, w.pat, w.person, byDay.ID)
		w.refused(err, problem.NotFound)
		w.refused(w.service.Say(ctx, w.pat, w.person, sharing.Reply{ID: db.NewID(), Share: byDay.ID, Kind: sharing.View, Text: sharing.AnswerText{Text: "late"}}), problem.NotFound)
		if list, err := w.service.SharedWith(ctx, w.pat); err != nil || len(list) != 0 {
			w.Errorf("still listed: %+v %v", list, err)
		}
		log, err := w.service.Shares(ctx, w.max, w.person)
		w.must(err)
		for _, e := range log.Entries {
			if len(e.Looks) != 1 || e.Looks[0].Account != w.pat.ID || e.Looks[0].Elements != 1 {
				w.Errorf("looks: %+v", e.Looks)
			}
		}
	})
}

// TestShare_theAgencyAnswersForItsOwn: its view, finding and promise stand as its own; it corrects only those.
func TestShare_theAgencyAnswersForItsOwn(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		d := w.decision(24 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer)}))
		first := sharing.Reply{ID: db.NewID(), Share: d.ID, Kind: sharing.View, Item: w.outcome, Text: sharing.AnswerText{Text: "seen in class"}}
		for range 2 {
			w.must(w.service.Say(ctx, w.pat, w.person, first))
		}
		second := sharing.Reply{ID: db.NewID(), Share: d.ID, Kind: sharing.View, Item: w.outcome, Corrects: first.ID, Text: sharing.AnswerText{Text: "seen in class on Monday"}}
		w.must(w.service.Say(ctx, w.pat, w.person, second))
		w.refused(w.service.Say(ctx, w.pat, w.person, sharing.Reply{ID: db.NewID(), Share: d.ID, Kind: sharing.View, Item: "not shared", Text: sharing.AnswerText{Text: "x"}}), problem.NotFound)
		w.refused(w.service.Say(ctx, w.pat, w.person, sharing.Reply{ID: db.NewID(), Share: d.ID, Kind: sharing.Finding, Text: sharing.AnswerText{Text: "x", State: "great"}}), problem.Invalid)
		w.refused(w.service.Say(ctx, w.max, w.person, sharing.Reply{ID: db.NewID(), Share: d.ID, Kind: sharing.View, Text: sharing.AnswerText{Text: "not mine"}}), problem.Forbidden)
		promised := db.NewID()
		w.must(w.service.Pledge(ctx, w.pat, w.person, sharing.Reply{ID: promised, Share: d.ID, Item: w.outcome}, sharing.Pledge{What: "a quiet room", Owner: "Hollin School", Due: "2031-05-01"}))
		log, err := w.service.Shares(ctx, w.max, w.person)
		w.must(err)
		if r := log.Entries[0].Replies; len(r) != 3 || r[1].Corrects != first.ID || r[0].Text.Text != "seen in class" || log.Entries[0].Promises[promised].Text.What != "a quiet room" {
			w.Errorf("replies: %+v", r)
		}
		if own := w.open(ctx, d.ID); len(own.Replies) != 3 || own.Looks != nil {
			w.Errorf("the agency sees of itself: %+v", own.Replies)
		}
		w.must(w.records.Erase(ctx, w.max, w.person, "mistake"))
		for _, table := range []string{"sharing_shares", "sharing_elements", "sharing_seen", "sharing_answers"} {
			if n := w.count(table); n != 0 {
				w.Errorf("%d rows of %s outlive the record", n, table)
			}
		}
	})
}

// TestDecide_notToShareIsKeptAsCarefully, with no grant and nothing named.
func TestDecide_notToShareIsKeptAsCarefully(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		d := sharing.Decision{ID: db.NewID(), Record: w.person, Recipient: w.school, Terms: sharing.Terms{Purpose: "asked for all", Asked: "no", AskedWhy: "they fear it", Detriment: "he may read it"}}
		w.must(w.service.Decide(ctx, w.max, d, nil))
		if list, err := w.service.SharedWith(ctx, w.pat); err != nil || len(list) != 0 {
			w.Errorf("%+v %v", list, err)
		}
		log, err := w.service.Shares(ctx, w.max, w.person)
		w.must(err)
		if e := log.Entries[0]; e.Share || e.Grant != "" || e.Terms.AskedWhy != "they fear it" {
			w.Errorf("%+v", e)
		}
		for name, change := range map[string]func(*sharing.Decision){
			"no purpose":   func(d *sharing.Decision) { d.Terms.Purpose = " " },
			"no why":       func(d *sharing.Decision) { d.Terms.AskedWhy = "" },
			"to ourselves": func(d *sharing.Decision) { d.Recipient = w.council },
			"to nobody":    func(d *sharing.Decision) { d.Recipient = "" },
			"no end":       func(d *sharing.Decision) { d.Share, d.Terms.Gateway, d.Terms.Identifier = true, "duty", "not_needed" },
			"too long":     func(d *sharing.Decision) { *d = w.decision(400 * 24 * time.Hour) },
			"wrong number": func(d *sharing.Decision) {
				*d = w.decision(time.Hour)
				d.Terms.Identifier, d.Terms.Number = "included", "9434765918"
			},
		} {
			bad := d
			bad.ID = db.NewID()
			change(&bad)
			var keys []string
			if bad.Share {
				keys = []string{w.key(sharing.Answer)}
			}
			if err := w.service.Decide(ctx, w.max, bad, keys); !problem.Is(err, problem.Invalid) {
				w.Errorf("%s: %v", name, err)
			}
		}
		w.refused(w.service.Decide(ctx, w.pat, d, nil), problem.NotFound)
	})
}

// The NHS's own published example is 943 476 5919; 987 654 4321 carries a wrong check digit.
func TestValidNumber(t *testing.T) {
	for number, want := range map[string]bool{"943 476 5919": true, "9434765919": true, "9434765918": false, "9876544321": false, "943476591": false, "94347659190": false, "abcdefghij": false} {
		if got := sharing.ValidNumber("england", number); got != want {
			t.Errorf("%s: %v", number, got)
		}
	}
	if sharing.ValidNumber("scotland", "9434765919") {
		t.Error("a CHI number begins with a date")
	}
}
