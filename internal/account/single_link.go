package account

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// linkOwn links an identity to the account that the visit was begun from, in the same session. While a sign-in is set
// up this sets it up: the code that was given is used up, and the person is signed in.
func (s *Service) linkOwn(ctx context.Context, start SingleStart, who Identity, token string, from From) (Entry, error) {
	row, err := s.session(ctx, token, StageEnrol, StageFull)
	if problem.Is(err, problem.NotFound) || err == nil && (row.account != start.linking || row.id != start.session) {
		return Entry{}, errSingle()
	}
	if err != nil {
		return Entry{}, err
	}
	if who.Email != "" && !slices.Contains(start.Settings.Domains, domainOf(who.Email)) {
		return Entry{}, s.refuseSingle(ctx, "single_other_domain", problem.New(problem.Invalid, "account.single.other_domain"))
	}
	var entry Entry
	full, device := newToken(), newToken()
	err = s.door.Do(ctx, row.actor(), row.act(), access.Account(row.account), func(w *access.Work) error {
		entry = Entry{}
		if err := s.stillEnrols(ctx, w, row); err != nil {
			return err
		}
		if _, other, err := findLink(ctx, w.Tx, identityIndex(w, who.Issuer, who.Subject)); err == nil {
			if other == row.account && row.stage == StageFull {
				return nil // it is linked already
			}
			return problem.New(problem.Conflict, "account.single.linked_elsewhere")
		} else if !problem.Is(err, problem.NotFound) {
			return err
		}
		id, err := link(ctx, w, row.account, who)
		if err != nil || row.stage == StageFull {
			return err
		}
		w.Note("enrolled", "single")
		if err := useInvitation(ctx, w.Tx, row.invitation, db.Time(w.At)); err != nil {
			return err
		}
		if err := deleteSessionsOf(ctx, w.Tx, row.account, ""); err != nil {
			return err
		}
		if err := updateState(ctx, w.Tx, row.account, Active); err != nil {
			return err
		}
		entry, err = s.enterBy(ctx, w, row.account, id, sidIndex(w, who.Issuer, who.SID), full, device, from)
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("link single sign-on: %w", err)
	}
	return entry, nil
}

// SingleSettings gives an organisation's settings to whoever checks what its provider sends by itself; NotFound where
// there is no single sign-on.
func (s *Service) SingleSettings(ctx context.Context, organisation string, from From) (single Single, err error) {
	if wait, _ := s.throttle.try("single", Network(from.Network), paceNetwork); wait > 0 {
		return Single{}, throttled(wait)
	}
	err = s.door.Read(ctx, permit.Nobody, permit.SignIn, access.Nothing, func(w *access.Work) error {
		w.Note("single_told")
		if single, err = singleOf(ctx, w, organisation); err == nil && !single.On {
			err = problem.New(problem.NotFound, "account.single.none")
		}
		return err
	})
	return single, err
}

// LeaveSingle ends what a provider says is over: all sessions that an identity came in by, or one of them by the
// provider's own name for it. number is the message's own, good once; a second time is Invalid.
func (s *Service) LeaveSingle(ctx context.Context, organisation string, who Identity, number string) error {
	if number == "" || who.Subject == "" && who.SID == "" {
		return errSingle()
	}
	err := s.door.Do(ctx, permit.Nobody, permit.SignIn, access.Nothing, func(w *access.Work) error {
		w.Note("single_left", organisation)
		if err := useOnce(ctx, w.Tx, w.Blind("account.used", who.Issuer+" "+number), db.Time(w.At.Add(usedKept))); err != nil {
			return err
		}
		sid := sidIndex(w, who.Issuer, who.SID)
		if who.Subject == "" {
			_, err := deleteSidSessions(ctx, w.Tx, organisation, sid)
			return err
		}
		link, account, err := findLink(ctx, w.Tx, identityIndex(w, who.Issuer, who.Subject))
		if problem.Is(err, problem.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if p, err := findPerson(ctx, w.Tx, account); err != nil || p.organisation != organisation {
			return err
		}
		_, err = deleteSessionsBy(ctx, w.Tx, link, sid)
		return err
	})
	if problem.Is(err, problem.Conflict) {
		return errSingle()
	}
	if err != nil {
		return fmt.Errorf("leave by single sign-on: %w", err)
	}
	return nil
}
