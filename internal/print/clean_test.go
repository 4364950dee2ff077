package print

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "plain, text\nhere", "plain, text\nhere"},
		{"NUL", "a\x00b", "a\ufffdb"},
		{"broken UTF-8", "a\xff\xfeb", "a\ufffdb"},
		{"half a surrogate pair", "a\xed\xa0\x80b", "a\ufffdb"},
		{"Windows line ends", "a\r\nb\rc", "a\nb\nc"},
		{"Word's soft line break", "a\vb\u2028c", "a\nb\nc"},
		{"override", "invoice\u202excod.exe\u202c", "invoicexcod.exe"},
		{"isolate left open", "a\u2067b", "a\u2067b\u2069"},
		{"isolate closed twice", "a\u2067b\u2069\u2069c", "a\u2067b\u2069c"},
		{"isolate in order", "a\u2068b\u2069c", "a\u2068b\u2069c"},
		{"decomposed", "e\u0301", "é"},
		{"joiner stays", "می\u200cخواهم", "می\u200cخواهم"},
		{"direction marks stay", "a\u200fb\u200ec", "a\u200fb\u200ec"},
		{"not a character", "a\ufffeb\U0001ffff", "a\ufffdb\ufffd"},
	} {
		if got := clean(c.in); got != c.want {
			t.Errorf("%s: %+q, want %+q", c.name, got, c.want)
		}
	}
	deep := clean(strings.Repeat("\u2067", 500) + "x" + strings.Repeat("\u2069", 500))
	if strings.Count(deep, "\u2067") != maxIsolates || strings.Count(deep, "\u2069") != maxIsolates {
		t.Errorf("nesting: %+q", deep)
	}
}

func TestBaseDirection(t *testing.T) {
	for _, c := range []struct {
		text Text
		want Direction
	}{
		{Say("123"), RTL}, // the document's
		{Say("«Hello» مرحبا"), LTR},
		{Say("1. مرحبا Hello"), RTL},
		{Say("\u2067عربي\u2069 then"), LTR},
		{Text{Runs: []Run{{Text: "Ffion ", Lang: "en"}, {Text: "قالت", Lang: ""}}}, RTL},
		{SayIn("ti", "ሰላም"), LTR},
		{Text{Dir: LTR, Runs: []Run{{Text: "عربي"}}}, LTR},
	} {
		doc, err := prepared(Doc{Title: "t", Lang: "ar", Blocks: []Block{Para{Text: c.text}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Blocks[0].(Para).Text.Dir; got != c.want {
			t.Errorf("%q: direction %d, want %d", c.text.plain(), got, c.want)
		}
	}
}

func TestTextGolden(t *testing.T) {
	var b bytes.Buffer
	err := WriteText(&b, Doc{Title: "Case note", Lang: "en", Blocks: []Block{
		Heading{1, Say("Case note")},
		Para{Text: Say("Held on 9 March 2026.\nWith an interpreter.")},
		Quote{Words: SayIn("ar", "أريد أن أذهب"), TranslationLabel: "In English:", Translation: Say("I want to go"), Source: Say("their words")},
		List{Ordered: true, Items: []Item{{Text: Say("Bus pass\nfor the college"), Notes: []Text{Say("by 20 March")}}, {Text: SayIn("ar", "بطاقة")}}},
		List{Items: []Item{{Text: Text{Dir: RTL, Runs: []Run{{Text: "Meron: نعم"}}}}}},
		Table{Head: []Text{Say("Who"), Say("Until")}, Rows: [][]Text{{Say("Ffion"), Say("May\n2026")}}},
		Notice{Title: Say("Mind"), Paras: []Text{Say("this")}},
		Rule{},
	}})
	if err != nil {
		t.Fatal(err)
	}
	const want = `Case note

Held on 9 March 2026.
With an interpreter.

“أريد أن أذهب”
In English:
“I want to go”
their words

1. Bus pass
   for the college
   by 20 March
2. بطاقة

` + "\u200f" + `• Meron: نعم

Who | Until
Ffion | May 2026

Mind
this

----
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// Whatever is typed, all three writers finish, and the PDF is one that our
// reader can walk from end to end with every word in it.
func FuzzWrite(f *testing.F) {
	for _, s := range []string{"", "plain", "\x00\xff\u202e", "می\u200cخواهم Meron 42 (ا)", "ሰላም፧", "a\u0301\u0301\u0323", "\u2067\u2066\u2069\u2069", "\U0001F468\u200d\U0001F469 \ufe0f", "\u0600\u06dd1234", "ﷺ\u0640\u064b\u0651"} {
		f.Add(s, "en", false)
		f.Add(s, "ar", true)
	}
	f.Fuzz(func(t *testing.T, s, lang string, rtl bool) {
		if len(s) > 20000 {
			return
		}
		dir := Auto
		if rtl {
			dir = RTL
		}
		text := Text{Lang: lang, Dir: dir, Runs: []Run{{Text: s}, {Text: s, Lang: "ar", Bold: true}}}
		doc := Doc{Title: "t" + s, Lang: "en", Footer: s, PageLabel: s, Dir: dir, Blocks: []Block{Heading{1, text}, Quote{Words: text}, Para{Text: SayIn(lang, s)},
			List{Items: []Item{{Text: text, Notes: []Text{text}}}}, Table{RowHead: true, Head: []Text{text, text}, Rows: [][]Text{{text, text}}}}}
		for kind, write := range writers {
			var b bytes.Buffer
			if err := write(&b, doc); err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			switch kind {
			case "pdf":
				root := parsePDF(t, b.Bytes()).tags()
				if want := clean(s); want != "" {
					if p := root.kids[2]; p.actual != want {
						t.Fatalf("paragraph says %+q, want %+q", p.actual, want)
					}
				}
			case "docx":
				parts(t, doc)
			case "text":
				if !utf8.Valid(b.Bytes()) {
					t.Fatal("text is not UTF-8")
				}
			}
		}
	})
}
