package app

import (
	"context"
	"encoding/base64"

	"stablefutures/internal/access"
	"stablefutures/internal/custody"
	"stablefutures/internal/exchange"
	"stablefutures/internal/i18n"
	"stablefutures/internal/together"
)

// What other capabilities hold of a record, as parts of its archive: the same facts that a person gets who asks, and the
// documents as they are stored.

// inArchive makes the service that takes whole records out, with everybody's parts.
func (a *App) inArchive() *exchange.Service {
	s := exchange.New(a.Door, a.Account)
	s.AlsoFrom(a.sharingPart)
	s.AlsoFrom(a.meetingsPart)
	s.AlsoFrom(a.keepingPart)
	s.AlsoFrom(a.worksPart)
	s.AlsoFrom(a.carriedPart)
	s.AlsoFrom(a.auditsPart)
	s.AlsoFrom(a.inspectionPart)
	return s
}

// archived is the language of an archive's text.
const archived = "en"

func (a *App) sharingPart(ctx context.Context, w *access.Work, record string) (exchange.Part, error) {
	whole, accounts, bodies, err := a.Sharing.WholeOf(ctx, w, record)
	if err != nil {
		return exchange.Part{}, err
	}
	read, err := a.heldInSharing(ctx, w, record, i18n.For(archived))
	return exchange.Part{Name: "sharing", Document: whole, Sections: sectionsOf(read), Accounts: accounts, Bodies: bodies}, err
}

func (a *App) keepingPart(ctx context.Context, w *access.Work, record string) (exchange.Part, error) {
	whole, accounts, read, err := a.Custody.WholeOf(ctx, w, record, i18n.For(archived))
	return exchange.Part{Name: "keeping", Document: whole, Sections: sectionsOf(read), Accounts: accounts}, err
}

// allMeetings is what more/meetings.json holds.
type allMeetings struct {
	Format   string       `json:"format"`
	Record   string       `json:"record"`
	Meetings []oneMeeting `json:"meetings"`
}

type oneMeeting struct {
	Meeting     any `json:"meeting"`
	Invitations any `json:"invitations"`
	Lines       any `json:"lines"`
	Minutes     any `json:"minutes"`
}

func (a *App) meetingsPart(ctx context.Context, w *access.Work, record string) (exchange.Part, error) {
	list, err := a.Sharing.Gatherings(ctx, w, record)
	if err != nil {
		return exchange.Part{}, err
	}
	whole := allMeetings{Format: "stablefutures-record-meetings-1", Record: record, Meetings: []oneMeeting{}}
	p := exchange.Part{Name: "meetings"}
	for _, g := range list {
		minutes := []map[string]any{}
		for _, m := range g.Minutes {
			minutes = append(minutes, map[string]any{"id": m.ID, "version": m.Version, "by": m.By, "at": m.At, "sha256": m.Hash, "document": m.Kept})
		}
		whole.Meetings = append(whole.Meetings, oneMeeting{g.Meeting, orNone(g.Invitations), orNone(g.Lines), minutes})
		p.Accounts = append(p.Accounts, g.By, g.CalledOffBy)
		p.Bodies = append(p.Bodies, g.Organisation)
		for _, line := range g.Lines {
			p.Accounts, p.Bodies = append(p.Accounts, line.Author), append(p.Bodies, line.Organisation)
		}
	}
	p.Document = whole
	read, err := a.heldInMeetings(ctx, w, record, i18n.For(archived))
	p.Sections = sectionsOf(read)
	return p, err
}

// orNone is an empty list where there is none, so that JSON says so.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// allWorks is what more/works.json holds.
type allWorks struct {
	Format string    `json:"format"`
	Record string    `json:"record"`
	Works  []oneWork `json:"works"`
}

type oneWork struct {
	ID       string            `json:"id"`
	Kind     together.WorkKind `json:"kind"`
	GivenAt  string            `json:"given_at"`
	GivenBy  string            `json:"given_by"`
	Document together.WorkText `json:"document"`
	Content  string            `json:"content,omitempty"` // base 64, of a picture or a sound
	Answers  []map[string]any  `json:"answers"`
	Steps    []map[string]any  `json:"steps"`
}

func (a *App) worksPart(ctx context.Context, w *access.Work, record string) (exchange.Part, error) {
	list, err := together.OfRecord(ctx, w, record)
	if err != nil {
		return exchange.Part{}, err
	}
	whole, p := allWorks{Format: "stablefutures-record-works-1", Record: record, Works: []oneWork{}}, exchange.Part{Name: "works"}
	for _, k := range list {
		out := oneWork{ID: k.ID, Kind: k.Kind, GivenAt: k.GivenAt.UTC().Format("2006-01-02T15:04:05Z"), GivenBy: k.GivenBy, Document: k.Says,
			Content: base64.StdEncoding.EncodeToString(k.Content), Answers: []map[string]any{}, Steps: []map[string]any{}}
		for _, x := range k.Answers {
			out.Answers = append(out.Answers, map[string]any{"id": x.ID, "yes": x.Yes, "given": x.Given, "by": x.By, "at": x.At, "document": x.Says})
			p.Accounts = append(p.Accounts, x.By)
		}
		for _, x := range k.Steps {
			step := map[string]any{"id": x.ID, "kind": x.Kind, "code": x.Code, "by": x.By, "at": x.At}
			if x.Kind == "checked" {
				step["document"] = x.Says
			}
			out.Steps = append(out.Steps, step)
			p.Accounts = append(p.Accounts, x.By)
		}
		whole.Works = append(whole.Works, out)
		p.Accounts = append(p.Accounts, k.GivenBy)
	}
	p.Document = whole
	read, err := a.heldInWorks(ctx, w, record, i18n.For(archived))
	p.Sections = sectionsOf(read)
	return p, err
}

// sectionsOf turns what is read by whom it is about into the plain text of an archive.
func sectionsOf(list []custody.Section) []exchange.PartSection {
	var all []exchange.PartSection
	for _, s := range list {
		out := exchange.PartSection{Title: s.Title, Lines: s.Lines}
		for _, i := range s.Items {
			out.Typed = append(out.Typed, [2]string{i.Label, i.Text})
		}
		all = append(all, out)
	}
	return all
}
