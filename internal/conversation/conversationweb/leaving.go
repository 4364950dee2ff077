package conversationweb

import (
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func (t *table) savePause() (*page.Answer, error) {
	if err := t.keepPlace(); err != nil {
		return nil, err
	}
	return page.Redirect(t.base + "/pause"), nil
}

// showPause is a quiet page that waits as long as anybody likes.
func (t *table) showPause() (*page.Answer, error) {
	v := t.page(t.voice.pack.ScreenPicture("pause"), "pause.title")
	v.Lead = []kit.Content{t.voice.say("pause.text"), t.voice.say("pause.breathe")}
	v.Above = []kit.Content{t.way("pause.continue", resume(t.base, t.Sitting, t.Draft), kit.Primary)}
	return t.show(v), nil
}

// askStop saves what stood in the form and asks the one thing that stopping needs to know.
func (t *table) askStop() (*page.Answer, error) {
	if t.Sitting.Open() {
		if err := t.keepPlace(); err != nil {
			return nil, err
		}
	}
	return page.Redirect(t.base + "/stop"), nil
}

// showStop asks whether what was said is kept. With nothing said there is nothing to ask.
func (t *table) showStop() (*page.Answer, error) {
	v := t.page(t.voice.pack.ScreenPicture("stop"), "stop.title")
	v.Lead = []kit.Content{t.voice.say("stop.text")}
	v.Action = t.base + "/stopped"
	v.Hidden = []hidden{{"contribution", conversation.NewID()}}
	if t.Draft.Complete() {
		v.Buttons = []kit.Content{t.button("stop.keep", "keep", kit.Primary), t.button("stop.keep_not", "forget", kit.Secondary)}
	} else {
		v.Buttons = []kit.Content{t.button("stop.button", "forget", kit.Primary)}
	}
	v.More = []kit.Content{t.way("pause.continue", resume(t.base, t.Sitting, t.Draft), kit.Secondary)}
	v.Staff = t.staff(false, []string{t.r.L.T("conversation.stop_staff")})
	return t.show(v), nil
}

func (t *table) saveStop() (*page.Answer, error) {
	switch t.r.Form.Raw("go") {
	case "keep":
		return t.stopped(true)
	case "forget":
		return t.stopped(false)
	}
	return page.Redirect(t.base + "/stop"), nil // nobody said: ask again
}

func (t *table) stopped(keep bool) (*page.Answer, error) {
	contribution := t.r.Form.ID("contribution")
	if contribution == "" {
		return nil, problem.New(problem.Invalid, "problem.stale_form")
	}
	err := t.web.Conversation.Stop(t.r.Context(), t.r.Who, t.Sitting.Record, t.Sitting.ID, contribution, keep)
	if err != nil && !t.alreadyEnded(err) {
		return nil, err
	}
	return page.Redirect(t.base + "/end"), nil
}

// showEnd is a good end however it came about. What the worker can do next is folded away until the young person has
// been thanked.
func (t *table) showEnd() (*page.Answer, error) {
	if t.Sitting.Open() {
		return page.Redirect(resume(t.base, t.Sitting, t.Draft)), nil
	}
	kept, err := t.web.Conversation.Kept(t.r.Context(), t.r.Who, t.Sitting.Record, t.Sitting.ID)
	if err != nil {
		return nil, err
	}
	v := t.page(t.voice.pack.ScreenPicture("end"), "end.title")
	v.Lead = []kit.Content{t.voice.say("end.thanks")}
	if t.Sitting.Ending == "stopped" {
		v.Lead = []kit.Content{t.voice.say("stop.bye")}
	}
	l, said := t.r.L, len(kept.Contributions) > 0
	if said && t.web.mayOpen(t.r, t.Sitting.Record, permit.ReadCopy) {
		v.Above = append(v.Above, t.way("copy.title", "/people/"+t.Sitting.Record+"/copy?sitting="+t.Sitting.ID, kit.Secondary))
	}
	if t.MaySafety {
		v.Above = append(v.Above, t.way("own.make", ownURL(t.Sitting.Record, "", t.Sitting.ID), kit.Secondary))
	}
	text := l.T("conversation.end_kept")
	if !said {
		text = l.T("conversation.end_nothing")
	}
	texts := []string{text}
	for _, m := range kept.Marks {
		if m.Open() {
			texts = append(texts, l.T("conversation.mark_"+string(m.Kind))+", "+l.Moment(m.At)+". "+l.T("conversation.mark_open")) // i18n: prefix conversation.mark_
		}
	}
	v.Below = []kit.Content{t.staff(true, texts, links(t.next(said)))}
	return t.show(v), nil
}

type linkView struct{ Text, URL string }

// next lists what a worker does after a conversation: promises first.
func (t *table) next(said bool) []linkView {
	l, person := t.r.L, "/people/"+t.Sitting.Record
	list := []linkView{{l.T("conversation.debrief_link"), t.base + "/after"}}
	add := func(needs permit.Action, key, url string) {
		if t.web.mayOpen(t.r, t.Sitting.Record, needs) {
			list = append(list, linkView{l.T(key), url})
		}
	}
	add(permit.MakePromise, "conversation.make_promise", person+"/promises/new?sitting="+t.Sitting.ID)
	if said {
		add(permit.ReadCopy, "conversation.my_copy", person+"/copy?sitting="+t.Sitting.ID)
		add(permit.ReadNote, "conversation.case_note", t.base+"/note")
		add(permit.AddView, "conversation.own_view", t.base+"/view")
		add(permit.ReadConversation, "conversation.see_kept", t.base)
	}
	return append(list, linkView{l.T("conversation.to_person"), person})
}

// showSafe gives numbers to ring at once: the nation's, and the local contact where there is one.
func (t *table) showSafe() (*page.Answer, error) {
	v := t.page(t.voice.pack.ScreenPicture("safe"), "safe.title")
	v.Lead = []kit.Content{t.voice.say("safe.text"), t.voice.say("safe.danger"), t.voice.say("safe.childline")}
	v.Above = []kit.Content{kit.SummaryList{Rows: t.contacts()}}
	noted := t.r.Form.Choice("noted", "yes", "no")
	if noted == "yes" {
		v.Below = append(v.Below, notes([]kit.Content{t.voice.say("safe.noted")}))
	}
	back := t.base + "/end"
	if t.Sitting.Open() {
		back = resume(t.base, t.Sitting, t.Draft)
	}
	v.Below = append(v.Below, t.way("pause.continue", back, kit.Primary))
	v.NoSafe = true
	l := t.r.L
	pack := t.web.Nations.For(t.Nation)
	texts := []string{l.T("conversation.elsewhere", "referral", pack.Term(nation.TermSafeguardingReferral, l.Tag()),
		"system", pack.Term(nation.TermCaseSystem, l.Tag()))}
	if noted == "no" {
		texts = append([]string{l.T("conversation.unsafe_not_noted")}, texts...)
	}
	v.Below = append(v.Below, t.staff(noted == "no", texts))
	return t.show(v), nil
}

// contacts are whom to ring: the local contact where there is one, then the nation's numbers.
func (t *table) contacts() []kit.Row {
	var rows []kit.Row
	if t.web.SafetyContact != nil {
		c := t.web.SafetyContact(t.r.Context(), t.r.Who)
		if c.Phone != "" {
			rows = append(rows, kit.Row{Key: kit.Name(c.Name), Value: phone(c.Phone)})
		}
		if c.OutOfHours != "" { // said apart, so that nobody rings an empty office at night
			rows = append(rows, kit.Row{Key: kit.Join(kit.Name(c.Name), kit.Text{Value: " · "}, t.voice.say("safe.at_night")), Value: phone(c.OutOfHours)})
		}
	}
	return append(rows, t.web.numbers(t.r, t.Nation)...)
}

// numbers are the nation's emergency numbers in force today.
func (web *Web) numbers(r *page.Request, code string) []kit.Row {
	rule, err := web.Nations.For(code).Rule(nation.RuleEmergencyNumbers, time.Now().UTC().Format(time.DateOnly))
	if err != nil {
		return nil // the young person's own texts above name 999 and Childline
	}
	l := r.L
	var rows []kit.Row
	for _, row := range rule.Value.Rows {
		if len(row) > 1 {
			rows = append(rows, kit.Row{Key: kit.In(l.Tag(), l.Dir(), row[0].In(l.Tag())), Value: phone(row[1].In(l.Tag()))})
		}
	}
	return rows
}

// mayOpen says whether to offer a link; the page behind it decides.
func (web *Web) mayOpen(r *page.Request, record string, needs permit.Action) bool {
	return web.Conversation.May(r.Context(), r.Who, needs, record)
}
