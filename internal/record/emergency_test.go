package record_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// staff makes an organisation with a team and people in it, by name.
func (h *house) staff(name string, roles map[string]permit.Role) (people map[string]permit.Actor, team string) {
	h.Helper()
	organisation := db.NewID()
	must := func(err error) {
		h.Helper()
		if err != nil {
			h.Fatal(err)
		}
	}
	_, err := h.accounts.CreateFirstAdministrator(h.Context(), permit.System, account.Organisation{ID: organisation, Name: name, Kind: "charity", Nation: "england"},
		account.NewPerson{Name: "Admin of " + name, Email: strings.ToLower(name) + ".admin@example.invalid"})
	must(err)
	team, err = h.accounts.CreateTeam(h.Context(), permit.System, organisation, "Team of "+name)
	must(err)
	people = map[string]permit.Actor{}
	for who, role := range roles {
		p := account.NewPerson{Name: who, Email: strings.ToLower(who) + "@example.invalid", Roles: []permit.Role{role}, Teams: []string{team}}
		i, err := h.accounts.Invite(h.Context(), permit.System, organisation, p)
		must(err)
		people[who] = permit.Actor{ID: i.AccountID, Organisation: organisation, Roles: []permit.Role{role}, Teams: []string{team}}
	}
	return people, team
}

func TestLetIn_oneAnswerForEverythingThatDoesNotFit(t *testing.T) {
	eachHouse(t, func(h *house) {
		here, _ := h.staff("Here", map[string]permit.Role{"Max": permit.Manager, "Mina": permit.Practitioner, "Omar": permit.Practitioner, "Aud": permit.Auditor})
		there, _ := h.staff("There", map[string]permit.Role{"Thea": permit.Practitioner})
		person := record.Profile{Names: record.Names{Given: "Inventa", Family: "Persona", KnownBy: "Invi", OwnScript: "ኢንቬንታ"}, Reference: "CASE 12", Birth: record.Birth{Day: "2010-02-03", Accuracy: record.Stated}}
		id, err := h.records.Create(h.Context(), here["Max"], record.NewPerson{Nation: "england", Profile: person, Sealed: true})
		if err != nil {
			h.Fatal(err)
		}
		ask := func(who permit.Actor, name, born, reference string) (string, error) {
			began := time.Now()
			id, err := h.records.LetIn(h.Context(), who, h.accounts, record.Emergency{Name: name, Born: born, Reference: reference, Reason: "missing", Why: "she is missing", Hours: 4})
			if took := time.Since(began); err == nil && took < 400*time.Millisecond {
				h.Errorf("%q took %s: shorter than every other", name, took)
			}
			h.seconds.Add(20 * 60) // so that nobody tries too often
			return id, err
		}
		for _, c := range []struct{ who, name, born, reference string }{
			{"Mina", "Inventa Persona", "2010-02-04", ""}, {"Mina", "Inventa", "2010-02-03", ""}, {"Mina", "Persona", "2010-02-03", ""},
			{"Mina", "Inventa Persona", "", "CASE 13"}, {"Mina", "Nobody Here", "2010-02-03", ""}, {"Mina", "Inventa Persona Tekle", "2010-02-03", ""},
			{"Thea", "Inventa Persona", "2010-02-03", ""},
		} {
			who := here[c.who]
			if c.who == "Thea" {
				who = there["Thea"]
			}
			if got, err := ask(who, c.name, c.born, c.reference); got != "" || err != nil {
				h.Errorf("%+v: %q, %v", c, got, err)
			}
		}
		if _, err := ask(here["Aud"], "Inventa Persona", "2010-02-03", ""); !problem.Is(err, problem.Forbidden) {
			h.Errorf("an auditor: %v", err)
		}
		for _, c := range []struct{ name, born, reference string }{{"inventa PERSONA", "2010-02-03", ""}, {"Invi", "", "case-12"}, {"ኢንቬንታ", "2010-02-03", ""}} {
			if got, err := ask(here["Mina"], c.name, c.born, c.reference); got != id || err != nil {
				h.Errorf("%+v: %q, %v", c, got, err)
			}
		}
		if _, err := h.records.Person(h.Context(), here["Mina"], id); err != nil {
			h.Errorf("let in, she cannot open it: %v", err)
		}
		if err := h.records.Restrict(h.Context(), here["Max"], h.accounts, id, "danger", nil); !problem.Is(err, problem.Invalid) {
			h.Errorf("one person alone is left: %v", err)
		}
		h.partlyFor(here["Max"], id, here["Aud"])
		if err := h.records.Restrict(h.Context(), here["Max"], h.accounts, id, "danger", []access.Holder{{Kind: access.HolderAccount, ID: here["Aud"].ID}}); err != nil {
			h.Fatal(err)
		}
		if got, err := ask(here["Omar"], "Inventa Persona", "2010-02-03", ""); got != "" || err != nil {
			h.Errorf("a restricted record: %q, %v", got, err)
		}
	})
}

