package chart_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/chart"
	"stablefutures/internal/i18n"
)

// everything is each kind, the edges, and all of them with hostile texts in every slot.
func everything(t testing.TB) map[string]chart.Chart {
	out := each(t)
	maps.Copy(out, edges(t))
	for name, ch := range maps.Clone(out) {
		if strings.Contains(name, "-2") || strings.Contains(name, "-12") {
			continue
		}
		out["hostile-"+name] = spoilt(ch, hostile)
		out["long-"+name] = spoilt(ch, strings.Repeat("Unaccompanied-and-separated ", 40))
	}
	for name, ch := range each(t) {
		out["arabic-"+name] = spoilt(ch, "شباب قالوا إنهم سمعوا ما حدث بعد ذلك")
		out["ethiopic-"+name] = spoilt(ch, "እንታይ ከም ዝኾነ ዝተነግሮም መንእሰያት")
	}
	return out
}

func TestEverything_isWellFormedAndWithinItsBox(t *testing.T) {
	all := everything(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		ch := all[name]
		for _, width := range []float64{chart.WideWidth, chart.NarrowWidth, chart.PaperWidth} {
			if out := chart.Outside(ch, en, width, width == chart.WideWidth); len(out) > 0 {
				t.Errorf("%s, %v wide: %d strokes outside, first %s", name, width, len(out), out[0])
			}
		}
		svg := ch.SVG(en)
		wide, narrow := ch.Inline(en, "id")
		for _, s := range [][]byte{svg, []byte(wide), []byte(narrow)} {
			texts(t, s)
			for _, bad := range []string{"NaN", "Inf", "<script", "onload='", "\x00", "\u202e", "style=", "href", "<style", "http://evil"} {
				if bytes.Contains(s, []byte(bad)) {
					t.Errorf("%s has %q in it", name, bad)
				}
			}
		}
		if !strings.HasPrefix(name, "hostile") {
			continue
		}
		if got := texts(t, svg)["title"]; ch.Title != "" && (len(got) != 1 || !strings.Contains(got[0], "</text><script>")) {
			t.Errorf("%s: the hostile title is no text: %q", name, got)
		}
	}
}

func TestRightToLeft_timeStaysAndWordsTurn(t *testing.T) {
	ch := each(t)["run-many"]
	svg := string(ch.SVG(i18n.For("ar")))
	look(t, "rtl.svg", []byte(svg))
	if out := chart.Outside(ch, i18n.For("ar"), chart.NarrowWidth, false); len(out) > 0 {
		t.Error(out)
	}
	first, last := strings.Index(svg, ">2021"), strings.LastIndex(svg, ">2023")
	if first < 0 || last < 0 {
		t.Fatal("no periods")
	}
	x := func(at int) string {
		from := strings.LastIndex(svg[:at], `x="`) + 3
		return svg[from : from+strings.IndexByte(svg[from:], '"')]
	}
	if a, b := x(first), x(last); len(a) > len(b) || len(a) == len(b) && a > b {
		t.Errorf("the first period stands at %s, the last at %s", a, b)
	}
	if !strings.Contains(svg, `direction="rtl"`) {
		t.Error("no words run from right to left")
	}
}
