package permit

import (
	"mini/internal/record" // planted: order
	_ "net/http"           // planted: place
)

// Allowed imports what stands below it.
var Allowed = record.Name
