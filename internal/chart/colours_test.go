package chart

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// sheetColours reads one list of colours out of the style sheet's source.
func sheetColours(t *testing.T, list string) map[string]colour {
	t.Helper()
	source, err := os.ReadFile("../../assets/scss/chart.scss")
	if err != nil {
		t.Fatal(err)
	}
	body := regexp.MustCompile(`(?s)\$` + list + `: \((.*?)\);`).FindSubmatch(source)
	if body == nil {
		t.Fatalf("chart.scss has no list %s", list)
	}
	out := map[string]colour{}
	for _, m := range regexp.MustCompile(`(?m)^\s*"?(\w+)"?: #(\w{6}),`).FindAllSubmatch(body[1], -1) {
		v, _ := strconv.ParseUint(string(m[2]), 16, 32)
		out[string(m[1])] = colour{uint8(v >> 16), uint8(v >> 8), uint8(v)}
	}
	return out
}

// linear is a channel's light.
func linear(v uint8) float64 {
	c := float64(v) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}

func light(c colour) float64 {
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// contrast is WCAG's.
func contrast(a, b colour) float64 {
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestColours_areTheSheetsAndCanBeSeen(t *testing.T) {
	byDay := sheetColours(t, "day")
	for p, c := range day {
		if key := classOf("f", p)[2:]; byDay[key] != c {
			t.Errorf("%s is %s in files and %s in the sheet", key, c.hex(), byDay[key].hex())
		}
	}
	for _, list := range []string{"day", "night"} {
		colours := sheetColours(t, list)
		if len(colours) != 5+hues {
			t.Fatalf("%s has %d colours", list, len(colours))
		}
		for key, c := range colours {
			least := map[string]float64{"ground": 1, "grid": 1, "ink": 7, "soft": 4.5}[key]
			if least == 0 {
				least = 3
			}
			if got := contrast(c, colours["ground"]); got < least {
				t.Errorf("%s by %s: %.2f to 1 on its ground, less than %v", key, list, got, least)
			}
		}
	}
}

// Matrices of how people see who lack one kind of cone, on light (Machado, Oliveira and Fernandes 2009, severity 1).
var sights = map[string][9]float64{
	"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

func seen(m [9]float64, c colour) [3]float64 {
	r, g, b := linear(c[0]), linear(c[1]), linear(c[2])
	var out [3]float64
	for i := range out {
		out[i] = math.Min(1, math.Max(0, m[3*i]*r+m[3*i+1]*g+m[3*i+2]*b))
	}
	return out
}

// Two series that somebody sees in nearly one colour must differ in marker and in dash; nobody needs colour to tell any two apart.
func TestSeries_areToldApartWithoutColour(t *testing.T) {
	form := func(i int) [2]int { return [2]int{i % forms, i % len(dashes)} }
	seenForms := map[[2]int]int{}
	for i := range MostSeries {
		if before, twice := seenForms[form(i)]; twice {
			t.Errorf("series %d and %d have one marker and one dash", before, i)
		}
		seenForms[form(i)] = i
	}
	for name, m := range sights {
		for i := range hues {
			for k := i + 1; k < hues; k++ {
				a, b := seen(m, day[seriesPaint(i)]), seen(m, day[seriesPaint(k)])
				near := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2]) < 0.06
				if near && i%forms == k%forms {
					t.Errorf("%s: series %d and %d are one colour and one marker", name, i, k)
				}
			}
		}
		// Those of most charts, four or fewer, stay apart by colour too.
		for i := range 4 {
			for k := i + 1; k < 4; k++ {
				a, b := seen(m, day[seriesPaint(i)]), seen(m, day[seriesPaint(k)])
				if d := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2]); d < 0.03 {
					t.Errorf("%s: series %d and %d are nearly one colour (%.3f)", name, i, k, d)
				}
			}
		}
	}
}
