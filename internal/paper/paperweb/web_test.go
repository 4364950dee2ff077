package paperweb_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/page/static"
	"stablefutures/internal/paper"
	"stablefutures/internal/paper/paperweb"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

const checklist = "/paper/rights-checklist-2026-11"

// site serves the pages over a real database. Whoever sends the cookie "in" is signed in as who.
func site(t *testing.T, who *permit.Actor) (http.Handler, *framework.Service) {
	t.Helper()
	return siteWith(t, who, true)
}

// siteWith is site, with drafts of a machine let in or not.
func siteWith(t *testing.T, who *permit.Actor, drafts bool) (http.Handler, *framework.Service) {
	t.Helper()
	if err := print.Ready(); err != nil {
		t.Skip(err)
	}
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	d := testkit.SQLite(t)
	ledger.New(d, ring, testkit.Now)
	now := testkit.Now()
	service := framework.New(access.New(d, ring, func() time.Time { now = now.Add(time.Minute); return now }, nil))
	s, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, token string) (page.Session, error) {
			if token != "in" || who == nil {
				return page.Session{}, problem.New(problem.NotFound, "problem.not_found")
			}
			return page.Session{ID: "s", Actor: *who, Name: "Somebody", Nation: "scotland", Language: "en", Until: testkit.Now().Add(time.Hour)}, nil
		},
	}, paperweb.New(service, paper.New(kit.DrawingBody), drafts).Routes())
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler(), service
}

func get(t *testing.T, h http.Handler, path string, set ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
	for _, f := range set {
		f(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func signedIn(r *http.Request) { r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "in"}) }
func welsh(r *http.Request)    { r.Header.Set("Accept-Language", "cy") }

func TestDraftsAreNotPrintedForYoungPeople(t *testing.T) {
	h, _ := siteWith(t, nil, false)
	for path, want := range map[string]int{
		"/cards.pdf?lang=en": http.StatusOK, "/cards.pdf?lang=ar": http.StatusUnprocessableEntity,
		"/booklet.pdf?lang=ti": http.StatusUnprocessableEntity, "/poster.pdf?lang=cy": http.StatusUnprocessableEntity,
		"/observation.pdf?lang=ar": http.StatusOK,
	} {
		w := get(t, h, checklist+path)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
		if want != http.StatusOK && !strings.Contains(w.Body.String(), "no person has checked it yet") {
			t.Errorf("%s does not say why", path)
		}
	}
}

func TestAnybodyPrints(t *testing.T) {
	h, _ := site(t, nil)
	for _, path := range []string{"/paper", checklist, "/paper/start-what-matters-1", "/paper/mscos-names-1"} {
		for _, f := range []func(*http.Request){func(*http.Request) {}, welsh} {
			w := get(t, h, path, f)
			body := w.Body.String()
			if w.Code != 200 || strings.Count(body, "<h1") != 1 || strings.Contains(body, "paper.") && strings.Contains(body, ">paper.") || strings.Contains(body, "{{") {
				t.Errorf("%s: %d\n%s", path, w.Code, body)
			}
		}
	}
	w := get(t, h, checklist+"?product=cards&lang=ar&size=&nation=&large=1")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != checklist+"/cards.pdf?lang=ar&large=1&size=a4" {
		t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	w = get(t, h, w.Header().Get("Location"))
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-1.7")) {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename=cards-rights-checklist-2026-11-ar-a4-large.pdf` {
		t.Error(got)
	}
	// The same bytes are not sent twice.
	tag := w.Header().Get("ETag")
	again := get(t, h, checklist+"/cards.pdf?lang=ar&large=1&size=a4", func(r *http.Request) { r.Header.Set("If-None-Match", tag) })
	if tag == "" || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("asked again with %s: %d, %d bytes", tag, again.Code, again.Body.Len())
	}
}

// What is asked for wrongly is said at its field; what does not exist is not found.
func TestWrongAsks(t *testing.T) {
	h, _ := site(t, nil)
	for path, want := range map[string]int{
		checklist + "/flag.pdf":                                        404,
		checklist + "/cards":                                           404,
		checklist + "/cards.pdf?colour=red":                            404,
		checklist + "?name=x":                                          404,
		"/paper/csf-pof-slot":                                          404,
		"/paper/csf-pof-slot/cards.pdf":                                404,
		"/paper/none":                                                  404,
		"/paper/none/cards.pdf":                                        404,
		"/paper/placeholder-25-86-1":                                   404,
		checklist + "/cards.pdf?lang=tlh":                              422,
		checklist + "/cards.pdf?size=a9":                               422,
		checklist + "/cards.pdf?large=yes":                             422,
		checklist + "/checklist.pdf":                                   422,
		checklist + "/checklist.pdf?nation=france":                     422,
		checklist + "/poster.pdf?back=1":                               422,
		checklist + "/observation.pdf?outcome=Z1":                      422,
		checklist + "?lang=en":                                         422,
		"/paper/start-what-matters-1/poster.pdf":                       422,
		"/paper/mscos-names-1/booklet.pdf":                             422,
		checklist + "/cards.pdf?lang=" + strings.Repeat("x", 3000):     422,
		checklist + "/checklist.pdf?nation=wales&outcome=F1":           200,
		checklist + "/observation.pdf?outcome=F1&lang=cy":              200,
		"/paper/start-what-matters-1/cards.pdf?lang=ti&back=1":         200,
		checklist + "/booklet.pdf?lang=vi&nation=northern-ireland":     200,
		checklist + "/cards.pdf?lang=en&nation=england&size=a5&back=1": 200,
	} {
		w := get(t, h, path)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
		if want == 422 && !strings.Contains(w.Body.String(), "govuk-error-summary") {
			t.Errorf("%s does not say what is wrong", path)
		}
	}
}

