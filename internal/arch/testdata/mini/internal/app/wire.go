// Package app wires.
package app

import (
	_ "net/http"

	_ "mini/internal/record/recordweb"
)
