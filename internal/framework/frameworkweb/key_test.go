package frameworkweb_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
)

// A steward finds the key under an edition, checks it, thinks better of it; nobody else may, and nonsense is named.
func TestKeysOnThePage(t *testing.T) {
	steward := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	who := steward
	h, service := shelf(t, &who)
	if _, body := send(t, h, "GET", "/frameworks/keys", "en", nil); !strings.Contains(body, "No edition here is signed") {
		t.Error("an empty page does not say so")
	}
	doc, public := loaded(t)
	e, err := service.Publish(t.Context(), steward, doc)
	if err != nil {
		t.Fatal(err)
	}
	says := func(want string) {
		t.Helper()
		_, body := send(t, h, "GET", "/frameworks/keys", "en", nil)
		body = html.UnescapeString(body)
		if !strings.Contains(body, want) || !strings.Contains(body, public) || !strings.Contains(body, "Our loaded copy") || strings.Count(body, `class="sf-key"`) != 1 {
			t.Errorf("the page does not say %q, the key and what it signed, once", want)
		}
	}
	says("Nobody here has checked it")
	for _, nonsense := range []string{"", "nonsense", public + "x", strings.Repeat("k", 600)} {
		if status, body := send(t, h, "POST", "/frameworks/keys", "en", url.Values{"key": {nonsense}, "trust": {"yes"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#key"`) {
			t.Errorf("%.20q: %d", nonsense, status)
		}
	}
	trust := func(yes string, want int) {
		t.Helper()
		if status, _ := send(t, h, "POST", "/frameworks/keys", "en", url.Values{"key": {" " + public + " "}, "trust": {yes}}); status != want {
			t.Errorf("trust %s: %d", yes, status)
		}
	}
	trust("yes", http.StatusSeeOther)
	says("Checked by your organisation")
	if _, body := send(t, h, "GET", "/frameworks/"+e.ID, "en", nil); !strings.Contains(body, "The key was checked here") {
		t.Error("the edition does not say that its key was checked")
	}
	trust("no", http.StatusSeeOther)
	says("No longer held for theirs")
	if err := service.Trust(t.Context(), permit.System, public, true); err != nil {
		t.Fatal(err)
	}
	says("No longer held for theirs") // what the organisation decided stands before what the service did
	who.Roles = []permit.Role{permit.Practitioner}
	trust("yes", http.StatusForbidden)
	for _, path := range []string{"/frameworks/keys", "/frameworks/recall"} {
		if status, _ := send(t, h, "GET", path, "en", nil); status != http.StatusForbidden {
			t.Errorf("a practitioner sees %s: %d", path, status)
		}
	}
}

func TestRecallOnThePage(t *testing.T) {
	steward := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	partner := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Steward}}
	who := steward
	h, service := shelf(t, &who)
	private, public, err := framework.NewKey("allotments.example")
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := loaded(t)
	doc.Permission.Uses, doc.Signatures = framework.UsesPartners, nil
	signed, err := doc.Sign(private)
	if err != nil {
		t.Fatal(err)
	}
	e, err := service.Publish(t.Context(), steward, signed)
	if err != nil {
		t.Fatal(err)
	}
	doc.ID = "csf-pof-second"
	own, err := service.Publish(t.Context(), steward, doc)
	if err != nil {
		t.Fatal(err)
	}
	recall := func(notice string) string {
		r, err := framework.Recall{Format: framework.FormatRecall, Edition: e.ID, Checksum: e.Checksum(), Notice: notice, Date: "2026-03-01", By: "The allotment society"}.Sign(private)
		if err != nil {
			t.Fatal(err)
		}
		b, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	good := recall("The plot was dug up.")
	refused := func(body, want string) {
		t.Helper()
		if status, answer := sendFile(t, h, body); status != http.StatusUnprocessableEntity || !strings.Contains(html.UnescapeString(answer), want) {
			t.Errorf("%.40q: %d without %q", body, status, want)
		}
	}
	who = partner
	if _, body := send(t, h, "GET", "/frameworks/recall", "en", nil); strings.Contains(body, "your organisation published") {
		t.Error("another's editions are offered")
	}
	refused("", "Choose a file, or paste")
	refused("{", "the file ends in the middle")
	refused(strings.Replace(good, "dug up", "sold", 1), "signature")
	refused(strings.Replace(good, e.ID, "nothing", 1), "signature")
	refused(good, "Only who published an edition can call it back") // nobody here checked the key
	if status, _ := send(t, h, "POST", "/frameworks/recall/own", "en", url.Values{"edition": {own.ID}, "notice": {"Mine."}, "sure": {"yes"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("another's edition was called back: %d", status)
	}
	if err := service.Trust(t.Context(), steward, public, true); err != nil { // whose edition it is decides whose key counts
		t.Fatal(err)
	}
	if status, _ := sendFile(t, h, good); status != http.StatusSeeOther {
		t.Errorf("the rights-holder's recall: %d", status)
	}
	who = steward
	if _, body := send(t, h, "GET", "/frameworks/"+e.ID, "en", nil); !strings.Contains(body, "The plot was dug up.") {
		t.Error("the edition does not show the notice")
	}
	_, body := send(t, h, "GET", "/frameworks/recall", "en", nil)
	if !strings.Contains(body, `value="`+own.ID) || strings.Contains(body, `value="`+e.ID) {
		t.Error("what is offered is not what still stands")
	}
	for _, form := range []url.Values{{"edition": {own.ID}, "sure": {"yes"}}, {"notice": {"Gone."}, "sure": {"yes"}}, {"edition": {own.ID}, "notice": {"Gone."}}} {
		if status, _ := send(t, h, "POST", "/frameworks/recall/own", "en", form); status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", form, status)
		}
	}
	if status, _ := send(t, h, "POST", "/frameworks/recall/own", "en", url.Values{"edition": {own.ID}, "notice": {"Use the other."}, "sure": {"yes"}}); status != http.StatusSeeOther {
		t.Errorf("our own: %d", status)
	}
	if now, err := service.Edition(t.Context(), own.ID); err != nil || now.Recall == nil || now.Recall.Notice != "Use the other." || now.Recall.By != "Invented Borough" {
		t.Errorf("%v %+v", err, now.Recall)
	}
}

// sendFile sends a recall as a file.
func sendFile(t *testing.T, h http.Handler, content string) (int, string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", "recall.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/frameworks/recall", &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: "en"})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}
