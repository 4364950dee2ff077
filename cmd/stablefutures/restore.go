package main

import (
	"github.com/spf13/cobra"

	"stablefutures/internal/app"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
)

func newRestore(f *flags) *cobra.Command {
	var from string
	c := &cobra.Command{
		Use: "restore", Short: "Put a backup where there is no database, and check it with the key ring", Args: noArgs,
		Long: "Put a backup into a database that does not exist yet, bring its schema up to date, apply the ring's tombstones (a\n" +
			"record that was destroyed after the backup was made stays destroyed), open every data key, and verify the log.",
		RunE: func(c *cobra.Command, _ []string) error {
			if from == "" {
				return usage("restore needs --from FILE")
			}
			if err := db.Restore(c.Context(), from, f.database); err != nil {
				return err
			}
			a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys, Migrate: true})
			if err != nil {
				return err
			}
			defer a.Close()
			total, unreadable, err := a.Door.CheckKeys(c.Context())
			if err != nil {
				return err
			}
			r, err := ledger.Verify(c.Context(), a.DB, ledger.Options{Ring: a.Ring})
			if err != nil {
				return err
			}
			err = f.show(map[string]any{"keys": total, "unreadable": unreadable, "ledger": r},
				"restored: %d data keys, %d of them cannot be opened; log of %d entries, holds: %t\n", total, unreadable, r.Entries, r.OK)
			if err == nil && (unreadable > 0 || !r.OK) {
				err = errBroken
			}
			return err
		},
	}
	c.Flags().StringVar(&from, "from", "", "the backup's file")
	return f.needsKeys(f.needsDatabase(c))
}
