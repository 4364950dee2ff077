package voice

import (
	"context"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Asked is one statement of theirs that they were asked about, with what they last said for each recipient.
type Asked struct {
	conversation.Statement
	Last       []conversation.Permission // one for each recipient, in the order in which they were first asked
	Recipients map[string]string         // names of organisations by id
}

// Permissions gives every statement that they were asked about passing on, newest first.
func (s *Service) Permissions(ctx context.Context, who permit.Actor, recordID string) (list []Asked, err error) {
	err = s.door.Read(ctx, who, permit.ReadOwn, access.Record(recordID), func(w *access.Work) error {
		list = nil // a snapshot may be read again
		w.Note("permissions")
		if err := s.inside(ctx, w, recordID); err != nil {
			return err
		}
		statements, err := conversation.Statements(ctx, w, recordID)
		if err != nil {
			return err
		}
		for _, one := range statements {
			a := Asked{Statement: one, Recipients: map[string]string{}}
			for _, p := range one.Permissions {
				if slices.ContainsFunc(a.Last, func(have conversation.Permission) bool { return have.Recipient == p.Recipient }) {
					continue
				}
				last, _ := conversation.LastPermission(one.Permissions, one.Contribution, one.Item, p.Recipient)
				a.Last = append(a.Last, last)
				if !conversation.IsOrganisation(p.Recipient) {
					continue
				}
				o, err := s.accounts.Organisation(ctx, w, p.Recipient)
				if err != nil && !problem.Is(err, problem.NotFound) {
					return err
				}
				if a.Recipients[p.Recipient] = o.Name; o.Name == "" {
					a.Recipients[p.Recipient] = last.Text.To // another deployment: what they were told it is called
				}
			}
			if len(a.Last) > 0 {
				list = append(list, a)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list permissions: %w", err)
	}
	return list, nil
}

// Decide keeps their yes or no to a statement reaching somebody they were asked about before. It holds from this moment.
func (s *Service) Decide(ctx context.Context, who permit.Actor, recordID string, p conversation.Permission) error {
	p.Given = conversation.Beside
	if who.Is(permit.YoungPerson) {
		p.Given = conversation.InOwnPlace
	}
	err := s.door.Do(ctx, who, permit.SpeakOwn, access.Record(recordID), func(w *access.Work) error {
		if err := s.inside(ctx, w, recordID); err != nil {
			return err
		}
		if !w.May(permit.ReadOwn) { // spoken words show nobody's name, so nothing can be said yes or no to
			return problem.New(problem.Forbidden, "access.refused")
		}
		asked, err := conversation.Permissions(ctx, w, recordID)
		if err != nil {
			return err
		}
		if _, ok := conversation.LastPermission(asked, p.Contribution, p.Item, p.Recipient); !ok {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		return conversation.Permit(ctx, w, recordID, p)
	})
	if err != nil {
		return fmt.Errorf("decide permission: %w", err)
	}
	return nil
}
