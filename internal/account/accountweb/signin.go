package accountweb

import (
	"net/url"
	"slices"

	"stablefutures/internal/account"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

const minPassword = account.MinPassword

func (web *Web) showSignIn(r *page.Request) (*page.Answer, error) {
	if r.Who.ID != "" {
		return page.Redirect(page.SafeNext(r.Form.Raw("next"), web.home)), nil
	}
	return web.signInPage(r, page.Problems{}, 0), nil
}

func (web *Web) signInPage(r *page.Request, p page.Problems, status int) *page.Answer {
	v := formView{Title: r.L.T("account.sign_in.title"), Problems: p.Summary(), Action: "/sign-in", Hidden: hiding(next(r)),
		Fields:  []kit.Content{emailField(r, p, "username"), passwordField(r.L, "account.password", "", p, "current-password")},
		Buttons: []kit.Content{submit(r.L, "account.sign_in.button")},
		After: []kit.Content{para(link(r.L.T("account.single.title"), with("/sign-in/organisation", next(r)))),
			para(link(r.L.T("account.sign_in.first_time"), "/enrol")),
			para(link(r.L.T("account.sign_in.trouble"), "/sign-in/help")), para(link(r.L.T("account.sign_in.explore"), "/explore"))},
	}
	if r.Form.Raw("ended") != "" {
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(r.L.T("account.sign_in.ended"))})
	}
	return shown(v, status).In(page.Plain)
}

func (web *Web) saveSignIn(r *page.Request) (*page.Answer, error) {
	entry, err := web.service.SignIn(r.Context(), r.Form.Raw("email"), r.Form.Raw("password"), from(r))
	if p, status, yes := again(r, err, "email"); yes {
		return web.signInPage(r, p, status), nil
	}
	if err != nil {
		return nil, err
	}
	return carry(page.Redirect(with("/sign-in/second", next(r))), entry), nil
}

// begunAgain leads back to the beginning when a step came too late.
func begunAgain(r *page.Request) *page.Answer {
	to := "/sign-in?ended=1"
	if n := next(r); n != "" {
		to += "&next=" + url.QueryEscape(n)
	}
	return page.Redirect(to)
}

func (web *Web) showSecond(r *page.Request) (*page.Answer, error) {
	return web.secondPage(r, page.Problems{}, 0)
}

func (web *Web) secondPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	waiting, err := web.service.WaitingFactor(r.Context(), token(r))
	if over(err) {
		return begunAgain(r), nil
	}
	if err != nil {
		return nil, err
	}
	v := secondView{formView: formView{Title: r.L.T("account.second.title"), Lead: r.L.T("account.second.lead"),
		Problems: p.Summary(), Action: "/sign-in/second", Hidden: hiding(next(r)),
		After: []kit.Content{para(link(r.L.T("account.second.recovery"), with("/sign-in/recovery", next(r))))}}}
	if slices.Contains(waiting.Kinds, account.TOTP) {
		v.Fields = []kit.Content{codeField(r.L, "account.second.code", "account.second.code_hint", "numeric", p, "one-time-code")}
		v.Buttons = []kit.Content{submit(r.L, "page.continue")}
	}
	if slices.Contains(waiting.Kinds, account.Passkey) && web.service.PasskeysOffered() {
		question, err := web.service.PasskeyRequest(r.Context(), token(r))
		if over(err) {
			return begunAgain(r), nil
		}
		if err != nil {
			return nil, err
		}
		v.Passkey = passkeyForm(r.L, "get", "/sign-in/passkey", question, "account.second.passkey", v.Hidden)
	}
	a := page.Show(v.Title, secondBody(v)).In(page.Plain).Script("account.js").Back(with("/sign-in", next(r)))
	if status != 0 {
		a.Status(status)
	}
	return a, nil
}

// secondView is the page of the second factor: a code, a passkey, or both.
type secondView struct {
	formView
	Passkey *passkeyView
}

// passkeyView is a form that a script fills with a passkey's answer.
type passkeyView struct {
	Act, Action, Question string // "get" or "create"; where it is sent; what is asked, as JSON
	Button                kit.Content
	NeedsScript, Failed   string
	Hidden                [][2]string
}

