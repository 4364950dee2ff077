package caseaudit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/stats"
	"stablefutures/internal/testkit"
)

// team is a manager with young people whom nobody else here works with.
type team struct {
	*world
	boss permit.Actor
	kept []string
}

func (w *world) team(n int) *team {
	w.Helper()
	x := &team{world: w, boss: w.person(w.lead.Organisation, "Boss", permit.Manager)}
	for i := range n {
		id, err := w.records.Create(w.Context(), x.boss, record.NewPerson{Nation: []string{"england", "wales"}[i%2], Profile: record.Profile{Names: record.Names{Given: fmt.Sprint("Selam", i)}}})
		w.must(err)
		x.kept = append(x.kept, id)
	}
	return x
}

func question(group string) *caseaudit.Question {
	return &caseaudit.Question{Name: "Everybody kept here", Asked: map[string]string{"kept": "any", "heard": "any", "promised": "any"}, Group: group}
}

func ofRecords(method string, n int) caseaudit.Plan {
	p := plan(method, n)
	p.From, p.To, p.Question, p.Population, p.On = db.Day(testkit.Now().AddDate(0, -6, 0)), db.Day(testkit.Now()), question("nation"), "", ""
	return p
}

// sampled plans an audit of the records here and draws from them.
func (w *world) sampled(p caseaudit.Plan) caseaudit.Programme {
	w.Helper()
	id := db.NewID()
	w.must(w.audits.PlanFromRecords(w.Context(), w.lead, id, p))
	w.must(w.audits.Sample(w.Context(), w.lead, id))
	return w.programme(id)
}

// accepted draws everybody, and gives every case to the second auditor, who accepts them.
func (x *team) accepted() (caseaudit.Programme, map[string]caseaudit.Case) {
	x.Helper()
	p := x.sampled(ofRecords("census", 0))
	x.must(x.audits.Share(x.Context(), x.lead, p.ID, []string{x.second.ID}, db.Day(testkit.Now().AddDate(0, 0, 30))))
	for _, c := range p.Cases {
		x.must(x.audits.Declare(x.Context(), x.second, p.ID, c.ID, "", ""))
	}
	return x.programme(p.ID), x.cases(p.ID)
}

// cases gives a programme's cases by the record that they are.
func (x *team) cases(programme string) map[string]caseaudit.Case {
	x.Helper()
	by := map[string]caseaudit.Case{}
	for _, c := range x.programme(programme).Cases {
		by[c.Record] = c
	}
	return by
}

func (x *team) way(who permit.Actor, programme, caseID string) caseaudit.Letting {
	x.Helper()
	all, err := x.audits.Lettings(x.Context(), who, programme)
	x.must(err)
	if len(all[caseID]) != 1 {
		x.Fatalf("lettings: %+v", all[caseID])
	}
	return all[caseID][0]
}

func (w *world) conflict(err error, key string) {
	w.Helper()
	if !problem.Is(err, problem.Conflict) || problem.KeyOf(err) != key {
		w.Errorf("got %v, want a conflict %s", err, key)
	}
}

var letParts = []permit.Part{permit.PartOutcomes, permit.PartPromises}

func (x *team) until(days int) string { return db.Day(testkit.Now().AddDate(0, 0, days)) }

func (x *team) letIn(c caseaudit.Case) {
	x.Helper()
	x.must(x.audits.LetIn(x.Context(), x.boss, c.Record, c.ID, x.second.ID, letParts, x.until(40)))
}

// restrict shuts a record to all but its manager and a colleague.
func (x *team) restrict(recordID string) {
	x.Helper()
	other := x.person(x.lead.Organisation, "Deputy", permit.Practitioner)
	_, err := x.records.Give(x.Context(), x.boss, recordID, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: other.ID, Reason: access.ReasonAllocation})
	x.must(err)
	x.must(x.records.Restrict(x.Context(), x.boss, x.accounts, recordID, "known", []access.Holder{{Kind: access.HolderAccount, ID: x.boss.ID}, {Kind: access.HolderAccount, ID: other.ID}}))
}

// opens reports whether the second auditor can read what was said in a record.
func (x *team) opens(recordID string) bool {
	return x.door.May(x.Context(), x.second, permit.ReadConversation, recordID)
}

