package main

import (
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"stablefutures/internal/db"
	"stablefutures/internal/problem"
)

func newBackup(f *flags) *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "backup", Short: "Write a copy of the database while work goes on; the key ring is left out", Args: noArgs,
		Long: "Write a copy of the database to a new file while work goes on.\n\n" +
			"The key ring is NOT in it: names, words and documents in the copy are sealed, and nobody can read them without\n" +
			"the ring. Keep a copy of the ring somewhere else than the backups.",
		RunE: func(c *cobra.Command, _ []string) error {
			if to == "" {
				return usage("backup needs --to FILE")
			}
			d, err := openForReading(c, f)
			if err != nil {
				return err
			}
			defer d.Close()
			if err := db.Backup(c.Context(), d, to); err != nil {
				return err
			}
			info, err := os.Stat(to)
			if err != nil {
				return err
			}
			return f.show(map[string]any{"file": to, "bytes": info.Size(), "keys_included": false},
				"wrote %s (%d bytes)\nThe key ring is not in it. Keep a copy of the ring apart from the backups.\n", to, info.Size())
		},
	}
	c.Flags().StringVar(&to, "to", "", "the file to write; it must not exist")
	return f.needsDatabase(c)
}

// mustExist refuses to make an empty database where somebody meant an existing one.
func mustExist(database string) error {
	if db.IsPostgres(database) {
		return nil
	}
	_, err := os.Stat(database)
	if errors.Is(err, fs.ErrNotExist) {
		return problem.Wrap(err, problem.NotFound, "app.no_database")
	}
	return err
}

// needs marks an error of the surroundings as something the operator can mend.
func needs(err error) error { return problem.Wrap(err, problem.Invalid, "app.cannot_read_file") }
