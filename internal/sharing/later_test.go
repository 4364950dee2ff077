package sharing_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/sharing"
)

// TestShare_whatWasReadThatDayStaysRead: words that are taken back in the evening were there in the morning, and the log
// goes on saying so.
func TestShare_whatWasReadThatDayStaysRead(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		w.permit(w.school, true)
		d := w.decision(24 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Said), w.key(sharing.Answer)}))
		w.open(ctx, d.ID)
		w.permit(w.school, false)
		w.open(ctx, d.ID)
		log, err := w.service.Shares(ctx, w.max, w.person)
		w.must(err)
		if looks := log.Entries[0].Looks; len(looks) != 1 || looks[0].Elements != 2 {
			w.Errorf("what was read is forgotten: %+v", looks)
		}
	})
}

// TestShare_whatWasWeighedStaysWithTheOwner: the agency reads why it sees something, and not what the young person said
// against it, nor what harm was feared.
func TestShare_whatWasWeighedStaysWithTheOwner(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		d := w.decision(24 * time.Hour)
		d.Terms.Request, d.Terms.Response, d.Terms.Asked, d.Terms.AskedWhy, d.Terms.Detriment = "THEYASKED", "read it kindly", "no", "SHEFEARS", "HARM"
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer)}))
		r := w.open(ctx, d.ID)
		all, err := json.Marshal(r)
		w.must(err)
		for _, hidden := range []string{"THEYASKED", "SHEFEARS", "HARM"} {
			if strings.Contains(string(all), hidden) {
				w.Errorf("%s reaches the agency", hidden)
			}
		}
		if r.Decision.Terms.Purpose != "college" || r.Decision.Terms.Response != "read it kindly" || r.Decision.Terms.Gateway != "ca2004-s11" {
			w.Errorf("why it sees this is lost: %+v", r.Decision.Terms)
		}
	})
}

// TestShare_thatEndsOnThePageOfGrantsIsOverInTheLog: the log never says that an agency sees what it does not see.
func TestShare_thatEndsOnThePageOfGrantsIsOverInTheLog(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		d := w.decision(24 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer)}))
		log, err := w.service.Shares(ctx, w.max, w.person)
		w.must(err)
		_, err = w.records.EndGrant(ctx, w.max, w.person, log.Entries[0].Grant, "done")
		w.must(err)
		if log, err = w.service.Shares(ctx, w.max, w.person); err != nil || log.Entries[0].Open(log.At) || log.Entries[0].EndedBy != w.max.ID {
			w.Errorf("%v: %+v", err, log.Entries[0].Decision)
		}
	})
}

// TestPledge_standsUnderAnEditionWhateverItIsAbout: about nothing in particular, about something that is in place, and
// where a share names nothing but a name.
func TestPledge_standsUnderAnEditionWhateverItIsAbout(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		o, _ := w.ed.Outcome(w.outcome)
		indicator, view := o.Indicators[0].Code, db.NewID()
		sittings, err := w.talks.Sittings(ctx, w.max, w.person)
		w.must(err)
		sitting := sittings[0].ID
		w.must(w.talks.ChangeDraft(ctx, w.max, w.person, sitting, conversation.Practitioner, func(c *conversation.Content) error {
			c.Findings = map[string]conversation.Finding{indicator: {State: "partly", Evidence: "letter of 1 March"}}
			return nil
		}))
		w.must(w.talks.AddView(ctx, w.max, w.person, sitting, view))
		finding, bare := w.decision(24*time.Hour), w.decision(24*time.Hour)
		w.must(w.service.Decide(ctx, w.max, finding, []string{"finding/" + view + "/" + indicator}))
		w.must(w.service.Decide(ctx, w.max, bare, []string{"field//name"}))
		steward := permit.Actor{ID: db.NewID(), Organisation: w.council, Roles: []permit.Role{permit.Steward}}
		w.must(framework.New(w.door).Choose(ctx, steward, framework.Children, w.ed.ID))
		for _, c := range []struct{ share, item string }{{finding.ID, ""}, {finding.ID, indicator}, {bare.ID, ""}} {
			id := db.NewID()
			w.must(w.service.Pledge(ctx, w.pat, w.person, sharing.Reply{ID: id, Share: c.share, Item: c.item}, sharing.Pledge{What: "a quiet room", Owner: "Hollin School", Due: "2031-05-01"}))
			p, err := w.made.Promise(ctx, w.max, w.person, id)
			w.must(err)
			if p.EditionID != w.ed.ID || slices.Contains(p.Items, indicator) {
				w.Errorf("%q: %+v", c.item, p)
			}
		}
	})
}
