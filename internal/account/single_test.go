package account

import (
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func ourProvider() Single {
	return Single{On: true, Issuer: "https://login.wendmoor.example", Client: "us", Secret: "s", Domains: []string{"wendmoor.example"}, AMR: []string{"mfa"}}
}

// visit goes to the provider and comes back with what it says.
func (w *world) visit(token string, who Identity) (Entry, error) {
	w.t.Helper()
	start, err := w.BeginSingle(w.t.Context(), w.org, token, "/records")
	ok(w.t, err)
	back, err := w.TakeSingle(w.t.Context(), w.org, start.State, start.Cookie)
	ok(w.t, err)
	if back.Nonce != start.Nonce || back.Verifier != start.Verifier || back.Next() != "/records" {
		w.t.Fatal("what came back is not what left")
	}
	return w.EnterSingle(w.t.Context(), back, who, token, office)
}

func identity(subject, email string) Identity {
	return Identity{Issuer: "https://login.wendmoor.example", Subject: subject, Email: email, EmailVerified: true, AMR: []string{"mfa"}}
}

func TestSingle_onlyWhoWasInvitedIsJoined(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ok(t, w.SaveSingle(t.Context(), w.admin, ourProvider()))
		i, err := w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "Ada", Email: "ada@wendmoor.example", Roles: []permit.Role{permit.Manager}})
		ok(t, err)
		entry, err := w.visit("", identity("ada", "ADA@wendmoor.example"))
		ok(t, err)
		session, err := w.SessionOf(t.Context(), entry.Token)
		ok(t, err)
		if session.Actor.ID != i.AccountID || len(session.Actor.Roles) != 1 {
			t.Fatalf("in as %v", session.Actor)
		}
		if _, err := w.Redeem(t.Context(), i.Code, office); err == nil {
			t.Error("the code that was used up still opens")
		}
		_, e := w.person("Bea", "bea@wendmoor.example", permit.Practitioner)
		_, err = w.visit("", identity("thief", "bea@wendmoor.example"))
		refused(t, err, problem.Invalid, "account.single.unknown")
		_, err = w.visit("", identity("ada-again", "ada@wendmoor.example")) // linked to another identity already
		refused(t, err, problem.Invalid, "account.single.unknown")
		weak := identity("ada", "ada@wendmoor.example")
		weak.AMR = []string{"pwd"}
		_, err = w.visit("", weak)
		refused(t, err, problem.Invalid, "account.single.too_weak")

		late, err := w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "Cai", Email: "cai@wendmoor.example", Roles: []permit.Role{permit.Manager}})
		ok(t, err)
		w.clock.pass(InvitationLasts + time.Minute)
		_, err = w.visit("", identity("cai", "cai@wendmoor.example"))
		refused(t, err, problem.Invalid, "account.single.unknown")
		_ = late

		full := w.signIn("bea@wendmoor.example", e, office)
		linked, err := w.visit(full.Token, identity("bea", "bea@wendmoor.example"))
		ok(t, err)
		if linked.Token != "" {
			t.Error("linking one's own began another session")
		}
		entry, err = w.visit("", identity("bea", ""))
		ok(t, err)
		ok(t, w.Close(t.Context(), w.admin, w.org, e.AccountID))
		if _, err := w.SessionOf(t.Context(), entry.Token); !problem.Is(err, problem.NotFound) {
			t.Errorf("a leaver's session: %v", err)
		}
		_, err = w.visit("", identity("bea", "bea@wendmoor.example"))
		refused(t, err, problem.Invalid, "account.single.unknown")
	})
}

