package custody

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// Service is what can be done about the keeping of records. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	records  *record.Service
	accounts *account.Service
	packs    nation.Packs
	sources  []Source
}

// New makes the service, and puts its rules between a record and its destruction.
func New(door *access.Door, records *record.Service, accounts *account.Service, packs nation.Packs) *Service {
	s := &Service{door: door, records: records, accounts: accounts, packs: packs}
	records.BeforeErase(s.beforeErase)
	records.OnErase(eraseAll)
	records.OnProfile(s.Wind)
	return s
}

// Now gives the room's clock.
func (s *Service) Now() time.Time { return s.door.Now() }

func (s *Service) today() string { return promise.Day(s.door.Now()) }

// Keeping is why a record is held and how long: three things that are not one another, and the clock.
type Keeping struct {
	Person    record.Person
	Entries   []Entry // everything that was said, the oldest first
	Basis     *Entry  // the one that holds, nil until somebody said
	Ground    nation.Rule
	Talks     []Talk // agreement to take part, conversation by conversation
	Words     []WordsPermission
	Clock     Clock
	Policy    Policy
	Holds     []Entry // that stand
	Proposal  *Entry  // to destroy it, not withdrawn
	KeptUntil string
	Names     map[string]account.Person // of those who said something, by account
	At        time.Time                 // when it was read
	Deciding  bool                      // whoever reads this may hold and propose
}

// Due reports whether the record may be destroyed as far as its time goes: past its clock and past what somebody decided
// to keep it for.
func (k Keeping) Due(at time.Time) bool { return k.Clock.IsDue(at) && k.KeptUntil < promise.Day(at) }

// Talk is one conversation, as far as agreement to take part goes: what was explained beforehand, and whether it went on.
type Talk struct {
	ID        string
	At        time.Time
	Explained bool
	Readers   string // who reads it, as the young person was told
	Ending    string
}

// WordsPermission is one answer to "may we pass on these words of yours?".
type WordsPermission struct {
	At          time.Time
	Yes         bool
	Whom        string // an organisation's name; "" for publication and for what they carry on
	Publication bool
	CarryOn     bool // to whomever they show their card
}

// permissions gives every answer, the newest first, with the names of those who would receive the words.
func (s *Service) permissions(ctx context.Context, w *access.Work, recordID string) ([]WordsPermission, error) {
	said, err := conversation.Permissions(ctx, w, recordID)
	list := make([]WordsPermission, 0, len(said))
	for _, p := range slices.Backward(said) {
		a := WordsPermission{At: p.At, Yes: p.Yes, Publication: p.Recipient == conversation.Publication, CarryOn: p.Recipient == conversation.CarryOn}
		if conversation.IsOrganisation(p.Recipient) {
			o, err := s.accounts.Organisation(ctx, w, p.Recipient)
			if a.Whom = o.Name; problem.Is(err, problem.NotFound) {
				if a.Whom = p.Text.To; a.Whom == "" {
					a.Whom = p.Recipient
				}
			} else if err != nil {
				return nil, err
			}
		}
		list = append(list, a)
	}
	return list, err
}

// Keeping opens it.
func (s *Service) Keeping(ctx context.Context, who permit.Actor, recordID string) (k Keeping, err error) {
	err = s.door.Read(ctx, who, permit.ReadKeeping, access.Record(recordID), func(w *access.Work) error {
		if k, err = s.keeping(ctx, w, recordID); err != nil {
			return err
		}
		if k.Talks, err = talks(ctx, w, recordID); err != nil {
			return err
		}
		if k.Words, err = s.permissions(ctx, w, recordID); err != nil {
			return err
		}
		ids := []string{}
		for _, e := range k.Entries {
			ids = append(ids, e.Author)
		}
		k.Names, err = s.accounts.Names(ctx, w, ids)
		return err
	})
	if err != nil {
		return Keeping{}, fmt.Errorf("why a record is held: %w", err)
	}
	return k, nil
}

