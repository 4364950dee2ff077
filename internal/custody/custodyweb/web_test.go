package custodyweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/custody"
	"stablefutures/internal/custody/custodyweb"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
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
	who, watcher permit.Actor
	routes       []page.Route
	custody      *custody.Service
	places       map[string]string
}

func newSite(t *testing.T) *site {
	t.Helper()
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	d := testkit.SQLite(t)
	ring, err := seal.NewRing()
	s := &site{T: t, who: permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Manager}}}
	s.must(err)
	log := ledger.New(d, ring, testkit.Now)
	door := access.New(d, ring, testkit.Now, nil).WithLedger(log)
	accounts, err := account.New(door, d, account.Options{})
	s.must(err)
	packs, err := nation.Load()
	s.must(err)
	records := record.New(door)
	s.custody = custody.New(door, records, accounts, packs)
	records.OnErase(conversation.Erase)
	records.OnErase(promise.Erase)
	s.watcher = permit.Actor{ID: db.NewID(), Organisation: s.who.Organisation, Roles: []permit.Role{permit.ProtectionOfficer}}
	web := custodyweb.New(s.custody, packs)
	s.routes = web.Routes()
	server, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, lang string) (page.Session, error) {
			return page.Session{ID: "s", Actor: s.who, Name: "Max", Nation: "wales", Language: lang, Until: testkit.Now().Add(time.Hour)}, nil
		},
	}, s.routes)
	s.must(err)
	s.Handler = server.Handler()
	s.fill(records)
	return s
}

// fill makes what the patterns name: a record with a file, a hold and a request whose bundle is made, and a certificate.
func (s *site) fill(records *record.Service) {
	s.Helper()
	ctx := s.Context()
	id, err := records.Create(ctx, s.who, record.NewPerson{Nation: "wales", Profile: record.Profile{Names: record.Names{Given: "Selam" + hostile}}})
	s.must(err)
	gone, err := records.Create(ctx, s.who, record.NewPerson{Nation: "wales", Profile: record.Profile{Names: record.Names{Given: "Selam"}}})
	s.must(err)
	s.must(records.Erase(ctx, s.who, gone, "mistake"))
	hold, request := db.NewID(), db.NewID()
	s.must(s.custody.Hold(ctx, s.who, id, hold, custody.Text{Reason: "court", Day: "2099-01-01", Note: "A claim." + hostile}))
	s.must(s.custody.Ask(ctx, s.who, id, request, custody.Asked{By: "parent", Name: "Somebody" + hostile, Received: "2026-02-05", Language: "en", Scope: "All." + hostile}))
	certificates, err := s.custody.Certificates(ctx, s.watcher)
	s.must(err)
	s.places = map[string]string{"id": id, "hold": hold, "request": request, "certificate": certificates[0].ID, "section": "keeping"}
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

var place = regexp.MustCompile(`\{([a-z]+)\}`)

// send asks for a route as who is signed in.
func (s *site) send(r page.Route, form url.Values) *httptest.ResponseRecorder {
	s.Helper()
	path := place.ReplaceAllStringFunc(r.Pattern, func(name string) string { return s.places[strings.Trim(name, "{}")] })
	if strings.Contains(path, "//") {
		s.Fatalf("nobody knows what stands in %s", r.Pattern)
	}
	req := httptest.NewRequestWithContext(s.Context(), r.Method, path, strings.NewReader(form.Encode()))
	if r.Method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "en"})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, req)
	return w
}

// as signs somebody in for what f does.
func (s *site) as(who permit.Actor, f func()) {
	before := s.who
	s.who = who
	f()
	s.who = before
}

var (
	heading = regexp.MustCompile(`<h1[ >]`)
	rawKey  = regexp.MustCompile(`custody\.[a-z_]+|\{\{`)
)

// Every page is a page, shows nothing that was typed as if it were ours, and tells of nobody in its title.
func TestPages_everyPageIsAPage(t *testing.T) {
	s := newSite(t)
	for _, r := range s.routes {
		if r.Method != http.MethodGet || strings.HasSuffix(r.Pattern, "/bundle") {
			continue
		}
		w := s.send(r, nil)
		if strings.HasSuffix(r.Pattern, "/paper") || strings.HasSuffix(r.Pattern, "/proof") {
			if w.Code != http.StatusOK && !strings.HasSuffix(r.Pattern, "/proof") || strings.Contains(w.Header().Get("Content-Disposition"), "Selam") {
				t.Errorf("%s: %d %v", r.Pattern, w.Code, w.Header())
			}
			continue
		}
		body := w.Body.String()
		title, _, _ := strings.Cut(body, "</title>")
		if n := len(heading.FindAllString(body, -1)); w.Code != http.StatusOK || n != 1 || rawKey.MatchString(body) || strings.Contains(body, "<script>alert") || strings.Contains(title, "Selam") {
			t.Errorf("%s: %d, %d headings, key %q", r.Pattern, w.Code, n, rawKey.FindString(body))
		}
		if !strings.Contains(w.Header().Get("Cache-Control"), "no-store") {
			t.Errorf("%s may stay in a browser", r.Pattern)
		}
	}
}

