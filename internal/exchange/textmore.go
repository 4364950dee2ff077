package exchange

import (
	"slices"
	"strings"

	"stablefutures/internal/conversation"
)

// corrected reports whether a later contribution sets this one right.
func (t *text) corrected(id string) bool {
	return slices.ContainsFunc(t.whole.Sittings, func(s Sitting) bool {
		return slices.ContainsFunc(s.Contributions, func(c Contribution) bool { return c.Corrects == id })
	})
}

func (t *text) edition(id string) Edition {
	if i := slices.IndexFunc(t.whole.Editions, func(e Edition) bool { return e.ID == id }); i >= 0 {
		return t.whole.Editions[i]
	}
	return Edition{ID: id, Name: id}
}

func (t *text) editionName(id string) string {
	e := t.edition(id)
	return e.Name + after(" (version ", e.Version, ")")
}

// item gives an outcome or a check with its text, and a topic of their own by its name.
func (t *text) item(c Contribution, code string) string {
	for _, i := range t.edition(c.Edition).Items {
		if i.Code == code {
			return code + " " + i.Text
		}
	}
	return t.topic(code)
}

// topic finds the young person's name of a topic of their own, wherever in the record it was given, on one line.
func (t *text) topic(id string) string {
	for _, s := range t.whole.Sittings {
		for _, c := range s.Contributions {
			if topic, ok := c.Document.Topic(id); ok && topic.Name.Text != "" {
				return "their own topic, called: " + strings.ReplaceAll(Visible(topic.Name.Text), "\n", " ")
			}
		}
	}
	return "their own topic " + id
}

func (t *text) choice(edition, key string) string {
	if word := t.edition(edition).Choices[key]["en"]; word != "" {
		return word
	}
	return words(key)
}

// without says of a conversation that it was held where there was no network.
func (t *text) without(o *conversation.Offline) {
	if o == nil {
		return
	}
	read := "It was read back to the young person"
	if !o.ReadBack {
		read = "It was not read back to the young person"
	}
	t.line("  Held on a device without a network. Arrived %s. %s.", moment(o.Arrived), read)
	t.short("The cards were shown in", o.Shown)
	t.short("Wording shown (checksum)", o.Pack)
	t.short("Looked at before it was taken in, because", words(o.Settled))
}

// offline lists what was taken out, what came in, and what stood here by mistake.
func (t *text) offline() {
	if len(t.whole.Tickets)+len(t.whole.Arrivals)+len(t.whole.Misplaced) == 0 {
		return
	}
	t.head("Conversations without a network")
	for _, k := range t.whole.Tickets {
		t.line("  Taken out (%s) %s by %s, until %s, labelled %s %s: %s.", k.Kind, moment(k.Issued), t.name(k.Worker), moment(k.Expires), k.Picture, k.Word, k.State)
	}
	for _, a := range t.whole.Arrivals {
		t.line("  Arrived %s: %s%s.", moment(a.ArrivedAt), words(a.State), after(" (", words(a.Reason), ")"))
	}
	for _, m := range t.whole.Misplaced {
		t.line("  A conversation stood here by mistake and was taken away %s by %s. Nothing of it is here.", moment(m.At), t.name(m.By))
	}
}

// mark says that something happened, and what came of it.
func (t *text) mark(m Mark) {
	if m.About == "" {
		what := map[conversation.MarkKind]string{conversation.Unsafe: "The young person pressed \"I am not safe now\"",
			conversation.Elsewhere: "Something was said that must be recorded elsewhere"}[m.Kind]
		t.line("\n  %s, %s, noted by %s.", what, moment(m.At), t.name(m.Author))
	} else if m.Document.Mistake {
		t.line("    It was touched by mistake, said %s, %s.", t.name(m.Author), moment(m.At))
	} else {
		t.line("    What came of it was said by %s, %s.", t.name(m.Author), moment(m.At))
	}
	t.typed("Recorded elsewhere as", m.Document.Reference)
}

