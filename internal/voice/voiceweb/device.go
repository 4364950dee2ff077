package voiceweb

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/voice"
)

// deviceAt is where a worker looks after a young person's place on a device of their own.
const deviceAt = at + "/device"

func (web *Web) deviceRoutes() []page.Route {
	return []page.Route{
		page.Get(deviceAt, permit.OpenOwnPlace, web.showDevice),
		page.Get(deviceAt+"/begin", permit.OpenOwnPlace, web.besideDevice((*table).showBegin)).ForChild(),
		page.Post(deviceAt+"/begin", permit.OpenOwnPlace, web.besideDevice((*table).saveBegin)).ForChild(),
		page.Get(deviceAt+"/{place}/second", permit.OpenOwnPlace, web.besideDevice((*table).showSecond)).ForChild(),
		page.Post(deviceAt+"/{place}/second", permit.OpenOwnPlace, web.besideDevice((*table).saveSecond)).ForChild(),
		page.Post(deviceAt+"/{place}/words", permit.OpenOwnPlace, web.makeWords),
		page.Post(deviceAt+"/{place}/end", permit.OpenOwnPlace, web.endDevice),
	}
}

// besideDevice sits the young person down before a page of choosing, where the organisation lets them have one.
func (web *Web) besideDevice(f func(*table) (*page.Answer, error)) page.Handler {
	return web.beside(func(t *table) (*page.Answer, error) {
		d, err := web.Voice.Devices(t.r.Context(), t.r.Who, t.record)
		if err != nil {
			return nil, err
		}
		if !d.Allowed {
			return nil, problem.New(problem.Conflict, "voice.device_not_allowed")
		}
		t.devices, t.base = d, t.base+"/device"
		return f(t)
	})
}

func (web *Web) devices(r *page.Request) (id string, d voice.Devices, err error) {
	if id, err = r.PathID("id"); err == nil {
		d, err = web.Voice.Devices(r.Context(), r.Who, id)
	}
	return id, d, err
}

// showDevice is the worker's page: whether there is a place on a device, what to do with it, and those that were.
func (web *Web) showDevice(r *page.Request) (*page.Answer, error) {
	id, d, err := web.devices(r)
	if err != nil {
		return nil, err
	}
	t, base := r.L.T, "/people/"+id+"/place/device"
	v := desk.Page{Title: t("voice.device_title"), Whose: kit.Name(d.Person.Profile.Names.Shown()), Lead: t("voice.device_lead")}
	if done := desk.Done(r, "voice.device_done_", "opened", "ended"); done != nil { // i18n: prefix voice.device_done_
		v.Before = append(v.Before, done)
	}
	now := d.Current()
	switch {
	case !d.Allowed:
		v.Before = append(v.Before, kit.InsetText{Text: kit.T(t("voice.device_not_allowed"))})
	default:
		if now != nil {
			v.Before = append(v.Before, web.currentDevice(r, base, d, *now))
		}
		v.Before = append(v.Before, beginForm(beginView{Action: base + "/begin", Heading: t("voice.device_begin"), Text: t("voice.device_begin_text"),
			Days: daysField(r), Button: kit.Button{Text: kit.T(t("voice.device_begin_button")), Kind: secondaryIf(now != nil)}}))
	}
	var past []kit.Content
	for _, one := range d.List {
		if one.State != "open" {
			past = append(past, deviceCard(r, d, one, nil))
		}
	}
	if len(past) > 0 {
		v.After = append(v.After, kit.Details{Summary: kit.T(t("voice.device_past")), Body: kit.Join(past...)})
	}
	return v.Answer(nil).Style("place.css").Back("/people/" + id), nil
}

func secondaryIf(yes bool) kit.ButtonKind {
	if yes {
		return kit.Secondary
	}
	return kit.Primary
}

// daysField asks for how long, beside the button that begins.
func daysField(r *page.Request) kit.Content {
	f := kit.Radios{Name: "days", Legend: kit.Legend{Text: kit.T(r.L.T("voice.device_days")), Size: "s"}, Value: strconv.Itoa(voice.DeviceDays[0]), Class: "govuk-radios--inline"}
	for _, n := range voice.DeviceDays {
		f.Items = append(f.Items, kit.Choice{Value: strconv.Itoa(n), Text: kit.T(r.L.N("voice.device_days_count", n))})
	}
	return f
}

