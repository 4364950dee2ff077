package permit

import (
	"slices"
	"strconv"
	"sync"
)

// question is all that a decision rests on: whether somebody is signed in, in which roles, what they want to do, and
// the facts. Who it is makes no difference, so a few hundred questions are all that are ever asked.
type question struct {
	signedIn, own, same bool
	rater, locked, open bool // of a rating
	act                 Action
	roles, parts        string // each once and in order, so that the same set is the same question
}

func questionOf(who Actor, act Action, facts Facts) question {
	return question{who.ID != "", facts.Own, facts.SameOrganisation, facts.Rater, facts.RatingLocked, facts.RatingOpen, act, setOf(who.Roles), setOf(facts.Parts)}
}

// setOf writes a set of codes so that no two sets are written alike.
func setOf[T ~string](codes []T) string {
	switch len(codes) {
	case 0:
		return ""
	case 1:
		return strconv.Quote(string(codes[0]))
	}
	var b []byte
	for _, c := range slices.Compact(slices.Sorted(slices.Values(codes))) {
		b = strconv.AppendQuote(b, string(c))
	}
	return string(b)
}

// memory keeps the decisions made, so that the policies are asked once for each question. The policies are part of the
// program, so a decision never goes stale.
type memory struct {
	mu   sync.RWMutex
	made map[question]Decision
}

// memoryLimit keeps made-up roles or actions from filling the memory; it is beyond what the program itself can ask.
const memoryLimit = 20000

var decided = memory{made: map[question]Decision{}}

func (m *memory) find(q question) (Decision, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	d, ok := m.made[q]
	return d, ok
}

func (m *memory) keep(q question, d Decision) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.made) >= memoryLimit {
		clear(m.made)
	}
	m.made[q] = d
}
