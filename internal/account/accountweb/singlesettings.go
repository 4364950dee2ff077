package accountweb

import (
	"strings"

	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

func (web *Web) showSingleSettings(r *page.Request) (*page.Answer, error) {
	set, err := web.service.SingleOf(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	return web.singleSettingsPage(r, set, page.Problems{}, 0)
}

func (web *Web) singleSettingsPage(r *page.Request, set account.Single, p page.Problems, status int) (*page.Answer, error) {
	without, err := web.withoutPasskey(r)
	if err != nil {
		return nil, err
	}
	t := func(key string) kit.Content { return kit.T(r.L.T("account.single_settings." + key)) }
	// i18n: prefix account.single_settings.
	line := func(name, value string) kit.Content {
		return kit.Input{Name: name, Label: kit.Label{Text: t(name)}, Hint: t(name + "_hint"), Value: value, Error: p.Of(name),
			Autocomplete: "off", Spellcheck: "false", Autocapitalize: "none"}
	}
	lines := func(name string, values []string) kit.Content {
		return kit.Textarea{Name: name, Label: kit.Label{Text: t(name)}, Hint: t(name + "_hint"), Value: strings.Join(values, "\n"), Rows: 3,
			Error: p.Of(name), Spellcheck: "false"}
	}
	secret := "secret_hint"
	if set.HasSecret() {
		secret = "secret_kept"
	}
	yes := func(name string, chosen bool) kit.Content {
		box := kit.Checkboxes{Name: name, Error: p.Of(name), Items: []kit.Choice{{Value: "yes", ID: name, Text: t(name), Hint: t(name + "_hint")}}}
		if chosen {
			box.Values = []string{"yes"}
		}
		return box
	}
	v := formView{Title: r.L.T("account.single_settings.title"), Lead: r.L.T("account.single_settings.lead"), Problems: p.Summary(), Action: "/administration/single",
		Before: []kit.Content{para(t("outside"))},
		Fields: []kit.Content{yes("on", set.On), line("issuer", set.Issuer), line("client", set.Client),
			kit.Input{Name: "secret", Type: "password", Label: kit.Label{Text: t("secret")}, Hint: t(secret), Error: p.Of("secret"), Autocomplete: "off"},
			lines("domains", set.Domains), lines("acr", set.ACR), lines("amr", set.AMR),
			heading(r.L.T("account.single_settings.tell")), web.addresses(r),
			heading(r.L.T("account.single_settings.passkeys")), without, yes("passkeys_only", set.PasskeysOnly)},
		Buttons: []kit.Content{submit(r.L, "page.save")}}
	return shown(v, status).Back("/administration"), nil
}

// addresses are what the provider's administrator has to be told.
func (web *Web) addresses(r *page.Request) kit.Content {
	row := func(key, address string) kit.Row {
		// i18n: prefix account.single_settings.
		return kit.Row{Key: kit.T(r.L.T("account.single_settings." + key)), Value: kit.Name(address)}
	}
	return kit.SummaryList{Rows: []kit.Row{row("back", web.back(r.Who.Organisation)),
		row("left", web.service.Origin()+"/sign-in/organisation/"+r.Who.Organisation+"/left")}}
}

// withoutPasskey says who would have to be let in anew by two people.
func (web *Web) withoutPasskey(r *page.Request) (kit.Content, error) {
	ids, err := web.service.WithoutPasskey(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return para(kit.T(r.L.T("account.single_settings.everybody_has"))), nil
	}
	staff, err := web.service.Staff(r.Context(), r.Who, r.Who.Organisation)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, p := range staff.People {
		names[p.ID] = p.Name
	}
	var list []kit.Content
	for _, id := range ids {
		list = append(list, para(nameLink(names[id], personURL(id))))
	}
	return kit.Details{Summary: kit.T(r.L.T("account.single_settings.without")), Body: kit.Join(list...)}, nil
}

func (web *Web) saveSingleSettings(r *page.Request) (*page.Answer, error) {
	words := func(name string) []string {
		return strings.FieldsFunc(r.Form.Raw(name), func(c rune) bool { return c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ';' })
	}
	set := account.Single{On: r.Form.Flag("on"), PasskeysOnly: r.Form.Flag("passkeys_only"), Issuer: r.Form.Line("issuer", 300),
		Client: r.Form.Line("client", 300), Secret: strings.TrimSpace(r.Form.Raw("secret")), Domains: words("domains"), ACR: words("acr"), AMR: words("amr")}
	err := r.Form.Err()
	if err == nil {
		err = web.service.SaveSingle(r.Context(), r.Who, set)
	}
	if p, status, yes := again(r, err, "on"); yes {
		return web.singleSettingsPage(r, set, p, status)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/administration/single"), nil
}
