package translation

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
)

// row is one row of the history: what was given to a text, by whom in which role, and how far it can be trusted since.
type row struct {
	id, edition, lang, key, form string
	source, text, back, status   string
	role, dialect                string
	account, organisation, via   string
	at                           time.Time
}

func (r row) textID() string { return Text{Key: r.key, Form: r.form}.ID() }

// place is one set in one language.
type place struct{ set, lang string }

// standing is everything that was accepted here, as it stands: read once, and again after every change. Child screens ask
// it for each page, so it is memory and not the database.
type standing struct {
	texts  map[place]map[string]row // by text ID
	voices map[place]map[string]voice
	laid   sync.Map // laidOver -> *framework.Translations, made when first asked for
}

// laidOver is one set in one language over one English.
type laidOver struct {
	place
	source *framework.Pack
}

// voice is an accepted recording.
type voice struct{ id, words, media string }

// Service is what can be done with texts and voices. It is safe for concurrent use.
type Service struct {
	door     *access.Door
	editions *framework.Service
	now      atomic.Pointer[standing]
}

// New makes the service. Refresh fills it; until then nothing is laid over the texts in the program.
func New(door *access.Door, editions *framework.Service) *Service {
	s := &Service{door: door, editions: editions}
	s.now.Store(&standing{})
	return s
}

// Refresh reads what stands and lays it over the staff's interface. It is called at the start, after every change here,
// and now and then, for another process may have accepted something.
func (s *Service) Refresh(ctx context.Context) error {
	next := &standing{texts: map[place]map[string]row{}, voices: map[place]map[string]voice{}}
	err := s.door.Background(ctx, func(w *access.Work) (err error) {
		if next.texts, err = standingTexts(ctx, w.Tx); err != nil {
			return err
		}
		return eachVoice(ctx, w.Tx, func(edition, lang, key string, v voice) {
			at := place{edition, lang}
			if next.voices[at] == nil {
				next.voices[at] = map[string]voice{}
			}
			next.voices[at][key] = v
		})
	})
	if err != nil {
		return fmt.Errorf("read what was translated: %w", err)
	}
	s.now.Store(next)
	return layStaff(next)
}

func standingTexts(ctx context.Context, tx *db.Tx) (map[place]map[string]row, error) {
	texts := map[place]map[string]row{}
	err := eachStanding(ctx, tx, func(r row) {
		at := place{r.edition, r.lang}
		if texts[at] == nil {
			texts[at] = map[string]row{}
		}
		texts[at][r.textID()] = r
	})
	return texts, err
}

// layStaff lays the accepted texts of the interface over the program's own. A plural is laid whole or not at all; a text
// whose English has changed since stays out.
func layStaff(now *standing) error {
	for _, lang := range i18n.Languages() {
		if lang == original {
			continue
		}
		rows := now.texts[place{Staff, lang}]
		if len(rows) == 0 { // the usual case, at every start: then the messages need not be read again
			if err := i18n.Overlay(lang, nil); err != nil {
				return fmt.Errorf("lay over the interface: %w", err)
			}
			continue
		}
		have := staffTexts(lang)
		byKey := map[string]*i18n.Message{}
		var order []string
		for _, t := range StaffTexts(lang) {
			said := have[t.ID()]
			r, ours := rows[t.ID()]
			if ours = ours && r.source == t.Source && len(check(t, lang, r.text)) == 0; ours {
				said = r.text
			}
			m := byKey[t.Key]
			if m == nil {
				m = &i18n.Message{Key: t.Key}
				byKey[t.Key] = m
			}
			if t.Form == "" {
				m.Text = said
			} else if m.Forms == nil {
				m.Forms = map[string]string{t.Form: said}
			} else {
				m.Forms[t.Form] = said
			}
			if ours && (len(order) == 0 || order[len(order)-1] != t.Key) {
				order = append(order, t.Key)
			}
		}
		var list []i18n.Message
		for _, key := range order {
			list = append(list, *byKey[key])
		}
		if err := i18n.Overlay(lang, list); err != nil {
			return fmt.Errorf("lay over the interface: %w", err)
		}
	}
	return nil
}

// Overlay is what framework.Service.UseOverlay takes: the texts accepted here for an edition. A text whose
// English is no longer what it was translated from stays out, and the edition's own stands until somebody looks at it.
func (s *Service) Overlay(_ context.Context, e *framework.Edition, lang string) *framework.Translations {
	now, at := s.now.Load(), place{e.ID, lang}
	rows := now.texts[at]
	if len(rows) == 0 {
		return nil
	}
	source, _ := e.Pack(original) // another wording of the English is another source
	over := laidOver{at, source}
	if made, ok := now.laid.Load(over); ok {
		return made.(*framework.Translations)
	}
	texts := map[string]framework.Translated{}
	for _, t := range Texts(e) {
		if r, ok := rows[t.ID()]; ok && r.source == t.Source {
			texts[t.Key] = framework.Translated{Text: r.text, Status: r.status, At: r.at}
		}
	}
	var laid *framework.Translations // nil where the English of all of them has changed
	if len(texts) > 0 {
		laid = framework.NewTranslations(texts)
	}
	made, _ := now.laid.LoadOrStore(over, laid)
	return made.(*framework.Translations)
}

// entriesOf lists every text of a set with what stands for it in a language: what was accepted here, else what is in the
// program. e is nil for the staff's interface.
func entriesOf(e *framework.Edition, lang string, rows map[string]row) []Entry {
	var texts []Text
	var have map[string]string
	builtIn := map[string]string{}
	if e == nil {
		texts, have = StaffTexts(lang), staffTexts(lang)
	} else {
		texts = Texts(e)
		if pack, ok := e.Pack(lang); ok {
			have = map[string]string{}
			for _, en := range e.Entries(pack) {
				if status := pack.StatusOf(en.Key); status != framework.StatusNone {
					have[en.Key], builtIn[en.Key] = en.Text, status
				}
			}
		}
	}
	list := make([]Entry, 0, len(texts))
	for _, t := range texts {
		one := Entry{Text: t, Target: have[t.ID()], Status: builtIn[t.ID()]}
		if e == nil && one.Target != "" {
			one.Status = i18n.Status(lang, roomOf(t.Key))
		}
		if r, ok := rows[t.ID()]; ok && r.source == t.Source && !r.at.Before(saidAt(e, lang, t.Key)) {
			one.Target, one.Back, one.Status = r.text, r.back, r.status
		} else if r, ok := rows[t.outcomeOf()]; ok && t.Lent && one.Target == "" && r.source == t.Source {
			one.Target, one.Status = r.text, r.status // as framework lends it
		}
		list = append(list, one)
	}
	return list
}

// saidAt is when a group's own wording of a text came into use here; zero where none did.
func saidAt(e *framework.Edition, lang, key string) time.Time {
	if e == nil {
		return time.Time{}
	}
	if p, ok := e.Pack(lang); ok {
		return p.SaidAt(key)
	}
	return time.Time{}
}

// roomOf gives the file that a message stands in: its key's first word.
func roomOf(key string) string {
	for i := range key {
		if key[i] == '.' {
			return key[:i]
		}
	}
	return key
}
