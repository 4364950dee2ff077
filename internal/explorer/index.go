package explorer

import (
	"cmp"
	"slices"
	"sync"

	"stablefutures/internal/framework"
)

// mostWords bounds a question: nobody types more, and a program that does gets an answer to these.
const mostWords = 8

// Field says which text of an item a word was found in.
type Field string

// The fields, in the words of the message keys explorer.field_*.
const (
	Text     Field = "text"     // the staff wording
	CardName Field = "name"     // the card's name
	CardAsk  Field = "ask"      // the card's question, or the same said more simply
	Example  Field = "example"  // the card's example
	CanAsk   Field = "can_ask"  // what can be asked for, who must act, how
	RestsOn  Field = "rests_on" // titles and pinpoints of citations
	Code     Field = "code"
)

// weights make a word in a name count more than one in a footnote.
var weights = map[Field]int{Code: 12, CardName: 6, Text: 5, CardAsk: 4, Example: 3, CanAsk: 2, RestsOn: 1}

type field struct {
	name   Field
	text   string
	tokens []token
}

// sheet is one item in one language, ready to be compared.
type sheet struct {
	item      int
	lang, dir string
	card      bool   // what a young person sees
	name      string // of the card
	fields    []field
}

func (s *sheet) add(name Field, text string) {
	if t := tokens(text); len(t) > 0 {
		s.fields = append(s.fields, field{name, text, t})
	}
}

// Index answers questions about one edition, in every language it was given. It is safe for concurrent use.
type Index struct {
	edition *framework.Edition
	packs   []*framework.Pack
	sheets  []sheet
}

// NewIndex reads an edition once, with what it says in each language.
func NewIndex(e *framework.Edition, packs []*framework.Pack) *Index {
	x := &Index{edition: e, packs: packs}
	for i, item := range e.Items() {
		x.sheets = append(x.sheets, staffSheet(e, i, item))
		for _, p := range packs {
			if s := packSheet(e, p, item); len(s.fields) > 0 {
				s.item, s.lang, s.dir = i, p.Lang(), p.Dir()
				x.sheets = append(x.sheets, s)
			}
		}
	}
	return x
}

// packSheet is what one language says of an item beyond the staff wording: its card, where one was written, its own text
// and what can be asked for, where they were translated.
func packSheet(e *framework.Edition, p *framework.Pack, item framework.Item) sheet {
	var s sheet
	if text, ok := p.ItemText(item); ok {
		s.add(Text, text)
	}
	if item.Kind != framework.OutcomeItem {
		return s
	}
	if card, ok := CardOf(p, item); ok {
		s.card, s.name = true, card.Name
		for _, f := range []struct {
			name Field
			text string
		}{{CardName, card.Name}, {CardAsk, card.Ask}, {CardAsk, card.Simpler}, {Example, card.Example}} {
			if card.Name != card.Ask || f.name == CardName { // a lent card says one thing four times
				s.add(f.name, f.text)
			}
		}
	}
	o, _ := e.Outcome(item.Code)
	seen := map[framework.Ask]bool{}
	for _, n := range framework.Nations {
		if a, ok := p.AskText(o, n); ok && !seen[a] {
			seen[a] = true
			s.add(CanAsk, a.What)
			s.add(CanAsk, a.WhoMustAct)
			s.add(CanAsk, a.How)
		}
	}
	return s
}

// CardOf is the card of an outcome in a language; false where none was written or translated there, and the staff wording
// stands for it.
func CardOf(p *framework.Pack, item framework.Item) (framework.Card, bool) {
	c, ok := p.Card(item.Code)
	return c, ok && c.Name != item.Text && p.StatusOf("card/"+item.Code+"/name") != framework.StatusNone
}

func staffSheet(e *framework.Edition, i int, item framework.Item) sheet {
	s := sheet{item: i, lang: "en", dir: "ltr"}
	s.add(Code, item.Code)
	s.add(Text, item.Text)
	if o, ok := e.Outcome(item.Code); ok {
		seen := map[framework.Ask]bool{}
		for _, n := range framework.Nations {
			if a := o.Ask[n]; !seen[a] {
				seen[a] = true
				s.add(CanAsk, a.What)
				s.add(CanAsk, a.WhoMustAct)
				s.add(CanAsk, a.How)
			}
		}
	}
	seen := map[string]bool{}
	for _, n := range framework.Nations {
		for _, c := range e.Citations(item.Code, n) {
			if line := c.Title + ", " + c.Pinpoint; !seen[line] {
				seen[line] = true
				s.add(RestsOn, line)
			}
		}
	}
	return s
}

