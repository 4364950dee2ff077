package framework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// FormatWording is what a wording says it is; docs/formats.md and docs/schemas/wording-1.json tell what it holds.
const FormatWording = "stable-futures/wording/1"

// Wording is what a young person sees in one edition and language: every text of cards and screens, and which picture
// stands where. A record keeps its checksum, so that it can be read for ever what somebody was shown.
type Wording struct {
	Format   string            `json:"format"`
	Edition  string            `json:"edition"`
	Lang     string            `json:"lang"`
	Name     string            `json:"name"` // of the language, in its own script
	Dir      string            `json:"dir"`
	Status   string            `json:"status"`             // of the least trusted text
	Number   int               `json:"number,omitempty"`   // of the version in use; 0 is the edition as it was published
	Texts    map[string]string `json:"texts"`              // by key, see Entry
	Pictures map[string]string `json:"pictures"`           // by place, see Place: the name of a drawing
	Drawings map[string]string `json:"drawings,omitempty"` // by name: the strokes, in a box of 48 × 48
}

// Checksum is the SHA-256, in hex, of the wording in the canonical form of RFC 8785.
func (w Wording) Checksum() string { return mustDigest(w) }

// youngKinds are the first words of the keys of what a young person sees. The other texts are the edition's own.
var youngKinds = []string{"card/", "anchor/", "answer/", "explain/", "ui/", "principle/"}

// ForYoung reports whether a text, by its key, stands on a young person's screen.
func ForYoung(key string) bool {
	for _, kind := range youngKinds {
		if strings.HasPrefix(key, kind) {
			return true
		}
	}
	return false
}

// Wording is what a young person sees in a pack of the edition.
func (s *Service) Wording(e *Edition, p *Pack) Wording {
	w := Wording{Format: FormatWording, Edition: e.ID, Lang: p.Lang(), Name: p.Name(), Dir: p.Dir(), Status: p.Status(), Number: p.version,
		Texts: map[string]string{}, Pictures: map[string]string{}}
	for _, entry := range e.Entries(p) {
		if ForYoung(entry.Key) {
			w.Texts[entry.Key] = entry.Text
		}
	}
	for _, place := range e.Places(p) {
		w.Pictures[place.Key] = place.Picture
		if strokes := s.strokes(place.Picture); strokes != "" {
			put(&w.Drawings, place.Picture, strokes)
		}
	}
	return w
}

// KeepWording keeps what a young person is being shown and gives its checksum, for the record to keep. What is kept
// already stays as it is. The texts of an edition whose wording is withheld are codes: there is nothing to keep, and
// the checksum is "".
func (s *Service) KeepWording(ctx context.Context, e *Edition, p *Pack) (checksum string, err error) {
	if e.withheld {
		return "", nil
	}
	if known, ok := s.kept.Load(p); ok {
		return known.(string), nil
	}
	w := s.Wording(e, p)
	document, err := canonical(w)
	if err != nil {
		return "", err
	}
	checksum = digest(document)
	_, err = s.wordingDocument(ctx, checksum)
	if problem.Is(err, problem.NotFound) {
		err = s.door.Do(ctx, permit.Nobody, permit.Public, access.Nothing, func(work *access.Work) error {
			work.Note(checksum)
			return insertWording(ctx, work, w, checksum, document)
		})
	}
	if err != nil {
		return "", fmt.Errorf("keep wording: %w", err)
	}
	s.kept.Store(p, checksum)
	return checksum, nil
}

// wordingDocument gives the bytes of a wording that was shown; NotFound when it was never kept.
func (s *Service) wordingDocument(ctx context.Context, checksum string) (document []byte, err error) {
	err = s.door.Background(ctx, func(w *access.Work) (err error) {
		document, err = findWording(ctx, w.Tx, checksum)
		return err
	})
	return document, err
}

// ShownWording gives a wording that was shown, within the work of another room's use case, and its bytes. Bytes that are not
// those that were kept are refused: somebody changed the table.
func ShownWording(ctx context.Context, w *access.Work, checksum string) (shown Wording, document []byte, err error) {
	if document, err = findWording(ctx, w.Tx, checksum); err != nil {
		return shown, nil, err
	}
	if digest(document) != checksum {
		return shown, nil, fmt.Errorf("read wording %s: its document is not the one that was kept", checksum)
	}
	if err := json.Unmarshal(document, &shown); err != nil {
		return shown, nil, fmt.Errorf("read wording %s: %w", checksum, err)
	}
	return shown, document, nil
}
