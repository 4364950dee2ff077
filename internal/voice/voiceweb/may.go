package voiceweb

import (
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/voice"
)

// showMay is who may use their words: statement by statement, each with its yes or no and the way to change it.
func (t *table) showMay() (*page.Answer, error) {
	list, err := t.web.Voice.Permissions(t.r.Context(), t.r.Who, t.record)
	if err != nil {
		return nil, err
	}
	v := t.begin("shield", "place.may")
	v.Lead = []kit.Content{t.say("place.may_hint")}
	v.Above = []kit.Content{t.listen("", "place.may", "place.may_hint")}
	if len(list) == 0 {
		v.Lead = append(v.Lead, t.say("place.may_none"))
	}
	for _, a := range list {
		v.Above = append(v.Above, part(t.statementName(a.Statement), t.asked(a)))
	}
	return t.show(v), nil
}

func (t *table) statementName(a conversation.Statement) kit.Content {
	if !a.Name.Empty() {
		return wordsOf(a.Name)
	}
	if ed, err := t.web.Framework.Edition(t.r.Context(), a.EditionID); err == nil {
		return t.topic(ed, nil, a.Item)
	}
	return kit.T(t.day(a.At.Format(time.DateOnly)))
}

func (t *table) asked(a voice.Asked) []kit.Content {
	var parts []kit.Content
	if !a.Words.Empty() {
		parts = t.quote(a.Words)
	}
	for _, p := range a.Last {
		v := mayView{Name: kit.Name(a.Recipients[p.Recipient]), Action: t.base + "/may", Now: t.say("place.may_now_no")}
		about := a.Recipients[p.Recipient]
		switch p.Recipient {
		case conversation.Publication:
			v.Name = t.say("place.may_everybody")
		case conversation.CarryOn:
			v.Name, about = t.say("place.carry_may"), t.text("place.carry_may")
		}
		key, answer := "place.may_yes", "yes"
		if p.Yes {
			v.Now, key, answer = t.say("place.may_now_yes"), "place.may_no", "no"
		}
		v.Hidden = [][2]string{{"id", conversation.NewID()}, {"contribution", p.Contribution}, {"item", p.Item}, {"recipient", p.Recipient}}
		v.Button = kit.Button{Text: kit.Join(t.say(key), hiddenWords(about)), Name: "answer", Value: answer, Kind: kit.Secondary, Once: true}
		parts = append(parts, mayBody(v))
	}
	return parts
}

type mayView struct {
	Name, Now kit.Content
	Action    string
	Hidden    [][2]string
	Button    kit.Content
	More      []kit.Content // below what holds now
}

func (t *table) saveMay() (*page.Answer, error) {
	f := t.r.Form
	p := conversation.Permission{ID: f.ID("id"), Contribution: f.ID("contribution"), Item: f.Line("item", 64), Recipient: f.Line("recipient", 64),
		Yes: f.Choice("answer", "yes", "no") == "yes", Text: conversation.PermissionText{Language: t.pack.Lang()}}
	if err := f.Err(); err != nil {
		return nil, err
	}
	if err := t.web.Voice.Decide(t.r.Context(), t.r.Who, t.record, p); err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/may"), nil
}

// paper asks about paper first: it is fine not to take any.
func (t *table) showPaper() (*page.Answer, error) {
	v := t.begin("papers", "copy.paper_question")
	v.Lead = []kit.Content{t.say("copy.paper_fine"), t.say("copy.paper_safe")}
	v.Above = []kit.Content{t.listen("", "copy.paper_question", "copy.paper_fine", "copy.paper_safe"),
		t.way("copy.paper_yes", "/sheet", kit.Secondary), t.way("place.for_advocate", "/advocate", kit.Secondary), t.way("copy.paper_no", "", kit.Secondary)}
	return t.show(v), nil
}

// showSheet is their place as one plain set of pages: what they said, what was promised, what they said about it.
func (t *table) showSheet() (*page.Answer, error) {
	v := sheetView{Title: t.say("mine.title"), Print: t.r.L.T("page.print"), File: kit.Button{Text: kit.In(t.r.L.Tag(), t.r.L.Dir(), t.r.L.T("voice.pdf")), Href: t.base + "/pdf"}}
	add := func(key string, parts []kit.Content) {
		if len(parts) > 0 {
			v.Parts = append(v.Parts, part(t.say(key), parts))
		}
	}
	var said, promises, remarks []kit.Content
	for _, s := range t.Sittings {
		said = append(said, kit.T(t.day(s.OpenedAt.Format(time.DateOnly))))
		said = append(said, t.said(s.Edition, s.Said, s.Said.Content.Topics)...)
	}
	for _, p := range t.Promises {
		promises = append(promises, promised(t.promisedView(p)))
	}
	for _, r := range t.Remarks {
		remarks = append(remarks, t.remark(r))
	}
	add("copy.said", said)
	add("copy.promised", promises)
	add("place.news", remarks)
	return t.onPaper(v), nil
}

// showAdvocate is a page that they can hand to an advocate: what they want, their name, and no word of what they said.
func (t *table) showAdvocate() (*page.Answer, error) {
	v := sheetView{Title: t.say("place.for_advocate"), Print: t.r.L.T("page.print")}
	v.Parts = []kit.Content{line(t.say("place.advocate_text")), line(kit.Name(t.Person.Profile.Names.Shown()))}
	if english, ok := t.web.Pack(t.r.Context(), t.ed, "en"); ok && t.pack.Lang() != "en" {
		v.Parts = append(v.Parts, line(kit.In("en", "ltr", english.Text("place.advocate_text"))))
	}
	return t.onPaper(v), nil
}

type sheetView struct {
	Title kit.Content
	Parts []kit.Content
	Print string
	Back  kit.Content
	File  kit.Content // the same as a file to print; nil where there is none
}

func (t *table) onPaper(v sheetView) *page.Answer {
	v.Back = kit.Join(v.File, t.way("card.back", "/paper", kit.Secondary))
	return page.Show(t.text("mine.title"), sheetBody(v)).In(page.Document).Leaving().Style("place.css").Speaking(t.pack.Lang()).Saying(page.WordsIn(t.r.L, t.text))
}
