package conversationweb

import (
	"slices"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// touchView is a button that does one thing at one touch. With Form it sends that form's fields along.
type touchView struct {
	Text                   kit.Content
	Drawing                string
	URL, Name, Value, Form string
}

// shows reports whether the cards are shown in one of conversation.WaysShown.
func (t *table) shows(way string) bool { return slices.Contains(t.Sitting.Setup.Shown, way) }

// tools are what the worker can do on every page, in their language: to note that something was said which belongs
// elsewhere, and to have their own language beside.
func (t *table) tools(form bool) []kit.Content {
	l := t.r.L
	v := touchView{Text: kit.T(l.T("conversation.elsewhere_button")), Drawing: "document", URL: t.base + "/elsewhere", Name: "mark", Value: conversation.NewID()}
	if form && t.Sitting.Open() {
		v.Form = formID
	}
	list := []kit.Content{touch(v)}
	if t.Sitting.Open() && t.web.secondPack(t.r.Context(), t.ed, l.Tag(), t.voice.pack) != nil {
		key := "conversation.two_languages_on"
		if t.shows("two_languages") {
			key = "conversation.two_languages_off"
		}
		list = append(list, touch(touchView{Text: kit.T(l.T(key)), Drawing: "speech", URL: t.base + "/shown", Name: "shown", Value: "two_languages", Form: v.Form}))
	}
	return list
}

// saveShown turns one way of showing the cards on or off, for this sitting, and leads back to where the two were.
func (t *table) saveShown() (*page.Answer, error) {
	if err := t.keepPlace(); err != nil {
		return nil, err
	}
	way := t.r.Form.Choice("shown", conversation.WaysShown...)
	if way == "" {
		return page.Redirect(resume(t.base, t.Sitting, t.Draft)), nil
	}
	err := t.web.Conversation.ChangeSetup(t.r.Context(), t.r.Who, t.Sitting.Record, t.Sitting.ID, func(s *conversation.Setup) error {
		if i := slices.Index(s.Shown, way); i >= 0 {
			s.Shown = slices.Delete(s.Shown, i, i+1)
		} else {
			s.Shown = append(s.Shown, way)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return page.Redirect(resume(t.base, t.Sitting, t.Draft)), nil
}

// saveUnsafe notes that "I am not safe now" was pressed, and shows who helps. Nothing may stand between that touch and
// the help: when it cannot be noted, the page of help says so to the worker.
func (t *table) saveUnsafe() (*page.Answer, error) {
	if t.Sitting.Open() {
		_ = t.keepPlace() // help comes first
	}
	if t.mark(conversation.Unsafe) != nil {
		return page.Redirect(t.base + "/safe?noted=no"), nil
	}
	return page.Redirect(t.base + "/safe?noted=yes"), nil
}

func (t *table) mark(kind conversation.MarkKind) error {
	id := t.r.Form.ID("mark")
	if id == "" {
		id = conversation.NewID()
	}
	return t.web.Conversation.MarkSitting(t.r.Context(), t.r.Who, t.Sitting.Record, t.Sitting.ID, id, kind)
}

// saveElsewhere notes that something was said which must be recorded elsewhere, and shows the local steps.
func (t *table) saveElsewhere() (*page.Answer, error) {
	if t.Sitting.Open() {
		if err := t.keepPlace(); err != nil {
			return nil, err
		}
	}
	if err := t.mark(conversation.Elsewhere); err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/elsewhere"), nil
}

// showElsewhere gives the worker the local steps, in the nation's terms. It is in their language, on the young person's
// side of the table, so it says nothing of what was said.
func (t *table) showElsewhere() (*page.Answer, error) {
	l := t.r.L
	back := t.base + "/end"
	if t.Sitting.Open() {
		back = resume(t.base, t.Sitting, t.Draft)
	}
	v := childView{Drawing: "document", Title: kit.T(l.T("conversation.elsewhere_title")), Plain: l.T("conversation.elsewhere_plain")}
	v.Lead = []kit.Content{kit.T(l.T("conversation.elsewhere_noted")), kit.T(l.T("conversation.elsewhere_listen"))}
	v.Above = []kit.Content{kit.Button{Text: kit.T(l.T("conversation.elsewhere_back")), Href: back}}
	var steps []kit.Content
	for _, s := range t.web.steps(t.r, t.Nation) {
		steps = append(steps, kit.T(s))
	}
	v.Below = []kit.Content{section(kit.T(l.T("conversation.elsewhere_steps")), []kit.Content{bullets(steps)}), kit.SummaryList{Rows: t.web.ring(t.r, t.Nation)}}
	kept, err := t.web.Conversation.Kept(t.r.Context(), t.r.Who, t.Sitting.Record, t.Sitting.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range slices.Backward(kept.Marks) {
		if m.Open() {
			v.Below = append(v.Below, section(kit.T(l.T("conversation.mark_"+string(m.Kind))+", "+l.Moment(m.At)), // i18n: prefix conversation.mark_
				[]kit.Content{markForm(t.r, t.base, m, "table")}))
		}
	}
	v.NoTools = true
	c := t.controls(v)
	c.Lang = t.voice.pack.Lang() // the two beside each other are not in one language
	return t.show(v).Speaking(l.Tag()).Saying(page.Words(l)).PauseStop(c), nil
}

// steps are what is to be done when something was said that belongs elsewhere, in the terms and under the rules of a
// nation. A referral to the national mechanism alone is never enough (R-2-3).
func (web *Web) steps(r *page.Request, code string) []string {
	l, pack := r.L, web.Nations.For(code)
	term := func(key nation.TermKey) string { return pack.Term(key, l.Tag()) }
	list := []string{l.T("conversation.step_danger", "police", term(nation.TermPolice)),
		l.T("conversation.step_words", "system", term(nation.TermCaseSystem))}
	if rule, err := pack.Rule(nation.RuleReferralComplete, time.Now().UTC().Format(time.DateOnly)); err == nil {
		for _, item := range rule.Value.List {
			list = append(list, item.In(l.Tag()))
		}
	}
	return append(list, l.T("conversation.step_mechanism", "mechanism", term(nation.TermReferralMechanism), "responder", term(nation.TermFirstResponder)),
		l.T("conversation.step_worker", "officer", term(nation.TermAllegationsOfficer)))
}
