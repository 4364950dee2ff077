package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"stablefutures/internal/conversation"
)

// Text writes the whole record for a person to read, in plain English and UTF-8, with the young person's words as they
// were said. Whatever somebody typed stands after a bar, so that nothing typed can pass for the record's own lines.
func Text(whole Whole) string {
	t := &text{whole: whole, names: map[string]string{}}
	for _, n := range whole.People {
		t.names[n.ID] = n.Name
	}
	t.line("THE WHOLE RECORD OF ONE YOUNG PERSON")
	t.line("Record %s, %s. Taken out %s.", whole.Record.ID, words(whole.Record.Nation), moment(whole.Made.At))
	t.line("Opened %s by %s.", moment(whole.Record.OpenedAt), t.name(whole.Record.OpenedBy))
	t.line("What people typed stands after a bar ( | ). An answer is a word, never a number: there is no score here.")
	t.profiles()
	for i, s := range whole.Sittings {
		t.sitting(i+1, s)
	}
	t.offline()
	t.promises()
	t.remarks()
	t.access()
	t.editions()
	return t.out.String()
}

type text struct {
	out   strings.Builder
	whole Whole
	names map[string]string
}

func (t *text) line(format string, a ...any) { fmt.Fprintf(&t.out, format+"\n", a...) }

func (t *text) head(format string, a ...any) {
	title := fmt.Sprintf(format, a...)
	t.line("\n%s\n%s", title, strings.Repeat("=", len([]rune(title))))
}

// typed writes what somebody typed, each of its lines after a bar.
func (t *text) typed(label, typed string) {
	if typed == "" {
		return
	}
	t.line("  %s:", label)
	for l := range strings.SplitSeq(Visible(typed), "\n") {
		t.line("    | %s", l)
	}
}

// short writes a code or a line of ours with a label, when there is one.
func (t *text) short(label, value string) {
	if value != "" {
		t.line("  %s: %s", label, value)
	}
}

