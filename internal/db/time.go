package db

import (
	"time"

	"github.com/google/uuid"
)

// timeLayout has a fixed width, so that text order is time order on both engines.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// Forever is the end of a grant or a state that has none yet.
const Forever = "9999-12-31T23:59:59.999999Z"

// Time gives a moment as UTC text of fixed width, to the microsecond.
func Time(t time.Time) string { return t.UTC().Format(timeLayout) }

// ParseTime reads what Time wrote.
func ParseTime(s string) (time.Time, error) { return time.Parse(timeLayout, s) }

// Day gives the calendar day in UTC as YYYY-MM-DD.
func Day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// NewID makes a new time-ordered identifier (UUID version 7) as text.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// IsID reports whether s has the shape of an identifier that NewID, or a client, makes: a lower-case UUID.
func IsID(s string) bool {
	u, err := uuid.Parse(s)
	return err == nil && u.String() == s
}
