package handoverweb

import (
	"bytes"

	"stablefutures/internal/handover"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
)

type noteView struct {
	Title, Lede         string
	Groups              []kit.Content
	Make, Document      kit.Content
	Choose              kit.Content
	Text                string
	TextTitle, TextHint string
	CopyLabel, Copied   string
	Empty               kit.Content
}

// showNote is the note of a whole sitting, ready to copy: one press from the sitting. What goes into it can be chosen
// below.
func (p *Pages) showNote(r *page.Request) (*page.Answer, error) {
	_, _, note, err := p.note(r)
	if err != nil {
		return nil, err
	}
	chosen := []string{}
	for _, piece := range note.Pieces {
		chosen = append(chosen, piece.ID)
	}
	return p.notePage(r, note, chosen, false)
}

func (p *Pages) note(r *page.Request) (id, sitting string, n handover.Note, err error) {
	if id, err = r.PathID("id"); err != nil {
		return id, sitting, n, err
	}
	if sitting, err = r.PathID("sitting"); err != nil {
		return id, sitting, n, err
	}
	n, err = p.handover.Note(r.Context(), r.Who, id, sitting, r.L)
	return id, sitting, n, err
}

// makeNote makes the note of the chosen pieces, as text or as a Word document.
func (p *Pages) makeNote(r *page.Request) (*page.Answer, error) {
	_, _, note, err := p.note(r)
	if err != nil {
		return nil, err
	}
	chosen := append([]string{}, r.Form.All("piece")...)
	if r.Form.Raw("as") != "docx" {
		return p.notePage(r, note, chosen, true)
	}
	var b bytes.Buffer
	if err := print.WriteDOCX(&b, note.Choose(chosen).Doc(r.L)); err != nil {
		return nil, err
	}
	return page.File("note.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
}

func (p *Pages) notePage(r *page.Request, note handover.Note, chosen []string, open bool) (*page.Answer, error) {
	t := r.L.T
	v := noteView{Title: t("handover.note_title"), Lede: t("handover.note_lede"), Groups: pieceGroups(r, note, chosen),
		Make:      kit.Button{Text: kit.T(t("handover.note_make")), Kind: kit.Secondary},
		Document:  kit.Button{Text: kit.T(t("handover.note_docx")), Kind: kit.Secondary, Name: "as", Value: "docx", Attrs: map[string]any{"form": "pieces"}},
		TextTitle: t("handover.note_text"), TextHint: t("handover.note_text_hint"), CopyLabel: t("page.copy"), Copied: t("page.copied")}
	if kept := note.Choose(chosen); len(kept.Pieces) > 0 {
		var b bytes.Buffer
		if err := print.WriteText(&b, kept.Doc(r.L)); err != nil {
			return nil, err
		}
		v.Text = b.String()
	} else {
		v.Empty, open = kit.InsetText{Text: kit.T(t("handover.note_nothing"))}, true
	}
	v.Choose = kit.Details{Summary: kit.T(t("handover.note_choose")), Open: open, Body: notePieces(v)}
	return page.Show(v.Title, noteBody(v)).
		Back("/people/" + r.Path("id") + "/conversations/" + r.Path("sitting")), nil
}

// pieceGroups offers the pieces under what they are.
func pieceGroups(r *page.Request, n handover.Note, chosen []string) (groups []kit.Content) {
	for _, kind := range handover.PieceKinds {
		boxes := kit.Checkboxes{Name: "piece", ID: "piece-" + string(kind), Values: chosen, Class: "govuk-checkboxes--small",
			Legend: kit.Legend{Text: kit.T(r.L.T("handover.kind_" + string(kind))), Size: "s"}} // i18n: prefix handover.kind_
		for _, p := range n.Pieces {
			if p.Kind == kind {
				boxes.Items = append(boxes.Items, kit.Choice{Value: p.ID, Text: pieceText(p), Hint: pieceHint(r, p)})
			}
		}
		if len(boxes.Items) > 0 {
			groups = append(groups, boxes)
		}
	}
	return groups
}

func pieceText(p handover.Piece) kit.Content {
	parts := []kit.Content{kit.T(p.Says)}
	if p.About != "" {
		parts = []kit.Content{in(p.AboutLanguage, p.About)}
		if p.Says != "" {
			parts = append(parts, kit.T(": "+p.Says))
		}
	}
	if p.Words.Text != "" {
		parts = append(parts, kit.Text{Value: " "}, in(p.Words.Language, p.Words.Text))
	}
	return kit.Join(parts...)
}

func pieceHint(r *page.Request, p handover.Piece) kit.Content {
	parts := []kit.Content{kit.Name(p.Words.Translation)}
	if p.Words.Paraphrase != "" {
		parts = append(parts, kit.Text{Value: " "}, kit.Name(p.Words.Paraphrase))
	}
	if p.By != "" {
		parts = append(parts, kit.Text{Value: " "}, kit.Name(p.By))
	}
	if p.Sharing != "" {
		parts = append(parts, kit.T(" · "+r.L.T("handover.sharing_"+p.Sharing))) // i18n: prefix handover.sharing_
	}
	if p.Words.Translation+p.Words.Paraphrase+p.By+p.Sharing == "" {
		return nil
	}
	return kit.Join(parts...)
}
