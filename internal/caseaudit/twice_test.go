package caseaudit_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// twice plans a programme of which so many per cent are read twice, draws n cases of it and shares them out.
func (w *world) twice(n, percent int, auditors ...permit.Actor) caseaudit.Programme {
	w.Helper()
	plan := plan("simple", n)
	scale, _ := caseaudit.ShippedScale("england-4")
	plan.Twice, plan.Edition, plan.Scale = percent, w.edition.ID, &scale
	for _, p := range w.edition.Principles {
		plan.Outcomes = append(plan.Outcomes, p.Outcomes()[0].Code)
	}
	plan.Outcomes = plan.Outcomes[:2]
	p := w.drawn(plan, frame(30))
	w.must(w.audits.Share(w.Context(), w.lead, p.ID, ids(auditors), w.due()))
	return w.programme(p.ID)
}

func (w *world) due() string { return db.Day(testkit.Now().AddDate(0, 1, 0)) }

func ids(people []permit.Actor) (list []string) {
	for _, p := range people {
		list = append(list, p.ID)
	}
	return list
}

// given is which readings of some cases each of some people were given, by case.
func (w *world) given(p caseaudit.Programme, people ...permit.Actor) map[string][]access.RatingHead {
	w.Helper()
	byCase := map[string][]access.RatingHead{}
	for _, who := range people {
		list, err := w.audits.RatingsOfMine(w.Context(), who)
		w.must(err)
		for _, r := range list {
			if slices.ContainsFunc(p.Cases, func(c caseaudit.Case) bool { return c.ID == r.Case }) && r.WithdrawnAt.IsZero() {
				byCase[r.Case] = append(byCase[r.Case], r)
			}
		}
	}
	return byCase
}

func (w *world) whoIs(account string) permit.Actor {
	w.Helper()
	for _, a := range []permit.Actor{w.lead, w.second, w.third} {
		if a.ID == account {
			return a
		}
	}
	w.Fatalf("nobody is %s", account)
	return permit.Actor{}
}

// finds is a reading that finds the same of everything.
func (w *world) finds(p caseaudit.Programme, found caseaudit.Found, grade, words string) caseaudit.Reading {
	r := caseaudit.Reading{Life: words, Know: words, Outcomes: map[string]caseaudit.OutcomeFound{}}
	for _, code := range p.Plan.Outcomes {
		o, _ := w.edition.Outcome(code)
		one := caseaudit.OutcomeFound{Heard: "heard", Words: words, Items: map[string]caseaudit.ItemFound{}, Grade: grade, Why: words}
		for _, item := range caseaudit.ItemsOf(o) {
			one.Items[item] = caseaudit.ItemFound{Found: found, Note: words, Evidence: []caseaudit.Evidence{{Place: "file", Where: words}}}
		}
		r.Outcomes[code] = one
	}
	return r
}

// pairOf gives a case of a programme that two people read, the first's rating before the second's.
func (w *world) pairOf(p caseaudit.Programme) (id string, first, second access.RatingHead) {
	w.Helper()
	for id, list := range w.given(p, w.lead, w.second, w.third) {
		if len(list) == 2 {
			if list[0].Kind == access.RatingSecond {
				list[0], list[1] = list[1], list[0]
			}
			return id, list[0], list[1]
		}
	}
	w.Fatal("no case is read twice")
	return
}

func TestTwice_shareIsFairAndNeverTheSamePerson(t *testing.T) {
	each(t, func(w *world) {
		p := w.twice(9, 30, w.lead, w.second, w.third)
		all, load, n := w.given(p, w.lead, w.second, w.third), map[string]int{w.lead.ID: 0, w.second.ID: 0, w.third.ID: 0}, 0
		for _, list := range all {
			for _, r := range list {
				load[r.Rater]++
			}
			if len(list) == 2 {
				n++
				if list[0].Rater == list[1].Rater {
					t.Error("one person reads a case twice")
				}
			}
		}
		if n != 3 {
			t.Errorf("%d cases are read twice", n)
		}
		for id, list := range all { // nobody could have been given a second reading instead of somebody who has two more
			for _, r := range list {
				for other, reads := range load {
					if r.Kind == access.RatingSecond && load[r.Rater]-reads > 1 && !slices.ContainsFunc(list, func(x access.RatingHead) bool { return x.Rater == other }) {
						t.Errorf("%s is read by somebody with %d, and could be by somebody with %d", id, load[r.Rater], reads)
					}
				}
			}
		}
		if caseaudit.TwiceOf(5, 1) != 1 || caseaudit.TwiceOf(5, 0) != 0 || caseaudit.TwiceOf(7, 100) != 7 || caseaudit.TwiceOf(10, 25) != 3 {
			t.Error("a share of cases is rounded otherwise than docs/statistics.md says")
		}
		w.must(w.audits.Share(t.Context(), w.lead, p.ID, ids([]permit.Actor{w.lead, w.second, w.third}), w.due()))
		if again := w.programme(p.ID); again.Unread != 0 || len(w.given(p, w.lead, w.second, w.third)) != 9 {
			t.Error("sharing out again gives more")
		}
	})
}

