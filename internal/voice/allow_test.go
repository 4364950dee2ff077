package voice_test

import (
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/voice"
)

// The young person's record is the council's; their guardian is of another organisation. A place on a device of theirs needs
// the assessment of both.
func TestOpenDevice_needsBothOrganisations(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx, elsewhere := t.Context(), db.NewID()
		first, err := w.accounts.CreateFirstAdministrator(ctx, permit.System, account.Organisation{ID: elsewhere, Name: "Guardians of Ferry", Kind: account.Council, Nation: "england"},
			account.NewPerson{Name: "Una Reed", Email: "una@ferry.example"})
		w.must(err)
		admin := permit.Actor{ID: first.AccountID, Organisation: elsewhere, Roles: []permit.Role{permit.Administrator}}
		made, err := w.accounts.Invite(ctx, admin, elsewhere, account.NewPerson{Name: "Gil Sorrel", Email: "gil@ferry.example", Roles: []permit.Role{permit.Guardian}})
		w.must(err)
		gil := permit.Actor{ID: made.AccountID, Organisation: elsewhere, Roles: []permit.Role{permit.Guardian}}
		_, err = w.records.Give(ctx, w.boss, w.selam, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: gil.ID, Reason: access.ReasonGuardian})
		w.must(err)
		opening := voice.Opening{Way: voice.ByWords, Days: 30}
		says := func(who permit.Actor, on bool) {
			t.Helper()
			w.must(w.AllowOwnDevices(ctx, who, voice.Allowed{On: on, By: "Ann", Day: "2026-03-01", Reference: "DPIA 12"}))
		}

		says(admin, true)
		if _, err := w.OpenDevice(ctx, gil, w.selam, opening); !problem.Is(err, problem.Conflict) {
			t.Errorf("the organisation that keeps the record never allowed it: %v", err)
		}
		w.allow()
		place, err := w.OpenDevice(ctx, gil, w.selam, opening)
		w.must(err)
		code, err := w.MakeCode(ctx, gil, w.selam, place)
		w.must(err)
		e, err := w.in(strings.Join(code.In("en"), " "))
		w.must(err)
		selam := w.isIn(e)
		if _, err := w.Open(ctx, selam, w.selam); err != nil {
			t.Errorf("both said yes: %v", err)
		}
		w.pass(time.Second)
		says(w.admin, false)
		_, err = w.Open(ctx, selam, w.selam)
		w.refused(err, problem.NotFound) // the council says no, and the guardian's own says yes
	})
}
