package translation

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/db"
)

const recordingColumns = `id, edition_id, lang, key, words, media, bytes, role, dialect, speaker, account_id, organisation_id, at, state,
	decided_by, decided_at, reason`

// insertRecording reports whether the row is new.
func insertRecording(ctx context.Context, tx *db.Tx, r Recording) (bool, error) {
	n, err := tx.Exec(ctx, `insert into translation_recordings (id, edition_id, lang, key, words, media, bytes, role, dialect, consent_at, speaker,
		account_id, organisation_id, at, state) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing`,
		r.ID, r.Set, r.Lang, r.Key, r.Words, r.Media, r.Bytes, r.Role, r.Dialect, db.Time(r.At), r.Speaker, r.Account, r.Organisation, db.Time(r.At), Waiting)
	return n == 1, err
}

func insertChunk(ctx context.Context, tx *db.Tx, recording string, place int, b []byte) error {
	_, err := tx.Exec(ctx, `insert into translation_chunks (recording_id, place, bytes) values ($1, $2, $3)`, recording, place, b)
	return err
}

func readChunks(ctx context.Context, tx *db.Tx, recording string) ([]byte, error) {
	var all []byte
	err := tx.Each(ctx, func(r *db.Rows) error {
		var b []byte
		err := r.Scan(&b)
		all = append(all, b...)
		return err
	}, `select bytes from translation_chunks where recording_id = $1 order by place`, recording)
	return all, err
}

func deleteChunks(ctx context.Context, tx *db.Tx, recording string) error {
	_, err := tx.Exec(ctx, `delete from translation_chunks where recording_id = $1`, recording)
	return err
}

// decideRecording is a Conflict when somebody decided already, or the speaker withdrew.
func decideRecording(ctx context.Context, tx *db.Tx, id, state, by, reason string, at time.Time) error {
	return tx.ExecOne(ctx, `update translation_recordings set state = $1, decided_by = $2, decided_at = $3, reason = $4
		where id = $5 and state = 'waiting'`, state, by, db.Time(at), reason, id)
}

func withdrawRecording(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	return tx.ExecOne(ctx, `update translation_recordings set state = 'withdrawn', decided_at = $1 where id = $2`, db.Time(at), id)
}

func listOfSpeaker(ctx context.Context, tx *db.Tx, speaker string) ([]string, error) {
	var ids []string
	err := tx.Each(ctx, func(r *db.Rows) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `select id from translation_recordings where speaker = $1 and state <> 'withdrawn' order by id`, speaker)
	return ids, err
}

func findRecording(ctx context.Context, tx *db.Tx, id string) (Recording, error) {
	return scanRecording(tx.QueryRow(ctx, `select `+recordingColumns+` from translation_recordings where id = $1`, id))
}

func listRecordings(ctx context.Context, tx *db.Tx, state string) ([]Recording, error) {
	var list []Recording
	err := tx.Each(ctx, func(rows *db.Rows) error {
		r, err := scanRecording(rows)
		list = append(list, r)
		return err
	}, `select `+recordingColumns+` from translation_recordings where state = $1 order by at desc, id desc limit 500`, state)
	return list, err
}

// eachVoice gives the accepted recordings, the last decided of a text last, so that it is the one that remains.
func eachVoice(ctx context.Context, tx *db.Tx, f func(edition, lang, key string, v voice)) error {
	return tx.Each(ctx, func(r *db.Rows) error {
		var edition, lang, key string
		var v voice
		if err := r.Scan(&edition, &lang, &key, &v.id, &v.words, &v.media); err != nil {
			return err
		}
		f(edition, lang, key, v)
		return nil
	}, `select edition_id, lang, key, id, words, media from translation_recordings where state = 'accepted' order by decided_at, id`)
}

func scanRecording(row interface{ Scan(...any) error }) (Recording, error) {
	var r Recording
	var at, decided string
	err := row.Scan(&r.ID, &r.Set, &r.Lang, &r.Key, &r.Words, &r.Media, &r.Bytes, &r.Role, &r.Dialect, &r.Speaker, &r.Account, &r.Organisation,
		&at, &r.State, &r.DecidedBy, &decided, &r.Reason)
	if err != nil {
		return r, err
	}
	if r.At, err = db.ParseTime(at); err != nil {
		return r, fmt.Errorf("read time of recording: %w", err)
	}
	if decided != "" {
		r.DecidedAt, err = db.ParseTime(decided)
	}
	return r, err
}
