package inspection

import (
	"strings"

	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
)

// Doc is a tracked case for paper. Its title says nothing about anybody.
func (p Prepared) Doc(l i18n.L) print.Doc {
	t := l.T
	m := trackedMaker{l: l}
	m.add(print.Heading{Level: 1, Text: print.Say(t("inspection.case_of", "label", p.Content.Label))},
		print.Para{Text: print.Say(t("inspection.case_lead"))},
		print.Para{Text: print.Say(t("inspection.told_is_" + p.Content.Told))}) // i18n: prefix inspection.told_is_
	if p.Content.Note != "" {
		m.add(print.Para{Text: print.SayIn(p.Content.Lang, p.Content.Note)})
	}
	day := ""
	for _, line := range p.Content.Lines {
		if line.On != day {
			day = line.On
			m.add(print.Heading{Level: 2, Text: print.Say(l.Day(day))})
		}
		m.line(line)
	}
	m.add(print.Para{Small: true, Text: print.Say(t("inspection.case_cited", "day", l.Day(p.At.UTC().Format("2006-01-02")), "hash", p.Hash))})
	return print.Doc{Title: t("inspection.case_file"), Lang: l.Tag(), Date: p.At, Footer: t("inspection.case_foot"), Blocks: m.blocks}
}

type trackedMaker struct {
	l      i18n.L
	blocks []print.Block
}

func (m *trackedMaker) add(b ...print.Block) { m.blocks = append(m.blocks, b...) }

// line is one thing that happened: what it is, what it is about, what was said, and where that stands.
func (m *trackedMaker) line(s ShownLine) {
	t := m.l.T
	if s.Left != "" {
		m.add(print.Para{Text: print.Text{Runs: []print.Run{{Text: t("inspection.left_" + s.Left), Bold: true}}}}) // i18n: prefix inspection.left_
		return
	}
	head := print.Text{Runs: []print.Run{{Text: t("inspection.line_" + string(s.Kind)), Bold: true}}} // i18n: prefix inspection.line_
	if len(s.About) > 0 {
		lang := s.AboutLang
		if lang == "" {
			lang = "en"
		}
		head.Runs = append(head.Runs, print.Run{Text: " – "})
		head.Runs = append(head.Runs, m.pieces(s.About, lang)...)
	}
	if state := m.state(s); state != "" {
		head.Runs = append(head.Runs, print.Run{Text: " – " + state})
	}
	source := print.Say(t("inspection.from_"+s.From, "who", t("inspection.who_"+s.Who), "day", m.l.Day(s.On))) // i18n: prefix inspection.from_
	m.add(print.Para{Text: head})
	switch {
	case len(s.Text) == 0:
		m.add(print.Para{Text: source, Small: true})
	case s.Kind == Said || s.Kind == Remarked:
		m.add(print.Quote{Words: print.Text{Lang: s.Lang, Runs: m.pieces(s.Text, s.Lang)}, Translation: print.Text{Runs: m.pieces(s.Translation, "en")}, TranslationLabel: t("inspection.translated"), Source: source})
	default:
		m.add(print.Para{Text: print.Text{Lang: s.Lang, Runs: m.pieces(s.Text, s.Lang)}}, print.Para{Text: source, Small: true})
	}
}

// pieces keeps what is shown in its own language; what is covered shows as covered, with why.
func (m *trackedMaker) pieces(list []Piece, lang string) (runs []print.Run) {
	for _, p := range list {
		if p.Cover != "" {
			runs = append(runs, print.Run{Text: "[" + m.l.T("inspection.cover_"+p.Cover) + "]", Bold: true, Lang: m.l.Tag()}) // i18n: prefix inspection.cover_
		} else {
			runs = append(runs, print.Run{Text: p.Text, Lang: lang})
		}
	}
	return runs
}

// state says how something stands or was found, in words.
func (m *trackedMaker) state(s ShownLine) string { return StateText(m.l, s.Kind, s.State) }

// StateText says in words how something stands for a young person, what was found, or who can change what is in the way.
func StateText(l i18n.L, kind LineKind, state string) string {
	if state == "" {
		return ""
	}
	switch kind {
	case Said, ViewLine:
		return l.T("conversation.standing_" + state) // i18n: prefix conversation.standing_
	case FoundLine:
		return l.T("conversation.finding_" + state) // i18n: prefix conversation.finding_
	case Stands:
		return l.T("inspection.can_change", "who", strings.ToLower(l.T("conversation.who_"+state))) // i18n: prefix conversation.who_
	}
	return ""
}
