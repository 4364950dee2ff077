package inspection

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// LineKind says what a line of a tracked case is.
type LineKind string

// The kinds of line.
const (
	Said       LineKind = "said"    // the young person's own words, or their answer
	Matters    LineKind = "matters" // what matters most to them now
	Stands     LineKind = "barrier" // what stands in the way, and whose it is
	FoundLine  LineKind = "found"   // what is in place for an indicator
	ViewLine   LineKind = "view"    // how somebody who works with them sees it
	Promised   LineKind = "promised"
	Changed    LineKind = "changed"
	Kept       LineKind = "kept"
	HandedOver LineKind = "handed_over"
	Broken     LineKind = "broken"
	ToldBack   LineKind = "told_back"
	Remarked   LineKind = "remarked" // what they say about what is written of them
)

// Line is one thing that happened in a young person's case, with where it stands. It is what the record holds: nobody but
// those who work with them reads it like this.
type Line struct {
	ID          string // where it stands: of a contribution, a promise, an event, a remark
	At          time.Time
	Kind        LineKind
	About       string // an outcome, an indicator, or a topic of the young person's own
	AboutLang   string // "" for the edition's
	State       string // a code: how it stands, or what was found
	Text        string
	Lang        string
	Translation string
	Who         string // of Sayers
	Sitting     string // the conversation it comes from, or ""
	Promise     string // the promise it belongs to, or ""
	Look        bool   // it may name somebody: a hint to who makes it ready
}

// Sayers are those a line comes from: roles, and nobody's name.
var Sayers = []string{"young_person", "practitioner", "guardian", "agency", "service"}

