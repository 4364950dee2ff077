package permit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// everyFact lists every combination of facts.
func everyFact() []Facts {
	var all []Facts
	for _, parts := range [][]Part{nil, {PartRecord}, {PartSealed}, {PartSealed, PartRecord, PartSealed},
		{PartOutcomes}, {PartPromises, PartOutcomes}, {PartDocuments, PartAddress}, {PartShare, PartOwn}} {
		for n := range 4 {
			all = append(all, Facts{Parts: parts, Own: n&1 == 1, SameOrganisation: n&2 == 2})
		}
	}
	for n := range 16 { // of a rating
		all = append(all, Facts{SameOrganisation: n&1 == 1, Rater: n&2 == 2, RatingLocked: n&4 == 4, RatingOpen: n&8 == 8})
	}
	return all
}

// actors are nobody, the system, and every role and pair of roles.
func actors() []Actor {
	all := []Actor{Nobody, System, {Roles: []Role{Manager}}, {ID: "visitor", Roles: []Role{Inspector}}, {ID: "visitor", Roles: []Role{Inspector, Manager}}}
	for i, a := range Roles {
		all = append(all, Actor{ID: fmt.Sprint("somebody ", i), Roles: []Role{a}})
		for _, b := range Roles[i+1:] {
			all = append(all, Actor{ID: "another", Roles: []Role{a, b}})
		}
	}
	return all
}

func TestAllowed_remembersWhatThePoliciesSay(t *testing.T) {
	for _, who := range actors() {
		for _, act := range Actions {
			for _, facts := range everyFact() {
				want := decide(who, act, facts)
				for range 2 { // the second time from memory
					if got := Allowed(who, act, facts); got.Allowed != want.Allowed {
						t.Fatalf("%v %s %+v: remembered %+v, the policies say %+v", who.Roles, act, facts, got, want)
					}
				}
			}
		}
	}
	if n := len(decided.made); n == 0 || n > memoryLimit {
		t.Errorf("%d decisions remembered", n)
	}
}

func TestPolicies_nameNoPerson(t *testing.T) {
	if text := PolicyText(); strings.Contains(text, "Account::") || strings.Contains(text, "Subject::") {
		t.Error("a policy names one person or one subject: a question in decided.go must then hold them too")
	}
}

func TestQuestions_ofDifferentSetsDiffer(t *testing.T) {
	sets := [][]Role{nil, {""}, {"a"}, {"a,b"}, {"a", "b"}, {`a""b`}, {`a"`, `"b`}, {"a", "b", "c"}, {"ab", "c"}}
	var written []string
	for _, s := range sets {
		w := setOf(s)
		if slices.Contains(written, w) {
			t.Errorf("%q is written as another set is: %s", s, w)
		}
		written = append(written, w)
	}
	if setOf([]Role{"b", "a", "b"}) != setOf([]Role{"a", "b"}) {
		t.Error("the order of roles makes another question")
	}
}

func TestMemory_isBounded(t *testing.T) {
	m := memory{made: map[question]Decision{}}
	for n := range memoryLimit + 10 {
		m.keep(question{act: Action(fmt.Sprint(n))}, Decision{Allowed: true})
	}
	if len(m.made) > memoryLimit {
		t.Errorf("%d decisions remembered", len(m.made))
	}
}
