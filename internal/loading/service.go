package loading

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
)

// mostDrafts is how many drafts an organisation may have open at once.
const mostDrafts = 100

// Service is what a steward can do with drafts, and anybody with additions. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	pictures pictures
}

// New makes the service.
func New(door *access.Door) *Service {
	return &Service{door: door, pictures: newPictures()}
}

func draftPlace(id string) seal.Place {
	return seal.Place{Table: "loading_drafts", Row: id, Column: "document"}
}

func operationPlace(id string) seal.Place {
	return seal.Place{Table: "loading_operations", Row: id, Column: "document"}
}

// Start begins a draft under an id that the client made: the same one again changes nothing.
func (s *Service) Start(ctx context.Context, who permit.Actor, id string, goal Goal) error {
	if !db.IsID(id) {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	if err := goal.Check(); err != nil {
		return err
	}
	err := s.do(ctx, who, func(w *access.Work) error {
		w.Note("started", id)
		if _, err := findDraft(ctx, w.Tx, who.Organisation, id); !problem.Is(err, problem.NotFound) {
			return err
		}
		n, err := countDrafts(ctx, w.Tx, who.Organisation)
		if err != nil {
			return err
		}
		if n >= mostDrafts {
			return problem.New(problem.Conflict, "loading.too_many_drafts", "max", mostDrafts)
		}
		d := Draft{ID: id, Organisation: who.Organisation, MadeAt: w.At, LastAt: w.At, State: StateOpen}
		if err := insertDraft(ctx, w.Tx, d, who.ID, w.System().SealText(goal.Name, draftPlace(id))); err != nil {
			return err
		}
		return saveOperation(ctx, w, id, 1, Operation{ID: db.NewID(), Goal: &goal})
	})
	if err != nil {
		return fmt.Errorf("start draft: %w", err)
	}
	return nil
}

func (s *Service) do(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Do(ctx, who, permit.LoadFramework, access.Organisation(who.Organisation), f)
}

func (s *Service) read(ctx context.Context, who permit.Actor, f func(*access.Work) error) error {
	return s.door.Read(ctx, who, permit.LoadFramework, access.Organisation(who.Organisation), f)
}

func saveOperation(ctx context.Context, w *access.Work, draft string, place int, o Operation) error {
	document, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return insertOperation(ctx, w.Tx, draft, place, w.Who.ID,
		operationRow{id: o.ID, at: db.Time(w.At), document: w.System().Seal(document, operationPlace(o.ID))})
}

func operationsOf(ctx context.Context, w *access.Work, draft string) ([]Operation, error) {
	rows, err := listOperations(ctx, w.Tx, draft)
	if err != nil {
		return nil, err
	}
	list := make([]Operation, len(rows))
	for i, r := range rows {
		plain, err := w.System().Open(r.document, operationPlace(r.id))
		if err != nil {
			return nil, fmt.Errorf("open operation: %w", err)
		}
		if err := json.Unmarshal(plain, &list[i]); err != nil {
			return nil, err
		}
		list[i].ID = r.id
		if list[i].At, err = db.ParseTime(r.at); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Drafts lists the drafts of the actor's organisation, the one worked on last first.
func (s *Service) Drafts(ctx context.Context, who permit.Actor) (list []Draft, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		rows, err := listDrafts(ctx, w.Tx, who.Organisation)
		if err != nil {
			return err
		}
		list = make([]Draft, len(rows))
		for i, r := range rows {
			if list[i], err = named(w, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	return list, nil
}

func named(w *access.Work, r draftRow) (d Draft, err error) {
	r.Draft.Name, err = w.System().OpenText(r.document, draftPlace(r.ID))
	return r.Draft, err
}

// Open gives a draft with everything folded. One of another organisation is NotFound.
func (s *Service) Open(ctx context.Context, who permit.Actor, id string) (o *Opened, err error) {
	err = s.read(ctx, who, func(w *access.Work) error {
		w.Note(id)
		o, err = open(ctx, w, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open draft: %w", err)
	}
	return o, nil
}

func open(ctx context.Context, w *access.Work, id string) (*Opened, error) {
	row, err := findDraft(ctx, w.Tx, w.Who.Organisation, id)
	if err != nil {
		return nil, err
	}
	o := &Opened{}
	if o.Draft, err = named(w, row); err != nil {
		return nil, err
	}
	if o.Files, err = filesOf(ctx, w, id); err != nil {
		return nil, err
	}
	operations, err := operationsOf(ctx, w, id)
	if err != nil {
		return nil, err
	}
	var read reading
	state, err := fold(operations, func(file string) ([]Page, error) {
		read, err = readingOf(ctx, w, id, file)
		return read.Pages, err
	})
	if err != nil {
		return nil, fmt.Errorf("fold operations: %w", err)
	}
	o.State, o.Whole = *state, read.Whole
	return o, nil
}

// Act adds one operation to a draft. seen is how many operations the draft had when the form was made (Opened.Seen):
// when somebody has gone on since, it is a Conflict, nothing is changed, and the form can be sent again against what is
// there now. An operation whose id is there already changes nothing.
func (s *Service) Act(ctx context.Context, who permit.Actor, draft string, seen int, o Operation) error {
	if err := o.Check(); err != nil {
		return err
	}
	if !db.IsID(o.ID) || o.File != "" {
		return problem.New(problem.Invalid, "problem.stale_form")
	}
	err := s.do(ctx, who, func(w *access.Work) error { return act(ctx, w, draft, seen, o) })
	if err != nil {
		return fmt.Errorf("change draft: %w", err)
	}
	return nil
}

func act(ctx context.Context, w *access.Work, draft string, seen int, o Operation) error {
	w.Note(draft, o.ID)
	row, err := findDraft(ctx, w.Tx, w.Who.Organisation, draft)
	if err != nil {
		return err
	}
	if !row.Open() {
		return problem.New(problem.Conflict, "loading.published")
	}
	before, err := operationsOf(ctx, w, draft)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(before, func(have Operation) bool { return have.ID == o.ID }) {
		return nil
	}
	if seen != len(before) {
		return problem.New(problem.Conflict, "loading.moved_on")
	}
	if len(before) >= mostLoadings {
		return problem.New(problem.Conflict, "loading.too_much")
	}
	state, err := fold(append(before, o), func(file string) ([]Page, error) {
		read, err := readingOf(ctx, w, draft, file)
		return read.Pages, err
	})
	if err != nil {
		return err
	}
	if err := saveOperation(ctx, w, draft, len(before)+1, o); err != nil {
		return err
	}
	return touchDraft(ctx, w.Tx, draft, db.Time(w.At), w.System().SealText(state.Goal.Name, draftPlace(draft)))
}

// Discard destroys an open draft with its files: somebody else's text is not kept for nothing. A published one stays.
func (s *Service) Discard(ctx context.Context, who permit.Actor, draft string) error {
	err := s.do(ctx, who, func(w *access.Work) error {
		w.Note("discarded", draft)
		row, err := findDraft(ctx, w.Tx, who.Organisation, draft)
		if err != nil {
			return err
		}
		if !row.Open() {
			return problem.New(problem.Conflict, "loading.published")
		}
		return deleteDraft(ctx, w.Tx, draft)
	})
	if err != nil {
		return fmt.Errorf("discard draft: %w", err)
	}
	return nil
}
