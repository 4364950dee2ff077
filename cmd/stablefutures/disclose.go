package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"stablefutures/internal/disclosure"
)

func newDisclose(f *flags) *cobra.Command {
	var q discloseRequest
	c := &cobra.Command{
		Use: "disclose", Short: "Hide small numbers of a table so that none can be worked out again", Args: noArgs,
		Long: "Reads a table of numbers of people as CSV in long form: columns of labels, then the number. Gives back what may be\n" +
			"shown under a rule pack, attacked before it is given. More than two columns of labels take a pack that allows them. It needs no database and no key ring.\n" +
			"docs/disclosure.md says what it does, and what it cannot.",
		RunE: func(c *cobra.Command, _ []string) error { return f.disclose(q) },
	}
	c.Flags().StringVar(&q.in, "in", "", "the CSV file, or - for standard input")
	c.Flags().StringVar(&q.rules, "rules", disclosure.StrictDefault, strings.Join(disclosure.Names(), ", "))
	c.Flags().StringVar(&q.out, "out", "", "write the released table here, as CSV; beside it what it was protected by, as .release.json")
	c.Flags().StringVar(&q.previous, "previous", "", "a folder with the .release.json files of what was released earlier")
	c.Flags().StringVar(&q.about, "about", "", "what the table counts, the same for each of its releases; its columns when not given")
	c.Flags().StringVar(&q.hierarchy, "hierarchy", "", "a CSV file of what is a part of what: column, label, parent")
	c.Flags().StringVar(&q.round, "round", "", "how to round, where the rules round: conventional, controlled (what is shown adds up), random; as the rules have it when not given")
	c.Flags().StringVar(&q.key, "key", "", "for random rounding: a file of 32 or more bytes that stays where the numbers are")
	c.Flags().StringVar(&q.measure, "measure", "", "what is counted, of whom: earlier tables of the same measure are attacked together with this one, whatever their columns")
	c.Flags().StringVar(&q.state, "state", "", "with --measure: the day, or another name, of the data; tables of one state are one puzzle")
	c.Flags().BoolVar(&q.national, "national", false, "the table is of a nation or a region")
	c.AddCommand(newAttack(f))
	return c
}

// discloseRequest is what the command is asked for.
type discloseRequest struct {
	in, rules, out, previous, about, hierarchy string
	round, key, measure, state                 string
	national                                   bool
}

// discloseAnswer is what it gives with --json.
type discloseAnswer struct {
	Cells    []discloseCell `json:"cells"`
	Loss     int            `json:"loss"` // figures that are hidden, totals among them
	Figures  int            `json:"figures"`
	Withheld string         `json:"withheld,omitempty"` // why nothing of the table may be shown
	Compared int            `json:"compared"`           // earlier releases that it was attacked together with
	Rules    discloseRules  `json:"rules"`
}

type discloseCell struct {
	Labels map[string]string `json:"labels"` // by column; Total for a margin
	Value  *int64            `json:"value,omitempty"`
	Symbol string            `json:"symbol,omitempty"`
	Reason string            `json:"reason,omitempty"`
}

type discloseRules struct {
	Name      string `json:"name"`
	Version   string `json:"version"`
	Threshold int64  `json:"threshold"`
	Round     int64  `json:"round"`
	Rounding  string `json:"rounding,omitempty"` // controlled or random
}

func (f *flags) disclose(q discloseRequest) error {
	if q.in == "" {
		return usage("--in says which file to read")
	}
	rules, ok := disclosure.Rules(q.rules)
	if !ok {
		return usage("there are no rules %q; there are %s", q.rules, strings.Join(disclosure.Names(), ", "))
	}
	rules, before, err := q.rounding(rules)
	if err != nil {
		return err
	}
	rows, err := readTable(q.in)
	if err != nil {
		return needs(err)
	}
	if q.hierarchy != "" || len(rows[0]) > 3 {
		return f.discloseCrossed(q, rules, before, rows)
	}
	t, err := longTable(rows, false)
	if err != nil {
		return needs(err)
	}
	if before.Tables, before.Crossed, err = releasesIn(q.previous); err != nil {
		return needs(err)
	}
	table := t.counts(q.name(t.columns), q.national)
	table.About = q.told(t.columns)
	released, err := disclosure.ProtectBeside(rules, table, before)
	if err != nil {
		return needs(err)
	}
	return f.letOut(q, rules, t.columns, len(before.Tables)+len(before.Crossed), t.answer(released), released.Document)
}

