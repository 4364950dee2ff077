package caseauditweb

import (
	"context"
	"strconv"
	"strings"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// letAt is where somebody decides about an auditor and a record.
func letAt(q caseaudit.Request) string { return "/people/" + q.OfRecord + "/audit/" + q.Case }

// showRequests lists the auditors who ask to read records that the reader answers for.
func (web *Web) showRequests(r *page.Request) (*page.Answer, error) {
	list, err := web.audits.Requests(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	var waits, decided []kit.Content
	for _, q := range list {
		line := kit.Join(desk.NameLink(q.Names.Shown(), letAt(q)), kit.T(dot), kit.Name(q.People[q.Auditor].Name), kit.T(dot+t("auditrecord.way_"+string(q.Way)))) // i18n: prefix auditrecord.way_
		if q.Way == caseaudit.WayWaits {
			waits = append(waits, line)
		} else {
			decided = append(decided, line)
		}
	}
	v := desk.Page{Title: t("auditrecord.requests"), Lead: t("auditrecord.requests_lead")}
	switch {
	case len(waits) > 0:
		v.Before = append(v.Before, desk.Part("waiting", t("auditrecord.requests_wait"), desk.Bullets(waits...)))
	default:
		v.Before = append(v.Before, desk.Para(kit.T(t("auditrecord.requests_none"))))
	}
	if len(decided) > 0 {
		v.Before = append(v.Before, desk.Part("decided", t("auditrecord.requests_decided"), desk.Bullets(decided...)))
	}
	return v.Answer(nil).Back("/promises"), nil
}

func (web *Web) showRequest(r *page.Request) (*page.Answer, error) {
	return web.requestPage(r, "", nil)
}

// requestPage is one record and the auditors who ask to read it for one audit, with the decision about each.
func (web *Web) requestPage(r *page.Request, auditor string, wrong error) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	list, err := web.audits.RequestsOn(r.Context(), r.Who, id, r.Path("asked"))
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("auditrecord.let_title"), Lead: t("auditrecord.let_lead")}
	if done := desk.Done(r, "auditrecord.done_", "in", "not", "out"); done != nil { // i18n: prefix auditrecord.done_
		v.Before = append(v.Before, done)
	}
	if len(list) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("auditrecord.asks_no_more"))))
	}
	for _, q := range list {
		v.Whose = kit.Name(q.Names.Shown())
		p := page.Problems{}
		if q.Auditor == auditor {
			p = desk.ProblemsOf(r, wrong, "answer")
			v.Problems = p.Summary()
		}
		v.After = append(v.After, desk.Part("a-"+q.Auditor, q.People[q.Auditor].Name, append([]kit.Content{requestFacts(r, q)}, web.decision(r, id, q, p)...)...))
	}
	return v.Answer(wrong).Back("/audits/let-in"), nil
}

func requestFacts(r *page.Request, q caseaudit.Request) kit.Content {
	t := r.L.T
	rows := []kit.Row{{Key: kit.T(t("auditrecord.for")), Value: desk.Words(q.Plan.Purpose)},
		{Key: kit.T(t("audit.period")), Value: kit.T(t("audit.from_to", "from", r.L.Day(q.Plan.From), "to", r.L.Day(q.Plan.To)))},
		{Key: kit.T(t("auditrecord.called")), Value: kit.Name(q.Unit)}, {Key: kit.T(t("audit.due")), Value: kit.T(r.L.Day(q.Due))},
		{Key: kit.T(t("audit.state")), Value: kit.T(t("auditrecord.way_" + string(q.Way)))}} // i18n: prefix auditrecord.way_
	if q.Way == caseaudit.WayOpen {
		rows = append(rows, kit.Row{Key: kit.T(t("auditrecord.let_until")), Value: kit.T(dayOf(r, q.Until))},
			kit.Row{Key: kit.T(t("auditrecord.parts")), Value: kit.T(partsInWords(r, q.Parts))})
	}
	return kit.SummaryList{Rows: rows}
}

func partsInWords(r *page.Request, parts []permit.Part) string {
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = r.L.T("record.part_" + string(p)) // i18n: prefix record.part_
	}
	return strings.Join(words, ", ")
}

