package sharing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Agree keeps the minutes of a meeting as the chair agreed them: all lines as they stand, never to be changed, with their
// hash in the ledger. Seen is the newest line that was before whoever agrees; where somebody wrote since, it is a Conflict.
// What is added later stands beside, until it is agreed again. The same id again changes nothing.
func (s *Service) Agree(ctx context.Context, who permit.Actor, recordID, meeting, id, seen string) error {
	err := s.door.Do(ctx, who, permit.DecideShare, access.Record(recordID), func(w *access.Work) error {
		w.Note(meeting, id)
		g, err := gather(ctx, w, recordID, meeting)
		if err != nil {
			return err
		}
		for _, m := range g.Minutes {
			if m.ID == id {
				return nil // sent twice
			}
		}
		var c problem.Check
		c.Require(db.IsID(id), "agree", "problem.stale_form")
		c.Require(len(g.Standing(RoomKinds...)) > 0, "agree", "meeting.nothing_to_agree")
		if err := c.Err(); err != nil {
			return err
		}
		switch {
		case g.Off():
			return problem.New(problem.Conflict, "meeting.off")
		case g.LastSeen() != seen:
			return problem.New(problem.Conflict, "meeting.written_since")
		}
		kept := KeptMinutes{Version: 1, Meeting: g.Meeting, Invitations: append([]Invitation{}, g.Invitations...), Lines: g.Lines}
		document, err := json.Marshal(kept)
		if err != nil {
			return fmt.Errorf("write minutes: %w", err)
		}
		sum := sha256.Sum256(document)
		m := Minutes{ID: id, Meeting: meeting, Version: len(g.Minutes) + 1, By: who.ID, At: w.At, Hash: hex.EncodeToString(sum[:])}
		w.Note("minutes", m.Hash)
		return insertMinutes(ctx, w.Tx, recordID, m, w.Key.Seal(document, minutesPlace(id)))
	})
	if err != nil {
		return fmt.Errorf("agree minutes: %w", err)
	}
	return nil
}

// Kept gives a meeting as its minutes of one version stand, for a document.
func (g Gathering) Kept(version int) (Gathering, bool) {
	for _, m := range g.Minutes {
		if m.Version == version {
			kept := g
			kept.Meeting, kept.Invitations, kept.Lines = m.Kept.Meeting, m.Kept.Invitations, m.Kept.Lines
			kept.Meeting.Record = g.Record
			kept.Minutes = []Minutes{m}
			return kept, true
		}
	}
	return Gathering{}, false
}
