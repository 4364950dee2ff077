package disclosure

import (
	"errors"

	"stablefutures/internal/disclosure/linear"
)

// ProtectBeside gives what may be shown of a table under a pack's rules, given all that was released earlier. Numbers are hidden for
// themselves, then others for them, then more where tables of the same measure would tell, and what is left is rounded; then the result
// is attacked, with the earlier releases. What does not withstand is withheld as a whole, with the reason. An error says that the table
// is no table.
func ProtectBeside(rules Pack, t Table, before Before) (Released, error) {
	r, err := protectBeside(rules, t, before)
	if errors.Is(err, linear.ErrLost) { // nothing is proven: nothing is shown
		return newReleased(rules, t).withhold(Earlier), nil
	}
	return r, err
}
