// Package kit has components.
package kit

import _ "net/http"
