package page

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page/static"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Banner says which band every page wears above its content.
type Banner uint8

// The banners.
const (
	NoBanner Banner = iota
	TrialBanner
	DemoBanner
)

// Config is what the pages need from the rest of the program.
type Config struct {
	// SessionOf finds who is signed in by the cookie's token; a NotFound or Forbidden problem means nobody.
	SessionOf func(ctx context.Context, token string) (Session, error)
	// PlaceOf finds a young person's own place by its cookie's token, for Own rows alone; a NotFound or Forbidden problem
	// means that none is open.
	PlaceOf func(ctx context.Context, token string) (Place, error)
	// PlaceIn is the way into a young person's own place; its way out is there too, at "/leave".
	PlaceIn string
	// Refused is told when somebody signed in asks for a page that is not for their role: a refusal is recorded, even
	// where no subject was looked up. Its own failure is the page's failure.
	Refused func(ctx context.Context, who permit.Actor, needs permit.Action, record string) error
	// Admit is asked before a page or form of a record is handled at all, with what its row needs: a form that reads less
	// than it will write shows nothing to those who could not send it.
	Admit  func(ctx context.Context, who permit.Actor, needs permit.Action, record string) error
	Banner func(*Request) Banner
	Nav    []NavItem
	Log    *slog.Logger
	// Proxied says that a proxy of ours stands in front: the address it names as the sender's is believed, when it is
	// the proxy, on this machine or a private network, that says it.
	Proxied bool
	// Secure says that people reach the pages over TLS, so cookies may insist on it.
	Secure bool
	// Exit is where "exit this page" leads; a plain page that says nothing about where somebody was.
	Exit string
	// Home is where somebody lands who has just signed in.
	Home string
}

// SessionCookie holds the session's token. Its name says nothing.
const SessionCookie = "sf"

// PlaceCookie holds the token of a young person's own place. Its name says nothing.
const PlaceCookie = "w"

// LanguageCookie holds the interface language of somebody not signed in.
const LanguageCookie = "lang"

// Server turns rows of the route table into an http.Handler.
type Server struct {
	config Config
	routes []Route
	mux    *http.ServeMux
}

// NewServer mounts the routes. A route without a permission, or two for one pattern, is a mistake found at start.
func NewServer(config Config, routes []Route) (*Server, error) {
	if config.Home == "" {
		config.Home = "/"
	}
	s := &Server{config: config, mux: http.NewServeMux()}
	routes = append(slices.Clone(routes), Get("/language/{tag}", permit.Public, s.chooseLanguage))
	s.routes = routes
	for _, r := range routes {
		if r.Needs == "" {
			return nil, errors.New("route " + r.Pattern + " names no permission")
		}
		s.mux.Handle(r.Method+" "+r.Pattern, s.serve(r))
	}
	s.mux.Handle("GET "+static.Prefix, static.Handler())
	s.mux.Handle("/", s.serve(Route{Needs: permit.Public, Handle: func(*Request) (*Answer, error) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}}))
	return s, nil
}

// Routes gives the route table, for tests that walk it and for the command that prints it.
func (s *Server) Routes() []Route { return s.routes }

// Handler gives the whole: headers, cross-origin protection, compression, pages.
func (s *Server) Handler() http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(s.serve(Route{Needs: permit.Public, Handle: func(*Request) (*Answer, error) {
		return nil, problem.New(problem.Forbidden, "problem.cross_site")
	}}))
	return headers(s.config.Secure, gzhttp.GzipHandler(cross.Handler(s.mux)))
}

// headers are the same for everything we send: nothing from elsewhere, nothing kept, nothing framed, nothing leaked.
func headers(secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; media-src 'self'; object-src 'none'; base-uri 'none'; "+
			"form-action 'self'; frame-ancestors 'none'")
		h.Set("Cache-Control", "no-store")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", permissions("()"))
		h.Set("X-Robots-Tag", "noindex, nofollow")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// permissions says what a page may ask the browser for: of all of it the microphone at most.
func permissions(microphone string) string {
	return "camera=(), microphone=" + microphone + ", geolocation=(), interest-cohort=()"
}

