package conversationweb

import (
	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (y *typing) save() error {
	return y.web.Conversation.SaveTyping(y.r.Context(), y.r.Who, y.person.ID, y.paper.ID, y.t)
}

// saveTyping saves what was typed. Only looking through it asks for what is missing.
func (web *Web) saveTyping(r *page.Request) (*page.Answer, error) {
	y, err := web.typing(r)
	if err != nil {
		return nil, err
	}
	if a := y.closed(); a != nil {
		return a, nil
	}
	y.read()
	going := r.Form.Raw("go")
	if going == "check" || going == "" {
		if err := y.ready(); page.IsInvalid(err) {
			return y.answer(err), nil
		} else if err != nil {
			return nil, err
		}
	} else if err := r.Form.Err(); err != nil {
		return y.answer(err), nil
	}
	if err := y.save(); page.IsInvalid(err) {
		return y.answer(err), nil
	} else if err != nil {
		return nil, err
	}
	switch going {
	case "later":
		return page.Redirect(listURL(y.person.ID)), nil
	case "more":
		return page.Redirect(y.base + "#else"), nil
	}
	return page.Redirect(y.base + "/check"), nil
}

// draftTyping is the autosave. A field that cannot be read yet, like half a date, waits; the rest is saved.
func (web *Web) draftTyping(r *page.Request) (*page.Answer, error) {
	y, err := web.typing(r)
	if err != nil {
		return nil, err
	}
	y.read()
	if err := y.save(); err != nil {
		return nil, err
	}
	return nothing(), nil
}

// showTypingCheck reads everything back before it is kept, with whose it is at its head.
func (web *Web) showTypingCheck(r *page.Request) (*page.Answer, error) {
	y, err := web.typing(r)
	if err != nil {
		return nil, err
	}
	if !y.begun {
		if a := y.closed(); a != nil {
			return a, nil
		}
		return page.Redirect(y.base), nil
	}
	l := r.L
	v := staffPage{Title: l.T("conversation.typing_check_title"), Action: y.base + "/check"}
	v.Parts = []kit.Content{kit.SummaryList{Rows: append(y.whose(), kit.Row{Key: kit.T(l.T("conversation.row_on_paper")), Value: kit.T(l.Day(y.t.Setup.OnPaper))})}}
	if y.paper.Record == "" {
		v.Parts = append(v.Parts, kit.WarningText{Text: kit.T(l.T("conversation.typing_right_person"))})
	}
	if y.paper.Used() {
		v.Parts = append(v.Parts, kit.InsetText{Text: kit.T(l.T("conversation.typing_rest"))})
	}
	k := y.asKept()
	said := k.content(k.kept.Contributions[0])
	if !y.t.Content.Complete() {
		said = []kit.Content{paragraph(l.T("conversation.typing_nothing"))}
	}
	v.Parts = append(v.Parts, section(kit.T(l.T("conversation.by_young_person")), said))
	if promises := y.promiseRows(); promises != nil {
		v.Parts = append(v.Parts, section(kit.T(l.T("conversation.promises")), []kit.Content{promises}))
	}
	if y.t.Elsewhere != "" {
		v.Parts = append(v.Parts, kit.InsetText{Text: kit.Join(kit.T(l.T("conversation.typing_elsewhere_yes")+" "), kit.Name(y.t.Reference))})
	}
	v.Parts = append(v.Parts, kit.Details{Summary: kit.T(l.T("conversation.setup")), Body: k.setup()})
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("conversation.typing_keep")), Once: true}, kit.Button{Text: kit.T(l.T("conversation.typing_change_it")), Href: y.base, Kind: kit.Secondary}}
	return v.answer(y.base), nil
}

// asKept is what was typed as the page of a kept conversation shows it.
func (y *typing) asKept() *keptPage {
	k := &keptPage{r: y.r, ed: y.ed, english: originalPack(y.ed), topics: map[string]conversation.Words{}, may: func(permit.Action) bool { return false }}
	k.kept.Setup = y.t.Setup
	k.kept.Contributions = []conversation.Contribution{{Perspective: conversation.YoungPerson, EditionID: y.ed.ID, Content: y.t.Content}}
	for _, t := range y.t.Content.Topics {
		k.topics[t.ID] = t.Name
	}
	return k
}

func (y *typing) promiseRows() kit.Content {
	l := y.r.L
	var rows kit.Promises
	for _, p := range y.t.Promises {
		rows.Rows = append(rows.Rows, kit.PromiseRow{What: kit.Name(p.What), State: kit.Tag{Text: kit.T(l.T("promise.state_open"))},
			Facts: []kit.Fact{{Name: kit.T(l.T("promise.owner")), Value: kit.Name(p.Owner)}, {Name: kit.T(l.T("promise.due")), Value: kit.T(l.Day(p.Due))}}})
	}
	if len(rows.Rows) == 0 {
		return nil
	}
	return rows
}

// keepTyping keeps the sitting, then makes its promises, then destroys the draft. Pressed again after a fault it goes on
// where it was cut off.
func (web *Web) keepTyping(r *page.Request) (*page.Answer, error) {
	y, err := web.typing(r)
	if err != nil {
		return nil, err
	}
	kept := page.Redirect(listURL(y.person.ID) + "/" + y.paper.Sitting)
	if y.paper.Used() && !y.begun {
		return kept, nil
	}
	if err := y.ready(); page.IsInvalid(err) {
		return y.answer(err), nil
	} else if err != nil {
		return nil, err
	}
	if _, _, err := web.Conversation.KeepPaper(r.Context(), r.Who, y.person.ID, y.paper.ID); page.IsInvalid(err) {
		return y.answer(err), nil
	} else if err != nil {
		return nil, err
	}
	for _, p := range y.t.Promises {
		if web.Promises == nil {
			break
		}
		if _, err := web.Promises.Make(r.Context(), r.Who, y.promised(p)); err != nil {
			return nil, err
		}
	}
	if err := web.Conversation.DropTyping(r.Context(), r.Who, y.person.ID, y.paper.ID); err != nil {
		return nil, err
	}
	return kept, nil
}

// dropTyping destroys what was begun for the wrong young person and asks again whose sheet it is.
func (web *Web) dropTyping(r *page.Request) (*page.Answer, error) {
	y, err := web.typing(r)
	if err != nil {
		return nil, err
	}
	if y.paper.Used() {
		return page.Redirect(listURL(y.person.ID) + "/" + y.paper.Sitting), nil
	}
	if err := web.Conversation.DropTyping(r.Context(), r.Who, y.person.ID, y.paper.ID); err != nil {
		return nil, err
	}
	if y.paper.Record != "" {
		return page.Redirect(listURL(y.person.ID)), nil
	}
	return page.Redirect("/conversations/paper/whose/" + y.paper.ID), nil
}
