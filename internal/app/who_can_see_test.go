package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

// What follows is a model of who may do what on a record, written down a second time: it never asks permit, so that a slip
// in the policies is a difference here. A row says which roles, and which parts by themselves or together.

type rule struct {
	roles []permit.Role
	opens [][]permit.Part // any of these sets
	also  []permit.Part   // and one of these beside, where there are any
}

var (
	works   = []permit.Role{"practitioner", "guardian", "manager"}
	reads   = []permit.Role{"practitioner", "guardian", "manager", "auditor"}
	answers = []permit.Role{"guardian", "manager"}
	manages = []permit.Role{"manager"}

	whole     = [][]permit.Part{{"record"}}
	outcomes  = [][]permit.Part{{"record"}, {"outcomes"}}
	promises  = [][]permit.Part{{"record"}, {"promises"}}
	documents = [][]permit.Part{{"record"}, {"documents"}}
	anything  = [][]permit.Part{{"record"}, {"outcomes"}, {"promises"}, {"documents"}}
	picture   = [][]permit.Part{{"record"}, {"outcomes", "promises"}}
	papers    = [][]permit.Part{{"record"}, {"outcomes", "promises", "documents"}}

	anySealed = []permit.Part{"sealed", "sealed.address", "sealed.phone", "sealed.school", "sealed.route", "sealed.contact"}
)

// modelActs are the acts on a record. Another room's own acts are in that room's tests.
var modelActs = map[permit.Action]rule{
	"record.open": {roles: reads, opens: anything}, "record.profile.read": {roles: reads, opens: whole}, "record.edit": {roles: works, opens: whole},
	"record.grants.read": {roles: reads, opens: whole}, "record.grants.give": {roles: answers, opens: whole}, "record.erase": {roles: manages, opens: whole},
	"record.ledger": {roles: works, opens: whole}, "record.restrict": {roles: manages, opens: whole}, "record.restrict.lift": {roles: works, opens: whole},
	"record.emergency.review": {roles: manages, opens: whole}, "exchange.export": {roles: answers, opens: whole},
	"record.file.attach": {roles: works, opens: documents}, "record.file.open": {roles: reads, opens: documents},
	"conversation.hold": {roles: works, opens: outcomes}, "conversation.read": {roles: reads, opens: outcomes}, "conversation.view": {roles: works, opens: outcomes},
	"conversation.take_over": {roles: manages, opens: outcomes},
	"promise.read":           {roles: reads, opens: promises}, "promise.make": {roles: works, opens: promises}, "promise.settle": {roles: works, opens: promises},
	"handover.picture": {roles: reads, opens: picture}, "handover.copy": {roles: works, opens: papers}, "handover.note": {roles: works, opens: papers},
	"record.sealed.open": {works, anything, anySealed}, "record.sealed.edit": {works, anything, anySealed}, "record.sealed.safety": {works, anything, []permit.Part{"sealed"}},
	"record.sealed.address": {works, anything, []permit.Part{"sealed", "sealed.address"}}, "record.sealed.phone": {works, anything, []permit.Part{"sealed", "sealed.phone"}},
	"record.sealed.school": {works, anything, []permit.Part{"sealed", "sealed.school"}}, "record.sealed.route": {works, anything, []permit.Part{"sealed", "sealed.route"}},
	"record.sealed.contact": {works, anything, []permit.Part{"sealed", "sealed.contact"}},
}

// modelPages are pages of a record, each a kind of what is in it.
var modelPages = map[string]rule{
	"/people/{id}": {roles: reads, opens: anything}, "/people/{id}/profile": {roles: works, opens: whole}, "/people/{id}/profile/before": {roles: reads, opens: whole},
	"/people/{id}/access": {roles: reads, opens: whole}, "/people/{id}/access/give": {roles: answers, opens: whole}, "/people/{id}/access/restrict": {roles: manages, opens: whole},
	"/people/{id}/log": {roles: works, opens: whole}, "/people/{id}/erase": {roles: manages, opens: whole}, "/people/{id}/export": {roles: answers, opens: whole},
	"/people/{id}/emergencies/{emergency}": {roles: manages, opens: whole}, "/people/{id}/files": {roles: reads, opens: documents},
	"/people/{id}/files/{file}": {roles: reads, opens: documents}, "/people/{id}/files/{file}/remove": {roles: works, opens: documents},
	"/people/{id}/conversations": {roles: reads, opens: outcomes}, "/people/{id}/conversations/{sitting}": {roles: reads, opens: outcomes},
	"/people/{id}/conversations/prepare": {roles: works, opens: outcomes}, "/people/{id}/conversations/new": {roles: works, opens: outcomes},
	"/people/{id}/conversations/{sitting}/words": {roles: reads, opens: outcomes}, "/people/{id}/conversations/{sitting}/note": {roles: works, opens: papers},
	"/people/{id}/promises": {roles: reads, opens: promises}, "/people/{id}/promises/new": {roles: works, opens: promises}, "/people/{id}/promises/{promise}": {roles: reads, opens: promises},
	"/people/{id}/picture": {roles: reads, opens: picture}, "/people/{id}/picture/theirs": {roles: reads, opens: picture},
	"/people/{id}/copy": {roles: works, opens: papers}, "/people/{id}/copy/told": {roles: works, opens: papers},
	"/people/{id}/sealed": {works, anything, anySealed}, "/people/{id}/sealed/new": {works, anything, anySealed},
	"/people/{id}/sealed/{detail}": {works, anything, []permit.Part{"sealed", "sealed.address"}}, // the detail there is an address
	"/people/{id}/own-page/read":   {works, anything, []permit.Part{"sealed"}}, "/people/{id}/card/pdf": {works, anything, []permit.Part{"sealed"}},
}

