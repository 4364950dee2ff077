package access

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// RatingKind says whose look at a case a rating is.
type RatingKind string

// The kinds: whoever was given the case, whoever reads it beside them and apart from them, and an agency's own part.
const (
	RatingMain   RatingKind = "main"
	RatingSecond RatingKind = "second"
	RatingPart   RatingKind = "part"
)

// RatingHead is who rates which case, and how far that is. It holds nothing of what they found; still, whether somebody has
// locked a rating is nothing that another rater of the case should see.
type RatingHead struct {
	ID           string
	Case         string
	Organisation string // whose audit it is
	Rater        string
	Kind         RatingKind
	GivenAt      time.Time
	LockedAt     time.Time // zero until its rater locked it
	WithdrawnAt  time.Time // zero unless the case was taken from its rater before they locked it
}

// Waits reports whether its rater still has to lock it.
func (r RatingHead) Waits() bool { return r.LockedAt.IsZero() && r.WithdrawnAt.IsZero() }

// ratingOwner and caseOwner are whose keys a rating and a case of an audit have: their own, which no record's and no account's
// id can be.
func ratingOwner(id string) string { return "rating:" + id }
func caseOwner(id string) string   { return "case:" + id }

// mayRate are the acts within which ratings are given and withdrawn, and cases' keys made, opened and destroyed.
var mayRate = map[string][]permit.Action{
	"give":     {permit.PlanAudits, permit.ReadCases},
	"withdraw": {permit.PlanAudits, permit.ReadCases, permit.LetAuditorIn, permit.EraseRecord, permit.Operate},
	"list": {permit.PlanAudits, permit.ReadAudits, permit.ReadCases, permit.ModerateCases, permit.ActOnAudits, permit.TakePart,
		permit.LetAuditorIn, permit.EraseRecord, permit.Operate},
	"open": {permit.PlanAudits, permit.ReadAudits, permit.ReadCases, permit.ModerateCases, permit.ActOnAudits, permit.TakePart},
	"case": {permit.PlanAudits, permit.ReadAudits, permit.ReadCases, permit.RateCase, permit.ReadRating, permit.ModerateCases,
		permit.ActOnAudits, permit.TakePart, permit.LetAuditorIn, permit.AnswerRequest, permit.ExportRecord},
	"destroy": {permit.PlanAudits, permit.EraseRecord, permit.Operate},
}

func (w *Work) mayRating(what string) error {
	if !slices.Contains(mayRate[what], w.act) {
		return problem.New(problem.Forbidden, "access.refused")
	}
	return nil
}

// GiveRating lets somebody rate a case: from then on there is a rating that is theirs alone, with a key of its own, until every
// rating of the case is locked. It gives the rating's id.
func (w *Work) GiveRating(ctx context.Context, caseID, rater string, kind RatingKind) (string, error) {
	if err := w.mayRating("give"); err != nil {
		return "", err
	}
	r := RatingHead{ID: db.NewID(), Case: caseID, Organisation: w.Who.Organisation, Rater: rater, Kind: kind, GivenAt: w.At}
	w.Note(r.ID)
	if err := insertRating(ctx, w.Tx, r); err != nil {
		return "", err
	}
	_, err := w.newKey(ctx, seal.ClassRecord, ratingOwner(r.ID))
	return r.ID, err
}

// LockRating ends the writing of the rating that the work is on. It is for good.
func (w *Work) LockRating(ctx context.Context) error {
	if w.rating == "" || w.act != permit.RateCase {
		return problem.New(problem.Forbidden, "access.refused")
	}
	return lockRating(ctx, w.Tx, w.rating, db.Time(w.At))
}

// WithdrawRating takes a rating from its rater, who has not locked it: it never opens to anybody else, and nothing waits for it.
// One that is locked or was withdrawn stays as it is.
func (w *Work) WithdrawRating(ctx context.Context, id string) error {
	if err := w.mayRating("withdraw"); err != nil {
		return err
	}
	return withdrawRating(ctx, w.Tx, id, db.Time(w.At))
}

// RatingHeads lists who rates a case of the actor's organisation, in the order given. It opens none.
func (w *Work) RatingHeads(ctx context.Context, caseID string) ([]RatingHead, error) {
	if err := w.mayRating("list"); err != nil {
		return nil, err
	}
	return listRatings(ctx, w.Tx, caseID)
}

// MyRatings lists the ratings that who acts was given, the latest first, withdrawn ones too.
func (w *Work) MyRatings(ctx context.Context) ([]RatingHead, error) {
	return listRatingsOf(ctx, w.Tx, w.Who.ID)
}

// RatingHead gives who rates, and how far that is, of the rating that the work is on.
func (w *Work) RatingHead(ctx context.Context) (RatingHead, error) {
	return findRating(ctx, w.Tx, w.rating)
}

// OpenRating is a rating with the key of what was found.
type OpenRating struct {
	RatingHead
	Key seal.Key
}

