package voice

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/seal"
)

// Allowed is what an organisation says about young people's own devices. It begins off, and each change is kept.
type Allowed struct {
	On        bool
	Since     time.Time // when it was switched on; zero where it is off
	By        string    // who decided it: a name or an office
	Day       string    // on what day, YYYY-MM-DD
	Reference string    // of the impact assessment that looked at it
	ChangedBy string    // the account that wrote it down
	ChangedAt time.Time // zero where nothing was ever said
	Places    int       // that are open at this moment
}

// allowedBody is the sealed part.
type allowedBody struct {
	Version   int    `json:"v"`
	By        string `json:"by"`
	Day       string `json:"day"`
	Reference string `json:"reference,omitempty"`
}

const maxSaid = 200

func allowedPlace(id string) seal.Place {
	return seal.Place{Table: "voice_allowed", Row: id, Column: "body"}
}

func (a Allowed) check(now time.Time) error {
	var c problem.Check
	line := func(field, text string) {
		c.Require(text != "", field, "problem.required")
		c.Require(utf8.RuneCountInString(text) <= maxSaid, field, "problem.too_long", "max", maxSaid)
	}
	line("by", a.By)
	if a.On {
		line("reference", a.Reference)
	}
	day, err := time.Parse(time.DateOnly, a.Day)
	switch {
	case a.Day == "":
		c.Add("day", "problem.required")
	case err != nil:
		c.Add("day", "problem.not_a_date", "example", "27 3 2026")
	case day.After(now):
		c.Add("day", "problem.date_past")
	}
	return c.Err()
}

// OwnDevices reads what one's own organisation says, for its administrator and its data protection officer.
func (s *Service) OwnDevices(ctx context.Context, who permit.Actor) (a Allowed, err error) {
	err = s.door.Read(ctx, who, permit.AllowPlaces, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note("own_devices")
		if a, err = allowed(ctx, w, who.Organisation); err != nil {
			return err
		}
		open, err := listOpenPlaces(ctx, w.Tx, who.Organisation, db.Time(w.At))
		a.Places = len(open)
		return err
	})
	if err != nil {
		return Allowed{}, fmt.Errorf("read about own devices: %w", err)
	}
	return a, nil
}

// AllowOwnDevices switches young people's own devices on or off for one's own organisation, saying who decided it, when,
// and (to switch it on) on which assessment. Off ends every place of the organisation, and everybody who is in one, from
// the next request on; they stay over when it is switched on again.
func (s *Service) AllowOwnDevices(ctx context.Context, who permit.Actor, a Allowed) error {
	if err := a.check(s.door.Now()); err != nil {
		return err
	}
	err := s.door.Do(ctx, who, permit.AllowPlaces, access.Organisation(who.Organisation), func(w *access.Work) error {
		have, err := allowed(ctx, w, who.Organisation)
		if err != nil {
			return err
		}
		row := allowedRow{id: db.NewID(), organisation: who.Organisation, state: "off", by: who.ID, at: db.Time(w.At)}
		switch {
		case a.On && have.On:
			row.state, row.since = "on", db.Time(have.Since)
		case a.On:
			row.state, row.since = "on", db.Time(w.At)
		}
		w.Note("own_devices", "state:"+row.state)
		body, err := json.Marshal(allowedBody{Version: 1, By: a.By, Day: a.Day, Reference: a.Reference})
		if err != nil {
			return fmt.Errorf("write about own devices: %w", err)
		}
		row.body = w.System().Seal(body, allowedPlace(row.id))
		if err := insertAllowed(ctx, w.Tx, row); err != nil || a.On {
			return err
		}
		return endAll(ctx, w, who.Organisation)
	})
	if err != nil {
		return fmt.Errorf("allow own devices: %w", err)
	}
	return nil
}

// bothAllow is what stands of own devices for a record that one organisation keeps and another, perhaps, works with: on
// where both say so, since the later day.
func bothAllow(ctx context.Context, w *access.Work, recordID, organisation string) (Allowed, error) {
	own, err := allowed(ctx, w, organisation)
	if err != nil || !own.On {
		return own, err
	}
	person, err := record.Find(ctx, w, recordID)
	if err != nil || person.Organisation == organisation {
		return own, err
	}
	keeper, err := allowed(ctx, w, person.Organisation)
	if keeper.Since.After(own.Since) || !keeper.On {
		return keeper, err
	}
	return own, err
}

// endAll ends every place of an organisation with its grant, its words and whoever is in it.
func endAll(ctx context.Context, w *access.Work, organisation string) error {
	open, err := listOpenPlaces(ctx, w.Tx, organisation, db.Time(w.At))
	if err != nil {
		return err
	}
	ids := make([]string, len(open))
	for i, p := range open {
		ids[i] = p.id
		if err := p.end(ctx, w, "setting"); err != nil {
			return err
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return w.EndPlaces(ctx, ids)
}

// allowed reads the newest of an organisation's rows.
func allowed(ctx context.Context, w *access.Work, organisation string) (a Allowed, err error) {
	row, err := findAllowed(ctx, w.Tx, organisation)
	if problem.Is(err, problem.NotFound) {
		return a, nil
	}
	if err != nil {
		return a, err
	}
	plain, err := w.System().Open(row.body, allowedPlace(row.id))
	if err != nil {
		return a, fmt.Errorf("open what was said about own devices: %w", err)
	}
	var body allowedBody
	if err := json.Unmarshal(plain, &body); err != nil {
		return a, fmt.Errorf("read about own devices: %w", err)
	}
	a = Allowed{On: row.state == "on", By: body.By, Day: body.Day, Reference: body.Reference, ChangedBy: row.by}
	if a.ChangedAt, err = db.ParseTime(row.at); err == nil && a.On {
		a.Since, err = db.ParseTime(row.since)
	}
	return a, err
}
