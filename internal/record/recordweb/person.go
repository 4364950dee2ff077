package recordweb

import (
	"strconv"
	"strings"
	"time"

	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

type personView struct {
	Done     kit.Content
	Header   kit.Content
	Closed   kit.Content   // that it is restricted
	Marks    []kit.Content // what was noted in a conversation and nobody has settled yet
	Presumed kit.Content   // that a child is presumed, and where that comes from
	Groups   []group
	Who      string
	Facts    kit.Content
	End      kit.Content
}

type group struct {
	ID, Heading string
	List        kit.Content
}

type sourceView struct{ Text, Pinpoint, Read, URL string }

// showPerson is a record's first page: whom it is about, what can be done now, and what is known of them.
func (web *Web) showPerson(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	p, err := web.records.Person(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	marks, err := web.marks(r, p)
	if err != nil {
		return nil, err
	}
	v := personView{
		Marks:    marks,
		Done:     done(r, "opened", "saved", "let_in"),
		Header:   web.header(r, p),
		Presumed: web.presumed(r, p),
		Groups:   groups(r, p),
		Who:      r.L.T("record.who"),
		Facts:    web.facts(r, p),
	}
	if p.Restricted {
		v.Closed = kit.InsetText{Text: kit.T(r.L.T("record.restricted_here"))}
	}
	if permit.On(r.Who, permit.EraseRecord, p.Parts) {
		v.End = desk.Para(desk.Link(r.L.T("record.erase_link"), at(p.ID, "/erase")))
	}
	return page.Show(r.L.T("record.person"), personBody(v)).Back("/people"), nil
}

// marks say what was noted in a conversation and nobody has said yet what came of it, so that it is never forgotten.
func (web *Web) marks(r *page.Request, p record.Person) ([]kit.Content, error) {
	id := p.ID
	if web.talks == nil || !permit.On(r.Who, permit.HoldConversation, p.Parts) {
		return nil, nil
	}
	open, err := web.talks.OpenMarks(r.Context(), r.Who, id)
	var list []kit.Content
	for _, m := range open {
		text := r.L.T("conversation.mark_"+string(m.Kind)) + ", " + r.L.Moment(m.At) + ". " + r.L.T("conversation.mark_open") + ". " // i18n: prefix conversation.mark_
		list = append(list, kit.InsetText{Text: kit.Join(kit.T(text), desk.Link(r.L.T("conversation.see_kept"), at(id, "/conversations/"+m.Sitting+"#marks")))})
	}
	return list, err
}

// dot parts short facts on one line.
const dot = " · "

func (web *Web) header(r *page.Request, p record.Person) kit.Content {
	t, n := r.L.T, p.Profile.Names
	h := kit.PersonHeader{Name: n.Shown()}
	var said []kit.Content
	for _, s := range []string{n.Pronunciation, p.Profile.Pronouns} {
		if s == "" {
			continue
		}
		if len(said) > 0 {
			said = append(said, kit.T(dot))
		}
		said = append(said, kit.Name(s))
	}
	if len(said) > 0 {
		h.Said = kit.Join(said...)
	}
	if len(p.Profile.Languages) > 0 {
		h.Facts = append(h.Facts, kit.Fact{Name: kit.T(t("record.languages")), Value: kit.T(languageNames(p.Profile.Languages))})
	}
	if needs := interpreterNeeds(r.L, p.Profile.Interpreter); needs != "" {
		h.Facts = append(h.Facts, kit.Fact{Name: kit.T(t("record.interpreter")), Value: kit.T(needs)})
	}
	if permit.On(r.Who, permit.ReadConversation, p.Parts) {
		h.Facts = append(h.Facts, kit.Fact{Name: kit.T(t("record.last_sitting")), Value: kit.T(lastSitting(r.L, p.LastSittingAt))})
	}
	if permit.On(r.Who, permit.HoldConversation, p.Parts) {
		h.Acts = []kit.Button{{Text: kit.T(t("record.start")), Href: at(p.ID, "/conversations/new")}}
	}
	return h
}

// presumed says that the young person is to be treated as a child although a date might say otherwise, with the
// nation's rule and where it comes from.
func (web *Web) presumed(r *page.Request, p record.Person) kit.Content {
	today := web.records.Now()
	if !p.Whole(r.Who) || !p.Profile.Birth.PresumedChild(today) || isPlainlyChild(p.Profile.Birth, today) {
		return nil
	}
	text := kit.T(r.L.T("record.presumed"))
	rule, err := web.nations.For(p.Nation).Rule(nation.RulePresumptionOfAge, today.Format(time.DateOnly))
	if err != nil {
		return kit.InsetText{Text: text}
	}
	read := r.L.T("record.source_not_read")
	if rule.ReadOn != nation.NotRead {
		read = r.L.T("record.source_read", "day", r.L.Day(rule.ReadOn))
	}
	v := sourceView{Text: rule.Value.Text.In(r.L.Tag()), Pinpoint: rule.Source.Title + ", " + rule.Pinpoint, Read: read, URL: rule.Source.URL}
	return kit.Join(kit.InsetText{Text: text}, kit.Details{Summary: kit.T(r.L.T("page.source")), Body: source(v)})
}

// isPlainlyChild reports whether nobody doubts that they are under 18: then there is nothing to explain.
func isPlainlyChild(b record.Birth, today time.Time) bool {
	age, known := b.Age(today)
	doubted := b.Accuracy == record.Disputed || b.Accuracy == record.Estimated || b.Accuracy == record.NotKnown
	return known && age < 18 && !doubted
}

// groups are the pages of a record, in the order of a day's work; each is there for those who can use it.
func groups(r *page.Request, p record.Person) []group {
	t, id := r.L.T, p.ID
	var all []group
	for _, g := range []struct {
		name  string
		tasks []task
	}{
		{"with", []task{
			{"conversations", "/conversations", permit.ReadConversation},
			{"prepare", "/conversations/prepare", permit.HoldConversation},
			{"promises", "/promises", permit.ReadPromises},
			{"picture", "/picture", permit.ReadPicture},
			{"copy", "/copy", permit.ReadCopy},
			{"place", "/place", permit.ReadOwn},
			{"device", "/place/device", permit.OpenOwnPlace},
			{"remarks", "/remarks", permit.AnswerVoice},
			{"given", "/given", permit.GiveWork},
			{"carry", "/carry", permit.DecideCarry},
			{"told_before", "/told-before", permit.HoldConversation},
			{"own", "/own-page/read", permit.OpenSafety},
		}},
		{"about", []task{
			{"profile", "/profile", permit.EditRecord},
			{"files", "/files", permit.OpenFile},
			{"sealed", "/sealed", permit.OpenSealed},
		}},
		{"seen", []task{
			{"access", "/access", permit.ReadGrants},
			{"log", "/log", permit.ReadLedger},
			{"shares", "/shares", permit.ReadShares},
			{"meetings", "/meetings", permit.ReadShares},
			{"keeping", "/keeping", permit.ReadKeeping},
			{"requests", "/requests", permit.AnswerRequest},
			{"deployments", "/deployments", permit.DecideShare},
			{"export", "/export", permit.ExportRecord},
			{"tracked", "/tracked", permit.LetInspectorIn},
		}},
	} {
		list := kit.TaskList{IDPrefix: g.name}
		for _, task := range g.tasks {
			if permit.On(r.Who, task.needs, p.Parts) {
				list.Items = append(list.Items, kit.Task{Title: kit.T(t("record.page_" + task.name)), // i18n: prefix record.page_
					Hint: kit.T(t("record.page_" + task.name + "_hint")), Href: at(id, task.path)})
			}
		}
		if len(list.Items) > 0 {
			all = append(all, group{ID: "group-" + g.name, Heading: t("record.group_" + g.name), List: list}) // i18n: prefix record.group_
		}
	}
	return all
}

// task is one page of a record.
type task struct {
	name, path string
	needs      permit.Action
}

// facts is all that the profile says.
func (web *Web) facts(r *page.Request, p record.Person) kit.Content {
	t, n := r.L.T, p.Profile.Names
	var rows []kit.Row
	add := func(key string, value kit.Content, filled bool) {
		if filled {
			rows = append(rows, kit.Row{Key: kit.T(t(key)), Value: value})
		}
	}
	for _, f := range []struct{ key, text string }{
		{"record.given", n.Given}, {"record.family", n.Family}, {"record.preferred", n.Preferred},
		{"record.known_by", n.KnownBy}, {"record.own_script", n.OwnScript},
	} {
		add(f.key, kit.Name(f.text), f.text != "")
	}
	if !p.Whole(r.Who) {
		list := kit.SummaryList{Rows: rows}
		return kit.Join(list, desk.Small(t("record.masked")))
	}
	add("record.birth", kit.T(birthWords(r.L, p.Profile.Birth, web.records.Now())), true)
	add("record.reads", kit.T(readsWords(r.L, p.Profile.Languages)), readsWords(r.L, p.Profile.Languages) != "")
	notes := p.Profile.Interpreter.Notes
	add("record.interpreter_notes", desk.Words(notes), notes != "")
	if tag := p.Profile.CopyLanguage; tag != "" {
		_, english := i18n.LanguageName(tag)
		add("record.copy_language", kit.T(english), true)
	}
	why := p.Profile.Why
	if why == "" {
		why = record.NotStated
	}
	add("record.why", kit.T(t("record.why_"+string(why))), true) // i18n: prefix record.why_
	add("record.reference", kit.Name(p.Profile.Reference), p.Profile.Reference != "")
	add("record.nation", kit.T(nation.Name(p.Nation, r.L.Tag())), true)
	list := kit.SummaryList{Rows: rows}
	before := desk.Para(desk.Link(t("record.versions_link"), at(p.ID, "/profile/before")))
	return kit.Join(list, before)
}

// birthWords says a date of birth with its accuracy, who says so, and the age it makes.
func birthWords(l i18n.L, b record.Birth, today time.Time) string {
	text := l.T("page.not_known")
	if b.Day != "" {
		text = l.Day(b.Day)
		if age, ok := b.Age(today); ok {
			text = l.T("record.birth_age", "day", text, "age", strconv.Itoa(age))
		}
	}
	if b.Accuracy != "" {
		text += dot + l.T("record.accuracy_"+string(b.Accuracy)) // i18n: prefix record.accuracy_
	}
	if b.By != "" {
		text += dot + l.T("record.birth_said_by", "who", b.By)
	}
	if b.On != "" {
		text += dot + l.T("record.birth_said_on", "day", l.Day(b.On))
	}
	return text
}

func interpreterNeeds(l i18n.L, i record.Interpreter) string {
	if i.Needed == "" {
		return ""
	}
	text := l.T("record.interpreter_" + i.Needed) // i18n: prefix record.interpreter_
	if i.Needed == "yes" && i.Gender != "" && i.Gender != "not_asked" {
		text += dot + l.T("record.interpreter_gender_"+i.Gender)
	}
	return text
}

func readsWords(l i18n.L, list []record.Language) string {
	var parts []string
	for _, lang := range list {
		if lang.Reads != "" {
			parts = append(parts, languageName(lang)+": "+l.T("record.reads_"+lang.Reads)) // i18n: prefix record.reads_
		}
	}
	return strings.Join(parts, dot)
}
