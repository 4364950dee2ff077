package voice_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
	"stablefutures/internal/voice"
)

func (w *world) pass(d time.Duration) { w.passed.Add(int64(d)) }

// allow lets young people of the council have a place on a device of their own, as its administrator writes it down.
func (w *world) allow() {
	w.Helper()
	w.must(w.AllowOwnDevices(w.Context(), w.admin, voice.Allowed{On: true, By: "Ann, head of service", Day: "2026-03-01", Reference: "DPIA 12"}))
}

// opened opens a place for Selam.
func (w *world) opened(way string) string {
	w.Helper()
	id, err := w.OpenDevice(w.Context(), w.tam, w.selam, voice.Opening{Way: way, Days: 30})
	w.must(err)
	return id
}

func (w *world) code(place string) voice.Code {
	w.Helper()
	c, err := w.MakeCode(w.Context(), w.tam, w.selam, place)
	w.must(err)
	return c
}

// in writes words at the way in, from a network of its own each time, and gives who is in then.
func (w *world) in(typed string) (voice.Entry, error) {
	w.Helper()
	w.networks++
	return w.ComeIn(w.Context(), typed, "ti", fmt.Sprintf("10.%d.%d.%d", w.networks>>16, w.networks>>8&255, w.networks&255))
}

// isIn gives who acts under a token, and refuses to go on when nobody does.
func (w *world) isIn(e voice.Entry) permit.Actor {
	w.Helper()
	who, record, err := w.PlaceOf(w.Context(), e.Token)
	w.must(err)
	if record != w.selam || !who.Is(permit.YoungPerson) || who.Organisation != "" {
		w.Fatalf("in: %+v on %s", who, record)
	}
	return who
}

func (w *world) endGrant(id string) {
	w.Helper()
	_, err := w.records.EndGrant(w.Context(), w.boss, w.selam, id, "moved_on")
	w.must(err)
}

func (w *world) isOut(e voice.Entry, why string) {
	w.Helper()
	if who, _, err := w.PlaceOf(w.Context(), e.Token); !problem.Is(err, problem.NotFound) {
		w.Errorf("%s: %+v is in, %v", why, who, err)
	}
}

// state gives what a worker reads of a place.
func (w *world) state(place string) string {
	w.Helper()
	d, err := w.Devices(w.Context(), w.tam, w.selam)
	w.must(err)
	for _, one := range d.List {
		if one.ID == place {
			return one.State
		}
	}
	return "not there"
}

// An organisation's own devices begin off; an administrator or a data protection officer says on what they rest.
func TestOwnDevices_beginOffAndRestOnAnAssessment(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := t.Context()
		_, err := w.OpenDevice(ctx, w.tam, w.selam, voice.Opening{Way: voice.ByWords, Days: 30})
		w.refused(err, problem.Conflict)
		good := voice.Allowed{On: true, By: "Ann", Day: "2026-03-01", Reference: "DPIA 12"}
		for name, change := range map[string]func(*voice.Allowed){
			"nobody decided": func(a *voice.Allowed) { a.By = "" }, "no day": func(a *voice.Allowed) { a.Day = "" },
			"a day to come": func(a *voice.Allowed) { a.Day = "2999-01-01" }, "no day at all": func(a *voice.Allowed) { a.Day = "soon" },
			"no assessment": func(a *voice.Allowed) { a.Reference = "" }, "far too long": func(a *voice.Allowed) { a.By = strings.Repeat("a", 201) },
		} {
			a := good
			change(&a)
			if err := w.AllowOwnDevices(ctx, w.admin, a); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, who := range []permit.Actor{w.tam, w.boss, w.iona} {
			w.refused(w.AllowOwnDevices(ctx, who, good), problem.Forbidden)
		}
		officer := permit.Actor{ID: db.NewID(), Organisation: w.tam.Organisation, Roles: []permit.Role{permit.ProtectionOfficer}}
		w.must(w.AllowOwnDevices(ctx, officer, good))
		a, err := w.OwnDevices(ctx, w.admin)
		w.must(err)
		if !a.On || a.By != "Ann" || a.Day != "2026-03-01" || a.Reference != "DPIA 12" || a.ChangedBy != officer.ID || !a.Since.Equal(a.ChangedAt) {
			t.Errorf("what was said: %+v", a)
		}
		elsewhere := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Administrator}}
		if a, err = w.OwnDevices(ctx, elsewhere); err != nil || a.On || !a.ChangedAt.IsZero() {
			t.Errorf("another organisation: %+v, %v", a, err)
		}
	})
}

