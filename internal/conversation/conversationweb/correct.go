package conversationweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// correctPage is where a contribution is set right: all of it as it should have been, and why. The earlier one stays
// readable beside the later one.
type correctPage struct {
	*viewPage // draft is what the contribution says, then what it is to say
	before    conversation.Contribution
	why       string
}

func (web *Web) correctPage(r *page.Request) (*correctPage, error) {
	k, err := web.keptPage(r)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(k.kept.Contributions, func(c conversation.Contribution) bool { return c.ID == r.Path("contribution") })
	if i < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	p := &correctPage{viewPage: &viewPage{keptPage: k}, before: k.kept.Contributions[i]}
	p.who, p.draft = p.before.Perspective, p.before.Content
	p.about = slices.Concat(k.spokenOf(p.before), p.before.Content.Matters)
	if p.who != conversation.YoungPerson {
		p.about = slices.Concat(p.about, k.youngAbout())
	}
	var each []string
	for _, code := range p.about {
		if !slices.Contains(each, code) {
			each = append(each, code)
		}
	}
	p.about = each
	return p, nil
}

func (web *Web) showCorrect(r *page.Request) (*page.Answer, error) {
	p, err := web.correctPage(r)
	if err != nil {
		return nil, err
	}
	if err := web.Conversation.MayCorrect(r.Context(), r.Who, p.kept.Record, p.before.ID); err != nil {
		return nil, err
	}
	return p.answer(page.Problems{}), nil
}

func (p *correctPage) answer(problems page.Problems) *page.Answer {
	l := p.r.L
	v := staffPage{Title: l.T("conversation.correct_title"), Caption: l.Moment(p.kept.OpenedAt), Action: p.base + "/correct/" + p.before.ID,
		Hidden: []hidden{{"contribution", conversation.NewID()}}, Problems: problems.Summary()}
	lead := "conversation.correct_lead_view"
	if p.who == conversation.YoungPerson {
		lead = "conversation.correct_lead"
	}
	v.Parts = []kit.Content{paragraph(l.T(lead)), kit.InsetText{Text: kit.T(l.T("conversation.correct_stays"))}}
	for _, code := range p.about {
		if p.who == conversation.YoungPerson {
			v.Fields = append(v.Fields, p.theirs(code, problems))
		} else {
			v.Fields = append(v.Fields, p.fold(code, problems))
		}
	}
	if p.who == conversation.YoungPerson && len(p.about) > 1 {
		items := make([]kit.Choice, len(p.about))
		for i, code := range p.about {
			items[i] = kit.Choice{Value: code, Text: p.plainName(code)}
		}
		v.Fields = append(v.Fields, kit.Checkboxes{Name: "matters", Legend: kit.Legend{Text: kit.T(l.T("conversation.matters")), Size: "m"},
			Values: p.draft.Matters, Items: items, Error: problems.Of("matters")})
	}
	v.Fields = append(v.Fields, kit.Textarea{Name: "why", Label: kit.Label{Text: kit.T(l.T("conversation.correct_why")), Size: "m"},
		Hint: kit.T(l.T("conversation.correct_why_hint")), Value: p.why, Error: problems.Of("why"), Rows: 3})
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("conversation.correct_keep")), Once: true}}
	return v.answer(p.base)
}

// notSaid stands for no choice: radios cannot be let go of again.
const notSaid = "not_said"

// theirs is what the young person said of one thing, to be written as they said it.
func (p *correctPage) theirs(code string, problems page.Problems) kit.Content {
	l, a := p.r.L, p.draft.Answers[code]
	items := []kit.Choice{{Value: notSaid, Text: kit.T(l.T("conversation.not_said"))}}
	for _, c := range slices.Concat(p.english.Anchors(), p.english.Answers()) {
		items = append(items, kit.Choice{Value: c.Key, Text: kit.In(p.english.Lang(), p.english.Dir(), c.Word)})
	}
	value := a.Choice
	if value == "" {
		value = notSaid
	}
	body := []kit.Content{kit.Radios{Name: "choice." + code, Legend: kit.Legend{Text: kit.T(l.T("conversation.correct_choice")), Size: "s"}, Value: value,
		Class: "govuk-radios--small", Items: items, Error: problems.Of("choice." + code)}}
	if topic, own := p.draft.Topic(code); own {
		body = append(body, p.wordFields("name", code, "conversation.correct_name", topic.Name, problems)...)
	}
	body = append(body, p.wordFields("words", code, "conversation.correct_words", a.Words, problems)...)
	body = append(body, barrierFields(l, code, p.barrierOf(code), problems))
	return kit.Details{Summary: p.plainName(code), Body: kit.Join(body...), Open: true}
}

// wordFields are somebody's words, their translation and the worker's summary.
func (p *correctPage) wordFields(name, code, key string, w conversation.Words, problems page.Problems) []kit.Content {
	l := p.r.L
	area := func(field, key, value string) kit.Textarea {
		return kit.Textarea{Name: field + "." + code, Label: kit.Label{Text: kit.T(l.T(key))}, Value: value, Error: problems.Of(field + "." + code), Rows: 2}
	}
	list := []kit.Content{area(name, key, w.Text)}
	if w.Translation != "" || w.Language != "" && w.Language != "en" {
		list = append(list, area(name+"-translation", "conversation.translation", w.Translation))
	}
	if w.Paraphrase != "" {
		list = append(list, area(name+"-summary", "conversation.paraphrase", w.Paraphrase))
	}
	return list
}

