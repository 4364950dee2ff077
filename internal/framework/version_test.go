package framework_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// asks reports what a text is refused for, by its key.
func asks(t *testing.T, err error, field, key string) {
	t.Helper()
	var p *problem.Error
	if !errors.As(err, &p) {
		t.Errorf("not refused at %s: %v", field, err)
		return
	}
	for _, f := range p.Fields {
		if f.Name == field && f.Key == key {
			return
		}
	}
	if field != "" || problem.KeyOf(err) != key {
		t.Errorf("refused with %v %v, want %s at %q", problem.KeyOf(err), p.Fields, key, field)
	}
}

func (w *worded) say(t *testing.T, lang, key, text string) framework.Version {
	t.Helper()
	v, err := w.ChangeDraft(t.Context(), w.steward, w.checklist, lang, func(c *framework.Changes) { put(&c.Texts, key, framework.NewText{Text: text}) })
	must(t, err)
	return v
}

func put[V any](m *map[string]V, key string, v V) {
	next := map[string]V{key: v}
	for k, have := range *m {
		if k != key {
			next[k] = have
		}
	}
	*m = next
}

var yes = framework.Decision{Group: "Young people's group, Northwick", Decision: framework.GroupYes, On: testkit.Now().Format(time.DateOnly), Said: "Better words."}

// use writes down a group's yes and puts a draft into use.
func (w *worded) use(t *testing.T, v framework.Version) {
	t.Helper()
	must(t, w.Decide(t.Context(), w.steward, v.ID, v.Digest(), "Simpler words", yes))
	must(t, w.Use(t.Context(), w.steward, v.ID, v.Digest()))
}

func (w *worded) pack(t *testing.T, lang string) *framework.Pack {
	t.Helper()
	e, err := w.Edition(t.Context(), w.checklist.ID)
	must(t, err)
	p, ok := w.Pack(t.Context(), e, lang)
	if !ok {
		t.Fatalf("no %s", lang)
	}
	return p
}

func ask(p *framework.Pack, code string) string {
	c, _ := p.Card(code)
	return c.Ask
}

func TestWording_isShownOnlyWithTheGroupsYes(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorded(t, d)
		ctx, published := t.Context(), ask(w.pack(t, "en"), "B2")
		before, err := w.KeepWording(ctx, w.checklist, w.pack(t, "en"))
		must(t, err)
		const better = "Do you like the place where you live?"
		v := w.say(t, "en", "card/B2/ask", better)
		if got := ask(w.pack(t, "en"), "B2"); got != published {
			t.Errorf("a draft is shown: %q", got)
		}
		asks(t, w.Use(ctx, w.steward, v.ID, v.Digest()), "", "framework.wording.no_yes")
		notYet := yes
		notYet.Decision = framework.GroupNotYet
		must(t, w.Decide(ctx, w.steward, v.ID, v.Digest(), "Simpler words", notYet))
		asks(t, w.Use(ctx, w.steward, v.ID, v.Digest()), "", "framework.wording.no_yes")
		must(t, w.Decide(ctx, w.steward, v.ID, v.Digest(), "Simpler words", yes))
		changed := w.say(t, "en", "card/B2/simpler", "Do you like it there?")
		asks(t, w.Use(ctx, w.steward, v.ID, v.Digest()), "", "framework.wording.no_yes") // the yes was about other words
		asks(t, w.Decide(ctx, w.steward, v.ID, v.Digest(), "Simpler words", yes), "", "framework.wording.changed_since")
		w.now = w.now.Add(time.Minute)
		w.use(t, changed)
		if got := ask(w.pack(t, "en"), "B2"); got != better {
			t.Errorf("shown: %q", got)
		}
		after, err := w.KeepWording(ctx, w.checklist, w.pack(t, "en"))
		must(t, err)
		if old, now := w.shown(t, before), w.shown(t, after); old.Texts["card/B2/ask"] != published || old.Number != 0 || now.Texts["card/B2/ask"] != better || now.Number != 1 {
			t.Errorf("kept: %q (%d) and %q (%d)", old.Texts["card/B2/ask"], old.Number, now.Texts["card/B2/ask"], now.Number)
		}
		elsewhere := w.another()
		must(t, elsewhere.RefreshWordings(ctx))
		e, err := elsewhere.Edition(ctx, w.checklist.ID)
		must(t, err)
		p, _ := e.Pack("en")
		if ask(p, "B2") != better || e.Checksum() != w.checklist.Checksum() || ask(packOf(e.Published(), "en"), "B2") != published {
			t.Error("another process shows something else, or the edition itself has changed")
		}
		w.comesBack(t, ctx, v.ID, published, better)
	})
}

