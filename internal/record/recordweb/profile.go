package recordweb

import (
	"fmt"
	"strings"
	"time"

	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

// What a field takes, in characters; the room checks again.
const (
	nameLength  = 200
	lineLength  = 100
	notesLength = 1000
	mostRows    = 8 // languages of one person
)

func (web *Web) showNew(r *page.Request) (*page.Answer, error) {
	return web.newForm(r, record.Profile{Why: record.NotStated}, nil)
}

// saveNew opens a record. The form carries the record's id, so that sending it twice opens one.
func (web *Web) saveNew(r *page.Request) (*page.Answer, error) {
	p := readProfile(r)
	if anotherLanguage(r) {
		return web.newForm(r, p, nil)
	}
	n := record.NewPerson{ID: r.Form.ID("record"), Profile: p, Nation: r.Form.Choice("nation", nation.Codes()...),
		Teams: r.Form.Choices("teams", r.Who.Teams...), Sealed: r.Form.Flag("sealed")}
	if n.Nation == "" {
		n.Nation = r.Session.Nation
	}
	stamp(&n.Profile.Birth, record.Birth{}, web.records.Now())
	if err := both(r, n.Profile.Check(web.records.Now())); err != nil {
		return web.newForm(r, p, err)
	}
	id, err := web.records.Create(r.Context(), r.Who, n)
	if problem.Is(err, problem.Conflict) {
		if _, mine := web.records.Person(r.Context(), r.Who, n.ID); mine == nil {
			return page.Redirect(at(n.ID, "?done=opened")), nil // the same form, sent twice
		}
		return nil, err
	}
	if desk.ToMend(err) {
		return web.newForm(r, p, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "?done=opened")), nil
}

func (web *Web) newForm(r *page.Request, p record.Profile, wrong error) (*page.Answer, error) {
	problems := desk.ProblemsOf(r, wrong, "given")
	sharing, err := web.sharingFields(r, problems)
	if err != nil {
		return nil, err
	}
	id := r.Form.Raw("record")
	if id == "" {
		id = page.NewID()
	}
	v := desk.Page{Title: r.L.T("record.new_title"), Lead: r.L.T("record.new_lead"), Problems: problems.Summary(),
		Hidden:  []desk.Hidden{{Name: "record", Value: id}},
		Fields:  append(profileFields(r, p, problems), sharing...),
		Buttons: []kit.Content{desk.Button(r, "record.new_save"), desk.Cancel(r, "/people")}}
	return v.Answer(wrong).Back("/people"), nil
}

func (web *Web) showProfile(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	p, err := web.records.Person(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	return profileForm(r, id, p.Revision, p.Profile, nil), nil
}

// saveProfile writes a new version. The form carries the version it was made from: when somebody else changed the
// profile since, the form comes back with what was typed, and is sent again only on purpose.
func (web *Web) saveProfile(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	p, revision := readProfile(r), r.Form.ID("revision")
	if anotherLanguage(r) {
		return profileForm(r, id, revision, p, nil), nil
	}
	now, err := web.records.Person(r.Context(), r.Who, id)
	if err != nil {
		return nil, err
	}
	stamp(&p.Birth, now.Profile.Birth, web.records.Now())
	if err = both(r, p.Check(web.records.Now())); err == nil {
		err = web.records.UpdateProfile(r.Context(), r.Who, id, revision, p)
	}
	if problem.Is(err, problem.Conflict) {
		return profileForm(r, id, now.Revision, p, err), nil
	}
	if desk.ToMend(err) {
		return profileForm(r, id, revision, p, err), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "?done=saved")), nil
}

func profileForm(r *page.Request, id, revision string, p record.Profile, wrong error) *page.Answer {
	problems := desk.ProblemsOf(r, wrong, "given")
	v := desk.Page{Title: r.L.T("record.profile_title"), Lead: r.L.T("record.profile_lead"), Problems: problems.Summary(),
		Hidden: []desk.Hidden{{Name: "revision", Value: revision}}, Fields: profileFields(r, p, problems),
		Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, at(id, ""))}}
	return v.Answer(wrong).Back(at(id, ""))
}

