package voice

import (
	"context"

	"stablefutures/internal/permit"
)

// Gave is art or words that a young person gave to be published, as their own place tells of it.
type Gave struct {
	ID, Kind, Title, Words, Lang, Media string
	State                               string   // ask, refused, check, change, stopped, ready, shown, ended
	TakenBack                           bool     // it was shown, and they took it back
	WasShown                            bool     // somebody may have seen it or copied it
	Places                              []string // where it is shown now: staff, child, paper, public
	Until                               string   // the last day of that
	Printed                             string   // the day on which it was first put on paper, "" for never
}

// Gifts is the room that keeps what they gave: this one only shows it and passes on that they take it back.
type Gifts struct {
	List     func(ctx context.Context, who permit.Actor, record string) ([]Gave, error)
	Content  func(ctx context.Context, who permit.Actor, record, id string) (media string, content []byte, err error)
	TakeBack func(ctx context.Context, who permit.Actor, record, id string) error
}
