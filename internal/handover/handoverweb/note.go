package handoverweb

import (
	"bytes"

	"stablefutures/internal/handover"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
)

type noteView struct {
	Title, Lede string
	Groups      []kit.Content
	Make        kit.Content
	Document    kit.Content
	Text        string
	TextTitle   string
	TextHint    string
	CopyLabel   string
	Copied      string
	Empty       kit.Content
}

// showNote offers the pieces of a sitting, everything chosen, so that a worker in a hurry needs one press.
func (p *Pages) showNote(r *page.Request) (*page.Answer, error) {
	id, sitting, note, err := p.note(r)
	if err != nil {
		return nil, err
	}
	return page.Show(r.L.T("handover.note_title"), noteBody(noteChoices(r, note, nil))).
		Back("/people/" + id + "/conversations/" + sitting), nil
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

func noteChoices(r *page.Request, n handover.Note, chosen []string) noteView {
	t := r.L.T
	v := noteView{Title: t("handover.note_title"), Lede: t("handover.note_lede"),
		Make:      kit.Button{Text: kit.T(t("handover.note_make"))},
		Document:  kit.Button{Text: kit.T(t("handover.note_docx")), Kind: kit.Secondary, Name: "as", Value: "docx"},
		TextTitle: t("handover.note_text"), TextHint: t("handover.note_text_hint"), CopyLabel: t("page.copy"), Copied: t("page.copied")}
	for _, kind := range []handover.PieceKind{handover.PieceWords, handover.PieceView, handover.PieceFact, handover.PiecePromise} {
		boxes := kit.Checkboxes{Name: "piece", ID: "piece-" + string(kind), Values: chosen,
			Legend: kit.Legend{Text: kit.T(t("handover.kind_" + string(kind))), Size: "m"}} // i18n: prefix handover.kind_
		for _, p := range n.Pieces {
			if p.Kind == kind {
				boxes.Items = append(boxes.Items, kit.Choice{Value: p.ID, Text: pieceText(p), Hint: pieceHint(p), Checked: chosen == nil})
			}
		}
		if len(boxes.Items) > 0 {
			v.Groups = append(v.Groups, boxes)
		}
	}
	return v
}

func pieceText(p handover.Piece) kit.Content {
	text := in(p.Language, p.Text)
	if p.Language == "" {
		text = kit.T(p.Text)
	}
	if p.About == "" {
		return text
	}
	return kit.Join(kit.T(p.About+": "), text)
}

func pieceHint(p handover.Piece) kit.Content {
	s := p.Beside
	if p.By != "" {
		s += " (" + p.By + ")"
	}
	return kit.T(s)
}

// makeNote shows the chosen pieces as plain text to paste, or gives them as a document.
func (p *Pages) makeNote(r *page.Request) (*page.Answer, error) {
	id, sitting, note, err := p.note(r)
	if err != nil {
		return nil, err
	}
	chosen := append([]string{}, r.Form.All("piece")...)
	doc := note.Choose(chosen).Doc(r.L)
	var b bytes.Buffer
	if r.Form.Raw("as") == "docx" {
		if err := print.WriteDOCX(&b, doc); err != nil {
			return nil, err
		}
		return page.File("note.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
	}
	if err := print.WriteText(&b, doc); err != nil {
		return nil, err
	}
	v := noteChoices(r, note, chosen)
	v.Text = b.String()
	return page.Show(v.Title, noteBody(v)).Back("/people/" + id + "/conversations/" + sitting), nil
}
