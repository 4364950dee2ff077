package caseaudit

import (
	"context"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
)

// ReportAction is something that is done because of an audit. Whoever owns it is a role or a body, never a person. A report
// outlasts the records that its cases were: of an action about one case it says who, by when and what came of it, and no word.
type ReportAction struct {
	OfCase bool   `json:"of_case,omitempty"`
	What   string `json:"what,omitempty"`
	Owner  string `json:"owner,omitempty"` // the name of a body
	Role   string `json:"role,omitempty"`  // the role of somebody here, where there is no body
	By     string `json:"by,omitempty"`
	State  string `json:"state"`
	Effect string `json:"effect,omitempty"` // what should be seen; of one that is confirmed, somebody else saw it
}

// reportActions gives what is done about what an audit found, as it stands.
func (s *Service) reportActions(ctx context.Context, w *access.Work, p Programme) (list []ReportAction, err error) {
	all, err := listActions(ctx, w, p.ID, "")
	if err != nil || len(all) == 0 {
		return nil, err
	}
	owners := make([]string, len(all))
	for i, a := range all {
		owners[i] = a.Owner
	}
	people, err := s.accounts.Names(ctx, w, owners)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		one := ReportAction{OfCase: a.Case != "", Role: actingRole(people[a.Owner]), By: a.Due, State: a.State()}
		if !one.OfCase {
			w.Note(a.ID)
			if err := a.open(ctx, w); err != nil {
				return nil, err
			}
			one.What, one.Owner, one.Effect = p.withoutNumber(a.Words.What), p.withoutNumber(a.Words.Body), p.withoutNumber(a.Words.Effect)
		}
		list = append(list, one)
	}
	return list, nil
}

// actingRole is the role in which somebody owns an action; "" where nobody here does.
func actingRole(p account.Person) string {
	for _, role := range permit.Roles {
		if slices.Contains(p.Roles, role) && permit.Could(permit.Actor{ID: p.ID, Organisation: p.OrganisationID, Roles: []permit.Role{role}}, permit.ActOnAudits) {
			return string(role)
		}
	}
	return ""
}

// withoutNumber gives a text, or nothing of it where it names a case of the list by its number.
func (p Programme) withoutNumber(text string) string {
	for _, one := range p.Frame {
		if len(one.ID) > 2 && namesCase(text, one.ID) {
			return ""
		}
	}
	return text
}
