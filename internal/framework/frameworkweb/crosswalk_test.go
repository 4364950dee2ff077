package frameworkweb_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
)

func TestCrosswalkPages(t *testing.T) {
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	who := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	h := site(t, &who)
	a, _ := framework.BySet(framework.SetChecklist)
	b, _ := framework.BySet(framework.SetMSCOS)
	at := "/crosswalks/" + a.ID + "/" + b.ID
	read := func(path, lang string) string {
		t.Helper()
		status, body := send(t, h, "GET", path, lang, nil)
		if status != http.StatusOK || len(heading.FindAllString(body, -1)) != 1 {
			t.Fatalf("%s in %s: %d", path, lang, status)
		}
		return body
	}
	if !strings.Contains(read("/crosswalks", "en"), "has made none") || !strings.Contains(read(at, "en"), "Nothing said yet") {
		t.Error("an empty start does not say so")
	}
	// one item after another, by forms alone
	first := url.Values{"was-0": {""}, "to-0": {"C1"}, "relation-0": {"narrower"}, "note-0": {"a home is more than housing"}, "was-1": {""}, "to-1": {""}, "relation-1": {""}}
	r := httptest.NewRequestWithContext(t.Context(), "POST", at+"/item/G1", strings.NewReader(first.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "en"})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/item/G2" {
		t.Fatalf("saving leads to %d %s", w.Code, w.Header().Get("Location"))
	}
	for _, lang := range []string{"en", "cy"} {
		for _, path := range []string{"/crosswalks", at, at + "/item/G1", at + "/item/F1", at + "/item/V7", at + "/item/G1.1"} {
			read(path, lang)
		}
	}
	whole := read(at, "en")
	for _, want := range []string{"Made by Invented Borough, not by the authors.", "is narrower than", "a home is more than housing", "Secure and suitable housing", at + "/file/csv"} {
		if !strings.Contains(whole, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	// emptying a line takes it back; half a line is refused beside its field
	status, body := send(t, h, "POST", at+"/item/G1", "en", url.Values{"was-0": {"C1"}, "to-0": {"C1"}, "relation-0": {""}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Say how the two stand") || !strings.Contains(body, `href="#relation-0"`) {
		t.Errorf("half a line: %d", status)
	}
	if status, _ := send(t, h, "POST", at+"/item/G1", "en", url.Values{"was-0": {"C1"}, "to-0": {""}, "relation-0": {"narrower"}}); status != http.StatusSeeOther {
		t.Errorf("taking back: %d", status)
	}
	if strings.Contains(read(at, "en"), "is narrower than") {
		t.Error("what was taken back stands")
	}
	if status, _ := send(t, h, "POST", at+"/item/F4", "en", url.Values{"nothing": {"yes"}}); status != http.StatusSeeOther || !strings.Contains(read(at, "en"), "Nothing of the kind there") {
		t.Errorf("nothing there: %d", status)
	}
	if got := upload(t, h, at+"/file", "from_edition,from,relation,to_edition,to,note,made_by\n"+a.ID+",G6,narrower,"+b.ID+",C7,,A partner\n"); got.Code != http.StatusSeeOther || !strings.Contains(read(at, "en"), "A partner") {
		t.Errorf("a file: %d %s", got.Code, got.Body)
	}
	if got := upload(t, h, at+"/file", "from_edition,from,relation,to_edition,to\n"+a.ID+",G6,same,"+b.ID+",C7\n"); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "Line 1: “same” is none of") {
		t.Errorf("a wrong file: %d", got.Code)
	}
	if status, _ := send(t, h, "POST", at+"/uses", "en", url.Values{"uses": {"public"}}); status != http.StatusSeeOther {
		t.Errorf("making it public: %d", status)
	}
	for _, format := range []string{"csv", "xlsx", "ods", "json"} {
		if status, body := send(t, h, "GET", at+"/file/"+format, "en", nil); status != http.StatusOK || len(body) < 50 {
			t.Errorf("%s: %d", format, status)
		}
	}
	for _, path := range []string{at + "/file/exe", at + "/item/Z9", "/crosswalks/nothing/" + b.ID, "/crosswalks/" + b.ID + "/" + a.ID + "/file/csv"} {
		if status, _ := send(t, h, "GET", path, "en", nil); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	who.Roles = []permit.Role{permit.Practitioner}
	if body := read(at, "en"); strings.Contains(body, "<form method=\"post\" action=\"/crosswalks") || strings.Contains(body, "/item/") {
		t.Error("a practitioner is offered to change it")
	}
	if status, _ := send(t, h, "POST", at+"/item/G1", "en", first); status != http.StatusForbidden {
		t.Errorf("a practitioner changed it: %d", status)
	}
}

func upload(t *testing.T, h http.Handler, path, content string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", "crosswalk.csv")
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(content))
	form.Close()
	r := httptest.NewRequestWithContext(t.Context(), "POST", path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "en"})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
