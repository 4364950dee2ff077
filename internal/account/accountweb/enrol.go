package accountweb

import (
	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

func (web *Web) showInvitation(r *page.Request) (*page.Answer, error) {
	return web.invitationPage(r, page.Problems{}, 0), nil
}

func (web *Web) invitationPage(r *page.Request, p page.Problems, status int) *page.Answer {
	v := formView{Title: r.L.T("account.enrol.title"), Lead: r.L.T("account.enrol.lead"), Problems: p.Summary(), Action: "/enrol",
		Fields:  []kit.Content{codeField(r.L, "account.enrol.code", "account.enrol.code_hint", "", p, "off")},
		Buttons: []kit.Content{submit(r.L, "page.continue")},
		After:   []kit.Content{para(link(r.L.T("account.enrol.signed_up"), "/sign-in"))}}
	if r.Form.Raw("ended") != "" {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(r.L.T("account.enrol.ended"))})
	}
	return shown(v, status).In(page.Plain)
}

func (web *Web) saveInvitation(r *page.Request) (*page.Answer, error) {
	entry, err := web.service.Redeem(r.Context(), r.Form.Raw("code"), from(r))
	if p, status, yes := again(r, err, "code"); yes {
		return web.invitationPage(r, p, status), nil
	}
	if err != nil {
		return nil, err
	}
	return carry(page.Redirect("/enrol/password"), entry), nil
}

// enrolling reads how far somebody is and leads them to the step they are at, when it is another than step.
func (web *Web) enrolling(r *page.Request, step string) (account.Enrolment, *page.Answer, error) {
	if r.Who.ID != "" {
		return account.Enrolment{}, page.Redirect("/account"), nil
	}
	e, err := web.service.EnrolmentOf(r.Context(), token(r))
	if over(err) {
		return e, page.Redirect("/enrol?ended=1"), nil
	}
	if err != nil {
		return e, nil, err
	}
	at := "codes"
	switch {
	case !e.Password:
		at = "password"
	case !e.Factor:
		at = "factor"
	}
	if at != step && !(at == "factor" && (step == "app" || step == "passkey")) {
		return e, page.Redirect("/enrol/" + at), nil
	}
	return e, nil, nil
}

func (web *Web) showEnrolPassword(r *page.Request) (*page.Answer, error) {
	return web.enrolPasswordPage(r, page.Problems{}, 0)
}

func (web *Web) enrolPasswordPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	e, elsewhere, err := web.enrolling(r, "password")
	if elsewhere != nil || err != nil {
		return elsewhere, err
	}
	v := formView{Title: r.L.T("account.enrol.password_title"), Problems: p.Summary(), Action: "/enrol/password",
		Before: []kit.Content{para(kit.T(r.L.T("account.enrol.hello")+" "), kit.Name(e.Name)), passwordAdvice(r)},
		After:  web.ownProvider(r),
		Fields: []kit.Content{ownEmail(r.L.T("account.email"), e.Email),
			passwordField(r.L, "account.new_password", "account.password_hint", p, "new-password")},
		Buttons: []kit.Content{submit(r.L, "page.continue")}}
	return shown(v, status).In(page.Plain), nil
}

// ownProvider offers the organisation's own sign-in instead of a password, where there is one.
func (web *Web) ownProvider(r *page.Request) []kit.Content {
	_, on, _, err := web.service.SingleHere(r.Context(), token(r))
	if err != nil || !on {
		return nil
	}
	return []kit.Content{heading(r.L.T("account.single.instead")), para(kit.T(r.L.T("account.single.instead_lead"))),
		post(postButton{"/enrol/organisation", nil, kit.Button{Text: kit.T(r.L.T("account.single.link")), Kind: kit.Secondary, Once: true}})}
}

// passwordAdvice says what makes a good password before one is asked for.
func passwordAdvice(r *page.Request) kit.Content {
	return kit.Join(para(kit.T(r.L.T("account.password_advice", "min", minPassword))),
		list(r.L.T("account.password_advice_words"), r.L.T("account.password_advice_manager"), r.L.T("account.password_advice_not")))
}

