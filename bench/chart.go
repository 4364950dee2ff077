//go:build unix

package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"time"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
)

// chartGoal is what the largest figure that a page can have may take of a processor (issue 7), in milliseconds.
const chartGoal = 20.0

// measureCharts times the largest figure of each kind, drawn for a window and for a telephone, with its table. The bound writes as much
// markup and lays nothing out.
func measureCharts(t *table, wanted *regexp.Regexp) error {
	for _, kind := range []chart.Kind{chart.Run, chart.XmR, chart.Small, chart.Funnel, chart.Slope, chart.Dot, chart.Flow} {
		what := fmt.Sprintf("chart: the largest %s, drawn twice, with its table", kind)
		if !wanted.MatchString(what) {
			continue
		}
		ch, err := largestChart(kind)
		if err != nil {
			return err
		}
		l := i18n.For("en")
		wide, narrow := ch.Inline(l, "id")
		ours, bound, err := inTurns(func() (rate, error) {
			return perSecond(1, time.Second/2, func(int) error { ch.Inline(l, "id"); ch.Table(l); return nil })
		}, func() (rate, error) {
			return perSecond(1, time.Second/2, func(int) error { var b bytes.Buffer; return xml.EscapeText(&b, []byte(wide+narrow)) })
		})
		if err != nil {
			return err
		}
		r := atMost(what, "ms", ms(ours.cpu), ms(bound.cpu), chartGoal)
		r.cpu = "both are processor time"
		t.add(r)
	}
	return nil
}

// largestChart is a figure at the bounds of one picture, of invented counts that went through disclosure control.
func largestChart(kind chart.Kind) (chart.Chart, error) {
	rows := chart.MostSeries
	if kind == chart.XmR || kind == chart.Funnel {
		rows = 1
	}
	columns := chart.MostPlaces
	if kind == chart.Flow {
		rows, columns = 8, chart.MostFlows/8
	}
	table := disclosure.Table{Key: "bench", Data: "invented"}
	for j := range columns {
		table.Columns = append(table.Columns, fmt.Sprintf("%d-Q%d", 2010+j/4, j%4+1))
	}
	for i := range rows {
		table.Rows = append(table.Rows, fmt.Sprintf("series-%d-of-many", i))
		line := make([]int64, columns)
		for j := range line {
			line[j] = int64(20 + j*(i+7)%60)
		}
		table.Counts = append(table.Counts, line)
	}
	rules, _ := disclosure.Rules(disclosure.Research10)
	r, err := disclosure.Protect(rules, table, nil)
	if err != nil {
		return chart.Chart{}, err
	}
	ch := chart.FromRelease(r, chart.Options{Kind: kind, Title: "Largest", Unit: "young people"})
	if kind == chart.Funnel {
		for range columns {
			ch.Series[0].Whole = append(ch.Series[0].Whole, r.RowTotal(0))
		}
	}
	return ch, nil
}
