package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"stablefutures/internal/app"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func newFramework(f *flags) *cobra.Command {
	c := &cobra.Command{Use: "framework", Short: "Look at frameworks, load your own copy of one, take one out, compare and sign", Args: noArgs,
		Long: "A framework is a set of outcomes and indicators; an edition is one published version of it.\n\n" +
			"Loading your copy of an official text:   stablefutures framework load POSTER.pdf --organisation \"My Council\"\n" +
			"Is my spreadsheet right?                 stablefutures framework validate LIST.xlsx\n" +
			"A table to fill in:                      stablefutures framework export placeholder-25-86 --format xlsx --out list.xlsx\n\n" +
			"list, show, validate, export, diff, sign and verify need no database; with --database they also know what was\n" +
			"published there. Wherever an edition is named you may give its id, its set, or a file.",
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newFrameworkList(f), newFrameworkShow(f), newFrameworkLoad(f), newFrameworkValidate(f), newFrameworkExport(f),
		newFrameworkDiff(f), newFrameworkKey(f), newFrameworkSign(f), newFrameworkVerify(f), newFrameworkRecall(f), newFrameworkTrust(f), newFrameworkWording(f))
	return c
}

func newFrameworkList(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "list", Short: "List the editions", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			list := framework.Editions()
			if f.database != "" {
				a, err := f.openShelf(c)
				if err != nil {
					return err
				}
				defer a.Close()
				if list, err = a.Framework.Readable(c.Context(), permit.System); err != nil {
					return err
				}
			}
			if f.json {
				return f.raw(framework.ListJSON(list))
			}
			return framework.List(f.out, list)
		},
	}
	return f.mayUseDatabase(c)
}

func newFrameworkShow(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "show EDITION", Short: "Show an edition: rights-checklist, csf-pof, placeholder-25-86, an id, or a file", Args: oneArg("an edition"),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := f.edition(c, args[0])
			if err != nil {
				return err
			}
			if f.json {
				return f.raw(e.ShowJSON())
			}
			return e.Show(f.out)
		},
	}
	return f.mayUseDatabase(c)
}

// mayUseDatabase gives a command that works without a database the flags for one.
func (f *flags) mayUseDatabase(c *cobra.Command) *cobra.Command {
	var address string // of its own: f.database has the default of the commands that need one
	c.Flags().StringVar(&address, "database", "", "know the editions published there too: a file, or a postgres:// address")
	c.PreRun = func(*cobra.Command, []string) { f.database = address }
	return f.needsKeys(c)
}

func (f *flags) openShelf(c *cobra.Command) (*app.App, error) {
	return app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys})
}

// edition finds what a command names: a set or an edition in the program, a file, or an edition published in the
// database.
func (f *flags) edition(c *cobra.Command, name string) (*framework.Edition, error) {
	if e, ok := framework.BySet(name); ok {
		return e, nil
	}
	if e, ok := framework.ByID(name); ok {
		return e, nil
	}
	if _, err := os.Stat(name); err == nil {
		d, _, err := readEdition(name)
		if err != nil {
			return nil, err
		}
		return framework.Preview(d)
	}
	if f.database == "" {
		return nil, unknownEdition(name)
	}
	a, err := f.openShelf(c)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	e, err := a.Framework.Edition(c.Context(), name)
	if problem.Is(err, problem.NotFound) {
		return nil, unknownEdition(name)
	}
	return e, err
}

func unknownEdition(name string) error {
	var known []string
	for _, e := range framework.Editions() {
		known = append(known, e.Set)
	}
	return usage("there is no edition and no file %q; the sets here are %s (give --database for those published there)", name, strings.Join(known, ", "))
}

// readEdition reads an edition's file of any form that holds a whole one, and judges it.
func readEdition(name string) (framework.Document, []framework.Fault, error) {
	b, err := readInput(name)
	if err != nil {
		return framework.Document{}, nil, err
	}
	d, places, err := framework.ReadAny(filepath.Base(name), b)
	if err != nil {
		return d, nil, err
	}
	return d, places.Locate(framework.Validate(d)), nil
}

// maxInput bounds a file given to a command: what the loading room takes too.
const maxInput = 50 << 20

func readInput(name string) ([]byte, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, needs(err)
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return nil, needs(err)
	}
	if len(b) > maxInput {
		return nil, problem.New(problem.Invalid, "framework.file.large", "max", maxInput>>20)
	}
	return b, nil
}

// write puts what a command made into a file that does not exist yet, or on the standard output for "".
func (f *flags) write(name string, b []byte, mode os.FileMode) error {
	if name == "" {
		_, err := f.out.Write(b)
		return err
	}
	out, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return needs(err)
	}
	if _, err := io.Copy(out, bytes.NewReader(b)); err != nil {
		out.Close()
		return err
	}
	return out.Close()
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
