package custodyweb

import (
	"stablefutures/internal/custody"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

// fieldLength bounds one line, noteLength a few sentences.
const (
	fieldLength = 200
	noteLength  = 1000
)

// saidForm is the frame of the small forms that say one thing of a record's keeping.
func (web *Web) saidForm(r *page.Request, wrong error, key, field string, fields func(id string, k custody.Keeping, p page.Problems) []kit.Content) (*page.Answer, error) {
	id, k, err := web.keeping(r)
	if err != nil {
		return nil, err
	}
	p := desk.ProblemsOf(r, wrong, field)
	v := desk.Page{Title: r.L.T(key), Whose: kit.Name(k.Person.Profile.Names.Shown()), Lead: r.L.T(key + "_lead"), Problems: p.Summary(),
		Hidden: []desk.Hidden{desk.FormID(r)}, Fields: compact(fields(id, k, p)), Buttons: []kit.Content{desk.Button(r, "page.save"), desk.Cancel(r, at(id, "/keeping"))}}
	return v.Answer(wrong).Back(at(id, "/keeping")), nil
}

// saved leads back to the page, or shows the form again.
func (web *Web) saved(r *page.Request, id, done string, err error, again func(*page.Request, error) (*page.Answer, error)) (*page.Answer, error) {
	if desk.ToMend(err) {
		return again(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/keeping?done="+done)), nil
}

func (web *Web) showStatus(r *page.Request) (*page.Answer, error) { return web.statusForm(r, nil) }

func (web *Web) statusForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.saidForm(r, wrong, "custody.status_form", "status", func(_ string, k custody.Keeping, p page.Problems) []kit.Content {
		fields := []kit.Content{
			kit.Radios{Name: "status", Legend: desk.Legend(r, "custody.care"), Items: desk.Choices(r, "custody.status_", custody.Statuses), Value: r.Form.Raw("status"), Error: p.Of("status")},
			desk.Day(r, p, "from", "custody.status_from"),
			desk.Note(r, p, "note", "custody.note_optional"),
		}
		if last := lastSaid(k, custody.SaidStatus); last != nil {
			fields = append(fields, kit.Checkboxes{Name: "mistake", Legend: desk.Legend(r, "custody.mistake"), Hint: kit.T(entryWords(r, *last)), Values: r.Form.All("mistake"),
				Items: []kit.Choice{{Value: last.ID, Text: kit.T(r.L.T("custody.mistake_yes"))}}})
		}
		return fields
	})
}

// lastSaid is the newest entry of a kind, nil when there is none.
func lastSaid(k custody.Keeping, kind custody.Kind) *custody.Entry {
	for i := len(k.Entries) - 1; i >= 0; i-- {
		if k.Entries[i].Kind == kind {
			return &k.Entries[i]
		}
	}
	return nil
}

func (web *Web) saveStatus(r *page.Request) (*page.Answer, error) {
	return web.sayThat(r, web.statusForm, func() custody.Entry {
		return custody.Entry{Kind: custody.SaidStatus, About: r.Form.ID("mistake"), Text: custody.Text{Status: custody.Status(r.Form.Raw("status")),
			From: r.Form.Day("from"), Note: r.Form.Words("note", noteLength)}}
	})
}

// sayThat reads one entry from the form and keeps it.
func (web *Web) sayThat(r *page.Request, again func(*page.Request, error) (*page.Answer, error), read func() custody.Entry) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	e := read()
	e.ID = r.Form.ID("as")
	if err := r.Form.Err(); err != nil {
		return again(r, err)
	}
	return web.saved(r, id, "saved", web.custody.Say(r.Context(), r.Who, id, e), again)
}

func (web *Web) showDeath(r *page.Request) (*page.Answer, error) { return web.deathForm(r, nil) }

func (web *Web) deathForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.saidForm(r, wrong, "custody.death_form", "day", func(_ string, _ custody.Keeping, p page.Problems) []kit.Content {
		return []kit.Content{desk.Day(r, p, "day", "custody.death_day"), desk.Note(r, p, "note", "custody.note_optional")}
	})
}

