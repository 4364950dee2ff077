package app

import (
	"context"
	"net/http"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/page"
	"stablefutures/internal/page/static"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
)

// readyLimit is how long a database may take to answer before this server counts as not ready.
const readyLimit = 3 * time.Second

// readiness is what /readyz answers.
type readiness struct {
	Ready  bool         `json:"ready"`
	Checks []readyCheck `json:"checks"`
}

// readyCheck is one thing that must be right. Why is for whoever operates the service: no address, no name, no key.
type readyCheck struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	Why  string `json:"why,omitempty"`
}

func (a *App) healthRoutes() []page.Route {
	return []page.Route{
		page.Get("/healthz", permit.Public, func(*page.Request) (*page.Answer, error) {
			return page.JSON(http.StatusOK, map[string]bool{"alive": true}), nil
		}).Quietly(),
		page.Get("/readyz", permit.Public, func(r *page.Request) (*page.Answer, error) {
			ready := a.readiness(r.Context())
			status := http.StatusOK
			if !ready.Ready {
				status = http.StatusServiceUnavailable
			}
			return page.JSON(status, ready), nil
		}).Quietly(),
	}
}

// readiness looks at what a page needs before it can be shown.
func (a *App) readiness(ctx context.Context) readiness {
	ctx, cancel := context.WithTimeout(ctx, readyLimit)
	defer cancel()
	r := readiness{Ready: true}
	add := func(name string, ok bool, why string) {
		if ok {
			why = ""
		}
		r.Ready = r.Ready && ok
		r.Checks = append(r.Checks, readyCheck{name, ok, why})
	}
	have, want, err := db.Version(ctx, a.DB)
	ring := a.Door.CheckRing(ctx)
	other := problem.KeyOf(ring) == "access.other_ring"
	add("database", err == nil && (ring == nil || other), "it does not answer")
	add("schema", err == nil && have == want, "it is not this program's; run: stablefutures migrate")
	add("keys", ring == nil, "the key ring is not this database's, or that cannot be seen")
	add("assets", static.Built() == nil && print.Ready() == nil, "styles or fonts are missing; build with: make build")
	return r
}
