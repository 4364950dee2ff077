package chart_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
)

func trend(t testing.TB, values ...float64) chart.Chart {
	return chart.Chart{Kind: chart.Run, Title: "Told back", Unit: "young people", Axis: quarters(len(values)), Series: []chart.Series{{Figures: shown(t, 0, values...)}}}
}

func TestDescription_saysAShiftInWords(t *testing.T) {
	ch := trend(t, 20, 30, 20, 30, 20, 30, 20, 30, 50, 55, 60, 50, 55, 60, 70, 50)
	said := ch.Description(en)
	for _, want := range []string{"lowest 20 (2021 Q1)", "highest 70 (2024 Q3)", "last 50 (2024 Q4)", "The median of the figures shown is 40.0.",
		"from 2021 Q1 to 2022 Q4, lie below the median", "from 2023 Q1 to 2024 Q4, lie above the median"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	ch = trend(t, 20, 30, 20, 30, 20, 30, 20, 30, 20, 50, 55, 60, 50, 55, 60, 70, 50, 60)
	ch.Series[0].Figures[4], ch.Series[0].Figures[13] = hidden(t), hidden(t) // they could lie on either side: four and four are left of nine
	said = ch.Description(en)
	if strings.Contains(said, "the median:") || !strings.Contains(said, "Figures not shown: 2 of 18.") {
		t.Errorf("with a hidden figure among the nine: %q", said)
	}
}

func TestDescription_aFigureOnTheMedianNeitherEndsNorLengthensARun(t *testing.T) {
	up := []float64{10, 10, 10, 10, 10, 10, 10, 50, 90, 90, 90, 90, 50, 90, 90, 90, 50}
	if said := trend(t, up...).Description(en); strings.Contains(said, "lie above") || strings.Contains(said, "lie below") {
		t.Errorf("seven and figures on the median are no run of eight: %q", said)
	}
	up = []float64{10, 10, 10, 10, 50, 10, 10, 10, 10, 50, 90, 90, 90, 90, 90, 90, 90}
	if said := trend(t, up...).Description(en); !strings.Contains(said, "from 2021 Q1 to 2023 Q1, lie below the median") {
		t.Errorf("eight around a figure on the median are a run: %q", said)
	}
}

func TestDescription_setsNoPlacesInAnOrder(t *testing.T) {
	for name, ch := range each(t) {
		if ch.Kind == chart.Run || ch.Kind == chart.XmR || ch.Kind == chart.Small {
			continue
		}
		for _, word := range []string{"lowest", "highest", "best", "worst", "most ", "least "} {
			if said := ch.Description(en); strings.Contains(said, word) {
				t.Errorf("%s: %q", name, said)
			}
		}
	}
}

func TestXmR_limitsAreThoseOfStatisticsAndNoneWithSomethingHidden(t *testing.T) {
	ch := each(t)["xmr"]
	all := strings.Join(texts(t, ch.SVG(en))["text"], "|")
	for _, want := range []string{"Mean 43.6", "Lower limit 27.0", "Upper limit 60.1"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing: %s", want, all)
		}
	}
	if said := ch.Description(en); !strings.Contains(said, "Beyond the limits: 2023 Q4.") {
		t.Error(said)
	}
	ch.Series[0].Figures[5] = hidden(t)
	all = strings.Join(texts(t, ch.SVG(en))["text"], "|")
	if strings.Contains(all, "limit") || !strings.Contains(ch.Description(en), "No limits are drawn") {
		t.Errorf("limits are worked out although a figure is hidden: %s", all)
	}
}

// A chart says no number that is not one of its figures, worked out from them, or a place: a number behind a symbol is nowhere.
func TestHiddenNumber_isInNoForm(t *testing.T) {
	pack, _ := disclosure.Rules("england-dfe")
	table := disclosure.Table{Key: "test:hidden", Data: "1", Rows: []string{"a", "b", "d"}, Columns: []string{"w", "x", "y", "z"}, Counts: [][]int64{{4, 431, 877, 977}, {523, 5, 719, 829}, {617, 733, 3, 947}}}
	r, err := disclosure.Protect(pack, table, nil)
	if err != nil || r.Withheld() != "" {
		t.Fatal(err, r.Withheld())
	}
	shownCells := 0
	for _, kind := range []chart.Kind{chart.Run, chart.Small, chart.Slope, chart.Dot, chart.Flow, chart.Funnel} {
		ch := chart.FromRelease(r, chart.Options{Kind: kind, Title: "t", Words: func(code string) string { return "word-" + code }})
		rows := ch.Table(en).Rows
		hidden := 0
		for _, row := range rows {
			for _, c := range row {
				if c.Text == "c" {
					hidden++
				} else if c.Figure {
					shownCells++
				}
			}
		}
		svg := string(ch.SVG(en))
		var csv strings.Builder
		if err := ch.WriteCSV(&csv, en); err != nil {
			t.Fatal(err)
		}
		for i, line := range table.Counts {
			for j, n := range line {
				if r.Cell(i, j).Shown() {
					continue
				}
				for _, form := range []string{svg, csv.String(), ch.Description(en)} {
					if n > 99 && (strings.Contains(form, ">"+en.Number(int(n))+"<") || strings.Contains(form, ","+en.Number(int(n))+"\r")) {
						t.Errorf("%s: %d is hidden and stands there", kind, n)
					}
				}
			}
		}
		if hidden < 3 && kind != chart.Funnel {
			t.Errorf("%s: %d symbols", kind, hidden)
		}
	}
	if shownCells == 0 {
		t.Error("nothing at all is shown")
	}
}

