package account

import (
	"context"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
)

func insertOrganisation(ctx context.Context, tx *db.Tx, o Organisation, at string) error {
	_, err := tx.Exec(ctx, `insert into account_organisations (id, name, kind, nation, revision, made_at)
		values ($1, $2, $3, $4, $5, $6)`, o.ID, o.sealed, string(o.Kind), o.Nation, o.revision, at)
	return err
}

func findOrganisation(ctx context.Context, tx *db.Tx, id string) (o Organisation, err error) {
	err = tx.QueryRow(ctx, `select id, name, kind, nation, revision from account_organisations where id = $1`, id).
		Scan(&o.ID, &o.sealed, &o.Kind, &o.Nation, &o.revision)
	return o, err
}

func listOrganisations(ctx context.Context, tx *db.Tx) ([]Organisation, error) {
	var all []Organisation
	err := tx.Each(ctx, func(r *db.Rows) error {
		var o Organisation
		err := r.Scan(&o.ID, &o.sealed, &o.Kind, &o.Nation, &o.revision)
		all = append(all, o)
		return err
	}, `select id, name, kind, nation, revision from account_organisations`)
	return all, err
}

func insertTeam(ctx context.Context, tx *db.Tx, t Team, at string) error {
	_, err := tx.Exec(ctx, `insert into account_teams (id, organisation_id, name, revision, made_at) values ($1, $2, $3, $4, $5)`,
		t.ID, t.OrganisationID, t.sealed, t.revision, at)
	return err
}

func updateTeam(ctx context.Context, tx *db.Tx, t Team) error {
	return tx.ExecOne(ctx, `update account_teams set name = $1, revision = $2 where id = $3 and organisation_id = $4`,
		t.sealed, t.revision, t.ID, t.OrganisationID)
}

func findTeam(ctx context.Context, tx *db.Tx, id string) (t Team, err error) {
	err = tx.QueryRow(ctx, `select id, organisation_id, name, revision from account_teams where id = $1`, id).
		Scan(&t.ID, &t.OrganisationID, &t.sealed, &t.revision)
	return t, err
}

func listTeams(ctx context.Context, tx *db.Tx, organisation string) ([]Team, error) {
	var teams []Team
	err := tx.Each(ctx, func(r *db.Rows) error {
		var t Team
		err := r.Scan(&t.ID, &t.OrganisationID, &t.sealed, &t.revision)
		teams = append(teams, t)
		return err
	}, `select id, organisation_id, name, revision from account_teams where organisation_id = $1`, organisation)
	return teams, err
}

// personRow is a row of account_people, with its seals shut.
type personRow struct {
	id, organisation      string
	state                 State
	name, email, password []byte
	emailIndex, revision  string
	factorFailures        int
	factorFailedAt        string
	endsAt                string // of a visitor's account, when it ends by itself; "" for everybody who works here
}

const personColumns = `id, organisation_id, state, name, email, password, email_index, revision, factor_failures, factor_failed_at, ends_at`

func (p *personRow) scan(scan func(...any) error) error {
	return scan(&p.id, &p.organisation, &p.state, &p.name, &p.email, &p.password, &p.emailIndex, &p.revision, &p.factorFailures, &p.factorFailedAt, &p.endsAt)
}

// over reports whether the account has come to its end by itself.
func (p personRow) over(at string) bool { return p.endsAt != "" && p.endsAt <= at }

