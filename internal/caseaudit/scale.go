package caseaudit

import "slices"

// Scale is a way of grading, as data: of an inspectorate, or of an organisation. A version that was used never changes.
type Scale struct {
	ID      string  `json:"id"` // "england-4", or of an organisation's own a database id
	Version int     `json:"version"`
	Name    string  `json:"name,omitempty"` // of an organisation's own; shipped ones have their texts in the messages
	Level   string  `json:"level"`          // "ordinal", "interval", or "" where nothing is graded
	Points  []Point `json:"points,omitempty"`
	Source  string  `json:"source,omitempty"` // where its names come from
}

// Point is one grade of a scale. Points stand from the most that was found to the least.
type Point struct {
	Code       string `json:"code"`
	Name       string `json:"name,omitempty"`       // of an organisation's own
	Descriptor string `json:"descriptor,omitempty"` // what is seen where this is the grade
}

// NoScale is the scale by which nothing is graded: what is found is said in words.
const NoScale = "none"

// Graded reports whether the scale has grades.
func (s Scale) Graded() bool { return len(s.Points) > 0 }

// Place gives a grade's number from the best, from 1; 0 for one that the scale does not have.
func (s Scale) Place(code string) int {
	return slices.IndexFunc(s.Points, func(p Point) bool { return p.Code == code }) + 1
}

// The scales that are shipped (R-1-5). Names of grades are those of the inspectorates; descriptors are ours and stand in the
// messages (audit.scale_…).
var shippedScales = []Scale{
	{ID: NoScale, Version: 1},
	{ID: "england-4", Version: 1, Level: "ordinal", Points: []Point{{Code: "outstanding"}, {Code: "good"}, {Code: "requires_improvement"}, {Code: "inadequate"}},
		Source: "Ofsted, inspecting local authority children’s services (four areas; no overall grade from April 2026)"},
	{ID: "scotland-6", Version: 1, Level: "ordinal", Points: []Point{{Code: "6"}, {Code: "5"}, {Code: "4"}, {Code: "3"}, {Code: "2"}, {Code: "1"}},
		Source: "Care Inspectorate, six-point scale"},
	{ID: "local-0-10", Version: 1, Level: "ordinal", Points: []Point{{Code: "10"}, {Code: "9"}, {Code: "8"}, {Code: "7"}, {Code: "6"}, {Code: "5"}, {Code: "4"}, {Code: "3"}, {Code: "2"}, {Code: "1"}, {Code: "0"}},
		Source: "local scaling"},
}

// ShippedScale gives a shipped scale by its id.
func ShippedScale(id string) (Scale, bool) {
	i := slices.IndexFunc(shippedScales, func(s Scale) bool { return s.ID == id })
	if i < 0 {
		return Scale{}, false
	}
	return shippedScales[i], true
}
