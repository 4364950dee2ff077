package caseauditweb

import (
	"context"
	"strings"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// pilotView is a page, or a sheet, for a young person.
type pilotView struct {
	Drawing             string
	Title               kit.Content
	Problems            kit.Content
	Above               []kit.Content
	Action              string
	Hidden              []desk.Hidden
	Fields              []kit.Content
	Button              kit.Content
	Staff               []kit.Content
	StaffLang, StaffDir string
	Drafted             kit.Content
	Questions           []pilotQuestion
	Add                 kit.Content
}

type pilotQuestion struct {
	Text    kit.Content
	Answers []kit.CardChoice
}

// pilotSpeaker speaks to a young person in a language, and in the original where a text about what they may choose is only a
// machine's draft.
type pilotSpeaker struct{ pack, guard *framework.Pack }

// speaks gives the speaker for a language; one that nobody may be shown is the original's.
func (web *Pilots) speaks(ctx context.Context, lang string) (pilotSpeaker, error) {
	edition, _ := framework.BySet(framework.SetChecklist)
	shown, err := web.framework.Edition(ctx, edition.ID)
	if err != nil {
		return pilotSpeaker{}, err
	}
	original := shown.OriginalPack()
	pack, ok := web.framework.Pack(ctx, shown, lang)
	if !ok || !pack.Showable(web.draftsOK || web.demo) {
		pack = original
	}
	s := pilotSpeaker{pack, pack}
	if !pack.Trusted() && !web.demo {
		s.guard = original
	}
	return s, nil
}

func (s pilotSpeaker) text(key string, slots ...string) string {
	if framework.Guarded(key) {
		return s.guard.Text(key, slots...)
	}
	return s.pack.Text(key, slots...)
}

// say is a text, marked with its language where that is not the page's.
func (s pilotSpeaker) say(key string) kit.Content {
	if framework.Guarded(key) && s.guard.Lang() != s.pack.Lang() {
		return kit.In(s.guard.Lang(), s.guard.Dir(), s.guard.Text(key))
	}
	return kit.Sentence(s.pack.Lang(), s.pack.Dir(), s.pack.Text(key))
}

// answers are what can be answered to a question, in words and pictures.
func (s pilotSpeaker) answers() []kit.CardChoice {
	skip, _ := s.pack.Choice("dont_want_to_say")
	return []kit.CardChoice{
		{Value: caseaudit.AnswerYes, Drawing: "have-it", Word: s.say("nav.yes")},
		{Value: caseaudit.AnswerBit, Drawing: "some-of-it", Word: s.say("pilot.bit")},
		{Value: caseaudit.AnswerNo, Drawing: "not-there", Word: s.say("nav.no")},
		{Value: caseaudit.AnswerSkip, Drawing: "dont-want-to-say", Word: kit.Sentence(s.pack.Lang(), s.pack.Dir(), skip.Word)},
	}
}

// promised is what is said before anybody answers.
func (s pilotSpeaker) promised() []kit.Content {
	return []kit.Content{s.say("pilot.may"), s.say("together.secret")}
}

// young is a page of the pilot that a young person looks at.
func (web *Pilots) young(r *page.Request, s pilotSpeaker, v pilotView, wrong bool) *page.Answer {
	if s.pack.Status() != framework.StatusOriginal && !s.pack.Trusted() {
		v.Drafted = s.say("explain.draft")
	}
	v.StaffLang, v.StaffDir = r.L.Tag(), r.L.Dir()
	title := r.L.T("pilot.young_title")
	a := page.Show(title, pilotChild(v))
	if wrong {
		a = page.Invalid(title, pilotChild(v))
	}
	return a.In(page.Child).Speaking(s.pack.Lang()).Saying(page.WordsIn(r.L, s.text)).Style(pilotStyle)
}

// open finds a pilot that can be answered about, and who speaks.
func (web *Pilots) open(r *page.Request) (caseaudit.Pilot, pilotSpeaker, error) {
	p, err := web.audits.OpenPilot(r.Context(), r.Who, r.Path("pilot"))
	if err != nil {
		return p, pilotSpeaker{}, err
	}
	s, err := web.speaks(r.Context(), r.Form.Raw("lang"))
	return p, s, err
}

// staffWays are the worker's ways on at the end of a young person's page: other languages, and back.
func (web *Pilots) staffWays(r *page.Request, p caseaudit.Pilot, to string) []kit.Content {
	var languages []kit.Content
	edition, _ := framework.BySet(framework.SetChecklist)
	for _, y := range i18n.YoungLanguages() {
		if pack, ok := web.framework.Pack(r.Context(), edition, y.Tag); ok && pack.Showable(web.draftsOK || web.demo) {
			_, english := i18n.LanguageName(y.Tag)
			languages = append(languages, desk.Link(english+" ("+y.Own+")", pilotAt(p.ID, to)+"?lang="+y.Tag))
		}
	}
	back := pilotAt(p.ID, "/mine")
	if permit.Could(r.Who, permit.HoldPilot) && !p.Has(r.Who.ID) {
		back = pilotAt(p.ID, "")
	}
	return []kit.Content{kit.Details{Summary: kit.T(r.L.T("pilot.languages")), Body: desk.Bullets(languages...)}, kit.Button{Text: kit.T(r.L.T("pilot.back")), Href: back, Kind: kit.Secondary}}
}

func (web *Pilots) showYoung(r *page.Request) (*page.Answer, error) { return web.youngPage(r, nil) }

// youngPage is where one young person answers. It carries nothing from one to the next.
func (web *Pilots) youngPage(r *page.Request, wrong error) (*page.Answer, error) {
	p, s, err := web.open(r)
	if err != nil {
		return nil, err
	}
	v := pilotView{Drawing: "speech", Title: s.say("pilot.title"), Above: s.promised(), Action: pilotAt(p.ID, "/young"), Hidden: []desk.Hidden{desk.FormID(r), {Name: "lang", Value: s.pack.Lang()}},
		Problems: desk.ProblemsOf(r, wrong, "good").Summary(), Button: kit.Button{Text: s.say("together.send"), Once: true}, Staff: web.staffWays(r, p, "/young")}
	for _, question := range caseaudit.Questions {
		cards := kit.Cards{Name: question, Legend: kit.Legend{Text: s.say("pilot." + question), Size: "m"}, Items: s.answers()}
		for i, a := range cards.Items {
			cards.Items[i].Checked = r.Form.Raw(question) == a.Value
		}
		v.Fields = append(v.Fields, cards)
	}
	v.Fields = append(v.Fields, kit.Textarea{Name: "words", Label: kit.Label{Text: s.say("together.add"), Size: "s"}, Value: r.Form.Raw("words"), Rows: 3, Autocomplete: "off"})
	return web.young(r, s, v, wrong != nil), nil
}

func (web *Pilots) saveYoung(r *page.Request) (*page.Answer, error) {
	f := r.Form
	p, s, err := web.open(r)
	if err != nil {
		return nil, err
	}
	g := caseaudit.PilotGiven{Form: f.ID("as"), Sheets: 1, Counts: map[string]map[string]int64{}, Lang: s.pack.Lang()}
	for _, question := range caseaudit.Questions {
		code := f.Choice(question, caseaudit.AnswerCodes...)
		if code == "" {
			code = caseaudit.AnswerSkip // nothing chosen is an answer too
		}
		g.Counts[question] = map[string]int64{code: 1}
	}
	if words := f.Words("words", 1000); words != "" {
		g.Words = []string{words}
	}
	if err = f.Err(); err == nil {
		err = web.audits.GiveVerdict(r.Context(), r.Who, p.ID, g)
	}
	if page.IsInvalid(err) {
		return web.youngPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(p.ID, "/thanks?lang="+s.pack.Lang())), nil
}

func (web *Pilots) showThanks(r *page.Request) (*page.Answer, error) {
	p, s, err := web.open(r)
	if err != nil {
		return nil, err
	}
	v := pilotView{Drawing: "open-hand", Title: s.say("together.thanks"), Above: []kit.Content{s.say("together.thanks_text")}, Staff: web.staffWays(r, p, "/young"),
		Button: kit.Button{Text: s.say("together.next"), Href: pilotAt(p.ID, "/young?lang="+s.pack.Lang())}}
	return web.young(r, s, v, false), nil
}

func (web *Pilots) showSheet(r *page.Request) (*page.Answer, error) {
	p, s, err := web.open(r)
	if err != nil {
		return nil, err
	}
	v := pilotView{Title: s.say("pilot.title"), Above: append(s.promised(), s.say("pilot.mark")), Add: s.say("together.add")}
	for _, question := range caseaudit.Questions {
		v.Questions = append(v.Questions, pilotQuestion{s.say("pilot." + question), s.answers()})
	}
	return page.Show(r.L.T("pilot.sheet_title"), pilotSheet(v)).In(page.Document).Speaking(s.pack.Lang()).Saying(page.WordsIn(r.L, s.text)).Back(pilotAt(p.ID, "/paper")).Style(pilotStyle), nil
}

func (web *Pilots) showPaper(r *page.Request) (*page.Answer, error) { return web.paperPage(r, nil) }

// paperPage takes in what was answered on paper: how many sheets, how often each answer was marked, and what was written.
func (web *Pilots) paperPage(r *page.Request, wrong error) (*page.Answer, error) {
	p, _, err := web.open(r)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "sheets")
	before := []kit.Content{desk.Para(desk.Link(t("pilot.to_sheet"), pilotAt(p.ID, "/sheet")))}
	if d := desk.Done(r, "pilot.done_", "paper"); d != nil && wrong == nil { // i18n: prefix pilot.done_
		before = append([]kit.Content{d}, before...)
	}
	v := desk.Page{Title: t("pilot.to_paper"), Lead: t("pilot.paper_lead"), Problems: problems.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
		Before: before, Fields: []kit.Content{pilotNumber(r, problems, "sheets", "pilot.sheets")}}
	for _, question := range caseaudit.Questions {
		var fields []kit.Content
		for _, code := range caseaudit.AnswerCodes[:3] {
			name := question + "_" + code
			fields = append(fields, kit.Input{Name: name, Label: kit.Label{Text: kit.T(t("pilot.given_" + code)), Size: "s"}, Value: r.Form.Raw(name), Error: problems.Of(name), // i18n: prefix pilot.given_
				InputMode: "numeric", Autocomplete: "off", Class: "govuk-input--width-3"})
		}
		v.Fields = append(v.Fields, pilotGroup(t("pilot.asked_"+question), fields)) // i18n: prefix pilot.asked_
	}
	v.Fields = append(v.Fields, desk.Note(r, problems, "words", "pilot.paper_words"))
	v.Buttons = []kit.Content{desk.Button(r, "pilot.paper_go"), desk.Cancel(r, pilotAt(p.ID, "/mine"))}
	back := pilotAt(p.ID, "/mine")
	if permit.Could(r.Who, permit.HoldPilot) && !p.Has(r.Who.ID) {
		back = pilotAt(p.ID, "")
	}
	return v.Answer(wrong).Back(back).Style(pilotStyle), nil
}

