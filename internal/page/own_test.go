package page

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// A young person's own place knows nobody but by its own cookie, leads nowhere but to its own way in, and says nothing
// around its pages of what it is part of; a row for staff does not know the place.
func TestServer_aPlaceOnAnOwnDeviceIsByItself(t *testing.T) {
	s, err := NewServer(Config{
		SessionOf: func(context.Context, string) (Session, error) {
			return Session{Name: "Rowan", Actor: permit.Actor{ID: "a", Roles: []permit.Role{permit.Practitioner}}}, nil
		},
		PlaceOf: func(_ context.Context, token string) (Place, error) {
			if token != "open" {
				return Place{}, problem.New(problem.NotFound, "problem.not_found")
			}
			return Place{Actor: permit.Actor{ID: "p", Roles: []permit.Role{permit.YoungPerson, permit.Spoken}}, Record: "r"}, nil
		},
		PlaceIn: "/in", Exit: "https://away.example", Home: "/", Log: slog.New(slog.DiscardHandler), Secure: true,
		Banner: func(*Request) Banner { return TrialBanner },
	}, []Route{
		Get("/in", permit.Public, func(*Request) (*Answer, error) { return Show("Hello", text("in")).In(Child), nil }).ForOwnDevice(),
		Get("/in/words", permit.ReadOwnWords, func(r *Request) (*Answer, error) {
			return Show("Hello", text(r.Place.Record+" of "+r.Who.ID)).In(Child), nil
		}).ForOwnDevice(),
		Get("/in/more", permit.ReadOwn, func(*Request) (*Answer, error) { return Show("Hello", text("more")), nil }).ForOwnDevice(),
		Get("/in/gone", permit.Public, func(*Request) (*Answer, error) { return nil, problem.New(problem.NotFound, "problem.not_found") }).ForOwnDevice(),
		Post("/in/say", permit.SpeakOwn, func(*Request) (*Answer, error) {
			return Redirect("/in/words").StrictCookie(PlaceCookie, "next", 0), nil
		}).ForOwnDevice(),
		Get("/staff", permit.ListRecords, func(*Request) (*Answer, error) { return Show("Staff", text("staff")), nil }),
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	staff, place, over := "__Host-sf=a", "__Host-w=open", "__Host-w=ended"
	for _, c := range []struct {
		method, path, cookie string
		status               int
		to, has              string
	}{
		{"GET", "/in", "", 200, "", "<h1>in</h1>"},
		{"GET", "/in/words", place, 200, "", "<h1>r of p</h1>"},
		{"GET", "/in/words", staff, 303, "/in", ""},
		{"GET", "/in/words", over, 303, "/in", ""},
		{"POST", "/in/say", over, 303, "/in", ""},
		{"GET", "/in/more", place, 403, "", ""},
		{"GET", "/in/gone", place, 404, "", ""},
		{"GET", "/staff", place, 303, "/sign-in?next=%2Fstaff", ""},
		{"POST", "/in/say", place, 303, "/in/words", ""},
	} {
		r, body := ask{c.method, c.path, "", "", map[string]string{"Cookie": c.cookie}}.send(t, server)
		if r.StatusCode != c.status || r.Header.Get("Location") != c.to || !strings.Contains(body, c.has) {
			t.Errorf("%s %s with %q: %d to %q: %.300s", c.method, c.path, c.cookie, r.StatusCode, r.Header.Get("Location"), body)
		}
		if strings.HasPrefix(c.path, "/in") && c.status != http.StatusSeeOther {
			if strings.Contains(body, "Stable Futures") || strings.Contains(body, "sf-strip") || strings.Contains(body, "sign-in") || !strings.Contains(body, `href="/in/leave"`) {
				t.Errorf("%s says what it is part of: %s", c.path, body)
			}
		}
		if set := r.Header.Get("Set-Cookie"); set != "" && (!strings.Contains(set, "SameSite=Strict") || !strings.Contains(set, "HttpOnly") || !strings.HasPrefix(set, "__Host-w=")) {
			t.Errorf("%s sets %q", c.path, set)
		}
	}
}
