package app

import "testing"

// findAppraisals names a change that is thought about.
func (w *walker) findAppraisals(t *testing.T) {
	t.Helper()
	list, err := w.demo.Policy.Initiatives(t.Context(), w.actors["analyst"])
	if err != nil {
		t.Fatal(err)
	}
	w.places["initiative"] = list[0].ID
}