// An edition for one organisation is there for its own people alone, and no cache may keep it.
func TestPermission(t *testing.T) {
	own := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	who := own
	h, s := site(t, &who)
	e := published(t, s, own)
	path := "/paper/" + e.ID + "/cards.pdf"
	if w := get(t, h, path); w.Code != 404 {
		t.Errorf("nobody in particular gets %d", w.Code)
	}
	if w := get(t, h, "/paper"); strings.Contains(w.Body.String(), e.Name) {
		t.Error("its name is on the public page")
	}
	w := get(t, h, path, signedIn)
	if w.Code != 200 || strings.Contains(w.Header().Get("Cache-Control"), "public") || w.Header().Get("ETag") != "" {
		t.Fatalf("its own steward gets %d %v", w.Code, w.Header())
	}
	if _, err := exec.LookPath("pdftotext"); err == nil {
		file := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(file, w.Body.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, _ := exec.Command("pdftotext", "-raw", file, "-").Output()
		text := strings.Join(strings.Fields(string(out)), " ")
		for _, want := range []string{"The quincunx of pear trees is watered", "Shown by kind leave of nobody", "an invented list about gardens"} {
			if !strings.Contains(text, want) {
				t.Errorf("the cards do not say %q", want)
			}
		}
		if strings.Count(text, "quincunx") != 1 {
			t.Error("the outcome's words stand twice on its card")
		}
	}
	if w := get(t, h, "/paper/"+e.ID, signedIn); w.Code != 200 {
		t.Error(w.Code)
	}
	who = permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	if w := get(t, h, path, signedIn); w.Code != 404 {
		t.Errorf("another organisation's steward gets %d", w.Code)
	}
}

// published puts an edition without cards on the shelf, for one organisation.
func published(t *testing.T, s *framework.Service, who permit.Actor) *framework.Edition {
	t.Helper()
	from, _ := framework.BySet(framework.SetMSCOS)
	d := from.Document()
	d.ID, d.Set, d.Name, d.Version, d.Source, d.Slots, d.Languages = "", "gardens", "Gardens", "1", "an invented list about gardens", nil, nil
	d.Permission = framework.Permission{Uses: framework.UsesOrganisation, By: "nobody: it is invented", Attribution: "Shown by kind leave of nobody"}
	d.Copy = &framework.Copy{Obtained: "2026-11-01"}
	d.Principles = []framework.DocumentPrinciple{{Code: "beds", Article: "none", Name: "Beds", ChildName: map[string]string{},
		Outcomes: []framework.Outcome{{Code: "C1", Text: "The quincunx of pear trees is watered"}}}}
	d.Expected = framework.Totals{Principles: 1, Outcomes: 1}
	e, err := s.Publish(t.Context(), who, d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Every letter of every language pack that is not Latin has a web font on the
// page; Latin letters are the reader's own (docs/identity.md).
func TestWebFontsHaveEveryLetter(t *testing.T) {
	app, err := static.Open("app.css")
	if err != nil {
		t.Skip(err)
	}
	han, err := static.Open("han.css")
	if err != nil {
		t.Fatal(err)
	}
	ranges := ranges(t, string(app)+string(han))
	for _, e := range framework.Editions() {
		for _, lang := range e.Languages {
			pack, ok := e.Pack(lang)
			if !ok {
				continue
			}
			missing := map[rune]bool{}
			for _, entry := range e.Entries(pack) {
				for _, r := range entry.Text {
					if r >= 0x0530 && (r < 0x1E00 || r >= 0x2E80) && !ranges(r) {
						missing[r] = true
					}
				}
			}
			for r := range missing {
				t.Errorf("%s %s: no web font has %c (U+%04X)", e.ID, lang, r, r)
			}
		}
	}
	for _, r := range "ڕێۆڵەپچژگټډړږښګڼېۍئٹڈڑںےہকক্ষऀ你安全。，？！" {
		if r != 'ऀ' && !ranges(r) {
			t.Errorf("no web font has %c", r)
		}
	}
	if ranges('ऀ') || ranges('a') || ranges('-') {
		t.Error("a font would be fetched for letters that it is not for")
	}
}
