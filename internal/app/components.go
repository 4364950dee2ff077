package app

import (
	"fmt"
	"math"
	"strings"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/stats"
)

// showComponents is every component of the page kit in every state, for those who build pages, and every kind of chart.
//
// With ?lang= they stand in that language's direction, to be looked at as its readers would.
func showComponents(r *page.Request) (*page.Answer, error) {
	l, tag := r.L, r.Form.Raw("lang")
	if tag != "" {
		l = i18n.For(tag)
	}
	parts := []kit.Content{kit.GalleryBody(l.Dir() == "rtl")}
	list, err := sampleCharts(l)
	if err != nil {
		return nil, err
	}
	for i, ch := range list {
		id := fmt.Sprintf("chart-%s-%d", ch.Kind, i)
		parts = append(parts, page.Figure(l, id, 2, ch, kit.Link{Text: kit.Name("CSV"), Href: "#" + id}, kit.Link{Text: kit.Name("Excel"), Href: "#" + id},
			kit.Link{Text: kit.Name("SVG"), Href: "#" + id}, kit.Link{Text: kit.Name("PNG"), Href: "#" + id}))
	}
	a := page.Show("Components", kit.Join(parts...)).In(page.Plain).Style(page.ChartStyle)
	if tag != "" {
		a = a.Speaking(l.Tag())
	}
	return a, nil
}

// sampleCharts is one chart of each kind, of invented counts that went through disclosure control like any others.
func sampleCharts(l i18n.L) ([]chart.Chart, error) {
	var quarters []string
	for i := range 14 {
		quarters = append(quarters, fmt.Sprintf("%d-Q%d", 2023+i/4, i%4+1))
	}
	s := samples{}
	notes := []string{"Invented figures. Of 412 young people who could have been asked, 355 were asked and 301 answered."}
	options := func(kind chart.Kind, title, unit string) chart.Options {
		return chart.Options{Kind: kind, Title: title, Unit: unit, Notes: notes, Source: "release 3f2a9c", Words: inWords}
	}
	told := s.table("told", nil, quarters, []int64{22, 31, 28, 4, 35, 33, 41, 52, 58, 61, 57, 66, 71, 69})
	run := options(chart.Run, "Young people told what became of what they said", "young people")
	run.About, run.Marks = "Each quarter, how many were told back.", []chart.Mark{{At: 7, Text: "new guidance on telling back"}}
	bodies := []string{"Children-s.services", "Home.Office", "Schools", "NHS", "Nobody.knows"}
	by := s.table("barriers", bodies, quarters[:8], []int64{61, 64, 58, 66, 71, 69, 74, 72}, []int64{42, 44, 51, 47, 46, 52, 55, 58},
		[]int64{31, 28, 33, 36, 3, 38, 35, 39}, []int64{25, 27, 24, 22, 26, 29, 31, 30}, []int64{14, 16, 13, 2, 15, 18, 17, 19})
	kept := s.table("kept", nil, quarters, []int64{41, 43, 39, 45, 42, 38, 44, 40, 46, 43, 41, 88, 44, 42})
	before, after := []string{"Foster.care", "Semi-independent", "With.family"}, []string{"Foster.care", "Semi-independent", "Own.tenancy", "Asylum.support"}
	moved := s.table("moved", before, after, []int64{24, 52, 31, 3}, []int64{2, 61, 44, 58}, []int64{12, 4, 38, 21})
	out := []chart.Chart{chart.FromRelease(told, run), chart.FromRelease(by, options(chart.Run, "Barriers, by who could take them away", "answers")),
		chart.FromRelease(kept, options(chart.XmR, "Promises kept by their date", "promises")),
		chart.FromRelease(by, options(chart.Small, "Barriers, each by itself", "answers")),
		chart.FromRelease(moved, options(chart.Flow, "Where those who turned 18 lived before and after", "young people"))}
	out = append(out, s.funnel(options(chart.Funnel, "With an interpreter whenever one was needed", "young people")), s.slope(options(chart.Slope, "As young people say, and as services say", "per cent who say it is there")),
		s.dots(options(chart.Dot, "Outcomes that young people say they have", "per cent, with intervals at 95 per cent")))
	return out, s.err
}