// Four words open their own words once, within minutes; nothing that anybody else wrote, and nothing of another record.
func TestComeIn_fourWordsOnceAndTheirOwnWordsAlone(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := t.Context()
		w.allow()
		place := w.opened(voice.ByWords)
		w.must(w.Say(ctx, w.tam, w.selam, conversation.Remark{ID: db.NewID(), Kind: conversation.AskFor, Whom: "advocate"}))
		h, err := w.Hear(ctx, w.tam, w.selam)
		w.must(err)
		w.must(w.Reply(ctx, w.tam, w.selam, conversation.Reply{ID: db.NewID(), Remark: h.Remarks[0].ID, Answer: true, Text: conversation.ReplyText{Text: "She comes on Monday"}}))
		c := w.code(place)
		if c.Language != "ti" || c.Until.Sub(w.door.Now()) != 10*time.Minute {
			t.Errorf("the words: %+v", c)
		}
		in, err := w.in(strings.Join(c.In("ti"), " "))
		w.must(err)
		who := w.isIn(in)
		p, err := w.Open(ctx, who, w.selam)
		w.must(err)
		if !p.Own || !p.Spoken || len(p.Sittings) != 1 || p.Sittings[0].Said.ID != w.said || len(p.Views)+len(p.Promises)+len(p.Adults)+len(p.Names) != 0 {
			t.Errorf("their words alone: %+v", p)
		}
		if len(p.Remarks) != 1 || len(p.Remarks[0].Answers()) != 1 || p.Remarks[0].Answers()[0].Text.Text != "" || p.Remarks[0].Adult != "" {
			t.Errorf("what was answered is somebody else's words: %+v", p.Remarks)
		}
		_, err = w.Seen(ctx, who, w.selam)
		w.refused(err, problem.NotFound)
		_, err = w.Permissions(ctx, who, w.selam)
		w.refused(err, problem.NotFound)
		w.refused(w.Decide(ctx, who, w.selam, conversation.Permission{ID: db.NewID(), Contribution: w.said, Item: "x", Recipient: conversation.Publication}), problem.Forbidden)
		for _, about := range []string{w.view, w.hidden, w.promised} {
			w.refused(w.Say(ctx, who, w.selam, conversation.Remark{ID: db.NewID(), Kind: conversation.Disagree, About: about}), problem.NotFound)
		}
		w.must(w.Say(ctx, who, w.selam, conversation.Remark{ID: db.NewID(), Kind: conversation.Disagree, About: w.said}))
		for _, record := range []string{w.other, db.NewID()} {
			_, err = w.Open(ctx, who, record)
			w.refused(err, problem.NotFound)
		}
		if again, err := w.in(strings.Join(c.In("ti"), " ")); !problem.Is(err, problem.Invalid) || again.Token != "" {
			t.Errorf("the words open twice: %+v, %v", again, err)
		}
		late := w.code(place)
		w.pass(10 * time.Minute)
		_, err = w.in(strings.Join(late.In("en"), " "))
		w.refused(err, problem.Invalid)
		old := w.code(place)
		w.code(place)
		_, err = w.in(strings.Join(old.In("en"), " "))
		w.refused(err, problem.Invalid) // the worker said others since
	})
}

