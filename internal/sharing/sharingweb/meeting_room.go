package sharingweb

import (
	"net/url"
	"slices"
	"strconv"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// written are the lines that can be taken down on the room's page.
var written = append([]sharing.LineKind{sharing.WishLine}, sharing.RoomKinds...)

// kindOf is the kind of line that the form is for.
func kindOf(r *page.Request) sharing.LineKind {
	if k := sharing.LineKind(r.Form.Raw("kind")); slices.Contains(written, k) {
		return k
	}
	return sharing.PointLine
}

func (web *Web) showRoom(r *page.Request) (*page.Answer, error) { return web.room(r, nil) }

// room is where a meeting is taken down: the lines so far, and one form for the next. What others wrote meanwhile is told,
// and stands above.
func (web *Web) room(r *page.Request, wrong error) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	t, p, kind := r.L.T, desk.ProblemsOf(r, wrong, "text"), kindOf(r)
	f := desk.Page{Title: t("meeting.room"), Whose: v.name(), Lead: t("meeting.room_lead"), Problems: p.Summary()}
	if n, err := strconv.Atoi(r.Form.Raw("others")); err == nil && n > 0 && n < 1000 {
		f.Before = append(f.Before, kit.NotificationBanner{Body: kit.T(r.L.N("meeting.others_wrote", n))})
	}
	var lines []kit.Content
	for _, l := range v.g.Standing(sharing.RoomKinds...) {
		e := v.entry(l)
		e.Links = v.lineLinks(id, l)
		lines = append(lines, meetingEntry(e))
	}
	if len(lines) == 0 {
		lines = append(lines, desk.Para(kit.T(t("meeting.nothing_yet"))))
	}
	f.Before = append(f.Before, desk.Part("lines", t("meeting.so_far"), lines...))
	if v.write {
		var links []kindLink
		for _, k := range written {
			links = append(links, kindLink{t("meeting.line_" + string(k)), meetingAt(id, v.g.ID, "/room?kind="+string(k)+"#add"), k == kind}) // i18n: prefix meeting.line_
		}
		f.Before = append(f.Before, desk.Part("add", t("meeting.next_line"), kindLinks(t("meeting.what_is_it"), links)))
		f.Action = meetingAt(id, v.g.ID, "/room")
		f.Hidden = []desk.Hidden{desk.FormID(r), {Name: "kind", Value: string(kind)}, {Name: "seen", Value: v.g.LastSeen()}}
		f.Fields = v.lineFields(p, kind)
		f.Buttons = []kit.Content{desk.Button(r, "meeting.keep_line"), desk.Link(t("meeting.to_minutes"), meetingAt(id, v.g.ID, "/minutes"))}
	}
	return f.Answer(wrong).Style(meetingStyle).Back(meetingAt(id, v.g.ID, "")), nil
}

