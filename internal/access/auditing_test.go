package access_test

import (
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// A manager who is let into a record for an audit reads it as an auditor does and changes nothing; what they hold for another
// reason they hold as a manager.
func TestAudit_aManagerReadsAndChangesNothing(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, lead := worker(permit.Manager), worker(permit.Manager)
		lead.Organisation = boss.Organisation
		id := h.record(boss)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		let := func(part permit.Part, why access.Reason) {
			act := permit.LetAuditorIn
			if why != access.ReasonAudit {
				act = permit.GiveGrant
			}
			must(h.door.Do(t.Context(), boss, act, access.Record(id), func(w *access.Work) error {
				_, err := w.Give(t.Context(), access.Grant{Part: part, HolderKind: access.HolderAccount, Holder: lead.ID, Reason: why, Until: w.At.Add(time.Hour)})
				return err
			}))
		}
		may := func(want map[permit.Action]bool) {
			t.Helper()
			for act, yes := range want {
				err := h.door.Read(t.Context(), lead, act, access.Record(id), func(w *access.Work) error {
					if w.May(permit.HoldConversation) != want[permit.HoldConversation] {
						t.Errorf("within %s: holding a conversation", act)
					}
					return nil
				})
				if (err == nil) != yes || h.door.May(t.Context(), lead, act, id) != yes {
					t.Errorf("%s: %v, want %v", act, err, yes)
				}
				listed := 0
				must(h.door.Background(t.Context(), func(w *access.Work) error {
					v := access.Visible(lead, act, w.At, "k.owner_id", 1)
					return w.Tx.QueryRow(t.Context(), "select count(*) from access_keys k where k.class = 'record' and "+v.SQL, v.Args...).Scan(&listed)
				}))
				if (listed == 1) != yes {
					t.Errorf("%s: listed %d, want %v", act, listed, yes)
				}
			}
		}
		trainer := worker(permit.Trainer)
		h.give(boss, id, access.Grant{Part: permit.PartOutcomes, Holder: trainer.ID, Reason: access.ReasonAudit})
		if h.door.May(t.Context(), trainer, permit.ReadConversation, id) {
			t.Error("a trainer becomes an auditor by a grant")
		}
		let(permit.PartOutcomes, access.ReasonAudit)
		may(map[permit.Action]bool{permit.OpenRecord: true, permit.ReadConversation: true, permit.HoldConversation: false, permit.AddView: false, permit.ReadPromises: false, permit.MakePromise: false})
		let(permit.PartPromises, access.ReasonCourt)
		may(map[permit.Action]bool{permit.ReadConversation: true, permit.HoldConversation: false, permit.ReadPromises: true, permit.MakePromise: true})
		let(permit.PartOutcomes, access.ReasonCourt)
		may(map[permit.Action]bool{permit.HoldConversation: true, permit.MakePromise: true})
	})
}
