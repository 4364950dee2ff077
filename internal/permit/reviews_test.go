package permit

import "testing"

// TestReviews_areTheServicesOwn holds who reads and who answers a service's look at its own practice.
func TestReviews_areTheServicesOwn(t *testing.T) {
	here := Facts{SameOrganisation: true}
	for _, one := range []struct {
		role  Role
		act   Action
		facts Facts
		want  bool
	}{
		{Auditor, HoldReviews, here, true}, {Practitioner, HoldReviews, here, true}, {Trainer, HoldReviews, here, true},
		{Analyst, HoldReviews, here, false}, {Analyst, ReadReviews, here, true}, {Steward, HoldReviews, here, false},
		{Administrator, ReadReviews, here, false}, {ProtectionOfficer, ReadReviews, here, false}, {YoungPerson, ReadReviews, here, false},
		{Auditor, HoldReviews, Facts{}, false}, {Auditor, ReadReviews, Facts{}, false},
	} {
		if got := Allowed(Actor{ID: "a", Roles: []Role{one.role}}, one.act, one.facts); got.Allowed != one.want {
			t.Errorf("%s %s: %v, because of %s", one.role, one.act, got.Allowed, got.Reason)
		}
	}
}
