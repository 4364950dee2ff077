package insightweb

import (
	"slices"

	"stablefutures/internal/insight"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
)

func (web *Web) showNotes(r *page.Request) (*page.Answer, error) { return web.notes(r, nil) }

// notes lists what happened when, the latest first, with a form for one more.
func (web *Web) notes(r *page.Request, wrong error) (*page.Answer, error) {
	list, err := web.insight.Notes(r.Context(), r.Who)
	if err != nil {
		return nil, err
	}
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "text")
	v := desk.Page{Title: t("seeing.notes"), Lead: t("seeing.notes_lead"), Before: present([]kit.Content{desk.Done(r, "seeing.done_", "noted", "note_taken")})}
	if wrong != nil {
		v.Problems = problems.Summary()
	}
	if len(list) == 0 {
		v.Before = append(v.Before, desk.Para(kit.T(t("seeing.no_notes"))))
	}
	slices.Reverse(list)
	for _, n := range list {
		body := []kit.Content{desk.Para(desk.Words(n.Text)), desk.Para(kit.T(t("seeing.note_source")+" "), desk.Words(n.Source))}
		if may(r, permit.HoldInsight) {
			body = append(body, notOnPaper(desk.Post("/insight/notes/"+n.ID+"/take-away", nil, kit.Button{Text: kit.Join(kit.T(t("seeing.take_note")), hiddenText(r.L.Day(n.Day))), Kind: kit.Secondary, Once: true})))
		}
		v.Before = append(v.Before, desk.Part("note-"+n.ID, r.L.Day(n.Day), body...))
	}
	if may(r, permit.HoldInsight) {
		v.Before = append(v.Before, heading("new-note", t("seeing.new_note")))
		v.Hidden = []desk.Hidden{desk.FormID(r)}
		v.Fields = []kit.Content{desk.Day(r, problems, "day", "seeing.field_day"), desk.Line(r, problems, "text", "seeing.field_text", r.Form.Raw("text")),
			desk.Line(r, problems, "source", "seeing.field_source", r.Form.Raw("source"))}
		v.Buttons = []kit.Content{desk.Button(r, "seeing.write_note")}
	}
	return v.Answer(wrong).Back("/insight").Style(sheet).Style(page.ChartStyle), nil
}

func (web *Web) writeNote(r *page.Request) (*page.Answer, error) {
	n := insight.Note{ID: r.Form.Raw("as"), Day: r.Form.Day("day"), Text: r.Form.Line("text", 1000), Source: r.Form.Line("source", 1000)}
	err := r.Form.Err()
	if err == nil {
		err = web.insight.WriteNote(r.Context(), r.Who, n)
	}
	if desk.ToMend(err) {
		return web.notes(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/insight/notes?done=noted"), nil
}

func (web *Web) takeNote(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("note")
	if err != nil {
		return nil, err
	}
	if err := web.insight.TakeNote(r.Context(), r.Who, id); err != nil {
		return nil, err
	}
	return page.Redirect("/insight/notes?done=note_taken"), nil
}
