package accountweb

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
)

// idp is an OpenID provider over real HTTP with a real key, which can be told to lie.
type idp struct {
	t      *testing.T
	server *httptest.Server
	key    *rsa.PrivateKey
	now    func() time.Time

	mu     sync.Mutex
	codes  map[string]idpVisit
	forge  func(head, claims map[string]any) string // "" for an honest token
	asked  int
	second string // another issuer that its description names
}

type idpVisit struct {
	challenge, nonce, back string
	claims                 map[string]any
}

const (
	clientID     = "stable-futures"
	clientSecret = "a secret of the provider's, invented"
)

func newIDP(t *testing.T, now func() time.Time) *idp {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	p := &idp{t: t, key: key, now: now, codes: map[string]idpVisit{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.describe)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("POST /token", p.token)
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	return p
}

func (p *idp) count() { p.mu.Lock(); p.asked++; p.mu.Unlock() }

func (p *idp) describe(w http.ResponseWriter, _ *http.Request) {
	p.count()
	json.NewEncoder(w).Encode(map[string]any{"issuer": p.server.URL + p.second, "authorization_endpoint": p.server.URL + "/authorise",
		"token_endpoint": p.server.URL + "/token", "jwks_uri": p.server.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}})
}

func (p *idp) keys(w http.ResponseWriter, _ *http.Request) {
	p.count()
	json.NewEncoder(w).Encode(map[string]any{"keys": []map[string]string{{"kty": "RSA", "kid": "one", "alg": "RS256", "use": "sig",
		"n": b64(p.key.N.Bytes()), "e": b64(big.NewInt(int64(p.key.E)).Bytes())}}})
}

