package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
)

// Unfinished is what somebody has begun to write about a young person and has not kept: a draft of a conversation or of a
// view (Sitting), or a sheet that is being typed in (Paper).
type Unfinished struct {
	Sitting     string
	Paper       string
	Author      string
	Perspective Perspective
	At          time.Time // when it was last saved
	Content     Content
	Typing      *Typing // of a sheet: everything that was typed
}

// AllUnfinished gives whatever anybody has begun to write about a record, the oldest first: for whoever gathers all that is
// held, within a use case that is already decided. Nobody but its author sees a draft otherwise.
func AllUnfinished(ctx context.Context, w *access.Work, recordID string) ([]Unfinished, error) {
	rows, err := listUnfinished(ctx, w.Tx, recordID)
	if err != nil {
		return nil, fmt.Errorf("list what is unfinished: %w", err)
	}
	list := make([]Unfinished, len(rows))
	for i, row := range rows {
		u := Unfinished{Sitting: row.sitting, Paper: row.paper, Author: row.author, Perspective: Perspective(row.perspective)}
		if u.At, err = db.ParseTime(row.at); err != nil {
			return nil, err
		}
		place, into := draftPlace(row.sitting, row.author, u.Perspective), any(&u.Content)
		if row.paper != "" {
			u.Typing = &Typing{}
			place, into = typingPlace(row.paper, row.author), any(u.Typing)
		}
		plain, err := w.Key.Open(row.document, place)
		if err != nil {
			return nil, fmt.Errorf("open what is unfinished: %w", err)
		}
		if err := json.Unmarshal(plain, into); err != nil {
			return nil, fmt.Errorf("read what is unfinished: %w", err)
		}
		if u.Typing != nil {
			u.Content = u.Typing.Content
		}
		list[i] = u
	}
	return list, nil
}
