package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/chart"
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
)

func TestSampleCharts_everyKindWithSomethingHidden(t *testing.T) {
	for _, tag := range []string{"en", "cy", "ar"} {
		l := i18n.For(tag)
		list, err := sampleCharts(l)
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[chart.Kind]bool{}
		var html strings.Builder
		for i, ch := range list {
			kinds[ch.Kind] = true
			f, err := page.Fragment(context.Background(), page.Figure(l, "c"+string(rune('a'+i)), 2, ch))
			if err != nil {
				t.Fatal(err)
			}
			hides := false
			for _, row := range ch.Table(l).Rows {
				for _, c := range row {
					hides = hides || c.Text == "c"
				}
			}
			if !hides && ch.Kind != chart.XmR {
				t.Errorf("%s %q hides nothing: it is no sample of what must be seen", ch.Kind, ch.Title)
			}
			html.WriteString(f)
		}
		if len(kinds) != 7 {
			t.Errorf("kinds %v", kinds)
		}
		if dir := os.Getenv("LOOK"); dir != "" { // to be looked at with the style sheets of the build
			dist, _ := filepath.Abs("../page/static/dist")
			sheet := map[string]string{"rtl": "app.rtl.css", "ltr": "app.css"}[l.Dir()]
			whole := `<!doctype html><html class="govuk-template" lang="` + tag + `" dir="` + l.Dir() + `"><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="file://` + dist + `/` + sheet + `"><link rel="stylesheet" href="file://` + dist + `/chart.css"><body class="govuk-template__body"><div class="govuk-width-container"><main>` + html.String() + `</main></div></body></html>`
			if err := os.WriteFile(filepath.Join(dir, "components-"+tag+".html"), []byte(whole), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
