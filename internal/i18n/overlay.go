package i18n

import (
	"encoding/json"
	"fmt"
	"maps"
	"sort"
	"sync/atomic"
)

// Message is one message of the staff's interface as a translator meets it: a text, or its plural forms.
type Message struct {
	Key   string
	Text  string            // "" for a plural
	Forms map[string]string // by form name; nil for a plain text
}

// built reads the messages that are in the program, from the same files as the catalogues. It takes milliseconds: it is
// for translators, and for when something was translated.
func built(lang string) (map[string]Message, error) {
	raw, err := readMessages(messageFiles, lang)
	if err != nil {
		return nil, err
	}
	list := make(map[string]Message, len(raw))
	for key, value := range raw {
		m := Message{Key: key}
		if json.Unmarshal(value, &m.Text) != nil {
			if err := json.Unmarshal(value, &m.Forms); err != nil {
				return nil, fmt.Errorf("read message %s: %w", key, err)
			}
		}
		list[key] = m
	}
	return list, nil
}

// Messages lists the messages that are in the program for one language, by key; none for a language without any.
func Messages(lang string) []Message {
	all, err := built(lang)
	if err != nil {
		return nil // the catalogues panic on the same files, so this cannot be seen
	}
	list := make([]Message, 0, len(all))
	for _, m := range all {
		list = append(list, m)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Key < list[j].Key })
	return list
}

// overlaid holds the catalogues with translations that were made here laid over them; nil until there are any.
var overlaid atomic.Pointer[map[string]*catalogue]

// Overlay lays translations over the messages of one language, in place of any laid before; none takes them away. A
// message that cannot be read, or that the program does not have, is an error, and then nothing changes. It is safe
// while pages are being made: an L keeps what it began with.
func Overlay(lang string, texts []Message) error {
	base, ok := catalogues()[normal(lang)]
	if !ok {
		return fmt.Errorf("lay texts over %s: no such language", lang)
	}
	next := map[string]*catalogue{}
	if old := overlaid.Load(); old != nil {
		maps.Copy(next, *old)
	}
	delete(next, normal(lang))
	if len(texts) > 0 {
		c, err := base.with(lang, texts)
		if err != nil {
			return err
		}
		next[normal(lang)] = c
	}
	overlaid.Store(&next)
	return nil
}

// with is a copy of the catalogue with texts in place of its own.
func (c *catalogue) with(lang string, texts []Message) (*catalogue, error) {
	over := *c
	over.plain, over.shaped, over.missing = maps.Clone(c.plain), maps.Clone(c.shaped), false
	for _, m := range texts {
		if !(L{c}).Has(m.Key) {
			return nil, fmt.Errorf("lay texts over %s: no message %s", lang, m.Key)
		}
		var raw []byte
		var err error
		if raw, err = json.Marshal(m.Text); m.Forms != nil {
			raw, err = json.Marshal(m.Forms)
		}
		if err != nil {
			return nil, err
		}
		delete(over.plain, m.Key)
		delete(over.shaped, m.Key)
		if err := over.add(m.Key, raw); err != nil {
			return nil, fmt.Errorf("lay texts over %s, %s: %w", lang, m.Key, err)
		}
	}
	return &over, nil
}

// laidOver gives the catalogue of a language as it stands now.
func laidOver(c *catalogue) *catalogue {
	if all := overlaid.Load(); all != nil {
		if over, ok := (*all)[normal(c.info.Tag)]; ok {
			return over
		}
	}
	return c
}
