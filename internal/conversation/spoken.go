package conversation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
)

// Spoken is one contribution as codes alone: no word of it, and not who wrote it.
type Spoken struct {
	At          time.Time // when it was said first, whenever it was set right since
	Perspective Perspective
	EditionID   string
	Facts       []byte    // packed, see framework.ParseFacts
	Barriers    []Barrier // Item, WhoCanChange, System and Kind
}

// SpokenOf gives what stands in some records, the oldest first, without opening any, within a work that is already decided.
// What was corrected is left out, as in the picture. For what is reckoned over all records and goes to disclosure control.
func SpokenOf(ctx context.Context, w *access.Work, records []string) (map[string][]Spoken, error) {
	rows, err := listSpoken(ctx, w.Tx, records)
	if err != nil {
		return nil, fmt.Errorf("list contributions: %w", err)
	}
	corrected, at := map[string]bool{}, map[string]time.Time{}
	for _, r := range rows { // what corrects comes after what it corrects
		corrected[r.corrects], at[r.id] = true, r.at
		if first, ok := at[r.corrects]; ok {
			at[r.id] = first
		}
	}
	slices.SortStableFunc(rows, func(a, b spokenRow) int { return cmp.Or(cmp.Compare(a.record, b.record), at[a.id].Compare(at[b.id])) })
	all := map[string][]Spoken{}
	for _, r := range rows {
		if corrected[r.id] {
			continue
		}
		s := Spoken{At: at[r.id], Perspective: Perspective(r.perspective), EditionID: r.edition, Facts: r.facts}
		var codes []struct {
			Item         string `json:"item"`
			WhoCanChange string `json:"who_can_change"`
			System       string `json:"system"`
			Kind         string `json:"kind"`
		}
		if err := json.Unmarshal([]byte(r.barriers), &codes); err != nil {
			return nil, fmt.Errorf("read barriers of contribution %s: %w", r.id, err)
		}
		for _, c := range codes {
			s.Barriers = append(s.Barriers, Barrier{Item: c.Item, WhoCanChange: c.WhoCanChange, System: c.System, Kind: c.Kind})
		}
		all[r.record] = append(all[r.record], s)
	}
	return all, nil
}

// Spoke gives, for each record in which something was said, a text that is another one once anything that SpokenOf gives of it is.
func Spoke(ctx context.Context, w *access.Work) (map[string]string, error) {
	stamps, err := listSpoke(ctx, w.Tx)
	if err != nil {
		return nil, fmt.Errorf("list records that were spoken in: %w", err)
	}
	return stamps, nil
}