// opened says whether a rule lets a role in that holds these parts.
func (u rule) opened(role permit.Role, parts []permit.Part) bool {
	has := func(p permit.Part) bool { return slices.Contains(parts, p) }
	beside := len(u.also) == 0 || slices.ContainsFunc(u.also, has)
	return slices.Contains(u.roles, role) && beside && slices.ContainsFunc(u.opens, func(set []permit.Part) bool {
		return !slices.ContainsFunc(set, func(p permit.Part) bool { return !has(p) })
	})
}

// grantState is one way in which somebody stands to the record: set makes it so, and what set gives back ends it.
type grantState struct {
	name  string
	parts []permit.Part // that are open in it
	set   func(*seen) func()
}

// seen is a demonstration with one person, of another organisation, who is put into every role and every state.
type seen struct {
	*walker
	t        *testing.T
	id       string
	owner    permit.Actor // a manager who holds the record
	admin    permit.Actor // of the tester's organisation
	tester   permit.Actor
	token    string
	stranger string // an id that is nobody's
}

func (s *seen) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// give gives the tester parts, and gives back what ends them.
func (s *seen) give(g access.Grant, parts ...permit.Part) func() {
	var ids []string
	for _, p := range parts {
		g.Part = p
		if g.Holder == "" {
			g.HolderKind, g.Holder = access.HolderAccount, s.tester.ID
		}
		if g.Reason == "" {
			g.Reason = access.ReasonTeam
		}
		id, err := s.demo.Record.Give(s.t.Context(), s.owner, s.id, g)
		s.must(err)
		ids = append(ids, id)
	}
	return func() {
		for _, id := range ids {
			_, err := s.demo.Record.EndGrant(s.t.Context(), s.owner, s.id, id, "done")
			s.must(err)
		}
	}
}

func giving(parts ...permit.Part) func(*seen) func() {
	return func(s *seen) func() { return s.give(access.Grant{}, parts...) }
}

// restricted gives the record, then restricts it, to the tester too or not.
func restricted(named bool) func(*seen) func() {
	return func(s *seen) func() {
		end := s.give(access.Grant{}, "record", "sealed")
		holders := []access.Holder{{Kind: access.HolderAccount, ID: s.actors["practitioner"].ID}}
		if named {
			holders = append(holders, access.Holder{Kind: access.HolderAccount, ID: s.tester.ID})
		}
		s.must(s.demo.Record.Restrict(s.t.Context(), s.owner, s.demo.Account, s.id, "danger", holders))
		return func() {
			s.must(s.demo.Record.AskLift(s.t.Context(), s.owner, s.id))
			s.must(s.demo.Record.Lift(s.t.Context(), s.actors["practitioner"], s.id, true))
			end()
		}
	}
}

// leftTeam gives the record to a team that the tester then leaves.
func leftTeam(s *seen) func() {
	ctx, organisation := s.t.Context(), s.tester.Organisation
	team, err := s.demo.Account.CreateTeam(ctx, s.admin, organisation, "A team that was left (invented) "+db.NewID()[30:])
	s.must(err)
	s.must(s.demo.Account.Join(ctx, s.admin, organisation, s.tester.ID, team))
	end := s.give(access.Grant{HolderKind: access.HolderTeam, Holder: team}, "record", "sealed")
	s.must(s.demo.Account.Leave(ctx, s.admin, organisation, s.tester.ID, team))
	return end
}

func shared(s *seen) func() {
	id := ""
	s.must(s.demo.Door.Do(s.t.Context(), s.owner, permit.DecideShare, access.Record(s.id), func(w *access.Work) (err error) {
		id, err = w.Give(s.t.Context(), access.Grant{Part: "share", HolderKind: access.HolderOrganisation, Holder: s.tester.Organisation,
			Reason: access.ReasonShare, Until: w.At.Add(time.Hour)})
		return err
	}))
	return func() {
		s.must(s.demo.Door.Do(s.t.Context(), s.owner, permit.DecideShare, access.Record(s.id), func(w *access.Work) error { return w.End(s.t.Context(), id, "") }))
	}
}

