package disclosure

import (
	"fmt"
	"testing"

	"stablefutures/internal/disclosure/linear"
)

// With numbers in the thousands of millions the attack loses its footing on these tables: what cannot be proven is not shown.
func TestProtectCrossed_showsNothingUnproven(t *testing.T) {
	three := func(a, b, c int, counts ...int64) Crossed {
		return Crossed{Key: "k", Data: "d", Directions: []Direction{flat("a", a), flat("b", b), flat("c", c)}, Counts: counts}
	}
	if !unproven(fmt.Errorf("attack: %w", linear.ErrLost)) || unproven(errNotSame) || unproven(nil) {
		t.Error("too many steps prove something, or a lie is taken for a table that is not proven")
	}
	for name, c := range map[string]struct {
		pack  string
		table Crossed
	}{
		"no rounding is found in which it adds up": {Research10, three(2, 2, 2, 28, 3696635823, 3, 13, 15, 4086833012, 14, 82)},
		"the attack takes it for impossible":       {Research10, three(2, 2, 3, 4070138083, 59, 3727722907, 4008596234, 3773412080, 3702439258, 4021304050, 58, 28, 63, 65, 3760174480)},
	} {
		p := rounding(t, c.pack, Controlled)
		if _, err := protectCrossedBeside(p, c.table, Before{}); !unproven(err) {
			t.Fatalf("%s: the attack comes to an end: %v", name, err)
		}
		out, err := ProtectCrossedBeside(p, c.table, Before{})
		if err != nil || out.Withheld() != Small {
			t.Errorf("%s: %v, %q", name, err, out.Withheld())
		}
		if doc, err := out.Document(); err != nil {
			t.Error(err)
		} else if again, err := ReopenCrossed(doc); err != nil || again.Withheld() != Small {
			t.Errorf("%s: it is not kept as withheld: %v", name, err)
		}
	}
}
