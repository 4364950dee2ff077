package sharingweb

import (
	"time"
	"unicode"
	"unicode/utf8"

	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
	"stablefutures/internal/sharing"
)

// entry is one thing of a meeting as people read it, on a screen and on paper.
type entry struct {
	ID, Title   string
	Text        string
	Words       kit.Content // the young person's own, in place of Text
	Language    string
	Translation string
	Notes       []string
	Beside      []entry
	Links       []act
	Alone       bool // no heading stands above it
}

// act is a link below an entry.
type act struct{ Text, Href string }

type kindLink struct {
	Text, Href string
	Current    bool
}

// chapter is a heading with what stands under it.
type chapter struct {
	ID, Heading string
	Entries     []entry
	None        string
}

// reader is whoever reads a meeting: those who work with the young person (holds), or an invited agency.
type reader struct {
	r     *page.Request
	g     sharing.Gathering
	holds bool
	write bool // it is theirs to set right
}

// chapters are a meeting's lines by what they are.
func (v reader) chapters() []chapter {
	var list []chapter
	for _, c := range []struct {
		id   string
		kind sharing.LineKind
	}{{"present", sharing.PresentLine}, {"wish", sharing.WishLine}, {"said", sharing.SaidLine}, {"point", sharing.PointLine}, {"decision", sharing.DecisionLine}, {"promise", sharing.PromiseLine}} {
		one := chapter{ID: c.id, Heading: v.r.L.T("meeting.chapter_" + c.id)} // i18n: prefix meeting.chapter_
		for _, l := range v.g.Standing(c.kind) {
			one.Entries = append(one.Entries, v.entry(l))
			for _, d := range v.g.Standing(sharing.DissentLine) {
				if d.About == l.ID {
					one.Entries = append(one.Entries, v.entry(d))
				}
			}
		}
		for _, d := range v.g.Standing(sharing.DissentLine) { // what is about no decision, or about one that was set right since
			if c.kind == sharing.DecisionLine && !v.stands(d.About) {
				one.Entries = append(one.Entries, v.entry(d))
			}
		}
		if len(one.Entries) > 0 {
			list = append(list, one)
		}
	}
	return list
}

func (v reader) stands(line string) bool {
	for _, l := range v.g.Standing(sharing.DecisionLine) {
		if l.ID == line {
			return true
		}
	}
	return false
}

// entry is one line with what goes with it.
func (v reader) entry(l sharing.Line) entry {
	t := v.r.L.T
	e := entry{ID: l.ID, Title: t("meeting.line_" + string(l.Kind)), Text: l.Text.Text} // i18n: prefix meeting.line_
	if whose := v.whose(l); whose != "" {
		e.Title += ": " + whose
	}
	note := func(s string) {
		if s != "" {
			e.Notes = append(e.Notes, s)
		}
	}
	switch l.Kind {
	case sharing.PresentLine:
		note(v.hours(l))
	case sharing.PointLine:
		note(t("share.mark_" + l.Code))
	case sharing.WishLine, sharing.SaidLine:
		e.Language, e.Translation = l.Text.Language, l.Text.Translation
		e.Words = quoted(v.r, l.Text.Text, e.Language, e.Translation)
		note(v.mayHear(l))
	}
	if p, ok := v.g.Promises[l.Promise]; ok {
		note(t("share.promise_line", "who", p.Text.Owner, "day", v.r.L.Day(p.DueOn), "state", t("promise.state_"+string(p.State))))
	}
	if v.holds {
		note(l.Text.ForYoung)
		note(v.audience(l))
		note(t("share.by_on", "who", who(v.r, v.g.Names, l.Author), "day", v.r.L.Moment(l.At)))
	}
	if n := len(v.g.Minutes); n > 0 && l.At.After(v.g.Minutes[n-1].At) {
		note(t("meeting.after_agreed"))
	}
	if first, ok := v.earlier(l); ok && first.Organisation == l.Organisation {
		note(t("meeting.set_right"))
	}
	for _, b := range v.g.Beside(l) {
		beside := v.entry(b)
		beside.Title = t("meeting.beside", "agency", agency(v.r, v.g.Agencies, b.Organisation))
		e.Beside = append(e.Beside, beside)
	}
	return e
}

// quoted is what the young person said, in their language, with the translation beside it.
func quoted(r *page.Request, text, language, translation string) kit.Content {
	return kit.Quote{Words: text, Lang: language, Dir: i18n.Dir(language), Translation: translation, TranslationLang: r.L.Tag(), TranslationDir: r.L.Dir(), TranslatedBy: r.L.T("share.translation")}
}

// earlier is the line that this one sets right.
func (v reader) earlier(l sharing.Line) (sharing.Line, bool) {
	for _, first := range v.g.Lines {
		if first.ID == l.Corrects {
			return first, true
		}
	}
	return sharing.Line{}, false
}

// alone is one line by itself, on the page of what is done with it.
func (v reader) alone(l sharing.Line) kit.Content {
	e := v.entry(l)
	e.Alone = true
	return meetingEntry(e)
}

// whose says whose a line is: an agency's, and who of it.
func (v reader) whose(l sharing.Line) string {
	name := v.called(l.Whose)
	switch {
	case l.Text.Who != "" && name != "":
		return l.Text.Who + ", " + name
	case l.Text.Who != "":
		return l.Text.Who
	}
	return name
}

