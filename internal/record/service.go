package record

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Service is what can be done with a young person's record. It is safe for concurrent use.
type Service struct {
	door  *access.Door
	index *nameIndex
	erase []func(context.Context, *access.Work, string) error
}

// New makes the service. The name index fills itself on the first search.
func New(door *access.Door) *Service {
	return &Service{door: door, index: newNameIndex()}
}

// OnErase adds what another room must delete when a record is destroyed. It runs in the same transaction.
func (s *Service) OnErase(f func(context.Context, *access.Work, string) error) {
	s.erase = append(s.erase, f)
}

// Person is a young person's record as its readers see it.
type Person struct {
	ID            string
	Organisation  string
	Nation        string
	OpenedAt      time.Time
	OpenedBy      string
	LastSittingAt time.Time // zero before the first
	Profile       Profile
}

// NewPerson is what opening a record needs. ID may be made by the client, so that a form sent twice makes one record.
type NewPerson struct {
	ID      string
	Nation  string
	Profile Profile
	Teams   []string // teams that work with the young person; each gets a grant
	Sealed  bool     // whether who opens the record also holds the sealed details
}

// Create opens a record: profile, keys, and the first grants, to who opens it and to the teams named. It returns the
// record's id. The same ID again is a Conflict and changes nothing.
func (s *Service) Create(ctx context.Context, who permit.Actor, n NewPerson) (string, error) {
	if n.ID == "" {
		n.ID = db.NewID()
	}
	if err := n.Profile.Check(s.door.Now()); err != nil {
		return "", err
	}
	for _, team := range n.Teams {
		if !contains(who.Teams, team) {
			return "", problem.New(problem.Invalid, "record.not_your_team")
		}
	}
	err := s.door.Do(ctx, who, permit.CreateRecord, access.Organisation(who.Organisation), func(w *access.Work) error {
		if err := w.NewRecord(ctx, n.ID); err != nil {
			return err
		}
		at := db.Time(w.At)
		if err := insertPerson(ctx, w.Tx, personRow{id: n.ID, organisation: who.Organisation, nation: n.Nation,
			openedAt: at, openedBy: who.ID}); err != nil {
			return err
		}
		if err := s.saveProfile(ctx, w, n.ID, n.Profile); err != nil {
			return err
		}
		return firstGrants(ctx, w, n)
	})
	if err != nil {
		return "", fmt.Errorf("open record: %w", err)
	}
	return n.ID, nil
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

func firstGrants(ctx context.Context, w *access.Work, n NewPerson) error {
	reason := access.ReasonAllocation
	if w.Who.Is(permit.Guardian) {
		reason = access.ReasonGuardian
	}
	grants := []access.Grant{{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: w.Who.ID, Reason: reason}}
	if n.Sealed {
		grants = append(grants, access.Grant{Part: permit.PartSealed, HolderKind: access.HolderAccount, Holder: w.Who.ID, Reason: reason})
	}
	for _, team := range n.Teams {
		grants = append(grants, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderTeam, Holder: team, Reason: access.ReasonTeam})
	}
	for _, g := range grants {
		if _, err := w.Give(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

const profileVersion = 1

// saveProfile writes a new version of the profile, the search names and the case number's blind index.
func (s *Service) saveProfile(ctx context.Context, w *access.Work, record string, p Profile) error {
	p.Version = profileVersion
	document, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("write profile: %w", err)
	}
	id, at := db.NewID(), db.Time(w.At)
	sealed := w.Key.Seal(document, seal.Place{Table: "record_profiles", Row: id, Column: "document"})
	if err := insertProfile(ctx, w.Tx, id, record, at, w.Who.ID, sealed); err != nil {
		return err
	}
	names, err := json.Marshal(p.Names.all())
	if err != nil {
		return fmt.Errorf("write names: %w", err)
	}
	if err := upsertNames(ctx, w.Tx, record, at, w.System().Seal(names, namesPlace(record))); err != nil {
		return err
	}
	if p.Reference == "" {
		return deleteIdentifier(ctx, w.Tx, record, "case")
	}
	return insertIdentifier(ctx, w.Tx, record, "case", w.Blind("record.case", foldReference(p.Reference)),
		w.Key.SealText(p.Reference, seal.Place{Table: "record_identifiers", Row: record, Column: "case"}))
}

func namesPlace(record string) seal.Place {
	return seal.Place{Table: "record_names", Row: record, Column: "names"}
}

// Person opens a record.
func (s *Service) Person(ctx context.Context, who permit.Actor, id string) (p Person, err error) {
	err = s.door.Read(ctx, who, permit.OpenRecord, access.Record(id), func(w *access.Work) error {
		p, err = Find(ctx, w, id)
		return err
	})
	return p, err
}

// Find reads the record of a work that is already decided: for rooms below, within their own use case.
func Find(ctx context.Context, w *access.Work, id string) (Person, error) {
	row, err := findPerson(ctx, w.Tx, id)
	if err != nil {
		return Person{}, fmt.Errorf("find record: %w", err)
	}
	return open(ctx, w, row, w.Key)
}

func open(ctx context.Context, w *access.Work, row personRow, key seal.Key) (Person, error) {
	p := Person{ID: row.id, Organisation: row.organisation, Nation: row.nation, OpenedBy: row.openedBy}
	var err error
	if p.OpenedAt, err = db.ParseTime(row.openedAt); err != nil {
		return p, err
	}
	if row.lastSittingAt != "" {
		if p.LastSittingAt, err = db.ParseTime(row.lastSittingAt); err != nil {
			return p, err
		}
	}
	id, document, err := findProfile(ctx, w.Tx, row.id)
	if err != nil {
		return p, fmt.Errorf("find profile: %w", err)
	}
	plain, err := key.Open(document, seal.Place{Table: "record_profiles", Row: id, Column: "document"})
	if err != nil {
		return p, fmt.Errorf("open profile: %w", err)
	}
	if err := json.Unmarshal(plain, &p.Profile); err != nil {
		return p, err
	}
	return p, nil
}

// UpdateProfile writes a new version of who a young person is; the earlier ones stay.
func (s *Service) UpdateProfile(ctx context.Context, who permit.Actor, id string, p Profile) error {
	if err := p.Check(s.door.Now()); err != nil {
		return err
	}
	return s.door.Do(ctx, who, permit.EditRecord, access.Record(id), func(w *access.Work) error {
		return s.saveProfile(ctx, w, id, p)
	})
}

// NoteSitting keeps the date of the last sitting for the caseload list; conversation calls it while saving.
func NoteSitting(ctx context.Context, w *access.Work, id string) error {
	return updateLastSitting(ctx, w.Tx, id, db.Time(w.At))
}

// Row is one line of a caseload list.
type Row struct {
	ID            string
	Names         Names
	Languages     []Language
	LastSittingAt time.Time
}

// ListLimit is how many records one list page shows; a search narrows it.
const ListLimit = 200

// Caseload lists the records who may open: all of them, newest sitting first, or those whose name (in any script) or
// case number fits the query. total is how many who may open in all, before the query and the limit.
func (s *Service) Caseload(ctx context.Context, who permit.Actor, query string) (rows []Row, total int, err error) {
	err = s.door.List(ctx, who, permit.ListRecords, func(l *access.Listing) error {
		rows = rows[:0]
		if total, err = countVisible(ctx, l); err != nil {
			return err
		}
		people, err := s.search(ctx, l, query)
		if err != nil {
			return err
		}
		rows, err = s.rows(ctx, l, people)
		return err
	})
	return rows, total, err
}

func (s *Service) rows(ctx context.Context, l *access.Listing, people []personRow) ([]Row, error) {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.id
	}
	keys, err := l.Keys(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, 0, len(people))
	for _, row := range people {
		key, ok := keys[row.id]
		if !ok {
			continue
		}
		p, err := open(ctx, l.Work, row, key)
		if err != nil {
			return nil, err
		}
		rows = append(rows, Row{ID: p.ID, Names: p.Profile.Names, Languages: p.Profile.Languages, LastSittingAt: p.LastSittingAt})
	}
	return rows, nil
}

// Erase destroys a record: the key first, then every row of every room, leaving a tombstone with the key ring and an
// entry in the ledger. There is no way back, and no backup brings it back.
func (s *Service) Erase(ctx context.Context, who permit.Actor, id, why string) error {
	if why == "" {
		return problem.New(problem.Invalid, "record.needs_a_reason")
	}
	err := s.door.Do(ctx, who, permit.EraseRecord, access.Record(id), func(w *access.Work) error {
		if err := w.Destroy(ctx, why); err != nil {
			return err
		}
		return s.deleteEverywhere(ctx, w, id)
	})
	if err == nil {
		s.index.forget(id)
	}
	return err
}

func (s *Service) deleteEverywhere(ctx context.Context, w *access.Work, id string) error {
	for i := len(s.erase) - 1; i >= 0; i-- {
		if err := s.erase[i](ctx, w, id); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	return deletePerson(ctx, w.Tx, id)
}

// FinishErasures deletes the rows of records whose keys are destroyed: after a restore, or a crash in the middle.
func (s *Service) FinishErasures(ctx context.Context, records []string) error {
	for _, id := range records {
		err := s.door.Do(ctx, permit.System, permit.Operate, access.Nothing, func(w *access.Work) error {
			return s.deleteEverywhere(ctx, w, id)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// NamesOf gives the names of records whose keys a list has opened: for rooms below, whose lists show whose line it is.
func NamesOf(ctx context.Context, l *access.Listing, keys map[string]seal.Key) (map[string]Names, error) {
	names := make(map[string]Names, len(keys))
	for id, key := range keys {
		p, err := open(ctx, l.Work, personRow{id: id, openedAt: db.Time(l.At)}, key)
		if err != nil {
			return nil, err
		}
		names[id] = p.Profile.Names
	}
	return names, nil
}