func passkeyForm(l i18n.L, act, action, question, button string, hidden [][2]string) *passkeyView {
	return &passkeyView{Act: act, Action: action, Question: question, Hidden: hidden,
		Button:      kit.Button{Text: kit.T(l.T(button)), ID: "passkey", Once: true},
		NeedsScript: l.T("account.passkey.needs_script"), Failed: l.T("account.passkey.failed")}
}

func (web *Web) saveSecond(r *page.Request) (*page.Answer, error) {
	entry, err := web.service.SignInTOTP(r.Context(), token(r), r.Form.Raw("code"), from(r))
	return web.entered(r, entry, err, web.secondPage)
}

func (web *Web) savePasskeySignIn(r *page.Request) (*page.Answer, error) {
	entry, err := web.service.SignInPasskey(r.Context(), token(r), r.Form.Raw("answer"), from(r))
	return web.entered(r, entry, err, web.secondPage)
}

// entered is the end of every way in.
func (web *Web) entered(r *page.Request, entry account.Entry, err error, show func(*page.Request, page.Problems, int) (*page.Answer, error)) (*page.Answer, error) {
	if over(err) {
		return begunAgain(r), nil
	}
	if p, status, yes := again(r, err, "code"); yes {
		return show(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return web.arrived(r, entry, page.SafeNext(r.Form.Raw("next"), web.home))
}

// arrived takes a person who is in now to where they were going, in the language they chose once.
func (web *Web) arrived(r *page.Request, entry account.Entry, to string) (*page.Answer, error) {
	a := carry(page.Redirect(to), entry)
	s, err := web.service.SessionOf(r.Context(), entry.Token)
	if err != nil {
		return nil, err
	}
	if s.Language != "" {
		a.Cookie(page.LanguageCookie, s.Language, deviceLasts)
	}
	return a, nil
}

func (web *Web) showRecovery(r *page.Request) (*page.Answer, error) {
	return web.recoveryPage(r, page.Problems{}, 0)
}

func (web *Web) recoveryPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	if _, err := web.service.WaitingFactor(r.Context(), token(r)); over(err) {
		return begunAgain(r), nil
	} else if err != nil {
		return nil, err
	}
	v := formView{Title: r.L.T("account.recovery.title"), Lead: r.L.T("account.recovery.lead"), Problems: p.Summary(),
		Action: "/sign-in/recovery", Hidden: hiding(next(r)),
		Fields:  []kit.Content{codeField(r.L, "account.recovery.code", "account.recovery.code_hint", "", p, "off")},
		Buttons: []kit.Content{submit(r.L, "page.continue")},
		After:   []kit.Content{para(link(r.L.T("account.sign_in.trouble"), "/sign-in/help"))},
	}
	return shown(v, status).In(page.Plain).Back(with("/sign-in/second", next(r))), nil
}

func (web *Web) saveRecovery(r *page.Request) (*page.Answer, error) {
	entry, err := web.service.SignInRecovery(r.Context(), token(r), r.Form.Raw("code"), from(r))
	return web.entered(r, entry, err, web.recoveryPage)
}

// showHelp says what to do when the way in is shut: two people of one's own organisation open it again.
func (web *Web) showHelp(r *page.Request) (*page.Answer, error) {
	v := formView{Title: r.L.T("account.help.title"), Lead: r.L.T("account.help.lead"),
		Before: []kit.Content{list(r.L.T("account.help.password"), r.L.T("account.help.phone"), r.L.T("account.help.wait"), r.L.T("account.help.system")),
			para(link(r.L.T("account.help.code"), "/enrol"))}}
	return page.Show(v.Title, formBody(v)).In(page.Plain).Back("/sign-in"), nil
}

func (web *Web) saveSignOut(r *page.Request) (*page.Answer, error) {
	if err := web.service.SignOut(r.Context(), token(r)); err != nil {
		return nil, err
	}
	return page.Redirect("/signed-out").Cookie(page.SessionCookie, "", -1), nil
}

func (web *Web) showSignedOut(r *page.Request) (*page.Answer, error) {
	v := formView{Title: r.L.T("account.signed_out.title"), Lead: r.L.T("account.signed_out.lead"),
		After: []kit.Content{kit.Button{Text: kit.T(r.L.T("account.sign_in.button")), Href: "/sign-in"}}}
	return page.Show(v.Title, formBody(v)).In(page.Plain), nil
}
