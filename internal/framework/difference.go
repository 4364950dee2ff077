package framework

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Line is a principle, outcome or indicator as a comparison sees it. Level is "principle", "outcome" or "indicator";
// Parent is the code of what it stands under, "" for a principle.
type Line struct {
	Level  string `json:"level"`
	Code   string `json:"code"`
	Parent string `json:"parent,omitempty"`
	Text   string `json:"text"`
}

// Change is one line before and after.
type Change struct {
	Before Line `json:"before"`
	After  Line `json:"after"`
}

// HeadChange is a part of the head that is not the same: "version", "permission/uses".
type HeadChange struct {
	Part   string `json:"part"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Difference is what one edition says otherwise than another. A line can be both reworded and moved. A code that is gone
// and another that is new are one line re-coded when level and text are the same to the character and neither text
// stands twice; anything less certain is one removed and one added. Lists are in the order of the editions.
type Difference struct {
	A        string       `json:"a"` // ids
	B        string       `json:"b"`
	Head     []HeadChange `json:"head"`
	Added    []Line       `json:"added"`
	Removed  []Line       `json:"removed"`
	Reworded []Change     `json:"reworded"`
	Moved    []Change     `json:"moved"` // under something else, or to another place among the same
	Recoded  []Change     `json:"recoded"`
}

// Same reports whether the two say the same, head apart.
func (d Difference) Same() bool {
	return len(d.Added)+len(d.Removed)+len(d.Reworded)+len(d.Moved)+len(d.Recoded) == 0
}

// Compare says what b says otherwise than a. It compares what is written; what was said under one edition is never
// converted into the other.
func Compare(a, b *Edition) Difference {
	d := Difference{A: a.ID, B: b.ID, Head: headChanges(a, b), Added: []Line{}, Removed: []Line{}, Reworded: []Change{}, Moved: []Change{}, Recoded: []Change{}}
	before, after := a.lines(), b.lines()
	was, is := byCode(before), byCode(after)
	var gone, fresh, stay []Line
	for _, l := range before {
		if _, ok := is[key(l)]; ok {
			stay = append(stay, l)
		} else {
			gone = append(gone, l)
		}
	}
	for _, l := range after {
		if _, ok := was[key(l)]; !ok {
			fresh = append(fresh, l)
		}
	}
	recoded := d.recode(gone, fresh)
	out := displaced(stay, after, is)
	for _, l := range stay {
		now := is[key(l)]
		if l.Text != now.Text {
			d.Reworded = append(d.Reworded, Change{l, now})
		}
		under := l.Parent
		if code, ok := recoded[l.Parent]; ok {
			under = code // its parent has another code, which is not a move
		}
		if under != now.Parent || out[key(l)] {
			d.Moved = append(d.Moved, Change{l, now})
		}
	}
	return d
}

// key tells lines apart: a principle and an outcome may share a code.
func key(l Line) string {
	if l.Level == levelPrinciple {
		return "p " + l.Code
	}
	return "i " + l.Level + " " + l.Code
}

func byCode(lines []Line) map[string]Line {
	m := make(map[string]Line, len(lines))
	for _, l := range lines {
		m[key(l)] = l
	}
	return m
}

// lines are the edition from top to bottom.
func (e *Edition) lines() []Line {
	var list []Line
	for _, p := range e.Principles {
		list = append(list, Line{levelPrinciple, p.Code, "", p.Name})
		for _, o := range p.outcomes {
			list = append(list, Line{levelOutcome, o.Code, p.Code, o.Text})
			for _, ind := range o.Indicators {
				list = append(list, Line{levelIndicator, ind.Code, o.Code, ind.Text})
			}
		}
	}
	return list
}

// recode pairs what is gone with what is new by level and text, and leaves the rest removed and added. It gives the new
// code of each that has one.
func (d *Difference) recode(gone, fresh []Line) map[string]string {
	count := map[string][2]int{}
	at := func(l Line) string { return l.Level + " " + l.Text }
	place := map[string]Line{}
	for _, l := range gone {
		n := count[at(l)]
		count[at(l)] = [2]int{n[0] + 1, n[1]}
	}
	for _, l := range fresh {
		n := count[at(l)]
		count[at(l)] = [2]int{n[0], n[1] + 1}
		place[at(l)] = l
	}
	codes := map[string]string{}
	for _, l := range gone {
		if count[at(l)] == [2]int{1, 1} {
			d.Recoded = append(d.Recoded, Change{l, place[at(l)]})
			codes[l.Code] = place[at(l)].Code
		} else {
			d.Removed = append(d.Removed, l)
		}
	}
	for _, l := range fresh {
		if count[at(l)] != [2]int{1, 1} {
			d.Added = append(d.Added, l)
		}
	}
	return codes
}

// displaced finds the fewest lines that must have moved for the order to have become what it is: all but a longest
// rising sequence of the places, level by level.
func displaced(stay, after []Line, is map[string]Line) map[string]bool {
	place := make(map[string]int, len(after))
	for i, l := range after {
		place[key(l)] = i
	}
	out := map[string]bool{}
	for _, level := range []string{levelPrinciple, levelOutcome, levelIndicator} {
		var keys []string
		var places []int
		for _, l := range stay {
			if l.Level == level && (l.Parent == is[key(l)].Parent || level == levelPrinciple) {
				keys, places = append(keys, key(l)), append(places, place[key(l)])
			}
		}
		kept := rising(places)
		for i, k := range keys {
			out[k] = !kept[i]
		}
	}
	return out
}

// rising marks a longest rising sequence.
func rising(list []int) []bool {
	ends, before := []int{}, make([]int, len(list)) // ends[n]: where the best sequence of n+1 ends
	for i, v := range list {
		n, _ := slices.BinarySearchFunc(ends, v, func(at, v int) int { return list[at] - v })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	kept := make([]bool, len(list))
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = before[i] {
			kept[i] = true
		}
	}
	return kept
}

func headChanges(a, b *Edition) []HeadChange {
	list := []HeadChange{}
	say := func(part, before, after string) {
		if before != after {
			list = append(list, HeadChange{part, before, after})
		}
	}
	say("set", a.Set, b.Set)
	say("name", a.Name, b.Name)
	say("version", a.Version, b.Version)
	say("date", a.Date, b.Date)
	say("source", a.Source, b.Source)
	say("follows", a.Follows, b.Follows)
	say("ages", a.Ages, b.Ages)
	say("permission/uses", a.Permission.Uses, b.Permission.Uses)
	say("permission/by", a.Permission.By, b.Permission.By)
	say("permission/licence", a.Permission.Licence, b.Permission.Licence)
	say("permission/attribution", a.Permission.Attribution, b.Permission.Attribution)
	say("permission/recall", a.Permission.Recall, b.Permission.Recall)
	return list
}

// Write writes the difference for people to read.
func (d Difference) Write(w io.Writer) error {
	var b strings.Builder
	for _, h := range d.Head {
		fmt.Fprintf(&b, "%s\n  - %s\n  + %s\n", h.Part, h.Before, h.After)
	}
	for _, l := range d.Removed {
		fmt.Fprintf(&b, "removed: %s %s\n  - %s\n", l.Level, l.Code, l.Text)
	}
	for _, l := range d.Added {
		fmt.Fprintf(&b, "added: %s %s, under %s\n  + %s\n", l.Level, l.Code, first(l.Parent, "nothing"), l.Text)
	}
	for _, c := range d.Reworded {
		fmt.Fprintf(&b, "reworded: %s %s\n  - %s\n  + %s\n", c.Before.Level, c.Before.Code, c.Before.Text, c.After.Text)
	}
	for _, c := range d.Recoded {
		fmt.Fprintf(&b, "another code: %s %s is now %s\n    %s\n", c.Before.Level, c.Before.Code, c.After.Code, c.After.Text)
	}
	for _, c := range d.Moved {
		fmt.Fprintf(&b, "moved: %s %s, from under %s to under %s\n    %s\n", c.Before.Level, c.Before.Code,
			first(c.Before.Parent, "nothing"), first(c.After.Parent, "nothing"), c.After.Text)
	}
	if d.Same() {
		fmt.Fprintln(&b, "Every principle, outcome and indicator is the same, to the character.")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
