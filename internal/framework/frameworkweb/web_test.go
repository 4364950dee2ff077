package frameworkweb_test

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
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/framework/frameworkweb"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// site serves the room's pages over a real database, with whoever *who is signed in.
func site(t *testing.T, who *permit.Actor) http.Handler {
	t.Helper()
	h, _ := shelf(t, who)
	return h
}

// shelf is site, with the service behind it.
func shelf(t *testing.T, who *permit.Actor) (http.Handler, *framework.Service) {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	d := testkit.SQLite(t)
	ledger.New(d, ring, testkit.Now)
	service := framework.New(access.New(d, ring, testkit.Now, nil))
	s, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, lang string) (page.Session, error) {
			return page.Session{ID: "s", Actor: *who, Organisation: "Invented Borough", Nation: "scotland", Language: lang, Until: testkit.Now().Add(time.Hour)}, nil
		},
	}, frameworkweb.New(service).Routes())
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler(), service
}

func send(t *testing.T, h http.Handler, method, path, lang string, form url.Values) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: lang})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

var (
	heading  = regexp.MustCompile(`<h1[ >]`)
	idOf     = regexp.MustCompile(` id="([^"]+)"`)
	leftover = regexp.MustCompile(`framework\.[a-z]+\.[a-z_]+|\{\{`)
)

func TestPages(t *testing.T) {
	who := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	h := site(t, &who)
	paths := []string{"/frameworks", "/frameworks/choose", "/frameworks/choose/adults", "/frameworks/keys", "/frameworks/recall"}
	for _, e := range framework.Editions() {
		paths = append(paths, "/frameworks/"+e.Set)
		for i, it := range e.Items() {
			if it.Kind == framework.OutcomeItem && (e.Set == framework.SetChecklist || i == 0) {
				paths = append(paths, "/frameworks/"+e.Set+"/"+it.Code)
			}
		}
	}
	for _, lang := range []string{"en", "cy"} {
		for _, path := range paths {
			status, body := send(t, h, "GET", path, lang, nil)
			if status != http.StatusOK {
				t.Fatalf("%s in %s: %d", path, lang, status)
			}
			if n := len(heading.FindAllString(body, -1)); n != 1 {
				t.Errorf("%s in %s has %d h1", path, lang, n)
			}
			if m := leftover.FindString(body); m != "" {
				t.Errorf("%s in %s shows a key: %s", path, lang, m)
			}
			if !strings.Contains(body, `lang="`+lang+`"`) {
				t.Errorf("%s does not say that it is in %s", path, lang)
			}
			seen := map[string]bool{}
			for _, m := range idOf.FindAllStringSubmatch(body, -1) {
				if seen[m[1]] {
					t.Errorf("%s in %s: id %s twice", path, lang, m[1])
				}
				seen[m[1]] = true
			}
		}
	}
	if _, body := send(t, h, "GET", "/frameworks", "en", nil); strings.Contains(body, "placeholder") || !strings.Contains(body, "0 of 25, 0 of 86: load your copy") {
		t.Error("the list offers the placeholder, or does not say that the slot is empty")
	}
	_, body := send(t, h, "GET", "/frameworks/rights-checklist/V3", "en", nil)
	if a, b := strings.Index(body, `id="scotland"`), strings.Index(body, `id="england"`); a < 0 || b < 0 || a > b {
		t.Errorf("the reader's own nation does not come first: %d, %d", a, b)
	}
	for _, want := range []string{`dir="rtl"`, `lang="ti"`, "Guardianship Scotland", "Not read at its source", "V3.1 <bdi"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of an entitlement lacks %s", want)
		}
	}
	for _, path := range []string{"/frameworks/nothing", "/frameworks/rights-checklist/Z9", "/frameworks/rights-checklist/F1.1", "/frameworks/csf-pof/F1"} {
		if status, _ := send(t, h, "GET", path, "en", nil); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func TestChoosingOnThePage(t *testing.T) {
	steward := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	who := steward
	h := site(t, &who)
	checklist, _ := framework.BySet(framework.SetChecklist)
	official, _ := framework.BySet(framework.SetOfficial)

	_, body := send(t, h, "GET", "/frameworks", "en", nil)
	if !strings.Contains(body, "has not chosen") || strings.Contains(body, "works with this") {
		t.Error("before the first choice the page does not say so")
	}
	if _, body = send(t, h, "GET", "/frameworks/choose", "en", nil); strings.Contains(body, "checked") {
		t.Error("something is preselected")
	}
	for sent, want := range map[string]string{"": "Enter something here", official.ID: "not loaded yet", "nothing": "Choose one of these"} {
		status, body := send(t, h, "POST", "/frameworks/choose", "en", url.Values{"edition": {sent}})
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, want) || !strings.Contains(body, `href="#edition"`) {
			t.Errorf("choosing %q: %d", sent, status)
		}
	}
	who.Roles = []permit.Role{permit.Practitioner}
	if status, _ := send(t, h, "POST", "/frameworks/choose", "en", url.Values{"edition": {checklist.ID}}); status != http.StatusForbidden {
		t.Errorf("a practitioner chose: %d", status)
	}
	if _, body := send(t, h, "GET", "/frameworks", "en", nil); strings.Contains(body, "/frameworks/choose") {
		t.Error("a practitioner is offered the choice")
	}
	who = steward
	for _, edition := range []string{checklist.ID, framework.None} {
		if status, _ := send(t, h, "POST", "/frameworks/choose", "en", url.Values{"edition": {edition}}); status != http.StatusSeeOther {
			t.Errorf("choosing %s: %d", edition, status)
		}
		if _, body := send(t, h, "GET", "/frameworks", "en", nil); strings.Count(body, "works with this") != 1 || strings.Contains(body, "has not chosen") {
			t.Errorf("after choosing %s the list does not show it once", edition)
		}
	}
}

