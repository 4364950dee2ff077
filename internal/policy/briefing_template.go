package policy

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
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

// FormatBriefingTemplate names the format of a briefing template; briefings/FORMAT.md describes it.
const FormatBriefingTemplate = "stablefutures-briefing-template/1"

// InLanguages is a text in the languages that it is there in. English always is.
type InLanguages map[string]string

// In gives the text in a language, or in English; lang says which of the two it is.
func (s InLanguages) In(want string) (text, lang string) {
	if text, ok := s[want]; ok {
		return text, want
	}
	return s["en"], "en"
}

// BriefingTemplate is what a briefing for one kind of reader is made by: which question that reader can answer, what may be
// asked of them, what belongs there and what they may not be given. It speaks for no reader.
type BriefingTemplate struct {
	Format   string            `json:"format"`
	ID       string            `json:"id"`
	Version  string            `json:"version"`
	Nations  []string          `json:"nations"` // where such a reader is; none for everywhere
	Title    InLanguages       `json:"title"`
	Reader   InLanguages       `json:"reader"`
	Address  InLanguages       `json:"address"`
	Question InLanguages       `json:"question"`
	Ask      InLanguages       `json:"ask"`
	Words    int               `json:"words"` // how long it may be: words of the briefing, without tables and references
	Sections []BriefingSection `json:"sections"`
	NotGiven []InLanguages     `json:"not_given"`
	Sources  []BriefingSource  `json:"sources"`
	Drafts   []string          `json:"drafts"`   // languages that a machine drafted and nobody read
	NotRead  []string          `json:"not_read"` // what whoever made the file did not read

	hash   string
	loaded bool
}

// BriefingSection is a part of a briefing. Where nothing was put in it stays there, empty, and says what belongs there.
type BriefingSection struct {
	Code     string      `json:"code"`
	Heading  InLanguages `json:"heading"`
	About    InLanguages `json:"about"`
	Evidence InLanguages `json:"evidence"` // what would be evidence there
	Takes    []PieceKind `json:"takes"`
}

// BriefingSource is what a template rests on.
type BriefingSource struct {
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	URL       string `json:"url"`
	Read      string `json:"read"` // the day
	How       string `json:"how"`  // read or reported
}

// Hash is the SHA-256 of the file, in hex.
func (t BriefingTemplate) Hash() string { return t.hash }

// Loaded reports whether an organisation loaded it; otherwise it came with the program.
func (t BriefingTemplate) Loaded() bool { return t.loaded }

// Section finds a section by its code.
func (t BriefingTemplate) Section(code string) (BriefingSection, bool) {
	i := slices.IndexFunc(t.Sections, func(s BriefingSection) bool { return s.Code == code })
	if i < 0 {
		return BriefingSection{}, false
	}
	return t.Sections[i], true
}

// The bounds of a template file.
const (
	MaxBriefingTemplate = 128 << 10
	mostSections        = 20
	mostLines           = 40
	longestSaid         = 600
)

