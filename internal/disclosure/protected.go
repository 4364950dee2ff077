package disclosure

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// Symbol stands where a number is not shown. They are those that official statistics use.
type Symbol string

// The symbols.
const (
	Hidden        Symbol = "c" // hidden to protect people
	NotApplicable Symbol = "z"
	Unavailable   Symbol = "x"
)

// Reason says why a symbol stands there. It is a code; pages have its words under figure.reason.CODE. It is the same for
// a number hidden for itself and for one hidden for its neighbours: who knows which is which knows more.
type Reason string

// The reasons.
const (
	Small      Reason = "small"      // this number, or one that could be worked out from it, is small or says it of everybody
	Cohort     Reason = "cohort"     // so few people are in it that no table is made at all
	Base       Reason = "base"       // a percentage of too few people
	Difference Reason = "difference" // too little has changed since the last release: the difference would show a few
	Earlier    Reason = "earlier"    // with what was released earlier, something would come out
	Nothing    Reason = "nothing"    // once it is protected, nothing is left to show
	Asked      Reason = "asked"      // so many questions near this one were asked that one more would tell
	None       Reason = "none"       // there is no such number
)

// Protected is a figure about people that may be shown: a value, or a symbol with its reason. Only this package makes one
// that has a value. A hidden number is not in it, in no form.
type Protected struct {
	shown    bool
	value    int64 // in units of 10^-decimals; 0 where nothing is shown
	decimals uint8
	symbol   Symbol
	reason   Reason
}

func shown(v int64) Protected { return Protected{shown: true, value: v} }

func hidden(why Reason) Protected { return Protected{symbol: Hidden, reason: why} }

// Shown reports whether there is a value.
func (p Protected) Shown() bool { return p.shown }

// Value gives the value in units of 10^-decimals; ok is false where none is shown.
func (p Protected) Value() (value int64, decimals int, ok bool) {
	return p.value, int(p.decimals), p.shown
}

// Symbol is what stands in place of a value; "" where there is one.
func (p Protected) Symbol() Symbol {
	if !p.shown && p.symbol == "" {
		return Unavailable
	}
	return p.symbol
}

// Reason says why no value is shown; "" where there is one.
func (p Protected) Reason() Reason {
	if !p.shown && p.reason == "" {
		return None
	}
	return p.reason
}

// String is the value in plain digits, or the symbol.
func (p Protected) String() string {
	if !p.shown {
		return string(p.Symbol())
	}
	if p.decimals == 0 {
		return strconv.FormatInt(p.value, 10)
	}
	scale := int64(1)
	for range p.decimals {
		scale *= 10
	}
	sign, v := "", p.value
	if v < 0 {
		sign, v = "-", -v
	}
	return fmt.Sprintf("%s%d.%0*d", sign, v/scale, p.decimals, v%scale)
}

// Format writes what String gives under every verb, so that no way of printing goes round it.
func (p Protected) Format(s fmt.State, verb rune) { _, _ = io.WriteString(s, p.String()) }

// figureJSON is a figure as it is written: one of value, and symbol with reason.
type figureJSON struct {
	Value    *int64 `json:"value,omitempty"`
	Decimals uint8  `json:"decimals,omitempty"`
	Symbol   Symbol `json:"symbol,omitempty"`
	Reason   Reason `json:"reason,omitempty"`
}

// MarshalJSON writes the value, or the symbol with its reason.
func (p Protected) MarshalJSON() ([]byte, error) {
	if p.shown {
		return json.Marshal(figureJSON{Value: &p.value, Decimals: p.decimals})
	}
	return json.Marshal(figureJSON{Symbol: p.Symbol(), Reason: p.Reason()})
}