// currentDevice is the place that is open, with the words to say and the way to end it.
func (web *Web) currentDevice(r *page.Request, base string, d voice.Devices, one voice.Device) kit.Content {
	t := r.L.T
	words := "voice.device_words_button"
	if one.Way == voice.ByPasskey {
		words = "voice.device_key_button"
	}
	forms := []kit.Content{
		pressForm(base+"/"+one.ID+"/words", kit.Button{Text: kit.T(t(words)), Once: true}),
		pressForm(base+"/"+one.ID+"/end", kit.Button{Text: kit.T(t("voice.device_end")), Kind: kit.Warning, Once: true}),
	}
	return deviceCard(r, d, one, forms)
}

func deviceCard(r *page.Request, d voice.Devices, one voice.Device, forms []kit.Content) kit.Content {
	t := r.L.T
	yes := func(is bool) kit.Content {
		if is {
			return kit.T(t("page.yes"))
		}
		return kit.T(t("page.no"))
	}
	list := kit.SummaryList{Card: &kit.Card{Title: kit.T(t("voice.device_state_" + one.State)), HeadingLevel: 2}, Rows: []kit.Row{ // i18n: prefix voice.device_state_
		{Key: kit.T(t("voice.device_way")), Value: kit.T(t("voice.device_way_" + one.Way))}, // i18n: prefix voice.device_way_
		{Key: kit.T(t("voice.device_opened")), Value: kit.T(t("voice.device_opened_by", "moment", r.L.Moment(one.OpenedAt), "who", d.Names[one.OpenedBy].Name))},
	}}
	if one.EndedAt.IsZero() {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(t("voice.device_until")), Value: kit.T(r.L.Day(one.Until.Format(time.DateOnly)))})
	} else {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(t("voice.device_ended")), Value: kit.T(r.L.Moment(one.EndedAt))})
	}
	if one.State == "open" {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(t("voice.device_second")), Value: yes(one.Second)})
		if one.Way == voice.ByPasskey {
			list.Rows = append(list.Rows, kit.Row{Key: kit.T(t("voice.device_has_key")), Value: yes(one.Passkey)})
		}
	}
	return kit.Join(append([]kit.Content{list}, forms...)...)
}

// showBegin is the safety briefing, and then the choice, which is the young person's.
func (t *table) showBegin() (*page.Answer, error) { return t.beginForm(page.Problems{}), nil }

func (t *table) beginForm(problems page.Problems) *page.Answer {
	v := t.begin("phone", "device.ask_title")
	v.Problems = problems.Summary()
	v.Lead = []kit.Content{t.say("device.ask_text")}
	keys := []string{"device.ask_title", "device.ask_text", "device.when_not", "device.shared", "device.watched", "device.near", "device.better", "device.history", "device.private"}
	v.Above = []kit.Content{t.listen("", keys...), part(t.say("device.when_not"), []kit.Content{
		bullets([]kit.Content{t.say("device.shared"), t.say("device.watched"), t.say("device.near")}), line(t.say("device.better")),
		line(t.say("device.history")), line(t.say("device.private"))})}
	way := kit.Radios{Name: "way", Legend: kit.Legend{Text: t.say("device.choose"), Size: "m"}, Value: t.r.Form.Raw("way"), Error: problems.Of("way"),
		Items: []kit.Choice{{Value: voice.ByWords, Text: t.say("device.words"), Hint: t.say("device.words_hint")}}}
	if t.devices.Passkeys {
		way.Items = append(way.Items, kit.Choice{Value: voice.ByPasskey, Text: t.say("device.key"), Hint: t.say("device.key_hint")})
	}
	v.Action, v.Hidden = t.base+"/begin", [][2]string{{"days", t.days()}}
	v.Fields = []kit.Content{way}
	v.Buttons = []kit.Content{t.button("device.open", "open", kit.Primary), kit.Button{Text: t.say("device.no"), Href: t.base, Kind: kit.Secondary}}
	return t.show(v)
}

