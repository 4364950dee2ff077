package accountweb

import (
	"stablefutures/internal/account"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// resetsView is what waits for a second person, and the way to ask.
type resetsView struct {
	formView
	Open []resetView
	None kit.Content
	How  kit.Content
}

type resetView struct {
	Facts kit.SummaryList
	Acts  []postButton
}

func (web *Web) showResets(r *page.Request) (*page.Answer, error) {
	return web.resetsPage(r, page.Problems{}, 0)
}

func (web *Web) resetsPage(r *page.Request, p page.Problems, status int) (*page.Answer, error) {
	open, err := web.service.OpenResets(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	people, err := web.service.Colleagues(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	items := []kit.Option{{Value: "", Text: r.L.T("account.resets.choose")}}
	for _, one := range people {
		names[one.ID] = one.Name
		if one.State == account.Active && one.ID != r.Who.ID {
			items = append(items, kit.Option{Value: one.ID, Text: one.Name})
		}
	}
	v := resetsView{formView: formView{Title: r.L.T("account.resets.title"), Lead: r.L.T("account.resets.lead"), Problems: p.Summary(),
		Action: "/administration/resets", Fields: []kit.Content{kit.Select{Name: "person", Label: kit.Label{Text: kit.T(r.L.T("account.resets.person"))},
			Items: items, Value: r.Form.Raw("person"), Error: p.Of("person")}}, Buttons: []kit.Content{submit(r.L, "account.resets.ask")}},
		None: kit.InsetText{Text: kit.T(r.L.T("account.resets.none"))}, How: para(kit.T(r.L.T("account.resets.how")))}
	for _, one := range open {
		v.Open = append(v.Open, resetCard(r, one, names))
	}
	a := page.Show(v.Title, resetsBody(v)).Back(upFromResets(r.Who))
	if status != 0 {
		a.Status(status)
	}
	return a, nil
}

func upFromResets(who permit.Actor) string {
	if permit.Could(who, permit.ManageAccounts) {
		return "/administration"
	}
	return "/account"
}

func resetCard(r *page.Request, one account.Reset, names map[string]string) resetView {
	t := func(key string) kit.Content { return kit.T(r.L.T(key)) }
	at := "/administration/resets/" + one.ID
	v := resetView{Facts: kit.SummaryList{Card: &kit.Card{Title: kit.Name(names[one.AccountID])}, Rows: []kit.Row{
		{Key: t("account.resets.asked_by"), Value: kit.Name(names[one.AskedBy])},
		{Key: t("account.resets.asked_at"), Value: kit.T(r.L.Moment(one.AskedAt))},
		{Key: t("account.resets.until"), Value: kit.T(r.L.Moment(one.Until))}}}}
	if one.Mine {
		v.Facts.Rows = append(v.Facts.Rows, kit.Row{Key: t("account.resets.waiting"), Value: t("account.resets.mine")})
	} else if one.AccountID != r.Who.ID {
		v.Acts = append(v.Acts, postButton{at + "/approve", nil, danger(r.L, "account.resets.approve")})
	}
	withdraw := "account.resets.decline"
	if one.Mine {
		withdraw = "account.resets.withdraw"
	}
	v.Acts = append(v.Acts, postButton{at + "/withdraw", nil, kit.Button{Text: t(withdraw), Kind: kit.Secondary, Once: true}})
	return v
}

func (web *Web) saveAskReset(r *page.Request) (*page.Answer, error) {
	person := r.Form.ID("person")
	if person == "" {
		r.Form.Add("person", "problem.required_choice")
	}
	err := r.Form.Err()
	if err == nil {
		_, err = web.service.AskReset(r.Context(), r.Who, person)
	}
	if p, status, yes := again(r, err, "person"); yes {
		return web.resetsPage(r, p, status)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/administration/resets"), nil
}

func (web *Web) saveApprove(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	i, err := web.service.ApproveReset(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	return codeShown(r, i), nil
}

func (web *Web) saveWithdraw(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	if err := web.service.WithdrawReset(r.Context(), r.Who, id); err != nil {
		return nil, err
	}
	return page.Redirect("/administration/resets"), nil
}