// called is what an invited agency is called; "" for none.
func (v reader) called(invitation string) string {
	i, ok := v.g.Invitation(invitation)
	switch {
	case !ok:
		return ""
	case i.Agency == "":
		return i.Text.Agency
	}
	return agency(v.r, v.g.Agencies, i.Agency)
}

func (v reader) hours(l sharing.Line) string {
	t := v.r.L.T
	switch {
	case l.Text.From != "" && l.Text.Left != "":
		return t("meeting.from_to", "from", l.Text.From, "to", l.Text.Left)
	case l.Text.From != "":
		return t("meeting.from", "from", l.Text.From)
	case l.Text.Left != "":
		return t("meeting.until_clock", "to", l.Text.Left)
	}
	return ""
}

// mayHear says who may hear the young person's words; to an agency it says nothing of others.
func (v reader) mayHear(l sharing.Line) string {
	if !v.holds {
		return ""
	}
	var names []string
	for _, i := range v.g.Invitations {
		if yes, _ := v.g.Permitted(l.ID, i.ID); yes && i.Open() {
			names = append(names, v.called(i.ID))
		}
	}
	if len(names) == 0 {
		return v.r.L.T("meeting.heard_by_none")
	}
	return v.r.L.T("meeting.heard_by", "agencies", v.r.L.List(names))
}

// audience says which agencies may see a line.
func (v reader) audience(l sharing.Line) string {
	t := v.r.L.T
	if l.Kind == sharing.WishLine || l.Kind == sharing.SaidLine || len(l.Audience) == 0 {
		return ""
	}
	switch l.Audience[0] {
	case sharing.AudienceRoom:
		return t("meeting.seen_by_room")
	case sharing.AudienceUs:
		return t("meeting.seen_by_us")
	}
	var names []string
	for _, a := range l.Audience {
		names = append(names, v.called(a))
	}
	return t("meeting.seen_by", "agencies", v.r.L.List(names))
}

// kindName is what the nation calls such a meeting.
func (web *Web) kindName(r *page.Request, of string, m sharing.Meeting) string {
	if m.Kind == sharing.OtherMeeting {
		return m.Plan.Named
	}
	return capital(web.nations.For(of).Term(kindTerms[m.Kind], r.L.Tag()))
}

// capital begins a name with a capital letter, for the beginning of a line.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

var kindTerms = map[sharing.MeetingKind]nation.TermKey{sharing.Urgent: nation.TermUrgentDiscussion, sharing.Conference: nation.TermProtectionMeeting,
	sharing.CoreGroup: nation.TermCoreGroup, sharing.Review: nation.TermReviewMeeting}

// planRows are the facts of a meeting, as its reader may have them.
func (web *Web) planRows(v reader) []fact {
	t, p := v.r.L.T, v.g.Plan
	var rows []fact
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, fact{t(key), value})
		}
	}
	add("meeting.fact_kind", web.kindName(v.r, v.g.Agencies[v.g.Organisation].Nation, v.g.Meeting))
	add("meeting.when", v.r.L.Moment(v.g.Starts))
	add("meeting.where", p.Where)
	add("meeting.fact_purpose", p.Purpose)
	add("meeting.fact_chair", p.Chair)
	add("meeting.convened_by", agency(v.r, v.g.Agencies, v.g.Organisation))
	if p.TakesPart != "" {
		add("meeting.fact_part", t("meeting.part_"+p.TakesPart)) // i18n: prefix meeting.part_
	}
	add("meeting.fact_why", p.TakesPartWhy)
	add("meeting.fact_not", p.NotInRoom)
	add("meeting.fact_decided", p.Decided)
	add("meeting.fact_until", v.r.L.Day(v.g.Until.Add(-time.Second).Format(time.DateOnly)))
	return rows
}

// fact is a named fact.
type fact struct{ Name, Value string }

func summary(facts []fact) kit.SummaryList {
	var list kit.SummaryList
	for _, f := range facts {
		list.Rows = append(list.Rows, kit.Row{Key: kit.T(f.Name), Value: desk.Words(f.Value)})
	}
	return list
}

// onPaper are chapters as blocks of a document.
func onPaper(chapters []chapter) (blocks []print.Block) {
	for _, c := range chapters {
		blocks = append(blocks, print.Heading{Level: 2, Text: print.Say(c.Heading)})
		if len(c.Entries) == 0 && c.None != "" {
			blocks = append(blocks, print.Para{Text: print.Say(c.None)})
		}
		for _, e := range c.Entries {
			blocks = append(blocks, e.blocks()...)
		}
	}
	return blocks
}

func (e entry) blocks() (blocks []print.Block) {
	blocks = append(blocks, print.Para{Text: print.Strong(e.Title)})
	switch {
	case e.Words != nil && e.Language != "":
		q := print.Quote{Words: print.SayIn(e.Language, e.Text)}
		if e.Translation != "" {
			q.Translation = print.Say(e.Translation)
		}
		blocks = append(blocks, q)
	case e.Text != "":
		blocks = append(blocks, print.Para{Text: print.Say(e.Text)})
	}
	for _, n := range e.Notes {
		blocks = append(blocks, print.Para{Small: true, Text: print.Say(n)})
	}
	for _, b := range e.Beside {
		blocks = append(blocks, b.blocks()...)
	}
	return blocks
}

// factTable is facts as a table of a document.
func factTable(facts []fact) print.Table {
	t := print.Table{RowHead: true}
	for _, f := range facts {
		t.Rows = append(t.Rows, []print.Text{print.Strong(f.Name), print.Say(f.Value)})
	}
	return t
}
