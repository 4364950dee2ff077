package handoverweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/handover"
	"stablefutures/internal/handover/handoverweb"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// hostile is what somebody may type who means harm, or only likes brackets.
const hostile = `</p><script>alert(1)</script>"'&`

// site is the room's pages over a real database, with one young person whose history is not straight.
type site struct {
	*testing.T
	http.Handler
	who             permit.Actor
	tam             permit.Actor
	talks           *conversation.Service
	records         *record.Service
	promises        *promise.Service
	frameworks      *framework.Service
	ed              *framework.Edition
	person, sitting string
	passed          atomic.Int64
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{T: t}
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	d := testkit.SQLite(t)
	ring, err := seal.NewRing()
	s.must(err)
	now := func() time.Time { return testkit.Now().Add(time.Duration(s.passed.Load())) }
	ledger.New(d, ring, now)
	door := access.New(d, ring, now, nil)
	accounts, err := account.New(door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
	s.must(err)
	s.staff(accounts)
	s.talks, s.records, s.promises = conversation.New(door), record.New(door), promise.New(door)
	s.frameworks = framework.New(door)
	server, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, lang string) (page.Session, error) {
			return page.Session{ID: "s", Actor: s.who, Name: "Tam Ashdown", Nation: "england", Language: lang, Until: testkit.Now().Add(time.Hour)}, nil
		},
	}, handoverweb.New(handover.New(door, accounts)).Routes())
	s.must(err)
	s.Handler = server.Handler()
	s.ed, _ = framework.BySet(framework.SetChecklist)
	return s
}

