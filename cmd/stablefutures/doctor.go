package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"stablefutures/internal/app"
)

func newDoctor(f *flags) *cobra.Command {
	return f.needsKeys(f.needsDatabase(&cobra.Command{
		Use: "doctor", Short: "Check database, disk, clock, keys, permissions, and say what to do", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			checks := app.Examine(c.Context(), app.Options{Database: f.database, Keys: f.keys})
			ok := true
			for _, k := range checks {
				ok = ok && k.State != app.CheckFailed
			}
			if f.json {
				if err := f.show(map[string]any{"ok": ok, "checks": checks}, ""); err != nil {
					return err
				}
			} else {
				for _, k := range checks {
					fmt.Fprintf(f.out, "%-7s %-12s %s\n", k.State, k.Name, k.Found)
					if k.Do != "" {
						fmt.Fprintf(f.out, "%20s -> %s\n", "", k.Do)
					}
				}
			}
			if !ok {
				return errBroken
			}
			return nil
		},
	}))
}