// Every picture that a card names is drawn. The placeholder is for tests of shape and has none.
func TestEveryPictureIsDrawn(t *testing.T) {
	for _, e := range framework.Editions() {
		if e.Set == framework.SetPlaceholder {
			continue
		}
		for _, name := range e.Pictures() {
			if !kit.IsDrawing(name) {
				t.Errorf("%s: there is no drawing %q", e.ID, name)
			}
		}
	}
}

func TestChoosing_byAge(t *testing.T) {
	who := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	h := site(t, &who)
	checklist, _ := framework.BySet(framework.SetChecklist)
	mscos, _ := framework.BySet(framework.SetMSCOS)
	if _, body := send(t, h, "GET", "/frameworks/choose", "en", nil); strings.Contains(body, `value="`+mscos.ID) {
		t.Error("a framework for adults is offered for children")
	}
	if status, body := send(t, h, "POST", "/frameworks/choose", "en", url.Values{"edition": {mscos.ID}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "made for adults") {
		t.Errorf("chosen for children all the same: %d", status)
	}
	for path, edition := range map[string]string{"/frameworks/choose": checklist.ID, "/frameworks/choose/adults": mscos.ID} {
		if status, _ := send(t, h, "POST", path, "en", url.Values{"edition": {edition}}); status != http.StatusSeeOther {
			t.Errorf("%s: %d", path, status)
		}
	}
	_, body := send(t, h, "GET", "/frameworks", "en", nil)
	if !strings.Contains(body, "You work with this, with children") || !strings.Contains(body, "You work with this, with adults") {
		t.Error("the list does not say which is for whom")
	}
	if _, body := send(t, h, "GET", "/frameworks/choose/adults", "cy", nil); !strings.Contains(body, "Yr un ag ar gyfer plant") || strings.Contains(body, "checked") {
		t.Error("for adults, the same as for children cannot be chosen, or something is preselected")
	}
	if status, _ := send(t, h, "POST", "/frameworks/choose/adults", "en", url.Values{"edition": {framework.Same}}); status != http.StatusSeeOther {
		t.Errorf("the same: %d", status)
	}
	if _, body := send(t, h, "GET", "/frameworks", "en", nil); !strings.Contains(body, "Your organisation works with this") {
		t.Error("the list does not say that one is for both")
	}
}
