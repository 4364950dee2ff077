package custody

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
)

// Certificate says that a record was destroyed, by whom, by which rule, and where the ledger proves it. It names nobody
// that the record was about, and says nothing from which their age could be reckoned.
type Certificate struct {
	ID           string
	Record       string // opens nothing any more
	Organisation string
	Nation       string
	Reason       string // of record.EraseReasons
	Rule         Rule   // "" where the reason was not that its time had ended
	Pack         string // version of the nation's pack that the rule was read in
	ProposedBy   string
	ProposedAt   time.Time
	ConfirmedBy  string
	At           time.Time
	Entry        int64 // in the ledger; -1 until it has its place

	Proof  []byte      // JSON, for tools/ledgerproof; nil until the entry has its place
	Source nation.Rule // the rule with its source; zero where there is none
	Names  map[string]account.Person
}

// Certificates lists the organisation's, the newest first.
func (s *Service) Certificates(ctx context.Context, who permit.Actor) (list []Certificate, err error) {
	err = s.door.Read(ctx, who, permit.WatchKeeping, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("certificates")
		list, err = listCertificates(ctx, w.Tx, who.Organisation)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list certificates: %w", err)
	}
	return list, nil
}

// Certificate opens one, with the ledger's proof of it.
func (s *Service) Certificate(ctx context.Context, who permit.Actor, id string) (c Certificate, err error) {
	if !db.IsID(id) {
		return c, problem.New(problem.NotFound, "problem.not_found")
	}
	err = s.door.Do(ctx, who, permit.WatchKeeping, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("certificate", id)
		if c, err = findCertificate(ctx, w.Tx, who.Organisation, id); err != nil {
			return err
		}
		entry, proof, found, err := w.Destruction(ctx, c.Record)
		if err != nil {
			return err
		}
		if found && c.Entry != entry {
			if err := updateCertificate(ctx, w.Tx, id, entry); err != nil {
				return err
			}
		}
		if found {
			c.Entry, c.Proof = entry, proof
		}
		c.Source = s.sourceOf(c)
		c.Names, err = s.accounts.Names(ctx, w, []string{c.ProposedBy, c.ConfirmedBy})
		return err
	})
	if err != nil {
		return Certificate{}, fmt.Errorf("open certificate: %w", err)
	}
	return c, nil
}

// sourceOf finds the rule as it was on the day. A certificate stands without it, should a later pack not know the day.
func (s *Service) sourceOf(c Certificate) nation.Rule {
	key, ok := map[Rule]nation.RuleKey{FromBirth: nation.RuleRetentionBirth, FromDeath: nation.RuleRetentionDeath, ByPolicy: nation.RuleRetentionOther}[c.Rule]
	if !ok {
		return nation.Rule{}
	}
	rule, err := s.packs.For(c.Nation).Rule(key, promise.Day(c.At))
	if err != nil {
		return nation.Rule{}
	}
	return rule
}
