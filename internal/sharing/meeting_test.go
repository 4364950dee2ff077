package sharing_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/sharing"
)

func (w *world) convene() sharing.Meeting {
	w.Helper()
	now := w.door.Now()
	m := sharing.Meeting{ID: db.NewID(), Record: w.person, Kind: sharing.CoreGroup, Starts: now.Add(24 * time.Hour), Until: now.Add(30 * 24 * time.Hour),
		Plan: sharing.Plan{Where: "the council's offices", Purpose: "THEPURPOSE", Chair: "Ann", TakesPart: "not", TakesPartWhy: "WHYNOT", NotInRoom: "NOTTHATONE", Decided: "DECIDEDSO"}}
	w.must(w.service.Convene(w.Context(), w.max, m))
	return m
}

func (w *world) invite(m sharing.Meeting, agency string) sharing.Invitation {
	w.Helper()
	i := sharing.Invitation{ID: db.NewID(), Meeting: m.ID, Record: w.person, Agency: agency, Text: sharing.Invited{Whom: "the teacher"}}
	w.must(w.service.Invite(w.Context(), w.max, i))
	return i
}

func (w *world) line(m sharing.Meeting, kind sharing.LineKind, text string, audience ...string) sharing.Line {
	if len(audience) == 0 {
		audience = []string{sharing.AudienceRoom}
	}
	l := sharing.Line{ID: db.NewID(), Meeting: m.ID, Record: w.person, Kind: kind, Audience: audience, Text: sharing.LineText{Text: text}}
	if kind == sharing.PointLine {
		l.Code = string(sharing.Fact)
	}
	return l
}

func (w *world) write(l sharing.Line) sharing.Line {
	w.Helper()
	_, err := w.service.Write(w.Context(), w.max, l, "")
	w.must(err)
	return l
}

// says opens the meeting as the school and gives all that reaches it.
func (w *world) says(who permit.Actor, m sharing.Meeting) string {
	w.Helper()
	p, err := w.service.OpenInvitation(w.Context(), who, w.person, m.ID)
	w.must(err)
	all, err := json.Marshal(p)
	w.must(err)
	return string(all)
}

func (w *world) reaches(all string, these []string, butNot []string) {
	w.Helper()
	for _, s := range these {
		if !strings.Contains(all, s) {
			w.Errorf("%s does not reach the agency", s)
		}
	}
	for _, s := range butNot {
		if strings.Contains(all, s) {
			w.Errorf("%s reaches the agency", s)
		}
	}
}

