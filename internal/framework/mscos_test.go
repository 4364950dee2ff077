package framework

import (
	"encoding/json"
	"strings"
	"testing"
)

// Only names are public facts; a definition in the repository would be somebody else's text.
func TestMSCOS_isNamesAlone(t *testing.T) {
	e, ok := BySet(SetMSCOS)
	if !ok {
		t.Fatal("the adult set is not here")
	}
	if !e.ForAdults() || !strings.Contains(e.Ages, "18") || !strings.Contains(e.Source, "https://www.modernslaverypec.org/resources/core-outcome-set") {
		t.Errorf("ages %q, source %q", e.Ages, e.Source)
	}
	if want := "definitions of the core outcomes 0 of 7, outcomes of the long list 0 of 38: load your copy"; e.Missing() != want || !strings.Contains(e.Summary(), want) {
		t.Errorf("missing: %q; summary: %q", e.Missing(), e.Summary())
	}
	if l := e.Loaded(); l != (Totals{1, 7, 0}) {
		t.Errorf("loaded %+v", l)
	}
	for _, p := range e.Principles {
		for _, o := range p.Outcomes() {
			card, _ := e.packs["en"].Card(o.Code)
			if len(strings.Fields(o.Text)) > 8 || len(o.Citations) > 0 || card != (Card{Name: o.Text, Ask: o.Text, Simpler: o.Text, Example: o.Text}) {
				t.Errorf("%s holds more than its name: %+v %+v", o.Code, o, card)
			}
		}
	}
	b, err := e.ShowJSON()
	if err != nil {
		t.Fatal(err)
	}
	var shown struct {
		Slots []struct {
			Expected, Loaded int
		}
	}
	if err := json.Unmarshal(b, &shown); err != nil || len(shown.Slots) != 2 || shown.Slots[1].Expected != 38 || shown.Slots[1].Loaded != 0 {
		t.Errorf("%v %+v", err, shown)
	}
	if c, _ := BySet(SetChecklist); c.Missing() != "" || c.ForAdults() {
		t.Error("the checklist has slots")
	}
}
