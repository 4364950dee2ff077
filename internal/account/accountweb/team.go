package accountweb

import (
	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

func (web *Web) showTeams(r *page.Request) (*page.Answer, error) {
	return web.teamsPage(r, page.Problems{}, 0)
}

func (web *Web) teamsPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	teams, err := web.service.Teams(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	v := formView{Title: r.L.T("account.teams.title"), Lead: r.L.T("account.teams.lead"), Problems: p.Summary(), Action: "/administration/teams",
		Fields: []kit.Content{nameField(r, "account.teams.new_name", p)}, Buttons: []kit.Content{submit(r.L, "account.teams.add")}}
	if len(teams) == 0 {
		v.Before = []kit.Content{kit.InsetText{Text: kit.T(r.L.T("account.teams.none"))}}
	} else {
		rows := kit.SummaryList{}
		for _, t := range teams {
			rows.Rows = append(rows.Rows, kit.Row{Key: kit.Name(t.Name),
				Actions: []kit.Action{{Text: kit.T(r.L.T("account.teams.rename")), Href: "/administration/teams/" + t.ID, Hidden: t.Name}}})
		}
		v.Before = []kit.Content{rows}
	}
	return shown(v, status).Back("/administration"), nil
}

func (web *Web) saveTeam(r *page.Request) (*page.Answer, error) {
	_, err := web.service.CreateTeam(r.Context(), r.Who, r.Who.Organisation, r.Form.Raw("name"))
	if p, status, yes := again(r, inField(err, "team", "name"), "name"); yes {
		return web.teamsPage(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/administration/teams"), nil
}

func (web *Web) showTeam(r *page.Request) (*page.Answer, error) {
	t, err := web.team(r)
	if err != nil {
		return nil, err
	}
	return teamPage(r, t.ID, t.Name, page.Problems{}, 0), nil
}

func (web *Web) team(r *page.Request) (account.Team, error) {
	id, err := r.PathID("id")
	if err != nil {
		return account.Team{}, err
	}
	teams, err := web.service.Teams(r.Context(), r.Who)
	if err != nil {
		return account.Team{}, err
	}
	for _, t := range teams {
		if t.ID == id {
			return t, nil
		}
	}
	return account.Team{}, problem.New(problem.NotFound, "problem.not_found")
}

func teamPage(r *page.Request, id, name string, p page.Problems, status int) *page.Answer {
	v := formView{Title: r.L.T("account.teams.rename_title"), Problems: p.Summary(), Action: "/administration/teams/" + id,
		Fields: []kit.Content{kit.Input{Name: "name", Label: kit.Label{Text: kit.T(r.L.T("account.teams.name"))}, Value: name,
			Autocomplete: "off", Error: p.Of("name"), Class: "govuk-input--width-20"}},
		Buttons: []kit.Content{submit(r.L, "page.save")}}
	return shown(v, status).Back("/administration/teams")
}

func (web *Web) saveTeamName(r *page.Request) (*page.Answer, error) {
	t, err := web.team(r)
	if err != nil {
		return nil, err
	}
	err = web.service.RenameTeam(r.Context(), r.Who, r.Who.Organisation, t.ID, r.Form.Raw("name"))
	if p, status, yes := again(r, inField(err, "team", "name"), "name"); yes {
		return teamPage(r, t.ID, r.Form.Raw("name"), p, status), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/administration/teams"), nil
}
