package promise_test

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
)

func TestDueBetween_countsTheFirstAndTheLastDay(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.make(w.due("2026-04-10"))
		for period, want := range map[[2]string]bool{
			{"2026-04-10", "2026-04-10"}: true, {"2026-04-01", "2026-04-10"}: true, {"2026-04-10", "2026-05-01"}: true,
			{"2026-04-01", "2026-04-09"}: false, {"2026-04-11", "2026-05-01"}: false,
		} {
			w.must(w.door.Read(t.Context(), w.who, permit.ListPromises, access.Nothing, func(work *access.Work) error {
				due, err := promise.DueBetween(t.Context(), work, period[0], period[1])
				if due[w.personID] != want {
					t.Errorf("%v: %v", period, due)
				}
				return err
			}))
		}
	})
}
