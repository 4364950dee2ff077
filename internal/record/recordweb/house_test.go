package recordweb_test

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
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/record/recordweb"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// house is the room's pages over a real database, with invented people who are signed in by their name.
type house struct {
	testing.TB
	records  *record.Service
	accounts *account.Service
	log      *ledger.Log
	handler  http.Handler
	mu       sync.Mutex
	people   map[string]page.Session
	team     string
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	ring, err := seal.NewRing()
	must(t, err)
	h := &house{TB: t, people: map[string]page.Session{}, log: ledger.New(d, ring, testkit.Now)}
	door := access.New(d, ring, testkit.Now, nil).WithLedger(h.log)
	h.records = record.New(door)
	h.accounts, err = account.New(door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
	must(t, err)
	packs, err := nation.Load()
	must(t, err)
	organisation, err := h.accounts.CreateOrganisation(t.Context(), permit.System, account.Organisation{Name: "Wendmoor Council", Kind: account.Council, Nation: "england"})
	must(t, err)
	h.team, err = h.accounts.CreateTeam(t.Context(), permit.System, organisation, "Lantern team")
	must(t, err)
	for name, role := range map[string]permit.Role{"Mina Practitioner": permit.Practitioner, "Odd Manager": permit.Manager, "Ash Auditor": permit.Auditor, "Ada Administrator": permit.Administrator} {
		i, err := h.accounts.CreateAccount(t.Context(), permit.System, organisation, account.NewPerson{Name: name,
			Email: strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@wendmoor.example", Roles: []permit.Role{role}})
		must(t, err)
		who := permit.Actor{ID: i.AccountID, Organisation: organisation, Roles: []permit.Role{role}}
		if role == permit.Practitioner || role == permit.Manager {
			who.Teams = []string{h.team}
		}
		h.people[strings.ToLower(string(role))] = page.Session{ID: db.NewID(), Actor: who, Name: name, Organisation: "Wendmoor Council", Nation: "england", Language: "en"}
	}
	server, err := page.NewServer(page.Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Home: "/",
		Nav:       []page.NavItem{{Key: "record.people", URL: "/people", Needs: permit.ListRecords}},
		SessionOf: h.session}, recordweb.New(h.records, h.accounts, packs, conversation.New(door)).Routes())
	must(t, err)
	h.handler = server.Handler()
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// session knows "practitioner", and "practitioner.cy" for the same in Welsh.
func (h *house) session(_ context.Context, token string) (page.Session, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	name, lang, _ := strings.Cut(token, ".")
	s, ok := h.people[name]
	if !ok {
		return page.Session{}, problem.New(problem.NotFound, "problem.not_found")
	}
	if lang != "" {
		s.Language = lang
	}
	return s, nil
}

// answer is a page as it came.
type answer struct {
	*house
	status int
	header http.Header
	body   string
	path   string
}

func (h *house) do(as, method, path string, body io.Reader, contentType string) answer {
	h.Helper()
	r := httptest.NewRequest(method, "http://localhost"+path, body).WithContext(context.Background())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if as != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: as})
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return answer{h, w.Code, w.Header(), w.Body.String(), path}
}

func (h *house) get(as, path string) answer { h.Helper(); return h.do(as, "GET", path, nil, "") }

func (h *house) post(as, path string, pairs ...string) answer {
	h.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return h.do(as, "POST", path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
}

// upload sends a file with a form.
func (h *house) upload(as, path, name string, content []byte, pairs ...string) answer {
	h.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		must(h, w.WriteField(pairs[i], pairs[i+1]))
	}
	f, err := w.CreateFormFile("file", name)
	must(h, err)
	_, err = f.Write(content)
	must(h, err)
	must(h, w.Close())
	return h.do(as, "POST", path, &b, w.FormDataContentType())
}

func (a answer) is(status int) answer {
	a.Helper()
	if a.status != status {
		a.Fatalf("%s: %d, want %d\n%s", a.path, a.status, status, a.text())
	}
	return a
}

// leadsTo wants a redirect and gives where to.
func (a answer) leadsTo(prefix string) string {
	a.Helper()
	to := a.is(http.StatusSeeOther).header.Get("Location")
	if !strings.HasPrefix(to, prefix) {
		a.Fatalf("%s leads to %q, want %q", a.path, to, prefix)
	}
	return to
}

func (a answer) shows(texts ...string) answer {
	a.Helper()
	for _, text := range texts {
		if !strings.Contains(a.text(), text) {
			a.Errorf("%s does not show %q\n%s", a.path, text, a.text())
		}
	}
	return a
}

func (a answer) hides(texts ...string) answer {
	a.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			a.Errorf("%s shows %q", a.path, text)
		}
	}
	return a
}

var tags = regexp.MustCompile(`<[^>]*>`)

func (a answer) text() string {
	_, body, _ := strings.Cut(a.body, "<main")
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(body, " "))), " ")
}

// hidden gives a hidden field's value.
func (a answer) hidden(name string) string {
	a.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(a.body)
	if m == nil {
		a.Fatalf("%s has no hidden %s", a.path, name)
	}
	return m[1]
}

// opened opens a record as the manager, with everything in it, and gives its id.
func (h *house) opened() string {
	h.Helper()
	id, err := h.records.Create(h.Context(), h.people["manager"].Actor, record.NewPerson{Nation: nation.England, Sealed: true, Teams: []string{h.team}, Profile: full()})
	must(h, err)
	return id
}

func full() record.Profile {
	return record.Profile{
		Names: record.Names{Given: "Selamawit", Family: "Invented", Preferred: "Selam", KnownBy: "Sel", OwnScript: "ሰላማዊት", Pronunciation: "seh-LAHM"},
		Birth: record.Birth{Day: "2007-05-04", Accuracy: record.Disputed, By: "the council", On: "2026-01-12"}, Pronouns: "she/her",
		Languages:   []record.Language{{Tag: "ti", Dialect: "of Asmara", Reads: "a_little"}, {Tag: "ar", Reads: "no"}},
		Interpreter: record.Interpreter{Needed: "yes", Gender: "woman", Notes: "Not by phone.\nNobody from her own town."},
		Why:         record.Experienced, Reference: "WM-2041", CopyLanguage: "ti",
	}
}

// settle gives waiting ledger entries their place.
func (h *house) settle() { h.Helper(); must(h, h.log.Settle(h.Context())) }

func day(t time.Time) string { return t.Format(time.DateOnly) }