// Whoever's role does not allow it is refused, by each page and each form, even with a grant on the record; and nothing was done.
func TestPages_refuseARoleWithoutThePermission(t *testing.T) {
	s := newSite(t)
	auditor := s.who
	auditor.Roles = []permit.Role{permit.Auditor}
	s.as(auditor, func() {
		for _, r := range s.routes {
			if w := s.send(r, url.Values{"act": {"handed"}}); w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "Selam") {
				t.Errorf("%s %s: %d for an auditor", r.Method, r.Pattern, w.Code)
			}
		}
	})
}

// Another organisation's ids are like ids of nothing: by each page and each form.
func TestPages_anothersIDsAreNotThere(t *testing.T) {
	s := newSite(t)
	stranger := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Manager, permit.ProtectionOfficer}}
	nothing := map[string]string{}
	for name := range s.places {
		nothing[name] = db.NewID()
	}
	nothing["section"] = "keeping"
	s.as(stranger, func() {
		for _, r := range s.routes {
			if !place.MatchString(r.Pattern) {
				if body := s.send(r, nil).Body.String(); strings.Contains(body, s.places["id"]) || strings.Contains(body, s.places["certificate"]) {
					t.Errorf("%s shows another organisation's", r.Pattern)
				}
				continue
			}
			there := s.send(r, url.Values{})
			mine := s.places
			s.places = nothing
			gone := s.send(r, url.Values{})
			s.places = mine
			if there.Code != http.StatusNotFound || gone.Code != http.StatusNotFound || text(there) != text(gone) {
				t.Errorf("%s %s: %d for another's, %d for nothing's", r.Method, r.Pattern, there.Code, gone.Code)
			}
		}
	})
}

// text is an answer without what differs each time.
func text(w *httptest.ResponseRecorder) string {
	return regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|nonce-[^']*|value="[^"]*"`).ReplaceAllString(w.Body.String(), "")
}

// A form with nothing in it, and one with nonsense in every field, comes back with what to mend, says where, and keeps nothing.
func TestPages_anInvalidFormComesBack(t *testing.T) {
	s := newSite(t)
	nonsense := url.Values{}
	for _, field := range []string{"act", "as", "reason", "how", "wish", "authority", "status", "ground", "condition", "finding", "by", "language", "day-day", "day-month", "day-year", "from-day",
		"received-day", "after_18", "after_last", "log_years", "offered", "pause", "extend", "mark", "step", "hand", "closing"} {
		nonsense.Set(field, "zz"+hostile)
	}
	nonsense.Set("note", strings.Repeat("x", 5000))
	for _, r := range s.routes {
		// names may be none; a file there is not; a section is read or covered; a bundle is not asked for by a form
		if r.Method != http.MethodPost || slices.ContainsFunc([]string{"/names", "/files", "/read/{section}", "/bundle"}, func(end string) bool { return strings.HasSuffix(r.Pattern, end) }) {
			continue
		}
		for what, form := range map[string]url.Values{"nothing": {}, "nonsense": nonsense} {
			w := s.send(r, form)
			body := w.Body.String()
			if w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest || strings.Contains(body, "<script>alert") || rawKey.MatchString(body) {
				t.Errorf("%s with %s: %d", r.Pattern, what, w.Code)
			}
			if w.Code == http.StatusUnprocessableEntity && !strings.Contains(body, "govuk-error-summary") {
				t.Errorf("%s with %s does not say what to mend", r.Pattern, what)
			}
		}
	}
	k, err := s.custody.Keeping(t.Context(), s.who, s.places["id"])
	s.must(err)
	c, err := s.custody.Case(t.Context(), s.who, s.places["id"], s.places["request"])
	s.must(err)
	if len(k.Entries) != 1 || len(c.Steps) != 0 {
		t.Errorf("%d entries, %d steps were kept of forms that were refused", len(k.Entries), len(c.Steps))
	}
}
