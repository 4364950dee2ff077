package custody

import (
	"context"
	"fmt"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/i18n"
	"stablefutures/internal/promise"
)

// Look is one line of the ledger about a record, as it is given out: when, who, what kind of act, and how it ended.
type Look struct {
	Entry   int64
	At      time.Time
	Actor   string
	Act     string
	Outcome string // done, refused, failed
	Listed  bool   // it stood in a list with others
}

// While somebody reads through a request its newest lines are enough; the bundle has all of them, read some at a time.
const (
	mostLooks   = 1000
	looksAtOnce = 500
)

// looks reads the newest lines about the work's record, the newest first; more says that there are older ones. most 0
// means all of them.
func looks(ctx context.Context, w *access.Work, most int) (list []Look, more bool, err error) {
	for before := int64(0); ; before = list[len(list)-1].Entry {
		traces, rest, err := w.Trail(ctx, before, looksAtOnce)
		if err != nil {
			return nil, false, fmt.Errorf("read who looked: %w", err)
		}
		for _, t := range traces {
			list = append(list, Look{Entry: t.Entry, At: t.At, Actor: t.Actor, Act: string(t.Act), Outcome: t.Outcome.String(), Listed: t.Listed})
		}
		last := !rest || len(traces) == 0 || list[len(list)-1].Entry == 0 // nothing stands before the first entry
		if last || most > 0 && len(list) >= most {
			return list, !last, nil
		}
	}
}

// logOf says who looked, one line for what one person did on one day.
func (c *collector) logOf(list []Look, more bool) Section {
	s := Section{ID: "log", Title: c.l.T("custody.part_log")}
	seen := map[string]bool{}
	for _, look := range list {
		line := c.l.Day(promise.Day(look.At)) + ": " + nameOf(c.l, c.names, look.Actor)
		if !seen[line] {
			seen[line] = true
			s.Lines = append(s.Lines, line)
		}
	}
	if more {
		s.Lines = append(s.Lines, c.l.T("custody.line_more_looks"))
	}
	return s
}

func nameOf(l i18n.L, names map[string]account.Person, actor string) string {
	switch {
	case actor == "system":
		return l.T("record.log_system")
	case names[actor].Name != "":
		return names[actor].Name
	}
	return l.T("custody.somebody")
}

// wholeLog reads the ledger to its first line about the record: for the bundle.
func (s *Service) wholeLog(ctx context.Context, w *access.Work, c *Case) error {
	list, _, err := looks(ctx, w, 0)
	if err != nil {
		return err
	}
	var ids []string
	known := map[string]bool{"system": true}
	for _, look := range list {
		if !known[look.Actor] {
			known[look.Actor] = true
			ids = append(ids, look.Actor)
		}
	}
	names, err := s.accounts.Names(ctx, w, ids)
	if err != nil {
		return err
	}
	l := i18n.For(c.Asked.Language)
	for i := range c.Sections {
		if c.Sections[i].ID == "log" {
			c.Sections[i] = (&collector{l: l, names: names}).logOf(list, false)
		}
	}
	c.Looks, c.lookers = list, names
	return nil
}

// LooksText is every line of the ledger about the record as plain text, the oldest first: one line an entry, its parts
// between tabs. It holds nobody's words.
func (c Case) LooksText(l i18n.L) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n\n", l.T("custody.looks_title"), l.T("custody.looks_lead"))
	for i := len(c.Looks) - 1; i >= 0; i-- {
		look := c.Looks[i]
		key := "record.act." + look.Act // i18n: prefix record.act.
		if look.Listed {
			key = "record.act.listed"
		}
		if !l.Has(key) {
			key = "record.act.other"
		}
		what := l.T(key)
		switch look.Outcome {
		case "refused":
			what = l.T("record.log_refused", "what", what)
		case "failed":
			what = l.T("record.log_failed", "what", what)
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%d\n", l.Moment(look.At), nameOf(l, c.lookers, look.Actor), what, look.Entry)
	}
	return b.String()
}
