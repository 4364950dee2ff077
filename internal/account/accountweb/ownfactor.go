package accountweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

func (web *Web) beginApp(r *page.Request) (*page.Answer, error) {
	err := web.service.BeginTOTP(r.Context(), token(r))
	if a := provingFirst(r, err, "/account/app"); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/account/app"), nil
}

func (web *Web) showApp(r *page.Request) (*page.Answer, error) {
	return web.ownAppPage(r, page.Problems{}, 0)
}

func (web *Web) ownAppPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	e, err := web.service.EnrolmentOf(r.Context(), token(r))
	if a := provingFirst(r, err, "/account/app"); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	if e.Secret == "" { // nothing was begun, or the password was asked for in between
		v := formView{Title: r.L.T("account.app.title"), Lead: r.L.T("account.app.lead"), Action: "/account/app/new",
			Buttons: []kit.Content{submit(r.L, "account.own.add_app")}}
		return shown(v, status).Back("/account"), nil
	}
	a, err := appPage(r, e, p, status, "/account/app")
	if err != nil {
		return nil, err
	}
	return a.Back("/account"), nil
}

func (web *Web) saveApp(r *page.Request) (*page.Answer, error) {
	err := web.service.ProveTOTP(r.Context(), token(r), r.Form.Raw("code"))
	if a := provingFirst(r, err, "/account/app"); a != nil {
		return a, nil
	}
	if p, status, yes := again(r, err, "code"); yes {
		return web.ownAppPage(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/account"), nil
}

func (web *Web) showPasskey(r *page.Request) (*page.Answer, error) {
	return web.ownPasskeyPage(r, page.Problems{}, 0)
}

func (web *Web) ownPasskeyPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	_, err := web.service.EnrolmentOf(r.Context(), token(r))
	if a := provingFirst(r, err, "/account/passkey"); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	a, err := web.passkeyPage(r, p, status, "/account/passkey")
	if err != nil {
		return nil, err
	}
	return a.Back("/account"), nil
}

func (web *Web) savePasskey(r *page.Request) (*page.Answer, error) {
	err := web.service.AddPasskey(r.Context(), token(r), r.Form.Raw("answer"))
	if a := provingFirst(r, err, "/account/passkey"); a != nil {
		return a, nil
	}
	if p, status, yes := again(r, err, "passkey"); yes {
		return web.ownPasskeyPage(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/account"), nil
}

func (web *Web) showRemoveFactor(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	return page.Show(r.L.T("account.factor.remove_title"), formBody(removeFactorView(r, id))).Back("/account"), nil
}

func removeFactorView(r *page.Request, id string) formView {
	return formView{Title: r.L.T("account.factor.remove_title"), Lead: r.L.T("account.factor.remove_lead"),
		Action: "/account/factors/" + id + "/remove", Buttons: []kit.Content{danger(r.L, "page.remove"), link(r.L.T("page.cancel"), "/account")}}
}

func (web *Web) saveRemoveFactor(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	err = web.service.RemoveFactor(r.Context(), token(r), id)
	if a := provingFirst(r, err, "/account/factors/"+id+"/remove"); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/account"), nil
}

func (web *Web) beginCodes(r *page.Request) (*page.Answer, error) {
	err := web.service.NewRecoveryCodes(r.Context(), token(r))
	if a := provingFirst(r, err, "/account/codes"); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/account/codes"), nil
}

func (web *Web) showCodes(r *page.Request) (*page.Answer, error) {
	return web.ownCodesPage(r, page.Problems{}, 0)
}

func (web *Web) ownCodesPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	e, err := web.service.EnrolmentOf(r.Context(), token(r))
	if a := provingFirst(r, err, "/account/codes"); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	if len(e.Codes) > 0 {
		return codesPage(r, e.Codes, p, status, "/account/codes").Back("/account"), nil
	}
	v := formView{Title: r.L.T("account.codes.new_title"), Lead: r.L.T("account.codes.new_lead"), Action: "/account/codes/new",
		Buttons: []kit.Content{submit(r.L, "account.codes.new_button")}}
	return shown(v, status).Back("/account"), nil
}

func (web *Web) saveCodes(r *page.Request) (*page.Answer, error) {
	if p, status, yes := again(r, keptCodes(r), "kept"); yes {
		return web.ownCodesPage(r, p, status)
	}
	err := web.service.KeepRecoveryCodes(r.Context(), token(r))
	if a := provingFirst(r, err, "/account/codes"); a != nil {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/account"), nil
}