func (web *Web) saveEnrolPassword(r *page.Request) (*page.Answer, error) {
	err := web.service.ChoosePassword(r.Context(), token(r), r.Form.Raw("password"))
	if over(err) {
		return page.Redirect("/enrol?ended=1"), nil
	}
	if p, status, yes := again(r, err, "password"); yes {
		return web.enrolPasswordPage(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/enrol/factor"), nil
}

func (web *Web) showEnrolFactor(r *page.Request) (*page.Answer, error) {
	return web.enrolFactorPage(r, page.Problems{}, 0)
}

func (web *Web) enrolFactorPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	_, elsewhere, err := web.enrolling(r, "factor")
	if elsewhere != nil || err != nil {
		return elsewhere, err
	}
	if !web.service.PasskeysOffered() {
		return page.Redirect("/enrol/app"), nil
	}
	v := formView{Title: r.L.T("account.enrol.factor_title"), Lead: r.L.T("account.enrol.factor_lead"), Problems: p.Summary(), Action: "/enrol/factor",
		Fields: []kit.Content{kit.Radios{Name: "factor", Legend: kit.Legend{Text: kit.T(r.L.T("account.enrol.factor_question")), Size: "m"},
			Error: p.Of("factor"), Items: []kit.Choice{
				{Value: "passkey", Text: kit.T(r.L.T("account.factor.passkey")), Hint: kit.T(r.L.T("account.factor.passkey_hint"))},
				{Value: "app", Text: kit.T(r.L.T("account.factor.totp")), Hint: kit.T(r.L.T("account.factor.totp_hint"))},
			}}},
		Buttons: []kit.Content{submit(r.L, "page.continue")}}
	return shown(v, status).In(page.Plain), nil
}

func (web *Web) saveEnrolFactor(r *page.Request) (*page.Answer, error) {
	choice := r.Form.Choice("factor", "passkey", "app")
	if choice == "" {
		r.Form.Add("factor", "problem.required_choice")
	}
	if p, status, yes := again(r, r.Form.Err(), "factor"); yes {
		return web.enrolFactorPage(r, p, status)
	}
	return page.Redirect("/enrol/" + choice), nil
}

func (web *Web) showEnrolApp(r *page.Request) (*page.Answer, error) {
	return web.enrolAppPage(r, page.Problems{}, 0)
}

func (web *Web) enrolAppPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	e, elsewhere, err := web.enrolling(r, "app")
	if elsewhere != nil || err != nil {
		return elsewhere, err
	}
	a, err := appPage(r, e, p, status, "/enrol/app")
	if err != nil {
		return nil, err
	}
	a.In(page.Plain)
	if web.service.PasskeysOffered() {
		a.Back("/enrol/factor")
	}
	return a, nil
}

func (web *Web) saveEnrolApp(r *page.Request) (*page.Answer, error) {
	err := web.service.ProveTOTP(r.Context(), token(r), r.Form.Raw("code"))
	if over(err) {
		return page.Redirect("/enrol?ended=1"), nil
	}
	if p, status, yes := again(r, err, "code"); yes {
		return web.enrolAppPage(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/enrol/codes"), nil
}

func (web *Web) showEnrolPasskey(r *page.Request) (*page.Answer, error) {
	return web.enrolPasskeyPage(r, page.Problems{}, 0)
}

func (web *Web) enrolPasskeyPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	_, elsewhere, err := web.enrolling(r, "passkey")
	if elsewhere != nil || err != nil {
		return elsewhere, err
	}
	a, err := web.passkeyPage(r, p, status, "/enrol/passkey")
	if err != nil {
		return nil, err
	}
	return a.In(page.Plain).Back("/enrol/factor"), nil
}

func (web *Web) saveEnrolPasskey(r *page.Request) (*page.Answer, error) {
	err := web.service.AddPasskey(r.Context(), token(r), r.Form.Raw("answer"))
	if over(err) {
		return page.Redirect("/enrol?ended=1"), nil
	}
	if p, status, yes := again(r, err, "passkey"); yes {
		return web.enrolPasskeyPage(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/enrol/codes"), nil
}

func (web *Web) showEnrolCodes(r *page.Request) (*page.Answer, error) {
	return web.enrolCodesPage(r, page.Problems{}, 0)
}

func (web *Web) enrolCodesPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	e, elsewhere, err := web.enrolling(r, "codes")
	if elsewhere != nil || err != nil {
		return elsewhere, err
	}
	return codesPage(r, e.Codes, p, status, "/enrol/codes").In(page.Plain), nil
}

func (web *Web) saveEnrolCodes(r *page.Request) (*page.Answer, error) {
	if p, status, yes := again(r, keptCodes(r), "kept"); yes {
		return web.enrolCodesPage(r, p, status)
	}
	entry, err := web.service.FinishEnrolment(r.Context(), token(r), from(r))
	if over(err) {
		return page.Redirect("/enrol?ended=1"), nil
	}
	if err != nil {
		return nil, err
	}
	return web.arrived(r, entry, web.home)
}

// keptCodes asks for the word that the codes are kept: without them a lost phone shuts somebody out.
func keptCodes(r *page.Request) error {
	if !r.Form.Flag("kept") {
		r.Form.Add("kept", "account.codes.keep_first")
	}
	return r.Form.Err()
}