// TestMeeting_invitationOpensItselfAndNothingElse: and closes at once, by hand, by its day, by calling off, on the page of
// grants.
func TestMeeting_invitationOpensItselfAndNothingElse(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		m := w.convene()
		w.must(w.service.Convene(ctx, w.max, m)) // pressed twice
		if _, err := w.service.OpenInvitation(ctx, w.pat, w.person, m.ID); !problem.Is(err, problem.NotFound) {
			w.Errorf("before it is invited: %v", err)
		}
		i := w.invite(m, w.school)
		list, err := w.service.Invitations(ctx, w.pat)
		w.must(err)
		if len(list) != 1 || list[0].Meeting != m.ID || list[0].From != "Fernmouth Council" {
			w.Fatalf("list: %+v", list)
		}
		w.reaches(w.says(w.pat, m), []string{"THEPURPOSE", "the teacher"}, []string{"WHYNOT", "NOTTHATONE", "DECIDEDSO", "Selam", "SECRETWORDS", "OTHERPROMISE"})
		_, err = w.records.Person(ctx, w.pat, w.person)
		w.refused(err, problem.NotFound)
		_, err = w.service.Meeting(ctx, w.pat, w.person, m.ID)
		w.refused(err, problem.NotFound)
		_, err = w.service.PackFor(ctx, w.pat, w.person, m.ID, i.ID)
		w.refused(err, problem.NotFound)
		w.refused(w.service.Uninvite(ctx, w.pat, w.person, m.ID, i.ID), problem.NotFound)
		again := i
		again.ID = db.NewID()
		w.refused(w.service.Invite(ctx, w.max, again), problem.Conflict)

		w.must(w.service.Uninvite(ctx, w.max, w.person, m.ID, i.ID))
		_, err = w.service.OpenInvitation(ctx, w.pat, w.person, m.ID)
		w.refused(err, problem.NotFound)
		w.refused(w.service.Uninvite(ctx, w.max, w.person, m.ID, i.ID), problem.Conflict)

		w.invite(m, w.school) // once more, and the grant is ended elsewhere
		g, err := w.service.Meeting(ctx, w.max, w.person, m.ID)
		w.must(err)
		_, err = w.records.EndGrant(ctx, w.max, w.person, g.Invitations[1].Grant, "done")
		w.must(err)
		d := w.decision(48 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer)})) // a share lets the school in, and not to the meeting
		_, err = w.service.OpenInvitation(ctx, w.pat, w.person, m.ID)
		w.refused(err, problem.NotFound)

		day := w.convene()
		w.invite(day, w.school)
		w.wait(31 * 24 * time.Hour)
		_, err = w.service.OpenInvitation(ctx, w.pat, w.person, day.ID)
		w.refused(err, problem.NotFound)
		if list, err := w.service.Invitations(ctx, w.pat); err != nil || len(list) != 0 {
			w.Errorf("over, and still listed: %+v %v", list, err)
		}
		off := w.convene()
		w.invite(off, w.school)
		w.must(w.service.CallOff(ctx, w.max, w.person, off.ID))
		_, err = w.service.OpenInvitation(ctx, w.pat, w.person, off.ID)
		w.refused(err, problem.NotFound)
		_, err = w.service.Write(ctx, w.max, w.line(off, sharing.PointLine, "late"), "")
		w.refused(err, problem.Conflict)
	})
}

// TestMeeting_aNewEndMovesTheAccess: it ends on the new day, and a plan that somebody changed since is told.
func TestMeeting_aNewEndMovesTheAccess(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		m := w.convene()
		w.invite(m, w.school)
		g, err := w.service.Meeting(ctx, w.max, w.person, m.ID)
		w.must(err)
		m.Until = m.Starts.Add(time.Hour)
		m.Plan.Where = "the school"
		w.must(w.service.Change(ctx, w.max, m, g.LastSeen()))
		w.refused(w.service.Change(ctx, w.max, m, g.LastSeen()), problem.Conflict)
		w.reaches(w.says(w.pat, m), []string{"the school"}, []string{"offices"})
		w.wait(26 * time.Hour)
		_, err = w.service.OpenInvitation(ctx, w.pat, w.person, m.ID)
		w.refused(err, problem.NotFound)
	})
}