// inWords gives a sample's code in words.
func inWords(code string) string { return strings.ReplaceAll(code, ".", " ") }

// samples protects invented tables and keeps the first error.
type samples struct{ err error }

func (s *samples) table(key string, rows, columns []string, counts ...[]int64) disclosure.Released {
	pack, ok := disclosure.Rules("england-dfe")
	r, err := disclosure.Protect(pack, disclosure.Table{Key: "sample:" + key, Data: "invented", Rows: rows, Columns: columns, Counts: counts}, nil)
	if s.err == nil && (err != nil || !ok) {
		s.err = fmt.Errorf("protect a sample: %w", err)
	}
	return r
}

func (s *samples) funnel(o chart.Options) chart.Chart {
	var places []string
	parts, wholes := []int64{}, []int64{}
	for i := range int64(16) {
		places = append(places, fmt.Sprintf("Invented.council.%c", 'A'+rune(i)))
		wholes = append(wholes, 40+i*i)
		parts = append(parts, (40+i*i)*(52+(i*7)%23)/100)
	}
	parts[3] = 4
	part, whole := s.table("funnel", nil, places, parts), s.table("funnel-of", nil, places, wholes)
	ch := chart.FromRelease(part, o)
	for j := range places {
		ch.Series[0].Whole = append(ch.Series[0].Whole, whole.Cell(0, j))
	}
	return ch
}

func (s *samples) slope(o chart.Options) chart.Chart {
	rows := []string{"A.place.where.I.can.sleep", "Somebody.to.talk.to", "School", "Doctor.and.dentist"}
	young := s.table("slope-young", rows, []string{"yes", "no"}, []int64{61, 83}, []int64{74, 70}, []int64{93, 51}, []int64{4, 9})
	services := s.table("slope-services", rows, []string{"yes", "no"}, []int64{112, 32}, []int64{96, 48}, []int64{101, 43}, []int64{120, 24})
	ch := chart.Chart{Kind: o.Kind, Title: o.Title, Unit: o.Unit, Notes: o.Notes, Source: o.Source, Axis: []string{"Young people", "Services"}}
	for i, name := range rows {
		ch.Series = append(ch.Series, chart.Series{Name: inWords(name), Figures: []disclosure.Protected{young.Percent(i, 0), services.Percent(i, 0)}})
	}
	return ch
}

func (s *samples) dots(o chart.Options) chart.Chart {
	rows := []string{"A.place.where.I.can.sleep", "Somebody.to.talk.to", "School", "Food.I.know", "Doctor.and.dentist"}
	t := s.table("dots", rows, []string{"yes", "no"}, []int64{61, 83}, []int64{74, 70}, []int64{93, 51}, []int64{3, 8}, []int64{51, 33})
	ch := chart.Chart{Kind: o.Kind, Title: o.Title, Unit: o.Unit, Notes: o.Notes, Source: o.Source, Series: []chart.Series{{}}}
	for i, name := range rows {
		ch.Axis = append(ch.Axis, inWords(name))
		end := func(high bool) disclosure.Protected {
			return disclosure.Worked(1, []disclosure.Protected{t.Cell(i, 0), t.RowTotal(i)}, func(v []float64) float64 {
				found, err := stats.Proportion(v[0], v[1], "wilson", 0.95)
				if err != nil {
					return math.NaN()
				}
				if high {
					return 100 * found.High
				}
				return 100 * found.Low
			})
		}
		ch.Series[0].Figures = append(ch.Series[0].Figures, t.Percent(i, 0))
		ch.Series[0].Low, ch.Series[0].High = append(ch.Series[0].Low, end(false)), append(ch.Series[0].High, end(true))
	}
	return ch
}
