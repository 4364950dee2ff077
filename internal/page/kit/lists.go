package kit

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// headingLevel is the level asked for, or the usual one, kept within h1 to h6.
func headingLevel(level, usual int) int {
	if level == 0 {
		level = usual
	}
	return min(max(level, 1), 6)
}

// Cell is one cell of a Table. Numeric aligns figures at their end.
type Cell struct {
	Text             Content
	Numeric          bool
	Colspan, Rowspan int
	Class            string
	Attrs            templ.Attributes
}

// Table holds facts in rows. RowHeaders makes the first cell of each row its
// header. Put a wide one inside Scroll.
type Table struct {
	Caption      string
	CaptionClass string // "govuk-table__caption--m"
	Head         []Cell
	Rows         [][]Cell
	RowHeaders   bool
	Class        string
	Attrs        templ.Attributes
}

// Render writes the table.
func (t Table) Render(ctx context.Context, w io.Writer) error { return t.view().Render(ctx, w) }

func (c Cell) attrs(block string) templ.OrderedAttributes {
	return set(c.Attrs, "class", classes(block, when(c.Numeric, block+"--numeric"), c.Class),
		"colspan", positive(c.Colspan), "rowspan", positive(c.Rowspan))
}

// Scroll lets something wide move by itself in a narrow window; Label names it
// for those who reach it by keyboard.
type Scroll struct {
	Label string
	Body  Content
}

// Render writes the region.
func (s Scroll) Render(ctx context.Context, w io.Writer) error { return s.view().Render(ctx, w) }

// Action is a link at the end of a row or card. Hidden completes it for those
// who hear it out of context: "Change", hidden "name".
type Action struct {
	Text   Content
	Href   string
	Hidden string
	Class  string
	Attrs  templ.Attributes
}

// completion is what is said after the link's words: of what, and in which card.
func (a Action) completion(card Content) Content {
	var parts []Content
	if a.Hidden != "" {
		parts = append(parts, T(" "+a.Hidden))
	}
	if has(card) {
		parts = append(parts, T(" ("), card, T(")"))
	}
	return Join(parts...)
}

// Row is one fact of a SummaryList.
type Row struct {
	Key, Value Content
	Actions    []Action
	Class      string
}

// Card frames a SummaryList under a title.
type Card struct {
	Title        Content
	HeadingLevel int // default 2
	Actions      []Action
	Class        string
	Attrs        templ.Attributes
}

// SummaryList shows facts by name: check answers, details of a thing.
type SummaryList struct {
	Rows  []Row
	Card  *Card
	Class string // "govuk-summary-list--no-border"
	Attrs templ.Attributes
}

// Render writes the list, in its card when there is one.
func (s SummaryList) Render(ctx context.Context, w io.Writer) error {
	if s.Card != nil {
		return s.Card.view(s.view()).Render(ctx, w)
	}
	return s.view().Render(ctx, w)
}

func (s SummaryList) rowClass(r Row) string {
	any := false
	for _, row := range s.Rows {
		any = any || len(row.Actions) > 0
	}
	return classes("govuk-summary-list__row", when(any && len(r.Actions) == 0, "govuk-summary-list__row--no-actions"), r.Class)
}

func (s SummaryList) cardTitle() Content {
	if s.Card == nil {
		return nil
	}
	return s.Card.Title
}

// Task is one line of a TaskList. Status is words, or a Tag.
type Task struct {
	Title, Hint, Status Content
	Href                string // empty: it cannot be started yet
	Waiting             bool   // greys the status of what cannot be started yet
	Class               string
}

// TaskList is what is to be done, in any order.
type TaskList struct {
	IDPrefix string // default "task-list"
	Items    []Task
	Class    string
	Attrs    templ.Attributes
}

// Render writes the list.
func (t TaskList) Render(ctx context.Context, w io.Writer) error { return t.view().Render(ctx, w) }

func (t TaskList) id(n int, part string) string {
	return first(t.IDPrefix, "task-list") + "-" + strconv.Itoa(n+1) + "-" + part
}

// PageLink leads to the page before or after. Label says what is there.
type PageLink struct {
	Href  string
	Text  Content // default: the words' Previous or Next
	Label string
	Attrs templ.Attributes
}

