package app

import (
	"context"
	"slices"
	"time"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/promise"
)

// The ways that a promise can go in the demonstration.
const (
	fateKept = iota
	fateKeptUntold
	fateChanged
	fateHanded
	fateBroken
	fateBrokenUntold
	fateOverdue
)

// fates are dealt from: most promises are kept, some are not, and some nobody has said anything about.
var fates = []int{fateKept, fateKept, fateKept, fateKept, fateKeptUntold, fateChanged, fateChanged, fateHanded, fateBroken, fateBrokenUntold, fateOverdue}

// planPromise plans a promise made in a sitting, and what became of it.
func (l *demoLife) planPromise(at time.Time, sitting string, said conversation.Content, last bool) {
	code := said.Chosen[l.rng.IntN(len(said.Chosen))]
	p := promise.Promise{ID: db.NewID(), Record: l.id, Sitting: sitting, EditionID: l.edition.ID, OwnerID: l.who.ID,
		Items: []string{code}, Agreed: []string{"yes", "yes", "yes", "not_asked", "no"}[l.rng.IntN(5)],
		Text: l.promiseText(code)}
	if p.Text.What == l.promised { // said a moment ago
		return
	}
	l.promised = p.Text.What
	due := at.AddDate(0, 0, 6+l.rng.IntN(48))
	p.DueOn = due.Format(time.DateOnly)
	made := l.when(at, func(ctx context.Context) error {
		_, err := l.app.Promise.Make(ctx, l.who, p)
		return err
	})
	if made && (!last || l.rng.IntN(2) == 0) {
		l.planFate(p.ID, due, fates[l.rng.IntN(len(fates))])
	}
}

// promiseText is what is promised about an outcome, or about something else.
func (l *demoLife) promiseText(code string) promise.Text {
	if _, ok := l.edition.Outcome(code); !ok {
		code = ""
	}
	fit := slices.DeleteFunc(slices.Clone(l.data.words.Promises), func(d demoDoing) bool { return !slices.Contains(d.Codes, code) })
	if len(fit) == 0 {
		return l.promiseText("")
	}
	d := fit[l.rng.IntN(len(fit))]
	language := l.cardLanguage()
	return promise.Text{What: d.What, WhatForYoung: d.to(language), Owner: l.worker.Name, Language: language}
}

func (l *demoLife) planFate(id string, due time.Time, fate int) {
	w := l.data.words
	pick := func(from []string) string { return from[l.rng.IntN(len(from))] }
	settle := func(at time.Time, s promise.Settlement) time.Time {
		s.EventID = db.NewID()
		at = l.workday(at, 14)
		l.when(at, func(ctx context.Context) error { return l.app.Promise.Settle(ctx, l.who, l.id, id, s) })
		return at
	}
	tell := func(after time.Time) {
		settle(after.AddDate(0, 0, 1+l.rng.IntN(9)), promise.Settlement{Kind: promise.WasToldBack, Text: promise.EventText{How: pick(w.Told)}})
	}
	kept := promise.Settlement{Kind: promise.WasKept, Text: promise.EventText{Evidence: pick(w.Evidence)}}
	broken := promise.Settlement{Kind: promise.WasBroken, Text: promise.EventText{Reason: pick(w.Reasons)}}
	switch fate {
	case fateKept:
		tell(settle(due.AddDate(0, 0, -l.rng.IntN(5)), kept))
	case fateKeptUntold:
		settle(due.AddDate(0, 0, -1), kept)
	case fateChanged:
		later := due.AddDate(0, 0, 14+l.rng.IntN(30))
		settle(due.AddDate(0, 0, -1), promise.Settlement{Kind: promise.Changed, DueOn: later.Format(time.DateOnly),
			Text: promise.EventText{Reason: pick(w.Reasons)}})
		if l.rng.IntN(3) > 0 {
			tell(settle(later, kept))
		}
	case fateHanded:
		tell(settle(due, promise.Settlement{Kind: promise.WasHanded, Text: promise.EventText{Body: pick(w.Bodies), Reason: pick(w.Reasons)}}))
	case fateBroken:
		tell(settle(due.AddDate(0, 0, 3), broken))
	case fateBrokenUntold:
		settle(due.AddDate(0, 0, 3), broken)
	case fateOverdue: // nobody says anything for a good while
		settle(due.AddDate(0, 0, 70), broken)
	}
}
