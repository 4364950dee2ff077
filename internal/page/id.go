package page

import "github.com/google/uuid"

// NewID makes a time-ordered identifier for a form to carry: whatever is sent twice then has the same id, and the
// second time changes nothing.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }
