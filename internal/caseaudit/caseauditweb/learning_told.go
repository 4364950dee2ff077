package caseauditweb

import (
	"bytes"
	"slices"
	"strings"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
)

func (web *Web) showTold(r *page.Request) (*page.Answer, error) { return web.toldPage(r, nil) }

// toldPage is writing what young people are told: plain words, a hint where they are not, and where it goes.
func (web *Web) toldPage(r *page.Request, wrong error) (*page.Answer, error) {
	l, err := web.audits.Learning(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	id, seen := r.Path("told"), r.Form.Raw("seen")
	one := caseaudit.Told{Lang: r.L.Tag()}
	if id != "" {
		i := slices.IndexFunc(l.Told, func(t caseaudit.Told) bool { return t.ID == id })
		if i < 0 {
			return nil, notThere()
		}
		one = l.Told[i]
		if wrong == nil {
			seen, r.Form = one.Row, formOfTold(one)
		}
	}
	t, p, f := r.L.T, desk.ProblemsOf(r, wrong, "heard"), r.Form
	v := desk.Page{Title: t("auditreport.told_one"), Lead: t("auditreport.told_one_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r), {Name: "seen", Value: seen}}, Fields: []kit.Content{
		kit.Radios{Name: "for", Legend: desk.Legend(r, "auditreport.for"), Items: desk.Choices(r, "auditreport.for_", caseaudit.ToldFor), Value: f.Raw("for"), Error: p.Of("for")}, // i18n: prefix auditreport.for_
		kit.CharacterCount{Textarea: kit.Textarea{Name: "heard", Label: desk.Label(r, "auditreport.heard"), Hint: kit.T(t("auditreport.heard_hint")), Rows: 3, Value: f.Raw("heard"), Error: p.Of("heard")}, MaxLength: 300},
		kit.CharacterCount{Textarea: kit.Textarea{Name: "did", Label: desk.Label(r, "auditreport.did"), Hint: kit.T(t("auditreport.did_hint")), Rows: 3, Value: f.Raw("did"), Error: p.Of("did")}, MaxLength: 300},
		kit.Radios{Name: "state", Legend: desk.Legend(r, "auditreport.told_state"), Items: desk.Choices(r, "auditreport.told_", caseaudit.ToldStates), Value: f.Raw("state"), Error: p.Of("state")}, // i18n: prefix auditreport.told_
		desk.Line(r, p, "who", "auditreport.told_who", f.Raw("who")), desk.Day(r, p, "day", "auditreport.told_day"),
	}, Buttons: []kit.Content{desk.Button(r, "auditreport.keep"), desk.Cancel(r, audit(l.Programme.ID, "/learning"))}}
	if id != "" && wrong == nil {
		v.Before = append(v.Before, plainHint(r, one)...)
		v.After = append(v.After, toldWhere(r, l.Programme.ID, one))
	}
	return v.Answer(wrong).Back(audit(l.Programme.ID, "/learning")), nil
}

// plainHint says where words are hard to read. It is a hint: what is said stays whoever writes's own.
func plainHint(r *page.Request, one caseaudit.Told) (list []kit.Content) {
	if one.Lang != "en" && one.Lang != "cy" {
		return nil
	}
	t := r.L.T
	sentences, words := caseaudit.HardToRead(one.Heard + "\n" + one.Did)
	var points []kit.Content
	for _, s := range sentences {
		points = append(points, kit.Join(kit.T(t("auditreport.long_sentence")+space), desk.Words(s)))
	}
	if len(words) > 0 {
		points = append(points, kit.Join(kit.T(t("auditreport.long_words")+space), desk.Words(strings.Join(words, ", "))))
	}
	if len(points) == 0 {
		return nil
	}
	return []kit.Content{kit.InsetText{Text: kit.Join(kit.T(t("auditreport.plainer")), desk.Bullets(points...))}}
}

// toldWhere is where it goes: the board, and a sheet of paper.
func toldWhere(r *page.Request, programme string, one caseaudit.Told) kit.Content {
	t, at := r.L.T, audit(programme, "/learning/told/"+one.ID)
	body := []kit.Content{kit.Button{Text: kit.T(t("auditreport.sheet")), Href: at + "/sheet", Kind: kit.Secondary}}
	switch {
	case one.OnBoard:
		body = append([]kit.Content{desk.Para(kit.T(t("auditreport.on_board_now")))}, body...)
	case permit.Could(r.Who, permit.HoldTogether):
		body = append([]kit.Content{desk.Para(kit.T(t("auditreport.publish_lead"))), desk.Post(at+"/publish", nil, desk.Button(r, "auditreport.publish"))}, body...)
	default:
		body = append([]kit.Content{desk.Para(kit.T(t("auditreport.manager_publishes")))}, body...)
	}
	return desk.Part("where", t("auditreport.where"), body...)
}

func formOfTold(t caseaudit.Told) *page.Form {
	values := map[string][]string{"for": {t.For}, "state": {t.State}, "heard": {t.Heard}, "did": {t.Did}, "who": {t.Who}}
	if parts := strings.Split(t.Day, "-"); len(parts) == 3 {
		values["day-year"], values["day-month"], values["day-day"] = parts[:1], parts[1:2], parts[2:]
	}
	return page.NewForm(values)
}

func (web *Web) saveTold(r *page.Request) (*page.Answer, error) {
	programme, id, f := r.Path("programme"), r.Path("told"), r.Form
	one := caseaudit.Told{For: f.Choice("for", caseaudit.ToldFor...), State: f.Choice("state", caseaudit.ToldStates...), Lang: r.L.Tag(), Heard: f.Words("heard", 300), Did: f.Words("did", 300), Who: f.Line("who", 120)}
	if f.Raw("day-day")+f.Raw("day-month")+f.Raw("day-year") != "" {
		one.Day = f.Day("day")
	}
	if id == "" {
		id = f.ID("as")
	}
	err := f.Err()
	if err == nil {
		err = web.audits.WriteTold(r.Context(), r.Who, programme, id, f.Raw("seen"), one)
	}
	if desk.ToMend(err) {
		return web.toldPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(programme, "/learning/told/"+id)), nil
}

func (web *Web) savePublish(r *page.Request) (*page.Answer, error) {
	programme := r.Path("programme")
	err := web.audits.Publish(r.Context(), r.Who, programme, r.Path("told"))
	if desk.ToMend(err) {
		return web.learningPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(programme, "/learning?done=published")), nil
}

// takeSheet is what young people are told, on a sheet of paper.
func (web *Web) takeSheet(r *page.Request) (*page.Answer, error) {
	l, err := web.audits.Learning(r.Context(), r.Who, r.Path("programme"))
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(l.Told, func(t caseaudit.Told) bool { return t.ID == r.Path("told") })
	if i < 0 {
		return nil, notThere()
	}
	one, t := l.Told[i], r.L.T
	d := print.Doc{Title: t("auditreport.sheet_title"), Lang: r.L.Tag(), Size: 14, Blocks: []print.Block{
		print.Heading{Level: 1, Text: print.Say(t("auditreport.sheet_title"))}, print.Para{Text: print.Say(t("auditreport.sheet_for_" + one.For))}, // i18n: prefix auditreport.sheet_for_
		print.Heading{Level: 2, Text: print.Say(t("auditreport.sheet_heard"))}, print.Para{Text: print.SayIn(one.Lang, one.Heard)},
		print.Heading{Level: 2, Text: print.Say(t("auditreport.sheet_" + one.State))}, print.Para{Text: print.SayIn(one.Lang, one.Did)}, // i18n: prefix auditreport.sheet_
	}}
	if one.Who != "" {
		d.Blocks = append(d.Blocks, print.Para{Text: print.Say(t("auditreport.sheet_who", "who", one.Who))})
	}
	if one.Day != "" {
		d.Blocks = append(d.Blocks, print.Para{Text: print.Say(t("auditreport.sheet_day", "day", r.L.Day(one.Day)))})
	}
	d.Blocks = append(d.Blocks, print.Para{Small: true, Text: print.Say(t("auditreport.sheet_ask"))})
	var b bytes.Buffer
	if err := print.WritePDF(&b, d); err != nil {
		return nil, err
	}
	return page.File("page.pdf", "application/pdf", b.Bytes()), nil
}
