package page

import (
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/problem"
)

func form(pairs ...string) *Form {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return NewForm(v)
}

func TestForm_text(t *testing.T) {
	for _, c := range []struct {
		name, sent, line, words string
		bad                     bool
	}{
		{"plain", "  Selam  ", "Selam", "Selam", false},
		{"lines", "one\r\ntwo\rthree", "one two three", "one\ntwo three", false},
		{"nul and friends", "a\x00b\x07c", "abc", "abc", false},
		{"turned round", "abc\u202edef\u2066x", "abcdefx", "abc\u202edef\u2066x", false},
		{"joiners that scripts need", "می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم", false},
		{"not text", "\xff\xfe", "", "", true},
		{"half a surrogate pair", "\xed\xa0\x80", "", "", true},
		{"too long", strings.Repeat("x", 51), "", "", true},
		{"exactly long enough", strings.Repeat("ሰ", 50), strings.Repeat("ሰ", 50), strings.Repeat("ሰ", 50), false},
	} {
		f := form("x", c.sent)
		if got := f.Line("x", 50); got != c.line || (f.Err() != nil) != c.bad {
			t.Errorf("%s as a line: %q, %v", c.name, got, f.Err())
		}
		f = form("x", c.sent)
		if got := f.Words("x", 50); got != c.words || (f.Err() != nil) != c.bad {
			t.Errorf("%s as words: %q, %v", c.name, got, f.Err())
		}
		if f.Raw("x") != c.sent {
			t.Errorf("%s: the form to show again lost what was typed", c.name)
		}
	}
}

func TestForm_day(t *testing.T) {
	for _, c := range []struct {
		d, m, y, want string
		bad           bool
	}{
		{"", "", "", "", false},
		{"27", "3", "2027", "2027-03-27", false},
		{" 1 ", "01", "2027", "2027-01-01", false},
		{"٢٧", "٣", "٢٠٢٧", "2027-03-27", false},
		{"31", "2", "2027", "", true},
		{"29", "2", "2028", "2028-02-29", false},
		{"29", "2", "2027", "", true},
		{"1", "13", "2027", "", true},
		{"1", "1", "27", "", true},
		{"x", "1", "2027", "", true},
		{"", "1", "2027", "", true},
	} {
		f := form("due-day", c.d, "due-month", c.m, "due-year", c.y)
		if got := f.Day("due"); got != c.want || (f.Err() != nil) != c.bad {
			t.Errorf("%s/%s/%s: %q, %v", c.d, c.m, c.y, got, f.Err())
		}
	}
	if got := form("due", "2027-03-27").Day("due"); got != "2027-03-27" {
		t.Error(got)
	}
}

func TestForm_choices(t *testing.T) {
	f := form("a", "yes", "b", "never", "c", "1", "c", "2", "c", "1", "id", "../../etc", "n", "12x")
	if f.Choice("a", "yes", "no") != "yes" || f.Err() != nil {
		t.Error("an allowed choice")
	}
	if got := f.Choices("c", "1", "2"); len(got) != 2 {
		t.Errorf("each once: %v", got)
	}
	if f.Choice("b", "yes") != "" || f.ID("id") != "" || f.Number("n", 0, 99) != 0 {
		t.Error("what was not offered was taken")
	}
	if !problem.Is(f.Err(), problem.Invalid) {
		t.Error(f.Err())
	}
}

func TestSafeNext_staysHere(t *testing.T) {
	for next, want := range map[string]string{
		"/people?x=1": "/people?x=1", "/": "/", "": "/home", "people": "/home", "//evil.example": "/home", "/\\evil.example": "/home",
		"https://evil.example": "/home", "javascript:alert(1)": "/home", "/\t/evil.example": "/home", "/%2f%2fevil": "/%2f%2fevil",
		"///evil.example": "/home", "/a\r\nSet-Cookie: x": "/home",
	} {
		if got := SafeNext(next, "/home"); got != want {
			t.Errorf("SafeNext(%q) = %q, want %q", next, got, want)
		}
	}
}

func FuzzForm_text(f *testing.F) {
	f.Add("Selam\u202e\x00\r\n\xff")
	f.Fuzz(func(t *testing.T, sent string) {
		for _, got := range []string{form("x", sent).Line("x", 100), form("x", sent).Words("x", 100)} {
			if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 100 || got != strings.TrimSpace(got) {
				t.Fatalf("%q gave %q", sent, got)
			}
			for _, r := range got {
				if unicode.IsControl(r) && r != '\n' && r != '\t' {
					t.Fatalf("%q kept the control %U", sent, r)
				}
			}
		}
	})
}

func FuzzSafeNext(f *testing.F) {
	f.Add("//evil.example")
	f.Fuzz(func(t *testing.T, next string) {
		got := SafeNext(next, "/home")
		base, _ := url.Parse("https://here.example/sign-in")
		u, err := base.Parse(got)
		if err != nil || u.Host != "here.example" {
			t.Fatalf("%q leads to %v", next, u)
		}
	})
}
