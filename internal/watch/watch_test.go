package watch

import (
	"bytes"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// noonTuesday is a moment at which nobody works at an odd hour.
var noonTuesday = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

func look(kind access.LookKind, record string, way access.Reason, at time.Time) access.Look {
	return access.Look{Actor: "a", Organisation: "o", Kind: kind, Record: record, Way: way, At: at}
}

// many is n looks at different records on a day.
func many(n int, kind access.LookKind, way access.Reason, at time.Time) (looks []access.Look) {
	for i := range n {
		looks = append(looks, look(kind, fmt.Sprint(at.YearDay(), "-", i), way, at))
	}
	return looks
}

func TestRules_askWhatTheySayAndNothingElse(t *testing.T) {
	night := time.Date(2026, 3, 3, 23, 30, 0, 0, time.UTC)
	summer := time.Date(2026, 7, 7, 20, 30, 0, 0, time.UTC) // half past nine in London
	week := append(many(8, access.LookOpened, access.ReasonTeam, noonTuesday), many(7, access.LookOpened, access.ReasonTeam, noonTuesday.AddDate(0, 0, 6))...)
	long := append(many(8, access.LookOpened, access.ReasonTeam, noonTuesday), many(7, access.LookOpened, access.ReasonTeam, noonTuesday.AddDate(0, 0, 7))...)
	for name, c := range map[string]struct {
		looks []access.Look
		role  permit.Role
		want  []Rule
	}{
		"an ordinary day":              {many(14, access.LookOpened, access.ReasonAllocation, noonTuesday), permit.Practitioner, nil},
		"a day of a team's cover":      {many(14, access.LookOpened, access.ReasonTeam, noonTuesday), permit.Practitioner, nil},
		"more than a team's cover":     {many(15, access.LookOpened, access.ReasonTeam, noonTuesday), permit.Practitioner, []Rule{Caseload}},
		"in a week":                    {week, permit.Practitioner, []Rule{Caseload}},
		"in more than a week":          {long, permit.Practitioner, nil},
		"one's own, however many":      {many(24, access.LookOpened, access.ReasonAllocation, noonTuesday), permit.Practitioner, nil},
		"too many for one":             {many(25, access.LookOpened, access.ReasonAllocation, noonTuesday), permit.Practitioner, []Rule{Bulk}},
		"not for a manager":            {many(25, access.LookOpened, access.ReasonAllocation, noonTuesday), permit.Manager, nil},
		"one old link":                 {many(2, access.LookRefused, "", noonTuesday), permit.Practitioner, nil},
		"trying doors":                 {many(3, access.LookRefused, "", noonTuesday), permit.Practitioner, []Rule{Refused}},
		"one's own name":               {[]access.Look{look(access.LookOwnName, "", "", noonTuesday)}, permit.Practitioner, []Rule{OwnName}},
		"an export by day":             {[]access.Look{look(access.LookExported, "r", access.ReasonAllocation, noonTuesday)}, permit.Manager, nil},
		"an export at night":           {[]access.Look{look(access.LookExported, "r", access.ReasonAllocation, night)}, permit.Manager, []Rule{NightExport}},
		"at half past nine in summer":  {[]access.Look{look(access.LookExported, "r", access.ReasonAllocation, summer)}, permit.Manager, []Rule{NightExport}},
		"on a Saturday":                {[]access.Look{look(access.LookExported, "r", access.ReasonAllocation, noonTuesday.AddDate(0, 0, 4))}, permit.Manager, []Rule{NightExport}},
		"an emergency":                 {[]access.Look{look(access.LookOpened, "r", access.ReasonEmergency, noonTuesday)}, permit.Manager, []Rule{Emergency}},
		"the same record all day long": {append(many(1, access.LookOpened, access.ReasonTeam, noonTuesday), many(1, access.LookSealed, access.ReasonTeam, noonTuesday)...), permit.Practitioner, nil},
	} {
		found := Ordinary.find(c.looks, func(string) []permit.Role { return []permit.Role{c.role} })
		var rules []Rule
		for _, f := range found {
			rules = append(rules, f.rule)
		}
		if fmt.Sprint(rules) != fmt.Sprint(c.want) {
			t.Errorf("%s: asked about %v, want %v", name, rules, c.want)
		}
	}
}

// house is the room on a fresh database.
type house struct {
	*testing.T
	db                        *db.DB
	door                      *access.Door
	people                    *account.Service
	records                   *record.Service
	watch                     *Service
	at                        atomic.Pointer[time.Time]
	org                       string
	admin                     permit.Actor
	manager, officer, curious permit.Actor
}

func eachHouse(t *testing.T, f func(h *house)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := &house{T: t, db: d, org: db.NewID()}
		h.at.Store(&noonTuesday)
		now := func() time.Time { return *h.at.Load() }
		ring, err := seal.NewRing()
		h.must(err)
		log := ledger.New(d, ring, now)
		h.door = access.New(d, ring, now, nil).WithLedger(log)
		h.people, err = account.New(h.door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
		h.must(err)
		h.records = record.New(h.door)
		h.records.UseOwnNames(h.people.OwnName)
		h.records.OnErase(Erase)
		h.watch = New(h.door, h.people)
		i, err := h.people.CreateFirstAdministrator(t.Context(), permit.System, account.Organisation{ID: h.org, Name: "W", Kind: account.Council, Nation: "england"},
			account.NewPerson{Name: "Orla Quill", Email: "o@w.example"})
		h.must(err)
		h.admin = permit.Actor{ID: i.AccountID, Organisation: h.org, Roles: []permit.Role{permit.Administrator}}
		h.manager, h.officer = h.person("Mor Gann", permit.Manager), h.person("Ost Rick", permit.ProtectionOfficer)
		h.curious = h.person("Cai Curlew (invented)", permit.Practitioner)
		f(h)
	})
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) person(name string, role permit.Role) permit.Actor {
	h.Helper()
	i, err := h.people.Invite(h.Context(), h.admin, h.org, account.NewPerson{Name: name, Email: db.NewID() + "@w.example", Roles: []permit.Role{role}})
	h.must(err)
	return permit.Actor{ID: i.AccountID, Organisation: h.org, Roles: []permit.Role{role}}
}

