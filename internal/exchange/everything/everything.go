package everything

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"stablefutures/docs"
	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// Format names the form of the folder. One that changes what a reader must know gets another number.
const Format = "stablefutures-everything-1"

// Reasons are why everything may be taken out; the code lands in the ledger.
var Reasons = []string{"archive", "moving_system", "closing", "court", "inquiry", "other"}

// Wish is what somebody asks for.
type Wish struct {
	Folder  string
	Reason  string // one of Reasons
	Sealed  bool   // sealed details and pages about keeping safe too
	Version string // of the program
}

// Manifest says what a folder holds: manifest.json.
type Manifest struct {
	Format  string    `json:"format"`
	Version string    `json:"version"` // of the program that wrote it
	MadeAt  time.Time `json:"made_at"`
	Reason  string    `json:"reason"`
	Sealed  bool      `json:"sealed"` // whether sealed details are here
	Tables  []Table   `json:"tables"` // every table, by name
	Files   int       `json:"files"`  // in files/
	Ledger  Log       `json:"ledger"`
}

// Table is one table in the manifest.
type Table struct {
	Name string `json:"name"`
	File string `json:"file"`
	Rows int    `json:"rows"`
}

// Log is the ledger in the manifest.
type Log struct {
	Entries int `json:"entries"`
	Opened  int `json:"opened"` // those whose body could be opened: a destroyed record's cannot
}

// export is one run.
type export struct {
	ctx      context.Context
	w        *access.Work
	opener   *access.Opener
	to       *folder
	formats  *formats
	tables   map[string]db.Table
	heads    map[string]head
	joined   map[string]map[string]string
	manifest Manifest
}

// TakeOut writes everything of a deployment into a folder and says what it wrote. tables are those of the database. The ledger
// says so before the first row is read. A folder that holds anything else is a Conflict; a half that an earlier run left is
// begun anew. It reads row by row: what it keeps in memory is a few hundred bytes for each record, account and file.
func TakeOut(ctx context.Context, door *access.Door, who permit.Actor, tables []db.Table, wish Wish) (Manifest, error) {
	var c problem.Check
	c.Require(wish.Folder != "", "out", "exchange.needs_folder")
	c.Require(slices.Contains(Reasons, wish.Reason), "reason", "exchange.needs_take_out_reason")
	if err := c.Err(); err != nil {
		return Manifest{}, fmt.Errorf("take everything out: %w", err)
	}
	pages, err := readFormats()
	if err != nil {
		return Manifest{}, err
	}
	to, err := openFolder(wish.Folder)
	if err != nil {
		return Manifest{}, fmt.Errorf("take everything out: %w", err)
	}
	e := &export{ctx: ctx, to: to, formats: pages, tables: map[string]db.Table{}, heads: map[string]head{},
		joined:   map[string]map[string]string{"transfer": {}, "alert": {}, "action": {}},
		manifest: Manifest{Format: Format, Version: wish.Version, Reason: wish.Reason, Sealed: wish.Sealed}}
	for _, t := range tables {
		e.tables[t.Name] = t
	}
	err = door.TakeOut(ctx, who, wish.Reason, wish.Sealed, func(w *access.Work, o *access.Opener) error {
		e.w, e.opener, e.manifest.MadeAt = w, o, w.At.UTC().Truncate(time.Second)
		return e.all(tables)
	})
	if err != nil {
		return Manifest{}, err
	}
	return e.manifest, to.finish()
}

func (e *export) all(tables []db.Table) error {
	if err := e.learn(); err != nil {
		return err
	}
	for _, t := range tables {
		n, err := e.writeTable(t)
		if err != nil {
			return fmt.Errorf("write table %s: %w", t.Name, err)
		}
		e.manifest.Tables = append(e.manifest.Tables, Table{Name: t.Name, File: path(t.Name), Rows: n})
		if err := e.ctx.Err(); err != nil {
			return err
		}
	}
	for _, part := range []func() error{e.writeLedger, e.writeAbout, e.writeReadmes, e.writeManifest} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// each reads the rows of a table that there is.
func (e *export) each(table string, f func(row) error) error {
	t, ok := e.tables[table]
	if !ok {
		return nil
	}
	return e.w.Tx.EachRow(e.ctx, t, func(values []any) error { return f(row{t, values}) })
}

// writeLedger writes the log entry by entry, as far as the keys that are left open it.
func (e *export) writeLedger() error {
	o, err := e.to.create("ledger/entries.csv")
	if err != nil {
		return err
	}
	if err := o.record([]string{"entry", "at", "actor", "act", "outcome", "opened", "subject", "reason", "detail"}); err != nil {
		return err
	}
	err = e.opener.EachEntry(e.ctx, func(l access.LogEntry) error {
		e.manifest.Ledger.Entries++
		at := destroyed
		if !l.At.IsZero() {
			at = l.At.UTC().Format(time.RFC3339Nano)
		}
		if l.Opened {
			e.manifest.Ledger.Opened++
		}
		return o.record([]string{strconv.FormatInt(l.Entry, 10), at, l.Actor, l.Act, l.Outcome, strconv.FormatBool(l.Opened), l.Subject, l.Reason, strings.Join(l.Detail, " ")})
	})
	if err != nil {
		return err
	}
	return o.end()
}

// writeAbout writes the pages and schemas by which all of it is described.
func (e *export) writeAbout() error {
	return fs.WalkDir(docs.Formats, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := docs.Formats.ReadFile(name)
		if err != nil {
			return err
		}
		return e.to.write("about/"+name, content)
	})
}

func (e *export) writeManifest() error {
	var b bytes.Buffer
	j := json.NewEncoder(&b)
	j.SetIndent("", "  ")
	if err := j.Encode(e.manifest); err != nil {
		return fmt.Errorf("write manifest: %w", err)
	}
	return e.to.write("manifest.json", b.Bytes())
}