func (s *Server) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		start := time.Now()
		r := &Request{HTTP: hr, own: route.Own, proxied: s.config.Proxied, secure: s.config.Secure, ID: newRequestID(), Form: NewForm(url.Values{}), L: i18n.For("en")}
		answer, err := s.answer(route, w, r)
		if err != nil {
			answer = s.problemPage(r, route, err)
		}
		status := s.send(w, r, answer)
		level := slog.LevelInfo
		if route.Quiet {
			level = slog.LevelDebug
		}
		if status >= 500 {
			level = slog.LevelError
		}
		attrs := []any{"id", r.ID, "method", hr.Method, "route", route.Pattern, "status", status, "took", time.Since(start)}
		if err != nil {
			attrs = append(attrs, "problem", err.Error())
		}
		s.config.Log.Log(hr.Context(), level, "request", attrs...)
	})
}

// answer runs everything before the handler and then the handler. A panic becomes an Internal problem.
func (s *Server) answer(route Route, w http.ResponseWriter, r *Request) (a *Answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.config.Log.Error("panic", "id", r.ID, "route", route.Pattern, "stack", string(debug.Stack()))
			a, err = nil, problem.New(problem.Internal, "problem.internal")
		}
	}()
	if err := s.identify(r); err != nil {
		return nil, err
	}
	read := readForm
	if route.Raw && r.HTTP.Method == http.MethodPost {
		read = readBody
	}
	if err := read(w, r, route.Limit); err != nil {
		return nil, err
	}
	if route.Own && r.Who.ID == "" && !permit.Could(r.Who, route.Needs) {
		return Redirect(s.config.PlaceIn), nil // what was sent is gone: nothing of it may stay in a browser
	}
	if r.Who.ID == "" && route.Raw && !permit.Could(r.Who, route.Needs) {
		return problemJSON(http.StatusUnauthorized, "sign_in", r.L.T("page.session_ended")), nil
	}
	if r.Who.ID == "" && !permit.Could(r.Who, route.Needs) {
		return s.signInFirst(r), nil
	}
	if !permit.Could(r.Who, route.Needs) {
		if s.config.Refused != nil {
			if err := s.config.Refused(r.Context(), r.Who, route.Needs, askedRecord(r, route)); err != nil {
				return nil, err
			}
		}
		return nil, problem.New(problem.Forbidden, "access.refused")
	}
	if id := askedRecord(r, route); id != "" && s.config.Admit != nil {
		if err := s.config.Admit(r.Context(), r.Who, route.Needs, id); err != nil {
			return nil, err
		}
	}
	a, err = route.Handle(r)
	if a == nil && err == nil {
		err = problem.New(problem.Internal, "problem.internal")
	}
	return a, err
}

// askedRecord gives the record a route is about, "" where it is about none.
func askedRecord(r *Request, route Route) string {
	if !strings.HasPrefix(route.Pattern, "/people/{id}") {
		return ""
	}
	id, err := r.PathID("id")
	if err != nil {
		return ""
	}
	return id
}

// identify finds who is asking and in which language to answer.
func (s *Server) identify(r *Request) error {
	if r.own {
		return s.identifyPlace(r)
	}
	if token := r.Cookie(SessionCookie); token != "" && s.config.SessionOf != nil {
		session, err := s.config.SessionOf(r.Context(), token)
		switch {
		case err == nil:
			r.Session, r.Who = session, session.Actor
		case problem.Is(err, problem.NotFound), problem.Is(err, problem.Forbidden):
		default:
			return err
		}
	}
	r.L = i18n.For(s.language(r))
	return nil
}

// identifyPlace finds whose place a page for a young person's own device shows. Whoever works here is nobody there.
func (s *Server) identifyPlace(r *Request) error {
	r.L = i18n.For(s.language(r))
	token := r.Cookie(PlaceCookie)
	if token == "" || s.config.PlaceOf == nil {
		return nil
	}
	place, err := s.config.PlaceOf(r.Context(), token)
	switch {
	case err == nil:
		r.Place, r.Who = place, place.Actor
	case problem.Is(err, problem.NotFound), problem.Is(err, problem.Forbidden):
	default:
		return err
	}
	return nil
}