func TestSingle_switchedOffOrToAnotherProviderEndsWhatItLetIn(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for name, change := range map[string]func(*Single){"off": func(s *Single) { s.On = false }, "another": func(s *Single) { s.Issuer = "https://other.example" }} {
			ok(t, w.SaveSingle(t.Context(), w.admin, ourProvider()))
			_, err := w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "Ada", Email: name + "@wendmoor.example", Roles: []permit.Role{permit.Manager}})
			ok(t, err)
			entry, err := w.visit("", identity(name, name+"@wendmoor.example"))
			ok(t, err)
			local := w.signIn(chiefEmail, w.chief, office)
			next := ourProvider()
			change(&next)
			ok(t, w.SaveSingle(t.Context(), w.admin, next))
			if _, err := w.SessionOf(t.Context(), entry.Token); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: still in: %v", name, err)
			}
			if _, err := w.SessionOf(t.Context(), local.Token); err != nil {
				t.Errorf("%s: a local sign-in ended: %v", name, err)
			}
		}
		set := ourProvider()
		ok(t, w.SaveSingle(t.Context(), w.admin, set))
		set.Secret = ""
		ok(t, w.SaveSingle(t.Context(), w.admin, set))
		if kept, err := w.SingleOf(t.Context(), w.admin); err != nil || kept.Secret != "s" {
			t.Errorf("the secret was not kept: %v", err)
		}
		set.Issuer = "https://evil.example"
		ok(t, w.SaveSingle(t.Context(), w.admin, set))
		if kept, err := w.SingleOf(t.Context(), w.admin); err != nil || kept.Secret != "" {
			t.Errorf("the secret went to another provider: %v", err)
		}
	})
}

func TestSingle_settingsThatCannotBe(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t))
	for name, c := range map[string]struct {
		change func(*Single)
		key    string
	}{
		"no TLS":           {func(s *Single) { s.Issuer = "http://login.wendmoor.example" }, "account.single.not_an_issuer"},
		"this machine":     {func(s *Single) { s.Issuer = "https://localhost" }, "account.single.not_an_issuer"},
		"a password in it": {func(s *Single) { s.Issuer = "https://a:b@login.example" }, "account.single.not_an_issuer"},
		"a question":       {func(s *Single) { s.Issuer = "https://login.example/?x=1" }, "account.single.not_an_issuer"},
		"no domain":        {func(s *Single) { s.Domains = nil }, "account.single.not_a_domain"},
		"no real domain":   {func(s *Single) { s.Domains = []string{"example"} }, "account.single.not_a_domain"},
		"no strength":      {func(s *Single) { s.AMR = nil }, "account.single.strength_needed"},
		"no client":        {func(s *Single) { s.Client = " " }, "problem.required"},
	} {
		set := ourProvider()
		c.change(&set)
		if err := w.SaveSingle(t.Context(), w.admin, set); fieldKey(err) != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	worker, _ := w.person("Bea", "bea@wendmoor.example", permit.Manager)
	refused(t, w.SaveSingle(t.Context(), worker, ourProvider()), problem.Forbidden, "access.refused")
}

func TestPasskeysOnly_locksNobodyOutAndTakesNothingElse(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		set := Single{PasskeysOnly: true}
		refused(t, w.SaveSingle(t.Context(), w.admin, set), problem.Conflict, "account.single.administrator_without_passkey")
		_, e := w.person("Bea", "bea@wendmoor.example", permit.Practitioner)
		chief := w.signIn(chiefEmail, w.chief, office)
		own := newOwnDevice(w.chief.AccountID)
		question, err := w.PasskeyCreation(t.Context(), chief.Token)
		ok(t, err)
		ok(t, w.AddPasskey(t.Context(), chief.Token, own.create(t, question)))
		ok(t, w.SaveSingle(t.Context(), w.admin, set))
		if ids, err := w.WithoutPasskey(t.Context(), w.admin); err != nil || len(ids) != 1 || ids[0] != e.AccountID {
			t.Errorf("without a passkey: %v, %v", ids, err)
		}
		half, err := w.SignIn(t.Context(), "bea@wendmoor.example", goodPassword, office)
		ok(t, err)
		_, err = w.SignInTOTP(t.Context(), half.Token, w.code(e), office)
		refused(t, err, problem.Conflict, "account.single.passkeys_only_here")
		_, err = w.SignInRecovery(t.Context(), half.Token, e.RecoveryCodes[0], office)
		refused(t, err, problem.Conflict, "account.single.passkeys_only_here")
		half, err = w.SignIn(t.Context(), chiefEmail, goodPassword, office)
		ok(t, err)
		question, err = w.PasskeyRequest(t.Context(), half.Token)
		ok(t, err)
		if _, err := w.SignInPasskey(t.Context(), half.Token, own.answer(t, party, question), office); err != nil {
			t.Errorf("a passkey does not lead in: %v", err)
		}
	})
}
