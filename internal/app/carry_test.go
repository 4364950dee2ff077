package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/page"
	"stablefutures/internal/voice"
)

// send posts a form as somebody, from our own pages.
func (w *walker) send(path, token string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:5"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: token})
	a := httptest.NewRecorder()
	w.handler.ServeHTTP(a, r)
	return a
}

// A card that counts and one that nobody has are answered with the same page, and nothing of the card is in an address.
func TestCarried_oneAnswerForEveryCard(t *testing.T) {
	w := newWalker(t)
	id := w.places["id"]
	c, err := w.demo.Voice.Carry(t.Context(), w.actors["practitioner"], id)
	if err != nil {
		t.Fatal(err)
	}
	known := c.Cards[0].Code
	token := w.tokens["practitioner_charity"]
	ask := func(code, say string) *httptest.ResponseRecorder {
		return w.send("/carried/new", token, url.Values{"as": {db.NewID()}, "code": {code}, "who": {"mentor"}, "why": {"college"}, "language": {"ti"}, "there": {"yes"}, "go": {say}})
	}
	first, second := ask(known, "yes"), ask(voiceCode(known), "yes")
	for _, a := range []*httptest.ResponseRecorder{first, second} {
		if a.Code != http.StatusSeeOther || a.Header().Get("Location") != "/carried?done=asked" {
			t.Fatalf("answered %d to %q", a.Code, a.Header().Get("Location"))
		}
	}
	if a := ask(known, "no"); a.Header().Get("Location") != "/carried?done=not_asked" {
		t.Errorf("their no is answered %d to %q", a.Code, a.Header().Get("Location"))
	}
	asked, err := w.demo.Voice.Asks(t.Context(), w.actors["manager"], id)
	if err != nil {
		t.Fatal(err)
	}
	waiting := 0
	for _, one := range asked.Asks {
		if one.By == w.actors["practitioner_charity"].ID && one.State == voice.AskWaits {
			waiting++
		}
	}
	if waiting != 1 {
		t.Errorf("%d asks of hers wait", waiting)
	}
	for name, form := range map[string]url.Values{
		"a slip":            {"as": {db.NewID()}, "code": {known[:11] + "!"}, "who": {"m"}, "why": {"c"}, "language": {"ti"}, "there": {"yes"}, "go": {"yes"}},
		"nobody there":      {"as": {db.NewID()}, "code": {known}, "who": {"m"}, "why": {"c"}, "language": {"ti"}, "go": {"yes"}},
		"no such language":  {"as": {db.NewID()}, "code": {known}, "who": {"m"}, "why": {"c"}, "language": {"xx"}, "there": {"yes"}, "go": {"yes"}},
		"a stale form":      {"as": {"1 or 1=1"}, "code": {known}, "who": {"m"}, "why": {"c"}, "language": {"ti"}, "there": {"yes"}, "go": {"yes"}},
		"nothing":           {},
		"much too much":     {"as": {db.NewID()}, "code": {known}, "who": {"m"}, "why": {strings.Repeat("x", 2001)}, "language": {"ti"}, "there": {"yes"}, "go": {"yes"}},
		"a record not hers": {"as": {db.NewID()}, "record": {"no id"}, "code": {known}, "who": {"m"}, "why": {"c"}, "language": {"ti"}, "there": {"yes"}, "go": {"yes"}},
	} {
		if a := w.send("/carried/new", token, form); a.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
}

// voiceCode makes another code whose last letter is right.
func voiceCode(code string) string {
	const letters = "BCDFGHJKLMNPRSTVWXZ"
	b := []byte(code)
	b[0] = letters[(strings.IndexByte(letters, b[0])+1)%len(letters)]
	sum := 0
	for i := range 11 {
		sum += (i + 2) * strings.IndexByte(letters, b[i])
	}
	b[11] = letters[sum%len(letters)]
	return string(b)
}

// Whoever asks what is held gets who asked with their card and what was said to it, and no card's letters.
func TestBundle_holdsWhoAskedWithACard(t *testing.T) {
	w := newWalker(t)
	who, record := w.actors["manager"], w.carried
	c, err := w.demo.Voice.Carry(t.Context(), who, record)
	if err != nil || len(c.Asks) == 0 || len(c.Cards) == 0 {
		t.Fatalf("nothing was carried on: %v", err)
	}
	request := db.NewID()
	if err := w.demo.Custody.Ask(t.Context(), who, record, request, custody.Asked{By: "young_person", Received: "2026-01-05", Language: "en", Scope: "All."}); err != nil {
		t.Fatal(err)
	}
	asked, err := w.demo.Custody.Case(t.Context(), who, record, request)
	if err != nil {
		t.Fatal(err)
	}
	text, items := held(asked)
	for _, want := range []string{c.Asks[0].Text.Who, c.Asks[0].Text.Why, c.Asks[0].Answer.Reason} {
		if want == "" || !strings.Contains(items, want) {
			t.Errorf("%q cannot be read and covered", want)
		}
	}
	for _, card := range c.Cards {
		if strings.Contains(text+items, card.Code) || strings.Contains(text+items, voice.ShowCardCode(card.Code)) {
			t.Error("the letters of a card are in the bundle")
		}
	}
}
