package access

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// mayAsk are the acts within which an audit asks who holds a record, without opening anything of it.
var mayAsk = []permit.Action{permit.PlanAudits, permit.ReadAudits, permit.ReadCases, permit.ModerateCases, permit.ActOnAudits, permit.TakePart,
	permit.LetAuditorIn, permit.ListRecords}

// HeldOf lists every grant ever given on a record, the newest first: what stands between an auditor and a case rests on it. It
// opens nothing, and whoever acts learns nothing of it that the use case does not tell them.
func (w *Work) HeldOf(ctx context.Context, record string) ([]Grant, error) {
	if !slices.Contains(mayAsk, w.act) {
		return nil, problem.New(problem.Forbidden, "access.refused")
	}
	return listGrants(ctx, w.Tx, record)
}

// AuditUntil gives the day until which an audit lets one person into a record now, and which parts it opens; none where they
// are not let in, or are shut out because the record is restricted and does not name them.
func (w *Work) AuditUntil(ctx context.Context, record, auditor string, teams []string) (until time.Time, parts []permit.Part, err error) {
	grants, err := w.HeldOf(ctx, record)
	if err != nil {
		return time.Time{}, nil, err
	}
	restricted, err := listRestrictions(ctx, w.Tx, record)
	if err != nil {
		return time.Time{}, nil, err
	}
	if len(restricted) > 0 && restricted[0].Holds() && !restricted[0].Names(append([]string{auditor, w.Who.Organisation}, teams...)...) {
		return time.Time{}, nil, nil
	}
	for _, g := range grants {
		if g.Reason != ReasonAudit || g.HolderKind != HolderAccount || g.Holder != auditor || !g.Open(w.At) {
			continue
		}
		parts = append(parts, g.Part)
		if until.IsZero() || g.Until.Before(until) {
			until = g.Until
		}
	}
	slices.Sort(parts)
	return until, slices.Compact(parts), nil
}

// HeldRatings opens ratings of some cases for whoever gives a person what is held about them, or takes a whole record out:
// those of which nothing is blind to anybody any more, and whose keys were not destroyed. That the cases are about the work's
// record the caller has seen before. waits reports whether there is one that is still its rater's alone.
func (w *Work) HeldRatings(ctx context.Context, cases []string) (list []OpenRating, waits bool, err error) {
	if !slices.Contains([]permit.Action{permit.AnswerRequest, permit.ExportRecord}, w.act) || w.record == "" {
		return nil, false, problem.New(problem.Forbidden, "access.refused")
	}
	for _, one := range cases {
		heads, err := listRatings(ctx, w.Tx, one)
		if err != nil {
			return nil, false, err
		}
		if slices.ContainsFunc(heads, RatingHead.Waits) {
			waits = true
			continue
		}
		for _, r := range heads {
			if r.LockedAt.IsZero() || w.door.ring.IsDestroyed(ratingOwner(r.ID)) {
				continue
			}
			key, err := w.door.key(ctx, w.Tx, seal.ClassRecord, ratingOwner(r.ID))
			if err != nil {
				return nil, false, fmt.Errorf("open rating: %w", err)
			}
			w.Note(r.ID)
			list = append(list, OpenRating{r, key})
		}
	}
	return list, waits, nil
}
