package app

import (
	"net/http"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// entryView is the demonstration's first page: who can be tried, and the real way in beside them.
type entryView struct {
	Title, Lead, Notice string
	People              []entryPerson
	WayIn, WayInText    string
	SignIn, Table       kit.Content
	Explore             string
}

// entryPerson is one button.
type entryPerson struct {
	ID, Account      string
	Role, Name, Body string
	Try              string
	Enter            kit.Button
}

func (a *App) entryRoutes(mode Mode) []page.Route {
	return []page.Route{
		page.Get("/demo", permit.Public, func(r *page.Request) (*page.Answer, error) { return a.showEntry(r, mode) }),
		page.Post("/demo/enter", permit.SignIn, func(r *page.Request) (*page.Answer, error) { return a.enter(r, mode) }),
	}
}

// fromHere reports whether a request comes from this machine and was made to it by its own name. Without the second a
// page from elsewhere could lead a browser here under a name of its own (DNS rebinding).
func fromHere(r *http.Request) bool {
	peer, host := hostOf(r.RemoteAddr), hostOf(r.Host)
	return peer != "localhost" && IsLoopback(peer) && IsLoopback(host)
}

// i18n: prefix app.entry.role_
// i18n: prefix app.entry.try_
func (a *App) showEntry(r *page.Request, mode Mode) (*page.Answer, error) {
	if !fromHere(r.HTTP) {
		return nil, problem.New(problem.Forbidden, "app.demo_only_here")
	}
	t := r.L.T
	v := entryView{Explore: t("app.entry.explore"), Title: t("app.entry.title"), Lead: t("app.entry.lead"), Notice: t("app.entry.notice"),
		WayIn: t("app.entry.way_in"), WayInText: t("app.entry.way_in_text"),
		SignIn: kit.Button{Text: kit.T(t("app.entry.sign_in")), Href: "/sign-in", Kind: kit.Secondary}}
	table := kit.Table{Caption: t("app.entry.table"), RowHeaders: true, Head: []kit.Cell{
		{Text: kit.T(t("app.entry.who"))}, {Text: kit.T(t("app.entry.email"))}, {Text: kit.T(t("app.entry.password"))},
		{Text: kit.T(t("app.entry.code"))}, {Text: kit.T(t("app.entry.secret"))}}}
	for _, p := range mode.people() {
		role := t("app.entry.role_" + p.Key)
		v.People = append(v.People, entryPerson{ID: "enter-" + p.Key, Account: p.AccountID, Role: role, Name: p.Name, Body: p.Organisation,
			Try: t("app.entry.try_" + p.Key), Enter: kit.Button{Text: kit.T(t("app.entry.enter", "name", first(p.Name))), Once: true}})
		code, err := totp.GenerateCode(p.Secret, time.Now())
		if err != nil {
			return nil, err
		}
		row := []kit.Cell{{Text: kit.T(role)}}
		for _, text := range []string{p.Email, p.Password, code, p.Secret} {
			row = append(row, kit.Cell{Text: kit.T(text), Class: "sf-code"})
		}
		table.Rows = append(table.Rows, row)
	}
	v.Table = kit.Details{Summary: kit.T(t("app.entry.show_table")), Body: kit.Scroll{Label: t("app.entry.table"), Body: table}}
	return page.Show(v.Title, entryBody(v)), nil
}

// first gives the name by which somebody is spoken to.
func first(name string) string {
	given, _, _ := strings.Cut(name, " ")
	return given
}

// people are those who have a button; none outside a running demonstration.
func (m Mode) people() []DemoPerson {
	if m.demo == nil {
		return nil
	}
	return m.demo.People
}

// enter signs in as one of the invented people, for requests from this machine alone.
func (a *App) enter(r *page.Request, mode Mode) (*page.Answer, error) {
	if !fromHere(r.HTTP) {
		return nil, problem.New(problem.Forbidden, "app.demo_only_here")
	}
	id := r.Form.ID("account")
	for _, p := range mode.people() {
		if p.AccountID != id {
			continue
		}
		e, err := mode.demo.entry.SignInAs(r.Context(), id, account.From{Network: r.Remote(), Agent: r.Agent()})
		if err != nil {
			return nil, err
		}
		if old := r.Cookie(page.SessionCookie); old != "" {
			if err := a.Account.SignOut(r.Context(), old); err != nil {
				return nil, err
			}
		}
		return page.Redirect("/").Cookie(page.SessionCookie, e.Token, 0), nil
	}
	return nil, problem.New(problem.NotFound, "problem.not_found")
}
