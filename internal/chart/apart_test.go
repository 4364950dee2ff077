package chart

import (
	"math"
	"slices"
	"testing"
)

// lab is a colour's place in CIELAB (D65), where a distance is about as large as people see it.
func lab(rgb [3]float64) [3]float64 {
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x := f((0.4124564*rgb[0] + 0.3575761*rgb[1] + 0.1804375*rgb[2]) / 0.95047)
	y := f(0.2126729*rgb[0] + 0.7151522*rgb[1] + 0.0721750*rgb[2])
	z := f((0.0193339*rgb[0] + 0.1191920*rgb[1] + 0.9503041*rgb[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// apart is how far two colours lie from each other for somebody with this sight (CIE 1976).
func apart(sight func(colour) [3]float64, a, b colour) float64 {
	x, y := lab(sight(a)), lab(sight(b))
	return math.Hypot(math.Hypot(x[0]-y[0], x[1]-y[1]), x[2]-y[2])
}

// Protanopes and deuteranopes as Viénot, Brettel and Mollon (1999, Color Research and Application 24, 243-252) show them on a screen:
// another model than that of Machado and others, so that what is measured is no feature of one.
var vienot = map[string][9]float64{
	"protanopia (Viénot)":   {0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1},
	"deuteranopia (Viénot)": {0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1},
}

// manySights are how people see: all colours, two kinds of them, or light alone.
func manySights() map[string]func(colour) [3]float64 {
	plain := func(c colour) [3]float64 { return [3]float64{linear(c[0]), linear(c[1]), linear(c[2])} }
	out := map[string]func(colour) [3]float64{"all colours": plain,
		"achromatopsia": func(c colour) [3]float64 { l := light(c); return [3]float64{l, l, l} }}
	for _, list := range []map[string][9]float64{sights, vienot} {
		for name, m := range list {
			out[name] = func(c colour) [3]float64 { return seen(m, c) }
		}
	}
	return out
}

// Neighbours in a picture (series i and i+1) stay apart in colour for everybody who sees any, by day and by night, and whatever anybody
// sees of colours, in marker and in dash. A distance of 2.3 is just seen where two fields touch (Mahy and others 1994); lines do not touch.
func TestNeighbours_stayApartForEveryKindOfSight(t *testing.T) {
	least := map[string]float64{"all colours": 30, "achromatopsia": 0}
	for name, see := range manySights() {
		bound, own := least[name]
		if !own {
			bound = 20
		}
		for _, list := range []string{"day", "night"} {
			sheet := sheetColours(t, list)
			of := func(i int) colour { return sheet[classOf("f", seriesPaint(i))[2:]] }
			nearest := []float64{math.Inf(1)}
			for i := range hues - 1 {
				d := apart(see, of(i), of(i+1))
				nearest = append(nearest, d)
				if d < bound {
					t.Errorf("%s by %s: series %d and %d are %.1f apart, less than %v", name, list, i, i+1, d, bound)
				}
			}
			t.Logf("%-24s %-5s %.0f: %.0f", name, list, slices.Min(nearest), nearest[1:])
		}
	}
	for i := range MostSeries - 1 { // whoever sees light alone has two signs more
		if i%forms == (i+1)%forms || i%len(dashes) == (i+1)%len(dashes) {
			t.Errorf("series %d and %d have one marker or one dash", i, i+1)
		}
	}
}
