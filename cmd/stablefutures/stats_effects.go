package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/stats"
)

// columns finds columns of a table by name.
type columns struct {
	rows [][]string
	err  error
}

// at gives a column's place; a name that is not there is the first error kept.
func (c *columns) at(name string) int {
	i := slices.Index(c.rows[0], name)
	if i < 0 && c.err == nil {
		c.err = fmt.Errorf("there is no column %q; there are %s", name, strings.Join(c.rows[0], ", "))
	}
	return max(i, 0)
}

// number reads a cell.
func (c *columns) number(row, column int) float64 {
	x, err := strconv.ParseFloat(c.rows[row][column], 64)
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("row %d, column %q: %q is not a number", row+1, c.rows[0][column], c.rows[row][column])
	}
	return x
}

// timeOf reads a time: a number, or a quarter, a month or a day, which become quarters and months since year 0 and days since 1970.
func timeOf(cell string) (float64, error) {
	if p, ok := disclosure.ParsePeriod(cell); ok {
		return float64(p.Place), nil
	}
	if x, err := strconv.ParseFloat(cell, 64); err == nil {
		return x, nil
	}
	if t, err := time.Parse(time.DateOnly, cell); err == nil {
		return float64(t.Unix() / (24 * 60 * 60)), nil
	}
	return 0, fmt.Errorf("%q is no time: a number, 2027-Q1, 2027-03 or 2027-03-14", cell)
}

func newITS(f *flags) *cobra.Command {
	var q stats.Interruption
	var in, y, at, when, offset, season, control string
	var checks bool
	var rounded float64
	c := &cobra.Command{
		Use: "its", Short: "Interrupted time series: did level and trend change when something happened, with honest intervals", Args: noArgs,
		Long: "Segmented regression. The level is the step at the change itself, not at time zero. Times are numbers, quarters\n" +
			"(2027-Q1), months (2027-03) or days (2027-03-14). --control names a column: with one row for each time it holds the values of a series in\n" +
			"which the change did not happen; with two rows for each time it is 1 for the rows of that series and 0 for the others.",
		RunE: func(c *cobra.Command, _ []string) error {
			if in == "" || y == "" || when == "" || at == "" {
				return usage("--in, --y, --time and --at are needed")
			}
			rows, err := readTable(in)
			if err != nil {
				return needs(err)
			}
			if q.At, err = timeOf(at); err != nil {
				return needs(err)
			}
			if season != "" {
				period, pairs, _ := strings.Cut(season, ":")
				q.Period, err = strconv.ParseFloat(period, 64)
				if err == nil {
					q.Pairs, err = strconv.Atoi(pairs)
				}
				if err != nil || q.Pairs < 1 {
					return usage("--season is PERIOD:PAIRS, such as 12:2")
				}
			}
			points, err := pointsOf(rows, y, when, offset, control)
			if err != nil {
				return needs(err)
			}
			q.Exposure = offset != ""
			out, err := stats.ITS(points, q)
			if err == nil && (checks || rounded > 0) {
				out.Checks, err = stats.Checks(points, q, rounded)
			}
			if err != nil {
				return needs(err)
			}
			return f.show(out, "%s", itsText(out))
		},
	}
	c.Flags().StringVar(&in, "in", "", "the CSV file, or - for standard input")
	c.Flags().StringVar(&y, "y", "", "the column of values or counts")
	c.Flags().StringVar(&when, "time", "", "the column of times")
	c.Flags().StringVar(&at, "at", "", "the first time after the change")
	c.Flags().StringVar(&offset, "offset", "", "the column of what counts are out of; its logarithm enters the model")
	c.Flags().StringVar(&q.Model, "model", "ols", "ols, poisson, quasipoisson or negbin")
	c.Flags().StringVar(&season, "season", "", "PERIOD:PAIRS of sine and cosine, such as 12:2")
	c.Flags().BoolVar(&q.Slope, "slope", false, "the trend may change as well as the level")
	c.Flags().Float64Var(&q.Lag, "lag", 0, "how much later the effect begins, in units of time")
	c.Flags().Float64Var(&q.Gradual, "gradual", 0, "over how many units of time the effect grows to its whole, evenly")
	c.Flags().BoolVar(&checks, "checks", false, "look in other ways too: lag, errors, without each time, placebo in time and in place")
	c.Flags().Float64Var(&rounded, "rounded", 0, "what the values were rounded to a multiple of: how far that alone moves the effect; with the checks")
	c.Flags().StringVar(&q.Errors, "se", "ols", "ols (of the model), hac:LAG, hac:LAG:small, hc0, hc1 or ar1")
	c.Flags().StringVar(&control, "control", "", "the column of a series in which the change did not happen")
	return c
}

