package conversation

import "slices"

// Label is how two people find their sitting again among those that were taken out: a picture and a word that name no one.
type Label struct {
	Picture string `json:"picture"`
	Word    string `json:"word"`
}

// LabelPictures are drawings that stand on no card, so that a label is never taken for an answer. None of them is of a
// journey, of water, of anything locked or of the night.
var LabelPictures = []string{"kite", "cup", "lamp", "leaf", "shell", "bell", "hat", "umbrella", "spoon", "button", "balloon", "snail"}

// LabelWords are words that are nobody's name.
var LabelWords = []string{"River", "Pebble", "Clover", "Cedar", "Maple", "Lemon", "Linen", "Mint", "Pepper", "Saffron", "Silver", "Thyme",
	"Copper", "Velvet", "Marble", "Meadow", "Almond", "Orchard", "Paper", "Ribbon", "Walnut", "Barley", "Apricot", "Cloud"}

// Known reports whether the label is one of ours.
func (l Label) Known() bool {
	return slices.Contains(LabelPictures, l.Picture) && slices.Contains(LabelWords, l.Word)
}

// FreeLabel picks a label that none of those taken is, and whose picture as few as can be have: at says where to begin,
// so that labels do not follow each other in a row.
func FreeLabel(taken []Label, at int) Label {
	used := map[string]int{}
	for _, l := range taken {
		used[l.Picture]++
	}
	best := Label{}
	fewest := len(taken) + 1
	for i := range LabelPictures {
		p := LabelPictures[(at+i)%len(LabelPictures)]
		if used[p] >= fewest {
			continue
		}
		for j := range LabelWords {
			l := Label{p, LabelWords[(at/len(LabelPictures)+j)%len(LabelWords)]}
			if !slices.Contains(taken, l) {
				best, fewest = l, used[p]
				break
			}
		}
	}
	if best.Picture == "" { // all 288 are out: the sittings themselves tell them apart
		return Label{LabelPictures[at%len(LabelPictures)], LabelWords[at%len(LabelWords)]}
	}
	return best
}
