package paperweb

import (
	"context"
	"math/rand/v2"

	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/paper"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// Sittings are what printing for one sitting needs from other rooms.
type Sittings struct {
	Conversation *conversation.Service
	Record       *record.Service
	Nations      nation.Packs
	// SafetyContact gives the local contact for danger; an empty one where none is set.
	SafetyContact func(context.Context, permit.Actor) account.Contact
	// Demo lets even texts about agreement, safety, stopping and privacy be a machine's draft: everybody is invented.
	Demo bool
	// Secure says that people reach the pages over TLS, which the address in the squares must say.
	Secure bool
}

// WithSittings lets the pages print for one sitting.
func (web *Web) WithSittings(s Sittings) *Web {
	web.sittings = &s
	return web
}

const (
	forSomebody = "/people/{id}/conversations/paper"
	forNobody   = "/conversations/paper"
	// entering is where the code is typed; conversation's own pages do the rest.
	entering = "/conversations/paper/enter"
)

func (web *Web) sittingRoutes() []page.Route {
	if web.sittings == nil {
		return nil
	}
	return []page.Route{
		page.Get(forSomebody, permit.HoldConversation, web.showSitting),
		page.Post(forSomebody, permit.HoldConversation, web.printSitting),
		page.Post(forSomebody+"/typing", permit.HoldConversation, web.typeWithout),
		page.Get(forNobody, permit.UsePaper, web.showSitting),
		page.Post(forNobody, permit.UsePaper, web.printSitting),
	}
}

// sitting is one request to print for a sitting: for the record that the address names, or for nobody yet.
type sitting struct {
	web    *Web
	r      *page.Request
	person record.Person // zero for nobody yet
	ed     *framework.Edition
	issued []conversation.Paper
}

func (web *Web) sitting(r *page.Request) (*sitting, error) {
	s := &sitting{web: web, r: r}
	whom, id, err := framework.Children, "", error(nil)
	if r.Path("id") != "" {
		if id, err = r.PathID("id"); err != nil {
			return nil, err
		}
		if s.person, err = web.sittings.Record.Person(r.Context(), r.Who, id); err != nil {
			return nil, err
		}
		whom = s.person.EditionFor(web.sittings.Record.Now())
	}
	if s.ed, err = web.frameworks.Chosen(r.Context(), r.Who, whom); err != nil {
		return s, err
	}
	s.issued, err = web.sittings.Conversation.Papers(r.Context(), r.Who, id)
	return s, err
}

// address is where this form is.
func (s *sitting) address() string {
	if s.person.ID == "" {
		return forNobody
	}
	return "/people/" + s.person.ID + "/conversations/paper"
}

func (s *sitting) nation() string {
	if s.person.ID != "" {
		return s.person.Nation
	}
	return s.r.Session.Nation
}

func (web *Web) showSitting(r *page.Request) (*page.Answer, error) {
	s, err := web.sitting(r)
	if problem.KeyOf(err) == "framework.not_chosen" {
		return s.unchosen(), nil
	}
	if err != nil {
		return nil, err
	}
	return s.answer(nil), nil
}

// unchosen says that the organisation has chosen nothing to work with yet.
func (s *sitting) unchosen() *page.Answer {
	v := sittingView{Title: s.r.L.T("paper.for_sitting"), Empty: s.r.L.T("paper.sitting_unchosen")}
	return page.Show(v.Title, sittingBody(v)).Back("/people").Status(409)
}

type sittingView struct {
	Title, Lead, Empty, Action, Paper string
	Problems                          kit.Content
	Warnings                          []kit.Content
	Language, Large, Picture, Word    kit.Content
	Cards                             kit.Content
	Make                              kit.Button
	IssuedTitle, IssuedHint           string
	Issued                            []issuedView
	Without, WithoutHint              string
	WithoutGo, WithoutID              string
	Enter, EnterURL                   string
	Told, ToldURL                     string
	Blank, BlankURL                   string
}

type issuedView struct {
	Picture, Word, When, State string
	URL, Text                  string
}

// answer is the form, with what was printed before below it.
func (s *sitting) answer(wrong error) *page.Answer {
	r, t, problems := s.r, s.r.L.T, s.r.Problems(wrong)
	v := sittingView{Title: t("paper.for_sitting"), Lead: t("paper.for_sitting_lead"), Action: s.address(), Paper: r.Form.Raw("paper"), Problems: problems.Summary(),
		Make: kit.Button{Text: kit.T(t("paper.sitting_make"))}, Enter: t("paper.sitting_enter"), EnterURL: entering}
	back := "/people"
	if v.Paper == "" {
		v.Paper = page.NewID()
	}
	if s.person.ID == "" {
		v.Lead = t("paper.for_nobody_lead")
	} else {
		back = "/people/" + s.person.ID + "/conversations"
		if permit.On(r.Who, permit.ReadCopy, s.person.Parts) {
			v.Told, v.ToldURL = t("paper.sitting_told"), "/people/"+s.person.ID+"/copy/told"
		}
		v.Without, v.WithoutHint, v.WithoutGo, v.WithoutID = t("paper.without"), t("paper.without_hint"), t("paper.without_go"), page.NewID()
	}
	v.Language = s.languages(problems)
	v.Warnings = []kit.Content{kit.InsetText{Text: kit.T(t("paper.sitting_carry"))}}
	v.Large = kit.Checkboxes{Name: "large", Legend: kit.Legend{Text: kit.T(t("paper.sitting_size")), Size: "m"}, Class: "govuk-checkboxes--small", Error: problems.Of("large"),
		Items: []kit.Choice{{Value: "1", Text: kit.T(t("paper.large")), Hint: kit.T(t("paper.sitting_large_hint")), Checked: r.Form.Raw("large") == "1"}}}
	s.label(&v, problems)
	v.Cards = s.cards(problems)
	s.before(&v)
	a := page.Show(v.Title, sittingBody(v))
	if wrong != nil {
		a = page.Invalid(v.Title, sittingBody(v))
	}
	return a.Back(back).Style("han.css")
}

// languages offers those in which there is something to read here.
func (s *sitting) languages(problems page.Problems) kit.Content {
	r, t := s.r, s.r.L.T
	field := kit.Select{Name: "language", Label: kit.Label{Text: kit.T(t("paper.sitting_language")), Size: "m"}, Hint: kit.T(t("paper.sitting_language_hint")), Error: problems.Of("language"),
		Value: r.Form.Raw("language"), Class: "sf-wide"}
	for _, l := range s.web.languages(r, s.ed) {
		if _, err := s.web.pack(r.Context(), s.ed, paper.Order{Product: paper.Cards, Lang: l.tag}); err != nil {
			continue
		}
		name := l.name
		if l.draft {
			name = t("paper.draft_language", "language", name)
		}
		field.Items = append(field.Items, kit.Option{Value: l.tag, Text: name})
	}
	if field.Value == "" {
		field.Value = original(s.ed).Lang()
		if y, ok := i18n.Young(s.person.Profile.FirstLanguage()); ok {
			field.Value = y.Tag
		}
	}
	return field
}

// label asks for the picture and the word. One that no sheet of theirs has yet is filled in.
func (s *sitting) label(v *sittingView, problems page.Problems) {
	t := s.r.L.T
	var taken []conversation.Label
	for _, p := range s.issued {
		if !p.Used() {
			taken = append(taken, conversation.Label{Picture: p.Picture, Word: p.Word})
		}
	}
	free := conversation.FreeLabel(taken, rand.IntN(len(conversation.LabelPictures)*len(conversation.LabelWords)))
	if f := s.r.Form; f.Has("picture") {
		free = conversation.Label{Picture: f.Raw("picture"), Word: f.Raw("word")}
	}
	pictures := kit.Cards{Name: "picture", ID: "label", Legend: kit.Legend{Text: kit.T(t("paper.sitting_label")), Size: "m"}, Hint: kit.T(t("paper.sitting_label_hint")), Error: problems.Of("label")}
	for _, p := range conversation.LabelPictures {
		pictures.Items = append(pictures.Items, kit.CardChoice{Drawing: p, Word: kit.T(t("conversation.label_" + p)), Value: p, Checked: p == free.Picture}) // i18n: prefix conversation.label_
	}
	words := kit.Select{Name: "word", Label: kit.Label{Text: kit.T(t("paper.sitting_word"))}, Value: free.Word}
	for _, w := range conversation.LabelWords {
		words.Items = append(words.Items, kit.Option{Value: w, Text: w})
	}
	v.Picture, v.Word = pictures, words
}

// cards asks which to print; none chosen is all of them.
func (s *sitting) cards(problems page.Problems) kit.Content {
	t, cards := s.r.L.T, original(s.ed)
	var groups []kit.Content
	for i, p := range s.ed.Principles {
		id := "cards"
		if i > 0 {
			id += "-" + p.Code
		}
		group := kit.Checkboxes{Name: "cards", ID: id, Legend: kit.Legend{Text: kit.In(cards.Lang(), cards.Dir(), cards.PrincipleName(p)), Size: "s"}, Class: "govuk-checkboxes--small",
			Values: s.r.Form.All("cards")}
		for _, o := range p.Outcomes() {
			c, _ := cards.Card(o.Code)
			group.Items = append(group.Items, kit.Choice{Value: o.Code, Text: kit.Join(kit.T(o.Code+" "), kit.In(cards.Lang(), cards.Dir(), c.Name))})
		}
		if len(group.Items) > 0 {
			groups = append(groups, group)
		}
	}
	if len(groups) == 0 {
		return kit.Join()
	}
	return kit.Details{Summary: kit.T(t("paper.sitting_cards")), Open: len(s.r.Form.All("cards")) > 0 || problems.Of("cards") != nil,
		Body: kit.Join(append([]kit.Content{kit.InsetText{Text: kit.T(t("paper.sitting_cards_hint"))}}, groups...)...)}
}

// before lists what was printed and not typed in yet, then what was.
func (s *sitting) before(v *sittingView) {
	t, now := s.r.L.T, s.web.sittings.Record.Now()
	v.IssuedTitle, v.IssuedHint = t("paper.issued"), t("paper.issued_hint")
	for _, p := range s.issued {
		one := issuedView{Picture: p.Picture, Word: p.Word, When: s.r.L.Moment(p.IssuedAt)}
		switch {
		case p.Used():
			one.State, one.Text, one.URL = t("paper.issued_used", "moment", s.r.L.Moment(p.UsedAt)), t("paper.issued_see"), "/people/"+p.Record+"/conversations/"+p.Sitting
		case p.Record == "":
			one.State, one.Text, one.URL = t("paper.issued_open"), t("paper.issued_type"), "/conversations/paper/whose/"+p.ID
		default:
			one.State, one.Text, one.URL = t("paper.issued_open"), t("paper.issued_type"), "/people/"+p.Record+"/on-paper/"+p.ID
		}
		if !p.Used() && p.Old(now) {
			one.State = t("paper.issued_old")
		}
		v.Issued = append(v.Issued, one)
	}
}

// original is the pack that the edition was written in.
func original(e *framework.Edition) *framework.Pack {
	for _, lang := range e.Languages {
		if p, ok := e.Pack(lang); ok && p.Status() == framework.StatusOriginal {
			return p
		}
	}
	p, _ := e.Pack(e.Languages[0])
	return p
}
