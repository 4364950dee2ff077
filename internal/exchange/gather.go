package exchange

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// gather reads everything of one record within one snapshot. contents are the files, by their path in the archive.
func (s *Service) gather(ctx context.Context, w *access.Work, id string, wish Wish, more []Part) (whole Whole, contents map[string][]byte, err error) {
	person, err := record.Find(ctx, w, id)
	if err != nil {
		return whole, nil, err
	}
	whole = Whole{Format: Format,
		Made: Made{At: w.At.UTC().Truncate(time.Microsecond), By: w.Who.ID, Reason: wish.Reason, Files: wish.Files},
		Record: Head{ID: person.ID, Organisation: person.Organisation, Nation: person.Nation, OpenedAt: person.OpenedAt,
			OpenedBy: person.OpenedBy, LastSittingAt: person.LastSittingAt}}
	for _, part := range []func() error{
		func() (err error) { whole.Profiles, err = profiles(ctx, w, id); return err },
		func() (err error) { whole.Sittings, err = sittings(ctx, w, id); return err },
		func() error { return offline(ctx, w, id, &whole) },
		func() (err error) { whole.Papers, err = papers(ctx, w, id); return err },
		func() (err error) { whole.Promises, err = promises(ctx, w, id); return err },
		func() (err error) { whole.Remarks, err = remarks(ctx, w, id); return err },
		func() (err error) { whole.Grants, err = grants(ctx, w); return err },
		func() (err error) { whole.Restrictions, err = restrictions(ctx, w); return err },
		func() (err error) { whole.Emergencies, err = emergencies(ctx, w); return err },
		func() (err error) { whole.Files, contents, err = files(ctx, w, id, wish.Files); return err },
		func() (err error) { whole.Ledger, whole.LedgerCut, err = ledgerLines(ctx, w); return err },
		func() (err error) { whole.People, err = s.people(ctx, w, whole, more); return err },
		func() (err error) { whole.Editions, err = editions(ctx, w, whole); return err },
		func() (err error) { whole.Wordings, err = wordings(ctx, w, whole); return err },
	} {
		if err := part(); err != nil {
			return Whole{}, nil, err
		}
	}
	return whole, contents, nil
}

func profiles(ctx context.Context, w *access.Work, id string) ([]Profile, error) {
	versions, err := record.AllVersions(ctx, w, id)
	list := make([]Profile, 0, len(versions))
	for _, v := range versions {
		list = append(list, Profile{ID: v.ID, At: v.At, Author: v.AuthorID, Document: v.Profile})
	}
	return list, err
}

// offline gathers what is known of conversations without a network beside the conversations themselves.
func offline(ctx context.Context, w *access.Work, id string, whole *Whole) error {
	whole.Tickets, whole.Arrivals, whole.Misplaced = []Ticket{}, []Arrival{}, []Misplaced{}
	tickets, err := conversation.TicketsOf(ctx, w, id)
	for _, t := range tickets {
		whole.Tickets = append(whole.Tickets, Ticket{ID: t.ID, Kind: t.Kind, Worker: t.Worker, Picture: t.Label.Picture, Word: t.Label.Word,
			Edition: t.EditionID, Language: t.Language, Sitting: t.Sitting, Issued: t.Issued, Expires: t.Expires, State: t.State})
	}
	if err != nil {
		return err
	}
	arrivals, err := conversation.ArrivalsOf(ctx, w, id)
	for _, a := range arrivals {
		whole.Arrivals = append(whole.Arrivals, Arrival{ID: a.ID, Ticket: a.Ticket, Worker: a.Worker, ArrivedAt: a.ArrivedAt, State: a.State,
			Reason: a.Reason, SettledAt: a.SettledAt, SettledBy: a.SettledBy, Sitting: a.Sitting})
	}
	if err != nil {
		return err
	}
	mislaid, err := conversation.MislaidOn(ctx, w, id)
	for _, m := range mislaid {
		whole.Misplaced = append(whole.Misplaced, Misplaced{Sitting: m.Sitting, At: m.At, By: m.By})
	}
	return err
}

