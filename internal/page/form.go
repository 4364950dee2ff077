package page

import (
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/problem"
)

// exampleDay shows the shape of a date in messages.
const exampleDay = "27 3 2027"

// Form reads what was sent, field by field, noting what is wrong as it goes; Err gives all of it at once, and the
// values stay as typed so that the form can be shown again.
type Form struct {
	values url.Values
	files  map[string][]*multipart.FileHeader
	check  problem.Check
}

// NewForm makes a form over values; handlers get theirs from the request.
func NewForm(values url.Values) *Form { return &Form{values: values} }

// Raw gives the first value as typed, for showing the form again.
func (f *Form) Raw(name string) string { return f.values.Get(name) }

// All gives every value of the name as typed.
func (f *Form) All(name string) []string { return f.values[name] }

// Has reports whether the name was sent at all.
func (f *Form) Has(name string) bool { return f.values.Has(name) }

// Names gives every name that was sent, in order.
func (f *Form) Names() []string {
	names := make([]string, 0, len(f.values))
	for n := range f.values {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// Line reads one line of at most max characters: trimmed, without control characters or ones that turn the text
// around. Absent is "".
func (f *Form) Line(name string, max int) string {
	return f.text(name, max, false)
}

// Required is Line for a field that must not be empty.
func (f *Form) Required(name string, max int) string {
	s := f.text(name, max, false)
	if s == "" && utf8.ValidString(f.Raw(name)) {
		f.check.Add(name, "problem.required")
	}
	return s
}

// Words reads somebody's words: line breaks stay, and so does every letter, in any script. Only what can be no part
// of writing is taken out: NUL and other control characters.
func (f *Form) Words(name string, max int) string {
	return f.text(name, max, true)
}

func (f *Form) text(name string, max int, lines bool) string {
	s := f.values.Get(name)
	if !utf8.ValidString(s) {
		f.check.Add(name, "problem.not_text")
		return ""
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines, r == '\t' && lines:
			return r
		case r == '\n', r == '\r', r == '\t':
			return ' '
		case unicode.IsControl(r), r == '\ufffe', r == '\uffff':
			return -1
		case !lines && turnsTextAround(r):
			return -1
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) > max {
		f.check.Add(name, "problem.too_long", "max", max)
		return ""
	}
	return s
}

// turnsTextAround reports the bidi overrides and isolates, which in a one-line field can make a name or a number read
// as another. The joiners and marks that scripts need are not among them.
func turnsTextAround(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// Choice reads one of the allowed values; absent is "", anything else is noted.
func (f *Form) Choice(name string, allowed ...string) string {
	s := f.values.Get(name)
	if s != "" && !slices.Contains(allowed, s) {
		f.check.Add(name, "problem.not_a_choice")
		return ""
	}
	return s
}

// Choices reads any of the allowed values, in the order sent, each once.
func (f *Form) Choices(name string, allowed ...string) []string {
	var chosen []string
	for _, s := range f.values[name] {
		if !slices.Contains(allowed, s) {
			f.check.Add(name, "problem.not_a_choice")
			return nil
		}
		if !slices.Contains(chosen, s) {
			chosen = append(chosen, s)
		}
	}
	return chosen
}

// Flag reads a checkbox.
func (f *Form) Flag(name string) bool { return f.values.Get(name) != "" }

// ID reads an identifier; absent is "".
func (f *Form) ID(name string) string {
	s := f.values.Get(name)
	if s != "" && !idShape.MatchString(s) {
		f.check.Add(name, "problem.not_a_choice")
		return ""
	}
	return s
}

// IDs reads every identifier sent under the name, each once; whatever has not the shape of one is noted.
func (f *Form) IDs(name string) []string {
	var ids []string
	for _, s := range f.values[name] {
		if !idShape.MatchString(s) {
			f.check.Add(name, "problem.not_a_choice")
		} else if !slices.Contains(ids, s) {
			ids = append(ids, s)
		}
	}
	return ids
}

// Number reads a whole number between low and high; absent is 0.
func (f *Form) Number(name string, low, high int) int {
	s := strings.TrimSpace(f.values.Get(name))
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		f.check.Add(name, "problem.number_range", "min", low, "max", high)
		return 0
	}
	return n
}

// Day reads a date from name-day, name-month and name-year (the three fields of the date input) or, failing those,
// YYYY-MM-DD from name itself. It gives YYYY-MM-DD, or "" when nothing was filled in.
func (f *Form) Day(name string) string {
	d, m, y := f.trimmed(name+"-day"), f.trimmed(name+"-month"), f.trimmed(name+"-year")
	if d == "" && m == "" && y == "" {
		s := f.trimmed(name)
		if s == "" {
			return ""
		}
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			f.check.Add(name, "problem.not_a_date", "example", exampleDay)
			return ""
		}
		return s
	}
	day, err1 := strconv.Atoi(digits(d))
	month, err2 := strconv.Atoi(digits(m))
	year, err3 := strconv.Atoi(digits(y))
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if err1 != nil || err2 != nil || err3 != nil || year < 1900 || year > 2200 ||
		t.Day() != day || int(t.Month()) != month {
		f.check.Add(name, "problem.not_a_date", "example", exampleDay)
		return ""
	}
	return t.Format(time.DateOnly)
}

func (f *Form) trimmed(name string) string { return strings.TrimSpace(f.values.Get(name)) }

// digits turns the digits of other scripts, as a phone's keyboard may send them, into 0 to 9.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		}
		return r
	}, s)
}

// Add notes a field that the handler found wrong.
func (f *Form) Add(name, key string, args ...any) { f.check.Add(name, key, args...) }

// Err gives an Invalid error with everything noted, or nil.
func (f *Form) Err() error { return f.check.Err() }

// File gives the first file sent under the name, or nil.
func (f *Form) File(name string) *multipart.FileHeader {
	if len(f.files[name]) == 0 {
		return nil
	}
	return f.files[name][0]
}
