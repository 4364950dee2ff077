package record_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

func TestCaseload_findsNamesAcrossScripts(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Practitioner)
		h.named(who, record.Names{Given: "Selamawit", Family: "Invented", OwnScript: "ሰላማዊት"})
		h.named(who, record.Names{Given: "محمد", Family: "المخترع"})
		h.named(who, record.Names{Given: "Nguyễn", Family: "Văn Bịa", Preferred: "Bịa"})
		h.named(who, record.Names{Given: "Łukasz", KnownBy: "Lucky O’Made-Up"})
		for query, want := range map[string][]string{
			"selam":           {"Selamawit Invented"},
			"INVENTED selam":  {"Selamawit Invented"},
			"ሰላማዊት":           {"Selamawit Invented"},
			"ሠላማዊት":           {"Selamawit Invented"}, // another spelling of the same sound
			"Muhammad":        {"محمد المخترع"},
			"Mohammed":        {"محمد المخترع"},
			"محمد":            {"محمد المخترع"},
			"nguyen":          {"Bịa"},
			"van bia":         {"Bịa"},
			"lukasz":          {"Łukasz"},
			"o'made up":       {"Łukasz"},
			"nobody of that":  nil,
			"\u202eselam\x00": {"Selamawit Invented"},
			"%":               nil,
			"_":               nil,
			"' or 1=1 --":     nil,
		} {
			if got := h.find(who, query); !slices.Equal(got, want) {
				h.Errorf("%q finds %q, want %q", query, got, want)
			}
		}
		if got := h.find(who, "  "); len(got) != 4 {
			h.Errorf("an empty search shows %q", got)
		}
	})
}

func TestCaseload_neverFindsWhatTheReaderMayNotOpen(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss, other := worker(permit.Manager), worker(permit.Practitioner)
		hidden := h.named(boss, record.Names{Given: "Hidden", Family: "Invented"})
		p, err := h.records.Person(h.Context(), boss, hidden)
		if err != nil {
			h.Fatal(err)
		}
		p.Profile.Reference = "LA-42"
		if err := h.records.UpdateProfile(h.Context(), boss, hidden, p.Revision, p.Profile); err != nil {
			h.Fatal(err)
		}
		h.named(other, record.Names{Given: "Mine", Family: "Invented"})
		for query, want := range map[string][]string{"invented": {"Mine Invented"}, "hidden": nil, "la 42": nil, "LA-42": nil, "": {"Mine Invented"}} {
			if got := h.find(other, query); !slices.Equal(got, want) {
				h.Errorf("%q finds %q, want %q", query, got, want)
			}
		}
		if got := h.find(boss, "la42"); !slices.Equal(got, []string{"Hidden Invented"}) {
			h.Errorf("by its number: %q", got)
		}
		grant, err := h.records.Give(h.Context(), boss, hidden, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderTeam, Holder: other.Teams[0], Reason: access.ReasonTeam})
		if err != nil {
			h.Fatal(err)
		}
		if got := h.find(other, "hidden"); !slices.Equal(got, []string{"Hidden Invented"}) {
			h.Errorf("with a team's grant: %q", got)
		}
		if _, err := h.records.EndGrant(h.Context(), boss, hidden, grant, "done"); err != nil {
			h.Fatal(err)
		}
		if got := h.find(other, "hidden"); got != nil {
			h.Errorf("after its end: %q", got)
		}
	})
}

// Another server on the same database finds what this one wrote, and forgets whom this one erased.
func TestCaseload_serversAgree(t *testing.T) {
	eachHouse(t, func(h *house) {
		boss := worker(permit.Manager)
		there := record.New(h.door)
		found := func() int {
			rows, _, err := there.Caseload(h.Context(), boss, "invented")
			if err != nil {
				h.Fatal(err)
			}
			return len(rows)
		}
		if err := there.WarmNames(h.Context()); err != nil {
			h.Fatal(err)
		}
		ids := []string{h.named(boss, record.Names{Given: "One Invented"}), h.named(boss, record.Names{Given: "Two Invented"}), h.named(boss, record.Names{Given: "Three Invented"})}
		h.seconds.Add(2)
		if n := found(); n != 3 {
			h.Fatalf("found %d of 3", n)
		}
		p, err := h.records.Person(h.Context(), boss, ids[0])
		if err != nil {
			h.Fatal(err)
		}
		p.Profile.Names.Given = "One Renamed"
		if err := h.records.UpdateProfile(h.Context(), boss, ids[0], p.Revision, p.Profile); err != nil {
			h.Fatal(err)
		}
		h.seconds.Add(2)
		if n := found(); n != 2 {
			h.Errorf("found %d of 2 after a change", n)
		}
		for _, id := range ids[1:] {
			if err := h.records.Erase(h.Context(), boss, id, "duplicate"); err != nil {
				h.Fatal(err)
			}
		}
		h.seconds.Add(120)
		if n := found(); n != 0 {
			h.Errorf("found %d erased", n)
		}
		if n := record.NamesHeld(there); n != 1 {
			h.Errorf("%d names are still in memory", n)
		}
	})
}

// A reader with more than CountLimit records is searched for in another way; it must find the same.
func TestCaseload_wideReader(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	who := worker(permit.Practitioner)
	h.crowd(t, who, record.CountLimit+50)
	hidden := worker(permit.Practitioner)
	h.named(hidden, record.Names{Given: "Person 7 Hidden"})
	if got := h.find(who, "number 1007"); !slices.Equal(got, []string{"Person Number 1007"}) {
		t.Errorf("found %q", got)
	}
	if got := h.find(who, "hidden"); got != nil {
		t.Errorf("found %q", got)
	}
	rows, total, err := h.records.Caseload(t.Context(), who, "person")
	if err != nil || len(rows) != record.ListLimit || total != record.CountLimit+1 {
		t.Errorf("%d rows, total %d, %v", len(rows), total, err)
	}
}

// crowd writes many records with their grants in a few transactions.
func (h *house) crowd(t testing.TB, who permit.Actor, n int) {
	t.Helper()
	people := make([]record.NewPerson, n)
	for i := range people {
		people[i] = record.NewPerson{Nation: nation.England, Profile: record.Profile{Names: record.Names{Given: "Person", Family: fmt.Sprintf("Number %d", i)}}}
	}
	if err := record.CreateMany(t.Context(), h.records, who, people); err != nil {
		t.Fatal(err)
	}
}

var invented = strings.Fields("Selam Amanuel Yonas Bright Lan Minh Arta Blerim Zahra Omid Farhad Sana Kofi Ama Ioana Radu Mei Jun Hodan Abdi Rozhin Dilan Precious Emeka")

// BenchmarkSearch holds the goal for a nation: a name among 60,000, all of which the reader may open.
func BenchmarkSearch(b *testing.B) {
	for _, size := range []int{200, 60_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			find := record.BenchIndex(size, func(i int) []string {
				return []string{invented[i%len(invented)], fmt.Sprintf("%s %d", invented[i/7%len(invented)], i)}
			})
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				if find(fmt.Sprintf("%s %d", invented[i%len(invented)], i%size)) < 0 {
					b.Fatal("found none")
				}
			}
		})
	}
}
