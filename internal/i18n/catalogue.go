package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// messageFiles needs "all:" because _status.json begins with an underscore, which a plain pattern leaves out.
//
//go:embed all:messages
var messageFiles embed.FS

//go:embed cldr/words.json
var wordsFile []byte

// catalogue is everything one language needs at work. It never changes once made, so it is shared freely.
type catalogue struct {
	info    LanguageInfo
	tag     language.Tag
	plain   map[string]string  // messages without placeholders, the fast path
	shaped  map[string]message // messages with placeholders, plurals or both
	words   calendarWords
	missing bool // true for languages without staff messages, which read English
}

// message is a text that needs work: one list of pieces for each plural form, or just "other".
type message struct {
	forms  map[plural.Form][]piece
	plural bool
}

// piece is a run of text, or the name of a value when name is set.
type piece struct{ text, name string }

// formNames are the plural forms as message files name them.
var formNames = map[string]plural.Form{"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other}

// placeholder matches {{.name}} and nothing cleverer: translators get no logic to break.
var placeholder = regexp.MustCompile(`\{\{\s*\.([a-z][a-z0-9_]*)\s*\}\}`)

// catalogues makes every language once, at first use. A broken embedded file is a broken build, so it panics with
// the file's name; the tests of this room read every file first.
var catalogues = sync.OnceValue(func() map[string]*catalogue {
	all, err := loadCatalogues(messageFiles)
	if err != nil {
		panic(err)
	}
	return all
})

// loadCatalogues reads all languages; those without messages of their own are given the English ones, and a key
// missing in a language that has messages reads English too (a test refuses that in a build we ship).
func loadCatalogues(files fs.FS) (map[string]*catalogue, error) {
	var words map[string]calendarWords
	if err := json.Unmarshal(wordsFile, &words); err != nil {
		return nil, fmt.Errorf("read words.json: %w", err)
	}
	english := &catalogue{plain: map[string]string{}, shaped: map[string]message{}}
	all := make(map[string]*catalogue, len(known))
	for _, info := range known { // English is first
		c := &catalogue{info: info, tag: language.Make(info.Tag), plain: map[string]string{}, shaped: map[string]message{}, words: words[info.Tag]}
		if info.Tag == "apd" {
			c.tag = language.Arabic // x/text has no plural rules under the narrower tag
		}
		if len(c.words.Months) != 12 {
			return nil, fmt.Errorf("read words.json: %s has %d months", info.Tag, len(c.words.Months))
		}
		texts, err := readMessages(files, info.Tag)
		if err != nil {
			return nil, err
		}
		for key, raw := range texts {
			if err := c.add(key, raw); err != nil {
				return nil, fmt.Errorf("read messages/%s, %s: %w", info.Tag, key, err)
			}
		}
		if info.Tag == "en" {
			english = c
		}
		c.missing = len(texts) == 0
		c.fillFrom(english)
		all[strings.ToLower(info.Tag)] = c
	}
	return all, nil
}

// readMessages gathers one language's messages from all its files; a key in two files is an error.
func readMessages(files fs.FS, lang string) (map[string]json.RawMessage, error) {
	names, err := fs.Glob(files, "messages/"+lang+"/*.json")
	if err != nil {
		return nil, fmt.Errorf("list messages/%s: %w", lang, err)
	}
	all := map[string]json.RawMessage{}
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		var texts map[string]json.RawMessage
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		for key, raw := range texts {
			if _, twice := all[key]; twice {
				return nil, fmt.Errorf("read %s: %q is in another file too", name, key)
			}
			all[key] = raw
		}
	}
	return all, nil
}

// add parses one message, a string or an object of plural forms, and files it by the work it needs.
func (c *catalogue) add(key string, raw json.RawMessage) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		pieces, err := cut(text)
		if err != nil {
			return err
		}
		if len(pieces) == 1 && pieces[0].name == "" {
			c.plain[key] = text
			return nil
		}
		c.shaped[key] = message{forms: map[plural.Form][]piece{plural.Other: pieces}}
		return nil
	}
	var forms map[string]string
	if err := json.Unmarshal(raw, &forms); err != nil {
		return fmt.Errorf("neither a text nor plural forms: %w", err)
	}
	m := message{forms: make(map[plural.Form][]piece, len(forms)), plural: true}
	for name, text := range forms {
		form, ok := formNames[name]
		if !ok {
			return fmt.Errorf("unknown plural form %q", name)
		}
		pieces, err := cut(text)
		if err != nil {
			return err
		}
		m.forms[form] = pieces
	}
	if _, ok := m.forms[plural.Other]; !ok {
		return fmt.Errorf("plural form %q is missing", "other")
	}
	c.shaped[key] = m
	return nil
}

// fillFrom takes over the messages this language does not have; a language with none shares the English maps.
func (c *catalogue) fillFrom(english *catalogue) {
	if c.missing {
		c.plain, c.shaped = english.plain, english.shaped
		return
	}
	has := func(key string) bool {
		_, plain := c.plain[key]
		_, shaped := c.shaped[key]
		return plain || shaped
	}
	for key, text := range english.plain {
		if !has(key) {
			c.plain[key] = text
		}
	}
	for key, m := range english.shaped {
		if !has(key) {
			c.shaped[key] = m
		}
	}
}

// cut splits a text at its placeholders and refuses braces that are not one.
func cut(text string) ([]piece, error) {
	var pieces []piece
	at := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > at {
			pieces = append(pieces, piece{text: text[at:m[0]]})
		}
		pieces = append(pieces, piece{name: text[m[2]:m[3]]})
		at = m[1]
	}
	if at < len(text) || len(pieces) == 0 {
		pieces = append(pieces, piece{text: text[at:]})
	}
	for _, p := range pieces {
		if strings.Contains(p.text, "{{") || strings.Contains(p.text, "}}") {
			return nil, fmt.Errorf("braces that are not a placeholder in %q", text)
		}
	}
	return pieces, nil
}

// Status says how far one room's texts in one language can be trusted: "original", "machine draft",
// "human translated", "back-translated" or "reviewed by speaker with lived experience"; "" when nobody said.
func Status(lang, room string) string { return statuses()[lang][room] }

// statuses reads the _status.json of every staff language once; the name "*" stands for rooms not named.
var statuses = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, lang := range Languages() {
		named := map[string]string{}
		data, err := messageFiles.ReadFile("messages/" + lang + "/_status.json")
		if err == nil {
			err = json.Unmarshal(data, &named)
		}
		if err != nil {
			panic(fmt.Errorf("read status of %s: %w", lang, err))
		}
		rooms, _ := fs.Glob(messageFiles, "messages/"+lang+"/*.json")
		all[lang] = map[string]string{}
		for _, file := range rooms {
			room := strings.TrimSuffix(path.Base(file), ".json")
			if s, ok := named[room]; ok {
				all[lang][room] = s
			} else if room != "_status" {
				all[lang][room] = named["*"]
			}
		}
	}
	return all
})
