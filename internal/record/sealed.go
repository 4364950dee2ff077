package record

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// SealedClasses lists the kinds of sealed detail (R-3-9).
var SealedClasses = []string{"address", "phone", "school", "route", "contact"}

// SealedDetail is an address, a phone, a school, a route or a worker's contact. Safe says whether it is safe to use
// (R-2-6): yes, no or not_known, and not known until somebody checked.
type SealedDetail struct {
	Value     string `json:"value"`
	Safe      string `json:"safe"`
	CheckedBy string `json:"checked_by,omitempty"`
	CheckedOn string `json:"checked_on,omitempty"`
}

// SealedHead says that there is a sealed detail, without opening it.
type SealedHead struct {
	ID       string
	Class    string
	At       time.Time
	AuthorID string
}

func sealedPlace(id string) seal.Place {
	return seal.Place{Table: "record_sealed", Row: id, Column: "document"}
}

// SealedHeads lists which sealed details there are now; each is opened by itself.
func (s *Service) SealedHeads(ctx context.Context, who permit.Actor, record string) (heads []SealedHead, err error) {
	err = s.door.Read(ctx, who, permit.OpenSealed, access.Record(record), func(w *access.Work) error {
		rows, err := listSealedHeads(ctx, w.Tx, record)
		if err != nil {
			return err
		}
		replaced := map[string]bool{}
		for _, r := range rows {
			replaced[r.replaces] = true
		}
		heads = heads[:0]
		for _, r := range rows {
			at, err := db.ParseTime(r.at)
			if err != nil {
				return err
			}
			if !replaced[r.id] {
				heads = append(heads, SealedHead{ID: r.id, Class: r.class, At: at, AuthorID: r.author})
			}
		}
		return nil
	})
	return heads, err
}

// SealedReasons are the reasons for which a sealed detail may be opened; the code lands in the ledger.
var SealedReasons = []string{"visit", "contact", "emergency", "referral", "check", "other"}

// OpenSealed opens one sealed detail for a stated reason.
func (s *Service) OpenSealed(ctx context.Context, who permit.Actor, record, id, reason string) (d SealedDetail, err error) {
	if !slices.Contains(SealedReasons, reason) {
		return d, &problem.Error{Kind: problem.Invalid, Key: "problem.invalid",
			Fields: []problem.Field{{Name: "reason", Key: "record.needs_a_reason"}}}
	}
	err = s.door.Read(ctx, who, permit.OpenSealed, access.Record(record), func(w *access.Work) error {
		w.Note(id, "reason:"+reason)
		row, err := findSealed(ctx, w.Tx, record, id)
		if err != nil {
			return err
		}
		plain, err := w.Sealed.Open(row.document, sealedPlace(id))
		if err != nil {
			return fmt.Errorf("open sealed detail: %w", err)
		}
		return json.Unmarshal(plain, &d)
	})
	return d, err
}

// AddSealed seals a detail, or replaces an earlier one of the same record. It returns the new detail's id.
func (s *Service) AddSealed(ctx context.Context, who permit.Actor, record, class, replaces string, d SealedDetail) (string, error) {
	var c problem.Check
	c.Require(slices.Contains(SealedClasses, class), "class", "problem.not_a_choice")
	c.Require(d.Value != "", "value", "problem.required")
	if d.Safe == "" {
		d.Safe = "not_known"
	}
	c.Require(slices.Contains([]string{"yes", "no", "not_known"}, d.Safe), "safe", "problem.not_a_choice")
	c.Require(d.Safe != "yes" || d.CheckedBy != "", "checked_by", "record.safe_needs_checker")
	if err := c.Err(); err != nil {
		return "", err
	}
	document, err := json.Marshal(d)
	if err != nil {
		return "", err
	}
	id := db.NewID()
	err = s.door.Do(ctx, who, permit.EditSealed, access.Record(record), func(w *access.Work) error {
		w.Note(id)
		if replaces != "" {
			if _, err := findSealed(ctx, w.Tx, record, replaces); err != nil {
				return err
			}
		}
		return insertSealed(ctx, w.Tx, record, sealedRow{id: id, class: class, at: db.Time(w.At), author: who.ID,
			replaces: replaces, document: w.Sealed.Seal(document, sealedPlace(id))})
	})
	return id, err
}
