package togetherweb

import (
	"fmt"
	"strings"

	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/together"
)

// openRound is a round that can be answered; NotFound where it is closed.
func (web *Web) openRound(r *page.Request) (together.Result, voice, error) {
	res, err := web.round(r)
	if err != nil {
		return res, voice{}, err
	}
	if res.Closed {
		return res, voice{}, problem.New(problem.Conflict, "together.round_closed")
	}
	v, err := web.voice(r.Context(), res.Asked.Lang)
	return res, v, err
}

func (web *Web) showAnswer(r *page.Request) (*page.Answer, error) { return web.answerPage(r, nil) }

// answerPage is what one young person after another sees on the worker's device. It carries nothing from one to the next.
func (web *Web) answerPage(r *page.Request, wrong error) (*page.Answer, error) {
	res, v, err := web.openRound(r)
	if err != nil {
		return nil, err
	}
	c := childView{Drawing: "speech", Title: spoken(res.Asked.Lang, res.Asked.Question), Action: "/together/rounds/" + res.ID + "/answer", Hidden: [][2]string{{"form", formID(r, "form")}}}
	c.Above = web.promised(res, v)
	cards := kit.Cards{Name: "answer", Wide: true, Legend: kit.Legend{Text: spoken(res.Asked.Lang, res.Asked.Question), Class: "govuk-visually-hidden"}}
	for i, code := range res.Asked.Codes() {
		card := kit.CardChoice{Value: code, Word: v.skip(), Checked: r.Form.Raw("answer") == code}
		if i < len(res.Asked.Options) {
			card.Word = spoken(res.Asked.Lang, res.Asked.Options[i])
		}
		cards.Items = append(cards.Items, card)
	}
	if wrong != nil {
		cards.Error = first(r.Problems(wrong))
	}
	c.Fields = []kit.Content{cards}
	if res.Asked.Words {
		c.Fields = append(c.Fields, kit.Textarea{Name: "words", Label: kit.Label{Text: v.say("together.add"), Size: "s"}, Value: r.Form.Raw("words"), Rows: 3, Autocomplete: "off"})
	}
	c.Buttons = []kit.Content{kit.Button{Text: v.say("together.send"), Once: true}}
	c.Staff = web.staffWay(r, res.ID)
	return v.child(r, r.L.T("together.answer_title"), c, wrong != nil), nil
}

// promised is what is said before somebody answers: that nobody will know, who reads it, and when they hear of it.
func (web *Web) promised(res together.Result, v voice) []kit.Content {
	return []kit.Content{v.say("together.secret"), v.say("together.reader", "who", res.Asked.Reader), v.say("together.told", "day", v.day(res.Asked.TellBy))}
}

func (v voice) skip() kit.Content {
	choice, _ := v.pack.Choice("dont_want_to_say")
	return kit.Sentence(v.pack.Lang(), v.pack.Dir(), choice.Word)
}

// staffWay is the worker's way back, folded at the end of a young person's page.
func (web *Web) staffWay(r *page.Request, round string) kit.Content {
	return forStaff(r.L.Tag(), r.L.Dir(), []kit.Content{way(r.L.T("together.back_to_round"), "/together/rounds/"+round, kit.Secondary)})
}