func TestPlanFromRecords_showsNamesDrawnByLotAlone(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(6)
		_, err := w.records.Create(t.Context(), w.stranger1(), record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Elsewhere"}}})
		w.must(err)
		n, err := w.audits.CountRecords(t.Context(), w.lead, *question("nation"), "2026-01-01", db.Day(testkit.Now()))
		w.must(err)
		if n.All != 6 || n.Groups["england"] != 3 || n.Groups["wales"] != 3 {
			t.Errorf("counted %+v", n)
		}
		first, second := w.sampled(ofRecords("stratified", 4)), w.sampled(ofRecords("census", 0))
		if len(in(first)) != 4 || len(in(second)) != 6 || len(first.Cases) != 6 {
			t.Errorf("drawn %v and %v", in(first), in(second))
		}
		names := map[string]bool{}
		for _, u := range append(slices.Clone(first.Frame), second.Frame...) {
			if names[u.ID] || len(u.ID) != 6 || !strings.HasPrefix(u.ID, "K-") {
				t.Errorf("%q is no name of its own", u.ID)
			}
			names[u.ID] = true
			for _, id := range x.kept {
				if strings.Contains(id, strings.ToLower(u.ID[2:])) {
					t.Logf("a name that happens to be in an id: %s %s", u.ID, id)
				}
			}
		}
		if !slices.IsSortedFunc(first.Frame, func(a, b caseaudit.Unit) int { return strings.Compare(a.ID, b.ID) }) {
			t.Error("the order of a frame tells in which order records were begun")
		}
		kept := map[string]bool{}
		for _, c := range first.Cases {
			kept[c.Record] = true
		}
		if len(kept) != 6 || !kept[x.kept[0]] {
			t.Errorf("cases are not the records: %v", kept)
		}
		asked, err := w.audits.AskedBefore(t.Context(), w.lead)
		w.must(err)
		if len(asked) != 1 || asked[0].Plan.Question.Group != "nation" || asked[0].Plan.Population != "Everybody kept here" {
			t.Errorf("questions: %+v", asked)
		}
	})
}

func (w *world) stranger1() permit.Actor {
	who := w.stranger
	who.Roles = []permit.Role{permit.Practitioner}
	return who
}

func TestPlanFromRecords_countsRestrictedRecordsLikeAllOthers(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(3)
		x.restrict(x.kept[1])
		if p := w.sampled(ofRecords("census", 0)); len(in(p)) != 3 {
			t.Errorf("drawn %v", in(p))
		}
	})
}

func TestQuestion_refusesWhatCannotBeAsked(t *testing.T) {
	each(t, func(w *world) {
		w.team(2)
		for name, bad := range map[string]func(*caseaudit.Plan){
			"no name":          func(p *caseaudit.Plan) { p.Question.Name = " " },
			"a wish":           func(p *caseaudit.Plan) { p.Question.Asked["heard"] = "perhaps" },
			"what is not here": func(p *caseaudit.Plan) { p.Question.Asked["religion"] = "any" },
			"a group":          func(p *caseaudit.Plan) { p.Question.Group = "age" },
			"time back":        func(p *caseaudit.Plan) { p.To = "2020-01-01" },
			"nobody":           func(p *caseaudit.Plan) { p.Question.Asked["heard"] = "yes" },
			"purposive":        func(p *caseaudit.Plan) { p.Method = caseaudit.Purposive },
			"too many":         func(p *caseaudit.Plan) { p.Method, p.N = stats.Simple, 3 },
		} {
			p := ofRecords("census", 0)
			bad(&p)
			if err := w.audits.PlanFromRecords(t.Context(), w.lead, db.NewID(), p); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.audits.PlanFromRecords(t.Context(), w.reader, db.NewID(), ofRecords("census", 0)); !problem.Is(err, problem.Forbidden) {
			t.Errorf("an analyst plans: %v", err)
		}
	})
}

func TestSample_drawsNoRecordThatWasDestroyedMeanwhile(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(3)
		id := db.NewID()
		w.must(w.audits.PlanFromRecords(t.Context(), w.lead, id, ofRecords("census", 0)))
		w.must(w.records.Erase(t.Context(), x.boss, x.kept[0], "request"))
		w.must(w.audits.Sample(t.Context(), w.lead, id))
		p := w.programme(id)
		if len(in(p)) != 2 || len(p.Frame) != 3 || len(p.MayDraw()) != 2 {
			t.Errorf("drawn %v of %d", in(p), len(p.Frame))
		}
	})
}

