package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page/static"
	"stablefutures/internal/print"
	"stablefutures/internal/seal"
)

// CheckState says how one check of the doctor's came out.
type CheckState string

// The states. A warning is something to mend soon; failed means the service cannot be relied on as it is.
const (
	CheckGood    CheckState = "good"
	CheckWarning CheckState = "warning"
	CheckFailed  CheckState = "failed"
)

// Check is one thing the doctor looked at: what was found, and what to do about it.
type Check struct {
	Name  string     `json:"name"`
	State CheckState `json:"state"`
	Found string     `json:"found"`
	Do    string     `json:"do,omitempty"`
}

// lowDisk is how much room a database should have to grow before somebody is called.
const lowDisk = 1 << 30

// Examine looks at everything a service needs, without changing anything but the ledger's note that keys were checked.
func Examine(ctx context.Context, o Options) []Check {
	if o.Now == nil {
		o.Now = time.Now
	}
	checks := []Check{examineAssets(), examineKeys(o), examineFile(o), examineDisk(o)}
	if _, err := os.Stat(o.Database); !db.IsPostgres(o.Database) && errors.Is(err, fs.ErrNotExist) {
		return append(checks, Check{"database", CheckFailed, "there is no such file", "give --database, or start once with: stablefutures serve"})
	}
	d, err := db.Open(ctx, o.Database)
	if err != nil {
		return append(checks, Check{"database", CheckFailed, err.Error(), "check the address, and that the database runs and lets this user in"})
	}
	defer d.Close()
	checks = append(checks, examineSchema(ctx, d), examineClock(ctx, d, o), examineLedger(ctx, d))
	return append(checks, examineDataKeys(ctx, d, o))
}

func examineAssets() Check {
	if err := errors.Join(static.Built(), print.Ready()); err != nil {
		return Check{"program", CheckFailed, err.Error(), "build it with: make build"}
	}
	return Check{Name: "program", State: CheckGood, Found: "styles, scripts and fonts are in the binary"}
}

func examineKeys(o Options) Check {
	r, err := seal.OpenRing(o.Keys)
	if err != nil {
		return Check{"keys", CheckFailed, err.Error(), "give --keys with the ring of this database, or bring back its copy"}
	}
	if !seal.IsFile(o.Keys) {
		if err := r.Save(o.Keys); err != nil {
			return Check{"keys", CheckWarning, "the ring " + r.ID() + " opens and cannot be written: " + err.Error(),
				"no record can be destroyed and no conversation taken out until it can; keep the ring in a file, or with a command that writes"}
		}
		return Check{Name: "keys", State: CheckGood, Found: "the ring " + r.ID() + " opens and can be written"}
	}
	here, err1 := filepath.Abs(filepath.Dir(o.Keys))
	there, err2 := filepath.Abs(filepath.Dir(o.Database))
	if err1 == nil && err2 == nil && here == there && !db.IsPostgres(o.Database) {
		return Check{"keys", CheckWarning, "the ring " + r.ID() + " lies in the database's folder",
			"keep them in different places, so that no one copy holds both"}
	}
	return Check{Name: "keys", State: CheckGood, Found: "the ring " + r.ID() + " opens"}
}

func examineFile(o Options) Check {
	if db.IsPostgres(o.Database) {
		return Check{Name: "permissions", State: CheckGood, Found: "PostgreSQL keeps its own"}
	}
	info, err := os.Stat(o.Database)
	if err != nil {
		return Check{"permissions", CheckWarning, "the database's file cannot be looked at", ""}
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && !windowsHere {
		return Check{"permissions", CheckFailed, fmt.Sprintf("the database can be opened by others (mode %o)", mode), "chmod 600 " + o.Database}
	}
	return Check{Name: "permissions", State: CheckGood, Found: "the database is its owner's alone"}
}

func examineDisk(o Options) Check {
	folder := filepath.Dir(o.Database)
	if db.IsPostgres(o.Database) {
		folder = "."
	}
	free, err := freeBytes(folder)
	switch {
	case err != nil:
		return Check{"disk", CheckWarning, "the free space cannot be read", ""}
	case free < lowDisk/8:
		return Check{"disk", CheckFailed, fmt.Sprintf("%d MB free", free>>20), "make room now: saving will fail soon, and says so when it does"}
	case free < lowDisk:
		return Check{"disk", CheckWarning, fmt.Sprintf("%d MB free", free>>20), "make room"}
	}
	return Check{Name: "disk", State: CheckGood, Found: fmt.Sprintf("%d MB free", free>>20)}
}

func examineSchema(ctx context.Context, d *db.DB) Check {
	have, want, err := db.Version(ctx, d)
	switch {
	case err != nil:
		return Check{"database", CheckFailed, err.Error(), "restore a backup"}
	case have < want:
		return Check{"database", CheckFailed, fmt.Sprintf("schema %d, this program needs %d", have, want), "stablefutures migrate (back up first)"}
	case have > want:
		return Check{"database", CheckFailed, fmt.Sprintf("schema %d is newer than this program's %d", have, want), "use the newer program"}
	}
	return Check{Name: "database", State: CheckGood, Found: fmt.Sprintf("%s, schema %d", d.Engine(), have)}
}

// examineClock holds the machine's clock against the newest entry of the ledger: a clock that was set back would make
// grants open and end at the wrong moment.
func examineClock(ctx context.Context, d *db.DB, o Options) Check {
	var newest time.Time
	err := d.Read(ctx, func(tx *db.Tx) (err error) {
		newest, err = ledger.Newest(ctx, tx)
		return err
	})
	now := o.Now()
	switch {
	case err != nil:
		return Check{"clock", CheckWarning, "the newest entry cannot be read", ""}
	case now.Before(newest.Add(-2 * time.Minute)):
		return Check{"clock", CheckFailed, "the clock is behind what is already recorded (" + newest.UTC().Format(time.RFC3339) + ")", "set the clock; let the machine keep it by NTP"}
	}
	return Check{Name: "clock", State: CheckGood, Found: now.UTC().Format(time.RFC3339)}
}

func examineLedger(ctx context.Context, d *db.DB) Check {
	r, err := ledger.Verify(ctx, d, ledger.Options{})
	if err != nil {
		return Check{"ledger", CheckFailed, err.Error(), "stablefutures ledger verify"}
	}
	if !r.OK {
		return Check{"ledger", CheckFailed, fmt.Sprintf("entry %d no longer holds: %s", *r.FirstBad, r.What),
			"keep the database as it is, tell whoever answers for it, and look at the backups"}
	}
	return Check{Name: "ledger", State: CheckGood, Found: fmt.Sprintf("all %d entries hold", r.Entries)}
}

func examineDataKeys(ctx context.Context, d *db.DB, o Options) Check {
	ring, err := seal.OpenRing(o.Keys)
	if err != nil {
		return Check{"data keys", CheckFailed, "cannot be tried without the ring", ""}
	}
	ledger.New(d, ring, o.Now)
	total, unreadable, err := access.New(d, ring, o.Now, nil).CheckKeys(ctx)
	switch {
	case err != nil:
		return Check{"data keys", CheckFailed, err.Error(), ""}
	case unreadable > 0:
		return Check{"data keys", CheckFailed, fmt.Sprintf("%d of %d cannot be opened with this ring", unreadable, total),
			"find the ring that belongs to this database; without it they stay closed"}
	}
	return Check{Name: "data keys", State: CheckGood, Found: fmt.Sprintf("all %d open", total)}
}
