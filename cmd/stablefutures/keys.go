package main

import (
	"github.com/spf13/cobra"

	"stablefutures/internal/app"
	"stablefutures/internal/db"
	"stablefutures/internal/seal"
)

func newKeys(f *flags) *cobra.Command {
	c := &cobra.Command{Use: "keys", Short: "Look after the key ring", Args: noArgs,
		Long: "The key ring opens everything in the database. Keep it beside the database, never inside it, and keep a copy of it\n" +
			"apart from the backups. Whoever has the database and the ring can read everything; with one of them, nothing.",
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newKeysCreate(f), newKeysStatus(f), newKeysRotate(f))
	return c
}

func newKeysCreate(f *flags) *cobra.Command {
	return f.needsKeys(&cobra.Command{
		Use: "create", Short: "Make a new key ring; never over an old one", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			r, err := seal.CreateRing(f.keys)
			if err != nil {
				return err
			}
			return f.show(map[string]string{"ring": r.ID(), "verifier": r.Verifier()},
				"made the key ring %s\nKeep a copy of it apart from the database and its backups.\n", r.ID())
		},
	})
}

func newKeysStatus(f *flags) *cobra.Command {
	return f.needsKeys(&cobra.Command{
		Use: "status", Short: "Say which ring this is, and the public key that its checkpoints are signed for", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			r, err := seal.OpenRing(f.keys)
			if err != nil {
				return err
			}
			n := len(r.Tombstones())
			return f.show(map[string]any{"ring": r.ID(), "verifier": r.Verifier(), "tombstones": n},
				"ring:        %s\nverifier:    %s\ntombstones:  %d\n", r.ID(), r.Verifier(), n)
		},
	})
}

func newKeysRotate(f *flags) *cobra.Command {
	return f.needsKeys(f.needsDatabase(&cobra.Command{
		Use: "rotate", Short: "Make new keys and wrap every data key anew, while servers run; old backups stay readable", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys})
			if err != nil {
				return err
			}
			defer a.Close()
			n, err := a.RotateKeys(c.Context())
			if err != nil {
				return err
			}
			return f.show(map[string]int{"rewrapped": n}, "wrapped %d data keys anew\n", n)
		},
	}))
}

// openForReading opens the database alone, without the rooms: for commands that need no key ring.
func openForReading(c *cobra.Command, f *flags) (*db.DB, error) {
	if err := mustExist(f.database); err != nil {
		return nil, err
	}
	return db.Open(c.Context(), f.database)
}
