package page

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Session is who is signed in, as account tells it at this moment: roles and teams are fresh for every request.
type Session struct {
	ID           string // never the token
	Actor        permit.Actor
	Name         string // shown to the person themselves
	Organisation string // its name
	Nation       string // the organisation's nation: "england", "scotland", "wales", "northern-ireland"
	Language     string // staff interface language the person chose
	Until        time.Time
}

// Place is a young person's own place, open on a device of theirs at this moment.
type Place struct {
	Actor  permit.Actor // the place itself, in the role of a young person
	Record string       // whose place it is
}

// Request is one request with everything a handler may need.
type Request struct {
	HTTP    *http.Request
	Who     permit.Actor
	Session Session
	Place   Place  // of an Own row, when somebody is in
	L       i18n.L // the staff interface's language
	Form    *Form  // filled for POST; for GET it holds the query
	Body    []byte // what was posted to a raw row, within its limit
	ID      string // of this request, for the log and the error page

	own     bool // the row is one for a young person's own device
	proxied bool
	secure  bool
}

// Context is the request's context.
func (r *Request) Context() context.Context { return r.HTTP.Context() }

var idShape = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// PathID gives an identifier from the path, or NotFound when it has not the shape of one.
func (r *Request) PathID(name string) (string, error) {
	id := r.HTTP.PathValue(name)
	if !idShape.MatchString(id) {
		return "", problem.New(problem.NotFound, "problem.not_found")
	}
	return id, nil
}

// Path gives another part of the path as it stands.
func (r *Request) Path(name string) string { return r.HTTP.PathValue(name) }

// Agent gives a short, harmless name of the browser for the list of one's own sessions.
func (r *Request) Agent() string { return agentName(r.HTTP.UserAgent()) }

// Remote gives the network address the request came from, for throttling; it is never stored as it stands.
func (r *Request) Remote() string { return remoteHost(r.HTTP, r.proxied) }

// cookieName is a cookie's name in the browser. Over TLS it begins with __Host-, so that the browser itself refuses one
// that another host of the same domain, or somebody on an unencrypted connection, tries to put in its place.
func cookieName(name string, secure bool) string {
	if secure {
		return "__Host-" + name
	}
	return name
}

// Cookie gives a cookie's value, or "". Over TLS nothing but a cookie bound to this host is read.
func (r *Request) Cookie(name string) string {
	c, err := r.HTTP.Cookie(cookieName(name, r.secure))
	if err != nil {
		return ""
	}
	return c.Value
}