func (s *site) staff(accounts *account.Service) {
	s.Helper()
	organisation := db.NewID()
	first, err := accounts.CreateFirstAdministrator(s.Context(), permit.System,
		account.Organisation{ID: organisation, Name: "Wendmoor Council", Kind: account.Council, Nation: "england"},
		account.NewPerson{Name: "Orla Quill", Email: "orla@wendmoor.example"})
	s.must(err)
	admin := permit.Actor{ID: first.AccountID, Organisation: organisation, Roles: []permit.Role{permit.Administrator}}
	i, err := accounts.Invite(s.Context(), admin, organisation, account.NewPerson{Name: "Tam Ashdown", Email: "tam@wendmoor.example", Roles: []permit.Role{permit.Practitioner}})
	s.must(err)
	s.tam = permit.Actor{ID: i.AccountID, Organisation: organisation, Roles: []permit.Role{permit.Practitioner}}
	s.who = s.tam
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// words are what was said in a language, with the translation of an interpreter.
func words(language, text, english string) conversation.Words {
	return conversation.Words{Text: text, Language: language, WrittenBy: "interpreter", Translation: english, TranslatedTo: "en", TranslatedBy: "interpreter"}
}

// live gives the young person three conversations over a year, a view, and promises.
func (s *site) live(language, name, sentence, english, ball string, promised string) {
	s.Helper()
	var err error
	s.person, err = s.records.Create(s.Context(), s.tam, record.NewPerson{Nation: "england", Profile: record.Profile{
		Names: record.Names{Given: name}, Languages: []record.Language{{Tag: language}}}})
	s.must(err)
	home, school, health := s.ed.Principles[2].Outcomes()[0], s.ed.Principles[2].Outcomes()[3], s.ed.Principles[1].Outcomes()[2]
	topic := db.NewID()
	for i, c := range []conversation.Content{
		{Answers: map[string]conversation.Answer{home.Code: {Choice: "not_there"}, school.Code: {Choice: "some_of_it"}}},
		{Answers: map[string]conversation.Answer{home.Code: {Choice: "there_for_me"}, health.Code: {Choice: "dont_want_to_say"}}},
		{Answers: map[string]conversation.Answer{home.Code: {Choice: "keeps_changing", Words: words(language, sentence, english)}, topic: {Words: words(language, ball, "with my friends")}},
			Topics:   []conversation.Topic{{ID: topic, Name: words(language, ball, "football")}},
			Barriers: []conversation.Barrier{{ID: db.NewID(), Item: home.Code, WhoCanChange: "service", System: "housing"}}, Matters: []string{topic, home.Code}},
	} {
		s.sitting = db.NewID()
		s.must(s.talks.Hold(s.Context(), s.tam, conversation.Whole{ContributionID: db.NewID(), Content: c,
			Sitting: conversation.NewSitting{ID: s.sitting, Record: s.person, EditionID: s.ed.ID, Setup: conversation.Setup{Language: language,
				Present: []string{"interpreter"}, Readers: "Tam, and the reviewing officer", Interpreter: conversation.Interpreter{Used: "yes", Language: language, Independent: "yes"}}}}))
		if i < 2 {
			s.passed.Add(int64(time.Duration(60+i*120) * 24 * time.Hour))
		}
	}
	s.view(home)
	for _, p := range []promise.Promise{
		{Items: []string{home.Code}, Agreed: "yes", Text: promise.Text{What: "Ask the landlord to mend the heating", Owner: "Tam Ashdown", WhatForYoung: promised, Language: language}},
		{Items: []string{topic}, Agreed: "yes", Text: promise.Text{What: "Find a football team nearby", Owner: "Iona Birk, guardian"}},
	} {
		p.Record, p.Sitting, p.EditionID, p.DueOn = s.person, s.sitting, s.ed.ID, "2026-09-20"
		id, err := s.promises.Make(s.Context(), s.tam, p)
		s.must(err)
		if p.Items[0] == topic {
			s.must(s.promises.Settle(s.Context(), s.tam, s.person, id, promise.Settlement{EventID: db.NewID(), Kind: promise.WasBroken, Text: promise.EventText{Reason: "The team has no place until spring"}}))
		}
	}
}

// view adds the practitioner's own view of an outcome.
func (s *site) view(o framework.Outcome) {
	s.Helper()
	s.must(s.talks.ChangeDraft(s.Context(), s.tam, s.person, s.sitting, conversation.Practitioner, func(c *conversation.Content) error {
		c.Answers = map[string]conversation.Answer{o.Code: {Choice: "some_of_it", Words: conversation.Words{Text: "The room is warm since May; the lock is still broken.", Language: "en"}}}
		c.Findings = map[string]conversation.Finding{o.Indicators[0].Code: {State: "partly", Evidence: "Visit on 2 August"}}
		return nil
	}))
	s.must(s.talks.AddView(s.Context(), s.tam, s.person, s.sitting, db.NewID()))
}

// tigrinya is the life most tests look at.
func (s *site) tigrinya() *site {
	s.live("ti", "Selam", "ቤት ይቕየር ኣሎ። ድቃስ የብለይን።", "The home keeps changing. I cannot sleep.", "ኩዕሶ እግሪ", "ንዋና ገዛ ሙቐት ከዐሪ ክሓቶ እየ")
	return s
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
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		s.whole(path, w.Body.String())
	}
	return w
}

func (s *site) at(path string) string { return "/people/" + s.person + path }