// partlyFor gives the record to somebody.
func (h *house) partlyFor(by permit.Actor, id string, who permit.Actor) {
	h.Helper()
	if _, err := h.records.Give(h.Context(), by, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: who.ID, Reason: access.ReasonTeam}); err != nil {
		h.Fatal(err)
	}
}

func TestLetIn_notTooOftenAndNeverWithoutWords(t *testing.T) {
	eachHouse(t, func(h *house) {
		here, _ := h.staff("Here", map[string]permit.Role{"Mina": permit.Practitioner})
		good := record.Emergency{Name: "Nobody Here", Born: "2010-01-01", Reason: "danger", Why: "words", Hours: 4}
		for what, change := range map[string]func(*record.Emergency){
			"no name": func(e *record.Emergency) { e.Name = "" }, "no birth": func(e *record.Emergency) { e.Born = "" }, "no words": func(e *record.Emergency) { e.Why = "" },
			"a reason there is not": func(e *record.Emergency) { e.Reason = "curious" }, "25 hours": func(e *record.Emergency) { e.Hours = 25 },
			"sealed for no reason there is": func(e *record.Emergency) { e.SealedReason = "curious" }, "a long story": func(e *record.Emergency) { e.Why = strings.Repeat("x", 5000) },
		} {
			bad := good
			change(&bad)
			if _, err := h.records.LetIn(h.Context(), here["Mina"], h.accounts, bad); !problem.Is(err, problem.Invalid) {
				h.Errorf("%s: %v", what, err)
			}
		}
		for n := range 7 {
			_, err := h.records.LetIn(h.Context(), here["Mina"], h.accounts, good)
			if problem.Is(err, problem.Conflict) != (n == 6) {
				h.Errorf("try %d: %v", n+1, err)
			}
		}
		h.seconds.Add(2 * 60 * 60)
		if _, err := h.records.LetIn(h.Context(), here["Mina"], h.accounts, good); err != nil {
			h.Errorf("an hour later: %v", err)
		}
	})
}