// letOut says by which rules a table was protected and beside how many earlier ones, writes it where that is asked, and shows it.
func (f *flags) letOut(q discloseRequest, rules disclosure.Pack, columns []string, compared int, out discloseAnswer, document func() ([]byte, error)) error {
	out.Compared, out.Rules = compared, discloseRules{rules.ID, rules.Version, rules.Threshold, rules.Round, rules.Rounding}
	if q.national {
		out.Rules.Round = rules.RoundNational
	}
	if q.out != "" {
		doc, err := document()
		if err != nil {
			return err
		}
		if err := writeReleased(q.out, columns, out, doc); err != nil {
			return err
		}
	}
	return f.show(out, "%s", out.text(columns))
}

// name is what a table counts, the same for each of its releases: what was said, else its columns.
func (q discloseRequest) name(columns []string) string {
	if q.about != "" {
		return q.about
	}
	return strings.Join(columns, "\x00")
}

// labelled is a table in long form: columns of labels, and a number.
type labelled struct {
	columns []string   // names of the label columns
	labels  [][]string // of each, what occurs, sorted, Total left out
	values  map[string]*int64
	symbols map[string]bool // where something stands that is no number
}

// total is the label of a margin.
const total = "Total"

// longTable reads a table of one or two columns of labels. Where it was not released, a margin must be what its parts add up to.
func longTable(rows [][]string, released bool) (labelled, error) {
	t, err := readLong(rows, released)
	if err != nil || released {
		return t, err
	}
	return t, t.addsUp()
}

// readLong reads label columns and a number. Where released is set, something other than a number is a symbol, and margins are
// part of what is seen; where it is not, everything is a number.
func readLong(rows [][]string, released bool) (labelled, error) {
	head := rows[0]
	t := labelled{columns: head[:len(head)-1], values: map[string]*int64{}, symbols: map[string]bool{}}
	if len(t.columns) == 0 {
		return t, errors.New("the file has no column of labels beside the number")
	}
	for c, column := range t.columns {
		if column == "" || slices.Contains(t.columns[:c], column) {
			return t, errors.New("a column has no name, or two have the same")
		}
	}
	t.labels = make([][]string, len(t.columns))
	for i, row := range rows[1:] {
		labels, cell := row[:len(row)-1], row[len(row)-1]
		for c, label := range labels {
			if label == "" {
				return t, fmt.Errorf("row %d has no label for %s", i+2, t.columns[c])
			}
			if label != total && !slices.Contains(t.labels[c], label) {
				t.labels[c] = append(t.labels[c], label)
			}
		}
		key := strings.Join(labels, "\x00")
		if _, twice := t.values[key]; twice || t.symbols[key] {
			return t, fmt.Errorf("row %d stands there twice: %s", i+2, strings.Join(labels, ", "))
		}
		n, err := strconv.ParseInt(cell, 10, 64)
		switch {
		case err == nil && n >= 0:
			t.values[key] = &n
		case released && err != nil:
			t.symbols[key] = true
		default:
			return t, fmt.Errorf("row %d: %q is no whole number of people", i+2, cell)
		}
	}
	for c := range t.labels {
		if slices.Sort(t.labels[c]); len(t.labels[c]) == 0 {
			return t, fmt.Errorf("%s has no label but %s", t.columns[c], total)
		}
	}
	return t, nil
}

// rowLabels are those of the table's rows: of a table of one direction there are none.
func (t labelled) rowLabels() []string {
	if len(t.columns) == 1 {
		return nil
	}
	return t.labels[0]
}

func (t labelled) columnLabels() []string { return t.labels[len(t.labels)-1] }

// key names a figure; row and column are "" for a margin.
func (t labelled) key(row, column string) string {
	if row == "" {
		row = total
	}
	if column == "" {
		column = total
	}
	if len(t.columns) == 1 {
		return column
	}
	return row + "\x00" + column
}

// sides are the rows of cells: one without a name in a table of one direction.
func (t labelled) sides() []string {
	if rows := t.rowLabels(); rows != nil {
		return rows
	}
	return []string{""}
}

// at gives a true number; what does not occur is 0.
func (t labelled) at(row, column string) int64 {
	if v := t.values[t.key(row, column)]; v != nil {
		return *v
	}
	return 0
}

