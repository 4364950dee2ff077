package translation

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// MaxRecording is the most bytes one spoken text may have: some two minutes of speech as browsers record it.
const MaxRecording = 2 << 20

// chunk is how a recording's bytes are cut for the database.
const chunk = 256 << 10

// VoiceRoles lists the roles of those who can lend their voice, in the order offered.
var VoiceRoles = []string{Speaker, "interpreter", Translator}

// Recording is one text read aloud by somebody who agreed to it. A voice is personal data: Speaker is a code that the
// speaker alone was given, by which everything they said can be found and destroyed.
type Recording struct {
	ID                string
	Set, Lang, Key    string
	Words             string // what was read aloud
	Media             string // "audio/webm", found by looking into the bytes
	Bytes             int
	Role, Dialect     string
	Consent           bool // the speaker said that it may be kept and played
	Speaker           string
	Account           string
	Organisation      string
	At                time.Time
	State             string
	DecidedBy, Reason string
	DecidedAt         time.Time
	Stale             bool // the words have changed since; filled in lists
}

// media finds what a file of sound is by its own bytes, never by what its sender calls it; "" for anything else, and for
// one with pictures in it.
func media(b []byte) string {
	head := b[:min(len(b), 64)]
	switch {
	case len(b) < 128:
		return ""
	case bytes.HasPrefix(b, []byte{0x1A, 0x45, 0xDF, 0xA3}) && bytes.Contains(head, []byte("webm")):
		if start := b[:min(len(b), 4096)]; bytes.Contains(start, []byte("V_")) || !bytes.Contains(start, []byte("A_")) {
			return ""
		}
		return "audio/webm"
	case bytes.HasPrefix(b, []byte("OggS")) && (bytes.Contains(head, []byte("OpusHead")) || bytes.Contains(head, []byte("vorbis"))):
		return "audio/ogg"
	case bytes.Equal(b[4:8], []byte("ftyp")):
		if bytes.Contains(b, []byte("vide")) || !bytes.Contains(b, []byte("soun")) {
			return ""
		}
		return "audio/mp4"
	case bytes.HasPrefix(b, []byte("RIFF")) && bytes.Equal(b[8:12], []byte("WAVE")):
		return "audio/wav"
	}
	return ""
}

// NewSpeaker makes the code of somebody who agreed to lend their voice.
func NewSpeaker() string { return db.NewID() }

