package record

import (
	"context"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/permit"
)

// Who can see a record and who has looked, as a young person is told it: for the staff's pages and, within a use case of
// theirs that is already decided, for the young person's own place.

// Seer is somebody who can see a record or parts of it now, and why: a person, a team or an organisation.
type Seer struct {
	HolderKind   access.HolderKind
	Holder       string
	Name         string        // "" where nobody is known by the id
	Organisation string        // of a person or a team
	Roles        []permit.Role // of a person
	Parts        []permit.Part // in the order people read them
	Reason       access.Reason
	From         time.Time // of the first of these grants
	Until        time.Time // zero: until somebody ends it
	DecidedBy    string    // the name of who decided it, "" where nobody is known
}

// WhoCanSee lists who can see the work's record at this moment, those who work with the young person first. The young
// person's own place is not in it: it is theirs. people gives the names.
func WhoCanSee(ctx context.Context, w *access.Work, people *account.Service) ([]Seer, error) {
	grants, err := w.Grants(ctx)
	if err != nil {
		return nil, fmt.Errorf("list who can see: %w", err)
	}
	grants = slices.DeleteFunc(grants, func(g access.Grant) bool { return !g.Open(w.At) || g.Part == permit.PartOwn })
	inside, err := newCircle(ctx, w, people, grants)
	if err != nil {
		return nil, fmt.Errorf("list who can see: %w", err)
	}
	var open []access.Grant // as they open: one that opens to some of a team stands for each of them
	for _, g := range slices.Backward(grants) {
		for _, h := range inside.open(g) {
			g.HolderKind, g.Holder = h.Kind, h.ID
			open = append(open, g)
		}
	}
	names, err := namesIn(ctx, w, people, open)
	if err != nil {
		return nil, fmt.Errorf("list who can see: %w", err)
	}
	var seers []Seer
	for _, g := range open { // the oldest first
		i := slices.IndexFunc(seers, func(s Seer) bool { return s.Holder == g.Holder && s.Reason == g.Reason && s.Until.Equal(g.Until) })
		if i < 0 {
			n := names[g.Holder]
			seers = append(seers, Seer{HolderKind: g.HolderKind, Holder: g.Holder, Name: n.name, Organisation: n.organisation, Roles: n.roles,
				Reason: g.Reason, From: g.From, Until: g.Until, DecidedBy: names[g.DecidedBy].name})
			i = len(seers) - 1
		}
		if !slices.Contains(seers[i].Parts, g.Part) {
			seers[i].Parts = append(seers[i].Parts, g.Part)
		}
	}
	for i := range seers {
		slices.SortFunc(seers[i].Parts, func(a, b permit.Part) int { return slices.Index(permit.Parts, a) - slices.Index(permit.Parts, b) })
	}
	slices.SortStableFunc(seers, func(a, b Seer) int {
		return slices.Index(access.Reasons, a.Reason) - slices.Index(access.Reasons, b.Reason)
	})
	return seers, nil
}

// LookedAt is what somebody did with a record, in as few words as a young person needs.
type LookedAt string

// What somebody can have done. They stand in the order people read them.
const (
	LookedEmergency LookedAt = "emergency" // opened it for themselves, in an emergency
	LookedSealed    LookedAt = "sealed"    // opened what is sealed
	LookedRead      LookedAt = "read"
	LookedWrote     LookedAt = "wrote"
	LookedAccess    LookedAt = "access" // changed who can see it
	LookedExport    LookedAt = "export" // took it out as a file
	LookedChecked   LookedAt = "checked"
	LookedListed    LookedAt = "listed" // saw the name in a list
)

// LookedKinds lists them.
var LookedKinds = []LookedAt{LookedEmergency, LookedSealed, LookedRead, LookedWrote, LookedAccess, LookedExport, LookedChecked, LookedListed}

var lookedActs = map[permit.Action]LookedAt{
	permit.OpenSealed: LookedSealed, permit.EditSealed: LookedSealed,
	permit.OpenRecord: LookedRead, permit.ReadProfile: LookedRead, permit.OpenFile: LookedRead, permit.ReadConversation: LookedRead,
	permit.ReadPromises: LookedRead, permit.ReadCarried: LookedRead, permit.ReadPicture: LookedRead, permit.ReadCopy: LookedRead, permit.ReadNote: LookedRead,
	permit.CreateRecord: LookedWrote, permit.EditRecord: LookedWrote, permit.AttachFile: LookedWrote, permit.HoldConversation: LookedWrote,
	permit.AddView: LookedWrote, permit.TakeOver: LookedWrote, permit.MakePromise: LookedWrote, permit.SettlePromise: LookedWrote,
	permit.BreakGlass: LookedEmergency, permit.RestrictRecord: LookedAccess, permit.LiftRestriction: LookedAccess,
	permit.GiveGrant: LookedAccess, permit.DecideShare: LookedAccess, permit.OpenOwnPlace: LookedAccess, permit.DecideCarry: LookedAccess,
	permit.ExportRecord: LookedExport, permit.ReadGrants: LookedChecked, permit.ReadLedger: LookedChecked,
}

// Looked is what one person did with a record on one day.
type Looked struct {
	Day          string // YYYY-MM-DD
	Actor        string
	Name         string // "" where nobody is known by the id
	Organisation string
	Roles        []permit.Role
	Reason       access.Reason // why they could, "" where no grant says so any more
	What         []LookedAt
}

// lookedAtMost bounds how far back one reading of the log goes, in entries.
const lookedAtMost, lookedBatch = 1000, 250

// WhoLooked tells who looked at the work's record, by person and day, the newest first, over its last thousand entries; more
// says that there are others. Whoever was refused saw nothing, and what the young person did themselves is theirs.
func WhoLooked(ctx context.Context, w *access.Work, people *account.Service) (looked []Looked, more bool, err error) {
	var traces []access.Trace
	for before := int64(0); len(traces) < lookedAtMost; before = traces[len(traces)-1].Entry {
		batch, rest, err := w.Trail(ctx, before, lookedBatch)
		if err != nil {
			return nil, false, fmt.Errorf("list who looked: %w", err)
		}
		traces, more = append(traces, batch...), rest
		if !rest || len(batch) == 0 {
			break
		}
	}
	grants, err := w.Grants(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("list who looked: %w", err)
	}
	ids := make([]string, len(traces))
	for i, t := range traces {
		ids[i] = t.Actor
	}
	persons, err := people.Names(ctx, w, ids)
	if err != nil {
		return nil, false, fmt.Errorf("list who looked: %w", err)
	}
	for _, t := range traces {
		if kind := lookedKind(t); kind != "" && !isOwnPlace(grants, t.Actor) {
			looked = addLooked(looked, t, kind, persons[t.Actor], grants)
		}
	}
	return looked, more, nil
}

// lookedKind says what an entry was for the young person; "" for what shows nobody anything.
func lookedKind(t access.Trace) LookedAt {
	switch {
	case t.Outcome.String() != "done" || t.Actor == permit.System.ID || t.Act == permit.AskCarry:
		return ""
	case t.Listed:
		return LookedListed
	case lookedActs[t.Act] == "":
		return LookedChecked
	}
	return lookedActs[t.Act]
}

func isOwnPlace(grants []access.Grant, actor string) bool {
	return slices.ContainsFunc(grants, func(g access.Grant) bool { return g.Part == permit.PartOwn && g.Holder == actor })
}

func addLooked(looked []Looked, t access.Trace, kind LookedAt, who account.Person, grants []access.Grant) []Looked {
	day := t.At.Format(time.DateOnly)
	i := slices.IndexFunc(looked, func(l Looked) bool { return l.Day == day && l.Actor == t.Actor })
	if i < 0 {
		looked = append(looked, Looked{Day: day, Actor: t.Actor, Name: who.Name, Organisation: who.OrganisationName, Roles: who.Roles,
			Reason: reasonAt(grants, t, who)})
		i = len(looked) - 1
	}
	if l := &looked[i]; !slices.Contains(l.What, kind) {
		l.What = append(l.What, kind)
		slices.SortFunc(l.What, func(a, b LookedAt) int { return slices.Index(LookedKinds, a) - slices.Index(LookedKinds, b) })
	}
	return looked
}

// reasonAt finds why somebody could look at a moment: by a grant of their own, else one of their organisation, else one
// of a team, for they had no other.
func reasonAt(grants []access.Grant, t access.Trace, who account.Person) access.Reason {
	var team, organisation access.Reason
	for _, g := range grants {
		if t.At.Before(g.From) || !g.Until.IsZero() && !t.At.Before(g.Until) || g.Part == permit.PartOwn {
			continue
		}
		switch {
		case g.Holder == t.Actor:
			return g.Reason
		case g.HolderKind == access.HolderOrganisation && g.Holder == who.OrganisationID:
			organisation = g.Reason
		case g.HolderKind == access.HolderTeam:
			team = g.Reason
		}
	}
	if organisation != "" {
		return organisation
	}
	return team
}
