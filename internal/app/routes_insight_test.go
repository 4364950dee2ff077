package app

import "testing"

// findInsight names an answer, a question that is kept, a note, a schedule and a report over all records.
func (w *walker) findInsight(t *testing.T) {
	t.Helper()
	ctx, who, in := t.Context(), w.actors["analyst"], w.demo.Insight
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	saved, err := in.Questions(ctx, who)
	must(err)
	asked, err := in.Earlier(ctx, who, saved[0].Question)
	must(err)
	notes, err := in.Notes(ctx, who)
	must(err)
	coming, err := in.Schedules(ctx, who)
	must(err)
	reports, err := in.Reports(ctx, who)
	must(err)
	for name, id := range map[string]string{"question": saved[0].ID, "answer": asked[0].ID, "note": notes[0].ID, "schedule": coming[0].ID, "subject": "voice", "report": reports[0].ID} {
		w.places["insight "+name] = id
	}
}
