package translation

import (
	"stablefutures/internal/framework"
)

// Fault is one thing that is wrong with one text, said in a message key with its values.
type Fault struct {
	Text string // the text's ID; "" for the file as a whole
	Key  string // message key
	Args []any  // name, value pairs
}

// check says what is wrong with a text in a language; nil when nothing is.
func check(t Text, lang, text string) []Fault {
	var faults []Fault
	for _, f := range framework.CheckText(framework.TextRule{Source: t.Source, Max: t.Max, Form: t.Form}, lang, text) {
		faults = append(faults, Fault{t.ID(), f.Key, f.Args})
	}
	return faults
}
