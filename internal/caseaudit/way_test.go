package caseaudit_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

const day = 24 * time.Hour

// walk is one case that the second auditor reads, its worker, and a manager.
type walk struct {
	*world
	programme, id string
	worker        permit.Actor
}

func (w *world) walk() *walk {
	w.Helper()
	x := &walk{world: w, worker: w.person(w.lead.Organisation, "Worker", permit.Practitioner)}
	p := w.drawn(plan("census", 0), frame(1))
	x.programme, x.id = p.ID, p.Cases[0].ID
	w.must(w.audits.Share(w.Context(), w.lead, p.ID, []string{w.second.ID}, db.Day(testkit.Now().Add(20*day))))
	w.must(w.audits.Declare(w.Context(), w.second, p.ID, x.id, "", ""))
	return x
}

func (w *world) later(d time.Duration) { w.time.Add(int64(d)) }

// lock lets a rater lock what they found of a case.
func (w *world) lock(who permit.Actor, id string) {
	w.Helper()
	var rating string
	w.must(w.door.Read(w.Context(), who, permit.ReadCases, access.Organisation(who.Organisation), func(work *access.Work) error {
		mine, err := work.MyRatings(w.Context())
		for _, r := range mine {
			if r.Case == id && r.Waits() {
				rating = r.ID
			}
		}
		return err
	}))
	w.must(w.door.Do(w.Context(), who, permit.RateCase, access.Rating(rating), func(work *access.Work) error { return work.LockRating(w.Context()) }))
}

func (x *walk) way() caseaudit.Way {
	x.Helper()
	_, ways, err := x.audits.Ways(x.Context(), x.reader, x.programme)
	x.must(err)
	return ways[slices.IndexFunc(ways, func(w caseaudit.Way) bool { return w.Case.ID == x.id })]
}

// waits writes what the case waits for: late ones with !, those that managers are told of with !!.
func (x *walk) waits() string {
	x.Helper()
	var list []string
	for _, w := range x.way().Waits {
		mark := ""
		if w.Late {
			mark = "!"
		}
		if w.Escalated {
			mark = "!!"
		}
		list = append(list, w.For+mark)
	}
	return strings.Join(list, " ")
}

func (x *walk) wait(want string) {
	x.Helper()
	if got := x.waits(); got != want {
		x.Errorf("waits for %q, not %q", got, want)
	}
}

func (w *world) denied(err error, kind problem.Kind, key string) {
	w.Helper()
	if !problem.Is(err, kind) || problem.KeyOf(err) != key {
		w.Errorf("%v (%s), not %s", err, problem.KeyOf(err), key)
	}
}

// finished brings the case to where its worker knows what was found.
func (x *walk) finished() {
	x.Helper()
	ctx := x.Context()
	x.must(x.audits.Tell(ctx, x.lead, x.programme, x.id, x.worker.ID))
	x.must(x.audits.HaveMet(ctx, x.second, x.programme, x.id, db.Day(testkit.Now())))
	x.lock(x.second, x.id)
	x.must(x.audits.FeedBack(ctx, x.second, x.programme, x.id, db.NewID(), "Plans name what they want; one promise was late."))
}

func (x *walk) give(owner string, body string) string {
	x.Helper()
	id := db.NewID()
	x.must(x.audits.Give(x.Context(), x.lead, caseaudit.Action{ID: id, Programme: x.programme, Case: x.id, Owner: owner, Due: db.Day(testkit.Now().Add(time.Duration(x.time.Load()) + 30*day)),
		Words: caseaudit.ActionWords{What: "Ask before a meeting is moved", Effect: "Young people say they were asked", Body: body}}))
	return id
}