// TestPack_isHeldAgainstAModel: every kind of line, for every audience, before and after the minutes are shown, is with an
// agency exactly when a model of its own says so.
func TestPack_isHeldAgainstAModel(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		m := w.convene()
		school, other := w.invite(m, w.school), w.invite(m, w.other)
		third := permit.Actor{ID: db.NewID(), Organisation: w.other, Roles: []permit.Role{permit.Manager}}
		readers := map[string]permit.Actor{school.ID: w.pat, other.ID: third}
		type row struct {
			mark  string
			line  sharing.Line
			shown func(invitation string, out bool) bool
		}
		var rows []row
		n := 0
		for _, kind := range sharing.RoomKinds {
			for _, audience := range [][]string{{sharing.AudienceRoom}, {sharing.AudienceUs}, {school.ID}, {other.ID}, {school.ID, other.ID}} {
				for _, whose := range []string{"", school.ID} {
					n++
					mark := "MARK" + string(rune('A'+n/26)) + string(rune('A'+n%26)) + "X"
					l := w.line(m, kind, mark, audience...)
					l.Whose, l.Text.Who = whose, mark
					if kind == sharing.PromiseLine {
						l.Code, l.Due = "yes", "2031-06-01"
					}
					w.write(l)
					rows = append(rows, row{mark, l, func(invitation string, out bool) bool {
						if kind == sharing.SaidLine || !out {
							return false
						}
						return audience[0] != sharing.AudienceUs && (audience[0] == sharing.AudienceRoom || slices.Contains(audience, invitation) || whose == invitation)
					}})
				}
			}
		}
		wish := w.write(w.line(m, sharing.WishLine, "MARKWISH"))
		permit := w.line(m, sharing.PermitLine, "", school.ID)
		permit.About, permit.Code = wish.ID, "yes"
		w.write(permit)
		rows = append(rows, row{"MARKWISH", wish, func(invitation string, _ bool) bool { return invitation == school.ID }})
		d := w.decision(48 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer)}))
		for _, out := range []bool{false, true} {
			if out {
				w.write(w.line(m, sharing.DraftLine, ""))
			}
			for invitation, who := range readers {
				all := w.says(who, m)
				for _, r := range rows {
					if got := strings.Contains(all, r.mark); got != r.shown(invitation, out) {
						w.Errorf("%s %v of %q reaches school=%v, shown=%v: %v", r.line.Kind, r.line.Audience, r.line.Whose, invitation == school.ID, out, got)
					}
				}
				w.reaches(all, nil, []string{"SECRETWORDS", "OTHERPROMISE", "Selam", "WHYNOT", "NOTTHATONE", "DECIDEDSO"})
				if has := strings.Contains(all, "there_for_me"); has != (invitation == school.ID) {
					w.Errorf("the share's element: %v for school=%v", has, invitation == school.ID)
				}
			}
		}
		log, err := w.service.Shares(ctx, w.max, w.person)
		w.must(err)
		if looks := log.Entries[0].Looks; len(looks) != 1 || looks[0].Elements != 1 {
			w.Errorf("that the pack was read is not in the sharing log: %+v", looks)
		}
		g, err := w.service.Meeting(ctx, w.max, w.person, m.ID)
		w.must(err)
		if len(g.Looks) != 2 || g.Looks[0].Lines == 0 && g.Looks[1].Lines == 0 {
			w.Errorf("who read which lines: %+v", g.Looks)
		}
	})
}

// TestMeeting_theirWordsGoWhereTheySaidYesAndNoLonger: also words that are set right need their yes again.
func TestMeeting_theirWordsGoWhereTheySaidYesAndNoLonger(t *testing.T) {
	eachWorld(t, func(w *world) {
		m := w.convene()
		school := w.invite(m, w.school)
		said := w.write(w.line(m, sharing.SaidLine, "MYWORDS"))
		w.write(w.line(m, sharing.DraftLine, ""))
		say := func(yes string) {
			l := w.line(m, sharing.PermitLine, "", school.ID)
			l.About, l.Code = said.ID, yes
			w.write(l)
		}
		w.reaches(w.says(w.pat, m), nil, []string{"MYWORDS"})
		say("yes")
		w.reaches(w.says(w.pat, m), []string{"MYWORDS"}, nil)
		say("no")
		w.reaches(w.says(w.pat, m), nil, []string{"MYWORDS"})
		say("yes")
		right := w.line(m, sharing.SaidLine, "NEWWORDS")
		right.Corrects = said.ID
		w.write(right)
		w.reaches(w.says(w.pat, m), nil, []string{"NEWWORDS", "MYWORDS"})
		slip := w.write(w.line(m, sharing.PointLine, "SLIP"))
		w.reaches(w.says(w.pat, m), []string{"SLIP"}, nil)
		back := w.line(m, sharing.PointLine, "SLIP", sharing.AudienceUs)
		back.Corrects = slip.ID
		w.write(back)
		w.reaches(w.says(w.pat, m), nil, []string{"SLIP"})
	})
}

