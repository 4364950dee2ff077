package main

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stablefutures/internal/disclosure"
)

// crossed is a table of any number of columns of labels, some of which have a hierarchy, in long form.
type crossed struct {
	labelled
	directions []disclosure.Direction // with codes for labels
	nodes      [][]string             // the labels of each direction's nodes, in their order
}

// hierarchy is, by column, which label is a part of which.
type hierarchy map[string]map[string]string

// readHierarchy reads a file of three columns: a column of the table, a label of it, and the label that it is a part of. One of
// two columns, label and parent, is of the one column of the table (head, with labels below) that has such labels.
func readHierarchy(path string, table [][]string) (hierarchy, error) {
	h := hierarchy{}
	if path == "" {
		return h, nil
	}
	rows, err := readTable(path)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		if i == 0 {
			continue // the head
		}
		if len(row) == 2 {
			column, err := columnOf(table, rows)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			row = append([]string{column}, row...)
		}
		if len(row) != 3 {
			return nil, fmt.Errorf("%s: row %d has %d columns; a hierarchy has three: column, label, parent", path, i+1, len(row))
		}
		column, label, parent := row[0], row[1], row[2]
		if h[column] == nil {
			h[column] = map[string]string{}
		}
		if label == "" || label == total {
			return nil, fmt.Errorf("%s: row %d: %q cannot be a part of anything", path, i+1, label)
		}
		if parent == total {
			parent = ""
		}
		if was, twice := h[column][label]; twice && was != parent {
			return nil, fmt.Errorf("%s: row %d: %s is a part of %q and of %q", path, i+1, label, was, parent)
		}
		h[column][label] = parent
	}
	return h, nil
}

// columnOf finds the one column of a table that has labels of a hierarchy.
func columnOf(table, rows [][]string) (found string, err error) {
	labels := map[string]bool{}
	for _, row := range rows[1:] {
		labels[row[0]] = true
	}
	for c, column := range table[0][:len(table[0])-1] {
		if slices.ContainsFunc(table[1:], func(row []string) bool { return labels[row[c]] }) {
			if found != "" {
				return "", fmt.Errorf("%s and %s both have labels of it; say which with three columns: column, label, parent", found, column)
			}
			found = column
		}
	}
	if found == "" {
		return "", errors.New("no column of the table has a label of it")
	}
	return found, nil
}

// direction lays the labels of a column out, those that are a whole before their parts.
func (h hierarchy) direction(column string, seen []string) (d disclosure.Direction, labels []string, err error) {
	parents := map[string]string{}
	for _, label := range seen {
		parents[label] = ""
	}
	for label, parent := range h[column] {
		if parents[label] = parent; parent != "" {
			if _, known := parents[parent]; !known {
				parents[parent] = h[column][parent]
			}
		}
	}
	depth := func(label string) (n int) {
		for label != "" {
			if label = parents[label]; n > len(parents) {
				return -1
			}
			n++
		}
		return n
	}
	labels = slices.Sorted(maps.Keys(parents))
	for _, label := range labels {
		if depth(label) < 0 {
			return d, nil, fmt.Errorf("the hierarchy of %s goes round in a circle at %s", column, label)
		}
	}
	slices.SortStableFunc(labels, func(a, b string) int { return depth(a) - depth(b) })
	d.Name = codeOf(column)
	for _, label := range labels {
		d.Nodes = append(d.Nodes, disclosure.Node{Code: codeOf(label), Parent: slices.Index(labels, parents[label])})
	}
	return d, labels, nil
}

// crossedTable lays a table in long form out by its columns' hierarchies.
func crossedTable(rows [][]string, h hierarchy, released bool) (crossed, error) {
	long, err := readLong(rows, released)
	if err != nil {
		return crossed{}, err
	}
	t := crossed{labelled: long}
	for column := range h {
		if !slices.Contains(t.columns, column) {
			return t, fmt.Errorf("the hierarchy is of %q, which is no column of the table", column)
		}
	}
	for c, column := range t.columns {
		d, nodes, err := h.direction(column, t.labels[c])
		if err != nil {
			return t, err
		}
		t.directions, t.nodes = append(t.directions, d), append(t.nodes, nodes)
	}
	return t, nil
}

// key names the figure where a node of each direction crosses, by its labels.
func (t crossed) key(at []int) string {
	names := make([]string, len(at))
	for d, i := range at {
		if names[d] = total; i < len(t.nodes[d]) {
			names[d] = t.nodes[d][i]
		}
	}
	return strings.Join(names, "\x00")
}

