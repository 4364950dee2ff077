package account

import (
	"strings"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func (w *world) gone(token string) {
	w.t.Helper()
	if _, err := w.SessionOf(w.t.Context(), token); !problem.Is(err, problem.NotFound) {
		w.t.Fatalf("the session still stands (%v)", err)
	}
}

func TestSession_idleAndAbsoluteEnds(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		idle := w.signIn(chiefEmail, w.chief, office)
		w.clock.pass(sessionIdle)
		w.gone(idle.Token)

		busy := w.signIn(chiefEmail, w.chief, office)
		for range 11*60/20 + 2 { // a request every 20 minutes
			if _, err := w.SessionOf(t.Context(), busy.Token); err != nil {
				t.Fatal(err)
			}
			w.clock.pass(20 * time.Minute)
		}
		for range 3 {
			w.clock.pass(10 * time.Minute)
		}
		w.gone(busy.Token)
	})
}

func TestSession_lastSeenIsKeptAcrossARestart(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		in := w.signIn(chiefEmail, w.chief, office)
		written := func() string {
			var at string
			ok(t, d.Read(t.Context(), func(tx *db.Tx) error {
				return tx.QueryRow(t.Context(), `select seen_at from account_sessions where token_hash = $1`, hashToken(in.Token)).Scan(&at)
			}))
			return at
		}
		first := written()
		w.clock.pass(seenEvery - time.Second)
		_, err := w.SessionOf(t.Context(), in.Token)
		ok(t, err)
		if written() != first {
			t.Fatal("written more than once a minute")
		}
		w.clock.pass(20 * time.Minute)
		_, err = w.SessionOf(t.Context(), in.Token)
		ok(t, err)
		if written() != db.Time(w.clock.now()) {
			t.Fatal("not written")
		}
		w.Service = w.restart()
		w.clock.pass(20 * time.Minute)
		s, err := w.SessionOf(t.Context(), in.Token)
		ok(t, err)
		if s.Name != "Orla Quill" { // opened again, through the door, by its owner
			t.Fatalf("%+v", s)
		}
	})
}

func TestSession_hostileTokens(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, token := range []string{"", "x", newToken(), strings.Repeat("A", 100_000), "\x00", "' or 1=1 --", hashToken(newToken())} {
			w.gone(token)
		}
	})
}

func TestSession_endsAtOnce(t *testing.T) {
	for name, act := range map[string]func(w *world, who permit.Actor) error{
		"account closed": func(w *world, who permit.Actor) error { return w.Close(w.t.Context(), w.admin, w.org, who.ID) },
		"roles changed": func(w *world, who permit.Actor) error {
			return w.SetRoles(w.t.Context(), w.admin, w.org, who.ID, []permit.Role{permit.Auditor})
		},
		"reset": func(w *world, who permit.Actor) error {
			_, err := w.ResetBySystem(w.t.Context(), permit.System, "tam@wendmoor.example")
			return err
		},
		"signed out everywhere": func(w *world, who permit.Actor) error { return w.SignOutEverywhere(w.t.Context(), who) },
	} {
		t.Run(name, func(t *testing.T) {
			testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d)
				who, e := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
				one, two := w.signIn("tam@wendmoor.example", e, office), w.signIn("tam@wendmoor.example", e, office)
				ok(t, act(w, who))
				w.gone(one.Token)
				w.gone(two.Token)
			})
		})
	}
}

// Whoever closes an account ends its sessions; if one were left over, it would still open nothing.
func TestSession_neverOfAnAccountThatIsNotActive(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		in := w.signIn(chiefEmail, w.chief, office)
		for _, state := range []State{Closed, Invited} {
			ok(t, d.Write(t.Context(), func(tx *db.Tx) error { return updateState(t.Context(), tx, w.admin.ID, state) }))
			w.gone(in.Token)
		}
	})
}

func TestSession_rolesAndTeamsAreFresh(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		who, e := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
		in := w.signIn("tam@wendmoor.example", e, office)
		team, err := w.CreateTeam(t.Context(), w.admin, w.org, "Children arriving alone")
		ok(t, err)
		ok(t, w.Join(t.Context(), w.admin, w.org, who.ID, team))
		ok(t, w.Join(t.Context(), w.admin, w.org, who.ID, team)) // twice is once
		s, err := w.SessionOf(t.Context(), in.Token)
		ok(t, err)
		if len(s.Actor.Teams) != 1 || s.Actor.Teams[0] != team {
			t.Fatal(s.Actor.Teams)
		}
		w.clock.pass(time.Second)
		ok(t, w.Leave(t.Context(), w.admin, w.org, who.ID, team))
		s, err = w.SessionOf(t.Context(), in.Token)
		ok(t, err)
		if len(s.Actor.Teams) != 0 {
			t.Fatal("the team still opens")
		}
		refused(t, w.Leave(t.Context(), w.admin, w.org, who.ID, team), problem.Conflict, "problem.conflict")
	})
}

func TestSessions_ownListAndEnd(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		tam, e := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
		one := w.signIn("tam@wendmoor.example", e, office)
		two := w.signIn("tam@wendmoor.example", e, From{Network: office.Network, Agent: "Safari iPhone\x00"})
		own, err := w.Sessions(t.Context(), one.Token)
		ok(t, err)
		if len(own) != 2 || own[0].Current || !own[1].Current || own[1].Agent != "Firefox Windows" || own[0].Agent != "" {
			t.Fatalf("%+v", own)
		}
		other, oe := w.person("Bryn Pugh", "bryn@wendmoor.example", permit.Auditor)
		w.signIn("bryn@wendmoor.example", oe, office)
		refused(t, w.EndSession(t.Context(), other, own[0].ID), problem.NotFound, "problem.not_found")
		ok(t, w.EndSession(t.Context(), tam, own[0].ID))
		w.gone(two.Token)
		ok(t, w.SignOut(t.Context(), one.Token))
		ok(t, w.SignOut(t.Context(), one.Token))
		w.gone(one.Token)
	})
}

func TestSweep_deletesOnlyWhatHasEnded(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.signIn(chiefEmail, w.chief, office)
		w.clock.pass(sessionIdle + time.Minute)
		stays := w.signIn(chiefEmail, w.chief, office)
		ok(t, w.Sweep(t.Context()))
		var n int
		ok(t, d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `select count(*) from account_sessions`).Scan(&n)
		}))
		if n != 1 {
			t.Fatalf("%d rows left", n)
		}
		_, err := w.SessionOf(t.Context(), stays.Token)
		ok(t, err)
	})
}
