package nation

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed appraisals/*.json
var appraisalFiles embed.FS

// AppraisalFormat is the mark at the head of every file of an appraisal's template. FORMAT.md describes it.
const AppraisalFormat = "stablefutures-appraisal-template/1"

// MostAppraisalBytes is the largest template that is read.
const MostAppraisalBytes = 128 << 10

// AppraisalTemplate is what a nation asks when somebody looks at a change before it is made: in our own words, with where
// each part comes from and how far that was confirmed.
type AppraisalTemplate struct {
	Format  string                     `json:"format"`
	Code    string                     `json:"code"`
	Version string                     `json:"version"` // the day of the template
	Nations []string                   `json:"nations"` // for which it is offered first; any nation may use it
	Title   Text                       `json:"title"`
	About   Text                       `json:"about"`
	Signs   Text                       `json:"signs"` // who signs it, in that nation
	Sources map[string]AppraisalSource `json:"sources"`
	Stages  []AppraisalStage           `json:"stages"`
}

// AppraisalSource is what a part of a template rests on.
type AppraisalSource struct {
	Source
	ReadOn string `json:"read_on"` // a day, or NotRead
	Read   string `json:"read"`    // full, excerpt or NotRead
}

// AppraisalStage is a part after which somebody may stop: a first look, and the full one.
type AppraisalStage struct {
	Code      string             `json:"code"`
	Title     Text               `json:"title"`
	Guidance  Text               `json:"guidance"`
	Screening bool               `json:"screening,omitempty"` // it ends in whether a full one is needed
	Sections  []AppraisalSection `json:"sections"`
}

// AppraisalSection is one page of questions; or, with a Part, one that the product itself has.
type AppraisalSection struct {
	Code      string              `json:"code"`
	Title     Text                `json:"title"`
	Guidance  Text                `json:"guidance"`
	SourceID  string              `json:"source"`
	Pinpoint  string              `json:"pinpoint,omitempty"`
	Evidence  Evidence            `json:"evidence"`       // how far it was confirmed that this is asked
	Part      string              `json:"part,omitempty"` // of AppraisalParts, or ""
	Questions []AppraisalQuestion `json:"questions,omitempty"`
}

// AppraisalQuestion is answered in words.
type AppraisalQuestion struct {
	Code     string `json:"code"`
	Ask      Text   `json:"ask"`
	Hint     *Text  `json:"hint,omitempty"`
	Required bool   `json:"required,omitempty"`
}

// What the product has of its own for every appraisal, and a template says where.
const (
	PartScreening = "screening" // whether a full appraisal is needed
	PartOptions   = "options"
	PartLenses    = "lenses"    // each right and outcome, option by option
	PartSummaries = "summaries" // what young people are told
)

// AppraisalParts lists them.
var AppraisalParts = []string{PartScreening, PartOptions, PartLenses, PartSummaries}

// AppraisalTemplates gives the templates inside the binary: those of the nations first, the one for everybody last.
func AppraisalTemplates() []AppraisalTemplate { return slices.Clone(embeddedAppraisals()) }

var embeddedAppraisals = sync.OnceValue(func() (list []AppraisalTemplate) {
	for _, code := range []string{"scotland-crwia", "wales-cria", "generic-cria"} {
		data, err := appraisalFiles.ReadFile("appraisals/" + code + ".json")
		if err != nil {
			panic("nation: " + err.Error())
		}
		t, err := LoadAppraisalTemplate(data)
		if err != nil {
			panic("nation: " + code + ".json: " + err.Error()) // the tests of this room have read it
		}
		list = append(list, t)
	}
	return list
})

// LoadAppraisalTemplate reads one template as FORMAT.md has it, as strictly as a pack. A text in one language alone stands in
// the other too.
func LoadAppraisalTemplate(data []byte) (t AppraisalTemplate, err error) {
	if err = t.read(data); err == nil {
		err = t.check()
	}
	if err != nil {
		return AppraisalTemplate{}, fmt.Errorf("read appraisal template: %w", err)
	}
	return t, nil
}

func (t *AppraisalTemplate) read(data []byte) error {
	if len(data) > MostAppraisalBytes {
		return fmt.Errorf("the file is larger than %d bytes", MostAppraisalBytes)
	}
	if !utf8.Valid(data) {
		return errors.New("the file is not UTF-8 text")
	}
	if err := unrepeated(data); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(t)
}

func (t *AppraisalTemplate) check() error {
	if t.Format != AppraisalFormat {
		return fmt.Errorf("the format is %q, this program reads %q", t.Format, AppraisalFormat)
	}
	if !gatewayCode.MatchString(t.Code) || !isDay(t.Version) {
		return errors.New("code must be small letters, digits and hyphens, and version a day")
	}
	for _, n := range t.Nations {
		if !slices.Contains(Codes(), n) {
			return fmt.Errorf("%q is not a nation", n)
		}
	}
	if err := settle(&t.Title, &t.About, &t.Signs); err != nil {
		return err
	}
	for id, s := range t.Sources {
		if err := s.check(); err != nil {
			return fmt.Errorf("source %q: %w", id, err)
		}
	}
	if len(t.Stages) == 0 || len(t.Stages) > 3 {
		return errors.New("it needs one to three stages")
	}
	seen, parts, full := map[string]bool{}, map[string]bool{}, 0
	for i := range t.Stages {
		if err := t.checkStage(&t.Stages[i], seen, parts); err != nil {
			return fmt.Errorf("stage %d: %w", i+1, err)
		}
		if !t.Stages[i].Screening {
			full++
		}
	}
	if full == 0 || !parts[PartOptions] || !parts[PartLenses] {
		return errors.New("it needs a full stage with the parts options and lenses")
	}
	return nil
}

func (s AppraisalSource) check() error {
	if err := s.Source.check(); err != nil {
		return err
	}
	if !oneOf(s.Read, "full", "excerpt", NotRead) || (s.ReadOn != NotRead && !isDay(s.ReadOn)) {
		return errors.New("read must be full, excerpt or not read, and read_on a day or not read")
	}
	return nil
}

func (t *AppraisalTemplate) checkStage(s *AppraisalStage, seen, parts map[string]bool) error {
	if !gatewayCode.MatchString(s.Code) || seen[s.Code] {
		return fmt.Errorf("the code %q must be small letters, digits and hyphens, and stand once", s.Code)
	}
	seen[s.Code] = true
	if err := settle(&s.Title, &s.Guidance); err != nil {
		return err
	}
	if len(s.Sections) == 0 || len(s.Sections) > 20 {
		return errors.New("a stage needs one to twenty sections")
	}
	for i := range s.Sections {
		one := &s.Sections[i]
		if !gatewayCode.MatchString(one.Code) || seen[s.Code+"/"+one.Code] {
			return fmt.Errorf("section %d: the code %q must be small letters, digits and hyphens, and stand once", i+1, one.Code)
		}
		seen[s.Code+"/"+one.Code] = true
		if err := t.checkSection(one, s.Screening, parts); err != nil {
			return fmt.Errorf("section %q: %w", one.Code, err)
		}
	}
	if s.Screening != slices.ContainsFunc(s.Sections, func(one AppraisalSection) bool { return one.Part == PartScreening }) {
		return errors.New("a stage that is a first look has the part screening, and no other has")
	}
	return nil
}

func (t *AppraisalTemplate) checkSection(s *AppraisalSection, screening bool, parts map[string]bool) error {
	if err := settle(&s.Title, &s.Guidance); err != nil {
		return err
	}
	if _, ok := t.Sources[s.SourceID]; !ok {
		return fmt.Errorf("no source %q among the sources", s.SourceID)
	}
	if err := s.Evidence.check(); err != nil {
		return err
	}
	if err := plain(s.Pinpoint); err != nil {
		return fmt.Errorf("the pinpoint %w", err)
	}
	if s.Part != "" {
		if !slices.Contains(AppraisalParts, s.Part) || parts[s.Part] || screening != (s.Part == PartScreening) {
			return fmt.Errorf("the part %q is none, stands twice, or stands in the wrong stage", s.Part)
		}
		parts[s.Part] = true
	}
	if (s.Part == "") != (len(s.Questions) > 0) || len(s.Questions) > 12 {
		return errors.New("a section has a part, or one to twelve questions")
	}
	codes := map[string]bool{}
	for i := range s.Questions {
		q := &s.Questions[i]
		if !gatewayCode.MatchString(q.Code) || codes[q.Code] {
			return fmt.Errorf("question %d: the code %q must be small letters, digits and hyphens, and stand once", i+1, q.Code)
		}
		codes[q.Code] = true
		if err := settle(&q.Ask); err != nil {
			return err
		}
		if q.Hint != nil {
			if err := settle(q.Hint); err != nil {
				return err
			}
		}
	}
	return nil
}

// InOrder gives the sources of a template in the order of their ids.
func (t AppraisalTemplate) InOrder() (list []AppraisalSource) {
	for _, id := range slices.Sorted(maps.Keys(t.Sources)) {
		list = append(list, t.Sources[id])
	}
	return list
}

// settle fills a language that is missing from the other, and refuses what is no plain text.
func settle(texts ...*Text) error {
	for _, t := range texts {
		if strings.TrimSpace(t.Cy) == "" {
			t.Cy = t.En
		}
		if strings.TrimSpace(t.En) == "" {
			t.En = t.Cy
		}
		if err := t.check(); err != nil {
			return err
		}
	}
	return nil
}
