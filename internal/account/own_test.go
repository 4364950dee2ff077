package account

import (
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

const otherPassword = "violin harbour pancake"

func TestChangePassword_afterTheOldOneAndEndsTheOthers(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		other := w.signIn(chiefEmail, w.chief, office)
		in := w.signIn(chiefEmail, w.chief, office)
		for range 3 {
			w.clock.pass(provenLasts / 3)
			_, err := w.SessionOf(t.Context(), other.Token)
			ok(t, err)
			_, err = w.SessionOf(t.Context(), in.Token)
			ok(t, err)
		}
		_, err := w.ChangePassword(t.Context(), in.Token, otherPassword, office)
		refused(t, err, problem.Forbidden, "account.prove_first")
		refused(t, w.Prove(t.Context(), in.Token, "not my password"), problem.Invalid, "account.password_wrong")
		ok(t, w.Prove(t.Context(), in.Token, goodPassword))
		_, err = w.ChangePassword(t.Context(), in.Token, "Orla Quill Orla", office)
		refused(t, err, problem.Invalid, "account.password_yours")
		fresh, err := w.ChangePassword(t.Context(), in.Token, otherPassword, office)
		ok(t, err)
		w.gone(other.Token)
		w.gone(in.Token)
		for device, want := range map[string]string{other.Device: "", in.Device: "", fresh.Device: w.admin.ID} {
			if account, err := w.knownFor(t.Context(), From{Device: device}); err != nil || account != want {
				t.Fatalf("a browser is known for %q, want %q (%v)", account, want, err)
			}
		}
		_, err = w.SessionOf(t.Context(), fresh.Token)
		ok(t, err)
		_, err = w.SignIn(t.Context(), chiefEmail, goodPassword, office)
		refused(t, err, problem.Invalid, "account.sign_in_wrong")
		_, err = w.SignIn(t.Context(), chiefEmail, otherPassword, office)
		ok(t, err)
	})
}

func TestProve_isThrottled(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		in := w.signIn(chiefEmail, w.chief, office)
		var err error
		for range 20 {
			err = w.Prove(t.Context(), in.Token, "still not it, is it")
		}
		refused(t, err, problem.Conflict, "account.wait_seconds")
	})
}

func TestRecoveryCodes_oldOnesStayUntilTheNewAreKept(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		in := w.signIn(chiefEmail, w.chief, office)
		ok(t, w.NewRecoveryCodes(t.Context(), in.Token))
		e, err := w.EnrolmentOf(t.Context(), in.Token)
		ok(t, err)
		if len(e.Codes) != RecoveryCodes || e.Codes[0] == w.chief.RecoveryCodes[0] {
			t.Fatal(e.Codes)
		}
		try := func(code string) error {
			half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
			ok(t, err)
			_, err = w.SignInRecovery(t.Context(), half.Token, code, office)
			return err
		}
		refused(t, try(e.Codes[0]), problem.Invalid, "account.recovery_wrong") // shown, not kept
		ok(t, try(w.chief.RecoveryCodes[0]))
		ok(t, w.KeepRecoveryCodes(t.Context(), in.Token))
		refused(t, try(w.chief.RecoveryCodes[1]), problem.Invalid, "account.recovery_wrong")
		ok(t, try(e.Codes[0]))
		again, err := w.EnrolmentOf(t.Context(), in.Token)
		ok(t, err)
		if len(again.Codes) != 0 {
			t.Fatal("kept codes are shown again")
		}
		refused(t, w.KeepRecoveryCodes(t.Context(), in.Token), problem.Conflict, "account.begin_again")
	})
}

func TestFactors_aSecondAppAndTheLastOneStays(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		in := w.signIn(chiefEmail, w.chief, office)
		g, err := w.OwnGuard(t.Context(), in.Token)
		ok(t, err)
		if len(g.Factors) != 1 || g.Factors[0].Kind != TOTP || g.Email != chiefEmail || !g.Proven {
			t.Fatalf("%+v", g)
		}
		refused(t, w.RemoveFactor(t.Context(), in.Token, g.Factors[0].ID), problem.Conflict, "account.last_factor")
		ok(t, w.BeginTOTP(t.Context(), in.Token))
		e, err := w.EnrolmentOf(t.Context(), in.Token)
		ok(t, err)
		refused(t, w.ProveTOTP(t.Context(), in.Token, "000000"), problem.Invalid, "account.totp_wrong")
		second := Enrolled{AccountID: w.chief.AccountID, Secret: e.Secret}
		ok(t, w.ProveTOTP(t.Context(), in.Token, w.code(second)))
		w.signIn(chiefEmail, second, office)
		w.signIn(chiefEmail, w.chief, office)
		ok(t, w.RemoveFactor(t.Context(), in.Token, g.Factors[0].ID))
		half, err := w.SignIn(t.Context(), chiefEmail, goodPassword, office)
		ok(t, err)
		_, err = w.SignInTOTP(t.Context(), half.Token, w.code(w.chief), office)
		refused(t, err, problem.Invalid, "account.totp_wrong")
		refused(t, w.RemoveFactor(t.Context(), in.Token, db.NewID()), problem.NotFound, "problem.not_found")
	})
}

