package conversationweb

import (
	"strings"

	"github.com/a-h/templ"

	"stablefutures/internal/conversation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// formID is the id of a young person's page's own form: Pause and Stop send its fields along.
const formID = "talk"

type hidden struct{ Name, Value string }

type childView struct {
	Drawing   string
	Title     kit.Content
	Plain     string // the title in the browser's tab: general, never what a card is about
	Lead      []kit.Content
	Problems  kit.Content
	Back      kit.Content
	BackURL   string
	Above     []kit.Content
	Action    string
	DraftURL  string
	Hidden    []hidden
	Fields    []kit.Content
	Staff     kit.Content
	StaffLang string
	Saved     string
	NotSaved  string
	Buttons   []kit.Content
	Stay      bool // the buttons stay in view on a long page
	More      []kit.Content
	Below     []kit.Content
	Worker    []kit.Content // what the worker can do on every page, at one touch
	NoSafe    bool          // this is the page of help itself
	NoTools   bool          // this is the worker's own page
	Drafted   kit.Content
}

func (v childView) put(c kit.Content) kit.Content {
	if c == nil {
		return templ.NopComponent
	}
	return c
}

func (v childView) autosave() templ.Attributes {
	if v.DraftURL == "" {
		return nil
	}
	return templ.Attributes{"data-autosave": v.DraftURL, "data-autosave-saved": v.Saved, "data-autosave-failed": v.NotSaved}
}

type pointView struct{ Text, Also kit.Content }

type staffView struct {
	Lang, Dir string
	Text      []kit.Content
	Body      []kit.Content
}

// page begins a page with the title of a screen text.
func (t *table) page(drawing, titleKey string) childView {
	return childView{Drawing: drawing, Title: t.voice.say(titleKey), Plain: t.voice.text(titleKey)}
}

// form gives the page its form. at names the page for Pause, Stop and autosave.
func (t *table) form(v *childView, path, at string) {
	v.Action, v.DraftURL = t.base+path, t.base+"/draft"
	v.Saved, v.NotSaved, v.StaffLang = t.r.L.T("page.saved"), t.r.L.T("conversation.not_saved_yet"), t.r.L.Tag()
	v.Hidden = append(v.Hidden, hidden{"at", at})
}

// staff folds a passage for the worker and the interpreter into a young person's page.
func (t *table) staff(open bool, text []string, body ...kit.Content) kit.Content {
	l := t.r.L
	v := staffView{Lang: l.Tag(), Dir: l.Dir(), Body: body}
	for _, s := range text {
		v.Text = append(v.Text, kit.T(s))
	}
	return kit.Details{Summary: kit.In(l.Tag(), l.Dir(), l.T("conversation.for_worker")), Body: forStaff(v), Open: open}
}

// back gives the page its way back, in the young person's language.
func (t *table) back(v *childView, url string) { v.Back, v.BackURL = t.voice.say("card.back"), url }

// show answers with a page of the young person's side. Pause and Stop are always there while the sitting goes on.
func (t *table) show(v childView) *page.Answer {
	if !v.NoTools {
		v.Worker, v.StaffLang = t.tools(v.Action != ""), t.r.L.Tag()
	}
	if t.voice.drafted() && !v.NoTools {
		v.Drafted = t.voice.say("explain.draft")
	}
	a := page.Show(v.Plain, childBody(v))
	if v.Problems != nil {
		a = page.Invalid(v.Plain, childBody(v))
	}
	a.In(page.Child).Speaking(t.voice.pack.Lang()).Saying(page.WordsIn(t.r.L, t.voice.text))
	return a.PauseStop(t.controls(v))
}

// controls are what is one touch away on every page: Pause and Stop while the sitting goes on, and "I am not safe now"
// after it too.
func (t *table) controls(v childView) kit.Controls {
	var c kit.Controls
	if t.Sitting.Open() {
		c.PauseURL, c.Pause, c.StopURL, c.Stop = t.base+"/pause", t.voice.text("pause.button"), t.base+"/stop", t.voice.text("stop.button")
		if v.Action != "" {
			c.Form = formID
		}
	}
	if !v.NoSafe {
		c.SafeURL, c.Safe, c.Mark = t.base+"/unsafe", t.voice.text("safe.now"), conversation.NewID()
	}
	return c
}

// button is a button of a young person's form.
func (t *table) button(key, value string, kind kit.ButtonKind) kit.Content {
	return kit.Button{Text: t.voice.say(key), Name: "go", Value: value, Kind: kind}
}

// way is a link that looks like a button.
func (t *table) way(key, url string, kind kit.ButtonKind) kit.Content {
	return kit.Button{Text: t.voice.say(key), Href: url, Kind: kind}
}

// telephone makes a number that can be rung from how it is written.
func telephone(number string) string {
	return "tel:" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}
