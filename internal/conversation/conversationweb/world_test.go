package conversationweb_test

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
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/conversation/conversationweb"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// world is the room's pages over a real database, with invented people. The session's cookie names who is signed in.
type world struct {
	t       testing.TB
	h       http.Handler
	door    *access.Door
	ring    *seal.Ring
	service *conversation.Service
	shelf   *framework.Service
	records *record.Service
	ed      *framework.Edition
	people  map[string]permit.Actor
	person  string // Selam, who speaks Arabic
}

func newWorld(t testing.TB, d *db.DB, change func(*conversationweb.Options)) *world {
	t.Helper()
	ring, err := seal.NewRing()
	must(t, err)
	ledger.New(d, ring, time.Now)
	door := access.New(d, ring, time.Now, nil)
	must(t, door.CheckRing(t.Context()))
	nations, err := nation.Load()
	must(t, err)
	w := &world{t: t, door: door, ring: ring, service: conversation.New(door), records: record.New(door)}
	w.service.UsePromises(promise.TakeIn, promise.TakeBack)
	organisation := db.NewID()
	w.people = map[string]permit.Actor{}
	for name, role := range map[string]permit.Role{"mina": permit.Practitioner, "omar": permit.Practitioner, "gail": permit.Guardian,
		"ade": permit.Auditor, "ann": permit.Analyst, "max": permit.Manager, "root": permit.Administrator, "stew": permit.Steward} {
		w.people[name] = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{role}}
	}
	frameworks := framework.New(door)
	w.shelf = frameworks
	w.ed, _ = framework.BySet(framework.SetChecklist)
	err = frameworks.Choose(t.Context(), w.people["stew"], framework.Children, w.ed.ID)
	must(t, err)
	o := conversationweb.Options{Conversation: w.service, Record: w.records, Framework: frameworks, Nations: nations, Promises: promise.New(door), DraftsOK: true, Demo: true,
		SafetyContact: func(context.Context, permit.Actor) account.Contact {
			return account.Contact{Name: "Duty desk", Phone: "0131 496 0000", OutOfHours: "0131 496 0001"}
		}}
	if change != nil {
		change(&o)
	}
	s, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Exit: "https://www.example.org/",
		SessionOf: func(_ context.Context, token string) (page.Session, error) {
			name, lang, _ := strings.Cut(token, ".")
			who := w.people[name]
			return page.Session{ID: name, Actor: who, Name: "Mina Okafor", Organisation: "Northwick Council", Nation: "scotland", Language: lang,
				Until: time.Now().Add(time.Hour)}, nil
		},
	}, conversationweb.New(o).Routes())
	must(t, err)
	w.h = s.Handler()
	w.person = w.newPerson("mina", "ar")
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	return w
}

// newPerson opens a record with the colleagues of the world on it, except the analyst and the administrator.
func (w *world) newPerson(by, lang string) string {
	w.t.Helper()
	id, err := w.records.Create(w.t.Context(), w.people[by], record.NewPerson{Nation: "scotland", Sealed: true, Profile: record.Profile{
		Names: record.Names{Given: "Selam", Family: "Tesfay"}, Languages: []record.Language{{Tag: lang, Dialect: "Sudanese"}},
		Interpreter: record.Interpreter{Needed: "yes"}}})
	must(w.t, err)
	return id
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

type response struct {
	status int
	body   string
	where  string // of a redirect
}

// as sends a request as somebody; form nil is a GET.
func (w *world) as(name, path string, form url.Values) response {
	w.t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(w.t.Context(), method, path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: name})
	rec := httptest.NewRecorder()
	w.h.ServeHTTP(rec, r)
	return response{rec.Code, rec.Body.String(), rec.Header().Get("Location")}
}

// get is a GET that must show a page.
func (w *world) get(name, path string) string {
	w.t.Helper()
	r := w.as(name, path, nil)
	if r.status != http.StatusOK {
		w.t.Fatalf("GET %s as %s: %d to %q", path, name, r.status, r.where)
	}
	return r.body
}

// post is a POST that must lead on; it gives where.
func (w *world) post(name, path string, form url.Values) string {
	w.t.Helper()
	r := w.as(name, path, form)
	if r.status != http.StatusSeeOther {
		w.t.Fatalf("POST %s as %s: %d\n%s", path, name, r.status, text(r.body))
	}
	return r.where
}

func (w *world) base() string { return "/people/" + w.person + "/conversations" }

// sitting reads the sitting at an address.
func (w *world) sitting(at string) conversation.Sitting {
	w.t.Helper()
	t, err := w.service.Sitting(w.t.Context(), w.people["mina"], w.person, at[strings.LastIndex(at, "/")+1:], conversation.YoungPerson)
	must(w.t, err)
	return t.Sitting
}

// open begins a sitting in a language as Mina, as far as the topics, and gives its address.
func (w *world) open(lang string) string {
	w.t.Helper()
	id := db.NewID()
	to := w.post("mina", w.base()+"/new", url.Values{"sitting": {id}, "language": {lang}, "interpreter": {"yes"}, "independent": {"yes"},
		"interpreter-language": {"ar"}, "readers": {"Mina, and the people who work with you."}})
	if to != w.base()+"/"+id+"/explain" && to != w.base()+"/"+id+"/told" {
		w.t.Fatalf("opened to %q", to)
	}
	at := w.base() + "/" + id
	if to := w.post("mina", at+"/explain", url.Values{"go": {"on"}, "contribution": {db.NewID()}}); to != at+"/topics" {
		w.t.Fatalf("explained to %q", to)
	}
	return at
}

var (
	tags       = regexp.MustCompile(`(?s)<script.*?</script>|<style.*?</style>|<[^>]*>`)
	blanks     = regexp.MustCompile(`\s+`)
	hiddenOf   = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
	headings   = regexp.MustCompile(`<h1[ >]`)
	ids        = regexp.MustCompile(` id="([^"]+)"`)
	unresolved = regexp.MustCompile(`⟦|\{\{|conversation\.[a-z_]+|>[a-z]+\.[a-z_]+<`)
)

func text(body string) string {
	return strings.TrimSpace(blanks.ReplaceAllString(tags.ReplaceAllString(body, " "), " "))
}

// hiddenField gives what a page's form carries unseen.
func hiddenField(t testing.TB, body, name string) string {
	t.Helper()
	for _, m := range hiddenOf.FindAllStringSubmatch(body, -1) {
		if m[1] == name {
			return m[2]
		}
	}
	t.Fatalf("no hidden field %q", name)
	return ""
}
