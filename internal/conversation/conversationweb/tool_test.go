package conversationweb_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/conversation/conversationweb"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/page/static"
	"stablefutures/internal/testkit"
)

// packed is a text's size as it travels.
func packed(text string) int {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, 9)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Len()
}

type toolPack struct {
	Lang, Dir, Spoken, Checksum, Edition, Nation string
	Drafted                                      bool
	Guard                                        struct {
		Lang string
		Keys []string
	}
	UI      map[string]string
	Explain []struct{ Key, Text string }
	Anchors []struct{ Key, Word, Picture string }
	Groups  []struct {
		Name  string
		Cards []struct{ Code, Name, Ask, Picture string }
	}
	Numbers []struct {
		Name   map[string]string
		Number string
	}
	Contact struct {
		Organisation, Name, Phone string
		OutOfHours                string `json:"out_of_hours"`
	}
	Local map[string]map[string]string
	Fonts []string
}

func readPack(t *testing.T, w *world, path string) toolPack {
	t.Helper()
	var p toolPack
	must(t, json.Unmarshal([]byte(w.get("mina", path)), &p))
	return p
}

func packPath(w *world, lang string) string {
	return "/tool/pack/" + w.ed.ID + "/" + lang + ".json?nation=scotland"
}

// The whole shell comes through a thin line in a moment, and so do the cards of one language with all their pictures.
func TestTool_isSmall(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	shell := 0
	for _, path := range []string{"/tool/", "/tool/manifest.webmanifest", "/tool/sw.js", "/tool/words.json", "/tool/pictures.svg"} {
		shell += packed(w.get("nobody", path))
	}
	for _, name := range []string{"tool.css", "tool.rtl.css", "tool.js", "mark.svg"} {
		b, err := static.Open(name)
		must(t, err)
		shell += packed(string(b))
	}
	t.Logf("the shell is %.1f KB", float64(shell)/1024)
	if shell > 100<<10 {
		t.Errorf("the shell is %d bytes packed, more than 100 KB", shell)
	}
	pictures := packed(w.get("nobody", "/tool/pictures.svg"))
	for _, lang := range w.ed.Languages {
		size := packed(w.get("mina", packPath(w, lang))) + pictures
		t.Logf("%s with pictures is %.1f KB", lang, float64(size)/1024)
		if size > 200<<10 {
			t.Errorf("%s with pictures is %d bytes packed, more than 200 KB", lang, size)
		}
	}
}

func TestTool_shellNamesNobody(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	shell := w.get("mina", "/tool/")
	if strings.Contains(shell, "Mina") || strings.Contains(shell, "Northwick") || strings.Contains(shell, "Stable Futures") || !strings.Contains(shell, "<title>Cards</title>") {
		t.Error("the shell names somebody, or the product")
	}
	if w.get("nobody", "/tool/") != shell {
		t.Error("the shell differs by who asks: a cache would keep one person's for another")
	}
	sw := w.get("nobody", "/tool/sw.js")
	for _, file := range []string{"/tool/", "/tool/words.json", "/tool/pictures.svg", static.URL("tool.js"), static.URL("tool.css")} {
		if !strings.Contains(sw, `"`+file+`"`) {
			t.Errorf("the service worker does not keep %s", file)
		}
		if file != "/tool/" && !strings.HasPrefix(file, "/static/") {
			w.get("nobody", file)
		}
	}
	var words struct {
		Staff map[string]map[string]string
	}
	must(t, json.Unmarshal([]byte(w.get("nobody", "/tool/words.json")), &words))
	for _, lang := range i18n.Languages() {
		if words.Staff[lang]["tool.begin"] == "" || words.Staff[lang]["conversation.least"] == "" || !strings.Contains(words.Staff[lang]["tool.label"], "{word}") {
			t.Errorf("the worker's texts are not all there in %s", lang)
		}
	}
	// Every key that the script asks for is among them: another room's text that was renamed is found here, not by a worker.
	for _, key := range askedByScript(t) {
		if words.Staff["en"][key] == "" {
			t.Errorf("the script says %q, which has no text", key)
		}
	}
	pictures := w.get("nobody", "/tool/pictures.svg")
	for _, name := range kit.DrawingNames() {
		if !strings.Contains(pictures, `<symbol id="`+name+`"`) {
			t.Errorf("no drawing of %s", name)
		}
	}
}

var saidByScript = regexp.MustCompile(`\bs\('([a-z_.]+)'`)

// askedByScript lists the staff's texts that the tool's script names.
func askedByScript(t *testing.T) (keys []string) {
	t.Helper()
	files, err := filepath.Glob("../../../assets/js/tool/*.mjs")
	must(t, err)
	for _, file := range append(files, "../../../assets/js/takeout.mjs") {
		source, err := os.ReadFile(file)
		must(t, err)
		for _, m := range saidByScript.FindAllStringSubmatch(string(source), -1) {
			key := m[1]
			if !strings.Contains(key, ".") {
				key = "tool." + key
			}
			keys = append(keys, key)
		}
	}
	if len(keys) < 50 {
		t.Fatalf("found only %d texts in the script", len(keys))
	}
	return keys
}

