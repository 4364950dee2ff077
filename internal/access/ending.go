package access

import (
	"context"
	"slices"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// EndReason says why a grant was ended before its time. It is a code: what there is to say in words stands elsewhere.
type EndReason string

// EndReasons lists them in the order people read them: they work with the young person no longer; what it was given for
// is done; it was a mistake; the young person asked; it would put somebody in danger; a court decided; another guardian
// answers for the young person now, or nobody has to any more.
var EndReasons = []EndReason{"moved_on", "done", "mistake", "asked", "danger", "court", "guardian"}

// End ends a grant on the work's record now, and says why. A grant that is not there, not of this record or already over
// is a Conflict. A grant that was ended stays ended, whatever the clock says later. The last grant of somebody who works
// with the young person cannot be ended: an audit, a share or an emergency looks after nobody, and a record is never
// nobody's. A guardian's right is not ended by one person: AskEnd asks, and somebody else decides (SettleEnd). What a
// share or a place gave ends by its own decision, which says why in its own words.
func (w *Work) End(ctx context.Context, grantID string, why EndReason) error {
	g, err := w.ending(ctx, grantID)
	if err != nil {
		return err
	}
	if err := w.needsReason(why); err != nil {
		return err
	}
	if w.act == permit.GiveGrant && g.Reason == ReasonGuardian {
		return problem.New(problem.Conflict, "access.guardian_second")
	}
	return w.end(ctx, g, grantID, why)
}

// AskEnd asks that a guardian's right end, and says why. It stays open until somebody else decides. One that is asked
// about already is a Conflict, as is any other grant: that is ended by End.
func (w *Work) AskEnd(ctx context.Context, grantID string, why EndReason) error {
	g, err := w.ending(ctx, grantID)
	if err != nil {
		return err
	}
	if err := w.needsReason(why); err != nil {
		return err
	}
	switch {
	case w.act != permit.GiveGrant:
		return problem.New(problem.Forbidden, "access.refused")
	case g.Reason != ReasonGuardian || !g.Open(w.At) && !g.From.After(w.At):
		return problem.New(problem.Conflict, "access.not_asked")
	case g.EndAskedBy != "":
		return problem.New(problem.Conflict, "access.end_asked")
	}
	w.Note("end_asked", "reason:"+string(why))
	return askEndGrant(ctx, w.Tx, w.record, grantID, w.Who.ID, db.Time(w.At), why)
}

// SettleEnd decides over what somebody asked: yes ends the guardian's right, and takes another person than who asked; no
// lets it stand, and may be said by whoever asked too.
func (w *Work) SettleEnd(ctx context.Context, grantID string, yes bool) error {
	g, err := w.ending(ctx, grantID)
	if err != nil {
		return err
	}
	switch {
	case w.act != permit.GiveGrant:
		return problem.New(problem.Forbidden, "access.refused")
	case g.EndAskedBy == "" || g.EndedBy != "":
		return problem.New(problem.Conflict, "access.not_asked")
	case !yes:
		w.Note("end_refused")
		return askEndGrant(ctx, w.Tx, w.record, grantID, "", "", "")
	case g.EndAskedBy == w.Who.ID:
		return problem.New(problem.Forbidden, "access.second_person")
	}
	w.Note("second")
	return w.end(ctx, g, grantID, g.EndReason)
}

// ending finds the grant that is to end; the zero Grant when there is none.
func (w *Work) ending(ctx context.Context, grantID string) (Grant, error) {
	w.Note(grantID)
	all, err := w.Grants(ctx)
	if err != nil {
		return Grant{}, err
	}
	which := slices.IndexFunc(all, func(g Grant) bool { return g.ID == grantID })
	if !w.ends(all, which) {
		return Grant{}, problem.New(problem.Forbidden, "access.refused")
	}
	if which < 0 {
		return Grant{}, nil
	}
	return all[which], nil
}

func (w *Work) needsReason(why EndReason) error {
	var c problem.Check
	c.Require(slices.Contains(EndReasons, why) || why == "" && w.act != permit.GiveGrant, "why", "problem.required_choice")
	return c.Err()
}

func (w *Work) end(ctx context.Context, g Grant, grantID string, why EndReason) error {
	if why != "" {
		w.Note("reason:" + string(why))
	}
	if err := endGrant(ctx, w.Tx, w.record, grantID, w.Who.ID, db.Time(w.At), why); err != nil {
		return err
	}
	if !g.looksAfter() {
		return nil
	}
	n, err := countOpenGrants(ctx, w.Tx, w.record, db.Time(w.At))
	if err != nil {
		return err
	}
	if n == 0 {
		return problem.New(problem.Conflict, "access.last_grant")
	}
	return nil
}

// ends reports whether this decision may end the grant at a place in the list, or look for one that is not there.
// Whoever answers for the record may end what anybody was let into.
func (w *Work) ends(all []Grant, which int) bool {
	switch w.act {
	case permit.GiveGrant:
		return true
	case permit.DecideShare, permit.CloseShare:
		return which < 0 || all[which].Part == permit.PartShare
	case permit.DecideCarry, permit.SpeakOwn: // what they carried on the young person takes back themselves
		return which < 0 || all[which].carried()
	case permit.OpenOwnPlace:
		return which < 0 || all[which].Part == permit.PartOwn
	case permit.LetInspectorIn:
		return which < 0 || all[which].visiting(ReasonInspection)
	case permit.EnterOwn: // the second word, by which a young person ends their own place
		return which >= 0 && all[which].Part == permit.PartOwn && all[which].Holder == w.Who.ID
	}
	return false
}

// EndPlaces ends the grants of young people's own places by the places' ids, on whatever record, for a decision that no
// own device may be used any more. It ends nothing else, and what is over stays as it is.
func (w *Work) EndPlaces(ctx context.Context, places []string) error {
	if w.act != permit.AllowPlaces {
		return problem.New(problem.Forbidden, "access.refused")
	}
	for batch := range slices.Chunk(places, 200) {
		w.Note(batch...)
		if err := endPlaces(ctx, w.Tx, batch, w.Who.ID, db.Time(w.At)); err != nil {
			return err
		}
	}
	return nil
}

// EndVisit ends every grant of a visiting inspector, on whatever record, for a decision that their visit is over. It ends
// nothing else, and what is over stays as it is.
func (w *Work) EndVisit(ctx context.Context, account string) error {
	if w.act != permit.MakeInspection {
		return problem.New(problem.Forbidden, "access.refused")
	}
	w.Note(account)
	return endVisit(ctx, w.Tx, account, w.Who.ID, db.Time(w.At))
}

// Opens reports whether anything is open, or will be, to a holder (a team, say), without saying what: for the room that
// decides who joins.
func (w *Work) Opens(ctx context.Context, holder string) (bool, error) {
	n, err := countHeldBy(ctx, w.Tx, holder, db.Time(w.At))
	return n > 0, err
}
