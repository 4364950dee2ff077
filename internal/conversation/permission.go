package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Recipients that are no organisation: words that a young person chose to publish, and those that they carry on to whomever
// they show their card, once whoever answers for the record has said yes. Every other recipient is an organisation here, or
// another deployment in an organisation's register.
const (
	Publication = "publication"
	CarryOn     = "carry_on"
)

// IsOrganisation reports whether a recipient of words is an organisation, here or elsewhere.
func IsOrganisation(recipient string) bool { return recipient != Publication && recipient != CarryOn }

// How a permission was given: to somebody sitting beside them, or by themselves in a place of their own.
const (
	Beside     = "beside"
	InOwnPlace = "own_place"
)

// Permission is a young person's yes or no to one statement of theirs reaching one recipient. It is neither their
// agreement to take part nor the legal basis for holding anything (R-3-1).
type Permission struct {
	ID           string
	Contribution string
	Item         string // an outcome's code or the id of a topic of their own
	Recipient    string // an organisation's id, another deployment's in a register, Publication or CarryOn
	Yes          bool
	Given        string // Beside or InOwnPlace
	By           string // who recorded it: an account, or a place of their own
	At           time.Time
	Text         PermissionText
}

// PermissionText is the sealed part of a permission.
type PermissionText struct {
	Version  int    `json:"v"`
	Language string `json:"language,omitempty"` // in which they were asked
	Note     string `json:"note,omitempty"`     // what they said to it
	To       string `json:"to,omitempty"`       // what a recipient that is no organisation here was called when they were asked
}

// Statement is what a young person said about one thing in one sitting, with what they said of passing it on.
type Statement struct {
	Contribution string
	Sitting      string
	EditionID    string
	At           time.Time
	Item         string
	Name         Words // of a topic of their own
	Words        Words
	Permissions  []Permission // oldest first
}

// Permit keeps a permission within a use case that the caller decided. The same id again changes nothing. A statement
// that is not there is NotFound; one that was corrected since is a Conflict, for they never said yes to other words.
func Permit(ctx context.Context, w *access.Work, recordID string, p Permission) error {
	var c problem.Check
	c.Require(db.IsID(p.ID), "permission", "problem.stale_form")
	c.Require(!IsOrganisation(p.Recipient) || db.IsID(p.Recipient), "recipient", "problem.not_a_choice")
	c.Require(p.Given == Beside || p.Given == InOwnPlace, "given", "problem.not_a_choice")
	checkWords(&c, "note", p.Text.Note)
	checkWords(&c, "to", p.Text.To)
	if err := c.Err(); err != nil {
		return err
	}
	list, err := Statements(ctx, w, recordID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(s Statement) bool { return s.Contribution == p.Contribution && s.Item == p.Item })
	if at < 0 {
		return lost(ctx, w, recordID, p.Contribution)
	}
	p.By, p.At, p.Text.Version = w.Who.ID, w.At, 1
	if p.Text.To != "" {
		p.Text.Version = 2
	}
	w.Note(p.Contribution, p.Item, p.Recipient, answerOf(p.Yes))
	if done, err := permitted(ctx, w, recordID, p); done || err != nil {
		return err
	}
	document, err := json.Marshal(p.Text)
	if err != nil {
		return fmt.Errorf("write permission: %w", err)
	}
	return insertPermission(ctx, w.Tx, permissionRow{id: p.ID, record: recordID, contribution: p.Contribution, item: p.Item, recipient: p.Recipient,
		answer: answerOf(p.Yes), given: p.Given, author: p.By, at: db.Time(p.At), document: w.Key.Seal(document, permissionPlace(p.ID))})
}

// lost says why there is no such statement: it was set right since, or it never was.
func lost(ctx context.Context, w *access.Work, recordID, contribution string) error {
	all, err := listContributions(ctx, w.Tx, recordID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(r contributionRow) bool { return r.corrects == contribution }) {
		return problem.New(problem.Conflict, "conversation.corrected")
	}
	return problem.New(problem.NotFound, "problem.not_found")
}

// permitted reports whether this very permission is kept already.
func permitted(ctx context.Context, w *access.Work, recordID string, p Permission) (bool, error) {
	have, err := findPermission(ctx, w.Tx, p.ID)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err == nil && (have.record != recordID || have.contribution != p.Contribution || have.item != p.Item || have.recipient != p.Recipient ||
		have.answer != answerOf(p.Yes)) {
		err = problem.New(problem.Conflict, "problem.duplicate")
	}
	return true, err
}

