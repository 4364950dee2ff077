package record

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
)

// Row is one line of a caseload list.
type Row struct {
	ID            string
	Names         Names
	Languages     []Language
	LastSittingAt time.Time // zero before the first
}

// ListLimit is how many records one list page shows; a search narrows it.
const ListLimit = 200

// CountLimit is how far a caseload's total is counted: one more than this stands for "more than this".
const CountLimit = 1000

// Caseload lists the records who may open: all of them, newest sitting first, or those whose name (in any script) or
// case number fits the query; at most ListLimit. total is how many who may open in all, before the query and the
// limit, counted up to CountLimit+1. One ledger entry names every record shown.
func (s *Service) Caseload(ctx context.Context, who permit.Actor, query string) (rows []Row, total int, err error) {
	query = strings.TrimSpace(query)
	err = s.door.List(ctx, who, permit.ListRecords, func(l *access.Listing) error {
		mine, err := l.Mine(ctx, CountLimit)
		if err != nil {
			return err
		}
		total = len(mine)
		if err := s.noteOwnName(ctx, l.Work, query); err != nil {
			return err
		}
		people, err := s.search(ctx, l, query, mine)
		if err != nil {
			return err
		}
		rows, err = s.rows(ctx, l, people)
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list caseload: %w", err)
	}
	return rows, total, nil
}

// UseOwnNames tells the room how to learn what somebody who searches is called themselves. Call it once, before the first use.
func (s *Service) UseOwnNames(own func(context.Context, *access.Work) (string, error)) {
	s.ownName = own
}

// noteOwnName has the door note that somebody searched for their own family name: they may be looking for their own.
func (s *Service) noteOwnName(ctx context.Context, w *access.Work, query string) error {
	if query == "" || s.ownName == nil {
		return nil
	}
	name, err := s.ownName(ctx, w)
	if err != nil {
		return err
	}
	name, _, _ = strings.Cut(name, "(")
	own := strings.Fields(i18n.Fold(name))
	if len(own) > 1 && slices.Contains(strings.Fields(i18n.Fold(query)), own[len(own)-1]) {
		w.LookedFor(access.LookOwnName)
	}
	return nil
}

// search gives the visible records that fit the query; all of them, up to the limit, when it is empty. mine are those
// who may open: all of them, or more than CountLimit.
func (s *Service) search(ctx context.Context, l *access.Listing, text string, mine []string) ([]personRow, error) {
	many := len(mine) > CountLimit
	switch {
	case text == "" && many:
		return listVisibleOfMany(ctx, l, ListLimit)
	case text == "":
		return listVisible(ctx, l, ListLimit)
	}
	if err := s.index.catchUp(ctx, l.Work); err != nil {
		return nil, err
	}
	ids, err := findByIdentifier(ctx, l.Tx, "case", l.Blind("record.case", foldReference(text)))
	if err != nil {
		return nil, err
	}
	if ids, err = l.OpenTo(ctx, permit.ReadProfile, ids); err != nil { // a case number is for who may read it
		return nil, err
	}
	if many {
		return listFound(ctx, l, append(ids, s.index.everywhere(newQuery(text))...))
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(mine, id) })
	return listFound(ctx, l, append(ids, s.index.among(mine, newQuery(text))...))
}

// listFound reads what the index found, in batches, until the list is full; each batch passes Visible.
func listFound(ctx context.Context, l *access.Listing, ids []string) ([]personRow, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	var people []personRow
	for len(ids) > 0 && len(people) < ListLimit {
		n := min(ListLimit, len(ids))
		batch, err := listVisibleAmong(ctx, l, ids[:n])
		if err != nil {
			return nil, err
		}
		people, ids = append(people, batch...), ids[n:]
	}
	slices.SortStableFunc(people, func(a, b personRow) int { return strings.Compare(b.lastSittingAt, a.lastSittingAt) })
	return people[:min(len(people), ListLimit)], nil
}

func (s *Service) rows(ctx context.Context, l *access.Listing, people []personRow) ([]Row, error) {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.id
	}
	keys, err := l.Keys(ctx, ids)
	if err != nil {
		return nil, err
	}
	profiles, err := listProfiles(ctx, l.Tx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, 0, len(people))
	for _, row := range people {
		key, ok := keys[row.id]
		if !ok {
			continue
		}
		p, err := open(row, profiles[row.id], key)
		if err != nil {
			return nil, err
		}
		rows = append(rows, Row{ID: p.ID, Names: p.Profile.Names, Languages: p.Profile.Languages, LastSittingAt: p.LastSittingAt})
	}
	return rows, maskSittings(ctx, l, rows)
}

// maskSittings takes out of a list when somebody was last met, where its reader may not read what was said; those lines
// then stand last, so that their place tells nothing either.
func maskSittings(ctx context.Context, l *access.Listing, rows []Row) error {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	masked := map[string]bool{}
	for batch := range slices.Chunk(ids, ListLimit) {
		told, err := l.OpenTo(ctx, permit.ReadConversation, batch)
		if err != nil {
			return err
		}
		for _, id := range batch {
			masked[id] = !slices.Contains(told, id)
		}
	}
	for i := range rows {
		if masked[rows[i].ID] {
			rows[i].LastSittingAt = time.Time{}
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		if masked[a.ID] != masked[b.ID] {
			if masked[a.ID] {
				return 1
			}
			return -1
		}
		return 0
	})
	return nil
}

// WarmNames fills the index behind the start, so that the first search need not.
func (s *Service) WarmNames(ctx context.Context) error {
	return s.door.Background(ctx, func(w *access.Work) error { return s.index.catchUp(ctx, w) })
}
