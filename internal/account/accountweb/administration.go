package accountweb

import (
	"slices"
	"strings"

	"stablefutures/internal/account"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// linksView is a page of places to go on to.
type linksView struct {
	Title string
	Items []linkItem
}

type linkItem struct{ Href, Text, Hint string }

func (web *Web) showAdministration(r *page.Request) (*page.Answer, error) {
	v := linksView{Title: r.L.T("account.administration.title")}
	for _, i := range []struct{ href, key string }{
		{"/administration/people", "account.people"}, {"/administration/teams", "account.teams"},
		{"/administration/resets", "account.resets"}, {"/administration/service", "account.service"},
		{"/administration/single", "account.single_settings"}, {"/administration/own-devices", "account.own_devices"}, {"/teams/waiting", "account.joining"},
	} {
		// i18n: prefix account.people.
		// i18n: prefix account.teams.
		// i18n: prefix account.resets.
		// i18n: prefix account.service.
		// i18n: prefix account.single_settings.
		// i18n: prefix account.joining.
		// i18n: prefix account.own_devices.
		v.Items = append(v.Items, linkItem{i.href, r.L.T(i.key + ".title"), r.L.T(i.key + ".hint")})
	}
	return page.Show(v.Title, linksBody(v)), nil
}

// peopleView is the list of an organisation's people.
type peopleView struct {
	Title  string
	Invite kit.Content
	Table  kit.Content
}

func (web *Web) showPeople(r *page.Request) (*page.Answer, error) {
	staff, err := web.service.Staff(r.Context(), r.Who, r.Who.Organisation)
	if err != nil {
		return nil, err
	}
	t := func(key string) kit.Content { return kit.T(r.L.T(key)) }
	table := kit.Table{Caption: r.L.T("account.people.caption"), CaptionClass: "govuk-visually-hidden", RowHeaders: true,
		Head: []kit.Cell{{Text: t("account.name")}, {Text: t("account.roles")}, {Text: t("account.state")}}}
	for _, p := range staff.People {
		table.Rows = append(table.Rows, []kit.Cell{{Text: nameLink(p.Name, personURL(p.ID))}, {Text: kit.T(roleNames(r.L, p.Roles))}, {Text: state(r.L, p, staff)}})
	}
	v := peopleView{Title: r.L.T("account.people.title"), Table: kit.Scroll{Label: r.L.T("account.people.caption"), Body: table},
		Invite: kit.Button{Text: t("account.invite.title"), Href: "/administration/people/new"}}
	return page.Show(v.Title, peopleBody(v)).Back("/administration"), nil
}

func personURL(id string) string { return "/administration/people/" + id }

// state says where an account stands, and whether its code still waits.
func state(l i18n.L, p account.Person, staff account.Staff) kit.Content {
	key := "account.state." + string(p.State)
	if until, waits := staff.Waiting[p.ID]; waits && p.State == account.Invited {
		return kit.T(l.T("account.state.waiting", "until", l.Moment(until)))
	}
	kind := kit.TagPlain
	if p.State != account.Active {
		kind = kit.TagQuiet
	}
	// i18n: prefix account.state.
	return kit.Tag{Text: kit.T(l.T(key)), Kind: kind}
}

func roleNames(l i18n.L, roles []permit.Role) string {
	var names []string
	for _, r := range permit.Roles {
		if slices.Contains(roles, r) {
			names = append(names, roleName(l, r))
		}
	}
	return l.List(names)
}

// i18n: prefix account.role.
func roleName(l i18n.L, r permit.Role) string { return l.T("account.role." + string(r)) }

// roleBoxes asks for roles.
func roleBoxes(r *page.Request, chosen []string, p page.Problems) kit.Content {
	boxes := kit.Checkboxes{Name: "roles", Legend: kit.Legend{Text: kit.T(r.L.T("account.roles")), Size: "m"},
		Hint: kit.T(r.L.T("account.roles.hint")), Error: p.Of("roles"), Values: chosen}
	for _, role := range permit.Roles {
		if role == permit.Administrator {
			boxes.Items = append(boxes.Items, kit.Choice{Divider: r.L.T("page.or")})
		}
		// i18n: prefix account.role_hint.
		boxes.Items = append(boxes.Items, kit.Choice{Value: string(role), Text: kit.T(roleName(r.L, role)),
			Hint: kit.T(r.L.T("account.role_hint." + string(role))), Exclusive: role == permit.Administrator})
	}
	return boxes
}

func rolesOf(form *page.Form) []permit.Role {
	var roles []permit.Role
	for _, r := range form.All("roles") {
		roles = append(roles, permit.Role(r))
	}
	return roles
}

func (web *Web) showInvite(r *page.Request) (*page.Answer, error) {
	return web.invitePage(r, page.Problems{}, 0)
}

func (web *Web) invitePage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	teams, err := web.service.Teams(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v := formView{Title: r.L.T("account.invite.title"), Lead: r.L.T("account.invite.lead"), Problems: p.Summary(), Action: "/administration/people/new",
		Fields:  []kit.Content{nameField(r, "account.name", p), emailField(r, p, "off"), roleBoxes(r, r.Form.All("roles"), p)},
		Buttons: []kit.Content{submit(r.L, "account.invite.button")}}
	if len(teams) > 0 {
		v.Fields = append(v.Fields, teamBoxes(r.L, teams, r.Form.All("teams"), p))
	}
	return shown(v, status).Back("/administration/people"), nil
}

func nameField(r *page.Request, key string, p page.Problems) kit.Content {
	return kit.Input{Name: "name", Label: kit.Label{Text: kit.T(r.L.T(key))}, Value: r.Form.Raw("name"), Autocomplete: "off",
		Spellcheck: "false", Error: p.Of("name"), Class: "govuk-input--width-20"}
}

func teamBoxes(l i18n.L, teams []account.Team, chosen []string, p page.Problems) kit.Content {
	boxes := kit.Checkboxes{Name: "teams", Legend: kit.Legend{Text: kit.T(l.T("account.teams.title")), Size: "m"},
		Hint: kit.T(l.T("account.teams.grant_hint")), Error: p.Of("teams"), Values: chosen}
	for _, t := range teams {
		boxes.Items = append(boxes.Items, kit.Choice{Value: t.ID, Text: kit.Name(t.Name)})
	}
	return boxes
}

func (web *Web) saveInvite(r *page.Request) (*page.Answer, error) {
	p := account.NewPerson{Name: r.Form.Line("name", 400), Email: strings.TrimSpace(r.Form.Raw("email")), Roles: rolesOf(r.Form), Teams: r.Form.All("teams")}
	err := r.Form.Err()
	var invitation account.Invitation
	if err == nil {
		invitation, err = web.service.Invite(r.Context(), r.Who, r.Who.Organisation, p)
	}
	if p, status, yes := again(r, err, "name"); yes {
		return web.invitePage(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return codeShown(r, invitation), nil
}

// codeView shows a one-time code, once.
type codeView struct {
	Title, Lead, Code, Until string
	Steps                    kit.Content
	Warning                  kit.Content
	On                       kit.Content
}

func codeShown(r *page.Request, i account.Invitation) *page.Answer {
	v := codeView{Title: r.L.T("account.code_shown.title"), Lead: r.L.T("account.code_shown.lead"), Code: i.Code,
		Until:   r.L.T("account.code_shown.until", "until", r.L.Moment(i.Until)),
		Warning: kit.WarningText{Text: kit.T(r.L.T("account.code_shown.warning"))},
		Steps:   list(r.L.T("account.code_shown.give"), r.L.T("account.code_shown.where"), r.L.T("account.code_shown.check")),
		On:      kit.Button{Text: kit.T(r.L.T("account.code_shown.on")), Href: onward(r.Who), Kind: kit.Secondary}}
	return page.Show(v.Title, codeBody(v))
}

// onward is where somebody goes who may not see the list of people.
func onward(who permit.Actor) string {
	if permit.Could(who, permit.ManageAccounts) {
		return "/administration/people"
	}
	return "/administration/resets"
}

func (web *Web) saveInviteAgain(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	i, err := web.service.InviteAgain(r.Context(), r.Who, r.Who.Organisation, id)
	if err != nil {
		return nil, err
	}
	return codeShown(r, i), nil
}

// member reads one person of the reader's organisation.
func (web *Web) member(r *page.Request) (account.Person, account.Staff, error) {
	id, err := r.PathID("id")
	if err != nil {
		return account.Person{}, account.Staff{}, err
	}
	staff, err := web.service.Staff(r.Context(), r.Who, r.Who.Organisation)
	if err != nil {
		return account.Person{}, staff, err
	}
	for _, p := range staff.People {
		if p.ID == id {
			return p, staff, nil
		}
	}
	return account.Person{}, staff, problem.New(problem.NotFound, "problem.not_found")
}
