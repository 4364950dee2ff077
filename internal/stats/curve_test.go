package stats

import "testing"

func TestFunnelLimits_areThoseOfTheFunnel(t *testing.T) {
	places := []Place{{"a", 12, 40}, {"b", 30, 75}, {"c", 5, 33}}
	plot, err := Funnel(places, "proportion", false)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range plot.Points {
		l95, h95, l998, h998, err := FunnelLimits("proportion", plot.Target, p.Of)
		if err != nil || l95 != p.Low95 || h95 != p.High95 || l998 != p.Low998 || h998 != p.High998 {
			t.Errorf("%s: %v %v %v %v, %v; the funnel has %+v", p.Name, l95, h95, l998, h998, err, p)
		}
	}
	for _, bad := range []struct{ target, of float64 }{{0, 10}, {1, 10}, {.5, 0}} {
		if _, _, _, _, err := FunnelLimits("proportion", bad.target, bad.of); err == nil {
			t.Errorf("limits around %v for %v", bad.target, bad.of)
		}
	}
}
