package kit

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// ButtonKind is how much a button weighs on its page.
type ButtonKind string

// The kinds of button. One primary button a page.
const (
	Primary   ButtonKind = ""
	Secondary ButtonKind = "govuk-button--secondary"
	Warning   ButtonKind = "govuk-button--warning"
	Inverse   ButtonKind = "govuk-button--inverse"
)

// Button does something; with Href it is a link that looks like one. Once, for
// saves, ignores a second click within a second.
type Button struct {
	Text        Content
	Kind        ButtonKind
	Type        string // default "submit"
	Name, Value string
	ID          string
	Href        string
	Start       bool // the arrow of a first page
	Once        bool
	Disabled    bool
	Class       string
	Attrs       templ.Attributes
}

// Render writes the button.
func (b Button) Render(ctx context.Context, w io.Writer) error { return b.view().Render(ctx, w) }

func (b Button) attrs() templ.OrderedAttributes {
	common := []any{"class", classes("govuk-button", string(b.Kind), b.Class, when(b.Start, "govuk-button--start")),
		"data-module", "govuk-button", "id", b.ID}
	if b.Href != "" {
		return set(b.Attrs, append(common, "role", "button", "draggable", "false")...)
	}
	disabled := when(b.Disabled, "true")
	once := when(b.Once, "true")
	return set(b.Attrs, append(common, "type", first(b.Type, "submit"), "value", b.Value, "name", b.Name,
		"disabled", b.Disabled, "aria-disabled", disabled, "data-prevent-double-click", once)...)
}

// ErrorItem links a problem to the control it is about ("#name").
type ErrorItem struct {
	Text  Content
	Href  string
	Attrs templ.Attributes
}

// ErrorSummary stands above a page that was shown again, takes the focus and
// lists every problem in the order of the page.
type ErrorSummary struct {
	Title       Content // default: the words' Problem
	Description Content
	Items       []ErrorItem
	NoFocus     bool
	Class       string
	Attrs       templ.Attributes
}

// Render writes the summary.
func (e ErrorSummary) Render(ctx context.Context, w io.Writer) error { return e.view().Render(ctx, w) }

// InsetText sets a passage apart.
type InsetText struct {
	Text  Content
	ID    string
	Class string
	Attrs templ.Attributes
}

// Render writes the passage.
func (i InsetText) Render(ctx context.Context, w io.Writer) error { return i.view().Render(ctx, w) }

// WarningText says what will follow from doing, or not doing, something.
type WarningText struct {
	Text  Content
	Label string // replaces the hidden word "Warning"
	Class string
	Attrs templ.Attributes
}

// Render writes the warning.
func (t WarningText) Render(ctx context.Context, w io.Writer) error { return t.view().Render(ctx, w) }

// NotificationBanner tells news above a page. Success takes the focus and is
// read out at once. A bare text becomes its heading.
type NotificationBanner struct {
	Body         Content
	Success      bool
	Title        Content
	TitleID      string
	HeadingLevel int // default 2
	Role         string
	NoFocus      bool
	Class        string
	Attrs        templ.Attributes
}

// Render writes the banner.
func (n NotificationBanner) Render(ctx context.Context, w io.Writer) error {
	return n.view().Render(ctx, w)
}

func (n NotificationBanner) attrs() templ.OrderedAttributes {
	role := "region"
	if n.Success {
		role = "alert"
	}
	return set(n.Attrs, "class", classes("govuk-notification-banner", when(n.Success, "govuk-notification-banner--success"), n.Class),
		"role", first(n.Role, role), "aria-labelledby", n.titleID(), "data-module", "govuk-notification-banner",
		"data-disable-auto-focus", when(n.NoFocus, "true"))
}

func (n NotificationBanner) titleID() string {
	return first(n.TitleID, "govuk-notification-banner-title")
}

func (n NotificationBanner) title(ctx context.Context) Content {
	if n.Success {
		return or(n.Title, say(ctx, "", wSuccess))
	}
	return or(n.Title, say(ctx, "", wImportant))
}

// Panel confirms that something is done.
type Panel struct {
	Title, Body  Content
	HeadingLevel int // default 1
	Class        string
	Attrs        templ.Attributes
}

// Render writes the panel.
func (p Panel) Render(ctx context.Context, w io.Writer) error { return p.view().Render(ctx, w) }

// TagKind groups tags; no kind means good or bad.
type TagKind string

// The kinds of tag.
const (
	TagPlain TagKind = ""
	TagQuiet TagKind = "govuk-tag--grey"
	TagWarm  TagKind = "govuk-tag--orange"
	TagPlum  TagKind = "govuk-tag--purple"
)

// Tag says a state in a word or two.
type Tag struct {
	Text  Content
	Kind  TagKind
	Class string
	Attrs templ.Attributes
}

// Render writes the tag.
func (t Tag) Render(ctx context.Context, w io.Writer) error { return t.view().Render(ctx, w) }

// PhaseBanner says how finished the service is.
type PhaseBanner struct {
	Tag   Tag
	Text  Content
	Class string
	Attrs templ.Attributes
}

// Render writes the banner.
func (p PhaseBanner) Render(ctx context.Context, w io.Writer) error { return p.view().Render(ctx, w) }

// Details folds a passage away behind a line of text.
type Details struct {
	Summary, Body Content
	ID            string
	Open          bool
	Class         string
	Attrs         templ.Attributes
}

// Render writes the details.
func (d Details) Render(ctx context.Context, w io.Writer) error { return d.view().Render(ctx, w) }

// Tab is one panel of Tabs. A bare text becomes a paragraph.
type Tab struct {
	ID         string // default: the tabs' IDPrefix and its place
	Label      string
	Panel      Content
	Attrs      templ.Attributes // of the link
	PanelAttrs templ.Attributes
}

// Tabs shows one of several panels; without script, all of them in turn.
type Tabs struct {
	ID, IDPrefix string
	Title        string
	Items        []Tab
	Class        string
	Attrs        templ.Attributes
}

// Render writes the tabs.
func (t Tabs) Render(ctx context.Context, w io.Writer) error { return t.view().Render(ctx, w) }

func (t Tabs) id(n int) string {
	if t.Items[n].ID != "" {
		return t.Items[n].ID
	}
	return t.IDPrefix + "-" + positive(n+1)
}

// Section is one fold of an Accordion. A bare text becomes a paragraph.
type Section struct {
	Heading, Summary, Body Content
	Expanded               bool
}

// Accordion folds several sections. Remember lets the browser keep which were
// open until the tab closes; leave it off wherever that could tell on somebody.
type Accordion struct {
	ID           string
	HeadingLevel int // default 2
	Items        []Section
	Remember     bool
	Class        string
	Attrs        templ.Attributes
}

// Render writes the accordion.
func (a Accordion) Render(ctx context.Context, w io.Writer) error { return a.view().Render(ctx, w) }

func (a Accordion) attrs(w Words) templ.OrderedAttributes {
	return set(a.Attrs, "class", classes("govuk-accordion", a.Class), "data-module", "govuk-accordion", "id", a.ID,
		"data-i18n.hide-all-sections", w.HideAllSections, "data-i18n.hide-section", w.HideSection,
		"data-i18n.hide-section-aria-label", w.HideSectionLong, "data-i18n.show-all-sections", w.ShowAllSections,
		"data-i18n.show-section", w.ShowSection, "data-i18n.show-section-aria-label", w.ShowSectionLong,
		"data-remember-expanded", when(!a.Remember, "false"))
}

func (a Accordion) id(part string, n int) string { return a.ID + "-" + part + "-" + positive(n+1) }