func (web *Web) saveAnswer(r *page.Request) (*page.Answer, error) {
	res, _, err := web.openRound(r)
	if err != nil {
		return nil, err
	}
	g := together.Given{Form: r.Form.ID("form"), Lang: res.Asked.Lang, Counts: map[string]int64{}}
	if code := r.Form.Choice("answer", res.Asked.Codes()...); code != "" {
		g.Counts[code] = 1
	} else {
		g.Counts[together.Skip] = 1 // nothing chosen is an answer too
	}
	if words := r.Form.Words("words", 1000); words != "" && res.Asked.Words {
		g.Words = []string{words}
	}
	err = r.Form.Err()
	if err == nil {
		err = web.Together.Answer(r.Context(), r.Who, res.ID, g)
	}
	if page.IsInvalid(err) {
		return web.answerPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/rounds/" + res.ID + "/thanks"), nil
}

func (web *Web) showThanks(r *page.Request) (*page.Answer, error) {
	res, v, err := web.openRound(r)
	if err != nil {
		return nil, err
	}
	c := childView{Drawing: "open-hand", Title: v.say("together.thanks"), Above: []kit.Content{v.say("together.thanks_text")},
		Below: []kit.Content{kit.Button{Text: v.say("together.next"), Href: "/together/rounds/" + res.ID + "/answer"}}, Staff: web.staffWay(r, res.ID)}
	return v.child(r, r.L.T("together.answer_title"), c, false), nil
}

type sheetView struct {
	Question kit.Content
	Lines    []kit.Content
	Options  []kit.Content
	Add      kit.Content
}

// showSheet is the round on paper.
func (web *Web) showSheet(r *page.Request) (*page.Answer, error) {
	res, v, err := web.openRound(r)
	if err != nil {
		return nil, err
	}
	s := sheetView{Question: spoken(res.Asked.Lang, res.Asked.Question), Lines: append([]kit.Content{v.say("together.mark")}, web.promised(res, v)...)}
	for _, o := range res.Asked.Options {
		s.Options = append(s.Options, spoken(res.Asked.Lang, o))
	}
	s.Options = append(s.Options, v.skip())
	if res.Asked.Words {
		s.Add = v.say("together.add")
	}
	return page.Show(r.L.T("together.sheet_title"), sheetBody(s)).In(page.Document).Speaking(v.pack.Lang()).Saying(page.WordsIn(r.L, v.text)).
		Back("/together/rounds/" + res.ID).Style(sheet), nil
}

func (web *Web) showPaper(r *page.Request) (*page.Answer, error) { return web.paperPage(r, nil) }

// paperPage takes what was answered on paper: how often each answer was marked, and what was written.
func (web *Web) paperPage(r *page.Request, wrong error) (*page.Answer, error) {
	res, _, err := web.openRound(r)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, r.Problems(wrong)
	v := view{Title: t("together.paper_title"), Lead: t("together.paper_lead"), Problems: problems.Summary()}
	f := form{Action: "/together/rounds/" + res.ID + "/paper", Hidden: [][2]string{{"form", formID(r, "form")}}}
	for _, code := range res.Asked.Codes() {
		name := "n-" + code
		f.Fields = append(f.Fields, kit.Input{Name: name, Label: kit.Label{Text: optionName(r, res.Asked, code), Size: "s"}, Value: r.Form.Raw(name),
			InputMode: "numeric", Class: "govuk-input--width-3", Error: problems.Of(name), Autocomplete: "off"})
	}
	if res.Asked.Words {
		f.Fields = append(f.Fields, area(r, problems, "words", t("together.paper_words"), t("together.paper_words_hint"), 6))
	}
	f.Buttons = []kit.Content{button(t("together.paper_save"), kit.Primary)}
	v.Parts = []part{{Form: &f}}
	return answer(v, wrong, "/together/rounds/"+res.ID), nil
}

func (web *Web) savePaper(r *page.Request) (*page.Answer, error) {
	res, _, err := web.openRound(r)
	if err != nil {
		return nil, err
	}
	g := together.Given{Form: r.Form.ID("form"), Lang: res.Asked.Lang, Counts: map[string]int64{}}
	any := false
	for _, code := range res.Asked.Codes() {
		n := r.Form.Number("n-"+code, 0, 200)
		g.Counts[code] = int64(n)
		any = any || n > 0
	}
	for line := range strings.SplitSeq(r.Form.Words("words", 20_000), "\n") {
		if line = strings.TrimSpace(line); line != "" && res.Asked.Words {
			g.Words = append(g.Words, line)
		}
	}
	if !any && r.Form.Err() == nil {
		r.Form.Add(fmt.Sprintf("n-%s", res.Asked.Codes()[0]), "together.no_answer")
	}
	err = r.Form.Err()
	if err == nil {
		err = web.Together.Answer(r.Context(), r.Who, res.ID, g)
	}
	if page.IsInvalid(err) {
		return web.paperPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/together/rounds/" + res.ID), nil
}

// first is the first thing that was wrong with a form.
func first(p page.Problems) kit.Content {
	if len(p.Items) == 0 {
		return nil
	}
	return p.Items[0].Text
}
