package conversationweb

import (
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

// The worker's own pages around a sitting: one to read before it, one after it. Neither asks for anything.

type passage struct {
	Title  string
	Points []string
}

// preparing are the passages of the page before a conversation, and how many points each has. The texts are
// conversation.before_<name> and conversation.before_<name>_1 and so on.
var preparing = []struct {
	name   string
	points int
}{{"interpreter", 4}, {"ready", 4}, {"open", 4}, {"least", 3}, {"ground", 3}, {"stop", 3}}

// showPrepare is one side of paper: what to have ready, how to open, how to stop well, whom to ring.
func (web *Web) showPrepare(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	person, err := web.Record.Person(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	l, pack := r.L, web.Nations.For(person.Nation)
	term := func(key nation.TermKey) string { return pack.Term(key, l.Tag()) }
	slots := []any{"guardian", term(nation.TermGuardianShort), "worker", term(nation.TermSocialWorker), "advocate", term(nation.TermAdvocate),
		"system", term(nation.TermCaseSystem), "adviser", term(nation.TermImmigrationAdviser), "police", term(nation.TermPolice)}
	var list []passage
	for _, p := range preparing {
		one := passage{Title: l.T("conversation.before_" + p.name)} // i18n: prefix conversation.before_
		for n := range p.points {
			one.Points = append(one.Points, l.T("conversation.before_"+p.name+"_"+string(rune('1'+n)), slots...))
		}
		list = append(list, one)
	}
	v := prepareView{Title: l.T("conversation.before_title"), Lead: l.T("conversation.before_lead"), Print: l.T("page.print"), Passages: list,
		RingT: l.T("conversation.before_ring"), Ring: kit.SummaryList{Rows: web.ring(r, person.Nation)},
		StepsT: l.T("conversation.elsewhere_title"), Steps: web.steps(r, person.Nation),
		Checked: l.T("conversation.before_checked", "nation", nation.Name(person.Nation, l.Tag()))}
	v.Told = desk.Para(desk.Link(l.T("conversation.told_before"), "/people/"+id+"/told-before"))
	v.Start = kit.Button{Text: kit.T(l.T("conversation.begin")), Href: listURL(id) + "/new"}
	return page.Show(v.Title, prepareBody(v)).Back(listURL(id) + "/new"), nil
}

type prepareView struct {
	Title, Lead, Print string
	Passages           []passage
	RingT              string
	Ring               kit.Content
	StepsT             string
	Steps              []string
	Checked            string
	Start              kit.Content
	Told               kit.Content // what they chose to carry over from somewhere else
}

// ring is whom a worker rings: the local contact, where one is set, then the nation's numbers.
func (web *Web) ring(r *page.Request, code string) []kit.Row {
	var rows []kit.Row
	if web.SafetyContact != nil {
		c := web.SafetyContact(r.Context(), r.Who)
		for _, one := range []struct{ when, number string }{{"", c.Phone}, {" · " + r.L.T("conversation.at_night"), c.OutOfHours}} {
			if one.number != "" {
				rows = append(rows, kit.Row{Key: kit.Join(kit.Name(c.Name), kit.T(one.when)), Value: phone(one.number)})
			}
		}
	}
	return append(rows, web.numbers(r, code)...)
}

// showAfter asks the worker how they are, and asks for nothing in return.
func (web *Web) showAfter(r *page.Request) (*page.Answer, error) {
	record, sitting, err := paths(r)
	if err != nil {
		return nil, err
	}
	kept, err := web.Conversation.Kept(r.Context(), r.Who, record, sitting)
	if err != nil {
		return nil, err
	}
	l, at := r.L, listURL(record)+"/"+sitting
	v := staffPage{Title: l.T("conversation.after_title")}
	list := func(prefix string, n int) []kit.Content {
		var items []kit.Content
		for i := range n {
			items = append(items, kit.T(l.T(prefix+string(rune('1'+i)))))
		}
		return items
	}
	v.Parts = append(v.Parts, section(kit.T(l.T("conversation.after_you")), []kit.Content{bullets(list("conversation.after_you_", 3))}), // i18n: prefix conversation.after_you_
		section(kit.T(l.T("conversation.after_who")), []kit.Content{bullets(list("conversation.after_who_", 3))})) // i18n: prefix conversation.after_who_
	var next []linkView
	if slices.ContainsFunc(kept.Marks, conversation.Marked.Open) {
		next = append(next, linkView{l.T("conversation.after_mark"), at + "#marks"})
	}
	add := func(needs permit.Action, key, url string) {
		if web.mayOpen(r, record, needs) {
			next = append(next, linkView{l.T(key), url})
		}
	}
	add(permit.MakePromise, "conversation.make_promise", "/people/"+record+"/promises/new?sitting="+sitting)
	if len(kept.Contributions) > 0 {
		add(permit.AddView, "conversation.own_view", at+"/view")
		add(permit.ReadNote, "conversation.case_note", at+"/note")
	}
	next = append(next, linkView{l.T("conversation.to_person"), "/people/" + record})
	v.Parts = append(v.Parts, section(kit.T(l.T("conversation.after_next")), []kit.Content{links(next), paragraph(l.T("conversation.after_rest"))}))
	return v.answer(at), nil
}
