package app

import "testing"

// findEvaluations names published figures, and a plan that was carried out.
func (w *walker) findEvaluations(t *testing.T) {
	t.Helper()
	who := w.actors["analyst"]
	series, err := w.demo.Policy.SeriesList(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	found, err := w.demo.Policy.Evaluations(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	plans, err := w.demo.Policy.Plans(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range plans {
		if !p.Locked() {
			w.places["draft plan"] = p.ID
		}
	}
	w.places["series"], w.places["plan"], w.places["evaluation"] = series[0].ID, found[0].Plan.ID, found[0].ID
}