// Coming in ends after ten minutes without a page, after thirty whatever happens, by leaving, and when they come in elsewhere.
func TestPlaceOf_isShort(t *testing.T) {
	eachWorld(t, func(w *world) {
		w.allow()
		place := w.opened(voice.ByWords)
		enter := func() voice.Entry {
			e, err := w.in(strings.Join(w.code(place).Numbers(), " "))
			w.must(err)
			w.isIn(e)
			return e
		}
		idle := enter()
		w.pass(9 * time.Minute)
		w.isIn(idle)
		w.pass(9 * time.Minute)
		w.isIn(idle)
		w.pass(9 * time.Minute)
		w.isIn(idle)
		w.pass(3*time.Minute + time.Second)
		w.isOut(idle, "after thirty minutes")
		idle = enter()
		w.pass(10 * time.Minute)
		w.isOut(idle, "after ten minutes without a page")
		first := enter()
		second := enter()
		w.isOut(first, "they came in elsewhere")
		w.must(w.Leave(t.Context(), second.Token))
		w.isOut(second, "they left")
		w.must(w.Leave(t.Context(), second.Token))
		for _, token := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("é", 4000)} {
			w.isOut(voice.Entry{Token: token}, "a token of nobody's")
			w.must(w.Leave(t.Context(), token))
		}
	})
}

// Everything that a place rests on ends it, from the next request on: the worker's press, its day, the grant, the setting,
// a restriction, the organisation's no longer working with them, the record's destruction.
func TestPlace_endsWithWhatItRestsOn(t *testing.T) {
	ends := map[string]func(w *world, place string){
		"worker": func(w *world, place string) {
			w.must(w.EndDevice(w.Context(), w.tam, w.selam, place))
			w.refused(w.EndDevice(w.Context(), w.tam, w.selam, place), problem.Conflict)
			w.refused(w.EndDevice(w.Context(), w.noor, w.other, place), problem.NotFound)
		},
		"renewed": func(w *world, _ string) { w.opened(voice.ByWords) },
		"time":    func(w *world, _ string) { w.pass(30 * 24 * time.Hour) },
		"grant": func(w *world, _ string) {
			held, err := w.records.Team(w.Context(), w.boss, w.accounts, w.selam)
			w.must(err)
			for _, h := range held {
				if h.Part == permit.PartOwn {
					w.endGrant(h.ID)
				}
			}
		},
		"setting": func(w *world, _ string) {
			w.must(w.AllowOwnDevices(w.Context(), w.admin, voice.Allowed{By: "Ann", Day: "2026-03-02"}))
			w.pass(time.Second)
			w.allow() // on again is not on again for what was open before
		},
		"restricted": func(w *world, _ string) {
			w.must(w.records.Restrict(w.Context(), w.boss, w.accounts, w.selam, "danger", []access.Holder{{Kind: access.HolderAccount, ID: w.tam.ID}, {Kind: access.HolderAccount, ID: w.iona.ID}}))
		},
	}
	for how, end := range ends {
		t.Run(how, func(t *testing.T) {
			testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d)
				w.allow()
				w.pass(time.Second)
				place := w.opened(voice.ByWords)
				w.must(w.ChooseSecond(t.Context(), w.tam, w.selam, place, "green kangaroo"))
				in, err := w.in(strings.Join(w.code(place).In("en"), " "))
				w.must(err)
				who := w.isIn(in)
				left := w.code(place)
				w.pass(time.Second)
				end(w, place)
				if got := w.state(place); got != how {
					t.Errorf("the worker reads %q", got)
				}
				_, err = w.Open(t.Context(), who, w.selam)
				w.refused(err, problem.NotFound)
				w.refused(w.Say(t.Context(), who, w.selam, conversation.Remark{ID: db.NewID(), Kind: conversation.Disagree, About: w.said}), problem.NotFound)
				_, err = w.in(strings.Join(left.In("en"), " "))
				w.refused(err, problem.Invalid)
				w.refused(w.ChooseSecond(t.Context(), w.tam, w.selam, place, "blue kangaroo"), problem.NotFound)
				_, err = w.MakeCode(t.Context(), w.tam, w.selam, place)
				w.refused(err, problem.NotFound)
			})
		})
	}
}

