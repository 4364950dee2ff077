package voiceweb

import (
	"bytes"
	"strings"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
	"stablefutures/internal/voice"
)

// showCarry is what they carry on to somebody new: which words, their cards, and who asked.
func (t *table) showCarry() (*page.Answer, error) {
	c, err := t.web.Voice.Carry(t.r.Context(), t.r.Who, t.record)
	if err != nil {
		return nil, err
	}
	v := t.begin("path", "place.carry")
	v.Lead = []kit.Content{t.say("place.carry_hint")}
	if t.r.Form.Raw("done") == "yes" {
		v.Lead = append([]kit.Content{t.say("place.carry_saved")}, v.Lead...)
	}
	v.Above = []kit.Content{t.listen("", "place.carry", "place.carry_hint", "place.carry_choose")}
	if len(c.Statements) == 0 {
		v.Lead = append(v.Lead, t.say("mine.nothing_yet"))
		return t.show(v), nil
	}
	v.Action = t.base + "/carry"
	boxes := kit.Checkboxes{Name: "words", Legend: kit.Legend{Text: t.say("place.carry_choose"), Size: "m"}}
	for _, one := range c.Statements {
		item := kit.Choice{Value: one.Contribution + "/" + one.Item, Text: t.statementName(one.Statement), Checked: one.Chosen}
		if !one.Words.Empty() {
			item.Hint = wordsOf(one.Words)
		}
		boxes.Items = append(boxes.Items, item)
	}
	v.Fields = []kit.Content{boxes}
	v.Buttons = []kit.Content{t.button("place.carry_save", "choose", kit.Primary)}
	if len(c.Asks) > 0 {
		var asks []kit.Content
		for _, a := range c.Asks {
			asks = append(asks, mayBody(t.askView(a, c.Names)))
		}
		v.Below = append(v.Below, part(t.say("place.carry_asked"), asks))
	}
	v.Below = append(v.Below, part(t.say("place.carry_cards"), t.cards(c.Cards)))
	return t.show(v), nil
}

// askView is somebody who asked: what became of it, and the way to end it.
func (t *table) askView(a voice.Ask, names map[string]account.Person) mayView {
	day := func(at time.Time) string { return t.day(at.Format(time.DateOnly)) }
	who := names[a.By]
	v := mayView{Name: kit.Name(who.Name), Action: t.base + "/back", Hidden: [][2]string{{"ask", a.ID}}}
	if who.OrganisationName != "" {
		v.Name = kit.Join(kit.Name(who.Name), kit.T(dot), kit.Name(who.OrganisationName))
	}
	v.Button = kit.Button{Text: kit.Join(t.say("place.carry_back"), hiddenWords(who.Name)), Name: "go", Value: "back", Kind: kit.Secondary, Once: true}
	switch a.State {
	case voice.AskWaits:
		v.Now = t.say("place.carry_waits", "date", day(a.At))
	case voice.AskGiven:
		v.Now = t.say("place.carry_given", "date", day(a.Until))
		read := t.say("place.carry_unread")
		if !a.ReadAt.IsZero() {
			read = t.say("place.carry_read", "date", day(a.ReadAt))
		}
		v.More = append(v.More, line(read))
	case voice.AskRefused:
		v.Now, v.Button = t.say("place.carry_refused", "date", day(a.DecidedAt)), nil
	case voice.AskLapsed:
		v.Now, v.Button = t.say("place.carry_lapsed"), nil
	default:
		v.Now, v.Button = t.say("place.carry_over"), nil
	}
	if a.Answer.Reason != "" {
		v.More = append(v.More, t.answered(a.Answer.Reason, a.Answer.ForYoung, a.Answer.Language))
	}
	return v
}

// cards are the cards that count, each with its letters to hear, print and stop, and the way to make one more.
func (t *table) cards(list []voice.Card) []kit.Content {
	parts := []kit.Content{line(t.say("place.carry_card_hint")), t.listen(t.text("place.carry_cards"), "place.carry_card_hint")}
	for _, c := range list {
		made := t.text("copy.made_on", "date", t.day(c.MadeAt.Format(time.DateOnly)))
		if !c.EndedAt.IsZero() {
			parts = append(parts, line(kit.T(made+". "+t.text("place.carry_cancelled"))))
			continue
		}
		code := voice.ShowCardCode(c.Code)
		parts = append(parts, mayBody(mayView{Name: kit.In("en", "ltr", code), Now: kit.T(made), Action: t.base + "/card",
			Hidden: [][2]string{{"card", c.ID}, {"do", "cancel"}},
			More: []kit.Content{t.listenTo("en", code, strings.Join(strings.Split(strings.ReplaceAll(code, " ", ""), ""), ", ")),
				kit.Button{Text: kit.Join(t.say("place.carry_print"), hiddenWords(code)), Href: t.base + "/card?card=" + c.ID, Kind: kit.Secondary}},
			Button: kit.Button{Text: kit.Join(t.say("place.carry_cancel"), hiddenWords(code)), Name: "go", Value: "cancel", Kind: kit.Secondary, Once: true}}))
	}
	return append(parts, makeCard(t.base+"/card", conversation.NewID(), kit.Button{Text: t.say("place.carry_make"), Name: "go", Value: "make", Once: true}))
}

func (t *table) saveCarry() (*page.Answer, error) {
	var chosen []voice.Chosen
	for _, key := range t.r.Form.All("words") {
		contribution, item, _ := strings.Cut(key, "/")
		chosen = append(chosen, voice.Chosen{Contribution: contribution, Item: item})
	}
	if err := t.web.Voice.Choose(t.r.Context(), t.r.Who, t.record, t.pack.Lang(), chosen); err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/carry?done=yes"), nil
}

// showCard is a card on paper. Its file's name says nothing.
func (t *table) showCard() (*page.Answer, error) {
	id := t.r.Form.ID("card")
	if err := t.r.Form.Err(); err != nil {
		return nil, err
	}
	d, err := t.web.Voice.PrintCard(t.r.Context(), t.r.Who, t.record, id)
	if err != nil {
		return nil, err
	}
	return file(d)
}

// file answers with a document to print, under a name that says nothing.
func file(d print.Doc) (*page.Answer, error) {
	var b bytes.Buffer
	if err := print.WritePDF(&b, d); err != nil {
		return nil, err
	}
	return page.File("page.pdf", "application/pdf", b.Bytes()), nil
}

func (t *table) saveCard() (*page.Answer, error) {
	f, act := t.r.Form, t.web.Voice.MakeCard
	if f.Raw("do") == "cancel" {
		act = t.web.Voice.CancelCard
	}
	id := f.ID("card")
	if err := f.Err(); err != nil {
		return nil, err
	}
	if err := act(t.r.Context(), t.r.Who, t.record, id); err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/carry"), nil
}

func (t *table) saveBack() (*page.Answer, error) {
	ask := t.r.Form.ID("ask")
	if err := t.r.Form.Err(); err != nil {
		return nil, err
	}
	if err := t.web.Voice.TakeBack(t.r.Context(), t.r.Who, t.record, ask); err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/carry"), nil
}
