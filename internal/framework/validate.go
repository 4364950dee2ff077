package framework

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/db"
)

// Fault is one thing that is wrong with a document: where (a JSON pointer, or a row of a spreadsheet), and a message key
// with its name, value pairs. Line and Column count from 1 where the document was read from text, Cell is the cell where
// it was read from a table; empty else (Places.Locate).
type Fault struct {
	Place        string
	Line, Column int
	Cell         string
	Key          string
	Values       []any
}

// Where says in short where the fault is: "Items!D4", "12:7 /principles/0/code", or the pointer alone.
func (f Fault) Where() string {
	switch {
	case f.Cell != "":
		return f.Cell
	case f.Line > 0:
		return fmt.Sprintf("%d:%d %s", f.Line, f.Column, shown(f.Place))
	}
	return shown(f.Place)
}

// The most a document may hold.
const (
	maxText       = 4000 // characters of one wording
	maxShortText  = 300  // of a name, version or code's title
	maxCode       = 24
	maxOutcomes   = 500
	maxIndicators = 2500
)

var (
	setName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	langTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)
	sha     = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// faults collects what is wrong.
type faults struct{ list []Fault }

// must notes a fault unless ok.
//
// i18n: prefix framework.fault.
func (f *faults) must(ok bool, place, key string, values ...any) {
	if !ok {
		f.list = append(f.list, Fault{Place: place, Key: "framework.fault." + key, Values: values})
	}
}

// Validate says everything that is wrong with a document; nothing when it can be read, compared, signed and published.
func Validate(d Document) []Fault {
	f := &faults{}
	f.head(d)
	codes := map[string]string{}
	totals := Totals{Principles: len(d.Principles)}
	names := map[string]bool{}
	for i, p := range d.Principles {
		at := fmt.Sprintf("/principles/%d", i)
		f.must(!names[p.Code], at+"/code", "principle_twice", "code", p.Code)
		names[p.Code] = true
		f.code(at+"/code", p.Code, map[string]string{})
		f.text(at+"/name", p.Name, maxShortText)
		for j, o := range p.Outcomes {
			totals.Outcomes++
			totals.Indicators += len(o.Indicators)
			f.outcome(d, fmt.Sprintf("%s/outcomes/%d", at, j), o, codes)
		}
	}
	f.totals(d, totals)
	f.sources(d)
	f.languages(d)
	return f.list
}

func (f *faults) head(d Document) {
	f.must(d.Format == FormatEdition, "/format", "format", "want", FormatEdition, "have", d.Format)
	f.must(d.ID == "" || setName.MatchString(d.ID) && len(d.ID) <= 80, "/id", "id", "id", d.ID)
	f.must(d.Follows == "" || setName.MatchString(d.Follows) && d.Follows != d.ID, "/follows", "id", "id", d.Follows)
	f.must(setName.MatchString(d.Set) && len(d.Set) <= 60, "/set", "set", "set", d.Set)
	f.text("/name", d.Name, maxShortText)
	f.text("/version", d.Version, maxShortText)
	f.text("/source", d.Source, maxText)
	f.must(isDay(d.Date), "/date", "day", "day", d.Date)
	f.must(slices.Contains(Uses, d.Permission.Uses), "/permission/uses", "uses", "uses", d.Permission.Uses, "choices", strings.Join(Uses, ", "))
	f.text("/permission/by", d.Permission.By, maxText)
	for part, text := range map[string]string{"licence": d.Permission.Licence, "attribution": d.Permission.Attribution, "recall": d.Permission.Recall} {
		if text != "" {
			f.text("/permission/"+part, text, maxText)
		}
	}
	f.text("/levels/principle", d.Levels.Principle, maxShortText)
	f.text("/levels/outcome", d.Levels.Outcome, maxShortText)
	f.text("/levels/indicator", d.Levels.Indicator, maxShortText)
	if d.Copy != nil {
		f.must(isDay(d.Copy.Obtained), "/copy/obtained", "obtained")
		f.must(d.Copy.Original == "" || sha.MatchString(d.Copy.Original), "/copy/original", "checksum")
	}
}

// code judges one code; it stands in addresses and in keys of translations, and an id of a topic must never look like it.
func (f *faults) code(at, code string, seen map[string]string) {
	f.must(code != "", at, "no_code")
	f.must(utf8.RuneCountInString(code) <= maxCode, at, "long_code", "code", code, "max", maxCode)
	f.must(!strings.ContainsFunc(code, func(r rune) bool { return r == '/' || r == '\\' || unicode.IsSpace(r) || !unicode.IsPrint(r) }), at, "odd_code", "code", code)
	f.must(!db.IsID(code), at, "odd_code", "code", code)
	f.must(code != "something_else" && code != "matters_most", at, "odd_code", "code", code)
	if first, twice := seen[code]; twice && code != "" {
		f.must(false, at, "code_twice", "code", code, "first", first)
		return
	}
	seen[code] = at
}

