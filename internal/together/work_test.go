package together_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
	"stablefutures/internal/together"
)

// studio is a world with one young person, whose worker and manager hold the record and whose stranger does not.
type studio struct {
	*world
	records *record.Service
	home    together.Home
	moved   time.Duration
}

func eachStudio(t *testing.T, f func(*studio)) {
	each(t, func(w *world) {
		s := &studio{world: w}
		s.door = access.New(w.db, w.ring, func() time.Time { return testkit.Now().Add(s.moved) }, func() error { return nil })
		s.together, s.records = together.New(s.door), record.New(s.door)
		s.records.OnErase(together.Erase)
		id, err := s.records.Create(w.Context(), w.manager, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Sefa (invented)"}}})
		w.must(err)
		for _, who := range []permit.Actor{w.worker, w.second} {
			_, err := s.records.Give(w.Context(), w.manager, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: who.ID, Reason: access.ReasonAllocation})
			w.must(err)
		}
		s.home = together.Home{Record: id}
		f(s)
	})
}

func drawing(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 8, 8))
	m.Set(3, 3, color.RGBA{200, 10, 10, 255})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (s *studio) picture() together.Gift {
	return together.Gift{ID: db.NewID(), Kind: together.WorkPicture, NoPhoto: true, Content: drawing(s.T),
		Says: together.WorkText{Title: "My river", Words: "A red boat on a wide river", Lang: "en"}}
}

func (s *studio) give(g together.Gift) string {
	s.Helper()
	s.must(s.together.Give(s.Context(), s.worker, s.home, g))
	return g.ID
}

func (s *studio) work(id string) together.Work {
	s.Helper()
	k, err := s.together.Work(s.Context(), s.manager, s.home, id)
	s.must(err)
	return k
}

func (s *studio) day(years, days int) string {
	return testkit.Now().AddDate(years, 0, days).Format(time.DateOnly)
}

func (s *studio) yes(id string, places ...string) together.WorkAnswer {
	return together.WorkAnswer{ID: db.NewID(), Yes: true, Says: together.AnswerText{Digest: s.work(id).Digest(), Places: places, Name: "River", Until: s.day(0, 30), Language: "ti"}}
}

func (s *studio) safe(id string) together.Finding {
	k := s.work(id)
	a, _ := k.Answer()
	f := together.Finding{Digest: k.Digest(), Answer: a.ID, Answers: map[string]bool{}, Verdict: "safe"}
	for _, q := range together.Questions {
		f.Answers[q] = false
	}
	return f
}

// show brings a work all the way to being shown and gives the id it is shown under.
func (s *studio) show(id string, places ...string) string {
	s.Helper()
	s.must(s.together.Ask(s.Context(), s.worker, s.home, id, s.yes(id, places...)))
	s.must(s.together.Check(s.Context(), s.second, s.home, id, s.safe(id)))
	s.must(s.together.Publish(s.Context(), s.manager, s.home, id))
	return s.work(id).Published
}

func (s *studio) state(id string, want together.WorkState) {
	s.Helper()
	if got := s.work(id).State(s.day(0, int(s.moved/(24*time.Hour)))); got != want {
		s.Errorf("it is %s, want %s", got, want)
	}
}

// A yes to young people's screens or to everybody is no yes to being on the page of those who work here; whoever answers for
// it finds it all the same, to take it down, and whoever prints finds what may be on paper.
func TestShown_isFoundByThoseTheySaidYesTo(t *testing.T) {
	steward, trainer, analyst, manager := permit.Actor{Roles: []permit.Role{permit.Steward}}, permit.Actor{Roles: []permit.Role{permit.Trainer}},
		permit.Actor{Roles: []permit.Role{permit.Analyst}}, permit.Actor{Roles: []permit.Role{permit.Manager}}
	for _, c := range []struct {
		place string
		who   permit.Actor
		want  bool
	}{{"staff", analyst, true}, {"child", steward, false}, {"public", trainer, false}, {"paper", trainer, true}, {"paper", analyst, false}, {"child", manager, true}, {"public", manager, true}} {
		if got := (together.Shown{Places: []string{c.place}}).To(c.who); got != c.want {
			t.Errorf("%s to %v: %v", c.place, c.who.Roles, got)
		}
	}
}