func insertPerson(ctx context.Context, tx *db.Tx, p personRow, at string) error {
	_, err := tx.Exec(ctx, `insert into account_people (id, organisation_id, state, name, email, email_index, revision, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, p.id, p.organisation, string(p.state), p.name, p.email, p.emailIndex, p.revision, at)
	return err
}

func findPerson(ctx context.Context, tx *db.Tx, id string) (p personRow, err error) {
	err = p.scan(tx.QueryRow(ctx, `select `+personColumns+` from account_people where id = $1`, id).Scan)
	return p, err
}

func findPersonByEmail(ctx context.Context, tx *db.Tx, index string) (p personRow, err error) {
	err = p.scan(tx.QueryRow(ctx, `select `+personColumns+` from account_people where email_index = $1`, index).Scan)
	return p, err
}

func listPeople(ctx context.Context, tx *db.Tx, organisation string) ([]personRow, error) {
	var people []personRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var p personRow
		err := p.scan(r.Scan)
		people = append(people, p)
		return err
	}, `select `+personColumns+` from account_people where organisation_id = $1`, organisation)
	return people, err
}

func listPeopleByID(ctx context.Context, tx *db.Tx, ids []string) ([]personRow, error) {
	var people []personRow
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var p personRow
		err := p.scan(r.Scan)
		people = append(people, p)
		return err
	}, `select `+personColumns+` from account_people where id in `+db.In(1, len(ids)), args...)
	return people, err
}

func updateNames(ctx context.Context, tx *db.Tx, p personRow) error {
	return tx.ExecOne(ctx, `update account_people set name = $1, email = $2, email_index = $3, revision = $4 where id = $5`,
		p.name, p.email, p.emailIndex, p.revision, p.id)
}

func updatePassword(ctx context.Context, tx *db.Tx, account string, sealed []byte) error {
	return tx.ExecOne(ctx, `update account_people set password = $1 where id = $2`, sealed, account)
}

func updateState(ctx context.Context, tx *db.Tx, account string, state State) error {
	return tx.ExecOne(ctx, `update account_people set state = $1 where id = $2`, string(state), account)
}

func updateEnds(ctx context.Context, tx *db.Tx, account, at string) error {
	return tx.ExecOne(ctx, `update account_people set ends_at = $1 where id = $2`, at, account)
}

func updateLanguage(ctx context.Context, tx *db.Tx, account, language string) error {
	return tx.ExecOne(ctx, `update account_people set language = $1 where id = $2`, language, account)
}

// closePerson keeps the row for its name and frees the address: the index becomes one that no address has.
func closePerson(ctx context.Context, tx *db.Tx, account, at string) error {
	return tx.ExecOne(ctx, `update account_people set state = 'closed', closed_at = $1, email_index = 'closed ' || id where id = $2`, at, account)
}

// clearSignIn takes away everything with which the account could be entered.
func clearSignIn(ctx context.Context, tx *db.Tx, account, at string) error {
	for _, statement := range []string{
		`update account_people set password = null, factor_failures = 0, factor_failed_at = '' where id = $1`,
		`delete from account_factors where account_id = $1`,
		`delete from account_recovery where account_id = $1`,
		`delete from account_devices where account_id = $1`,
		`delete from account_sessions where account_id = $1`,
		`delete from account_single_links where account_id = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, account); err != nil {
			return err
		}
	}
	return voidInvitations(ctx, tx, account, at)
}

func replaceRoles(ctx context.Context, tx *db.Tx, account string, roles []permit.Role) error {
	if _, err := tx.Exec(ctx, `delete from account_roles where account_id = $1`, account); err != nil {
		return err
	}
	for _, r := range roles {
		if _, err := tx.Exec(ctx, `insert into account_roles (account_id, role) values ($1, $2)`, account, string(r)); err != nil {
			return err
		}
	}
	return nil
}

// listRoles gives the roles of many accounts.
func listRoles(ctx context.Context, tx *db.Tx, ids []string) (map[string][]permit.Role, error) {
	held := map[string][]permit.Role{}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		var role permit.Role
		err := r.Scan(&id, &role)
		held[id] = append(held[id], role)
		return err
	}, `select account_id, role from account_roles where account_id in `+db.In(1, len(ids)), args...)
	return held, err
}

func countAdministrators(ctx context.Context, tx *db.Tx, organisation string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from account_roles r join account_people p on p.id = r.account_id
		where p.organisation_id = $1 and p.state <> 'closed' and r.role = 'administrator'`, organisation).Scan(&n)
	return n, err
}

func countMemberships(ctx context.Context, tx *db.Tx, account, team, at string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from account_memberships
		where account_id = $1 and team_id = $2 and ends_at > $3`, account, team, at).Scan(&n)
	return n, err
}

