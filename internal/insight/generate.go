package insight

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"stablefutures/internal/promise"
)

// The shape of what Generate invents: the volume model of docs/performance.md.
const (
	generatedPlaces   = 212
	generatedQuarters = 40
	generatedOutcomes = 25
	generatedFindings = 86
	// MostGenerated is how many people Generate invents at most.
	MostGenerated = 1_000_000
)

// Generate invents facts about so many people who do not exist: conversations of some sixty answers over ten years in 212 places,
// about 830 facts for each of them. The same numbers give the same cube.
func Generate(people int, seed uint64) (*Cube, error) {
	if people < 1 || people > MostGenerated {
		return nil, fmt.Errorf("generate cube: 1 to %d people can be invented", MostGenerated)
	}
	g := newGenerator()
	b, err := NewBuilder(g.frame)
	if err != nil {
		return nil, fmt.Errorf("generate cube: %w", err)
	}
	for i := range people {
		g.r = rand.New(rand.NewPCG(seed, uint64(i)))
		if err := b.Add(uint32(i), g.life()); err != nil {
			return nil, fmt.Errorf("generate cube: %w", err)
		}
	}
	return b.Cube(), nil
}

type generator struct {
	frame    Frame
	r        *rand.Rand
	weights  []float64 // of places, added up
	value    map[string]uint8
	barriers []uint16
	promises []uint16
	facts    []Fact
}

func newGenerator() *generator {
	g := &generator{value: map[string]uint8{}}
	f := Frame{Items: []Item{{PresentItem, Present}}, Perspectives: perspectives, Values: values(),
		Groups: []Group{{GroupAge, ages}, {GroupNation, []string{"england", "scotland", "wales", "northern-ireland"}}}}
	total := 0.0
	for i := range generatedPlaces {
		f.Places = append(f.Places, fmt.Sprintf("place-%03d", i+1))
		total += math.Pow(float64(i+1), -.6) // a few large, many small
		g.weights = append(g.weights, total)
	}
	for p := "2016-Q1"; len(f.Periods) < generatedQuarters; p = NextQuarter(p) {
		f.Periods = append(f.Periods, p)
	}
	add := func(code string, kind Kind) uint16 {
		f.Items = append(f.Items, Item{code, kind})
		return uint16(len(f.Items) - 1)
	}
	for i := range generatedOutcomes {
		outcome := fmt.Sprintf("outcome-%02d", i+1)
		for _, s := range systems {
			g.barriers = append(g.barriers, add(barrierItem(s, outcome), Barrier))
		}
		for _, o := range PromiseOwners {
			g.promises = append(g.promises, add(promiseItem(o, outcome), Promised))
		}
	}
	for i := range generatedOutcomes {
		add(fmt.Sprintf("outcome-%02d", i+1), Outcome)
	}
	for i := range generatedFindings {
		add(fmt.Sprintf("indicator-%02d", i+1), Indicator)
	}
	for i, v := range f.Values {
		g.value[v.Code] = uint8(i)
	}
	g.frame = f
	return g
}

func (g *generator) place() uint16 {
	x := g.r.Float64() * g.weights[len(g.weights)-1]
	i, _ := slices.BinarySearch(g.weights, x)
	return uint16(min(i, generatedPlaces-1))
}

// one picks a value; the first are likelier.
func (g *generator) one(codes ...string) uint8 {
	return g.value[codes[min(int(g.r.ExpFloat64()*float64(len(codes))/2.5), len(codes)-1)]]
}

// life invents one person's years. What it gives is good until the next.
func (g *generator) life() []Fact {
	g.facts = g.facts[:0]
	quarters := 2 + min(int(g.r.ExpFloat64()*7.2), 30)
	first := max(g.r.IntN(generatedQuarters+8)-8, 1-quarters) // some came before the ten years began
	age := 14 + g.r.Float64()*5
	known := g.r.IntN(5) > 0
	where := Fact{Place: g.place()}
	for q := range quarters {
		if g.r.IntN(90) == 0 {
			where.Place = g.place()
		}
		if first+q < 0 || first+q >= generatedQuarters {
			continue
		}
		where.Period, where.Groups = uint8(first+q), [MostGroups]uint8{0, nationOf(where.Place)}
		if known {
			where.Groups[0] = ageGroup(int(age + float64(q)/4))
		}
		g.quarter(where)
	}
	return g.facts
}

func nationOf(place uint16) uint8 {
	switch {
	case place%7 == 3:
		return 1
	case place%11 == 5:
		return 2
	case place%41 == 9:
		return 3
	}
	return 0
}

// ageGroup gives the place, among ages, of an age in years.
func ageGroup(years int) uint8 {
	switch {
	case years < 16:
		return 1
	case years < 18:
		return 2
	case years < 21:
		return 3
	}
	return 4
}

// quarter invents what was said and done in one: presence, conversations, barriers, promises.
func (g *generator) quarter(at Fact) {
	g.facts = append(g.facts, at) // item and value 0 are presence, perspective 0 the young person's own
	say := func(item uint16, perspective, value uint8) {
		at.Item, at.Perspective, at.Value = item, perspective, value
		g.facts = append(g.facts, at)
	}
	outcomes := len(g.frame.Items) - generatedOutcomes - generatedFindings
	for range g.r.IntN(4) + g.r.IntN(2) { // two in the mean
		for range 12 + g.r.IntN(18) {
			say(uint16(outcomes+g.r.IntN(generatedOutcomes)), 0, g.one("some_of_it", "there_for_me", "not_there", "keeps_changing", "not_sure", "not_today", "words_only", "dont_want_to_say", "ask_differently"))
		}
		for range 8 + g.r.IntN(10) {
			say(uint16(outcomes+g.r.IntN(generatedOutcomes)), 1+uint8(g.r.IntN(3)), g.one("some_of_it", "there_for_me", "not_there", "not_sure"))
		}
		for range 16 + g.r.IntN(20) {
			say(uint16(outcomes+generatedOutcomes+g.r.IntN(generatedFindings)), 1, g.one("in_place", "partly", "not_in_place", "not_known", "not_asked", "not_applicable"))
		}
		for range g.r.IntN(3) {
			say(g.barriers[g.r.IntN(len(g.barriers))], 0, g.one(barrierValue("service", "structural"), barrierValue("rule", "systemic"), barrierValue("person", "practical"),
				barrierValue("service", "discriminatory"), barrierValue("me_with_help", ""), barrierValue("not_known", "structural")))
		}
		for range g.r.IntN(4) {
			say(g.promises[g.r.IntN(len(g.promises))], 1, g.one(promiseValue(promise.Kept, true), promiseValue(promise.Open, false), promiseValue(promise.Broken, false),
				promiseValue(promise.HandedOver, true), promiseValue(promise.Kept, false)))
		}
	}
}