func TestWay_goesFromDrawnToClosed(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		x.wait("reading worker")
		x.denied(w.audits.HaveMet(ctx, w.second, x.programme, x.id, db.Day(testkit.Now())), problem.Conflict, "auditway.not_told")
		x.must(w.audits.Tell(ctx, w.lead, x.programme, x.id, x.worker.ID))
		x.wait("reading talk")
		x.denied(w.audits.FeedBack(ctx, w.second, x.programme, x.id, db.NewID(), "well done"), problem.Conflict, "auditway.not_completed")
		x.must(w.audits.HaveMet(ctx, w.second, x.programme, x.id, db.Day(testkit.Now())))
		x.wait("reading")
		x.lock(w.second, x.id)
		x.wait("feedback")
		x.denied(w.audits.Close(ctx, w.lead, x.programme, x.id), problem.Conflict, "auditway.still_waits")
		x.must(w.audits.FeedBack(ctx, w.second, x.programme, x.id, db.NewID(), "Plans name what they want."))
		x.wait("closing")
		action := x.give(x.worker.ID, "")
		x.wait("action")
		x.denied(w.audits.Close(ctx, w.lead, x.programme, x.id), problem.Conflict, "auditway.still_waits")
		x.must(w.audits.DoAction(ctx, x.worker, action, "Talked about in the team; done since May"))
		x.wait("confirm")
		x.denied(w.audits.Close(ctx, w.lead, x.programme, x.id), problem.Conflict, "auditway.still_waits")
		x.must(w.audits.LookAtAction(ctx, w.third, action, caseaudit.ActionConfirmed, "Three invitations, each asked first"))
		x.wait("closing")
		x.must(w.audits.Close(ctx, w.lead, x.programme, x.id))
		x.must(w.audits.Close(ctx, w.lead, x.programme, x.id)) // pressed twice
		x.wait("")
		if way := x.way(); way.Stage() != "closed" {
			t.Errorf("stands at %s", way.Stage())
		}
		x.denied(w.audits.Tell(ctx, w.lead, x.programme, x.id, ""), problem.Conflict, "auditway.closed")
		x.denied(w.audits.AnswerFeedback(ctx, x.worker, x.id, db.NewID(), "thank you"), problem.Conflict, "auditway.closed")
	})
}

func TestWay_waitsForModerationWhereTwoRead(t *testing.T) {
	p := caseaudit.Programme{}
	c := caseaudit.Case{Drawn: true, Steps: []caseaudit.Step{{Kind: caseaudit.Assigned, Auditor: "a"}, {Kind: caseaudit.Accepted, Auditor: "a"}, {Kind: caseaudit.WorkerTold},
		{Kind: caseaudit.Met}, {Kind: caseaudit.Assigned, Auditor: "b", Text: caseaudit.StepText{Second: true}}}}
	now := testkit.Now()
	if w := caseaudit.WayAt(p, c, time.Time{}, time.Time{}, now); len(w.Waits) != 1 || w.Waits[0].For != caseaudit.WaitReading {
		t.Errorf("while one of them reads: %+v", w.Waits)
	}
	if w := caseaudit.WayAt(p, c, now, time.Time{}, now); len(w.Waits) != 1 || w.Waits[0].For != caseaudit.WaitModeration {
		t.Errorf("both have finished: %+v", w.Waits)
	}
	if w := caseaudit.WayAt(p, c, now, now, now); len(w.Waits) != 1 || w.Waits[0].For != caseaudit.WaitFeedback {
		t.Errorf("settled: %+v", w.Waits)
	}
}

func TestLateness_comesWithTheClockAndGoesUp(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		x.must(w.audits.Tell(ctx, w.lead, x.programme, x.id, x.worker.ID))
		w.later(14 * day) // ten working days are two weeks
		x.wait("reading talk")
		w.later(3 * day) // whichever day it was, a working day is over
		x.wait("reading talk!")
		w.later(7 * day)
		x.wait("reading! talk!!")
		w.later(14 * day)
		x.wait("reading!! talk!!")
		list, err := w.audits.Waiting(ctx, w.third)
		x.must(err)
		if len(list) != 1 || len(list[0].Ways) != 1 {
			t.Fatalf("what waits: %+v", list)
		}
		if _, err := w.audits.Waiting(ctx, w.stranger); err != nil {
			t.Error(err)
		}
		x.must(w.audits.Raise(ctx, w.second, x.programme, x.id, db.NewID(), caseaudit.ConcernWords{}))
		x.wait("concern!! reading talk") // what was late before is not late while the clock stands
	})
}