func (s *Server) language(r *Request) string {
	for _, want := range []string{r.Cookie(LanguageCookie), r.Session.Language} {
		for _, have := range i18n.Languages() {
			if want == have {
				return have
			}
		}
	}
	if strings.HasPrefix(strings.ToLower(r.HTTP.Header.Get("Accept-Language")), "cy") {
		return "cy"
	}
	return "en"
}

// signInFirst sends a reader to sign in and back. A form that was sent after the session ended is not lost: the page
// that says so holds it, ready to be sent again.
func (s *Server) signInFirst(r *Request) *Answer {
	if r.HTTP.Method == http.MethodGet {
		return Redirect("/sign-in?next=" + url.QueryEscape(r.HTTP.URL.RequestURI()))
	}
	return s.sessionEnded(r)
}

// SafeNext gives where to go after signing in: a path of ours, or the home page.
func (s *Server) SafeNext(next string) string { return SafeNext(next, s.config.Home) }

// SafeNext gives next when it is a path on this site, else home. Another site's address is no path of ours, however it
// is spelt.
func SafeNext(next, home string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return home
	}
	return next
}

// send renders the whole answer before the first byte leaves. It returns the status sent.
func (s *Server) send(w http.ResponseWriter, r *Request, a *Answer) int {
	for _, c := range a.cookies {
		c.Secure, c.Name = s.config.Secure, cookieName(c.Name, s.config.Secure)
		http.SetCookie(w, c)
	}
	if a.redirect != "" {
		w.Header().Set("Location", a.redirect)
		if a.clear {
			w.Header().Set("Clear-Site-Data", `"cache", "cookies"`)
		}
		w.WriteHeader(a.status)
		return a.status
	}
	if a.hears {
		w.Header().Set("Permissions-Policy", permissions("(self)"))
	}
	if a.media {
		w.Header().Set("Content-Type", a.fileType)
		http.ServeContent(w, r.HTTP, "", time.Time{}, bytes.NewReader(a.file))
		return http.StatusOK
	}
	if a.body == nil {
		w.Header().Set("Content-Type", a.fileType)
		if a.fileName != "" {
			w.Header().Set("Content-Disposition", a.disposition())
		}
		return deliver(w, r, a, a.file)
	}
	var b bytes.Buffer
	if err := s.render(&b, r, a); err != nil {
		s.config.Log.Error("render", "id", r.ID, "problem", err.Error())
		http.Error(w, r.L.T("problem.internal"), http.StatusInternalServerError)
		return http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return deliver(w, r, a, b.Bytes())
}

// deliver sends a rendered answer, or 304 where the browser holds these very bytes of a page that may be shared.
func deliver(w http.ResponseWriter, r *Request, a *Answer, content []byte) int {
	status := a.status
	if a.tag != "" {
		w.Header().Set("ETag", a.tag)
		if strings.Contains(r.HTTP.Header.Get("If-None-Match"), a.tag) {
			w.WriteHeader(http.StatusNotModified)
			return http.StatusNotModified
		}
	}
	if a.shared > 0 && status == http.StatusOK && r.Who.ID == "" && len(a.cookies) == 0 {
		h := w.Header()
		h.Set("Cache-Control", "public, max-age="+strconv.Itoa(a.shared))
		h.Add("Vary", "Cookie, Accept-Language") // both can change the language
		sum := sha256.Sum256(content)
		tag := `W/"` + hex.EncodeToString(sum[:12]) + `"` // weak: what is sent may be compressed
		h.Set("ETag", tag)
		if strings.Contains(r.HTTP.Header.Get("If-None-Match"), tag) {
			h.Del("Content-Type")
			h.Del("Content-Disposition")
			w.WriteHeader(http.StatusNotModified)
			return http.StatusNotModified
		}
	}
	w.WriteHeader(status)
	_, _ = w.Write(content)
	return status
}

func newRequestID() string {
	var b [6]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
