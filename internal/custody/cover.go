package custody

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
)

// Item is one text of a record: what somebody wrote or said, in one place.
type Item struct {
	ID    string // the row and the field it stands in
	Label string // what it is, in the bundle's language
	Text  string
	Lang  string // "" for the bundle's
	By    string // the account that wrote it; "" for the young person's own words
	Own   bool   // the young person's own words
}

// Mark is the item with the print of its text: what was read or hidden in another text does not hold for this one.
func (i Item) Mark() string {
	sum := sha256.Sum256([]byte(i.Text))
	return i.ID + "#" + hex.EncodeToString(sum[:6])
}

// Section is a part of a record as people read it: a conversation, the promises. Lines are facts without anybody's words.
type Section struct {
	ID    string
	Title string
	About string // what kind of thing it holds, in a sentence; "" for the kinds of this room, which have one
	Lines []string
	Items []Item
}

// Piece is a stretch of a text: shown, or hidden for a reason.
type Piece struct {
	Text   string // "" when it is hidden
	Reason string // of CoverReasons when it is hidden
	Step   string // the step that hid it
	Look   bool   // a name or a word to look out for: a hint to who reads, and nothing more
}

// Pieces cuts a text at what is hidden. What is hidden is in no piece: whatever is made of pieces cannot hold it. Where
// two hidden passages overlap the first reason stands for both.
func Pieces(text string, covers []Step) []Piece {
	runes := []rune(text)
	var list []Piece
	at := 0
	for _, c := range covers {
		from, to := c.Text.From, min(c.Text.To, len(runes))
		if c.Text.To == 0 {
			from, to = 0, len(runes)
		}
		if to <= at {
			continue
		}
		from = max(from, at)
		if from > at {
			list = append(list, Piece{Text: string(runes[at:from])})
		}
		if n := len(list); n == 0 || list[n-1].Reason != c.Text.Reason || from > at {
			list = append(list, Piece{Reason: c.Text.Reason, Step: c.ID})
		}
		at = to
	}
	if at < len(runes) {
		list = append(list, Piece{Text: string(runes[at:])})
	}
	return list
}

// Find gives where a passage stands in a text, every time, as characters from and to. Capitals make no difference.
func Find(text, passage string) [][2]int {
	in, what := folded(text), folded(strings.TrimSpace(passage))
	if len(what) == 0 {
		return nil
	}
	var found [][2]int
	for i := 0; i+len(what) <= len(in); i++ {
		if slices.Equal(in[i:i+len(what)], what) {
			found = append(found, [2]int{i, i + len(what)})
			i += len(what) - 1
		}
	}
	return found
}

// folded gives small letters and one kind of blank, character by character, so that places stay what they were.
func folded(s string) []rune {
	runes := []rune(s)
	for i, r := range runes {
		if unicode.IsSpace(r) {
			r = ' '
		}
		runes[i] = unicode.ToLower(r)
	}
	return runes
}

// kin are words that often stand where somebody else is spoken of.
var kin = []string{"mother", "father", "mum", "dad", "brother", "sister", "uncle", "aunt", "cousin", "grandmother", "grandfather", "friend",
	"boyfriend", "girlfriend", "husband", "wife", "son", "daughter", "mam", "tad", "brawd", "chwaer", "ewythr", "modryb", "ffrind"}

// LookOut splits what is shown further at names and words to look out for. It hides nothing.
func LookOut(pieces []Piece, names []string) []Piece {
	var list []Piece
	for _, p := range pieces {
		if p.Reason != "" {
			list = append(list, p)
			continue
		}
		var hits [][2]int
		for _, n := range slices.Concat(names, kin) {
			hits = append(hits, Find(p.Text, n)...)
		}
		list = append(list, split(p.Text, hits)...)
	}
	return list
}

func split(text string, hits [][2]int) (list []Piece) {
	runes, at := []rune(text), 0
	slices.SortFunc(hits, func(a, b [2]int) int { return a[0] - b[0] })
	for _, h := range hits {
		if h[0] < at || !alone(runes, h) {
			continue
		}
		if h[0] > at {
			list = append(list, Piece{Text: string(runes[at:h[0]])})
		}
		list, at = append(list, Piece{Text: string(runes[h[0]:h[1]]), Look: true}), h[1]
	}
	if at < len(runes) {
		list = append(list, Piece{Text: string(runes[at:])})
	}
	return list
}

// alone reports whether a hit is a word of its own and no part of a longer one.
func alone(runes []rune, h [2]int) bool {
	letter := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsLetter(runes[i]) }
	return !letter(h[0]-1) && !letter(h[1])
}
