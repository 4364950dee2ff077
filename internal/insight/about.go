package insight

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/disclosure"
)

// How many figures of three directions disclosure control takes, totals among them.
const mostFigures = 4000

// What of a measure's facts a table counts, as the register tells tables of one measure apart.
const (
	factsAnswered   = "answered"
	factsUnanswered = "unanswered"
	factsMarked     = "not-asked" // of an indicator: somebody wrote that nobody asked
)

// axisName is what the register calls a direction: the same wherever people are told apart in the same way.
func axisName(a Axis) string {
	switch a {
	case ByYear, ByQuarter:
		return "period"
	case ByItem:
		return string(ByOutcome)
	}
	return string(a)
}

// counts names what a measure counts, of whom: measures of the same facts are one, so that their tables are held against each other.
func (m Measure) counts(organisation string) string {
	if m.Course != "" {
		return "insight:" + organisation + ":" + m.Course
	}
	return "insight:" + organisation + ":" + string(m.Kind)
}

// about says to the register what a measure's table counts.
func (s *Service) about(organisation string, m Measure, by []Axis, sides []side) *disclosure.About {
	b := &disclosure.About{Measure: m.counts(organisation), State: s.state(organisation, m.Kind)}
	for i, x := range sides {
		b.Axes = append(b.Axes, disclosure.Axis{Name: axisName(by[i]), Several: by[i] != GroupNation, Whole: s.whole(m, x), Of: x.parts(s.cube.frame.Periods)})
	}
	if m.Course != "" {
		return b
	}
	facts := []string{factsAnswered}
	if !m.Answered {
		facts = append(facts, factsUnanswered)
		if m.Kind == Indicator {
			facts = append(facts, factsMarked)
		}
	}
	b.Where = map[string][]string{"facts": facts}
	if m.Perspective != "" {
		b.Where["perspective"] = []string{m.Perspective}
	}
	return b
}

// aboutCoverage says what a coverage counts. Who answered are the people of the measure's own tables; who did not, and who was not
// asked, nobody else counts, and they are other people in a year than in its quarters.
func (s *Service) aboutCoverage(organisation string, m Measure, rows []side, by []Axis) *disclosure.About {
	course := m.Course
	m.Course, m.Answered = "", true
	b := s.about(organisation, m, by, rows)
	rest := []string{m.Perspective, "ever"}
	if m.Perspective == "" {
		rest[0] = "any"
	}
	if course == "flows" {
		q := Measure{Course: course}.course(s.cube.frame.Periods)
		b.Where["period"] = slices.Concat(q.From.Periods, q.To.Periods)
		rest[1] = course
	}
	if slices.ContainsFunc(rows, func(r side) bool { return r.of == ByPeriod }) {
		rest[1] = string(by[0])
	}
	delete(b.Where, "facts")
	end := "." + strings.Join(rest, ".")
	b.Axes = append(b.Axes, disclosure.Axis{Name: "facts", Several: true, Of: map[string][]string{
		"answered": {factsAnswered}, "asked": {"silent" + end}, "not_asked": {"unasked" + end}}})
	return b
}

// parts gives what the classes of a side are made of, where that is not their code alone.
func (x side) parts(periods []string) map[string][]string {
	if x.of != ByPeriod || len(x.codes) == 0 || len(x.codes[0]) > 4 {
		return nil
	}
	of := map[string][]string{}
	for _, p := range periods {
		if year := x.class(p); slices.Contains(x.codes, year) {
			of[year] = append(of[year], p)
		}
	}
	return of
}

// whole reports whether everybody whom a measure counts is in some class of a side.
func (s *Service) whole(m Measure, x side) bool {
	if x.course != nil || x.of == ByPeriod {
		return false
	}
	f := s.cube.frame
	codes := f.axes()[x.of]
	switch x.of {
	case ByItem:
		codes = nil
		for _, it := range f.Items {
			if it.Kind == m.Kind && (m.Course == "" || it.Code != OwnTopic) {
				codes = append(codes, it.Code)
			}
		}
	case ByValue:
		codes = slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return valueKind(c) != m.Kind })
	}
	return !slices.ContainsFunc(codes, func(c string) bool { return !slices.Contains(x.codes, x.class(c)) })
}

// state gives a digest of all facts of one kind, and of presence, in an organisation: the same while they are the same, also when the
// program was started again. It stays within the program: what is written is blinded.
func (s *Service) state(organisation string, kind Kind) string {
	f := &s.cube.frame
	if s.states.of != s.cube {
		s.states.of, s.states.by = s.cube, map[string]string{}
	}
	key := organisation + " " + string(kind)
	if was, ok := s.states.by[key]; ok {
		return was
	}
	var people []string
	place := slices.Index(f.Places, organisation)
	for i := s.cube.at[max(0, place)]; place >= 0 && i < s.cube.at[place+1]; {
		person, h := s.cube.runs[i].person, sha256.New()
		for ; i < s.cube.at[place+1] && s.cube.runs[i].person == person; i++ {
			r := s.cube.runs[i]
			for g, n := range r.groups[:len(f.Groups)] {
				h.Write([]byte(f.Groups[g].Codes[n] + "\n"))
			}
			for _, w := range s.cube.words[r.start : r.start+r.n] {
				it := f.Items[w&(MostItems-1)]
				if it.Kind == kind || it.Kind == Present {
					h.Write([]byte(f.Periods[w>>periodAt&(MostPeriods-1)] + it.Code + f.Perspectives[w>>perspectiveAt&(MostPerspectives-1)] + f.Values[w>>valueAt].Code + "\n"))
				}
			}
		}
		people = append(people, string(h.Sum(nil)))
	}
	slices.Sort(people)
	all := sha256.Sum256([]byte(strings.Join(people, "")))
	s.states.by[key] = hex.EncodeToString(all[:])
	return s.states.by[key]
}

// states are the digests of a cube's facts.
type states struct {
	of *Cube
	by map[string]string
}

// blind names a table's state and that of its facts as the register knows them: what is the same has the same name, also when the
// program was started again, and the name says nothing to whoever has no ring of keys. It gives a copy: a write that is tried again
// names the same state, and not the name.
func (a asked) blind(w *access.Work) asked {
	name := func(domain, value string) string { return w.Blind("insight:"+domain, value) }
	about := func(b *disclosure.About) *disclosure.About {
		if b == nil {
			return nil
		}
		named := *b
		named.State = name("facts", b.State)
		return &named
	}
	a.table.About, a.coverage.About, a.crossed.About = about(a.table.About), about(a.coverage.About), about(a.crossed.About)
	a.table.Data, a.coverage.Data = name("table", digest(a.table.Rows, a.table.Columns, a.table.Counts)),
		name("table", digest(a.coverage.Rows, a.coverage.Columns, a.coverage.Counts))
	a.crossed.Data = name("table", digest(a.crossed.Directions, a.crossed.Counts))
	return a
}

func digest(parts ...any) string {
	b, _ := json.Marshal(parts) // codes and numbers
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// crossedTable gives cells of three directions as disclosure takes them.
func crossedTable(key string, by []Axis, cells Cells) disclosure.Crossed {
	c := disclosure.Crossed{Key: key}
	for i, codes := range cells.Directions {
		d := disclosure.Direction{Name: string(by[i])}
		for _, code := range codes {
			d.Nodes = append(d.Nodes, disclosure.Node{Code: code, Parent: -1})
		}
		c.Directions = append(c.Directions, d)
	}
	for _, n := range cells.People {
		c.Counts = append(c.Counts, int64(n))
	}
	return c
}
