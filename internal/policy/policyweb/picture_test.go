package policyweb

import (
	"testing"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/policy"
)

// TestPictures_areDrawingsWithWords holds that each picture an outline can use is one of the house, and has words for those who do
// not see it.
func TestPictures_areDrawingsWithWords(t *testing.T) {
	l := i18n.For("en")
	for _, name := range policy.Pictures {
		if !kit.IsDrawing(name) || !l.Has("appraisal.picture_"+name) {
			t.Errorf("%s is no drawing, or has no words", name)
		}
	}
}