func TestShare_passesOverWhoeverHoldsHeldOrSupervises(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(1)
		north, err := w.accounts.CreateTeam(t.Context(), permit.System, w.lead.Organisation, "North")
		w.must(err)
		w.must(w.accounts.Join(t.Context(), permit.System, w.lead.Organisation, x.boss.ID, north))
		w.must(w.accounts.Join(t.Context(), permit.System, w.lead.Organisation, w.third.ID, north)) // a manager beside the holder
		grant, err := w.records.Give(t.Context(), x.boss, x.kept[0], access.Grant{Part: permit.PartOutcomes, HolderKind: access.HolderAccount, Holder: w.second.ID, Reason: access.ReasonCourt})
		w.must(err)
		_, err = w.records.EndGrant(t.Context(), x.boss, x.kept[0], grant, "done") // the second held it once
		w.must(err)
		p := w.sampled(ofRecords("census", 0))
		day := db.Day(testkit.Now().AddDate(0, 0, 30))
		w.must(w.audits.Share(t.Context(), w.lead, p.ID, []string{x.boss.ID, w.second.ID, w.third.ID}, day))
		if a, _ := w.programme(p.ID).Cases[0].Auditor(); a != nil {
			t.Errorf("given to %s, who is tied", a.Auditor)
		}
		w.must(w.audits.Share(t.Context(), w.lead, p.ID, []string{x.boss.ID, w.second.ID, w.third.ID, w.lead.ID}, day))
		if a, _ := w.programme(p.ID).Cases[0].Auditor(); a == nil || a.Auditor != w.lead.ID {
			t.Errorf("not given to whoever is free: %+v", a)
		}
	})
}

func TestLetIn_opensSomePartsUntilADayAndNothingElse(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(2)
		p, cases := x.accepted()
		c := cases[x.kept[0]]
		if l := x.way(w.second, p.ID, c.ID); l.Way != caseaudit.WayWaits || l.Record != "" || x.opens(c.Record) {
			t.Errorf("before anybody let them in: %+v", l)
		}
		list, err := w.audits.Requests(t.Context(), x.boss)
		w.must(err)
		if len(list) != 2 || list[0].Names.Given == "" || list[0].Way != caseaudit.WayWaits || list[0].Offered(testkit.Now()) != x.until(44) {
			t.Errorf("requests: %+v", list)
		}
		if other, err := w.audits.Requests(t.Context(), w.third); err != nil || len(other) != 0 {
			t.Errorf("another manager sees %v, %v", other, err)
		}
		x.letIn(c)
		if l := x.way(w.second, p.ID, c.ID); l.Way != caseaudit.WayOpen || l.Record != c.Record || len(l.Parts) != 2 {
			t.Errorf("let in: %+v", l)
		}
		if l := x.way(w.lead, p.ID, c.ID); l.Record != "" {
			t.Error("whoever plans learns which record it is")
		}
		for act, want := range map[permit.Action]bool{permit.ReadConversation: true, permit.ReadPromises: true, permit.OpenFile: false, permit.HoldConversation: false,
			permit.EditRecord: false, permit.OpenSealed: false, permit.GiveGrant: false} {
			if w.door.May(t.Context(), w.second, act, c.Record) != want {
				t.Errorf("%s: not %v", act, want)
			}
		}
		if x.opens(x.kept[1]) {
			t.Error("let into one record, the auditor opens another")
		}
		w.conflict(w.audits.LetIn(t.Context(), x.boss, c.Record, c.ID, w.second.ID, letParts, x.until(20)), "auditrecord.decided")
		w.time.Store(int64(41 * 24 * time.Hour))
		if l := x.way(w.second, p.ID, c.ID); l.Way != caseaudit.WayEnded || x.opens(c.Record) {
			t.Errorf("after the day: %+v", l)
		}
	})
}

