package permit

import (
	"math/rand/v2"
	"testing"
)

// Whoever somebody is, whatever roles, grants and organisation they have: a rating that is not open is opened by its rater alone,
// and is written by nobody else ever, by its rater until it is locked.
func TestRating_opensToItsRaterAloneWhateverElseHolds(t *testing.T) {
	roles := append([]Role{Inspector, Operator, YoungPerson, Spoken}, Roles...)
	some := rand.New(rand.NewPCG(34, 8))
	opened, written := 0, 0
	for range 20_000 {
		who := Actor{ID: []string{"", "somebody"}[min(1, some.IntN(8))], Organisation: "here"}
		for _, r := range roles {
			if some.IntN(4) == 0 {
				who.Roles = append(who.Roles, r)
			}
		}
		if some.IntN(50) == 0 {
			who = System
		}
		f := Facts{SameOrganisation: some.IntN(2) == 0, Own: some.IntN(2) == 0, Rater: some.IntN(2) == 0, RatingLocked: some.IntN(2) == 0, RatingOpen: some.IntN(2) == 0}
		for _, p := range Parts {
			if some.IntN(2) == 0 {
				f.Parts = append(f.Parts, p)
			}
		}
		if Allowed(who, ReadRating, f).Allowed {
			opened++
			if !f.Rater && !f.RatingOpen {
				t.Fatalf("%v reads a rating that is blind to them, with %+v", who.Roles, f)
			}
		}
		if Allowed(who, RateCase, f).Allowed {
			written++
			if !f.Rater || f.RatingLocked {
				t.Fatalf("%v writes a rating, with %+v", who.Roles, f)
			}
		}
		f.Rater, f.RatingOpen = false, false // and nothing else that a policy permits is a way round, with the same subject
		if Allowed(who, ReadRating, f).Allowed || Allowed(who, RateCase, f).Allowed {
			t.Fatalf("%v comes to a rating that is somebody else's, with %+v", who.Roles, f)
		}
	}
	if opened < 100 || written < 100 {
		t.Errorf("of all that was tried %d were let read and %d write: nothing was tested", opened, written)
	}
}