// TestMeeting_whatIsSetRightAndKeptBackIsSeenNoMore: a line that was for the whole room by mistake is set right for those
// who work with the young person alone; what an agency dissented from goes with it.
func TestMeeting_whatIsSetRightAndKeptBackIsSeenNoMore(t *testing.T) {
	eachWorld(t, func(w *world) {
		m := w.convene()
		w.invite(m, w.school)
		w.write(w.line(m, sharing.DraftLine, ""))
		slip := w.write(w.line(m, sharing.DecisionLine, "THESLIP"))
		dissent := w.line(m, sharing.DissentLine, "NOTTHESLIP")
		dissent.About, dissent.Text.Who = slip.ID, "the police"
		w.write(dissent)
		w.reaches(w.says(w.pat, m), []string{"THESLIP", "NOTTHESLIP"}, nil)
		right := w.line(m, sharing.DecisionLine, "KEPTBACK", sharing.AudienceUs)
		right.Corrects = slip.ID
		w.write(right)
		w.reaches(w.says(w.pat, m), nil, []string{"THESLIP", "KEPTBACK"})
	})
}

// TestMeeting_aColleagueOfTheAgencyKeepsWhatIsForUs: somebody of an invited organisation who works with the young person,
// a guardian say, writes for those who do, and not for their whole organisation.
func TestMeeting_aColleagueOfTheAgencyKeepsWhatIsForUs(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		m := w.convene()
		w.invite(m, w.school)
		guardian := permit.Actor{ID: db.NewID(), Organisation: w.school, Roles: []permit.Role{permit.Guardian}}
		_, err := w.records.Give(ctx, w.max, w.person, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: guardian.ID, Reason: access.ReasonGuardian})
		w.must(err)
		_, err = w.service.Write(ctx, guardian, w.line(m, sharing.PointLine, "FORUSALONE", sharing.AudienceUs), "")
		w.must(err)
		w.reaches(w.says(w.pat, m), nil, []string{"FORUSALONE"})
		w.write(w.line(m, sharing.DraftLine, ""))
		w.reaches(w.says(w.pat, m), nil, []string{"FORUSALONE"})
	})
}

// TestMeeting_anInvitationOpensNoShareThatWasEnded: the share was ended on the page of grants, and the invitation lets the
// same agency in to the meeting alone.
func TestMeeting_anInvitationOpensNoShareThatWasEnded(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		d := w.decision(48 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer)}))
		log, err := w.service.Shares(ctx, w.max, w.person)
		w.must(err)
		_, err = w.records.EndGrant(ctx, w.max, w.person, log.Entries[0].Grant, "done")
		w.must(err)
		m := w.convene()
		w.invite(m, w.school)
		_, err = w.service.Open(ctx, w.pat, w.person, d.ID)
		w.refused(err, problem.NotFound)
		if list, err := w.service.SharedWith(ctx, w.pat); err != nil || len(list) != 0 {
			w.Errorf("ended, and still listed: %+v %v", list, err)
		}
		g, err := w.service.Meeting(ctx, w.max, w.person, m.ID)
		w.must(err)
		_, err = w.records.EndGrant(ctx, w.max, w.person, g.Invitations[0].Grant, "done")
		w.must(err)
		again := w.decision(48 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, again, []string{w.key(sharing.Answer)}))
		if list, err := w.service.Invitations(ctx, w.pat); err != nil || len(list) != 0 {
			w.Errorf("an invitation that was ended is still listed: %+v %v", list, err)
		}
	})
}

