package insight

import (
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/promise"
)

// PresentItem is the item of presence; it has a value of the same name.
const PresentItem = "present"

// What the codes of barriers and promises begin with, so that they are none of an edition's.
const (
	barrierSystem = "barrier.system." // by the system that holds it
	barrierKind   = "barrier.kind."
	promiseOf     = "promise."
	whoCan        = "who." // a value: who can change what is in the way
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
		list = append(list, Value{whoCan + who, true, true})
	}
	for _, s := range []promise.State{promise.Open, promise.Kept, promise.HandedOver, promise.Broken} {
		list = append(list, Value{string(s), true, true})
	}
	return list
}

// barriersAndPromises gives the items that every cube has beside those of editions.
func barriersAndPromises() []Item {
	list := []Item{{PresentItem, Present}}
	for _, s := range append([]string{"not_said"}, conversation.Systems...) {
		list = append(list, Item{barrierSystem + s, Barrier})
	}
	for _, k := range append([]string{"not_said"}, conversation.BarrierKinds...) {
		list = append(list, Item{barrierKind + k, Barrier})
	}
	for _, o := range PromiseOwners {
		list = append(list, Item{promiseOf + o, Promised})
	}
	return list
}
