package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"stablefutures/internal/stats"
)

// countFlags are what the commands on counts share.
type countFlags struct{ in, label, events, of, kind string }

func (n *countFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&n.in, "in", "", "the CSV file, or - for standard input")
	c.Flags().StringVar(&n.events, "events", "events", "the column of events")
	c.Flags().StringVar(&n.of, "of", "of", "the column of what they are out of: a number, an exposure, or an expected number")
	c.Flags().StringVar(&n.kind, "kind", "proportion", "proportion or rate")
	c.Flags().StringVar(&n.label, "label", "", "the column of names; the first that is not taken when not given")
}

// places reads names, events and what they are out of.
func (n *countFlags) places() ([]stats.Place, error) {
	rows, err := readTable(n.in)
	if err != nil {
		return nil, err
	}
	c := &columns{rows: rows}
	events, of, label := c.at(n.events), c.at(n.of), -1
	if n.label != "" {
		label = c.at(n.label)
	}
	for i := range rows[0] {
		if label < 0 && i != events && i != of {
			label = i
		}
	}
	var list []stats.Place
	for i := 1; i < len(rows) && c.err == nil; i++ {
		p := stats.Place{Name: fmt.Sprint(i), Events: c.number(i, events), Of: c.number(i, of)}
		if label >= 0 {
			p.Name = rows[i][label]
		}
		list = append(list, p)
	}
	return list, c.err
}

// spanOf is one row's figure with its interval.
type spanOf struct {
	Label string `json:"label"`
	stats.Span
}

func newInterval(f *flags) *cobra.Command {
	var n countFlags
	var method string
	var confidence float64
	c := &cobra.Command{
		Use: "interval", Short: "Proportions and rates from small numbers, with their intervals", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if n.in == "" {
				return usage("--in says which file to read")
			}
			if confidence <= 0 || confidence >= 1 {
				return usage("--confidence lies between 0 and 1")
			}
			places, err := n.places()
			if err != nil {
				return needs(err)
			}
			var text strings.Builder
			list := make([]spanOf, 0, len(places))
			for _, p := range places {
				var s stats.Span
				if n.kind == "rate" {
					s, err = stats.Rate(p.Events, p.Of, method, confidence)
				} else {
					s, err = stats.Proportion(p.Events, p.Of, method, confidence)
				}
				if err != nil {
					return needs(fmt.Errorf("%s: %w", p.Name, err))
				}
				list = append(list, spanOf{p.Name, s})
				fmt.Fprintf(&text, "%s: %.6g (%.6g to %.6g)\n", p.Name, s.Estimate, s.Low, s.High)
			}
			return f.show(map[string]any{"intervals": list, "confidence": confidence}, "%smethod: %s\nsource: %s\n", text.String(), list[0].Method, list[0].Source)
		},
	}
	n.add(c)
	c.Flags().StringVar(&method, "method", "", "of a proportion: wilson (the default) or exact; of a rate: exact (the default) or byar")
	c.Flags().Float64Var(&confidence, "confidence", 0.95, "of the interval")
	return c
}

func newFunnel(f *flags) *cobra.Command {
	var n countFlags
	var adjust bool
	c := &cobra.Command{
		Use: "funnel", Short: "Limits around a pooled figure at which chance alone stops explaining a place", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if n.in == "" {
				return usage("--in says which file to read")
			}
			places, err := n.places()
			if err != nil {
				return needs(err)
			}
			out, err := stats.Funnel(places, n.kind, adjust)
			if err != nil {
				return needs(err)
			}
			text := fmt.Sprintf("pooled: %.6g, dispersion %.4g\n", out.Target, out.Dispersion)
			for _, p := range out.Points {
				text += fmt.Sprintf("%s: %.6g, 95 %% limits %.6g to %.6g, 99.8 %% limits %.6g to %.6g", p.Name, p.Value, p.Low95, p.High95, p.Low998, p.High998)
				if p.Outside != "" {
					text += ": " + p.Side + " the " + p.Outside + " % limits"
				}
				text += "\n"
			}
			return f.show(out, "%s", text+"method: "+out.Method+"\nsource: "+out.Source+"\n"+notes(out.Warnings))
		},
	}
	n.add(c)
	c.Flags().BoolVar(&adjust, "adjust", false, "widen the limits where places differ more than chance")
	return c
}

func newXmR(f *flags) *cobra.Command {
	var in, y, when string
	var baseline int
	c := &cobra.Command{
		Use: "xmr", Short: "A chart of individuals: which changes are more than the usual coming and going", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if in == "" {
				return usage("--in says which file to read")
			}
			rows, err := readTable(in)
			if err != nil {
				return needs(err)
			}
			c2 := &columns{rows: rows}
			yAt, timeAt := len(rows[0])-1, 0
			if y != "" {
				yAt = c2.at(y)
			}
			if when != "" {
				timeAt = c2.at(when)
			}
			var times []string
			var values []float64
			for i := 1; i < len(rows) && c2.err == nil; i++ {
				times, values = append(times, rows[i][timeAt]), append(values, c2.number(i, yAt))
			}
			if c2.err != nil {
				return needs(c2.err)
			}
			out, err := stats.XmR(times, values, baseline)
			if err != nil {
				return needs(err)
			}
			text := fmt.Sprintf("mean %.6g, limits %.6g to %.6g, mean moving range %.6g (limit %.6g)\n", out.Mean, out.Low, out.High, out.MeanRange, out.RangeLimit)
			for _, p := range out.Points {
				if len(p.Rules) > 0 {
					text += fmt.Sprintf("%s: %.6g (%s)\n", p.Time, p.Value, strings.Join(p.Rules, ", "))
				}
			}
			return f.show(out, "%s", text+"method: "+out.Method+"\nsource: "+out.Source+"\n"+notes(out.Warnings))
		},
	}
	c.Flags().StringVar(&in, "in", "", "the CSV file, or - for standard input")
	c.Flags().StringVar(&y, "y", "", "the column of values; the last when not given")
	c.Flags().StringVar(&when, "time", "", "the column of times; the first when not given")
	c.Flags().IntVar(&baseline, "baseline", 0, "how many values, from the first, make the limits; 0 takes all")
	return c
}
