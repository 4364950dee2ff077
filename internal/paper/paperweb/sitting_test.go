package paperweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/paper"
	"stablefutures/internal/paper/paperweb"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// desk is where sheets are printed for one young person, by Mina, and by others who may not.
type desk struct {
	*testing.T
	h       http.Handler
	talks   *conversation.Service
	people  map[string]permit.Actor
	person  string
	edition *framework.Edition
}

func newDesk(t *testing.T, d *db.DB, demo bool) *desk {
	t.Helper()
	if err := print.Ready(); err != nil {
		t.Skip(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ring, err := seal.NewRing()
	must(err)
	ledger.New(d, ring, time.Now)
	door := access.New(d, ring, time.Now, nil)
	must(door.CheckRing(t.Context()))
	nations, err := nation.Load()
	must(err)
	w := &desk{T: t, talks: conversation.New(door), people: map[string]permit.Actor{}}
	organisation := db.NewID()
	for name, role := range map[string]permit.Role{"mina": permit.Practitioner, "omar": permit.Practitioner, "stew": permit.Steward, "ann": permit.Analyst} {
		w.people[name] = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{role}}
	}
	frameworks, records := framework.New(door), record.New(door)
	w.edition, _ = framework.BySet(framework.SetChecklist)
	must(frameworks.Choose(t.Context(), w.people["stew"], framework.Children, w.edition.ID))
	web := paperweb.New(frameworks, paper.New(kit.DrawingBody), true).WithSittings(paperweb.Sittings{Conversation: w.talks, Record: records, Nations: nations, Demo: demo, Secure: true,
		SafetyContact: func(context.Context, permit.Actor) account.Contact {
			return account.Contact{Name: "Duty desk", Phone: "0131 496 0000", OutOfHours: "0131 496 0001"}
		}})
	s, err := page.NewServer(page.Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, token string) (page.Session, error) {
			name, lang, _ := strings.Cut(token, ".")
			return page.Session{ID: name, Actor: w.people[name], Name: "Mina Okafor", Organisation: "Northwick Council", Nation: "scotland", Language: lang, Until: time.Now().Add(time.Hour)}, nil
		}}, web.Routes())
	must(err)
	w.h = s.Handler()
	w.person, err = records.Create(t.Context(), w.people["mina"], record.NewPerson{Nation: "wales", Profile: record.Profile{Names: record.Names{Given: "Selam", Family: "Tesfay"},
		Languages: []record.Language{{Tag: "ti"}}}})
	must(err)
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	return w
}

func (w *desk) as(who, path string, form url.Values) *httptest.ResponseRecorder {
	w.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(w.Context(), method, path, body)
	r.Host = "records.example.org"
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: who})
	a := httptest.NewRecorder()
	w.h.ServeHTTP(a, r)
	return a
}

func choice(change ...string) url.Values {
	v := url.Values{"paper": {db.NewID()}, "language": {"ti"}, "picture": {"kite"}, "word": {"Clover"}, "cards": {"B1"}}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

// words takes the text out of an answer that is a PDF.
func words(t *testing.T, a *httptest.ResponseRecorder) string {
	t.Helper()
	pdftotext, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	if a.Code != http.StatusOK || a.Header().Get("Content-Type") != "application/pdf" || a.Header().Get("Content-Disposition") != `attachment; filename=cards.pdf` {
		t.Fatalf("%d %v %.300s", a.Code, a.Header(), a.Body)
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, a.Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(pdftotext, "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

var codeOnPaper = regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]`)

// A printed sheet has a ticket that its code leads to, names nobody, and rings the right numbers; the same form again is the same sheet.
func TestSitting_isPrintedWithItsTicket(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newDesk(t, d, true)
		at := "/people/" + w.person + "/conversations/paper"
		form := choice()
		first := words(t, w.as("mina", at, form))
		code := codeOnPaper.FindString(first)
		p, err := w.talks.FindPaper(t.Context(), w.people["mina"], code)
		if err != nil || p.Record != w.person || p.Language != "ti" || p.Nation != "wales" || p.Picture != "kite" || p.Word != "Clover" || len(p.Wording) != 1 {
			t.Fatalf("%s leads to %+v, %v", code, p, err)
		}
		for _, name := range []string{"Selam", "Tesfay", "Mina Okafor"} {
			if strings.Contains(first, name) {
				t.Errorf("the sheet names %s", name)
			}
		}
		for _, want := range []string{"Duty desk", "0131 496 0000", "at night and at weekends", "999"} {
			if !strings.Contains(first, want) {
				t.Errorf("the sheet does not say %q", want)
			}
		}
		if again := words(t, w.as("mina", at, form)); codeOnPaper.FindString(again) != code {
			t.Error("the same form gave another code")
		}
		list := w.as("mina.cy", at, nil).Body.String()
		if !strings.Contains(list, "Clover") || !strings.Contains(list, "/people/"+w.person+"/on-paper/"+p.ID) {
			t.Error("what was printed is not listed")
		}
		blank := words(t, w.as("mina", "/conversations/paper", choice("language", "en")))
		loose, err := w.talks.FindPaper(t.Context(), w.people["omar"], codeOnPaper.FindString(blank))
		if err != nil || loose.Record != "" {
			t.Errorf("for nobody yet: %+v, %v", loose, err)
		}
		to := w.as("mina", at+"/typing", url.Values{"paper": {db.NewID()}}).Header().Get("Location")
		if !strings.HasPrefix(to, "/people/"+w.person+"/on-paper/") {
			t.Errorf("a sheet without a code leads to %q", to)
		}
	})
}

// What cannot be printed is said at its field; who may not print learns nothing.
func TestSitting_refuses(t *testing.T) {
	w := newDesk(t, testkit.SQLite(t), true)
	at := "/people/" + w.person + "/conversations/paper"
	for name, c := range map[string]struct {
		form  url.Values
		field string
	}{"a language it does not speak": {choice("language", "xx"), "language"}, "a picture we do not have": {choice("picture", "Selam"), "label"},
		"a word of their own": {choice("word", "Selam"), "label"}, "a card it does not have": {choice("cards", "Z9"), "cards"}} {
		if a := w.as("mina", at, c.form); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), `href="#`+c.field) {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
	for who, want := range map[string]int{"omar": http.StatusNotFound, "ann": http.StatusForbidden, "stew": http.StatusForbidden} {
		for _, form := range []url.Values{nil, choice()} {
			if a := w.as(who, at, form); a.Code != want {
				t.Errorf("%s: %d, want %d", who, a.Code, want)
			}
		}
	}
	if list, err := w.talks.Papers(t.Context(), w.people["mina"], w.person); err != nil || len(list) != 0 {
		t.Errorf("%d tickets were made, %v", len(list), err)
	}
}

// Outside a demonstration the texts about agreement and safety stand in the language that a person wrote.
func TestSitting_guardsDrafts(t *testing.T) {
	w := newDesk(t, testkit.SQLite(t), false)
	pack, _ := w.edition.Pack("ti")
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") } // lines break anywhere
	out := bare(words(t, w.as("mina", "/people/"+w.person+"/conversations/paper", choice())))
	if !strings.Contains(out, bare(pack.Text("matters.title"))) {
		t.Error("nothing is in their language: this proves nothing")
	}
	for _, key := range []string{"stop.text", "explain.title", "words.only_what", "safe.tell"} {
		if strings.Contains(out, bare(pack.Text(key))) {
			t.Errorf("a machine’s draft of %s is printed", key)
		}
	}
}
