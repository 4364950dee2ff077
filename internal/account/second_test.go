package account

import (
	"slices"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// emptied is a team that can open something and whose only manager was taken out by the administrator.
type emptied struct {
	*world
	team   string
	boss   permit.Actor
	curio  permit.Actor // a practitioner whom the administrator would like to see inside
	token  string       // of their session
	record string
}

func newEmptied(t *testing.T, d *db.DB) *emptied {
	e := &emptied{world: newWorld(t, d)}
	ctx := t.Context()
	e.boss, _ = e.person("Bryn Pugh", "bryn@wendmoor.example", permit.Manager)
	var enrolled Enrolled
	e.curio, enrolled = e.person("Cyr Lowe", "cyr@wendmoor.example", permit.Practitioner)
	e.token = e.signIn("cyr@wendmoor.example", enrolled, office).Token
	var err error
	e.team, err = e.CreateTeam(ctx, e.admin, e.org, "Wendmoor north")
	ok(t, err)
	ok(t, e.Join(ctx, e.admin, e.org, e.boss.ID, e.team)) // nothing to open yet, so at once
	e.record = db.NewID()
	ok(t, e.door.Do(ctx, e.boss, permit.CreateRecord, access.Organisation(e.org), func(w *access.Work) error {
		if err := w.NewRecord(ctx, e.record); err != nil {
			return err
		}
		for kind, holder := range map[access.HolderKind]string{access.HolderTeam: e.team, access.HolderAccount: e.boss.ID} {
			if _, err := w.Give(ctx, access.Grant{Part: permit.PartRecord, HolderKind: kind, Holder: holder, Reason: access.ReasonTeam}); err != nil {
				return err
			}
		}
		return nil
	}))
	ok(t, e.Leave(ctx, e.admin, e.org, e.boss.ID, e.team))
	return e
}

// shut wants that the practitioner is in no team.
func (e *emptied) shut(when string) {
	e.t.Helper()
	s, err := e.SessionOf(e.t.Context(), e.token)
	ok(e.t, err)
	if len(s.Actor.Teams) != 0 {
		e.t.Errorf("%s: the practitioner is in the team", when)
	}
}

// waits gives the membership that waits, as somebody sees it; "" when they see none.
func (e *emptied) waits(who permit.Actor) string {
	e.t.Helper()
	list, err := e.Joinings(e.t.Context(), who)
	ok(e.t, err)
	n, err := e.JoiningsWaiting(e.t.Context(), who)
	ok(e.t, err)
	if n != len(list) {
		e.t.Errorf("%d wait and %d are listed", n, len(list))
	}
	if len(list) == 0 {
		return ""
	}
	return list[0].ID
}

// TestJoin_aTeamWhoseManagerWasTakenOut: the administrator who did that opens it to nobody by themselves.
func TestJoin_aTeamWhoseManagerWasTakenOut(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		e := newEmptied(t, d)
		ctx := t.Context()
		sham, _ := e.person("Sham Second", "sham@wendmoor.example", permit.Administrator)
		ok(t, e.Join(ctx, e.admin, e.org, e.curio.ID, e.team))
		e.shut("put there by one administrator")
		// As a member of any other kind, and at the invitation.
		i, err := e.Invite(ctx, e.admin, e.org, NewPerson{Name: "New Manager", Email: "new@wendmoor.example", Roles: []permit.Role{permit.Manager}, Teams: []string{e.team}})
		ok(t, err)
		puppet := permit.Actor{ID: i.AccountID, Organisation: e.org, Roles: []permit.Role{permit.Manager}, Teams: nil}
		list, err := e.Joinings(ctx, puppet)
		if ok(t, err); len(list) != 0 {
			t.Error("a manager who waits lets others in")
		}
		staff, err := e.Staff(ctx, e.admin, e.org)
		ok(t, err)
		waiting := slices.DeleteFunc(staff.Memberships, func(m Membership) bool { return !m.Waits || m.AccountID != e.curio.ID })
		if len(waiting) != 1 || slices.Contains(e.members(), i.AccountID) {
			t.Fatalf("%d wait, and in the team are %v", len(waiting), e.members())
		}
		for name, who := range map[string]permit.Actor{"who put them there": e.admin, "an administrator made for it": sham} {
			if e.waits(who) != "" {
				t.Errorf("%s sees whom they could let in", name)
			}
			if err := e.LetJoin(ctx, who, waiting[0].ID, true); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s lets them in: %v", name, err)
			}
		}
		for name, who := range map[string]permit.Actor{"the practitioner": e.curio, "an auditor": {ID: db.NewID(), Organisation: e.org, Roles: []permit.Role{permit.Auditor}}} {
			if err := e.LetJoin(ctx, who, waiting[0].ID, true); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		other := permit.Actor{ID: sham.ID, Organisation: db.NewID(), Roles: []permit.Role{permit.ProtectionOfficer}}
		e.clock.pass(SecondAfter)
		if err := e.LetJoin(ctx, other, waiting[0].ID, true); !problem.Is(err, problem.NotFound) {
			t.Errorf("from another organisation: %v", err)
		}
		if err := e.LetJoin(ctx, e.admin, waiting[0].ID, true); !problem.Is(err, problem.NotFound) {
			t.Errorf("a month later, who put them there: %v", err)
		}
	})
}

// TestLetJoin_aSecondPersonForATeamWithoutAManager: a protection officer, or another administrator, of some standing.
func TestLetJoin_aSecondPersonForATeamWithoutAManager(t *testing.T) {
	for _, role := range []permit.Role{permit.ProtectionOfficer, permit.Administrator} {
		t.Run(string(role), func(t *testing.T) {
			testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
				e := newEmptied(t, d)
				ctx := t.Context()
				second, _ := e.person("Sal Second", "sal@wendmoor.example", role)
				e.clock.pass(SecondAfter)
				ok(t, e.Join(ctx, e.admin, e.org, e.curio.ID, e.team))
				ok(t, e.LetJoin(ctx, second, e.waits(second), true))
				if !slices.Contains(e.members(), e.curio.ID) {
					t.Error("let in by a second person, they are not in the team")
				}
				ok(t, e.Leave(ctx, e.admin, e.org, e.curio.ID, e.team))
				ok(t, e.Join(ctx, permit.System, e.org, e.boss.ID, e.team)) // the command line needs nobody else
				ok(t, e.Join(ctx, e.admin, e.org, e.curio.ID, e.team))
				if e.waits(second) != "" {
					t.Error("of a team with a manager somebody else decides")
				}
				e.boss.Teams = []string{e.team}
				ok(t, e.LetJoin(ctx, e.boss, e.waits(e.boss), false))
				if members := e.members(); slices.Contains(members, e.curio.ID) || !slices.Contains(members, e.boss.ID) {
					t.Errorf("in the team are %v", members)
				}
			})
		})
	}
}

// members are those who are in the team now.
func (e *emptied) members() (in []string) {
	e.t.Helper()
	ok(e.t, e.door.Background(e.t.Context(), func(w *access.Work) error {
		all, err := e.MembersOf(e.t.Context(), w, []string{e.team})
		in = all[e.team]
		return err
	}))
	return in
}
