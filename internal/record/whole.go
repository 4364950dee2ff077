package record

import (
	"context"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

// What the room that gives out whole records reads, within its own use case, which is already decided.

// Written is one version of a profile with the id it is stored under.
type Written struct {
	ID string
	Version
}

// AllVersions gives every version of a profile, the oldest first.
func AllVersions(ctx context.Context, w *access.Work, id string) ([]Written, error) {
	rows, err := listVersions(ctx, w.Tx, id)
	if err != nil {
		return nil, fmt.Errorf("list profile versions: %w", err)
	}
	list := make([]Written, len(rows))
	for i, r := range rows {
		v := Written{ID: r.id, Version: Version{AuthorID: r.author}}
		if v.At, err = db.ParseTime(r.at); err != nil {
			return nil, err
		}
		if v.Profile, err = openProfile(r.profileRow, w.Key); err != nil {
			return nil, err
		}
		list[len(rows)-1-i] = v
	}
	return list, nil
}

// AllFiles lists a record's files without their content, the oldest first.
func AllFiles(ctx context.Context, w *access.Work, id string) ([]File, error) {
	rows, err := listBlobs(ctx, w.Tx, id)
	if err != nil {
		return nil, fmt.Errorf("list files: %w", err)
	}
	list := make([]File, len(rows))
	for i, row := range rows {
		if list[len(rows)-1-i], err = openFileHead(w, row); err != nil {
			return nil, fmt.Errorf("open file: %w", err)
		}
	}
	return list, nil
}

// FileContent reads what one file holds. One that was changed, cut or mixed up in the database is an error.
func FileContent(ctx context.Context, w *access.Work, record, id string) ([]byte, error) {
	row, err := findBlob(ctx, w.Tx, record, id)
	if err != nil {
		return nil, fmt.Errorf("find file: %w", err)
	}
	content, err := readChunks(ctx, w, row)
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return content, nil
}

// LastSitting gives when a record's last conversation was, zero before the first: for rooms below that watch over many
// records without opening any.
func LastSitting(ctx context.Context, w *access.Work, id string) (time.Time, error) {
	row, err := findPerson(ctx, w.Tx, id)
	if err != nil || row.lastSittingAt == "" {
		return time.Time{}, err
	}
	return db.ParseTime(row.lastSittingAt)
}

// IDs gives the ids of records in their order, those after one, at most so many: for rooms below that do something for every
// record, and show nothing of any.
func IDs(ctx context.Context, w *access.Work, after string, limit int) ([]string, error) {
	ids, err := listIDs(ctx, w.Tx, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list records: %w", err)
	}
	return ids, nil
}

// OfOrganisation gives the ids of every record that the actor's organisation keeps: for rooms below that count, and show
// nothing of any.
func OfOrganisation(ctx context.Context, w *access.Work) ([]string, error) {
	ids, err := listIDsOf(ctx, w.Tx, w.Who.Organisation)
	if err != nil {
		return nil, fmt.Errorf("list an organisation’s records: %w", err)
	}
	return ids, nil
}