// OpenRatings opens, for a page that shows several, those ratings of some cases that who acts may read one by one, and names
// each in the ledger entry. Those that are still blind to them are left out, as are those whose key was destroyed.
func (w *Work) OpenRatings(ctx context.Context, cases []string) (list []OpenRating, err error) {
	if err := w.mayRating("open"); err != nil {
		return nil, err
	}
	for _, one := range cases {
		heads, err := listRatings(ctx, w.Tx, one)
		if err != nil {
			return nil, err
		}
		for _, r := range heads {
			if !permit.Allowed(w.Who, permit.ReadRating, factsOf(w.Who, r, heads)).Allowed || w.door.ring.IsDestroyed(ratingOwner(r.ID)) {
				continue
			}
			key, err := w.door.key(ctx, w.Tx, seal.ClassRecord, ratingOwner(r.ID))
			if err != nil {
				return nil, fmt.Errorf("open rating: %w", err)
			}
			w.Note(r.ID)
			list = append(list, OpenRating{r, key})
		}
	}
	return list, nil
}

// ratingFacts gives no facts of a rating that is not there, so that it is refused like one that is somebody else's.
func ratingFacts(ctx context.Context, tx *db.Tx, who permit.Actor, id string) (permit.Facts, error) {
	if !db.IsID(id) {
		return permit.Facts{}, nil
	}
	r, err := findRating(ctx, tx, id)
	if problem.Is(err, problem.NotFound) {
		return permit.Facts{}, nil
	}
	if err != nil {
		return permit.Facts{}, err
	}
	heads, err := listRatings(ctx, tx, r.Case)
	return factsOf(who, r, heads), err
}

// factsOf says what a decision about a rating rests on, given all ratings of its case.
func factsOf(who permit.Actor, r RatingHead, heads []RatingHead) permit.Facts {
	return permit.Facts{
		SameOrganisation: r.Organisation != "" && r.Organisation == who.Organisation,
		Rater:            r.Rater != "" && r.Rater == who.ID,
		RatingLocked:     !r.Waits(),
		RatingOpen:       !r.LockedAt.IsZero() && !slices.ContainsFunc(heads, RatingHead.Waits),
	}
}

// MakeCaseKey gives the key of a case of an audit, and makes it the first time. What could tell of a young person in whatever
// is written about the case is sealed under it, whether or not there is a record of theirs here.
func (w *Work) MakeCaseKey(ctx context.Context, id string) (seal.Key, error) {
	key, err := w.CaseKey(ctx, id)
	if err != nil || !key.IsZero() {
		return key, err
	}
	return w.newKey(ctx, seal.ClassRecord, caseOwner(id))
}

// CaseKey opens a case's key: the zero key where nothing was written yet, seal.ErrDestroyed once it was destroyed. That the case
// is one of the actor's organisation the caller has seen before.
func (w *Work) CaseKey(ctx context.Context, id string) (seal.Key, error) {
	if err := w.mayRating("case"); err != nil {
		return seal.Key{}, err
	}
	if w.door.ring.IsDestroyed(caseOwner(id)) {
		return seal.Key{}, seal.ErrDestroyed
	}
	return w.door.key(ctx, w.Tx, seal.ClassRecord, caseOwner(id))
}

// CaseDestroyed reports whether a case's key was destroyed: what a restored backup still holds of it opens no more.
func (w *Work) CaseDestroyed(id string) bool { return w.door.ring.IsDestroyed(caseOwner(id)) }

// DestroyCase destroys the key of a case and those of its ratings, the ring's marks first: a restored backup does not bring
// them back. Ratings that were not locked are withdrawn. why is a short code.
func (w *Work) DestroyCase(ctx context.Context, id, why string) error {
	if err := w.mayRating("destroy"); err != nil {
		return err
	}
	heads, err := listRatings(ctx, w.Tx, id)
	if err != nil {
		return err
	}
	owners := []string{caseOwner(id)}
	for _, r := range heads {
		owners = append(owners, ratingOwner(r.ID))
		if err := withdrawRating(ctx, w.Tx, r.ID, db.Time(w.At)); err != nil {
			return err
		}
	}
	for _, owner := range owners {
		w.door.ring.Destroy(owner, w.At, why)
	}
	if w.door.saveRing != nil {
		if err := w.door.saveRing(); err != nil {
			return fmt.Errorf("save key ring: %w", err)
		}
	}
	for _, owner := range owners {
		if err := deleteKeys(ctx, w.Tx, owner); err != nil {
			return err
		}
	}
	return nil
}

// EndAuditGrants ends those grants that an audit gave one auditor on a record: the case is over, was withdrawn, or is somebody
// else's. What another audit gave them stays, as does every other grant. It is no error where one ended before.
func (w *Work) EndAuditGrants(ctx context.Context, record, auditor string, which []string) error {
	if !slices.Contains([]permit.Action{permit.PlanAudits, permit.ReadCases, permit.RateCase, permit.ModerateCases, permit.ActOnAudits, permit.LetAuditorIn}, w.act) {
		return problem.New(problem.Forbidden, "access.refused")
	}
	grants, err := listGrants(ctx, w.Tx, record)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if slices.Contains(which, g.ID) && g.Reason == ReasonAudit && g.HolderKind == HolderAccount && g.Holder == auditor && g.EndedBy == "" && (g.Until.IsZero() || w.At.Before(g.Until)) {
			w.Note(g.ID)
			if err := endGrant(ctx, w.Tx, record, g.ID, w.Who.ID, db.Time(w.At), "done"); err != nil {
				return err
			}
		}
	}
	return nil
}
