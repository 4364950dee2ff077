package kit

import (
	"embed"
	"sort"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// Frame is the kind of page: who it is for decides how it is laid out.
type Frame int

const (
	// Staff has the navigation and everything else.
	Staff Frame = iota
	// Child is the young person's side: one thing at a time, big targets, Pause
	// and Stop always in view.
	Child
	// Plain is one narrow thing without navigation, such as signing in.
	Plain
	// Document is a sheet to print, such as a young person's copy.
	Document
)

// Link is a link with its words.
type Link struct {
	Text Content
	Href string
}

// LanguageLink offers the page in another language, named in its own script.
type LanguageLink struct {
	Name    string // "العربية"
	Lang    string
	Dir     string
	Href    string
	Current bool
}

// SignedIn is who is using the page, and the form that signs them out.
type SignedIn struct {
	Name       Content
	Href       string // their own account; may be empty
	SignOutURL string // POST
	SignOut    string // "Sign out"
}

// Controls are Pause, Stop and "I am not safe now" of the young person's side. All are POSTs. With
// Form, the id of the page's own form, they send that form's fields along, so
// that nothing said is lost by stopping.
type Controls struct {
	PauseURL, Pause string
	StopURL, Stop   string
	// Safe says "I am not safe now"; Mark is sent along, so that pressing twice is pressing once.
	SafeURL, Safe, Mark string
	Form                string
	Lang                string // of the words, where it is not the page's
}

// Exit is the way out to a harmless page. Text defaults to the words' ExitThisPage.
type Exit struct {
	Href string
	Text string
	Help string // the page that says how to leave, and when not to use an own device
}

// Chrome is everything around a page. Title must be neutral: it stands in tabs
// and history, so never a person's name, nor words like trafficking.
type Chrome struct {
	Frame     Frame
	Lang, Dir string // of the page: "ar", "rtl"
	Title     string // "People"; the name of the product is added
	AppName   string
	HomeURL   string
	Nav       []NavItem
	NavLabel  string
	SignedIn  *SignedIn
	Languages []LanguageLink
	// Banner says "trial mode" or "demonstration"; shown on every page it is given to.
	Banner      Content
	Back        *Link
	Breadcrumbs []Crumb
	Exit        *Exit
	Controls    *Controls
	Footer      []Link
	FooterNote  Content
	// Styles and Scripts are further assets of a room, by address; scripts are modules.
	Styles, Scripts []string
}

func (c Chrome) title() string {
	if c.Title == "" || c.Title == c.AppName {
		return c.AppName
	}
	return c.Title + " – " + c.AppName
}

func (c Chrome) stylesheet() string {
	if c.Dir == "rtl" {
		return "app.rtl.css"
	}
	return "app.css"
}

// chinese says whether the page brings its Chinese letters along.
func (c Chrome) chinese() bool { return c.Lang == "zh" || strings.HasPrefix(c.Lang, "zh-") }

func (c Chrome) bodyClass() string {
	names := map[Frame]string{Staff: "sf-staff", Child: "sf-child", Plain: "sf-signin", Document: "sf-document"}
	return classes("govuk-template__body sf-body", names[c.Frame])
}

func (l LanguageLink) attrs() templ.OrderedAttributes {
	return set(nil, "lang", l.Lang, "hreflang", l.Lang, "dir", l.Dir, "rel", "alternate", "aria-current", when(l.Current, "true"))
}

//go:embed drawings/*.svg
var drawingFiles embed.FS

// drawingBodies holds the strokes of every drawing by name, without the <svg>.
var drawingBodies, drawingNames = readDrawings()

// readDrawings panics on a broken file: the files are compiled in.
func readDrawings() (map[string]string, []string) {
	entries, err := drawingFiles.ReadDir("drawings")
	if err != nil {
		panic(err)
	}
	bodies, names := map[string]string{}, []string{}
	for _, entry := range entries {
		content, err := drawingFiles.ReadFile("drawings/" + entry.Name())
		if err != nil {
			panic(err)
		}
		svg := strings.TrimSpace(string(content))
		name := strings.TrimSuffix(entry.Name(), ".svg")
		bodies[name] = strings.TrimSuffix(svg[strings.Index(svg, ">")+1:], "</svg>")
		names = append(names, name)
	}
	sort.Strings(names)
	return bodies, names
}

// DrawingNames lists every drawing there is, in alphabetical order. Data that
// names a drawing is checked against it.
func DrawingNames() []string { return append([]string(nil), drawingNames...) }

// lent holds the strokes of drawings that were brought to this service, by name. A
// name is made of its strokes, so that it means the same drawing for ever.
var lent sync.Map

// LendDrawing lets a drawing that was brought here be drawn like ours. The strokes
// go onto pages as they are: they are those that framework.ReadDrawing wrote.
func LendDrawing(name, strokes string) {
	if _, ours := drawingBodies[name]; !ours {
		lent.Store(name, strokes)
	}
}

// IsDrawing says whether there is a drawing of that name.
func IsDrawing(name string) bool { return DrawingBody(name) != "" }

// LentNames lists the drawings that were brought here, in alphabetical order.
func LentNames() []string {
	var names []string
	lent.Range(func(name, _ any) bool {
		names = append(names, name.(string))
		return true
	})
	sort.Strings(names)
	return names
}

// IsLent says whether a drawing was brought here, and so is in no file of ours.
func IsLent(name string) bool { _, ok := lent.Load(name); return ok }

// DrawingBody is the strokes of a drawing inside its 48 × 48 box, for rooms that
// draw it elsewhere, such as PDF. It is empty for an unknown name.
func DrawingBody(name string) string {
	if body, ok := drawingBodies[name]; ok {
		return body
	}
	if strokes, ok := lent.Load(name); ok {
		return strokes.(string)
	}
	return ""
}

// turns are the drawings that point onward, and so the other way in a mirrored page.
var turns = map[string]bool{"exit": true, "not-today": true}

// DrawingSize is how big a drawing stands on the page.
type DrawingSize string

// The sizes of a drawing: 28, 48 and 88 CSS pixels.
const (
	DrawingSmall  DrawingSize = "sf-drawing--small"
	DrawingMedium DrawingSize = ""
	DrawingLarge  DrawingSize = "sf-drawing--large"
)
