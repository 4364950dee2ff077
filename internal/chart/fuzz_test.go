package chart_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
)

// Names as people write them and as nobody should: from right to left, with marks piled up, beyond Unicode, as markup, as a formula.
var hardNames = []string{"", "Schools", hostile, "مكتب المدرسة ٢", "Z̸̡̢̛̗̬̼̤̀̈́̅a̷l̶g̵ȍ̸̰͓̫̈̿", strings.Repeat("ؐ", 300), "\u202e\u2066abc\u2069", strings.Repeat("W", 2000), "=cmd|'/c'!A1",
	"\xff\xfe\x00", "a\u0300\u0301\u0302\u0303", "👩‍👩‍👧‍👦", "ዝተነግሮም", "]]><!--", "{{.figure}}"}

// FuzzChart draws whatever it is given, in every form: pictures stay well formed and within their box, no number that is none is written,
// and a table has as many cells in each row as it has headings.
func FuzzChart(f *testing.F) {
	numbers := func(v ...float64) (out []byte) {
		for _, n := range v {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(n))
		}
		return out
	}
	for kind := range byte(8) {
		for i, name := range hardNames {
			f.Add(kind, byte(i), byte(1+i%5), name, numbers(math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e300, 4.5e15, 5e-324, 0, math.Copysign(0, -1), 3, 40, 40, 39))
		}
		f.Add(kind, byte(0), byte(0), "", []byte{})
		f.Add(kind, byte(60), byte(24), "n", numbers(1, 2, 3))
	}
	from := []disclosure.Protected{released(f, 400, 500, 600).Total()}
	h := hidden(f)
	f.Fuzz(func(t *testing.T, kind, places, series byte, name string, data []byte) {
		if len(name) > 4000 || len(data) > 4000 {
			return
		}
		used := 0
		figure := func() disclosure.Protected {
			if len(data) < 8 {
				return disclosure.Protected{}
			}
			used++
			at := used * 8 % (len(data) - 7)
			v := math.Float64frombits(binary.LittleEndian.Uint64(data[at:]))
			if data[at]%7 == 3 {
				return h
			}
			return disclosure.Worked(int(data[at]%7), from, func([]float64) float64 { return v })
		}
		list := func(n int) (out []disclosure.Protected) {
			for range n {
				out = append(out, figure())
			}
			return out
		}
		kinds := []chart.Kind{chart.Run, chart.XmR, chart.Small, chart.Funnel, chart.Slope, chart.Dot, chart.Flow, "none"}
		ch := chart.Chart{Kind: kinds[int(kind)%len(kinds)], Title: name, About: name, Unit: name, Notes: []string{name}, Source: name}
		for i := range int(places) % (chart.MostPlaces + 2) {
			ch.Axis = append(ch.Axis, hardNames[i%len(hardNames)]+name)
		}
		n := len(ch.Axis)
		for i := range int(series) % (chart.MostSeries + 2) {
			ch.Series = append(ch.Series, chart.Series{Name: hardNames[i%len(hardNames)] + name, Figures: list(n), Low: list(n / 2), High: list(n), Whole: list(n)})
			ch.Flows = append(ch.Flows, chart.Passage{From: name, To: hardNames[i%len(hardNames)], Figure: figure()})
			ch.Marks = append(ch.Marks, chart.Mark{At: i - 1, Text: name})
		}
		if places%3 == 0 {
			ch.Limits = []chart.Limit{{Name: name, Figures: list(1)}, {Name: name, Figures: list(n)}}
		}
		for _, width := range []float64{chart.WideWidth, chart.NarrowWidth} {
			if out := chart.Outside(ch, en, width, true); len(out) > 0 {
				t.Fatalf("outside: %v", out)
			}
		}
		wide, narrow := ch.Inline(i18n.For("ar"), "id")
		for _, svg := range [][]byte{ch.SVG(en), []byte(wide), []byte(narrow)} {
			texts(t, svg)
			for _, bad := range []string{"<script", "NaN\"", "Inf\"", " onload=\"", "\u202e"} {
				if bytes.Contains(svg, []byte(bad)) {
					t.Fatalf("%q is in the picture", bad)
				}
			}
		}
		table := ch.Table(en)
		for _, row := range table.Rows {
			if len(row) != len(table.Head) {
				t.Fatalf("a row of %d cells under %d headings", len(row), len(table.Head))
			}
			for _, c := range row {
				if c.Figure && c.Text == "" || strings.Contains(c.Text, "NaN") && !strings.Contains(name, "NaN") {
					t.Fatalf("a figure that is %q", c.Text)
				}
			}
		}
		var csv bytes.Buffer
		if err := ch.WriteCSV(&csv, en); err != nil {
			t.Fatal(err)
		}
	})
}
