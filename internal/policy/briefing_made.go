package policy

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/i18n"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// MadeHere is an appraisal or an evaluation that a briefing can cite.
type MadeHere struct {
	ID    string
	Title string // of an evaluation its question
	At    time.Time
	Hash  string // of what was signed, or of what was found
}

// signedAppraisals lists the appraisals that somebody signed, the latest first: what is still written at is no evidence.
func signedAppraisals(ctx context.Context, w *access.Work) (list []MadeHere, err error) {
	all, err := listAppraisals(ctx, w)
	for _, a := range all {
		if one := a.signed(); one != nil && a.State() == Signed {
			list = append(list, MadeHere{ID: a.ID, Title: a.Title, At: one.At, Hash: one.Hash})
		}
	}
	return list, err
}

// keptEvaluations lists the plans that were carried out, the latest first.
func keptEvaluations(ctx context.Context, w *access.Work) (list []MadeHere, err error) {
	all, err := evaluations(ctx, w, "", "")
	for _, e := range all {
		list = append(list, MadeHere{ID: e.ID, Title: e.Plan.Content.Question, At: e.At, Hash: e.Hash})
	}
	return list, err
}

// findMade gives the appraisal or the evaluation that a piece is about, and how it is cited; an empty citation says that it is not
// there, or is an appraisal that nobody signed.
func findMade(ctx context.Context, w *access.Work, p Piece) (a Appraisal, e Evaluation, cited Cited, err error) {
	switch p.Kind {
	case PieceAppraisal:
		if a, err = findAppraisal(ctx, w, p.Of); err == nil && a.State() == Signed {
			cited = Cited{ID: a.ID, Hash: a.signed().Hash, Title: a.Title}
		}
	case PieceEvaluation:
		if e, err = FindEvaluation(ctx, w, p.Of); err == nil {
			cited = Cited{ID: e.ID, Hash: e.Hash, Title: e.Plan.Content.Question}
		}
	}
	if problem.Is(err, problem.NotFound) {
		return a, e, Cited{}, nil
	}
	return a, e, cited, err
}

// fillMade reads the appraisal or the evaluation that a piece cites. kept is what a version was made with, empty for a draft: what
// does not have its hash is not what was cited, and counts as gone.
func (f *FilledBriefing) fillMade(ctx context.Context, w *access.Work, p Piece, kept Cited) error {
	a, e, now, err := findMade(ctx, w, p)
	switch {
	case err != nil:
		return err
	case now.ID == "" || kept.Hash != "" && kept.Hash != now.Hash:
		f.Gone = append(f.Gone, p.ID)
		return nil
	case p.Kind == PieceAppraisal:
		f.Appraisals[p.ID] = a
	default:
		f.Evaluations[p.ID] = e
	}
	w.Note(now.ID, now.Hash)
	f.Cites[p.ID] = now
	return nil
}

// InShort is an appraisal within a briefing: how far it knows, what each option would likely do in words, what can be done about
// harm, and what young people say. Nothing is added up.
func (a Appraisal) InShort(l i18n.L) []print.Block {
	w := &reportWriter{l: l, a: a}
	w.head(3, a.Title)
	w.stands()
	w.effects(3)
	var harm, young []print.Item
	for _, lens := range a.AllLenses() {
		said := a.Lenses[lens.Code]
		for _, o := range a.Options {
			if cell := said.Cells[o.Code]; cell.Harms() && cell.Mitigation != "" {
				harm = append(harm, print.Item{Text: lens.Words(l), Notes: []print.Text{print.Say(o.OptionName(l) + ": " + cell.Mitigation)}})
			}
		}
		if said.Young != "" && said.Young != NobodyAsked {
			young = append(young, print.Item{Text: lens.Words(l), Notes: []print.Text{print.Say(YoungWords(l, said))}})
		}
	}
	for _, part := range []struct {
		key   string
		items []print.Item
	}{{"appraisal.mitigation", harm}, {"appraisal.young", young}} {
		if len(part.items) > 0 {
			w.head(3, l.T(part.key))
			w.add(print.List{Items: part.items})
		}
	}
	return w.blocks
}

// InShort is an evaluation within a briefing: when its plan was locked, the figures, what came of them or why nothing can be said,
// and what else it could be. The checks and the plan stand in the evaluation itself.
func (e Evaluation) InShort(l i18n.L) []print.Block {
	w, r := &writer{l: l}, e.Result()
	w.add(print.Heading{Level: 3, Text: print.Say(e.Plan.Content.Question)})
	w.lockedLines(e.Plan)
	w.rows([2]string{l.T("evaluation.whom"), e.Plan.Content.Theory.Whom}, [2]string{l.T("evaluation.outcome"), e.Plan.Content.Outcome})
	w.add(e.Chart(l).Blocks(l, 3)...)
	w.small(e.Figures.Cited(l))
	w.head(3, "evaluation.result")
	if r.Refused != "" {
		w.effect(e, r)
	} else {
		w.say(l.T("evaluation.verdict_" + r.Verdict)) // i18n: prefix evaluation.verdict_
		w.effectTable(r)
		w.boundaries(r)
	}
	w.rows([2]string{l.T("evaluation.no_effect"), e.Plan.Content.NoEffect}, [2]string{l.T("evaluation.found"), e.Found})
	w.threats(e.Plan.Content)
	w.small(l.T("evaluation.hashes", "plan", e.Plan.Hash, "figures", e.Figures.Hash))
	return w.blocks
}
