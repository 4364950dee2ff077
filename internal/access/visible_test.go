package access_test

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

// tick is the unit of all times here: coarse, so that moments often fall on the very beginning or end of a grant.
const tick = 30 * time.Second

// modelGrant is a grant as the test itself understands it.
type modelGrant struct {
	record string
	part   permit.Part
	holder string
	from   time.Duration // after the start
	until  time.Duration // 0 is open-ended
	ended  time.Duration // 0 is never
}

func (g modelGrant) opens(at time.Duration) bool {
	return at >= g.from && (g.until == 0 || at < g.until) && (g.ended == 0 || at < g.ended)
}

// TestVisible_agreesWithAllowedRecordByRecord holds the fragment that lists filter by against the policy that decides
// single reads, and both against what the door does, on random grants, teams, roles and times.
func TestVisible_agreesWithAllowedRecordByRecord(t *testing.T) {
	if err := flag.Set("rapid.checks", strconv.Itoa(testkit.Rounds(40, 400))); err != nil {
		t.Fatal(err)
	}
	eachHouse(t, func(h *house) {
		rapid.Check(h.T, func(t *rapid.T) { compareOnce(t, h) })
	})
}

func compareOnce(t *rapid.T, h *house) {
	boss := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Manager}}
	teams := []string{db.NewID(), db.NewID(), db.NewID()}
	organisations := []string{db.NewID(), db.NewID()} // neither is the boss's: what somebody cannot open they cannot give themselves
	actors := drawActors(t, teams, organisations)
	start := h.time.Load()
	now := func() time.Duration { return time.Duration(h.time.Load()-start) * time.Second }
	var records []string
	for range rapid.IntRange(1, 4).Draw(t, "records") {
		records = append(records, h.record(boss))
	}
	model := []modelGrant{}
	holders := append(slices.Clone(teams), organisations...)
	for _, a := range actors {
		if db.IsID(a.ID) { // nobody and the command line can hold nothing
			holders = append(holders, a.ID)
		}
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "grants") {
		model = append(model, drawGrant(t, h, boss, i, rapid.SampledFrom(records).Draw(t, "record"),
			rapid.SampledFrom(holders).Draw(t, "holder"), now()))
		h.wait(time.Duration(rapid.IntRange(0, 3).Draw(t, "pause")) * tick)
	}
	named := map[string][]string{} // of the records that are restricted
	for _, record := range records {
		if rapid.IntRange(0, 2).Draw(t, "restricted") == 0 {
			named[record] = h.restrict(boss, record, rapid.SliceOfNDistinct(rapid.SampledFrom(holders), 0, 2, rapid.ID).Draw(t, "named"))
		}
	}
	if end := drawEnd(t, model); end > now() {
		h.wait(end - now())
	}
	at := now()
	acts := append([]permit.Action{permit.OpenRecord}, rapid.Permutation(recordActs()).Draw(t, "acts")[:3]...)
	for _, who := range actors {
		for _, act := range acts {
			visible, among := h.visible(t, who, act, access.Visible), h.visible(t, who, act, access.VisibleAmong)
			for _, record := range records {
				parts := openParts(model, named, record, who, at)
				want := permit.Allowed(who, act, permit.Facts{Parts: parts}).Allowed
				if twoParts[act] { // a list never shows what takes two parts, and never more than a page
					want = want && slices.ContainsFunc(parts, func(p permit.Part) bool { return permit.On(who, act, []permit.Part{p}) })
				}
				if got := slices.Contains(visible, record); got != want {
					t.Fatalf("%v %s: a list shows it: %v, the policy allows it: %v (parts %v)", who.Roles, act, got, want, parts)
				}
				if got := slices.Contains(among, record); got != want {
					t.Fatalf("%v %s: a search shows it: %v, the policy allows it: %v (parts %v)", who.Roles, act, got, want, parts)
				}
			}
		}
		for _, record := range records {
			parts := openParts(model, named, record, who, at)
			want := permit.Allowed(who, permit.OpenRecord, permit.Facts{Parts: parts}).Allowed
			if rapid.IntRange(0, 3).Draw(t, "ask the door too") > 0 {
				continue // each asking is an entry on the disk
			}
			if got := h.open(who, record) == nil; got != want {
				t.Fatalf("%v: the door opens it: %v, the policy allows it: %v (parts %v)", who.Roles, got, want, parts)
			}
			h.compareKeys(t, who, record, want)
		}
	}
}

// openParts gives the parts of a record that the test itself says who holds now.
func openParts(model []modelGrant, named map[string][]string, record string, who permit.Actor, at time.Duration) (parts []permit.Part) {
	if inside, restricted := named[record]; restricted && !slices.ContainsFunc(inside, func(id string) bool { return slices.Contains(who.Holders(), id) }) {
		return nil
	}
	for _, g := range model {
		if g.record == record && g.opens(at) && slices.Contains(who.Holders(), g.holder) {
			parts = append(parts, g.part)
		}
	}
	return parts
}

// restrict shuts a record to all but those named, and gives who they are.
func (h *house) restrict(by permit.Actor, record string, named []string) []string {
	h.Helper()
	holders := []access.Holder{{Kind: access.HolderAccount, ID: by.ID}}
	for _, id := range named {
		holders = append(holders, access.Holder{Kind: access.HolderTeam, ID: id})
	}
	err := h.door.Do(h.Context(), by, permit.RestrictRecord, access.Record(record), func(w *access.Work) error {
		return w.Restrict(h.Context(), "danger", holders)
	})
	if err != nil {
		h.Fatal(err)
	}
	return append(slices.Clone(named), by.ID)
}

