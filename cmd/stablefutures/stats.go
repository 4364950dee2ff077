package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"stablefutures/internal/stats"
)

func newStats(f *flags) *cobra.Command {
	c := &cobra.Command{Use: "stats", Short: "Arithmetic for researchers, on files of their own: agreement, samples, effects, limits", Args: noArgs,
		Long: "Arithmetic for researchers and for checks, on files of their own. It needs no database and no key ring.\n" +
			"docs/statistics.md says which definition stands behind every figure.",
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newAgreement(f), newSample(f), newITS(f), newDID(f), newInterval(f), newFunnel(f), newXmR(f))
	return c
}

// tableLimit bounds a file that is read whole.
const tableLimit = 256 << 20

// readTable reads a CSV file ("-" is standard input): UTF-8 with or without a mark, separated by comma, semicolon or tab.
func readTable(path string) (rows [][]string, err error) {
	in := io.Reader(os.Stdin)
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, tableLimit+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > tableLimit:
		return nil, fmt.Errorf("%s is larger than %d MB", path, tableLimit>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return nil, fmt.Errorf("%s is not text in UTF-8", path)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = separator(text), -1
	if rows, err = r.ReadAll(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) < 2 {
		return nil, fmt.Errorf("%s has no rows below its first, which names the columns", path)
	}
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			return nil, fmt.Errorf("%s: row %d has %d cells, the first row has %d", path, i+1, len(row), len(rows[0]))
		}
		for j := range row {
			row[j] = strings.TrimSpace(row[j])
		}
	}
	return rows, nil
}

