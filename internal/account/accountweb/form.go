package accountweb

import (
	"errors"

	"github.com/a-h/templ"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// formView is a page that asks one thing.
type formView struct {
	Title, Lead string
	Problems    kit.Content
	Before      []kit.Content
	Action      string // "" for the page's own address
	Hidden      [][2]string
	Fields      []kit.Content
	Buttons     []kit.Content
	After       []kit.Content
}

// hiding keeps where somebody was on the way to.
func hiding(next string) [][2]string {
	if next == "" {
		return nil
	}
	return [][2]string{{"next", next}}
}

func argsOf(err error) []any {
	var p *problem.Error
	if errors.As(err, &p) {
		return p.Args
	}
	return nil
}

func submit(l i18n.L, key string) kit.Content { return kit.Button{Text: kit.T(l.T(key)), Once: true} }

func danger(l i18n.L, key string) kit.Content {
	return kit.Button{Text: kit.T(l.T(key)), Kind: kit.Warning, Once: true}
}

// emailField asks for an address; a password manager fills it in.
func emailField(r *page.Request, p page.Problems, autocomplete string) kit.Content {
	return kit.Input{Name: "email", Type: "email", Label: kit.Label{Text: kit.T(r.L.T("account.email"))}, Value: r.Form.Raw("email"),
		Autocomplete: autocomplete, Spellcheck: "false", Autocapitalize: "none", Error: p.Of("email"), Class: "govuk-input--width-20"}
}

// passwordField asks for a password: pasting and password managers are welcome, and a script offers to show it. What was
// typed is never sent back.
func passwordField(l i18n.L, key, hint string, p page.Problems, autocomplete string) kit.Content {
	input := kit.Input{Name: "password", Type: "password", Label: kit.Label{Text: kit.T(l.T(key))}, Autocomplete: autocomplete,
		Spellcheck: "false", Autocapitalize: "none", Error: p.Of("password"), Class: "govuk-input--width-20"}
	if hint != "" {
		input.Hint = kit.T(l.T(hint, "min", minPassword))
	}
	return kit.Join(input, kit.Button{Text: kit.T(l.T("account.show_password")), Type: "button", Kind: kit.Secondary,
		Attrs: templ.Attributes{"hidden": true, "data-reveal": "password", "aria-controls": "password",
			"data-hide": l.T("account.hide_password"), "aria-pressed": "false"}})
}

// codeField asks for a code that a phone or a sheet of paper shows; browsers and phones may fill it in.
func codeField(l i18n.L, label, hint, mode string, p page.Problems, autocomplete string) kit.Content {
	input := kit.Input{Name: "code", Label: kit.Label{Text: kit.T(l.T(label))}, InputMode: mode, Autocomplete: autocomplete,
		Spellcheck: "false", Autocapitalize: "characters", Error: p.Of("code"), Class: "govuk-input--width-20 govuk-input--extra-letter-spacing"}
	if hint != "" {
		input.Hint = kit.T(l.T(hint))
	}
	return input
}
