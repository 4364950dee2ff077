package conversationweb

import (
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// privacyLines is the notice in the words of this organisation. It is guarded: no machine's draft of it outside the
// demonstration.
func (web *Web) privacyLines(r *page.Request, v voice) (lines []kit.Content, said []spoken) {
	organisation := r.Session.Organisation
	contact := organisation
	if web.SafetyContact != nil {
		if c := web.SafetyContact(r.Context(), r.Who); c.Name != "" {
			contact = c.Name
			if c.Phone != "" {
				contact += ", \u2066" + strings.ReplaceAll(c.Phone, " ", "\u00a0") + "\u2069" // a number stays whole and keeps its order in any script
			}
		}
	}
	for _, key := range framework.PrivacyNotice {
		text := v.text(key, "organisation", organisation, "contact", contact)
		lines = append(lines, kit.Sentence(v.guard.Lang(), v.guard.Dir(), text))
		said = append(said, spoken{"ui/" + key, text, v.guard})
	}
	return lines, said
}

// showPrivacy is the notice inside a sitting.
func (t *table) showPrivacy() (*page.Answer, error) {
	v := t.page(t.voice.pack.ScreenPicture("privacy"), "privacy.title")
	lines, said := t.web.privacyLines(t.r, t.voice)
	v.Above = []kit.Content{t.listen("", said), notes(lines)}
	t.back(&v, t.base+"/explain")
	return t.show(v), nil
}

// showNotice is the same for anybody who asks, apart from any sitting: it is linked from the young person's copy and
// from their own page. It offers every language that may be shown.
func (web *Web) showNotice(r *page.Request) (*page.Answer, error) {
	ed, err := web.Framework.Chosen(r.Context(), r.Who, framework.Children)
	if problem.Is(err, problem.NotFound) {
		ed, _ = framework.BySet(framework.SetChecklist)
	} else if err != nil {
		return nil, err
	}
	voice := web.voice(r.Context(), ed, r.Form.Line("lang", 35))
	t := &table{web: web, r: r, ed: ed, voice: voice}
	lines, said := web.privacyLines(r, voice)
	v := childView{Drawing: voice.pack.ScreenPicture("privacy"), Title: voice.say("privacy.title"), Plain: voice.text("privacy.title"), NoSafe: true}
	v.Above = []kit.Content{t.listen("", said), notes(lines)}
	var others []kit.LanguageLink
	for _, y := range i18n.YoungLanguages() {
		if p, ok := web.Framework.Pack(r.Context(), ed, y.Tag); ok && p.Showable(web.Demo) {
			others = append(others, kit.LanguageLink{Name: y.Own, Lang: y.Tag, Dir: y.Dir, Href: "/your-words?lang=" + y.Tag, Current: y.Tag == voice.pack.Lang()})
		}
	}
	v.Below = []kit.Content{languages(voice.text("nav.language"), others)}
	if voice.drafted() {
		v.Drafted = voice.say("explain.draft")
	}
	return page.Show(v.Plain, childBody(v)).In(page.Child).Speaking(voice.pack.Lang()).Saying(page.WordsIn(r.L, voice.text)).Style("han.css"), nil
}