// pointsOf reads a series, with its control where there is one.
func pointsOf(rows [][]string, y, when, offset, control string) ([]stats.Point, error) {
	c := &columns{rows: rows}
	yAt, timeAt, offsetAt, controlAt := c.at(y), c.at(when), -1, -1
	if offset != "" {
		offsetAt = c.at(offset)
	}
	if control != "" {
		controlAt = c.at(control)
	}
	seen := map[float64]int{}
	var points []stats.Point
	for i := 1; i < len(rows) && c.err == nil; i++ {
		t, err := timeOf(rows[i][timeAt])
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		p := stats.Point{Time: t, Value: c.number(i, yAt), Exposure: 1}
		if offsetAt >= 0 {
			p.Exposure = c.number(i, offsetAt)
		}
		seen[t]++
		points = append(points, p)
	}
	if controlAt < 0 || c.err != nil {
		return points, c.err
	}
	wide := len(seen) == len(points)
	for i := range len(points) {
		x := c.number(i+1, controlAt)
		if wide {
			points = append(points, stats.Point{Time: points[i].Time, Value: x, Exposure: points[i].Exposure, Control: true})
			continue
		}
		if x != 0 && x != 1 {
			return nil, fmt.Errorf("row %d: %q says neither control (1) nor not (0)", i+2, rows[i+1][controlAt])
		}
		points[i].Control = x == 1
	}
	return points, c.err
}

func itsText(s stats.Series) string {
	var b strings.Builder
	for _, t := range s.Terms {
		fmt.Fprintf(&b, "%-14s %12.6g  se %-10.4g  95 %% %.6g to %.6g", t.Name, t.Estimate, t.StdErr, t.Low, t.High)
		if t.Ratio != nil {
			fmt.Fprintf(&b, "  ratio %.4f (%.4f to %.4f)", t.Ratio.Estimate, t.Ratio.Low, t.Ratio.High)
		}
		if t.P != nil {
			fmt.Fprintf(&b, "  p %.3g", *t.P)
		}
		b.WriteString("\n")
	}
	b.WriteString(checksText(s.Checks))
	fmt.Fprintf(&b, "dispersion: %.4g\nmethod: %s\nsource: %s\n", s.Dispersion, s.Method, s.Source)
	return b.String() + notes(s.Warnings)
}

// checksText writes the effect as other ways of looking give it.
func checksText(list []stats.Check) (text string) {
	for _, c := range list {
		text += fmt.Sprintf("check: %s %s: %.6g, %.6g to %.6g%s\n", c.Name, c.Setting, c.Estimate, c.Low, c.High, map[bool]string{true: ": should be near none"}[c.Placebo])
	}
	return text
}

func notes(warnings []string) (text string) {
	for _, w := range warnings {
		text += "note: " + w + "\n"
	}
	return text
}

