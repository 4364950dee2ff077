package conversationweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// showExplain tells, point by point, what this is and what can become of it, before the first card.
func (t *table) showExplain() (*page.Answer, error) {
	v := t.page(t.voice.pack.ScreenPicture("explain"), "explain.title")
	var list []pointView
	var explained []spoken
	for _, p := range t.voice.explanation(t.Nation) {
		explained = append(explained, spoken{explainKey(p.Key, t.Nation), p.Text, t.voice.guard})
		view := pointView{Text: t.voice.both(t.voice.guard, func(pack *framework.Pack) string { return pointOf(pack, t.Nation, p.Key) })}
		if p.Key == "who_reads" && t.Sitting.Setup.Readers != "" {
			view.Also = t.voice.sentence(t.Sitting.Setup.Readers)
		}
		list = append(list, view)
	}
	v.Above = []kit.Content{t.listen("", explained), points(list)}
	v.Below = []kit.Content{links([]linkView{{t.voice.text("privacy.title"), t.base + "/privacy"}})}
	t.form(&v, "/explain", "explain")
	v.DraftURL = ""
	v.Hidden = append(v.Hidden, hidden{"contribution", conversation.NewID()})
	v.Staff = t.staffExplanation(explained)
	v.Buttons = []kit.Content{t.button("explain.go_on", "on", kit.Primary), t.button("explain.not_now", "not_now", kit.Secondary)}
	return t.show(v), nil
}

// pointOf is one point of the explanation as a pack has it.
func pointOf(p *framework.Pack, nation, key string) string {
	points := p.Explanation(nation)
	if points == nil {
		points = p.Explanation(framework.Nations[0])
	}
	for _, point := range points {
		if point.Key == key {
			return point.Text
		}
	}
	return ""
}

// staffExplanation is the same in the worker's language, to read along.
func (t *table) staffExplanation(explained []spoken) kit.Content {
	l := t.r.L
	texts := []string{l.T("conversation.explain_staff")}
	if t.voice.pack.Lang() == "en" {
		return t.staff(false, texts, t.better(explained)...)
	}
	original := originalPack(t.ed)
	var items []kit.Content
	for _, p := range original.Explanation(t.Nation) {
		items = append(items, kit.In(original.Lang(), original.Dir(), p.Text))
	}
	return t.staff(false, texts, append([]kit.Content{bullets(items)}, t.better(explained)...)...)
}

func (t *table) saveExplain() (*page.Answer, error) {
	if t.r.Form.Raw("go") == "not_now" {
		return t.stopped(false)
	}
	var told []string
	for _, p := range t.voice.explanation(t.Nation) {
		told = append(told, p.Key)
	}
	if !slices.Equal(t.Sitting.Setup.Explained, told) {
		err := t.web.Conversation.ChangeSetup(t.r.Context(), t.r.Who, t.Sitting.Record, t.Sitting.ID,
			func(s *conversation.Setup) error { s.Explained = told; return nil })
		if err != nil {
			return nil, err
		}
	}
	return page.Redirect(t.base + "/topics"), nil
}

// showTopics lets the young person choose what to talk about: something else first, then everything the edition has.
// Any order is fine, and one is enough.
func (t *table) showTopics() (*page.Answer, error) {
	v := t.page("", "topics.title")
	v.Lead = []kit.Content{t.voice.say("topics.hint")}
	t.form(&v, "/topics", "topics")
	chosen := func(code string) bool { return slices.Contains(t.Draft.Chosen, code) }
	first := kit.Cards{Name: "chosen", ID: "first", Multiple: true, Legend: t.legend("topics.any_order"), Items: []kit.CardChoice{
		{Drawing: t.voice.pack.SomethingElse().Picture, Word: t.voice.both(t.voice.pack, func(p *framework.Pack) string { return p.SomethingElse().Name }), Value: "else"},
		{Drawing: t.voice.pack.MattersMost().Picture, Word: t.voice.both(t.voice.pack, func(p *framework.Pack) string { return p.MattersMost().Name }), Value: "matters"},
	}}
	for _, own := range t.Draft.Topics {
		first.Items = append(first.Items, kit.CardChoice{Drawing: t.voice.pack.SomethingElse().Picture, Word: t.ownName(own.Name), Value: own.ID,
			Checked: chosen(own.ID)})
	}
	v.Fields = []kit.Content{first}
	for _, p := range t.ed.Principles {
		group := kit.Cards{Name: "chosen", ID: p.Code, Multiple: true,
			Legend: kit.Legend{Text: t.voice.both(t.voice.pack, func(pack *framework.Pack) string { return pack.PrincipleName(p) }), Size: "m"}}
		for _, o := range p.Outcomes() {
			group.Items = append(group.Items, kit.CardChoice{Drawing: t.voice.pack.OutcomePicture(o), Word: t.topic(o.Code).Name, Value: o.Code,
				Checked: chosen(o.Code)})
		}
		v.Fields = append(v.Fields, group)
	}
	v.Buttons, v.Stay = []kit.Content{t.button("topics.done", "done", kit.Primary)}, true
	v.Staff = t.staff(false, []string{t.r.L.T("conversation.topics_staff"), t.r.L.T("conversation.least")})
	return t.show(v), nil
}

func (t *table) legend(key string) kit.Legend { return kit.Legend{Text: t.voice.say(key), Size: "m"} }

func (t *table) saveTopics() (*page.Answer, error) {
	sent := t.r.Form.All("chosen")
	if err := t.change("topics", t.takeTopics()); err != nil {
		return nil, err
	}
	if slices.Contains(sent, "else") {
		return page.Redirect(t.base + "/else"), nil
	}
	next := t.after("")
	if slices.Contains(sent, "matters") && len(t.Draft.Matters) == 0 && next == t.base+"/check" {
		next = t.base + "/matters"
	}
	if next == t.base+"/check" && !t.Draft.Complete() {
		next = t.base + "/topics" // nothing chosen and nothing said: the cards again, without a word
	}
	return page.Redirect(next), nil
}