// both joins what the form found unreadable with what the profile's own check says, in the order of the page.
func both(r *page.Request, check error) error {
	if err := r.Form.Err(); err != nil {
		return err
	}
	return check
}

// stamp says since when a date of birth is known in this way: today when it changed, as before when it did not.
func stamp(b *record.Birth, before record.Birth, now time.Time) {
	b.On = before.On
	if *b != before {
		b.On = now.Format(time.DateOnly)
	}
	if b.Day == "" && b.Accuracy == "" && b.By == "" {
		b.On = ""
	}
}

// anotherLanguage reports whether the form was sent for a further row and not to be saved.
func anotherLanguage(r *page.Request) bool { return r.Form.Raw("act") == "language" }

func readProfile(r *page.Request) record.Profile {
	f := r.Form
	return record.Profile{
		Names: record.Names{Given: f.Line("given", nameLength), Family: f.Line("family", nameLength),
			Preferred: f.Line("preferred", nameLength), KnownBy: f.Line("known_by", nameLength),
			OwnScript: f.Line("own_script", nameLength), Pronunciation: f.Line("pronunciation", nameLength)},
		Birth: record.Birth{Day: f.Day("birth"), Accuracy: record.Accuracy(f.Choice("accuracy", desk.Codes(record.Accuracies)...)),
			By: f.Line("birth_by", nameLength)},
		Pronouns:  f.Line("pronouns", lineLength),
		Languages: readLanguages(f),
		Interpreter: record.Interpreter{Needed: f.Choice("interpreter", record.InterpreterAnswers...),
			Gender: f.Choice("interpreter_gender", record.InterpreterGenders...), Notes: f.Words("interpreter_notes", notesLength)},
		Why:          record.Why(f.Choice("why", desk.Codes(record.Whys)...)),
		Reference:    f.Line("reference", lineLength),
		CopyLanguage: f.Choice("copy_language", languageTags()...),
	}
}

// readLanguages reads the rows that have a language; one with a dialect alone is a language that is not in the list.
func readLanguages(f *page.Form) []record.Language {
	var list []record.Language
	for i := range mostRows {
		l := record.Language{Tag: f.Choice(numbered("language", i), append(languageTags(), otherLanguage)...),
			Dialect: f.Line(numbered("dialect", i), lineLength), Reads: f.Choice(numbered("reads", i), record.ReadsAnswers...)}
		if l.Tag == "" && l.Dialect != "" {
			l.Tag = otherLanguage
		}
		if l.Tag != "" {
			list = append(list, l)
		}
	}
	return list
}

// numbered names a row's field. It has no hyphen, because that is how radios number their own.
func numbered(name string, i int) string { return fmt.Sprintf("%s_%d", name, i+1) }

func languageTags() []string {
	var tags []string
	for _, l := range i18n.Known() {
		tags = append(tags, l.Tag)
	}
	return tags
}

// languageOptions lists languages by their English names, their own beside them.
func languageOptions(empty string, more ...kit.Option) []kit.Option {
	options := []kit.Option{{Value: "", Text: empty}}
	for _, l := range i18n.Known() {
		text := l.English
		if l.Own != l.English {
			text += " – " + l.Own
		}
		options = append(options, kit.Option{Value: l.Tag, Text: text})
	}
	return append(options, more...)
}

// dayParts splits a stored day for the three fields; what was typed goes before it.
func dayParts(r *page.Request, name, day string) (d, m, y string) {
	d, m, y = r.Form.Raw(name+"-day"), r.Form.Raw(name+"-month"), r.Form.Raw(name+"-year")
	if d+m+y != "" || day == "" {
		return d, m, y
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", "", ""
	}
	parts := strings.Split(t.Format("2 1 2006"), " ")
	return parts[0], parts[1], parts[2]
}