// lineFields ask for what a line of a kind needs.
func (v reader) lineFields(p page.Problems, kind sharing.LineKind) []kit.Content {
	r, f := v.r, v.r.Form
	mine := func(key string) kit.Content {
		return kit.Textarea{Name: "text", Label: kit.Label{Text: kit.T(r.L.T(key + string(kind))), Size: "s"}, Rows: 3, Value: f.Raw("text"), Error: p.Of("text")}
	}
	text := mine("meeting.text_")                                                                                                                                                              // i18n: prefix meeting.text_
	whose := kit.Select{Name: "whose", Label: kit.Label{Text: kit.T(r.L.T("meeting.whose_" + string(kind))), Size: "s"}, Items: v.whoseOptions(), Value: f.Raw("whose"), Error: p.Of("whose")} // i18n: prefix meeting.whose_
	person := kit.Input{Name: "who", Label: kit.Label{Text: kit.T(r.L.T("meeting.who_" + string(kind))), Size: "s"}, Value: f.Raw("who"), Error: p.Of("who"), Autocomplete: "off"}             // i18n: prefix meeting.who_
	switch kind {
	case sharing.PresentLine:
		return []kit.Content{person, whose, clock(r, p, "from", "meeting.came"), clock(r, p, "left", "meeting.left"), v.audienceField(p)}
	case sharing.WishLine, sharing.SaidLine:
		return []kit.Content{kit.InsetText{Text: kit.T(r.L.T("meeting.words_hint"))}, text, languageSelect(r, "language", "meeting.language"), desk.Note(r, p, "translation", "meeting.translation")}
	case sharing.PointLine:
		return []kit.Content{text, kit.Radios{Name: "code", Legend: desk.Legend(r, "share.mark"), Class: "govuk-radios--inline", Items: []kit.Choice{
			{Value: string(sharing.Fact), Text: kit.T(r.L.T("share.mark_fact"))}, {Value: string(sharing.Opinion), Text: kit.T(r.L.T("share.mark_opinion"))}}, Value: f.Raw("code"), Error: p.Of("code")}, whose, v.audienceField(p)}
	case sharing.DecisionLine:
		return []kit.Content{text, whose, person, desk.Day(r, p, "due", "meeting.due_decision"), v.plain(p), v.audienceField(p)}
	case sharing.PromiseLine:
		return []kit.Content{text, whose, person, desk.Day(r, p, "due", "meeting.due_promise"),
			kit.Radios{Name: "code", Legend: desk.Legend(r, "meeting.agreed"), Items: desk.Choices(r, "meeting.agreed_", sharing.AskedAnswers), Value: f.Raw("code"), Error: p.Of("code")}, v.plain(p), v.audienceField(p)}
	}
	about := kit.Select{Name: "about", Label: desk.Label(r, "meeting.which_decision"), Items: []kit.Option{{Value: "", Text: r.L.T("meeting.no_decision")}}, Value: f.Raw("about"), Error: p.Of("about")}
	for _, d := range v.g.Standing(sharing.DecisionLine) {
		about.Items = append(about.Items, kit.Option{Value: d.ID, Text: short(d.Text.Text)})
	}
	return []kit.Content{text, about, whose, person, v.audienceField(p)}
}

// short is the beginning of a text, for a list.
func short(s string) string {
	if letters := []rune(s); len(letters) > 80 {
		return string(letters[:79]) + "…"
	}
	return s
}

// plain asks for the same in words for the young person, folded: it can be said later too.
func (v reader) plain(p page.Problems) kit.Content {
	return kit.Details{Summary: kit.T(v.r.L.T("meeting.for_young")), Open: v.r.Form.Raw("for_young") != "",
		Body: kit.Join(desk.Note(v.r, p, "for_young", "meeting.for_young_text"), languageSelect(v.r, "language", "meeting.for_young_language"))}
}

// languageSelect chooses one of the languages that young people read here.
func languageSelect(r *page.Request, name, key string) kit.Content {
	s := kit.Select{Name: name, Label: desk.Label(r, key), Value: r.Form.Raw(name)}
	if s.Value == "" {
		s.Value = "en"
	}
	for _, y := range i18n.YoungLanguages() {
		own, _ := i18n.LanguageName(y.Tag)
		s.Items = append(s.Items, kit.Option{Value: y.Tag, Text: own})
	}
	return s
}

func (v reader) whoseOptions() []kit.Option {
	options := []kit.Option{{Value: "", Text: agency(v.r, v.g.Agencies, v.g.Organisation)}}
	for _, i := range v.g.Invitations {
		if i.Open() {
			options = append(options, kit.Option{Value: i.ID, Text: v.called(i.ID)})
		}
	}
	return options
}

// audienceField asks which agencies may see a line: all that are invited unless somebody says otherwise.
func (v reader) audienceField(p page.Problems) kit.Content {
	f := v.r.Form
	some := kit.Checkboxes{Name: "agencies", Values: f.All("agencies"), Class: "govuk-checkboxes--small", Legend: kit.Legend{Text: kit.T(v.r.L.T("meeting.which_agencies")), Class: "govuk-visually-hidden"}}
	for _, o := range v.whoseOptions()[1:] {
		some.Items = append(some.Items, kit.Choice{Value: o.Value, Text: kit.T(o.Text)})
	}
	items := []kit.Choice{{Value: sharing.AudienceRoom, Text: kit.T(v.r.L.T("meeting.audience_room"))}, {Value: sharing.AudienceUs, Text: kit.T(v.r.L.T("meeting.audience_us"))}}
	if len(some.Items) > 1 {
		items = append(items, kit.Choice{Value: "some", Text: kit.T(v.r.L.T("meeting.audience_some")), Conditional: some})
	}
	value := f.Raw("audience")
	if value == "" {
		value = sharing.AudienceRoom
	}
	return kit.Radios{Name: "audience", Legend: kit.Legend{Text: kit.T(v.r.L.T("meeting.audience")), Size: "s"}, Class: "govuk-radios--small", Items: items, Value: value, Error: p.Of("audience")}
}