func TestConcern_stopsTheClockUntilItIsClosedBySomebodyElse(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		x.must(w.audits.Tell(ctx, w.lead, x.programme, x.id, x.worker.ID))
		due := x.way().Waits[0].Due
		concern := db.NewID()
		x.must(w.audits.Raise(ctx, w.second, x.programme, x.id, concern, caseaudit.ConcernWords{})) // nothing need be known
		x.must(w.audits.Raise(ctx, w.second, x.programme, x.id, concern, caseaudit.ConcernWords{})) // sent twice
		w.later(42 * day)
		x.wait("concern!! reading talk")
		x.denied(w.audits.CloseConcern(ctx, w.second, x.programme, x.id, concern, db.NewID(), caseaudit.ConcernWords{Done: "All is well", Told: "the duty manager"}),
			problem.Conflict, "auditway.concern_not_alone")
		err := w.audits.CloseConcern(ctx, w.third, x.programme, x.id, concern, db.NewID(), caseaudit.ConcernWords{Done: "Moved the same night"})
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("closed, and nobody was told: %v", err)
		}
		x.must(w.audits.AddToConcern(ctx, w.second, x.programme, x.id, concern, db.NewID(), caseaudit.ConcernWords{Told: "The duty manager", When: "14:10, by phone", Response: "Goes there now"}))
		x.must(w.audits.CloseConcern(ctx, w.third, x.programme, x.id, concern, db.NewID(), caseaudit.ConcernWords{Done: "Moved the same night"}))
		x.denied(w.audits.CloseConcern(ctx, w.third, x.programme, x.id, concern, db.NewID(), caseaudit.ConcernWords{Done: "again"}), problem.Conflict, "auditway.concern_closed")
		x.wait("reading talk")
		if moved := x.way().Waits[0].Due; moved <= due {
			t.Errorf("due %s, and %s after the clock stood for six weeks", due, moved)
		}
		list, err := w.audits.Concerns(ctx, w.third, x.programme, x.id)
		x.must(err)
		if len(list) != 1 || len(list[0].Lines) != 3 || list[0].ClosedAt.IsZero() || list[0].Lines[1].Words.When != "14:10, by phone" {
			t.Errorf("kept: %+v", list)
		}
		x.denied(w.audits.Raise(ctx, w.stranger, x.programme, x.id, db.NewID(), caseaudit.ConcernWords{}), problem.NotFound, "problem.not_found")
		if err := w.audits.Raise(ctx, w.reader, x.programme, x.id, db.NewID(), caseaudit.ConcernWords{}); !problem.Is(err, problem.Forbidden) {
			t.Errorf("an analyst raised one: %v", err)
		}
	})
}

func TestConcern_wordsAreNotForWhomeverReadsApart(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		concern := db.NewID()
		x.must(w.audits.Raise(ctx, w.third, x.programme, x.id, concern, caseaudit.ConcernWords{What: "A lock on the outside of the door"}))
		seen := func(who permit.Actor) bool {
			list, err := w.audits.Concerns(ctx, who, x.programme, x.id)
			x.must(err)
			return len(list) == 1 && list[0].Shown && len(list[0].Lines) > 0
		}
		x.denied(w.audits.CloseConcern(ctx, w.third, x.programme, x.id, concern, db.NewID(), caseaudit.ConcernWords{Told: "the duty manager", Done: "I looked myself"}),
			problem.Conflict, "auditway.concern_not_alone") // who raised it reads no case, and is still one person
		if seen(w.second) || !seen(w.lead) || !seen(w.third) {
			t.Errorf("whoever still reads %v, the lead %v, who raised it %v", seen(w.second), seen(w.lead), seen(w.third))
		}
		x.denied(w.audits.AddToConcern(ctx, w.second, x.programme, x.id, concern, db.NewID(), caseaudit.ConcernWords{Told: "me"}), problem.NotFound, "problem.not_found")
		x.lock(w.second, x.id)
		if !seen(w.second) {
			t.Error("nor once all have finished")
		}
	})
}

func TestConcern_staysWithACaseThatIsLeftOut(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		x.must(w.audits.Leave(ctx, w.lead, x.programme, x.id, "They asked not to be part of it"))
		x.wait("")
		x.must(w.audits.Raise(ctx, w.second, x.programme, x.id, db.NewID(), caseaudit.ConcernWords{What: "Not safe at night"}))
		x.wait("concern!!")
	})
}

