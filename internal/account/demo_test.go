package account

import (
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func TestDemoEntry_onlyActiveAccounts(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		demo := NewDemoEntry(w.Service)
		in, err := demo.SignInAs(t.Context(), w.admin.ID, office)
		ok(t, err)
		s, err := w.SessionOf(t.Context(), in.Token)
		ok(t, err)
		if s.Actor.ID != w.admin.ID {
			t.Fatal(s.Actor)
		}
		i, err := w.CreateAccount(t.Context(), permit.System, w.org, NewPerson{Name: "Not Yet", Email: "ny@x.example", Roles: []permit.Role{permit.Trainer}})
		ok(t, err)
		for _, id := range []string{i.AccountID, db.NewID(), ""} {
			_, err := demo.SignInAs(t.Context(), id, office)
			refused(t, err, problem.NotFound, "problem.not_found")
		}
		if line, found := w.noted(permit.SignIn, "demonstration"); !found || line.Actor != w.admin.ID {
			t.Fatalf("%+v", line)
		}
	})
}
