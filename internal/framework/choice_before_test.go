package framework

import (
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

// ChooseAsBefore writes a choice as it was written before anybody was asked for whom.
func ChooseAsBefore(t *testing.T, door *access.Door, who permit.Actor, edition string) {
	t.Helper()
	err := door.Do(t.Context(), who, permit.ChooseFramework, access.Organisation(who.Organisation), func(w *access.Work) error {
		return insertChoice(t.Context(), w.Tx, Choosing{ID: db.NewID(), Organisation: who.Organisation, Edition: edition, ChosenBy: who.ID, ChosenAt: w.At.Add(-time.Hour)})
	})
	if err != nil {
		t.Fatal(err)
	}
}