func (h *house) alerts(who permit.Actor) []Alert {
	h.Helper()
	list, err := h.watch.Alerts(h.Context(), who)
	h.must(err)
	return list
}

func TestAlerts_areSeenAndSettledByOthersAlone(t *testing.T) {
	eachHouse(t, func(h *house) {
		for _, query := range []string{"Curl", "cúrlew", "Cai"} {
			_, _, err := h.records.Caseload(h.Context(), h.curious, query)
			h.must(err)
		}
		_, _, err := h.records.Caseload(h.Context(), h.manager, "Gann smith")
		h.must(err)
		h.must(h.watch.Look(h.Context()))
		h.must(h.watch.Look(h.Context())) // asking again asks nothing twice
		if n := len(h.alerts(h.officer)); n != 2 {
			t.Fatalf("%d alerts, want one about each who searched for their own name", n)
		}
		about := h.alerts(h.manager) // one is about the manager
		if len(about) != 1 || about[0].About != h.curious.ID || about[0].AboutName != "Cai Curlew (invented)" {
			t.Fatalf("the manager sees %+v", about)
		}
		var own string
		for _, a := range h.alerts(h.officer) {
			if a.About == h.manager.ID {
				own = a.ID
			}
		}
		if _, err := h.watch.Alert(h.Context(), h.manager, own); !problem.Is(err, problem.NotFound) {
			t.Errorf("one's own alert: %v", err)
		}
		if err := h.watch.Settle(h.Context(), h.manager, own, Explained, "It was me."); !problem.Is(err, problem.NotFound) {
			t.Errorf("one's own alert was settled: %v", err)
		}
		stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Manager}}
		if err := h.watch.Settle(h.Context(), stranger, own, Explained, "x"); !problem.Is(err, problem.NotFound) {
			t.Errorf("another organisation's: %v", err)
		}
		if _, err := h.watch.Alerts(h.Context(), h.curious); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner sees alerts: %v", err)
		}
		for _, bad := range []struct {
			o Outcome
			w string
		}{{"", "x"}, {"guilty", "x"}, {Explained, " "}, {Explained, string(bytes.Repeat([]byte("x"), maxWords+1))}} {
			if err := h.watch.Settle(h.Context(), h.manager, about[0].ID, bad.o, bad.w); !problem.Is(err, problem.Invalid) {
				t.Errorf("%.10v: %v", bad, err)
			}
		}
		h.must(h.watch.Settle(h.Context(), h.manager, about[0].ID, Acted, "They looked for a cousin."))
		if err := h.watch.Settle(h.Context(), h.officer, about[0].ID, Nothing, "x"); !problem.Is(err, problem.Conflict) {
			t.Errorf("settled twice: %v", err)
		}
		a, err := h.watch.Alert(h.Context(), h.officer, about[0].ID)
		if err != nil || a.Outcome != Acted || a.Words != "They looked for a cousin." || a.SettledBy != "Mor Gann" {
			t.Errorf("settled as %+v, %v", a, err)
		}
	})
}

