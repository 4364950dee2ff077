package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"stablefutures/internal/app"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/loading"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// said is what the command line says of an edition; a file may say it too.
type said struct {
	organisation, obtained                                                      string
	id, set, name, version, date, source, follows, uses, by, licence, attribute string
}

func newFrameworkLoad(f *flags) *cobra.Command {
	var s said
	c := &cobra.Command{
		Use: "load FILE", Short: "Load your own copy of a framework: publish it when it is whole, else begin a draft", Args: oneArg("a file"),
		Long: "Load a framework from your own copy.\n\n" +
			"A whole file (our JSON, or a CSV, XLSX or ODS table with our columns) is published at once when it says, or you say with\n" +
			"the settings below, whose it is, which version, when it was obtained and who may read it. Published editions never change.\n" +
			"Any other file (PDF, DOCX, ODT, a table of another shape) becomes a draft; a steward says in the browser which piece is\n" +
			"what. So does a file with something wrong in it: what is wrong is said, and nothing is published.\n\n" +
			"A recall (framework recall) is loaded in the same way.",
		RunE: func(c *cobra.Command, args []string) error { return f.load(c, args[0], s) },
	}
	fl := c.Flags()
	fl.StringVar(&s.organisation, "organisation", "", "whose copy it is: the organisation's name or id")
	fl.StringVar(&s.obtained, "obtained", "", "the day the copy was obtained, like 2026-04-27")
	fl.StringVar(&s.id, "id", "", "the edition's id; made of set, version and content when not given")
	fl.StringVar(&s.set, "set", "", "which framework it is, for example csf-pof")
	fl.StringVar(&s.name, "name", "", "what people call it")
	fl.StringVar(&s.version, "version", "", "the version, as its authors call it")
	fl.StringVar(&s.date, "date", "", "the day its authors published it, like 2022-11-30")
	fl.StringVar(&s.source, "source", "", "who made it, and from what this copy is")
	fl.StringVar(&s.follows, "follows", "", "id of the edition it comes after")
	fl.StringVar(&s.uses, "uses", "", "who may read it here: "+strings.Join(framework.Uses, ", "))
	fl.StringVar(&s.by, "by", "", "who permits that")
	fl.StringVar(&s.licence, "licence", "", "name or address of a licence")
	fl.StringVar(&s.attribute, "attribution", "", "what must stand wherever the wording is shown")
	return f.needsKeys(f.needsDatabase(c))
}

func (f *flags) load(c *cobra.Command, name string, s said) error {
	b, err := readInput(name)
	if err != nil {
		return err
	}
	a, err := f.openShelf(c)
	if err != nil {
		return err
	}
	defer a.Close()
	if isRecall(b) {
		return f.loadRecall(c, a, b)
	}
	organisation, err := findOrganisation(c, a, s.organisation)
	if err != nil {
		return err
	}
	d, places, err := framework.ReadAny(filepath.Base(name), b)
	var p *problem.Error
	switch {
	case err != nil && asProblem(err, &p) && p.Kind == problem.Invalid:
		return f.draft(c, a, organisation, name, b, s, faultsOf(p))
	case err != nil:
		return err
	}
	sum := sha256.Sum256(b)
	if err := s.into(&d, hex.EncodeToString(sum[:])); err != nil {
		return err
	}
	if faults := places.Locate(framework.Validate(d)); len(faults) > 0 {
		return f.draft(c, a, organisation, name, b, s, faults)
	}
	e, err := a.Framework.PublishFor(c.Context(), permit.System, organisation, d)
	if err != nil {
		return err
	}
	return f.show(map[string]any{"edition": e.ID, "checksum": e.Checksum(), "outcomes": e.Loaded().Outcomes, "indicators": e.Loaded().Indicators},
		"published: %s\n%s\nchecksum: %s\n%s\n", e.ID, e.Summary(), e.Checksum(), mayRead(e.Permission.Uses))
}

func (f *flags) loadRecall(c *cobra.Command, a *app.App, b []byte) error {
	r, err := framework.ReadRecall(bytes.NewReader(b))
	if err == nil {
		err = a.Framework.CallBack(c.Context(), permit.System, r)
	}
	if err != nil {
		return err
	}
	return f.show(map[string]string{"recalled": r.Edition}, "called back: %s\nRecords that stand on it keep standing.\n", r.Edition)
}

