// Package insight is a miniature.
package insight

import (
	"errors"
	"fmt"

	"mini/internal/disclosure"
)

// Answer may be shown.
type Answer struct {
	Figure disclosure.Protected
	truth  disclosure.Table // nobody outside reaches it
}

// Counted holds what may not be shown.
type Counted struct{ Tables map[string]*disclosure.Table }

// Ask answers.
func Ask() Answer { return Answer{truth: disclosure.Table{Counts: []int64{3}}} }

// Count counts.
func Count() (c Counted, err error) {
	a := Ask()
	if len(a.truth.Counts) > 60 {
		return c, fmt.Errorf("a table has %d lines, of which the first is %d", 60, a.truth.Counts[0]) // planted: number
	}
	return c, errors.New("no number is in it")
}