// readLine reads a line as it was typed.
func readLine(r *page.Request, id, meeting string, kind sharing.LineKind) sharing.Line {
	f := r.Form
	l := sharing.Line{ID: f.ID("as"), Meeting: meeting, Record: id, Kind: kind, Whose: f.ID("whose"), Audience: []string{sharing.AudienceRoom},
		Text: sharing.LineText{Text: f.Words("text", noteLength), Who: f.Line("who", 200)}}
	switch f.Raw("audience") {
	case sharing.AudienceUs:
		l.Audience = []string{sharing.AudienceUs}
	case "some":
		l.Audience = f.IDs("agencies")
	}
	switch kind {
	case sharing.PresentLine:
		l.Text.From, l.Text.Left = f.Line("from", 5), f.Line("left", 5)
	case sharing.WishLine, sharing.SaidLine:
		l.Whose, l.Text.Who, l.Audience = "", "", []string{sharing.AudienceUs}
		l.Text.Language, l.Text.Translation = f.Line("language", 35), f.Words("translation", noteLength)
	case sharing.PointLine:
		l.Code = f.Raw("code")
	case sharing.DissentLine:
		l.About = f.ID("about")
	case sharing.DecisionLine, sharing.PromiseLine:
		l.Due, l.Text.ForYoung = f.Day("due"), f.Words("for_young", noteLength)
		if l.Text.ForYoung != "" {
			l.Text.Language = f.Line("language", 35)
		}
		if kind == sharing.PromiseLine {
			l.Code = f.Raw("code")
		}
	}
	return l
}

func (web *Web) saveRoom(r *page.Request) (*page.Answer, error) {
	id, v, err := web.meeting(r)
	if err != nil {
		return nil, err
	}
	kind := kindOf(r)
	l := readLine(r, id, v.g.ID, kind)
	others := 0
	err = r.Form.Err()
	if err == nil {
		others, err = web.sharing.Write(r.Context(), r.Who, l, r.Form.Raw("seen"))
	}
	if desk.ToMend(err) {
		return web.room(r, err)
	}
	if err != nil {
		return nil, err
	}
	if kind == sharing.WishLine || kind == sharing.SaidLine { // who may hear it is asked while they are there
		return page.Redirect(meetingAt(id, v.g.ID, "/lines/"+l.ID+"/hear")), nil
	}
	query := url.Values{"kind": {string(kind)}}
	if others > 0 {
		query.Set("others", strconv.Itoa(others))
	}
	return page.Redirect(with(meetingAt(id, v.g.ID, "/room"), query) + "#add"), nil
}

// line opens the meeting with the line that the address names.
func (web *Web) line(r *page.Request) (id string, v reader, l sharing.Line, err error) {
	if id, v, err = web.meeting(r); err != nil {
		return id, v, l, err
	}
	named, err := r.PathID("line")
	if err != nil {
		return id, v, l, err
	}
	at := slices.IndexFunc(v.g.Lines, func(l sharing.Line) bool { return l.ID == named && slices.Contains(written, l.Kind) })
	if at < 0 {
		return id, v, l, problem.New(problem.NotFound, "problem.not_found")
	}
	return id, v, v.g.Lines[at], nil
}

// showCorrect offers a line to be set right; what it was stays.
func (web *Web) showCorrect(r *page.Request) (*page.Answer, error) {
	_, _, l, err := web.line(r)
	if err != nil {
		return nil, err
	}
	values := url.Values{"text": {l.Text.Text}, "who": {l.Text.Who}, "from": {l.Text.From}, "left": {l.Text.Left}, "for_young": {l.Text.ForYoung}, "language": {l.Text.Language},
		"translation": {l.Text.Translation}, "code": {l.Code}, "whose": {l.Whose}, "about": {l.About}}
	switch {
	case len(l.Audience) == 1 && (l.Audience[0] == sharing.AudienceRoom || l.Audience[0] == sharing.AudienceUs):
		values.Set("audience", l.Audience[0])
	default:
		values.Set("audience", "some")
		values["agencies"] = l.Audience
	}
	r.Form = page.NewForm(values)
	return web.correctForm(r, nil)
}