// lines gives everything of a record in order of time, as it stands after corrections.
func lines(ctx context.Context, w *access.Work, recordID string) ([]Line, error) {
	held, err := conversation.Summaries(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	m := lineMaker{ctx: ctx, w: w, topics: map[string]conversation.Words{}}
	corrected := map[string]bool{}
	for _, h := range held {
		for _, c := range h.Contributions {
			corrected[c.Corrects] = true
			for _, t := range c.Content.Topics {
				if !t.Name.Empty() {
					m.topics[t.ID] = t.Name
				}
			}
		}
	}
	for _, h := range held {
		for _, c := range h.Contributions {
			if !corrected[c.ID] {
				if err := m.contribution(c); err != nil {
					return nil, err
				}
			}
		}
	}
	if err := m.promises(recordID); err != nil {
		return nil, err
	}
	remarks, err := conversation.Remarks(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	for _, r := range remarks {
		if !r.Words.Empty() && r.Kind != conversation.Pressed {
			m.add(Line{ID: "remark:" + r.ID, At: r.At, Kind: Remarked, Who: "young_person"}.words(r.Words))
		}
	}
	slices.SortStableFunc(m.list, func(a, b Line) int {
		if d := a.At.Compare(b.At); d != 0 {
			return d
		}
		return strings.Compare(a.ID, b.ID)
	})
	names, err := ownNames(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	for i, l := range m.list {
		m.list[i].Look = len(record.LookOut(l.Text+"\n"+l.Translation, names)) > 0
	}
	return m.list, nil
}

// ownNames gives the young person's own names in every form they ever had, for covering.
func ownNames(ctx context.Context, w *access.Work, recordID string) (names []string, err error) {
	versions, err := record.AllVersions(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		n := v.Profile.Names
		for _, name := range []string{n.Given, n.Family, n.Preferred, n.KnownBy, n.OwnScript, v.Profile.Reference} {
			for _, part := range append(strings.Fields(name), name) {
				if len([]rune(part)) > 1 && !slices.Contains(names, part) {
					names = append(names, part)
				}
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) }) // the longest first: it covers its parts
	return names, nil
}

type lineMaker struct {
	ctx    context.Context
	w      *access.Work
	topics map[string]conversation.Words // of the young person's own, by id
	list   []Line
}

func (m *lineMaker) add(l Line) { m.list = append(m.list, l) }

// words puts what somebody said into a line: as it was said, with the translation beside it.
func (l Line) words(w conversation.Words) Line {
	l.Text, l.Lang, l.Translation = w.Text, w.Language, w.Translation
	if l.Text == "" {
		l.Text, l.Lang, l.Translation = w.Translation, w.TranslatedTo, ""
	}
	if l.Text == "" {
		l.Text, l.Lang = w.Paraphrase, ""
	}
	return l
}

// about names an outcome, an indicator or a topic; by its code where the edition's wording may not leave with a document.
func (m *lineMaker) about(ed *framework.Edition, code string) (text, lang string) {
	if t, own := m.topics[code]; own {
		if t.Text != "" {
			return t.Text, t.Language
		}
		return t.Translation, t.TranslatedTo
	}
	if db.IsID(code) {
		return "", ""
	}
	if !ed.Exportable() {
		return code, ""
	}
	if i, ok := ed.Indicator(code); ok {
		return i.Text, ""
	}
	o, _ := ed.Outcome(code)
	return o.Text, ""
}

func (m *lineMaker) contribution(c conversation.Contribution) error {
	ed, err := framework.Find(m.ctx, m.w, c.EditionID)
	if err != nil {
		return err
	}
	at := func(kind LineKind, part, code string) Line {
		l := Line{ID: "contribution:" + c.ID + ":" + part, At: c.At, Kind: kind, Who: string(c.Perspective), Sitting: c.Sitting}
		l.About, l.AboutLang = m.about(ed, code)
		return l
	}
	own := c.Perspective == conversation.YoungPerson
	for _, code := range slices.Sorted(maps.Keys(c.Content.Answers)) {
		a := c.Content.Answers[code]
		l := at(ViewLine, "answer:"+code, code).words(a.Words)
		if own {
			l.Kind = Said
		}
		l.State = a.Choice
		if l.State != "" || l.Text != "" {
			m.add(l)
		}
	}
	if own {
		for _, code := range c.Content.Matters {
			m.add(at(Matters, "matters:"+code, code))
		}
	}
	for i, b := range c.Content.Barriers {
		l := at(Stands, "barrier:"+strconv.Itoa(i), b.Item)
		l.State, l.Text = b.WhoCanChange, b.Words
		m.add(l)
	}
	for _, code := range slices.Sorted(maps.Keys(c.Content.Findings)) {
		f := c.Content.Findings[code]
		l := at(FoundLine, "finding:"+code, code)
		l.State, l.Text = f.State, f.Evidence
		m.add(l)
	}
	return nil
}

// ofEvents are the kinds of line that events of a promise make; its making is a line by itself.
var ofEvents = map[promise.Kind]LineKind{promise.Changed: Changed, promise.WasKept: Kept, promise.WasHanded: HandedOver, promise.WasBroken: Broken, promise.WasToldBack: ToldBack}

func (m *lineMaker) promises(recordID string) error {
	made, err := promise.List(m.ctx, m.w, recordID)
	if err != nil {
		return err
	}
	for _, p := range made {
		who := "service"
		if p.Agency != "" {
			who = "agency"
		}
		l := Line{ID: "promise:" + p.ID, At: p.MadeAt, Kind: Promised, Who: who, Sitting: p.Sitting, Promise: p.ID, Text: p.Text.What}
		if ed, err := framework.Find(m.ctx, m.w, p.EditionID); err == nil && len(p.Items) > 0 {
			l.About, l.AboutLang = m.about(ed, p.Items[0])
		}
		m.add(l)
		for _, e := range p.Events {
			kind, shown := ofEvents[e.Kind]
			if !shown {
				continue
			}
			var text []string
			for _, s := range []string{e.Text.Evidence, e.Text.Reason, e.Text.Body, e.Text.How} {
				if s != "" {
					text = append(text, s)
				}
			}
			m.add(Line{ID: "event:" + e.ID, At: e.At, Kind: kind, Who: who, Promise: p.ID, About: p.Text.What, Text: strings.Join(text, "\n")})
		}
	}
	return nil
}
