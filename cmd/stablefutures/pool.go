package main

import (
	"encoding/hex"
	"strings"

	"github.com/spf13/cobra"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/insight"
	"stablefutures/internal/problem"
)

func newPool(f *flags) *cobra.Command {
	c := &cobra.Command{Use: "pool", Short: "Put figures of several organisations together", Args: noArgs,
		Long: "Adds up what several organisations had let out, and looks at files of pools and of rounds of masked numbers. It needs no\n" +
			"database and no key ring. Rounds are held in the program, by people who may: docs/pooling.md tells how.",
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newPoolCombine(f), newPoolInspect(f))
	return c
}

func newPoolCombine(f *flags) *cobra.Command {
	var title, out string
	var parts []string
	c := &cobra.Command{
		Use: "combine", Short: "Add up releases of the same question: a sum is there where all of them show the figure", Args: noArgs,
		Long: "Adds up releases (the files NAME.release.json of disclose, and those that pages give) of at least three organisations, of the\n" +
			"same question, codes and rules. A figure that one of them hides is hidden. Exit 3 when they do not fit.",
		RunE: func(*cobra.Command, []string) error {
			if title == "" || len(parts) == 0 {
				return usage("--title says what the figures are about, and each --part NAME=FILE whose release is where")
			}
			p := insight.Pooled{Title: title}
			for _, one := range parts {
				name, file, ok := strings.Cut(one, "=")
				if !ok {
					return usage("%q is no NAME=FILE", one)
				}
				document, err := readPackage(file)
				if err != nil {
					return err
				}
				part, err := insight.ReadPart(name, document)
				if err != nil {
					return err
				}
				p.Parts = append(p.Parts, part)
			}
			return f.combined(p, out)
		},
	}
	c.Flags().StringVar(&title, "title", "", "what the figures are about")
	c.Flags().StringArrayVar(&parts, "part", nil, "NAME=FILE: an organisation and its release; once for each")
	c.Flags().StringVar(&out, "out", "", "write the pool here, with every release in it; nothing is written over")
	return c
}

// poolAnswer is what is said of a pool with --json.
type poolAnswer struct {
	Title        string     `json:"title"`
	Hash         string     `json:"hash"`
	Counts       string     `json:"counts"`
	Rules        string     `json:"rules"`
	Contributors []string   `json:"contributors"`
	Off          int64      `json:"off"` // by how much a sum can be away from the true one, because releases are rounded
	Cells        []poolCell `json:"cells"`
}

type poolCell struct {
	Row    string               `json:"row"`
	Column string               `json:"column"`
	Figure disclosure.Protected `json:"figure"`
	Shown  int                  `json:"shown_by"`
}

func (f *flags) combined(p insight.Pooled, out string) error {
	if err := p.Check(); err != nil {
		return err
	}
	document, err := p.Document()
	if err != nil {
		return err
	}
	if out != "" {
		if err := writeNew(out, document); err != nil {
			return err
		}
	}
	csv, err := p.CSV()
	if err != nil {
		return err
	}
	a := poolAnswer{Title: p.Title, Hash: disclosure.Hash(document), Counts: p.Key(), Rules: p.Parts[0].Release.Rules().ID, Off: p.Off(), Cells: []poolCell{}}
	for _, part := range p.Parts {
		a.Contributors = append(a.Contributors, part.Name)
	}
	for i := range max(len(p.Rows()), 1) {
		row := ""
		if len(p.Rows()) > 0 {
			row = p.Rows()[i]
		}
		for j, column := range p.Columns() {
			a.Cells = append(a.Cells, poolCell{row, column, p.Cell(i, j), p.ShownBy(i, j)})
		}
	}
	return f.show(a, "%spool %s\n", csv, a.Hash)
}

// roundAnswer is what anybody can know of a file of a round.
type roundAnswer struct {
	Step string `json:"step"`
	From string `json:"from"`
	Hash string `json:"hash"`
	Size int    `json:"size"`
}

func newPoolInspect(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "inspect FILE", Short: "Check a file of a pool or of a round, and say what anybody can know of it", Args: oneArg("a file"),
		Long: "A pool is added up again from its releases, each held against its rules. Of a file of a round the signature is checked; whose\n" +
			"key it is says the register of partners. Exit 3 when the file is neither, or was altered.",
		RunE: func(_ *cobra.Command, args []string) error {
			content, err := readPackage(args[0])
			if err != nil {
				return err
			}
			file, err := insight.ReadPoolFile(content)
			if err == nil {
				a := roundAnswer{string(file.Step), hex.EncodeToString(file.From), file.Hash(), len(content)}
				return f.show(a, "step:    %s\nfrom:    %s\nsha256:  %s\nbytes:   %d\n", a.Step, a.From, a.Hash, a.Size)
			}
			if problem.KeyOf(err) != "pool.no_round_file" {
				return err
			}
			p, err := insight.ReadPool(content)
			if err != nil {
				return err
			}
			return f.combined(p, "")
		},
	}
}