// Record keeps one text read aloud, for review. The id may come from the client: the same one again changes nothing. Only
// what stands now can be read aloud, so that the words heard are the words seen.
func (s *Service) Record(ctx context.Context, who permit.Actor, r Recording, sound []byte) error {
	e, err := s.edition(ctx, who, r.Set)
	if err != nil {
		return err
	}
	now, err := s.entry(e, r.Set, r.Lang, r.Key, "")
	if err != nil {
		return err
	}
	r.Media, r.Bytes, r.Words = media(sound), len(sound), now.Target
	var c problem.Check
	c.Require(r.Consent, "consent", "translation.record.consent_needed")
	c.Require(db.IsID(r.Speaker), "speaker", "problem.required")
	c.Require(slices.Contains(VoiceRoles, r.Role), "role", "problem.required_choice")
	c.Require(len(r.Dialect) <= 100, "dialect", "problem.too_long", "max", 100)
	c.Require(len(sound) <= MaxRecording, "sound", "translation.record.too_long")
	c.Require(r.Media != "", "sound", "translation.record.no_sound")
	c.Require(r.Words != "", "sound", "translation.record.no_words")
	if err := c.Err(); err != nil {
		return err
	}
	err = s.door.Do(ctx, who, permit.SuggestWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		if r.ID == "" {
			r.ID = db.NewID()
		}
		w.Note(r.ID, r.Set, r.Lang)
		r.Account, r.Organisation, r.At = who.ID, who.Organisation, w.At
		fresh, err := insertRecording(ctx, w.Tx, r)
		if err != nil || !fresh {
			return err
		}
		for n := 0; n*chunk < len(sound); n++ {
			if err := insertChunk(ctx, w.Tx, r.ID, n, sound[n*chunk:min((n+1)*chunk, len(sound))]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep recording: %w", err)
	}
	return nil
}

// Recordings lists those in a state, latest first.
func (s *Service) Recordings(ctx context.Context, who permit.Actor, state string) ([]Recording, error) {
	var list []Recording
	err := s.door.Read(ctx, who, permit.TranslateTexts, access.Organisation(who.Organisation), func(w *access.Work) (err error) {
		list, err = listRecordings(ctx, w.Tx, state)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list recordings: %w", err)
	}
	shown, texts := list[:0], s.finder(who)
	for _, r := range list {
		entries, err := texts.entries(ctx, place{r.Set, r.Lang})
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		now, ok := entries[r.Key]
		r.Stale = !ok || now.Target != r.Words
		shown = append(shown, r)
	}
	return shown, nil
}

// DecideRecording accepts a recording, which is then played wherever its words are shown, or refuses it with a reason;
// the bytes of a refused one are destroyed.
func (s *Service) DecideRecording(ctx context.Context, who permit.Actor, id string, accept bool, reason string) error {
	reason, err := reasoned(accept, reason)
	if err != nil {
		return err
	}
	err = s.door.Do(ctx, who, permit.TranslateTexts, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(id)
		if accept {
			return decideRecording(ctx, w.Tx, id, Accepted, who.ID, reason, w.At)
		}
		if err := decideRecording(ctx, w.Tx, id, Refused, who.ID, reason, w.At); err != nil {
			return err
		}
		return deleteChunks(ctx, w.Tx, id)
	})
	if err != nil {
		return fmt.Errorf("decide on recording: %w", err)
	}
	return s.Refresh(ctx)
}

// Withdraw destroys everything a speaker said, whether it was accepted or not, and says how many recordings that were.
// The code is the speaker's own; whoever holds it may withdraw, without a reason.
func (s *Service) Withdraw(ctx context.Context, who permit.Actor, speaker string) (int, error) {
	gone := 0
	err := s.door.Do(ctx, who, permit.SuggestWording, access.Organisation(who.Organisation), func(w *access.Work) error {
		ids, err := listOfSpeaker(ctx, w.Tx, speaker)
		if err != nil {
			return err
		}
		gone = len(ids)
		for _, id := range ids {
			w.Note(id)
			if err := withdrawRecording(ctx, w.Tx, id, w.At); err != nil {
				return err
			}
			if err := deleteChunks(ctx, w.Tx, id); err != nil {
				return err
			}
		}
		if gone == 0 {
			return problem.New(problem.NotFound, "translation.record.no_speaker")
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw recordings: %w", err)
	}
	return gone, s.Refresh(ctx)
}

// Sound gives a recording's media type and bytes: an accepted one to whoever is signed in, another to whoever reviews or
// made it.
func (s *Service) Sound(ctx context.Context, who permit.Actor, id string) (string, []byte, error) {
	var r Recording
	var b []byte
	err := s.door.Read(ctx, who, permit.ReadFramework, access.Nothing, func(w *access.Work) (err error) {
		w.Note(id)
		if r, err = findRecording(ctx, w.Tx, id); err != nil {
			return err
		}
		reviews := permit.Could(who, permit.TranslateTexts) || r.Account == who.ID
		if r.State != Accepted && (r.State != Waiting || !reviews) {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		b, err = readChunks(ctx, w.Tx, id)
		return err
	})
	if err != nil {
		return "", nil, fmt.Errorf("play recording: %w", err)
	}
	return r.Media, b, nil
}

// Voice gives the accepted recording of a text in a language, if there is one of exactly these words.
func (s *Service) Voice(set, lang, key, words string) (id string, ok bool) {
	v, ok := s.now.Load().voices[place{set, lang}][key]
	if !ok || v.words != words {
		return "", false
	}
	return v.id, true
}

// Spoken lists the core texts of an edition in a language that can be read aloud, and for each whether a voice stands.
func (s *Service) Spoken(ctx context.Context, who permit.Actor, set, lang string) ([]Entry, map[string]bool, error) {
	all, err := s.Entries(ctx, who, set, lang)
	if err != nil {
		return nil, nil, err
	}
	var list []Entry
	have := map[string]bool{}
	for _, e := range all {
		if e.Core && e.Target != "" && len(framework.Placeholders(e.Target)) == 0 {
			list = append(list, e)
			_, have[e.Key] = s.Voice(set, lang, e.Key, e.Target)
		}
	}
	return list, have, nil
}

// Readiness says how far one language of an edition has come.
type Readiness struct {
	Done, All int    // texts of a young person's screens that somebody or a machine has written, and all of them
	Status    string // the least trusted of them; "" while any is missing
}

// Ready says how far a language of an edition has come; e may be any edition.
func (s *Service) Ready(e *framework.Edition, lang string) Readiness {
	r := Readiness{Status: framework.StatusOriginal}
	for _, one := range entriesOf(e, lang, s.now.Load().texts[place{e.ID, lang}]) {
		if one.Group == "items" {
			continue
		}
		r.All++
		if one.Target != "" {
			r.Done++
		}
		r.Status = lower(r.Status, one.Status)
	}
	return r
}