func TestLetIn_refuses(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(2)
		_, cases := x.accepted()
		c, other := cases[x.kept[0]], cases[x.kept[1]]
		let := func(who permit.Actor, recordID, caseID, auditor string, parts []permit.Part, until string) error {
			return w.audits.LetIn(t.Context(), who, recordID, caseID, auditor, parts, until)
		}
		for name, err := range map[string]error{
			"longer than may be": let(x.boss, c.Record, c.ID, w.second.ID, letParts, x.until(91)),
			"a day gone by":      let(x.boss, c.Record, c.ID, w.second.ID, letParts, x.until(-1)),
			"no part":            let(x.boss, c.Record, c.ID, w.second.ID, nil, x.until(10)),
			"what is sealed":     let(x.boss, c.Record, c.ID, w.second.ID, []permit.Part{permit.PartSealed}, x.until(10)),
			"the whole record":   let(x.boss, c.Record, c.ID, w.second.ID, []permit.Part{permit.PartRecord}, x.until(10)),
		} {
			if !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := let(x.boss, c.Record, other.ID, w.second.ID, letParts, x.until(10)); !problem.Is(err, problem.NotFound) {
			t.Errorf("a case of another record: %v", err)
		}
		if err := let(w.third, c.Record, c.ID, w.second.ID, letParts, x.until(10)); !problem.Is(err, problem.NotFound) {
			t.Errorf("whoever does not hold the record: %v", err)
		}
		w.conflict(let(x.boss, c.Record, c.ID, w.lead.ID, letParts, x.until(10)), "auditrecord.asks_no_more")
		x.restrict(c.Record)
		w.conflict(let(x.boss, c.Record, c.ID, w.second.ID, letParts, x.until(10)), "auditrecord.not_named")
		_, err := w.records.Give(t.Context(), x.boss, other.Record, access.Grant{Part: permit.PartOutcomes, HolderKind: access.HolderAccount, Holder: w.second.ID, Reason: access.ReasonCourt})
		w.must(err)
		w.conflict(let(x.boss, other.Record, other.ID, w.second.ID, letParts, x.until(10)), "auditrecord.tied")
	})
}

func TestNotLetIn_isReadThroughTheTeam(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(1)
		p, cases := x.accepted()
		c := cases[x.kept[0]]
		if err := w.audits.NotLetIn(t.Context(), x.boss, c.Record, c.ID, w.second.ID, " "); !problem.Is(err, problem.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		w.must(w.audits.NotLetIn(t.Context(), x.boss, c.Record, c.ID, w.second.ID, "The trial is next week"))
		for _, who := range []permit.Actor{w.second, w.lead} {
			if l := x.way(who, p.ID, c.ID); l.Way != caseaudit.WayTeam || l.Why != "The trial is next week" {
				t.Errorf("%+v", l)
			}
		}
		if l := x.way(w.reader, p.ID, c.ID); l.Why != "" {
			t.Error("an analyst reads why")
		}
		if !w.programme(p.ID).Cases[0].In() {
			t.Error("the case does not stay in")
		}
		w.must(w.audits.AskAgain(t.Context(), w.lead, p.ID, c.ID, w.second.ID))
		x.letIn(c)
		if !x.opens(c.Record) {
			t.Error("asked again, let in, and still shut")
		}
	})
}

func TestMeanwhile_aGrantEndsMidway(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(2)
		p, cases := x.accepted()
		c := cases[x.kept[0]]
		x.letIn(c)
		w.must(w.audits.LetOut(t.Context(), x.boss, c.Record, c.ID, w.second.ID, "They asked us to stop"))
		if l := x.way(w.second, p.ID, c.ID); l.Way != caseaudit.WayEnded || l.Why != "They asked us to stop" || x.opens(c.Record) {
			t.Errorf("ended by the team: %+v", l)
		}
		if heads := x.heads(c.ID); len(heads) != 1 || !heads[0].Waits() {
			t.Errorf("what the auditor wrote so far is not theirs any more: %+v", heads)
		}
		w.must(w.audits.ThroughTeam(t.Context(), w.lead, p.ID, c.ID, w.second.ID))
		if l := x.way(w.second, p.ID, c.ID); l.Way != caseaudit.WayTeam {
			t.Errorf("through the team: %+v", l)
		}
		// Ended where anybody ends a grant: on the page of who may open the record.
		d := cases[x.kept[1]]
		x.letIn(d)
		held, err := w.records.Team(t.Context(), x.boss, w.accounts, d.Record)
		w.must(err)
		for _, g := range held {
			if g.Reason == access.ReasonAudit {
				_, err := w.records.EndGrant(t.Context(), x.boss, d.Record, g.ID, "asked")
				w.must(err)
			}
		}
		if l := x.way(w.lead, p.ID, d.ID); l.Way != caseaudit.WayEnded {
			t.Errorf("ended elsewhere: %+v", l)
		}
	})
}

