package sharingweb

import (
	"strings"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

// showPermissions lists what the young person put into words, and what they said of passing each on.
func (web *Web) showPermissions(r *page.Request) (*page.Answer, error) {
	id, c, list, err := web.statements(r)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	v := desk.Page{Title: t("share.permissions"), Whose: kit.Name(c.Person.Profile.Names.Shown()), Lead: t("share.permissions_lead"), Before: done(r, "asked"), Wide: true}
	if len(list) == 0 {
		v.After = []kit.Content{kit.EmptyState{Drawing: "speech", Title: kit.T(t("share.no_words")), Body: kit.T(t("share.no_words_text"))}}
	}
	for _, s := range list {
		rows := []kit.Row{{Key: kit.T(t("share.says")), Value: statementWords(r, s)}}
		var never []string
		for _, to := range recipients(c) {
			p, ok := conversation.LastPermission(s.Permissions, s.Contribution, s.Item, to.ID)
			if !ok {
				never = append(never, to.name(r))
				continue
			}
			answer := t("share.said_"+yes(p.Yes), "day", r.L.Day(p.At.Format(time.DateOnly))) // i18n: prefix share.said_
			rows = append(rows, kit.Row{Key: kit.T(to.name(r)), Value: kit.T(answer)})
		}
		if len(never) > 0 {
			rows = append(rows, kit.Row{Key: kit.T(t("share.never_asked")), Value: kit.T(r.L.List(never))})
		}
		rows = append(rows, kit.Row{Key: kit.T(t("share.ask_row")), Value: desk.Link(t("share.ask_link"), at(id, "/permissions/"+s.Contribution+"/"+s.Item))})
		v.After = append(v.After, kit.SummaryList{Card: &kit.Card{Title: kit.T(strings.TrimSuffix(statementName(r, c, s), ".") + ", " + r.L.Day(s.At.Format(time.DateOnly))), HeadingLevel: 2}, Rows: rows})
	}
	return v.Answer(nil).Back(at(id, "/shares")), nil
}

// recipient is somebody whom words could reach.
type recipient struct{ ID, Name string }

func (to recipient) name(r *page.Request) string {
	switch to.ID {
	case conversation.Publication:
		return r.L.T("share.to_publication")
	case conversation.CarryOn:
		return r.L.T("share.to_carry_on")
	}
	return to.Name
}

func recipients(c sharing.Choice) []recipient {
	var list []recipient
	for _, o := range c.Agencies {
		list = append(list, recipient{o.ID, o.Name})
	}
	for _, p := range c.Partners {
		list = append(list, recipient{p.ID, p.Card.Name})
	}
	return append(list, recipient{ID: conversation.CarryOn}, recipient{ID: conversation.Publication})
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (web *Web) statements(r *page.Request) (id string, c sharing.Choice, list []conversation.Statement, err error) {
	if id, c, err = web.choice(r, ""); err != nil {
		return "", c, nil, err
	}
	list, err = web.talks.Statements(r.Context(), r.Who, id)
	return id, c, list, err
}

func statementWords(r *page.Request, s conversation.Statement) kit.Content {
	var parts []kit.Content
	for _, w := range []conversation.Words{s.Name, s.Words} {
		if w.Text != "" {
			parts = append(parts, desk.Para(kit.In(w.Language, i18n.Dir(w.Language), w.Text)))
		}
		if w.Translation != "" {
			parts = append(parts, desk.Para(kit.T(r.L.T("share.translation")+": "), desk.Words(w.Translation)))
		}
	}
	return kit.Join(parts...)
}

// statementName is what a statement is about, in the reader's language where it is an outcome.
func statementName(r *page.Request, c sharing.Choice, s conversation.Statement) string {
	if ed := c.Editions[s.EditionID]; ed != nil {
		if o, ok := ed.Outcome(s.Item); ok {
			return o.Text
		}
	}
	return r.L.T("share.own_topic")
}

func (web *Web) showAsk(r *page.Request) (*page.Answer, error) { return web.askForm(r, nil) }

// askForm is filled in with the young person: whom these words may reach, one by one.
func (web *Web) askForm(r *page.Request, wrong error) (*page.Answer, error) {
	id, c, list, err := web.statements(r)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		if s.Contribution != r.Path("contribution") || s.Item != r.Path("item") {
			continue
		}
		t, p := r.L.T, desk.ProblemsOf(r, wrong, "recipient")
		to := kit.Radios{Name: "recipient", Legend: desk.Legend(r, "share.ask_whom"), Error: p.Of("recipient"), Value: r.Form.Raw("recipient")}
		for _, x := range recipients(c) {
			to.Items = append(to.Items, kit.Choice{Value: x.ID, Text: kit.T(x.name(r))})
		}
		v := desk.Page{Title: t("share.ask"), Whose: kit.Name(c.Person.Profile.Names.Shown()), Lead: t("share.ask_lead"), Problems: p.Summary(), Hidden: []desk.Hidden{desk.FormID(r)},
			Fields: []kit.Content{kit.InsetText{Text: statementWords(r, s)}, to,
				kit.Radios{Name: "answer", Legend: desk.Legend(r, "share.ask_answer"), Items: desk.Choices(r, "share.answer_", []string{"yes", "no"}), Error: p.Of("answer"), Value: r.Form.Raw("answer")},
				desk.Note(r, p, "note", "share.ask_note")},
			Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Link(t("page.cancel"), at(id, "/permissions"))}}
		v.After = history(r, c, s)
		return v.Answer(wrong).Back(at(id, "/permissions")), nil
	}
	return nil, problem.New(problem.NotFound, "problem.not_found")
}

