package conversationweb

import (
	"net/http"

	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// entering is where a code that stands on paper is typed; a scanned one carries it in the address.
const entering = "/conversations/paper/enter"

// typingURL is where one sheet is typed in to one record.
func typingURL(record, paper string) string { return "/people/" + record + "/on-paper/" + paper }

func (web *Web) paperRoutes() []page.Route {
	const one = "/people/{id}/on-paper/{paper}"
	return []page.Route{
		page.Get(entering, permit.UsePaper, web.showEnter),
		page.Post(entering, permit.UsePaper, web.saveEnter),
		page.Get(entering+"/{typed}", permit.UsePaper, web.scanned),
		page.Get("/conversations/paper/whose/{paper}", permit.UsePaper, web.showWhose),
		page.Post("/conversations/paper/whose/{paper}", permit.UsePaper, web.showWhose),
		page.Get(one, permit.HoldConversation, web.showTyping),
		page.Post(one, permit.HoldConversation, web.saveTyping),
		page.Post(one+"/draft", permit.HoldConversation, web.draftTyping),
		page.Get(one+"/check", permit.HoldConversation, web.showTypingCheck),
		page.Post(one+"/check", permit.HoldConversation, web.keepTyping),
		page.Post(one+"/drop", permit.HoldConversation, web.dropTyping),
	}
}

func (web *Web) showEnter(r *page.Request) (*page.Answer, error) { return web.enter(r, "", nil), nil }

func (web *Web) enter(r *page.Request, typed string, wrong error) *page.Answer {
	l, problems := r.L, r.Problems(wrong)
	v := staffPage{Title: l.T("conversation.enter_title"), Problems: problems.Summary(), Action: entering}
	v.Parts = []kit.Content{paragraph(l.T("conversation.enter_lead"))}
	v.Fields = []kit.Content{kit.Input{Name: "code", Label: kit.Label{Text: kit.T(l.T("conversation.enter_code")), Size: "m"}, Hint: kit.T(l.T("conversation.enter_hint")),
		Value: typed, Error: problems.Of("code"), Class: "govuk-input--width-10 govuk-input--extra-letter-spacing", Autocomplete: "off", Autocapitalize: "characters",
		Spellcheck: "false", Attrs: map[string]any{"dir": "ltr", "maxlength": "40"}}}
	v.Buttons = []kit.Content{kit.Button{Text: kit.T(l.T("conversation.enter_go"))}}
	v.Below = []kit.Content{kit.Details{Summary: kit.T(l.T("conversation.enter_lost")), Body: paragraph(l.T("conversation.enter_lost_text"))},
		links([]linkView{{l.T("conversation.paper_blank"), "/conversations/paper"}})}
	return v.answer("/people")
}

func (web *Web) saveEnter(r *page.Request) (*page.Answer, error) {
	return web.lookUp(r, r.Form.Line("code", 200))
}

// scanned is what the squares lead to: the same as typing the code.
func (web *Web) scanned(r *page.Request) (*page.Answer, error) { return web.lookUp(r, r.Path("typed")) }

// lookUp goes from a code to where it is typed in. Whatever does not lead there is said at the field, and tells nothing.
func (web *Web) lookUp(r *page.Request, typed string) (*page.Answer, error) {
	if typed == "" {
		r.Form.Add("code", "conversation.enter_needed")
		return web.enter(r, "", r.Form.Err()), nil
	}
	p, err := web.Conversation.FindPaper(r.Context(), r.Who, typed)
	switch key := problem.KeyOf(err); key {
	case "conversation.code_length", "conversation.code_slip", "conversation.code_unknown":
		r.Form.Add("code", key)
		return web.enter(r, typed, r.Form.Err()), nil
	}
	if err != nil {
		return nil, err
	}
	switch {
	case p.Used():
		return usedPage(r, p), nil
	case p.Record == "":
		return page.Redirect("/conversations/paper/whose/" + p.ID), nil
	}
	return page.Redirect(typingURL(p.Record, p.ID)), nil
}

// usedPage says that a sheet was typed in already, and leads to what was kept of it.
func usedPage(r *page.Request, p conversation.Paper) *page.Answer {
	l := r.L
	v := staffPage{Title: l.T("conversation.enter_used"), Parts: []kit.Content{paragraph(l.T("conversation.enter_used_text", "moment", l.Moment(p.UsedAt))),
		links([]linkView{{l.T("conversation.see_kept"), listURL(p.Record) + "/" + p.Sitting}, {l.T("conversation.enter_another"), entering}})}}
	return v.answer(entering)
}

// showWhose asks whose sheet it is, where it was printed for nobody in particular. A search is a POST that is answered
// with the list itself: a name must stand in no address (R-3-12).
func (web *Web) showWhose(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("paper")
	if err != nil {
		return nil, err
	}
	query := ""
	if r.HTTP.Method == http.MethodPost {
		query = r.Form.Line("find", 100)
	}
	rows, _, err := web.Record.Caseload(r.Context(), r.Who, query)
	if err != nil {
		return nil, err
	}
	l := r.L
	v := whoseView{Title: l.T("conversation.whose_title"), Lead: l.T("conversation.whose_lead"), Action: "/conversations/paper/whose/" + id,
		Find: kit.Input{Name: "find", Label: kit.Label{Text: kit.T(l.T("conversation.whose_find"))}, Value: query, Class: "govuk-input--width-20", Autocomplete: "off"},
		Go:   kit.Button{Text: kit.T(l.T("conversation.whose_go")), Kind: kit.Secondary}}
	for _, row := range rows {
		one := whoseRow{Name: kit.Name(row.Names.Shown()), URL: typingURL(row.ID, id)}
		if len(row.Languages) > 0 {
			own, english := i18n.LanguageName(row.Languages[0].Tag)
			if one.Language = english; own != "" && own != english {
				one.Language += " (" + own + ")"
			}
		}
		v.Rows = append(v.Rows, one)
	}
	if len(v.Rows) == 0 {
		v.None = l.T("conversation.whose_none")
	}
	return page.Show(v.Title, whoseBody(v)).Back(entering), nil
}

type whoseView struct {
	Title, Lead, Action, None string
	Find                      kit.Input
	Go                        kit.Button
	Rows                      []whoseRow
}

type whoseRow struct {
	Name     kit.Content
	URL      string
	Language string
}