func TestWork_isShownOnlyAfterAYesASecondPersonAndAManager(t *testing.T) {
	eachStudio(t, func(s *studio) {
		ctx, tg := t.Context(), s.together
		id := s.give(s.picture())
		s.state(id, together.WorkAsk)
		s.refused(tg.Publish(ctx, s.manager, s.home, id), problem.Conflict, "together.not_ready")
		s.must(tg.Ask(ctx, s.worker, s.home, id, together.WorkAnswer{ID: db.NewID(), Says: together.AnswerText{Digest: s.work(id).Digest()}}))
		s.state(id, together.WorkRefused)
		s.refused(tg.Check(ctx, s.second, s.home, id, s.safe(id)), problem.Conflict, "together.changed_since")
		yes := s.yes(id, "staff", "public")
		s.must(tg.Ask(ctx, s.worker, s.home, id, yes))
		s.must(tg.Ask(ctx, s.worker, s.home, id, yes)) // pressed twice
		s.state(id, together.WorkCheck)
		s.refused(tg.Check(ctx, s.worker, s.home, id, s.safe(id)), problem.Forbidden, "together.second_person")
		s.refused(tg.Publish(ctx, s.manager, s.home, id), problem.Conflict, "together.not_ready")
		s.must(tg.Check(ctx, s.second, s.home, id, s.safe(id)))
		s.state(id, together.WorkReady)
		s.refused(tg.Publish(ctx, s.worker, s.home, id), problem.Forbidden, "")
		s.refused(tg.Publish(ctx, s.stranger, s.home, id), problem.NotFound, "")
		if all, err := tg.PublicGallery(ctx); err != nil || len(all) != 0 {
			t.Fatalf("shown before it was published: %v, %v", all, err)
		}
		s.must(tg.Publish(ctx, s.manager, s.home, id))
		s.must(tg.Publish(ctx, s.manager, s.home, id)) // pressed twice
		s.state(id, together.WorkShown)
		all, err := tg.PublicGallery(ctx)
		if err != nil || len(all) != 1 || all[0].Says.Words != "A red boat on a wide river" || all[0].Name != "River" {
			t.Fatalf("everybody sees %+v, %v", all, err)
		}
		p, err := tg.PublicShow(ctx, all[0].ID)
		if err != nil || !bytes.Equal(p.Content, s.work(id).Content) {
			t.Errorf("the picture: %v", err)
		}
		if len(s.work(id).Answers) != 2 {
			t.Errorf("%d answers are kept", len(s.work(id).Answers))
		}
	})
}

func TestWork_oneYesOfTheCheckIsEnoughToStopIt(t *testing.T) {
	eachStudio(t, func(s *studio) {
		ctx := t.Context()
		id := s.give(s.picture())
		s.must(s.together.Ask(ctx, s.worker, s.home, id, s.yes(id, "staff")))
		for _, q := range together.Questions {
			f := s.safe(id)
			f.Answers[q] = true
			s.refused(s.together.Check(ctx, s.second, s.home, id, f), problem.Invalid, "")
			f = s.safe(id)
			delete(f.Answers, q)
			s.refused(s.together.Check(ctx, s.second, s.home, id, f), problem.Invalid, "")
		}
		f := s.safe(id)
		f.Answers["place"], f.Verdict = true, "change"
		s.refused(s.together.Check(ctx, s.second, s.home, id, f), problem.Invalid, "") // what is to be changed is not said
		f.Note = "The name of the school stands on the boat."
		s.must(s.together.Check(ctx, s.second, s.home, id, f))
		s.state(id, together.WorkChange)
		s.refused(s.together.Publish(ctx, s.manager, s.home, id), problem.Conflict, "together.not_ready")
		change := s.picture()
		change.ID, change.Says.Title = id, "River"
		s.must(s.together.Change(ctx, s.second, s.home, change))
		s.state(id, together.WorkAsk) // they said yes to something else
		s.must(s.together.Ask(ctx, s.worker, s.home, id, s.yes(id, "staff")))
		s.refused(s.together.Check(ctx, s.second, s.home, id, s.safe(id)), problem.Forbidden, "together.second_person") // who changed it
		s.must(s.together.Check(ctx, s.manager, s.home, id, s.safe(id)))
		s.must(s.together.Publish(ctx, s.manager, s.home, id))
		f = s.safe(id)
		f.Verdict = "stop"
		s.refused(s.together.Check(ctx, s.manager, s.home, id, f), problem.Conflict, "") // what is shown is taken down, not checked
	})
}

