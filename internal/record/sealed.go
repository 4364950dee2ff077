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

// mayOpenSealed answers for a class that who acts does not hold as if there were none of it.
func mayOpenSealed(w *access.Work, class string) error {
	if !w.May(permit.SealedOf(class)) {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	return nil
}

// SealedOpen gives the classes of sealed detail that who may open on a record.
func (s *Service) SealedOpen(ctx context.Context, who permit.Actor, record string) (classes []string) {
	for _, c := range SealedClasses {
		if s.May(ctx, who, permit.SealedOf(c), record) {
			classes = append(classes, c)
		}
	}
	return classes
}

// SealedHeads lists which sealed details there are now, of the classes that who may open; each is opened by itself.
func (s *Service) SealedHeads(ctx context.Context, who permit.Actor, record string) (heads []SealedHead, err error) {
	err = s.door.Read(ctx, who, permit.OpenSealed, access.Record(record), func(w *access.Work) error {
		w.Note("list")
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
			if !replaced[r.id] && w.May(permit.SealedOf(r.class)) {
				heads = append(heads, SealedHead{ID: r.id, Class: r.class, At: at, AuthorID: r.author})
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list sealed details: %w", err)
	}
	return heads, nil
}

// SealedReasons are the reasons for which a sealed detail may be opened; the code lands in the ledger.
var SealedReasons = []string{"visit", "contact", "emergency", "referral", "check", "other"}

// OpenSealed opens one sealed detail for a stated reason.
func (s *Service) OpenSealed(ctx context.Context, who permit.Actor, record, id, reason string) (d SealedDetail, err error) {
	var c problem.Check
	c.Require(slices.Contains(SealedReasons, reason), "reason", "record.needs_a_reason")
	if err := c.Err(); err != nil {
		return d, fmt.Errorf("open sealed detail: %w", err)
	}
	err = s.door.Read(ctx, who, permit.OpenSealed, access.Record(record), func(w *access.Work) error {
		w.Note("opened", id, "reason:"+reason)
		row, err := findSealed(ctx, w.Tx, record, id)
		if err != nil {
			return err
		}
		if err := mayOpenSealed(w, row.class); err != nil {
			return err
		}
		plain, err := w.Sealed.Open(row.document, sealedPlace(id))
		if err != nil {
			return err
		}
		return json.Unmarshal(plain, &d)
	})
	if err != nil {
		return SealedDetail{}, fmt.Errorf("open sealed detail: %w", err)
	}
	return d, nil
}

// NewSealed is a sealed detail to be kept. ID may be made by the client, so that a form sent twice keeps one.
type NewSealed struct {
	ID       string
	Class    string // one of SealedClasses
	Replaces string // the id of the detail it takes the place of, or ""
	Detail   SealedDetail
}

// SafeAnswers are the answers to "is it safe to use?".
var SafeAnswers = []string{"not_known", "yes", "no"}

func (n *NewSealed) check() error {
	if n.ID == "" {
		n.ID = db.NewID()
	}
	if n.Detail.Safe == "" {
		n.Detail.Safe = "not_known"
	}
	var c problem.Check
	c.Require(db.IsID(n.ID), "id", "problem.not_an_id")
	c.Require(slices.Contains(SealedClasses, n.Class), "class", "problem.not_a_choice")
	c.Require(n.Detail.Value != "", "value", "problem.required")
	checkText(&c, "value", n.Detail.Value, maxNotes)
	c.Require(slices.Contains(SafeAnswers, n.Detail.Safe), "safe", "problem.not_a_choice")
	c.Require(n.Detail.Safe != "yes" || n.Detail.CheckedBy != "", "checked_by", "record.safe_needs_checker")
	checkText(&c, "checked_by", n.Detail.CheckedBy, maxName)
	return c.Err()
}

// AddSealed seals a detail, or replaces an earlier one of the same record and class, which stays behind it. It returns
// the new detail's id. Replacing one that was replaced already is a Conflict.
func (s *Service) AddSealed(ctx context.Context, who permit.Actor, record string, n NewSealed) (string, error) {
	if err := n.check(); err != nil {
		return "", fmt.Errorf("keep sealed detail: %w", err)
	}
	document, err := json.Marshal(n.Detail)
	if err != nil {
		return "", fmt.Errorf("keep sealed detail: %w", err)
	}
	err = s.door.Do(ctx, who, permit.EditSealed, access.Record(record), func(w *access.Work) error {
		w.Note(n.ID)
		if err := mayOpenSealed(w, n.Class); err != nil {
			return err
		}
		if n.Replaces != "" {
			if err := replaceable(ctx, w, record, n); err != nil {
				return err
			}
		}
		return insertSealed(ctx, w.Tx, record, sealedRow{id: n.ID, class: n.Class, at: db.Time(w.At), author: who.ID,
			replaces: n.Replaces, document: w.Sealed.Seal(document, sealedPlace(n.ID))})
	})
	if err != nil {
		return "", fmt.Errorf("keep sealed detail: %w", err)
	}
	return n.ID, nil
}

// replaceable makes sure that what is to be replaced is the record's, of the same class, and still stands.
func replaceable(ctx context.Context, w *access.Work, record string, n NewSealed) error {
	rows, err := listSealedHeads(ctx, w.Tx, record)
	if err != nil {
		return err
	}
	there := false
	for _, r := range rows {
		if r.replaces == n.Replaces {
			return problem.New(problem.Conflict, "problem.conflict")
		}
		there = there || r.id == n.Replaces && r.class == n.Class
	}
	if !there {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	return nil
}
