package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/unicode/bidi"
)

// L is a language at work: texts, plurals, dates, numbers, lists. Copy it freely and use it from many goroutines.
// The zero L is English.
type L struct{ c *catalogue }

// For gives the language of a BCP 47 tag. "cy-GB" is Welsh; an unknown tag is English. A language without staff
// messages (Arabic, say) keeps its own dates, lists and direction, and its T reads English.
func For(tag string) L {
	all := catalogues()
	if c, ok := all[tag]; ok {
		return L{laidOver(c)}
	}
	if k, ok := find(tag); ok {
		return L{laidOver(all[strings.ToLower(k.Tag)])}
	}
	return L{laidOver(all["en"])}
}

func (l L) catalogue() *catalogue {
	if l.c == nil {
		return catalogues()["en"]
	}
	return l.c
}

// Tag is the BCP 47 tag, for the lang attribute of dates and lists written in this language.
func (l L) Tag() string { return l.catalogue().info.Tag }

// Dir is "ltr" or "rtl", for the dir attribute.
func (l L) Dir() string { return l.catalogue().info.Dir }

// HasMessages says whether the staff interface exists in this language; if not, T reads English.
func (l L) HasMessages() bool { return !l.catalogue().missing }

// Has says whether a message of this key exists: for keys that are put together, such as a state's name.
func (l L) Has(key string) bool {
	c := l.catalogue()
	if _, ok := c.plain[key]; ok {
		return true
	}
	_, ok := c.shaped[key]
	return ok
}

// T gives the message of a key. args are name, value pairs: l.T("promise.due", "date", d). Whole numbers are written
// as Number writes them; a value that runs against the direction of the text is isolated, so that an Arabic name does
// not turn an English sentence around. A missing key, or a placeholder nobody gave a value, comes back marked
// ("⟦promise.due⟧") and is reported to OnMissing: wrong to read, but a page that still works.
func (l L) T(key string, args ...any) string {
	c := l.catalogue()
	if text, ok := c.plain[key]; ok {
		return text
	}
	m, ok := c.shaped[key]
	if !ok || m.plural {
		return marked(key)
	}
	return l.fill(key, m.forms[plural.Other], args)
}

// Texts gives every text whose key begins with prefix, with its places written {name}: for a page that must speak where
// no server answers. Plural forms are left out; such a page says "Waiting: 3".
func (l L) Texts(prefix string) map[string]string {
	c, all := l.catalogue(), map[string]string{}
	for key, text := range c.plain {
		if strings.HasPrefix(key, prefix) {
			all[key] = text
		}
	}
	for key, m := range c.shaped {
		if m.plural || !strings.HasPrefix(key, prefix) {
			continue
		}
		var b strings.Builder
		for _, p := range m.forms[plural.Other] {
			b.WriteString(p.text)
			if p.name != "" {
				b.WriteString("{" + p.name + "}")
			}
		}
		all[key] = b.String()
	}
	return all
}

// N gives the plural form of a message for count, which the text may show as {{.count}}.
func (l L) N(key string, count int, args ...any) string {
	c := l.catalogue()
	m, ok := c.shaped[key]
	if !ok || !m.plural {
		return marked(key)
	}
	return l.fill(key, m.form(c, count), append([]any{"count", count}, args...))
}

// form picks the pieces for a count. A message taken over from English has fewer forms; "other" is always there.
func (m message) form(c *catalogue, count int) []piece {
	if count < 0 {
		count = -count
	}
	if pieces, ok := m.forms[plural.Cardinal.MatchPlural(c.tag, count, 0, 0, 0, 0)]; ok {
		return pieces
	}
	return m.forms[plural.Other]
}

// fill puts values into the places of a message.
func (l L) fill(key string, pieces []piece, args []any) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		value, ok := named(args, p.name)
		if !ok {
			b.WriteString(marked(key + ": " + p.name))
			continue
		}
		b.WriteString(l.value(value))
	}
	return b.String()
}

// named finds a value among name, value pairs.
func named(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if n, ok := args[i].(string); ok && n == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// value writes one value as text in this language.
func (l L) value(v any) string {
	switch v := v.(type) {
	case string:
		return isolated(v, l.Dir())
	case int:
		return l.Number(v)
	case fmt.Stringer:
		return isolated(v.String(), l.Dir())
	default:
		return isolated(fmt.Sprint(v), l.Dir())
	}
}

// isolated wraps text that holds letters of the other direction in FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
func isolated(s, dir string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < 0x80
	}
	if ascii && dir == "ltr" {
		return s
	}
	for _, r := range s {
		p, _ := bidi.LookupRune(r)
		c := p.Class()
		if (dir == "ltr" && (c == bidi.R || c == bidi.AL)) || (dir == "rtl" && c == bidi.L) {
			return "\u2068" + s + "\u2069"
		}
	}
	return s
}

var onMissing atomic.Pointer[func(what string)]

// OnMissing names a function that hears of every missing key and placeholder, in place of any named before; tests
// of pages make it fail. nil takes it away. In what there is a key and the name of a placeholder, never a value.
func OnMissing(hear func(what string)) {
	if hear == nil {
		onMissing.Store(nil)
		return
	}
	onMissing.Store(&hear)
}

func marked(what string) string {
	if hear := onMissing.Load(); hear != nil {
		(*hear)(what)
	}
	return "⟦" + what + "⟧"
}

// Number writes a whole number with the language's grouping and the digits 0 to 9 (see the package comment).
func (l L) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "−", digits[1:]
	}
	group := l.catalogue().words.Group
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + group + digits[at:]
	}
	return sign + digits
}