func TestTool_packHoldsAllThatScreensSay(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	for _, lang := range w.ed.Languages {
		p := readPack(t, w, packPath(w, lang))
		source, _ := w.ed.Pack(lang)
		if p.Lang != lang || p.Dir != source.Dir() || p.Checksum != w.wording(source) || p.Nation != "scotland" || len(p.Explain) != len(source.Explanation("scotland")) {
			t.Errorf("%s: %+v", lang, p)
		}
		n := 0
		for _, g := range p.Groups {
			for _, c := range g.Cards {
				if n++; c.Name == "" || c.Ask == "" || !kit.IsDrawing(c.Picture) {
					t.Errorf("%s: the card %+v", lang, c)
				}
			}
		}
		for _, key := range youngByScript(t) {
			if p.UI[key] == "" {
				t.Errorf("%s: the script says %q, which has no text", lang, key)
			}
		}
		if n != len(outcomes(w.ed)) {
			t.Errorf("%s has %d cards", lang, n)
		}
		if len(p.Numbers) == 0 || p.Numbers[0].Number == "" || p.Contact.Phone != "0131 496 0000" || p.Contact.OutOfHours != "0131 496 0001" || p.Contact.Organisation != "Northwick Council" {
			t.Errorf("%s: no numbers to ring: %+v %+v", lang, p.Numbers, p.Contact)
		}
		for _, staff := range i18n.Languages() {
			if p.Local[staff]["elsewhere"] == "" || p.Numbers[0].Name[staff] == "" {
				t.Errorf("%s: nothing for the worker in %s", lang, staff)
			}
		}
		if needs := slices.Contains([]string{"ar", "fa", "ckb", "ti", "am"}, lang); needs != (len(p.Fonts) == 2) {
			t.Errorf("%s brings the letters %v", lang, p.Fonts)
		}
	}
	if p := readPack(t, w, "/tool/pack/"+w.ed.ID+"/ti.json?nation=atlantis"); p.Nation != framework.Nations[0] {
		t.Errorf("an unknown nation gives %q", p.Nation)
	}
}

var saidToYoung = regexp.MustCompile(`\b(?:v\.say|v\.text|t\.button|control)\('([a-z_.]+)'`)

// youngByScript lists the young person's texts that the tool's script names.
func youngByScript(t *testing.T) (keys []string) {
	t.Helper()
	files, err := filepath.Glob("../../../assets/js/tool/*.mjs")
	must(t, err)
	for _, file := range files {
		source, err := os.ReadFile(file)
		must(t, err)
		for _, m := range saidToYoung.FindAllStringSubmatch(string(source), -1) {
			keys = append(keys, m[1])
		}
	}
	if len(keys) < 60 {
		t.Fatalf("found only %d texts in the script", len(keys))
	}
	return keys
}

func outcomes(ed *framework.Edition) (list []string) {
	for _, p := range ed.Principles {
		for _, o := range p.Outcomes() {
			list = append(list, o.Code)
		}
	}
	return list
}

// What may not be a machine's draft is guarded here as it is on the pages: in the original language, and marked.
func TestTool_packIsGuarded(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), func(o *conversationweb.Options) { o.Demo = false })
	p := readPack(t, w, packPath(w, "ti"))
	original, _ := w.ed.Pack("en")
	if !p.Drafted || p.Guard.Lang != "en" || !slices.Contains(p.Guard.Keys, "stop.button") || !slices.Contains(p.Guard.Keys, "tool.locked") || slices.Contains(p.Guard.Keys, "card.next") {
		t.Errorf("guard %+v", p.Guard)
	}
	for _, key := range p.Guard.Keys {
		if p.UI[key] != original.Text(key) {
			t.Errorf("%s is %q, a machine's draft", key, p.UI[key])
		}
	}
	if p.Explain[0].Text != original.Explanation("scotland")[0].Text {
		t.Error("the explanation is a machine's draft")
	}
	w = newWorld(t, testkit.SQLite(t), func(o *conversationweb.Options) { o.Demo, o.DraftsOK = false, false })
	if p := readPack(t, w, packPath(w, "ti")); p.Lang != "en" || p.Spoken != "ti" {
		t.Errorf("where no draft is let in, the cards are in %s for somebody who speaks %s", p.Lang, p.Spoken)
	}
	var packs struct {
		Edition, Nation string
		Languages       []struct {
			Tag   string
			Ready bool
		}
	}
	must(t, json.Unmarshal([]byte(w.get("mina", "/tool/packs")), &packs))
	if packs.Edition != w.ed.ID || packs.Nation != "scotland" || len(packs.Languages) != len(i18n.YoungLanguages()) {
		t.Errorf("packs: %+v", packs)
	}
	for _, l := range packs.Languages {
		if l.Ready != (l.Tag == "en") {
			t.Errorf("%s is said to be ready: %v", l.Tag, l.Ready)
		}
	}
}

func TestTool_packsAreForWhoeverIsSignedIn(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	for _, path := range []string{"/tool/packs", packPath(w, "ti")} {
		if got := w.as("nobody", path, nil); got.status != http.StatusSeeOther || !strings.HasPrefix(got.where, "/sign-in") {
			t.Errorf("%s signed out: %d to %q", path, got.status, got.where)
		}
	}
	for _, path := range []string{"/tool/pack/" + w.ed.ID + "/ti", "/tool/pack/" + w.ed.ID + "/xx.json", "/tool/pack/no-such/ti.json"} {
		if got := w.as("mina", path, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	ask := func(tag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, packPath(w, "ti"), nil)
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "mina"})
		r.Header.Set("If-None-Match", tag)
		rec := httptest.NewRecorder()
		w.h.ServeHTTP(rec, r)
		return rec
	}
	first := ask("")
	if again := ask(first.Header().Get("ETag")); first.Code != http.StatusOK || again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again with %q: %d", first.Header().Get("ETag"), again.Code)
	}
}
