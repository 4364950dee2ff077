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
	var in, rules, tree string
	var round, width int64
	c := &cobra.Command{
		Use: "attack", Short: "Work out what is hidden in a table that was released", Args: noArgs,
		Long: "Reads a released table as CSV in long form, totals under the label Total, a symbol in place of each hidden number, and\n" +
			"works out exactly between which numbers each of them lies. With --rules, those that are narrower than the pack allows\n" +
			"are recovered; without, those that are known to the number.",
		RunE: func(c *cobra.Command, _ []string) error {
			if in == "" {
				return usage("--in says which file to read")
			}
			if width < 1 || round < 1 {
				return usage("--width and --round begin at 1")
			}
			if rules != "" {
				pack, ok := disclosure.Rules(rules)
				if !ok {
					return usage("there are no rules %q; there are %s", rules, strings.Join(disclosure.Names(), ", "))
				}
				if !c.Flags().Changed("round") {
					round = pack.Round
				}
				if !c.Flags().Changed("width") {
					width = pack.MustStayOpen()
				}
			}
			out, err := attack(in, tree, round, width)
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
	c.Flags().StringVar(&in, "in", "", "the CSV file, or - for standard input")
	c.Flags().StringVar(&rules, "rules", "", "the pack it was released under: "+strings.Join(disclosure.Names(), ", "))
	c.Flags().StringVar(&tree, "hierarchy", "", "a CSV file of what is a part of what: column, label, parent")
	c.Flags().Int64Var(&round, "round", 1, "what its figures are rounded to a multiple of")
	c.Flags().Int64Var(&width, "width", 1, "bounds narrower than this count as recovered; 1 is known to the number")
	return c
}

func attack(in, tree string, round, width int64) (attackAnswer, error) {
	rows, err := readTable(in)
	if err != nil {
		return attackAnswer{}, err
	}
	if h, err := readHierarchy(tree, rows); err != nil || tree != "" || len(rows[0]) > 3 {
		if err != nil {
			return attackAnswer{}, err
		}
		return attackCrossed(rows, h, round, width)
	}
	t, err := longTable(rows, true)
	if err != nil {
		return attackAnswer{}, err
	}
	seen := disclosure.Seen{Rows: t.rowLabels(), Columns: t.columnLabels(), Total: t.values[t.key("", "")], Round: round}
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
	out := attackAnswer{Recovered: []recovered{}, Hidden: len(t.symbols), Width: width}
	for _, b := range bounds {
		key := t.key(b.Row, b.Column)
		if !t.symbols[key] || b.Unbounded() || b.High-b.Low >= width {
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
