package record_test

import (
	"slices"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// TestLog_isNarrowedToOnePersonKindAndDay, also of a restricted record, and opens to nobody who may not read it.
func TestLog_isNarrowedToOnePersonKindAndDay(t *testing.T) {
	eachHouse(t, func(h *house) {
		ctx := h.Context()
		here, team := h.staff("Here", map[string]permit.Role{"Max": permit.Manager, "Mina": permit.Practitioner, "Omar": permit.Practitioner})
		max, mina, omar := here["Max"], here["Mina"], here["Omar"]
		id, err := h.records.Create(ctx, max, record.NewPerson{Nation: "england", Profile: full, Teams: []string{team}})
		if err != nil {
			h.Fatal(err)
		}
		look := func(who permit.Actor) {
			if _, err := h.records.Person(ctx, who, id); err != nil {
				h.Fatal(err)
			}
		}
		look(mina)
		h.seconds.Add(24 * 60 * 60)
		for range record.LogLimit { // more than a page of another person and day
			look(omar)
		}
		look(mina)
		if err := h.records.Restrict(ctx, max, h.accounts, id, "close", []access.Holder{{Kind: access.HolderAccount, ID: mina.ID}}); err != nil {
			h.Fatal(err)
		}
		if _, err := h.records.Person(ctx, omar, id); !problem.Is(err, problem.NotFound) {
			h.Fatal(err)
		}
		first, second := h.door.Now().Add(-24*time.Hour).Format(time.DateOnly), h.door.Now().Format(time.DateOnly)
		log := func(want record.Wanted) record.Log {
			h.Helper()
			if err := h.log.Settle(ctx); err != nil {
				h.Fatal(err)
			}
			got, err := h.records.Log(ctx, max, h.accounts, id, want)
			if err != nil {
				h.Fatal(err)
			}
			return got
		}
		for _, c := range []struct {
			want record.Wanted
			n    int
		}{
			{record.Wanted{Actor: mina.ID, Kind: record.LookedRead}, 2}, {record.Wanted{Actor: mina.ID, Kind: record.LookedRead, Day: first}, 1},
			{record.Wanted{Actor: mina.ID, Kind: record.LookedRead, Day: second}, 1}, {record.Wanted{Actor: omar.ID, Kind: record.LookedRefused}, 1},
			{record.Wanted{Actor: omar.ID, Day: first}, 0}, {record.Wanted{Actor: db.NewID()}, 0}, {record.Wanted{Kind: record.LookedExport}, 0},
		} {
			got := log(c.want)
			if len(got.Looks) != c.n || got.Next != 0 {
				h.Errorf("%+v: %d lines, next %d, want %d", c.want, len(got.Looks), got.Next, c.n)
			}
			for _, l := range got.Looks {
				if l.Actor != c.want.Actor || c.want.Kind != l.Kind || c.want.Day != "" && l.At.Format(time.DateOnly) != c.want.Day {
					h.Errorf("%+v shows %+v", c.want, l)
				}
			}
		}
		all, next := 0, int64(0)
		for page := 0; page == 0 || next > 0; page++ { // each once, over pages
			got := log(record.Wanted{Kind: record.LookedRead, Day: second, Before: next})
			all, next = all+len(got.Looks), got.Next
			if page > 3 {
				h.Fatal("the pages do not end")
			}
		}
		if all != record.LogLimit+1 {
			h.Errorf("over all pages %d, want %d", all, record.LogLimit+1)
		}
		names := log(record.Wanted{}).People
		if !slices.EqualFunc(names, []string{"Max", "Mina", "Omar"}, func(p account.Person, name string) bool { return p.Name == name }) {
			h.Errorf("it can be narrowed to %+v", names)
		}
		groups := record.ByPersonAndDay(log(record.Wanted{Kind: record.LookedRead}).Looks)
		if len(groups) != 2 || groups[0].Lines[0].Actor != mina.ID || groups[1].Lines[0].Actor != omar.ID || len(groups[1].Lines) != record.LogLimit-1 {
			h.Errorf("gathered: %d", len(groups))
		}
		for _, want := range []record.Wanted{{Kind: "score"}, {Day: "yesterday"}, {Day: "2026-02-31"}} {
			if _, err := h.records.Log(ctx, max, h.accounts, id, want); !problem.Is(err, problem.Invalid) {
				h.Errorf("%+v: %v", want, err)
			}
		}
		if _, err := h.records.Log(ctx, omar, h.accounts, id, record.Wanted{Actor: omar.ID}); !problem.Is(err, problem.NotFound) {
			h.Errorf("somebody shut out reads who looked: %v", err)
		}
	})
}
