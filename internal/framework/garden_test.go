package framework_test

import (
	"fmt"
	"strings"
	"testing"

	"stablefutures/internal/framework"
)

// garden is an invented edition of the shape of the official one, about nothing but gardens: 4 principles, 25 outcomes,
// 86 indicators, with texts that are hard to keep.
func garden() framework.Document {
	d := framework.Document{
		Format: framework.FormatEdition, Set: "garden-plots", Name: "Garden plots", Version: "2.1 “spring”", Date: "2026-04-01",
		Source: "Invented for tests by nobody in particular.", Ages: "all", Levels: framework.Levels{Principle: "bed", Outcome: "plot", Indicator: "tool"},
		Permission: framework.Permission{Uses: framework.UsesOrganisation, By: "The allotment society, in a letter of 2 March 2026",
			Licence: "for use on these plots", Attribution: "© The allotment society", Recall: "If you hear otherwise on the notice board, stop."},
		Expected: framework.Totals{Principles: 4, Outcomes: 25, Indicators: 86},
		Copy:     &framework.Copy{Obtained: "2026-04-03", Original: strings.Repeat("0f", 32)},
	}
	odd := []string{"=SUM(A1:A9)", "'quoted", "“smart” quotes—dash", "line\nbreak", "non\u00a0breaking", "trailing  ", " leading", "سماد جيد للحديقة",
		"emoji 🌻🚲", "+44", "-1", "@home", "a,b;c\td", `say "compost"`, "ß ﬁ ligature", "e\u0301 decomposed", "ዘርኢ", "\u200fأداة\u200e", "soft\u00adhyphen"}
	plots, tools := [4]int{6, 7, 7, 5}, [4]int{20, 24, 24, 18}
	n, m := 0, 0
	for i := range plots {
		p := framework.DocumentPrinciple{Code: fmt.Sprintf("bed%d", i+1), Article: "", Name: fmt.Sprintf("Bed %d", i+1), Outcomes: []framework.Outcome{}}
		for j := range plots[i] {
			n++
			o := framework.Outcome{Code: fmt.Sprint(n), Text: fmt.Sprintf("Plot %d has enough water. %s", n, odd[n%len(odd)]), Indicators: []framework.Indicator{}}
			if n%3 == 0 {
				o.Systems = []string{"housing", "school"}
			}
			share := tools[i] / plots[i]
			if j < tools[i]%plots[i] {
				share++
			}
			for k := range share {
				m++
				o.Indicators = append(o.Indicators, framework.Indicator{Code: fmt.Sprintf("%d.%d", n, k+1), Text: odd[m%len(odd)] + fmt.Sprintf(" tool %d", m) + odd[(m+3)%len(odd)]})
			}
			p.Outcomes = append(p.Outcomes, o)
		}
		d.Principles = append(d.Principles, p)
	}
	return d
}

func TestGarden_isWhole(t *testing.T) {
	d := garden()
	if faults := framework.Validate(d); len(faults) != 0 {
		t.Fatalf("%+v", faults)
	}
	last := d.Principles[3].Outcomes[4]
	if last.Code != "25" || len(last.Indicators) == 0 {
		t.Errorf("the last plot is %+v", last)
	}
}
