package app

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"

	"stablefutures/internal/assurance"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/seal"
)

// WriteAssurance writes the documents that a data protection officer asks for into a folder, filled from this deployment.
// It gives the names of the files. Nothing that is there is written over.
func (a *App) WriteAssurance(ctx context.Context, dir, version string) ([]string, error) {
	tables, err := a.DB.Tables(ctx)
	if err != nil {
		return nil, err
	}
	build, _ := debug.ReadBuildInfo()
	p := assurance.Program{Version: version, Engine: a.DB.Engine(), KeyRing: a.keyRingInWords(), Tables: tables, Build: build}
	if p.More, err = a.keepingInWords(ctx); err != nil {
		return nil, err
	}
	d, err := assurance.New(a.Account, a.Framework, a.Nations, a.options.Now).Gather(ctx, permit.System, p)
	if err != nil {
		return nil, err
	}
	files, err := d.Files()
	if err != nil {
		return nil, err
	}
	return assurance.Names(files), assurance.WriteFolder(dir, files)
}

// keyRingInWords says how the ring is kept, without saying where.
func (a *App) keyRingInWords() string {
	if !seal.IsFile(a.options.Keys) {
		kind, _, _ := strings.Cut(a.options.Keys, ":")
		return map[string]string{"command": "by a command of the operator’s, such as one of a vault", "env": "in a variable of the program’s environment, read and never written"}[kind]
	}
	here, err1 := filepath.Abs(filepath.Dir(a.options.Keys))
	there, err2 := filepath.Abs(filepath.Dir(a.options.Database))
	if err1 == nil && err2 == nil && here == there && !db.IsPostgres(a.options.Database) {
		return "a file beside the database, in the same folder: keep them apart"
	}
	return "a file in a folder of its own, for the program’s user alone"
}

// keepingInWords says for each organisation how long it keeps what no law fixes.
func (a *App) keepingInWords(ctx context.Context) (map[string][][2]string, error) {
	organisations, err := a.Account.AllOrganisations(ctx, permit.System)
	if err != nil {
		return nil, err
	}
	all := map[string][][2]string{}
	for _, o := range organisations {
		p, err := a.Custody.PolicyOf(ctx, permit.System, o.ID)
		if err != nil {
			return nil, err
		}
		by := "not decided yet: nothing is destroyed under these defaults"
		if p.Decided() {
			by = "decided: " + p.Source
		}
		years := func(n int, after string) string { return fmt.Sprintf("%d years after %s", n, after) }
		all[o.ID] = [][2]string{
			{"What no law fixes is kept", by},
			{"A child who was never looked after", years(p.After18, "the 18th birthday") + ", or " + years(p.AfterLast, "the last entry") + ", whichever is later"},
			{"What entries of the log say", fmt.Sprintf("%d years", p.LogYears)},
			{"Training records; working papers of audits", fmt.Sprintf("%d years; %d years", p.TrainingYears, p.AuditYears)},
		}
	}
	return all, nil
}