func TestAlerts_aWeekOfTheSameIsAskedAboutOnce(t *testing.T) {
	eachHouse(t, func(h *house) {
		team := db.NewID()
		h.manager.Teams, h.curious.Teams = []string{team}, []string{team}
		var ids []string
		for range Ordinary.TeamRecords {
			id, err := h.records.Create(h.Context(), h.manager, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Sefa"}}})
			h.must(err)
			_, err = h.records.Give(h.Context(), h.manager, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderTeam, Holder: team, Reason: access.ReasonTeam})
			h.must(err)
			ids = append(ids, id)
		}
		for day := range 3 {
			at := noonTuesday.AddDate(0, 0, day)
			h.at.Store(&at)
			for _, id := range ids {
				_, err := h.records.Person(h.Context(), h.curious, id)
				h.must(err)
			}
			h.must(h.watch.Look(h.Context()))
		}
		list := h.alerts(h.manager)
		if len(list) != 1 || list[0].Rule != Caseload {
			t.Fatalf("%+v", list)
		}
		a, err := h.watch.Alert(h.Context(), h.manager, list[0].ID)
		if err != nil || len(a.Records) != len(ids) {
			t.Errorf("it is about %d records, %v", len(a.Records), err)
		}
	})
}

func TestReviews_comeUpAgainAndLeaversAreNamed(t *testing.T) {
	eachHouse(t, func(h *house) {
		first, err := h.records.Create(h.Context(), h.manager, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Sefa"}}})
		h.must(err)
		second, err := h.records.Create(h.Context(), h.manager, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Tiro"}}})
		h.must(err)
		h.must(h.watch.Reviewed(h.Context(), h.manager, first))
		due, err := h.watch.Reviews(h.Context(), h.manager)
		if err != nil || len(due) != 2 || due[0].Record != second || !due[0].Over || due[1].Over {
			t.Fatalf("%+v, %v", due, err)
		}
		later := noonTuesday.AddDate(0, ReviewAfter, 0)
		h.at.Store(&later)
		if due, err = h.watch.Reviews(h.Context(), h.manager); err != nil || !due[1].Over {
			t.Errorf("after %d months: %+v, %v", ReviewAfter, due, err)
		}
		if err := h.watch.Reviewed(h.Context(), h.curious, first); !problem.Is(err, problem.NotFound) {
			t.Errorf("gone through by somebody who may not open it: %v", err)
		}
		_, err = h.records.Give(h.Context(), h.manager, first, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: h.curious.ID, Reason: access.ReasonAllocation})
		h.must(err)
		if left, err := h.watch.Left(h.Context(), h.officer); err != nil || len(left) != 0 {
			t.Errorf("before anybody left: %v, %v", left, err)
		}
		h.must(h.people.Close(h.Context(), h.admin, h.org, h.curious.ID))
		if left, err := h.watch.Left(h.Context(), h.officer); err != nil || len(left) != 1 || left[0].ID != h.curious.ID {
			t.Errorf("after: %v, %v", left, err)
		}
		h.must(h.records.Erase(h.Context(), h.manager, first, "mistake"))
		n := -1
		h.must(h.db.Read(h.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(h.Context(), "select count(*) from watch_reviews where record_id = $1", first).Scan(&n)
		}))
		if n != 0 {
			t.Error("a destroyed record is still named")
		}
	})
}

// A list of names with since when: nobody's who has done theirs, nobody's who answers for nothing, and the same for whoever
// shares a record, since one review is enough.
func TestNotDone_namesWhoHasNot(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := func() (names string) {
			list, err := h.watch.NotDone(h.Context(), h.officer)
			h.must(err)
			for _, u := range list {
				names += u.Person.Name + " " + u.Since.Format(time.DateOnly) + "; "
			}
			return names
		}
		if got := who(); got != "" {
			t.Fatalf("before there is a record: %s", got)
		}
		id, err := h.records.Create(h.Context(), h.manager, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Sefa"}}})
		h.must(err)
		other := h.person("Abe Linn", permit.Manager)
		_, err = h.records.Give(h.Context(), h.manager, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: other.ID, Reason: access.ReasonAllocation})
		h.must(err)
		_, err = h.records.Give(h.Context(), h.manager, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: h.curious.ID, Reason: access.ReasonAllocation})
		h.must(err)
		if got := who(); got != "Abe Linn 2026-03-03; Mor Gann 2026-03-03; " {
			t.Errorf("never gone through: %s", got)
		}
		h.must(h.watch.Reviewed(h.Context(), h.manager, id))
		if got := who(); got != "" {
			t.Errorf("after one of the two: %s", got)
		}
		later := noonTuesday.AddDate(0, ReviewAfter, 20)
		h.at.Store(&later)
		if got := who(); got != "Abe Linn 2026-09-03; Mor Gann 2026-09-03; " {
			t.Errorf("when it is time again: %s", got)
		}
		if _, err := h.watch.NotDone(h.Context(), h.curious); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner: %v", err)
		}
		stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Manager}}
		if list, err := h.watch.NotDone(h.Context(), stranger); err != nil || len(list) != 0 {
			t.Errorf("another organisation: %v, %v", list, err)
		}
	})
}
