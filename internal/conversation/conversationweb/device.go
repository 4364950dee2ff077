package conversationweb

import (
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// showLeaving says how to leave a page fast, what stays in the browser all the same, and when not to use an own device.
// Anybody may read it, in every language that may be shown; it stands wherever the way out does.
func (web *Web) showLeaving(r *page.Request) (*page.Answer, error) {
	ed, err := web.Framework.Chosen(r.Context(), r.Who, framework.Children)
	if err != nil && !problem.Is(err, problem.NotFound) && !problem.Is(err, problem.Forbidden) {
		return nil, err
	}
	if err != nil || ed == nil {
		ed, _ = framework.BySet(framework.SetChecklist)
	}
	voice := web.voice(r.Context(), ed, r.Form.Line("lang", 35))
	t := &table{web: web, r: r, ed: ed, voice: voice}
	v := childView{Drawing: "exit", Title: voice.say("device.title"), Plain: voice.text("device.title"), NoSafe: true, NoTools: true}
	var heard []spoken
	line := func(key string) kit.Content {
		heard = append(heard, spoken{"ui/" + key, voice.text(key), voice.of(key)})
		return voice.say(key)
	}
	leave := notes([]kit.Content{line("device.button"), line("device.shift"), line("device.history"), line("device.private")})
	when := section(line("device.when_not"), []kit.Content{bullets([]kit.Content{line("device.shared"), line("device.watched"), line("device.near")}),
		notes([]kit.Content{line("device.better")})})
	v.Above = []kit.Content{t.listen("", heard), leave, when}
	var others []kit.LanguageLink
	for _, y := range i18n.YoungLanguages() {
		if p, ok := web.Framework.Pack(r.Context(), ed, y.Tag); ok && p.Showable(web.Demo) {
			others = append(others, kit.LanguageLink{Name: y.Own, Lang: y.Tag, Dir: y.Dir, Href: "/leaving?lang=" + y.Tag, Current: y.Tag == voice.pack.Lang()})
		}
	}
	v.Below = []kit.Content{languages(voice.text("nav.language"), others)}
	if voice.drafted() {
		v.Drafted = voice.say("explain.draft")
	}
	return page.Show(v.Plain, childBody(v)).In(page.Child).Speaking(voice.pack.Lang()).Saying(page.WordsIn(r.L, voice.text)).Style("han.css"), nil
}
