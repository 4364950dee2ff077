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

// Over TLS a cookie is bound to this host by its name, and one without that bond is not read: another host of the same
// domain could have set it.
func TestServer_overTLSCookiesAreBoundToThisHost(t *testing.T) {
	for _, secure := range []bool{true, false} {
		s, err := NewServer(Config{
			Secure: secure, Log: slog.New(slog.DiscardHandler), Home: "/",
			SessionOf: func(_ context.Context, token string) (Session, error) {
				if token != "good" {
					return Session{}, problem.New(problem.NotFound, "account.no_session")
				}
				return Session{Actor: permit.Actor{ID: "a", Roles: []permit.Role{permit.Practitioner}}}, nil
			},
		}, []Route{
			Get("/in", permit.Self, func(r *Request) (*Answer, error) { return Show("In", text("in")), nil }),
			Get("/give", permit.Public, func(*Request) (*Answer, error) { return Redirect("/").Cookie(SessionCookie, "good", 0), nil }),
		})
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(s.Handler())
		t.Cleanup(server.Close)
		bound, bare := "__Host-"+SessionCookie, SessionCookie
		given, _ := ask{"GET", "/give", "", "", nil}.send(t, server)
		set := given.Header.Get("Set-Cookie")
		if secure != strings.HasPrefix(set, bound+"=") || secure != strings.Contains(set, "; Secure") || strings.Contains(set, "Domain") {
			t.Errorf("secure %v: %q", secure, set)
		}
		if hsts := given.Header.Get("Strict-Transport-Security"); secure && hsts != "max-age=63072000; includeSubDomains" || !secure && hsts != "" {
			t.Errorf("secure %v: HSTS %q", secure, hsts)
		}
		for name, want := range map[string]bool{bound: secure, bare: !secure} {
			r, _ := ask{"GET", "/in", "", "", map[string]string{"Cookie": name + "=good"}}.send(t, server)
			if (r.StatusCode == http.StatusOK) != want {
				t.Errorf("secure %v, cookie %s: %d", secure, name, r.StatusCode)
			}
		}
	}
}

// TRACE, and every other method that no row names, gets the same "not found" and no echo of what was sent.
func TestServer_echoesNothing(t *testing.T) {
	server, _ := site(t)
	for _, method := range []string{"TRACE", "OPTIONS", "PUT", "DELETE", "PROPFIND"} {
		r, body := ask{method, "/open", "", "", map[string]string{"X-Secret": "do not echo this"}}.send(t, server)
		if r.StatusCode < 400 || strings.Contains(body, "echo") || r.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d %q", method, r.StatusCode, body)
		}
	}
}

// A page, a redirect, a refusal, a style sheet, something that is not there: all carry what keeps a browser from
// loading, running, framing, guessing, leaking or keeping anything.
func TestServer_everyAnswerWearsItsHeaders(t *testing.T) {
	server, _ := site(t)
	for _, a := range []ask{
		{"GET", "/open", "", "", nil}, {"GET", "/people/" + someID, "practitioner", "", nil}, {"GET", "/people/" + someID, "", "", nil},
		{"GET", "/people/" + someID, "analyst", "", nil}, {"POST", "/save", "practitioner", "x=1", nil}, {"GET", "/panic", "", "", nil},
		{"POST", "/save", "practitioner", "x=1", map[string]string{"Origin": "https://evil.example"}}, {"GET", "/nowhere", "", "", nil},
		{"GET", "/static/nowhere.css", "", "", nil},
	} {
		r, _ := a.send(t, server)
		for name, has := range map[string][]string{
			"Content-Security-Policy": {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"},
			"Cache-Control":           {"no-store"}, "Referrer-Policy": {"no-referrer"}, "X-Content-Type-Options": {"nosniff"},
			"Cross-Origin-Opener-Policy": {"same-origin"}, "Cross-Origin-Resource-Policy": {"same-origin"}, "Permissions-Policy": {"geolocation=()", "camera=()"},
		} {
			for _, want := range has {
				if got := r.Header.Get(name); !strings.Contains(got, want) || strings.Contains(got, "unsafe") {
					t.Errorf("%s %s: %s is %q, without %s", a.method, a.path, name, got, want)
				}
			}
		}
	}
}

// What stands in a form's address is no field of the form, and of a field that is sent twice the first counts: nobody
// can add to somebody's form by preparing its address.
func TestServer_aFormIsItsBodyAlone(t *testing.T) {
	s, err := NewServer(Config{Log: slog.New(slog.DiscardHandler), Home: "/"}, []Route{
		Post("/say", permit.Public, func(r *Request) (*Answer, error) {
			return Show("Say", text(r.Form.Line("x", 10)+"/"+r.Form.Line("y", 10))), nil
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	_, body := ask{"POST", "/say?x=address&y=address", "", "x=first&x=second", nil}.send(t, server)
	if !strings.Contains(body, "<h1>first/</h1>") {
		t.Error(body)
	}
}
