package account

import (
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func TestReset_takesTwoPeopleAndNeitherIsTheOne(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		tam, e := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
		boss, _ := w.person("Bryn Pugh", "bryn@wendmoor.example", permit.Manager)
		boss2, _ := w.person("Cai Rees", "cai@wendmoor.example", permit.Manager)
		_, err := w.AskReset(t.Context(), tam, boss.ID)
		refused(t, err, problem.Forbidden, "access.refused")
		_, err = w.AskReset(t.Context(), w.admin, w.admin.ID)
		refused(t, err, problem.Forbidden, "account.not_yourself")

		byBoss, err := w.AskReset(t.Context(), boss, tam.ID)
		ok(t, err)
		_, err = w.AskReset(t.Context(), w.admin, tam.ID)
		refused(t, err, problem.Conflict, "account.reset_asked_already")
		_, err = w.ApproveReset(t.Context(), boss2, byBoss)
		refused(t, err, problem.Forbidden, "account.one_administrator")
		_, err = w.ApproveReset(t.Context(), tam, byBoss)
		refused(t, err, problem.Forbidden, "access.refused")
		ok(t, w.WithdrawReset(t.Context(), boss, byBoss))

		id, err := w.AskReset(t.Context(), w.admin, tam.ID)
		ok(t, err)
		_, err = w.ApproveReset(t.Context(), w.admin, id)
		refused(t, err, problem.Forbidden, "account.second_person")
		in := w.signIn("tam@wendmoor.example", e, office) // until the second word nothing has changed
		_, err = w.ApproveReset(t.Context(), boss, id)
		refused(t, err, problem.Forbidden, "account.let_in_lately") // an administrator's own invention is no second person
		w.clock.pass(StandsAlone)
		_, err = w.ApproveReset(t.Context(), boss, id)
		refused(t, err, problem.NotFound, "problem.not_found") // the request has run out meanwhile
		id, err = w.AskReset(t.Context(), w.admin, tam.ID)
		ok(t, err)
		in = w.signIn("tam@wendmoor.example", e, office)
		open, err := w.OpenResets(t.Context(), boss)
		ok(t, err)
		if len(open) != 1 || open[0].Mine || open[0].AccountID != tam.ID || open[0].AskedBy != w.admin.ID {
			t.Fatalf("%+v", open)
		}
		invitation, err := w.ApproveReset(t.Context(), boss, id)
		ok(t, err)
		w.gone(in.Token)
		_, err = w.SignIn(t.Context(), "tam@wendmoor.example", goodPassword, office)
		refused(t, err, problem.Invalid, "account.sign_in_wrong")
		_, err = w.ApproveReset(t.Context(), boss2, id)
		refused(t, err, problem.NotFound, "problem.not_found") // settled
		again, err := w.EnrolTOTP(t.Context(), invitation.Code, otherPassword)
		ok(t, err)
		if again.AccountID != tam.ID || again.Secret == e.Secret {
			t.Fatal("not a new sign-in of the same account")
		}
		for _, code := range []string{"reset_asked", "reset_approved", "reset_withdrawn"} {
			if _, found := w.noted(permit.ResetSignIn, code); !found {
				t.Errorf("the ledger does not say %s", code)
			}
		}
	})
}

func TestReset_runsOutAndIsNobodyElses(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		tam, _ := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
		boss, _ := w.person("Bryn Pugh", "bryn@wendmoor.example", permit.Manager)
		w.clock.pass(StandsAlone)
		id, err := w.AskReset(t.Context(), w.admin, tam.ID)
		ok(t, err)
		stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Administrator}}
		_, err = w.ApproveReset(t.Context(), stranger, id)
		refused(t, err, problem.NotFound, "problem.not_found")
		_, err = w.AskReset(t.Context(), stranger, tam.ID)
		refused(t, err, problem.NotFound, "problem.not_found")
		w.clock.pass(ResetLasts)
		_, err = w.ApproveReset(t.Context(), boss, id)
		refused(t, err, problem.NotFound, "problem.not_found")
	})
}

func TestResetBySystem_opensAgain(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := w.ResetBySystem(t.Context(), w.admin, chiefEmail)
		refused(t, err, problem.Forbidden, "access.refused")
		_, err = w.ResetBySystem(t.Context(), permit.System, "nobody@wendmoor.example")
		refused(t, err, problem.NotFound, "problem.not_found")
		i, err := w.ResetBySystem(t.Context(), permit.System, "ORLA.quill@wendmoor.example")
		ok(t, err)
		again, err := w.EnrolTOTP(t.Context(), i.Code, otherPassword)
		ok(t, err)
		half, err := w.SignIn(t.Context(), chiefEmail, otherPassword, office)
		ok(t, err)
		_, err = w.SignInTOTP(t.Context(), half.Token, w.code(again), office)
		ok(t, err)
	})
}