// heads gives who rates a case, as whoever plans could list it.
func (x *team) heads(caseID string) (heads []access.RatingHead) {
	x.Helper()
	x.must(x.door.Read(x.Context(), x.lead, permit.PlanAudits, access.Organisation(x.lead.Organisation), func(w *access.Work) (err error) {
		heads, err = w.RatingHeads(x.Context(), caseID)
		return err
	}))
	return heads
}

func TestMeanwhile_aCaseIsWithdrawn(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(2)
		p, cases := x.accepted()
		c, d := cases[x.kept[0]], cases[x.kept[1]]
		x.letIn(c)
		x.letIn(d)
		w.must(w.audits.Leave(t.Context(), w.lead, p.ID, c.ID, "The young person asked not to be part of it"))
		w.must(w.audits.Declare(t.Context(), w.second, p.ID, d.ID, "interest", "I know the family"))
		for _, one := range []caseaudit.Case{c, d} {
			if x.opens(one.Record) {
				t.Error("the record of a case that is not theirs any more stays open to its auditor")
			}
			if heads := x.heads(one.ID); len(heads) != 1 || heads[0].WithdrawnAt.IsZero() {
				t.Errorf("the rating is not withdrawn: %+v", heads)
			}
		}
	})
}

func TestMeanwhile_anAuditorLeaves(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(2)
		p, cases := x.accepted()
		c, locked := cases[x.kept[0]], cases[x.kept[1]]
		x.letIn(c)
		w.must(w.door.Do(t.Context(), w.second, permit.RateCase, access.Rating(x.heads(locked.ID)[0].ID), func(work *access.Work) error { return work.LockRating(t.Context()) }))
		w.must(w.accounts.SetRoles(t.Context(), permit.System, w.lead.Organisation, w.second.ID, []permit.Role{permit.Trainer}))
		w.must(w.audits.Share(t.Context(), w.lead, p.ID, []string{w.lead.ID}, db.Day(testkit.Now().AddDate(0, 0, 30))))
		by := x.cases(p.ID)
		if a, accepted := by[c.Record].Auditor(); a == nil || a.Auditor != w.lead.ID || accepted {
			t.Errorf("not given anew: %+v", a)
		}
		if heads := x.heads(c.ID); len(heads) != 2 || heads[0].WithdrawnAt.IsZero() || heads[1].Rater != w.lead.ID {
			t.Errorf("%+v", heads)
		}
		if a, _ := by[locked.Record].Auditor(); a == nil || a.Auditor != w.second.ID {
			t.Errorf("what was read and locked does not stand: %+v", a)
		}
		w.must(w.door.Read(t.Context(), x.boss, permit.ReadGrants, access.Record(c.Record), func(work *access.Work) error {
			grants, err := work.Grants(t.Context())
			for _, g := range grants {
				if g.Reason == access.ReasonAudit && g.Open(work.At) {
					t.Error("a grant of somebody who reads no more is open")
				}
			}
			return err
		}))
	})
}

func TestMeanwhile_theWorkerIsWhoeverHoldsTheRecordNow(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(1)
		holders := func() (ids []string) {
			w.must(w.door.Read(t.Context(), w.lead, permit.PlanAudits, access.Organisation(w.lead.Organisation), func(work *access.Work) (err error) {
				ids, err = w.audits.HoldersOf(t.Context(), work, x.kept[0])
				return err
			}))
			return ids
		}
		if got := holders(); !slices.Equal(got, []string{x.boss.ID}) {
			t.Errorf("%v", got)
		}
		next := w.person(w.lead.Organisation, "Next", permit.Practitioner)
		_, err := w.records.Give(t.Context(), x.boss, x.kept[0], access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: next.ID, Reason: access.ReasonAllocation})
		w.must(err)
		w.must(w.accounts.Close(t.Context(), permit.System, w.lead.Organisation, x.boss.ID))
		if got := holders(); !slices.Equal(got, []string{next.ID}) {
			t.Errorf("after the worker left: %v", got)
		}
	})
}

