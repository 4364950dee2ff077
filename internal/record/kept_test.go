package record_test

import (
	"slices"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

// What is known of records without opening them is known where nothing sealed can be opened at all: every key is gone, and
// every sealed document is a heap of nothing.
func TestKeptBy_touchesNothingSealed(t *testing.T) {
	eachHouse(t, func(h *house) {
		tam, elsewhere := worker(permit.Practitioner), worker(permit.Practitioner)
		elsewhere.Organisation = elsewhere.Teams[0]
		first, second := h.named(tam, record.Names{Given: "Selam"}), h.named(tam, record.Names{Given: "Dawit"})
		h.named(elsewhere, record.Names{Given: "Noor"})
		quality := worker(permit.Auditor)
		for _, statement := range []string{`delete from access_keys`, `update record_profiles set document = 'x'`, `update record_names set names = 'x'`} {
			err := h.db.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), statement)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		var kept []record.Kept
		err := h.door.Read(t.Context(), quality, permit.PlanAudits, access.Organisation(organisation), func(w *access.Work) (err error) {
			kept, err = record.KeptBy(t.Context(), w)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, k := range kept {
			ids = append(ids, k.ID)
			if k.Nation != "england" || k.OpenedAt.IsZero() {
				t.Errorf("%+v", k)
			}
		}
		want := []string{first, second}
		slices.Sort(want)
		if !slices.Equal(ids, want) {
			t.Errorf("%v, want %v: those of one's own organisation, and no others", ids, want)
		}
	})
}