// TestWrite_twoNoteTakersLoseNothing: both lines stand, the second is told, and what was set right once is not set right
// over it.
func TestWrite_twoNoteTakersLoseNothing(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		m := w.convene()
		g, err := w.service.Meeting(ctx, w.max, w.person, m.ID)
		w.must(err)
		lee := permit.Actor{ID: db.NewID(), Organisation: w.council, Roles: []permit.Role{permit.Practitioner}}
		_, err = w.records.Give(ctx, w.max, w.person, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: lee.ID, Reason: access.ReasonTeam})
		w.must(err)
		one := w.line(m, sharing.PointLine, "one")
		if n, err := w.service.Write(ctx, w.max, one, g.LastSeen()); err != nil || n != 0 {
			w.Fatal(n, err)
		}
		two := w.line(m, sharing.PointLine, "two")
		if n, err := w.service.Write(ctx, lee, two, g.LastSeen()); err != nil || n != 1 {
			w.Fatal("the second is not told of the first:", n, err)
		}
		if n, err := w.service.Write(ctx, lee, two, g.LastSeen()); err != nil || n != 0 {
			w.Fatal("sent twice:", n, err)
		}
		taken := two
		taken.Kind, taken.Code = sharing.SaidLine, ""
		_, err = w.service.Write(ctx, lee, taken, "")
		w.refused(err, problem.Conflict)
		for i, who := range []permit.Actor{w.max, lee} {
			l := w.line(m, sharing.PointLine, "one, set right")
			l.Corrects = one.ID
			if _, err := w.service.Write(ctx, who, l, ""); i == 0 {
				w.must(err)
			} else if problem.KeyOf(err) != "meeting.corrected_already" {
				w.Error(err)
			}
		}
		g, err = w.service.Meeting(ctx, w.max, w.person, m.ID)
		w.must(err)
		if list := g.Standing(sharing.PointLine); len(list) != 2 || list[0].Text.Text != "two" || list[1].Text.Text != "one, set right" {
			w.Errorf("%+v", list)
		}
	})
}

// TestDecision_withADayIsAPromise: it waits where promises wait, is the agency's own where a share says so, and is broken
// or kept like any other.
func TestDecision_withADayIsAPromise(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		m := w.convene()
		school := w.invite(m, w.school)
		d := w.decision(48 * time.Hour)
		w.must(w.service.Decide(ctx, w.max, d, []string{w.key(sharing.Answer)}))
		l := w.line(m, sharing.DecisionLine, "a quiet room")
		l.Due = "2031-05-01"
		_, err := w.service.Write(ctx, w.max, l, "")
		w.refused(err, problem.Invalid) // whose?
		l.Whose, l.Text.ForYoung, l.Text.Language = school.ID, "a room for you", "ti"
		l.Audience = []string{sharing.AudienceUs}
		_, err = w.service.Write(ctx, w.max, l, "")
		w.refused(err, problem.Invalid) // a promise is the young person's to read
		l.Audience = []string{sharing.AudienceRoom}
		w.write(l)
		p, err := w.made.Promise(ctx, w.max, w.person, l.ID)
		w.must(err)
		if p.Text.Owner != "Hollin School" || p.Agency != w.school || p.DueOn != l.Due || p.Text.WhatForYoung != "a room for you" || p.EditionID != w.ed.ID {
			w.Errorf("%+v", p)
		}
		if own := w.open(ctx, d.ID); len(own.Replies) != 1 || own.Promises[l.ID].Text.What != "a quiet room" {
			w.Errorf("it is not among what the agency said itself: %+v", own.Replies)
		}
		w.write(w.line(m, sharing.DecisionLine, "told"))
		w.write(w.line(m, sharing.DecisionLine, "ours alone", sharing.AudienceUs))
		told, err := w.service.TellOf(ctx, w.max, w.person, m.ID)
		w.must(err)
		if len(told.Decided) != 1 || told.Decided[0].Text.Text != "told" || len(told.Promised) != 1 || told.Promised[0].ID != l.ID {
			w.Errorf("told: %+v", told)
		}
		home, err := w.made.Home(ctx, w.max)
		w.must(err)
		if !slices.ContainsFunc(home.Due, func(p promise.Waiting) bool { return p.ID == l.ID }) {
			w.Error("a decision waits nowhere")
		}
	})
}

