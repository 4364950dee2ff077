package sharing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// Service is what can be done with shares between agencies of one deployment. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	accounts *account.Service
	nations  nation.Packs
}

// New makes the service. The packs say which lawful grounds there are.
func New(door *access.Door, accounts *account.Service, nations nation.Packs) *Service {
	return &Service{door, accounts, nations}
}

// Erase deletes what this room holds of a record; record calls it while destroying the record.
func Erase(ctx context.Context, w *access.Work, recordID string) error {
	if err := deleteMeetings(ctx, w.Tx, recordID); err != nil {
		return err
	}
	return deleteShares(ctx, w.Tx, recordID)
}

func termsPlace(id string) seal.Place {
	return seal.Place{Table: "sharing_shares", Row: id, Column: "document"}
}

func answerPlace(id string) seal.Place {
	return seal.Place{Table: "sharing_answers", Row: id, Column: "document"}
}

// Now gives the room's clock.
func (s *Service) Now() time.Time { return s.door.Now() }

// Choice is what somebody who decides has before them: the person, what could be shared with a recipient, and who could be
// one.
type Choice struct {
	Person     record.Person
	Candidates []Shown
	Editions   map[string]*framework.Edition
	Agencies   []account.Organisation
	Partners   []Partner // other deployments that two people compared
}

// Choose shows what could be shared with a recipient ("" while nobody is chosen).
func (s *Service) Choose(ctx context.Context, who permit.Actor, recordID, recipient string) (c Choice, err error) {
	err = s.door.Read(ctx, who, permit.DecideShare, access.Record(recordID), func(w *access.Work) error {
		have, err := read(ctx, w, recordID)
		if err != nil {
			return err
		}
		c.Person, c.Candidates = have.person, have.candidates(recipient)
		if c.Editions, err = editionsOf(ctx, w, c.Candidates); err != nil {
			return err
		}
		if c.Agencies, err = s.agencies(ctx, w, c.Person.Organisation); err != nil {
			return err
		}
		c.Partners, err = trusted(ctx, w)
		return err
	})
	if err != nil {
		return Choice{}, fmt.Errorf("choose what to share: %w", err)
	}
	return c, nil
}

// agencies are the deployment's other organisations.
func (s *Service) agencies(ctx context.Context, w *access.Work, but string) ([]account.Organisation, error) {
	all, err := s.accounts.OrganisationsIn(ctx, w)
	return slices.DeleteFunc(all, func(o account.Organisation) bool { return o.ID == but }), err
}

func editionsOf(ctx context.Context, w *access.Work, list []Shown) (map[string]*framework.Edition, error) {
	editions := map[string]*framework.Edition{}
	for _, x := range list {
		if x.Edition == "" || editions[x.Edition] != nil {
			continue
		}
		ed, err := framework.Find(ctx, w, x.Edition)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		editions[x.Edition] = ed
	}
	return editions, nil
}

// Withdraw ends a share now: from the next request on the agency sees nothing of it. One that is over is a Conflict.
func (s *Service) Withdraw(ctx context.Context, who permit.Actor, recordID, share string) error {
	err := s.door.Do(ctx, who, permit.DecideShare, access.Record(recordID), func(w *access.Work) error {
		w.Note(share)
		have, err := findShare(ctx, w.Tx, share)
		if err != nil || have.Record != recordID || have.Share && have.Grant == "" { // another deployment's: see Between.Withdraw
			return problem.New(problem.NotFound, "problem.not_found")
		}
		if !have.Open(w.At) {
			return problem.New(problem.Conflict, "share.over")
		}
		if err := w.End(ctx, have.Grant, ""); err != nil {
			return err
		}
		return endShare(ctx, w.Tx, recordID, share, who.ID, db.Time(w.At))
	})
	if err != nil {
		return fmt.Errorf("withdraw share: %w", err)
	}
	return nil
}

// Entry is one line of a record's sharing log with what stands behind it.
type Entry struct {
	Decision
	Elements []Shown // as they are to the agency now
	Looks    []Look
	Replies  []Reply
	Promises map[string]promise.Promise // that the agency made, by id
	Beyond   bool                       // it is about another deployment: what came back stands with its packages
}

// Log is all that was decided about sharing one record, the newest first, with the names of whom it speaks of.
type Log struct {
	Person   record.Person
	Entries  []Entry
	Names    map[string]account.Person
	Agencies map[string]account.Organisation
	Editions map[string]*framework.Edition
	At       time.Time
}

// Shares gives a record's sharing log (R-3-2).
func (s *Service) Shares(ctx context.Context, who permit.Actor, recordID string) (l Log, err error) {
	err = s.door.Read(ctx, who, permit.ReadShares, access.Record(recordID), func(w *access.Work) error {
		l, err = s.LogOf(ctx, w, recordID)
		return err
	})
	if err != nil {
		return Log{}, fmt.Errorf("read sharing log: %w", err)
	}
	return l, nil
}

