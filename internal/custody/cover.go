package custody

import (
	"crypto/sha256"
	"encoding/hex"

	"stablefutures/internal/record"
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

// LookOut splits what is shown further at names and words to look out for. It hides nothing.
func LookOut(pieces []Piece, names []string) []Piece {
	var list []Piece
	for _, p := range pieces {
		if p.Reason != "" {
			list = append(list, p)
			continue
		}
		list = append(list, split(p.Text, record.LookOut(p.Text, names))...)
	}
	return list
}

func split(text string, hits [][2]int) (list []Piece) {
	runes, at := []rune(text), 0
	for _, h := range hits {
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
