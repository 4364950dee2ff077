package app

import "testing"

// findPools names the demonstration's pool that is settled, the one that is open, and the round.
func (w *walker) findPools(t *testing.T) {
	t.Helper()
	list, err := w.demo.Insight.Pools(t.Context(), w.actors["manager"])
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Settled() {
			w.places["pool"] = p.ID
		} else {
			w.places["open pool"] = p.ID
		}
	}
	rounds, err := w.demo.Insight.Rounds(t.Context(), w.actors["manager"])
	if err != nil || len(rounds) != 1 {
		t.Fatalf("%v: %d rounds", err, len(rounds))
	}
	w.places["masked"], w.places["sent"] = rounds[0].ID, "round"
}
