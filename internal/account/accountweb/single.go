package accountweb

import (
	"net/http"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// visitCookie holds what a visit to a provider is checked against when it comes back. Its name says nothing.
const visitCookie = "sv"

// back is the address to which an organisation's provider sends people back: each its own, so that the answer of one
// provider is never taken for that of another.
func (web *Web) back(organisation string) string {
	return web.service.Origin() + "/sign-in/organisation/" + organisation + "/back"
}

func (web *Web) showSingle(r *page.Request) (*page.Answer, error) {
	return web.singlePage(r, page.Problems{}, 0), nil
}

func (web *Web) singlePage(r *page.Request, p page.Problems, status int) *page.Answer {
	v := formView{Title: r.L.T("account.single.title"), Lead: r.L.T("account.single.lead"), Problems: p.Summary(), Action: "/sign-in/organisation",
		Hidden: hiding(next(r)), Fields: []kit.Content{emailField(r, p, "username")}, Buttons: []kit.Content{submit(r.L, "page.continue")},
		After: []kit.Content{para(link(r.L.T("account.single.other_way"), with("/sign-in", next(r))))}}
	return shown(v, status).In(page.Plain)
}

func (web *Web) saveSingle(r *page.Request) (*page.Answer, error) {
	organisation, err := web.service.SingleFor(r.Context(), r.Form.Raw("email"), from(r))
	if problem.Is(err, problem.NotFound) {
		r.Form.Add("email", "account.single.none")
		err = r.Form.Err()
	}
	if p, status, yes := again(r, err, "email"); yes {
		return web.singlePage(r, p, status), nil
	}
	if err != nil {
		return nil, err
	}
	return web.visitPage(r, organisation, "", next(r))
}

// visitPage says where somebody is about to go. A page and not a redirection: our forms may lead to no other host.
func (web *Web) visitPage(r *page.Request, organisation, token, onway string) (*page.Answer, error) {
	start, err := web.service.BeginSingle(r.Context(), organisation, token, onway)
	if first := provingFirst(r, err, "/account"); first != nil {
		return first, nil
	}
	if err != nil {
		return nil, err
	}
	address, err := web.providers.visit(r.Context(), start, web.back(organisation))
	if err != nil {
		return web.noVisit(r, "account.single.provider_silent", http.StatusBadGateway), nil
	}
	v := formView{Title: r.L.T("account.single.go_title"), Lead: r.L.T("account.single.go_lead"),
		Before: []kit.Content{para(kit.T(r.L.T("account.single.go_where")+" "), kit.Name(start.Settings.Issuer)),
			kit.Button{Text: kit.T(r.L.T("account.single.go")), Href: address}},
		After: []kit.Content{para(link(r.L.T("account.single.other_way"), "/sign-in"))}}
	return shown(v, 0).In(page.Plain).Cookie(visitCookie, start.Cookie, int(singleSeconds)), nil
}

// singleSeconds is how long a browser keeps what a visit is checked against.
const singleSeconds = 600

// noVisit says in plain words that a visit led nowhere.
func (web *Web) noVisit(r *page.Request, key string, status int) *page.Answer {
	v := formView{Title: r.L.T("account.single.not_in"), Lead: r.L.T(key),
		After: []kit.Content{para(link(r.L.T("account.single.again"), "/sign-in/organisation")), para(link(r.L.T("account.single.other_way"), "/sign-in"))}}
	return shown(v, status).In(page.Plain).Cookie(visitCookie, "", -1)
}

// showBack takes somebody up who comes from their organisation's provider.
func (web *Web) showBack(r *page.Request) (*page.Answer, error) {
	organisation, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	if !r.Form.Has("state") && !r.Form.Has("code") && !r.Form.Has("error") {
		return page.Redirect("/sign-in/organisation"), nil // nobody was sent here
	}
	start, err := web.service.TakeSingle(r.Context(), organisation, r.Form.Raw("state"), r.Cookie(visitCookie))
	if problem.Is(err, problem.Invalid) {
		return web.noVisit(r, problem.KeyOf(err), http.StatusUnprocessableEntity), nil
	}
	if err != nil {
		return nil, err
	}
	if r.Form.Raw("error") != "" || r.Form.Raw("code") == "" {
		return web.noVisit(r, "account.single.declined", http.StatusUnprocessableEntity), nil
	}
	who, err := web.providers.come(r.Context(), start, web.back(organisation), r.Form.Raw("code"), r.Form.Raw("iss"))
	if err != nil {
		return web.noVisit(r, "account.single.unknown", http.StatusUnprocessableEntity), nil
	}
	entry, err := web.service.EnterSingle(r.Context(), start, who, token(r), from(r))
	switch {
	case problem.Is(err, problem.Invalid), problem.Is(err, problem.Conflict):
		return web.noVisit(r, problem.KeyOf(err), http.StatusUnprocessableEntity), nil
	case err != nil:
		return nil, err
	case entry.Token == "":
		return page.Redirect("/account").Cookie(visitCookie, "", -1), nil
	}
	return carry(page.Redirect(page.SafeNext(start.Next(), web.home)), entry).Cookie(visitCookie, "", -1), nil
}

// saveLeft takes a provider's message that somebody's session is over.
func (web *Web) saveLeft(r *page.Request) (*page.Answer, error) {
	organisation, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	set, err := web.service.SingleSettings(r.Context(), organisation, from(r))
	if account.IsThrottled(err) {
		return page.JSON(http.StatusTooManyRequests, struct{}{}), nil
	}
	if err != nil {
		return nil, err
	}
	who, number, err := web.providers.left(r.Context(), set, r.Form.Raw("logout_token"))
	if err != nil {
		return page.JSON(http.StatusBadRequest, struct{}{}), nil
	}
	if err := web.service.LeaveSingle(r.Context(), organisation, who, number); problem.Is(err, problem.Invalid) {
		return page.JSON(http.StatusBadRequest, struct{}{}), nil
	} else if err != nil {
		return nil, err
	}
	return page.JSON(http.StatusOK, struct{}{}), nil
}

// beginOwn begins a visit that links somebody's own account, or sets up their sign-in.
func (web *Web) beginOwn(r *page.Request) (*page.Answer, error) {
	organisation, _, _, err := web.service.SingleHere(r.Context(), token(r))
	if over(err) {
		return page.Redirect("/enrol?ended=1"), nil
	}
	if err != nil {
		return nil, err
	}
	return web.visitPage(r, organisation, token(r), "")
}
