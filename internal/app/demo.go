package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// DemoOptions say where the demonstration lives.
type DemoOptions struct {
	Addr     string // HOST:PORT, loopback alone
	Data     string // folder of the database and the key ring; made when it is not there
	Database string // another database than the folder's own, or ""
	Log      *slog.Logger
}

// Demo is the demonstration: an App in which everybody is invented, and how to sign in as each of them.
type Demo struct {
	*App
	People []DemoPerson // those with a button on the entry page, in its order

	options DemoOptions
	entry   *account.DemoEntry
}

// DemoPerson is somebody invented whom a tester can sign in as.
type DemoPerson struct {
	Key           string // role, with more where there are several: "practitioner", "practitioner_wales"
	AccountID     string
	Name          string
	Organisation  string
	Nation        string
	Email         string
	Password      string
	Secret        string // of the authenticator app, in base 32
	RecoveryCodes []string
}

// demoHash is what a password costs in the demonstration: enough to be the real thing, little enough to start at once.
var demoHash = account.HashCost{Passes: 1, MemoryKiB: 1024, Lanes: 1}

// demoClock is a clock that can be set while the past is being made up; after that it is the real one.
type demoClock struct{ at atomic.Pointer[time.Time] }

// Now gives the set moment, or the real one.
func (c *demoClock) Now() time.Time {
	if at := c.at.Load(); at != nil {
		return *at
	}
	return time.Now()
}

func (c *demoClock) set(at time.Time) { c.at.Store(&at) }
func (c *demoClock) run()             { c.at.Store(nil) }

// OpenDemo opens the demonstration, and fills it first when there is nothing yet. What is there is served as it is;
// only its people's sign-ins are made anew each time, because nothing keeps a password that could be read.
func OpenDemo(ctx context.Context, o DemoOptions) (*Demo, error) {
	host, port, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return nil, problem.New(problem.Invalid, "app.bad_addr")
	}
	if !IsLoopback(host) {
		return nil, problem.New(problem.Invalid, "app.demo_loopback")
	}
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "app.demo_data", "dir", o.Data)
	}
	database, keys := filepath.Join(o.Data, "demo.db"), filepath.Join(o.Data, "demo.keys")
	if o.Database != "" {
		database = o.Database
	}
	clock := &demoClock{}
	a, err := Open(ctx, Options{Database: database, Keys: keys, Create: true, Migrate: true, Hash: demoHash,
		Origins: []string{localhost("http://" + net.JoinHostPort(host, port))}, Now: clock.Now, Log: o.Log})
	if err != nil {
		return nil, err
	}
	d := &Demo{App: a, options: o, entry: account.NewDemoEntry(a.Account)}
	if err := d.ready(ctx, clock, database); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return d, nil
}

// ready fills an empty demonstration, or finds the people of one that is there, and makes their sign-ins.
func (d *Demo) ready(ctx context.Context, clock *demoClock, database string) error {
	data, err := loadDemoData()
	if err != nil {
		return err
	}
	there, err := d.Account.AllOrganisations(ctx, permit.System)
	if err != nil {
		return err
	}
	if len(there) == 0 {
		s := newSeeder(d.App, clock, data)
		if err := s.fill(ctx); err != nil {
			if !db.IsPostgres(database) && ctx.Err() != nil { // stopped half-way: leave nothing half-made behind
				err = errors.Join(err, d.Close(), removeDemo(database))
			}
			return fmt.Errorf("fill the demonstration: %w", err)
		}
	} else if err := d.complete(ctx, data, there); err != nil {
		return err
	}
	return d.signIns(ctx, data)
}

// removeDemo takes away the database that this run has begun and could not finish. The key ring stays and serves again.
func removeDemo(database string) error {
	var errs []error
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(database + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// complete makes sure that what is there is a demonstration, filled to its end: the last thing that filling does is to
// name the safety contact of its first organisation.
func (d *Demo) complete(ctx context.Context, data demoData, there []account.Organisation) error {
	for _, o := range there {
		if o.Name != data.staff.Organisations[0].Name {
			continue
		}
		staff, err := d.Account.Staff(ctx, permit.System, o.ID)
		if err != nil {
			return err
		}
		for _, p := range staff.People {
			c, err := d.Account.SafetyContact(ctx, permit.Actor{ID: p.ID, Organisation: o.ID, Roles: p.Roles})
			if err == nil && c.Name != "" {
				return nil
			}
		}
		return problem.New(problem.Conflict, "app.demo_unfinished")
	}
	return problem.New(problem.Conflict, "app.demo_other_data")
}

// Serve answers until ctx ends. ready is called with the address once pages can be asked for.
func (d *Demo) Serve(ctx context.Context, ready func(url string)) error {
	return d.App.Serve(ctx, ServeOptions{Addr: d.options.Addr, Mode: d.Mode(), Ready: func(url string) { ready(localhost(url)) }})
}

// localhost gives this machine its name in an address: passkeys refuse bare numbers.
func localhost(url string) string { return strings.Replace(url, "//127.0.0.1:", "//localhost:", 1) }

// Mode is how the demonstration's pages are served.
func (d *Demo) Mode() Mode { return Mode{Demo: true, DraftsOK: true, demo: d} }
