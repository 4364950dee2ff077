package page

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"

	"github.com/a-h/templ"

	"stablefutures/internal/page/kit"
	"stablefutures/internal/page/static"
)

// Frame says what stands around a page's body.
type Frame uint8

// The frames.
const (
	Staff    Frame = iota // navigation, who is signed in, GOV.UK patterns
	Child                 // calm, full width, one thing at a time
	Plain                 // before sign-in: nothing but the service's name
	Document              // a page to print
)

// Crumb is one step of the breadcrumbs.
type Crumb struct{ Text, URL string }

// Answer is what a handler gives back: a page, a redirect, a file or JSON.
type Answer struct {
	status   int
	title    string
	body     templ.Component
	frame    Frame
	lang     string // language of the page when it is not the interface's
	back     string
	crumbs   []Crumb
	redirect string
	file     []byte
	fileType string
	fileName string
	cookies  []*http.Cookie
	controls *kit.Controls // the child frame's Pause and Stop
	clear    bool          // the browser is asked to forget this site
	scripts  []string
	words    *kit.Words
	media    bool // sound: sent in ranges, so that a player can seek
	leaving  bool // a sheet that a young person reads has the way out too
	hears    bool // this page alone may ask for the microphone
	styles   []string
	tag      string // ETag of a file that its reader may hold already
	shared   int    // seconds for which a cache may keep it, for readers who are not signed in
}

// Show answers with a page. The title is neutral: never a name, never a word about a young person.
func Show(title string, body templ.Component) *Answer {
	return &Answer{status: http.StatusOK, title: title, body: body}
}

// Invalid shows a form again, with 422 so that a program can tell.
func Invalid(title string, body templ.Component) *Answer {
	return &Answer{status: http.StatusUnprocessableEntity, title: title, body: body}
}

// Redirect answers 303: the form was saved, now look there.
func Redirect(url string) *Answer {
	return &Answer{status: http.StatusSeeOther, redirect: url}
}

// File answers with a file to keep. The name says nothing about anybody.
func File(name, contentType string, content []byte) *Answer {
	return &Answer{status: http.StatusOK, fileName: name, fileType: contentType, file: content}
}

// Media answers with sound for a player on one of our pages, in ranges where the player asks for them.
func Media(contentType string, content []byte) *Answer {
	return &Answer{status: http.StatusOK, fileType: contentType, file: content, media: true}
}

// Microphone lets this page ask for the microphone, which no other page may.
func (a *Answer) Microphone() *Answer { a.hears = true; return a }

// JSON answers with a value as JSON.
func JSON(status int, v any) *Answer {
	b, err := json.Marshal(v)
	if err != nil {
		b, status = []byte(`{"error":"internal"}`), http.StatusInternalServerError
	}
	return &Answer{status: status, fileType: "application/json; charset=utf-8", file: b}
}

// In gives the page another frame.
func (a *Answer) In(frame Frame) *Answer { a.frame = frame; return a }

// Speaking says that the page as a whole is in another language than the staff interface: a young person's card.
func (a *Answer) Speaking(tag string) *Answer { a.lang = tag; return a }

// Saying gives the texts built into components in the page's own language, where it is not the interface's.
func (a *Answer) Saying(w kit.Words) *Answer { a.words = &w; return a }

// Back gives the page a back link.
func (a *Answer) Back(url string) *Answer { a.back = url; return a }

// Crumbs gives the page breadcrumbs. Their texts are neutral too.
func (a *Answer) Crumbs(crumbs ...Crumb) *Answer { a.crumbs = crumbs; return a }

// Status gives the page another status code.
func (a *Answer) Status(code int) *Answer { a.status = code; return a }

// Leaving gives a sheet the way out, as every page of the young person's side has it.
func (a *Answer) Leaving() *Answer { a.leaving = true; return a }

// PauseStop gives the child frame its two buttons, with their words in the young person's language.
func (a *Answer) PauseStop(c kit.Controls) *Answer { a.controls = &c; return a }

// Script adds a room's own script module, by its asset name.
func (a *Answer) Script(name string) *Answer {
	a.scripts = append(a.scripts, static.URL(name))
	return a
}

// Style adds a room's own stylesheet, by its asset name.
func (a *Answer) Style(name string) *Answer {
	a.styles = append(a.styles, static.URL(name))
	return a
}

// Tagged names these very bytes, so that a reader who holds them is answered 304.
func (a *Answer) Tagged(tag string) *Answer { a.tag = `"` + tag + `"`; return a }

// Forget asks the browser to forget what it read here: cookies and cache. What a device keeps sealed until it can be
// sent (the practice tool's outbox) is in its storage, and stays: it would be lost with no trace.
func (a *Answer) Forget() *Answer { a.clear = true; return a }

// Shared says that the answer is the same for everybody who is not signed in, so that browsers and caches may keep it
// for so many seconds and ask afterwards whether it has changed. For whoever is signed in nothing is kept, as ever.
func (a *Answer) Shared(seconds int) *Answer { a.shared = seconds; return a }

// Cookie sets a cookie, always HttpOnly and SameSite, Secure wherever TLS is.
func (a *Answer) Cookie(name, value string, maxAge int) *Answer {
	a.cookies = append(a.cookies, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return a
}

// StrictCookie sets a cookie that no link from another site brings along, for a young person's own place.
func (a *Answer) StrictCookie(name, value string, maxAge int) *Answer {
	a.Cookie(name, value, maxAge)
	a.cookies[len(a.cookies)-1].SameSite = http.SameSiteStrictMode
	return a
}

// IsRedirect tells tests where an answer leads; "" when it is none.
func (a *Answer) IsRedirect() string { return a.redirect }

func (a *Answer) disposition() string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": fmt.Sprint(a.fileName)})
}