func newDID(f *flags) *cobra.Command {
	var in, y, unit, when, treated, first, cluster, compare string
	var checks bool
	c := &cobra.Command{
		Use: "did", Short: "Difference in differences: two by two, or groups treated at different times", Args: noArgs,
		Long: "Effects by group and time against units not treated, and their mean, without covariates.\n" +
			"--first names the column with each unit's first time of treatment (blank, 0, never or inf: never). --treated names one\n" +
			"of 0 and 1: treated at this time, or, with two times alone, in the treated group.",
		RunE: func(c *cobra.Command, _ []string) error {
			if in == "" || y == "" || unit == "" || when == "" || (treated == "") == (first == "") {
				return usage("--in, --y, --unit, --time and one of --treated and --first are needed")
			}
			rows, err := readTable(in)
			if err != nil {
				return needs(err)
			}
			list, err := observationsOf(rows, y, unit, when, treated, first, cluster)
			if err != nil {
				return needs(err)
			}
			out, err := stats.DID(list, stats.Comparison(compare))
			if err == nil && checks {
				out.Checks, err = stats.DIDChecks(list, stats.Comparison(compare))
			}
			if err != nil {
				return needs(err)
			}
			text := fmt.Sprintf("effect: %.6g, standard error %.4g, 95 %% %.6g to %.6g\n", out.ATT, out.StdErr, out.Low, out.High)
			for _, g := range out.Groups {
				text += fmt.Sprintf("group %v, time %v: %.6g (se %.4g)%s\n", g.Group, g.Time, g.ATT, g.StdErr, map[bool]string{true: ", before: should be near none"}[g.Before])
			}
			if out.Pretest != nil {
				text += fmt.Sprintf("no effects before treatment: p %.3g\n", *out.Pretest)
			}
			return f.show(out, "%s", text+checksText(out.Checks)+"method: "+out.Method+"\nsource: "+out.Source+"\n"+notes(out.Warnings))
		},
	}
	c.Flags().StringVar(&in, "in", "", "the CSV file, or - for standard input")
	c.Flags().StringVar(&y, "y", "", "the column of values")
	c.Flags().StringVar(&unit, "unit", "", "the column of units")
	c.Flags().StringVar(&when, "time", "", "the column of times")
	c.Flags().StringVar(&treated, "treated", "", "the column of 0 and 1")
	c.Flags().StringVar(&first, "first", "", "the column of first times of treatment")
	c.Flags().StringVar(&cluster, "cluster", "", "the column of clusters, where units of one go together")
	c.Flags().BoolVar(&checks, "checks", false, "look in other ways too: without each unit, and each untreated unit as though it were treated")
	c.Flags().StringVar(&compare, "compare", "", "never or notyet; never when there are such units")
	return c
}

func observationsOf(rows [][]string, y, unit, when, treated, first, cluster string) ([]stats.Observation, error) {
	c := &columns{rows: rows}
	yAt, unitAt, timeAt := c.at(y), c.at(unit), c.at(when)
	at := func(name string) int {
		if name == "" {
			return -1
		}
		return c.at(name)
	}
	treatedAt, firstAt, clusterAt := at(treated), at(first), at(cluster)
	var list []stats.Observation
	var marks []string
	for i := 1; i < len(rows) && c.err == nil; i++ {
		t, err := timeOf(rows[i][timeAt])
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		o := stats.Observation{Unit: rows[i][unitAt], Time: t, Value: c.number(i, yAt)}
		if clusterAt >= 0 {
			o.Cluster = rows[i][clusterAt]
		}
		if firstAt >= 0 {
			switch cell := strings.ToLower(rows[i][firstAt]); cell {
			case "", "0", "never", "inf", "na":
				o.First = math.Inf(1)
			default:
				if o.First, err = timeOf(cell); err != nil {
					return nil, fmt.Errorf("row %d: %w", i+1, err)
				}
			}
		} else {
			marks = append(marks, rows[i][treatedAt])
		}
		list = append(list, o)
	}
	if c.err == nil && firstAt < 0 {
		c.err = stats.FirstOf(list, marks)
	}
	return list, c.err
}
