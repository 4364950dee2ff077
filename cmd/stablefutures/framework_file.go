package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// shownFault is one thing that is wrong with a file, for a program to read.
type shownFault struct {
	Where  string `json:"where"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Cell   string `json:"cell,omitempty"`
	Place  string `json:"pointer"`
	Key    string `json:"key"`
	Text   string `json:"text"`
}

func newFrameworkValidate(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "validate FILE", Short: "Say everything that is wrong with a file, and where; exit 1 when something is", Args: oneArg("a file"),
		Long: "Read a file (our JSON, CSV, XLSX or ODS) and say everything that is wrong with it and where: line and column, or cell.\n" +
			"Nothing is loaded and nothing is changed. No database is needed.",
		RunE: func(_ *cobra.Command, args []string) error {
			if _, err := os.Stat(args[0]); err != nil {
				return needs(err)
			}
			d, faults, err := readEdition(args[0])
			var p *problem.Error
			if err != nil && problem.Is(err, problem.Invalid) && asProblem(err, &p) {
				return f.faulty(args[0], faultsOf(p))
			}
			if err != nil {
				return err
			}
			if len(faults) > 0 {
				return f.faulty(args[0], faults)
			}
			sum, err := d.Digest()
			if err != nil {
				return err
			}
			return f.show(map[string]any{"ok": true, "outcomes": d.Expected.Outcomes, "indicators": d.Expected.Indicators, "digest": sum},
				"%s: whole. %s, version %s: %d outcomes, %d indicators.\n", args[0], d.Name, d.Version, d.Expected.Outcomes, d.Expected.Indicators)
		},
	}
}

// faultsOf turns an error of reading into faults. Its texts name their places themselves.
func faultsOf(p *problem.Error) []framework.Fault {
	if len(p.Fields) == 0 {
		return []framework.Fault{{Key: p.Key, Values: p.Args}}
	}
	list := make([]framework.Fault, 0, len(p.Fields))
	for _, field := range p.Fields {
		list = append(list, framework.Fault{Place: field.Name, Key: field.Key, Values: field.Args})
	}
	return list
}

func faultRows(faults []framework.Fault) []shownFault {
	l := i18n.For("en")
	rows := make([]shownFault, 0, len(faults))
	for _, fault := range faults {
		rows = append(rows, shownFault{fault.Where(), fault.Line, fault.Column, fault.Cell, fault.Place, fault.Key, l.T(fault.Key, fault.Values...)})
	}
	return rows
}

func (f *flags) faulty(name string, faults []framework.Fault) error {
	rows := faultRows(faults)
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d wrong\n", name, len(faults))
	for i, fault := range faults {
		row := rows[i]
		if strings.HasPrefix(fault.Key, "framework.fault.") {
			fmt.Fprintf(&b, "  %s: %s\n", row.Where, row.Text)
		} else {
			fmt.Fprintf(&b, "  %s\n", row.Text)
		}
	}
	if err := f.show(map[string]any{"ok": false, "faults": rows}, "%s", b.String()); err != nil {
		return err
	}
	return errBroken
}

func newFrameworkExport(f *flags) *cobra.Command {
	var format, out string
	var translated bool
	c := &cobra.Command{
		Use: "export EDITION", Short: "Write an edition as JSON, CSV, XLSX or ODS, to be read, edited or passed on", Args: oneArg("an edition"),
		Long: "Write an edition as a file. Reading the file again gives the same edition, to the character.\n" +
			"An edition that is for one organisation is written too: you are on its machine. Do not pass it on.",
		RunE: func(c *cobra.Command, args []string) error {
			e, err := f.edition(c, args[0])
			if err != nil {
				return err
			}
			d := e.Document()
			if translated {
				if d, err = f.translated(c, e); err != nil {
					return err
				}
			}
			b, err := exported(d, format)
			if err != nil {
				return err
			}
			if out == "" && (format == sheet.XLSX || format == sheet.ODS) && isTerminal(f.out) {
				return usage("%s is not text: say where to put it with --out", format)
			}
			if err := f.write(out, b, 0o644); err != nil || out == "" {
				return err
			}
			return f.show(map[string]any{"file": out, "bytes": len(b), "uses": e.Permission.Uses}, "%s: %d bytes. %s\n", out, len(b), mayRead(e.Permission.Uses))
		},
	}
	c.Flags().BoolVar(&translated, "translated", false, "with what was translated in the database since: a copy without id and signatures")
	c.Flags().StringVar(&format, "format", "json", "json, csv, xlsx or ods")
	c.Flags().StringVar(&out, "out", "", "the file to make; it must not exist yet")
	return f.mayUseDatabase(c)
}

// translated adds what was translated in the database that the command names.
func (f *flags) translated(c *cobra.Command, e *framework.Edition) (framework.Document, error) {
	if f.database == "" {
		return framework.Document{}, usage("say with --database where it was translated")
	}
	a, err := f.openShelf(c)
	if err != nil {
		return framework.Document{}, err
	}
	defer a.Close()
	d, any := a.Framework.Translated(c.Context(), e)
	if !any {
		return d, usage("nothing of %s was translated there; leave --translated out", e.ID)
	}
	return d, nil
}

func exported(d framework.Document, format string) ([]byte, error) {
	if format == "json" {
		return d.JSON()
	}
	var b bytes.Buffer
	err := framework.WriteTable(&b, d, format)
	return b.Bytes(), err
}

func mayRead(uses string) string {
	switch uses {
	case framework.UsesPublic:
		return "Everybody may read it."
	case framework.UsesPartners:
		return "It is for partners: whoever is signed in to your service."
	}
	return "It is for your organisation alone: do not pass it on."
}

func isTerminal(out any) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func newFrameworkDiff(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "diff A B", Short: "Say what edition B says otherwise than A; exit 1 when they differ", Args: twoArgs,
		Long: "Compare two editions, each an id, a set or a file: what was added, removed, reworded (with both texts), moved, or given\n" +
			"another code. A blank too many is a rewording.",
		RunE: func(c *cobra.Command, args []string) error {
			a, err := f.edition(c, args[0])
			if err != nil {
				return err
			}
			b, err := f.edition(c, args[1])
			if err != nil {
				return err
			}
			d := framework.Compare(a, b)
			if f.json {
				err = f.show(d, "")
			} else {
				err = d.Write(f.out)
			}
			if err == nil && !d.Same() {
				err = errBroken
			}
			return err
		},
	}
	return f.mayUseDatabase(c)
}

func twoArgs(c *cobra.Command, args []string) error {
	if len(args) != 2 {
		return usage("%s needs two editions", c.CommandPath())
	}
	return nil
}