// decision is what whoever answers for the record can do about one auditor now.
func (web *Web) decision(r *page.Request, id string, q caseaudit.Request, p page.Problems) []kit.Content {
	t := r.L.T
	raw := func(name string) string {
		if len(p.Items) == 0 {
			return ""
		}
		return r.Form.Raw(name)
	}
	field := func(name string) string { // the form that is to be mended has the ids that the summary leads to
		if len(p.Items) > 0 {
			return name
		}
		return name + "-" + q.Auditor
	}
	why := func(label string) kit.Content {
		return kit.Textarea{Name: "why", ID: field("why"), Label: desk.Label(r, label), Hint: kit.T(t("auditrecord.why_hint")), Rows: 3, Value: raw("why"), Error: p.Of("why")}
	}
	hidden := []desk.Hidden{{Name: "auditor", Value: q.Auditor}}
	at := "/people/" + id + "/audit/" + q.Case
	switch q.Way {
	case caseaudit.WayOpen:
		return []kit.Content{desk.Post(at, append(hidden, desk.Hidden{Name: "answer", Value: "out"}), why("auditrecord.why_out"),
			kit.Button{Text: kit.T(t("auditrecord.let_out")), Kind: kit.Warning, Once: true})}
	case caseaudit.WayOver, caseaudit.WayGone, caseaudit.WayElsewhere:
		return nil
	}
	var parts []kit.Content
	if q.Tie != "" || !q.Named {
		parts = append(parts, kit.InsetText{Text: kit.T(t(refusalOf(q)))})
		if !q.Named {
			parts = append(parts, desk.Para(desk.Link(t("auditrecord.to_restriction"), "/people/"+id+"/access/restrict")))
		}
		if q.Way != caseaudit.WayWaits {
			return parts
		}
		return append(parts, desk.Post(at, append(hidden, desk.Hidden{Name: "answer", Value: "not"}), why("auditrecord.why_not"), desk.Button(r, "auditrecord.through_team")))
	}
	boxes := kit.Checkboxes{Name: "parts", ID: field("parts"), Legend: kit.Legend{Text: kit.T(t("auditrecord.parts"))}, Error: p.Of("parts"), Items: desk.Choices(r, "record.part_", caseaudit.LetParts), // i18n: prefix record.part_
		Values: []string{string(permit.PartOutcomes), string(permit.PartPromises)}}
	if len(p.Items) > 0 {
		boxes.Values = r.Form.All("parts")
	}
	letIn := []kit.Content{boxes, untilField(r, q, p, field("until"))}
	items := []kit.Choice{{Value: "in", Text: kit.T(t("auditrecord.answer_in")), Conditional: kit.Join(letIn...)}}
	if q.Way == caseaudit.WayWaits {
		items = append(items, kit.Choice{Value: "not", Text: kit.T(t("auditrecord.answer_not")), Conditional: why("auditrecord.why_not")})
	}
	return []kit.Content{desk.Post(at, hidden, kit.Radios{Name: "answer", ID: field("answer"), Legend: desk.Legend(r, "auditrecord.answer"), Value: raw("answer"), Error: p.Of("answer"), Items: items},
		desk.Button(r, "auditrecord.decide"))}
}

func refusalOf(q caseaudit.Request) string {
	if q.Tie != "" {
		return "auditrecord.tied"
	}
	return "auditrecord.not_named"
}

// untilField asks until when, and offers a day.
func untilField(r *page.Request, q caseaudit.Request, p page.Problems, id string) kit.Content {
	t := r.L.T
	day := [3]string{r.Form.Raw("until-day"), r.Form.Raw("until-month"), r.Form.Raw("until-year")}
	if offered, err := time.Parse(time.DateOnly, q.Offer); err == nil && len(p.Items) == 0 {
		day = [3]string{strconv.Itoa(offered.Day()), strconv.Itoa(int(offered.Month())), strconv.Itoa(offered.Year())}
	}
	return kit.DateInput{ID: id, NamePrefix: "until", Legend: kit.Legend{Text: kit.T(t("auditrecord.until")), Size: "s"}, Hint: kit.T(t("auditrecord.until_hint", "days", caseaudit.LetMost)), Error: p.Of("until"),
		Day: kit.DatePart{Value: day[0]}, Month: kit.DatePart{Value: day[1]}, Year: kit.DatePart{Value: day[2]}}
}

