package accountweb

import (
	"errors"
	"strings"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// inField moves an error's field to the name it has on the form.
func inField(err error, field, name string) error {
	var p *problem.Error
	if !errors.As(err, &p) {
		return err
	}
	moved := *p
	moved.Fields = append([]problem.Field(nil), p.Fields...)
	for i := range moved.Fields {
		if moved.Fields[i].Name == field {
			moved.Fields[i].Name = name
		}
	}
	return &moved
}

func (web *Web) showService(r *page.Request) (*page.Answer, error) {
	set, err := web.service.Settings(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	return servicePage(r, set, page.Problems{}, 0), nil
}

func servicePage(r *page.Request, set account.Settings, p page.Problems, status int) *page.Answer {
	// i18n: prefix account.service.
	line := func(name, value, autocomplete string) kit.Content {
		in := kit.Input{Name: name, Label: kit.Label{Text: kit.T(r.L.T("account.service." + name))}, Value: value, Error: p.Of(name), Autocomplete: autocomplete}
		if key := "account.service." + name + "_hint"; r.L.Has(key) {
			in.Hint = kit.T(r.L.T(key))
		}
		if strings.HasSuffix(name, "phone") || strings.HasSuffix(name, "hours") {
			in.Type, in.Class = "tel", "govuk-input--width-20"
		}
		return in
	}
	v := formView{Title: r.L.T("account.service.title"), Lead: r.L.T("account.service.lead"), Problems: p.Summary(), Action: "/administration/service",
		Fields: []kit.Content{
			line("assessment", set.Assessment, "off"), line("controller", set.Controller, "off"),
			heading(r.L.T("account.service.contact_heading")), para(kit.T(r.L.T("account.service.contact_lead"))),
			line("contact_name", set.Contact.Name, "off"), line("contact_phone", set.Contact.Phone, "off"),
			line("contact_out_of_hours", set.Contact.OutOfHours, "off"), dayField(r, "contact_tested", set.Contact.Tested, p),
			heading(r.L.T("account.service.backup_heading")), dayField(r, "restored", set.Restored, p),
			kit.Checkboxes{Name: "keys_apart", Values: chosen(set.KeysApart), Error: p.Of("keys_apart"), Items: []kit.Choice{{Value: "yes", ID: "keys_apart",
				Text: kit.T(r.L.T("account.service.keys_apart")), Hint: kit.T(r.L.T("account.service.keys_apart_hint"))}}},
			kit.Radios{Name: "mode", Legend: kit.Legend{Text: kit.T(r.L.T("account.service.mode")), Size: "m"}, Value: string(set.Mode), Error: p.Of("mode"),
				Items: []kit.Choice{
					{Value: string(account.Trial), Text: kit.T(r.L.T("account.service.trial")), Hint: kit.T(r.L.T("account.service.trial_hint"))},
					{Value: string(account.Live), Text: kit.T(r.L.T("account.service.live")), Hint: kit.T(r.L.T("account.service.live_hint"))},
				}},
		}, Buttons: []kit.Content{submit(r.L, "page.save")}}
	if !set.ChangedAt.IsZero() {
		v.Before = []kit.Content{para(kit.T(r.L.T("account.service.changed", "at", r.L.Moment(set.ChangedAt))))}
	}
	return shown(v, status).Back("/administration")
}

func chosen(yes bool) []string {
	if yes {
		return []string{"yes"}
	}
	return nil
}

// dayField asks for a date; after a mistake it shows what was typed.
func dayField(r *page.Request, name, day string, p page.Problems) kit.Content {
	d := kit.DateInput{ID: name, NamePrefix: name, Legend: kit.Legend{Text: kit.T(r.L.T("account.service." + name)), Size: "s"},
		Hint: kit.T(r.L.T("account.service." + name + "_hint")), Error: p.Of(name)}
	wrong := p.Of(name) != nil
	parts := strings.Split(day, "-")
	if len(parts) != 3 {
		parts = []string{"", "", ""}
	}
	value := func(part, stored string) kit.DatePart {
		if r.Form.Has(name + "-" + part) {
			stored = r.Form.Raw(name + "-" + part)
		}
		return kit.DatePart{Value: strings.TrimLeft(stored, "0"), Wrong: wrong}
	}
	d.Day, d.Month, d.Year = value("day", parts[2]), value("month", parts[1]), value("year", parts[0])
	return d
}

func (web *Web) saveService(r *page.Request) (*page.Answer, error) {
	set := account.Settings{Mode: account.Mode(r.Form.Choice("mode", string(account.Trial), string(account.Live))),
		Assessment: r.Form.Line("assessment", 200), Controller: r.Form.Line("controller", 200), Restored: r.Form.Day("restored"), KeysApart: r.Form.Flag("keys_apart"),
		Contact: account.Contact{Name: r.Form.Line("contact_name", 200), Phone: r.Form.Line("contact_phone", 40),
			OutOfHours: r.Form.Line("contact_out_of_hours", 40), Tested: r.Form.Day("contact_tested")}}
	err := r.Form.Err()
	if err == nil {
		err = web.service.SaveSettings(r.Context(), r.Who, set)
	}
	if p, status, yes := again(r, err, "mode"); yes {
		return servicePage(r, set, p, status), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/administration/service"), nil
}