// comesBack brings back what was published, and then the first version; each waits for a yes.
func (w *worded) comesBack(t *testing.T, ctx context.Context, first, published, better string) {
	t.Helper()
	w.now = w.now.Add(time.Minute)
	back, err := w.Back(ctx, w.steward, w.checklist, "en", "")
	must(t, err)
	_, err = w.Back(ctx, w.steward, w.checklist, "en", first)
	asks(t, err, "", "framework.wording.draft_open")
	if got := ask(w.pack(t, "en"), "B2"); got != better {
		t.Errorf("a draft is shown: %q", got)
	}
	w.use(t, back)
	if got := ask(w.pack(t, "en"), "B2"); got != published {
		t.Errorf("brought back: %q", got)
	}
	w.now = w.now.Add(time.Minute)
	file, err := json.Marshal(back.Changes)
	must(t, err)
	if wrong := testkit.OpenSchema(t, "wording-changes-1").Wrong(file); wrong != nil {
		t.Errorf("the changes are not as their schema says: %v", wrong)
	}
	again, err := w.Back(ctx, w.steward, w.checklist, "en", first)
	must(t, err)
	w.use(t, again)
	list, err := w.Versions(ctx, w.steward, w.checklist, "en")
	must(t, err)
	if len(list) != 3 || list[0].Number != 3 || list[2].Number != 1 || list[0].From != first || ask(w.pack(t, "en"), "B2") != better ||
		list[2].What != "Simpler words" || len(list[2].Decisions) != 3 || list[2].Decisions[0].By != w.steward.ID || list[2].Decisions[0].Role != "steward" {
		t.Errorf("%d versions: %+v", len(list), list)
	}
}

func packOf(e *framework.Edition, lang string) *framework.Pack {
	p, _ := e.Pack(lang)
	return p
}

func TestWording_aboutAgreementNeedsASecondPerson(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorded(t, d)
		ctx := t.Context()
		for _, key := range []string{"ui/stop.text", "explain/what", "ui/safe.title", "ui/privacy.who", "explain/wales/helpers", "screen/safe"} {
			v, err := w.ChangeDraft(ctx, w.steward, w.checklist, "en", func(c *framework.Changes) {
				if key == "screen/safe" {
					c.Show(key, "door")
					return
				}
				text := "It is fine to stop now."
				if key == "ui/privacy.who" {
					text = "{organisation} keeps this for you."
				}
				c.Say(key, text) // beside what is in use already: this alone is new
			})
			must(t, err)
			must(t, w.Decide(ctx, w.steward, v.ID, v.Digest(), "Stopping", yes))
			asks(t, w.Use(ctx, w.steward, v.ID, v.Digest()), "", "framework.wording.no_second")
			asks(t, w.LookSecond(ctx, w.steward, v.ID, v.Digest(), ""), "", "framework.wording.not_the_same")
			must(t, w.LookSecond(ctx, w.other, v.ID, v.Digest(), "A solicitor has read it."))
			w.now = w.now.Add(time.Minute)
			must(t, w.Use(ctx, w.steward, v.ID, v.Digest()))
		}
		if w.pack(t, "ar").ScreenPicture("safe") != "door" {
			t.Error("the picture is another in another language")
		}
	})
}

