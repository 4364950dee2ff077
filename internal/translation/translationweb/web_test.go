package translationweb_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
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
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
	"stablefutures/internal/translation"
	"stablefutures/internal/translation/translationweb"
)

type world struct {
	*testing.T
	h         http.Handler
	service   *translation.Service
	checklist *framework.Edition
	people    map[string]permit.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ring, err := seal.NewRing()
	if err != nil {
		t.Fatal(err)
	}
	d := testkit.SQLite(t)
	ledger.New(d, ring, time.Now)
	door := access.New(d, ring, time.Now, nil)
	editions := framework.New(door)
	w := &world{T: t, service: translation.New(door, editions), people: map[string]permit.Actor{}}
	editions.UseOverlay(w.service.Overlay)
	w.checklist, _ = framework.BySet(framework.SetChecklist)
	organisation := db.NewID()
	for name, role := range map[string]permit.Role{"steward": permit.Steward, "worker": permit.Practitioner, "analyst": permit.Analyst} {
		w.people[name] = permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{role}}
	}
	s, err := page.NewServer(page.Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		SessionOf: func(_ context.Context, token string) (page.Session, error) {
			name, lang, _ := strings.Cut(token, ".")
			return page.Session{ID: name, Actor: w.people[name], Name: "Invented", Organisation: "Northwick Council", Nation: "scotland", Language: lang,
				Until: time.Now().Add(time.Hour)}, nil
		}}, translationweb.New(w.service, editions).Routes())
	if err != nil {
		t.Fatal(err)
	}
	w.h = s.Handler()
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	return w
}

// send asks as somebody; a form without files goes as it would from a page, fields with a file as multipart.
func (w *world) send(who, method, path string, form url.Values, file []byte) *httptest.ResponseRecorder {
	w.Helper()
	body, kind := io.Reader(strings.NewReader(form.Encode())), "application/x-www-form-urlencoded"
	if file != nil {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		for name, values := range form {
			_ = m.WriteField(name, values[0])
		}
		name := "file"
		if strings.HasPrefix(path, "/translations/record/") {
			name = "sound"
		}
		f, err := m.CreateFormFile(name, "x")
		if err != nil {
			w.Fatal(err)
		}
		_, _ = f.Write(file)
		_ = m.Close()
		body, kind = &b, m.FormDataContentType()
	}
	r := httptest.NewRequestWithContext(w.Context(), method, path, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", kind)
	}
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: who})
	a := httptest.NewRecorder()
	w.h.ServeHTTP(a, r)
	return a
}

func (w *world) get(who, path string) string {
	w.Helper()
	a := w.send(who, "GET", path, nil, nil)
	if a.Code != http.StatusOK {
		w.Fatalf("GET %s as %s: %d %.300s", path, who, a.Code, a.Body)
	}
	return a.Body.String()
}

var (
	heading = regexp.MustCompile(`<h1[ >]`)
	idOf    = regexp.MustCompile(` id="([^"]+)"`)
	left    = regexp.MustCompile(`⟦|>translation\.[a-z_.]+<`)
)

