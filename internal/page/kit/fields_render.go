package kit

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// group is what every control has in common.
type group struct {
	id        string
	class     string
	attrs     templ.OrderedAttributes
	label     Content
	hint, err Content
	body      Content
}

// look is how a group shows one of its choices.
type look struct {
	block, kind, id, name string
	checked               bool
	describedBy           string
}

func sized(block, size string) string {
	if size == "" {
		return ""
	}
	return block + "--" + size
}

// leadingLine keeps a first empty line of somebody's words: HTML drops one
// newline at the start of a textarea.
func leadingLine(s string) string {
	if strings.HasPrefix(s, "\n") || strings.HasPrefix(s, "\r\n") {
		return "\n" + s
	}
	return s
}

// notesOf lists the ids of hint and error, after what the caller named.
func notesOf(given, id string, hint, err Content) string {
	return describe(given, idIf(hint, id+"-hint"), idIf(err, id+"-error"))
}

func (l Label) forID(id string) Content {
	l.For = first(l.For, id)
	return l
}

// Render writes the label, or nothing when it has no text.
func (l Label) Render(ctx context.Context, w io.Writer) error { return l.view().Render(ctx, w) }

// Render writes the hint.
func (h Hint) Render(ctx context.Context, w io.Writer) error { return h.view().Render(ctx, w) }

// Render writes the message.
func (e ErrorMessage) Render(ctx context.Context, w io.Writer) error { return e.view().Render(ctx, w) }

// Render writes the fieldset and its body.
func (f Fieldset) Render(ctx context.Context, w io.Writer) error { return f.view().Render(ctx, w) }

// Render writes the input with its label, hint and error.
func (i Input) Render(ctx context.Context, w io.Writer) error {
	id := i.id()
	return group{id: id, class: i.GroupClass, label: i.Label.forID(id), hint: i.Hint, err: i.Error,
		body: i.view()}.view().Render(ctx, w)
}

func (i Input) id() string { return first(i.ID, i.Name) }

func (i Input) attrs() templ.OrderedAttributes {
	return set(i.Attrs,
		"class", classes("govuk-input", i.Class, when(has(i.Error), "govuk-input--error")),
		"id", i.id(), "name", i.Name, "type", first(i.Type, "text"), "spellcheck", i.Spellcheck,
		"value", i.Value, "disabled", i.Disabled,
		"aria-describedby", notesOf(i.DescribedBy, i.id(), i.Hint, i.Error),
		"autocomplete", i.Autocomplete, "autocapitalize", i.Autocapitalize,
		"pattern", i.Pattern, "inputmode", i.InputMode)
}

// Render writes the textarea with its label, hint and error.
func (t Textarea) Render(ctx context.Context, w io.Writer) error {
	return t.group(t.view()).view().Render(ctx, w)
}

func (t Textarea) group(body Content) group {
	return group{id: t.id(), class: t.GroupClass, label: t.Label.forID(t.id()), hint: t.Hint, err: t.Error, body: body}
}

func (t Textarea) id() string { return first(t.ID, t.Name) }

func (t Textarea) attrs() templ.OrderedAttributes {
	rows := t.Rows
	if rows == 0 {
		rows = 5
	}
	return set(t.Attrs,
		"class", classes("govuk-textarea", when(has(t.Error), "govuk-textarea--error"), t.Class),
		"id", t.id(), "name", t.Name, "rows", strconv.Itoa(rows), "spellcheck", t.Spellcheck,
		"disabled", t.Disabled, "aria-describedby", notesOf(t.DescribedBy, t.id(), t.Hint, t.Error),
		"autocomplete", t.Autocomplete)
}

// Render writes the textarea and, below it, how much it holds.
func (c CharacterCount) Render(ctx context.Context, w io.Writer) error {
	c.DescribedBy = describe(c.DescribedBy, c.id()+"-info")
	c.Class = classes("govuk-js-character-count", c.Class)
	g := c.Textarea.group(c.message())
	g.class = classes("govuk-character-count", c.GroupClass)
	g.attrs = c.module(words(ctx))
	return g.view().Render(ctx, w)
}

// module lists what the script needs; texts only when the page gave them, since
// the script has English of its own.
func (c CharacterCount) module(w Words) templ.OrderedAttributes {
	out := set(nil, "data-module", "govuk-character-count", "data-maxlength", positive(c.MaxLength),
		"data-maxwords", positive(c.MaxWords), "data-threshold", positive(c.Threshold))
	if c.MaxWords > 0 {
		out = append(out, set(nil, "data-count-type", "words", "data-i18n.words-at-limit", w.WordsAtLimit)...)
		out = append(out, w.WordsLeft.attrs("data-i18n.words-under-limit")...)
		return append(out, w.WordsOverLimit.attrs("data-i18n.words-over-limit")...)
	}
	out = append(out, set(nil, "data-i18n.characters-at-limit", w.CharactersAtLimit)...)
	out = append(out, w.CharactersLeft.attrs("data-i18n.characters-under-limit")...)
	return append(out, w.CharactersOverLimit.attrs("data-i18n.characters-over-limit")...)
}

func (p Plural) attrs(name string) templ.OrderedAttributes {
	return set(nil, name+".zero", p.Zero, name+".one", p.One, name+".two", p.Two,
		name+".few", p.Few, name+".many", p.Many, name+".other", p.Other)
}

func (c CharacterCount) limit(ctx context.Context) string {
	words, most := wCharLimit, c.MaxLength
	if c.MaxWords > 0 {
		words, most = wWordLimit, c.MaxWords
	}
	return strings.ReplaceAll(say(ctx, "", words), "%{count}", strconv.Itoa(most))
}

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Render writes the select with its label, hint and error.
func (s Select) Render(ctx context.Context, w io.Writer) error {
	id := s.id()
	return group{id: id, class: s.GroupClass, label: s.Label.forID(id), hint: s.Hint, err: s.Error,
		body: s.view()}.view().Render(ctx, w)
}