// The seed and the ids choose the same cases in another program, written from docs/statistics.md; and while something is to be
// read blind, the seed is not shown to anybody.
func TestTwice_canBeChosenAgainByAnybody(t *testing.T) {
	each(t, func(w *world) {
		p := w.twice(6, 40, w.second, w.third)
		if p.Draw.Apart != "" || len(p.Draw.ApartMark) != 64 {
			t.Fatalf("before the readings are locked the seed is shown: %+v", p.Draw)
		}
		list, err := w.audits.Programmes(t.Context(), w.lead)
		w.must(err)
		if slices.ContainsFunc(list, func(p caseaudit.Programme) bool { return p.Draw.Apart != "" }) {
			t.Error("the list of programmes shows the seed")
		}
		byCase, read := w.given(p, w.second, w.third), []string{}
		for id, list := range byCase {
			for _, r := range list {
				w.must(w.audits.WriteReading(t.Context(), w.whoIs(r.Rater), r.ID, w.finds(p, caseaudit.FoundInPlace, "good", "x"), true))
			}
			if len(list) == 2 {
				read = append(read, w.one(p.ID, id).Unit.ID)
			}
		}
		p = w.programme(p.ID)
		if sum := sha256.Sum256([]byte(p.Draw.Apart)); fmt.Sprintf("%x", sum) != p.Draw.ApartMark {
			t.Fatalf("the seed %q does not have the mark that was shown", p.Draw.Apart)
		}
		again := in(p)
		sort.Slice(again, func(i, j int) bool {
			a, b := sha256.Sum256([]byte(p.Draw.Apart+"\x00"+again[i])), sha256.Sum256([]byte(p.Draw.Apart+"\x00"+again[j]))
			return string(a[:]) < string(b[:])
		})
		again = again[:3] // 40 per cent of 6, rounded up
		sort.Strings(again)
		sort.Strings(read)
		if !slices.Equal(again, read) {
			t.Errorf("read twice: %v; chosen again: %v", read, again)
		}
	})
}

