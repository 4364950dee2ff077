package voice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// The stages of somebody in a place.
const (
	making  = "making"  // the device's passkey is being made: nothing is open yet
	byWords = "words"   // came in by spoken words
	byKey   = "passkey" // came in by a passkey
)

// Entry is what coming in gives the browser. Without a token nothing was opened.
type Entry struct {
	Token  string
	Making bool // next the device gets its passkey
}

// errNoPlace is what a token that opens nothing gets, whyever it does not.
func errNoPlace() error { return problem.New(problem.NotFound, "problem.not_found") }

func wrong(field string) error {
	var c problem.Check
	c.Add(field, "voice.wrong_"+field)
	return c.Err()
}

// AnswersAfter lets ComeIn answer no sooner than this, so that nobody can tell by the time what became of a try. Call it once,
// before the first use.
func (s *Service) AnswersAfter(least time.Duration) *Service {
	s.least = least
	return s
}

// Code is what a worker says, once.
type Code struct {
	Spoken
	Language string // the young person's, where it has the words; else English
	Until    time.Time
}

// MakeCode draws four words for a place that is open. They are shown to who asks and kept nowhere as they stand; those
// made before are good no more.
func (s *Service) MakeCode(ctx context.Context, who permit.Actor, recordID, place string) (c Code, err error) {
	const draws = 5 // two codes that begin alike would be one too many: then others are drawn
	for range draws {
		c, err = s.makeCode(ctx, who, recordID, place)
		if !problem.Is(err, problem.Conflict) || problem.KeyOf(err) != "voice.drawn_twice" {
			break
		}
	}
	if err != nil {
		return Code{}, fmt.Errorf("make words: %w", err)
	}
	return c, nil
}

func (s *Service) makeCode(ctx context.Context, who permit.Actor, recordID, place string) (Code, error) {
	c := Code{Spoken: drawSpoken()}
	hash, err := s.accounts.HashWords(ctx, c.all())
	if err != nil {
		return c, err
	}
	err = s.door.Do(ctx, who, permit.OpenOwnPlace, access.Record(recordID), func(w *access.Work) error {
		w.Note("own_device_words", place)
		p, err := s.openPlace(ctx, w, recordID, place)
		if err != nil {
			return err
		}
		person, err := record.Find(ctx, w, recordID)
		if err != nil {
			return err
		}
		if c.Language = person.Profile.FirstLanguage(); !slices.Contains(WordLanguages(), c.Language) {
			c.Language = "en"
		}
		if err := sweep(ctx, w.Tx, db.Time(w.At), db.Time(w.At.Add(-sessionIdle))); err != nil {
			return err
		}
		if err := deleteCodesOf(ctx, w.Tx, place); err != nil {
			return err
		}
		first := w.Blind("voice words", c.first())
		if _, err := findCode(ctx, w.Tx, first, db.Time(w.At)); !problem.Is(err, problem.NotFound) {
			if err == nil {
				err = problem.New(problem.Conflict, "voice.drawn_twice")
			}
			return err
		}
		c.Until = w.At.Add(codeLasts)
		id := db.NewID()
		return insertCode(ctx, w.Tx, codeRow{id: id, place: place, record: recordID, opens: p.way, first: first, by: who.ID,
			secret: w.System().SealText(hash, codePlace(id)), madeAt: w.At, endsAt: c.Until})
	})
	return c, err
}

// tried is what somebody wrote, with what it could be.
type tried struct {
	code   codeRow  // of the first two words, "" as id where there is none
	hash   string   // of the code
	second placeRow // whose second word it is, "" as id where it is nobody's
}