func papers(ctx context.Context, w *access.Work, id string) ([]Paper, error) {
	printed, err := conversation.PapersOf(ctx, w, id)
	list := make([]Paper, 0, len(printed))
	for _, p := range slices.Backward(printed) {
		list = append(list, Paper{ID: p.ID, Sitting: p.Sitting, Worker: p.Worker, Edition: p.EditionID, Language: p.Language, Picture: p.Picture,
			Word: p.Word, Printed: p.Printed, At: p.IssuedAt, TypedIn: p.UsedAt})
	}
	return list, err
}

func sittings(ctx context.Context, w *access.Work, id string) ([]Sitting, error) {
	held, err := conversation.Summaries(ctx, w, id)
	if err != nil {
		return nil, err
	}
	talks, err := conversation.Talks(ctx, w, id)
	if err != nil {
		return nil, err
	}
	marks, err := conversation.Marks(ctx, w, id)
	if err != nil {
		return nil, err
	}
	permissions, err := conversation.Permissions(ctx, w, id)
	if err != nil {
		return nil, err
	}
	list := make([]Sitting, 0, len(held))
	for _, h := range slices.Backward(held) {
		s := Sitting{ID: h.ID, Edition: h.EditionID, OpenedAt: h.OpenedAt, OpenedBy: h.OpenedBy, EndedAt: h.EndedAt,
			Ending: h.Ending, Setup: h.Setup, Contributions: []Contribution{}, Marks: []Mark{}}
		for _, c := range h.Contributions {
			s.Contributions = append(s.Contributions, contribution(c, talks, permissions))
		}
		for _, m := range marks {
			if m.Sitting == h.ID {
				s.Marks = append(s.Marks, Mark{ID: m.ID, At: m.At, Author: m.Author, Kind: m.Kind, About: m.About, Document: m.Text})
			}
		}
		list = append(list, s)
	}
	return list, nil
}

func contribution(c conversation.Contribution, talks []conversation.Talked, permissions []conversation.Permission) Contribution {
	out := Contribution{ID: c.ID, At: c.At, Author: c.Author, Perspective: c.Perspective, Edition: c.EditionID,
		Corrects: c.Corrects, Why: c.Why, Document: c.Content, Talks: []Talk{}, Permissions: []Permission{}}
	for _, p := range permissions {
		if p.Contribution == c.ID {
			out.Permissions = append(out.Permissions, Permission{ID: p.ID, At: p.At, Author: p.By, Item: p.Item, Recipient: p.Recipient,
				Answer: map[bool]string{true: "yes", false: "no"}[p.Yes], Given: p.Given, Document: p.Text})
		}
	}
	for _, t := range talks {
		if t.Contribution == c.ID {
			out.Talks = append(out.Talks, Talk{ID: t.ID, At: t.At, By: t.By, Outcome: t.Outcome, Why: t.Why})
		}
	}
	return out
}

func promises(ctx context.Context, w *access.Work, id string) ([]Promise, error) {
	made, err := promise.List(ctx, w, id)
	list := make([]Promise, 0, len(made))
	for _, p := range made {
		out := Promise{ID: p.ID, Sitting: p.Sitting, Edition: p.EditionID, MadeAt: p.MadeAt, MadeBy: p.MadeBy, Owner: p.OwnerID,
			Items: p.Items, Agreed: p.Agreed, DueOn: p.DueOn, State: p.State, StateAt: p.StateAt, ToldAt: p.ToldAt,
			Document: p.Text, Events: []Event{}}
		for _, e := range p.Events {
			out.Events = append(out.Events, Event{ID: e.ID, At: e.At, Author: e.Author, Kind: e.Kind, DueOn: e.DueOn, Document: e.Text})
		}
		list = append(list, out)
	}
	return list, err
}

func grants(ctx context.Context, w *access.Work) ([]Grant, error) {
	given, err := w.Grants(ctx)
	list := make([]Grant, 0, len(given))
	for _, g := range given {
		list = append(list, Grant{ID: g.ID, Part: string(g.Part), HolderKind: string(g.HolderKind), Holder: g.Holder,
			Reason: string(g.Reason), DecidedBy: g.DecidedBy, From: g.From, Until: g.Until, GivenAt: g.GivenAt, EndedBy: g.EndedBy,
			EndReason: string(g.EndReason), EndAskedBy: g.EndAskedBy, EndAskedAt: g.EndAskedAt})
	}
	slices.SortStableFunc(list, func(a, b Grant) int { return cmp.Or(a.GivenAt.Compare(b.GivenAt), cmp.Compare(a.ID, b.ID)) })
	return list, err
}

