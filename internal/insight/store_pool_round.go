package insight

import (
	"context"
	"crypto/ecdh"
	"encoding/hex"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

// roundDocument is a round as it is kept; fileDocument a file of it.
type roundDocument struct {
	Round   []byte `json:"round"`
	Own     []byte `json:"own"`
	MaskKey []byte `json:"mask_key"`
}

type fileDocument struct {
	File []byte `json:"file"`
	Seed []byte `json:"seed,omitempty"`
}

const roundColumns = `id, round_hash, joined_at, opening_id, release_id, coverage_id, document`

func scanRound(w *access.Work, row interface{ Scan(...any) error }) (r Round, err error) {
	var joined string
	var document []byte
	if err = row.Scan(&r.ID, &r.Hash, &joined, &r.OpeningID, &r.ReleaseID, &r.CoverageID, &document); err != nil {
		return r, err
	}
	var d roundDocument
	if err = w.OpenDocument("insight_pool_rounds", r.ID, document, &d); err != nil {
		return r, err
	}
	if r.description, err = ReadPoolFile(d.Round); err != nil {
		return r, err
	}
	if r.About, err = readDescription(r.description); err != nil {
		return r, err
	}
	if r.mask, err = ecdh.X25519().NewPrivateKey(d.MaskKey); err != nil {
		return r, err
	}
	r.Caller, r.Own = r.description.From, d.Own
	r.JoinedAt, err = db.ParseTime(joined)
	return r, err
}

func insertRound(ctx context.Context, w *access.Work, r Round) error {
	document, err := w.SealDocument("insight_pool_rounds", r.ID, roundDocument{r.description.Text, r.Own, r.mask.Bytes()})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into insight_pool_rounds (id, organisation_id, round_hash, joined_at, joined_by, opening_id, release_id, coverage_id, document)
		values ($1, $2, $3, $4, $5, '', '', '', $6)`, r.ID, w.Who.Organisation, r.Hash, db.Time(w.At), w.Who.ID, document)
	return err
}

func findRound(ctx context.Context, w *access.Work, id string) (Round, error) {
	return scanRound(w, w.Tx.QueryRow(ctx, `select `+roundColumns+` from insight_pool_rounds where id = $1 and organisation_id = $2`, id, w.Who.Organisation))
}

func findRoundByHash(ctx context.Context, w *access.Work, hash string) (Round, error) {
	return scanRound(w, w.Tx.QueryRow(ctx, `select `+roundColumns+` from insight_pool_rounds where round_hash = $1 and organisation_id = $2`, hash, w.Who.Organisation))
}

func listRounds(ctx context.Context, w *access.Work) (list []Round, err error) {
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		r, err := scanRound(w, row)
		list = append(list, r)
		return err
	}, `select `+roundColumns+` from insight_pool_rounds where organisation_id = $1 order by joined_at desc, id desc limit 200`, w.Who.Organisation)
	return list, err
}

func settleOpening(ctx context.Context, w *access.Work, id, opening string) error {
	return w.Tx.ExecOne(ctx, `update insight_pool_rounds set opening_id = $1 where id = $2 and organisation_id = $3 and opening_id = ''`, opening, id, w.Who.Organisation)
}

func settleRound(ctx context.Context, w *access.Work, id, figures, covered string) error {
	return w.Tx.ExecOne(ctx, `update insight_pool_rounds set release_id = $1, coverage_id = $2 where id = $3 and organisation_id = $4 and release_id = ''`,
		figures, covered, id, w.Who.Organisation)
}

func insertRoundFile(ctx context.Context, w *access.Work, round string, f RoundFile) error {
	document, err := w.SealDocument("insight_pool_files", f.ID, fileDocument{f.Text, f.seed})
	if err != nil {
		return err
	}
	_, err = w.Tx.Exec(ctx, `insert into insight_pool_files (id, round_id, kind, sender, attempt, hash, at, by_id, document) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		f.ID, round, string(f.Step), hex.EncodeToString(f.From), f.Attempt, f.Hash(), db.Time(w.At), w.Who.ID, document)
	return err
}

// wholeRound gives a round with its files.
func wholeRound(ctx context.Context, w *access.Work, id string) (r Round, err error) {
	if r, err = findRound(ctx, w, id); err != nil {
		return r, err
	}
	err = w.Tx.Each(ctx, func(row *db.Rows) error {
		var f RoundFile
		var at string
		var document []byte
		if err := row.Scan(&f.ID, &f.Attempt, &at, &f.By, &document); err != nil {
			return err
		}
		var d fileDocument
		if err := w.OpenDocument("insight_pool_files", f.ID, document, &d); err != nil {
			return err
		}
		if f.PoolFile, err = ReadPoolFile(d.File); err != nil {
			return err
		}
		f.seed = d.Seed
		f.At, err = db.ParseTime(at)
		r.Files = append(r.Files, f)
		return err
	}, `select id, attempt, at, by_id, document from insight_pool_files where round_id = $1 order by at, id`, id)
	return r, err
}

// roundOfFile finds the round that a file belongs to, by what its body says.
func roundOfFile(ctx context.Context, w *access.Work, f PoolFile) (Round, error) {
	hash, err := roundIn(f)
	if err != nil {
		return Round{}, err
	}
	r, err := findRoundByHash(ctx, w, hash)
	if problem.Is(err, problem.NotFound) {
		return r, problem.New(problem.Conflict, "pool.unknown_round")
	}
	if err != nil {
		return r, err
	}
	return wholeRound(ctx, w, r.ID)
}
