package access_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// A rating is its rater's alone until every rating of its case is locked.
func TestRating_isBlindUntilAllAreLocked(t *testing.T) {
	eachHouse(t, func(w *house) {
		t := w.T
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		organisation, one := db.NewID(), db.NewID()
		lead := permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Manager}}
		first := permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Auditor}}
		second := permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{permit.Auditor}}
		stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Auditor}}
		ids := map[string]string{}
		must(w.door.Do(t.Context(), lead, permit.PlanAudits, access.Organisation(organisation), func(k *access.Work) (err error) {
			if ids["first"], err = k.GiveRating(t.Context(), one, first.ID, access.RatingMain); err == nil {
				ids["second"], err = k.GiveRating(t.Context(), one, second.ID, access.RatingSecond)
			}
			return err
		}))
		may := func(who permit.Actor, act permit.Action, rating string) bool {
			err := w.door.Read(t.Context(), who, act, access.Rating(ids[rating]), func(k *access.Work) error {
				if k.Key.IsZero() {
					t.Errorf("a rating opened without its key")
				}
				return nil
			})
			if err != nil && !problem.Is(err, problem.NotFound) {
				t.Errorf("a rating that is somebody else's is refused with %v, not as one that is not there", err)
			}
			return err == nil
		}
		opened := func(who permit.Actor) (n int) {
			must(w.door.Read(t.Context(), who, permit.ReadAudits, access.Organisation(who.Organisation), func(k *access.Work) error {
				list, err := k.OpenRatings(t.Context(), []string{one})
				n = len(list)
				return err
			}))
			return n
		}
		lock := func(who permit.Actor, rating string) {
			must(w.door.Do(t.Context(), who, permit.RateCase, access.Rating(ids[rating]), func(k *access.Work) error { return k.LockRating(t.Context()) }))
		}
		blind := func(when string) {
			t.Helper()
			for name, got := range map[string]bool{
				"the lead reads the first": may(lead, permit.ReadRating, "first"), "the lead reads the second": may(lead, permit.ReadRating, "second"),
				"the second reads the first": may(second, permit.ReadRating, "first"), "the second writes the first": may(second, permit.RateCase, "first"),
				"a stranger reads the first": may(stranger, permit.ReadRating, "first"), "the lead writes the first": may(lead, permit.RateCase, "first"),
			} {
				if got {
					t.Errorf("%s: %s", when, name)
				}
			}
			if opened(lead) != 0 || opened(stranger) != 0 || opened(first) != 1 {
				t.Errorf("%s: a list opens ratings that are not whose it is", when)
			}
		}
		blind("before")
		if !may(first, permit.ReadRating, "first") || !may(first, permit.RateCase, "first") {
			t.Error("the first cannot work on their own rating")
		}
		lock(first, "first")
		blind("with one of two locked")
		if may(first, permit.RateCase, "first") || !may(first, permit.ReadRating, "first") {
			t.Error("a locked rating is written, or is gone for its rater")
		}
		lock(second, "second")
		if !may(lead, permit.ReadRating, "first") || !may(second, permit.ReadRating, "first") || may(stranger, permit.ReadRating, "first") || opened(lead) != 2 {
			t.Error("once both are locked, those of the organisation read them and nobody else")
		}
		must(w.door.Do(t.Context(), lead, permit.PlanAudits, access.Organisation(organisation), func(k *access.Work) error { return k.DestroyCase(t.Context(), one, "test") }))
		if opened(lead) != 0 {
			t.Error("a destroyed case has ratings that open")
		}
	})
}
