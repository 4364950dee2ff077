package stats

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Level says what differences between categories mean.
type Level string

// The levels of measurement, after Stevens (1946).
const (
	Nominal  Level = "nominal"
	Ordinal  Level = "ordinal"
	Interval Level = "interval"
	Ratio    Level = "ratio"
)

// missing is the code of a rating that was not given.
const missing = -1

// Ratings are units by raters. Any rating may be missing; a unit nobody rated counts for nothing.
type Ratings struct {
	Units      []string
	Raters     []string
	Categories []string  // in the order of the scale
	values     []float64 // the categories as numbers; nil where one of them is none
	code       []int32   // row by row: the category's place, or missing
}

// Rating is one rater's word on one unit.
type Rating struct{ Unit, Rater, Value string }

// NewRatings takes ratings in any order. categories is the whole scale in its order; when empty it is what occurs,
// numbers by size and words by alphabet. A blank value is missing. A value outside the scale, and two ratings of one
// unit by one rater, are errors that name the place.
func NewRatings(list []Rating, categories []string) (*Ratings, error) {
	r := &Ratings{}
	units, raters := map[string]int{}, map[string]int{}
	for i, x := range list {
		if x.Unit == "" || x.Rater == "" {
			return nil, fmt.Errorf("rating %d names no unit or no rater", i+1)
		}
		place(units, &r.Units, x.Unit)
		place(raters, &r.Raters, x.Rater)
	}
	if len(r.Units) == 0 {
		return nil, errors.New("there are no ratings")
	}
	scale, err := r.scale(list, categories)
	if err != nil {
		return nil, err
	}
	r.code = slices.Repeat([]int32{missing}, len(r.Units)*len(r.Raters))
	for _, x := range list {
		value := strings.TrimSpace(x.Value)
		if value == "" {
			continue
		}
		k, ok := scale[key(value)]
		if !ok {
			return nil, fmt.Errorf("%q of unit %q by %q is not on the scale", x.Value, x.Unit, x.Rater)
		}
		at := units[x.Unit]*len(r.Raters) + raters[x.Rater]
		if r.code[at] != missing {
			return nil, fmt.Errorf("unit %q is rated twice by %q", x.Unit, x.Rater)
		}
		r.code[at] = int32(k)
	}
	return r, nil
}

func place(known map[string]int, list *[]string, name string) {
	if _, ok := known[name]; !ok {
		known[name] = len(*list)
		*list = append(*list, name)
	}
}

// key makes "1", "1.0" and "01" one category: a spreadsheet writes numbers as it likes.
func key(value string) string {
	if x, err := strconv.ParseFloat(value, 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return value
}

// scale settles the categories and gives each one's place.
func (r *Ratings) scale(list []Rating, given []string) (map[string]int, error) {
	places := map[string]int{}
	if len(given) > 0 {
		for _, c := range given {
			c = strings.TrimSpace(c)
			if _, twice := places[key(c)]; twice || c == "" {
				return nil, fmt.Errorf("category %q stands twice on the scale or is blank", c)
			}
			place(places, &r.Categories, key(c))
		}
	} else {
		for _, x := range list {
			if v := strings.TrimSpace(x.Value); v != "" {
				place(places, &r.Categories, key(v))
			}
		}
	}
	values, numbers := make([]float64, len(r.Categories)), true
	for i, c := range r.Categories {
		x, err := strconv.ParseFloat(c, 64)
		values[i], numbers = x, numbers && err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	if len(given) == 0 {
		slices.SortFunc(r.Categories, func(a, b string) int {
			if numbers {
				x, _ := strconv.ParseFloat(a, 64)
				y, _ := strconv.ParseFloat(b, 64)
				if x < y {
					return -1
				}
				return 1
			}
			return strings.Compare(a, b)
		})
		slices.Sort(values)
		for i, c := range r.Categories {
			places[c] = i
		}
	}
	if numbers {
		r.values = values
	}
	return places, nil
}

// at gives the category's place of one rating, or missing.
func (r *Ratings) at(unit, rater int) int { return int(r.code[unit*len(r.Raters)+rater]) }

// row is one pattern of ratings with how many units show it.
type row struct {
	times  float64
	n      int     // ratings given
	places []int32 // categories given, in order
	counts []int32 // how often each
	code   []int32 // category by rater, where who rated matters
}

// rows folds units that look alike into one row each, which is what makes resampling quick. byRater keeps apart who
// said what. Units without a rating are left out.
func (r *Ratings) rows(byRater bool) []row {
	var rows []row
	known := map[string]int{}
	width := len(r.Raters)
	buf := make([]int32, width)
	var name []byte
	for u := range r.Units {
		copy(buf, r.code[u*width:(u+1)*width])
		if !byRater {
			slices.Sort(buf)
		}
		name = name[:0]
		n := 0
		for _, c := range buf {
			name = append(name, byte(c), byte(c>>8), byte(c>>16), byte(c>>24))
			if c != missing {
				n++
			}
		}
		if n == 0 {
			continue
		}
		if at, ok := known[string(name)]; ok {
			rows[at].times++
			continue
		}
		known[string(name)] = len(rows)
		rows = append(rows, newRow(buf, n, byRater))
	}
	return rows
}

func newRow(code []int32, n int, byRater bool) row {
	x := row{times: 1, n: n}
	if byRater {
		x.code = slices.Clone(code)
	}
	sorted := slices.Sorted(slices.Values(code))
	for _, c := range sorted {
		switch last := len(x.places) - 1; {
		case c == missing:
		case last >= 0 && x.places[last] == c:
			x.counts[last]++
		default:
			x.places, x.counts = append(x.places, c), append(x.counts, 1)
		}
	}
	return x
}

// Share says how often a category was used.
type Share struct {
	Category string  `json:"category"`
	Ratings  int     `json:"ratings"`
	Share    float64 `json:"share"`
}

// Prevalence gives how often each category was used, in the order of the scale.
func (r *Ratings) Prevalence() []Share {
	counts := make([]int, len(r.Categories))
	all := 0
	for _, c := range r.code {
		if c != missing {
			counts[c]++
			all++
		}
	}
	list := make([]Share, len(counts))
	for i, n := range counts {
		list[i] = Share{Category: r.Categories[i], Ratings: n}
		if all > 0 {
			list[i].Share = float64(n) / float64(all)
		}
	}
	return list
}
