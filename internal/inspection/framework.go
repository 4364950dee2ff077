package inspection

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/nation"
	"stablefutures/internal/problem"
)

// FormatFramework names the format of a framework file; docs/formats.md describes it.
const FormatFramework = "stablefutures-inspectorate-framework/1"

// Framework is an inspectorate's framework as data: its headings in short wording of our own, what is known about it, and
// from where. It changes without a change of this program.
type Framework struct {
	Format       string    `json:"format"`
	ID           string    `json:"id"`
	Nation       string    `json:"nation"`
	Inspectorate string    `json:"inspectorate"`
	Title        string    `json:"title"`
	From         string    `json:"from"` // the day on which it came into force
	To           string    `json:"to"`   // its last day; "" while it holds
	Scale        *Scale    `json:"scale"`
	OurHeadings  bool      `json:"our_headings,omitempty"` // the headings are ours: the inspectorate's were not read
	Headings     []Heading `json:"headings"`
	Facts        []Fact    `json:"facts"`
	Sources      []Source  `json:"sources"`
	NotRead      []string  `json:"not_read"` // what whoever made the file did not read

	hash   string
	loaded bool
}

// Scale is how an inspectorate grades, to describe it: nothing here is ever graded by it.
type Scale struct {
	Steps []string `json:"steps"`
	Note  string   `json:"note"`
}

// Heading is one thing an inspectorate looks at. Takes are the topics of evidence that are proposed for it.
type Heading struct {
	Code  string   `json:"code"`
	Text  string   `json:"text"`
	Ask   string   `json:"ask"`
	Takes []string `json:"takes"`
}

// Fact is something known of a framework. Source is the number of its source, from 1; Mark says how sure it is: P read at
// its source, S reported by others, U not confirmed.
type Fact struct {
	Text   string `json:"text"`
	Source int    `json:"source"`
	Mark   string `json:"mark"`
}

// Source is where a fact comes from. How says whether it was read there, or reported.
type Source struct {
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	URL       string `json:"url"`
	Read      string `json:"read"` // the day
	How       string `json:"how"`  // read or reported
}

// Topics are what a piece of evidence can be about: a heading takes some of them.
var Topics = []string{"figures", "voice", "promises", "audit", "self_review", "plans", "protection", "care", "leaving", "leadership"}

// Hash is the SHA-256 of the file, in hex.
func (f Framework) Hash() string { return f.hash }

// Loaded reports whether an organisation loaded it; otherwise it came with the program.
func (f Framework) Loaded() bool { return f.loaded }

// InForce reports whether it holds on a day.
func (f Framework) InForce(day string) bool { return f.From <= day && (f.To == "" || day <= f.To) }

// Heading finds a heading by its code.
func (f Framework) Heading(code string) (Heading, bool) {
	i := slices.IndexFunc(f.Headings, func(h Heading) bool { return h.Code == code })
	if i < 0 {
		return Heading{}, false
	}
	return f.Headings[i], true
}

// Proposed lists the headings that evidence about these topics is proposed for.
func (f Framework) Proposed(topics []string) (codes []string) {
	for _, h := range f.Headings {
		if slices.ContainsFunc(h.Takes, func(t string) bool { return slices.Contains(topics, t) }) {
			codes = append(codes, h.Code)
		}
	}
	return codes
}

// The bounds of a framework file.
const (
	MaxFramework = 256 << 10
	mostHeadings = 40
	mostFacts    = 100
	longestLine  = 300
)

