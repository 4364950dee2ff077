package promiseweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/promise/promiseweb"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// hostile is what somebody may type who means harm, or only likes brackets.
const hostile = `</p><script>alert(1)</script>"'&`

// site is the room's pages over a real database, with whoever who is signed in.
type site struct {
	*testing.T
	http.Handler
	who      permit.Actor
	promises *promise.Service
	talks    *conversation.Service
	records  *record.Service
	edition  *framework.Edition
	person   string
	sitting  string
	topic    string
}

func newSite(t *testing.T) *site {
	t.Helper()
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	d := testkit.SQLite(t)
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	ledger.New(d, ring, testkit.Now)
	door := access.New(d, ring, testkit.Now, nil)
	s := &site{T: t, promises: promise.New(door), talks: conversation.New(door), records: record.New(door),
		who: permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Practitioner}}}
	server, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, lang string) (page.Session, error) {
			return page.Session{ID: "s", Actor: s.who, Name: "Tam Ashdown", Nation: "england", Language: lang, Until: testkit.Now().Add(time.Hour)}, nil
		},
	}, promiseweb.New(s.promises, s.records, s.talks, framework.New(door)).Routes())
	s.must(err)
	s.Handler = server.Handler()
	s.edition, _ = framework.BySet(framework.SetChecklist)
	s.person, err = s.records.Create(t.Context(), s.who, record.NewPerson{Nation: "england",
		Profile: record.Profile{Names: record.Names{Given: "Selam" + hostile}, Languages: []record.Language{{Tag: "ti"}}}})
	s.must(err)
	s.sitting, s.topic = db.NewID(), db.NewID()
	s.must(s.talks.Hold(t.Context(), s.who, conversation.Whole{ContributionID: db.NewID(),
		Sitting: conversation.NewSitting{ID: s.sitting, Record: s.person, EditionID: s.edition.ID,
			Setup: conversation.Setup{Language: "ti", Interpreter: conversation.Interpreter{Used: "not_needed"}}},
		Content: conversation.Content{Answers: map[string]conversation.Answer{s.edition.Items()[0].Code: {Choice: "some_of_it"}},
			Topics: []conversation.Topic{{ID: s.topic, Name: conversation.Words{Text: "ኩዕሶ" + hostile, Language: "ti"}}}}}))
	return s
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *site) send(method, path, lang string, form url.Values) *httptest.ResponseRecorder {
	s.Helper()
	r := httptest.NewRequestWithContext(s.Context(), method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: lang})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	s.whole(path, w.Body.String())
	return w
}

var (
	heading  = regexp.MustCompile(`<h1[ >]`)
	idOf     = regexp.MustCompile(` id="([^"]+)"`)
	linkTo   = regexp.MustCompile(`href="#([^"]+)"`)
	forOf    = regexp.MustCompile(` for="([^"]+)"`)
	leftover = regexp.MustCompile(`promise\.[a-z_]+|page\.[a-z_]+[^a-z_.]|\{\{`)
)

