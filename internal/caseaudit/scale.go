package caseaudit

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

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
// messages (reading.scale_…, reading.grade_…).
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

// Scales lists the scales that are shipped, in the order offered.
func Scales() []Scale { return slices.Clone(shippedScales) }

// UsualScale is the scale that a nation's organisations are offered first: its inspectorate's, and none where the inspectorate
// says in words what it finds (R-1-5).
func UsualScale(nation string) string {
	switch nation {
	case "england":
		return "england-4"
	case "scotland":
		return "scotland-6"
	}
	return NoScale
}

// OwnScale is one version of a scale that an organisation made.
type OwnScale struct {
	Scale
	MadeAt time.Time
	row    string // its id here
}

// Bounds of a scale of an organisation's own.
const (
	leastPoints = 2
	mostPoints  = 11
)

var pointCode = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// check refuses what is no scale: a shipped one is what is shipped, and one of an organisation's own has names and descriptors.
func (s Scale) check() error {
	if shipped, ok := ShippedScale(s.ID); ok {
		if s.Version != shipped.Version || s.Name != "" || !slices.Equal(s.Points, shipped.Points) {
			return problem.New(problem.Invalid, "problem.stale_form")
		}
		return nil
	}
	var c problem.Check
	c.Text("name", s.Name, maxName, true)
	c.Text("source", s.Source, maxName, false)
	c.Require(db.IsID(s.ID) && s.Version > 0 && s.Level == "ordinal", "name", "problem.stale_form")
	c.Require(len(s.Points) >= leastPoints && len(s.Points) <= mostPoints, "points", "reading.needs_points", "min", leastPoints, "max", mostPoints)
	seen := map[string]bool{}
	for _, p := range s.Points {
		c.Require(pointCode.MatchString(p.Code) && !seen[p.Code], "points", "problem.stale_form")
		c.Text("points", p.Name, maxName, true)
		c.Text("points", p.Descriptor, maxText, true)
		seen[p.Code] = true
	}
	return c.Err()
}

// KeepScale keeps a scale of the organisation's own: a new one where of is "", else its next version. What was graded by an
// earlier version stays as it was.
func (s *Service) KeepScale(ctx context.Context, who permit.Actor, id, of string, scale Scale) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.plan(ctx, who, func(w *access.Work) error {
		w.Note(id)
		all, err := listScales(ctx, w)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(one OwnScale) bool { return one.row == id }) {
			return nil // the form was sent twice
		}
		scale.ID, scale.Version, scale.Level = id, 1, "ordinal"
		if of != "" {
			i := slices.IndexFunc(all, func(one OwnScale) bool { return one.ID == of })
			if i < 0 {
				return problem.New(problem.NotFound, "problem.not_found")
			}
			scale.ID, scale.Version = of, all[i].Version+1 // the latest stands first
		}
		if err := scale.check(); err != nil {
			return err
		}
		return insertScale(ctx, w, id, scale)
	})
	if err != nil {
		return fmt.Errorf("keep a scale: %w", err)
	}
	return nil
}

// OwnScales lists every version of the scales that the organisation made, the latest first.
func (s *Service) OwnScales(ctx context.Context, who permit.Actor) (list []OwnScale, err error) {
	err = s.door.Read(ctx, who, permit.ReadAudits, access.Organisation(who.Organisation), func(w *access.Work) error {
		list, err = listScales(ctx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list scales: %w", err)
	}
	return list, nil
}

// latestScales gives the latest version of each scale that the organisation made.
func latestScales(ctx context.Context, w *access.Work) (list []Scale, err error) {
	all, err := listScales(ctx, w)
	for _, one := range all {
		if !slices.ContainsFunc(list, func(have Scale) bool { return have.ID == one.ID }) {
			list = append(list, one.Scale)
		}
	}
	return list, err
}
