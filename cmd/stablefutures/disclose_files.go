package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"stablefutures/internal/disclosure"
)

// safe puts a mark before what a spreadsheet would take for a formula.
func safe(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if out[i] = c; c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			out[i] = "'" + c
		}
	}
	return out
}

func writeNew(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usage("%s is there already; what was released stays as it was", path)
	}
	if err != nil {
		return needs(err)
	}
	_, err = file.Write(content)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// attackAnswer is what an attack gives with --json.
type attackAnswer struct {
	Recovered []recovered `json:"recovered"`
	Hidden    int         `json:"hidden"` // figures that a symbol stands for
	Width     int64       `json:"width"`  // bounds narrower than this count as recovered
}

type recovered struct {
	Cell map[string]string `json:"cell"`
	Low  int64             `json:"low"`
	High int64             `json:"high"`
}

func newAttack(f *flags) *cobra.Command {
	var rules string
	var q attackRequest
	c := &cobra.Command{
		Use: "attack", Short: "Work out what is hidden in a table that was released", Args: noArgs,
		Long: "Reads a released table as CSV in long form, totals under the label Total, a symbol in place of each hidden number, and\n" +
			"works out exactly between which numbers each of them lies. With --rules, those that are narrower than the pack allows\n" +
			"are recovered; without, those that are known to the number.",
		RunE: func(c *cobra.Command, _ []string) error {
			if q.in == "" {
				return usage("--in says which file to read")
			}
			if q.width < 1 || q.round < 1 {
				return usage("--width and --round begin at 1")
			}
			if rules != "" {
				pack, ok := disclosure.Rules(rules)
				if !ok {
					return usage("there are no rules %q; there are %s", rules, strings.Join(disclosure.Names(), ", "))
				}
				if !c.Flags().Changed("round") {
					q.round = pack.Round
				}
				if !c.Flags().Changed("width") {
					q.width = pack.MustStayOpen()
				}
			}
			out, err := attack(q)
			if err != nil {
				return needs(err)
			}
			text := ""
			for _, r := range out.Recovered {
				text += fmt.Sprintf("%v lies between %d and %d\n", r.Cell, r.Low, r.High)
			}
			return f.show(out, "%s%d of %d hidden figures are recovered\n", text, len(out.Recovered), out.Hidden)
		},
	}
	c.Flags().StringVar(&q.in, "in", "", "the CSV file, or - for standard input")
	c.Flags().StringVar(&rules, "rules", "", "the pack it was released under: "+strings.Join(disclosure.Names(), ", "))
	c.Flags().StringVar(&q.tree, "hierarchy", "", "a CSV file of what is a part of what: column, label, parent")
	c.Flags().Int64Var(&q.round, "round", 1, "what its figures are rounded to a multiple of")
	c.Flags().Int64Var(&q.width, "width", 1, "bounds narrower than this count as recovered; 1 is known to the number")
	c.Flags().BoolVar(&q.upOrDown, "up-or-down", false, "they are rounded to either multiple beside them (controlled, random), and not to the nearest")
	return c
}

// attackRequest is what the attack is asked for.
type attackRequest struct {
	in, tree     string
	round, width int64
	upOrDown     bool
}

func attack(q attackRequest) (attackAnswer, error) {
	rows, err := readTable(q.in)
	if err != nil {
		return attackAnswer{}, err
	}
	if h, err := readHierarchy(q.tree, rows); err != nil || q.tree != "" || len(rows[0]) > 3 {
		if err != nil {
			return attackAnswer{}, err
		}
		return attackCrossed(rows, h, q)
	}
	t, err := longTable(rows, true)
	if err != nil {
		return attackAnswer{}, err
	}
	seen := disclosure.Seen{Rows: t.rowLabels(), Columns: t.columnLabels(), Total: t.values[t.key("", "")], Round: q.round, UpOrDown: q.upOrDown}
	for _, row := range t.sides() {
		var line []*int64
		for _, column := range t.columnLabels() {
			line = append(line, t.values[t.key(row, column)])
		}
		seen.Cells = append(seen.Cells, line)
		if row != "" {
			seen.RowTotals = append(seen.RowTotals, t.values[t.key(row, "")])
		}
	}
	if t.rowLabels() != nil {
		for _, column := range t.columnLabels() {
			seen.ColumnTotals = append(seen.ColumnTotals, t.values[t.key("", column)])
		}
	}
	bounds, err := seen.Bounds()
	if err != nil {
		return attackAnswer{}, err
	}
	out := attackAnswer{Recovered: []recovered{}, Hidden: len(t.symbols), Width: q.width}
	for _, b := range bounds {
		key := t.key(b.Row, b.Column)
		if !t.symbols[key] || b.Unbounded() || b.High-b.Low >= q.width {
			continue // not there at all, or well hidden
		}
		cell := map[string]string{}
		for i, label := range strings.Split(key, "\x00") {
			cell[t.columns[i]] = label
		}
		out.Recovered = append(out.Recovered, recovered{cell, b.Low, b.High})
	}
	return out, nil
}

// rounding gives the rules with the way of rounding that was asked for, and what random rounding needs.
func (q discloseRequest) rounding(rules disclosure.Pack) (disclosure.Pack, disclosure.Before, error) {
	var before disclosure.Before
	switch q.round {
	case "":
	case disclosure.Conventional, disclosure.Controlled, disclosure.Random:
		rules = rules.Rounded(q.round)
	default:
		return rules, before, usage("--round is conventional, controlled or random")
	}
	if rules.Rounding != disclosure.Random {
		return rules, before, nil
	}
	if q.key == "" {
		return rules, before, usage("random rounding takes --key: a file of 32 or more bytes, the same for every table")
	}
	key, err := os.ReadFile(q.key)
	if err != nil {
		return rules, before, needs(err)
	}
	if len(key) < 32 {
		return rules, before, usage("%s has fewer than 32 bytes", q.key)
	}
	before.Key = key
	return rules, before, nil
}

// told is what a table says of itself where --measure names what is counted: everybody is in some group of each column, once.
func (q discloseRequest) told(columns []string) *disclosure.About {
	if q.measure == "" {
		return nil
	}
	about := &disclosure.About{Measure: codeOf(q.measure)}
	if q.state != "" {
		about.State = codeOf(q.state)
	}
	for _, c := range columns {
		about.Axes = append(about.Axes, disclosure.Axis{Name: codeOf(c), Whole: true})
	}
	return about
}