// whole checks what holds of every page.
func (s *site) whole(path, body string) {
	s.Helper()
	if body == "" {
		return
	}
	if n := len(heading.FindAllString(body, -1)); n != 1 {
		s.Errorf("%s has %d h1", path, n)
	}
	if m := leftover.FindString(body); m != "" {
		s.Errorf("%s shows a key: %s", path, m)
	}
	if strings.Contains(body, "<script>alert") || strings.Contains(body, `"'&"`) {
		s.Errorf("%s lets a script through", path)
	}
	ids := map[string]bool{}
	for _, m := range idOf.FindAllStringSubmatch(body, -1) {
		if ids[m[1]] {
			s.Errorf("%s: id %s twice", path, m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range append(linkTo.FindAllStringSubmatch(body, -1), forOf.FindAllStringSubmatch(body, -1)...) {
		if !ids[m[1]] {
			s.Errorf("%s points at #%s, which is not there", path, m[1])
		}
	}
	title, _, _ := strings.Cut(body, "</title>")
	if strings.Contains(title, "Selam") || strings.Contains(title, "ring the college") {
		s.Errorf("%s tells of somebody in its title", path)
	}
}

func (s *site) at(path string) string { return "/people/" + s.person + "/promises" + path }

func (s *site) filled() url.Values {
	return url.Values{"promise": {db.NewID()}, "sitting": {s.sitting}, "what": {"ring the college " + hostile}, "owner": {"Tam Ashdown"},
		"due-day": {"5"}, "due-month": {"3"}, "due-year": {"2026"}, "agreed": {"yes"}, "items": {s.edition.Items()[0].Code, s.topic}, "what_for_young": {"ክድውል እየ"}}
}

func (s *site) list() []promise.Promise {
	s.Helper()
	list, err := s.promises.Promises(s.Context(), s.who, s.person)
	s.must(err)
	return list
}

// make makes a promise through the form and gives its id.
func (s *site) make() string {
	s.Helper()
	form := s.filled()
	if w := s.send("POST", s.at("/new"), "en", form); w.Code != http.StatusSeeOther {
		s.Fatalf("%d %s", w.Code, w.Body)
	}
	return form.Get("promise")
}

func settlement(kind string, seen string) url.Values {
	return url.Values{"event": {db.NewID()}, "told": {db.NewID()}, "seen": {seen}, "kind": {kind}, "evidence": {"the letter"}, "kept_how": {""},
		"changed_reason": {"it was shut"}, "due-day": {"1"}, "due-month": {"4"}, "due-year": {"2026"}, "body": {"the virtual school"},
		"broken_reason": {"nobody rang " + hostile}, "how": {"told"}}
}

func TestPages_everyOneInBothLanguages(t *testing.T) {
	s := newSite(t)
	for _, lang := range []string{"en", "cy"} {
		for _, path := range []string{"/promises", s.at(""), s.at("/new"), s.at("/new?sitting=" + s.sitting)} {
			if w := s.send("GET", path, lang, nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `lang="`+lang+`"`) {
				t.Errorf("%s in %s: %d", path, lang, w.Code)
			}
		}
	}
	id := s.make()
	for _, lang := range []string{"en", "cy"} {
		for _, path := range []string{"/promises", s.at(""), s.at("/" + id)} {
			w := s.send("GET", path, lang, nil)
			for _, want := range []string{"ring the college", "Selam", "Tam Ashdown"} {
				if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
					t.Errorf("%s in %s: %d without %s", path, lang, w.Code, want)
				}
			}
		}
	}
	body := s.send("GET", s.at("/"+id), "en", nil).Body.String()
	for _, want := range []string{`<bdi lang="ti" dir="ltr">ኩዕሶ`, `<bdi lang="ti" dir="ltr">ክድውል`, s.edition.Principles[0].Outcomes()[0].Text} {
		if !strings.Contains(body, want) {
			t.Errorf("the promise's page lacks %s", want)
		}
	}
	for _, path := range []string{s.at("/" + db.NewID()), s.at("/nonsense"), s.at("/new?sitting=" + db.NewID()), "/people/" + db.NewID() + "/promises"} {
		if w := s.send("GET", path, "en", nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestMaking_isCheckedWholeAndKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	form := s.filled()
	for _, name := range []string{"what", "owner", "agreed"} {
		form.Set(name, "")
	}
	form.Set("due-month", "13")
	w := s.send("POST", s.at("/new"), "en", form)
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatal(w.Code)
	}
	for _, want := range []string{`href="#what"`, `href="#owner"`, `href="#due-day"`, `href="#agreed"`, `value="13"`, "Say what will be done", form.Get("promise"), "ክድውል እየ"} {
		if !strings.Contains(body, want) {
			t.Errorf("the form shown again lacks %s", want)
		}
	}
	for name, value := range map[string]string{"items": "Z99", "agreed": "perhaps", "promise": "x", "what": strings.Repeat("x", 4001), "due-day": "31"} {
		form := s.filled()
		form.Set(name, value)
		if name == "due-day" {
			form.Set("due-month", "2")
		}
		if w := s.send("POST", s.at("/new"), "en", form); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if n := len(s.list()); n != 0 {
		t.Errorf("%d promises were made all the same", n)
	}
}

func TestMaking_twiceMakesOne(t *testing.T) {
	s := newSite(t)
	form := s.filled()
	for range 2 {
		if w := s.send("POST", s.at("/new"), "en", form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/people/"+s.person+"/conversations/"+s.sitting {
			t.Fatal(w.Code, w.Header())
		}
	}
	if list := s.list(); len(list) != 1 || list[0].OwnerID != s.who.ID || list[0].DueOn != "2026-03-05" || len(list[0].Items) != 2 {
		t.Errorf("%+v", list)
	}
	form.Set("promise", db.NewID())
	form.Set("another", "yes")
	if w := s.send("POST", s.at("/new"), "en", form); w.Header().Get("Location") != s.at("/new?sitting="+s.sitting) {
		t.Error(w.Header())
	}
}

func TestSettling_eachAnswerNeedsItsOwnWords(t *testing.T) {
	s := newSite(t)
	id := s.make()
	for kind, field := range map[string]string{"kept": "evidence", "changed": "changed_reason", "handed_over": "body", "broken": "broken_reason"} {
		form := settlement(kind, "")
		form.Set(field, " ")
		w := s.send("POST", s.at("/"+id), "en", form)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#`+field+`"`) {
			t.Errorf("%s without %s: %d", kind, field, w.Code)
		}
	}
	if w := s.send("POST", s.at("/"+id), "en", settlement("", "")); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#kind"`) {
		t.Errorf("nothing chosen: %d", w.Code)
	}
	if len(s.list()[0].Events) != 1 {
		t.Error("something was settled all the same")
	}
}

func TestSettling_keptAndToldInOneGoTwice(t *testing.T) {
	s := newSite(t)
	id := s.make()
	form := settlement("kept", s.list()[0].Seen())
	form.Set("kept_how", "told her with the interpreter")
	for range 2 {
		if w := s.send("POST", s.at("/"+id), "en", form); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code, w.Body)
		}
	}
	if p := s.list()[0]; p.State != promise.Kept || p.Untold() || len(p.Events) != 3 {
		t.Errorf("%+v", p)
	}
	if w := s.send("GET", "/promises", "en", nil); !strings.Contains(w.Body.String(), "Nothing is waiting") {
		t.Error("home still shows it")
	}
}

