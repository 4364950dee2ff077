package app

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

// demoSeed makes every demonstration tell the same stories. Ids and moments differ.
const demoSeed = 0x5F

// demoEvent is one thing that happened at one moment.
type demoEvent struct {
	at time.Time
	do func(context.Context) error
}

// history plans what happened to everybody, then lets it happen in order. What happens at one moment happens together,
// so that one commit serves it all.
func (s *seeder) history(ctx context.Context) error {
	for i, y := range s.data.young {
		life := &demoLife{seeder: s, young: y, rng: rand.New(rand.NewPCG(demoSeed, uint64(i))), id: db.NewID()}
		life.plan(i)
	}
	s.planWhoCanSee()
	slices.SortStableFunc(s.events, func(a, b demoEvent) int { return a.at.Compare(b.at) })
	for len(s.events) > 0 {
		n := 1
		for n < len(s.events) && s.events[n].at.Equal(s.events[0].at) {
			n++
		}
		s.clock.set(s.events[0].at)
		if err := atOnce(ctx, s.events[:n]); err != nil {
			return err
		}
		s.events = s.events[n:]
	}
	return nil
}

func atOnce(ctx context.Context, events []demoEvent) error {
	errs := make([]error, len(events))
	var all sync.WaitGroup
	for i, e := range events {
		all.Go(func() { errs[i] = e.do(ctx) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// demoLife is one young person's story while it is planned.
type demoLife struct {
	*seeder
	young    demoYoung
	rng      *rand.Rand
	id       string
	worker   demoColleague
	who      permit.Actor
	nation   string
	edition  *framework.Edition
	topic    string // the id of a topic of their own, once they named one
	talkDue  []func(time.Time)
	promised string // what was promised last
}

// when plans something, unless it has not happened yet.
func (l *demoLife) when(at time.Time, do func(context.Context) error) bool {
	if !at.Before(l.now.Add(-time.Hour)) {
		return false
	}
	l.events = append(l.events, demoEvent{at, do})
	return true
}

// workday moves a moment off the weekend and into a hour at which people meet.
func (l *demoLife) workday(at time.Time, hour int) time.Time {
	switch at.Weekday() {
	case time.Saturday:
		at = at.AddDate(0, 0, 2)
	case time.Sunday:
		at = at.AddDate(0, 0, 1)
	}
	return time.Date(at.Year(), at.Month(), at.Day(), hour, 0, 0, 0, time.UTC)
}

func (l *demoLife) plan(place int) {
	for _, c := range l.data.staff.People {
		if c.Key == l.young.Worker {
			l.worker = c
		}
	}
	l.who, l.nation = l.actors[l.worker.Key], l.data.nationOf(l.worker.Organisation)
	l.edition = l.seeder.editionOf(l.worker.Organisation)
	days := l.sittingDays(place)
	opened := l.workday(days[0].AddDate(0, 0, -6), 9)
	l.when(opened, l.open)
	l.planGrants(opened, place)
	for i, day := range days {
		l.planSitting(day, i, len(days))
	}
	if place < 2 {
		l.planUnfinished()
	}
	if place == 0 {
		l.planPaper()
	}
}

// editionOf gives the edition that an organisation has chosen.
func (s *seeder) editionOf(organisation string) *framework.Edition {
	for _, o := range s.data.staff.Organisations {
		if o.Key == organisation {
			if e, ok := framework.BySet(o.Framework); ok {
				return e
			}
		}
	}
	e, _ := framework.BySet(framework.SetWhatMatters)
	return e
}

// sittingDays spreads the sittings over the time, unevenly: some soon after another, some after a silence.
func (l *demoLife) sittingDays(place int) []time.Time {
	span := float64(30 + min(l.young.Sittings*48, 500))
	gaps := make([]float64, l.young.Sittings)
	sum := 0.0
	for i := range gaps {
		gaps[i] = 0.3 + l.rng.Float64()*l.rng.Float64()*3
		sum += gaps[i]
	}
	last := 2 + l.rng.IntN(26)
	days := make([]time.Time, len(gaps))
	back := span
	for i, g := range gaps {
		back -= g / sum * (span - float64(last))
		days[i] = l.workday(l.now.AddDate(0, 0, -int(back)), 10+place%3*2)
	}
	return days
}

func (l *demoLife) open(ctx context.Context) error {
	p, y := record.Profile{}, l.young
	p.Names = record.Names{Given: y.Given, Family: y.Family, Preferred: y.Preferred, OwnScript: y.OwnScript, Pronunciation: y.Pronunciation}
	p.Birth = record.Birth{Day: l.now.AddDate(0, -y.Months, -l.rng.IntN(25)).Format(time.DateOnly), Accuracy: record.Accuracy(y.Accuracy), By: y.By}
	if p.Birth.Accuracy == record.NotKnown {
		p.Birth.Day = ""
	}
	p.Pronouns, p.Reference, p.Why = y.Pronouns, y.Reference, record.Why(y.Why)
	for _, lang := range y.Languages {
		p.Languages = append(p.Languages, record.Language{Tag: lang.Tag, Dialect: lang.Dialect, Reads: lang.Reads})
	}
	p.Interpreter = record.Interpreter{Needed: y.Interpreter.Needed, Gender: y.Interpreter.Gender, Notes: y.Interpreter.Notes}
	p.CopyLanguage = l.cardLanguage()
	n := record.NewPerson{ID: l.id, Nation: l.nation, Profile: p, Sealed: true}
	for _, t := range l.worker.Teams {
		n.Teams = append(n.Teams, l.teams[t])
	}
	if _, err := l.app.Record.Create(ctx, l.who, n); err != nil {
		return err
	}
	if !y.Sealed {
		return nil
	}
	_, err := l.app.Record.AddSealed(ctx, l.who, l.id, record.NewSealed{Class: "address",
		Detail: record.SealedDetail{Value: "3 Nowhere Row, Larkmoor (invented)", Safe: "yes", CheckedBy: l.worker.Name}})
	if err != nil {
		return err
	}
	_, err = l.app.Record.AddSealed(ctx, l.who, l.id, record.NewSealed{Class: "phone",
		Detail: record.SealedDetail{Value: "07700 900" + strings.Repeat("1", 3), Safe: "not_known"}})
	if err != nil {
		return err
	}
	return l.ownPage(ctx)
}

// ownPage is a young person's own page of what keeps them safe, and a card from it.
func (l *demoLife) ownPage(ctx context.Context) error {
	for part, text := range map[string]record.SafetyText{
		"helps":            {Text: "Music, and a walk in the light.", Language: "en", WrittenBy: "young_person"},
		"trust":            {Text: "My football coach.", Language: "en", WrittenBy: "young_person"},
		record.SafetyCarry: {Card: true, OnCard: []string{"helps"}},
	} {
		if err := l.app.Record.WriteSafety(ctx, l.who, l.id, db.NewID(), part, text); err != nil {
			return err
		}
	}
	return nil
}

// planGrants lets an auditor read a few records for a while, and a charity's worker share in some: one of those shares
// has ended.
func (l *demoLife) planGrants(opened time.Time, place int) {
	if l.worker.Organisation != "larkmoor" {
		return
	}
	give := func(at time.Time, to string, reason access.Reason, until time.Time) {
		l.when(at, func(ctx context.Context) error {
			_, err := l.app.Record.Give(ctx, l.actors["morgan"], l.id, access.Grant{Part: permit.PartRecord,
				HolderKind: access.HolderAccount, Holder: l.actors[to].ID, Reason: reason, Until: until})
			return err
		})
	}
	if place%3 == 0 {
		give(l.workday(l.now.AddDate(0, 0, -9), 9), "astrid", access.ReasonAudit, l.now.AddDate(0, 1, 0))
	}
	l.planShares(place)
	l.planCarry(place)
	switch place {
	case 0, 4, 12:
		give(opened.AddDate(0, 0, 3).Add(time.Hour), "sunniva", access.ReasonShare, time.Time{})
	case 5:
		give(opened.AddDate(0, 0, 3).Add(time.Hour), "sunniva", access.ReasonShare, opened.AddDate(0, 0, 60))
	}
}

// cardLanguage gives the language of the cards: the young person's first that the edition speaks.
func (l *demoLife) cardLanguage() string {
	for _, lang := range l.young.Languages {
		if _, ok := l.edition.Pack(lang.Tag); ok {
			return lang.Tag
		}
	}
	return "en"
}
