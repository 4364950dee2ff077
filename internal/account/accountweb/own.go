package accountweb

import (
	"net/url"

	"stablefutures/internal/account"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// accountView is one's own account.
type accountView struct {
	Title   string
	Warning kit.Content
	About   kit.SummaryList
	Guard   string
	Factors kit.SummaryList
	Add     []postButton
	Links   []kit.Content
}

// postButton is a form that is nothing but its button.
type postButton struct {
	Action string
	Hidden [][2]string
	Button kit.Content
}

func (web *Web) showAccount(r *page.Request) (*page.Answer, error) {
	g, err := web.service.OwnGuard(r.Context(), token(r))
	if err != nil {
		return nil, err
	}
	t := func(key string) kit.Content { return kit.T(r.L.T(key)) }
	change := func(key, href string) []kit.Action {
		return []kit.Action{{Text: t("page.change"), Href: href, Hidden: r.L.T(key)}}
	}
	v := accountView{Title: r.L.T("account.own.title"), Guard: r.L.T("account.own.guard")}
	v.About.Rows = []kit.Row{
		{Key: t("account.name"), Value: kit.Name(r.Session.Name)},
		{Key: t("account.email"), Value: kit.Name(g.Email)},
		{Key: t("account.organisation"), Value: kit.Name(r.Session.Organisation)},
		{Key: t("account.roles"), Value: kit.T(roleNames(r.L, r.Who.Roles))},
		{Key: t("page.language"), Value: kit.T(languageName(r.L.Tag())), Actions: change("page.language", "/account/language")},
	}
	v.Factors = factorList(r.L, g, change)
	v.Add = []postButton{{"/account/app/new", nil, kit.Button{Text: t("account.own.add_app"), Kind: kit.Secondary, Once: true}}}
	_, on, linked, err := web.service.SingleHere(r.Context(), token(r))
	if err != nil {
		return nil, err
	}
	if linked {
		v.About.Rows = append(v.About.Rows, kit.Row{Key: t("account.single.title"), Value: t("account.single.is_linked")})
	} else if on {
		v.Add = append(v.Add, postButton{"/account/organisation", nil, kit.Button{Text: t("account.single.link"), Kind: kit.Secondary, Once: true}})
	}
	if web.service.PasskeysOffered() {
		v.Links = append(v.Links, link(r.L.T("account.own.add_passkey"), "/account/passkey"))
	}
	v.Links = append(v.Links, link(r.L.T("account.sessions.title"), "/account/sessions"))
	if permit.Could(r.Who, permit.ResetSignIn) {
		v.Links = append(v.Links, link(r.L.T("account.resets.title"), "/administration/resets"))
	}
	if g.Recovery < 3 {
		v.Warning = kit.WarningText{Text: kit.T(r.L.T("account.own.few_codes"))}
	}
	return page.Show(v.Title, accountBody(v)), nil
}

func factorList(l i18n.L, g account.Guard, change func(key, href string) []kit.Action) kit.SummaryList {
	rows := []kit.Row{{Key: kit.T(l.T("account.password")), Value: kit.T(l.T("account.own.password_set")), Actions: change("account.password", "/account/password")}}
	for _, f := range g.Factors {
		// i18n: prefix account.factor.
		name := l.T("account.factor." + string(f.Kind))
		row := kit.Row{Key: kit.T(name), Value: kit.T(l.T("account.own.added", "date", l.Moment(f.Added)))}
		if len(g.Factors) > 1 {
			row.Actions = []kit.Action{{Text: kit.T(l.T("page.remove")), Href: "/account/factors/" + f.ID + "/remove", Hidden: name}}
		}
		rows = append(rows, row)
	}
	return kit.SummaryList{Rows: append(rows, kit.Row{Key: kit.T(l.T("account.codes.title")),
		Value: kit.T(l.N("account.own.codes_left", g.Recovery)), Actions: change("account.codes.title", "/account/codes")})}
}

func languageName(tag string) string {
	own, _ := i18n.LanguageName(tag)
	return own
}

// provingFirst leads to the password when a change asks for it, and back.
func provingFirst(r *page.Request, err error, back string) *page.Answer {
	if problem.KeyOf(err) == "account.prove_first" {
		return page.Redirect("/account/prove?next=" + url.QueryEscape(back))
	}
	return nil
}

func (web *Web) showProve(r *page.Request) (*page.Answer, error) {
	return web.provePage(r, page.Problems{}, 0), nil
}

func (web *Web) provePage(r *page.Request, p page.Problems, status int) *page.Answer {
	v := formView{Title: r.L.T("account.prove.title"), Lead: r.L.T("account.prove.lead"), Problems: p.Summary(), Action: "/account/prove",
		Hidden: hiding(next(r)), Fields: []kit.Content{passwordField(r.L, "account.password", "", p, "current-password")},
		Buttons: []kit.Content{submit(r.L, "page.continue")}}
	return shown(v, status).Back("/account")
}

func (web *Web) saveProve(r *page.Request) (*page.Answer, error) {
	err := web.service.Prove(r.Context(), token(r), r.Form.Raw("password"))
	if p, status, yes := again(r, err, "password"); yes {
		return web.provePage(r, p, status), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(page.SafeNext(r.Form.Raw("next"), "/account")), nil
}

func (web *Web) showPassword(r *page.Request) (*page.Answer, error) {
	return web.passwordPage(r, page.Problems{}, 0)
}

func (web *Web) passwordPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	e, err := web.service.EnrolmentOf(r.Context(), token(r))
	if a := provingFirst(r, err, "/account/password"); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	v := formView{Title: r.L.T("account.password_change.title"), Lead: r.L.T("account.password_change.lead"), Problems: p.Summary(),
		Action: "/account/password", Before: []kit.Content{passwordAdvice(r)},
		Fields: []kit.Content{ownEmail(r.L.T("account.email"), e.Email),
			passwordField(r.L, "account.new_password", "account.password_hint", p, "new-password")},
		Buttons: []kit.Content{submit(r.L, "page.save")}}
	return shown(v, status).Back("/account"), nil
}

func (web *Web) savePassword(r *page.Request) (*page.Answer, error) {
	entry, err := web.service.ChangePassword(r.Context(), token(r), r.Form.Raw("password"), from(r))
	if a := provingFirst(r, err, "/account/password"); a != nil {
		return a, nil
	}
	if p, status, yes := again(r, err, "password"); yes {
		return web.passwordPage(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return carry(page.Redirect("/account"), entry), nil
}