func TestWorker_isToldHeardAndReadsWhatWasFound(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		x.denied(w.audits.Tell(ctx, w.lead, x.programme, x.id, w.second.ID), problem.Invalid, "problem.stale_form") // an auditor is nobody's worker
		x.must(w.audits.Tell(ctx, w.lead, x.programme, x.id, x.worker.ID))
		other := w.person(w.lead.Organisation, "Other", permit.Practitioner)
		for _, who := range []permit.Actor{other, w.third} {
			if _, err := w.audits.Part(ctx, who, x.id); !problem.Is(err, problem.NotFound) {
				t.Errorf("somebody else's case: %v", err)
			}
			x.denied(w.audits.SayInTalk(ctx, who, x.id, db.NewID(), caseaudit.TalkWords{Well: "well"}), problem.NotFound, "problem.not_found")
		}
		n, err := w.audits.CountAsked(ctx, x.worker)
		if x.must(err); n != 1 {
			t.Errorf("%d cases ask something", n)
		}
		x.must(w.audits.SayInTalk(ctx, x.worker, x.id, db.NewID(), caseaudit.TalkWords{Fact: "The plan was made in May"}))
		x.must(w.audits.WriteTalk(ctx, w.second, x.programme, x.id, db.NewID(), caseaudit.TalkWords{Well: "Went with her to the college"}))
		x.denied(w.audits.WriteTalk(ctx, w.lead, x.programme, x.id, db.NewID(), caseaudit.TalkWords{Well: "mine"}), problem.Conflict, "audit.not_yours")
		m, err := w.audits.Meeting(ctx, w.second, x.programme, x.id)
		if x.must(err); len(m.Talks) != 2 || m.Talks[0].Words.Fact == "" {
			t.Errorf("the auditor reads %+v", m.Talks)
		}
		if m, err = w.audits.Meeting(ctx, w.third, x.programme, x.id); err != nil || len(m.Talks) != 0 {
			t.Errorf("before all have finished another reads %+v, %v", m.Talks, err)
		}
		x.must(w.audits.HaveMet(ctx, w.second, x.programme, x.id, db.Day(testkit.Now())))
		x.denied(w.audits.AnswerFeedback(ctx, x.worker, x.id, db.NewID(), "early"), problem.Conflict, "auditway.not_fed_back")
		x.lock(w.second, x.id)
		x.must(w.audits.FeedBack(ctx, w.second, x.programme, x.id, db.NewID(), "What they want stands in every plan."))
		x.must(w.audits.AnswerFeedback(ctx, x.worker, x.id, db.NewID(), "The late promise was the housing service’s"))
		part, err := w.audits.Part(ctx, x.worker, x.id)
		if x.must(err); len(part.Feedback) != 2 || !part.Feedback[1].Answer || len(part.Talks) != 2 {
			t.Errorf("the worker reads %+v", part.Feedback)
		}
		if _, list, err := w.audits.Feedback(ctx, w.third, x.programme, x.id); err != nil || len(list) != 2 {
			t.Errorf("the manager reads %+v, %v", list, err)
		}
	})
}

func TestWorker_whoLeftIsFollowedByTheirManager(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		x.must(w.audits.Tell(ctx, w.lead, x.programme, x.id, x.worker.ID))
		if _, err := w.audits.Part(ctx, w.third, x.id); !problem.Is(err, problem.NotFound) {
			t.Errorf("a manager takes part for somebody who is here: %v", err)
		}
		x.must(w.accounts.Close(ctx, permit.System, w.lead.Organisation, x.worker.ID))
		if _, err := w.audits.Part(ctx, w.third, x.id); err != nil {
			t.Errorf("nobody takes part for whoever left: %v", err)
		}
		one, _, err := w.audits.WorkerOf(ctx, w.lead, x.programme, x.id)
		if x.must(err); !one.Left || !slices.Equal(one.Now, []string{w.third.ID}) {
			t.Errorf("the worker is now %+v", one)
		}
		next := w.person(w.lead.Organisation, "Next", permit.Practitioner)
		x.must(w.audits.Tell(ctx, w.lead, x.programme, x.id, next.ID))
		if _, err := w.audits.Part(ctx, w.third, x.id); !problem.Is(err, problem.NotFound) {
			t.Errorf("the manager still takes part once somebody else does: %v", err)
		}
		if _, err := w.audits.Part(ctx, next, x.id); err != nil {
			t.Error(err)
		}
	})
}