// days is what the worker chose beforehand; the shortest where nothing was.
func (t *table) days() string {
	for _, n := range voice.DeviceDays {
		if s := strconv.Itoa(n); t.r.Form.Raw("days") == s {
			return s
		}
	}
	return strconv.Itoa(voice.DeviceDays[0])
}

func (t *table) saveBegin() (*page.Answer, error) {
	days, _ := strconv.Atoi(t.days())
	id, err := t.web.Voice.OpenDevice(t.r.Context(), t.r.Who, t.record, voice.Opening{Way: t.r.Form.Raw("way"), Days: days})
	if page.IsInvalid(err) {
		return t.beginForm(t.problems(err)), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/" + id + "/second"), nil
}

// showSecond lets them choose the word for when somebody makes them open their place.
func (t *table) showSecond() (*page.Answer, error) { return t.secondForm(page.Problems{}) }

func (t *table) secondForm(problems page.Problems) (*page.Answer, error) {
	place, err := t.open()
	if err != nil {
		return nil, err
	}
	v := t.begin("shield", "device.second_title")
	v.Problems = problems.Summary()
	v.Lead = []kit.Content{t.say("device.second_text")}
	v.Above = []kit.Content{t.listen("", "device.second_title", "device.second_text", "device.second_hint")}
	v.Action = t.base + "/" + place + "/second"
	v.Fields = []kit.Content{kit.Input{Name: "second", Label: kit.Label{Text: t.say("device.second_field"), Size: "s"}, Hint: t.say("device.second_hint"), Error: problems.Of("second"),
		Autocomplete: "off", Autocapitalize: "none", Spellcheck: "false", Attrs: map[string]any{"dir": "auto"}}}
	v.Buttons = []kit.Content{t.button("device.second_keep", "keep", kit.Primary), kit.Button{Text: t.say("device.second_skip"), Href: t.base + "?done=opened", Kind: kit.Secondary}}
	return t.show(v), nil
}

// open gives the place that the address names, while it is open.
func (t *table) open() (string, error) {
	id, err := t.r.PathID("place")
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(t.devices.List, func(d voice.Device) bool { return d.ID == id && d.State == "open" }) {
		return "", problem.New(problem.NotFound, "problem.not_found")
	}
	return id, nil
}

func (t *table) saveSecond() (*page.Answer, error) {
	id, err := t.open()
	if err != nil {
		return nil, err
	}
	err = t.web.Voice.ChooseSecond(t.r.Context(), t.r.Who, t.record, id, t.r.Form.Raw("second"))
	if page.IsInvalid(err) {
		return t.secondForm(t.problems(err))
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "?done=opened"), nil
}

// makeWords draws four words and shows them, once: they are kept nowhere as they stand.
func (web *Web) makeWords(r *page.Request) (*page.Answer, error) {
	id, d, err := web.devices(r)
	if err != nil {
		return nil, err
	}
	place, err := r.PathID("place")
	if err != nil {
		return nil, err
	}
	c, err := web.Voice.MakeCode(r.Context(), r.Who, id, place)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	text := "voice.words_lead"
	if now := d.Current(); now != nil && now.Way == voice.ByPasskey {
		text = "voice.words_key_lead"
	}
	v := desk.Page{Title: t("voice.words_title"), Whose: kit.Name(d.Person.Profile.Names.Shown()), Lead: t(text)}
	v.Before = []kit.Content{wordsBody(wordsOfCode(c)), desk.Para(kit.T(t("voice.words_numbers", "numbers", strings.Join(c.Numbers(), " ")))),
		desk.Para(kit.T(t("voice.words_where", "address", web.wayIn()))), kit.InsetText{Text: kit.T(t("voice.words_until", "moment", r.L.Moment(c.Until)))}}
	v.After = []kit.Content{kit.Button{Text: kit.T(t("voice.words_said")), Href: "/people/" + id + "/place/device", Kind: kit.Secondary}}
	return v.Answer(nil).Style("place.css"), nil
}

func (web *Web) endDevice(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	place, err := r.PathID("place")
	if err != nil {
		return nil, err
	}
	if err := web.Voice.EndDevice(r.Context(), r.Who, id, place); err != nil && !problem.Is(err, problem.Conflict) { // it is over: that is what was wanted
		return nil, err
	}
	return page.Redirect("/people/" + id + "/place/device?done=ended"), nil
}
