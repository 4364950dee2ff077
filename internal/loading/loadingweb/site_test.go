package loadingweb_test

import (
	"bytes"
	"context"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/loading"
	"stablefutures/internal/loading/loadingweb"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

const hostile = `<script>alert("'&")</script>`

// site serves the room's pages over a real database, with whoever who is signed in.
type site struct {
	*testing.T
	http.Handler
	loading *loading.Service
	shelf   *framework.Service
	who     permit.Actor
	effort  effort
}

func newSite(t *testing.T) *site {
	t.Helper()
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	d := testkit.SQLite(t)
	ledger.New(d, ring, testkit.Now)
	door := access.New(d, ring, testkit.Now, nil)
	s := &site{T: t, loading: loading.New(door), shelf: framework.New(door),
		who: permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}}
	server, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, lang string) (page.Session, error) {
			return page.Session{ID: "s", Actor: s.who, Name: "Solomon " + hostile, Organisation: "Larkmoor " + hostile, Nation: "england", Language: lang, Until: testkit.Now().Add(time.Hour)}, nil
		},
	}, loadingweb.New(s.loading, s.shelf).Routes())
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

func (s *site) do(r *http.Request, lang string) *httptest.ResponseRecorder {
	s.Helper()
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: lang})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		s.whole(r.URL.Path, w.Body.String())
	}
	return w
}

func (s *site) get(path string) string {
	s.Helper()
	w := s.do(httptest.NewRequestWithContext(s.Context(), "GET", path, nil), "en")
	if w.Code != http.StatusOK {
		s.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

func (s *site) post(path string, form url.Values) *httptest.ResponseRecorder {
	s.Helper()
	r := httptest.NewRequestWithContext(s.Context(), "POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(r, "en")
}

// upload hands a file in through the form.
func (s *site) upload(path, name string, content []byte, form url.Values) *httptest.ResponseRecorder {
	s.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, v := range form {
		s.must(m.WriteField(k, v[0]))
	}
	f, err := m.CreateFormFile("file", name)
	s.must(err)
	_, err = f.Write(content)
	s.must(err)
	s.must(m.Close())
	r := httptest.NewRequestWithContext(s.Context(), "POST", path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return s.do(r, "en")
}

var (
	heading  = regexp.MustCompile(`<h1[ >]`)
	idOf     = regexp.MustCompile(` id="([^"]+)"`)
	linkTo   = regexp.MustCompile(`href="#([^"]+)"`)
	forOf    = regexp.MustCompile(` for="([^"]+)"`)
	describe = regexp.MustCompile(` aria-describedby="([^"]+)"`)
	leftover = regexp.MustCompile(`(?:loading|extract|sheet|framework|page|problem)\.[a-z]+[a-z_.]*[^a-z_.jc]|\{\{`)
)

// whole checks what holds of every page.
func (s *site) whole(path, body string) {
	s.Helper()
	if n := len(heading.FindAllString(body, -1)); n != 1 {
		s.Errorf("%s has %d h1", path, n)
	}
	text := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ")
	if m := leftover.FindString(text); m != "" && m != "framework.\"" {
		s.Errorf("%s shows a key: %s", path, m)
	}
	if strings.Contains(body, "<script>alert") {
		s.Errorf("%s lets a script through", path)
	}
	ids := map[string]bool{"main": true}
	for _, m := range idOf.FindAllStringSubmatch(body, -1) {
		if ids[m[1]] && m[1] != "main" {
			s.Errorf("%s: id %s twice", path, m[1])
		}
		ids[m[1]] = true
	}
	for _, list := range [][][]string{linkTo.FindAllStringSubmatch(body, -1), forOf.FindAllStringSubmatch(body, -1), describe.FindAllStringSubmatch(body, -1)} {
		for _, m := range list {
			for _, id := range strings.Fields(m[1]) {
				if !ids[id] {
					s.Errorf("%s points at #%s, which is not there", path, id)
				}
			}
		}
	}
	title, _, _ := strings.Cut(body, "</title>")
	if strings.Contains(title, "garden") {
		s.Errorf("%s tells of a framework in its title", path)
	}
}

// form gives what the form with this address ("" for the page's own) would send: hidden fields and what is chosen.
func (s *site) form(body, action string) url.Values {
	s.Helper()
	for _, part := range strings.Split(body, "<form ")[1:] {
		part, _, _ = strings.Cut(part, "</form>")
		head, _, _ := strings.Cut(part, ">")
		if (action == "") == strings.Contains(head, "action=") || !strings.Contains(head, action) {
			continue
		}
		return fieldsOf(part)
	}
	s.Fatalf("no form %q", action)
	return nil
}

var (
	inputTag = regexp.MustCompile(`<input [^>]*>`)
	attrOf   = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
	areaOf   = regexp.MustCompile(`(?s)<textarea ([^>]*)>(.*?)</textarea>`)
	selectOf = regexp.MustCompile(`(?s)<select ([^>]*)>(.*?)</select>`)
	chosen   = regexp.MustCompile(`<option [^>]*value="([^"]*)"[^>]* selected`)
)

func attrs(tag string) map[string]string {
	m := map[string]string{}
	for _, a := range attrOf.FindAllStringSubmatch(tag, -1) {
		m[a[1]] = html.UnescapeString(a[2])
	}
	return m
}

func fieldsOf(part string) url.Values {
	v := url.Values{}
	for _, tag := range inputTag.FindAllString(part, -1) {
		a := attrs(tag)
		if (a["type"] == "radio" || a["type"] == "checkbox") && !strings.Contains(tag, " checked") || a["type"] == "file" {
			continue
		}
		v.Set(a["name"], a["value"])
	}
	for _, m := range areaOf.FindAllStringSubmatch(part, -1) {
		v.Set(attrs(m[1])["name"], html.UnescapeString(strings.TrimPrefix(m[2], "\n")))
	}
	for _, m := range selectOf.FindAllStringSubmatch(part, -1) {
		value := ""
		if c := chosen.FindStringSubmatch(m[2]); c != nil {
			value = html.UnescapeString(c[1])
		}
		v.Set(attrs(m[1])["name"], value)
	}
	return v
}

// sample reads one of extract's invented files.
func (s *site) sample(name string) []byte {
	s.Helper()
	b, err := os.ReadFile(filepath.Join(testkit.Root(), "internal/extract/testdata", name))
	s.must(err)
	return b
}

type gardenRow struct{ code, text string }

// garden is the invented set as it was written: 4 principles, 25 outcomes, 86 indicators.
func (s *site) garden() []gardenRow {
	s.Helper()
	var rows []gardenRow
	for _, line := range strings.Split(string(s.sample("garden.txt")), "\n") {
		if code, text, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			rows = append(rows, gardenRow{code, text})
		}
	}
	if len(rows) != 4+25+86 {
		s.Fatalf("garden.txt has %d texts", len(rows))
	}
	return rows
}

// effort is what loading costs a person by the keystroke-level model (Card, Moran and Newell 1980): K a keystroke of an
// average typist 0.28 s, P pointing 1.1 s and B pressing a button 0.1 s, M making up one's mind 1.35 s. R, waiting for
// the program, is left out here: the tests wait for it really.
type effort struct{ keys, clicks, minds int }

func (e effort) seconds() float64 {
	return float64(e.keys)*0.28 + float64(e.clicks)*(1.1+0.1) + float64(e.minds)*1.35
}

func (s *site) clicked(n int)     { s.effort.clicks += n; s.effort.minds++ }
func (s *site) typed(text string) { s.effort.keys += len([]rune(text)); s.effort.minds++ }
