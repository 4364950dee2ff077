package page

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func text(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<h1>"+templ.EscapeString(s)+"</h1>")
		return err
	})
}

// site serves a few rows; the cookie's value is the role of who is signed in.
func site(t *testing.T) (*httptest.Server, *strings.Builder) {
	t.Helper()
	var log strings.Builder
	s, err := NewServer(Config{
		SessionOf: func(_ context.Context, token string) (Session, error) {
			if token == "ended" {
				return Session{}, problem.New(problem.NotFound, "account.no_session")
			}
			return Session{Name: "Rowan", Actor: permit.Actor{ID: "a", Roles: []permit.Role{permit.Role(token)}}}, nil
		},
		Log: slog.New(slog.NewTextHandler(&log, nil)), Exit: "https://away.example", Home: "/",
	}, []Route{
		Get("/open", permit.Public, func(r *Request) (*Answer, error) { return Show("Open", text("open")), nil }),
		Get("/people/{id}", permit.OpenRecord, func(r *Request) (*Answer, error) {
			if _, err := r.PathID("id"); err != nil {
				return nil, err
			}
			return Show("Record", text("secret words")), nil
		}),
		Post("/save", permit.OpenRecord, func(r *Request) (*Answer, error) { return Redirect("/open"), nil }),
		Get("/panic", permit.Public, func(r *Request) (*Answer, error) { panic("secret words in a panic") }),
		Get("/half", permit.Public, func(r *Request) (*Answer, error) {
			return Show("Half", templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
				_, _ = io.WriteString(w, "secret words")
				return problem.New(problem.Internal, "problem.internal")
			})), nil
		}),
		Get("/gone", permit.Public, func(r *Request) (*Answer, error) { return nil, problem.New(problem.Conflict, "problem.conflict") }),
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	return server, &log
}

type ask struct {
	method, path, role, body string
	header                   map[string]string
}

func (a ask) send(t *testing.T, server *httptest.Server) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(a.method, server.URL+a.path, strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	if a.method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if a.role != "" {
		r.AddCookie(&http.Cookie{Name: SessionCookie, Value: a.role})
	}
	for k, v := range a.header {
		r.Header.Set(k, v)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

const someID = "019a0000-0000-7000-8000-000000000000"

func TestServer_answers(t *testing.T) {
	server, _ := site(t)
	big := url.Values{"x": {strings.Repeat("a", 5<<20)}}.Encode()
	for _, c := range []struct {
		name   string
		ask    ask
		status int
		has    string
	}{
		{"public", ask{"GET", "/open", "", "", nil}, 200, "<h1>open</h1>"},
		{"nobody", ask{"GET", "/people/" + someID, "", "", nil}, 303, ""},
		{"wrong role", ask{"GET", "/people/" + someID, "analyst", "", nil}, 403, "You cannot open this"},
		{"right role", ask{"GET", "/people/" + someID, "practitioner", "", nil}, 200, "secret words"},
		{"no identifier", ask{"GET", "/people/..%2f..", "practitioner", "", nil}, 404, "Page not found"},
		{"no page", ask{"GET", "/nowhere", "", "", nil}, 404, "Page not found"},
		{"wrong method", ask{"POST", "/open", "practitioner", "", nil}, 404, "Page not found"},
		{"save", ask{"POST", "/save", "practitioner", "x=1", nil}, 303, ""},
		{"save from elsewhere", ask{"POST", "/save", "practitioner", "x=1", map[string]string{"Sec-Fetch-Site": "cross-site"}}, 403, "another website"},
		{"save by another origin", ask{"POST", "/save", "practitioner", "x=1", map[string]string{"Origin": "https://evil.example"}}, 403, "another website"},
		{"five megabytes", ask{"POST", "/save", "practitioner", big, nil}, 413, "too large"},
		{"no form", ask{"POST", "/save", "practitioner", "{}", map[string]string{"Content-Type": "application/json"}}, 422, "cannot be read"},
		{"half a form", ask{"POST", "/save", "practitioner", "x=%zz", nil}, 422, "cannot be read"},
		{"conflict", ask{"GET", "/gone", "", "", nil}, 409, "This has changed"},
		{"panic", ask{"GET", "/panic", "", "", nil}, 500, "something went wrong"},
		{"half a page", ask{"GET", "/half", "", "", nil}, 500, "went wrong"},
	} {
		resp, body := c.ask.send(t, server)
		if resp.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.name, resp.StatusCode, c.status)
		}
		if !strings.Contains(body, c.has) {
			t.Errorf("%s: %q is not there", c.name, c.has)
		}
		if c.status != 200 && strings.Contains(body, "secret words") {
			t.Errorf("%s: shows what it should not", c.name)
		}
		if resp.Header.Get("Cache-Control") != "no-store" || resp.Header.Get("Referrer-Policy") != "no-referrer" ||
			!strings.Contains(resp.Header.Get("Content-Security-Policy"), "default-src 'self'") {
			t.Errorf("%s: headers missing: %v", c.name, resp.Header)
		}
	}
}

