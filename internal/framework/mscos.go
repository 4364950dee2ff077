package framework

import (
	"fmt"
	"strings"
)

// SetMSCOS is the Modern Slavery Core Outcome Set: a second framework, for adults. Only the names of its seven core
// outcomes are in the program; its definitions and its long list come from the reader's own copy.
const SetMSCOS = "mscos"

// Slot is a part of an edition that this program knows of and does not hold: how much of it is here, of how much.
type Slot struct {
	Name     string `json:"name"`
	Loaded   int    `json:"loaded"`
	Expected int    `json:"expected"`
}

// Missing says in one line what is not here and what to do about it; "" when nothing is missing.
func (e *Edition) Missing() string {
	var parts []string
	for _, s := range e.Slots {
		if s.Loaded < s.Expected {
			parts = append(parts, fmt.Sprintf("%s %d of %d", s.Name, s.Loaded, s.Expected))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + ": load your copy"
}

// ForAdults reports whether the set was made for adults alone. Nobody offers it for a child.
func (e *Edition) ForAdults() bool { return e.Set == SetMSCOS }
