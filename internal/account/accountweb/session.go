package accountweb

import (
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// sessionsView lists one's own sessions.
type sessionsView struct {
	Title, Lead string
	Sessions    []sessionView
	Everywhere  postButton
	Explain     string
}

type sessionView struct {
	Facts kit.SummaryList
	End   *postButton // nil for the session of this very page
}

func (web *Web) showSessions(r *page.Request) (*page.Answer, error) {
	sessions, err := web.service.Sessions(r.Context(), token(r))
	if err != nil {
		return nil, err
	}
	v := sessionsView{Title: r.L.T("account.sessions.title"), Lead: r.L.T("account.sessions.lead"), Explain: r.L.T("account.sessions.everywhere_lead"),
		Everywhere: postButton{"/account/sign-out-everywhere", nil, danger(r.L, "account.sessions.everywhere")}}
	for _, s := range sessions {
		v.Sessions = append(v.Sessions, oneSession(r.L, s))
	}
	return page.Show(v.Title, sessionsBody(v)).Back("/account"), nil
}

func oneSession(l i18n.L, s account.OwnSession) sessionView {
	agent := s.Agent
	if agent == "" {
		agent = l.T("account.sessions.unknown_agent")
	}
	moment := func(at time.Time) kit.Content { return kit.T(l.Moment(at)) }
	out := sessionView{Facts: kit.SummaryList{Card: &kit.Card{Title: kit.T(agent)}, Rows: []kit.Row{
		{Key: kit.T(l.T("account.sessions.began")), Value: moment(s.Began)},
		{Key: kit.T(l.T("account.sessions.seen")), Value: moment(s.LastSeen)}}}}
	if s.Current {
		out.Facts.Rows = append(out.Facts.Rows, kit.Row{Key: kit.T(l.T("account.sessions.which")), Value: kit.T(l.T("account.sessions.this"))})
		return out
	}
	out.End = &postButton{"/account/sessions/" + s.ID + "/end", nil, kit.Button{
		Text: kit.T(l.T("account.sessions.end")), Kind: kit.Secondary, Once: true}}
	return out
}

func (web *Web) saveEndSession(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	if err := web.service.EndSession(r.Context(), r.Who, id); err != nil {
		return nil, err
	}
	return page.Redirect("/account/sessions"), nil
}

func (web *Web) saveEverywhere(r *page.Request) (*page.Answer, error) {
	if err := web.service.SignOutEverywhere(r.Context(), r.Who); err != nil {
		return nil, err
	}
	return page.Redirect("/signed-out").Cookie(page.SessionCookie, "", -1).Cookie(DeviceCookie, "", -1), nil
}

func (web *Web) showLanguage(r *page.Request) (*page.Answer, error) {
	return languagePage(r, page.Problems{}, 0), nil
}

func languagePage(r *page.Request, p page.Problems, status int) *page.Answer {
	radios := kit.Radios{Name: "language", Legend: kit.Legend{Text: kit.T(r.L.T("account.language.title")), Size: "l", PageHeading: true},
		Hint: kit.T(r.L.T("account.language.hint")), Error: p.Of("language"), Value: r.L.Tag()}
	for _, tag := range i18n.Languages() {
		radios.Items = append(radios.Items, kit.Choice{Value: tag, Text: kit.In(tag, i18n.Dir(tag), languageName(tag))})
	}
	v := formView{Problems: p.Summary(), Action: "/account/language", Fields: []kit.Content{radios}, Buttons: []kit.Content{submit(r.L, "page.save")}}
	a := page.Show(r.L.T("account.language.title"), formBody(v)).Back("/account")
	if status != 0 {
		a.Status(status)
	}
	return a
}

func (web *Web) saveLanguage(r *page.Request) (*page.Answer, error) {
	chosen := r.Form.Choice("language", i18n.Languages()...)
	err := r.Form.Err()
	if err == nil {
		err = web.service.ChooseLanguage(r.Context(), r.Who, chosen)
	}
	if p, status, yes := again(r, err, "language"); yes {
		return languagePage(r, p, status), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/account").Cookie(page.LanguageCookie, chosen, deviceLasts), nil
}