// PageItem is a numbered page, or an ellipsis in place of several.
type PageItem struct {
	Number   string
	Href     string
	Current  bool
	Ellipsis bool
	Label    string // replaces "Page {n}"
	Attrs    templ.Attributes
}

// Pagination moves through pages: with Items a numbered list, without a pair of
// links to what comes before and after.
type Pagination struct {
	Label          string
	Previous, Next *PageLink
	Items          []PageItem
	Class          string
	Attrs          templ.Attributes
}

// Render writes the navigation.
func (p Pagination) Render(ctx context.Context, w io.Writer) error { return p.view().Render(ctx, w) }

func (p Pagination) block() bool { return len(p.Items) == 0 && (p.Previous != nil || p.Next != nil) }

func (i PageItem) label(ctx context.Context) string {
	return first(i.Label, strings.ReplaceAll(say(ctx, "", wPage), "{n}", i.Number))
}

// Crumb is one step of Breadcrumbs; without Href it is the present page.
type Crumb struct {
	Text  Content
	Href  string
	Attrs templ.Attributes
}

// Breadcrumbs shows where a page stands.
type Breadcrumbs struct {
	Label    string
	Items    []Crumb
	Collapse bool // first and last only, on a small screen
	Class    string
	Attrs    templ.Attributes
}

// Render writes the navigation.
func (b Breadcrumbs) Render(ctx context.Context, w io.Writer) error { return b.view().Render(ctx, w) }

// BackLink leads to the page before this one in a journey.
type BackLink struct {
	Text  Content // default: the words' Back
	Href  string
	Class string
	Attrs templ.Attributes
}

// Render writes the link.
func (b BackLink) Render(ctx context.Context, w io.Writer) error { return b.view().Render(ctx, w) }

// SkipLink leads past the navigation; first thing on every page.
type SkipLink struct {
	Text  Content // default: the words' SkipToContent
	Href  string
	Class string
	Attrs templ.Attributes
}

// Render writes the link.
func (s SkipLink) Render(ctx context.Context, w io.Writer) error { return s.view().Render(ctx, w) }

// ExitThisPage leaves at once for a harmless page. Three presses of Shift do the
// same. It does not empty the browser's history: say so nearby.
type ExitThisPage struct {
	Href  string
	Text  Content // default: the words' ExitThisPage
	ID    string
	Class string
	Attrs templ.Attributes
}

// ExitLink is the way out as the first thing that a keyboard reaches: it shows when it has the focus.
type ExitLink struct{ Href string }

// Render writes the link.
func (e ExitLink) Render(ctx context.Context, w io.Writer) error { return e.view().Render(ctx, w) }

// Render writes the button.
func (e ExitThisPage) Render(ctx context.Context, w io.Writer) error { return e.view().Render(ctx, w) }

func (e ExitThisPage) attrs(w Words) templ.OrderedAttributes {
	return set(e.Attrs, "id", e.ID, "class", classes("govuk-exit-this-page", e.Class), "data-module", "govuk-exit-this-page",
		"data-i18n.activated", w.ExitActivated, "data-i18n.timed-out", w.ExitTimedOut,
		"data-i18n.press-two-more-times", w.ExitPressTwice, "data-i18n.press-one-more-time", w.ExitPressOnce)
}

// NavItem is one entry of the navigation. Current is this very page, Active a
// page below it.
type NavItem struct {
	Text    Content
	Href    string
	Current bool
	Active  bool
	Attrs   templ.Attributes
}

// ServiceNavigation is the service's name and its main pages.
type ServiceNavigation struct {
	Name, URL string
	Items     []NavItem
	Label     string // of the whole; default: the words' ServiceInformation
	NavLabel  string // of the list; default: the menu button's text
	MenuText  string
	ID        string // default "navigation"
	Class     string
	Attrs     templ.Attributes
}

// Render writes the navigation.
func (s ServiceNavigation) Render(ctx context.Context, w io.Writer) error {
	return s.view().Render(ctx, w)
}

func (s ServiceNavigation) attrs() templ.OrderedAttributes {
	return set(s.Attrs, "class", classes("govuk-service-navigation", s.Class), "data-module", "govuk-service-navigation")
}

func (i NavItem) attrs() templ.OrderedAttributes {
	current := when(i.Active, "true")
	if i.Current {
		current = "page"
	}
	return set(i.Attrs, "aria-current", current)
}