func TestWording_isChecked(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorded(t, d)
		for _, c := range []struct{ lang, key, text, want string }{
			{"en", "card/B2/ask", "  ", "translation.fault.empty"},
			{"en", "card/B2/name", "A name that is far too long to stand under a picture", "translation.fault.too_long"},
			{"en", "ui/copy.for", "For you", "translation.fault.placeholder_missing"},
			{"en", "ui/stop.text", "It is fine, {who}.", "translation.fault.placeholder_extra"},
			{"en", "ui/stop.text", "It is \u202efine.", "translation.fault.character"},
			{"en", "ui/stop.text", "It is fіne.", "translation.fault.script"}, // a Cyrillic letter
			{"ar", "ui/stop.text", "لا بأسstop.", "translation.fault.script"},
			{"en", "card/Z9/ask", "Who?", "framework.wording.no_text"},
			{"en", "outcome/B2/text", "Something else", "framework.wording.no_text"},
		} {
			_, err := w.ChangeDraft(t.Context(), w.steward, w.checklist, c.lang, func(all *framework.Changes) { put(&all.Texts, c.key, framework.NewText{Text: c.text}) })
			asks(t, err, c.key, c.want)
		}
		for place, want := range map[string]string{"card/Z9": "framework.wording.no_place", "card/B2": "framework.wording.no_drawing"} {
			_, err := w.ChangeDraft(t.Context(), w.steward, w.checklist, "en", func(all *framework.Changes) { put(&all.Pictures, place, "own-0123456789abcdef0123") })
			asks(t, err, place, want)
		}
		if _, err := w.ChangeDraft(t.Context(), w.worker, w.checklist, "en", func(*framework.Changes) {}); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner changed it: %v", err)
		}
		v := w.say(t, "en", "card/B2/ask", "Do you like it there?")
		for field, change := range map[string]func(*framework.Decision){
			"group": func(d *framework.Decision) { d.Group = "" }, "decision": func(d *framework.Decision) { d.Decision = "" },
			"on":   func(d *framework.Decision) { d.On = "2031-01-01" },
			"said": func(d *framework.Decision) { d.Decision, d.Said = framework.GroupSomethingElse, "" },
		} {
			d := yes
			change(&d)
			err := w.Decide(t.Context(), w.steward, v.ID, v.Digest(), "What", d)
			if !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestWording_otherLanguagesFallBack(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorded(t, d)
		w.UseOverlay(func(_ context.Context, e *framework.Edition, lang string) *framework.Translations {
			p, _ := e.Pack("en")
			texts := map[string]framework.Translated{}
			if lang == "sq" { // all of it was translated by a person, as long as its English says what it said then
				for _, entry := range e.Entries(packOf(w.checklist, "sq")) {
					texts[entry.Key] = framework.Translated{Text: entry.Text, Status: framework.StatusHuman, At: testkit.Now()}
				}
				if ask(p, "B2") != ask(packOf(w.checklist, "en"), "B2") {
					delete(texts, "card/B2/ask")
				}
			}
			return framework.NewTranslations(texts)
		})
		if p := w.pack(t, "sq"); p.Status() != framework.StatusHuman || !p.Showable(false) {
			t.Fatalf("before: %s", p.Status())
		}
		w.now = w.now.Add(time.Hour)
		w.use(t, w.say(t, "en", "card/B2/ask", "Do you like the place where you live?"))
		p := w.pack(t, "sq")
		if p.StatusOf("card/B2/ask") != framework.StatusSourceChanged || p.StatusOf("card/B2/name") != framework.StatusHuman || p.Showable(false) || !p.Showable(true) {
			t.Errorf("after: %s, %s", p.StatusOf("card/B2/ask"), p.Status())
		}
		w.now = w.now.Add(time.Hour)
		w.use(t, w.say(t, "sq", "card/B2/ask", "A të pëlqen vendi ku jeton?"))
		if p := w.pack(t, "sq"); ask(p, "B2") != "A të pëlqen vendi ku jeton?" || p.Status() != framework.StatusHuman {
			t.Errorf("said anew: %q, %s", ask(p, "B2"), p.Status())
		}
		w.now = w.now.Add(time.Hour)
		w.use(t, w.say(t, "en", "card/B2/ask", "Is it good where you live?"))
		if p := w.pack(t, "sq"); p.StatusOf("card/B2/ask") != framework.StatusSourceChanged || ask(p, "B2") != ask(packOf(w.checklist, "sq"), "B2") {
			t.Errorf("the group's own words for another question are shown: %q, %s", ask(p, "B2"), p.StatusOf("card/B2/ask"))
		}
	})
}

