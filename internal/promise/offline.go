package promise

import (
	"context"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

// TakeIn makes the promises of a sitting that was held without a network; conversation calls it while taking it in. What
// is there already, made when the same sitting was taken in before, stays as it is.
func TakeIn(ctx context.Context, w *access.Work, o conversation.OfflinePromises) error {
	ed, err := framework.Find(ctx, w, o.EditionID)
	if err != nil {
		return err
	}
	for _, one := range o.List {
		if one.What == "" { // begun, and the device ended before it was said
			continue
		}
		if _, err := findPromise(ctx, w.Tx, o.Record, one.ID); err == nil {
			continue
		} else if !problem.Is(err, problem.NotFound) {
			return err
		}
		p := Promise{ID: one.ID, Record: o.Record, Sitting: o.Sitting, EditionID: ed.ID, Agreed: one.Agreed, DueOn: one.Due,
			Text: Text{What: one.What, Owner: one.Owner, WhatForYoung: one.WhatForYoung, Language: one.Language}}
		if one.OwnerIsWorker {
			p.OwnerID = o.Worker
		}
		p.mend(Day(w.At))
		for _, code := range one.Items {
			if _, ok := ed.Outcome(code); ok || db.IsID(code) {
				p.Items = append(p.Items, code)
			}
		}
		if err := MakeIn(ctx, w, p); err != nil {
			return err
		}
	}
	return nil
}

// mend fills what a device left open, so that a promise with a gap never keeps what a young person said from being taken
// in: nobody said who, nobody said by when. It is due today then, where whoever took the sitting in sees it and asks.
func (p *Promise) mend(today string) {
	if p.Agreed == "" {
		p.Agreed = "not_asked"
	}
	if p.Text.Owner == "" {
		p.Text.Owner = "–"
	}
	if _, err := time.Parse(time.DateOnly, p.DueOn); err != nil {
		p.DueOn = today
	}
}

// TakeBack takes the promises of a sitting off a record on which it stood by mistake, with everything that happened to
// them, and gives them back as they were made. Whoever they were made to is somebody else; the ledger keeps their ids.
func TakeBack(ctx context.Context, w *access.Work, recordID, sittingID string) (list []conversation.OfflinePromise, err error) {
	all, err := List(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if p.Sitting != sittingID {
			continue
		}
		w.Note(p.ID)
		due, err := madeFor(ctx, w.Tx, recordID, p.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, conversation.OfflinePromise{ID: p.ID, What: p.Text.What, Owner: p.Text.Owner, OwnerIsWorker: p.OwnerID != "",
			WhatForYoung: p.Text.WhatForYoung, Language: p.Text.Language, Due: due, Agreed: p.Agreed, Items: p.Items})
		if err := deletePromise(ctx, w.Tx, recordID, p.ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}