// readWords takes what wordFields ask. Words that were changed were written down by whoever changes them.
func (p *correctPage) readWords(name, code string, had conversation.Words) conversation.Words {
	f, w := p.r.Form, had
	w.Text = f.Words(name+"."+code, conversation.MaxWords)
	if f.Has(name + "-translation." + code) {
		w.Translation = f.Words(name+"-translation."+code, conversation.MaxWords)
	}
	if f.Has(name + "-summary." + code) {
		w.Paraphrase = f.Words(name+"-summary."+code, conversation.MaxWords)
	}
	if w.Text != had.Text {
		w.WrittenBy = "worker"
	}
	if w.Text != "" && w.Language == "" {
		w.Language = p.r.L.Tag()
	}
	if w.Translation != had.Translation {
		w.TranslatedBy = "worker"
		if w.TranslatedTo == "" {
			w.TranslatedTo = p.r.L.Tag()
		}
	}
	if w.Translation == "" {
		w.TranslatedBy, w.TranslatedTo = "", ""
	}
	if w.Empty() {
		return conversation.Words{}
	}
	return w
}

// readTheirs takes the form of what the young person said.
func (p *correctPage) readTheirs() {
	f, c := p.r.Form, p.before.Content
	c.Answers, c.Topics, c.Barriers = map[string]conversation.Answer{}, slices.Clone(c.Topics), nil
	keys := []string{notSaid}
	for _, k := range slices.Concat(p.english.Anchors(), p.english.Answers()) {
		keys = append(keys, k.Key)
	}
	for _, code := range p.about {
		a := conversation.Answer{Choice: f.Choice("choice."+code, keys...), Words: p.readWords("words", code, p.before.Content.Answers[code].Words)}
		if a.Choice == notSaid {
			a.Choice = ""
		}
		c.Answers[code] = a
		if i := slices.IndexFunc(c.Topics, func(t conversation.Topic) bool { return t.ID == code }); i >= 0 {
			if c.Topics[i].Name = p.readWords("name", code, c.Topics[i].Name); c.Topics[i].Name.Empty() {
				f.Add("name."+code, "problem.required")
			}
		}
		had := p.barrierOf(code)
		if b, there := readBarrier(f, code, had); there {
			c.Barriers = append(c.Barriers, b)
		}
		for _, b := range p.before.Content.Barriers { // a second one about the same thing stays as it was
			if b.Item == code && b.ID != had.ID {
				c.Barriers = append(c.Barriers, b)
			}
		}
	}
	if f.Has("matters") || len(p.about) > 1 {
		c.Matters = f.Choices("matters", p.about...)
	}
	p.draft = c
}

// readView takes the form of somebody's own view. What was not changed keeps its language.
func (p *correctPage) readView() {
	had := p.before.Content
	p.read()
	p.draft.Language, p.draft.Topics, p.draft.Chosen, p.draft.Matters, p.draft.Links = had.Language, had.Topics, had.Chosen, had.Matters, had.Links
	for code, a := range p.draft.Answers {
		if was := had.Answers[code].Words; was.Text == a.Words.Text {
			a.Words = was
			p.draft.Answers[code] = a
		}
	}
	for _, t := range p.kept.Contributions { // topics that the view speaks of now have to be known to it
		for _, topic := range t.Content.Topics {
			if _, have := p.draft.Topic(topic.ID); !have && t.Perspective == conversation.YoungPerson {
				p.draft.Topics = append(slices.Clone(p.draft.Topics), conversation.Topic{ID: topic.ID})
			}
		}
	}
}

func (web *Web) saveCorrect(r *page.Request) (*page.Answer, error) {
	p, err := web.correctPage(r)
	if err != nil {
		return nil, err
	}
	if p.who == conversation.YoungPerson {
		p.readTheirs()
	} else {
		p.readView()
	}
	p.why = r.Form.Words("why", conversation.MaxWords)
	c := conversation.Correction{Record: p.kept.Record, Corrects: p.before.ID, ID: r.Form.ID("contribution"), Content: p.draft, Why: p.why}
	if err = r.Form.Err(); err == nil {
		err = web.Conversation.Correct(r.Context(), r.Who, c)
	}
	if page.IsInvalid(err) && problem.KeyOf(err) == "problem.invalid" {
		return p.answer(r.Problems(err)), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(p.base), nil
}

// correctWay leads to setting a contribution right, for who may.
func (k *keptPage) correctWay(c conversation.Contribution) kit.Content {
	if k.kept.Open() || !k.may(permit.HoldConversation) || c.Perspective != conversation.YoungPerson && c.Author != k.r.Who.ID {
		return kit.Join()
	}
	return links([]linkView{{k.r.L.T("conversation.correct_link"), k.base + "/correct/" + c.ID}})
}

// youngAbout lists what the young person talked about in the sitting.
func (k *keptPage) youngAbout() (about []string) {
	for _, c := range k.kept.Contributions {
		if c.Perspective == conversation.YoungPerson {
			about = slices.Concat(about, c.Content.TalkedAbout(k.ed), c.Content.Matters)
		}
	}
	return slices.Compact(about)
}