func TestWorker_isAskedNothingMoreOnceTheCaseIsWithdrawn(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		x.must(w.audits.Tell(ctx, w.lead, x.programme, x.id, x.worker.ID))
		x.must(w.audits.Leave(ctx, w.lead, x.programme, x.id, "They asked not to be part of it"))
		x.wait("")
		n, err := w.audits.CountAsked(ctx, x.worker)
		if x.must(err); n != 0 {
			t.Errorf("%d cases still ask", n)
		}
		x.denied(w.audits.SayInTalk(ctx, x.worker, x.id, db.NewID(), caseaudit.TalkWords{Well: "x"}), problem.Conflict, "audit.left_out_already")
		x.denied(w.audits.FeedBack(ctx, w.second, x.programme, x.id, db.NewID(), "x"), problem.Conflict, "audit.left_out_already")
	})
}

func TestAction_isConfirmedBySomebodyElseThanItsOwner(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		a := caseaudit.Action{ID: db.NewID(), Programme: x.programme, Case: x.id, Owner: w.lead.ID, Due: db.Day(testkit.Now().Add(30 * day)), Words: caseaudit.ActionWords{What: "w", Effect: "e"}}
		x.denied(w.audits.Give(ctx, w.lead, a), problem.Conflict, "auditway.not_completed")
		x.finished()
		x.must(w.audits.Give(ctx, w.lead, a))
		x.denied(w.audits.LookAtAction(ctx, w.third, a.ID, caseaudit.ActionConfirmed, "looked"), problem.Conflict, "auditway.action_not_done")
		x.denied(w.audits.DoAction(ctx, w.third, a.ID, "I did it for her"), problem.Conflict, "auditway.action_not_yours")
		x.denied(w.audits.LookAtAction(ctx, w.lead, a.ID, caseaudit.ActionDropped, "I need not do it"), problem.Conflict, "auditway.action_not_own")
		x.must(w.audits.DoAction(ctx, w.lead, a.ID, "Done"))
		for _, verdict := range caseaudit.Verdicts {
			x.denied(w.audits.LookAtAction(ctx, w.lead, a.ID, verdict, "I looked myself"), problem.Conflict, "auditway.action_not_own")
		}
		x.must(w.audits.LookAtAction(ctx, w.third, a.ID, "sent_back", "Two of three were not asked"))
		x.wait("action")
		x.must(w.audits.DoAction(ctx, w.lead, a.ID, "Now all"))
		x.must(w.audits.LookAtAction(ctx, w.third, a.ID, caseaudit.ActionConfirmed, "All three say so"))
		x.wait("closing")

		outside := x.give("", "The housing service")
		x.must(w.audits.DoAction(ctx, w.lead, outside, "They wrote that it is done"))
		x.denied(w.audits.LookAtAction(ctx, w.lead, outside, caseaudit.ActionConfirmed, "so they wrote"), problem.Conflict, "auditway.action_not_own")
		x.must(w.audits.LookAtAction(ctx, w.second, outside, caseaudit.ActionConfirmed, "Saw the letter"))

		for _, who := range []permit.Actor{x.worker, w.stranger} {
			if _, _, err := w.audits.Action(ctx, who, a.ID); !problem.Is(err, problem.NotFound) {
				t.Errorf("somebody else's action: %v", err)
			}
			if err := w.audits.LookAtAction(ctx, who, a.ID, caseaudit.ActionConfirmed, "x"); !problem.Is(err, problem.NotFound) {
				t.Errorf("looked at by somebody else: %v", err)
			}
		}
	})
}

