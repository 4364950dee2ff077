package inspection

import (
	"context"
	"encoding/json"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

func insertFramework(ctx context.Context, w *access.Work, f Framework, file []byte) error {
	_, err := w.Tx.Exec(ctx, `insert into inspection_frameworks (id, organisation_id, framework_id, hash, loaded_at, loaded_by, document)
		values ($1, $2, $3, $4, $5, $6, $7)`, db.NewID(), w.Who.Organisation, f.ID, f.hash, db.Time(w.At), w.Who.ID, string(file))
	return err
}

// listFrameworks gives what the organisation loaded, the earliest first.
func listFrameworks(ctx context.Context, w *access.Work) (list []Framework, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var file string
		if err := row.Scan(&file); err != nil {
			return err
		}
		f, err := ReadFramework([]byte(file))
		f.loaded = true
		list = append(list, f)
		return err
	}, `select document from inspection_frameworks where organisation_id = $1 order by loaded_at, id`, w.Who.Organisation)
	return list, err
}

func insertPack(ctx context.Context, w *access.Work, id string) error {
	_, err := w.Tx.Exec(ctx, `insert into inspection_packs (id, organisation_id, begun_at, begun_by) values ($1, $2, $3, $4)`,
		id, w.Who.Organisation, db.Time(w.At), w.Who.ID)
	return err
}

func insertVersion(ctx context.Context, w *access.Work, pack string, v Version, c Content) (hash string, err error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	document, err := w.SealDocument("inspection_pack_versions", v.ID, json.RawMessage(plain))
	if err != nil {
		return "", err
	}
	hash = disclosure.Hash(plain)
	_, err = w.Tx.Exec(ctx, `insert into inspection_pack_versions (id, pack_id, place, made_at, made_by, hash, document) values ($1, $2, $3, $4, $5, $6, $7)`,
		v.ID, pack, v.Place, db.Time(w.At), w.Who.ID, hash, document)
	return hash, err
}

const versionColumns = `v.id, v.place, v.made_at, v.made_by, v.hash, v.document`

func scanVersion(w *access.Work, row interface{ Scan(...any) error }, into ...any) (v Version, c Content, err error) {
	var at string
	var document []byte
	if err := row.Scan(append(into, &v.ID, &v.Place, &at, &v.By, &v.Hash, &document)...); err != nil {
		return v, c, err
	}
	if v.At, err = db.ParseTime(at); err != nil {
		return v, c, err
	}
	if err := w.OpenDocument("inspection_pack_versions", v.ID, document, &c); err != nil {
		return v, c, err
	}
	return v, c, open(c.Evidence)
}

// findPack reads a pack of the actor's organisation as it stands.
func findPack(ctx context.Context, w *access.Work, id string) (p Pack, err error) {
	if !db.IsID(id) {
		return Pack{}, problem.New(problem.NotFound, "problem.not_found")
	}
	p.ID = id
	p.Version, p.Content, err = scanVersion(w, w.Tx.QueryRow(ctx, `select `+versionColumns+` from inspection_packs p join inspection_pack_versions v on v.pack_id = p.id
		where p.id = $1 and p.organisation_id = $2 order by v.place desc limit 1`, id, w.Who.Organisation))
	return p, err
}

// findVersion reads one version of a pack that was found.
func findVersion(ctx context.Context, w *access.Work, pack string, place int) (Version, Content, error) {
	return scanVersion(w, w.Tx.QueryRow(ctx, `select `+versionColumns+` from inspection_pack_versions v where v.pack_id = $1 and v.place = $2`, pack, place))
}

func listPacks(ctx context.Context, w *access.Work) (list []Pack, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var p Pack
		var err error
		p.Version, p.Content, err = scanVersion(w, row, &p.ID)
		list = append(list, p)
		return err
	}, `select p.id, `+versionColumns+` from inspection_packs p join inspection_pack_versions v on v.pack_id = p.id
		where p.organisation_id = $1 and v.place = (select max(l.place) from inspection_pack_versions l where l.pack_id = p.id)
		order by p.begun_at desc, p.id desc limit 200`, w.Who.Organisation)
	return list, err
}

func listVersions(ctx context.Context, w *access.Work, pack string) (list []Version, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var v Version
		var at string
		err := row.Scan(&v.ID, &v.Place, &at, &v.By, &v.Hash)
		if err == nil {
			v.At, err = db.ParseTime(at)
		}
		list = append(list, v)
		return err
	}, `select v.id, v.place, v.made_at, v.made_by, v.hash from inspection_pack_versions v where v.pack_id = $1 order by v.place desc`, pack)
	return list, err
}