// TestSayInMeeting_anAgencyAnswersForItsOwn: it answers, adds, sets beside what is attributed to it, and changes nothing
// else.
func TestSayInMeeting_anAgencyAnswersForItsOwn(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		m := w.convene()
		school := w.invite(m, w.school)
		answer := w.line(m, sharing.AnswerLine, "")
		answer.Code = "sends"
		w.refused(w.service.SayInMeeting(ctx, w.pat, answer), problem.Invalid)
		answer.Text.Who = "the head of year"
		w.must(w.service.SayInMeeting(ctx, w.pat, answer))
		ours, theirs := w.line(m, sharing.PointLine, "ours"), w.line(m, sharing.PointLine, "said by the school")
		theirs.Whose = school.ID
		w.write(ours)
		w.write(theirs)
		w.write(w.line(m, sharing.DraftLine, ""))
		wrong := w.line(m, sharing.PointLine, "not yours")
		wrong.Corrects = ours.ID
		w.refused(w.service.SayInMeeting(ctx, w.pat, wrong), problem.NotFound)
		w.refused(w.service.SayInMeeting(ctx, w.pat, w.line(m, sharing.DecisionLine, "we decide")), problem.NotFound)
		w.refused(w.service.SayInMeeting(ctx, w.pat, w.line(m, sharing.SaidLine, "she said")), problem.NotFound)
		beside := w.line(m, sharing.PointLine, "what we really said")
		beside.Corrects = theirs.ID
		w.must(w.service.SayInMeeting(ctx, w.pat, beside))
		stranger := permit.Actor{ID: db.NewID(), Organisation: w.other, Roles: []permit.Role{permit.Manager}}
		w.refused(w.service.SayInMeeting(ctx, stranger, w.line(m, sharing.PointLine, "x")), problem.NotFound)
		g, err := w.service.Meeting(ctx, w.max, w.person, m.ID)
		w.must(err)
		if got := g.Beside(theirs); len(g.Standing(sharing.PointLine)) != 2 || len(got) != 1 || got[0].Text.Text != "what we really said" {
			w.Errorf("beside: %+v", got)
		}
		if i := g.Invitations[0]; i.State() != "sends" || i.Answer.Text.Who != "the head of year" {
			w.Errorf("answer: %+v", i)
		}
	})
}

// TestAgree_keepsWhatStoodAndIsToldOfWhatCameSince: a version never changes; erasure leaves nothing.
func TestAgree_keepsWhatStoodAndIsToldOfWhatCameSince(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		m := w.convene()
		w.invite(m, w.school)
		w.refused(w.service.Agree(ctx, w.max, w.person, m.ID, db.NewID(), ""), problem.Invalid)
		first := w.write(w.line(m, sharing.DecisionLine, "FIRST"))
		w.refused(w.service.Agree(ctx, w.max, w.person, m.ID, db.NewID(), ""), problem.Conflict)
		id := db.NewID()
		for range 2 {
			w.must(w.service.Agree(ctx, w.max, w.person, m.ID, id, first.ID))
		}
		w.refused(w.service.Agree(ctx, w.pat, w.person, m.ID, db.NewID(), first.ID), problem.NotFound)
		later := w.line(m, sharing.DecisionLine, "SECOND")
		later.Corrects = first.ID
		w.write(later)
		g, err := w.service.Meeting(ctx, w.max, w.person, m.ID)
		w.must(err)
		kept, ok := g.Kept(1)
		if !ok || len(g.Minutes) != 1 || len(g.Minutes[0].Hash) != 64 || len(kept.Standing(sharing.DecisionLine)) != 1 || kept.Standing(sharing.DecisionLine)[0].Text.Text != "FIRST" {
			w.Errorf("%+v", kept.Lines)
		}
		if now := g.Standing(sharing.DecisionLine); len(now) != 1 || now[0].Text.Text != "SECOND" {
			w.Errorf("%+v", now)
		}
		w.reaches(w.says(w.pat, m), []string{"SECOND", g.Minutes[0].Hash}, nil)
		w.must(w.service.HandOver(ctx, w.max, w.person, m.ID, g.Invitations[0].ID, db.NewID()))
		w.must(w.records.Erase(ctx, w.max, w.person, "mistake"))
		for _, table := range []string{"sharing_meetings", "sharing_invitations", "sharing_lines", "sharing_minutes", "sharing_heard"} {
			if n := w.count(table); n != 0 {
				w.Errorf("%d rows of %s outlive the record", n, table)
			}
		}
	})
}