// token gives an identity for a code, once, to whoever began the visit.
func (p *idp) token(w http.ResponseWriter, r *http.Request) {
	p.count()
	p.mu.Lock()
	visit, ok := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	forge := p.forge
	p.mu.Unlock()
	id, secret, basic := r.BasicAuth()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	secret, _ = url.QueryUnescape(secret)
	if !ok || !basic || id != clientID || secret != clientSecret || b64(sum[:]) != visit.challenge || r.FormValue("redirect_uri") != visit.back {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims := map[string]any{"iss": p.server.URL, "aud": clientID, "nonce": visit.nonce, "iat": p.now().Unix(), "exp": p.now().Add(5 * time.Minute).Unix()}
	maps.Copy(claims, visit.claims)
	head := map[string]any{"alg": "RS256", "kid": "one", "typ": "JWT"}
	raw := p.sign(head, claims)
	if forge != nil {
		if forged := forge(head, claims); forged != "" {
			raw = forged
		} else {
			raw = p.sign(head, claims)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": raw})
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func part(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b64(b)
}

func (p *idp) sign(head, claims map[string]any) string { return signWith(p.key, head, claims) }

func signWith(key *rsa.PrivateKey, head, claims map[string]any) string {
	text := part(head) + "." + part(claims)
	sum := sha256.Sum256([]byte(text))
	mark, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		panic(err)
	}
	return text + "." + b64(mark)
}

// asks is what the service's link asked the provider.
var linkTo = regexp.MustCompile(`href="(http://127[^"]+/authorise[^"]+)"`)

// leave goes from the sign-in page to the provider's door and gives the question it was asked.
func (b *browser) leave(email string) url.Values {
	b.t.Helper()
	b.get("/sign-in/organisation").post("/sign-in/organisation", "email", email).at("/sign-in/organisation", 200, "Go to your organisation’s sign-in")
	return b.asked()
}

func (b *browser) asked() url.Values {
	b.t.Helper()
	m := linkTo.FindStringSubmatch(b.body)
	if m == nil {
		b.t.Fatalf("no way to the provider:\n%s", visible(b.body))
	}
	u, err := url.Parse(html.UnescapeString(m[1]))
	must(b.t, err)
	return u.Query()
}

// consent is the provider's part: somebody signed in there. It gives the path that leads back.
func (p *idp) consent(q url.Values, claims map[string]any) string {
	p.t.Helper()
	if q.Get("client_id") != clientID || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("state") == "" {
		p.t.Fatalf("the provider was asked %v", q)
	}
	code := db.NewID()
	p.mu.Lock()
	p.codes[code] = idpVisit{q.Get("code_challenge"), q.Get("nonce"), q.Get("redirect_uri"), claims}
	p.mu.Unlock()
	u, err := url.Parse(q.Get("redirect_uri"))
	must(p.t, err)
	return u.Path + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
}

func (s *site) chief() permit.Actor {
	return permit.Actor{ID: s.admin.AccountID, Organisation: s.org, Roles: []permit.Role{permit.Administrator}}
}

func singleSite(t *testing.T) (*site, *idp) {
	t.Helper()
	s := newSite(t, testkit.SQLite(t))
	p := newIDP(t, s.now)
	must(t, s.service.SaveSingle(t.Context(), s.chief(), account.Single{On: true, Issuer: p.server.URL, Client: clientID, Secret: clientSecret,
		Domains: []string{"Wendmoor.example"}, AMR: []string{"mfa"}}))
	return s, p
}

func (s *site) invite(email string) account.Invitation {
	s.t.Helper()
	i, err := s.service.Invite(s.t.Context(), s.chief(), s.org, account.NewPerson{Name: "Ada Invited", Email: email, Roles: []permit.Role{permit.Practitioner}})
	must(s.t, err)
	return i
}

const adaEmail = "ada@wendmoor.example"

func ada() map[string]any {
	return map[string]any{"sub": "ada-7", "email": "Ada@wendmoor.example", "email_verified": true, "amr": []string{"pwd", "mfa"}, "sid": "session-1"}
}

// in reports whether the browser is signed in.
func (b *browser) in() bool {
	b.t.Helper()
	b.get("/account")
	return b.url.Path == "/account" && b.status == 200
}

func TestSingle_joinsWhoWasInvitedAndKnowsThemByTheirIdentity(t *testing.T) {
	s, p := singleSite(t)
	i := s.invite(adaEmail)
	b := s.browser()
	if b.get(p.consent(b.leave(adaEmail), ada())); !b.in() {
		t.Fatalf("whoever was invited is not in: %s", visible(b.body))
	}
	b.get("/account").at("/account", 200, "Linked to this account")
	again := s.browser()
	claims := ada()
	claims["email"] = "renamed@wendmoor.example" // the identity counts, not the address
	if again.get(p.consent(again.leave("anyone@wendmoor.example"), claims)); !again.in() {
		t.Error("whoever is linked is not in")
	}
	must(t, s.service.Close(t.Context(), s.chief(), s.org, i.AccountID))
	if b.in() || again.in() {
		t.Error("whoever left still works")
	}
	gone := s.browser()
	gone.get(p.consent(gone.leave(adaEmail), ada())).at("/sign-in/organisation/"+s.org+"/back", 422, "You are not signed in")
	if p.asked > 12 {
		t.Errorf("the provider was asked %d times for 3 visits: nothing is kept", p.asked)
	}
}

func TestSingle_everyForgedTokenIsRefused(t *testing.T) {
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	set := func(name string, value any) func(head, claims map[string]any) string {
		return func(_, claims map[string]any) string { claims[name] = value; return "" }
	}
	drop := func(name string) func(head, claims map[string]any) string {
		return func(_, claims map[string]any) string { delete(claims, name); return "" }
	}
	s, p := singleSite(t)
	s.invite(adaEmail)
	evil := newIDP(t, s.now)
	for name, forge := range map[string]func(head, claims map[string]any) string{
		"no signature": func(head, claims map[string]any) string {
			head["alg"] = "none"
			return part(head) + "." + part(claims) + "."
		},
		"signed with the shared secret": func(head, claims map[string]any) string {
			head["alg"] = "HS256"
			text := part(head) + "." + part(claims)
			mac := hmac.New(sha256.New, []byte(clientSecret))
			mac.Write([]byte(text))
			return text + "." + b64(mac.Sum(nil))
		},
		"another key":           func(head, claims map[string]any) string { return signWith(other, head, claims) },
		"another key, unknown":  func(head, claims map[string]any) string { head["kid"] = "two"; return signWith(other, head, claims) },
		"a flipped claim":       func(head, claims map[string]any) string { return flipped(p.sign(head, claims)) },
		"rubbish":               func(_, _ map[string]any) string { return "a.b.c" },
		"another audience":      set("aud", "somebody-else"),
		"more than one":         set("aud", []string{clientID, "somebody-else"}),
		"made for another":      set("azp", "somebody-else"),
		"another issuer":        set("iss", evil.server.URL),
		"almost the issuer":     set("iss", p.server.URL+"/"),
		"another visit":         set("nonce", "x"),
		"no visit":              drop("nonce"),
		"expired":               set("exp", s.now().Add(-3*time.Minute).Unix()),
		"no end":                drop("exp"),
		"of the future":         set("iat", s.now().Add(10*time.Minute).Unix()),
		"not good yet":          set("nbf", s.now().Add(10*time.Minute).Unix()),
		"of yesterday":          set("iat", s.now().Add(-24*time.Hour).Unix()),
		"nobody":                set("sub", ""),
		"too weak":              set("amr", []string{"pwd"}),
		"no strength":           drop("amr"),
		"an unverified address": set("email_verified", false),
		"says nothing of it":    drop("email_verified"),
		"another domain":        set("email", "ada@elsewhere.example"),
		"a domain within":       set("email", "ada@wendmoor.example.evil.example"),
		"a colleague's address": set("email", adminEmail), // who has a sign-in of their own and never linked it
	} {
		p.mu.Lock()
		p.forge = forge
		p.mu.Unlock()
		b := s.browser()
		b.get(p.consent(b.leave(adaEmail), ada())).at("/sign-in/organisation/"+s.org+"/back", 422, "You are not signed in")
		if b.in() {
			t.Errorf("%s: let in", name)
		}
	}
	p.mu.Lock()
	p.forge = nil
	p.mu.Unlock()
	b := s.browser()
	if b.get(p.consent(b.leave(adaEmail), ada())); !b.in() {
		t.Error("an honest token is refused too: this test proves nothing")
	}
}

// flipped changes one letter of a token's claims.
func flipped(raw string) string {
	b := []byte(raw)
	for i, dots := 0, 0; i < len(b); i++ {
		if b[i] == '.' {
			dots++
		} else if dots == 1 {
			b[i+20] ^= 1
			break
		}
	}
	return string(b)
}

func TestSingle_aVisitBelongsToOneBrowserAndIsGoodOnce(t *testing.T) {
	s, p := singleSite(t)
	s.invite(adaEmail)
	back := "/sign-in/organisation/" + s.org + "/back"
	refusedAt := func(name string, b *browser, path, at string) {
		t.Helper()
		b.get(path).at(at, 422, "You are not signed in")
		if b.in() {
			t.Errorf("%s: let in", name)
		}
	}
	victim, thief := s.browser(), s.browser()
	way := p.consent(thief.leave(adaEmail), ada()) // the thief's own visit, sent to somebody as a link
	refusedAt("another's visit", victim, way, back)
	victim.leave(adaEmail)
	refusedAt("another's visit during one's own", victim, way, back)

	b := s.browser()
	way = p.consent(b.leave(adaEmail), ada())
	if b.get(way); !b.in() {
		t.Fatal("not in")
	}
	b.post("/sign-out")
	refusedAt("sent again", b, way, back)

	b = s.browser()
	q := b.leave(adaEmail)
	p.consent(q, ada())
	refusedAt("another state", b, back+"?code=x&state=x", back)
	refusedAt("no state", b, back+"?code=x", back)
	b = s.browser()
	refusedAt("another issuer's answer", b, p.consent(b.leave(adaEmail), ada())+"&iss="+url.QueryEscape("https://evil.example"), back)
	b = s.browser()
	b.leave(adaEmail)
	refusedAt("declined there", b, back+"?error=access_denied&state="+url.QueryEscape(b.state(b.leave(adaEmail))), back)
	b = s.browser()
	late := p.consent(b.leave(adaEmail), ada())
	s.pass(11 * time.Minute)
	refusedAt("too late", b, late, back)

	// A second organisation with a provider of its own: its answers lead nowhere in the first.
	code, err := s.service.CreateFirstAdministrator(t.Context(), permit.System,
		account.Organisation{Name: "Another Body", Kind: account.Charity, Nation: "wales"}, account.NewPerson{Name: "Eve", Email: "eve@other.example"})
	must(t, err)
	eve, err := s.service.EnrolTOTP(t.Context(), code.Code, password)
	must(t, err)
	orgs, err := s.service.AllOrganisations(t.Context(), permit.System)
	must(t, err)
	second := orgs[0].ID
	if second == s.org {
		second = orgs[1].ID
	}
	evil := newIDP(t, s.now)
	must(t, s.service.SaveSingle(t.Context(), permit.Actor{ID: eve.AccountID, Organisation: second, Roles: []permit.Role{permit.Administrator}},
		account.Single{On: true, Issuer: evil.server.URL, Client: clientID, Secret: clientSecret, Domains: []string{"other.example"}, AMR: []string{"mfa"}}))
	b = s.browser()
	claims := ada() // the malicious provider claims the same subject and the same address
	refusedAt("by another organisation's provider", b, evil.consent(b.leave("x@other.example"), claims), "/sign-in/organisation/"+second+"/back")
	b = s.browser()
	mixed, err := url.Parse(evil.consent(b.leave("x@other.example"), claims))
	must(t, err)
	refusedAt("mixed up", b, back+"?"+mixed.RawQuery, back)
}

// state is the state of a question.
func (b *browser) state(q url.Values) string { return q.Get("state") }

func TestSingle_aMessageEndsSessionsAndOnlyAnHonestOne(t *testing.T) {
	s, p := singleSite(t)
	s.invite(adaEmail)
	one, two := s.browser(), s.browser()
	one.get(p.consent(one.leave(adaEmail), ada()))
	claims := ada()
	claims["sid"] = "session-2"
	two.get(p.consent(two.leave(adaEmail), claims))
	if !one.in() || !two.in() {
		t.Fatal("not in")
	}
	event := map[string]any{logoutEvent: map[string]any{}}
	message := func(change map[string]any) string {
		claims := map[string]any{"iss": p.server.URL, "aud": clientID, "iat": s.now().Unix(), "exp": s.now().Add(2 * time.Minute).Unix(),
			"jti": db.NewID(), "sub": "ada-7", "sid": "session-1", "events": event}
		for k, v := range change {
			if claims[k] = v; v == nil {
				delete(claims, k)
			}
		}
		return p.sign(map[string]any{"alg": "RS256", "kid": "one", "typ": "logout+jwt"}, claims)
	}
	stranger := s.browser()
	send := func(token string, want int) {
		t.Helper()
		if stranger.post("/sign-in/organisation/"+s.org+"/left", "logout_token", token); stranger.status != want {
			t.Errorf("answered %d, want %d", stranger.status, want)
		}
	}
	for name, bad := range map[string]map[string]any{
		"with a nonce": {"nonce": "x"}, "no event": {"events": nil}, "another event": {"events": map[string]any{"x": map[string]any{}}}, "no number": {"jti": nil},
		"nobody": {"sub": "", "sid": nil}, "another issuer": {"iss": "https://evil.example"}, "another audience": {"aud": "x"},
		"old": {"iat": s.now().Add(-time.Hour).Unix()}, "expired": {"exp": s.now().Add(-time.Hour).Unix()},
	} {
		send(message(bad), 400)
		if !one.in() || !two.in() {
			t.Fatalf("%s: it ended a session", name)
		}
	}
	send("rubbish", 400)
	send("", 400)
	good := message(nil)
	send(flipped(good), 400)
	send(good, 200)
	if one.in() || !two.in() {
		t.Error("the message of one session did not end it, or ended another")
	}
	send(good, 400) // a second time
	send(message(map[string]any{"sid": nil}), 200)
	if two.in() {
		t.Error("a message of the person ended not all sessions")
	}
	if stranger.post("/sign-in/organisation/"+db.NewID()+"/left", "logout_token", good); stranger.status != 404 {
		t.Errorf("an organisation that is not there answers %d", stranger.status)
	}
}

func TestSingle_linkedWithACodeOrFromOnesOwnAccount(t *testing.T) {
	s, p := singleSite(t)
	i := s.invite("bea@elsewhere.example") // an address that the provider does not know
	b := s.browser()
	b.get("/enrol").post("/enrol", "code", i.Code).at("/enrol/password", 200, "Or without a password")
	b.post("/enrol/organisation").at("/enrol/organisation", 200, "Go to sign in")
	claims := map[string]any{"sub": "bea-1", "amr": []string{"mfa"}}
	if b.get(p.consent(b.asked(), claims)); !b.in() {
		t.Fatalf("not in: %s", visible(b.body))
	}
	later := s.browser()
	if later.get(p.consent(later.leave("x@wendmoor.example"), claims)); !later.in() {
		t.Error("whoever linked with a code is not in later")
	}
	taken := s.invite("cai@elsewhere.example")
	other := s.browser()
	other.get("/enrol").post("/enrol", "code", taken.Code).post("/enrol/organisation")
	other.get(p.consent(other.asked(), claims)).at("/sign-in/organisation/"+s.org+"/back", 422, "belongs to another account")
	if other.in() {
		t.Error("an identity that is somebody's was linked to somebody else")
	}
	crossed := s.browser() // a visit begun from one account, taken up in another's browser session
	crossed.get("/enrol").post("/enrol", "code", taken.Code).post("/enrol/organisation")
	way := p.consent(crossed.asked(), map[string]any{"sub": "new-1", "amr": []string{"mfa"}})
	crossed.post("/enrol", "code", s.invite("dan@elsewhere.example").Code)
	crossed.get(way).at("/sign-in/organisation/"+s.org+"/back", 422, "You are not signed in")
}

func TestSingle_aSilentOrWrongProviderIsSaidInPlainWords(t *testing.T) {
	s, p := singleSite(t)
	p.second = "/another"
	s.browser().get("/sign-in/organisation").post("/sign-in/organisation", "email", adaEmail).
		at("/sign-in/organisation", 502, "does not answer at the moment")
	p.server.Close()
	s.browser().get("/sign-in/organisation").post("/sign-in/organisation", "email", adaEmail).
		at("/sign-in/organisation", 502, "does not answer at the moment")
	s.browser().get("/sign-in/organisation").post("/sign-in/organisation", "email", "x@unknown.example").
		at("/sign-in/organisation", 422, "No organisation here uses its own sign-in")
}

func TestDialable_whereNoProviderStands(t *testing.T) {
	for address, want := range map[string]bool{"169.254.169.254:80": false, "[fe80::1]:443": false, "0.0.0.0:443": false, "224.0.0.1:443": false,
		"127.0.0.1:443": false, "[::1]:443": false, "[::ffff:127.0.0.1]:443": false, "10.1.2.3:443": true, "192.0.2.1:443": true} {
		if got := dialable(address, "https://futures.example.org") == nil; got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	if dialable("127.0.0.1:80", "http://localhost:8080") != nil {
		t.Error("a service of this machine alone cannot ask a provider on it")
	}
}