// Visible makes signs that would move, hide or turn round the lines of a plain text file visible as \u{202E}. Line ends
// stay; of the marks of direction only those that override are touched, since right-to-left text needs the others.
func Visible(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteRune(r)
		case r == '\t':
			b.WriteRune(' ')
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029, r == 0xFEFF:
			fmt.Fprintf(&b, `\u{%04X}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// name gives the name an id stands for, on one line, or the id.
func (t *text) name(id string) string {
	n := strings.ReplaceAll(Visible(t.names[id]), "\n", " ")
	switch {
	case id == "":
		return "nobody named"
	case n == "":
		return id
	}
	return n
}

func words(code string) string { return strings.ReplaceAll(code, "_", " ") }

func list(codes []string) string { return words(strings.Join(codes, ", ")) }

func moment(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.UTC().Format("2 January 2006 15:04 UTC")
}

func (t *text) profiles() {
	for i, p := range t.whole.Profiles {
		which := "earlier version"
		if i == len(t.whole.Profiles)-1 {
			which = "holds now"
		}
		t.head("Who they are (%s)", which)
		t.line("  Written %s by %s", moment(p.At), t.name(p.Author))
		n, b, d := p.Document.Names, p.Document.Birth, p.Document
		for _, f := range [][2]string{{"Given name", n.Given}, {"Family name", n.Family}, {"Wants to be called", n.Preferred}, {"Also known as", n.KnownBy},
			{"In their own script", n.OwnScript}, {"How to say it", n.Pronunciation}, {"Date of birth", b.Day}, {"Date of birth given by", b.By}, {"Pronouns", d.Pronouns},
			{"Interpreter notes", d.Interpreter.Notes}, {"Case number elsewhere", d.Reference}} {
			t.typed(f[0], f[1])
		}
		t.short("Date of birth is", words(string(b.Accuracy)))
		t.short("Known so since", b.On)
		t.short("Language of their own copy", d.CopyLanguage)
		for _, l := range d.Languages {
			t.typed("Language", strings.TrimSpace(l.Tag+" "+l.Dialect))
			t.short("Reads it", words(l.Reads))
		}
		t.short("Interpreter needed", words(d.Interpreter.Needed))
		t.short("Interpreter", words(d.Interpreter.Gender))
		t.short("Why this framework is used", words(string(d.Why)))
	}
}

func (t *text) sitting(n int, s Sitting) {
	t.head("Conversation %d, %s", n, moment(s.OpenedAt))
	ended := "It goes on"
	if !s.EndedAt.IsZero() {
		ended = "Ended " + moment(s.EndedAt) + after(" (", words(s.Ending), ")")
	}
	t.line("  Held by %s with %s. %s.", t.name(s.OpenedBy), t.editionName(s.Edition), ended)
	u, i := s.Setup, s.Setup.Interpreter
	t.short("Language of the cards", u.Language)
	t.short("Present", list(u.Present))
	t.typed("Who was present", u.PresentNote)
	t.short("Where", words(u.Setting))
	t.short("How", list(u.Mode))
	t.short("Cards shown", list(u.Shown))
	t.short("Explained beforehand", list(u.Explained))
	t.typed("Who will read this, as told to them", u.Readers)
	t.short("Recorded on paper first, on", u.OnPaper)
	t.without(u.Offline)
	t.short("Typed in on", u.TypedIn)
	t.short("Read back before it was kept", u.ReadBack)
	for _, o := range u.TakenOver {
		t.line("  %s %s, from %s, because: %s.", map[bool]string{true: "Ended by", false: "Taken over by"}[o.Ended]+" "+t.name(o.By), moment(o.At), t.name(o.From), words(o.Reason))
	}
	t.short("Interpreter", words(i.Used))
	t.typed("Interpreter's language", strings.TrimSpace(i.Language+" "+i.Dialect))
	t.short("Interpreter by", words(i.How))
	t.short("Gender asked for was met", words(i.GenderMet))
	t.short("Interpreter independent", words(i.Independent))
	t.typed("Interpreter's reference", i.Reference)
	t.short("What they said of the interpreter", words(i.Quality))
	for _, c := range s.Contributions {
		t.contribution(c)
	}
	if len(s.Contributions) == 0 {
		t.line("\n  Nothing was kept of this conversation.")
	}
	for _, m := range s.Marks {
		t.mark(m)
	}
}

// after puts a text between two others unless it is empty.
func after(before, s, behind string) string {
	if s == "" {
		return ""
	}
	return before + s + behind
}

func (t *text) contribution(c Contribution) {
	whose := map[conversation.Perspective]string{conversation.YoungPerson: "WHAT THE YOUNG PERSON SAID", conversation.Practitioner: "A PRACTITIONER'S VIEW",
		conversation.Guardian: "A GUARDIAN'S VIEW", conversation.Agency: "AN AGENCY'S VIEW"}[c.Perspective]
	t.line("\n%s, written by %s, %s", whose, t.name(c.Author), moment(c.At))
	if c.Corrects != "" {
		t.line("  Sets right what was written before (%s).", c.Corrects)
		t.short("  Why", c.Why)
	}
	if t.corrected(c.ID) {
		t.line("  Was set right later: see below. It stays here as it was written.")
	}
	d := c.Document
	for _, code := range slices.Sorted(maps.Keys(d.Answers)) {
		a := d.Answers[code]
		t.line("  %s", t.item(c, code))
		t.short("  Answer", t.choice(c.Edition, a.Choice))
		t.said(a.Words)
	}
	for _, topic := range d.Topics {
		t.line("  A topic of their own (%s)", topic.ID)
		t.said(topic.Name)
	}
	for _, m := range d.Matters {
		t.line("  Matters most now: %s", t.item(c, m))
	}
	for _, l := range d.Links {
		t.line("  Belongs together: %s AND %s", t.item(c, l[0]), t.item(c, l[1]))
	}
	for _, b := range d.Barriers {
		t.line("  In the way of: %s Who can change it: %s.%s%s", t.item(c, b.Item), words(b.WhoCanChange), after(" System: ", words(b.System), "."), after(" Kind: ", words(b.Kind), "."))
		t.typed("In words", b.Words)
	}
	for _, code := range slices.Sorted(maps.Keys(d.Findings)) {
		t.line("  Found: %s: %s", t.item(c, code), words(d.Findings[code].State))
		t.typed("Evidence", d.Findings[code].Evidence)
	}
	for _, talk := range c.Talks {
		t.line("  %s by %s, %s", map[bool]string{true: "Withheld from the young person", false: "Talked through with the young person"}[talk.Outcome == "withheld"], t.name(talk.By), moment(talk.At))
		t.typed("Why", talk.Why)
	}
	for _, p := range c.Permissions {
		whom := "may be published"
		switch {
		case p.Recipient == conversation.CarryOn:
			whom = "may be carried on to whomever they show their card"
		case conversation.IsOrganisation(p.Recipient):
			whom = "may go to " + t.name(p.Recipient)
		}
		t.line("  Asked whether their words about %s %s, they said %s, %s (recorded by %s, %s)", t.item(c, p.Item), whom, p.Answer, moment(p.At), t.name(p.Author), words(p.Given))
		t.typed("What they said to it", p.Document.Note)
	}
}

func (t *text) said(w conversation.Words) {
	t.typed("Words"+after(" (", w.Language, ")")+after(", written by ", words(w.WrittenBy), ""), w.Text)
	t.typed("Translation"+after(" (", w.TranslatedTo, ")")+after(", by ", words(w.TranslatedBy), ""), w.Translation)
	t.typed("The worker's summary", w.Paraphrase)
}