// separator is whichever of comma, semicolon and tab stands most often in the first line.
func separator(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := bytes.Count(first, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// unitNames are what the first column of a wide table is called where it names the units.
var unitNames = []string{"", "unit", "units", "id", "case", "item", "subject", "target", "unit_id"}

// ratingsOf reads ratings in long form (unit, rater, rating) or wide (a column for each rater, a row for each unit; a
// first column that is called unit names the units).
func ratingsOf(rows [][]string) (list []stats.Rating) {
	head := make([]string, len(rows[0]))
	for i, name := range rows[0] {
		head[i] = strings.ToLower(name)
	}
	if unit, rater, rating := slices.Index(head, "unit"), slices.Index(head, "rater"), slices.Index(head, "rating"); len(head) == 3 && unit >= 0 && rater >= 0 && rating >= 0 {
		for _, row := range rows[1:] {
			list = append(list, stats.Rating{Unit: row[unit], Rater: row[rater], Value: row[rating]})
		}
		return list
	}
	first := 0
	if slices.Contains(unitNames, head[0]) && len(head) > 1 {
		first = 1
	}
	for i, row := range rows[1:] {
		unit := strconv.Itoa(i + 1)
		if first == 1 && row[0] != "" {
			unit = row[0]
		}
		for j := first; j < len(row); j++ {
			list = append(list, stats.Rating{Unit: unit, Rater: strconv.Itoa(j) + " " + rows[0][j], Value: row[j]})
		}
	}
	return list
}

func newAgreement(f *flags) *cobra.Command {
	var q stats.Request
	var in, level, weights, scale, by string
	c := &cobra.Command{
		Use: "agreement", Short: "How far raters agree: kappa, alpha, AC1, AC2, intraclass correlation, each with its interval and definition", Args: noArgs,
		Long: "Reads ratings as CSV, either wide (one row per unit, one column per rater; a first column called \"unit\" names the\n" +
			"units; a blank cell is a rating not given) or long (columns unit, rater, rating).\n\n" +
			"Where the ratings determine no coefficient, the answer says why in \"undefined\" and the exit code is 0.",
		RunE: func(c *cobra.Command, _ []string) error {
			if in == "" {
				return usage("--in says which file to read")
			}
			if !slices.Contains([]string{"", "place", "value"}, by) {
				return usage("--distance is place or value")
			}
			rows, err := readTable(in)
			if err != nil {
				return needs(err)
			}
			var categories []string
			if scale != "" {
				categories = strings.Split(scale, ",")
			}
			r, err := stats.NewRatings(ratingsOf(rows), categories)
			if err != nil {
				return needs(err)
			}
			q.Level = stats.Level(level)
			if q.Weights, err = weightsOf(weights); err != nil {
				return needs(err)
			}
			q.Weights.By = by
			out, err := stats.Agreement(r, q)
			if err != nil {
				return needs(err)
			}
			return f.show(out, "%s", agreementText(out))
		},
	}
	c.Flags().StringVar(&in, "in", "", "the CSV file, or - for standard input")
	c.Flags().StringVar(&q.Metric, "metric", "alpha", strings.Join(stats.Metrics, ", "))
	c.Flags().StringVar(&level, "level", "nominal", "nominal, ordinal, interval or ratio")
	c.Flags().StringVar(&weights, "weights", "", "linear, quadratic, ordinal, ratio, or a CSV file with a square of numbers in the order of the scale")
	c.Flags().StringVar(&by, "distance", "", "linear and quadratic weights go by the place of categories on the scale or by their value (default place for wkappa, value otherwise)")
	c.Flags().StringVar(&q.Form, "form", "2,1", "of the intraclass correlation: "+strings.Join(stats.Forms, " "))
	c.Flags().StringVar(&scale, "categories", "", "the whole scale in its order, with commas, where not all of it occurs or it is made of words")
	c.Flags().IntVar(&q.Boot, "boot", 0, "resamples of units for the interval; 0 for the formula")
	c.Flags().Uint64Var(&q.Seed, "seed", 1, "of the resamples")
	c.Flags().Float64Var(&q.Confidence, "confidence", 0.95, "of the interval")
	c.Flags().StringVar(&q.Interval, "interval", "", "t or normal; as in the coefficient's source when not given")
	return c
}

// weightsOf reads the name of weights, or the file they stand in.
func weightsOf(name string) (stats.Weights, error) {
	switch name {
	case "", "none", "linear", "quadratic", "ordinal", "ratio":
		return stats.Weights{Name: name}, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return stats.Weights{}, err
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	r.Comma = separator(text)
	rows, err := r.ReadAll()
	if err != nil {
		return stats.Weights{}, fmt.Errorf("%s: %w", name, err)
	}
	w := stats.Weights{Name: "file"}
	for i, row := range rows {
		numbers := make([]float64, len(row))
		for j, cell := range row {
			if numbers[j], err = strconv.ParseFloat(strings.TrimSpace(cell), 64); err != nil {
				return w, fmt.Errorf("%s: row %d, column %d is not a number", name, i+1, j+1)
			}
		}
		w.Matrix = append(w.Matrix, numbers)
	}
	return w, nil
}

func agreementText(r stats.Result) string {
	var b strings.Builder
	number := func(x *float64) string {
		if x == nil {
			return "none"
		}
		return strconv.FormatFloat(*x, 'f', 4, 64)
	}
	if r.Estimate == nil {
		fmt.Fprintf(&b, "%s: not defined here: %s\n", r.Metric, r.Undefined)
	} else {
		fmt.Fprintf(&b, "%s: %s, standard error %s, %.0f %% interval %s to %s\n", r.Metric, number(r.Estimate), number(r.StdErr),
			r.Confidence*100, number(r.Low), number(r.High))
	}
	fmt.Fprintf(&b, "units: %d (%d with two ratings or more), raters: %d, pairable ratings: %d\n", r.Units, r.PairableUnits, r.Raters, r.Pairable)
	for _, s := range r.Prevalence {
		fmt.Fprintf(&b, "  %s: %d ratings (%.1f %%)\n", s.Category, s.Ratings, s.Share*100)
	}
	fmt.Fprintf(&b, "method: %s\nsource: %s\n", r.Method, r.Source)
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, "note: %s\n", w)
	}
	return b.String()
}

func newSample(f *flags) *cobra.Command {
	var q stats.DrawRequest
	var in, id, strata string
	c := &cobra.Command{
		Use: "sample", Short: "Draw cases from a list so that anybody with the seed draws the same", Args: noArgs,
		Long: "Reads a frame as CSV: a column with the id of each case, and, for a stratified sample, one with its stratum.\n" +
			"docs/statistics.md has the algorithm; thirty lines in any language draw the same cases.",
		RunE: func(c *cobra.Command, _ []string) error {
			if in == "" {
				return usage("--in says which file to read")
			}
			rows, err := readTable(in)
			if err != nil {
				return needs(err)
			}
			frame, err := frameOf(rows, id, strata, q.Method == stats.Stratified)
			if err != nil {
				return needs(err)
			}
			out, err := stats.Draw(frame, q)
			if err != nil {
				return needs(err)
			}
			text := strings.Join(out.Units, "\n") + "\n"
			for _, w := range out.Warnings {
				text += "note: " + w + "\n"
			}
			return f.show(out, "%s", text)
		},
	}
	c.Flags().StringVar(&in, "in", "", "the CSV file, or - for standard input")
	c.Flags().StringVar(&q.Method, "method", stats.Simple, strings.Join(stats.DrawMethods, ", "))
	c.Flags().IntVar(&q.N, "n", 0, "how many; with fixed allocation, how many in each stratum")
	c.Flags().StringVar(&q.Seed, "seed", "", "published, so that anybody can draw again")
	c.Flags().StringVar(&q.Allocation, "allocation", "proportional", "of a stratified sample: proportional or fixed")
	c.Flags().StringToIntVar(&q.Fixed, "fixed", nil, "how many in single strata with fixed allocation: name=number")
	c.Flags().StringVar(&id, "id", "", "the column of ids; the first when not given")
	c.Flags().StringVar(&strata, "strata", "", "the column of strata; the second when not given")
	return c
}

func frameOf(rows [][]string, id, strata string, stratified bool) ([]stats.FrameUnit, error) {
	column := func(name string, otherwise int) (int, error) {
		if name == "" {
			return otherwise, nil
		}
		if at := slices.Index(rows[0], name); at >= 0 {
			return at, nil
		}
		return 0, fmt.Errorf("there is no column %q", name)
	}
	i, err := column(id, 0)
	if err != nil {
		return nil, err
	}
	s, err := column(strata, 1)
	if err != nil {
		return nil, err
	}
	if stratified && s >= len(rows[0]) {
		return nil, errors.New("a stratified sample takes a column of strata")
	}
	frame := make([]stats.FrameUnit, 0, len(rows)-1)
	for _, row := range rows[1:] {
		u := stats.FrameUnit{ID: row[i]}
		if s < len(row) && (stratified || strata != "") {
			u.Stratum = row[s]
		}
		frame = append(frame, u)
	}
	return frame, nil
}
