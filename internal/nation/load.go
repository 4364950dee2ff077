package nation

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

//go:embed packs/*.json
var packFiles embed.FS

// Format is the mark at the head of every pack file. FORMAT.md describes it.
const Format = "stablefutures-nation-pack/1"

// MostBytes is the largest pack file that is read.
const MostBytes = 1 << 20

// packFile is the file as it is written.
type packFile struct {
	Format  string            `json:"format"`
	Nation  string            `json:"nation"`
	Version string            `json:"version"`
	Title   Text              `json:"title"`
	Note    string            `json:"note,omitempty"`
	Sources map[string]Source `json:"sources"`
	Terms   map[TermKey]Term  `json:"terms"`
	Rules   []Rule            `json:"rules"`
	// Gateways may be missing: then a share names its ground in words.
	Gateways []Gateway `json:"gateways,omitempty"`
}

// Load gives the packs inside the binary. They are read once; the tests of this room have read them before.
func Load() (Packs, error) { return embedded() }

var embedded = sync.OnceValues(func() (Packs, error) {
	all := Packs{byCode: map[string]Pack{}}
	for _, code := range Codes() {
		data, err := packFiles.ReadFile("packs/" + code + ".json")
		if err != nil {
			return Packs{}, fmt.Errorf("read nation pack: %w", err)
		}
		p, err := LoadFile(data)
		if err != nil {
			return Packs{}, fmt.Errorf("%s.json: %w", code, err)
		}
		if p.nation != code {
			return Packs{}, fmt.Errorf("read nation pack: %s.json is of %q", code, p.nation)
		}
		all.byCode[code] = p
	}
	return all, nil
})

// LoadFile reads one pack as FORMAT.md has it. It is strict: unknown or repeated fields, unknown keys, a missing term
// or rule, a value of the wrong type, a bad day, overlapping periods, an unknown source and anything after the end are
// errors that say where. It takes foreign files: at most MostBytes, valid UTF-8, plain text only.
func LoadFile(data []byte) (Pack, error) {
	p, err := read(data)
	if err != nil {
		return Pack{}, fmt.Errorf("read nation pack: %w", err)
	}
	return p, nil
}

func read(data []byte) (Pack, error) {
	if len(data) > MostBytes {
		return Pack{}, fmt.Errorf("the file is larger than %d bytes", MostBytes)
	}
	if !utf8.Valid(data) {
		return Pack{}, errors.New("the file is not UTF-8 text")
	}
	if err := unrepeated(data); err != nil {
		return Pack{}, err
	}
	var f packFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return Pack{}, err
	}
	if err := f.checkHead(); err != nil {
		return Pack{}, err
	}
	p := Pack{nation: f.Nation, version: f.Version, title: f.Title, terms: f.Terms, sources: f.Sources, rules: map[RuleKey][]Rule{}}
	if err := f.checkTerms(); err != nil {
		return Pack{}, err
	}
	for i, r := range f.Rules {
		if err := f.checkRule(&r); err != nil {
			return Pack{}, fmt.Errorf("rule %d (%s): %w", i+1, r.Key, err)
		}
		p.rules[r.Key] = append(p.rules[r.Key], r)
	}
	var err error
	if p.gateways, err = f.readGateways(); err != nil {
		return Pack{}, err
	}
	return p, p.checkPeriods()
}

func (f packFile) checkHead() error {
	if f.Format != Format {
		return fmt.Errorf("the format is %q, this program reads %q", f.Format, Format)
	}
	if !oneOf(f.Nation, Codes()...) {
		return fmt.Errorf("%q is not a nation; known are %s", f.Nation, strings.Join(Codes(), ", "))
	}
	if !isDay(f.Version) {
		return fmt.Errorf("version %q is not a day such as 2026-11-22", f.Version)
	}
	if err := f.Title.check(); err != nil {
		return fmt.Errorf("title: %w", err)
	}
	for id, s := range f.Sources {
		if err := s.check(); err != nil {
			return fmt.Errorf("source %q: %w", id, err)
		}
	}
	return nil
}

func (f packFile) checkTerms() error {
	for key, t := range f.Terms {
		if !slices.Contains(termKeys, key) {
			return fmt.Errorf("unknown term %q", key)
		}
		if err := t.check(); err != nil {
			return fmt.Errorf("term %q: %w", key, err)
		}
		if err := t.Evidence.check(); err != nil {
			return fmt.Errorf("term %q: %w", key, err)
		}
		if err := plain(t.Note); err != nil {
			return fmt.Errorf("term %q: the note %w", key, err)
		}
	}
	for _, key := range termKeys {
		if _, ok := f.Terms[key]; !ok {
			return fmt.Errorf("term %q is missing", key)
		}
	}
	return nil
}

