package conversationweb_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/conversation/conversationweb"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
)

// full is a sitting with something of everything in its draft.
func (w *world) full(lang string) (at, topic string) {
	at, topic = w.open(lang), db.NewID()
	w.post("mina", at+"/topics", url.Values{"chosen": {"B2", "B3"}})
	w.post("mina", at+"/else", url.Values{"topic": {topic}, "name": {"ኩዕሶ እግሪ"}, "language": {"ti"}, "translation": {"Football"}, "translated_by": {"interpreter"}})
	w.post("mina", at+"/card/"+topic, url.Values{"choice": {"keeps_changing"}})
	w.post("mina", at+"/words/B2", url.Values{"words": {"الغرفة <b>باردة</b> & \"heat\""}, "language": {"ar"}, "written_by": {"worker"}, "paraphrase": {"cold"}})
	w.post("mina", at+"/change/B2", url.Values{"barrier": {db.NewID()}, "who": {"person"}, "kind": {"practical"}, "words": {"the landlord"}})
	w.post("mina", at+"/link/B2", url.Values{"with": {topic}})
	w.post("mina", at+"/matters", url.Values{"matters": {"B2"}})
	return at, topic
}

// elsewhere are pages that arrivals_test.go, around_test.go and flow_test.go look at.
var elsewhere = map[string]bool{"/people/{id}/conversations/take-out": true, "/conversations/arrived": true, "/conversations/arrived/{arrival}": true,
	"/conversations/arrived/{arrival}/check": true, "/people/{id}/conversations/{sitting}/detach": true,
	"/people/{id}/conversations/{sitting}/take-over": true, "/people/{id}/conversations/{sitting}/correct/{contribution}": true}

// TestPages looks at every page in every language of young people and of staff.
func TestPages(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	seen := map[string]bool{}
	look := func(who, pattern, path, lang, dir string) {
		t.Helper()
		seen[pattern] = true
		body := w.get(who, path)
		if n := len(headings.FindAllString(body, -1)); n != 1 {
			t.Errorf("%s has %d h1", path, n)
		}
		if !strings.Contains(body, `<html lang="`+lang+`" dir="`+dir+`"`) {
			t.Errorf("%s is not in %s, %s", path, lang, dir)
		}
		found := map[string]bool{}
		for _, m := range ids.FindAllStringSubmatch(body, -1) {
			if found[m[1]] {
				t.Errorf("%s has the id %q twice", path, m[1])
			}
			found[m[1]] = true
		}
		if bad := unresolved.FindString(text(body)); bad != "" {
			t.Errorf("%s shows %q", path, bad)
		}
		if strings.Contains(body, "<b>باردة") {
			t.Errorf("%s lets markup through", path)
		}
		if title := between(body, "<title>", "</title>"); strings.Contains(title, "ኩዕሶ") || strings.Contains(title, "Selam") {
			t.Errorf("%s tells on somebody in its title: %q", path, title)
		}
	}
	first := w.open("en")
	w.post("mina", first+"/promise", url.Values{"promise": {db.NewID()}, "what": {"Mend the <b>باردة"}, "what_for_young": {"<b>باردة"}, "who": {"worker"}, "day": {"2030-01-01"}, "agreed": {"yes"}})
	for _, lang := range w.ed.Languages {
		pack, _ := w.ed.Pack(lang)
		at, topic := w.full(lang)
		one := "/people/{id}/conversations/{sitting}"
		for _, p := range []string{"/told", "/explain", "/topics", "/else", "/matters", "/check", "/pause", "/stop", "/safe", "/privacy"} {
			look("mina", one+p, at+p, lang, pack.Dir())
			if body := w.get("mina", at+p); !strings.Contains(body, `"`+at+`/pause"`) || !strings.Contains(body, `"`+at+`/stop"`) || !strings.Contains(body, pack.Text("stop.button")) {
				t.Errorf("%s in %s has no Pause and Stop", p, lang)
			}
		}
		for _, p := range []string{"/card/", "/words/", "/change/", "/link/"} {
			look("mina", one+p+"{code}", at+p+"B2", lang, pack.Dir())
			look("mina", one+p+"{code}", at+p+topic, lang, pack.Dir())
		}
		look("mina", one+"/card/{code}", at+"/card/B2?differently=1", lang, pack.Dir())
		look("mina", "/your-words", "/your-words?lang="+lang, lang, pack.Dir())
		w.post("mina", at+"/check", url.Values{"contribution": {hiddenField(t, w.get("mina", at+"/check"), "contribution")}})
		for _, p := range []string{"/promise", "/end"} {
			look("mina", one+p, at+p, lang, pack.Dir())
		}
		look("mina", "/leaving", "/leaving?lang="+lang, lang, pack.Dir())
		w.ownPages(look, at, lang, pack.Dir())
		for staff, dir := range map[string]string{"en": "ltr", "cy": "ltr"} {
			who := "mina." + staff
			look(who, one, at, staff, dir)
			look(who, one+"/view", at+"/view", staff, dir)
			look(who, "/people/{id}/conversations", w.base(), staff, dir)
			look(who, "/people/{id}/conversations/new", w.base()+"/new", staff, dir)
			look(who, "/people/{id}/conversations/prepare", w.base()+"/prepare", staff, dir)
			look(who, one+"/after", at+"/after", staff, dir)
			look(who, one+"/words", at+"/words", staff, dir)
			look(who, one+"/elsewhere", at+"/elsewhere", staff, dir)
			w.paperPages(look, who, staff, dir)
			look(who, "/people/{id}/own-page/read", "/people/"+w.person+"/own-page/read", staff, dir)
		}
	}
	for _, r := range conversationweb.New(conversationweb.Options{}).Routes() {
		if r.Method == http.MethodGet && !seen[r.Pattern] && !strings.HasPrefix(r.Pattern, "/tool/") && !elsewhere[r.Pattern] { // tool_test.go looks at those
			t.Errorf("no test looks at %s", r.Pattern)
		}
	}
}

