package handover

import (
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// Doc gives the note as a document: plain text to paste, or DOCX. Each piece stands under what it is.
func (n Note) Doc(l i18n.L) print.Doc {
	d := print.Doc{Title: l.T("handover.note_title"), Lang: l.Tag(), Date: n.HeldOn}
	d.Blocks = append(d.Blocks,
		print.Heading{Level: 1, Text: print.Say(l.T("handover.note_title"))},
		print.Para{Text: print.Say(l.T("handover.held_on", "day", l.Moment(n.HeldOn)))})
	for _, kind := range PieceKinds {
		begun := false
		for _, p := range n.Pieces {
			if p.Kind != kind {
				continue
			}
			if !begun {
				d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: print.Say(l.T("handover.kind_" + string(kind)))}) // i18n: prefix handover.kind_
				begun = true
			}
			d.Blocks = append(d.Blocks, p.blocks(l)...)
		}
	}
	d.Blocks = append(d.Blocks, print.Para{Small: true, Text: print.Say(l.T("handover.made_with", "edition", n.Edition))})
	return d
}

// blocks gives a piece as it stands in the note: what it is about and how it is, the words beside their translation,
// and whose it is.
func (p Piece) blocks(l i18n.L) (blocks []print.Block) {
	var line print.Text
	if p.About != "" {
		line.Runs = append(line.Runs, print.Run{Text: p.About, Bold: true, Lang: p.AboutLanguage})
	}
	if p.Says != "" {
		if len(line.Runs) > 0 {
			line.Runs = append(line.Runs, print.Run{Text: ": "})
		}
		line.Runs = append(line.Runs, print.Run{Text: p.Says})
	}
	if p.By != "" {
		line.Runs = append(line.Runs, print.Run{Text: " (" + p.By + ")"})
	}
	blocks = append(blocks, print.Para{Text: line})
	w := p.Words
	switch {
	case w.Text != "":
		q := print.Quote{Words: print.SayIn(w.Language, w.Text)}
		if w.Translation != "" {
			q.Translation, q.TranslationLabel = print.SayIn(or(w.TranslatedTo, "en"), w.Translation), p.translatedBy(l)
		}
		blocks = append(blocks, q)
	case w.Translation != "":
		blocks = append(blocks, print.Quote{Words: print.SayIn(or(w.TranslatedTo, "en"), w.Translation), Source: print.Say(p.translatedBy(l))})
	}
	if w.Paraphrase != "" {
		text := w.Paraphrase
		if p.Kind == PieceWords {
			text = l.T("handover.summary_of_words", "text", text)
		}
		blocks = append(blocks, print.Para{Text: print.Say(text)})
	}
	if p.Sharing != "" {
		blocks = append(blocks, print.Para{Small: true, Text: print.Say(l.T("handover.sharing_" + p.Sharing))}) // i18n: prefix handover.sharing_
	}
	return blocks
}

// translatedBy names the translator by role (R-5-10).
func (p Piece) translatedBy(l i18n.L) string {
	_, english := i18n.LanguageName(or(p.Words.TranslatedTo, "en"))
	if p.Words.TranslatedBy == "" {
		return l.T("handover.translation", "language", english)
	}
	return l.T("handover.translation_"+p.Words.TranslatedBy, "language", english) // i18n: prefix handover.translation_
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
