package conversation_test

import (
	"context"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

func TestSmoke(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		ring, err := seal.NewRing()
		if err != nil {
			t.Fatal(err)
		}
		ledger.New(d, ring, time.Now)
		door := access.New(d, ring, time.Now, nil)
		if err := door.CheckRing(ctx); err != nil {
			t.Fatal(err)
		}
		who := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Practitioner}}
		rs, cs := record.New(door), conversation.New(door)
		id, err := rs.Create(ctx, who, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Selam"}}})
		if err != nil {
			t.Fatal(err)
		}
		ed, _ := framework.BySet("rights-checklist")
		code := ed.Items()[0].Code
		for range 3 {
			sid := db.NewID()
			err = cs.Hold(ctx, who, conversation.Whole{
				Sitting:        conversation.NewSitting{ID: sid, Record: id, EditionID: ed.ID, Setup: conversation.Setup{Language: "ti", Interpreter: conversation.Interpreter{Used: "not_needed"}}},
				ContributionID: db.NewID(),
				Content:        conversation.Content{Answers: map[string]conversation.Answer{code: {Choice: "some_of_it"}}},
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		rows, n, err := rs.Caseload(ctx, who, "ሰላም")
		if err != nil || n != 1 || len(rows) != 1 {
			t.Fatal(rows, n, err)
		}
		list, err := cs.Sittings(ctx, who, id)
		if err != nil || len(list) != 3 {
			t.Fatal(len(list), err)
		}
	})
}