func (s *site) shown(path, lang string) string {
	s.Helper()
	w := s.send("GET", path, lang, nil)
	if w.Code != http.StatusOK {
		s.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.String()
}

var (
	heading  = regexp.MustCompile(`<h1[ >]`)
	idOf     = regexp.MustCompile(` id="([^"]+)"`)
	named    = regexp.MustCompile(`(?: for|aria-labelledby|aria-describedby)="([^"]+)"`)
	leftover = regexp.MustCompile(`(?:handover|promise|conversation|copy|mine|told)\.[a-z_]+|\{\{|\{[a-z]+\}`)
	scored   = regexp.MustCompile(`(?i)<polyline|<path class="sf-|axis|%[ <]|per cent|percent|score|average|total`)
)

// whole checks what holds of every page: one h1, no id twice, nothing that points nowhere, no key, no script, no score.
func (s *site) whole(path, body string) {
	s.Helper()
	if n := len(heading.FindAllString(body, -1)); n != 1 {
		s.Errorf("%s has %d h1", path, n)
	}
	main := body[strings.Index(body, "<main"):]
	for _, bad := range []*regexp.Regexp{leftover, scored} {
		if m := bad.FindString(main); m != "" {
			s.Errorf("%s shows %q", path, m)
		}
	}
	if strings.Contains(body, "<script>alert") {
		s.Errorf("%s lets a script through", path)
	}
	ids := map[string]bool{}
	for _, m := range idOf.FindAllStringSubmatch(body, -1) {
		if ids[m[1]] {
			s.Errorf("%s: id %s twice", path, m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range named.FindAllStringSubmatch(body, -1) {
		for _, id := range strings.Fields(m[1]) {
			if !ids[id] {
				s.Errorf("%s names #%s, which is not there", path, id)
			}
		}
	}
	if title, _, _ := strings.Cut(body, "</title>"); strings.Contains(title, "Selam") {
		s.Errorf("%s tells of somebody in its title", path)
	}
}

func (s *site) has(body string, wants ...string) {
	s.Helper()
	for _, want := range wants {
		if !strings.Contains(body, want) {
			s.Errorf("the page lacks %s", want)
		}
	}
}

func (s *site) hasNot(body string, nevers ...string) {
	s.Helper()
	for _, never := range nevers {
		if strings.Contains(body, never) {
			s.Errorf("the page has %s", never)
		}
	}
}

func TestPicture_theStaffsReading(t *testing.T) {
	s := newSite(t).tigrinya()
	for _, lang := range []string{"en", "cy"} {
		body := s.shown(s.at("/picture"), lang)
		s.has(body, `lang="`+lang+`"`, "Selam", "Tam Ashdown", "ቤት ይቕየር ኣሎ", "The home keeps changing", "Find a football team nearby", "Visit on 2 August",
			`class="sf-tokens"`, s.ed.Name, i18n.For(lang).T("handover.not_talked_through"), i18n.For(lang).N("handover.gap", 6))
	}
	for _, p := range s.ed.Principles {
		s.has(s.shown(s.at("/picture"), "en"), `id="p-`+p.Code+`"`)
	}
}

func TestPicture_theirOwnReading(t *testing.T) {
	s := newSite(t).tigrinya()
	body := s.shown(s.at("/picture/theirs"), "en")
	s.has(body, `lang="ti"`, "ቤት ይቕየር ኣሎ", "ኩዕሶ እግሪ", "ንዋና ገዛ", `<bdi lang="en" dir="ltr">The team has no place`)
	s.hasNot(body, "The home keeps changing", "lock is still broken", "Visit on 2 August", "not spoken", "Not talked through", "govuk-details__summary-text\">1")
	for _, p := range s.ed.Principles[:1] {
		s.hasNot(body, `id="p-`+p.Code+`"`) // nothing was said under it: a blank is never drawn
	}
}

func TestCopy_page(t *testing.T) {
	s := newSite(t).tigrinya()
	for lang, dir := range map[string]string{"en": "ltr", "ar": "rtl", "ti": "ltr"} {
		body := s.shown(s.at("/copy?sitting="+s.sitting+"&language="+lang), "en")
		pack, _ := s.ed.Pack(lang)
		s.has(body, `<html lang="`+lang+`" dir="`+dir+`"`, pack.Text("copy.title"), `lang="ti" dir="ltr">ቤት ይቕየር ኣሎ`, pack.Text("told.broken"),
			`<bdi lang="en" dir="ltr">Find a football team nearby</bdi>`, `<bdi lang="en" dir="ltr">The team has no place until spring</bdi>`,
			"Tam, and the reviewing officer", s.ed.Name, pack.Text("copy.paper_no"), `hreflang=`)
		if strings.Contains(body, pack.Text("copy.machine")) == pack.Trusted() {
			t.Errorf("%s: whether it is a draft", lang)
		}
	}
	if w := s.send("POST", s.at("/copy/paper"), "en", url.Values{"sitting": {s.sitting}}); w.Code != http.StatusSeeOther {
		t.Error(w.Code)
	}
	if w := s.send("POST", s.at("/copy/paper"), "en", url.Values{"sitting": {db.NewID()}}); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}

func TestFiles_sayNothingOutside(t *testing.T) {
	s := newSite(t).tigrinya()
	check := func(w *httptest.ResponseRecorder, name, begins string) {
		t.Helper()
		h := w.Header()
		if w.Code != http.StatusOK || h.Get("Cache-Control") != "no-store" || !strings.Contains(h.Get("Content-Disposition"), "filename="+name) || !strings.HasPrefix(w.Body.String(), begins) {
			t.Errorf("%d %v", w.Code, h)
		}
	}
	if print.Ready() == nil {
		check(s.send("GET", s.at("/copy/pdf?sitting="+s.sitting+"&language=ar"), "en", nil), "page.pdf", "%PDF-")
		check(s.send("GET", s.at("/copy/told"), "cy", nil), "page.pdf", "%PDF-")
	}
	body := s.shown(s.at("/conversations/"+s.sitting+"/note"), "en")
	ids := regexp.MustCompile(`name="piece" type="checkbox" value="([^"]+)"`).FindAllStringSubmatch(body, -1)
	form := url.Values{"as": {"docx"}}
	for _, m := range ids {
		form.Add("piece", m[1])
	}
	check(s.send("POST", s.at("/conversations/"+s.sitting+"/note"), "en", form), "note.docx", "PK")
}

// The note is there at the first press, ready to copy; choosing makes it smaller; nothing is chosen by nobody.
func TestNote_page(t *testing.T) {
	s := newSite(t).tigrinya()
	at := s.at("/conversations/" + s.sitting + "/note")
	for _, lang := range []string{"en", "cy"} {
		s.has(s.shown(at, lang), `data-copy="note"`, `<pre class="sf-note" id="note"`, "ቤት ይቕየር ኣሎ", "The home keeps changing", "Find a football team", "Tam Ashdown")
	}
	note, _, _ := strings.Cut(s.shown(at, "en"), "</pre>")
	s.hasNot(note[strings.Index(note, "<pre"):], "Selam")
	body := s.send("POST", at, "en", url.Values{"piece": {"setting"}}).Body.String()
	text, _, _ := strings.Cut(body[strings.Index(body, "<pre"):], "</pre>")
	s.has(text, "held by Tam Ashdown")
	s.hasNot(text, "football", "ቤት")
	empty := s.send("POST", at, "en", url.Values{})
	s.has(empty.Body.String(), "Nothing is chosen")
	s.hasNot(empty.Body.String(), "<pre")
}

func TestRoles_andForeignIDs(t *testing.T) {
	s := newSite(t).tigrinya()
	paths := []string{"/picture", "/picture/theirs", "/copy", "/copy/pdf", "/copy/told", "/conversations/" + s.sitting + "/note"}
	for _, path := range paths {
		for roles, want := range map[permit.Role]int{permit.Administrator: http.StatusForbidden, permit.Trainer: http.StatusForbidden} {
			s.who = s.tam
			s.who.Roles = []permit.Role{roles}
			if w := s.send("GET", s.at(path), "en", nil); w.Code != want {
				t.Errorf("%s as %s: %d", path, roles, w.Code)
			}
		}
		s.who = permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: s.tam.Roles}
		if w := s.send("GET", s.at(path), "en", nil); w.Code != http.StatusNotFound {
			t.Errorf("%s to a stranger: %d", path, w.Code)
		}
	}
	s.who = s.tam
	other, err := s.records.Create(t.Context(), s.tam, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Dawit"}}})
	s.must(err)
	for _, path := range []string{"/copy?sitting=" + s.sitting, "/copy/pdf?sitting=" + s.sitting, "/conversations/" + s.sitting + "/note", "/copy"} {
		if w := s.send("GET", "/people/"+other+path, "en", nil); w.Code != http.StatusNotFound {
			t.Errorf("%s of another record: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/picture", "/picture/theirs"} { // a record with nothing
		if w := s.send("GET", "/people/"+other+path, "en", nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "sf-empty") {
			t.Errorf("%s of a record with nothing: %d", path, w.Code)
		}
	}
}

func TestHostileWords_stayWords(t *testing.T) {
	s := newSite(t)
	s.live("ti", "Selam"+hostile, "ቤት"+hostile, "home"+hostile, "ኩዕሶ"+hostile, "ንዋና"+hostile)
	for _, path := range []string{"/picture", "/picture/theirs", "/copy", "/conversations/" + s.sitting + "/note"} {
		if body := s.shown(s.at(path), "en"); !strings.Contains(body, "&lt;script&gt;alert(1)") {
			t.Errorf("%s lost the words", path)
		}
	}
}
