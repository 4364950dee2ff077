package app

import (
	"testing"

	"stablefutures/internal/insight"
)

// Everything that a page over all records can ask is answered, whatever was asked before: what cannot be proved safe is withheld, and
// is no fault.
func TestInsight_everythingCanBeAsked(t *testing.T) {
	d := copyDemo(t)
	who := d.actor(t, "manager")
	for _, s := range insight.Subjects() {
		for _, q := range s.Questions() {
			if _, err := d.Insight.Ask(t.Context(), who, q); err != nil {
				t.Errorf("%s: %v", q.Key(), err)
			}
		}
	}
}
