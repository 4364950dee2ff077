// Package recordweb shows records.
package recordweb

import (
	"mini/internal/access" // planted: order
	_ "net/http"
)

var _ = access.Door{}