func TestWork_withdrawnIsGoneEverywhereAtOnce(t *testing.T) {
	eachStudio(t, func(s *studio) {
		ctx := t.Context()
		id := s.give(s.picture())
		shown := s.show(id, "staff", "paper", "public")
		s.must(s.together.Print(ctx, s.worker, shown, db.NewID(), together.Printed{Purpose: "wall", Copies: 3}))
		own, err := s.ownPlace()
		s.must(err)
		list, err := s.together.Works(ctx, own, s.home)
		if err != nil || len(list) != 1 || len(list[0].Printed) != 1 || list[0].Printed[0].Copies != 3 {
			t.Fatalf("their own place: %+v, %v", list, err)
		}
		s.refused(s.together.Ask(ctx, own, s.home, id, s.yes(id, "public")), problem.NotFound, "")
		s.must(s.together.Withdraw(ctx, own, s.home, id))
		s.must(s.together.Withdraw(ctx, own, s.home, id)) // pressed twice
		s.state(id, together.WorkRefused)
		if _, err := s.together.PublicShow(ctx, shown); !problem.Is(err, problem.NotFound) {
			t.Errorf("everybody: %v", err)
		}
		if _, err := s.together.Show(ctx, s.worker, shown); !problem.Is(err, problem.NotFound) {
			t.Errorf("staff: %v", err)
		}
		if err := s.together.Print(ctx, s.worker, shown, db.NewID(), together.Printed{Purpose: "wall", Copies: 1}); !problem.Is(err, problem.NotFound) {
			t.Errorf("on paper: %v", err)
		}
		if n := s.rows("select count(*) from together_published"); n != 0 {
			t.Errorf("%d copies are left", n)
		}
		if n := s.rows("select count(*) from access_keys where owner_id like 'work:%'"); n != 0 || !s.ring.IsDestroyed("work:"+shown) {
			t.Errorf("%d keys are left, destroyed %v", n, s.ring.IsDestroyed("work:"+shown))
		}
		k := s.work(id)
		if last := k.Answers[len(k.Answers)-1]; last.Yes || last.Given != conversation.InOwnPlace || len(k.Printed) != 1 {
			t.Errorf("written down as %+v, printed %v", last, k.Printed)
		}
	})
}

// ownPlace is the young person in a place of their own.
func (s *studio) ownPlace() (permit.Actor, error) {
	own := permit.Actor{ID: db.NewID(), Roles: []permit.Role{permit.YoungPerson}}
	err := s.door.Do(s.Context(), s.worker, permit.OpenOwnPlace, access.Record(s.home.Record), func(w *access.Work) error {
		_, err := w.Give(s.Context(), access.Grant{Part: permit.PartOwn, HolderKind: access.HolderYoungPerson, Holder: own.ID, Reason: access.ReasonOwn, Until: w.At.Add(time.Hour)})
		return err
	})
	return own, err
}

// A backup from before the work was taken down brings its rows back, and nothing that opens them.
func TestWork_aRestoredBackupDoesNotShowItAgain(t *testing.T) {
	eachStudio(t, func(s *studio) {
		ctx := t.Context()
		id := s.give(s.picture())
		shown := s.show(id, "public")
		s.ring.Destroy("work:"+shown, testkit.Now(), "work_withdrawn") // the ring remembers; the database is the old one
		if all, err := s.together.PublicGallery(ctx); err != nil || len(all) != 0 {
			t.Errorf("everybody sees %v, %v", all, err)
		}
		if _, err := s.together.PublicShow(ctx, shown); !problem.Is(err, problem.NotFound) {
			t.Errorf("opened: %v", err)
		}
		s.must(s.together.Expire(ctx))
		if n := s.rows("select count(*) from together_published"); n != 0 || s.work(id).Published != "" {
			t.Errorf("%d copies are left", n)
		}
	})
}

func TestWork_endsWithItsDay(t *testing.T) {
	eachStudio(t, func(s *studio) {
		ctx := t.Context()
		id := s.give(s.picture())
		shown := s.show(id, "public", "staff")
		s.moved = 30 * 24 * time.Hour
		s.must(s.together.Expire(ctx))
		if _, err := s.together.PublicShow(ctx, shown); err != nil {
			t.Errorf("on its last day: %v", err)
		}
		s.moved += 24 * time.Hour
		if _, err := s.together.PublicShow(ctx, shown); !problem.Is(err, problem.NotFound) {
			t.Errorf("the day after, before anything ran: %v", err)
		}
		s.must(s.together.Expire(ctx))
		s.state(id, together.WorkEnded)
		if n := s.rows("select count(*) from together_published"); n != 0 {
			t.Errorf("%d copies are left", n)
		}
	})
}

func TestWork_takenDownByAManagerIsCheckedAnew(t *testing.T) {
	eachStudio(t, func(s *studio) {
		ctx := t.Context()
		id := s.give(s.picture())
		shown := s.show(id, "public", "staff")
		s.refused(s.together.TakeDown(ctx, s.worker, shown, "tells"), problem.Forbidden, "")
		s.refused(s.together.TakeDown(ctx, s.stranger, shown, "tells"), problem.NotFound, "")
		s.refused(s.together.TakeDown(ctx, s.manager, shown, ""), problem.Invalid, "")
		s.must(s.together.TakeDown(ctx, s.manager, shown, "tells"))
		s.refused(s.together.TakeDown(ctx, s.manager, shown, "tells"), problem.NotFound, "")
		s.state(id, together.WorkCheck)
		s.refused(s.together.Publish(ctx, s.manager, s.home, id), problem.Conflict, "together.not_ready")
	})
}

