package loading

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"stablefutures/internal/extract"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// dpi is how finely a page is drawn: enough to read small print beside it, small enough for a slow line.
const dpi = 110

// keptPictures is how many pages are kept drawn in memory: a steward goes back and forth between a few.
const keptPictures = 12

// pictures are pages drawn lately. A page of a kept file never changes, so neither does its picture.
type pictures struct{ in *pictureShelf }

type pictureShelf struct {
	mu    sync.Mutex
	order []string // oldest first
	drawn map[string][]byte
	one   sync.Mutex // drawing takes a processor and much memory: one at a time
}

func newPictures() pictures { return pictures{&pictureShelf{drawn: map[string][]byte{}}} }

func (p pictures) find(key string) ([]byte, bool) {
	p.in.mu.Lock()
	defer p.in.mu.Unlock()
	b, ok := p.in.drawn[key]
	return b, ok
}

func (p pictures) keep(key string, b []byte) {
	p.in.mu.Lock()
	defer p.in.mu.Unlock()
	if _, twice := p.in.drawn[key]; twice {
		return
	}
	p.in.drawn[key] = b
	p.in.order = append(p.in.order, key)
	for len(p.in.order) > keptPictures {
		delete(p.in.drawn, p.in.order[0])
		p.in.order = slices.Delete(p.in.order, 0, 1)
	}
}

// Picture gives a page of a draft's current file as a PNG. A page that is not there, or of a file that cannot be drawn,
// is NotFound. Who may not open the draft is refused before anything is looked up in memory.
func (s *Service) Picture(ctx context.Context, who permit.Actor, draft string, page int) ([]byte, error) {
	o, err := s.Open(ctx, who, draft)
	if err != nil {
		return nil, err
	}
	f, ok := o.Current()
	if !ok || !f.Drawn || !slices.ContainsFunc(o.Pages, func(p Page) bool { return p.Number == page }) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	key := fmt.Sprintf("%s/%d", f.ID, page)
	if b, ok := s.pictures.find(key); ok {
		return b, nil
	}
	s.pictures.in.one.Lock()
	defer s.pictures.in.one.Unlock()
	if b, ok := s.pictures.find(key); ok {
		return b, nil
	}
	_, content, err := s.Original(ctx, who, draft, f.ID)
	if err != nil {
		return nil, err
	}
	b, err := extract.Picture(ctx, content, page, dpi)
	if err != nil {
		return nil, fmt.Errorf("draw page: %w", err)
	}
	s.pictures.keep(key, b)
	return b, nil
}