// text judges one wording: something that can be read, and no character that cannot be seen but changes what is.
func (f *faults) text(at, text string, longest int) {
	f.must(filled(text), at, "empty")
	f.must(utf8.RuneCountInString(text) <= longest, at, "long", "max", longest)
	for i, r := range text {
		if hidden(r) {
			f.must(false, at, "control", "code", fmt.Sprintf("U+%04X", r), "place", utf8.RuneCountInString(text[:i])+1)
			return
		}
	}
	f.must(utf8.ValidString(text), at, "not_utf8")
}

// hidden reports whether a character is a control that no printed text holds. Line ends and tabs are kept as they are,
// as are the marks and isolates that right-to-left text needs; overrides, which show letters in another order than they
// are stored, are not.
func hidden(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\t' && r != '\r' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r == 0xfffe || r == 0xffff || r == 0xfeff
}

func (f *faults) outcome(d Document, at string, o Outcome, codes map[string]string) {
	f.code(at+"/code", o.Code, codes)
	f.text(at+"/text", o.Text, maxText)
	f.must(o.Picture == "" || pictureName.MatchString(o.Picture), at+"/picture", "picture", "picture", o.Picture)
	for i, s := range o.Systems {
		f.must(slices.Contains(Systems, s) && !slices.Contains(o.Systems[:i], s), fmt.Sprintf("%s/systems/%d", at, i), "system",
			"system", s, "choices", strings.Join(Systems, ", "))
	}
	f.citations(d, at+"/citations", o.Citations)
	for _, n := range sortedKeys(o.Ask) {
		f.must(slices.Contains(Nations, n), at+"/ask/"+n, "nation", "nation", n, "choices", strings.Join(Nations, ", "))
	}
	for i, ind := range o.Indicators {
		at := fmt.Sprintf("%s/indicators/%d", at, i)
		f.code(at+"/code", ind.Code, codes)
		f.text(at+"/text", ind.Text, maxText)
		f.citations(d, at+"/citations", ind.Citations)
	}
}

func (f *faults) citations(d Document, at string, byNation map[string][]Citation) {
	for _, n := range sortedKeys(byNation) {
		f.must(slices.Contains(Nations, n), at+"/"+n, "nation", "nation", n, "choices", strings.Join(Nations, ", "))
		for i, c := range byNation[n] {
			at := fmt.Sprintf("%s/%s/%d", at, n, i)
			_, ok := d.Sources[c.Source]
			f.must(ok, at+"/source", "source", "source", c.Source)
			_, ok = kindForForce[c.Force]
			f.must(ok, at+"/force", "force", "force", c.Force)
			f.must(slices.Contains([]string{"full", "excerpt", "not read"}, c.Read), at+"/read", "read", "read", c.Read)
			f.must(c.ReadOn == "" || isDay(c.ReadOn), at+"/read_on", "day", "day", c.ReadOn)
			f.must(c.URL == "" || isHTTPS(c.URL), at+"/url", "url", "url", c.URL)
		}
	}
}

// totals compares what is there with what the document says should be: 24 or 26 outcomes where 25 are expected.
func (f *faults) totals(d Document, have Totals) {
	if d.Empty != "" {
		f.must(have == Totals{}, "/empty", "not_empty")
		return
	}
	want := d.Expected
	f.must(have.Principles == want.Principles, "/principles", "principles", "want", want.Principles, "have", have.Principles)
	f.must(have.Outcomes == want.Outcomes, "/principles", "outcomes", "want", want.Outcomes, "have", have.Outcomes)
	f.must(have.Indicators == want.Indicators, "/principles", "indicators", "want", want.Indicators, "have", have.Indicators)
	f.must(have.Outcomes <= maxOutcomes && have.Indicators <= maxIndicators, "/principles", "too_many", "outcomes", maxOutcomes, "indicators", maxIndicators)
}

func (f *faults) sources(d Document) {
	for _, id := range sortedKeys(d.Sources) {
		s, at := d.Sources[id], "/sources/"+pointerToken(id)
		f.text(at+"/title", s.Title, maxShortText*2)
		f.must(s.URL == "" || isHTTPS(s.URL), at+"/url", "url", "url", s.URL)
		for i, n := range s.Nations {
			f.must(slices.Contains(Nations, n), fmt.Sprintf("%s/nations/%d", at, i), "nation", "nation", n, "choices", strings.Join(Nations, ", "))
		}
	}
}

// pointerToken writes a name as a part of a JSON pointer.
func pointerToken(s string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(s)
}
