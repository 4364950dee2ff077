package access_test

import (
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func TestRefused_aRoleThatAsksForWhatItNeverMayIsRecorded(t *testing.T) {
	eachHouse(t, func(h *house) {
		prying, boss := worker(permit.Administrator), worker(permit.Manager)
		id := h.record(boss)
		if err := h.door.Refused(h.Context(), prying, permit.OpenRecord, id); err != nil {
			h.Fatal(err)
		}
		if err := h.log.Settle(h.Context()); err != nil {
			h.Fatal(err)
		}
		var lines []ledger.Line
		err := h.door.Background(h.Context(), func(w *access.Work) (err error) {
			lines, _, err = h.log.List(h.Context(), w.Tx, ledger.Filter{Actor: prying.ID})
			return err
		})
		if err != nil || len(lines) != 1 || lines[0].Outcome != ledger.Refused || lines[0].Act != string(permit.OpenRecord) {
			h.Fatalf("the refusal is not in the ledger: %+v, %v", lines, err)
		}
		if got := h.trail(boss, id)[0]; got.Actor != prying.ID || got.Outcome != ledger.Refused {
			h.Errorf("the record's own log does not show who tried: %+v", got)
		}
		if err := h.door.Refused(h.Context(), worker(permit.Manager), permit.OpenRecord, ""); !problem.Is(err, problem.Internal) {
			h.Errorf("somebody who may was refused: %v", err)
		}
	})
}

func TestEnd_holdsWhenTheClockIsSetBack(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, other := worker(permit.Manager), worker(permit.Practitioner)
		id := h.record(boss)
		h.wait(time.Hour)
		grant := h.give(boss, id, access.Grant{Holder: other.ID})
		h.wait(time.Hour)
		h.end(boss, id, grant, "")
		h.wait(-30 * time.Minute)
		if err := h.open(other, id); !problem.Is(err, problem.NotFound) {
			h.Fatalf("a grant that was ended opened again: %v", err)
		}
	})
}

func TestEnd_anAuditLooksAfterNobody(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		id := h.record(boss)
		h.give(boss, id, access.Grant{Holder: worker(permit.Auditor).ID, Reason: access.ReasonAudit})
		grants := h.grants(boss, id)
		h.end(boss, id, grants[1].ID, "access.last_grant")
		h.end(boss, id, grants[0].ID, "") // the audit itself can always be ended
	})
}