func TestVoices_areKeptWithWhatWasAgreedTo(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		said := func(from, use string) error {
			return w.audits.Hear(ctx, w.second, x.programme, x.id, db.NewID(), caseaudit.HeardWords{From: from, Said: "Nobody asked me when", On: db.Day(testkit.Now()), Asked: "Her advocate, at home", Use: use})
		}
		x.must(said("carer", "case"))
		x.must(said("young", "report"))
		for _, bad := range [][2]string{{"young", ""}, {"nobody", "case"}, {"young", "press"}} {
			if err := said(bad[0], bad[1]); !problem.Is(err, problem.Invalid) {
				t.Errorf("%v: %v", bad, err)
			}
		}
		list, err := w.audits.Voices(ctx, w.lead, x.programme, x.id)
		if x.must(err); len(list) != 2 || list[0].From != "young" {
			t.Errorf("kept %+v", list)
		}
		if _, err := w.audits.Voices(ctx, w.reader, x.programme, x.id); !problem.Is(err, problem.Forbidden) {
			t.Errorf("an analyst reads them: %v", err)
		}
	})
}

// Whatever was written about a case that is a record goes with the record, and nothing of it stands in the database in the clear.
func TestNotes_goWithTheRecord(t *testing.T) {
	each(t, func(w *world) {
		team := w.team(2)
		p, by := team.accepted()
		c := by[team.kept[0]]
		x := &walk{world: w, programme: p.ID, id: c.ID}
		ctx := t.Context()
		concern := db.NewID()
		x.must(w.audits.Raise(ctx, w.second, p.ID, c.ID, concern, caseaudit.ConcernWords{What: "Afraid of Mr Brannock"}))
		x.must(w.audits.Tell(ctx, w.lead, p.ID, c.ID, team.boss.ID))
		x.must(w.audits.WriteTalk(ctx, w.second, p.ID, c.ID, db.NewID(), caseaudit.TalkWords{Hard: "Mr Brannock came to the door"}))
		count := func() (n int) {
			x.must(w.db.Read(ctx, func(tx *db.Tx) error {
				return tx.QueryRow(ctx, `select count(*) from caseaudit_notes where case_id = $1`, c.ID).Scan(&n)
			}))
			return n
		}
		if count() != 2 {
			t.Fatalf("%d notes", count())
		}
		x.must(w.records.Erase(ctx, team.boss, team.kept[0], "request"))
		if count() != 0 {
			t.Errorf("%d notes are left", count())
		}
		x.wait("")
		if err := w.audits.AddToConcern(ctx, w.second, p.ID, c.ID, concern, db.NewID(), caseaudit.ConcernWords{Told: "x"}); !problem.Is(err, problem.NotFound) {
			t.Errorf("something is written about it still: %v", err)
		}
		if err := w.audits.Raise(ctx, w.second, p.ID, c.ID, db.NewID(), caseaudit.ConcernWords{What: "x"}); !problem.Is(err, problem.Conflict) {
			t.Errorf("a concern is sealed under a key that was destroyed: %v", err)
		}
	})
}

// A worker who is also a manager judges nothing of their own case.
func TestWay_aManagerWhoIsTheWorkerJudgesNothingOfTheCase(t *testing.T) {
	each(t, func(w *world) {
		x, ctx := w.walk(), t.Context()
		x.must(w.audits.Tell(ctx, w.lead, x.programme, x.id, w.third.ID))
		concern := db.NewID()
		x.must(w.audits.Raise(ctx, w.second, x.programme, x.id, concern, caseaudit.ConcernWords{Told: "The duty manager"}))
		x.denied(w.audits.CloseConcern(ctx, w.third, x.programme, x.id, concern, db.NewID(), caseaudit.ConcernWords{Done: "All is well"}), problem.Conflict, "auditway.concern_not_alone")
		x.must(w.audits.CloseConcern(ctx, w.lead, x.programme, x.id, concern, db.NewID(), caseaudit.ConcernWords{Done: "Moved the same night"}))
		x.lock(w.second, x.id)
		x.denied(w.audits.FeedBack(ctx, w.third, x.programme, x.id, db.NewID(), "Well done"), problem.Conflict, "audit.not_yours")
		x.must(w.audits.FeedBack(ctx, w.lead, x.programme, x.id, db.NewID(), "They were asked first"))
	})
}
