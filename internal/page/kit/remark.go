package kit

import (
	"context"
	"io"
)

// Remark is what a young person says about a passage, shown beside it: what they do with it, their words where there
// are any, and, for those who may answer, where.
type Remark struct {
	Kind  Content
	Words Quote // empty where they said no words
	More  Link  // where it is answered; empty for those who may not
}

// Render writes the remark.
func (r Remark) Render(ctx context.Context, w io.Writer) error { return r.view().Render(ctx, w) }