func restrictions(ctx context.Context, w *access.Work) ([]Restriction, error) {
	all, err := w.Restrictions(ctx)
	list := make([]Restriction, 0, len(all))
	for _, r := range slices.Backward(all) {
		out := Restriction{ID: r.ID, Reason: r.Reason, By: r.By, At: r.At, LiftAskedBy: r.LiftAskedBy, LiftAskedAt: r.LiftAskedAt,
			LiftedBy: r.LiftedBy, LiftedAt: r.LiftedAt, Named: []Member{}}
		for _, n := range r.Named {
			out.Named = append(out.Named, Member{HolderKind: string(n.Holder.Kind), Holder: n.Holder.ID, By: n.By, At: n.At, EndedBy: n.EndedBy, EndedAt: n.EndedAt})
		}
		list = append(list, out)
	}
	return list, err
}

func emergencies(ctx context.Context, w *access.Work) ([]Emergency, error) {
	all, err := w.Emergencies(ctx)
	list := make([]Emergency, 0, len(all))
	for _, e := range slices.Backward(all) {
		words, err := w.Words(e)
		if err != nil {
			return nil, err
		}
		list = append(list, Emergency{ID: e.ID, Account: e.Account, Organisation: e.Organisation, Reason: e.Reason, SealedReason: e.SealedReason,
			At: e.At, Until: e.Until, Why: words.Why, ReviewedBy: e.ReviewedBy, ReviewedAt: e.ReviewedAt, Verdict: e.Verdict, Review: words.Review})
	}
	return list, err
}

// files lists a record's files and, where they are wanted, opens them. Sizes are looked at before anything is opened.
func files(ctx context.Context, w *access.Work, id string, wanted bool) ([]File, map[string][]byte, error) {
	heads, err := record.AllFiles(ctx, w, id)
	if err != nil {
		return nil, nil, err
	}
	total, list, contents := int64(0), make([]File, 0, len(heads)), map[string][]byte{}
	for _, f := range heads {
		total += f.Size
	}
	if wanted && total > MaxFiles {
		return nil, nil, problem.New(problem.Conflict, "exchange.files_too_large")
	}
	for i, f := range heads {
		out := File{ID: f.ID, Name: f.Name, Kind: f.Kind, Media: f.Kind.MediaType(), Size: f.Size, At: f.At, Author: f.AuthorID}
		if wanted {
			content, err := record.FileContent(ctx, w, id, f.ID)
			if err != nil {
				return nil, nil, err
			}
			sum := sha256.Sum256(content)
			out.Path, out.SHA256 = fmt.Sprintf("files/%04d%s", i+1, f.Kind.Extension()), hex.EncodeToString(sum[:])
			contents[out.Path] = content
		}
		list = append(list, out)
	}
	return list, contents, nil
}

// ledgerLines gives the newest lines about the record, oldest first, and whether there are older ones. The line of this
// export is not yet among them.
func ledgerLines(ctx context.Context, w *access.Work) (list []LedgerLine, cut bool, err error) {
	list = []LedgerLine{}
	for before := int64(0); len(list) < maxLedger; before = list[len(list)-1].Entry {
		traces, more, err := w.Trail(ctx, before, ledgerAtOnce)
		if err != nil {
			return nil, false, err
		}
		for _, t := range traces {
			list = append(list, LedgerLine{Entry: t.Entry, At: t.At.UTC(), Actor: t.Actor, Act: string(t.Act), Outcome: t.Outcome.String(),
				Reason: t.Reason, Detail: append([]string{}, t.Detail...), Listed: t.Listed})
		}
		if cut = more; !more || len(traces) == 0 {
			break
		}
		if t := traces[len(traces)-1].Entry; t == 0 {
			break // nothing can stand before the first entry
		}
	}
	slices.Reverse(list)
	return list, cut, nil
}
