package chart_test

import (
	"fmt"
	"strings"
	"testing"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
)

// each gives one chart of every kind, with something hidden in each.
func each(t testing.TB) map[string]chart.Chart {
	h := hidden(t)
	with := func(at int, f []disclosure.Protected) []disclosure.Protected { f[at] = h; return f }
	out := map[string]chart.Chart{"run": runChart(t)}
	many := chart.Chart{Kind: chart.Run, Title: "Barriers named, by who could take them away", Unit: "answers", Axis: quarters(10), Notes: []string{"Of 120, 95 were asked."}}
	for i, name := range []string{"Local authority children’s services", "Home Office", "Schools and colleges", "NHS", "مكتب المدرسة", "Nobody knows who"} {
		var v []float64
		for k := range 10 {
			v = append(v, float64(20+i*12+(k*(i+3))%11))
		}
		many.Series = append(many.Series, chart.Series{Name: name, Figures: with(2+i%3, shown(t, 0, v...))})
	}
	out["run-many"] = many
	v := []float64{41, 43, 39, 45, 42, 38, 44, 40, 46, 43, 41, 62, 44, 42}
	out["xmr"] = chart.Chart{Kind: chart.XmR, Title: "Promises kept by their date", Unit: "per cent", Axis: quarters(14), Series: []chart.Series{{Figures: shown(t, 0, v...)}}}
	funnel := chart.Chart{Kind: chart.Funnel, Title: "Young people with an interpreter whenever they needed one", Unit: "young people"}
	var part, whole []float64
	for i := range 18 {
		funnel.Axis = append(funnel.Axis, fmt.Sprintf("Invented council %c", 'A'+i))
		whole = append(whole, float64(30+i*i))
		part = append(part, float64(int(float64(30+i*i)*(0.55+0.3*float64((i*7)%5-2)/5))))
	}
	funnel.Series = []chart.Series{{Name: "With an interpreter", Figures: with(4, shown(t, 0, part...)), Whole: shown(t, 0, whole...)}}
	out["funnel"] = funnel
	small := many
	small.Kind, small.Title = chart.Small, "Barriers, each by itself"
	out["small"] = small
	flow := chart.Chart{Kind: chart.Flow, Title: "Where those who turned 18 lived before and after", Unit: "young people"}
	states := []string{"Foster care", "Semi-independent accommodation", "With family or friends", "Asylum support accommodation"}
	for i, from := range states[:3] {
		for k, to := range states {
			f := shown(t, 0, float64((i*13+k*29)%60+5))[0]
			if (i+k)%3 == 2 {
				f = h
			}
			flow.Flows = append(flow.Flows, chart.Passage{From: from, To: to, Figure: f})
		}
	}
	out["flow"] = flow
	slope := chart.Chart{Kind: chart.Slope, Title: "How safe it is: as young people say, and as services say", Unit: "per cent who say “I have it”", Axis: []string{"Young people", "Services"}}
	for i, name := range []string{"A place where I can sleep", "Somebody to talk to", "School", "ዝሓሸ ቦታ", "Doctor and dentist"} {
		slope.Series = append(slope.Series, chart.Series{Name: name, Figures: shown(t, 0, float64(40+i*3), float64(55+(i*17)%30))})
	}
	slope.Series[2].Figures[0] = h
	slope.Series[4].Figures[1] = h
	out["slope"] = slope
	dots := chart.Chart{Kind: chart.Dot, Title: "Outcomes that young people say they have", Unit: "per cent, with intervals at 95 per cent"}
	var f, low, high []float64
	for i, name := range []string{"A place where I can sleep", "A school or college place that fits what I want to learn and does not end at eighteen", "Food I know", "የት ነው", "A solicitor who explains"} {
		dots.Axis = append(dots.Axis, name)
		f, low, high = append(f, float64(50+i*7)), append(low, float64(41+i*7)), append(high, float64(60+i*6))
	}
	dots.Series = []chart.Series{{Figures: with(2, shown(t, 0, f...)), Low: with(2, shown(t, 0, low...)), High: with(2, shown(t, 0, high...))}}
	out["dot"] = dots
	two := dots
	two.Title = "Outcomes, by group"
	two.Series = []chart.Series{{Name: "Under 16", Figures: dots.Series[0].Figures, Low: dots.Series[0].Low, High: dots.Series[0].High}, {Name: "16 and over", Figures: shown(t, 0, 44, 52, 61, 70, 66)}}
	out["dot-two"] = two
	return out
}

