package framework_test

import (
	"bytes"
	"strings"
	"testing"

	"stablefutures/internal/framework"
)

// compared gives what garden became after a change.
func compared(t *testing.T, change func(*framework.Document)) framework.Difference {
	t.Helper()
	a, err := framework.Preview(garden())
	if err != nil {
		t.Fatal(err)
	}
	d := garden()
	change(&d)
	b, err := framework.Preview(d)
	if err != nil {
		t.Fatal(err)
	}
	return framework.Compare(a, b)
}

func TestCompare(t *testing.T) {
	if d := compared(t, func(*framework.Document) {}); !d.Same() || len(d.Head) != 0 {
		t.Errorf("the same is different: %+v", d)
	}
	d := compared(t, func(d *framework.Document) {
		d.Version = "3"
		beds := d.Principles
		beds[0].Outcomes[0].Text += " " // one blank is a rewording
		beds[1].Outcomes[1].Code = "8b"
		moved := beds[3].Outcomes[4]
		beds[3].Outcomes = beds[3].Outcomes[:4]
		beds[2].Outcomes = append(beds[2].Outcomes, moved)
		beds[2].Outcomes[0].Indicators = beds[2].Outcomes[0].Indicators[1:]
		beds[0].Outcomes[2].Indicators = append(beds[0].Outcomes[2].Indicators, framework.Indicator{Code: "3.9", Text: "A new rake."})
		o := beds[0].Outcomes
		o[3], o[4] = o[4], o[3]
	})
	if len(d.Head) != 1 || d.Head[0] != (framework.HeadChange{Part: "version", Before: "2.1 “spring”", After: "3"}) {
		t.Errorf("head: %+v", d.Head)
	}
	if len(d.Reworded) != 1 || d.Reworded[0].Before.Code != "1" || d.Reworded[0].After.Text != d.Reworded[0].Before.Text+" " {
		t.Errorf("reworded: %+v", d.Reworded)
	}
	if len(d.Recoded) != 1 || d.Recoded[0].Before.Code != "8" || d.Recoded[0].After.Code != "8b" {
		t.Errorf("recoded: %+v", d.Recoded)
	}
	if len(d.Removed) != 1 || d.Removed[0].Code != "14.1" || len(d.Added) != 1 || d.Added[0].Code != "3.9" || d.Added[0].Parent != "3" {
		t.Errorf("removed %+v, added %+v", d.Removed, d.Added)
	}
	outcomes := map[string]string{}
	for _, c := range d.Moved {
		if c.Before.Level == "outcome" {
			outcomes[c.Before.Code] = c.Before.Parent + ">" + c.After.Parent
		}
		if c.Before.Level == "indicator" && strings.HasPrefix(c.Before.Code, "8.") {
			t.Errorf("an indicator of a re-coded outcome moved: %+v", c)
		}
	}
	if len(outcomes) != 2 || outcomes["25"] != "bed4>bed3" || outcomes["4"]+outcomes["5"] != "bed1>bed1" {
		t.Errorf("moved: %v", outcomes)
	}
	var out bytes.Buffer
	if err := d.Write(&out); err != nil || !strings.Contains(out.String(), "reworded: outcome 1\n") || !strings.Contains(out.String(), "8 is now 8b") {
		t.Errorf("written: %v\n%s", err, &out)
	}
}
