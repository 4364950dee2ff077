package main

import (
	"os"

	"github.com/spf13/cobra"

	"stablefutures/internal/permit"
)

func newFrameworkWording(f *flags) *cobra.Command {
	c := &cobra.Command{Use: "wording", Short: "Take a group's words and pictures out, or bring them in as a draft", Args: noArgs,
		Long: "What a young people's advisory group changed travels as one file. What is brought in is a draft: it is shown to no young\n" +
			"person until a group here has said yes to it on the page /wordings.",
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newFrameworkWordingExport(f), newFrameworkWordingImport(f))
	return c
}

func newFrameworkWordingExport(f *flags) *cobra.Command {
	var out, lang string
	var draft bool
	c := &cobra.Command{
		Use: "export EDITION", Short: "Write what differs from the edition as it was published", Args: oneArg("an edition"),
		RunE: func(c *cobra.Command, args []string) error {
			a, err := f.openShelf(c)
			if err != nil {
				return err
			}
			defer a.Close()
			e, err := f.edition(c, args[0])
			if err != nil {
				return err
			}
			b, err := a.Framework.ExportWording(c.Context(), permit.System, e, lang, draft)
			if err != nil {
				return err
			}
			return f.write(out, b, 0o644)
		},
	}
	c.Flags().StringVar(&lang, "lang", "en", "which language")
	c.Flags().BoolVar(&draft, "draft", false, "the draft, not what is in use")
	c.Flags().StringVar(&out, "out", "", "where to; standard output when there is none")
	return f.needsKeys(f.needsDatabase(c))
}

func newFrameworkWordingImport(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "import FILE", Short: "Make a draft of what a file brings", Args: oneArg("a file"),
		RunE: func(c *cobra.Command, args []string) error {
			b, err := os.ReadFile(args[0])
			if err != nil {
				return needs(err)
			}
			a, err := f.openShelf(c)
			if err != nil {
				return err
			}
			defer a.Close()
			v, err := a.Framework.ImportWording(c.Context(), permit.System, b)
			if err != nil {
				return err
			}
			return f.show(map[string]any{"draft": v.ID, "edition": v.Edition, "lang": v.Lang},
				"A draft for %s in %s. It waits for a group's yes on the page /wordings.\n", v.Edition, v.Lang)
		},
	}
	return f.needsKeys(f.needsDatabase(c))
}