func answerOf(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func permissionPlace(id string) seal.Place {
	return seal.Place{Table: "conversation_permissions", Row: id, Column: "document"}
}

// Permissions gives every permission of a record, the oldest first: for rooms below, within a use case that is already
// decided.
func Permissions(ctx context.Context, w *access.Work, recordID string) ([]Permission, error) {
	rows, err := listPermissions(ctx, w.Tx, recordID)
	if err != nil {
		return nil, fmt.Errorf("list permissions: %w", err)
	}
	list := make([]Permission, len(rows))
	for i, r := range rows {
		p := Permission{ID: r.id, Contribution: r.contribution, Item: r.item, Recipient: r.recipient, Yes: r.answer == "yes", Given: r.given, By: r.author}
		if p.At, err = db.ParseTime(r.at); err != nil {
			return nil, err
		}
		plain, err := w.Key.Open(r.document, permissionPlace(r.id))
		if err != nil {
			return nil, fmt.Errorf("open permission: %w", err)
		}
		if err := json.Unmarshal(plain, &p.Text); err != nil {
			return nil, fmt.Errorf("read permission: %w", err)
		}
		list[i] = p
	}
	return list, nil
}

// Permitted reports whether a statement may reach a recipient: whether the newest that was said of the two is a yes.
// Nothing said is no yes.
func Permitted(list []Permission, contribution, item, recipient string) bool {
	p, ok := LastPermission(list, contribution, item, recipient)
	return ok && p.Yes
}

// LastPermission gives the newest that was said of a statement and a recipient, from a list with the oldest first.
func LastPermission(list []Permission, contribution, item, recipient string) (Permission, bool) {
	for _, p := range slices.Backward(list) {
		if p.Contribution == contribution && p.Item == item && p.Recipient == recipient {
			return p, true
		}
	}
	return Permission{}, false
}

// MayReach reports, without a record's key, whether a statement may reach a recipient now: nobody set it right since, and the
// newest that was said of the two is a yes. For rooms below that hold something back, in the background too.
func MayReach(ctx context.Context, w *access.Work, recordID, contribution, item, recipient string) (bool, error) {
	rows, err := listPermissions(ctx, w.Tx, recordID)
	if err != nil {
		return false, fmt.Errorf("read permissions: %w", err)
	}
	yes := false
	for _, r := range rows { // the newest last
		if r.contribution == contribution && r.item == item && r.recipient == recipient {
			yes = r.answer == answerOf(true)
		}
	}
	if !yes {
		return false, nil
	}
	all, err := listContributions(ctx, w.Tx, recordID)
	if err != nil {
		return false, fmt.Errorf("read contributions: %w", err)
	}
	there := slices.ContainsFunc(all, func(r contributionRow) bool { return r.id == contribution })
	return there && !slices.ContainsFunc(all, func(r contributionRow) bool { return r.corrects == contribution }), nil
}

// Statements gives everything that the young person put into words, as it stands after corrections, the newest sitting
// first and within it by item: for rooms below, within a use case that is already decided.
func Statements(ctx context.Context, w *access.Work, recordID string) ([]Statement, error) {
	all, err := contributions(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	permissions, err := Permissions(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	list := []Statement{}
	for _, c := range standing(all) {
		if c.Perspective != YoungPerson {
			continue
		}
		items := slices.Collect(maps.Keys(c.Content.Answers))
		for _, t := range c.Content.Topics {
			if !slices.Contains(items, t.ID) {
				items = append(items, t.ID)
			}
		}
		for _, item := range items {
			s := Statement{Contribution: c.ID, Sitting: c.Sitting, EditionID: c.EditionID, At: c.At, Item: item, Words: c.Content.Answers[item].Words}
			if t, ok := c.Content.Topic(item); ok {
				s.Name = t.Name
			}
			if s.Words.Empty() && s.Name.Empty() {
				continue
			}
			for _, p := range permissions {
				if p.Contribution == c.ID && p.Item == item {
					s.Permissions = append(s.Permissions, p)
				}
			}
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b Statement) int {
		if d := b.At.Compare(a.At); d != 0 {
			return d
		}
		return strings.Compare(a.Contribution+a.Item, b.Contribution+b.Item)
	})
	return list, nil
}

// Statements shows somebody who works with the young person what they put into words and what they said of passing it on.
func (s *Service) Statements(ctx context.Context, who permit.Actor, recordID string) (list []Statement, err error) {
	err = s.door.Read(ctx, who, permit.ReadConversation, access.Record(recordID), func(w *access.Work) (err error) {
		list, err = Statements(ctx, w, recordID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list statements: %w", err)
	}
	return list, nil
}

// SayPermission keeps what the young person said of passing a statement on, to somebody sitting beside them.
func (s *Service) SayPermission(ctx context.Context, who permit.Actor, recordID string, p Permission) error {
	p.Given = Beside
	err := s.door.Do(ctx, who, permit.HoldConversation, access.Record(recordID), func(w *access.Work) error {
		return Permit(ctx, w, recordID, p)
	})
	if err != nil {
		return fmt.Errorf("keep permission: %w", err)
	}
	return nil
}