func (t *text) promises() {
	for i, p := range t.whole.Promises {
		t.head("Promise %d: %s", i+1, words(string(p.State)))
		t.typed("What", p.Document.What)
		t.typed("Who", p.Document.Owner)
		t.typed("In the young person's language"+after(" (", p.Document.Language, ")"), p.Document.WhatForYoung)
		t.short("By", p.DueOn)
		t.line("  Made %s by %s. The young person agreed: %s. Last told back: %s.", moment(p.MadeAt), t.name(p.MadeBy), words(p.Agreed), moment(p.ToldAt))
		for _, item := range p.Items {
			t.line("  For: %s", t.item(Contribution{Edition: p.Edition}, item))
		}
		for _, e := range p.Events {
			t.line("  %s: %s, by %s%s", moment(e.At), words(string(e.Kind)), t.name(e.Author), after(", for ", e.DueOn, ""))
			for _, f := range [][2]string{{"Evidence", e.Document.Evidence}, {"Reason", e.Document.Reason}, {"Handed to", e.Document.Body}, {"How they were told", e.Document.How}} {
				t.typed(f[0], f[1])
			}
		}
	}
}

func (t *text) access() {
	t.head("Files")
	for _, f := range t.whole.Files {
		path := f.Path
		if path == "" {
			path = "not in this archive"
		}
		t.line("  %s, %d bytes, kept %s by %s", path, f.Size, moment(f.At), t.name(f.Author))
		t.typed("Name", f.Name)
	}
	t.head("Who could open this record")
	for _, g := range t.whole.Grants {
		until := "no end"
		if !g.Until.IsZero() {
			until = moment(g.Until)
		}
		t.line("  %s (%s): %s, because of %s, from %s until %s, decided by %s", t.name(g.Holder), g.HolderKind,
			g.Part, g.Reason, moment(g.From), until, t.name(g.DecidedBy))
	}
	t.restricted()
	t.head("Who did what, from the ledger")
	if t.whole.LedgerCut {
		t.line("  Older lines are left out: there are too many for one archive.")
	}
	for _, l := range t.whole.Ledger {
		actor := t.name(l.Actor)
		t.line("  %d. %s: %s, %s, %s%s", l.Entry, moment(l.At), actor, l.Act, l.Outcome, map[bool]string{true: " (in a list with others)"}[l.Listed])
	}
}

// restricted says when the record opened to some alone, and who let themselves in.
func (t *text) restricted() {
	for _, r := range t.whole.Restrictions {
		until := "still"
		if !r.LiftedAt.IsZero() {
			until = "until " + moment(r.LiftedAt) + ", lifted by " + t.name(r.LiftedBy)
		}
		t.line("  Restricted from %s, %s, by %s, because of %s. It named:", moment(r.At), until, t.name(r.By), r.Reason)
		for _, n := range r.Named {
			t.line("      %s (%s) from %s", t.name(n.Holder), n.HolderKind, moment(n.At))
		}
	}
	for _, e := range t.whole.Emergencies {
		t.line("  Opened in an emergency (%s) by %s from %s until %s", e.Reason, t.name(e.Account), moment(e.At), moment(e.Until))
		t.typed("Why", e.Why)
		if e.Verdict != "" {
			t.line("  Looked at by %s on %s: %s", t.name(e.ReviewedBy), moment(e.ReviewedAt), e.Verdict)
			t.typed("What they said", e.Review)
		}
	}
}

func (t *text) editions() {
	for _, e := range t.whole.Editions {
		t.head("%s, version %s of %s", e.Name, e.Version, e.Date)
		t.line("  %s", e.Source)
		for _, more := range []string{e.Attribution, e.Withheld, e.Recalled} {
			if more != "" {
				t.line("  %s", more)
			}
		}
		for _, i := range e.Items {
			t.line("  %s (%s): %s", i.Code, i.Kind, i.Text)
			if card, ok := i.Cards["en"]; ok {
				t.line("      asked as: %s", card.Ask)
			}
		}
	}
}