// TestEmergencies_secondPerson: a manager who holds the record sees it with whose it is, a protection officer that it was.
func TestEmergencies_secondPerson(t *testing.T) {
	eachHouse(t, func(h *house) {
		here, _ := h.staff("Here", map[string]permit.Role{"Max": permit.Manager, "Mila": permit.Manager, "Mina": permit.Practitioner, "Dora": permit.ProtectionOfficer})
		id, err := h.records.Create(h.Context(), here["Max"], record.NewPerson{Nation: "england", Profile: full, Sealed: true})
		if err != nil {
			h.Fatal(err)
		}
		got, err := h.records.LetIn(h.Context(), here["Mina"], h.accounts, record.Emergency{Name: "Invented Person", Born: "2010-02-03", Reason: "missing", Why: "the words of it", Hours: 2, SealedReason: "emergency"})
		if err != nil || got != id {
			h.Fatal(got, err)
		}
		if _, err := h.records.SealedHeads(h.Context(), here["Mina"], id); err != nil {
			h.Errorf("what was asked for with a reason: %v", err)
		}
		mine, watched, err := h.records.Emergencies(h.Context(), here["Max"], h.accounts)
		if err != nil || len(mine) != 1 || len(watched) != 0 || mine[0].Names != full.Names || mine[0].Who != "Mina" || mine[0].Reviewed() {
			h.Fatalf("%+v %+v %v", mine, watched, err)
		}
		none, _, err := h.records.Emergencies(h.Context(), here["Mila"], h.accounts)
		if err != nil || len(none) != 0 {
			h.Errorf("a manager who does not hold the record: %+v, %v", none, err)
		}
		mine, watched, err = h.records.Emergencies(h.Context(), here["Dora"], h.accounts)
		if err != nil || len(mine) != 0 || len(watched) != 1 || watched[0].Record != "" || watched[0].Names != (record.Names{}) || watched[0].Reason != "missing" {
			h.Errorf("a protection officer: %+v %+v %v", mine, watched, err)
		}
		waits := func(who string, want int) {
			h.Helper()
			if n, err := h.records.EmergenciesWaiting(h.Context(), here[who]); n != want || err != nil {
				h.Errorf("%s: %d wait, %v", who, n, err)
			}
		}
		waits("Max", 1)
		waits("Mila", 0)
		waits("Mina", 0)
		_, watched, _ = h.records.Emergencies(h.Context(), here["Dora"], h.accounts)
		line, words, err := h.records.OpenEmergency(h.Context(), here["Max"], h.accounts, id, watched[0].ID)
		if err != nil || words.Why != "the words of it" || line.Who != "Mina" {
			h.Errorf("%+v %+v %v", line, words, err)
		}
		for who, want := range map[string]problem.Kind{"Mina": problem.Forbidden, "Mila": problem.NotFound, "Dora": problem.NotFound} {
			if _, _, err := h.records.OpenEmergency(h.Context(), here[who], h.accounts, id, line.ID); !problem.Is(err, want) {
				h.Errorf("%s opens it: %v", who, err)
			}
		}
		if err := h.records.ReviewEmergency(h.Context(), here["Max"], id, line.ID, "justified", "it was right"); err != nil {
			h.Fatal(err)
		}
		waits("Max", 0)
		looks := h.looks(here["Max"], id)
		if !slices.ContainsFunc(looks, func(l record.Look) bool { return l.Act == permit.BreakGlass && l.Actor == here["Mina"].ID }) {
			h.Error("the record's log does not say that somebody let themselves in")
		}
		if strings.Contains(fmt.Sprint(looks), "the words of it") {
			h.Error("the words are in the log")
		}
	})
}

// TestWhoCanSee_ofARestrictedRecordNamesThoseNamed, also where a grant is a team's and some of the team are named.
func TestWhoCanSee_ofARestrictedRecordNamesThoseNamed(t *testing.T) {
	eachHouse(t, func(h *house) {
		here, team := h.staff("Here", map[string]permit.Role{"Max": permit.Manager, "Mina": permit.Practitioner, "Omar": permit.Practitioner})
		id, err := h.records.Create(h.Context(), here["Max"], record.NewPerson{Nation: "england", Profile: full, Teams: []string{team}})
		if err != nil {
			h.Fatal(err)
		}
		gone := h.partly(here["Max"], id, permit.PartPromises)
		if err := h.records.Restrict(h.Context(), here["Max"], h.accounts, id, "close", []access.Holder{{Kind: access.HolderAccount, ID: here["Mina"].ID}}); err != nil {
			h.Fatal(err)
		}
		sight, err := h.records.Sight(h.Context(), here["Mina"], h.accounts, id)
		if err != nil {
			h.Fatal(err)
		}
		var names []string
		for _, s := range sight.Seers {
			names = append(names, s.Name+" "+string(s.Reason))
		}
		slices.Sort(names)
		if !slices.Equal(names, []string{"Max allocation", "Max team", "Mina team"}) || !sight.Restriction().Holds() || sight.Names[here["Max"].ID] != "Max" {
			h.Errorf("%v %+v", names, sight.Restrictions)
		}
		for _, g := range sight.Held {
			if g.Suspended != (g.Holder == gone.ID) {
				h.Errorf("suspended: %+v", g)
			}
			if want := map[bool]string{true: "Max Mina"}[g.Holder == team]; strings.Join(g.Within, " ") != want {
				h.Errorf("of %s it opens to %q, want %q", g.HolderName, g.Within, want)
			}
		}
		for _, shut := range []permit.Actor{here["Omar"], gone} {
			rows, total, err := h.records.Caseload(h.Context(), shut, "Invented")
			if len(rows)+total != 0 || err != nil {
				h.Errorf("found by somebody shut out: %v %d %v", rows, total, err)
			}
			if _, err := h.records.Person(h.Context(), shut, id); !problem.Is(err, problem.NotFound) {
				h.Errorf("opened by somebody shut out: %v", err)
			}
		}
		if len(h.find(here["Mina"], "Invented")) != 1 {
			h.Error("who is named does not find it")
		}
	})
}
