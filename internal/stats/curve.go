package stats

import "fmt"

// FunnelLimits gives the limits at 95 and 99.8 % that Funnel draws for a body of this size around a target, so that they can be
// drawn as curves between the bodies. kind is "proportion" or "rate".
func FunnelLimits(kind string, target, of float64) (low95, high95, low998, high998 float64, err error) {
	if kind != "proportion" && kind != "rate" || !(target > 0) || kind == "proportion" && target >= 1 || !(of >= 1) || of > 1e9 {
		return 0, 0, 0, 0, fmt.Errorf("no funnel has limits of kind %q around %v for a size of %v", kind, target, of)
	}
	low95, high95 = limits(kind, target, of, .025, 0)
	low998, high998 = limits(kind, target, of, .001, 0)
	return low95, high95, low998, high998, nil
}
