package main

import (
	"os"
	"path/filepath"
	"text/tabwriter"

	"fmt"

	"github.com/spf13/cobra"

	"stablefutures/internal/app"
)

// routeLine is a row of the route table as a program reads it.
type routeLine struct {
	Method  string `json:"method"`
	Pattern string `json:"pattern"`
	Action  string `json:"action"`
	Child   bool   `json:"child"`
}

func newRoutes(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "routes", Short: "List every page with the permission it needs; needs no database", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := os.MkdirTemp("", "stablefutures-routes-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			a, err := app.Open(c.Context(), app.Options{Database: filepath.Join(dir, "routes.db"),
				Keys: filepath.Join(dir, "routes.keys"), Create: true, Migrate: true})
			if err != nil {
				return err
			}
			defer a.Close()
			pages, err := a.Pages(app.Mode{Demo: true, Dev: true})
			if err != nil {
				return err
			}
			lines := []routeLine{}
			for _, r := range pages.Routes() {
				lines = append(lines, routeLine{r.Method, r.Pattern, string(r.Needs), r.Child})
			}
			if f.json {
				return f.show(lines, "")
			}
			w := tabwriter.NewWriter(f.out, 0, 4, 2, ' ', 0)
			for _, l := range lines {
				fmt.Fprintf(w, "%s\t%s\t%s\n", l.Method, l.Pattern, l.Action)
			}
			return w.Flush()
		},
	}
}
