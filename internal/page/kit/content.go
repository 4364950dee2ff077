package kit

import (
	"context"
	"io"
	"sort"
	"strings"
	"unicode"

	"github.com/a-h/templ"
)

// Content fills a slot of a component: a Text, another component of this
// package, or any templ component. nil and an empty Text leave the slot out.
type Content = templ.Component

// Text is plain text for a slot. It is always escaped. With Lang or Dir it is
// isolated in a <bdi>, so that an Arabic name inside an English sentence keeps
// its own direction and a screen reader its own voice.
type Text struct {
	Value string
	Lang  string // BCP 47, when it differs from what surrounds it
	Dir   string // "ltr", "rtl" or "auto"
}

// T is text in the language of what surrounds it.
func T(value string) Text { return Text{Value: value} }

// In is text in a language and direction of its own.
func In(lang, dir, value string) Text { return Text{Value: value, Lang: lang, Dir: dir} }

// Name isolates text of unknown script, such as a person's name.
func Name(value string) Text { return Text{Value: value, Dir: "auto"} }

// Sentence isolates a whole sentence that may be in the page's language or in another. On a right-to-left page it runs
// that way as soon as it has a letter written so, although it may begin with a name in Latin letters.
func Sentence(lang, dir, value string) Text {
	if dir == "rtl" && strings.ContainsFunc(value, writtenRightToLeft) {
		return In(lang, dir, value)
	}
	return Name(value)
}

func writtenRightToLeft(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// Render writes the escaped text.
func (t Text) Render(_ context.Context, w io.Writer) error {
	if t.Lang == "" && t.Dir == "" {
		_, err := io.WriteString(w, templ.EscapeString(t.Value))
		return err
	}
	var b strings.Builder
	b.WriteString("<bdi")
	if t.Lang != "" {
		b.WriteString(` lang="` + templ.EscapeString(t.Lang) + `"`)
	}
	if t.Dir != "" {
		b.WriteString(` dir="` + templ.EscapeString(t.Dir) + `"`)
	}
	b.WriteString(">" + templ.EscapeString(t.Value) + "</bdi>")
	_, err := io.WriteString(w, b.String())
	return err
}

// Join shows several contents one after another, with nothing between them.
func Join(parts ...Content) Content {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range parts {
			if !has(part) {
				continue
			}
			if err := part.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// has says whether a slot was filled.
func has(c Content) bool {
	if t, ok := c.(Text); ok {
		return t.Value != ""
	}
	return c != nil
}

// isText says whether a slot holds bare text, which some components wrap in a
// paragraph of their own.
func isText(c Content) bool {
	_, ok := c.(Text)
	return ok
}

// put renders a slot, or nothing.
func put(c Content) Content {
	if !has(c) {
		return templ.NopComponent
	}
	return c
}

// or is the content, or a text in its place.
func or(c Content, words string) Content {
	if has(c) {
		return c
	}
	return T(words)
}

// first is the first string that is not empty.
func first(choices ...string) string {
	for _, s := range choices {
		if s != "" {
			return s
		}
	}
	return ""
}

// classes joins class names, leaving out the empty ones.
func classes(names ...string) string {
	kept := names[:0:0]
	for _, name := range names {
		if name != "" {
			kept = append(kept, name)
		}
	}
	return strings.Join(kept, " ")
}

// when is the class if the condition holds.
func when(on bool, class string) string {
	if on {
		return class
	}
	return ""
}

// set lists attributes by name and value; empty strings and false are left out,
// true gives a bare attribute. The extra ones follow in the order of their names.
func set(extra templ.Attributes, pairs ...any) templ.OrderedAttributes {
	out := make(templ.OrderedAttributes, 0, len(pairs)/2+len(extra))
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" || pairs[i+1] == false {
			continue
		}
		out = append(out, templ.KV[string, any](pairs[i].(string), pairs[i+1]))
	}
	names := make([]string, 0, len(extra))
	for name := range extra {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		out = append(out, templ.KV(name, extra[name]))
	}
	return out
}

// describe joins the ids that describe a control.
func describe(ids ...string) string { return classes(ids...) }

// idIf is base plus suffix when the slot is filled.
func idIf(c Content, id string) string {
	if has(c) {
		return id
	}
	return ""
}
