package permit

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
)

//go:embed policy.cedar
var policyText []byte

// PolicyText gives the policies as people read them.
func PolicyText() string { return string(policyText) }

var policies = sync.OnceValue(func() *cedar.PolicySet {
	list, err := cedar.NewPolicyListFromBytes("policy.cedar", policyText)
	if err != nil {
		panic(fmt.Sprintf("policy.cedar: %v", err)) // embedded: a test reads it before anybody can ship it
	}
	set := cedar.NewPolicySet()
	for i, p := range list {
		id := cedar.PolicyID(p.Annotations()["id"])
		if id == "" {
			id = cedar.PolicyID(fmt.Sprintf("policy%d", i))
		}
		if set.Get(id) != nil {
			panic(fmt.Sprintf("policy.cedar: two policies are called %s, and the second would stand for both", id))
		}
		set.Add(id, p)
	}
	return set
})

// Allowed decides whether who may do act, given the facts about the subject at this moment. It is a pure function:
// the same three give the same decision with the same reason.
func Allowed(who Actor, act Action, facts Facts) Decision {
	q := questionOf(who, act, facts)
	if d, ok := decided.find(q); ok {
		return d
	}
	d := decide(who, act, facts)
	decided.keep(q, d)
	return d
}

// decide asks the policies. It looks at nothing that a question does not hold; a test holds the two together.
func decide(who Actor, act Action, facts Facts) Decision {
	principal := cedar.NewEntityUID("Account", types.String(who.ID))
	roles := make([]types.Value, len(who.Roles))
	for i, r := range who.Roles {
		roles[i] = types.String(r)
	}
	parts := make([]types.Value, len(facts.Parts))
	for i, p := range facts.Parts {
		parts[i] = types.String(p)
	}
	entities := types.EntityMap{principal: {
		UID: principal,
		Attributes: types.NewRecord(types.RecordMap{
			"signed_in": types.Boolean(who.ID != ""),
			"roles":     types.NewSet(roles...),
		}),
	}}
	ok, why := cedar.Authorize(policies(), entities, cedar.Request{
		Principal: principal,
		Action:    cedar.NewEntityUID("Action", types.String(act)),
		Resource:  cedar.NewEntityUID("Subject", "this"),
		Context: types.NewRecord(types.RecordMap{
			"parts":             types.NewSet(parts...),
			"own":               types.Boolean(facts.Own),
			"same_organisation": types.Boolean(facts.SameOrganisation),
			"rater":             types.Boolean(facts.Rater),
			"rating_locked":     types.Boolean(facts.RatingLocked),
			"rating_open":       types.Boolean(facts.RatingOpen),
		}),
	})
	d := Decision{Allowed: bool(ok), Reason: "no_grant"}
	if len(why.Reasons) > 0 {
		d.Reason = string(why.Reasons[0].PolicyID)
	}
	if len(why.Errors) > 0 {
		return Decision{Reason: "policy_error"} // a policy that cannot be evaluated never opens a door
	}
	return d
}

// Could reports whether there are any facts on which who might do act: what menus and routes ask before a subject is
// known. It never replaces the decision on the subject itself.
func Could(who Actor, act Action) bool {
	return Allowed(who, act, Facts{Parts: Parts, SameOrganisation: true, Own: true, Rater: true, RatingOpen: true}).Allowed
}
