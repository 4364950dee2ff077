package main

import (
	"strings"

	"github.com/spf13/cobra"

	"stablefutures/internal/app"
	"stablefutures/internal/exchange/everything"
	"stablefutures/internal/permit"
)

func newExportAll(f *flags) *cobra.Command {
	var wish everything.Wish
	c := &cobra.Command{
		Use: "export-all", Short: "Take everything out as plain text that needs no program to be read", Args: noArgs,
		Long: "Write everything that this service holds into a new folder: every table as CSV with what was sealed opened, every\n" +
			"file, the whole log, and the pages that explain them. It can be read in seventy-five years without this program.\n\n" +
			"The folder is NOT shut: whoever has it can read all of it. Sealed details (addresses, telephones, schools, routes,\n" +
			"contacts, pages about keeping safe) go in with --sealed alone. That it was taken out, and why, is in the log, and\n" +
			"every record's own log shows it. A run that was stopped leaves a mark; the same command begins it anew.",
		RunE: func(c *cobra.Command, _ []string) error {
			if wish.Folder == "" || wish.Reason == "" {
				return usage("export-all needs --out FOLDER and --reason, one of: %s", strings.Join(everything.Reasons, ", "))
			}
			if err := mustExist(f.database); err != nil {
				return err
			}
			a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys})
			if err != nil {
				return err
			}
			defer a.Close()
			tables, err := a.DB.Tables(c.Context())
			if err != nil {
				return err
			}
			wish.Version = version
			made, err := everything.TakeOut(c.Context(), a.Door, permit.System, tables, wish)
			if err != nil {
				return err
			}
			rows := 0
			for _, t := range made.Tables {
				rows += t.Rows
			}
			return f.show(map[string]any{"folder": wish.Folder, "tables": len(made.Tables), "rows": rows, "files": made.Files, "sealed": made.Sealed},
				"wrote %d tables with %d rows, and %d files, into %s\nIt is not shut: whoever has it can read all of it. Read its README.txt first.\n",
				len(made.Tables), rows, made.Files, wish.Folder)
		},
	}
	c.Flags().StringVar(&wish.Folder, "out", "", "the folder to write into; it must not exist, or be empty")
	c.Flags().StringVar(&wish.Reason, "reason", "", "why, for the log: "+strings.Join(everything.Reasons, ", "))
	c.Flags().BoolVar(&wish.Sealed, "sealed", false, "sealed details and pages about keeping safe too")
	return f.needsKeys(f.needsDatabase(c))
}
