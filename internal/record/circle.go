package record

import (
	"context"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
)

// circle are those to whom a restricted record opens: the people, teams and organisations that it names. A nil circle is
// that of a record that is not restricted: everybody is in it.
type circle struct {
	access.Restriction
	members map[string][]string       // of the teams it names and of those that hold a grant
	persons map[string]account.Person // who stands in any of them, or holds a grant
}

func newCircle(ctx context.Context, w *access.Work, people *account.Service, grants []access.Grant) (*circle, error) {
	r, err := w.Restriction(ctx)
	if err != nil || !r.Holds() {
		return nil, err
	}
	c := &circle{Restriction: r}
	var teams, accounts []string
	note := func(kind access.HolderKind, id string) {
		switch {
		case kind == access.HolderTeam && !slices.Contains(teams, id):
			teams = append(teams, id)
		case kind == access.HolderAccount:
			accounts = append(accounts, id)
		}
	}
	for _, g := range grants {
		note(g.HolderKind, g.Holder)
	}
	for _, n := range r.Named {
		note(n.Holder.Kind, n.Holder.ID)
	}
	if c.members, err = people.MembersOf(ctx, w, teams); err != nil {
		return nil, err
	}
	for _, list := range c.members {
		accounts = append(accounts, list...)
	}
	c.persons, err = people.Names(ctx, w, accounts)
	return c, err
}

// has reports whether somebody is in it: named themselves, or in a team or of an organisation that is.
func (c *circle) has(account string) bool {
	if c.Names(account, c.persons[account].OrganisationID) {
		return true
	}
	for team, members := range c.members {
		if c.Names(team) && slices.Contains(members, account) {
			return true
		}
	}
	return false
}

// open gives whom a grant opens the record to: its holder, or, of a team or an organisation that is not named, those
// people in it who are. Nobody means that the grant is suspended.
func (c *circle) open(g access.Grant) []access.Holder {
	holder := []access.Holder{{Kind: g.HolderKind, ID: g.Holder}}
	switch {
	case c == nil || g.Part == permit.PartOwn || g.HolderKind != access.HolderAccount && c.Names(g.Holder):
		return holder
	case g.HolderKind == access.HolderAccount && c.has(g.Holder):
		return holder
	case g.HolderKind == access.HolderAccount:
		return nil
	}
	var within []access.Holder
	for id, p := range c.persons {
		if (p.OrganisationID == g.Holder || slices.Contains(c.members[g.Holder], id)) && p.State != account.Closed && c.has(id) {
			within = append(within, access.Holder{Kind: access.HolderAccount, ID: id})
		}
	}
	slices.SortFunc(within, func(a, b access.Holder) int { return strings.Compare(a.ID, b.ID) })
	return within
}
