package explorer

import (
	"strings"

	"stablefutures/internal/framework"
)

// Cite gives the citation we recommend for an edition, or for one of its items where code is not "": who, what, which
// edition, the beginning of its checksum, so that a reader of a report can tell which text was meant, and the day the
// page was read (YYYY-MM-DD).
func Cite(e *framework.Edition, code, address, read string) string {
	parts := []string{e.Name}
	if code != "" {
		parts = append(parts, code)
	}
	sum := e.Checksum()
	parts = append(parts, "edition "+e.ID, "version "+e.Version, "checksum "+sum[:min(12, len(sum))])
	cited := "Stable Futures: " + strings.Join(parts, ", ") + "."
	if address != "" {
		cited += " " + address
	}
	return cited + " (read " + read + ")"
}