// ownPages looks at the young person's own page, empty and written on, and at the card from it.
func (w *world) ownPages(look func(who, pattern, path, lang, dir string), at, lang, dir string) {
	w.t.Helper()
	own, sitting := "/people/"+w.person+"/own-page", "?sitting="+at[strings.LastIndex(at, "/")+1:]
	look("mina", "/people/{id}/own-page", own+sitting, lang, dir)
	for _, part := range []string{"helps", "trust", "pressed", "missing", "carry"} {
		look("mina", "/people/{id}/own-page/{part}", own+"/"+part+sitting, lang, dir)
	}
	w.post("mina", own+"/helps", url.Values{"sitting": {last(at)}, "version": {db.NewID()}, "words": {"<b>باردة"}, "language": {"ar"}, "go": {"keep"}})
	w.post("mina", own+"/carry", url.Values{"sitting": {last(at)}, "version": {db.NewID()}, "on_card": {"helps"}, "go": {"yes"}})
	look("mina", "/people/{id}/own-page", own+sitting, lang, dir)
	look("mina", "/people/{id}/card", "/people/"+w.person+"/card"+sitting, lang, dir)
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

// fill gives a route a real address of the world.
func fill(w *world, pattern, sitting string) string {
	return strings.NewReplacer("{id}", w.person, "{sitting}", sitting, "{code}", "B2", "{part}", "helps", "{paper}", db.NewID(), "{contribution}", db.NewID()).Replace(pattern)
}

// TestRoutes_areForThoseWhoMay tries every route as everybody.
func TestRoutes_areForThoseWhoMay(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	at := w.open("en")
	sitting := at[strings.LastIndex(at, "/")+1:]
	for _, r := range conversationweb.New(conversationweb.Options{}).Routes() {
		if strings.HasPrefix(r.Pattern, "/tool/") { // of the device, not of a record: tool_test.go
			continue
		}
		if r.Pattern == "/leaving" { // how to leave: for anybody
			if got := w.as("nobody", r.Pattern, nil); r.Needs != permit.Public || got.status != http.StatusOK {
				t.Errorf("%s needs %q and answers nobody with %d", r.Pattern, r.Needs, got.status)
			}
			continue
		}
		if r.Pattern == "/your-words" { // about no one: whoever is signed in may read out what happens to somebody's words
			if got := w.as("nobody", r.Pattern, nil); r.Needs != permit.ReadFramework || got.status != http.StatusSeeOther {
				t.Errorf("%s needs %q and answers nobody with %d", r.Pattern, r.Needs, got.status)
			}
			continue
		}
		if r.Needs == permit.Public || r.Needs == permit.TakeOut { // about no one: see arrivals_test.go
			continue
		}
		if r.Needs == permit.UsePaper { // about a code: see typing_test.go
			continue
		}
		if !slices.Contains([]permit.Action{permit.HoldConversation, permit.ReadConversation, permit.AddView, permit.OpenSealed, permit.EditSealed, permit.TakeOver}, r.Needs) {
			t.Errorf("%s %s needs %q", r.Method, r.Pattern, r.Needs)
		}
		var form url.Values
		if r.Method == http.MethodPost {
			form = url.Values{"at": {"topics"}}
		}
		path := fill(w, r.Pattern, sitting)
		// An administrator, a trainer: never. A practitioner without a grant: not even that it exists.
		for _, who := range []string{"root", "ann", "stew"} {
			if got := w.as(who, path, form); got.status != http.StatusForbidden {
				t.Errorf("%s %s as %s: %d", r.Method, r.Pattern, who, got.status)
			}
		}
		without := "omar"
		if r.Needs == permit.TakeOver {
			without = "max" // a manager's alone: a practitioner may never
		}
		if got := w.as(without, path, form); got.status != http.StatusNotFound {
			t.Errorf("%s %s without a grant: %d", r.Method, r.Pattern, got.status)
		}
		want := http.StatusForbidden
		if r.Method == http.MethodGet && r.Needs == permit.ReadConversation {
			want = http.StatusNotFound // may read these, with a grant, and nothing else
		}
		if got := w.as("ade", path, form); got.status != want {
			t.Errorf("%s %s as an auditor: %d, want %d", r.Method, r.Pattern, got.status, want)
		}
		// Nobody signed in: sign in first, and what was sent waits.
		if got := w.as("nobody", path, form); got.status != http.StatusUnauthorized && got.status != http.StatusSeeOther {
			t.Errorf("%s %s signed out: %d", r.Method, r.Pattern, got.status)
		}
	}
}

// TestAddresses_ofOthersAndOfNobody puts other people's ids, and no ids, where an id belongs.
func TestAddresses_ofOthersAndOfNobody(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	mine := w.open("en")
	sitting := mine[strings.LastIndex(mine, "/")+1:]
	other := w.newPerson("mina", "en")
	for _, r := range conversationweb.New(conversationweb.Options{}).Routes() {
		if !strings.Contains(r.Pattern, "{sitting}") {
			continue
		}
		var form url.Values
		if r.Method == http.MethodPost {
			form = url.Values{"contribution": {db.NewID()}, "go": {"keep"}, "at": {"card/B2"}, "outcome": {"talked_through"}}
		}
		for name, path := range map[string]string{
			"another record's sitting": strings.NewReplacer("{id}", other, "{sitting}", sitting, "{code}", "B2", "{contribution}", db.NewID()).Replace(r.Pattern),
			"no such sitting":          fill(w, r.Pattern, db.NewID()),
			"no id at all":             fill(w, r.Pattern, "..%2f..%2fetc"),
			"an upper-case id":         fill(w, r.Pattern, strings.ToUpper(sitting)),
		} {
			if r.Pattern == "/people/{id}/conversations/{sitting}/talk" && name != "no id at all" && name != "an upper-case id" {
				continue // it names a contribution, which is looked up in the record itself: below
			}
			want := http.StatusNotFound
			if r.Needs == permit.TakeOver {
				want = http.StatusForbidden // her role never may, whatever stands in the address
			}
			if got := w.as("mina", path, form); got.status != want {
				t.Errorf("%s %s with %s: %d", r.Method, r.Pattern, name, got.status)
			}
		}
	}
	for _, code := range []string{"Z9", "B2.1", "art3", db.NewID(), "%00", "B2%0d%0a", "<script>"} {
		for _, p := range []string{"/card/", "/words/", "/change/", "/link/"} {
			if got := w.as("mina", mine+p+url.PathEscape(code), nil); got.status != http.StatusNotFound {
				t.Errorf("%s%q: %d", p, code, got.status)
			}
		}
	}
	if got := w.as("mina", mine+"/talk", url.Values{"contribution": {db.NewID()}, "outcome": {"talked_through"}}); got.status != http.StatusNotFound {
		t.Errorf("talk about nothing: %d", got.status)
	}
}

// hostile are values that forms must take, mend or refuse, and never break on.
var hostile = map[string]string{
	"NUL":                "a\x00b",
	"invalid UTF-8":      "a\xff\xfeb",
	"unpaired surrogate": "a\xed\xa0\x80b",
	"override":           "abc\u202edef\u2066",
	"markup":             `"><script>alert(1)</script>`,
	"template":           "{{.who}} {who} ⟦x⟧",
	"too long":           strings.Repeat("я", 20001),
	"newlines":           "a\r\nSet-Cookie: x=1\r\n",
}

func TestHostileValues_areTakenMendedOrRefused(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	for name, value := range hostile {
		at, topic := w.full("ar")
		fields := url.Values{}
		for _, f := range []string{"at", "chosen", "choice", "words", "language", "written_by", "translation", "translated_by", "paraphrase", "barrier", "who",
			"system", "kind", "with", "topic", "name", "matters", "what", "go", "contribution", "quality", "sitting", "interpreter", "readers", "present",
			"present_note", "setting", "mode", "dialect", "how", "gender", "independent", "reference", "interpreter-language"} {
			fields.Set(f, value)
		}
		for _, r := range conversationweb.New(conversationweb.Options{}).Routes() {
			if r.Method != http.MethodPost {
				continue
			}
			path := fill(w, r.Pattern, at[strings.LastIndex(at, "/")+1:])
			got := w.as("mina", path, fields)
			if got.status >= 500 || strings.Contains(got.body, "<script>alert") || strings.ContainsAny(got.where, "\r\n<") {
				t.Errorf("%s in every field of %s: %d to %q", name, r.Pattern, got.status, got.where)
			}
		}
		for _, path := range []string{"/check", "/card/" + topic, "/words/B2", "/topics", "/stop"} {
			if got := w.as("mina", at+path, nil); got.status != http.StatusOK || strings.Contains(got.body, "<script>alert") {
				t.Errorf("after %s, %s is %d", name, path, got.status)
			}
		}
	}
}

func TestTooLongWords_stayOnThePage(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	at := w.open("en")
	long := strings.Repeat("я", 20001)
	got := w.as("mina", at+"/words/B2", url.Values{"words": {long}})
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, long) || !strings.Contains(got.body, `href="#words"`) {
		t.Errorf("%d: what was typed is lost", got.status)
	}
	if r := w.as("mina", at+"/draft", url.Values{"at": {"words/B2"}, "words": {long}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("autosave says %d", r.status)
	}
	if r := w.as("mina", at+"/stop", url.Values{"at": {"words/B2"}, "words": {long}}); r.where != at+"/stop" {
		t.Errorf("Stop does not work: %d", r.status)
	}
	if r := w.as("mina", at+"/words/B2", url.Values{"words": {strings.Repeat("x", 5<<20)}}); r.status != http.StatusRequestEntityTooLarge {
		t.Errorf("5 MB: %d", r.status)
	}
}

// TestDrafts_areShownOnlyWhereAllowed holds the policy on machine drafts against three kinds of house.
func TestDrafts_areShownOnlyWhereAllowed(t *testing.T) {
	arabic := func(w *world) *framework.Pack { p, _ := w.ed.Pack("ar"); return p }
	strict := newWorld(t, testkit.SQLite(t), func(o *conversationweb.Options) { o.DraftsOK, o.Demo = false, false })
	body := strict.get("mina", strict.base()+"/new")
	if !strings.Contains(text(body), "Arabic: pictures, plain English and the interpreter’s sheet") || strings.Contains(text(body), "Arabic: cards") {
		t.Error("a draft language is offered as cards, or nobody says what there is instead")
	}
	spoken := strict.open("ar")
	for _, path := range []string{"/explain", "/topics", "/card/B2", "/words/B2", "/check", "/privacy"} {
		page := strict.get("mina", spoken+path)
		if !strings.Contains(page, `<html lang="en"`) || strings.Contains(page, arabic(strict).Text("stop.button")) {
			t.Errorf("%s shows a machine's draft", path)
		}
	}
	sitting := strict.sitting(spoken)
	if sitting.Setup.Language != "ar" {
		t.Errorf("the record says that %q was spoken", sitting.Setup.Language)
	}
	if page := strict.get("mina", spoken+"/words/B2"); !strings.Contains(page, `<option value="ar" selected`) || !strings.Contains(page, `name="words" lang="ar"`) && !strings.Contains(page, `lang="ar"`) {
		t.Error("words said in Arabic are written down as English")
	}
	card := strict.get("mina", spoken+"/card/B2")
	for _, want := range []string{"/translations/sheet?", "lang=ar", "/translations/suggest?", "key=card%2FB2%2Fask"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card's note for the interpreter lacks %s", want)
		}
	}
	for _, link := range regexp.MustCompile(`/translations/[^"]*`).FindAllString(card, -1) {
		if strings.Contains(link, strict.person) || strings.Contains(link, sitting.ID) {
			t.Errorf("%s names a record", link)
		}
	}
	allowed := newWorld(t, testkit.SQLite(t), func(o *conversationweb.Options) { o.DraftsOK, o.Demo = true, false })
	at := allowed.open("ar")
	english, _ := allowed.ed.Pack("en")
	for path, keys := range map[string][]string{"/explain": {"explain.title"}, "/stop": {"stop.title", "stop.text"}, "/pause": {"pause.title"}, "/safe": {"safe.danger"}, "/topics": {"stop.button", "pause.button"}} {
		page := allowed.get("mina", at+path)
		for _, key := range keys {
			if !strings.Contains(page, english.Text(key)) || strings.Contains(page, arabic(allowed).Text(key)) {
				t.Errorf("%s: %s is a machine's", path, key)
			}
		}
	}
	if page := allowed.get("mina", at+"/explain"); strings.Contains(page, arabic(allowed).Explanation("scotland")[0].Text) || !strings.Contains(page, english.Explanation("scotland")[0].Text) {
		t.Error("the explanation is a machine's")
	}
	if page := allowed.get("mina", at+"/topics"); !strings.Contains(page, arabic(allowed).Text("topics.title")) {
		t.Error("the cards are not in Arabic")
	}
}

func TestNoFramework_saysWhoChooses(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t), nil)
	elsewhere := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Practitioner}}
	w.people["newcomer"] = elsewhere
	w.person = w.newPerson("newcomer", "en")
	if got := w.as("newcomer", w.base()+"/new", nil); got.status != http.StatusConflict || !strings.Contains(got.body, "Ask your manager") || strings.Contains(got.body, "/frameworks/choose") {
		t.Errorf("%d %s", got.status, text(got.body))
	}
	elsewhere.Roles = []permit.Role{permit.Manager}
	w.people["newcomer"] = elsewhere
	if got := w.as("newcomer", w.base()+"/new", nil); !strings.Contains(got.body, `href="/frameworks/choose"`) {
		t.Errorf("a manager is not led to the choice: %d", got.status)
	}
}
