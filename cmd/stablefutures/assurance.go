package main

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"stablefutures/internal/app"
)

func newAssurance(f *flags) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "assurance", Short: "Write the documents a data protection officer asks for, filled from this deployment", Args: noArgs,
		Long: "Write into one folder, filled from this deployment's own settings: an impact assessment, the record of processing,\n" +
			"outlines of the appropriate policy document and of a sharing agreement, the notice for young people, data flows,\n" +
			"the accessibility statement, the security sheet, the dangers, and a bill of materials. All of it is a draft.\n" +
			"It names no young person and counts nobody. The folder must not be there yet, or be empty.",
		RunE: func(c *cobra.Command, _ []string) error {
			if out == "" {
				return usage("give --out with the folder to write")
			}
			a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys})
			if err != nil {
				return err
			}
			defer a.Close()
			names, err := a.WriteAssurance(c.Context(), out, version)
			if err != nil {
				return err
			}
			return f.show(map[string]any{"folder": out, "files": names}, "%d files; begin with %s\n", len(names), filepath.Join(out, "index.html"))
		},
	}
	c.Flags().StringVar(&out, "out", "", "the folder to write; it must not be there yet, or be empty")
	return f.needsKeys(f.needsDatabase(c))
}