// TestMeeting_aRestrictedRecordHasNone: no meeting, no invitation, no pack, and no agency sees the one there was.
func TestMeeting_aRestrictedRecordHasNone(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := w.Context()
		m := w.convene()
		i := w.invite(m, w.school)
		w.must(w.door.Do(ctx, w.max, permit.RestrictRecord, access.Record(w.person), func(work *access.Work) error {
			return work.Restrict(ctx, "danger", []access.Holder{{Kind: access.HolderAccount, ID: w.max.ID}})
		}))
		_, err := w.service.OpenInvitation(ctx, w.pat, w.person, m.ID)
		w.refused(err, problem.NotFound)
		_, err = w.service.PackFor(ctx, w.max, w.person, m.ID, i.ID)
		w.refused(err, problem.Conflict)
		again := m
		again.ID = db.NewID()
		w.refused(w.service.Convene(ctx, w.max, again), problem.Conflict)
		w.refused(w.service.Invite(ctx, w.max, sharing.Invitation{ID: db.NewID(), Meeting: m.ID, Record: w.person, Agency: w.other, Text: sharing.Invited{Whom: "x"}}), problem.Conflict)
	})
}

// TestConvene_saysWhatIsMissing, field by field.
func TestConvene_saysWhatIsMissing(t *testing.T) {
	eachWorld(t, func(w *world) {
		for name, change := range map[string]func(*sharing.Meeting){
			"no kind":         func(m *sharing.Meeting) { m.Kind = "party" },
			"no name":         func(m *sharing.Meeting) { m.Kind = sharing.OtherMeeting },
			"no time":         func(m *sharing.Meeting) { m.Starts = time.Time{} },
			"ends before":     func(m *sharing.Meeting) { m.Until = m.Starts.Add(-time.Hour) },
			"too long":        func(m *sharing.Meeting) { m.Until = m.Starts.Add(400 * 24 * time.Hour) },
			"no place":        func(m *sharing.Meeting) { m.Plan.Where = " " },
			"no purpose":      func(m *sharing.Meeting) { m.Plan.Purpose = "" },
			"no chair":        func(m *sharing.Meeting) { m.Plan.Chair = "" },
			"no part":         func(m *sharing.Meeting) { m.Plan.TakesPart = "" },
			"not, and no why": func(m *sharing.Meeting) { m.Plan.TakesPartWhy = "" },
			"wish undecided":  func(m *sharing.Meeting) { m.Plan.Decided = "" },
			"huge":            func(m *sharing.Meeting) { m.Plan.Purpose = strings.Repeat("x", 5000) },
			"not text":        func(m *sharing.Meeting) { m.Plan.Purpose = "a\x00b" },
		} {
			now := w.door.Now()
			m := sharing.Meeting{ID: db.NewID(), Record: w.person, Kind: sharing.Review, Starts: now, Until: now.Add(time.Hour),
				Plan: sharing.Plan{Where: "here", Purpose: "why", Chair: "Ann", TakesPart: "not", TakesPartWhy: "ill", NotInRoom: "him", Decided: "he stays away"}}
			change(&m)
			if err := w.service.Convene(w.Context(), w.max, m); !problem.Is(err, problem.Invalid) {
				w.Errorf("%s: %v", name, err)
			}
		}
		m := sharing.Meeting{ID: db.NewID(), Record: w.person}
		w.refused(w.service.Convene(w.Context(), w.pat, m), problem.NotFound)
	})
}