// keeping reads what decisions rest on, within a use case.
func (s *Service) keeping(ctx context.Context, w *access.Work, recordID string) (k Keeping, err error) {
	if k.Person, err = record.Find(ctx, w, recordID); err != nil {
		return k, err
	}
	if k.Entries, err = entries(ctx, w, recordID); err != nil {
		return k, err
	}
	if k.Policy, err = policyOf(ctx, w, k.Person.Organisation); err != nil {
		return k, err
	}
	life, err := life(ctx, w, k.Person, k.Entries)
	if err != nil {
		return k, err
	}
	if k.Clock, err = Reckon(life, s.packs, k.Policy, promise.Day(w.At)); err != nil {
		return k, err
	}
	if k.Ground, err = s.packs.For(k.Person.Nation).Rule(nation.RuleHoldingBasis, promise.Day(w.At)); err != nil {
		return k, err
	}
	k.Holds, k.KeptUntil = standing(k.Entries, Held), keptUntil(k.Entries)
	if said := standing(k.Entries, SaidBasis); len(said) > 0 {
		k.Basis = &said[len(said)-1]
	}
	if open := standing(k.Entries, Proposed); len(open) > 0 {
		k.Proposal = &open[len(open)-1]
	}
	k.At, k.Deciding = w.At, permit.Allowed(w.Who, permit.HoldKeeping, permit.Facts{Parts: w.Parts}).Allowed
	return k, nil
}

// life gathers what a record's clock is reckoned from.
func life(ctx context.Context, w *access.Work, p record.Person, said []Entry) (Life, error) {
	l := Life{Nation: p.Nation, OpenedOn: promise.Day(p.OpenedAt), Status: statusOf(said), Died: diedOn(said)}
	if !p.LastSittingAt.IsZero() {
		l.LastOn = promise.Day(p.LastSittingAt)
	}
	versions, err := record.AllVersions(ctx, w, p.ID)
	for _, v := range versions {
		l.Births = append(l.Births, v.Profile.Birth)
	}
	return l, err
}

func talks(ctx context.Context, w *access.Work, recordID string) ([]Talk, error) {
	held, err := conversation.Summaries(ctx, w, recordID)
	list := make([]Talk, 0, len(held))
	for _, h := range held {
		list = append(list, Talk{ID: h.ID, At: h.OpenedAt, Explained: len(h.Setup.Explained) > 0, Readers: h.Setup.Readers, Ending: string(h.Ending)})
	}
	return list, err
}

// wound is what the register knows of a record: no name, only when its time ends.
type wound struct {
	Version int    `json:"v"`
	Due     string `json:"due"`
	Born    string `json:"born,omitempty"` // where the organisation's own policy counts, which may change: reckoned from here
	Last    string `json:"last,omitempty"`
	Rule    Rule   `json:"rule"`
	Until   string `json:"until,omitempty"` // kept longer until then
	Held    bool   `json:"held,omitempty"`
	Review  string `json:"review,omitempty"` // when the first hold is to be looked at again
}

func clockPlace(record string) seal.Place {
	return seal.Place{Table: "custody_clocks", Row: record, Column: "document"}
}

// Wind reckons a record's clock anew and keeps it for the register, within a use case on the record.
func (s *Service) Wind(ctx context.Context, w *access.Work, recordID string) error {
	k, err := s.keeping(ctx, w, recordID)
	if err != nil {
		return err
	}
	d := wound{Version: 1, Due: k.Clock.Due, Rule: k.Clock.Rule, Until: k.KeptUntil, Held: len(k.Holds) > 0}
	if d.Rule == ByPolicy {
		d.Born, d.Last = k.Clock.Born, max(promise.Day(k.Person.OpenedAt), k.Clock.Died)
	}
	for _, h := range k.Holds {
		if d.Review == "" || h.Text.Day < d.Review {
			d.Review = h.Text.Day
		}
	}
	document, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("wind a clock: %w", err)
	}
	return upsertClock(ctx, w.Tx, clockRow{record: recordID, organisation: k.Person.Organisation, at: db.Time(w.At),
		document: w.System().Seal(document, clockPlace(recordID))})
}

func eraseAll(ctx context.Context, w *access.Work, recordID string) error {
	return deleteRecord(ctx, w.Tx, recordID)
}
