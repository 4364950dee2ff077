package conversationweb

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/page/static"
	"stablefutures/internal/permit"
)

// The practice tool is this room's pages for a place without a network: one empty page that a script fills, and what
// it needs to be there. All of this is the same for everybody and names nobody, so it may lie in a device's cache.

// toolRoutes are the tool's own rows. What is sent back from a device is taken in elsewhere.
func (web *Web) toolRoutes() []page.Route {
	return []page.Route{
		page.Get("/tool/{$}", permit.Public, web.showTool),
		page.Get("/tool/manifest.webmanifest", permit.Public, showManifest),
		page.Get("/tool/sw.js", permit.Public, showServiceWorker),
		page.Get("/tool/words.json", permit.Public, showToolWords),
		page.Get("/tool/pictures.svg", permit.Public, showPictures),
		page.Get("/tool/packs", permit.ReadFramework, web.showToolPacks),
		page.Get("/tool/pack/{edition}/{pack}", permit.ReadFramework, web.showToolPack),
	}
}

// toolAssets are the built files that the page stands on.
var toolAssets = []string{"tool.css", "tool.rtl.css", "tool.js", "mark.svg"}

// toolShell lists all that must be on a device for the page to open there.
func toolShell() []string {
	list := []string{"/tool/", "/tool/manifest.webmanifest", "/tool/words.json", "/tool/pictures.svg"}
	for _, name := range toolAssets {
		list = append(list, static.URL(name))
	}
	return list
}

type toolView struct {
	Lang, Dir, Title, Loading, NoScript string
	Style, StyleRTL, Script, Icon       string
}

// showTool is the shell. It has no frame of ours: the script draws the young person's own. Its title says nothing.
func (web *Web) showTool(r *page.Request) (*page.Answer, error) {
	html, err := page.Fragment(r.Context(), toolPage(toolView{Lang: r.L.Tag(), Dir: r.L.Dir(), Title: r.L.T("tool.title"),
		Loading: r.L.T("tool.opening"), NoScript: r.L.T("tool.no_script"), Style: static.URL("tool.css"),
		StyleRTL: static.URL("tool.rtl.css"), Script: static.URL("tool.js"), Icon: static.URL("mark.svg")}))
	if err != nil {
		return nil, fmt.Errorf("show tool: %w", err)
	}
	return page.File("", "text/html; charset=utf-8", []byte(html)), nil
}

// showManifest lets the page be put on a phone's first screen, under a name that says nothing.
func showManifest(r *page.Request) (*page.Answer, error) {
	b, err := json.Marshal(map[string]any{"name": r.L.T("tool.title"), "short_name": r.L.T("tool.title"), "start_url": "/tool/", "scope": "/tool/",
		"display": "standalone", "background_color": "#f3ece0", "theme_color": "#f3ece0",
		"icons": []map[string]string{{"src": static.URL("mark.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}}})
	if err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return page.File("", "application/manifest+json", b), nil
}

// showServiceWorker is the script that answers where no network does. Its first line says what to keep; it changes
// when any of that does, so that a browser fetches the whole anew.
func showServiceWorker(*page.Request) (*page.Answer, error) {
	script, err := static.Open("tool-sw.js")
	if err != nil {
		return nil, fmt.Errorf("open service worker: %w", err)
	}
	words := toolWords()
	sum := sha256.Sum256([]byte(strings.Join(toolShell(), "\n") + words.tag + toolPictures().tag))
	head, err := json.Marshal(map[string]any{"version": hex.EncodeToString(sum[:8]), "files": toolShell()})
	if err != nil {
		return nil, fmt.Errorf("write service worker: %w", err)
	}
	return page.File("", "text/javascript; charset=utf-8", fmt.Appendf(nil, "self.shell=%s;\n%s", head, script)), nil
}

// body is a file made once, with the name of its very bytes.
type body struct {
	content []byte
	tag     string
}

func newBody(content []byte) body {
	sum := sha256.Sum256(content)
	return body{content, hex.EncodeToString(sum[:10])}
}

// sharedTexts are the texts of the staff's other pages that the tool says too.
var sharedTexts = []string{"conversation.least", "conversation.for_worker", "conversation.explain_staff", "conversation.topics_staff",
	"conversation.card_staff", "conversation.words_language", "conversation.translation", "conversation.translation_hint",
	"conversation.translated_by", "conversation.translated_by_interpreter", "conversation.translated_by_worker",
	"conversation.translated_by_translator", "conversation.paraphrase", "conversation.paraphrase_hint", "conversation.barrier_staff",
	"conversation.barrier_words", "conversation.system", "conversation.kind", "conversation.not_said", "conversation.check_staff",
	"conversation.stop_staff", "conversation.language", "conversation.interpreter", "conversation.interpreter_yes",
	"conversation.interpreter_declined", "conversation.interpreter_not_needed", "conversation.interpreter_language", "conversation.dialect",
	"conversation.independent", "conversation.independent_hint", "conversation.independence_asked", "conversation.how",
	"conversation.how_in_person", "conversation.how_phone", "conversation.how_video", "conversation.readers", "conversation.readers_hint", "conversation.readers_plain",
	"conversation.no_names", "page.yes", "page.no", "page.back", "page.demo_text", "page.day", "page.month", "page.year", "page.optional"}

// sharedPrefixes are choices, each of which has a text.
var sharedPrefixes = []string{"tool.", "conversation.system_", "conversation.kind_"} // i18n: prefix tool.

// toolWords are the staff's texts, in every staff language, and the names of languages.
var toolWords = sync.OnceValue(func() body {
	type language struct {
		Tag     string   `json:"tag"`
		Own     string   `json:"own"`
		English string   `json:"english"`
		Dir     string   `json:"dir"`
		Stored  string   `json:"stored,omitempty"`
		Voices  []string `json:"voices,omitempty"`
	}
	staff, young, all := map[string]map[string]string{}, []language{}, []language{}
	for _, tag := range i18n.Languages() {
		l, texts := i18n.For(tag), map[string]string{}
		for _, prefix := range append(sharedPrefixes, sharedTexts...) {
			for key, text := range l.Texts(prefix) {
				texts[key] = text
			}
		}
		staff[tag] = texts
	}
	for _, y := range i18n.YoungLanguages() {
		young = append(young, language{y.Tag, y.Own, y.English, y.Dir, y.Stored, y.Voices})
	}
	for _, k := range i18n.Known() {
		all = append(all, language{Tag: k.Tag, Own: k.Own, English: k.English, Dir: k.Dir})
	}
	b, err := json.Marshal(map[string]any{"v": 1, "staff": staff, "young": young, "languages": all})
	if err != nil {
		panic(err) // strings alone
	}
	return newBody(b)
})

func showToolWords(*page.Request) (*page.Answer, error) {
	b := toolWords()
	return page.File("", "application/json; charset=utf-8", b.content).Tagged(b.tag), nil
}

// toolPictures are all drawings, with those that were brought here: any edition may name any of them, and all together are
// three kilobytes. A new one is another tag, so that a device fetches them again.
func toolPictures() body {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">`)
	for _, name := range append(kit.DrawingNames(), kit.LentNames()...) {
		fmt.Fprintf(&b, `<symbol id="%s" viewBox="0 0 48 48">%s</symbol>`, name, kit.DrawingBody(name))
	}
	b.WriteString("</svg>\n")
	return newBody([]byte(b.String()))
}

func showPictures(*page.Request) (*page.Answer, error) {
	b := toolPictures()
	return page.File("", "image/svg+xml", b.content).Tagged(b.tag), nil
}