// ComeIn takes what somebody wrote at the way in. Four words that a worker has just said open their place: the entry holds a
// token. Four words that open nothing are Invalid on field "words". Anything else opens a harmless page, with no token; a
// young person's second word does too, and ends their place and tells their worker. Each takes the same steps and the same
// time, so that nobody who watches can tell them apart.
func (s *Service) ComeIn(ctx context.Context, typed, lang, network string) (Entry, error) {
	forgive, err := s.accounts.TrySpoken(network)
	if err != nil {
		return Entry{}, err
	}
	defer s.settled(ctx)()
	code, shaped := readSpoken(typed, lang)
	found, err := s.lookUp(ctx, code, shaped, typed)
	if err != nil {
		forgive()
		return Entry{}, fmt.Errorf("come in: %w", err)
	}
	right, err := s.accounts.CheckWords(ctx, found.hash, code.all())
	if err != nil {
		forgive()
		return Entry{}, fmt.Errorf("come in: %w", err)
	}
	entry := Entry{}
	switch {
	case right:
		if entry, err = s.admit(ctx, found.code); err == nil {
			forgive()
			return entry, nil
		}
	case found.second.id != "":
		err = s.pressed(ctx, found.second)
	default:
		err = s.missed(ctx, found.code)
	}
	if err != nil && !opensNothing(err) {
		return Entry{}, fmt.Errorf("come in: %w", err)
	}
	if shaped {
		return Entry{}, wrong("words")
	}
	return Entry{}, nil
}

// opensNothing reports whether an error says that a place is not there, is over, or was quicker for somebody else.
func opensNothing(err error) bool {
	return problem.Is(err, problem.NotFound) || problem.Is(err, problem.Forbidden) || problem.Is(err, problem.Conflict)
}