func TestSettling_anotherTab(t *testing.T) {
	s := newSite(t)
	id := s.make()
	seen := s.list()[0].Seen()
	if w := s.send("POST", s.at("/"+id), "en", settlement("broken", seen)); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	for _, kind := range []string{"changed", "kept", "told_back", "broken"} { // from the tab that still shows it open
		w := s.send("POST", s.at("/"+id), "en", settlement(kind, seen))
		if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "since you opened it") {
			t.Errorf("%s: %d", kind, w.Code)
		}
	}
	if p := s.list()[0]; p.State != promise.Broken || len(p.Events) != 2 {
		t.Errorf("%+v", p)
	}
}

func TestRoles_whoOnlyReads(t *testing.T) {
	s := newSite(t)
	id := s.make()
	s.who.Roles = []permit.Role{permit.Auditor}
	if w := s.send("GET", s.at("/"+id), "en", nil); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<form method=\"post\" novalidate") {
		t.Errorf("an auditor: %d, with a form", w.Code)
	}
	if w := s.send("GET", s.at(""), "en", nil); strings.Contains(w.Body.String(), "/promises/new") {
		t.Error("an auditor is offered to make one")
	}
	for path, form := range map[string]url.Values{s.at("/" + id): settlement("kept", ""), s.at("/new"): s.filled()} {
		if w := s.send("POST", path, "en", form); w.Code != http.StatusForbidden {
			t.Errorf("an auditor saved %s: %d", path, w.Code)
		}
	}
	s.who = permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Practitioner}}
	for path, form := range map[string]url.Values{s.at("/" + id): settlement("kept", ""), s.at("/new"): s.filled(), s.at(""): nil} {
		method := "POST"
		if form == nil {
			method = "GET"
		}
		if w := s.send(method, path, "en", form); w.Code != http.StatusNotFound {
			t.Errorf("a stranger at %s: %d", path, w.Code)
		}
	}
	if w := s.send("GET", "/promises", "en", nil); strings.Contains(w.Body.String(), "Selam") {
		t.Error("a stranger's home shows another's young person")
	}
	s.who.Roles = []permit.Role{permit.Administrator}
	if w := s.send("GET", s.at("/"+id), "en", nil); w.Code != http.StatusForbidden {
		t.Errorf("an administrator: %d", w.Code)
	}
}
