package accountweb

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// site is the room's pages over a real database and real HTTP, as a browser meets them.
type site struct {
	t       *testing.T
	server  *httptest.Server
	service *account.Service
	admin   account.Enrolled
	org     string
	mu      sync.Mutex
	at      time.Time
}

const (
	password   = "marmalade tractor lighthouse"
	adminEmail = "orla.quill@wendmoor.example"
)

func (s *site) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

func (s *site) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(d)
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	i18n.OnMissing(func(what string) { t.Errorf("no text for %s", what) })
	t.Cleanup(func() { i18n.OnMissing(nil) })
	ring, err := seal.NewRing()
	must(t, err)
	s := &site{t: t, at: testkit.Now(), org: db.NewID()}
	ledger.New(d, ring, s.now)
	s.service, err = account.New(access.New(d, ring, s.now, nil), d, account.Options{
		Origins: []string{"http://localhost"}, Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
	must(t, err)
	i, err := s.service.CreateFirstAdministrator(t.Context(), permit.System,
		account.Organisation{ID: s.org, Name: "Wendmoor Council", Kind: account.Council, Nation: "england"},
		account.NewPerson{Name: "Orla <Quill>", Email: adminEmail})
	must(t, err)
	s.admin, err = s.service.EnrolTOTP(t.Context(), i.Code, password)
	must(t, err)
	home := page.Get("/", permit.Public, func(r *page.Request) (*page.Answer, error) { return page.JSON(200, r.Session.Name), nil })
	pages, err := page.NewServer(page.Config{
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Home: "/",
		SessionOf: func(ctx context.Context, token string) (page.Session, error) {
			own, err := s.service.SessionOf(ctx, token)
			return page.Session{ID: own.ID, Actor: own.Actor, Name: own.Name, Organisation: own.Organisation, Nation: own.Nation,
				Language: own.Language, Until: own.Until}, err
		},
	}, append(New(s.service, "/").Routes(), home))
	must(t, err)
	s.server = httptest.NewServer(pages.Handler())
	t.Cleanup(s.server.Close)
	return s
}

// browser keeps cookies and follows redirects.
type browser struct {
	*site
	client *http.Client
	lang   string
	url    *url.URL
	body   string
	status int
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	must(s.t, err)
	return &browser{site: s, client: &http.Client{Jar: jar}, lang: "en"}
}

func (b *browser) do(method, path string, form url.Values) *browser {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.server.URL+path, body)
	must(b.t, err)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", b.lang)
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
	answer, err := b.client.Do(r)
	must(b.t, err)
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	must(b.t, err)
	b.url, b.body, b.status = answer.Request.URL, string(content), answer.StatusCode
	return b
}

func (b *browser) get(path string) *browser { b.t.Helper(); return b.do("GET", path, nil) }
func (b *browser) post(path string, pairs ...string) *browser {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.do("POST", path, form)
}

// at wants to have arrived at a path with a status and to see every text.
func (b *browser) at(path string, status int, texts ...string) *browser {
	b.t.Helper()
	if b.url.Path != path || b.status != status {
		b.t.Fatalf("at %s (%d), want %s (%d)\n%s", b.url, b.status, path, status, visible(b.body))
	}
	for _, text := range texts {
		if !strings.Contains(html.UnescapeString(b.body), text) {
			b.t.Fatalf("%s does not say %q:\n%s", path, text, visible(b.body))
		}
	}
	return b
}

var tags = regexp.MustCompile(`(?s)<svg.*?</svg>|<[^>]*>|\s+`)

func visible(body string) string { return tags.ReplaceAllString(body, " ") }

// find gives what a pattern's group matches in the page.
func (b *browser) find(pattern string) string {
	b.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(b.body)
	if m == nil {
		b.t.Fatalf("no %s in\n%s", pattern, visible(b.body))
	}
	return html.UnescapeString(m[1])
}

// code is what an authenticator app would show, made here from RFC 6238 and nothing of ours; it moves on to a step that
// was not used yet.
func (s *site) code(secret string) string {
	s.t.Helper()
	s.pass(30 * time.Second)
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(secret, " ", ""))
	must(s.t, err)
	mac := hmac.New(sha1.New, key)
	_ = binary.Write(mac, binary.BigEndian, uint64(s.now().Unix()/30))
	sum := mac.Sum(nil)
	at := sum[19] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:])&0x7fffffff)%1_000_000)
}

// signIn goes in through the pages.
func (b *browser) signIn(email, secret string) *browser {
	b.t.Helper()
	b.post("/sign-in", "email", email, "password", password).at("/sign-in/second", 200)
	b.post("/sign-in/second", "code", b.code(secret)).at("/", 200)
	return b
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSignIn_throughThePages(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		b := s.browser()
		b.get("/account/sessions?x=1").at("/sign-in", 200, "Email address")
		if b.find(`name="next" value="([^"]*)"`) != "/account/sessions?x=1" {
			t.Fatal("where one was going is lost")
		}
		b.post("/sign-in", "email", adminEmail, "password", "wrong wrong wrong", "next", "/account").at("/sign-in", 422, "The email address or the password is not right")
		if strings.Contains(b.body, "wrong wrong") || b.find(`id="email"[^>]* value="([^"]*)"`) != adminEmail {
			t.Fatal("the password came back, or the address did not")
		}
		b.post("/sign-in", "email", adminEmail, "password", password, "next", "/account").at("/sign-in/second", 200, "Code from your authenticator app")
		b.get("/account").at("/sign-in", 200) // not in yet
		b.post("/sign-in/second", "code", "000000", "next", "/account").at("/sign-in/second", 422, "That code is not right")
		b.post("/sign-in/second", "code", s.code(s.admin.Secret), "next", "https://elsewhere.example/").at("/", 200)
		b.get("/account").at("/account", 200, adminEmail, "Orla <Quill>", "Administrator", "10 left")
		b.get("/sign-in").at("/", 200)
		b.post("/sign-out").at("/signed-out", 200)
		b.get("/account").at("/sign-in", 200)
		b.get("/sign-in/second").at("/sign-in", 200, "sign in again from the beginning")
	})
}