// checkRule looks at one rule by itself and fills in its source.
func (f packFile) checkRule(r *Rule) error {
	want, known := ruleTypes[r.Key]
	if !known {
		return fmt.Errorf("unknown rule %q", r.Key)
	}
	if r.Value.Type != want {
		return fmt.Errorf("the value must be of type %q, not %q", want, r.Value.Type)
	}
	if err := r.Value.check(); err != nil {
		return err
	}
	source, ok := f.Sources[r.SourceID]
	if !ok {
		return fmt.Errorf("no source %q among the sources", r.SourceID)
	}
	r.Source = source
	if err := r.Evidence.check(); err != nil {
		return err
	}
	if r.Evidence == Primary && source.URL == "" {
		return errors.New("evidence P needs a source with an address")
	}
	for _, n := range r.Nations {
		if !oneOf(n, Codes()...) {
			return fmt.Errorf("%q is not a nation", n)
		}
	}
	if !slices.Contains(r.Nations, f.Nation) {
		return fmt.Errorf("its nations do not hold %q", f.Nation)
	}
	if err := plain(r.Note + r.Pinpoint); err != nil {
		return fmt.Errorf("the note or pinpoint %w", err)
	}
	return f.checkDays(r)
}

// checkDays looks at the days of a rule: real, in order, and none of a reading later than the pack itself.
func (f packFile) checkDays(r *Rule) error {
	if (r.ReadOn != NotRead && !isDay(r.ReadOn)) || (r.CheckedOn != NotChecked && !isDay(r.CheckedOn)) {
		return fmt.Errorf("read_on %q and checked_on %q must be days, or %q and %q", r.ReadOn, r.CheckedOn, NotRead, NotChecked)
	}
	if (isDay(r.ReadOn) && r.ReadOn > f.Version) || (isDay(r.CheckedOn) && r.CheckedOn > f.Version) {
		return fmt.Errorf("read or checked after the pack's own version %s", f.Version)
	}
	if (r.EffectiveFrom != "" && !isDay(r.EffectiveFrom)) || (r.EffectiveTo != "" && !isDay(r.EffectiveTo)) {
		return fmt.Errorf("effective_from %q and effective_to %q must be days or empty", r.EffectiveFrom, r.EffectiveTo)
	}
	if r.EffectiveFrom != "" && r.EffectiveTo != "" && r.EffectiveTo < r.EffectiveFrom {
		return fmt.Errorf("it ends (%s) before it begins (%s)", r.EffectiveTo, r.EffectiveFrom)
	}
	return nil
}

// checkPeriods puts each rule's periods in order, refuses two on one day, and asks for one on the pack's own day.
func (p Pack) checkPeriods() error {
	for _, key := range RuleKeys() {
		periods := p.rules[key]
		slices.SortStableFunc(periods, func(a, b Rule) int { return strings.Compare(a.EffectiveFrom, b.EffectiveFrom) })
		for i := 1; i < len(periods); i++ {
			before, after := periods[i-1], periods[i]
			if before.EffectiveTo == "" || after.EffectiveFrom == "" || after.EffectiveFrom <= before.EffectiveTo {
				return fmt.Errorf("rule %q has two values from %q on: end the earlier one first", key, after.EffectiveFrom)
			}
		}
		if !slices.ContainsFunc(periods, func(r Rule) bool { return r.holds(p.version) }) {
			return fmt.Errorf("rule %q has no value on the pack's own day %s", key, p.version)
		}
	}
	return nil
}

func (e Evidence) check() error {
	if !oneOf(string(e), "P", "S", "U", "D") {
		return fmt.Errorf("evidence %q is not P, S, U or D", e)
	}
	return nil
}

// check refuses a source that cannot be looked up: no title or publisher, or an address that is not a web address.
func (s Source) check() error {
	if strings.TrimSpace(s.Title) == "" || strings.TrimSpace(s.Publisher) == "" || strings.TrimSpace(s.Published) == "" {
		return errors.New("title, publisher and published must be filled")
	}
	if err := plain(s.Title + s.Publisher + s.Published + s.URL); err != nil {
		return fmt.Errorf("it %w", err)
	}
	if s.URL == "" {
		return nil
	}
	u, err := url.Parse(s.URL)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil {
		return errors.New("the url is not a web address")
	}
	return nil
}

// isDay says whether s is a real day written YYYY-MM-DD.
func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// deepest bounds nesting; a pack needs six levels.
const deepest = 12

// unrepeated refuses a field given twice in one object, which encoding/json would let the last one win, deep nesting,
// and anything after the end.
func unrepeated(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if err := walk(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is something after the end of the pack")
	}
	return nil
}

func walk(d *json.Decoder, depth int) error {
	if depth > deepest {
		return errors.New("nested too deeply")
	}
	token, err := d.Token()
	if err != nil {
		return err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			name, err := d.Token()
			if err != nil {
				return err
			}
			// encoding/json matches names without regard to case, so case must not hide a repeat either.
			key := strings.ToLower(fmt.Sprint(name))
			if seen[key] {
				return fmt.Errorf("%q is given twice", name)
			}
			seen[key] = true
		}
		if err := walk(d, depth+1); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}