// What the worker's organisation no longer answers for, it no longer opens; what is destroyed leaves no row.
func TestPlace_endsWithTheOrganisationAndTheRecord(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := t.Context()
		w.allow()
		place := w.opened(voice.ByWords)
		in, err := w.in(strings.Join(w.code(place).In("en"), " "))
		w.must(err)
		who := w.isIn(in)
		first, err := w.accounts.CreateFirstAdministrator(ctx, permit.System,
			account.Organisation{ID: db.NewID(), Name: "Kestrel House", Kind: account.Charity, Nation: "england"}, account.NewPerson{Name: "Ada Fell", Email: "ada@kestrel.example"})
		w.must(err)
		_, err = w.records.Give(ctx, w.boss, w.selam, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: first.AccountID, Reason: access.ReasonAllocation})
		w.must(err)
		held, err := w.records.Team(ctx, w.boss, w.accounts, w.selam)
		w.must(err)
		theirs := permit.Actor{ID: first.AccountID, Organisation: "x", Roles: []permit.Role{permit.Manager}}
		w.code(place)
		for _, h := range held {
			if h.Part == permit.PartRecord && h.Holder != first.AccountID && h.Holder != w.tam.ID {
				w.endGrant(h.ID) // a guardian's right takes two
				w.must(w.records.SettleEnd(ctx, theirs, w.selam, h.ID, true))
			}
		}
		_, err = w.Open(ctx, who, w.selam)
		w.must(err)
		for _, h := range held {
			if h.Part == permit.PartRecord && h.Holder == w.tam.ID {
				w.endGrant(h.ID)
			}
		}
		_, err = w.Open(ctx, who, w.selam)
		w.refused(err, problem.NotFound)
		d, err := w.Devices(ctx, theirs, w.selam)
		w.must(err)
		if len(d.List) != 1 || d.List[0].State != "moved" {
			t.Errorf("who answers for them now reads: %+v", d.List)
		}
		w.must(w.records.Erase(ctx, theirs, w.selam, "request"))
		w.must(w.door.Background(ctx, func(work *access.Work) error {
			for _, table := range []string{"voice_places", "voice_codes", "voice_sessions"} {
				var n int
				if err := work.Tx.QueryRow(ctx, "select count(*) from "+table).Scan(&n); err != nil || n != 0 {
					t.Errorf("%s: %d rows, %v", table, n, err)
				}
			}
			return nil
		}))
		w.isOut(in, "the record is destroyed")
	})
}

// Who works elsewhere, who only checks and who administers opens no place, sees none and ends none.
func TestOpenDevice_isForWhoWorksWithThem(t *testing.T) {
	eachWorld(t, func(w *world) {
		ctx := t.Context()
		w.allow()
		place := w.opened(voice.ByWords)
		for name, f := range map[string]func(who permit.Actor) error{
			"opens": func(who permit.Actor) error {
				_, err := w.OpenDevice(ctx, who, w.selam, voice.Opening{Way: voice.ByWords, Days: 30})
				return err
			},
			"sees":    func(who permit.Actor) error { _, err := w.Devices(ctx, who, w.selam); return err },
			"ends":    func(who permit.Actor) error { return w.EndDevice(ctx, who, w.selam, place) },
			"says":    func(who permit.Actor) error { _, err := w.MakeCode(ctx, who, w.selam, place); return err },
			"chooses": func(who permit.Actor) error { return w.ChooseSecond(ctx, who, w.selam, place, "green kangaroo") },
		} {
			if err := f(w.noor); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s, of another: %v", name, err)
			}
			if err := f(w.admin); !problem.Is(err, problem.Forbidden) && !problem.Is(err, problem.NotFound) {
				t.Errorf("%s, an administrator: %v", name, err)
			}
		}
		for _, o := range []voice.Opening{{}, {Way: "window", Days: 30}, {Way: voice.ByWords, Days: 3650}, {Way: voice.ByWords}} {
			_, err := w.OpenDevice(ctx, w.tam, w.selam, o)
			w.refused(err, problem.Invalid)
		}
		if w.state(place) != "open" {
			t.Error("the place is not open")
		}
	})
}
