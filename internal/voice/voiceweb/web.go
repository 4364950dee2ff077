package voiceweb

import (
	"context"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/translation"
	"stablefutures/internal/voice"
)

// Options are what the pages need from other rooms.
type Options struct {
	Voice     *voice.Service
	Framework *framework.Service
	// Pack finds what a young person may see here: what people have translated, and drafts only where they are let in.
	Pack func(ctx context.Context, e *framework.Edition, lang string) (*framework.Pack, bool)
	// Translations knows which texts a person has read aloud; may be nil, then the device's own voice reads or nobody does.
	Translations *translation.Service
	// Gifts is what they gave to be published, which another room keeps.
	Gifts voice.Gifts
	// Origin is the address that browsers see, for workers to say; "" when it is not known.
	Origin string
	// Exit is the ordinary page that opens for whoever leaves a place on a device of their own.
	Exit string
	// Failed is told what went wrong while somebody left, by the request's id; may be nil.
	Failed func(id string, err error)
	// Demo says that everybody here is invented: then even texts about safety and permission are shown as drafts.
	Demo bool
}

// Web is the pages of a young person's own place.
type Web struct{ Options }

// New makes the pages.
func New(o Options) *Web { return &Web{o} }

// at is where it lives while somebody sits beside the young person.
const at = "/people/{id}/place"

// Routes are the room's rows of the route table.
func (web *Web) Routes() []page.Route {
	var rows []page.Route
	for path, f := range shown {
		rows = append(rows, page.Get(at+path, permit.ReadOwn, web.beside(f)).ForChild())
	}
	for path, f := range saved {
		rows = append(rows, page.Post(at+path, permit.SpeakOwn, web.beside(f)).ForChild())
	}
	rows = append(rows, web.deviceRoutes()...)
	rows = append(rows, web.enterRoutes()...)
	rows = append(rows, web.allowRoutes()...)
	return append(append(rows, web.staffRoutes()...), web.carriedRoutes()...)
}

// shown are the pages of the place, and saved what can be sent there.
var (
	shown = map[string]func(*table) (*page.Answer, error){
		"": (*table).showHome, "/said": (*table).showSaid, "/written": (*table).showWritten, "/promised": (*table).showPromised,
		"/who": (*table).showWho, "/news": (*table).showNews, "/say": (*table).showSay, "/ask": (*table).showAsk,
		"/may": (*table).showMay, "/carry": (*table).showCarry, "/card": (*table).showCard, "/paper": (*table).showPaper, "/sheet": (*table).showSheet, "/pdf": (*table).showPDF, "/advocate": (*table).showAdvocate,
		"/gave": (*table).showGave, "/gave/{work}": (*table).showGift,
	}
	saved = map[string]func(*table) (*page.Answer, error){"/say": (*table).saveSay, "/ask": (*table).saveAsk, "/may": (*table).saveMay,
		"/carry": (*table).saveCarry, "/card": (*table).saveCard, "/back": (*table).saveBack, "/gave": (*table).saveGave}
)

// table is one request of a young person's place.
type table struct {
	voice.Place
	web    *Web
	r      *page.Request
	record string
	base   string // where the place lives
	tag    string // of the language spoken, as records write it
	ed     *framework.Edition
	pack   *framework.Pack
	guard  *framework.Pack // for permission and safety: never a machine's draft outside a demonstration

	devices voice.Devices // on the pages of choosing a device of their own
}

// beside opens the place of the record that the address names, for whoever sits beside the young person.
func (web *Web) beside(f func(*table) (*page.Answer, error)) page.Handler {
	return func(r *page.Request) (*page.Answer, error) {
		id, err := r.PathID("id")
		if err != nil {
			return nil, err
		}
		return web.sit(r, id, "/people/"+id+"/place", f)
	}
}

func (web *Web) sit(r *page.Request, record, base string, f func(*table) (*page.Answer, error)) (*page.Answer, error) {
	t := &table{web: web, r: r, record: record, base: base}
	var err error
	if t.Place, err = web.Voice.Open(r.Context(), r.Who, record); err != nil {
		return nil, err
	}
	lang := "en"
	if y, ok := i18n.Young(t.Person.Profile.FirstLanguage()); ok {
		lang = y.Tag
	}
	if err := t.speak(lang); err != nil {
		return nil, err
	}
	return f(t)
}

// speak finds the texts in the young person's language: those of the edition in use, else of the rights checklist. Where
// the language is not ready they are in the language that the edition was written in.
func (t *table) speak(lang string) error {
	t.ed, _ = framework.BySet(framework.SetChecklist)
	if !t.Own {
		ed, err := t.web.Framework.Chosen(t.r.Context(), t.r.Who, framework.Children)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
		if err == nil && ed != nil {
			t.ed = ed
		}
	}
	t.tag = lang
	if y, ok := i18n.Young(lang); ok {
		t.tag = y.Stored
	}
	t.pack, t.guard = t.web.speaking(t.r.Context(), t.ed, lang)
	return nil
}