func TestWork_isDestroyedWithItsRecord(t *testing.T) {
	eachStudio(t, func(s *studio) {
		ctx := t.Context()
		shown := s.show(s.give(s.picture()), "public", "paper")
		s.must(s.together.Print(ctx, s.worker, shown, db.NewID(), together.Printed{Purpose: "wall", Copies: 1}))
		s.must(s.records.Erase(ctx, s.manager, s.home.Record, "request"))
		for _, table := range []string{"works", "work_answers", "work_steps", "published", "printed"} {
			if n := s.rows("select count(*) from together_" + table); n != 0 {
				t.Errorf("%d rows of %s are left", n, table)
			}
		}
		if !s.ring.IsDestroyed("work:" + shown) {
			t.Error("the copy's key lives on")
		}
	})
}

func TestGive_takesNothingThatCouldRunOrTell(t *testing.T) {
	eachStudio(t, func(s *studio) {
		for name, change := range map[string]func(*together.Gift){
			"svg":             func(g *together.Gift) { g.Content = []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`) },
			"a page":          func(g *together.Gift) { g.Content = []byte("<html></html>") },
			"cut":             func(g *together.Gift) { g.Content = g.Content[:len(g.Content)-4] },
			"nothing":         func(g *together.Gift) { g.Content = nil },
			"too large":       func(g *together.Gift) { g.Content = append(g.Content, make([]byte, together.MaxWork)...) },
			"not looked at":   func(g *together.Gift) { g.NoPhoto = false },
			"no description":  func(g *together.Gift) { g.Says.Words = " " },
			"too many words":  func(g *together.Gift) { g.Says.Words = strings.Repeat("x", 5001) },
			"no language":     func(g *together.Gift) { g.Says.Lang = "" },
			"a made language": func(g *together.Gift) { g.Says.Lang = "<b>" },
			"of no kind":      func(g *together.Gift) { g.Kind = "film" },
			"a bad id":        func(g *together.Gift) { g.ID = "../1" },
			"a bad sound":     func(g *together.Gift) { g.Kind = together.WorkSound },
		} {
			g := s.picture()
			change(&g)
			if err := s.together.Give(t.Context(), s.worker, s.home, g); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		g := s.picture()
		s.must(s.together.Give(t.Context(), s.worker, s.home, g))
		s.must(s.together.Give(t.Context(), s.worker, s.home, g)) // the same form again
		g.Says.Title = "Another"
		s.refused(s.together.Give(t.Context(), s.worker, s.home, g), problem.Conflict, "")
		s.refused(s.together.Give(t.Context(), s.stranger, s.home, s.picture()), problem.NotFound, "")
		_, err := s.together.Work(t.Context(), s.stranger, s.home, g.ID)
		s.refused(err, problem.NotFound, "")
		if n := s.rows("select count(*) from together_works where document like '%river%' or content like '%PNG%'"); n != 0 {
			t.Error("it lies there in clear")
		}
	})
}

func TestWork_ofAGroupHasTheSameWay(t *testing.T) {
	eachStudio(t, func(s *studio) {
		ctx, group := t.Context(), db.NewID()
		s.must(s.together.BeginGroup(ctx, s.worker, group, together.GroupText{Name: "Thursday", Deal: "Words and pictures"}))
		record := s.home
		s.home = together.Home{Group: group}
		id := s.give(together.Gift{ID: db.NewID(), Kind: together.WorkWords, Says: together.WorkText{Words: "We want a door that locks.", Lang: "en"}})
		shown := s.show(id, "public")
		_, err := s.together.Work(ctx, s.stranger, s.home, id)
		s.refused(err, problem.NotFound, "")
		_, err = s.together.Work(ctx, s.worker, record, id)
		s.refused(err, problem.NotFound, "")
		s.must(s.together.Withdraw(ctx, s.worker, s.home, id))
		_, err = s.together.PublicShow(ctx, shown)
		s.refused(err, problem.NotFound, "")
	})
}

func TestWaiting_listsThoseOfOnesRecords(t *testing.T) {
	eachStudio(t, func(s *studio) {
		id := s.give(s.picture())
		for _, who := range []permit.Actor{s.worker, s.second, s.manager} {
			list, err := s.together.Waiting(t.Context(), who)
			if err != nil || len(list) != 1 || list[0].ID != id || list[0].Names.Given != "Sefa (invented)" {
				t.Errorf("%+v, %v", list, err)
			}
		}
		if list, err := s.together.Waiting(t.Context(), s.stranger); err != nil || len(list) != 0 {
			t.Errorf("a stranger: %+v, %v", list, err)
		}
	})
}