func TestDrawings_areKeptUnderTheirStrokes(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorded(t, d)
		ctx := t.Context()
		lent := map[string]string{}
		w.UseDrawings(func(name string) string { return lent[name] }, func(name, strokes string) { lent[name] = strokes })
		_, err := w.AddDrawing(ctx, w.steward, []byte(svgHead+`<script/></svg>`), "A ball")
		asks(t, err, "file", "framework.drawing.element")
		ball, err := w.AddDrawing(ctx, w.steward, []byte(svgHead+`<circle cx="24" cy="24" r="16"/></svg>`), "A ball")
		must(t, err)
		again, err := w.AddDrawing(ctx, w.other, []byte(`<svg viewBox="0 0 48 48"><circle r="16" cy="24" cx="24.0"></circle></svg>`), "The same ball")
		must(t, err)
		list, err := w.OwnDrawings(ctx, w.steward)
		must(t, err)
		if again.Name != ball.Name || len(list) != 1 || list[0].Shows != "A ball" || lent[ball.Name] != `<circle cx="24" cy="24" r="16"/>` {
			t.Errorf("%v, %v", list, lent)
		}
		v, err := w.ChangeDraft(ctx, w.steward, w.checklist, "en", func(c *framework.Changes) { put(&c.Pictures, "card/G7", ball.Name) })
		must(t, err)
		w.use(t, v)
		e, err := w.Edition(ctx, w.checklist.ID)
		must(t, err)
		if changed := e.Rewordings(packOf(e.Published(), "en"), w.Preview(ctx, e, v)); len(changed) != 1 || changed[0].After != ball.Name || changed[0].Before != "play" {
			t.Errorf("the version changes %+v", changed)
		}
		back, err := w.Back(ctx, w.steward, e, "en", "")
		must(t, err)
		if ready, err := w.Readiness(ctx, e, back); err != nil || len(ready.Changes) != 1 || ready.Changes[0].After != "play" {
			t.Errorf("bringing back what was published changes %+v, %v", ready.Changes, err)
		}
		must(t, w.PutAway(ctx, w.steward, back.ID, back.Digest()))
		outcome, _ := e.Outcome("G7")
		ti := w.pack(t, "ti")
		sum, err := w.KeepWording(ctx, e, ti)
		must(t, err)
		if shown := w.shown(t, sum); outcome.Picture != ball.Name || ti.OutcomePicture(outcome) != ball.Name || shown.Drawings[ball.Name] != ball.Strokes {
			t.Errorf("%s, %s, %v", outcome.Picture, ti.OutcomePicture(outcome), shown.Drawings)
		}
	})
}

func TestWording_onePictureStandsForOneThing(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorded(t, d)
		v, err := w.ChangeDraft(t.Context(), w.steward, w.checklist, "en", func(c *framework.Changes) { c.Show("card/B2", "home") }) // G1 has it
		must(t, err)
		must(t, w.Decide(t.Context(), w.steward, v.ID, v.Digest(), "A home", yes))
		asks(t, w.Use(t.Context(), w.steward, v.ID, v.Digest()), "", "framework.wording.picture_twice")
		v, err = w.ChangeDraft(t.Context(), w.steward, w.checklist, "en", func(c *framework.Changes) { c.Show("card/G1", "door") }) // and so they have changed places
		must(t, err)
		w.use(t, v)
	})
}

// Of a group's words and a translation that was accepted, whichever came later stands.
func TestWording_theLaterOfItAndATranslationStands(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorded(t, d)
		at := testkit.Now()
		w.UseOverlay(func(context.Context, *framework.Edition, string) *framework.Translations {
			return framework.NewTranslations(map[string]framework.Translated{"card/B2/ask": {Text: "përkthim", Status: framework.StatusHuman, At: at}})
		})
		w.now = w.now.Add(time.Hour)
		w.use(t, w.say(t, "sq", "card/B2/ask", "fjalët e grupit"))
		if got := ask(w.pack(t, "sq"), "B2"); got != "fjalët e grupit" {
			t.Errorf("an earlier translation stands: %q", got)
		}
		at = at.Add(2 * time.Hour)
		if got := ask(w.pack(t, "sq"), "B2"); got != "përkthim" {
			t.Errorf("a later translation does not stand: %q", got)
		}
	})
}
