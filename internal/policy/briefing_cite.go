package policy

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// there reports whether what a piece refers to is there for the actor, and may be cited now.
func (s *Service) there(ctx context.Context, w *access.Work, p Piece) (bool, error) {
	if p.CoverageOf != "" {
		if ok, err := releaseThere(ctx, w, p.CoverageOf); !ok {
			return false, err
		}
	}
	switch p.Kind {
	case PieceWords, PiecePublished:
		return true, nil
	case PieceRelease:
		return releaseThere(ctx, w, p.Of)
	case PieceSaved:
		list, err := s.savedQuestions(ctx, w)
		return slices.ContainsFunc(list, func(q SavedQuestion) bool { return q.ID == p.Of }), err
	case PieceQuote:
		list, err := s.permittedQuotes(ctx, w)
		return slices.ContainsFunc(list, func(q PermittedQuote) bool { return q.ID == p.Of }), err
	case PieceTheme:
		list, err := s.auditThemes(ctx, w, i18n.For("en"))
		return slices.ContainsFunc(list, func(t AuditTheme) bool { return t.ID == p.Of }), err
	case PieceAppraisal, PieceEvaluation:
		_, _, cited, err := findMade(ctx, w, p)
		return cited.ID != "", err
	}
	return false, nil
}

func releaseThere(ctx context.Context, w *access.Work, id string) (bool, error) {
	if !db.IsID(id) {
		return false, nil
	}
	r, err := release.Find(ctx, w, id)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	return err == nil && !r.IsCrossed(), err
}

// fill reads all that a draft or a version cites. cites are what a version was made with; a draft has none, and its saved
// questions are answered by their latest releases.
func (s *Service) fill(ctx context.Context, w *access.Work, l i18n.L, d BriefingDraft, t BriefingTemplate, cites map[string]Cited) (f FilledBriefing, err error) {
	f = FilledBriefing{Draft: d, Template: t, Cites: map[string]Cited{}, Releases: map[string]release.Release{}, Coverage: map[string]release.Release{},
		Words: map[string]func(string) string{}, CoverageWords: map[string]func(string) string{}, Quotes: map[string]PermittedQuote{}, Themes: map[string]AuditTheme{},
		Appraisals: map[string]Appraisal{}, Evaluations: map[string]Evaluation{}}
	quotes, themes, saved, err := s.cited(ctx, w, l, d, cites)
	if err != nil {
		return f, err
	}
	for _, p := range d.Pieces {
		kept, made := cites[p.ID]
		switch p.Kind {
		case PieceRelease:
			err = s.fillRelease(ctx, w, l, &f, p.ID, Cited{ID: p.Of, Coverage: p.CoverageOf})
		case PieceSaved:
			c := kept
			if i := slices.IndexFunc(saved, func(q SavedQuestion) bool { return q.ID == p.Of }); i >= 0 && !made {
				c = Cited{ID: saved[i].Release, Coverage: saved[i].Coverage, Title: saved[i].Title}
			}
			err = s.fillRelease(ctx, w, l, &f, p.ID, c)
		case PieceQuote:
			if i := slices.IndexFunc(quotes, func(q PermittedQuote) bool { return q.ID == p.Of }); i >= 0 {
				f.Quotes[p.ID], f.Cites[p.ID] = quotes[i], Cited{ID: p.Of}
			} else {
				f.Gone = append(f.Gone, p.ID)
			}
		case PieceTheme:
			i := slices.IndexFunc(themes, func(o AuditTheme) bool { return o.ID == p.Of })
			switch {
			case made:
				f.Themes[p.ID], f.Cites[p.ID] = AuditTheme{ID: kept.ID, Title: kept.Title, Seen: kept.Text, Source: kept.Source}, kept
			case i >= 0:
				o := themes[i]
				f.Themes[p.ID], f.Cites[p.ID] = o, Cited{ID: o.ID, Title: o.Title, Text: o.Seen, Source: o.Source}
			default:
				f.Gone = append(f.Gone, p.ID)
			}
		case PieceAppraisal, PieceEvaluation:
			err = f.fillMade(ctx, w, p, kept)
		}
		if err != nil {
			return f, err
		}
	}
	return f, nil
}

// cited asks the other rooms for what the pieces of a draft or a version need, and for nothing else.
func (s *Service) cited(ctx context.Context, w *access.Work, l i18n.L, d BriefingDraft, cites map[string]Cited) (quotes []PermittedQuote, themes []AuditTheme, saved []SavedQuestion, err error) {
	has := func(k PieceKind) bool {
		return slices.ContainsFunc(d.Pieces, func(p Piece) bool { return p.Kind == k })
	}
	if has(PieceQuote) {
		if quotes, err = s.permittedQuotes(ctx, w); err != nil {
			return nil, nil, nil, err
		}
	}
	if has(PieceTheme) && cites == nil {
		if themes, err = s.auditThemes(ctx, w, l); err != nil {
			return nil, nil, nil, err
		}
	}
	if has(PieceSaved) && cites == nil {
		saved, err = s.savedQuestions(ctx, w)
	}
	return quotes, themes, saved, err
}

// fillRelease reads a release and the one that says of whom, in the words of its reader.
func (s *Service) fillRelease(ctx context.Context, w *access.Work, l i18n.L, f *FilledBriefing, piece string, c Cited) error {
	if c.ID == "" {
		f.Gone = append(f.Gone, piece)
		return nil
	}
	r, err := release.Find(ctx, w, c.ID)
	if problem.Is(err, problem.NotFound) {
		f.Gone = append(f.Gone, piece)
		return nil
	}
	if err != nil {
		return err
	}
	w.Note(r.ID)
	c.Hash, c.Rules = r.Hash, r.Rules
	if f.Words[piece], err = s.wordsOf(ctx, w, l, r); err != nil {
		return err
	}
	if c.Coverage != "" {
		of, err := release.Find(ctx, w, c.Coverage)
		if err != nil {
			return err
		}
		w.Note(of.ID)
		if f.CoverageWords[piece], err = s.wordsOf(ctx, w, l, of); err != nil {
			return err
		}
		f.Coverage[piece], c.CoverageHash = of, of.Hash
	}
	f.Releases[piece], f.Cites[piece] = r, c
	return nil
}

// BriefingMaterial is what somebody may put into a briefing now.
type BriefingMaterial struct {
	Releases    []release.Release // the latest first; what was withheld is not among them
	Saved       []SavedQuestion
	Quotes      []PermittedQuote
	Themes      []AuditTheme
	Appraisals  []MadeHere // that are signed, the latest first
	Evaluations []MadeHere // the latest first
	words       map[string]func(code string) string
}

// Word gives the words of a code of one of the releases.
func (c BriefingMaterial) Word(release, code string) string {
	if f := c.words[release]; f != nil {
		return f(code)
	}
	return code
}

// Has reports whether there is anything of a kind to put in.
func (c BriefingMaterial) Has(k PieceKind) bool {
	switch k {
	case PieceWords, PiecePublished:
		return true
	case PieceRelease:
		return len(c.Releases) > 0
	case PieceSaved:
		return len(c.Saved) > 0
	case PieceQuote:
		return len(c.Quotes) > 0
	case PieceTheme:
		return len(c.Themes) > 0
	case PieceAppraisal:
		return len(c.Appraisals) > 0
	case PieceEvaluation:
		return len(c.Evaluations) > 0
	}
	return false
}
