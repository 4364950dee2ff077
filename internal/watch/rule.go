package watch

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // London's clock also where the machine has no list of time zones

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
)

// Rule names what an alert is about.
type Rule string

// The rules.
const (
	Caseload    Rule = "caseload"     // many records opened in a week that are the team's and not one's own
	Refused     Rule = "refused"      // several records asked for in a day on which one holds nothing
	OwnName     Rule = "own_name"     // searched for one's own family name
	Bulk        Rule = "bulk"         // very many records opened in a day
	NightExport Rule = "night_export" // a whole record taken out at night or on a weekend
	Emergency   Rule = "emergency"    // opened a record in an emergency
)

// Rules lists the rules in the order people read them.
var Rules = []Rule{Emergency, OwnName, NightExport, Bulk, Caseload, Refused}

// Limits are the numbers that the rules go by. They are chosen so that an ordinary week gives no alert: a caseload of
// young people who were trafficked is rarely above twenty.
type Limits struct {
	TeamRecords int // different records of the team, not one's own, in seven days
	Refusals    int // different records in a day
	Bulk        map[permit.Role]int
	BulkElse    int // for any other role
	NightFrom   int // hour in London
	NightTo     int
}

// Ordinary are the limits in use.
var Ordinary = Limits{TeamRecords: 15, Refusals: 3, Bulk: map[permit.Role]int{permit.Practitioner: 25, permit.Guardian: 30,
	permit.Manager: 60, permit.Auditor: 80}, BulkElse: 25, NightFrom: 21, NightTo: 6}

// london is the clock that offices go by.
var london = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		return time.UTC
	}
	return l
}()

// odd reports whether a moment is at night or on a weekend.
func (l Limits) odd(at time.Time) bool {
	at = at.In(london)
	return at.Hour() >= l.NightFrom || at.Hour() < l.NightTo || at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
}

// bulk is the limit for somebody of some roles: the widest of them.
func (l Limits) bulk(roles []permit.Role) int {
	most := 0
	for _, r := range roles {
		most = max(most, l.Bulk[r])
	}
	if most == 0 {
		return l.BulkElse
	}
	return most
}

// found is something a rule asks about.
type found struct {
	organisation, about string
	rule                Rule
	day                 string
}

// dayOf is a day's looks of one person.
type dayOf struct{ actor, day string }

// find gives what the rules ask about in some looks. roles says what somebody is.
func (l Limits) find(looks []access.Look, roles func(actor string) []permit.Role) []found {
	organisations := map[string]string{}
	opened, refused := map[dayOf]map[string]bool{}, map[dayOf]map[string]bool{}
	team := map[dayOf][]string{}
	var all []found
	ask := func(k dayOf, rule Rule) {
		f := found{organisations[k.actor], k.actor, rule, k.day}
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	for _, look := range looks {
		k := dayOf{look.Actor, look.At.UTC().Format(time.DateOnly)}
		organisations[look.Actor] = look.Organisation
		switch look.Kind {
		case access.LookOwnName:
			ask(k, OwnName)
		case access.LookRefused:
			put(refused, k, look.Record)
		case access.LookExported:
			if l.odd(look.At) {
				ask(k, NightExport)
			}
		}
		if look.Kind == access.LookOpened || look.Kind == access.LookSealed || look.Kind == access.LookExported {
			put(opened, k, look.Record)
			switch look.Way {
			case access.ReasonEmergency:
				ask(k, Emergency)
			case access.ReasonTeam:
				if !slices.Contains(team[k], look.Record) {
					team[k] = append(team[k], look.Record)
				}
			}
		}
	}
	for k, records := range refused {
		if len(records) >= l.Refusals {
			ask(k, Refused)
		}
	}
	for k, records := range opened {
		if len(records) >= l.bulk(roles(k.actor)) {
			ask(k, Bulk)
		}
	}
	for k := range team {
		if l.weekOf(team, k) >= l.TeamRecords {
			ask(k, Caseload)
		}
	}
	slices.SortFunc(all, func(a, b found) int {
		return strings.Compare(a.day+a.about+string(a.rule), b.day+b.about+string(b.rule))
	})
	return all
}

func put(into map[dayOf]map[string]bool, k dayOf, record string) {
	if into[k] == nil {
		into[k] = map[string]bool{}
	}
	into[k][record] = true
}

// weekOf counts the different records of the seven days that end on a day.
func (l Limits) weekOf(team map[dayOf][]string, k dayOf) int {
	end, err := time.Parse(time.DateOnly, k.day)
	if err != nil {
		return 0
	}
	seen := map[string]bool{}
	for back := range 7 {
		for _, record := range team[dayOf{k.actor, end.AddDate(0, 0, -back).Format(time.DateOnly)}] {
			seen[record] = true
		}
	}
	return len(seen)
}
