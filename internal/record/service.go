package record

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// Service is what can be done with a young person's record. It is safe for concurrent use.
type Service struct {
	ownName func(context.Context, *access.Work) (string, error) // nil where nobody asked for it
	door    *access.Door
	index   *nameIndex
	erase   []func(context.Context, *access.Work, string) error

	mayErase  []func(ctx context.Context, w *access.Work, id, why string) error
	onProfile []func(ctx context.Context, w *access.Work, id string) error
}

// OnProfile adds what another room reckons from a profile: it is told in the transaction that writes one. Add before the
// first use.
func (s *Service) OnProfile(f func(ctx context.Context, w *access.Work, id string) error) {
	s.onProfile = append(s.onProfile, f)
}

// New makes the service. The name index fills itself on the first search.
func New(door *access.Door) *Service {
	return &Service{door: door, index: newNameIndex()}
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
	Revision      string        // of the profile: give it back with a change, so that nobody writes over another's
	Restricted    bool          // it opens to those it names alone
	Parts         []permit.Part // of the record that its reader holds: what a page offers goes by them

	born Birth // where the profile does not tell its reader: whose edition a conversation is held with
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
	if err := n.check(who, s.door.Now()); err != nil {
		return "", fmt.Errorf("open record: %w", err)
	}
	var revision string
	err := s.door.Do(ctx, who, permit.CreateRecord, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		revision, err = s.create(ctx, w, n)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("open record: %w", err)
	}
	s.index.add(n.ID, revision, n.Profile.Names.all())
	return n.ID, nil
}

func (s *Service) create(ctx context.Context, w *access.Work, n NewPerson) (revision string, err error) {
	if err := w.NewRecord(ctx, n.ID); err != nil {
		return "", err
	}
	if err := insertPerson(ctx, w.Tx, personRow{id: n.ID, organisation: w.Who.Organisation, nation: n.Nation,
		openedAt: db.Time(w.At), openedBy: w.Who.ID}); err != nil {
		return "", err
	}
	if revision, err = s.saveProfile(ctx, w, n.ID, n.Profile); err != nil {
		return "", err
	}
	return revision, firstGrants(ctx, w, n)
}

func (n NewPerson) check(who permit.Actor, today time.Time) error {
	if err := n.Profile.Check(today); err != nil {
		return err
	}
	var c problem.Check
	c.Require(db.IsID(n.ID), "id", "problem.not_an_id")
	c.Require(slices.Contains(nation.Codes(), n.Nation), "nation", "problem.not_a_choice")
	for _, team := range n.Teams {
		c.Require(slices.Contains(who.Teams, team), "teams", "record.not_your_team")
	}
	return c.Err()
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

// saveProfile writes a new version of the profile, the search names and the case number's blind index. It returns the
// version's id.
func (s *Service) saveProfile(ctx context.Context, w *access.Work, record string, p Profile) (string, error) {
	p.Version = profileVersion
	document, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("write profile: %w", err)
	}
	id, at := db.NewID(), db.Time(w.At)
	sealed := w.Key.Seal(document, seal.Place{Table: "record_profiles", Row: id, Column: "document"})
	if err := insertProfile(ctx, w.Tx, id, record, at, w.Who.ID, sealed); err != nil {
		return "", err
	}
	names, err := json.Marshal(p.Names.all())
	if err != nil {
		return "", fmt.Errorf("write names: %w", err)
	}
	if err := upsertNames(ctx, w.Tx, nameRow{record: record, revision: id, updatedAt: at,
		names: w.NamesOf().Seal(names)}); err != nil {
		return "", err
	}
	for _, tell := range s.onProfile {
		if err := tell(ctx, w, record); err != nil {
			return "", err
		}
	}
	if p.Reference == "" {
		return id, deleteIdentifier(ctx, w.Tx, record, "case")
	}
	return id, insertIdentifier(ctx, w.Tx, record, "case", w.Blind("record.case", foldReference(p.Reference)),
		w.Key.SealText(p.Reference, seal.Place{Table: "record_identifiers", Row: record, Column: "case"}))
}

// Person opens a record. Whoever holds parts of it sees whom it is about and what they may read beside.
func (s *Service) Person(ctx context.Context, who permit.Actor, id string) (p Person, err error) {
	err = s.door.Read(ctx, who, permit.OpenRecord, access.Record(id), func(w *access.Work) error {
		if p, err = Find(ctx, w, id); err != nil {
			return err
		}
		p.mask(who)
		r, err := w.Restriction(ctx)
		p.Restricted = r.Holds()
		return err
	})
	return p, err
}

// Whole reports whether its reader may read all that the profile says.
func (p Person) Whole(who permit.Actor) bool { return permit.On(who, permit.ReadProfile, p.Parts) }

// mask leaves of a record what its reader's parts open: whom it is about, and how to speak with them.
func (p *Person) mask(who permit.Actor) {
	if !permit.On(who, permit.ReadConversation, p.Parts) {
		p.LastSittingAt = time.Time{}
	}
	if p.Whole(who) {
		return
	}
	have := p.Profile
	p.born = have.Birth
	p.Profile = Profile{Version: have.Version, Names: have.Names, Pronouns: have.Pronouns, Languages: have.Languages, CopyLanguage: have.CopyLanguage}
	p.Profile.Interpreter = have.Interpreter
	p.Profile.Interpreter.Notes = ""
	p.OpenedAt, p.OpenedBy, p.Revision = time.Time{}, "", ""
}

