package framework

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// crosswalkRow is the head of a crosswalk as it stands in its table.
type crosswalkRow struct{ id, organisation, from, to string }

// listCrosswalks gives an organisation's crosswalks, or everybody's where it is "".
func listCrosswalks(ctx context.Context, tx *db.Tx, organisation string) ([]crosswalkRow, error) {
	var list []crosswalkRow
	err := tx.Each(ctx, func(r *db.Rows) error {
		var c crosswalkRow
		err := r.Scan(&c.id, &c.organisation, &c.from, &c.to)
		list = append(list, c)
		return err
	}, `select id, organisation_id, from_edition, to_edition from framework_crosswalks
		where $1 = '' or organisation_id = $1 order by begun_at, id`, organisation)
	return list, err
}

// findCrosswalk gives NotFound when the organisation has begun none in this direction.
func findCrosswalk(ctx context.Context, tx *db.Tx, organisation, from, to string) (crosswalkRow, error) {
	c := crosswalkRow{organisation: organisation, from: from, to: to}
	err := tx.QueryRow(ctx, `select id from framework_crosswalks
		where organisation_id = $1 and from_edition = $2 and to_edition = $3`, organisation, from, to).Scan(&c.id)
	return c, err
}

// open is the crosswalk with its lines.
func (h crosswalkRow) open(ctx context.Context, w *access.Work) (Crosswalk, error) {
	c, err := h.head(ctx, w)
	if err != nil {
		return c, err
	}
	return c, c.ReadLinks(ctx, w)
}

// head is the crosswalk without its lines.
func (h crosswalkRow) head(ctx context.Context, w *access.Work) (Crosswalk, error) {
	c := Crosswalk{ID: h.id, Organisation: h.organisation}
	var err error
	if c.From, err = Find(ctx, w, h.from); err != nil {
		return c, err
	}
	if c.To, err = Find(ctx, w, h.to); err != nil {
		return c, err
	}
	var at string
	err = w.Tx.QueryRow(ctx, `select version, uses, made_at from framework_crosswalk_versions
		where crosswalk_id = $1 order by version desc limit 1`, h.id).Scan(&c.Version, &c.Uses, &at)
	if err != nil {
		return c, err
	}
	c.At, err = db.ParseTime(at)
	return c, err
}

// ReadLinks fills in the lines of a crosswalk that came without: it reads every version and folds them, so that of each
// pair the latest line stands.
func (c *Crosswalk) ReadLinks(ctx context.Context, w *access.Work) error {
	stands := map[[2]string]Link{}
	err := w.Tx.Each(ctx, func(r *db.Rows) error {
		var l Link
		var id string
		var maker []byte
		if err := r.Scan(&id, &l.From, &l.To, &l.Relation, &l.Note, &maker, &l.Version); err != nil {
			return err
		}
		var err error
		l.Maker, err = w.System().OpenText(maker, makerPlace("framework_crosswalk_links", id))
		stands[[2]string{l.From, l.To}] = l
		return err
	}, `select l.id, l.from_code, l.to_code, l.relation, l.note, l.maker, v.version
		from framework_crosswalk_links l join framework_crosswalk_versions v on v.id = l.version_id
		where v.crosswalk_id = $1 order by v.version, l.id`, c.ID)
	for _, l := range stands {
		if nothing := l.To == ""; !nothing || !metLater(stands, l) {
			c.Links = append(c.Links, l)
		}
	}
	c.sort()
	return err
}

// metLater: "nothing there" falls when something is found there after all.
func metLater(stands map[[2]string]Link, nothing Link) bool {
	for _, l := range stands {
		if l.From == nothing.From && l.To != "" && l.Relation != NoRelation && l.Version > nothing.Version {
			return true
		}
	}
	return false
}

func makerPlace(table, row string) seal.Place {
	return seal.Place{Table: table, Row: row, Column: "maker"}
}

// addVersion writes one saving. Two at once cannot both be the next version: the second is a Conflict.
func addVersion(ctx context.Context, w *access.Work, c *Crosswalk, maker, uses string, links []Link) error {
	if c.ID == "" {
		c.ID = db.NewID()
		if _, err := w.Tx.Exec(ctx, `insert into framework_crosswalks (id, organisation_id, from_edition, to_edition, begun_at)
			values ($1, $2, $3, $4, $5)`, c.ID, c.Organisation, c.From.ID, c.To.ID, db.Time(w.At)); err != nil {
			return err
		}
	}
	w.Note(c.ID)
	version := db.NewID()
	if _, err := w.Tx.Exec(ctx, `insert into framework_crosswalk_versions (id, crosswalk_id, version, uses, maker, made_by, made_at)
		values ($1, $2, $3, $4, $5, $6, $7)`, version, c.ID, c.Version+1, uses,
		w.System().SealText(maker, makerPlace("framework_crosswalk_versions", version)), w.Who.ID, db.Time(w.At)); err != nil {
		if problem.Is(err, problem.Conflict) {
			return problem.Wrap(err, problem.Conflict, "crosswalk.saved_meanwhile")
		}
		return err
	}
	for _, l := range links {
		id := db.NewID()
		if _, err := w.Tx.Exec(ctx, `insert into framework_crosswalk_links (id, version_id, from_code, to_code, relation, note, maker)
			values ($1, $2, $3, $4, $5, $6, $7)`, id, version, l.From, l.To, string(l.Relation), l.Note,
			w.System().SealText(l.Maker, makerPlace("framework_crosswalk_links", id))); err != nil {
			return err
		}
	}
	opened, err := crosswalkRow{c.ID, c.Organisation, c.From.ID, c.To.ID}.open(ctx, w)
	*c = opened
	return err
}