func TestMeanwhile_aRecordIsDestroyed(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(3)
		one := ofRecords(stats.Simple, 1)
		one.Question = question("none")
		p := w.sampled(one)
		var c caseaudit.Case
		for _, one := range p.Cases {
			if one.In() {
				c = one
			}
		}
		w.must(w.audits.Share(t.Context(), w.lead, p.ID, []string{w.lead.ID}, db.Day(testkit.Now().AddDate(0, 0, 30))))
		w.must(w.audits.Declare(t.Context(), w.lead, p.ID, c.ID, "interest", "Selam is a friend of my niece"))
		w.must(w.audits.Share(t.Context(), w.lead, p.ID, []string{w.second.ID}, db.Day(testkit.Now().AddDate(0, 0, 30))))
		w.must(w.audits.Declare(t.Context(), w.second, p.ID, c.ID, "", ""))
		w.must(w.audits.NotLetIn(t.Context(), x.boss, c.Record, c.ID, w.second.ID, "Selam is in court on Monday"))
		words := func() (list []string) {
			for _, s := range x.byID(p.ID, c.ID).Steps {
				if s.Text.Why != "" {
					list = append(list, s.Text.Why)
				}
			}
			return list
		}
		rating := x.heads(c.ID)[1].ID // the one before was withdrawn
		w.must(w.door.Do(t.Context(), w.second, permit.RateCase, access.Rating(rating), func(work *access.Work) error { return work.LockRating(t.Context()) }))
		if len(words()) != 1 {
			t.Fatal("nothing was written about a step")
		}
		w.must(w.records.Erase(t.Context(), x.boss, c.Record, "request"))
		after := x.byID(p.ID, c.ID)
		if after.In() || !after.Gone() || after.Record != "" || len(words()) > 0 {
			t.Errorf("%+v", after)
		}
		for _, owner := range []string{"case:" + c.ID, "rating:" + rating} {
			if !w.ring.IsDestroyed(owner) {
				t.Errorf("%s can be opened from a backup", owner)
			}
		}
		w.must(w.door.Read(t.Context(), w.second, permit.ReadRating, access.Rating(rating), func(work *access.Work) error {
			if !work.Key.IsZero() {
				t.Error("what was locked opens")
			}
			return nil
		}))
		if len(in(w.programme(p.ID))) != 0 {
			t.Error("a stand-in came by itself")
		}
		w.must(w.audits.StandIn(t.Context(), w.lead, p.ID, c.ID))
		if len(in(w.programme(p.ID))) != 1 {
			t.Error("no stand-in came")
		}
		w.conflict(w.audits.StandIn(t.Context(), w.lead, p.ID, c.ID), "auditrecord.no_stand_in")
	})
}

// A crash in the middle of a destruction, or a backup from before it: the record's key is gone, the rows are there again.
func TestMeanwhile_aDestructionIsEndedAfterARestore(t *testing.T) {
	each(t, func(w *world) {
		x := w.team(1)
		p, cases := x.accepted()
		c := cases[x.kept[0]]
		w.must(w.audits.NotLetIn(t.Context(), x.boss, c.Record, c.ID, w.second.ID, "Selam is in court on Monday"))
		w.ring.Destroy(c.Record, testkit.Now(), "request")
		w.must(w.records.FinishErasures(t.Context(), []string{c.Record}))
		if after := x.byID(p.ID, c.ID); !after.Gone() || after.Record != "" || !w.ring.IsDestroyed("case:"+c.ID) {
			t.Errorf("%+v", after)
		}
	})
}

func (x *team) byID(programme, id string) caseaudit.Case {
	x.Helper()
	list := x.programme(programme).Cases
	i := slices.IndexFunc(list, func(c caseaudit.Case) bool { return c.ID == id })
	if i < 0 {
		x.Fatal("the case is not there")
	}
	return list[i]
}