func (web *Web) saveDeath(r *page.Request) (*page.Answer, error) {
	return web.sayThat(r, web.deathForm, func() custody.Entry {
		return custody.Entry{Kind: custody.SaidDeath, Text: custody.Text{Day: r.Form.Day("day"), Note: r.Form.Words("note", noteLength)}}
	})
}

func (web *Web) showBasis(r *page.Request) (*page.Answer, error) { return web.basisForm(r, nil) }

func (web *Web) basisForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.saidForm(r, wrong, "custody.basis_form", "ground", func(_ string, k custody.Keeping, p page.Problems) []kit.Content {
		ground, condition := r.Form.Raw("ground"), r.Form.Raw("condition")
		if k.Basis != nil && !r.Form.Has("ground") {
			ground, condition = k.Basis.Text.Ground, k.Basis.Text.Condition
		}
		return []kit.Content{kit.InsetText{Text: kit.T(r.L.T("custody.not_consent"))}, groundTable(r, k.Ground),
			kit.Radios{Name: "ground", Legend: desk.Legend(r, "custody.ground"), Items: desk.Choices(r, "custody.ground_", custody.Grounds), Value: ground, Error: p.Of("ground")},
			kit.Radios{Name: "condition", Legend: desk.Legend(r, "custody.condition"), Hint: kit.T(r.L.T("custody.condition_why")), Items: desk.Choices(r, "custody.condition_", custody.Conditions), Value: condition, Error: p.Of("condition")},
			desk.Note(r, p, "note", "custody.note_optional")}
	})
}

func (web *Web) saveBasis(r *page.Request) (*page.Answer, error) {
	return web.sayThat(r, web.basisForm, func() custody.Entry {
		return custody.Entry{Kind: custody.SaidBasis, Text: custody.Text{Ground: r.Form.Raw("ground"), Condition: r.Form.Raw("condition"), Note: r.Form.Words("note", noteLength)}}
	})
}

func (web *Web) showHold(r *page.Request) (*page.Answer, error) { return web.holdForm(r, nil) }

func (web *Web) holdForm(r *page.Request, wrong error) (*page.Answer, error) {
	return web.saidForm(r, wrong, "custody.hold_form", "reason", func(_ string, _ custody.Keeping, p page.Problems) []kit.Content {
		return []kit.Content{
			kit.Radios{Name: "reason", Legend: desk.Legend(r, "custody.why"), Items: desk.Choices(r, "custody.hold_", custody.HoldReasons), Value: r.Form.Raw("reason"), Error: p.Of("reason")},
			desk.Day(r, p, "day", "custody.hold_day"), desk.Note(r, p, "note", "custody.note_optional")}
	})
}

func (web *Web) saveHold(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	text := custody.Text{Reason: r.Form.Raw("reason"), Day: r.Form.Day("day"), Note: r.Form.Words("note", noteLength)}
	if err := r.Form.Err(); err != nil {
		return web.holdForm(r, err)
	}
	return web.saved(r, id, "held", web.custody.Hold(r.Context(), r.Who, id, r.Form.ID("as"), text), web.holdForm)
}

func (web *Web) showLift(r *page.Request) (*page.Answer, error) { return web.liftForm(r, nil) }

func (web *Web) liftForm(r *page.Request, wrong error) (*page.Answer, error) {
	hold, err := r.PathID("hold")
	if err != nil {
		return nil, err
	}
	there := false
	answer, err := web.saidForm(r, wrong, "custody.lift_form", "note", func(_ string, k custody.Keeping, p page.Problems) []kit.Content {
		var which kit.Content
		for _, h := range k.Holds {
			if h.ID == hold {
				which, there = kit.InsetText{Text: kit.T(entryWords(r, h))}, true
			}
		}
		return []kit.Content{which, desk.Note(r, p, "note", "custody.lift_why")}
	})
	if err == nil && !there {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return answer, err
}

func (web *Web) saveLift(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	hold, err := r.PathID("hold")
	if err != nil {
		return nil, err
	}
	why := r.Form.Words("note", noteLength)
	if err := r.Form.Err(); err != nil {
		return web.liftForm(r, err)
	}
	return web.saved(r, id, "lifted", web.custody.Lift(r.Context(), r.Who, id, r.Form.ID("as"), hold, why), web.liftForm)
}