var grantStates = []grantState{
	{"none", nil, func(*seen) func() { return func() {} }},
	{"the record", []permit.Part{"record"}, giving("record")},
	{"outcomes", []permit.Part{"outcomes"}, giving("outcomes")},
	{"promises", []permit.Part{"promises"}, giving("promises")},
	{"documents", []permit.Part{"documents"}, giving("documents")},
	{"outcomes and promises", []permit.Part{"outcomes", "promises"}, giving("outcomes", "promises")},
	{"all three", []permit.Part{"outcomes", "promises", "documents"}, giving("outcomes", "promises", "documents")},
	{"sealed alone", []permit.Part{"sealed"}, giving("sealed")},
	{"the record and sealed", []permit.Part{"record", "sealed"}, giving("record", "sealed")},
	{"promises and addresses", []permit.Part{"promises", "sealed.address"}, giving("promises", "sealed.address")},
	{"documents and phones", []permit.Part{"documents", "sealed.phone"}, giving("documents", "sealed.phone")},
	{"ended", nil, func(s *seen) func() { giving("record", "sealed")(s)(); return func() {} }},
	{"not yet begun", nil, func(s *seen) func() {
		return s.give(access.Grant{From: time.Now().Add(time.Hour)}, "record", "sealed")
	}},
	{"an emergency that is over", nil, func(s *seen) func() {
		s.give(access.Grant{Reason: access.ReasonEmergency, Until: time.Now().Add(time.Hour)}, "record")()
		return func() {}
	}},
	{"a team that was left", nil, leftTeam},
	{"restricted to others", nil, restricted(false)},
	{"restricted, and named", []permit.Part{"record", "sealed"}, restricted(true)},
	{"a share", []permit.Part{"share"}, shared},
}

// TestWhoCanSee_everyRoleAndStateAgainstTheModel crosses roles with the ways somebody can stand to a record, and every
// act and page of it, on both engines, against the model above.
func TestWhoCanSee_everyRoleAndStateAgainstTheModel(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { crossEverything(t, copyDemo(t)) })
	t.Run("postgres", func(t *testing.T) { crossEverything(t, openDemo(t, t.TempDir(), testkit.EmptyPostgresAddress(t))) })
}

func crossEverything(t *testing.T, d *Demo) {
	w := walkerOf(t, d)
	s := seenBy(t, w)
	for _, state := range grantStates {
		end := state.set(s)
		for _, role := range permit.Roles {
			s.become(role)
			s.compareActs(role, state)
		}
		for _, role := range []permit.Role{"practitioner", "manager", "auditor"} {
			s.become(role)
			s.comparePages(role, state)
			s.compareLists(role, state)
		}
		end()
	}
	for pattern := range modelPages {
		a := w.ask("GET", s.at(pattern, s.id), "", "en")
		if a.Code != http.StatusSeeOther || !strings.HasPrefix(a.Header().Get("Location"), "/sign-in") {
			t.Errorf("nobody at %s: %d", pattern, a.Code)
		}
	}
}

// seenBy puts the demonstration before somebody of another organisation.
func seenBy(t *testing.T, w *walker) *seen {
	t.Helper()
	d := w.demo
	s := &seen{walker: w, t: t, id: w.places["id"], owner: w.actors["manager"], tester: w.actors["practitioner_wales"], stranger: db.NewID()}
	for _, p := range d.People {
		if p.AccountID == s.tester.ID {
			s.token = w.tokens[p.Key]
		}
	}
	staff, err := d.Account.Staff(t.Context(), permit.System, s.tester.Organisation)
	s.must(err)
	for _, p := range staff.People {
		if slices.Contains(p.Roles, permit.Administrator) {
			s.admin = permit.Actor{ID: p.ID, Organisation: p.OrganisationID, Roles: p.Roles}
		}
	}
	return s
}

// become puts the tester into a role; their session goes on with it, or a new one begins.
func (s *seen) become(role permit.Role) {
	s.must(s.demo.Account.SetRoles(s.t.Context(), s.admin, s.tester.Organisation, s.tester.ID, []permit.Role{role}))
	s.token = s.demo.token(s.t, "practitioner_wales")
	session, err := s.demo.Account.SessionOf(s.t.Context(), s.token)
	s.must(err)
	s.tester = session.Actor
}

func (s *seen) compareActs(role permit.Role, state grantState) {
	for act, rule := range modelActs {
		if got, want := s.demo.Door.May(s.t.Context(), s.tester, act, s.id), rule.opened(role, state.parts); got != want {
			s.t.Errorf("%s with %s: may %s is %v, the model says %v", role, state.name, act, got, want)
		}
	}
}