func (s Select) id() string { return first(s.ID, s.Name) }

func (s Select) attrs() templ.OrderedAttributes {
	return set(s.Attrs, "class", classes("govuk-select", s.Class, when(has(s.Error), "govuk-select--error")),
		"id", s.id(), "name", s.Name, "disabled", s.Disabled,
		"aria-describedby", notesOf(s.DescribedBy, s.id(), s.Hint, s.Error))
}

func (s Select) option(o Option) templ.OrderedAttributes {
	return set(o.Attrs, "selected", o.Selected || (s.Value != "" && s.Value == o.Value), "disabled", o.Disabled)
}

// Render writes the control with its label, hint and error.
func (f FileUpload) Render(ctx context.Context, w io.Writer) error {
	id := f.id()
	return group{id: id, class: f.GroupClass, label: f.Label.forID(id), hint: f.Hint, err: f.Error,
		body: f.view()}.view().Render(ctx, w)
}

func (f FileUpload) id() string { return first(f.ID, f.Name) }

func (f FileUpload) attrs() templ.OrderedAttributes {
	return set(f.Attrs, "class", classes("govuk-file-upload", f.Class, when(has(f.Error), "govuk-file-upload--error")),
		"id", f.id(), "name", f.Name, "type", "file", "accept", f.Accept, "disabled", f.Disabled, "multiple", f.Multiple,
		"aria-describedby", notesOf(f.DescribedBy, f.id(), f.Hint, f.Error))
}

// Render writes the three fields with their legend, hint and error.
func (d DateInput) Render(ctx context.Context, w io.Writer) error {
	g := group{id: d.ID, class: d.GroupClass, label: templ.NopComponent, hint: d.Hint, err: d.Error, body: d.view()}
	return g.render(ctx, w, Fieldset{Legend: d.Legend, Role: "group", DescribedBy: d.DescribedBy})
}

func (d DateInput) parts(ctx context.Context) []Content {
	anyWrong := d.Day.Wrong || d.Month.Wrong || d.Year.Wrong
	part := func(p DatePart, name, label, width string) Content {
		wrong := p.Wrong || (has(d.Error) && !anyWrong)
		prefixed := name
		if d.NamePrefix != "" {
			prefixed = d.NamePrefix + "-" + name
		}
		return Input{Name: prefixed, ID: d.ID + "-" + name, InputMode: "numeric", Value: p.Value, Autocomplete: p.Autocomplete,
			Label: Label{Text: T(label), Class: "govuk-date-input__label"},
			Class: classes("govuk-date-input__input", width, when(wrong, "govuk-input--error"))}
	}
	return []Content{
		part(d.Day, "day", say(ctx, "", wDay), "govuk-input--width-2"),
		part(d.Month, "month", say(ctx, "", wMonth), "govuk-input--width-2"),
		part(d.Year, "year", say(ctx, "", wYear), "govuk-input--width-4"),
	}
}

// render puts the group's notes and body inside a fieldset when it has a legend.
func (g group) render(ctx context.Context, w io.Writer, f Fieldset) error {
	if !has(f.Legend.Text) {
		return g.view().Render(ctx, w)
	}
	f.DescribedBy = notesOf(f.DescribedBy, g.id, g.hint, g.err)
	f.Body = Join(g.notes(), g.body)
	outer := group{class: classes(when(has(g.err), "govuk-form-group--error"), g.class), label: f, body: templ.NopComponent}
	return outer.view().Render(ctx, w)
}

// Render writes the radios with their legend, hint and error.
func (r Radios) Render(ctx context.Context, w io.Writer) error {
	g := group{id: first(r.ID, r.Name), class: r.GroupClass, label: templ.NopComponent, hint: r.Hint, err: r.Error, body: r.view()}
	return g.render(ctx, w, Fieldset{Legend: r.Legend, DescribedBy: r.DescribedBy})
}

func (r Radios) look(n int, c Choice) look {
	return look{block: "govuk-radios", kind: "radio", name: r.Name, id: first(c.ID, nth(first(r.ID, r.Name), n)),
		checked: c.Checked || (r.Value != "" && c.Value == r.Value)}
}

// Render writes the checkboxes with their legend, hint and error.
func (c Checkboxes) Render(ctx context.Context, w io.Writer) error {
	g := group{id: first(c.ID, c.Name), class: c.GroupClass, label: templ.NopComponent, hint: c.Hint, err: c.Error, body: c.view()}
	return g.render(ctx, w, Fieldset{Legend: c.Legend, DescribedBy: c.DescribedBy})
}

func (c Checkboxes) look(n int, item Choice) look {
	id := first(c.ID, c.Name)
	l := look{block: "govuk-checkboxes", kind: "checkbox", name: first(item.Name, c.Name), id: first(item.ID, nth(id, n)),
		checked: item.Checked || slices.Contains(c.Values, item.Value)}
	if !has(c.Legend.Text) { // no fieldset to carry the description
		l.describedBy = notesOf(c.DescribedBy, id, c.Hint, c.Error)
	}
	return l
}

func (c Choice) attrs(l look) templ.OrderedAttributes {
	return set(c.Attrs, "class", l.block+"__input", "checked", l.checked, "disabled", c.Disabled,
		"data-aria-controls", idIf(c.Conditional, "conditional-"+l.id),
		"data-behaviour", when(c.Exclusive, "exclusive"),
		"aria-describedby", describe(l.describedBy, idIf(c.Hint, l.id+"-item-hint")))
}
