package account

import (
	"slices"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// TestJoin_waitsForAManagerOfTheTeam: an administrator who puts somebody into a team opens nothing to them.
func TestJoin_waitsForAManagerOfTheTeam(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		boss, bossEnrolled := w.person("Bryn Pugh", "bryn@wendmoor.example", permit.Manager)
		bossSession := w.signIn("bryn@wendmoor.example", bossEnrolled, office)
		tam, tamEnrolled := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner, permit.Manager)
		tamSession := w.signIn("tam@wendmoor.example", tamEnrolled, office)
		team, err := w.CreateTeam(ctx, w.admin, w.org, "Wendmoor north")
		ok(t, err)
		teams := func(token string) []string {
			s, err := w.SessionOf(ctx, token)
			ok(t, err)
			return s.Actor.Teams
		}
		ok(t, w.Join(ctx, w.admin, w.org, boss.ID, team)) // nobody could let the first manager in
		if !slices.Contains(teams(bossSession.Token), team) {
			t.Fatal("the first manager is not in the team")
		}
		boss.Teams, boss.Organisation = []string{team}, w.org
		boss.Roles = []permit.Role{permit.Manager}
		ok(t, w.Join(ctx, w.admin, w.org, tam.ID, team))
		if len(teams(tamSession.Token)) != 0 {
			t.Error("an administrator opened a team to somebody by themselves")
		}
		waiting, err := w.Joinings(ctx, boss)
		ok(t, err)
		if len(waiting) != 1 || waiting[0].AccountID != tam.ID || waiting[0].Team != "Wendmoor north" {
			t.Fatalf("%+v", waiting)
		}
		self := tam
		self.Teams, self.Organisation, self.Roles = []string{team}, w.org, []permit.Role{permit.Manager}
		if err := w.LetJoin(ctx, self, waiting[0].ID, true); !problem.Is(err, problem.NotFound) {
			t.Errorf("somebody lets themselves in: %v", err)
		}
		if err := w.LetJoin(ctx, w.admin, waiting[0].ID, true); !problem.Is(err, problem.NotFound) {
			t.Errorf("an administrator lets somebody in: %v", err)
		}
		ok(t, w.LetJoin(ctx, boss, waiting[0].ID, false))
		ok(t, w.Join(ctx, w.admin, w.org, tam.ID, team))
		waiting, err = w.Joinings(ctx, boss)
		ok(t, err)
		ok(t, w.LetJoin(ctx, boss, waiting[0].ID, true))
		if !slices.Contains(teams(tamSession.Token), team) {
			t.Error("let in, the team opens nothing")
		}
		if err := w.LetJoin(ctx, boss, waiting[0].ID, true); !problem.Is(err, problem.NotFound) {
			t.Errorf("let in twice: %v", err)
		}
	})
}
