package framework

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"stablefutures/internal/problem"
)

// FormatChanges is what a file of changes says it is; docs/formats.md and docs/schemas/wording-changes-1.json tell it.
const FormatChanges = "stable-futures/wording-changes/1"

// Changes are how the words and pictures of one edition and language differ from those it was published with: all of a
// version, not only what is new in it.
type Changes struct {
	Format   string             `json:"format"`
	Edition  string             `json:"edition"`
	Lang     string             `json:"lang"`
	Texts    map[string]NewText `json:"texts,omitempty"`    // by key, see Entry
	Pictures map[string]string  `json:"pictures,omitempty"` // by place, see Place: the name of a drawing
}

// NewText is what stands in a text's place. For is the text in the edition's own language that it was said for: when
// that one changes, somebody has to look at this one again. In the edition's own language it is "".
type NewText struct {
	Text string `json:"text"`
	For  string `json:"for,omitempty"`
}

// Say puts a text in the place of another.
func (c *Changes) Say(key, text string) {
	if c.Texts == nil {
		c.Texts = map[string]NewText{}
	}
	c.Texts[key] = NewText{Text: text}
}

// Show puts a drawing in a place.
func (c *Changes) Show(place, drawing string) { put(&c.Pictures, place, drawing) }

func (c Changes) digest() string { return mustDigest(c) }

func (c Changes) clone() Changes {
	c.Texts, c.Pictures = maps.Clone(c.Texts), maps.Clone(c.Pictures)
	return c
}

// The most characters that a text may have; a card's name stands under its picture at 320 pixels.
const maxYoungText = 600

// labels are the drawings on the labels of sittings, which stand on no card, so that a label is never taken for an answer.
var labels = []string{"kite", "cup", "lamp", "leaf", "shell", "bell", "hat", "umbrella", "spoon", "button", "balloon", "snail"}

// ForLabels reports a drawing that is for labels alone.
func ForLabels(drawing string) bool { return slices.Contains(labels, drawing) }

// drawingName is what a drawing may be called: one of the program's, or one brought here.
var drawingName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// YoungText is one text of a young person's screen with what bounds it.
type YoungText struct {
	Key, Text string
	Rule      TextRule
	Guarded   bool // agreement, safety, stopping, privacy: to be checked by a lawyer
}

// YoungTexts lists what a young person sees in a pack, in the order in which they meet it, with what bounds each.
// source is the pack of the edition's own language, from which the slots come.
func (e *Edition) YoungTexts(p, source *Pack) []YoungText {
	from := map[string]string{}
	for _, entry := range e.Entries(source) {
		from[entry.Key] = entry.Text
	}
	var list []YoungText
	for _, entry := range e.Entries(p) {
		if !ForYoung(entry.Key) {
			continue
		}
		most := maxYoungText
		if strings.HasSuffix(entry.Key, "/name") && strings.HasPrefix(entry.Key, "card/") || strings.HasSuffix(entry.Key, "/word") {
			most = max(maxCardName, utf8.RuneCountInString(from[entry.Key]))
		}
		list = append(list, YoungText{entry.Key, entry.Text, TextRule{Source: from[entry.Key], Max: most}, guardedKey(entry.Key)})
	}
	return list
}

// guardedKey is Guarded for the key of an entry or a place.
func guardedKey(key string) bool {
	if screen, ok := strings.CutPrefix(key, "screen/"); ok {
		return Guarded(screen + ".")
	}
	ui, ok := strings.CutPrefix(key, "ui/")
	return strings.HasPrefix(key, "explain/") || ok && Guarded(ui)
}

// checkChanges says what is wrong with changes, each at its key. find reports whether there is a drawing of a name.
func (e *Edition) checkChanges(c Changes, p, source *Pack, find func(string) bool) error {
	var check problem.Check
	texts := map[string]YoungText{}
	for _, t := range e.YoungTexts(p, source) {
		texts[t.Key] = t
	}
	for _, key := range sortedKeys(c.Texts) {
		t, known := texts[key]
		check.Require(known, key, "framework.wording.no_text", "key", key)
		if known {
			for _, f := range CheckText(t.Rule, c.Lang, c.Texts[key].Text) {
				check.Add(key, f.Key, f.Args...)
			}
			check.Require(c.Lang == e.original() || c.Texts[key].For != "", key, "framework.wording.no_source", "key", key)
		}
	}
	places := e.Places(p)
	for _, place := range sortedKeys(c.Pictures) {
		known := slices.ContainsFunc(places, func(at Place) bool { return at.Key == place })
		check.Require(known, place, "framework.wording.no_place", "place", place)
		name := c.Pictures[place]
		check.Require(drawingName.MatchString(name) && find(name), place, "framework.wording.no_drawing", "name", name)
	}
	return check.Err()
}

// Advise tells what FORMAT.md asks of a text and no program can judge for sure: it keeps nobody from going on.
func Advise(key, lang, text string) []Advice {
	var list []Advice
	for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".?!؟።፧", r) }) {
		if n := len(strings.Fields(sentence)); n > 12 {
			list = append(list, Advice{"framework.wording.advice_long", []any{"count", n}})
			break
		}
	}
	if lang != "en" {
		return list
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !(r >= 'a' && r <= 'z') })
	for _, word := range []string{"should", "must", "why"} {
		if slices.Contains(words, word) && !guardedKey(key) {
			list = append(list, Advice{"framework.wording.advice_word", []any{"word", word}})
		}
	}
	if strings.HasPrefix(key, "card/") && strings.HasSuffix(key, "/example") && !strings.HasPrefix(text, "For example:") {
		list = append(list, Advice{"framework.wording.advice_example", nil})
	}
	if strings.HasPrefix(key, "card/") && strings.HasSuffix(key, "/ask") && !strings.HasSuffix(text, "?") {
		list = append(list, Advice{"framework.wording.advice_question", nil})
	}
	return list
}
