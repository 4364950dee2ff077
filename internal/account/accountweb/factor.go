package accountweb

import (
	"github.com/a-h/templ"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// appView is the page that pairs an authenticator app.
type appView struct {
	formView
	Steps            []string
	Code             square
	CodeName         string
	SecretName, Open string
	Secret           string
	URI              templ.SafeURL
}

// appPage shows the secret of a new authenticator app, as a square to scan and as letters to type.
func appPage(r *page.Request, e account.Enrolment, p page.Problems, status int, action string) (*page.Answer, error) {
	code, err := newSquare(e.URI)
	if err != nil {
		return nil, err
	}
	v := appView{formView: formView{Title: r.L.T("account.app.title"), Lead: r.L.T("account.app.lead"), Problems: p.Summary(), Action: action,
		Fields:  []kit.Content{codeField(r.L, "account.app.code", "account.second.code_hint", "numeric", p, "one-time-code")},
		Buttons: []kit.Content{submit(r.L, "page.continue")}},
		Code: code, CodeName: r.L.T("account.app.square"), SecretName: r.L.T("account.app.secret"), Secret: grouped(e.Secret),
		Open: r.L.T("account.app.open"), URI: templ.SafeURL(e.URI)} // otpauth:, made by the service itself
	a := page.Show(v.Title, appBody(v))
	if status != 0 {
		a.Status(status)
	}
	return a, nil
}

// grouped makes letters easier to type from.
func grouped(s string) string {
	var out []byte
	for i := range len(s) {
		if i > 0 && i%4 == 0 {
			out = append(out, ' ')
		}
		out = append(out, s[i])
	}
	return string(out)
}

// passkeyPage asks the browser for a new passkey.
func (web *Web) passkeyPage(r *page.Request, p page.Problems, status int, action string) (*page.Answer, error) {
	question, err := web.service.PasskeyCreation(r.Context(), token(r))
	if err != nil {
		return nil, err
	}
	v := secondView{formView: formView{Title: r.L.T("account.passkey.title"), Lead: r.L.T("account.passkey.lead"), Problems: p.Summary()},
		Passkey: passkeyForm(r.L, "create", action, question, "account.passkey.make", nil)}
	a := page.Show(v.Title, secondBody(v)).Script("account.js")
	if status != 0 {
		a.Status(status)
	}
	return a, nil
}

// codesView is the page of recovery codes.
type codesView struct {
	formView
	Warning     kit.Content
	Codes       []string
	Print, Copy kit.Content
}

// codesPage shows recovery codes, once.
func codesPage(r *page.Request, codes []string, p page.Problems, status int, action string) *page.Answer {
	hidden := func(more templ.Attributes) templ.Attributes {
		more["hidden"] = true
		return more
	}
	v := codesView{formView: formView{Title: r.L.T("account.codes.title"), Lead: r.L.T("account.codes.lead"), Problems: p.Summary(), Action: action,
		Fields: []kit.Content{kit.Checkboxes{Name: "kept", Error: p.Of("kept"),
			Items: []kit.Choice{{Value: "yes", ID: "kept", Text: kit.T(r.L.T("account.codes.kept"))}}}},
		Buttons: []kit.Content{submit(r.L, "page.continue")}},
		Warning: kit.WarningText{Text: kit.T(r.L.T("account.codes.warning"))}, Codes: codes,
		Print: kit.Button{Text: kit.T(r.L.T("page.print")), Type: "button", Kind: kit.Secondary, Attrs: hidden(templ.Attributes{"data-print": true})},
		Copy: kit.Button{Text: kit.T(r.L.T("page.copy")), Type: "button", Kind: kit.Secondary,
			Attrs: hidden(templ.Attributes{"data-copy": "codes", "data-copied": r.L.T("page.copied")})}}
	a := page.Show(v.Title, codesBody(v))
	if status != 0 {
		a.Status(status)
	}
	return a
}
