package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// Service gives out whole records. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	accounts *account.Service
	givers   []Giver
}

// New makes the service. The door needs its ledger.
func New(door *access.Door, accounts *account.Service) *Service {
	return &Service{door: door, accounts: accounts}
}

// Reasons are why a whole record may be taken out; the code lands in the ledger.
var Reasons = []string{"asked_by_young_person", "moving_service", "moving_system", "court", "archive", "other"}

// The most that one archive holds. It is made in memory, so that nothing of a child lies about on a disk.
const (
	MaxFiles     = 100 << 20 // bytes of all files together
	maxJSON      = 64 << 20  // bytes of record.json
	maxLedger    = 20000     // lines
	ledgerAtOnce = 500
)

// Wish is what somebody asks for.
type Wish struct {
	Reason     string // one of Reasons
	Files      bool   // the files themselves too; else only the list of them
	Answerable bool   // who asks has said that they answer for the archive from here on
}

func (w Wish) check() error {
	var c problem.Check
	c.Require(slices.Contains(Reasons, w.Reason), "reason", "exchange.needs_reason")
	c.Require(w.Answerable, "answerable", "exchange.needs_answerable")
	return c.Err()
}

// Before is what somebody should know before they take a record out.
type Before struct {
	Names    record.Names
	HasFiles bool
	Bytes    int64 // of all files
	TooLarge bool  // the files together are more than MaxFiles
}

// Before tells what there is to take out; it leaves an entry in the ledger as every opening does.
func (s *Service) Before(ctx context.Context, who permit.Actor, recordID string) (b Before, err error) {
	err = s.door.Read(ctx, who, permit.ExportRecord, access.Record(recordID), func(w *access.Work) error {
		w.Note("looked")
		person, err := record.Find(ctx, w, recordID)
		if err != nil {
			return err
		}
		files, err := record.AllFiles(ctx, w, recordID)
		if err != nil {
			return err
		}
		b = Before{Names: person.Profile.Names, HasFiles: len(files) > 0}
		for _, f := range files {
			b.Bytes += f.Size
		}
		b.TooLarge = b.Bytes > MaxFiles
		return nil
	})
	if err != nil {
		return Before{}, fmt.Errorf("look at what to take out: %w", err)
	}
	return b, nil
}

// Export makes the archive of one whole record. The ledger keeps who took it out, why, and the archive's SHA-256, so
// that a copy that turns up can be told. One that would be too large is a Conflict.
func (s *Service) Export(ctx context.Context, who permit.Actor, recordID string, wish Wish) (archive []byte, err error) {
	if err := wish.check(); err != nil {
		return nil, fmt.Errorf("take out record: %w", err)
	}
	err = s.door.Read(ctx, who, permit.ExportRecord, access.Record(recordID), func(w *access.Work) error {
		more, err := s.others(ctx, w, recordID)
		if err != nil {
			return err
		}
		whole, contents, err := s.gather(ctx, w, recordID, wish, more)
		if err != nil {
			return err
		}
		if archive, err = Archive(whole, contents, more...); err != nil {
			return err
		}
		sum := sha256.Sum256(archive)
		w.Note("taken", "reason:"+wish.Reason, "sha256:"+hex.EncodeToString(sum[:]))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("take out record: %w", err)
	}
	return archive, nil
}