func (web *Pilots) savePaper(r *page.Request) (*page.Answer, error) {
	f := r.Form
	g := caseaudit.PilotGiven{Form: f.ID("as"), Sheets: int64(f.Number("sheets", 1, 200)), Counts: map[string]map[string]int64{}, Lang: r.L.Tag()}
	if g.Sheets == 0 && f.Err() == nil {
		f.Add("sheets", "problem.number_range", "min", 1, "max", 200)
	}
	for _, question := range caseaudit.Questions {
		g.Counts[question] = map[string]int64{}
		marked := int64(0)
		for _, code := range caseaudit.AnswerCodes[:3] {
			n := int64(f.Number(question+"_"+code, 0, 200))
			g.Counts[question][code], marked = n, marked+n
		}
		if marked > g.Sheets && f.Err() == nil {
			f.Add(question+"_"+caseaudit.AnswerYes, "pilot.sheets_differ")
		}
		g.Counts[question][caseaudit.AnswerSkip] = max(0, g.Sheets-marked) // what nobody marked
	}
	for line := range strings.SplitSeq(f.Words("words", 20_000), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			g.Words = append(g.Words, line)
		}
	}
	err := f.Err()
	if err == nil {
		err = web.audits.GiveVerdict(r.Context(), r.Who, r.Path("pilot"), g)
	}
	if page.IsInvalid(err) {
		return web.paperPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(pilotAt(r.Path("pilot"), "/paper?done=paper")), nil
}
