package record_test

import (
	"testing"

	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

func TestBirth_presumedChild(t *testing.T) {
	on := testkit.Now()
	for name, c := range map[string]struct {
		b    record.Birth
		want bool
	}{
		"no date":                    {record.Birth{}, true},
		"seventeen":                  {record.Birth{Day: "2008-03-03", Accuracy: record.Documented}, true},
		"eighteen today":             {record.Birth{Day: "2008-03-02", Accuracy: record.Documented}, false},
		"nineteen and disputed":      {record.Birth{Day: "2007-01-01", Accuracy: record.Disputed}, true},
		"nineteen and estimated":     {record.Birth{Day: "2007-01-01", Accuracy: record.Estimated}, true},
		"nineteen and not known":     {record.Birth{Day: "2007-01-01", Accuracy: record.NotKnown}, true},
		"nineteen and stated":        {record.Birth{Day: "2007-01-01", Accuracy: record.Stated}, false},
		"born on 29 February, 18 on": {record.Birth{Day: "2008-02-29", Accuracy: record.Stated}, false},
		"a date that is none":        {record.Birth{Day: "2007-13-45", Accuracy: record.Stated}, true},
	} {
		if got := c.b.PresumedChild(on); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
