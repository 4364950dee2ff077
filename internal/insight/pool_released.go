package insight

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/problem"
)

// FormatPool is what a pool of releases says it is; docs/formats.md and docs/schemas/pool-1.json tell what it holds.
const FormatPool = "stable-futures/pool/1"

const (
	// LeastContributors is how many organisations a pool has at least: of two, each would know the other by taking itself away.
	LeastContributors = 3
	// MostContributors bounds a pool.
	MostContributors = 60
	// mostOfOne is how many per cent of all one organisation may hold: beyond it the pool would be its figures by another name.
	mostOfOne = 70

	mostName     = 120
	mostPoolFile = 8 << 20
)

// PoolPart is one organisation's release in a pool.
type PoolPart struct {
	ID       string
	Name     string // of the organisation, as whoever made the pool wrote it
	Document []byte
	Release  disclosure.Released
}

// Hash is what the release is cited by.
func (p PoolPart) Hash() string { return disclosure.Hash(p.Document) }

// Pooled is what several organisations let out, added up. Every figure in it is worked out from figures that are shown: one
// that any of them hides is hidden in it.
type Pooled struct {
	Title string
	Parts []PoolPart
}

// ReadPart reads a release that an organisation handed over.
func ReadPart(name string, document []byte) (PoolPart, error) {
	name = strings.TrimSpace(name)
	if !poolLine(name) {
		return PoolPart{}, problem.New(problem.Invalid, "pool.no_name")
	}
	r, err := disclosure.Reopen(document)
	if err != nil {
		return PoolPart{}, problem.Wrap(err, problem.Invalid, "pool.no_release")
	}
	return PoolPart{Name: name, Document: document, Release: r}, nil
}

// poolLine reports whether words can stand as a name: one line, not empty, not too long.
func poolLine(s string) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= mostName && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// Fits says whether a release can be put beside the others, and why not.
func (p Pooled) Fits(part PoolPart) error {
	for _, have := range p.Parts {
		a, b := have.Release, part.Release
		switch {
		case have.Hash() == part.Hash() || a.Key == b.Key && (a.Data == b.Data || whatIsCounted(a.Key) != a.Key):
			return problem.New(problem.Conflict, "pool.twice")
		case strings.EqualFold(have.Name, part.Name):
			return problem.New(problem.Conflict, "pool.same_name")
		case whatIsCounted(a.Key) != whatIsCounted(b.Key):
			return problem.New(problem.Conflict, "pool.other_key")
		case a.Rules().ID != b.Rules().ID || a.Rules().Version != b.Rules().Version:
			return problem.New(problem.Conflict, "pool.other_rules")
		case !slices.Equal(a.Rows, b.Rows) || !slices.Equal(a.Columns, b.Columns):
			return problem.New(problem.Conflict, "pool.other_codes")
		}
	}
	if part.Release.Withheld() != "" {
		return problem.New(problem.Conflict, "pool.nothing_shown")
	}
	if len(p.Parts) >= MostContributors {
		return problem.New(problem.Conflict, "pool.too_many")
	}
	return nil
}

// whatIsCounted is a release's key without whose it is: insight:ORGANISATION:measure:direction.
func whatIsCounted(key string) string {
	if parts := strings.Split(key, ":"); len(parts) > 2 && parts[0] == "insight" {
		return strings.Join(slices.Delete(parts, 1, 2), ":")
	}
	return key
}

// Key says what the pool counts.
func (p Pooled) Key() string {
	if len(p.Parts) == 0 {
		return ""
	}
	return whatIsCounted(p.Parts[0].Release.Key)
}

// Check says whether the pool may be settled: that enough organisations are in it, that each fits, and that none of them holds
// nearly all.
func (p Pooled) Check() error {
	if len(p.Parts) < LeastContributors {
		return problem.New(problem.Conflict, "pool.too_few", "least", LeastContributors)
	}
	before := Pooled{}
	for _, part := range p.Parts {
		if err := before.Fits(part); err != nil {
			return err
		}
		before.Parts = append(before.Parts, part)
	}
	for i := range p.Parts {
		if share := p.share(i); share.Shown() && share.Number() > mostOfOne {
			return problem.New(problem.Conflict, "pool.one_holds_most", "most", mostOfOne)
		}
	}
	return nil
}

// share is how many per cent of all one organisation holds.
func (p Pooled) share(i int) disclosure.Protected {
	return disclosure.Worked(0, []disclosure.Protected{p.Parts[i].Release.Total(), p.Total()}, func(v []float64) float64 { return 100 * v[0] / v[1] })
}

