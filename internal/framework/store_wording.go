package framework

import (
	"context"
	"encoding/json"
	"fmt"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

// insertWording keeps the first of equal ones.
func insertWording(ctx context.Context, w *access.Work, shown Wording, checksum string, document []byte) error {
	_, err := w.Tx.Exec(ctx, `insert into framework_wordings (checksum, edition_id, lang, document, kept_at)
		values ($1, $2, $3, $4, $5) on conflict do nothing`, checksum, shown.Edition, shown.Lang, document, db.Time(w.At))
	return err
}

func findWording(ctx context.Context, tx *db.Tx, checksum string) (document []byte, err error) {
	err = tx.QueryRow(ctx, `select document from framework_wordings where checksum = $1`, checksum).Scan(&document)
	return document, err
}

const versionColumns = `id, edition_id, lang, coalesce(number, 0), state, what, from_id, document, begun_by, begun_at, changed_at, used_by, used_at`

func scanVersion(r interface{ Scan(...any) error }) (v Version, err error) {
	var begun, changed, used string
	var document []byte
	err = r.Scan(&v.ID, &v.Edition, &v.Lang, &v.Number, &v.State, &v.What, &v.From, &document, &v.BegunBy, &begun, &changed, &v.UsedBy, &used)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(document, &v.Changes); err != nil {
		return v, fmt.Errorf("read wording %s: %w", v.ID, err)
	}
	if v.BegunAt, err = db.ParseTime(begun); err != nil {
		return v, fmt.Errorf("read time of wording: %w", err)
	}
	if v.ChangedAt, err = db.ParseTime(changed); err == nil && used != "" {
		v.UsedAt, err = db.ParseTime(used)
	}
	return v, err
}

func insertVersion(ctx context.Context, tx *db.Tx, v Version) error {
	document, err := canonical(v.Changes)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into framework_wording_versions (id, edition_id, lang, state, what, from_id, document, begun_by, begun_at,
		changed_at, used_by, used_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '')`,
		v.ID, v.Edition, v.Lang, v.State, v.What, v.From, document, v.BegunBy, db.Time(v.BegunAt), db.Time(v.ChangedAt))
	return err
}

func updateDraft(ctx context.Context, tx *db.Tx, v Version) error {
	document, err := canonical(v.Changes)
	if err != nil {
		return err
	}
	return tx.ExecOne(ctx, `update framework_wording_versions set what = $1, document = $2, changed_at = $3 where id = $4 and state = 'draft'`,
		v.What, document, db.Time(v.ChangedAt), v.ID)
}

// useVersion ends a draft: it comes into use under its number, or is put away.
func useVersion(ctx context.Context, tx *db.Tx, v Version) error {
	if v.State == VersionPutAway {
		return tx.ExecOne(ctx, `update framework_wording_versions set state = $1 where id = $2 and state = 'draft'`, v.State, v.ID)
	}
	return tx.ExecOne(ctx, `update framework_wording_versions set state = $1, number = $2, used_by = $3, used_at = $4
		where id = $5 and state = 'draft'`, v.State, v.Number, v.UsedBy, db.Time(v.UsedAt), v.ID)
}

// listVersions gives the draft first, then those that came into use, the latest first, then those put away.
func listVersions(ctx context.Context, tx *db.Tx, edition, lang string) (list []Version, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		v, err := scanVersion(r)
		list = append(list, v)
		return err
	}, `select `+versionColumns+` from framework_wording_versions where edition_id = $1 and lang = $2
		order by case state when 'draft' then 0 when 'in_use' then 1 else 2 end, coalesce(number, 0) desc, begun_at desc, id desc`, edition, lang)
	for i := range list {
		if err == nil {
			list[i].Decisions, err = listDecisions(ctx, tx, list[i].ID)
		}
	}
	return list, err
}

func findVersion(ctx context.Context, tx *db.Tx, id string) (Version, error) {
	v, err := scanVersion(tx.QueryRow(ctx, `select `+versionColumns+` from framework_wording_versions where id = $1`, id))
	if err == nil {
		v.Decisions, err = listDecisions(ctx, tx, id)
	}
	return v, err
}

func listDrafts(ctx context.Context, tx *db.Tx) (list []Version, err error) {
	err = tx.Each(ctx, func(r *db.Rows) error {
		v, err := scanVersion(r)
		list = append(list, v)
		return err
	}, `select `+versionColumns+` from framework_wording_versions where state = 'draft' order by edition_id, lang`)
	return list, err
}

// eachInUse gives the version with the highest number of each edition and language.
func eachInUse(ctx context.Context, tx *db.Tx, f func(Version)) error {
	return tx.Each(ctx, func(r *db.Rows) error {
		v, err := scanVersion(r)
		if err == nil {
			f(v)
		}
		return err
	}, `select `+versionColumns+` from framework_wording_versions v where state = 'in_use' and not exists (select 1
		from framework_wording_versions later where later.edition_id = v.edition_id and later.lang = v.lang and later.number > v.number)`)
}

func insertDecision(ctx context.Context, tx *db.Tx, d Decision) error {
	kind := "group"
	if d.Second {
		kind = "second"
	}
	_, err := tx.Exec(ctx, `insert into framework_wording_decisions (id, version_id, digest, kind, group_name, decision, said, decided_on,
		recorded_by, recorded_role, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		d.ID, d.Version, d.Digest, kind, d.Group, d.Decision, d.Said, d.On, d.By, d.Role, db.Time(d.At))
	return err
}

func listDecisions(ctx context.Context, tx *db.Tx, version string) (list []Decision, err error) {
	err = tx.Each(ctx, func(r *db.Rows) (err error) {
		var d Decision
		var kind, at string
		if err := r.Scan(&d.ID, &d.Version, &d.Digest, &kind, &d.Group, &d.Decision, &d.Said, &d.On, &d.By, &d.Role, &at); err != nil {
			return err
		}
		d.Second = kind == "second"
		d.At, err = db.ParseTime(at)
		list = append(list, d)
		return err
	}, `select id, version_id, digest, kind, group_name, decision, said, decided_on, recorded_by, recorded_role, recorded_at
		from framework_wording_decisions where version_id = $1 order by recorded_at desc, id desc`, version)
	return list, err
}

// insertDrawing keeps the first of equal ones.
func insertDrawing(ctx context.Context, tx *db.Tx, d Drawing, own OwnDrawing) error {
	_, err := tx.Exec(ctx, `insert into framework_drawings (name, strokes, shows, added_by, added_at) values ($1, $2, $3, $4, $5)
		on conflict do nothing`, d.Name, d.Strokes, own.Shows, own.By, db.Time(own.At))
	return err
}

func findDrawing(ctx context.Context, tx *db.Tx, name string) (strokes string, err error) {
	err = tx.QueryRow(ctx, `select strokes from framework_drawings where name = $1`, name).Scan(&strokes)
	return strokes, err
}

func listDrawings(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	found := map[string]string{}
	err := tx.Each(ctx, func(r *db.Rows) error {
		var name, strokes string
		err := r.Scan(&name, &strokes)
		found[name] = strokes
		return err
	}, `select name, strokes from framework_drawings`)
	return found, err
}

func listOwnDrawings(ctx context.Context, tx *db.Tx) (list []OwnDrawing, err error) {
	err = tx.Each(ctx, func(r *db.Rows) (err error) {
		var d OwnDrawing
		var at string
		if err := r.Scan(&d.Name, &d.Shows, &d.By, &at); err != nil {
			return err
		}
		d.At, err = db.ParseTime(at)
		list = append(list, d)
		return err
	}, `select name, shows, added_by, added_at from framework_drawings order by added_at desc, name`)
	return list, err
}