func (web *Web) saveRequest(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	f := r.Form
	auditor, answer, of := f.ID("auditor"), f.Choice("answer", "in", "not", "out"), r.Path("asked")
	why, until := "", ""
	var parts []permit.Part
	switch answer {
	case "in":
		until = f.Day("until")
		for _, p := range f.Choices("parts", desk.Codes(caseaudit.LetParts)...) {
			parts = append(parts, permit.Part(p))
		}
	case "":
		f.Add("answer", "problem.required_choice")
	default:
		why = f.Words("why", 2000)
	}
	if err = f.Err(); err == nil {
		switch answer {
		case "in":
			err = web.audits.LetIn(r.Context(), r.Who, id, of, auditor, parts, until)
		case "not":
			err = web.audits.NotLetIn(r.Context(), r.Who, id, of, auditor, why)
		case "out":
			err = web.audits.LetOut(r.Context(), r.Who, id, of, auditor, why)
		}
	}
	if desk.ToMend(err) {
		return web.requestPage(r, auditor, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/people/" + id + "/audit/" + of + "?done=" + answer), nil
}

// toSettle is what whoever plans has to do with cases that are records; nil for nothing.
func (web *Web) toSettle(r *page.Request, p caseaudit.Programme) (kit.Content, error) {
	if p.Plan.Question == nil || !permit.Could(r.Who, permit.PlanAudits) {
		return nil, nil
	}
	list, err := web.audits.Unsettled(r.Context(), r.Who, p.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var lines []kit.Content
	for _, one := range list {
		lines = append(lines, kit.Join(desk.NameLink(one.Case.Unit.ID, audit(p.ID, "/cases/"+one.Case.ID)), kit.T(dot+r.L.T("auditrecord.unsettled_"+one.Why)))) // i18n: prefix auditrecord.unsettled_
	}
	return desk.Part("unsettled", r.L.T("auditrecord.unsettled"), desk.Bullets(lines...)), nil
}

// wayParts says how the auditors of a case stand to the record that it is, and what can be done about it.
func (web *Web) wayParts(r *page.Request, p caseaudit.Programme, c caseaudit.Case, auditors []account.Person) ([]kit.Content, error) {
	t := r.L.T
	if c.Gone() {
		parts := []kit.Content{kit.InsetText{Text: kit.T(t("auditrecord.gone"))}}
		if permit.Could(r.Who, permit.PlanAudits) {
			list, err := web.audits.Unsettled(r.Context(), r.Who, p.ID)
			if err != nil {
				return nil, err
			}
			for _, one := range list {
				if one.Case.ID == c.ID && one.Why == "gone" {
					parts = append(parts, desk.Post(audit(p.ID, "/cases/"+c.ID+"/stand-in"), nil, desk.Button(r, "auditrecord.stand_in")))
				}
			}
		}
		return parts, nil
	}
	if c.Record == "" {
		return nil, nil
	}
	all, err := web.audits.Lettings(r.Context(), r.Who, p.ID)
	if err != nil {
		return nil, err
	}
	var body []kit.Content
	for _, l := range all[c.ID] {
		body = append(body, web.wayOf(r, p, c, l, auditors)...)
	}
	if len(body) == 0 {
		return nil, nil
	}
	return []kit.Content{desk.Part("record", t("auditrecord.record"), body...)}, nil
}

func (web *Web) wayOf(r *page.Request, p caseaudit.Programme, c caseaudit.Case, l caseaudit.Letting, auditors []account.Person) []kit.Content {
	t, mine := r.L.T, l.Auditor == r.Who.ID
	var body []kit.Content
	if mine {
		body = append(body, desk.Para(kit.T(t("auditrecord.mine_"+string(l.Way), "day", dayOf(r, l.Until))))) // i18n: prefix auditrecord.mine_
	} else {
		body = append(body, desk.Para(kit.Name(nameOf(r, auditors, l.Auditor)), kit.T(colon+t("auditrecord.way_"+string(l.Way))))) // i18n: prefix auditrecord.way_
	}
	if l.Why != "" {
		body = append(body, kit.InsetText{Text: kit.Join(desk.Para(kit.T(t("auditrecord.team_said"))), desk.Words(l.Why))})
	}
	if l.Record != "" {
		body = append(body, desk.Para(desk.Link(t("auditrecord.open"), "/people/"+l.Record)), desk.Small(t("auditrecord.parts")+colon+partsInWords(r, l.Parts)))
	}
	if !permit.Could(r.Who, permit.PlanAudits) || l.Way != caseaudit.WayEnded && l.Way != caseaudit.WayTeam {
		return body
	}
	hidden := []desk.Hidden{{Name: "auditor", Value: l.Auditor}}
	again := kit.Button{Text: kit.T(t("auditrecord.ask_again")), Kind: kit.Secondary, Once: true}
	body = append(body, desk.Post(audit(p.ID, "/cases/"+c.ID+"/again"), hidden, again))
	if l.Way == caseaudit.WayEnded {
		body = append(body, desk.Post(audit(p.ID, "/cases/"+c.ID+"/team"), hidden, kit.Button{Text: kit.T(t("auditrecord.through_team")), Kind: kit.Secondary, Once: true}))
	}
	return body
}

// settle does one thing that whoever plans decided about a case and its auditor.
func (web *Web) settle(do func(ctx context.Context, who permit.Actor, programme, id, auditor string) error) func(*page.Request) (*page.Answer, error) {
	return func(r *page.Request) (*page.Answer, error) {
		programme, id, auditor := r.Path("programme"), r.Path("case"), r.Form.ID("auditor")
		err := r.Form.Err()
		if err == nil {
			err = do(r.Context(), r.Who, programme, id, auditor)
		}
		return web.settled(r, programme, id, err)
	}
}

func (web *Web) saveStandIn(r *page.Request) (*page.Answer, error) {
	programme, id := r.Path("programme"), r.Path("case")
	return web.settled(r, programme, id, web.audits.StandIn(r.Context(), r.Who, programme, id))
}

func (web *Web) settled(r *page.Request, programme, id string, err error) (*page.Answer, error) {
	if problem.Is(err, problem.Conflict) {
		return web.casePage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(audit(programme, "/cases/"+id)), nil
}
