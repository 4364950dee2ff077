package caseaudit_test

import (
	"testing"

	"stablefutures/internal/caseaudit"
)

func TestHardToRead(t *testing.T) {
	for text, want := range map[string][2]int{
		"You told us nobody asks first. We ask now.":                                                         {0, 0},
		"We have implemented a participation strategy. Participation matters.":                               {0, 2},
		"We will meet you and your worker and the school and the people who find houses for you every month": {1, 0},
		"": {0, 0},
	} {
		if s, w := caseaudit.HardToRead(text); len(s) != want[0] || len(w) != want[1] {
			t.Errorf("%q: %q %q", text, s, w)
		}
	}
}
