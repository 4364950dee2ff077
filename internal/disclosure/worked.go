package disclosure

import "math"

// Worked gives a figure that is worked out from figures that may be shown, and from nothing else: an interval's end, a limit, a
// slope. It is rounded half away from 0 to a number of decimals (0 to 6). Where one of them is hidden it is hidden, for the same
// reason; where it comes out as no number, or as one too large to write, there is none.
func Worked(decimals int, from []Protected, f func(values []float64) float64) Protected {
	if len(from) == 0 || decimals < 0 || decimals > 6 {
		return Protected{}
	}
	values := make([]float64, len(from))
	for i, p := range from {
		if !p.shown {
			return Protected{symbol: p.Symbol(), reason: p.Reason()}
		}
		values[i] = p.Number()
	}
	v := math.Round(f(values) * math.Pow10(decimals))
	if math.IsNaN(v) || math.Abs(v) > 1<<52 {
		return Protected{}
	}
	return Protected{shown: true, value: int64(v), decimals: uint8(decimals)}
}

// Number gives the value for working something else out of it, and for drawing; NaN where none is shown.
func (p Protected) Number() float64 {
	if !p.shown {
		return math.NaN()
	}
	return float64(p.value) / math.Pow10(int(p.decimals))
}