// sum adds up one figure over all organisations.
func (p Pooled) sum(figure func(disclosure.Released) disclosure.Protected) disclosure.Protected {
	from := make([]disclosure.Protected, len(p.Parts))
	for i, part := range p.Parts {
		from[i] = figure(part.Release)
	}
	return disclosure.Worked(0, from, func(values []float64) (all float64) {
		for _, v := range values {
			all += v
		}
		return all
	})
}

// Rows and Columns are the codes of the pool's table.
func (p Pooled) Rows() []string { return p.first().Rows }

// Columns are the codes along the table.
func (p Pooled) Columns() []string { return p.first().Columns }

func (p Pooled) first() disclosure.Released {
	if len(p.Parts) == 0 {
		return disclosure.Released{}
	}
	return p.Parts[0].Release
}

// Cell is the sum of a row and column.
func (p Pooled) Cell(i, j int) disclosure.Protected {
	return p.sum(func(r disclosure.Released) disclosure.Protected { return r.Cell(i, j) })
}

// RowTotal is the sum of the totals of a row.
func (p Pooled) RowTotal(i int) disclosure.Protected {
	return p.sum(func(r disclosure.Released) disclosure.Protected { return r.RowTotal(i) })
}

// ColumnTotal is the sum of the totals of a column.
func (p Pooled) ColumnTotal(j int) disclosure.Protected {
	return p.sum(func(r disclosure.Released) disclosure.Protected { return r.ColumnTotal(j) })
}

// Total is the sum of the grand totals.
func (p Pooled) Total() disclosure.Protected {
	return p.sum(func(r disclosure.Released) disclosure.Protected { return r.Total() })
}

// Off is by how much a sum can be away from the true one at most, because every release was rounded.
func (p Pooled) Off() int64 { return int64(len(p.Parts)) * (p.first().Rules().Round / 2) }

// ShownBy is how many of the organisations show a figure: what covers a sum that is hidden.
func (p Pooled) ShownBy(i, j int) (n int) {
	for _, part := range p.Parts {
		if part.Release.Cell(i, j).Shown() {
			n++
		}
	}
	return n
}

// CSV writes the sums in long form: row, column, and the figure or its symbol; Total for a margin.
func (p Pooled) CSV() ([]byte, error) {
	const total = "Total"
	lines := [][]string{{"row", "column", "people"}}
	for i := range max(len(p.Rows()), 1) {
		row := total
		if len(p.Rows()) > 0 {
			row = p.Rows()[i]
		}
		for j, column := range p.Columns() {
			lines = append(lines, []string{row, column, p.Cell(i, j).String()})
		}
		if len(p.Rows()) > 0 {
			lines = append(lines, []string{row, total, p.RowTotal(i).String()})
		}
	}
	if len(p.Rows()) > 0 {
		for j, column := range p.Columns() {
			lines = append(lines, []string{total, column, p.ColumnTotal(j).String()})
		}
	}
	lines = append(lines, []string{total, total, p.Total().String()})
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.WriteAll(lines); err != nil {
		return nil, fmt.Errorf("write pool: %w", err)
	}
	return out.Bytes(), nil
}

type poolFile struct {
	Format       string         `json:"format"`
	Title        string         `json:"title"`
	Contributors []poolFilePart `json:"contributors"`
}

// poolFilePart carries the release's bytes as they stand, so that its hash holds.
type poolFilePart struct {
	Name    string `json:"name"`
	Release string `json:"release"`
}

// Document writes a pool: the same pool always as the same bytes. No sum stands in it, for whoever reads it adds up again.
func (p Pooled) Document() ([]byte, error) {
	f := poolFile{Format: FormatPool, Title: p.Title}
	for _, part := range p.Parts {
		f.Contributors = append(f.Contributors, poolFilePart{part.Name, string(part.Document)})
	}
	return json.Marshal(f)
}

// ReadPool reads a pool again. It takes no file's word for it: every release in it is held against its own rules, and all of
// them against each other.
func ReadPool(file []byte) (p Pooled, err error) {
	var f poolFile
	if err := strictJSON(file, mostPoolFile, &f); err != nil || f.Format != FormatPool || !poolLine(f.Title) {
		return p, problem.Wrap(errors.Join(err, fmt.Errorf("format %.40q", f.Format)), problem.Invalid, "pool.no_pool")
	}
	p.Title = f.Title
	for _, c := range f.Contributors {
		part, err := ReadPart(c.Name, []byte(c.Release))
		if err != nil {
			return Pooled{}, err
		}
		p.Parts = append(p.Parts, part)
	}
	if err := p.Check(); err != nil {
		return Pooled{}, err
	}
	return p, nil
}

// strictJSON reads one JSON value of at most so many bytes, with no field that v does not have and nothing after it.
func strictJSON(data []byte, most int, v any) error {
	if len(data) > most {
		return errors.New("it is too large")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something stands after the end")
	}
	return nil
}
