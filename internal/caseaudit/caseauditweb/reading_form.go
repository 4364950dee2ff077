package caseauditweb

import (
	"strings"

	"stablefutures/internal/caseaudit"
	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
)

// typed is the form of a step with what was written so far in it.
func typed(p caseaudit.RatingPage, st caseaudit.ReadingStep) *page.Form {
	o := p.Reading.Outcomes[st.Outcome]
	values := map[string][]string{"heard": {o.Heard}, "words": {o.Words}, "life": {p.Reading.Life}, "know": {p.Reading.Know}, "why": {o.Why}, "barriers": {o.Barriers}, "grade": {o.Grade}}
	if o.NoGrade {
		values["grade"] = []string{"-"}
	}
	for code, item := range o.Items {
		var lines []string
		for _, e := range item.Evidence {
			if e.Ref != "" {
				values["in_"+code] = []string{e.Place + ":" + e.Ref}
			} else {
				lines = append(lines, e.Where)
			}
		}
		values["found_"+code], values["where_"+code], values["note_"+code] = []string{string(item.Found)}, []string{strings.Join(lines, "\n")}, []string{item.Note}
	}
	for code, text := range p.Reading.Extra {
		values["extra_"+code] = []string{text}
	}
	return page.NewForm(values)
}

// readStep reads what was sent for a step.
func readStep(r *page.Request, p caseaudit.RatingPage, st caseaudit.ReadingStep) (caseaudit.Reading, error) {
	f := r.Form
	said := caseaudit.Reading{Outcomes: map[string]caseaudit.OutcomeFound{}, Extra: map[string]string{}}
	switch st.Kind {
	case caseaudit.StepWords:
		said.Outcomes[st.Outcome] = caseaudit.OutcomeFound{Heard: f.Choice("heard", caseaudit.HeardOf...), Words: f.Words("words", maxReading)}
	case caseaudit.StepLife:
		said.Life, said.Know = f.Words("life", maxReading), f.Words("know", maxReading)
	case caseaudit.StepFound:
		said.Outcomes[st.Outcome] = readFound(r, p, st.Outcome)
	case caseaudit.StepExtra:
		for _, q := range p.Template.Questions {
			said.Extra[q.Code] = f.Words("extra_"+q.Code, maxReading)
		}
	}
	return said, f.Err()
}

func readFound(r *page.Request, p caseaudit.RatingPage, outcome string) caseaudit.OutcomeFound {
	f := r.Form
	o := caseaudit.OutcomeFound{Items: map[string]caseaudit.ItemFound{}, Barriers: f.Words("barriers", maxReading)}
	for _, code := range itemsOf(p, outcome) {
		o.Items[code] = caseaudit.ItemFound{Found: caseaudit.Found(f.Choice("found_"+code, desk.Codes(caseaudit.Founds)...)), Note: f.Words("note_"+code, maxReading),
			Evidence: append(placeOf(f, code, p.Reading.Outcomes[outcome].Items[code]), linesOf(f, code)...)}
	}
	if scale := p.Scale(); scale.Graded() {
		codes := []string{"-"}
		for _, point := range scale.Points {
			codes = append(codes, point.Code)
		}
		o.Grade, o.Why = f.Choice("grade", codes...), f.Words("why", maxReading)
		if o.Grade == "-" {
			o.Grade, o.NoGrade = "", true
		}
	}
	return o
}

// placeOf is the place in the record that somebody pointed at. Where none was asked for, since the record is not open to them
// now, what they pointed at before stays.
func placeOf(f *page.Form, code string, before caseaudit.ItemFound) (list []caseaudit.Evidence) {
	if !f.Has("in_" + code) {
		for _, e := range before.Evidence {
			if e.Ref != "" {
				list = append(list, e)
			}
		}
		return list
	}
	if kind, ref, ok := strings.Cut(f.Raw("in_"+code), ":"); ok {
		list = append(list, caseaudit.Evidence{Place: kind, Ref: ref})
	}
	return list
}

// linesOf are places in the case file elsewhere, one on each line.
func linesOf(f *page.Form, code string) (list []caseaudit.Evidence) {
	for line := range strings.SplitSeq(f.Words("where_"+code, maxReading), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, caseaudit.Evidence{Place: "file", Where: line})
		}
	}
	return list
}