// LogOf is Shares within a use case that is already decided: for whoever gathers all that is held of a record.
func (s *Service) LogOf(ctx context.Context, w *access.Work, recordID string) (l Log, err error) {
	l = Log{At: w.At, Agencies: map[string]account.Organisation{}}
	if l.Person, err = record.Find(ctx, w, recordID); err != nil {
		return l, err
	}
	rows, err := listShares(ctx, w.Tx, recordID)
	if err != nil {
		return l, err
	}
	if err := endedElsewhere(ctx, w, rows); err != nil {
		return l, err
	}
	if l.Entries, err = entries(ctx, w, recordID, rows); err != nil {
		return l, err
	}
	return l, s.name(ctx, w, &l)
}

// endedElsewhere marks shares whose grant was ended on the page of grants: the agency sees nothing of them, so the log must
// not say that it does. When that was stands with the grant.
func endedElsewhere(ctx context.Context, w *access.Work, rows []shareRow) error {
	grants, err := w.Grants(ctx)
	if err != nil {
		return err
	}
	for i := range rows {
		at := slices.IndexFunc(grants, func(g access.Grant) bool { return g.ID == rows[i].Grant })
		if rows[i].EndedBy == "" && at >= 0 {
			rows[i].EndedBy = grants[at].EndedBy
		}
	}
	return nil
}

// entries opens decisions with what they show, who looked and what was answered.
func entries(ctx context.Context, w *access.Work, recordID string, rows []shareRow) ([]Entry, error) {
	have, err := read(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	elements, err := listElements(ctx, w.Tx, recordID)
	if err != nil {
		return nil, err
	}
	replies, err := openReplies(ctx, w, recordID)
	if err != nil {
		return nil, err
	}
	list := make([]Entry, len(rows))
	for i, row := range rows {
		e := Entry{Decision: row.Decision, Promises: map[string]promise.Promise{}}
		if e.Terms, err = openTerms(w, row); err != nil {
			return nil, err
		}
		for _, x := range elements[row.ID] {
			e.Elements = append(e.Elements, have.show(x, row.Recipient))
		}
		if e.Looks, err = listSeen(ctx, w.Tx, row.ID); err != nil {
			return nil, err
		}
		for _, r := range replies {
			if r.Share == row.ID {
				e.Replies = append(e.Replies, r)
			}
		}
		for _, p := range have.promises {
			if slices.ContainsFunc(e.Replies, func(r Reply) bool { return r.Ref == p.ID }) {
				e.Promises[p.ID] = p
			}
		}
		list[i] = e
	}
	return list, nil
}

func openTerms(w *access.Work, row shareRow) (t Terms, err error) {
	return t, unseal(w, row.document, termsPlace(row.ID), &t)
}

// unseal opens a document of the work's record.
func unseal(w *access.Work, document []byte, at seal.Place, into any) error {
	plain, err := w.Key.Open(document, at)
	if err != nil {
		return fmt.Errorf("open %s: %w", at.Table, err)
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return fmt.Errorf("read %s: %w", at.Table, err)
	}
	return nil
}

// beyondKind is the kind of what stands among a log's agencies and is no organisation here.
const beyondKind account.Kind = "deployment"

// beyond names another deployment as if it were an agency; nothing where there is none.
func beyond(ctx context.Context, w *access.Work, organisation, id string) (o account.Organisation, err error) {
	row, err := findPartner(ctx, w.Tx, organisation, id)
	if problem.Is(err, problem.NotFound) {
		return o, nil
	}
	if err != nil {
		return o, err
	}
	p, err := openPartner(w, row)
	return account.Organisation{ID: id, Name: p.Card.Name, Kind: beyondKind}, err
}

// name finds the names of everybody and the texts of everything that a log speaks of.
func (s *Service) name(ctx context.Context, w *access.Work, l *Log) (err error) {
	var ids []string
	var shown []Shown
	for i, e := range l.Entries {
		ids = append(ids, e.By, e.EndedBy)
		for _, look := range e.Looks {
			ids = append(ids, look.Account)
		}
		for _, r := range e.Replies {
			ids = append(ids, r.Author)
		}
		for _, x := range e.Elements {
			ids = append(ids, x.Author)
			shown = append(shown, x)
		}
		for _, id := range []string{e.Recipient, e.Organisation} {
			if _, have := l.Agencies[id]; have {
				continue
			}
			o, err := s.accounts.Organisation(ctx, w, id)
			if err != nil && !problem.Is(err, problem.NotFound) {
				return err
			}
			if o.ID == "" {
				if o, err = beyond(ctx, w, e.Organisation, id); err != nil {
					return err
				}
			}
			l.Agencies[id] = o
		}
		l.Entries[i].Beyond = e.Grant == "" && l.Agencies[e.Recipient].Kind == beyondKind
	}
	if l.Names, err = s.accounts.Names(ctx, w, ids); err != nil {
		return err
	}
	l.Editions, err = editionsOf(ctx, w, shown)
	return err
}
