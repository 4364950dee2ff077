package app

import "testing"

// findPools names the demonstration's pool that is settled, and the one that is open.
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
}
