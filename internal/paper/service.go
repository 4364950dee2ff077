package paper

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"

	"stablefutures/internal/framework"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// Room makes things on paper. It is safe for concurrent use.
type Room struct {
	drawing func(name string) string
	making  chan struct{}

	mu    sync.Mutex
	kept  map[string]Sheet
	order []string // of kept, oldest first
	bytes int
}

// Sheet is a made PDF. Its name tells the product, the edition and the language,
// and never anything personal; the same name and edition always have the same bytes.
type Sheet struct {
	Name string
	PDF  []byte
}

const (
	// atOnce is how many documents are made at the same time: they are all work
	// for the processor, and pages must stay quick meanwhile.
	atOnce = 2
	// keptBytes bounds what is remembered: about a hundred products.
	keptBytes = 24 << 20
)

// New makes the room. drawing gives the strokes of a picture by its name, inside
// a 48 × 48 box, or "" when there is none of that name.
func New(drawing func(name string) string) *Room {
	return &Room{drawing: drawing, making: make(chan struct{}, atOnce), kept: map[string]Sheet{}}
}

// Make gives what was ordered of an edition in one of its languages. The caller
// has asked whether the reader may read the edition. Errors: problem.Invalid for
// an order that cannot be (see Order.Settled) and for words that do not fit the
// size (paper.too_long, at the field "size"); ctx's own when the wait is given up.
func (r *Room) Make(ctx context.Context, e *framework.Edition, pack *framework.Pack, o Order) (Sheet, error) {
	o.Lang = pack.Lang()
	o, err := o.Settled(e)
	if err != nil {
		return Sheet{}, err
	}
	key := o.key(e, pack)
	if s, ok := r.remembered(key); ok {
		return s, nil
	}
	select {
	case r.making <- struct{}{}:
		defer func() { <-r.making }()
	case <-ctx.Done():
		return Sheet{}, fmt.Errorf("wait for the press: %w", ctx.Err())
	}
	if s, ok := r.remembered(key); ok { // somebody made it meanwhile
		return s, nil
	}
	doc, err := r.doc(e, pack, o)
	if err != nil {
		return Sheet{}, err
	}
	var b bytes.Buffer
	if err := print.WritePDF(&b, doc); errors.Is(err, print.ErrOverflow) {
		var check problem.Check
		check.Add("size", "paper.too_long")
		return Sheet{}, check.Err()
	} else if err != nil {
		return Sheet{}, fmt.Errorf("make paper: %w", err)
	}
	s := Sheet{Name: o.name(e), PDF: b.Bytes()}
	r.remember(key, s)
	return s, nil
}

// Doc is what Make prints, for those who look before they print; see print.Missing.
func (r *Room) Doc(e *framework.Edition, pack *framework.Pack, o Order) (print.Doc, error) {
	o.Lang = pack.Lang()
	o, err := o.Settled(e)
	if err != nil {
		return print.Doc{}, err
	}
	return r.doc(e, pack, o)
}

func (r *Room) doc(e *framework.Edition, pack *framework.Pack, o Order) (print.Doc, error) {
	w := &work{room: r, edition: e, pack: pack, order: o, large: o.Large}
	w.find()
	switch o.Product {
	case Cards:
		return w.cards(), nil
	case Poster:
		return w.poster(), nil
	case Booklet:
		return w.booklet(), nil
	case Checklist:
		return w.checklist(), nil
	}
	return w.observation(), nil
}

// key names the bytes: everything they depend on.
func (o Order) key(e *framework.Edition, pack *framework.Pack) string {
	recall := ""
	if e.Recall != nil {
		recall = e.Recall.Notice
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{e.ID, e.Checksum(), pack.Checksum(), pack.Status(), recall, fmt.Sprintf("%+v", o)}))
	return hex.EncodeToString(sum[:])
}

// name is the file's name: letters, digits and hyphens alone.
func (o Order) name(e *framework.Edition) string {
	parts := []string{string(o.Product), e.ID, o.Lang, o.Nation, o.Size, strings.ToLower(o.Outcome)}
	if o.Large {
		parts = append(parts, "large")
	}
	if o.Back {
		parts = append(parts, "back")
	}
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' {
			return c
		}
		return '-'
	}, strings.Join(kept, "-")) + ".pdf"
}

func (r *Room) remembered(key string) (Sheet, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s, ok := r.kept[key]
	return s, ok
}

// remember keeps a sheet and lets the oldest go.
func (r *Room) remember(key string, s Sheet) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.kept[key]; ok || len(s.PDF) > keptBytes/4 {
		return
	}
	r.kept[key], r.order, r.bytes = s, append(r.order, key), r.bytes+len(s.PDF)
	for r.bytes > keptBytes {
		r.bytes -= len(r.kept[r.order[0]].PDF)
		delete(r.kept, r.order[0])
		r.order = r.order[1:]
	}
}
