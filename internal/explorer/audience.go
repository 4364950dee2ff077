package explorer

import (
	"slices"

	"stablefutures/internal/framework"
)

// Audience is who is asking. It changes what comes first and hides nothing.
type Audience string

// The audiences, in the order offered. Anybody is the reader who said nothing.
const (
	Anybody      Audience = ""
	Young        Audience = "young"
	Practitioner Audience = "practitioner"
	Auditor      Audience = "auditor"
	Inspector    Audience = "inspector"
	Policy       Audience = "policy"
)

// Audiences lists them, without Anybody.
var Audiences = []Audience{Young, Practitioner, Auditor, Inspector, Policy}

// Part is a part of an item's page.
type Part string

// The parts of an item's page.
const (
	CardPart    Part = "card"
	AskPart     Part = "ask"
	RestsPart   Part = "rests"
	ChecksPart  Part = "checks"
	SystemsPart Part = "systems"
)

// Parts gives all parts of an item's page in this audience's order: a young person meets the card first, an auditor
// the checks, an inspector what it rests on, whoever makes policy the systems that hold it.
func (a Audience) Parts() []Part {
	switch a {
	case Practitioner:
		return []Part{AskPart, CardPart, ChecksPart, RestsPart, SystemsPart}
	case Auditor:
		return []Part{ChecksPart, RestsPart, AskPart, CardPart, SystemsPart}
	case Inspector:
		return []Part{RestsPart, ChecksPart, AskPart, CardPart, SystemsPart}
	case Policy:
		return []Part{SystemsPart, RestsPart, ChecksPart, AskPart, CardPart}
	}
	return []Part{CardPart, AskPart, RestsPart, ChecksPart, SystemsPart}
}

// boost doubles what is written for this audience.
func (a Audience) boost(card bool, kind framework.ItemKind, f Field) int {
	mine := false
	switch a {
	case Young:
		mine = card
	case Practitioner:
		mine = f == CanAsk || f == Text && kind == framework.OutcomeItem
	case Auditor:
		mine = kind == framework.IndicatorItem
	case Inspector:
		mine = f == RestsOn || kind == framework.IndicatorItem
	case Policy:
		mine = !card && kind == framework.OutcomeItem
	}
	if mine {
		return 2
	}
	return 1
}

// inSystem reports whether an outcome, or the outcome an indicator stands under, is held by the system; "" is all.
func inSystem(e *framework.Edition, item framework.Item, system string) bool {
	if system == "" {
		return true
	}
	o, ok := e.Outcome(item.Outcome)
	return ok && HeldBy(o, system)
}

// HeldBy reports whether an outcome is held by the system; "" is all.
func HeldBy(o framework.Outcome, system string) bool {
	return system == "" || slices.Contains(o.Systems, system)
}

// SystemsOf lists the systems that an edition's outcomes name, in framework's order; none for editions that name none.
func SystemsOf(editions ...*framework.Edition) []string {
	var list []string
	for _, s := range framework.Systems {
		for _, e := range editions {
			for _, p := range e.Principles {
				if slices.ContainsFunc(p.Outcomes(), func(o framework.Outcome) bool { return HeldBy(o, s) }) && !slices.Contains(list, s) {
					list = append(list, s)
				}
			}
		}
	}
	return list
}
