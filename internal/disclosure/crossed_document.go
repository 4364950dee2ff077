package disclosure

import (
	"encoding/json"
	"errors"
	"fmt"
)

// FormatCrossed is what a released crossed table says it is; docs/schemas/release-crossed-1.json tells what it holds.
const FormatCrossed = "stable-futures/release-crossed/1"

// IsCrossed reports whether a document says that it is a released crossed table.
func IsCrossed(doc []byte) bool {
	var head struct {
		Format string `json:"format"`
	}
	return len(doc) <= maxDocument && json.Unmarshal(doc, &head) == nil && head.Format == FormatCrossed
}

type crossedDocument[F any] struct {
	Format     string      `json:"format"`
	Key        string      `json:"key"`
	Data       string      `json:"data"`
	National   bool        `json:"national,omitempty"`
	About      *About      `json:"about,omitempty"`
	Rules      Pack        `json:"rules"`
	Directions []Direction `json:"directions"`
	Withheld   Reason      `json:"withheld,omitempty"`
	Figures    []F         `json:"figures,omitempty"` // the last direction running fastest, each direction's total after its nodes
}

// Document writes a released table: the same table always as the same bytes.
func (r CrossedRelease) Document() ([]byte, error) {
	if len(r.figures) == 0 {
		return nil, errors.New("write release: there is none")
	}
	d := crossedDocument[Protected]{Format: FormatCrossed, Key: r.Key, Data: r.Data, National: r.national, About: r.About, Rules: r.rules, Directions: r.Directions, Withheld: r.withheld}
	if r.withheld == "" {
		d.Figures = r.figures
	}
	return json.Marshal(d)
}

// ReopenCrossed reads a released crossed table again. It takes no document's word for it, as Reopen does not.
func ReopenCrossed(doc []byte) (r CrossedRelease, err error) {
	if r, err = reopenCrossed(doc); err != nil {
		return CrossedRelease{}, fmt.Errorf("read release: %w", err)
	}
	return r, nil
}

func reopenCrossed(doc []byte) (r CrossedRelease, err error) {
	var d crossedDocument[figureJSON]
	if err := strictly(doc, maxDocument, &d); err != nil {
		return r, err
	}
	if d.Format != FormatCrossed {
		return r, fmt.Errorf("its format is %.60q", d.Format)
	}
	if err := errors.Join(d.Rules.check(), checkDirections(d.Key, d.Data, d.Directions), d.About.check(len(d.Directions))); err != nil {
		return r, err
	}
	if len(d.Directions) > d.Rules.MostDirections() {
		return r, ErrDirections
	}
	r = CrossedRelease{Key: d.Key, Data: d.Data, About: d.About, Directions: d.Directions, rules: d.Rules, national: d.National, lattice: newLattice(d.Directions)}
	r.figures = make([]Protected, len(r.lattice.number))
	if d.Withheld != "" {
		if d.Figures != nil || !d.Withheld.known() {
			return r, errors.New("it is withheld and shows something")
		}
		return r.withhold(d.Withheld), nil
	}
	if len(d.Figures) != len(r.figures) {
		return r, errors.New("it has not as many figures as its directions cross")
	}
	as := Released{rules: d.Rules, national: d.National}
	for f, j := range d.Figures {
		if r.figures[f], err = as.figure(j); err != nil {
			return r, err
		}
	}
	holes, err := AttackCrossed(r)
	if err == nil && len(holes) > 0 {
		err = errors.New("what is hidden in it can be worked out")
	}
	if err == nil {
		err = r.view().provesAlone()
	}
	return r, err
}
