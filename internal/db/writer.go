package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// writer is the one goroutine that writes to SQLite. It takes whatever saves wait and commits them together: one sync
// serves them all.
type writer struct {
	db    *DB
	conn  *conn
	jobs  chan *job
	done  chan struct{}
	quit  chan struct{}
	close sync.Once
}

// errUnheard fails a group whose saves noted something that nobody would hear: a ledger entry, lost in silence.
var errUnheard = errors.New("a save noted something, and there is no hook to take it")

type job struct {
	ctx    context.Context
	f      func(*Tx) error
	result chan error
	err    error
}

func newWriter(d *DB, c *conn) *writer {
	w := &writer{db: d, conn: c, jobs: make(chan *job, 256), done: make(chan struct{}), quit: make(chan struct{})}
	go w.loop()
	return w
}

// do hands f to the writer and waits. A caller who gives up before f began leaves no trace; after that it waits.
func (w *writer) do(ctx context.Context, f func(*Tx) error) error {
	j := &job{ctx: ctx, f: f, result: make(chan error, 1)}
	select {
	case <-w.quit:
		return ErrClosed
	default:
	}
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.quit:
		return ErrClosed
	}
	select {
	case err := <-j.result:
		return err
	case <-w.done:
		select {
		case err := <-j.result:
			return err
		default:
			return ErrClosed
		}
	}
}

func (w *writer) loop() {
	defer close(w.done)
	for {
		select {
		case j := <-w.jobs:
			w.group(j)
		case <-w.quit:
			for {
				select {
				case j := <-w.jobs:
					w.group(j)
				default:
					return
				}
			}
		}
	}
}

// errSpoilt says that a save failed after it had written, so that its group must be rolled back.
var errSpoilt = errors.New("a save failed after it had written")

// group runs first and whatever else waits as one commit. Nearly every save holds, so it begins without savepoints,
// which would copy every page before it changes. When one fails after it wrote, the group runs again with them. When
// the group cannot commit, each save is tried alone, so that only the one at fault fails.
func (w *writer) group(first *job) {
	jobs, err := w.commit([]*job{first}, true, false)
	if errors.Is(err, errSpoilt) && len(jobs) > 1 {
		jobs, err = w.commit(jobs, false, true)
	}
	if err != nil && len(jobs) > 1 {
		for _, j := range jobs {
			if _, err := w.commit([]*job{j}, false, false); err != nil && j.err == nil {
				j.err = err
			}
		}
		err = nil
	}
	for _, j := range jobs {
		if j.err == nil {
			j.err = err
		}
		j.result <- j.err
	}
}

// commit runs the jobs (and, when more is set, others that wait) in one transaction, each under a savepoint when
// guarded is set. The error is that of the whole group; a single save's own error is in its job.
func (w *writer) commit(jobs []*job, more, guarded bool) (all []*job, err error) {
	if err := w.conn.exec("begin immediate"); err != nil {
		return jobs, mapError(err)
	}
	defer func() {
		if err != nil {
			_ = w.conn.exec("rollback") // fails when SQLite has already rolled back, which is as good
		}
	}()
	save := w.save
	if guarded {
		save = w.saveGuarded
	}
	tx := &Tx{run: w.conn, engine: SQLite, group: &Group{}, heard: w.db.heard.Load()}
	for i := 0; i < len(jobs); i++ {
		if jobs[i].err = jobs[i].ctx.Err(); jobs[i].err == nil {
			if err := save(tx, jobs[i]); err != nil {
				return jobs, err
			}
		}
		if more && i == len(jobs)-1 && len(jobs) < groupLimit {
			select {
			case j := <-w.jobs:
				jobs = append(jobs, j)
			default:
			}
		}
	}
	if err := w.runHooks(tx); err != nil {
		return jobs, err
	}
	return jobs, mapError(w.conn.exec("commit"))
}

func (w *writer) runHooks(tx *Tx) error {
	hooks := w.db.hooks()
	if len(hooks) == 0 && len(tx.group.log) > 0 {
		return errUnheard
	}
	for _, hook := range hooks {
		if err := safely(func(tx *Tx) error { return hook(context.Background(), tx) }, tx); err != nil {
			return fmt.Errorf("before commit: %w", err)
		}
	}
	return nil
}

// save runs one job. A job that fails before it wrote anything, as a refusal does, leaves nothing to undo.
func (w *writer) save(tx *Tx, j *job) error {
	noted := len(tx.group.log)
	tx.wrote = false
	if j.err = safely(j.f, tx); j.err == nil {
		return nil
	}
	tx.group.log = tx.group.log[:noted]
	if tx.wrote {
		return errSpoilt
	}
	return nil
}

// saveGuarded runs one job under a savepoint. It returns an error only when the transaction itself is lost.
func (w *writer) saveGuarded(tx *Tx, j *job) error {
	if err := w.conn.exec("savepoint save"); err != nil {
		return mapError(err)
	}
	noted := len(tx.group.log)
	j.err = safely(j.f, tx)
	if j.err != nil {
		tx.group.log = tx.group.log[:noted]
		if err := w.conn.exec("rollback to save"); err != nil {
			return mapError(err)
		}
	}
	return mapError(w.conn.exec("release save"))
}

func (w *writer) stop() {
	w.close.Do(func() { close(w.quit) })
	<-w.done
}