// addsUp holds margins that are in the file against what their parts add up to.
func (t labelled) addsUp() error {
	sums := map[string]int64{}
	for _, row := range t.sides() {
		for _, column := range t.columnLabels() {
			n := t.at(row, column)
			for _, key := range slices.Compact([]string{t.key(row, ""), t.key("", ""), t.key("", column)}) {
				if len(t.columns) == 1 && key != t.key("", "") {
					continue
				}
				sums[key] += n
			}
		}
	}
	for key, sum := range sums {
		if v := t.values[key]; v != nil && *v != sum {
			return fmt.Errorf("%s is %d, and its parts add up to %d", strings.ReplaceAll(key, "\x00", ", "), *v, sum)
		}
	}
	return nil
}

// codeOf is a label as the rules know it: a code, the same in each release.
func codeOf(label string) string {
	sum := sha256.Sum256([]byte(label))
	return "x" + hex.EncodeToString(sum[:10])
}

func codesOf(labels []string) (codes []string) {
	for _, l := range labels {
		codes = append(codes, codeOf(l))
	}
	return codes
}

// counts is the table as disclosure takes it. Its data are named by what they are, so that the same numbers are the same.
func (t labelled) counts(about string, national bool) disclosure.Table {
	d := disclosure.Table{Key: codeOf(about), Rows: codesOf(t.rowLabels()), Columns: codesOf(t.columnLabels()), National: national}
	content := sha256.New()
	for _, row := range t.sides() {
		var line []int64
		for _, column := range t.columnLabels() {
			n := t.at(row, column)
			fmt.Fprintf(content, "%q %q %d\n", row, column, n)
			line = append(line, n)
		}
		d.Counts = append(d.Counts, line)
	}
	d.Data = "x" + hex.EncodeToString(content.Sum(nil)[:10])
	return d
}

func (t labelled) answer(r disclosure.Released) (out discloseAnswer) {
	out.Withheld = string(r.Withheld())
	add := func(row, column string, p disclosure.Protected) {
		cell := discloseCell{Labels: map[string]string{}}
		for i, label := range strings.Split(t.key(row, column), "\x00") {
			cell.Labels[t.columns[i]] = label
		}
		if v, _, ok := p.Value(); ok {
			cell.Value = &v
		} else {
			cell.Symbol, cell.Reason = string(p.Symbol()), string(p.Reason())
			out.Loss++
		}
		out.Cells = append(out.Cells, cell)
	}
	for i, row := range t.sides() {
		for j, column := range t.columnLabels() {
			add(row, column, r.Cell(i, j))
		}
		if row != "" {
			add(row, "", r.RowTotal(i))
		}
	}
	if t.rowLabels() != nil {
		for j, column := range t.columnLabels() {
			add("", column, r.ColumnTotal(j))
		}
	}
	add("", "", r.Total())
	out.Figures = len(out.Cells)
	return out
}

// text is the released table as it is read at a screen, with a line about what is hidden.
func (a discloseAnswer) text(columns []string) string {
	var b strings.Builder
	for _, c := range a.Cells {
		for _, column := range columns {
			b.WriteString(c.Labels[column] + "\t")
		}
		b.WriteString(c.shown() + "\n")
	}
	fmt.Fprintf(&b, "note: %d of %d figures are hidden (c) under %s\n", a.Loss, a.Figures, a.Rules.Name)
	if a.Withheld != "" {
		fmt.Fprintf(&b, "note: nothing of this table may be shown: %s\n", a.Withheld)
	}
	return b.String()
}

func (c discloseCell) shown() string {
	if c.Value != nil {
		return strconv.FormatInt(*c.Value, 10)
	}
	return c.Symbol
}

// releasesIn reads what was released earlier. One that is not a release of ours, or was changed, stops the command: what is
// to be shown beside it could not be judged.
func releasesIn(folder string) (list []disclosure.Released, crossed []disclosure.CrossedRelease, err error) {
	if folder == "" {
		return nil, nil, nil
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.release.json"))
	if err != nil {
		return nil, nil, err
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	for _, name := range files {
		doc, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		if disclosure.IsCrossed(doc) {
			r, err := disclosure.ReopenCrossed(doc)
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
			}
			crossed = append(crossed, r)
			continue
		}
		r, err := disclosure.Reopen(doc)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
		list = append(list, r)
	}
	return list, crossed, nil
}