// pageOf finds the row of a pattern.
func pageOf(w *walker, pattern string) page.Route {
	rows := w.pages.Routes()
	i := slices.IndexFunc(rows, func(r page.Route) bool { return r.Pattern == pattern })
	if i < 0 {
		return page.Route{Pattern: pattern}
	}
	return rows[i]
}

// at fills a pattern for one record.
func (s *seen) at(pattern, id string) string {
	path := s.path(s.t, pageOf(s.walker, pattern), s.token)
	return strings.Replace(path, s.id, id, 1)
}

// comparePages asks for every page. One that is shut is not found where nothing is held that tells of the record, and is
// then word for word the page of a record that is not there; where something is held it is refused.
func (s *seen) comparePages(role permit.Role, state grantState) {
	tells := len(state.parts) > 0 && state.parts[0] != "share"
	for pattern, rule := range modelPages {
		a := s.ask("GET", s.at(pattern, s.id), s.token, "en")
		could := slices.Contains(rule.roles, role)
		switch want := rule.opened(role, state.parts); {
		case want && a.Code != http.StatusOK:
			s.t.Errorf("%s with %s at %s: %d, the model opens it", role, state.name, pattern, a.Code)
		case want:
		case could && tells && a.Code != http.StatusForbidden && a.Code != http.StatusNotFound,
			could && !tells && a.Code != http.StatusNotFound, !could && a.Code != http.StatusForbidden:
			s.t.Errorf("%s with %s at %s: %d, the model shuts it", role, state.name, pattern, a.Code)
		case !tells || !could:
			b := s.ask("GET", s.at(pattern, s.stranger), s.token, "en")
			if a.Code != b.Code || plain(a.Body.String(), s.id) != plain(b.Body.String(), s.stranger) {
				s.t.Errorf("%s with %s at %s: another answer than for a record that is not there", role, state.name, pattern)
			}
		}
		if !rule.opened(role, state.parts) && strings.Contains(a.Body.String(), "Morningstar") {
			s.t.Errorf("%s with %s at %s: a page that is shut names her", role, state.name, pattern)
		}
	}
	if tells {
		return
	}
	for _, r := range s.pages.Routes() { // also the pages and forms of rooms that the model does not know
		if strings.HasPrefix(r.Pattern, "/people/{id}") && r.Method == http.MethodPost && permit.Could(s.tester, r.Needs) && known(r) {
			if a := s.ask("POST", s.at(r.Pattern, s.id), s.token, "en"); a.Code != http.StatusNotFound && a.Code != http.StatusForbidden && a.Code != http.StatusUnprocessableEntity && a.Code != http.StatusBadRequest {
				s.t.Errorf("%s with %s sends %s: %d", role, state.name, r.Pattern, a.Code)
			}
		}
	}
}

// known reports whether an act is one that the model knows, so that a form of another room is that room's to try.
func known(r page.Route) bool {
	_, ok := modelActs[r.Needs]
	return ok
}

// plain takes out of a page what differs from request to request: the record's id, and the number of the fault.
func plain(body, id string) string { return mainText(strings.ReplaceAll(body, id, "")) }

// compareLists holds lists, the search and the numbers of both against the model.
func (s *seen) compareLists(role permit.Role, state grantState) {
	ctx := s.t.Context()
	open := modelActs["record.open"].opened(role, state.parts)
	for _, query := range []string{"", "Selam", "Morningstar"} {
		rows, total, err := s.demo.Record.Caseload(ctx, s.tester, query)
		s.must(err)
		if got := slices.ContainsFunc(rows, func(r record.Row) bool { return r.ID == s.id }); got != open {
			s.t.Errorf("%s with %s: a list for %q shows her: %v", role, state.name, query, got)
		}
		if query == "" && total != len(rows) {
			s.t.Errorf("%s with %s: the number of a list, %d, counts more than it shows, %d", role, state.name, total, len(rows))
		}
	}
	if role == permit.Auditor {
		return
	}
	home, err := s.demo.Promise.Home(ctx, s.tester)
	s.must(err)
	got := false
	for _, p := range slices.Concat(home.Due, home.Overdue, home.Untold) {
		got = got || p.Record == s.id
	}
	if want := modelActs["promise.read"].opened(role, state.parts); got != want {
		s.t.Errorf("%s with %s: the home shows her promises: %v", role, state.name, got)
	}
	mine, _, err := s.demo.Record.Emergencies(ctx, s.tester, s.demo.Account)
	if role != permit.Manager {
		return
	}
	s.must(err)
	if got, want := len(mine) > 0, modelActs["record.emergency.review"].opened(role, state.parts); got != want {
		s.t.Errorf("%s with %s: emergencies show hers: %v", role, state.name, got)
	}
}