func TestFromRelease_turnsNamesAndTotals(t *testing.T) {
	pack, _ := disclosure.Rules("england-dfe")
	r, err := disclosure.Protect(pack, disclosure.Table{Key: "test:turn", Data: "1", Rows: []string{"a", "b"}, Columns: []string{"x", "y", "z"}, Counts: [][]int64{{40, 50, 60}, {70, 80, 90}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := chart.Options{Kind: chart.Run, Total: "All", Words: strings.ToUpper}
	ch := chart.FromRelease(r, o)
	if !slices.Equal(ch.Axis, []string{"X", "Y", "Z"}) || len(ch.Series) != 3 || ch.Series[1].Name != "B" || ch.Series[2].Name != "All" || ch.Series[2].Figures[0].String() != "110" {
		t.Errorf("%+v", ch)
	}
	o.Turned, o.Percent = true, true
	ch = chart.FromRelease(r, o)
	if !slices.Equal(ch.Axis, []string{"A", "B"}) || len(ch.Series) != 3 || ch.Series[2].Figures[1].String() != "37.5" {
		t.Errorf("%+v", ch)
	}
	if flows := chart.FromRelease(r, chart.Options{Kind: chart.Flow}).Flows; len(flows) != 6 || flows[5].From != "b" || flows[5].To != "z" || flows[5].Figure.String() != "90" {
		t.Errorf("%+v", flows)
	}
	if none := chart.FromRelease(disclosure.Released{}, chart.Options{}); len(none.SVG(en)) == 0 {
		t.Error("no picture of nothing")
	}
}

// Any chart within the bounds is well formed, within its box, and joins no line over what is hidden.
func TestAnyChart_holdsTogether(t *testing.T) {
	from := []disclosure.Protected{released(t, 400, 500, 600).Total()}
	h := hidden(t)
	rapid.Check(t, func(r *rapid.T) {
		figures := func(n int, what string) (out []disclosure.Protected) {
			for range n {
				v := rapid.Float64Range(-1e6, 1e9).Draw(r, what)
				switch rapid.IntRange(0, 5).Draw(r, "form") {
				case 0:
					out = append(out, h)
				case 1:
					out = append(out, disclosure.Protected{})
				default:
					out = append(out, disclosure.Worked(rapid.IntRange(0, 3).Draw(r, "decimals"), from, func([]float64) float64 { return v }))
				}
			}
			return out
		}
		// Letters that the fonts have: another is drawn as its number, which nothing can break.
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abcXYZ 0189.,:;<>&\"'=-+()[]{}éŵАяسلامیሰላምዝ\u200f\u202e\n\t\x00")), 0, 60, 200)
		n := rapid.IntRange(0, 20).Draw(r, "places")
		ch := chart.Chart{Kind: rapid.SampledFrom([]chart.Kind{chart.Run, chart.XmR, chart.Small, chart.Funnel, chart.Slope, chart.Dot, chart.Flow}).Draw(r, "kind"),
			Title: text.Draw(r, "title"), About: text.Draw(r, "about"), Unit: text.Draw(r, "unit"), Notes: []string{text.Draw(r, "note")}, Source: text.Draw(r, "source")}
		for range n {
			ch.Axis = append(ch.Axis, text.Draw(r, "place"))
		}
		for range rapid.IntRange(0, 5).Draw(r, "series") {
			ch.Series = append(ch.Series, chart.Series{Name: text.Draw(r, "name"), Figures: figures(rapid.IntRange(0, n+1).Draw(r, "length"), "figure"),
				Low: figures(rapid.IntRange(0, n).Draw(r, "lows"), "low"), High: figures(rapid.IntRange(0, n).Draw(r, "highs"), "high"), Whole: figures(n, "whole")})
		}
		for range rapid.IntRange(0, 2).Draw(r, "limits") {
			ch.Limits = append(ch.Limits, chart.Limit{Name: text.Draw(r, "limit"), Figures: figures(rapid.SampledFrom([]int{0, 1, n}).Draw(r, "limit length"), "limit")})
		}
		for range rapid.IntRange(0, 3).Draw(r, "marks") {
			ch.Marks = append(ch.Marks, chart.Mark{At: rapid.IntRange(-2, n+2).Draw(r, "at"), Text: text.Draw(r, "mark")})
		}
		for range rapid.IntRange(0, 8).Draw(r, "flows") {
			ch.Flows = append(ch.Flows, chart.Passage{From: text.Draw(r, "from"), To: text.Draw(r, "to"), Figure: figures(1, "flow")[0]})
		}
		for _, width := range []float64{chart.WideWidth, chart.NarrowWidth} {
			if out := chart.Outside(ch, en, width, width == chart.WideWidth); len(out) > 0 {
				r.Fatalf("outside: %v", out)
			}
		}
		texts(t, ch.SVG(en))
		ch.Description(en)
		for _, row := range ch.Table(en).Rows {
			if len(row) != len(ch.Table(en).Head) {
				r.Fatalf("a row of %d cells under %d headings", len(row), len(ch.Table(en).Head))
			}
		}
	})
}