// insertMembership begins a membership that somebody put there; one confirmed by "" waits to be let in.
func insertMembership(ctx context.Context, tx *db.Tx, id, account, team, at, putBy, confirmedBy string) error {
	confirmedAt := at
	if confirmedBy == "" {
		confirmedAt = ""
	}
	_, err := tx.Exec(ctx, `insert into account_memberships (id, account_id, team_id, starts_at, ends_at, put_by, confirmed_by, confirmed_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, id, account, team, at, db.Forever, putBy, confirmedBy, confirmedAt)
	return err
}

// countManagers counts the managers of open accounts who are in a team, other than one.
func countManagers(ctx context.Context, tx *db.Tx, team, not, at string) (n int, err error) {
	err = tx.QueryRow(ctx, `select count(*) from account_memberships m join account_people p on p.id = m.account_id
		join account_roles r on r.account_id = m.account_id where m.team_id = $1 and m.account_id <> $2 and m.ends_at > $3
		and m.confirmed_by <> '' and p.state <> 'closed' and r.role = 'manager'`, team, not, at).Scan(&n)
	return n, err
}

// listWaitingMembers gives the memberships of some teams that wait to be confirmed.
func listWaitingMembers(ctx context.Context, tx *db.Tx, teams []string, at string) ([]Membership, error) {
	args := make([]any, 0, len(teams)+1)
	for _, t := range teams {
		args = append(args, t)
	}
	var all []Membership
	err := tx.Each(ctx, func(r *db.Rows) (err error) {
		m := Membership{Waits: true}
		var from string
		if err := r.Scan(&m.ID, &m.AccountID, &m.TeamID, &from, &m.putBy); err != nil {
			return err
		}
		m.From, err = db.ParseTime(from)
		all = append(all, m)
		return err
	}, "select id, account_id, team_id, starts_at, put_by from account_memberships where team_id in "+db.In(1, len(teams))+
		" and confirmed_by = '' and ends_at > "+db.In(len(teams)+1, 1)+" order by starts_at, id", append(args, at)...)
	return all, err
}

// findMadeAt gives when an account was made.
func findMadeAt(ctx context.Context, tx *db.Tx, account string) (made time.Time, err error) {
	var at string
	if err = tx.QueryRow(ctx, `select made_at from account_people where id = $1`, account).Scan(&at); err != nil {
		return made, err
	}
	return db.ParseTime(at)
}

func confirmMembership(ctx context.Context, tx *db.Tx, id, by, at string) error {
	return tx.ExecOne(ctx, `update account_memberships set confirmed_by = $1, confirmed_at = $2 where id = $3 and confirmed_by = ''`, by, at, id)
}

func endMembership(ctx context.Context, tx *db.Tx, account, team, at string) error {
	return tx.ExecOne(ctx, `update account_memberships set ends_at = $1 where account_id = $2 and team_id = $3 and ends_at > $1`, at, account, team)
}

func endMemberships(ctx context.Context, tx *db.Tx, account, at string) error {
	_, err := tx.Exec(ctx, `update account_memberships set ends_at = $1 where account_id = $2 and ends_at > $1`, at, account)
	return err
}

func listMemberships(ctx context.Context, tx *db.Tx, organisation, at string) ([]Membership, error) {
	var all []Membership
	err := tx.Each(ctx, func(r *db.Rows) (err error) {
		var m Membership
		var from, until string
		var confirmed string
		if err := r.Scan(&m.ID, &m.AccountID, &m.TeamID, &from, &until, &confirmed); err != nil {
			return err
		}
		m.Waits = confirmed == ""
		if m.From, err = db.ParseTime(from); err != nil {
			return err
		}
		if until != db.Forever {
			m.Until, err = db.ParseTime(until)
		}
		all = append(all, m)
		return err
	}, `select m.id, m.account_id, m.team_id, m.starts_at, m.ends_at, m.confirmed_by from account_memberships m
		join account_teams t on t.id = m.team_id where t.organisation_id = $1 and m.ends_at > $2`, organisation, at)
	return all, err
}

// factorRow is a row of account_factors, its seal shut.
type factorRow struct {
	id      string
	kind    FactorKind
	state   string
	secret  []byte
	made    time.Time
	used    time.Time
	account string
}

// Factor gives what the person sees of it.
func (f factorRow) Factor() Factor {
	return Factor{ID: f.id, Kind: f.kind, Added: f.made, Used: f.used}
}

// listMembers gives the people of open accounts who are in some teams at a moment, by team.
func listMembers(ctx context.Context, tx *db.Tx, teams []string, at string) (map[string][]string, error) {
	args := make([]any, 0, len(teams)+1)
	for _, t := range teams {
		args = append(args, t)
	}
	members := map[string][]string{}
	now := db.In(len(teams)+1, 1)
	err := tx.Each(ctx, func(r *db.Rows) error {
		var team, account string
		err := r.Scan(&team, &account)
		members[team] = append(members[team], account)
		return err
	}, "select m.team_id, m.account_id from account_memberships m join account_people p on p.id = m.account_id where m.team_id in "+
		db.In(1, len(teams))+" and m.starts_at <= "+now+" and m.ends_at > "+now+" and m.confirmed_by <> '' and p.state <> 'closed' order by m.team_id, m.account_id", append(args, at)...)
	return members, err
}
