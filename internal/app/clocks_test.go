package app

import (
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/record"
)

// Every record of the demonstration has a clock, by whatever way it came here: opened, taken in from another deployment,
// brought back by a restore.
func TestClocks_everyRecordHasOne(t *testing.T) {
	d := copyDemo(t)
	var ids []string
	if err := d.Door.Background(t.Context(), func(w *access.Work) (err error) {
		ids, err = record.IDs(t.Context(), w, "", 10000)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if n, err := d.Custody.WindMissing(t.Context()); n != 0 || err != nil || len(ids) < 5 {
		t.Errorf("%d of %d records were without a clock: %v", n, len(ids), err)
	}
}