// Nothing that anybody can ask for tells of the second reader, nor a word of theirs, before both have locked.
func TestTwice_isBlindUntilBothAreLocked(t *testing.T) {
	each(t, func(w *world) {
		manager := w.person(w.lead.Organisation, "Moderator", permit.Manager)
		p := w.twice(3, 1, w.second, w.third)
		id, first, second := w.pairOf(p)
		a, b := w.whoIs(first.Rater), w.whoIs(second.Rater)
		w.must(w.audits.Declare(t.Context(), a, p.ID, id, "", ""))
		w.must(w.audits.Declare(t.Context(), b, p.ID, id, "", ""))
		w.must(w.audits.WriteReading(t.Context(), a, first.ID, w.finds(p, caseaudit.FoundInPlace, "good", "Juniper"), false))
		w.must(w.audits.WriteReading(t.Context(), b, second.ID, w.finds(p, caseaudit.FoundContradicted, "inadequate", "Hawthorn"), true))
		for name, who := range map[string]permit.Actor{"first": a, "second": b, "planner": w.lead, "manager": manager, "analyst": w.reader} {
			seen := w.seen(who, p.ID, id)
			if who.ID != b.ID && (strings.Contains(seen, b.ID) || strings.Contains(seen, "second")) {
				t.Errorf("%s sees who reads beside the first: %s", name, seen)
			}
			if who.ID == b.ID && (strings.Contains(seen, a.ID) || strings.Contains(seen, `"second":true`)) {
				t.Errorf("the second sees that there is a first: %s", seen)
			}
			if strings.Contains(seen, "Hawthorn") || strings.Contains(seen, "Juniper") {
				t.Errorf("%s sees words: %s", name, seen)
			}
		}
		for name, err := range map[string]error{
			"talk":   w.talkErr(a, p.ID, id),
			"talk 2": w.talkErr(b, p.ID, id),
			"talk 3": w.talkErr(manager, p.ID, id),
			"settle": w.audits.Settle(t.Context(), manager, p.ID, id, p.Plan.Outcomes[0], []caseaudit.Settlement{{Value: "good", Why: "x"}}, true),
			"answer": w.audits.AnswerSettled(t.Context(), a, p.ID, id, db.NewID(), "x"),
			"ask":    w.audits.AskTalk(t.Context(), a, p.ID, id, "x"),
			"write":  w.audits.WriteReading(t.Context(), a, second.ID, caseaudit.Reading{}, false),
		} {
			if !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.must(w.audits.WriteReading(t.Context(), a, first.ID, w.finds(p, caseaudit.FoundInPlace, "good", "Juniper"), true))
		m, err := w.audits.Talk(t.Context(), manager, p.ID, id)
		w.must(err)
		if !m.Talks[0].Twice() || len(m.Talks[0].Differing()) != len(m.Talks[0].Matters) {
			t.Errorf("once both are locked: %+v", m.Talks[0])
		}
	})
}

// seen is everything that the room's questions about programmes and cases answer to somebody, as text; of the one case alone.
func (w *world) seen(who permit.Actor, programme, id string) string {
	w.Helper()
	p, err := w.audits.Programme(w.Context(), who, programme)
	w.must(err)
	one := p.Cases[slices.IndexFunc(p.Cases, func(c caseaudit.Case) bool { return c.ID == id })]
	p.Cases, p.Frame = nil, nil
	whole := []any{one, p.Draw, p.Unread}
	if talks, err := w.audits.Talks(w.Context(), who, programme); err == nil {
		whole = append(whole, talks.Talks)
	} else if !problem.Is(err, problem.Forbidden) {
		w.must(err)
	}
	if list, err := w.audits.Agreement(w.Context(), who, programme); err == nil {
		whole = append(whole, list.Parts)
	} else if !problem.Is(err, problem.Forbidden) {
		w.must(err)
	}
	if p, ways, err := w.audits.Ways(w.Context(), who, programme); err == nil {
		at := slices.IndexFunc(ways, func(way caseaudit.Way) bool { return way.Case.ID == id })
		if ways[at].Case.Unit.ID != one.Unit.ID || p.Unread != whole[2] {
			w.Error("the ways are of another programme")
		}
		for _, stage := range ways[at].Reached {
			if stage.Stage == "moderated" && stage.Needs {
				whole = append(whole, "the second stage")
			}
		}
		same := slices.IndexFunc(p.Cases, func(c caseaudit.Case) bool { return c.ID == id })
		whole = append(whole, ways[at], p.Cases[same], p.Draw)
	} else {
		w.must(err)
	}
	waits, err := w.audits.Waiting(w.Context(), who)
	w.must(err)
	for _, one := range waits {
		whole = append(whole, one.Programme.Draw)
		for _, way := range one.Ways {
			if way.Case.ID == id {
				whole = append(whole, way)
			}
		}
	}
	if p.Draw.Apart != "" {
		w.Error("the seed is shown")
	}
	list, err := w.audits.Programmes(w.Context(), who)
	w.must(err)
	text, err := json.Marshal(append(whole, list))
	w.must(err)
	return string(text)
}

func (w *world) talkErr(who permit.Actor, programme, id string) error {
	_, err := w.audits.Talk(w.Context(), who, programme, id)
	return err
}

// A tie of the second reader is theirs to say, and somebody else reads in their place; what one finished meanwhile is not read again.
func TestTwice_aTiedSecondIsReplaced(t *testing.T) {
	each(t, func(w *world) {
		p := w.twice(3, 1, w.lead, w.second, w.third)
		id, first, second := w.pairOf(p)
		w.refused(w.audits.Declare(t.Context(), w.reader, p.ID, id, "", ""), problem.Forbidden, "")
		w.must(w.audits.Declare(t.Context(), w.whoIs(second.Rater), p.ID, id, "holds", ""))
		w.must(w.audits.Declare(t.Context(), w.whoIs(first.Rater), p.ID, id, "", ""))
		if n := w.programme(p.ID).Unread; n != 1 {
			t.Errorf("%d readings are nobody's", n)
		}
		w.must(w.audits.Share(t.Context(), w.lead, p.ID, ids([]permit.Actor{w.lead, w.second, w.third}), w.due()))
		list := w.given(p, w.lead, w.second, w.third)[id]
		if len(list) != 2 || slices.ContainsFunc(list, func(r access.RatingHead) bool { return r.Rater == second.Rater }) {
			t.Fatalf("the case is with %+v", list)
		}
		// Now the new second goes too, and the first locks before anybody else is there: the case is read once, and another one twice.
		_, first, second = w.pairOf(p)
		w.must(w.audits.Declare(t.Context(), w.whoIs(second.Rater), p.ID, id, "holds", ""))
		w.must(w.audits.WriteReading(t.Context(), w.whoIs(first.Rater), first.ID, w.finds(p, caseaudit.FoundInPlace, "good", "x"), true))
		w.must(w.audits.Share(t.Context(), w.lead, p.ID, ids([]permit.Actor{w.lead, w.second, w.third}), w.due()))
		if list := w.given(p, w.lead, w.second, w.third)[id]; len(list) != 1 {
			t.Errorf("a case that could be read already is given to %d", len(list))
		}
		if other, _, _ := w.pairOf(p); other == id {
			t.Error("no other case is read twice instead")
		}
	})
}

// Where the first goes after the second has locked, the second is the first: nobody new reads what could be read already.
func TestTwice_theSecondStepsUp(t *testing.T) {
	each(t, func(w *world) {
		p := w.twice(2, 1, w.second, w.third)
		id, first, second := w.pairOf(p)
		w.must(w.audits.Declare(t.Context(), w.whoIs(second.Rater), p.ID, id, "", ""))
		w.must(w.audits.WriteReading(t.Context(), w.whoIs(second.Rater), second.ID, w.finds(p, caseaudit.FoundInPlace, "good", "x"), true))
		w.must(w.audits.Declare(t.Context(), w.whoIs(first.Rater), p.ID, id, "supervises", ""))
		w.must(w.audits.Share(t.Context(), w.lead, p.ID, ids([]permit.Actor{w.lead, w.second, w.third}), w.due()))
		if a, accepted := w.one(p.ID, id).Auditor(); a == nil || a.Auditor != second.Rater || !accepted {
			t.Errorf("the case is with %+v", a)
		}
		if list := w.given(p, w.lead)[id]; len(list) != 0 {
			t.Error("somebody new reads a case that was open to everybody")
		}
	})
}

// Where the first goes while the second still reads, whoever plans sees that nobody reads the case, and nothing of the second.
func TestTwice_theSecondIsHiddenWhereTheFirstIsGone(t *testing.T) {
	each(t, func(w *world) {
		p := w.twice(2, 1, w.second, w.third)
		id, first, second := w.pairOf(p)
		w.must(w.audits.Declare(t.Context(), w.whoIs(second.Rater), p.ID, id, "", ""))
		w.must(w.audits.Declare(t.Context(), w.whoIs(first.Rater), p.ID, id, "holds", ""))
		if seen := w.seen(w.lead, p.ID, id); strings.Contains(seen, second.Rater) {
			t.Errorf("whoever plans sees the second: %s", seen)
		}
		if a, accepted := w.one(p.ID, id).Auditor(); a != nil || accepted {
			t.Errorf("the case is with %+v", a)
		}
	})
}

// What is locked is not taken back by saying afterwards that something stands between its reader and the case.
func TestTwice_aTieAfterTheLockIsForWhoeverPlans(t *testing.T) {
	each(t, func(w *world) {
		p := w.twice(3, 1, w.second, w.third)
		id, first, second := w.pairOf(p)
		a, b := w.whoIs(first.Rater), w.whoIs(second.Rater)
		w.must(w.audits.Declare(t.Context(), a, p.ID, id, "", ""))
		w.must(w.audits.Declare(t.Context(), b, p.ID, id, "", ""))
		w.must(w.audits.WriteReading(t.Context(), a, first.ID, w.finds(p, caseaudit.FoundInPlace, "good", "x"), true))
		w.conflict(w.audits.Declare(t.Context(), a, p.ID, id, "interest", "My cousin works there"), "audit.tie_after_lock")
		w.must(w.audits.Declare(t.Context(), b, p.ID, id, "interest", "My cousin works there")) // who has not locked still can
	})
}
