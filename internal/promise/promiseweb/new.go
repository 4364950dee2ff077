package promiseweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

type newView struct {
	Title, Lede string
	Whose       kit.Content
	Summary     kit.Content
	Hidden      []hidden
	Fields      []kit.Content
	Save        kit.Content
	Another     kit.Content
}

type hidden struct{ Name, Value string }

// source is what a new promise is made from: whose it is, the edition, what was talked about, and in which language.
type source struct {
	person   record.Person
	edition  *framework.Edition
	topics   []conversation.Topic
	spoken   []string // codes talked about in the sitting
	language string   // of the young person, "en" when that is theirs
}

// source looks at one sitting, or at the last one when the promise comes from none.
func (p *Pages) source(r *page.Request, id, sitting string) (s source, err error) {
	if s.person, _, err = p.promises.Of(r.Context(), r.Who, id); err != nil {
		return s, err
	}
	var list []conversation.Summary
	if permit.On(r.Who, permit.ReadConversation, s.person.Parts) {
		if list, err = p.conversations.Sittings(r.Context(), r.Who, id); err != nil {
			return s, err
		}
	}
	i := slices.IndexFunc(list, func(sum conversation.Summary) bool { return sitting == "" || sum.ID == sitting })
	if i < 0 && sitting != "" {
		return s, problem.New(problem.NotFound, "problem.not_found")
	}
	if i >= 0 {
		if s.edition, err = p.frameworks.Shown(r.Context(), r.Who, list[i].EditionID); err != nil {
			return s, err
		}
		s.language = list[i].Setup.Language
		s.talkedAbout(list[i])
	} else {
		s.language = s.person.Profile.FirstLanguage()
		if s.edition, err = p.frameworks.Chosen(r.Context(), r.Who, s.person.EditionFor(p.promises.Now())); problem.Is(err, problem.NotFound) {
			err = nil // nobody has chosen yet; a promise can be for nothing in particular
		}
	}
	if s.edition == nil && err == nil {
		s.edition, _ = framework.BySet(framework.SetWhatMatters)
	}
	return s, err
}

// talkedAbout gathers what the young person spoke of. A view points at their topics and does not name them.
func (s *source) talkedAbout(sum conversation.Summary) {
	for _, c := range sum.Contributions {
		if c.Perspective != conversation.YoungPerson {
			continue
		}
		for _, topic := range c.Content.Topics {
			if !slices.ContainsFunc(s.topics, func(t conversation.Topic) bool { return t.ID == topic.ID }) {
				s.topics = append(s.topics, topic)
			}
		}
		for code := range c.Content.Answers {
			s.spoken = append(s.spoken, code)
		}
	}
}

func (p *Pages) showNew(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	return p.newForm(r, id, nil)
}

func (p *Pages) newForm(r *page.Request, id string, wrong error) (*page.Answer, error) {
	ids, err := hiddenIDs(r.Form, "sitting")
	if err != nil {
		return nil, err
	}
	sitting := ids["sitting"]
	s, err := p.source(r, id, sitting)
	if err != nil {
		return nil, err
	}
	problems := problemsOf(r, wrong)
	t := r.L.T
	formID := r.Form.Raw("promise")
	if formID == "" {
		formID = page.NewID()
	}
	v := newView{Title: t("promise.new_title"), Lede: t("promise.new_lede"), Summary: problems.Summary(), Whose: kit.Name(s.person.Profile.Names.Shown()),
		Hidden: []hidden{{"promise", formID}, {"sitting", sitting}},
		Fields: newFields(r, s, problems),
		Save:   kit.Button{Text: kit.T(t("promise.save")), Once: true},
	}
	if sitting != "" {
		v.Another = kit.Button{Text: kit.T(t("promise.save_another")), Kind: kit.Secondary, Name: "another", Value: "yes", Once: true}
	}
	answer := page.Show(v.Title, newBody(v))
	if wrong != nil {
		answer = page.Invalid(v.Title, newBody(v))
	}
	return answer.Back("/people/" + id + "/promises"), nil
}