// history is all that was said of one statement, the newest first.
func history(r *page.Request, c sharing.Choice, s conversation.Statement) []kit.Content {
	if len(s.Permissions) == 0 {
		return nil
	}
	var rows []kit.Row
	for i := len(s.Permissions) - 1; i >= 0; i-- {
		p := s.Permissions[i]
		for _, to := range recipients(c) {
			if to.ID != p.Recipient {
				continue
			}
			text := []kit.Content{desk.Para(kit.T(r.L.T("share.said_"+yes(p.Yes), "day", r.L.Moment(p.At))))}
			if p.Text.Note != "" {
				text = append(text, desk.Para(desk.Words(p.Text.Note)))
			}
			rows = append(rows, kit.Row{Key: kit.T(to.name(r)), Value: kit.Join(text...)})
		}
	}
	return []kit.Content{desk.Part("history", r.L.T("share.history"), kit.SummaryList{Rows: rows})}
}

func (web *Web) saveAsk(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	f := r.Form
	answer := f.Choice("answer", "yes", "no")
	if answer == "" {
		f.Add("answer", "share.needs_answer")
	}
	p := conversation.Permission{ID: f.ID("as"), Contribution: r.Path("contribution"), Item: r.Path("item"), Recipient: f.Raw("recipient"), Yes: answer == "yes",
		Text: conversation.PermissionText{Language: r.L.Tag(), Note: f.Words("note", noteLength)}}
	if err := f.Err(); err != nil {
		return web.askForm(r, err)
	}
	beyond, err := web.partnerName(r, p.Recipient)
	if err != nil {
		return nil, err
	}
	p.Text.To = beyond
	err = web.talks.SayPermission(r.Context(), r.Who, id, p)
	if desk.ToMend(err) {
		return web.askForm(r, err)
	}
	if err != nil {
		return nil, err
	}
	if beyond != "" && !p.Yes {
		made, err := web.between.TakeBackWords(r.Context(), r.Who, id)
		if err != nil {
			return nil, err
		}
		if made { // somebody has to carry the notice
			return page.Redirect(at(id, "/deployments?done=taken_back")), nil
		}
	}
	return page.Redirect(at(id, "/permissions?done=asked")), nil
}

// partnerName is what another deployment is called that words may reach; "" for an agency here and for publication.
func (web *Web) partnerName(r *page.Request, recipient string) (string, error) {
	_, c, err := web.choice(r, "")
	if err != nil {
		return "", err
	}
	for _, p := range c.Partners {
		if p.ID == recipient {
			return p.Card.Name, nil
		}
	}
	return "", nil
}
