package accountweb

import (
	"slices"
	"strings"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// personView is one person as their administrator sees them.
type personView struct {
	Title string
	Name  kit.Content
	Facts kit.SummaryList
	Acts  []postButton
	Links []kit.Content
}

func (web *Web) showPerson(r *page.Request) (*page.Answer, error) {
	p, staff, err := web.member(r)
	if err != nil {
		return nil, err
	}
	email, err := web.service.EmailOf(r.Context(), r.Who, r.Who.Organisation, p.ID)
	if err != nil {
		return nil, err
	}
	open := p.State != account.Closed
	change := func(key, to string) []kit.Action {
		if !open || to == "/roles" && p.ID == r.Who.ID {
			return nil
		}
		return []kit.Action{{Text: kit.T(r.L.T("page.change")), Href: personURL(p.ID) + to, Hidden: r.L.T(key)}}
	}
	row := func(key string, value kit.Content, to string) kit.Row {
		k := kit.Row{Key: kit.T(r.L.T(key)), Value: value}
		if to != "" {
			k.Actions = change(key, to)
		}
		return k
	}
	v := personView{Title: r.L.T("account.person.title"), Name: kit.Name(p.Name)}
	v.Facts.Rows = []kit.Row{
		row("account.name", kit.Name(p.Name), "/name"), row("account.email", kit.Name(email), "/name"),
		row("account.roles", kit.T(roleNames(r.L, p.Roles)), "/roles"), row("account.teams.title", teamNames(staff, p.ID, r), "/teams"),
		row("account.state", state(r.L, p, staff), ""),
	}
	if p.State == account.Invited {
		v.Acts = append(v.Acts, postButton{personURL(p.ID) + "/invite", nil, kit.Button{Text: kit.T(r.L.T("account.person.new_code")), Once: true}})
	}
	if p.State == account.Active && p.ID != r.Who.ID {
		v.Acts = append(v.Acts, postButton{"/administration/resets", [][2]string{{"person", p.ID}},
			kit.Button{Text: kit.T(r.L.T("account.person.ask_reset")), Kind: kit.Secondary, Once: true}})
	}
	if open && p.ID != r.Who.ID {
		v.Links = append(v.Links, link(r.L.T("account.close.title"), personURL(p.ID)+"/close"))
	}
	return page.Show(v.Title, personBody(v)).Back("/administration/people"), nil
}

func teamNames(staff account.Staff, person string, r *page.Request) kit.Content {
	var names []kit.Content
	for _, t := range staff.Teams {
		if slices.ContainsFunc(staff.Memberships, func(m account.Membership) bool { return m.TeamID == t.ID && m.AccountID == person }) {
			if len(names) > 0 {
				names = append(names, kit.Text{Value: ", "})
			}
			names = append(names, kit.Name(t.Name))
		}
	}
	if len(names) == 0 {
		return kit.T(r.L.T("page.none"))
	}
	return kit.Join(names...)
}

func (web *Web) showName(r *page.Request) (*page.Answer, error) {
	p, _, err := web.member(r)
	if err != nil {
		return nil, err
	}
	email, err := web.service.EmailOf(r.Context(), r.Who, r.Who.Organisation, p.ID)
	if err != nil {
		return nil, err
	}
	return namePage(r, p.ID, p.Name, email, page.Problems{}, 0), nil
}

func namePage(r *page.Request, id, name, email string, p page.Problems, status int) *page.Answer {
	v := formView{Title: r.L.T("account.person.name_title"), Problems: p.Summary(), Action: personURL(id) + "/name", Fields: []kit.Content{
		kit.Input{Name: "name", Label: kit.Label{Text: kit.T(r.L.T("account.name"))}, Value: name, Autocomplete: "off", Spellcheck: "false", Error: p.Of("name")},
		kit.Input{Name: "email", Type: "email", Label: kit.Label{Text: kit.T(r.L.T("account.email"))}, Value: email, Autocomplete: "off",
			Spellcheck: "false", Error: p.Of("email")},
	}, Buttons: []kit.Content{submit(r.L, "page.save")}}
	return shown(v, status).Back(personURL(id))
}

func (web *Web) saveName(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	err = web.service.Rename(r.Context(), r.Who, r.Who.Organisation, id, r.Form.Raw("name"), strings.TrimSpace(r.Form.Raw("email")))
	if p, status, yes := again(r, err, "name"); yes {
		return namePage(r, id, r.Form.Raw("name"), r.Form.Raw("email"), p, status), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(personURL(id)), nil
}

func (web *Web) showRoles(r *page.Request) (*page.Answer, error) {
	p, _, err := web.member(r)
	if err != nil {
		return nil, err
	}
	var chosen []string
	for _, role := range p.Roles {
		chosen = append(chosen, string(role))
	}
	return rolesPage(r, p.ID, chosen, page.Problems{}, 0), nil
}

func rolesPage(r *page.Request, id string, chosen []string, p page.Problems, status int) *page.Answer {
	v := formView{Title: r.L.T("account.roles.title"), Lead: r.L.T("account.roles.lead"), Problems: p.Summary(), Action: personURL(id) + "/roles",
		Fields: []kit.Content{roleBoxes(r, chosen, p)}, Buttons: []kit.Content{submit(r.L, "page.save")}}
	return shown(v, status).Back(personURL(id))
}

func (web *Web) saveRoles(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	err = web.service.SetRoles(r.Context(), r.Who, r.Who.Organisation, id, rolesOf(r.Form))
	if p, status, yes := again(r, err, "roles"); yes {
		return rolesPage(r, id, r.Form.All("roles"), p, status), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(personURL(id)), nil
}

func (web *Web) showMemberships(r *page.Request) (*page.Answer, error) {
	p, staff, err := web.member(r)
	if err != nil {
		return nil, err
	}
	var in []string
	for _, m := range staff.Memberships {
		if m.AccountID == p.ID {
			in = append(in, m.TeamID)
		}
	}
	v := formView{Title: r.L.T("account.memberships.title"), Lead: r.L.T("account.memberships.lead"), Action: personURL(p.ID) + "/teams",
		Fields: []kit.Content{teamBoxes(r.L, staff.Teams, in, page.Problems{})}, Buttons: []kit.Content{submit(r.L, "page.save")}}
	for _, m := range staff.Memberships {
		if m.AccountID == p.ID && m.Waits {
			v.Before = []kit.Content{kit.InsetText{Text: kit.T(r.L.T("account.memberships.wait"))}}
		}
	}
	for _, id := range in { // what the form began with, so that a change made meanwhile elsewhere is not undone
		v.Hidden = append(v.Hidden, [2]string{"was", id})
	}
	if len(staff.Teams) == 0 {
		v.Fields, v.Buttons = nil, nil
		v.Before = []kit.Content{kit.InsetText{Text: kit.T(r.L.T("account.teams.none"))}, para(link(r.L.T("account.teams.title"), "/administration/teams"))}
	}
	return page.Show(v.Title, formBody(v)).Back(personURL(p.ID)), nil
}

func (web *Web) saveMemberships(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	was, now := r.Form.All("was"), r.Form.All("teams")
	for _, team := range now {
		if !slices.Contains(was, team) {
			if err := web.service.Join(r.Context(), r.Who, r.Who.Organisation, id, team); err != nil {
				return nil, err
			}
		}
	}
	for _, team := range was {
		if !slices.Contains(now, team) {
			if err := web.service.Leave(r.Context(), r.Who, r.Who.Organisation, id, team); err != nil {
				return nil, err
			}
		}
	}
	return page.Redirect(personURL(id)), nil
}

func (web *Web) showClose(r *page.Request) (*page.Answer, error) {
	p, _, err := web.member(r)
	if err != nil {
		return nil, err
	}
	v := formView{Title: r.L.T("account.close.title"), Lead: r.L.T("account.close.lead"), Action: personURL(p.ID) + "/close",
		Before:  []kit.Content{kit.SummaryList{Rows: []kit.Row{{Key: kit.T(r.L.T("account.name")), Value: kit.Name(p.Name)}}}, kit.WarningText{Text: kit.T(r.L.T("account.close.warning"))}},
		Buttons: []kit.Content{danger(r.L, "account.close.button"), link(r.L.T("page.cancel"), personURL(p.ID))}}
	return page.Show(v.Title, formBody(v)).Back(personURL(p.ID)), nil
}

func (web *Web) saveClose(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	if err := web.service.Close(r.Context(), r.Who, r.Who.Organisation, id); err != nil {
		return nil, err
	}
	return page.Redirect(personURL(id)), nil
}
