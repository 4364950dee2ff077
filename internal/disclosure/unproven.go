package disclosure

import (
	"errors"

	"stablefutures/internal/disclosure/linear"
)

// ProtectBeside gives what may be shown of a table under a pack's rules, given all that was released earlier. Numbers are hidden for
// themselves, then others for them, then more where tables of the same measure would tell, and what is left is rounded; then the result
// is attacked, with the earlier releases. What does not withstand, or cannot be proven to, is withheld as a whole, with the reason. An
// error says that the table is no table.
func ProtectBeside(rules Pack, t Table, before Before) (Released, error) {
	r, err := protectBeside(rules, t, before)
	if unproven(err) {
		return newReleased(rules, t).withhold(before.whyWithheld()), nil
	}
	return r, err
}

// ProtectCrossedBeside is ProtectCrossed beside releases of any form, as ProtectBeside is Protect.
func ProtectCrossedBeside(rules Pack, c Crossed, before Before) (CrossedRelease, error) {
	r, err := protectCrossedBeside(rules, c, before)
	if unproven(err) {
		return newCrossedRelease(rules, c).withhold(before.whyWithheld()), nil
	}
	return r, err
}

// unproven reports whether the attack came to no end: in as many steps as it is given, or on a footing where it takes a table's own
// numbers for impossible (with numbers in the thousands of millions it can). Then nothing is known of the table, and nothing is shown.
func unproven(err error) bool {
	return errors.Is(err, linear.ErrLost) || errors.Is(err, linear.ErrInfeasible) || errors.Is(err, ErrContradiction)
}

// whyWithheld is the reason that is given where nothing helps, or nothing is proven.
func (e Before) whyWithheld() Reason {
	if len(e.views()) > 0 {
		return Earlier
	}
	return Small
}
