package main

import (
	"github.com/spf13/cobra"

	"stablefutures/internal/db"
)

func newMigrate(f *flags) *cobra.Command {
	return f.needsDatabase(&cobra.Command{
		Use: "migrate", Short: "Bring the database's schema up to this program's version; it only goes forward", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			d, err := db.Open(c.Context(), f.database)
			if err != nil {
				return err
			}
			defer d.Close()
			before, _, err := db.Version(c.Context(), d)
			if err != nil {
				return err
			}
			if err := db.Migrate(c.Context(), d); err != nil {
				return err
			}
			after, _, err := db.Version(c.Context(), d)
			if err != nil {
				return err
			}
			return f.show(map[string]int64{"before": before, "after": after}, "schema: version %d, was %d\n", after, before)
		},
	})
}
