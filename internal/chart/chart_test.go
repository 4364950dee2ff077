package chart_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"stablefutures/internal/chart"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
)

var en = i18n.For("en")

// released protects invented counts; nothing else makes a figure that is shown.
func released(t testing.TB, counts ...int64) disclosure.Released {
	t.Helper()
	table := disclosure.Table{Key: "test:chart", Data: "1", Counts: [][]int64{counts}}
	for i := range counts {
		table.Columns = append(table.Columns, fmt.Sprintf("c%d", i))
	}
	pack, _ := disclosure.Rules("strict-default")
	r, err := disclosure.Protect(pack, table, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// shown makes figures of any value: worked out from one that may be shown.
func shown(t testing.TB, decimals int, values ...float64) (out []disclosure.Protected) {
	t.Helper()
	from := []disclosure.Protected{released(t, 400, 500, 600).Total()}
	for _, v := range values {
		p := disclosure.Worked(decimals, from, func([]float64) float64 { return v })
		if !p.Shown() {
			t.Fatalf("no figure of %v", v)
		}
		out = append(out, p)
	}
	return out
}

// hidden is a figure that is not shown, with its reason.
func hidden(t testing.TB) disclosure.Protected {
	t.Helper()
	r := released(t, 1, 2, 3)
	if r.Total().Shown() {
		t.Fatal("a table of six people is shown")
	}
	return r.Cell(0, 0)
}

func quarters(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprintf("%d Q%d", 2021+i/4, i%4+1))
	}
	return out
}

// look leaves a picture to be looked at where LOOK names a folder.
func look(t *testing.T, name string, data []byte) {
	if dir := os.Getenv("LOOK"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// texts reads a picture as XML and gives its words by element.
func texts(t testing.TB, svg []byte) map[string][]string {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	out, open := map[string][]string{}, []string{}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("not well formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				out[open[len(open)-1]] = append(out[open[len(open)-1]], string(token))
			}
		}
	}
}

func runChart(t testing.TB) chart.Chart {
	figures := shown(t, 0, 40, 45, 35, 50, 45, 40, 55, 65, 70, 65, 75, 70, 80, 75, 85)
	figures[3] = hidden(t)
	return chart.Chart{Kind: chart.Run, Title: "Told back what became of it", About: "Young people who were told what became of what they said.", Unit: "young people",
		Axis: quarters(15), Series: []chart.Series{{Figures: figures}}, Marks: []chart.Mark{{At: 7, Text: "new guidance on telling back"}},
		Notes: []string{"Of 120 who could have been asked, 95 were asked."}, Source: "sha256:3f2a"}
}

func TestRun_aHiddenFigureIsAGapWithItsSymbol(t *testing.T) {
	svg := runChart(t).SVG(en)
	look(t, "run.svg", svg)
	words := texts(t, svg)
	all := strings.Join(words["text"], "|")
	if !strings.Contains(all, "|c|") {
		t.Error("the symbol of the hidden figure is not in the picture")
	}
	if strings.Contains(all+strings.Join(words["desc"], ""), "{") {
		t.Errorf("a text is not filled in: %s", all)
	}
	// Fifteen places, one hidden: two lines of 3 and 11 figures, joined nowhere.
	if n := len(regexp.MustCompile(`stroke-width="2"[^>]* d="([^"]*)"`).FindAllStringSubmatch(string(svg), -1)); n != 1 {
		t.Fatalf("%d paths of the series", n)
	}
	path := regexp.MustCompile(`stroke-width="2"[^>]* d="([^"]*)"`).FindStringSubmatch(string(svg))[1]
	if moves, lines := strings.Count(path, "M"), strings.Count(path, "L"); moves != 2 || lines != 12 {
		t.Errorf("%d pieces with %d joins: a line goes over the hidden figure", moves, lines)
	}
}