// edges gives charts at their bounds and with bad texts.
func edges(t testing.TB) map[string]chart.Chart {
	h := hidden(t)
	out := map[string]chart.Chart{"empty": {}, "no-places": {Kind: chart.Run, Title: "t", Series: []chart.Series{{}}}}
	for _, kind := range []chart.Kind{chart.Run, chart.XmR, chart.Small, chart.Funnel, chart.Slope, chart.Dot, "unheard of"} {
		for _, n := range []int{1, 2, 12, chart.MostPlaces} {
			one := chart.Chart{Kind: kind, Title: "A title of some length that goes on", Unit: "people", Axis: quarters(n), Marks: []chart.Mark{{At: 0, Text: "m"}, {At: n - 1, Text: "n"}, {At: 99}, {At: -1}}}
			var v []float64
			for i := range n {
				v = append(v, float64(i*i*i+10))
			}
			one.Series = []chart.Series{{Name: "one", Figures: shown(t, 0, v...), Whole: shown(t, 0, v...)}}
			out[fmt.Sprintf("%s-%d", kind, n)] = one
			none := one
			none.Series = []chart.Series{{Name: "one", Figures: make([]disclosure.Protected, n)}, {Name: "two", Figures: []disclosure.Protected{h}}}
			out[fmt.Sprintf("%s-%d-hidden", kind, n)] = none
			huge := one
			for i := range v {
				v[i] = 4e15 - float64(i)*6e13
			}
			huge.Series = []chart.Series{{Name: "huge", Figures: shown(t, 0, v...), Whole: shown(t, 0, v...)}, {Name: "below", Figures: shown(t, 2, -40.25, -1)}}
			out[fmt.Sprintf("%s-%d-huge", kind, n)] = huge
		}
		many := chart.Chart{Kind: kind, Title: "Many", Axis: quarters(12)}
		for i := range chart.MostSeries {
			many.Series = append(many.Series, chart.Series{Name: fmt.Sprintf("Series number %d of many", i), Figures: shown(t, 1, float64(i), 3, 4, 5, float64(20-i), 1, 9)})
		}
		out[string(kind)+"-many"] = many
		many.Series = append(many.Series, many.Series...)
		out[string(kind)+"-too-many"] = many
	}
	var flows []chart.Passage
	for i := range chart.MostFlows {
		f := shown(t, 0, float64(i*7%50))[0]
		if i%5 == 0 {
			f = h
		}
		flows = append(flows, chart.Passage{From: fmt.Sprintf("From state %d", i%8), To: fmt.Sprintf("To state %d with a long name that goes on", i/8), Figure: f})
	}
	out["flow-many"] = chart.Chart{Kind: chart.Flow, Title: "Flows", Flows: flows}
	out["flow-hidden"] = chart.Chart{Kind: chart.Flow, Title: "Flows", Flows: []chart.Passage{{From: "a", To: "b", Figure: h}, {From: "a", To: "c"}}}
	return out
}

const hostile = "</text><script>alert(1)</script>\" onload='x' ]]> &amp; \x00\x1b\u202eevil\u2028 =1+1 \U0001F600 \xff"

// spoilt puts a hostile text into every slot of a chart.
func spoilt(ch chart.Chart, bad string) chart.Chart {
	ch.Title, ch.About, ch.Unit, ch.Source, ch.Notes = bad, bad, bad, bad, []string{bad}
	ch.Axis = append([]string{}, ch.Axis...)
	for i := range ch.Axis {
		ch.Axis[i] = fmt.Sprint(bad, i)
	}
	ch.Series = append([]chart.Series{}, ch.Series...)
	for i := range ch.Series {
		ch.Series[i].Name = bad
	}
	ch.Limits = append([]chart.Limit{}, ch.Limits...)
	for i := range ch.Limits {
		ch.Limits[i].Name = bad
	}
	ch.Marks = append([]chart.Mark{}, ch.Marks...)
	for i := range ch.Marks {
		ch.Marks[i].Text = bad
	}
	ch.Flows = append([]chart.Passage{}, ch.Flows...)
	for i := range ch.Flows {
		ch.Flows[i].From, ch.Flows[i].To = bad+fmt.Sprint(i%3), bad+fmt.Sprint(i/3)
	}
	return ch
}

func TestEveryKind_drawsAndSaysWhatIsHidden(t *testing.T) {
	for name, ch := range each(t) {
		for _, l := range []i18n.L{en, i18n.For("cy")} {
			svg := ch.SVG(l)
			if l.Tag() == "en" {
				look(t, name+".svg", svg)
			}
			words := texts(t, svg)
			all := strings.Join(append(words["text"], words["desc"]...), "|")
			if strings.Contains(all, "{{") || strings.Contains(all, "chart.") {
				t.Errorf("%s in %s: a text is missing: %s", name, l.Tag(), all)
			}
			if len(words["title"]) != 1 || len(words["desc"]) != 1 {
				t.Errorf("%s has no title or no description", name)
			}
			if name != "xmr" && !strings.Contains(all, "c") {
				t.Errorf("%s does not show its symbol", name)
			}
		}
	}
}
