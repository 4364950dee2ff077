package app

import (
	"testing"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/insight"
)

// What the cube answers is in the register of releases, and is held against it when the program was started again.
func TestInsight_answersThroughTheRegister(t *testing.T) {
	onBoth(t, func(t *testing.T, d *Demo) {
		who := d.actor(t, "manager")
		kept := func() (n int) {
			list, err := d.Releases.List(t.Context(), who)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range list {
				if r.Table.Key == "insight:"+who.Organisation+":voice:year" {
					n++
				}
			}
			return n
		}
		ask := func(s *insight.Service) insight.Answer {
			a, err := s.Answer(t.Context(), who, disclosure.StrictDefault, "voice", insight.ByYear)
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		first := ask(d.Insight)
		if first.Coverage.Withheld() != "" || !first.Coverage.Total().Shown() {
			t.Errorf("of the demonstration's young people nobody could be asked: %s", first.Coverage.Withheld())
		}
		if again := ask(d.Insight); kept() != 1 || again.Table.Data != first.Table.Data {
			t.Errorf("asked twice, it stands %d times in the register", kept())
		}
		after := ask(insight.New(d.Door)) // started again: what is the same has the same name
		if kept() != 1 || after.Release.ID != first.Release.ID {
			t.Errorf("started again: %d in the register, %s", kept(), after.Table.Withheld())
		}
	})
}
