package handover

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
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

// PieceKinds lists the kinds in the order of a note: the young person's words first.
var PieceKinds = []PieceKind{PieceWords, PieceView, PieceFact, PiecePromise}

// Piece is one thing that can go into a case note.
type Piece struct {
	ID            string
	Kind          PieceKind
	About         string // the outcome, or their own name for the topic
	AboutLanguage string
	Says          string // in the note's language: how it is, a fact, what was promised
	Words         conversation.Words
	By            string // the worker whose view, finding or promise it is; nobody else is named
	// Sharing is, for a view, "talked_through", "withheld" or "not_yet": a withheld view may stand in the staff's note,
	// and the note says that it is not for sharing with the young person.
	Sharing string
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
		english, _ := t.edition.Pack("en")
		n = noteMaker{t, names, english, l, t.young()}.note()
		return nil
	})
	return n, err
}

// noteMaker is what a note is made with.
type noteMaker struct {
	taken
	names map[string]account.Person
	pack  *framework.Pack
	l     i18n.L
	said  conversation.Content // by the young person, whose own topics it names
}

func (m noteMaker) note() Note {
	n := Note{HeldOn: m.sitting.OpenedAt, Edition: m.edition.Name + " " + m.edition.Version}
	n.Pieces = append(n.Pieces, Piece{ID: "setting", Kind: PieceFact, Says: m.setting()})
	for _, c := range m.sitting.Contributions {
		n.Pieces = append(n.Pieces, m.contribution(c)...)
	}
	for _, p := range m.promises {
		if p.Sitting == m.sitting.ID {
			n.Pieces = append(n.Pieces, m.promise(p))
		}
	}
	return n
}

// setting says who was there, as facts, without a name of anybody but the worker.
func (m noteMaker) setting() string {
	s := m.sitting.Setup
	parts := []string{m.l.T("handover.held_by", "name", m.names[m.sitting.OpenedBy].Name)}
	for _, p := range s.Present {
		parts = append(parts, m.l.T("conversation.present_"+p)) // i18n: prefix conversation.present_
	}
	text := m.l.List(parts) + "."
	switch s.Interpreter.Used {
	case "yes":
		_, language := i18n.LanguageName(s.Interpreter.Language)
		if s.Interpreter.Dialect != "" {
			language += " (" + s.Interpreter.Dialect + ")"
		}
		text += " " + m.l.T("handover.interpreter", "language", language)
	case "declined":
		text += " " + m.l.T("handover.interpreter_declined")
	}
	return text
}

func (m noteMaker) promise(p promise.Promise) Piece {
	says := p.Text.What + " – " + p.Text.Owner + ". " + m.l.T("handover.by_day", "day", m.l.Day(p.DueOn)) + " " +
		m.l.T("handover.agreed_"+p.Agreed) + " " + m.l.T("handover.state_"+string(p.State)) // i18n: prefix handover.agreed_ handover.state_
	return Piece{ID: "promise-" + p.ID, Kind: PiecePromise, Says: says}
}

// contribution gives the pieces of what one author said from one perspective.
func (m noteMaker) contribution(c conversation.Contribution) (pieces []Piece) {
	kind, by, sharing := PieceView, m.names[c.Author].Name, "not_yet"
	if c.Perspective == conversation.YoungPerson {
		kind, by, sharing = PieceWords, "", ""
	} else if c.Talk.Outcome != "" {
		sharing = c.Talk.Outcome
	}
	add := func(id, code, says string, words conversation.Words) {
		p := Piece{ID: c.ID + "-" + id, Kind: kind, Says: says, Words: words, By: by, Sharing: sharing}
		if code != "" {
			p.About, p.AboutLanguage = m.name(code)
		}
		pieces = append(pieces, p)
	}
	for _, code := range order(m.edition, c.Content) {
		a := c.Content.Answers[code]
		says := m.standing(c.Perspective, a.Choice)
		if kind == PieceWords || says != "" || !a.Words.Empty() {
			add(code, code, says, a.Words)
		}
	}
	if names := m.listed(c.Content.Matters); names != "" {
		add("matters", "", m.l.T("handover.note_matters", "what", names), conversation.Words{})
	}
	for i, link := range c.Content.Links {
		add("link-"+strconv.Itoa(i), "", m.l.T("handover.note_link", "what", m.listed(link[:])), conversation.Words{})
	}
	for _, b := range c.Content.Barriers {
		add("barrier-"+b.ID, b.Item, m.l.T("handover.in_the_way")+" "+BarrierText(b, m.l), conversation.Words{Paraphrase: b.Words})
	}
	return append(pieces, m.findings(c, by)...)
}

// standing says how something is: for a young person in the words of the card they chose, for anybody else in words of
// the staff's. A worker's view must never read as if the young person had said it.
func (m noteMaker) standing(p conversation.Perspective, choice string) string {
	if p != conversation.YoungPerson && choice != "" {
		return m.l.T("conversation.standing_" + choice) // i18n: prefix conversation.standing_
	}
	c, _ := m.pack.Choice(choice)
	return c.Word
}

func (m noteMaker) listed(codes []string) string {
	var names []string
	for _, code := range codes {
		name, _ := m.name(code)
		names = append(names, name)
	}
	return m.l.List(names)
}

// name gives what something is about, and its language. Their own name for it stands after its translation: a line of
// plain text runs the way it begins, and the systems it is pasted into know no other way to tell.
func (m noteMaker) name(code string) (name, language string) {
	if t, own := m.said.Topic(code); own && t.Name.Translation != "" && t.Name.Text != "" {
		return t.Name.Translation + " (" + t.Name.Text + ")", ""
	}
	topic := topicName(m.edition, m.pack, m.said, code)
	return topic.Name, topic.Language
}

// BarrierText says of a barrier who can change it, and which system holds it.
func BarrierText(b conversation.Barrier, l i18n.L) string {
	s := l.T("handover.who_can_change", "who", l.T("conversation.who_"+b.WhoCanChange)) // i18n: prefix conversation.who_
	var more []string
	if b.System != "" {
		more = append(more, l.T("conversation.system_"+b.System)) // i18n: prefix conversation.system_
	}
	if b.Kind != "" {
		more = append(more, l.T("conversation.kind_"+b.Kind)) // i18n: prefix conversation.kind_
	}
	if len(more) > 0 {
		s += " (" + strings.Join(more, ", ") + ")"
	}
	return s
}

func (m noteMaker) findings(c conversation.Contribution, by string) (pieces []Piece) {
	for _, item := range m.edition.Items() {
		f, ok := c.Content.Findings[item.Code]
		ind, known := m.edition.Indicator(item.Code)
		if ok && known {
			pieces = append(pieces, Piece{ID: c.ID + "-finding-" + item.Code, Kind: PieceFact, About: ind.Text, AboutLanguage: "en", By: by,
				Says: m.l.T("conversation.finding_" + f.State), Words: conversation.Words{Paraphrase: f.Evidence}}) // i18n: prefix conversation.finding_
		}
	}
	return pieces
}

// Choose keeps the pieces with these ids, in the note's own order.
func (n Note) Choose(ids []string) Note {
	n.Pieces = slices.DeleteFunc(slices.Clone(n.Pieces), func(p Piece) bool { return !slices.Contains(ids, p.ID) })
	return n
}