func newFields(r *page.Request, s source, problems page.Problems) []kit.Content {
	t, f := r.L.T, r.Form
	fields := []kit.Content{
		kit.Textarea{Name: "what", Label: kit.Label{Text: kit.T(t("promise.what")), Size: "m"}, Hint: kit.T(t("promise.what_hint")),
			Value: f.Raw("what"), Rows: 3, Error: problems.Of("what")},
		kit.Input{Name: "owner", Label: kit.Label{Text: kit.T(t("promise.owner")), Size: "m"}, Hint: kit.T(t("promise.owner_hint")),
			Value: first(f.Raw("owner"), ownName(r)), Error: problems.Of("owner")},
		kit.DateInput{ID: "due", NamePrefix: "due", Legend: kit.Legend{Text: kit.T(t("promise.due")), Size: "m"},
			Hint: kit.T(t("promise.due_hint")), Error: problems.Of("due"),
			Day: kit.DatePart{Value: f.Raw("due-day")}, Month: kit.DatePart{Value: f.Raw("due-month")}, Year: kit.DatePart{Value: f.Raw("due-year")}},
		kit.Radios{Name: "agreed", Legend: kit.Legend{Text: kit.T(t("promise.agreed")), Size: "m"}, Value: f.Raw("agreed"),
			Error: problems.Of("agreed"), Items: []kit.Choice{
				{Value: "yes", Text: kit.T(t("promise.agreed_yes"))}, {Value: "no", Text: kit.T(t("promise.agreed_no"))},
				{Value: "not_asked", Text: kit.T(t("promise.agreed_not_asked"))}}},
	}
	if items := itemChoices(r, s, problems); items != nil {
		fields = append(fields, items)
	}
	if s.language != "" && s.language != "en" {
		own, english := i18n.LanguageName(s.language)
		fields = append(fields, kit.Textarea{Name: "what_for_young", Label: kit.Label{Text: kit.T(t("promise.what_for_young", "language", english+" ("+own+")")), Size: "m"},
			Hint: kit.T(t("promise.what_for_young_hint")), Value: f.Raw("what_for_young"), Rows: 2, Error: problems.Of("what_for_young"),
			Attrs: map[string]any{"lang": s.language, "dir": i18n.Dir(s.language)}})
	}
	return fields
}

// ownName offers the worker's own name: most promises are one's own to keep.
func ownName(r *page.Request) string {
	if r.HTTP.Method == "GET" {
		return r.Session.Name
	}
	return ""
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// itemChoices offers what was talked about, and every other outcome folded below.
func itemChoices(r *page.Request, s source, problems page.Problems) kit.Content {
	spoken := kit.Checkboxes{Name: "items", Legend: kit.Legend{Text: kit.T(r.L.T("promise.items")), Size: "m"},
		Hint: kit.T(r.L.T("promise.items_hint")), Values: r.Form.All("items"), Error: problems.Of("items")}
	rest := kit.Checkboxes{Name: "items", ID: "items-more", Values: r.Form.All("items"),
		Legend: kit.Legend{Text: kit.T(r.L.T("promise.items_more")), Class: "govuk-visually-hidden"}}
	for _, topic := range s.topics {
		spoken.Items = append(spoken.Items, kit.Choice{Value: topic.ID, Text: kit.In(topic.Name.Language, i18n.Dir(topic.Name.Language), topic.Name.Text)})
	}
	for _, principle := range s.edition.Principles {
		for _, o := range principle.Outcomes() {
			choice := kit.Choice{Value: o.Code, Text: kit.In("en", "ltr", o.Text)}
			if slices.Contains(s.spoken, o.Code) {
				spoken.Items = append(spoken.Items, choice)
			} else {
				rest.Items = append(rest.Items, choice)
			}
		}
	}
	more := kit.Details{Summary: kit.T(r.L.T("promise.items_more")), Body: rest}
	if len(spoken.Items)+len(rest.Items) == 0 {
		return nil
	}
	if len(spoken.Items) == 0 {
		return more
	}
	if len(rest.Items) == 0 {
		return spoken
	}
	return kit.Join(spoken, more)
}

// items reads the chosen codes; only what the page offered is taken.
func (s source) items(f *page.Form) []string {
	var allowed []string
	for _, t := range s.topics {
		allowed = append(allowed, t.ID)
	}
	for _, item := range s.edition.Items() {
		allowed = append(allowed, item.Code)
	}
	return f.Choices("items", allowed...)
}

func (p *Pages) saveNew(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	f := r.Form
	ids, err := hiddenIDs(f, "promise", "sitting")
	if err != nil {
		return nil, err
	}
	sitting := ids["sitting"]
	s, err := p.source(r, id, sitting)
	if err != nil {
		return nil, err
	}
	made := promise.Promise{ID: ids["promise"], Record: id, Sitting: sitting, EditionID: s.edition.ID, Items: s.items(f),
		Agreed: f.Choice("agreed", "yes", "no", "not_asked"), DueOn: f.Day("due"),
		Text: promise.Text{What: f.Words("what", 4000), Owner: f.Line("owner", 200), WhatForYoung: f.Words("what_for_young", 4000), Language: s.language}}
	if made.Text.Owner == r.Session.Name {
		made.OwnerID = r.Who.ID
	}
	if made.ID == "" {
		made.ID = page.NewID()
	}
	if err = allOf(f, made.Check(s.edition)); err == nil {
		_, err = p.promises.Make(r.Context(), r.Who, made)
	}
	if page.IsInvalid(err) {
		return p.newForm(r, id, err)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case f.Raw("another") != "":
		return page.Redirect("/people/" + id + "/promises/new?sitting=" + sitting), nil
	case sitting != "":
		return page.Redirect("/people/" + id + "/conversations/" + sitting), nil
	}
	return page.Redirect("/people/" + id + "/promises"), nil
}
