package custody_test

import (
	"testing"

	"stablefutures/internal/custody"
	"stablefutures/internal/nation"
	"stablefutures/internal/record"
)

// Records from before there were clocks, which nobody has saved since, get one, and stand in the register like any other;
// those that have one keep it.
func TestWindMissing_everyRecordGetsAClock(t *testing.T) {
	eachHouse(t, func(h *house) {
		h.london("2026-02-10 10:00:00")
		before := record.New(h.door) // as the program was before this room: it winds no clock
		var old []string
		for _, b := range []record.Birth{{Day: "1940-05-01", Accuracy: record.Documented}, {}, {Day: "2010-05-01", Accuracy: record.Disputed}} {
			id, err := before.Create(h.Context(), h.first, record.NewPerson{Nation: nation.England, Teams: h.first.Teams, Profile: record.Profile{Names: record.Names{Given: "Selam"}, Birth: b}})
			h.must(err)
			old = append(old, id)
		}
		gone, err := before.Create(h.Context(), h.first, record.NewPerson{Nation: nation.Wales, Teams: h.first.Teams, Profile: record.Profile{Names: record.Names{Given: "Selam"}}})
		h.must(err)
		h.must(h.records.Erase(h.Context(), h.first, gone, "duplicate"))
		h.born(nation.Scotland, sure)
		if due := h.due(); len(due) != 0 {
			h.Fatalf("the register knows records without a clock: %+v", due)
		}
		n, err := h.custody.WindMissing(h.Context())
		h.must(err)
		if n != len(old) {
			h.Errorf("%d clocks were wound, want %d", n, len(old))
		}
		if records, clocks := h.count("select count(*) from record_people"), h.count("select count(*) from custody_clocks"); records != clocks || records != 4 {
			h.Errorf("%d records, %d clocks", records, clocks)
		}
		if due := h.due(); len(due) != 1 || due[0].Record != old[0] {
			h.Errorf("the register: %+v", due)
		}
		if n, err := h.custody.WindMissing(h.Context()); n != 0 || err != nil {
			h.Errorf("again: %d, %v", n, err)
		}
	})
}

func (h *house) due() []custody.Line {
	h.Helper()
	list, _, err := h.custody.Due(h.Context(), h.first)
	h.must(err)
	return list
}

// More records than are looked through at a time.
func TestWindMissing_goesToTheEnd(t *testing.T) {
	eachHouse(t, func(h *house) {
		before := record.New(h.door)
		for range 205 {
			_, err := before.Create(h.Context(), h.first, record.NewPerson{Nation: nation.England, Teams: h.first.Teams, Profile: record.Profile{Names: record.Names{Given: "Selam"}}})
			h.must(err)
		}
		if n, err := h.custody.WindMissing(h.Context()); n != 205 || err != nil {
			h.Errorf("%d, %v", n, err)
		}
	})
}