// twoParts are the acts that two parts open together and neither by itself.
var twoParts = map[permit.Action]bool{permit.ReadPicture: true, permit.ReadCopy: true, permit.ReadNote: true}

// recordActs are the acts on a record that one part opens: those on sealed details take two always, so they list nothing.
func recordActs() (acts []permit.Action) {
	for _, act := range permit.Actions {
		for _, role := range permit.Roles {
			who := permit.Actor{ID: "somebody", Roles: []permit.Role{role}}
			if len(permit.Opening(who, act)) > 0 && !permit.Allowed(who, act, permit.Facts{}).Allowed && !slices.Contains(acts, act) {
				acts = append(acts, act)
			}
		}
	}
	return acts
}

// drawEnd gives, now and then, the very moment at which some grant ends.
func drawEnd(t *rapid.T, model []modelGrant) time.Duration {
	if len(model) == 0 || rapid.Bool().Draw(t, "any moment") {
		return 0
	}
	return rapid.SampledFrom(model).Draw(t, "at its end").until
}

// givable are the parts that a decision to give access gives, each of them.
var givable = slices.DeleteFunc(slices.Clone(permit.Parts), func(p permit.Part) bool { return p == permit.PartShare || p == permit.PartOwn })

func drawActors(t *rapid.T, teams, organisations []string) []permit.Actor {
	var actors []permit.Actor
	for i := range rapid.IntRange(1, 3).Draw(t, "actors") {
		a := permit.Actor{ID: db.NewID(), Organisation: rapid.SampledFrom(append(slices.Clone(organisations), "")).Draw(t, fmt.Sprint("organisation", i))}
		for _, team := range teams {
			if rapid.Bool().Draw(t, "member") {
				a.Teams = append(a.Teams, team)
			}
		}
		if rapid.Bool().Draw(t, "works with young people") {
			a.Roles = append(a.Roles, permit.Practitioner)
		}
		for _, role := range permit.Roles[1:] {
			if rapid.IntRange(0, 3).Draw(t, string(role)) == 0 {
				a.Roles = append(a.Roles, role)
			}
		}
		actors = append(actors, a)
	}
	return append(actors, permit.Nobody, permit.System)
}

// drawGrant gives a random grant, and may end it a moment later.
func drawGrant(t *rapid.T, h *house, boss permit.Actor, i int, record, holder string, now time.Duration) modelGrant {
	g := modelGrant{record: record, holder: holder, part: rapid.SampledFrom(givable).Draw(t, "part")}
	g.from = now + time.Duration(rapid.IntRange(-2, 4).Draw(t, "from"))*tick
	if length := rapid.IntRange(-1, 6).Draw(t, "length"); length > 0 {
		g.until = g.from + time.Duration(length)*tick
		if g.until == 0 {
			g.until = tick // 0 stands for open-ended in the model
		}
	}
	at := h.door.Now()
	grant := access.Grant{Part: g.part, Holder: holder, From: at.Add(g.from - now), Reason: access.ReasonTeam,
		HolderKind: rapid.SampledFrom([]access.HolderKind{access.HolderAccount, access.HolderTeam, access.HolderOrganisation}).Draw(t, "kind")}
	if g.until != 0 {
		grant.Until = at.Add(g.until - now)
	}
	id := h.give(boss, record, grant)
	if g.opens(now) && rapid.IntRange(0, 3).Draw(t, fmt.Sprint("end", i)) == 0 {
		h.wait(tick)
		g.ended = now + tick
		err := h.door.Do(h.Context(), boss, permit.GiveGrant, access.Record(record), func(w *access.Work) error { return w.End(h.Context(), id, "done") })
		if err != nil && !problem.Is(err, problem.Conflict) { // it may have run out by then
			t.Fatal(err)
		}
	}
	return g
}

// visible lists the records that the fragment lets through for who.
func (h *house) visible(t *rapid.T, who permit.Actor, act permit.Action, fragment func(permit.Actor, permit.Action, time.Time, string, int) access.Fragment) (ids []string) {
	err := h.door.Background(h.Context(), func(w *access.Work) error {
		v := fragment(who, act, w.At, "k.owner_id", 1)
		return w.Tx.Each(h.Context(), func(r *db.Rows) error {
			var id string
			if err := r.Scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
			return nil
		}, "select k.owner_id from access_keys k where k.class = 'record' and "+v.SQL, v.Args...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// compareKeys checks that a list opens the key of exactly those records that a page would open.
func (h *house) compareKeys(t *rapid.T, who permit.Actor, record string, want bool) {
	if !permit.Could(who, permit.ListRecords) {
		return
	}
	err := h.door.List(h.Context(), who, permit.ListRecords, func(l *access.Listing) error {
		mine, err := l.Mine(h.Context(), 1000)
		if err != nil {
			return err
		}
		if slices.Contains(mine, record) != want {
			t.Fatalf("%v: it is theirs: %v, the policy allows it: %v", who.Roles, !want, want)
		}
		_, err = l.Keys(h.Context(), []string{record})
		return err
	})
	if (err == nil) != want {
		t.Fatalf("%v: a list opens the key: %v, the policy allows it: %v", who.Roles, err, want)
	}
}
