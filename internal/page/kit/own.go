package kit

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// CardChoice is a large picture with its word. Inside Cards with a Name it is a
// radio or a checkbox; with Href it is a link; with neither it is a submit
// button that sends ButtonName=Value.
type CardChoice struct {
	Drawing string // one of DrawingNames; an unknown one shows the word alone
	Word    Content
	Hint    Content
	Value   string
	ID      string
	Checked bool
	Href    string
	// Disabled greys the card; prefer leaving it out.
	Disabled   bool
	ButtonName string
	Attrs      templ.Attributes
}

// Cards is a group of CardChoice. Name and Multiple make them checkboxes, Name
// alone radios; nothing is ever chosen beforehand unless Checked says so.
type Cards struct {
	Name, ID    string
	Multiple    bool
	Legend      Legend
	Hint, Error Content
	Items       []CardChoice
	Wide        bool // fewer, broader cards
	Class       string
}

// Render writes the group.
func (c Cards) Render(ctx context.Context, w io.Writer) error {
	g := group{id: first(c.ID, c.Name), class: c.Class, label: templ.NopComponent, hint: c.Hint, err: c.Error, body: c.view()}
	return g.render(ctx, w, Fieldset{Legend: c.Legend})
}

func (c Cards) kind() string {
	if c.Multiple {
		return "checkbox"
	}
	return "radio"
}

func (c Cards) id(n int) string { return first(c.Items[n].ID, nth(first(c.ID, c.Name, "card"), n)) }

// Quote is what somebody said, as they said it. Words are in Lang and Dir; a
// Translation stands beside them, never in their place.
type Quote struct {
	Words           string
	Lang, Dir       string
	OriginalLabel   string // "In Tigrinya"
	Translation     string
	TranslationLang string
	TranslationDir  string
	TranslatedBy    string // label above it: "English, through the interpreter"
	By              Content
}

// Render writes the quotation.
func (q Quote) Render(ctx context.Context, w io.Writer) error { return q.view().Render(ctx, w) }

// Fact is a small named fact.
type Fact struct{ Name, Value Content }

// PromiseRow is one promise in a list of them: what, who, by when, how it stands
// and whether it was told back. Put rows in Promises.
type PromiseRow struct {
	What  Content
	Href  string
	State Tag
	Facts []Fact
	Acts  []Action
}

// Promises is a list of promises.
type Promises struct{ Rows []PromiseRow }

// Render writes the list; nothing when it is empty.
func (p Promises) Render(ctx context.Context, w io.Writer) error { return p.view().Render(ctx, w) }

// PersonHeader says whom a page is about. Name is the page's h1, unless
// HeadingLevel says otherwise.
type PersonHeader struct {
	Name         string // any script; isolated
	Lang         string
	Said         Content // pronunciation and pronouns
	Facts        []Fact
	Acts         []Button
	HeadingLevel int
}

// Render writes the header.
func (p PersonHeader) Render(ctx context.Context, w io.Writer) error { return p.view().Render(ctx, w) }

// EmptyState says kindly that there is nothing yet, why, and what to do.
type EmptyState struct {
	Drawing      string // default "empty"
	Title, Body  Content
	HeadingLevel int // default 2
	Action       Content
}

// Render writes the state.
func (e EmptyState) Render(ctx context.Context, w io.Writer) error { return e.view().Render(ctx, w) }