// speaking gives the pack of a language, and the one for texts that must not be a machine's draft.
func (web *Web) speaking(ctx context.Context, ed *framework.Edition, lang string) (pack, guard *framework.Pack) {
	original, ok := web.Pack(ctx, ed, "en")
	if !ok {
		original, _ = ed.Pack("en")
	}
	if pack, ok = web.Pack(ctx, ed, lang); !ok {
		pack = original
	}
	if guard = pack; !pack.Trusted() && !web.Demo {
		guard = original
	}
	return pack, guard
}

func (t *table) of(key string) *framework.Pack {
	if framework.Guarded(key) {
		return t.guard
	}
	return t.pack
}

// text is a bare screen text.
func (t *table) text(key string, slots ...string) string { return t.of(key).Text(key, slots...) }

// say is a screen text for a slot, marked with its own language where that is not the page's.
func (t *table) say(key string, slots ...string) kit.Content {
	if p := t.of(key); p != t.pack {
		return kit.In(p.Lang(), p.Dir(), p.Text(key, slots...))
	}
	return kit.T(t.text(key, slots...))
}

// way is a link that looks like a button.
func (t *table) way(key, path string, kind kit.ButtonKind) kit.Content {
	return kit.Button{Text: t.say(key), Href: t.base + path, Kind: kind}
}

func (t *table) button(key, value string, kind kit.ButtonKind) kit.Content {
	return kit.Button{Text: t.say(key), Name: "go", Value: value, Kind: kind, Once: true}
}

// day writes a day in the young person's language.
func (t *table) day(day string) string { return i18n.For(t.pack.Lang()).Day(day) }

// placeView is every page of the place: one picture, one heading, few things to do.
type placeView struct {
	Drawing  string
	Title    kit.Content
	Problems kit.Content
	Back     kit.Content
	BackURL  string
	Lead     []kit.Content
	Above    []kit.Content
	Action   string
	Hidden   [][2]string
	Fields   []kit.Content
	Buttons  []kit.Content
	Below    []kit.Content
	Drafted  kit.Content
}

// begin begins a page that leads back to the whole place.
func (t *table) begin(drawing, key string) placeView {
	return placeView{Drawing: drawing, Title: t.say(key), Back: t.say("card.back"), BackURL: t.base}
}

// show answers with a page. The title of the tab says nothing of what the page is.
func (t *table) show(v placeView) *page.Answer {
	if !t.pack.Trusted() {
		v.Drafted = t.say("explain.draft")
	}
	title, words := t.text("mine.title"), page.WordsIn(t.r.L, t.text)
	words.Problem, words.Error = t.text("everyday.problem"), t.text("everyday.problem")
	if t.Own { // it is called what the way in is called
		title = t.text("everyday.title")
	}
	a := page.Show(title, placeBody(v))
	if v.Problems != nil {
		a = page.Invalid(title, placeBody(v))
	}
	return a.In(page.Child).Style("place.css").Speaking(t.pack.Lang()).Saying(words)
}

// listen reads texts of the page aloud; about tells one button from another.
func (t *table) listen(about string, keys ...string) kit.Content {
	l := t.listener(t.pack.Lang(), about)
	for _, key := range keys {
		text := t.pack.Text(key)
		one := kit.ListenText{Text: text}
		if t.web.Translations != nil && !t.Own { // recordings are for whoever is signed in
			if id, ok := t.web.Translations.Voice(t.ed.ID, t.pack.Lang(), "ui/"+key, text); ok {
				one.Sound, l.Recorded = "/translations/voice/"+id, true
			}
		}
		l.Texts = append(l.Texts, one)
	}
	return l
}

// listenTo reads somebody's words aloud, in the language they are in.
func (t *table) listenTo(lang, about string, texts ...string) kit.Content {
	l := t.listener(lang, about)
	for _, text := range texts {
		l.Texts = append(l.Texts, kit.ListenText{Text: text})
	}
	return l
}

func (t *table) listener(lang, about string) kit.Listen {
	l := kit.Listen{Lang: lang, Dir: i18n.Dir(lang), Voices: lang, Label: t.text("card.listen"), Stop: t.text("listen.stop"),
		Person: t.text("listen.person"), Device: t.text("listen.device"), None: t.text("listen.none"), About: about}
	if y, ok := i18n.Young(lang); ok {
		l.Lang = y.Tag
		for i, v := range y.Voices {
			if i == 0 {
				l.Voices = v
				continue
			}
			l.Voices += " " + v
		}
	}
	return l
}
