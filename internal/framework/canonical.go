package framework

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"unicode/utf16"
)

// Canonical gives the bytes that a signature covers and that are stored: the document without its signatures and without
// what is about one copy, in the canonical form of RFC 8785. Anybody can make the same bytes from the same file.
func (d Document) Canonical() ([]byte, error) {
	d.Signatures, d.Copy = nil, nil
	return canonical(d)
}

// Digest is the SHA-256, in hex, of Canonical.
func (d Document) Digest() (string, error) {
	b, err := d.Canonical()
	return digest(b), err
}

// Wording is the part of the document that a translation leaves alone: without the id and without languages, except the
// cards and names in the language they were first written in. original names that language; "" when there is none.
func (d Document) Wording(original string) Document {
	d.Signatures, d.Copy, d.ID = nil, nil, ""
	d.Principles = slices.Clone(d.Principles)
	for i, p := range d.Principles {
		name, ok := p.ChildName[original]
		d.Principles[i].ChildName = nil
		if ok {
			d.Principles[i].ChildName = map[string]string{original: name}
		}
	}
	languages := d.Languages
	d.Languages = nil
	for _, l := range languages {
		if l.Lang == original && len(l.Cards) > 0 {
			d.Languages = []DocumentLanguage{{Lang: l.Lang, Cards: l.Cards}}
		}
	}
	return d
}

// finish settles what is worked out from the rest, once.
func (e *Edition) finish() {
	e.checksum = sync.OnceValue(func() string {
		return mustDigest(e.Document().Wording(e.original()))
	})
}

// original is the language the edition's own cards were first written in.
func (e *Edition) original() string {
	for _, lang := range e.Languages {
		if e.packs[lang].common.Status == StatusOriginal {
			return lang
		}
	}
	return ""
}

// Checksum is the SHA-256, in hex, of the pack: screen texts and cards.
func (p *Pack) Checksum() string {
	sum := mustDigest(DocumentLanguage{Lang: p.common.Lang, Screen: &p.common, Cards: p.cards})
	if len(p.pictures) == 0 {
		return sum
	}
	return mustDigest([]any{sum, p.pictures}) // pictures that were chosen here
}

// mustDigest is for values of strings, numbers, lists and maps, which can always be written.
func mustDigest(v any) string {
	b, err := canonical(v)
	if err != nil {
		panic("framework: write checksum: " + err.Error())
	}
	return digest(b)
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// canonical writes a value as RFC 8785 wants it: no white space, keys in the order of their UTF-16 units, and only those
// escapes that JSON cannot do without. Numbers here are whole and small, which the standard writes as Go does.
func canonical(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	return appendCanonical(nil, tree), nil
}

func appendCanonical(b []byte, v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, byUTF16)
		b = append(b, '{')
		for i, k := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, k), ':')
			b = appendCanonical(b, v[k])
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, x := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendCanonical(b, x)
		}
		return append(b, ']')
	case string:
		return appendString(b, v)
	case json.Number:
		return append(b, v...)
	case bool:
		return fmt.Appendf(b, "%t", v)
	}
	return append(b, "null"...)
}

// byUTF16 differs from the order of bytes only beyond the first 65,536 characters; a code may hold such a one.
func byUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b = append(b, '\\', byte(r))
		case '\b':
			b = append(b, '\\', 'b')
		case '\t':
			b = append(b, '\\', 't')
		case '\n':
			b = append(b, '\\', 'n')
		case '\f':
			b = append(b, '\\', 'f')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			if r < 0x20 {
				b = fmt.Appendf(b, "\\u%04x", r)
				continue
			}
			b = append(b, string(r)...)
		}
	}
	return append(b, '"')
}