// table is the true numbers as disclosure takes them; margins that are in the file must add up.
func (t crossed) table(about string, national bool) (disclosure.Crossed, error) {
	out := disclosure.Crossed{Key: codeOf(about), Directions: t.directions, National: national}
	content := sha256.New()
	leaves := make([][]int, len(t.directions))
	for d, dir := range t.directions {
		leaves[d] = dir.Leaves()
	}
	at := make([]int, len(leaves))
	sums, size := map[string]int64{}, 1
	for _, list := range leaves {
		size *= len(list)
	}
	if size > 100_000 {
		return out, fmt.Errorf("the table has %d crossings", size)
	}
	for n := range size {
		for d := len(leaves) - 1; d >= 0; d-- {
			at[d] = leaves[d][n%len(leaves[d])]
			n /= len(leaves[d])
		}
		count := int64(0) // what is not there
		if v := t.values[t.key(at)]; v != nil {
			count = *v
		}
		fmt.Fprintf(content, "%q %d\n", t.key(at), count)
		out.Counts = append(out.Counts, count)
		t.addUp(sums, at, 0, slices.Clone(at), count)
	}
	out.Data = "x" + hex.EncodeToString(content.Sum(nil)[:10])
	for _, key := range slices.Sorted(maps.Keys(t.values)) {
		if *t.values[key] != sums[key] {
			return out, fmt.Errorf("%s is %d, and its parts add up to %d", strings.ReplaceAll(key, "\x00", ", "), *t.values[key], sums[key])
		}
	}
	return out, nil
}

// addUp adds a crossing of leaves to every figure that it is a part of.
func (t crossed) addUp(sums map[string]int64, leaf []int, d int, at []int, count int64) {
	if d == len(at) {
		sums[t.key(at)] += count
		return
	}
	for i := leaf[d]; ; i = t.directions[d].Nodes[i].Parent {
		if at[d] = i; i < 0 {
			at[d] = len(t.nodes[d])
		}
		t.addUp(sums, leaf, d+1, at, count)
		if i < 0 {
			break
		}
	}
	at[d] = leaf[d]
}

func (t crossed) answer(r disclosure.CrossedRelease) (out discloseAnswer) {
	out.Withheld = string(r.Withheld())
	r.Each(func(at []int, p disclosure.Protected) {
		cell := discloseCell{Labels: t.named(at)}
		if v, _, ok := p.Value(); ok {
			cell.Value = &v
		} else {
			cell.Symbol, cell.Reason = string(p.Symbol()), string(p.Reason())
			out.Loss++
		}
		out.Cells = append(out.Cells, cell)
	})
	out.Figures = len(out.Cells)
	return out
}

func (t crossed) named(at []int) map[string]string {
	labels := map[string]string{}
	for d, name := range strings.Split(t.key(at), "\x00") {
		labels[t.columns[d]] = name
	}
	return labels
}

// discloseCrossed is disclose for a table of more than two columns of labels, or with a hierarchy.
func (f *flags) discloseCrossed(q discloseRequest, rules disclosure.Pack, before disclosure.Before, rows [][]string) error {
	h, err := readHierarchy(q.hierarchy, rows)
	if err != nil {
		return needs(err)
	}
	t, err := crossedTable(rows, h, false)
	if err != nil {
		return needs(err)
	}
	table, err := t.table(q.name(t.columns), q.national)
	if err != nil {
		return needs(err)
	}
	if before.Tables, before.Crossed, err = releasesIn(q.previous); err != nil {
		return needs(err)
	}
	table.About = q.told(t.columns)
	released, err := disclosure.ProtectCrossedBeside(rules, table, before)
	if err != nil {
		return needs(err)
	}
	return f.letOut(q, rules, t.columns, len(before.Tables)+len(before.Crossed), t.answer(released), released.Document)
}

// attackCrossed is attack for such a table.
func attackCrossed(rows [][]string, h hierarchy, q attackRequest) (attackAnswer, error) {
	t, err := crossedTable(rows, h, true)
	if err != nil {
		return attackAnswer{}, err
	}
	seen := disclosure.SeenCrossed{Directions: t.directions, Figures: map[string]int64{}, Round: q.round, UpOrDown: q.upOrDown}
	for key, v := range t.values {
		codes := strings.Split(key, "\x00")
		for d, label := range codes {
			if codes[d] = ""; label != total {
				codes[d] = codeOf(label)
			}
		}
		seen.Figures[strings.Join(codes, "\x00")] = *v
	}
	bounds, err := seen.Bounds()
	if err != nil {
		return attackAnswer{}, err
	}
	out := attackAnswer{Recovered: []recovered{}, Hidden: len(t.symbols), Width: q.width}
	for _, b := range bounds {
		if t.symbols[t.key(b.At)] && !b.Unbounded() && b.High-b.Low < q.width {
			out.Recovered = append(out.Recovered, recovered{t.named(b.At), b.Low, b.High})
		}
	}
	return out, nil
}

// writeReleased writes the released table as CSV, and beside it the release that later ones are held against. Neither writes
// over a file: a release that is out stays as it was.
func writeReleased(path string, columns []string, a discloseAnswer, doc []byte) error {
	var b strings.Builder
	out := csv.NewWriter(&b)
	_ = out.Write(append(safe(columns), "count")) // a Builder takes everything
	for _, c := range a.Cells {
		var row []string
		for _, column := range columns {
			row = append(row, c.Labels[column])
		}
		_ = out.Write(append(safe(row), c.shown()))
	}
	out.Flush()
	if err := writeNew(path, []byte(b.String())); err != nil {
		return err
	}
	return writeNew(strings.TrimSuffix(path, ".csv")+".release.json", doc)
}