func (web *Web) correctForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, v, l, err := web.line(r)
	if err != nil {
		return nil, err
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "text")
	f := desk.Page{Title: t("meeting.set_it_right"), Whose: v.name(), Lead: t("meeting.set_it_right_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)}, Fields: v.lineFields(p, l.Kind),
		Before: []kit.Content{v.alone(l)}, Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, meetingAt(id, v.g.ID, "/room"))}}
	if l.Due != "" {
		f.Before = append(f.Before, kit.InsetText{Text: kit.Join(kit.T(t("meeting.promise_stays")+" "), desk.Link(t("meeting.the_promise"), at(id, "/promises/"+l.Promise)))})
	}
	return f.Answer(wrong).Style(meetingStyle).Back(meetingAt(id, v.g.ID, "/room")), nil
}

func (web *Web) saveCorrect(r *page.Request) (*page.Answer, error) {
	id, v, old, err := web.line(r)
	if err != nil {
		return nil, err
	}
	l := readLine(r, id, v.g.ID, old.Kind)
	l.Corrects = old.ID
	if old.Due != "" && l.Due == "" {
		l.Due = old.Due
	}
	err = r.Form.Err()
	if err == nil {
		_, err = web.sharing.Write(r.Context(), r.Who, l, "")
	}
	if desk.ToMend(err) {
		return web.correctForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, v.g.ID, "/room")), nil
}

func (web *Web) showHear(r *page.Request) (*page.Answer, error) { return web.hearForm(r, nil) }

// hearForm asks the young person, agency by agency, who may hear what they said.
func (web *Web) hearForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, v, l, err := web.line(r)
	if err != nil {
		return nil, err
	}
	if l.Kind != sharing.WishLine && l.Kind != sharing.SaidLine {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	t, p := r.L.T, desk.ProblemsOf(r, wrong, "audience")
	to := kit.Radios{Name: "audience", Legend: desk.Legend(r, "share.ask_whom"), Error: p.Of("audience"), Value: r.Form.Raw("audience")}
	for _, o := range v.whoseOptions()[1:] {
		said := "never_asked"
		if yes, asked := v.g.Permitted(l.ID, o.Value); asked {
			said = "said_" + yesNo(yes)
		}
		to.Items = append(to.Items, kit.Choice{Value: o.Value, Text: kit.T(o.Text), Hint: kit.T(t("meeting.hear_" + said))}) // i18n: prefix meeting.hear_
	}
	f := desk.Page{Title: t("meeting.who_may_hear"), Whose: v.name(), Lead: t("meeting.who_may_hear_lead"), Problems: p.Summary(), Before: []kit.Content{v.alone(l)}}
	if len(to.Items) == 0 {
		f.After = append(f.After, kit.InsetText{Text: kit.T(t("meeting.nobody_asked"))})
	} else {
		f.Hidden = []desk.Hidden{desk.FormID(r)}
		f.Fields = []kit.Content{to, kit.Radios{Name: "code", Legend: desk.Legend(r, "share.ask_answer"), Items: desk.Choices(r, "meeting.hear_answer_", []string{"yes", "no"}), Error: p.Of("code"), Value: r.Form.Raw("code")}}
		f.Buttons = []kit.Content{desk.Button(r, "page.save"), desk.Link(t("meeting.to_room_back"), meetingAt(id, v.g.ID, "/room"))}
	}
	return f.Answer(wrong).Style(meetingStyle).Back(meetingAt(id, v.g.ID, "/room")), nil
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func (web *Web) saveHear(r *page.Request) (*page.Answer, error) {
	id, v, old, err := web.line(r)
	if err != nil {
		return nil, err
	}
	l := sharing.Line{ID: r.Form.ID("as"), Meeting: v.g.ID, Record: id, Kind: sharing.PermitLine, About: old.ID, Code: r.Form.Raw("code")}
	if to := r.Form.ID("audience"); to != "" {
		l.Audience = []string{to}
	} else {
		r.Form.Add("audience", "share.needs_recipient")
	}
	err = r.Form.Err()
	if err == nil {
		_, err = web.sharing.Write(r.Context(), r.Who, l, "")
	}
	if desk.ToMend(err) {
		return web.hearForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(meetingAt(id, v.g.ID, "/lines/"+old.ID+"/hear")), nil
}
