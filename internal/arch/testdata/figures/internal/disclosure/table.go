// Package disclosure is a miniature.
package disclosure

// Table holds true numbers.
type Table struct{ Counts []int64 }

// Protected is a number that may be shown.
type Protected struct{ value int64 }

// String is the number.
func (p Protected) String() string { return "c" }

// Value is the number.
func (p Protected) Value() int64 { return p.value }
