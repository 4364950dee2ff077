package framework

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"unicode/utf8"
)

// files are an edition's files by path inside its folder.
type files map[string][]byte

// maxFile bounds one file of an edition; a steward's upload goes the same way.
const maxFile = 4 << 20

// Load reads an edition from its folder and checks every rule of FORMAT.md. The
// error lists all that is wrong, so that a translator mends it in one go. other
// finds the edition that this one takes its screen texts from.
func Load(folder fs.FS, other func(id string) (*Edition, bool)) (*Edition, error) {
	f, err := readFiles(folder)
	if err != nil {
		return nil, err
	}
	return build(f, other)
}

// reading turns JSON into a value: decodeStrict for files from outside, json.Unmarshal for those in the program, which
// a test reads strictly: that keeps the program's start short.
type reading func(b []byte, into any) error

func readFiles(folder fs.FS) (files, error) {
	f := files{}
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".json" {
			return err
		}
		in, err := folder.Open(name)
		if err != nil {
			return err
		}
		defer in.Close()
		b, err := io.ReadAll(io.LimitReader(in, maxFile+1))
		if err == nil && len(b) > maxFile {
			err = fmt.Errorf("%s is larger than %d bytes", name, maxFile)
		}
		f[name] = b
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read edition: %w", err)
	}
	return f, nil
}

// build reads strictly and checks every rule.
func build(f files, other func(id string) (*Edition, bool)) (*Edition, error) {
	e, err := buildProven(f, other, decodeStrict)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(checkEdition(e)...); err != nil {
		return nil, fmt.Errorf("edition %s: %w", e.ID, err)
	}
	return e, nil
}

// buildProven puts an edition together without judging it.
func buildProven(f files, other func(id string) (*Edition, bool), read reading) (*Edition, error) {
	e, err := assemble(f, read)
	if err != nil {
		return nil, err
	}
	if err := e.takePacks(f, other, read); err != nil {
		return nil, err
	}
	return e, nil
}

// assemble reads edition.json, the sources and the items, without judging them.
func assemble(f files, read reading) (*Edition, error) {
	e := &Edition{}
	if err := f.decode("edition.json", e, read); err != nil {
		return nil, err
	}
	var err error
	if e.sources, err = f.sources(read); err != nil {
		return nil, err
	}
	for i := range e.Principles {
		p := &e.Principles[i]
		if p.outcomes, err = f.outcomes(p.Code, read); err != nil {
			return nil, err
		}
		e.fillCitations(p.outcomes)
	}
	e.order()
	return e, nil
}

func (f files) sources(read reading) (map[string]Source, error) {
	all := map[string]Source{}
	for _, name := range f.names() {
		if ok, _ := path.Match("sources-*.json", name); !ok {
			continue
		}
		var some map[string]Source
		if err := f.decode(name, &some, read); err != nil {
			return nil, err
		}
		for id, s := range some {
			if old, twice := all[id]; twice && (old.URL != s.URL || old.Kind != s.Kind) {
				return nil, fmt.Errorf("read %s: source %q means something else in another file", name, id)
			}
			all[id] = s
		}
	}
	return all, nil
}

func (f files) outcomes(principle string, read reading) ([]Outcome, error) {
	var file struct {
		Principle string    `json:"principle"`
		Outcomes  []Outcome `json:"outcomes"`
	}
	name := "items/" + principle + ".json"
	if err := f.decode(name, &file, read); err != nil {
		return nil, err
	}
	if file.Principle != principle {
		return nil, fmt.Errorf("read %s: it says it is for %q", name, file.Principle)
	}
	for i := range file.Outcomes {
		o := &file.Outcomes[i]
		o.Principle = principle
		for j := range o.Indicators {
			o.Indicators[j].Outcome = o.Code
		}
	}
	return file.Outcomes, nil
}

// fillCitations gives each citation its source's title, and its address when the
// file names no address of the pinpoint itself.
func (e *Edition) fillCitations(outcomes []Outcome) {
	fill := func(byNation map[string][]Citation) {
		for _, list := range byNation {
			for i := range list {
				s := e.sources[list[i].Source]
				list[i].Title = s.Title
				if list[i].URL == "" {
					list[i].URL, list[i].borrowedURL = s.URL, true
				}
			}
		}
	}
	for _, o := range outcomes {
		fill(o.Citations)
		for _, ind := range o.Indicators {
			fill(ind.Citations)
		}
	}
}

// order fixes the place of every item: outcomes first, then indicators.
func (e *Edition) order() {
	var later []Item
	for _, p := range e.Principles {
		for _, o := range p.outcomes {
			e.items = append(e.items, Item{o.Code, OutcomeItem, p.Code, o.Code, o.Text})
			for _, ind := range o.Indicators {
				later = append(later, Item{ind.Code, IndicatorItem, p.Code, o.Code, ind.Text})
			}
		}
	}
	e.items = append(e.items, later...)
	e.index = make(map[string]int, len(e.items))
	for i, it := range e.items {
		e.index[it.Code] = i
	}
}

// takePacks reads the language packs; an edition with common_from borrows the screen texts.
func (e *Edition) takePacks(f files, other func(id string) (*Edition, bool), read reading) error {
	var lender *Edition
	if e.CommonFrom != "" {
		var ok bool
		if lender, ok = other(e.CommonFrom); !ok {
			return fmt.Errorf("read edition %s: no edition %q to take screen texts from", e.ID, e.CommonFrom)
		}
	}
	e.packs = map[string]*Pack{}
	for _, lang := range e.Languages {
		p := &Pack{cards: map[string]Card{}, own: lender == nil}
		if lender != nil {
			from, ok := lender.packs[lang]
			if !ok {
				return fmt.Errorf("read edition %s: %s has no language %q", e.ID, lender.ID, lang)
			}
			p.common = from.common
		} else if err := f.decode("cards/"+lang+"/common.json", &p.common, read); err != nil {
			return err
		}
		for _, principle := range e.Principles {
			if err := f.decode("cards/"+lang+"/"+principle.Code+".json", &p.cards, read); err != nil {
				return err
			}
		}
		e.packs[lang] = p
	}
	e.finish()
	return nil
}

func (f files) decode(name string, into any, read reading) error {
	b, ok := f[name]
	if !ok {
		return fmt.Errorf("read edition: %s is missing", name)
	}
	if err := read(b, into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// decodeStrict reads one JSON value: no unknown field, no key twice, valid UTF-8, nothing after it.
func decodeStrict(b []byte, into any) error {
	if !utf8.Valid(b) {
		return errors.New("not valid UTF-8")
	}
	if err := noKeyTwice(json.NewDecoder(bytes.NewReader(b))); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the JSON value")
	}
	return nil
}

// noKeyTwice walks one JSON value. encoding/json lets the last of two equal keys
// win in silence, which would lose somebody's card.
func noKeyTwice(d *json.Decoder) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	open, isDelim := t.(json.Delim)
	if !isDelim {
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			k, err := d.Token()
			if err != nil {
				return err
			}
			key, _ := k.(string)
			if seen[key] {
				return fmt.Errorf("key %q stands twice in one object", key)
			}
			seen[key] = true
		}
		if err := noKeyTwice(d); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

func (f files) names() []string {
	names := make([]string, 0, len(f))
	for n := range f {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
