package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"stablefutures/internal/framework"
)

func newFramework(f *flags) *cobra.Command {
	c := &cobra.Command{Use: "framework", Short: "List and show the frameworks in this program; needs no database", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(&cobra.Command{
		Use: "list", Short: "List the editions", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			if f.json {
				return f.raw(framework.ListJSON())
			}
			return framework.List(f.out)
		},
	}, &cobra.Command{
		Use: "show SET", Short: "Show an edition: rights-checklist, csf-pof, placeholder-25-86", Args: oneArg("a set"),
		RunE: func(_ *cobra.Command, args []string) error {
			if f.json {
				return f.raw(framework.ShowJSON(args[0]))
			}
			return framework.Show(f.out, args[0])
		},
	})
	return c
}

func oneArg(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usage("%s needs %s", c.CommandPath(), what)
		}
		return nil
	}
}

// raw prints JSON that a room made.
func (f *flags) raw(b []byte, err error) error {
	if err != nil {
		return err
	}
	if !json.Valid(b) {
		return fmt.Errorf("show: not JSON")
	}
	_, err = fmt.Fprintf(f.out, "%s\n", b)
	return err
}
