package insight

import (
	"cmp"
	"slices"
	"strings"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/promise"
)

// PresentItem is the item of presence; it has a value of the same name.
const PresentItem = "present"

// OwnTopic stands for topics of young people's own, all together: their names are theirs. NoOutcome is what a promise is about that
// names nothing.
const (
	OwnTopic  = "own_topic"
	NoOutcome = "no_outcome"
)

const notSaid = "not_said"

// A barrier is an item for each system that holds it and each outcome it stands in the way of, and says who can change it and of
// which kind it is; a promise is an item for each owner and outcome, and says what became of it and whether that was told. So
// what is named together is counted together, and they are codes of no edition.
const (
	barrierOf = "barrier."
	promiseOf = "promise."
	on        = ".on."
)

// The groups that a cube tells apart. Both are coarse, because what is finer shows one child (R-4-5).
const (
	GroupAge    = "age"
	GroupNation = "nation"
)

// ages are the groups of age. Whoever's day of birth is estimated or disputed is in none of the others.
var ages = []string{"not_known", "under_16", "from_16", "from_18", "from_21"}

// PromiseOwners are whose a promise can be, as far as a cube tells it apart.
var PromiseOwners = []string{"own", "agency"}

var perspectives = []string{string(conversation.YoungPerson), string(conversation.Practitioner), string(conversation.Guardian), string(conversation.Agency)}

// systems, kinds: as people say them, and last that they did not.
var (
	systems = append(slices.Clone(conversation.Systems), notSaid)
	kinds   = append(slices.Clone(conversation.BarrierKinds), notSaid)
)

// Whether a young person was told what became of a promise. Of an open one there is nothing to tell.
const (
	told       = "yes"
	notTold    = "not_yet"
	nothingYet = "open"
)

// values gives what facts can say. Of barriers and promises nobody is asked one by one: to be written down is to be answered.
func values() []Value {
	list := []Value{{Code: PresentItem}}
	for _, v := range []struct {
		fact            framework.Fact
		asked, answered bool
	}{
		{framework.ThereForMe, true, true}, {framework.SomeOfIt, true, true}, {framework.NotThere, true, true}, {framework.KeepsChanging, true, true},
		{framework.NotSure, true, true}, {framework.WordsOnly, true, true},
		{framework.DontWantToSay, true, false}, {framework.NotToday, true, false}, {framework.AskDifferently, true, false},
		{framework.InPlace, true, true}, {framework.Partly, true, true}, {framework.NotInPlace, true, true}, {framework.NotApplicable, true, true},
		{framework.NotKnown, true, false}, {framework.NotAsked, false, false},
	} {
		list = append(list, Value{v.fact.Key(), v.asked, v.answered})
	}
	for _, who := range conversation.WhoCanChange {
		for _, kind := range kinds {
			list = append(list, Value{barrierValue(who, kind), true, true})
		}
	}
	list = append(list, Value{promiseValue(promise.Open, false), true, true})
	for _, s := range []promise.State{promise.Kept, promise.HandedOver, promise.Broken} {
		list = append(list, Value{promiseValue(s, true), true, true}, Value{promiseValue(s, false), true, true})
	}
	return list
}

func barrierItem(system, outcome string) string {
	return barrierOf + cmp.Or(system, notSaid) + on + outcome
}

func barrierValue(who, kind string) string { return barrierOf + who + "." + cmp.Or(kind, notSaid) }

func promiseItem(owner, outcome string) string { return promiseOf + owner + on + outcome }

func promiseValue(s promise.State, wasTold bool) string {
	told := told
	switch {
	case s == promise.Open:
		told = nothingYet
	case !wasTold:
		told = notTold
	}
	return promiseOf + string(s) + "." + told
}

// paired gives the two parts of a code of a barrier or a promise, "" of anything else.
func paired(code, begins, between string) (first, second string) {
	rest, ok := strings.CutPrefix(code, begins)
	if !ok {
		return "", ""
	}
	first, second, _ = strings.Cut(rest, between)
	return first, second
}

// valueKind says of what kind of item a value speaks.
func valueKind(code string) Kind {
	fact, said := framework.FactByKey(code)
	switch {
	case code == PresentItem:
		return Present
	case strings.HasPrefix(code, barrierOf):
		return Barrier
	case strings.HasPrefix(code, promiseOf):
		return Promised
	case said && fact.IsFinding():
		return Indicator
	}
	return Outcome
}
