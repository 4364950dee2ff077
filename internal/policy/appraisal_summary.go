package policy

import (
	"strings"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
	"stablefutures/internal/release"
)

// ReadingAge is about how old somebody must be to read the summary with ease; false where nothing is written, or in a language
// for which nobody can reckon it.
func (w ChildWords) ReadingAge() (age float64, ok bool) {
	var all []string
	for _, p := range ChildParts {
		if w.Texts[p] != "" {
			all = append(all, strings.TrimRight(w.Texts[p], ".")+".")
		}
	}
	if len(all) == 0 || w.Lang != "en" {
		return 0, false
	}
	return framework.ReadingAge(strings.Join(all, " ")), true
}

// MostReadingAge is the reading age that the summary should stay within: that of every text for young people in the house.
const MostReadingAge = 9

// ChildBlocks is the summary for young people, under short questions.
func (a Appraisal) ChildBlocks(l i18n.L) []print.Block {
	blocks := []print.Block{print.Heading{Level: 1, Text: print.Say(l.T("appraisal.child_title"))}}
	for _, p := range ChildParts {
		if text := a.Child.Texts[p]; text != "" {
			blocks = append(blocks, print.Heading{Level: 2, Text: print.Say(l.T("appraisal.child_head_" + p))}, print.Para{Text: print.SayIn(a.Child.Lang, text)}) // i18n: prefix appraisal.child_head_
		}
	}
	return blocks
}

// PictureWord says in words what a drawing shows.
func PictureWord(l i18n.L, name string) string {
	return l.T("appraisal.picture_" + name) // i18n: prefix appraisal.picture_
}

// EasyBlocks is the easy read outline: one idea a line, each beside its picture. strokes gives a drawing's strokes by its name.
func (a Appraisal) EasyBlocks(l i18n.L, strokes func(name string) string) []print.Block {
	blocks := []print.Block{print.Heading{Level: 1, Text: print.Say(l.T("appraisal.easy_title"))}}
	for _, line := range a.Easy.Lines {
		words := print.Words{Text: print.SayIn(a.Easy.Lang, line.Text), Size: 18, Start: true}
		if line.Picture == "" {
			blocks = append(blocks, print.Group{Parts: []print.Part{words}})
			continue
		}
		blocks = append(blocks, print.Group{Parts: []print.Part{print.Beside{Drawing: print.Drawing{Strokes: strokes(line.Picture), Alt: PictureWord(l, line.Picture), Size: 64}, Words: []print.Words{words}}}})
	}
	return blocks
}

// ReleaseName says which release evidence rests on: when it was let out, and the hash that it is cited by.
func ReleaseName(l i18n.L, r release.Release) string {
	return l.T("appraisal.release_line", "day", l.Day(r.At.Format("2006-01-02")), "hash", r.Hash[:min(12, len(r.Hash))])
}
