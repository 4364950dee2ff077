package sharingweb

import (
	"net/url"
	"time"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/sharing"
)

// london is where a meeting's time is told.
func london() *time.Location {
	at, err := time.LoadLocation("Europe/London")
	if err != nil {
		return time.UTC
	}
	return at
}

func (web *Web) showConvene(r *page.Request) (*page.Answer, error) { return web.conveneForm(r, nil) }

func (web *Web) conveneForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, c, err := web.choice(r, "")
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "kind")
	v := desk.Page{Title: t("meeting.convene"), Whose: kit.Name(c.Person.Profile.Names.Shown()), Lead: t("meeting.convene_lead"), Problems: p.Summary(),
		Hidden: []desk.Hidden{desk.FormID(r)}, Fields: web.planFields(r, p, c.Person.Nation),
		Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, at(id, "/meetings"))}}
	return v.Answer(wrong).Back(at(id, "/meetings")), nil
}

// planFields ask for everything that a meeting needs before anybody is invited.
func (web *Web) planFields(r *page.Request, p page.Problems, of string) []kit.Content {
	t, f := r.L.T, r.Form
	kinds := kit.Radios{Name: "kind", Legend: desk.Legend(r, "meeting.kind"), Value: f.Raw("kind"), Error: p.Of("kind")}
	for _, k := range sharing.MeetingKinds {
		text := t("meeting.kind_other")
		if k != sharing.OtherMeeting {
			text = capital(web.nations.For(of).Term(kindTerms[k], r.L.Tag()))
		}
		kinds.Items = append(kinds.Items, kit.Choice{Value: string(k), Text: kit.T(text)})
	}
	kinds.Items[len(kinds.Items)-1].Conditional = desk.Line(r, p, "named", "meeting.named", f.Raw("named"))
	parts := kit.Radios{Name: "takes_part", Legend: desk.Legend(r, "meeting.takes_part"), Hint: kit.T(t("meeting.takes_part_hint")),
		Items: desk.Choices(r, "meeting.part_", sharing.TakingPart), Value: f.Raw("takes_part"), Error: p.Of("takes_part")}
	return []kit.Content{kinds, desk.Day(r, p, "starts", "meeting.day"), clock(r, p, "clock", "meeting.clock"),
		desk.Note(r, p, "where", "meeting.where"), desk.Note(r, p, "purpose", "meeting.purpose"), desk.Line(r, p, "chair", "meeting.chair", f.Raw("chair")),
		parts, desk.Note(r, p, "takes_part_why", "meeting.takes_part_why"), desk.Note(r, p, "not_in_room", "meeting.not_in_room"),
		desk.Note(r, p, "decided", "meeting.decided_about"), desk.Day(r, p, "until", "meeting.until")}
}

// clock is a field for a time of day.
func clock(r *page.Request, p page.Problems, name, key string) kit.Content {
	return kit.Input{Name: name, Label: desk.Label(r, key), Hint: kit.T(r.L.T("meeting.clock_hint")), Value: r.Form.Raw(name), Error: p.Of(name), Autocomplete: "off", Class: "govuk-input--width-5"}
}

// readMeeting reads a meeting as it was typed.
func readMeeting(r *page.Request, id, meeting string) sharing.Meeting {
	f := r.Form
	m := sharing.Meeting{ID: meeting, Record: id, Kind: sharing.MeetingKind(f.Raw("kind")), Plan: sharing.Plan{Where: f.Words("where", noteLength), Purpose: f.Words("purpose", noteLength),
		Chair: f.Line("chair", 200), TakesPart: f.Choice("takes_part", sharing.TakingPart...), TakesPartWhy: f.Words("takes_part_why", noteLength),
		NotInRoom: f.Words("not_in_room", noteLength), Decided: f.Words("decided", noteLength)}}
	if m.Kind == sharing.OtherMeeting {
		m.Plan.Named = f.Line("named", 200)
	}
	day, hour := f.Day("starts"), f.Line("clock", 5)
	if _, err := time.Parse("15:04", hour); err != nil && hour != "" {
		f.Add("clock", "meeting.needs_clock")
	} else if starts, err := time.ParseInLocation(time.DateOnly+" 15:04", day+" "+hour, london()); err == nil {
		m.Starts = starts.UTC()
	}
	if until, err := time.ParseInLocation(time.DateOnly, f.Day("until"), london()); err == nil {
		m.Until = until.AddDate(0, 0, 1).UTC()
	}
	return m
}

func (web *Web) saveConvene(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	m := readMeeting(r, id, r.Form.ID("as"))
	err = r.Form.Err()
	if err == nil {
		err = web.sharing.Convene(r.Context(), r.Who, m)
	}
	if desk.ToMend(err) {
		return web.conveneForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, m.ID, "?done=convened")), nil
}

// showChange offers the plan as it stands, to be changed.
func (web *Web) showChange(r *page.Request) (*page.Answer, error) {
	_, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	g, p := v.g, v.g.Plan
	values := url.Values{"kind": {string(g.Kind)}, "named": {p.Named}, "clock": {g.Starts.In(london()).Format("15:04")}, "where": {p.Where}, "purpose": {p.Purpose}, "chair": {p.Chair},
		"takes_part": {p.TakesPart}, "takes_part_why": {p.TakesPartWhy}, "not_in_room": {p.NotInRoom}, "decided": {p.Decided}, "seen": {g.LastSeen()}}
	for name, day := range map[string]time.Time{"starts": g.Starts, "until": g.Until.Add(-time.Second)} {
		day = day.In(london())
		values.Set(name+"-day", day.Format("2"))
		values.Set(name+"-month", day.Format("1"))
		values.Set(name+"-year", day.Format("2006"))
	}
	r.Form = page.NewForm(values)
	return web.changeForm(r, nil)
}

func (web *Web) changeForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "kind")
	f := desk.Page{Title: t("meeting.change"), Whose: v.name(), Lead: t("meeting.change_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{{Name: "seen", Value: r.Form.Raw("seen")}},
		Fields: web.planFields(r, p, v.g.Person.Nation), Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, meetingAt(id, v.g.ID, ""))}}
	return f.Answer(wrong).Back(meetingAt(id, v.g.ID, "")), nil
}

func (web *Web) saveChange(r *page.Request) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	m := readMeeting(r, id, v.g.ID)
	err = r.Form.Err()
	if err == nil {
		err = web.sharing.Change(r.Context(), r.Who, m, r.Form.Raw("seen"))
	}
	if desk.ToMend(err) {
		return web.changeForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, m.ID, "?done=changed")), nil
}

func (web *Web) showCallOff(r *page.Request) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	f := desk.Page{Title: t("meeting.call_off"), Whose: v.name(), Lead: t("meeting.call_off_lead"), Fields: []kit.Content{v.looks()},
		Buttons: []kit.Content{desk.Button(r, "meeting.call_off_now"), desk.Cancel(r, meetingAt(id, v.g.ID, ""))}}
	return f.Answer(nil).Back(meetingAt(id, v.g.ID, "")), nil
}

func (web *Web) saveCallOff(r *page.Request) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	if err := web.sharing.CallOff(r.Context(), r.Who, id, v.g.ID); err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, v.g.ID, "?done=off")), nil
}
