package handover

import (
	"context"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/promise"
)

// PieceKind says what a piece of a case note is, so that nobody reads an opinion as a fact or a fact as a child's words.
type PieceKind string

// The kinds of piece.
const (
	PieceWords   PieceKind = "words"
	PieceView    PieceKind = "view"
	PieceFact    PieceKind = "fact"
	PiecePromise PieceKind = "promise"
)

// Piece is one thing that can go into a case note.
type Piece struct {
	ID       string
	Kind     PieceKind
	About    string // the outcome, or their own name for the topic
	Text     string
	Language string // of the text when it is a young person's words
	Beside   string // the translation
	By       string // whose view or promise it is
}

// Note is what a case note can be made from, for one sitting.
type Note struct {
	HeldOn  time.Time
	Edition string
	Pieces  []Piece
}

// Note gathers the pieces of one sitting. Which of them go into the note is the worker's choice; Choose keeps those.
func (s *Service) Note(ctx context.Context, who permit.Actor, recordID, sittingID string, l i18n.L) (n Note, err error) {
	err = s.door.Read(ctx, who, permit.ReadNote, access.Record(recordID), func(w *access.Work) error {
		w.Note(sittingID)
		t, err := take(ctx, w, recordID, sittingID)
		if err != nil {
			return err
		}
		ids := []string{t.sitting.OpenedBy}
		for _, c := range t.sitting.Contributions {
			ids = append(ids, c.Author)
		}
		names, err := s.accounts.Names(ctx, w, ids)
		if err != nil {
			return err
		}
		n = makeNote(t, names, l)
		return nil
	})
	return n, err
}

func makeNote(t taken, names map[string]account.Person, l i18n.L) Note {
	n := Note{HeldOn: t.sitting.OpenedAt, Edition: t.edition.Name + " " + t.edition.Version}
	n.add(Piece{ID: "setting", Kind: PieceFact, Text: settingText(t.sitting.Setup, names[t.sitting.OpenedBy].Name, l)})
	for _, c := range t.sitting.Contributions {
		n.contribution(t, c, names[c.Author].Name, l)
	}
	for _, p := range t.promises {
		if p.Sitting == t.sitting.ID {
			n.add(Piece{ID: "promise-" + p.ID, Kind: PiecePromise, Text: p.Text.What, By: p.Text.Owner,
				Beside: promiseText(p, l)})
		}
	}
	return n
}

func (n *Note) add(p Piece) {
	if strings.TrimSpace(p.Text) != "" {
		n.Pieces = append(n.Pieces, p)
	}
}

func promiseText(p promise.Promise, l i18n.L) string {
	return l.T("handover.by_day", "day", l.Day(p.DueOn)) + " " + l.T("handover.state_"+string(p.State)) // i18n: prefix handover.state_
}

// settingText says who was there, as facts, without a name of anybody but the worker.
func settingText(s conversation.Setup, worker string, l i18n.L) string {
	parts := []string{l.T("handover.held_by", "name", worker)}
	for _, p := range s.Present {
		parts = append(parts, l.T("conversation.present_"+p)) // i18n: prefix conversation.present_
	}
	text := l.List(parts) + "."
	if s.Interpreter.Used == "yes" {
		_, language := i18n.LanguageName(s.Interpreter.Language)
		text += " " + l.T("handover.interpreter", "language", language, "dialect", s.Interpreter.Dialect)
	}
	return text
}

func (n *Note) contribution(t taken, c conversation.Contribution, author string, l i18n.L) {
	own := c.Perspective == conversation.YoungPerson
	kind := PieceView
	if own {
		kind, author = PieceWords, ""
	}
	english, _ := t.edition.Pack("en")
	for _, code := range order(t.edition, c.Content) {
		a := c.Content.Answers[code]
		about := topicName(t.edition, english, t.young(), code).Name
		if topic, mine := c.Content.Topic(code); mine {
			about = topic.Name.Text
		}
		if choice, ok := english.Choice(a.Choice); ok {
			n.add(Piece{ID: c.ID + "-" + code, Kind: kind, About: about, Text: choice.Word, Language: "en", By: author})
		}
		n.add(Piece{ID: c.ID + "-" + code + "-words", Kind: kind, About: about, Text: a.Words.Text,
			Language: a.Words.Language, Beside: a.Words.Translation, By: author})
	}
	n.findings(t, c, author, l)
	for _, b := range c.Content.Barriers {
		n.add(Piece{ID: c.ID + "-barrier-" + b.ID, Kind: kind, About: topicName(t.edition, english, t.young(), b.Item).Name,
			Text: l.T("handover.barrier", "who", l.T("conversation.who_"+b.WhoCanChange)) + " " + b.Words, By: author}) // i18n: prefix conversation.who_
	}
}

func (n *Note) findings(t taken, c conversation.Contribution, author string, l i18n.L) {
	codes := make([]string, 0, len(c.Content.Findings))
	for code := range c.Content.Findings {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		f := c.Content.Findings[code]
		ind, ok := t.edition.Indicator(code)
		if !ok {
			continue
		}
		n.add(Piece{ID: c.ID + "-finding-" + code, Kind: PieceFact, About: ind.Text,
			Text: l.T("conversation.finding_" + f.State), Beside: f.Evidence, By: author}) // i18n: prefix conversation.finding_
	}
}

// Choose keeps the pieces with these ids, in the note's own order.
func (n Note) Choose(ids []string) Note {
	n.Pieces = slices.DeleteFunc(slices.Clone(n.Pieces), func(p Piece) bool { return !slices.Contains(ids, p.ID) })
	return n
}

// Doc gives the note as a document: plain text to paste, or DOCX. Each piece says what it is.
func (n Note) Doc(l i18n.L) print.Doc {
	d := print.Doc{Title: l.T("handover.note_title"), Lang: l.Tag(), Date: n.HeldOn}
	d.Blocks = append(d.Blocks,
		print.Heading{Level: 1, Text: print.Say(l.T("handover.note_title"))},
		print.Para{Text: print.Say(l.T("handover.held_on", "day", l.Moment(n.HeldOn)))})
	for _, kind := range []PieceKind{PieceFact, PieceWords, PieceView, PiecePromise} {
		blocks := n.blocks(kind, l)
		if len(blocks) == 0 {
			continue
		}
		d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: print.Say(l.T("handover.kind_" + string(kind)))}) // i18n: prefix handover.kind_
		d.Blocks = append(d.Blocks, blocks...)
	}
	d.Blocks = append(d.Blocks, print.Para{Small: true, Text: print.Say(l.T("handover.made_with", "edition", n.Edition))})
	return d
}

func (n Note) blocks(kind PieceKind, l i18n.L) []print.Block {
	var blocks []print.Block
	for _, p := range n.Pieces {
		if p.Kind != kind {
			continue
		}
		if p.About != "" {
			blocks = append(blocks, print.Para{Text: print.Text{Runs: []print.Run{{Text: p.About, Bold: true}}}})
		}
		if kind == PieceWords && p.Language != "" && strings.HasSuffix(p.ID, "-words") {
			q := print.Quote{Words: print.SayIn(p.Language, p.Text)}
			if p.Beside != "" {
				q.Translation, q.TranslationLabel = print.SayIn("en", p.Beside), l.T("handover.translation")
			}
			blocks = append(blocks, q)
			continue
		}
		line := p.Text
		if p.Beside != "" {
			line += ". " + p.Beside
		}
		if p.By != "" {
			line += " (" + p.By + ")"
		}
		blocks = append(blocks, print.Para{Text: print.Say(line)})
	}
	return blocks
}
