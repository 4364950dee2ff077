package togetherweb

import (
	"context"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

// view is every staff page of the room: a title, what it is for, and parts.
type view struct {
	Caption, Title, Lead string
	Problems             kit.Content
	Parts                []part
}

// part is a passage with its own heading, and a form where it has one.
type part struct {
	ID, Heading, Text string
	Body              []kit.Content
	Form              *form
}

type form struct {
	Action  string
	Hidden  [][2]string
	Fields  []kit.Content
	Buttons []kit.Content
	Upload  bool
}

func (f form) encoding() string {
	if f.Upload {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

// answer shows a page of the room, again with what is to be mended where something was wrong.
func answer(v view, wrong error, back string) *page.Answer {
	a := page.Show(v.Title, body(v))
	if wrong != nil {
		a = page.Invalid(v.Title, body(v))
	}
	return a.Back(back).Style(sheet)
}

// childView is a page that a young person looks at.
type childView struct {
	Drawing  string
	Title    kit.Content
	Problems kit.Content
	Above    []kit.Content
	Action   string
	Hidden   [][2]string
	Fields   []kit.Content
	Buttons  []kit.Content
	Below    []kit.Content
	Staff    kit.Content
	Drafted  kit.Content
}

// voice speaks to young people in a language, and in the original where a text about privacy is only a machine's draft.
type voice struct {
	pack, guard *framework.Pack
}

func (web *Web) voice(ctx context.Context, lang string) (voice, error) {
	edition, _ := framework.BySet(framework.SetChecklist)
	shown, err := web.Framework.Edition(ctx, edition.ID)
	if err != nil {
		return voice{}, err
	}
	original := shown.OriginalPack()
	pack, ok := web.Framework.Pack(ctx, shown, lang)
	if !ok || !pack.Showable(web.DraftsOK || web.Demo) {
		pack = original
	}
	v := voice{pack, pack}
	if !pack.Trusted() && !web.Demo {
		v.guard = original
	}
	return v, nil
}

func (v voice) text(key string, slots ...string) string { return v.of(key).Text(key, slots...) }

func (v voice) of(key string) *framework.Pack {
	if framework.Guarded(key) {
		return v.guard
	}
	return v.pack
}

// say is a text for a slot, marked with its language where that is not the page's.
func (v voice) say(key string, slots ...string) kit.Content {
	p := v.of(key)
	if p.Lang() == v.pack.Lang() {
		return kit.Sentence(p.Lang(), p.Dir(), p.Text(key, slots...))
	}
	return kit.In(p.Lang(), p.Dir(), p.Text(key, slots...))
}

// drafted says that a machine wrote what stands here; nil where a person did.
func (v voice) drafted() kit.Content {
	if v.pack.Status() == framework.StatusOriginal || v.pack.Trusted() {
		return nil
	}
	return v.say("explain.draft")
}

// day is a day as somebody who reads the voice's language writes it.
func (v voice) day(day string) string { return i18n.For(v.pack.Lang()).Day(day) }

func (v voice) child(r *page.Request, title string, c childView, wrong bool) *page.Answer {
	c.Drafted = v.drafted()
	a := page.Show(title, childBody(c))
	if wrong {
		a = page.Invalid(title, childBody(c))
	}
	return a.In(page.Child).Speaking(v.pack.Lang()).Saying(page.WordsIn(r.L, v.text)).Style(sheet)
}

// languages are those in which a round or a poster can speak here.
func (web *Web) languages(ctx context.Context) []i18n.YoungLanguage {
	var list []i18n.YoungLanguage
	edition, _ := framework.BySet(framework.SetChecklist)
	for _, y := range i18n.YoungLanguages() {
		if p, ok := web.Framework.Pack(ctx, edition, y.Tag); ok && p.Showable(web.DraftsOK || web.Demo) {
			list = append(list, y)
		}
	}
	return list
}

func (web *Web) languageField(r *page.Request, problems page.Problems, name, label string) kit.Content {
	var options []kit.Option
	for _, y := range web.languages(r.Context()) {
		_, english := i18n.LanguageName(y.Tag)
		options = append(options, kit.Option{Value: y.Tag, Text: english + " (" + y.Own + ")"})
	}
	value := r.Form.Raw(name)
	if value == "" {
		value = "en"
	}
	return kit.Select{Name: name, Label: kit.Label{Text: kit.T(label), Size: "s"}, Items: options, Value: value, Error: problems.Of(name)}
}

func area(r *page.Request, problems page.Problems, name, label, hint string, rows int) kit.Content {
	return kit.Textarea{Name: name, Label: kit.Label{Text: kit.T(label), Size: "s"}, Hint: kit.T(hint), Value: r.Form.Raw(name), Rows: rows, Error: problems.Of(name)}
}

func input(r *page.Request, problems page.Problems, name, label, hint string) kit.Content {
	return kit.Input{Name: name, Label: kit.Label{Text: kit.T(label), Size: "s"}, Hint: kit.T(hint), Value: r.Form.Raw(name), Error: problems.Of(name)}
}

func dayField(r *page.Request, problems page.Problems, name, label, hint string) kit.Content {
	return kit.DateInput{ID: name, NamePrefix: name, Legend: kit.Legend{Text: kit.T(label), Size: "s"}, Hint: kit.T(hint), Error: problems.Of(name),
		Day: kit.DatePart{Value: r.Form.Raw(name + "-day")}, Month: kit.DatePart{Value: r.Form.Raw(name + "-month")}, Year: kit.DatePart{Value: r.Form.Raw(name + "-year")}}
}

func button(text string, kind kit.ButtonKind) kit.Content {
	return kit.Button{Text: kit.T(text), Kind: kind, Once: true}
}

func way(text, url string, kind kit.ButtonKind) kit.Content {
	return kit.Button{Text: kit.T(text), Href: url, Kind: kind}
}

// spoken is a text in a language of its own.
func spoken(lang, text string) kit.Content { return kit.In(lang, i18n.Dir(lang), text) }

// formID carries an id through a form that was shown again.
func formID(r *page.Request, name string) string {
	if id := r.Form.Raw(name); id != "" {
		return id
	}
	return page.NewID()
}
