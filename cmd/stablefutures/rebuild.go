package main

import (
	"github.com/spf13/cobra"

	"stablefutures/internal/app"
)

func newRebuild(f *flags) *cobra.Command {
	return f.needsKeys(f.needsDatabase(&cobra.Command{
		Use: "rebuild", Short: "Remake everything that is derived from what was recorded", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys})
			if err != nil {
				return err
			}
			defer a.Close()
			n, err := a.Conversation.Rebuild(c.Context())
			if err != nil {
				return err
			}
			promises, err := a.Promise.Rebuild(c.Context())
			if err != nil {
				return err
			}
			clocks, err := a.Custody.WindMissing(c.Context())
			if err != nil {
				return err
			}
			return f.show(map[string]int{"pictures": n, "promises": promises, "clocks": clocks},
				"remade %d pictures, read %d promises again, and wound %d clocks that were missing\n", n, promises, clocks)
		},
	}))
}