// settled gives what waits until an answer may go.
func (s *Service) settled(ctx context.Context) func() {
	until := time.Now().Add(s.least)
	return func() {
		if s.least <= 0 {
			return
		}
		timer := time.NewTimer(time.Until(until))
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
}

// lookUp finds what something written could be. It asks the same questions whatever was written.
func (s *Service) lookUp(ctx context.Context, code Spoken, shaped bool, typed string) (found tried, err error) {
	err = s.door.Background(ctx, func(w *access.Work) error {
		found = tried{} // a snapshot may be read again
		first := w.Blind("voice words", code.first())
		if !shaped {
			first = w.Blind("voice no words", code.first())
		}
		now := db.Time(w.At)
		row, err := findCode(ctx, w.Tx, first, now)
		switch {
		case err == nil:
			found.code = row
			if found.hash, err = w.System().OpenText(row.secret, codePlace(row.id)); err != nil {
				return err
			}
		case !problem.Is(err, problem.NotFound):
			return err
		}
		second, err := findBySecond(ctx, w.Tx, secondIndex(w, typed[:min(len(typed), 4*maxTyped)]), now)
		if err == nil {
			found.second = second
		} else if !problem.Is(err, problem.NotFound) {
			return err
		}
		return nil
	})
	return found, err
}

// admit uses words up and lets in who wrote them. Whoever was in the place before is out.
func (s *Service) admit(ctx context.Context, code codeRow) (Entry, error) {
	entry := Entry{Token: account.NewToken(), Making: code.opens == ByPasskey}
	err := s.door.Do(ctx, placeRow{id: code.place}.actor(true), permit.EnterOwn, access.Record(code.record), func(w *access.Work) error {
		w.Note("own_device_in", "by:"+code.opens)
		p, err := s.openPlace(ctx, w, code.record, code.place)
		if err != nil {
			return err
		}
		if err := deleteCode(ctx, w.Tx, code.id); err != nil {
			return err
		}
		stage := byWords
		if entry.Making {
			stage = making
		}
		return begin(ctx, w, p, stage, entry.Token)
	})
	if err != nil {
		return Entry{}, err
	}
	return entry, nil
}

// begin writes a session that starts now, and ends every other of the place.
func begin(ctx context.Context, w *access.Work, p placeRow, stage, token string) error {
	if err := deleteSessionsOf(ctx, w.Tx, p.id); err != nil {
		return err
	}
	s := sessionRow{id: db.NewID(), stage: stage, challenge: account.NewToken(), madeAt: w.At, endsAt: w.At.Add(sessionMost), place: p}
	return insertSession(ctx, w.Tx, s, account.TokenHash(token))
}

// pressed ends a place by its second word, and tells the adult.
func (s *Service) pressed(ctx context.Context, p placeRow) error {
	return s.door.Do(ctx, p.actor(true), permit.EnterOwn, access.Record(p.record), func(w *access.Work) error {
		w.Note("own_device_pressed")
		now, err := findPlace(ctx, w.Tx, p.id)
		if err != nil {
			return err
		}
		if now.over(w.At) {
			return errNoPlace()
		}
		adults, err := s.adults(ctx, w)
		if err != nil {
			return err
		}
		told := p.openedBy
		if len(adults) > 0 {
			told = adults[0]
		}
		remark := conversation.Remark{ID: db.NewID(), Kind: conversation.Pressed, Adult: told, Own: true}
		if err := conversation.AddRemark(ctx, w, p.record, remark); err != nil {
			return err
		}
		return endPlace(ctx, w, now, "pressed")
	})
}

// missed notes a try that opened nothing, and counts it against the words that it began like.
func (s *Service) missed(ctx context.Context, code codeRow) error {
	return s.door.Do(ctx, permit.Nobody, permit.SignIn, access.Nothing, func(w *access.Work) error {
		w.Note("own_device_refused")
		if code.id == "" {
			return nil
		}
		w.Note(code.place)
		return countTry(ctx, w.Tx, code.id, codeTries)
	})
}

// session finds who is in a place by a cookie's token, at one of the stages, while the time runs.
func (s *Service) session(ctx context.Context, token string, stages ...string) (row sessionRow, err error) {
	hash := account.TokenHash(token)
	if hash == "" {
		return row, errNoPlace()
	}
	err = s.door.Background(ctx, func(w *access.Work) (err error) {
		if row, err = findSession(ctx, w.Tx, hash); err != nil {
			return err
		}
		if !w.At.Before(row.endsAt) || w.At.Sub(row.seenAt) >= sessionIdle || row.place.over(w.At) || !slices.Contains(stages, row.stage) {
			return errNoPlace()
		}
		return nil
	})
	return row, err
}

// PlaceOf finds who is in a place by their cookie's token: the place, as who acts, and whose record it is of. NotFound when
// nobody is, or their time is over, or the place is.
func (s *Service) PlaceOf(ctx context.Context, token string) (who permit.Actor, recordID string, err error) {
	row, err := s.session(ctx, token, byWords, byKey)
	if err != nil {
		return permit.Nobody, "", err
	}
	who = row.place.actor(row.stage == byWords)
	parts, err := s.door.Holds(ctx, who, row.place.record)
	if err != nil {
		return permit.Nobody, "", fmt.Errorf("find own place: %w", err)
	}
	if !slices.Contains(parts, permit.PartOwn) {
		return permit.Nobody, "", errNoPlace()
	}
	if now := s.door.Now(); now.Sub(row.seenAt) >= seenEvery {
		err := s.door.Do(ctx, who, permit.EnterOwn, access.Record(row.place.record), func(w *access.Work) error {
			w.Note("own_device_seen")
			return touchSession(ctx, w.Tx, row.id, db.Time(w.At))
		})
		if err != nil {
			return permit.Nobody, "", fmt.Errorf("go on in own place: %w", err)
		}
	}
	return who, row.place.record, nil
}

// Leave ends a session, at whatever stage. A token that opens nothing changes nothing.
func (s *Service) Leave(ctx context.Context, token string) error {
	row, err := s.session(ctx, token, making, byWords, byKey)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("leave own place: %w", err)
	}
	err = s.door.Do(ctx, row.place.actor(true), permit.EnterOwn, access.Record(row.place.record), func(w *access.Work) error {
		w.Note("own_device_left")
		return deleteSession(ctx, w.Tx, row.id)
	})
	if err != nil && !problem.Is(err, problem.NotFound) {
		return fmt.Errorf("leave own place: %w", err)
	}
	return nil
}
