package disclosure

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// FormatRelease is what a released table says it is; docs/formats.md and docs/schemas/release-1.json tell what it holds.
const FormatRelease = "stable-futures/release/1"

// document is a released table as it is written. It holds the rules it was protected by, so that it can be attacked by
// whoever has nothing but the document.
type document struct {
	Format       string        `json:"format"`
	Key          string        `json:"key"`
	Data         string        `json:"data"`
	National     bool          `json:"national,omitempty"`
	ByPeople     bool          `json:"by_people,omitempty"`
	About        *About        `json:"about,omitempty"`
	Rules        Pack          `json:"rules"`
	Rows         []string      `json:"rows"`
	Columns      []string      `json:"columns"`
	Withheld     Reason        `json:"withheld,omitempty"`
	Cells        [][]Protected `json:"cells,omitempty"`
	RowTotals    []Protected   `json:"row_totals,omitempty"`
	ColumnTotals []Protected   `json:"column_totals,omitempty"`
	Total        *Protected    `json:"total,omitempty"`
}

// read is document with figures that are not Protected yet.
type read struct {
	Format       string         `json:"format"`
	Key          string         `json:"key"`
	Data         string         `json:"data"`
	National     bool           `json:"national"`
	ByPeople     bool           `json:"by_people"`
	About        *About         `json:"about"`
	Rules        Pack           `json:"rules"`
	Rows         []string       `json:"rows"`
	Columns      []string       `json:"columns"`
	Withheld     Reason         `json:"withheld"`
	Cells        [][]figureJSON `json:"cells"`
	RowTotals    []figureJSON   `json:"row_totals"`
	ColumnTotals []figureJSON   `json:"column_totals"`
	Total        *figureJSON    `json:"total"`
}

// Document writes a released table: the same table always as the same bytes.
func (r Released) Document() ([]byte, error) {
	if !r.Made() {
		return nil, errors.New("write release: there is none")
	}
	d := document{Format: FormatRelease, Key: r.Key, Data: r.Data, National: r.national, ByPeople: r.byPeople, About: r.About, Rules: r.rules,
		Rows: append([]string{}, r.Rows...), Columns: r.Columns, Withheld: r.withheld}
	if r.withheld == "" {
		for i := range max(len(r.Rows), 1) {
			var line []Protected
			for j := range r.Columns {
				line = append(line, r.Cell(i, j))
			}
			d.Cells = append(d.Cells, line)
		}
		for i := range r.Rows {
			d.RowTotals = append(d.RowTotals, r.RowTotal(i))
		}
		if len(r.Rows) > 0 {
			for j := range r.Columns {
				d.ColumnTotals = append(d.ColumnTotals, r.ColumnTotal(j))
			}
		}
		total := r.Total()
		d.Total = &total
	}
	return json.Marshal(d)
}

// Hash is the SHA-256 of a document, in hex: what a release is cited by.
func Hash(document []byte) string {
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:])
}

const maxDocument = 1 << 20

// strictly reads one JSON value of at most so many bytes, with no field that v does not have and nothing after it.
func strictly(data []byte, most int, v any) error {
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

// Reopen reads a released table again. It takes no document's word for it: one with a number that its rules would hide,
// or whose figures an attack sees through, is refused.
func Reopen(doc []byte) (r Released, err error) {
	if r, err = reopen(doc); err != nil {
		return Released{}, fmt.Errorf("read release: %w", err)
	}
	return r, nil
}

func reopen(doc []byte) (r Released, err error) {
	var d read
	if err := strictly(doc, maxDocument, &d); err != nil {
		return r, err
	}
	if d.Format != FormatRelease {
		return r, fmt.Errorf("its format is %.60q", d.Format)
	}
	if err := errors.Join(d.Rules.check(), checkNames(d.Key, d.Data, d.Rows, d.Columns), d.About.check(directionsOf(d.Rows))); err != nil {
		return r, err
	}
	f := newForm(len(d.Rows), len(d.Columns))
	r = Released{Key: d.Key, Data: d.Data, About: d.About, Rows: d.Rows, Columns: d.Columns, rules: d.Rules, national: d.National, byPeople: d.ByPeople,
		form: f, figures: make([]Protected, len(f.net.arcs))}
	if d.Withheld != "" {
		if d.Cells != nil || d.RowTotals != nil || d.ColumnTotals != nil || d.Total != nil || !d.Withheld.known() {
			return r, errors.New("it is withheld and shows something")
		}
		return r.withhold(d.Withheld), nil
	}
	if err := r.take(d); err != nil {
		return r, err
	}
	holes, err := Attack(r)
	if err == nil && len(holes) > 0 {
		err = errors.New("what is hidden in it can be worked out")
	}
	if err == nil {
		err = r.view().provesAlone()
	}
	return r, err
}

// known reports whether it is a reason of ours.
func (why Reason) known() bool {
	switch why {
	case Small, Cohort, Base, Difference, Earlier, Nothing, Asked, None:
		return true
	}
	return false
}

// take reads the figures into their places.
func (r *Released) take(d read) error {
	lines := d.Cells
	if len(lines) != max(len(r.Rows), 1) || len(d.RowTotals) != len(r.Rows) || len(r.Rows) > 0 && len(d.ColumnTotals) != len(r.Columns) ||
		len(r.Rows) == 0 && d.ColumnTotals != nil || d.Total == nil {
		return errors.New("it has not as many figures as rows and columns")
	}
	var all []figureJSON
	for _, line := range lines {
		if len(line) != len(r.Columns) {
			return errors.New("it has not as many figures as rows and columns")
		}
		all = append(all, line...)
	}
	all = append(append(append(all, d.RowTotals...), d.ColumnTotals...), *d.Total)
	for a, j := range all {
		p, err := r.figure(j)
		if err != nil {
			return err
		}
		r.figures[a] = p
	}
	return nil
}

// figure reads one figure and holds it against the rules.
func (r *Released) figure(j figureJSON) (Protected, error) {
	if j.Value == nil {
		if j.Symbol != Hidden || !j.Reason.known() || j.Decimals != 0 {
			return Protected{}, errors.New("a figure is neither a value nor a symbol with its reason")
		}
		return hidden(j.Reason), nil
	}
	v := *j.Value
	says := r.rules.saidBy(v, r.national, !r.byPeople)
	switch {
	case j.Symbol != "" || j.Reason != "" || j.Decimals != 0 || v < 0 || v > maxCount || v%r.rules.base(r.national) != 0:
		return Protected{}, errors.New("a figure is not one that its rules give")
	case v == 0 && !r.rules.ZeroShown && !r.byPeople || v > 0 && says.lo > says.hi:
		return Protected{}, errors.New("a figure is shown that its rules hide")
	}
	return shown(v), nil
}