// Find reads the record of a work that is already decided: for rooms below, within their own use case.
func Find(ctx context.Context, w *access.Work, id string) (Person, error) {
	row, err := findPerson(ctx, w.Tx, id)
	if err != nil {
		return Person{}, fmt.Errorf("find record: %w", err)
	}
	profile, err := findProfile(ctx, w.Tx, id)
	if err != nil {
		return Person{}, fmt.Errorf("find profile: %w", err)
	}
	p, err := open(row, profile, w.Key)
	p.Parts = w.Parts
	return p, err
}

func open(row personRow, profile profileRow, key seal.Key) (Person, error) {
	p := Person{ID: row.id, Organisation: row.organisation, Nation: row.nation, OpenedBy: row.openedBy, Revision: profile.id}
	var err error
	if p.OpenedAt, err = db.ParseTime(row.openedAt); err != nil {
		return p, err
	}
	if row.lastSittingAt != "" {
		if p.LastSittingAt, err = db.ParseTime(row.lastSittingAt); err != nil {
			return p, err
		}
	}
	p.Profile, err = openProfile(profile, key)
	return p, err
}

func openProfile(row profileRow, key seal.Key) (p Profile, err error) {
	plain, err := key.Open(row.document, seal.Place{Table: "record_profiles", Row: row.id, Column: "document"})
	if err != nil {
		return p, fmt.Errorf("open profile: %w", err)
	}
	if err := json.Unmarshal(plain, &p); err != nil {
		return p, fmt.Errorf("read profile: %w", err)
	}
	return p, nil
}

// UpdateProfile writes a new version of who a young person is; the earlier ones stay. revision is the Person's that
// was changed: when somebody else changed it since, this is a Conflict and nothing is written.
func (s *Service) UpdateProfile(ctx context.Context, who permit.Actor, id, revision string, p Profile) error {
	if err := p.Check(s.door.Now()); err != nil {
		return fmt.Errorf("change profile: %w", err)
	}
	var next string
	err := s.door.Do(ctx, who, permit.EditRecord, access.Record(id), func(w *access.Work) error {
		now, err := findProfile(ctx, w.Tx, id)
		if err != nil {
			return err
		}
		if now.id != revision {
			return problem.New(problem.Conflict, "problem.conflict")
		}
		next, err = s.saveProfile(ctx, w, id, p)
		return err
	})
	if err != nil {
		return fmt.Errorf("change profile: %w", err)
	}
	s.index.add(id, next, p.Names.all())
	return nil
}

// Version is a profile as it was written at one time.
type Version struct {
	Profile  Profile
	At       time.Time
	AuthorID string
}

// Versions gives every version of a profile, the newest first.
func (s *Service) Versions(ctx context.Context, who permit.Actor, id string) (list []Version, err error) {
	err = s.door.Read(ctx, who, permit.ReadProfile, access.Record(id), func(w *access.Work) error {
		rows, err := listVersions(ctx, w.Tx, id)
		if err != nil {
			return err
		}
		list = make([]Version, 0, len(rows))
		for _, r := range rows {
			v := Version{AuthorID: r.author}
			if v.At, err = db.ParseTime(r.at); err != nil {
				return err
			}
			if v.Profile, err = openProfile(r.profileRow, w.Key); err != nil {
				return err
			}
			list = append(list, v)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list profile versions: %w", err)
	}
	return list, nil
}

// NoteSitting keeps the date of the last sitting for the caseload list; conversation calls it while saving.
func NoteSitting(ctx context.Context, w *access.Work, id string) error {
	return updateLastSitting(ctx, w.Tx, id, db.Time(w.At))
}

// NoteSittingAt is NoteSitting for one that was held some time ago: a later one stays the last.
func NoteSittingAt(ctx context.Context, w *access.Work, id string, at time.Time) error {
	return updateLastSitting(ctx, w.Tx, id, db.Time(at))
}

// SetLastSitting puts the date of the last sitting right, "" for none: one that stood here by mistake was taken away.
func SetLastSitting(ctx context.Context, w *access.Work, id, at string) error {
	return setLastSitting(ctx, w.Tx, id, at)
}

// NamesOf gives the names of records whose keys a list has opened: for rooms below, whose lists show whose line it is.
func NamesOf(ctx context.Context, l *access.Listing, keys map[string]seal.Key) (map[string]Names, error) {
	profiles, err := listProfiles(ctx, l.Tx, slices.Collect(maps.Keys(keys)))
	if err != nil {
		return nil, fmt.Errorf("find names: %w", err)
	}
	names := make(map[string]Names, len(keys))
	for id, row := range profiles {
		p, err := openProfile(row, keys[id])
		if err != nil {
			return nil, err
		}
		names[id] = p.Names
	}
	return names, nil
}

// Now gives the room's clock: for ages and for words such as "until".
func (s *Service) Now() time.Time { return s.door.Now() }

// May reports whether who may do act on a record now: what a page offers. It shows nothing.
func (s *Service) May(ctx context.Context, who permit.Actor, act permit.Action, recordID string) bool {
	return s.door.May(ctx, who, act, recordID)
}
