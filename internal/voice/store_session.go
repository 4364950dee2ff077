package voice

import (
	"context"
	"time"

	"stablefutures/internal/db"
)

// sessionRow is somebody who is in a place, with the place.
type sessionRow struct {
	id, stage, challenge   string
	madeAt, seenAt, endsAt time.Time
	place                  placeRow
}

func insertSession(ctx context.Context, tx *db.Tx, s sessionRow, tokenHash string) error {
	_, err := tx.Exec(ctx, `insert into voice_sessions (id, token_hash, place_id, record_id, stage, challenge, made_at, seen_at, ends_at)
		values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
		s.id, tokenHash, s.place.id, s.place.record, s.stage, s.challenge, db.Time(s.madeAt), db.Time(s.endsAt))
	return err
}

func findSession(ctx context.Context, tx *db.Tx, tokenHash string) (s sessionRow, err error) {
	var made, seen, ends string
	columns, times := s.place.into()
	err = tx.QueryRow(ctx, `select s.id, s.stage, s.challenge, s.made_at, s.seen_at, s.ends_at, `+placeColumns+`
		from voice_sessions s join voice_places p on p.id = s.place_id where s.token_hash = $1`, tokenHash).
		Scan(append([]any{&s.id, &s.stage, &s.challenge, &made, &seen, &ends}, columns...)...)
	if err != nil {
		return s, err
	}
	if s.madeAt, err = db.ParseTime(made); err != nil {
		return s, err
	}
	if s.seenAt, err = db.ParseTime(seen); err != nil {
		return s, err
	}
	if s.endsAt, err = db.ParseTime(ends); err != nil {
		return s, err
	}
	return s, times()
}

func touchSession(ctx context.Context, tx *db.Tx, id, at string) error {
	_, err := tx.Exec(ctx, `update voice_sessions set seen_at = $1 where id = $2 and seen_at < $1`, at, id)
	return err
}

// deleteSession ends a session: of two at once, one gets NotFound.
func deleteSession(ctx context.Context, tx *db.Tx, id string) error {
	return tx.ExecOne(ctx, `delete from voice_sessions where id = $1`, id)
}

// deleteSessionsOf puts out whoever is in a place.
func deleteSessionsOf(ctx context.Context, tx *db.Tx, place string) error {
	_, err := tx.Exec(ctx, `delete from voice_sessions where place_id = $1`, place)
	return err
}

// insertUsed keeps that a question was answered: a Conflict when it was before.
func insertUsed(ctx context.Context, tx *db.Tx, hash, until string) error {
	_, err := tx.Exec(ctx, `insert into voice_used (used_hash, ends_at) values ($1, $2)`, hash, until)
	return err
}

// sweep deletes what has run out.
func sweep(ctx context.Context, tx *db.Tx, now, idle string) error {
	if _, err := tx.Exec(ctx, `delete from voice_sessions where ends_at <= $1 or seen_at <= $2`, now, idle); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `delete from voice_codes where ends_at <= $1`, now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from voice_used where ends_at <= $1`, now)
	return err
}

// deletePlaces deletes a record's places, with their words and whoever is in them.
func deletePlaces(ctx context.Context, tx *db.Tx, recordID string) error {
	for _, statement := range []string{`delete from voice_sessions where record_id = $1`, `delete from voice_codes where record_id = $1`,
		`delete from voice_places where record_id = $1`} {
		if _, err := tx.Exec(ctx, statement, recordID); err != nil {
			return err
		}
	}
	return nil
}
