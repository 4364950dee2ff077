package sharing

import (
	"slices"
	"strings"
	"time"

	"stablefutures/internal/nation"
	"stablefutures/internal/problem"
)

// checkGateway wants a lawful ground of the nation's pack that holds today, or another one in words.
func (t *Terms) checkGateway(c *problem.Check, packs nation.Packs, today string) {
	if t.Gateway == nation.OtherGateway {
		text(c, "gateway_other", t.Other, true, "share.needs_gateway_other")
		return
	}
	known := slices.ContainsFunc(packs.For(t.Nation).Gateways(today), func(g nation.Gateway) bool { return g.Code == t.Gateway })
	c.Require(known, "gateway", "share.needs_gateway")
	c.Require(strings.TrimSpace(t.Other) == "", "gateway_other", "share.gateway_other_alone")
}

// GatewayText gives the lawful ground of terms as people read it, as the pack had it on a day; "" for a code that no pack
// has, which shares of before November 2026 hold: pages have words of their own for those.
func (t Terms) GatewayText(packs nation.Packs, on time.Time, lang string) string {
	if t.Gateway == nation.OtherGateway {
		return t.Other
	}
	g, _ := packs.For(t.Nation).Gateway(t.Gateway, on.Format(time.DateOnly))
	return g.Name.In(lang)
}