func TestSignIn_tooManyTriesAreToldInWords(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		b := s.browser()
		for range 8 {
			b.post("/sign-in", "email", "nobody@wendmoor.example", "password", "wrong wrong wrong")
		}
		b.at("/sign-in", 429, "There were many tries in a short time. Wait")
	})
}

func TestCookies_sayNothingAndStayHere(t *testing.T) {
	s := newSite(t, testkit.SQLite(t))
	half, err := s.service.SignIn(t.Context(), adminEmail, password, account.From{})
	must(t, err)
	r, err := http.NewRequestWithContext(t.Context(), "POST", s.server.URL+"/sign-in/second", strings.NewReader("code="+s.code(s.admin.Secret)))
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: half.Token})
	answer, err := http.DefaultTransport.RoundTrip(r)
	must(t, err)
	answer.Body.Close()
	seen := map[string]bool{}
	for _, c := range answer.Cookies() {
		seen[c.Name] = true
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("%+v", c)
		}
		if c.Name == page.SessionCookie && (c.MaxAge != 0 || c.Value == half.Token) {
			t.Errorf("the session outlives the browser, or its token stayed: %+v", c)
		}
	}
	if !seen[page.SessionCookie] || !seen[DeviceCookie] {
		t.Fatal(seen)
	}
}

func TestRecovery_throughThePages(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		b := s.browser()
		b.get("/sign-in/recovery").at("/sign-in", 200)
		b.post("/sign-in", "email", adminEmail, "password", password).at("/sign-in/second", 200)
		b.get("/sign-in/recovery").at("/sign-in/recovery", 200)
		b.post("/sign-in/recovery", "code", "not a code").at("/sign-in/recovery", 422, "That recovery code is not right")
		b.post("/sign-in/recovery", "code", strings.ToLower(s.admin.RecoveryCodes[0])).at("/", 200)
	})
}

func TestEnrol_throughThePages(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		chief := s.browser().signIn(adminEmail, s.admin.Secret)
		chief.get("/administration/people/new").at("/administration/people/new", 200)
		chief.post("/administration/people/new", "name", "", "email", "tam@wendmoor.example", "roles", "practitioner").at("/administration/people/new", 422, "Enter something here")
		chief.post("/administration/people/new", "name", "Tam", "email", "tam@wendmoor.example", "roles", "practitioner", "roles", "administrator").
			at("/administration/people/new", 422, "An administrator sees no record")
		chief.post("/administration/people/new", "name", "Tam Ashdown", "email", "tam@wendmoor.example", "roles", "practitioner").
			at("/administration/people/new", 200, "It is shown only now")
		code := chief.find(`<code>([0-9A-Z-]{24})</code>`)

		b := s.browser()
		b.get("/enrol/password").at("/enrol", 200, "Enter your code again")
		b.post("/enrol", "code", "0000-0000-0000-0000-0000").at("/enrol", 422, "That code is not right")
		b.post("/enrol", "code", strings.ToLower(code)).at("/enrol/password", 200, "Tam Ashdown")
		b.get("/enrol/codes").at("/enrol/password", 200) // steps cannot be skipped
		b.post("/enrol/password", "password", "short").at("/enrol/password", 422, "Use at least 12 characters")
		b.post("/enrol/password", "password", password).at("/enrol/factor", 200)
		b.post("/enrol/factor").at("/enrol/factor", 422, "Choose one")
		b.post("/enrol/factor", "factor", "passkey").at("/enrol/passkey", 200, "navigator"[:0])
		if !strings.Contains(b.find(`data-question="([^"]*)"`), `"rp":{`) {
			t.Fatal("no question for a passkey")
		}
		b.post("/enrol/passkey", "answer", "{}").at("/enrol/passkey", 422, "The passkey could not be used")
		b.post("/enrol/factor", "factor", "app").at("/enrol/app", 200)
		secret := b.find(`<code translate="no">([A-Z2-7 ]+)</code>`)
		b.post("/enrol/app", "code", "000000").at("/enrol/app", 422, "That code is not right")
		b.post("/enrol/app", "code", s.code(secret)).at("/enrol/codes", 200)
		if n := strings.Count(b.body, "<li><code>"); n != account.RecoveryCodes {
			t.Fatalf("%d recovery codes", n)
		}
		b.post("/enrol/codes").at("/enrol/codes", 422, "Keep the codes first")
		b.post("/enrol/codes", "kept", "yes").at("/", 200)
		b.get("/account").at("/account", 200, "Practitioner")
		b.get("/enrol/codes").at("/account", 200)
		b.get("/administration/people").at("/administration/people", 403)
	})
}