func TestLanguage_isKept(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		in := w.signIn(chiefEmail, w.chief, office)
		refused(t, w.ChooseLanguage(t.Context(), w.admin, "xx"), problem.Invalid, "problem.not_a_choice")
		ok(t, w.ChooseLanguage(t.Context(), w.admin, "cy"))
		s, err := w.SessionOf(t.Context(), in.Token)
		ok(t, err)
		if s.Language != "cy" {
			t.Fatal(s.Language)
		}
		refused(t, w.ChooseLanguage(t.Context(), permit.Nobody, "cy"), problem.Forbidden, "access.refused")
	})
}

func TestEnrolment_stepsCannotBeSkipped(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i, err := w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "Tam Ashdown", Email: "tam@wendmoor.example", Roles: []permit.Role{permit.Trainer}})
		ok(t, err)
		for _, bad := range []string{"", "0000-0000-0000-0000-0000", i.Code[:20], i.Code + "0"} {
			_, err := w.Redeem(t.Context(), bad, office)
			refused(t, err, problem.Invalid, "account.invitation_wrong")
		}
		first, err := w.Redeem(t.Context(), i.Code, office)
		ok(t, err)
		entry, err := w.Redeem(t.Context(), i.Code, office) // the first machine broke: begin again elsewhere
		ok(t, err)
		refused(t, w.ChoosePassword(t.Context(), first.Token, goodPassword), problem.NotFound, "account.no_session")
		_, err = w.FinishEnrolment(t.Context(), entry.Token, office)
		refused(t, err, problem.Conflict, "account.begin_again")
		refused(t, w.ProveTOTP(t.Context(), entry.Token, "123456"), problem.Conflict, "account.begin_again")
		refused(t, w.ChoosePassword(t.Context(), entry.Token, "password1234"), problem.Invalid, "account.password_common")
		ok(t, w.ChoosePassword(t.Context(), entry.Token, goodPassword))
		_, err = w.FinishEnrolment(t.Context(), entry.Token, office)
		refused(t, err, problem.Conflict, "account.begin_again")
		// A password alone, with no second factor, lets nobody in.
		_, err = w.SignIn(t.Context(), "tam@wendmoor.example", goodPassword, office)
		refused(t, err, problem.Invalid, "account.sign_in_wrong")
		w.gone(entry.Token)
		e, err := w.EnrolmentOf(t.Context(), entry.Token)
		ok(t, err)
		ok(t, w.ProveTOTP(t.Context(), entry.Token, w.code(Enrolled{Secret: e.Secret})))
		full, err := w.FinishEnrolment(t.Context(), entry.Token, office)
		ok(t, err)
		_, err = w.SessionOf(t.Context(), full.Token)
		ok(t, err)
		_, err = w.Redeem(t.Context(), i.Code, office)
		refused(t, err, problem.Invalid, "account.invitation_wrong") // used up
	})
}

func TestInvitation_runsOutAndIsReplaced(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i, err := w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "Tam Ashdown", Email: "tam@wendmoor.example", Roles: []permit.Role{permit.Trainer}})
		ok(t, err)
		again, err := w.InviteAgain(t.Context(), w.admin, w.org, i.AccountID)
		ok(t, err)
		_, err = w.Redeem(t.Context(), i.Code, office)
		refused(t, err, problem.Invalid, "account.invitation_wrong")
		w.clock.pass(InvitationLasts)
		_, err = w.Redeem(t.Context(), again.Code, office)
		refused(t, err, problem.Invalid, "account.invitation_wrong")
		_, err = w.InviteAgain(t.Context(), w.admin, w.org, w.chief.AccountID)
		refused(t, err, problem.Conflict, "account.not_waiting")
	})
}

func TestInvitation_guessingIsHeldUp(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var err error
		for range 30 {
			_, err = w.Redeem(t.Context(), "0000-0000-0000-0000-0000", office)
		}
		refused(t, err, problem.Conflict, "account.wait_seconds")
		w.clock.pass(time.Hour)
	})
}
