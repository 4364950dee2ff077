package disclosure

import (
	"embed"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"time"
)

//go:embed packs/*.json
var packFiles embed.FS

// FormatPack is what a rule pack's file says it is; FORMAT.md describes it.
const FormatPack = "stable-futures/disclosure-rules/1"

// The packs inside the binary.
const (
	EnglandDfE    = "england-dfe"
	Wales         = "wales"
	Research10    = "research-10"
	StrictDefault = "strict-default" // for whatever leaves the organisation, unless somebody says otherwise
)

// Names lists the packs, the strictest first.
func Names() []string { return []string{StrictDefault, Research10, EnglandDfE, Wales} }

// Pack is a set of rules: data, dated, with its sources.
type Pack struct {
	Format          string   `json:"format"`
	ID              string   `json:"id"`
	Version         string   `json:"version"`
	Title           string   `json:"title"`
	Threshold       int64    `json:"threshold"`         // a number below it is hidden
	ZeroShown       bool     `json:"zero_shown"`        // 0 is no small number
	Round           int64    `json:"round"`             // what is shown is rounded to a multiple; 1 is not at all
	RoundNational   int64    `json:"round_national"`    // the same for a table of a nation or region
	Width           int64    `json:"width"`             // between the least and the most that a hidden number may be
	ClassBelow      int64    `json:"class_below"`       // in a group of fewer, "all" and "none" are hidden; 0: no such rule
	Dominance       int64    `json:"dominance_percent"` // of a sum, what one contributor may hold at most; 0: no such rule
	MinCohort       int64    `json:"min_cohort"`        // of fewer people no table is made
	MinDenominator  int64    `json:"min_denominator"`   // of fewer people no percentage is made
	PercentDecimals uint8    `json:"percent_decimals"`
	Rounding        string   `json:"rounding,omitempty"`   // conventional, controlled or random; "" is conventional
	Directions      int      `json:"directions,omitempty"` // how many directions a table may have at most; 0 is two
	Sources         []Source `json:"sources"`
}

// Source says where a rule comes from. Mark is P (read at a primary source), S (a secondary one), U (not confirmed) or D
// (decided by us).
type Source struct {
	Rule   string `json:"rule"`
	Mark   string `json:"mark"`
	Says   string `json:"says"`
	URL    string `json:"url,omitempty"`
	ReadOn string `json:"read_on,omitempty"`
}

// Rules gives the pack of that name; ok is false where there is none.
func Rules(name string) (p Pack, ok bool) {
	all, err := packs()
	if err != nil {
		panic(err) // a file inside the binary that the tests have read
	}
	p, ok = all[name]
	return p, ok
}

var packs = sync.OnceValues(func() (map[string]Pack, error) {
	all := map[string]Pack{}
	for _, name := range Names() {
		data, err := packFiles.ReadFile("packs/" + name + ".json")
		if err != nil {
			return nil, fmt.Errorf("read rule pack: %w", err)
		}
		p, err := LoadPack(data)
		if err == nil && p.ID != name {
			err = fmt.Errorf("it is %q", p.ID)
		}
		if err != nil {
			return nil, fmt.Errorf("read rule pack %s: %w", name, err)
		}
		all[name] = p
	}
	return all, nil
})

const maxPack = 64 << 10

var packID = regexp.MustCompile(`^[a-z][a-z0-9-]{1,40}$`)

// LoadPack reads one pack as FORMAT.md has it. It is strict: rules that would protect nobody are refused.
func LoadPack(data []byte) (p Pack, err error) {
	if err := strictly(data, maxPack, &p); err != nil {
		return p, err
	}
	return p, p.check()
}

func (p Pack) check() error {
	within := func(n, least, most int64) bool { return n >= least && n <= most }
	switch {
	case p.Format != FormatPack:
		return fmt.Errorf("the format is %q", p.Format)
	case !packID.MatchString(p.ID) || p.Title == "" || p.Version == "":
		return errors.New("it has no id, title or version")
	case !within(p.Threshold, 2, 1000):
		return errors.New("threshold is not between 2 and 1000")
	case !within(p.Round, 1, 100) || !within(p.RoundNational, 1, 100):
		return errors.New("rounding is not between 1 and 100")
	case p.Round > p.Threshold || p.RoundNational > 2*p.Threshold:
		return errors.New("rounding would show a number as 0 that is none")
	case !within(p.Width, p.Threshold-2, 1000) || p.Width < 1:
		return errors.New("width is less than the threshold leaves")
	case !within(p.ClassBelow, 0, 1000) || !within(p.Dominance, 0, 100):
		return errors.New("class_below or dominance_percent is out of range")
	case !within(p.MinCohort, p.Threshold, 10_000) || !within(p.MinDenominator, p.Threshold, 10_000):
		return errors.New("min_cohort or min_denominator is below the threshold")
	case p.PercentDecimals > 1:
		return errors.New("percentages have at most one decimal")
	case p.Directions != 0 && !within(int64(p.Directions), 2, 4):
		return errors.New("tables have two to four directions at most")
	case p.rounding() != Conventional && p.rounding() != Controlled && p.rounding() != Random:
		return fmt.Errorf("the rounding is %.40q", p.Rounding)
	case p.rounding() != Conventional && p.RoundNational > p.Threshold:
		return errors.New("rounding down would show a number as 0 that is none")
	case len(p.Sources) == 0:
		return errors.New("it has no source")
	}
	for _, s := range p.Sources {
		if s.Rule == "" || s.Says == "" || len(s.Mark) != 1 {
			return errors.New("a source says nothing")
		}
		if _, err := time.Parse(time.DateOnly, s.ReadOn); err != nil && (s.ReadOn != "" || s.Mark == "P") {
			return fmt.Errorf("a source was read on %q", s.ReadOn)
		}
	}
	return nil
}

// round gives what is shown of a number: to the nearest multiple, halves up.
func (p Pack) round(n int64, national bool) int64 {
	b := p.base(national)
	return (n + b/2) / b * b
}

func (p Pack) base(national bool) int64 {
	if national {
		return p.RoundNational
	}
	return p.Round
}

// saidBy is all that somebody learns from a value that is shown: between which numbers the true one lies. byValue says
// that the threshold was held against the number itself.
func (p Pack) saidBy(v int64, national, byValue bool) span {
	b := p.base(national)
	s := span{max(v-b/2, 0), v - b/2 + b - 1}
	if p.rounding() != Conventional {
		s = span{max(v-b+1, 0), v + b - 1}
	}
	switch {
	case v == 0 && byValue:
		return span{0, 0} // whatever is below the threshold is hidden, so this is 0 itself
	case byValue:
		s.lo = max(s.lo, p.Threshold)
	}
	return s
}

// Rounded gives the pack with another way of rounding: of numbers of a nation or region no coarser than its threshold allows.
func (p Pack) Rounded(way string) Pack {
	if p.Rounding = way; way == Conventional {
		p.Rounding = ""
	} else {
		p.RoundNational = min(p.RoundNational, p.Threshold)
	}
	return p
}

// MostDirections is how many directions a table may have at most: two, unless the pack says otherwise (R-4-2).
func (p Pack) MostDirections() int { return max(p.Directions, 2) }

// MustStayOpen is how wide the bounds of a hidden number have to stay under the pack: narrower ones are holes.
func (p Pack) MustStayOpen() int64 { return min(p.Width, p.Threshold-2) }
