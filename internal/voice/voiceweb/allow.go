package voiceweb

import (
	"strconv"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/voice"
)

// allowAt is where an organisation says whether young people may have their place on a device of their own.
const allowAt = "/administration/own-devices"

func (web *Web) allowRoutes() []page.Route {
	return []page.Route{page.Get(allowAt, permit.AllowPlaces, web.showAllow), page.Post(allowAt, permit.AllowPlaces, web.saveAllow)}
}

func (web *Web) showAllow(r *page.Request) (*page.Answer, error) { return web.allowPage(r, nil) }

func (web *Web) allowPage(r *page.Request, wrong error) (*page.Answer, error) {
	a, err := web.Voice.OwnDevices(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "state")
	v := desk.Page{Title: t("voice.allow_title"), Lead: t("voice.allow_lead"), Problems: p.Summary(), Buttons: []kit.Content{desk.Button(r, "page.save")}}
	if d := desk.Done(r, "voice.allow_done_", "on", "off"); d != nil { // i18n: prefix voice.allow_done_
		v.Before = append(v.Before, d)
	}
	v.Before = append(v.Before, allowNow(r.L, a), kit.WarningText{Text: kit.T(t("voice.allow_warning"))})
	state := r.Form.Raw("state")
	if state == "" && a.On {
		state = "on"
	}
	v.Fields = []kit.Content{
		kit.Radios{Name: "state", Legend: desk.Legend(r, "voice.allow_state"), Value: state, Error: p.Of("state"), Items: desk.Choices(r, "voice.allow_", []string{"on", "off"})}, // i18n: prefix voice.allow_
		desk.Line(r, p, "by", "voice.allow_by", r.Form.Raw("by")), desk.Day(r, p, "day", "voice.allow_day"),
		desk.Line(r, p, "reference", "voice.allow_reference", r.Form.Raw("reference")),
	}
	back := "/administration"
	if !permit.Could(r.Who, permit.ManageAccounts) {
		back = "/retention"
	}
	return v.Answer(wrong).Back(back), nil
}

// allowNow says what holds, and on what it rests.
func allowNow(l i18n.L, a voice.Allowed) kit.Content {
	state := l.T("voice.allow_is_off")
	if a.On {
		state = l.T("voice.allow_is_on")
	}
	list := kit.SummaryList{Rows: []kit.Row{{Key: kit.T(l.T("voice.allow_now")), Value: kit.T(state)}}}
	row := func(key string, value kit.Content) {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(l.T(key)), Value: value})
	}
	if a.ChangedAt.IsZero() {
		return list
	}
	row("voice.allow_by", kit.Name(a.By))
	row("voice.allow_day", kit.T(l.Day(a.Day)))
	if a.Reference != "" {
		row("voice.allow_reference", kit.Name(a.Reference))
	}
	row("voice.allow_changed", kit.T(l.Moment(a.ChangedAt)))
	row("voice.allow_places", kit.T(strconv.Itoa(a.Places)))
	return list
}

func (web *Web) saveAllow(r *page.Request) (*page.Answer, error) {
	f := r.Form
	state := f.Choice("state", "on", "off")
	a := voice.Allowed{On: state == "on", By: f.Line("by", 200), Day: f.Day("day"), Reference: f.Line("reference", 200)}
	if state == "" {
		f.Add("state", "problem.required_choice")
	}
	err := f.Err()
	if err == nil {
		err = web.Voice.AllowOwnDevices(r.Context(), r.Who, a)
	}
	if desk.ToMend(err) {
		return web.allowPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(allowAt + "?done=" + state), nil
}