func TestServer_aFormAfterTheSessionEndedIsNotLost(t *testing.T) {
	server, _ := site(t)
	resp, body := ask{"POST", "/save", "ended", url.Values{"words": {`she said "<b>&`}}.Encode(), nil}.send(t, server)
	if resp.StatusCode != 401 || !strings.Contains(body, `name="words" value="she said &#34;&lt;b&gt;&amp;"`) {
		t.Fatalf("%d %s", resp.StatusCode, body)
	}
}

func TestServer_logsNoWordsAndNoPaths(t *testing.T) {
	server, log := site(t)
	ask{"GET", "/people/" + someID, "practitioner", "", nil}.send(t, server)
	ask{"POST", "/save", "practitioner", "x=private", nil}.send(t, server)
	ask{"GET", "/panic", "", "", nil}.send(t, server)
	for _, bad := range []string{someID, "private", "secret words"} {
		if strings.Contains(log.String(), bad) {
			t.Errorf("the log holds %q:\n%s", bad, log)
		}
	}
	if !strings.Contains(log.String(), "/people/{id}") {
		t.Error("the log names no route")
	}
}

func TestNewServer_refusesARouteWithoutPermission(t *testing.T) {
	_, err := NewServer(Config{}, []Route{{Method: "GET", Pattern: "/x"}})
	if err == nil {
		t.Fatal("a route without a permission was mounted")
	}
}

func TestServer_tellsOfWhatItRefusesByRole(t *testing.T) {
	var told []permit.Action
	s, err := NewServer(Config{
		SessionOf: func(context.Context, string) (Session, error) {
			return Session{Actor: permit.Actor{ID: "a", Roles: []permit.Role{permit.Analyst}}}, nil
		},
		Refused: func(_ context.Context, who permit.Actor, needs permit.Action, record string) error {
			if record == someID {
				told = append(told, needs)
			}
			return nil
		},
		Log: slog.New(slog.DiscardHandler),
	}, []Route{Get("/people/{id}", permit.OpenRecord, func(*Request) (*Answer, error) { return Show("x", text("x")), nil })})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	ask{"GET", "/people/" + someID, "x", "", nil}.send(t, server)
	if len(told) != 1 || told[0] != permit.OpenRecord {
		t.Fatalf("told of %v", told)
	}
}

func TestRemoteHost_believesOnlyOurOwnProxy(t *testing.T) {
	for _, c := range []struct {
		peer, named, want string
		proxied           bool
	}{
		{"127.0.0.1:1", "203.0.113.9", "127.0.0.1", false},
		{"127.0.0.1:1", "203.0.113.9", "203.0.113.9", true},
		{"10.0.0.2:1", "1.2.3.4, 203.0.113.9", "203.0.113.9", true}, // what stands before the last is the sender's own tale
		{"198.51.100.7:1", "203.0.113.9", "198.51.100.7", true},
		{"127.0.0.1:1", "nonsense", "127.0.0.1", true},
		{"127.0.0.1:1", "", "127.0.0.1", true},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		if c.named != "" {
			r.Header.Set("X-Forwarded-For", c.named)
		}
		if got := remoteHost(r, c.proxied); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestServer_aPasswordIsNeverShownAgain(t *testing.T) {
	server, _ := site(t)
	_, body := ask{"POST", "/save", "ended", url.Values{"password": {"very secret indeed"}, "words": {"mine"}}.Encode(), nil}.send(t, server)
	if strings.Contains(body, "very secret indeed") || !strings.Contains(body, "mine") {
		t.Fatal(body)
	}
}