var (
	idOf   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{2,59}$`)
	codeOf = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)
)

// ReadFramework reads a framework file. It takes nothing on trust: unknown fields, headings that stand there twice, facts
// without a source, addresses that are none, days that are none, all are refused with what is wrong and where.
func ReadFramework(file []byte) (f Framework, err error) {
	wrong := func(what string, args ...any) (Framework, error) {
		var c problem.Check
		c.Add("file", "inspection.file_wrong", "what", fmt.Sprintf(what, args...))
		return Framework{}, c.Err()
	}
	if len(file) > MaxFramework || !utf8.Valid(file) {
		return wrong("larger than %d bytes, or no text", MaxFramework)
	}
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return wrong("not JSON of this format: %.120s", err)
	}
	if d.More() {
		return wrong("more than one document")
	}
	if what := f.wrong(); what != "" {
		return wrong("%s", what)
	}
	f.hash = disclosure.Hash(file)
	return f, nil
}

// wrong says the first thing that is wrong with a framework; "" where nothing is.
func (f Framework) wrong() string {
	switch {
	case f.Format != FormatFramework:
		return "format: " + FormatFramework
	case !idOf.MatchString(f.ID):
		return "id: small letters, digits and hyphens"
	case !slices.Contains(nation.Codes(), f.Nation):
		return "nation: " + strings.Join(nation.Codes(), ", ")
	case !day(f.From) || f.To != "" && (!day(f.To) || f.To < f.From):
		return "from, to: days as YYYY-MM-DD"
	case len(f.Headings) == 0 || len(f.Headings) > mostHeadings:
		return fmt.Sprintf("headings: 1 to %d", mostHeadings)
	case len(f.Facts) > mostFacts || len(f.Sources) == 0 || len(f.Sources) > mostFacts || len(f.NotRead) > mostFacts:
		return fmt.Sprintf("sources: 1 to %d; facts, not_read: at most %d", mostFacts, mostFacts)
	}
	for _, l := range f.lines() {
		if !line(l.text) && (l.required || l.text != "") {
			return l.where
		}
	}
	return f.wrongParts()
}

func (f Framework) wrongParts() string {
	var codes []string
	for i, h := range f.Headings {
		if !codeOf.MatchString(h.Code) || slices.Contains(codes, h.Code) {
			return fmt.Sprintf("headings[%d].code: small letters and digits, each once", i)
		}
		codes = append(codes, h.Code)
		for _, t := range h.Takes {
			if !slices.Contains(Topics, t) {
				return fmt.Sprintf("headings[%d].takes: %s", i, strings.Join(Topics, ", "))
			}
		}
	}
	for i, fact := range f.Facts {
		if fact.Source < 1 || fact.Source > len(f.Sources) || !slices.Contains([]string{"P", "S", "U"}, fact.Mark) {
			return fmt.Sprintf("facts[%d]: source is the number of one of sources, mark is P, S or U", i)
		}
	}
	for i, s := range f.Sources {
		if !day(s.Read) || !slices.Contains([]string{"read", "reported"}, s.How) || !address(s.URL) {
			return fmt.Sprintf("sources[%d]: url (https), read (a day), how (read, reported)", i)
		}
	}
	if f.Scale != nil && (len(f.Scale.Steps) == 0 || len(f.Scale.Steps) > 12) {
		return "scale.steps: 1 to 12, or scale: null"
	}
	return ""
}

type whereLine struct {
	where, text string
	required    bool
}

func (f Framework) lines() []whereLine {
	list := []whereLine{{"inspectorate", f.Inspectorate, true}, {"title", f.Title, true}}
	for i, h := range f.Headings {
		list = append(list, whereLine{fmt.Sprintf("headings[%d].text", i), h.Text, true}, whereLine{fmt.Sprintf("headings[%d].ask", i), h.Ask, false})
	}
	for i, fact := range f.Facts {
		list = append(list, whereLine{fmt.Sprintf("facts[%d].text", i), fact.Text, true})
	}
	for i, s := range f.Sources {
		list = append(list, whereLine{fmt.Sprintf("sources[%d].title", i), s.Title, true}, whereLine{fmt.Sprintf("sources[%d].publisher", i), s.Publisher, true})
	}
	for i, s := range f.NotRead {
		list = append(list, whereLine{fmt.Sprintf("not_read[%d]", i), s, true})
	}
	if f.Scale != nil {
		list = append(list, whereLine{"scale.note", f.Scale.Note, false})
		for i, s := range f.Scale.Steps {
			list = append(list, whereLine{fmt.Sprintf("scale.steps[%d]", i), s, true})
		}
	}
	return list
}

// line reports whether a text is one line of writing: nothing in it turns what stands beside it around.
func line(s string) bool {
	return strings.TrimSpace(s) != "" && utf8.RuneCountInString(s) <= longestLine && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
	})
}

func address(s string) bool {
	return len(s) <= longestLine && (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && line(s) && !strings.ContainsAny(s, " \"'<>\\")
}

func day(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

//go:embed frameworks/*.json
var files embed.FS

// BuiltIn gives the frameworks that come with the program, England's first.
var BuiltIn = sync.OnceValue(func() (list []Framework) {
	names, _ := fs.Glob(files, "frameworks/*.json")
	for _, name := range names {
		file, err := files.ReadFile(name)
		if err != nil {
			panic(err) // the file is inside the binary
		}
		f, err := ReadFramework(file)
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err)) // a test reads them all
		}
		list = append(list, f)
	}
	return inNationOrder(list)
})

func inNationOrder(list []Framework) []Framework {
	slices.SortStableFunc(list, func(a, b Framework) int {
		if a.Nation != b.Nation {
			return slices.Index(nation.Codes(), a.Nation) - slices.Index(nation.Codes(), b.Nation)
		}
		if a.From != b.From {
			return strings.Compare(a.From, b.From)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return list
}
