package app

import "testing"

// findBetween names what went to another deployment, and what came from one.
func (w *walker) findBetween(t *testing.T) {
	t.Helper()
	sent, err := w.demo.Between.SentOf(t.Context(), w.actors["manager"], w.places["id"])
	if err != nil || len(sent) == 0 {
		t.Fatalf("the demonstration sent nothing to another deployment: %v", err)
	}
	received, err := w.demo.Between.Incoming(t.Context(), w.actors["practitioner"])
	if err != nil || len(received) == 0 {
		t.Fatalf("the demonstration took nothing in: %v", err)
	}
	w.places["transfer"], w.places["partner"], w.places["record"] = sent[0].ID, sent[0].PartnerID, received[0].Record
}
