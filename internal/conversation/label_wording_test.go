package conversation

import (
	"testing"

	"stablefutures/internal/framework"
)

// A drawing of a label is chosen for no card, whoever chooses.
func TestLabelPictures_areForLabelsAlone(t *testing.T) {
	for _, name := range LabelPictures {
		if !framework.ForLabels(name) {
			t.Errorf("%s can be put on a card", name)
		}
	}
}
