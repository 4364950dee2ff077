package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/conversation"
	"stablefutures/internal/custody"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/insight"
	"stablefutures/internal/inspection"
	"stablefutures/internal/ledger"
	"stablefutures/internal/loading"
	"stablefutures/internal/nation"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/release"
	"stablefutures/internal/seal"
	"stablefutures/internal/sharing"
	"stablefutures/internal/together"
	"stablefutures/internal/translation"
	"stablefutures/internal/voice"
	"stablefutures/internal/watch"
)

// Options say what to open.
type Options struct {
	Database string // a file, or a postgres:// address
	Keys     string // where the key ring is kept; see seal.OpenRing
	// Create makes the database's file and the key ring when neither exists yet. One without the other is never made:
	// a new ring could not open an old database.
	Create bool
	// Migrate brings the schema up to date before anything else.
	Migrate bool
	// Origins are the addresses browsers see, for passkeys; see account.Options.
	Origins []string
	// Hash is the cost of a password hash; the default when zero.
	Hash account.HashCost
	Now  func() time.Time // time.Now when nil
	Log  *slog.Logger     // discards when nil
}

// ownAnswersAfter is how long the way into a young person's own place takes at least, whatever was written: longer than a
// password's hash and the entry in the ledger together.
const ownAnswersAfter = 700 * time.Millisecond

// App is the rooms, built and wired.
type App struct {
	DB           *db.DB
	Ring         *seal.Ring
	Ledger       *ledger.Log
	Door         *access.Door
	Nations      nation.Packs
	Account      *account.Service
	Framework    *framework.Service
	Loading      *loading.Service
	Record       *record.Service
	Conversation *conversation.Service
	Promise      *promise.Service
	Insight      *insight.Service
	Translation  *translation.Service
	Watch        *watch.Service
	Custody      *custody.Service
	Sharing      *sharing.Service
	Releases     *release.Service
	Together     *together.Service
	Audits       *caseaudit.Service
	Inspection   *inspection.Service
	Policy       *policy.Service
	Between      *sharing.Between
	Voice        *voice.Service

	options Options
	log     *slog.Logger
}

// Open builds the rooms. Close takes them down.
func Open(ctx context.Context, o Options) (*App, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	ring, err := openRing(o)
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, o.Database)
	if err != nil {
		return nil, err
	}
	a := &App{DB: d, Ring: ring, options: o, log: o.Log}
	if err := a.build(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return a, nil
}

// openRing opens the ring, or makes one for a database that does not exist yet.
func openRing(o Options) (*seal.Ring, error) {
	ring, err := seal.OpenRing(o.Keys)
	switch {
	case err == nil:
		return ring, nil
	case !errors.Is(err, seal.ErrNoRing):
		return nil, err
	case !o.Create:
		return nil, problem.Wrap(err, problem.Invalid, "app.no_keys")
	}
	if !db.IsPostgres(o.Database) {
		if info, err := os.Stat(o.Database); err == nil && info.Size() > 0 {
			return nil, problem.New(problem.Conflict, "app.keys_missing")
		}
	}
	return seal.CreateRing(o.Keys)
}

func (a *App) build(ctx context.Context) (err error) {
	if a.options.Migrate {
		if err := db.Migrate(ctx, a.DB); err != nil {
			return err
		}
	} else if have, want, err := db.Version(ctx, a.DB); err != nil {
		return err
	} else if have != want {
		return problem.New(problem.Conflict, "app.schema", "have", have, "want", want)
	}
	if a.Nations, err = nation.Load(); err != nil {
		return fmt.Errorf("load nation packs: %w", err)
	}
	a.Ledger = ledger.New(a.DB, a.Ring, a.options.Now)
	a.Door = access.New(a.DB, a.Ring, a.options.Now, func() error { return a.Ring.Save(a.options.Keys) }).WithLedger(a.Ledger)
	if err := a.Door.CheckRing(ctx); err != nil {
		return err
	}
	a.Account, err = account.New(a.Door, a.DB, account.Options{Origins: a.options.Origins, Hash: a.options.Hash})
	if err != nil {
		return err
	}
	a.Framework = framework.New(a.Door)
	a.Framework.UseDrawings(kit.DrawingBody, kit.LendDrawing)
	a.Loading = loading.New(a.Door)
	a.Record = record.New(a.Door)
	a.Conversation = conversation.New(a.Door)
	a.Promise = promise.New(a.Door)
	a.Translation = translation.New(a.Door, a.Framework)
	a.Releases = release.New(a.Door)
	a.Insight = insight.New(a.Door)
	a.Together = together.New(a.Door)
	a.Audits = caseaudit.New(a.Door, a.Account)
	a.Audits.UseBoard(a.putOnBoard)
	a.Inspection = inspection.New(a.Door, a.Account)
	a.Policy = policy.New(a.Door)
	a.evidence()
	a.briefings()
	a.Voice = voice.New(a.Door, a.Account).AnswersAfter(ownAnswersAfter)
	a.Framework.UseGroups(together.MayUse)
	a.Framework.UseOverlay(a.Translation.Overlay)
	if err := a.Framework.RefreshWordings(ctx); err != nil {
		return err
	}
	if err := a.Translation.Refresh(ctx); err != nil {
		return err
	}
	a.Watch = watch.New(a.Door, a.Account)
	a.Record.UseOwnNames(a.Account.OwnName)
	a.Record.OnErase(watch.Erase)
	a.Custody = custody.New(a.Door, a.Record, a.Account, a.Nations)
	a.Sharing = sharing.New(a.Door, a.Account, a.Nations)
	a.Record.OnErase(inspection.Erase)
	a.Record.OnErase(together.Erase)
	a.Record.OnErase(caseaudit.Erase)
	a.Record.OnErase(sharing.Erase)
	a.Record.OnErase(voice.Erase)
	a.Record.OnErase(conversation.Erase)
	a.Record.OnErase(promise.Erase)
	a.Record.OnErase(a.Insight.Erase)
	a.Custody.AlsoFrom(a.heldInSharing)
	a.Custody.AlsoFrom(a.heldInMeetings)
	a.Custody.AlsoFrom(a.heldInWorks)
	a.Custody.AlsoFrom(a.heldInVoice)
	a.Custody.AlsoFrom(a.heldInAudits)
	a.Custody.AlsoFrom(a.heldInInspection)
	a.Between = sharing.NewBetween(a.Sharing)
	a.Insight.UseKeys(a.poolKeys())
	a.Record.OnErase(sharing.EraseTransfers)
	a.Conversation.UsePromises(promise.TakeIn, promise.TakeBack)
	if err := a.finishErasures(ctx); err != nil {
		return err
	}
	return a.Record.ResealNames(ctx)
}

// finishErasures ends what a crash in the middle of a destruction, or a restored backup, left behind.
func (a *App) finishErasures(ctx context.Context) error {
	left, err := a.Door.ApplyTombstones(ctx)
	if err != nil {
		return fmt.Errorf("apply tombstones: %w", err)
	}
	return a.Record.FinishErasures(ctx, left)
}

// Close lets what is under way finish and closes the database.
func (a *App) Close() error { return a.DB.Close() }
