package exchangeweb_test

import (
	"archive/zip"
	"bytes"
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
	"stablefutures/internal/db"
	"stablefutures/internal/exchange"
	"stablefutures/internal/exchange/exchangeweb"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// hostile is what somebody may type who means harm, or only likes brackets.
const hostile = `</p><script>alert(1)</script>"'&`

// site is the room's page over a real database, with whoever who is signed in.
type site struct {
	*testing.T
	http.Handler
	who    permit.Actor
	person string
	files  func(name, content string)
}

func newSite(t *testing.T) *site {
	t.Helper()
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	d := testkit.SQLite(t)
	ring, err := seal.NewRing()
	s := &site{T: t, who: permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Manager}}}
	s.must(err)
	door := access.New(d, ring, testkit.Now, nil).WithLedger(ledger.New(d, ring, testkit.Now))
	accounts, err := account.New(door, d, account.Options{})
	s.must(err)
	records := record.New(door)
	s.person, err = records.Create(t.Context(), s.who, record.NewPerson{Nation: "wales", Profile: record.Profile{Names: record.Names{Given: "Selam" + hostile}}})
	s.must(err)
	s.files = func(name, content string) {
		_, err := records.Attach(t.Context(), s.who, s.person, name, strings.NewReader(content))
		s.must(err)
	}
	server, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, lang string) (page.Session, error) {
			return page.Session{ID: "s", Actor: s.who, Name: "Max", Nation: "wales", Language: lang, Until: testkit.Now().Add(time.Hour)}, nil
		},
	}, exchangeweb.New(exchange.New(door, accounts)).Routes())
	s.must(err)
	s.Handler = server.Handler()
	return s
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *site) send(method, lang string, form url.Values) *httptest.ResponseRecorder {
	s.Helper()
	r := httptest.NewRequestWithContext(s.Context(), method, "/people/"+s.person+"/export", strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: lang})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

var (
	heading = regexp.MustCompile(`<h1[ >]`)
	key     = regexp.MustCompile(`exchange\.[a-z_]+|\{\{`)
	idOf    = regexp.MustCompile(` id="([^"]+)"`)
	points  = regexp.MustCompile(`(?:href="#| for=")([^"]+)"`)
)

// whole checks what holds of every page.
func (s *site) whole(body string) {
	s.Helper()
	if n := len(heading.FindAllString(body, -1)); n != 1 {
		s.Errorf("%d h1", n)
	}
	if m := key.FindString(body); m != "" {
		s.Errorf("it shows a key: %s", m)
	}
	if strings.Contains(body, "<script>alert") {
		s.Error("it lets a script through")
	}
	if title, _, _ := strings.Cut(body, "</title>"); strings.Contains(title, "Selam") {
		s.Error("the title tells of somebody")
	}
	ids := map[string]bool{}
	for _, m := range idOf.FindAllStringSubmatch(body, -1) {
		if ids[m[1]] {
			s.Errorf("id %s twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range points.FindAllStringSubmatch(body, -1) {
		if !ids[m[1]] {
			s.Errorf("it points at #%s, which is not there", m[1])
		}
	}
}

func TestExportPage_saysWhatItIsAndGivesTheArchive(t *testing.T) {
	s := newSite(t)
	for _, lang := range []string{"en", "cy"} {
		w := s.send("GET", lang, nil)
		body := w.Body.String()
		s.whole(body)
		if w.Code != http.StatusOK || !strings.Contains(body, `lang="`+lang+`"`) || !strings.Contains(body, "Selam") || strings.Contains(body, `name="files"`) {
			t.Errorf("%s: %d", lang, w.Code)
		}
	}
	s.files("letter", "a letter\n")
	if body := s.send("GET", "en", nil).Body.String(); !strings.Contains(body, `name="files"`) {
		t.Error("a record with files does not ask about them")
	}
	w := s.send("POST", "en", url.Values{})
	s.whole(w.Body.String())
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#reason"`) || !strings.Contains(w.Body.String(), `href="#answerable"`) {
		t.Errorf("an empty form: %d", w.Code)
	}
	w = s.send("POST", "en", url.Values{"reason": {"court"}, "answerable": {"yes"}, "files": {"yes"}})
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/zip" || w.Header().Get("Content-Disposition") != "attachment; filename=record.zip" ||
		!strings.Contains(w.Header().Get("Cache-Control"), "no-store") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	s.must(err)
	if len(z.File) != 5 || z.File[3].Name != "files/0001.txt" {
		t.Errorf("the archive has %d parts", len(z.File))
	}
}

func TestExportPage_refusesWhoMayNot(t *testing.T) {
	s := newSite(t)
	for role, want := range map[permit.Role]int{permit.Practitioner: http.StatusForbidden, permit.Administrator: http.StatusForbidden, permit.Auditor: http.StatusForbidden, permit.Guardian: http.StatusOK} {
		s.who.Roles = []permit.Role{role}
		for _, w := range []*httptest.ResponseRecorder{s.send("GET", "en", nil), s.send("POST", "en", url.Values{"reason": {"court"}, "answerable": {"yes"}})} {
			if w.Code != want {
				t.Errorf("%s: %d, want %d", role, w.Code, want)
			}
		}
	}
	s.who = permit.Actor{ID: db.NewID(), Organisation: s.who.Organisation, Roles: []permit.Role{permit.Manager}}
	if w := s.send("GET", "en", nil); w.Code != http.StatusNotFound {
		t.Errorf("a manager without a grant: %d", w.Code)
	}
}