// Piece is a part of a found text; Found marks the words that were asked for.
type Piece struct {
	Text  string
	Found bool
}

// Hit is one item that answers a question: the best text of it, in the language it was found in.
type Hit struct {
	Edition *framework.Edition
	Item    framework.Item
	Field   Field
	Lang    string // of the text found
	Dir     string
	Pieces  []Piece // the text, cut at the words found
	Card    string  // the card's name in that language; "" where it has none

	score int
	place int
}

// Question is what somebody looks for.
type Question struct {
	Words    string   // as typed, in any language
	Audience Audience // whose texts count double; "" for nobody's
	System   string   // only outcomes of this system, and their indicators; "" for all
	Language string   // the language to prefer where two texts answer equally well; "" for none
}

// Search gives every item whose text holds all the words, the best first. No words give no hits.
func (x *Index) Search(q Question) []Hit {
	words := tokens(q.Words)
	words = words[:min(len(words), mostWords)]
	if len(words) == 0 {
		return nil
	}
	best := map[int]Hit{}
	for i := range x.sheets {
		s := &x.sheets[i]
		item := x.edition.Items()[s.item]
		if !inSystem(x.edition, item, q.System) {
			continue
		}
		score, at := s.score(words)
		if score == 0 {
			continue
		}
		score *= q.Audience.boost(s.card, item.Kind, s.fields[at].name)
		if s.lang == q.Language {
			score++
		}
		if have, ok := best[s.item]; ok && have.score >= score {
			continue
		}
		f := s.fields[at]
		best[s.item] = Hit{Edition: x.edition, Item: item, Field: f.name, Lang: s.lang, Dir: s.dir, Pieces: f.pieces(words), Card: s.name, score: score, place: s.item}
	}
	hits := make([]Hit, 0, len(best))
	for _, h := range best {
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.place, b.place)) })
	return hits
}

// score adds up the best place of each word, and gives the field that answered best; 0 when a word is nowhere.
func (s *sheet) score(words []token) (total, at int) {
	given := make([]int, len(s.fields))
	for _, w := range words {
		best, where := 0, 0
		for i, f := range s.fields {
			if n := f.meets(w) * weights[f.name]; n > best {
				best, where = n, i
			}
		}
		if best == 0 {
			return 0, 0
		}
		total += best
		given[where] += best
	}
	for i, n := range given {
		if n > given[at] {
			at = i
		}
	}
	return total, at
}

func (f field) meets(word token) int {
	best := notMet
	for _, t := range f.tokens {
		best = max(best, t.meets(word))
	}
	return best
}

// pieces cuts the text at the words found.
func (f field) pieces(words []token) []Piece {
	var list []Piece
	from := 0
	for _, t := range f.tokens {
		if !slices.ContainsFunc(words, func(w token) bool { return t.meets(w) > notMet }) {
			continue
		}
		if t.from > from {
			list = append(list, Piece{Text: f.text[from:t.from]})
		}
		list = append(list, Piece{Text: f.text[t.from:t.to], Found: true})
		from = t.to
	}
	if from < len(f.text) {
		list = append(list, Piece{Text: f.text[from:]})
	}
	return list
}

// Shelf keeps one index per edition, made when it is first asked, and anew when something was translated since. It is safe
// for concurrent use.
type Shelf struct {
	mu      sync.Mutex
	indexes map[string]*Index // by id and checksum
}

// Book is an edition with what it says in each language.
type Book struct {
	Edition *framework.Edition
	Packs   []*framework.Pack
}

// Search asks several editions at once: the best hits first, and where two are equal the earlier edition's.
func (s *Shelf) Search(books []Book, q Question) []Hit {
	var hits []Hit
	for _, b := range books {
		hits = append(hits, s.index(b).Search(q)...)
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.score, a.score) })
	return hits
}

// index is made while others wait: a second one made meanwhile would be the same.
func (s *Shelf) index(b Book) *Index {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := b.Edition.ID + " " + b.Edition.Checksum()
	if have := s.indexes[key]; have != nil && slices.Equal(have.packs, b.Packs) {
		return have
	}
	if s.indexes == nil {
		s.indexes = map[string]*Index{}
	}
	s.indexes[key] = NewIndex(b.Edition, b.Packs)
	return s.indexes[key]
}
