package caseaudit

import (
	"context"
	"errors"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// The kinds of notes.
const (
	noteConcern  = "concern"        // somebody may not be safe
	noteMore     = "concern_more"   // who was told, what they answered
	noteSettled  = "concern_closed" // what was done, by somebody else than who raised it
	noteTalk     = "talk"
	noteHeard    = "heard"
	noteFeedback = "feedback"
	noteAnswer   = "answer"
)

// Note is something written about a case on its way.
type Note struct {
	ID    string
	About string
	At    time.Time
	By    string

	kind     string
	document []byte
}

// write keeps a note under the case's key. id is made by whoever asks, so that a form sent twice writes once.
func write(ctx context.Context, w *access.Work, n Note, caseID string, words any) error {
	if !db.IsID(n.ID) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	key, err := w.MakeCaseKey(ctx, caseID)
	if errors.Is(err, seal.ErrDestroyed) {
		return problem.New(problem.Conflict, "auditway.destroyed")
	}
	if err != nil {
		return err
	}
	w.Note(n.ID)
	if n.document, err = access.SealDocument(key, "caseaudit_notes", n.ID, words); err != nil {
		return err
	}
	return insertNote(ctx, w, caseID, n)
}

// opened reads a case's notes of some kinds into words, in the order written. Of a case whose key was destroyed there are none.
func opened[T any](ctx context.Context, w *access.Work, caseID string, kinds ...string) (notes []Note, words []T, err error) {
	key, err := w.CaseKey(ctx, caseID)
	if errors.Is(err, seal.ErrDestroyed) || err == nil && key.IsZero() {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if notes, err = listNotes(ctx, w, caseID, kinds...); err != nil {
		return nil, nil, err
	}
	words = make([]T, len(notes))
	for i, n := range notes {
		if err := access.OpenDocument(key, "caseaudit_notes", n.ID, n.document, &words[i]); err != nil {
			return nil, nil, err
		}
	}
	return notes, words, nil
}
