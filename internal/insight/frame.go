package insight

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// Frame says what the codes in a cube mean: a fact holds the place of its code in these lists. A frame only grows.
type Frame struct {
	Places       []string `json:"places"`  // organisations or areas
	Periods      []string `json:"periods"` // quarters, in order and without a gap: 2026-Q1
	Items        []Item   `json:"items"`
	Perspectives []string `json:"perspectives"`
	Values       []Value  `json:"values"`
	Groups       []Group  `json:"groups"` // at most four ways to tell groups apart
}

// Item is something that facts are about.
type Item struct {
	Code string `json:"code"`
	Kind Kind   `json:"kind"`
}

// Kind is what sort of item it is.
type Kind string

// The kinds.
const (
	Outcome   Kind = "outcome"
	Indicator Kind = "indicator"
	Barrier   Kind = "barrier"
	Promised  Kind = "promise"
	Present   Kind = "present" // somebody's record was open in the quarter: they could have been asked
)

// Kinds lists all of them.
var Kinds = []Kind{Outcome, Indicator, Barrier, Promised, Present}

// Value is what a fact says of its item.
type Value struct {
	Code     string `json:"code"`
	Asked    bool   `json:"asked"`    // whoever the fact is about was asked
	Answered bool   `json:"answered"` // and answered, whatever they said
}

// Group is one way to tell groups apart, and its groups.
type Group struct {
	Name  string   `json:"name"`
	Codes []string `json:"codes"`
}

// What fits into a cube. A fact is one word of 32 bits: item, period, perspective, value.
const (
	MostPlaces       = 1 << 16
	MostPeriods      = 1 << periodBits
	MostItems        = 1 << itemBits
	MostPerspectives = 1 << perspectiveBits
	MostValues       = 1 << valueBits
	MostGroups       = 4
	MostInGroup      = 1 << 8
	MostPeople       = 1 << 24

	itemBits, periodBits, perspectiveBits, valueBits = 12, 8, 3, 6

	periodAt      = itemBits
	perspectiveAt = periodAt + periodBits
	valueAt       = perspectiveAt + perspectiveBits
	wordBits      = valueAt + valueBits
)

var code = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,159}$`)

// Check says what is wrong with a frame.
func (f Frame) Check() error {
	items := make([]string, len(f.Items))
	for i, it := range f.Items {
		if !slices.Contains(Kinds, it.Kind) {
			return fmt.Errorf("%.80q is no kind of item", it.Kind)
		}
		items[i] = it.Code
	}
	values := make([]string, len(f.Values))
	for i, v := range f.Values {
		if v.Answered && !v.Asked {
			return fmt.Errorf("%.80q is answered without being asked", v.Code)
		}
		values[i] = v.Code
	}
	if len(f.Groups) > MostGroups {
		return fmt.Errorf("a frame has at most %d ways to tell groups apart", MostGroups)
	}
	lists := []struct {
		codes []string
		most  int
	}{{f.Places, MostPlaces}, {f.Periods, MostPeriods}, {items, MostItems}, {f.Perspectives, MostPerspectives}, {values, MostValues}}
	var names []string
	for _, g := range f.Groups {
		if slices.Contains([]Axis{ByPlace, ByPeriod, ByItem, ByPerspective, ByValue}, Axis(g.Name)) {
			return fmt.Errorf("groups cannot be called %s", g.Name)
		}
		names = append(names, g.Name)
		lists = append(lists, struct {
			codes []string
			most  int
		}{g.Codes, MostInGroup})
	}
	if err := checkCodes(names, MostGroups); err != nil {
		return err
	}
	for _, l := range lists {
		if len(l.codes) == 0 {
			return errors.New("a frame has at least one code in each list")
		}
		if err := checkCodes(l.codes, l.most); err != nil {
			return err
		}
	}
	return checkPeriods(f.Periods)
}

func checkCodes(codes []string, most int) error {
	if len(codes) > most {
		return fmt.Errorf("a list of a frame has %d codes, and %d fit", len(codes), most)
	}
	seen := make(map[string]bool, len(codes))
	for _, c := range codes {
		if !code.MatchString(c) || seen[c] {
			return fmt.Errorf("%.80q is no code, or stands there twice", c)
		}
		seen[c] = true
	}
	return nil
}

func checkPeriods(list []string) error {
	for i, p := range list {
		if _, _, err := parseQuarter(p); err != nil {
			return err
		}
		if i > 0 && p != NextQuarter(list[i-1]) {
			return fmt.Errorf("%s does not follow %s", p, list[i-1])
		}
	}
	return nil
}

func parseQuarter(p string) (year, quarter int, err error) {
	var rest string
	if n, _ := fmt.Sscanf(p, "%4d-Q%1d%s", &year, &quarter, &rest); n != 2 || p != fmt.Sprintf("%04d-Q%d", year, quarter) || quarter < 1 || quarter > 4 {
		return 0, 0, fmt.Errorf("%.20q is no quarter such as 2026-Q1", p)
	}
	return year, quarter, nil
}

// NextQuarter gives the quarter after one; "" when that is none.
func NextQuarter(p string) string {
	year, quarter, err := parseQuarter(p)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%04d-Q%d", year+quarter/4, quarter%4+1)
}

// grownFrom reports whether every code of an earlier frame has its place here too.
func (f Frame) grownFrom(before Frame) bool {
	if len(f.Groups) < len(before.Groups) || !starts(f.Places, before.Places) || !starts(f.Periods, before.Periods) ||
		!starts(f.Items, before.Items) || !starts(f.Perspectives, before.Perspectives) || !starts(f.Values, before.Values) {
		return false
	}
	for i, g := range before.Groups {
		if f.Groups[i].Name != g.Name || !starts(f.Groups[i].Codes, g.Codes) {
			return false
		}
	}
	return true
}

func starts[T comparable](list, with []T) bool {
	return len(list) >= len(with) && slices.Equal(list[:len(with)], with)
}