var (
	templateID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{2,59}$`)
	partCode   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	langTag    = regexp.MustCompile(`^[a-z]{2,3}$`)
)

// ReadBriefingTemplate reads a template file. It takes nothing on trust: whatever is unknown, twice there, too long, no line of
// writing or no address is refused, with what is wrong and where.
func ReadBriefingTemplate(file []byte) (t BriefingTemplate, err error) {
	wrong := func(what string, args ...any) (BriefingTemplate, error) {
		var c problem.Check
		c.Add("file", "briefing.file_wrong", "what", fmt.Sprintf(what, args...))
		return BriefingTemplate{}, c.Err()
	}
	if len(file) > MaxBriefingTemplate || !utf8.Valid(file) {
		return wrong("larger than %d bytes, or no text", MaxBriefingTemplate)
	}
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return wrong("not JSON of this format")
	}
	if _, err := d.Token(); err != io.EOF {
		return wrong("more than one document")
	}
	if what := t.wrong(); what != "" {
		return wrong("%s", what)
	}
	t.hash = disclosure.Hash(file)
	return t, nil
}

// wrong says the first thing that is wrong with a template; "" where nothing is.
func (t BriefingTemplate) wrong() string {
	_, err := time.Parse(time.DateOnly, t.Version)
	switch {
	case t.Format != FormatBriefingTemplate:
		return "format: " + FormatBriefingTemplate
	case !templateID.MatchString(t.ID):
		return "id: small letters, digits and hyphens"
	case err != nil:
		return "version: a day as YYYY-MM-DD"
	case slices.ContainsFunc(t.Nations, func(n string) bool { return !slices.Contains(nation.Codes(), n) }):
		return "nations: " + strings.Join(nation.Codes(), ", ")
	case t.Words < 100 || t.Words > 5000:
		return "words: 100 to 5000"
	case len(t.Sections) == 0 || len(t.Sections) > mostSections:
		return fmt.Sprintf("sections: 1 to %d", mostSections)
	case len(t.NotGiven) == 0 || len(t.NotGiven) > mostLines:
		return fmt.Sprintf("not_given: 1 to %d", mostLines)
	case len(t.Sources) == 0 || len(t.Sources) > mostLines || len(t.NotRead) > mostLines || len(t.Drafts) > mostLines:
		return fmt.Sprintf("sources: 1 to %d; not_read, drafts: at most %d", mostLines, mostLines)
	}
	for _, one := range []struct {
		where string
		said  InLanguages
	}{{"title", t.Title}, {"reader", t.Reader}, {"address", t.Address}, {"question", t.Question}, {"ask", t.Ask}} {
		if !one.said.fine() {
			return one.where + ": English and at most 600 characters on one line"
		}
	}
	return t.wrongParts()
}

func (t BriefingTemplate) wrongParts() string {
	var codes []string
	for i, s := range t.Sections {
		if !partCode.MatchString(s.Code) || slices.Contains(codes, s.Code) {
			return fmt.Sprintf("sections[%d].code: small letters and digits, each once", i)
		}
		codes = append(codes, s.Code)
		if !s.Heading.fine() || !s.About.fine() || !s.Evidence.fine() {
			return fmt.Sprintf("sections[%d]: heading, about, evidence: English and at most 600 characters on one line", i)
		}
		if len(s.Takes) == 0 || slices.ContainsFunc(s.Takes, func(k PieceKind) bool { return !slices.Contains(PieceKinds, k) }) {
			return fmt.Sprintf("sections[%d].takes: some of the kinds of pieces", i)
		}
	}
	for i, s := range t.NotGiven {
		if !s.fine() {
			return fmt.Sprintf("not_given[%d]: English and at most 600 characters on one line", i)
		}
	}
	for i, s := range t.Sources {
		if _, err := time.Parse(time.DateOnly, s.Read); err != nil || !slices.Contains([]string{"read", "reported"}, s.How) || !publicAddress(s.URL) || !oneLine(s.Title) || !oneLine(s.Publisher) {
			return fmt.Sprintf("sources[%d]: title, publisher, url (https), read (a day), how (read, reported)", i)
		}
	}
	if slices.ContainsFunc(t.NotRead, func(s string) bool { return !oneLine(s) }) || slices.ContainsFunc(t.Drafts, func(s string) bool { return !langTag.MatchString(s) }) {
		return "not_read: lines of writing; drafts: tags of languages"
	}
	return ""
}

// fine reports whether a text is there in English, and every language of it is one line of writing.
func (s InLanguages) fine() bool {
	if _, ok := s["en"]; !ok || len(s) > mostLines {
		return false
	}
	for lang, text := range s {
		if !langTag.MatchString(lang) || !oneLine(text) {
			return false
		}
	}
	return true
}

// oneLine reports whether a text is one line that turns nothing around.
func oneLine(s string) bool {
	odd := func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
	}
	return strings.TrimSpace(s) != "" && utf8.RuneCountInString(s) <= longestSaid && !strings.ContainsFunc(s, odd)
}

// publicAddress reports whether s is an address that a reader can open: https, a host, nobody's name in it.
func publicAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && len(s) <= 500 && oneLine(s)
}

//go:embed briefings/*.json
var briefingFiles embed.FS

// ShippedBriefingTemplates gives the templates that come with the program.
var ShippedBriefingTemplates = sync.OnceValue(func() (list []BriefingTemplate) {
	files, err := briefingFiles.ReadDir("briefings")
	if err != nil {
		panic(err) // they are in the program; a test reads them
	}
	for _, f := range files {
		b, err := briefingFiles.ReadFile("briefings/" + f.Name())
		if err != nil {
			panic(err)
		}
		t, err := ReadBriefingTemplate(b)
		if err != nil {
			panic(fmt.Errorf("%s: %w", f.Name(), err))
		}
		list = append(list, t)
	}
	return list
})