func TestPages(t *testing.T) {
	w := newWorld(t)
	for _, lang := range []string{"en", "cy"} {
		for _, path := range []string{"/translations", "/translations/sheet", "/translations/sheet?lang=so&nation=wales&card=F1", "/translations/texts?lang=ti&group=cards",
			"/translations/texts?set=staff&lang=cy", "/translations/text?lang=ar&key=card%2FF1%2Fask", "/translations/text?set=staff&lang=cy&key=page.back",
			"/translations/import", "/translations/suggest?lang=prs&key=explain%2Fstop", "/translations/review", "/translations/review?state=refused",
			"/translations/record", "/translations/record/" + db.NewID() + "?lang=vi&role=speaker"} {
			body := w.get("steward."+lang, path)
			if n := len(heading.FindAllString(body, -1)); n != 1 {
				t.Errorf("%s in %s has %d h1", path, lang, n)
			}
			if bad := left.FindString(body); bad != "" && !strings.Contains(path, "set=staff") { // there the keys are the subject
				t.Errorf("%s in %s shows %q", path, lang, bad)
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
	body := w.get("steward", "/translations")
	for _, y := range i18n.YoungLanguages() {
		if !strings.Contains(body, `lang="`+y.Tag+`" dir="`+y.Dir+`">`+y.Own) {
			t.Errorf("%s is not there by its own name", y.English)
		}
	}
	if worker := w.get("worker", "/translations"); strings.Contains(worker, "/translations/export") || strings.Contains(worker, "/translations/review") {
		t.Error("a worker is offered what only a steward may")
	}
	for _, path := range []string{"/translations/review", "/translations/import", "/translations/export"} {
		if a := w.send("worker", "GET", path, nil, nil); a.Code != http.StatusForbidden {
			t.Errorf("%s as a worker: %d", path, a.Code)
		}
	}
	if a := w.send("analyst", "GET", "/translations/suggest", nil, nil); a.Code != http.StatusForbidden {
		t.Errorf("an analyst may suggest: %d", a.Code)
	}
}

// The sheet holds everything that is said, numbered without a gap, in the terms of one nation.
func TestSheet(t *testing.T) {
	w := newWorld(t)
	body := w.get("worker", "/translations/sheet?nation=scotland")
	pack, _ := w.checklist.Pack("en")
	for _, p := range pack.Explanation("scotland") {
		if !strings.Contains(body, "<p lang=\"en\" dir=\"ltr\">"+p.Text) {
			t.Errorf("the explanation lacks %s", p.Key)
		}
	}
	if wales := pack.Explanation("wales"); strings.Contains(body, wales[4].Text) {
		t.Error("another nation's terms are on the sheet")
	}
	numbers := regexp.MustCompile(`<li value="(\d+)"`).FindAllStringSubmatch(body, -1)
	for n, m := range numbers {
		if m[1] != i18n.For("en").Number(n+1) {
			t.Fatalf("line %d has the number %s", n+1, m[1])
		}
	}
	if len(numbers) < 180 || strings.Count(body, "sf-sheet__room") != len(numbers) {
		t.Errorf("%d lines, %d places to write", len(numbers), strings.Count(body, "sf-sheet__room"))
	}
	some := w.get("worker", "/translations/sheet?nation=scotland&card=F1")
	f1, _ := pack.Card("F1")
	f2, _ := pack.Card("F2")
	if !strings.Contains(some, f1.Ask) || strings.Contains(some, f2.Ask) || !strings.Contains(some, pack.Text("stop.text")) {
		t.Error("choosing cards changes something else, or nothing")
	}
}

func TestImport_saysWhatMovedAndWhatIsWrong(t *testing.T) {
	w := newWorld(t)
	a := w.send("steward", "GET", "/translations/export?lang=ar&format=xliff", nil, nil)
	if a.Code != http.StatusOK || !strings.Contains(a.Header().Get("Content-Disposition"), `texts-ar.xlf`) {
		t.Fatalf("%d %v", a.Code, a.Header())
	}
	pack, _ := w.checklist.Pack("ar")
	file := a.Body.String()
	better := strings.Replace(file, pack.Text("stop.title"), "نقف هنا الآن", 1)
	role := url.Values{"role": {"translator"}, "dialect": {"Sudanese"}}
	a = w.send("steward", "POST", "/translations/import", role, []byte(better))
	if body := a.Body.String(); a.Code != http.StatusOK || !strings.Contains(body, "1 text moved") || !strings.Contains(body, "ui/stop.title") || !strings.Contains(body, "Translated by a person") {
		t.Errorf("%d %.2000s", a.Code, body)
	}
	lost := regexp.MustCompile(`(?s)name="ui/copy\.for".*?<target>.*?(<ph [^>]*>)`).FindStringSubmatchIndex(better)
	broken := better[:lost[2]] + better[lost[3]:]
	a = w.send("steward", "POST", "/translations/import", role, []byte(broken))
	if body := a.Body.String(); a.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "ui/copy.for: lacks {who}") || !strings.Contains(body, "Nothing was brought in") {
		t.Errorf("%d %.2000s", a.Code, body)
	}
	for what, c := range map[string]struct {
		form url.Values
		file string
		want string
	}{"no role": {url.Values{}, better, "#role"}, "no file": {role, "", "#file"}, "no translation": {role, "<html/>", "#file"},
		"a bomb": {role, `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, "document type"}} {
		a = w.send("steward", "POST", "/translations/import", c.form, []byte(c.file))
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), c.want) {
			t.Errorf("%s: %d", what, a.Code)
		}
	}
}

func TestSuggestAndReview(t *testing.T) {
	w := newWorld(t)
	form := url.Values{"edition": {w.checklist.ID}, "lang": {"ar"}, "key": {"ui/stop.title"}, "text": {"نقف هنا الآن"}, "role": {"interpreter"}, "dialect": {"Sudanese"}}
	if a := w.send("worker", "POST", "/translations/suggest", form, nil); a.Code != http.StatusOK || !strings.Contains(a.Body.String(), "Thank you") {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	form.Set("text", "")
	if a := w.send("worker", "POST", "/translations/suggest", form, nil); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), "#text") {
		t.Errorf("an empty wording: %d", a.Code)
	}
	body := w.get("steward", "/translations/review")
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(body)
	if id == nil || !strings.Contains(body, "Interpreter, Sudanese") || !strings.Contains(body, "نقف هنا الآن") {
		t.Fatalf("the review does not show it: %.1500s", body)
	}
	refuse := url.Values{"id": {id[1]}, "go": {"refuse"}}
	if a := w.send("steward", "POST", "/translations/review/wording", refuse, nil); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), "#reason-"+id[1]) {
		t.Errorf("refused without a reason: %d", a.Code)
	}
	if a := w.send("steward", "POST", "/translations/review/wording", url.Values{"id": {id[1]}, "go": {"accept"}}, nil); a.Code != http.StatusSeeOther {
		t.Errorf("accepting: %d %s", a.Code, a.Body)
	}
	if text := w.get("steward", "/translations/text?lang=ar&key=ui%2Fstop.title"); !strings.Contains(text, "نقف هنا الآن") || !strings.Contains(text, "Translated by a person") {
		t.Error("the accepted wording does not stand")
	}
}

func TestRecording(t *testing.T) {
	w := newWorld(t)
	form := url.Values{"edition": {w.checklist.ID}, "lang": {"ar"}, "role": {"speaker"}}
	if a := w.send("worker", "POST", "/translations/record", form, nil); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body.String(), "#consent") {
		t.Errorf("begun without consent: %d", a.Code)
	}
	form.Set("consent", "yes")
	a := w.send("worker", "POST", "/translations/record", form, nil)
	studio := a.Header().Get("Location")
	if a.Code != http.StatusSeeOther || !strings.HasPrefix(studio, "/translations/record/") {
		t.Fatalf("%d %q", a.Code, studio)
	}
	a = w.send("worker", "GET", studio, nil, nil)
	if got := a.Header().Get("Permissions-Policy"); !strings.Contains(got, "microphone=(self)") {
		t.Errorf("the recording page may not hear: %q", got)
	}
	if other := w.send("worker", "GET", "/translations/record", nil, nil); !strings.Contains(other.Header().Get("Permissions-Policy"), "microphone=()") ||
		!strings.Contains(other.Header().Get("Content-Security-Policy"), "media-src 'self';") {
		t.Errorf("another page may hear: %v", other.Header())
	}
	sound := append([]byte("\x1a\x45\xdf\xa3 webm A_OPUS"), make([]byte, 5000)...)
	form.Set("key", "ui/stop.title")
	a = w.send("worker", "POST", studio, form, sound)
	if a.Code != http.StatusOK || !strings.Contains(a.Body.String(), `"kept":true`) {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	a = w.send("worker", "POST", studio, form, []byte("<html>no sound</html>"))
	var said map[string]string
	if err := json.Unmarshal(a.Body.Bytes(), &said); err != nil || a.Code != http.StatusUnprocessableEntity || !strings.Contains(said["problem"], "no recording") {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	body := w.get("steward", "/translations/review")
	address := regexp.MustCompile(`/translations/voice/[0-9a-f-]+`).FindString(body)
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(body)
	if address == "" || id == nil {
		t.Fatalf("the review does not play it: %.1000s", body)
	}
	if a := w.send("analyst", "GET", address, nil, nil); a.Code != http.StatusNotFound {
		t.Errorf("anybody hears what waits: %d", a.Code)
	}
	if a := w.send("steward", "POST", "/translations/review/voice", url.Values{"id": {id[1]}, "go": {"accept"}}, nil); a.Code != http.StatusSeeOther {
		t.Errorf("accepting: %d", a.Code)
	}
	r := httptest.NewRequestWithContext(t.Context(), "GET", address, nil)
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "analyst"})
	r.Header.Set("Range", "bytes=0-3")
	part := httptest.NewRecorder()
	w.h.ServeHTTP(part, r)
	if part.Code != http.StatusPartialContent || part.Body.String() != "\x1a\x45\xdf\xa3" || part.Header().Get("Content-Type") != "audio/webm" {
		t.Errorf("a part of it: %d %q %v", part.Code, part.Body, part.Header())
	}
	speaker := strings.TrimPrefix(strings.SplitN(studio, "?", 2)[0], "/translations/record/")
	if a := w.send("worker", "POST", "/translations/withdraw", url.Values{"speaker": {speaker}}, nil); a.Code != http.StatusOK || !strings.Contains(a.Body.String(), "1 recording was destroyed") {
		t.Errorf("withdrawing: %d", a.Code)
	}
	if a := w.send("analyst", "GET", address, nil, nil); a.Code != http.StatusNotFound {
		t.Errorf("a withdrawn voice is played: %d", a.Code)
	}
}