// into puts what the command line says in place of what the file says. A signed file is published as it was signed.
func (s said) into(d *framework.Document, sum string) error {
	signed := len(d.Signatures) > 0
	for _, v := range []struct {
		flag, said string
		into       *string
	}{
		{"id", s.id, &d.ID}, {"set", s.set, &d.Set}, {"name", s.name, &d.Name}, {"version", s.version, &d.Version}, {"date", s.date, &d.Date},
		{"source", s.source, &d.Source}, {"follows", s.follows, &d.Follows}, {"uses", s.uses, &d.Permission.Uses}, {"by", s.by, &d.Permission.By},
		{"licence", s.licence, &d.Permission.Licence}, {"attribution", s.attribute, &d.Permission.Attribution},
	} {
		if v.said == "" || v.said == *v.into {
			continue
		}
		if signed {
			return usage("the file is signed, so --%s cannot be changed", v.flag)
		}
		*v.into = v.said
	}
	kept := framework.Copy{Original: sum}
	if d.Copy != nil {
		kept.Obtained = d.Copy.Obtained
	}
	if s.obtained != "" {
		kept.Obtained = s.obtained
	}
	if kept.Obtained == "" {
		return usage("say when the copy was obtained with --obtained, like --obtained 2026-04-27")
	}
	d.Copy = &kept
	return nil
}

// findOrganisation takes a name or an id; where there is one organisation only, nothing need be said.
func findOrganisation(c *cobra.Command, a *app.App, want string) (string, error) {
	all, err := a.Account.AllOrganisations(c.Context(), permit.System)
	if err != nil {
		return "", err
	}
	var names []string
	for _, o := range all {
		if o.ID == want || strings.EqualFold(strings.TrimSpace(o.Name), strings.TrimSpace(want)) || want == "" && len(all) == 1 {
			return o.ID, nil
		}
		names = append(names, o.Name)
	}
	if len(names) == 0 {
		return "", usage("there is no organisation here yet: stablefutures user add")
	}
	return "", usage("say whose copy it is with --organisation: %s", strings.Join(names, "; "))
}

// draft keeps a file that cannot be published as it is, for a steward to go on with in the browser.
func (f *flags) draft(c *cobra.Command, a *app.App, organisation, name string, b []byte, s said, faults []framework.Fault) error {
	who := permit.System
	who.Organisation = organisation
	id, file := db.NewID(), db.NewID()
	goal := loading.Goal{Set: s.set, Name: s.name}
	if goal.Name == "" {
		goal.Name = filepath.Base(name)
	}
	if goal.Set == "" {
		goal.Set = framework.SetOfficial
	}
	if slot, ok := framework.BySet(goal.Set); ok {
		goal.Expected = slot.Expected
	}
	if err := a.Loading.Start(c.Context(), who, id, goal); err != nil {
		return err
	}
	begun, err := a.Loading.Open(c.Context(), who, id)
	if err != nil {
		return err
	}
	if err := a.Loading.Put(c.Context(), who, id, begun.Seen, file, filepath.Base(name), b); err != nil {
		return err
	}
	return f.drafted(c, a, who, id, file, name, faults)
}

// drafted says where the draft is and why the file was not published as it is.
func (f *flags) drafted(c *cobra.Command, a *app.App, who permit.Actor, id, file, name string, faults []framework.Fault) error {
	o, err := a.Loading.Open(c.Context(), who, id)
	if err != nil {
		return err
	}
	var why loading.Why
	for _, have := range o.Files {
		if have.ID == file {
			why = have.Why
		}
	}
	if why.Key != "" { // it cannot even be read by hand: encrypted, damaged, too large
		faults = []framework.Fault{{Key: why.Key, Values: why.Args}}
	} else if strings.HasPrefix(faults[0].Key, "sheet.") || faults[0].Key == "framework.table.no_column" {
		faults = nil // a file of another kind is no fault: its pieces are assigned by hand
	}
	address := "/loading/" + id
	if !f.json {
		fmt.Fprintf(f.out, "draft: nothing is published yet. A steward goes on with it in the browser at %s\n", address)
		if len(faults) > 0 {
			return f.faulty(name, faults)
		}
		return nil
	}
	if err := f.show(map[string]any{"draft": id, "address": address, "faults": faultRows(faults)}, ""); err != nil {
		return err
	}
	if len(faults) > 0 {
		return errBroken
	}
	return nil
}
