package chart_test

import (
	"fmt"
	"testing"

	"stablefutures/internal/chart"
)

// BenchmarkLargest draws the largest figure of each kind that a page can have, wide and narrow, with its table.
func BenchmarkLargest(b *testing.B) {
	for _, kind := range []chart.Kind{chart.Run, chart.XmR, chart.Small, chart.Funnel, chart.Slope, chart.Dot, chart.Flow} {
		ch := largest(b, kind)
		b.Run(string(kind), func(b *testing.B) {
			for b.Loop() {
				ch.Inline(en, "id")
				ch.Table(en)
			}
		})
	}
}

func largest(t testing.TB, kind chart.Kind) chart.Chart {
	ch := chart.Chart{Kind: kind, Title: "Largest", Unit: "young people", Axis: quarters(chart.MostPlaces)}
	n := chart.MostSeries
	if kind == chart.XmR || kind == chart.Funnel {
		n = 1
	}
	for i := range n {
		var v, w []float64
		for k := range chart.MostPlaces {
			v, w = append(v, float64(20+(k*(i+7))%60)), append(w, float64(100+k*k))
		}
		ch.Series = append(ch.Series, chart.Series{Name: fmt.Sprintf("Series number %d of many", i), Figures: shown(t, 0, v...), Whole: shown(t, 0, w...)})
	}
	for i := range chart.MostFlows {
		ch.Flows = append(ch.Flows, chart.Passage{From: fmt.Sprintf("From state %d", i%8), To: fmt.Sprintf("To state %d", i/8), Figure: shown(t, 0, float64(20+i*7%50))[0]})
	}
	return ch
}
