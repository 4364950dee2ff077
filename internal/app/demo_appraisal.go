package app

import (
	"context"
	"encoding/json"

	"stablefutures/internal/db"
	"stablefutures/internal/nation"
	"stablefutures/internal/policy"
)

// initiatives has the council's policy officer think about two changes in education.
func (s *seeder) initiatives(ctx context.Context) error {
	who, p, day := s.actors["felix"], s.app.Policy, db.Day(s.clock.Now().AddDate(0, 4, 0))
	s.initiative = db.NewID()
	about := policy.About{Title: "A school place before the move (invented)", Decides: "The lead member for children", From: day, Groups: []string{"in_care", "unaccompanied", "little_english"},
		Changes: "Today a young person moves first, and waits for a school for weeks. Then, nobody would move before a school or college has said yes and named a first day."}
	if err := p.Think(ctx, who, s.initiative, "england", about); err != nil {
		return err
	}
	begun := db.NewID()
	about = policy.About{Title: "An English class in the first week (invented)", Decides: "The virtual school’s board", Groups: []string{"unaccompanied", "trafficked", "little_english"},
		Changes: "Today a class is looked for once there is a school. Then, a class would be offered in the first week, wherever somebody lives."}
	if err := p.Think(ctx, who, begun, "england", about); err != nil {
		return err
	}
	one, err := p.Initiative(ctx, who, begun)
	if err != nil {
		return err
	}
	if err := p.Move(ctx, who, begun, one.Stands().ID, policy.Decided, db.Day(s.clock.Now()), "The board agreed, for a year."); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{s.ownTemplate, s.firstLook, s.halfAppraisal} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return s.appraisals(ctx, begun)
}

// ownTemplate loads a template of the council's own: the one for everybody without its first look.
func (s *seeder) ownTemplate(ctx context.Context) error {
	all := nation.AppraisalTemplates()
	own := all[len(all)-1]
	own.Code, own.Stages = "larkmoor-own", own.Stages[len(own.Stages)-1:]
	own.Title = nation.Text{En: "As Larkmoor does it (invented)", Cy: "Fel y mae Larkmoor yn ei wneud (dychmygol)"}
	file, err := json.Marshal(own)
	if err != nil {
		return err
	}
	return s.app.Policy.LoadTemplate(ctx, s.actors["felix"], db.NewID(), file)
}

// firstLook is a first look that ended in that no full appraisal is needed, and waits for a signature.
func (s *seeder) firstLook(ctx context.Context) error {
	id, reason := db.NewID(), "It changes on which day invoices of suppliers are paid, and nothing that a young person gets, waits for or is told."
	if err := s.app.Policy.BeginAppraisal(ctx, s.actors["felix"], id, policy.Beginning{Title: "Invoices are paid on Fridays (invented)", Nation: "england", Template: "generic-cria"}); err != nil {
		return err
	}
	for section, answers := range map[string]map[string]string{"what": {"aim": "Fewer days on which money goes out."}, "touches": {"touches": "Not directly. If a landlord were paid late it could: landlords stay as they are."}} {
		part := policy.SectionPart("screen", section)
		if err := s.say(ctx, id, part, policy.InSection(part, answers)); err != nil {
			return err
		}
	}
	if err := s.say(ctx, id, policy.PartScreening, policy.Screening{Full: "no", Why: reason}); err != nil {
		return err
	}
	return s.app.Policy.Send(ctx, s.actors["felix"], id)
}

// appraisals has a manager sign what the policy officer said of a change that was decided.
func (s *seeder) appraisals(ctx context.Context, begun string) error {
	who, p, id := s.actors["felix"], s.app.Policy, db.NewID()
	if err := p.BeginAppraisal(ctx, who, id, policy.Beginning{Title: "An English class in the first week (invented)", Nation: "england", Initiative: begun, Template: "generic-cria"}); err != nil {
		return err
	}
	options := []policy.Option{{Code: policy.ChangeNothing, What: "A class is looked for once there is a school. Some wait for two months."},
		{Code: "a", Name: "A class in the first week", What: "Two classes a week in the town hall, from the first week on, until a school begins."}}
	if err := s.say(ctx, id, policy.PartOptions, policy.OptionWords{Options: options}); err != nil {
		return err
	}
	if err := s.say(ctx, id, policy.PartScreening, policy.Screening{Full: "yes", Why: "It changes the first weeks of everybody who comes without family."}); err != nil {
		return err
	}
	a, err := p.Appraisal(ctx, who, id)
	if err != nil {
		return err
	}
	for _, stage := range a.Template.Stages {
		for _, one := range stage.Sections {
			if one.Part != "" {
				continue
			}
			answers := map[string]string{}
			for _, q := range one.Questions {
				answers[q.Code] = appraisalAnswers[q.Code]
			}
			part := policy.SectionPart(stage.Code, one.Code)
			if err := s.say(ctx, id, part, policy.InSection(part, answers)); err != nil {
				return err
			}
		}
	}
	if err := s.demoLenses(ctx, id, a, options); err != nil {
		return err
	}
	if err := s.demoSummaries(ctx, id); err != nil {
		return err
	}
	return s.signAppraisal(ctx, id)
}

// say writes what stands in a part of which nothing is said yet.
func (s *seeder) say(ctx context.Context, id, part string, said policy.Words) error {
	return s.app.Policy.Say(ctx, s.actors["felix"], id, part, "", said)
}

var appraisalAnswers = map[string]string{
	"aim":     "Nobody should spend their first weeks here without a word of English and without anybody of their age.",
	"touches": "Directly: everybody who comes without family. Through adults: carers have two mornings to sort out papers.",
	"known":   "Carers and the virtual school say that the first weeks are the emptiest. Nobody has counted them.",
	"gaps":    "How long young people wait today. The numbers of one council are too small to publish.",
	"how":     "In two rounds of feedback, with pictures, in nine languages. Nobody was asked about what happened before.",
	"advice":  "A class in the first week, for a year, and then look again.",
	"against": "Whoever is ill or afraid must be able to stay away without anybody writing it down.",
	"watch":   "Who came, who did not, and why. The virtual school asks young people after four weeks.",
}

// demoLenses looks at the four principles and two outcomes, and leaves the others untouched with one reason.
func (s *seeder) demoLenses(ctx context.Context, id string, a policy.Appraisal, options []policy.Option) error {
	groups := []string{"unaccompanied", "little_english"}
	today := policy.Cell{Effect: policy.Negative, Groups: groups, Evidence: "Weeks without school and without anybody of their age.", Kind: "practice", Source: "The virtual school’s notes of the year (invented)", Confidence: "medium", Mitigation: "Carers are given a list of groups in the town."}
	class := policy.Cell{Effect: policy.Positive, Groups: groups, Evidence: "In two rounds young people said that they wanted to learn from the first day.", Kind: "young", Source: "Rounds of feedback in spring and autumn (invented)", Confidence: "medium"}
	mixed := class
	mixed.Effect, mixed.Mitigation = policy.Mixed, "Nobody has to come, and nobody asks why."
	open := policy.Cell{Effect: policy.Unknown}
	pairs := [][2]policy.Cell{{today, class}, {today, mixed}, {open, open}, {open, class}, {today, class}, {today, open}}
	var rest []string
	for i, lens := range a.AllLenses() {
		if i >= len(pairs) {
			rest = append(rest, lens.Code)
			continue
		}
		said := policy.LensWords{Young: "feedback", Words: "“I sat and waited. I wanted to learn.” Said in a round, and let out for this.", Cells: map[string]policy.Cell{options[0].Code: pairs[i][0], options[1].Code: pairs[i][1]}}
		if i == 2 {
			said = policy.LensWords{Young: policy.NobodyAsked, Why: "Asking about safety needs more than a round, and was not done.", Cells: said.Cells}
		}
		if err := s.say(ctx, id, policy.LensPart(lens.Code), said); err != nil {
			return err
		}
	}
	return s.app.Policy.LeaveUntouched(ctx, s.actors["felix"], id, rest, "A class touches what is learnt and whom one meets. We expect no effect on these.")
}

func (s *seeder) demoSummaries(ctx context.Context, id string) error {
	texts := map[string]string{"what": "We want you to have an English class in your first week.", "why": "Now some of you wait a long time. That is not fair.", "you": "You can come two times a week. You do not have to.",
		"said": "Young people told us: “I want to learn from the first day.”", "next": "The board said yes for one year. Then we look again.", "tell": "Tell your worker, or draw it. You can also say nothing."}
	if err := s.say(ctx, id, policy.PartChild, policy.ChildWords{Lang: "en", Texts: texts}); err != nil {
		return err
	}
	lines := []policy.EasyLine{{Text: "A class in your first week.", Picture: "school"}, {Text: "Two times a week.", Picture: "time"}, {Text: "You choose if you come.", Picture: "choice"}, {Text: "Tell us what you think.", Picture: "speech"}}
	return s.say(ctx, id, policy.PartEasy, policy.EasyWords{Lang: "en", Lines: lines})
}

func (s *seeder) signAppraisal(ctx context.Context, id string) error {
	who, lead, p, now := s.actors["felix"], s.actors["morgan"], s.app.Policy, s.clock.Now()
	if err := p.Send(ctx, who, id); err != nil {
		return err
	}
	a, err := p.Appraisal(ctx, who, id)
	if err != nil {
		return err
	}
	if err := p.Sign(ctx, lead, id, a.Hash(), "Head of children’s services", db.Day(now.AddDate(0, 0, 21))); err != nil {
		return err
	}
	return p.Publish(ctx, lead, id, policy.Published{What: []string{"full", "child", "easy"}, Where: "On the council’s site, and on the wall of the virtual school", Day: db.Day(now), Yes: "The virtual school’s board"})
}

// halfAppraisal is one that nobody has finished: three options, one of them looked at through one principle.
func (s *seeder) halfAppraisal(ctx context.Context) error {
	id := db.NewID()
	if err := s.app.Policy.BeginAppraisal(ctx, s.actors["felix"], id, policy.Beginning{Title: "A school place before the move (invented)", Nation: "england", Initiative: s.initiative, Template: "generic-cria"}); err != nil {
		return err
	}
	options := []policy.Option{{Code: policy.ChangeNothing, What: "Move first, then look for a school."}, {Code: "a", Name: "School first", What: "No move before a school or college has said yes."},
		{Code: "b", Name: "Lessons until then", What: "Move, with lessons in the new place from the second day."}}
	if err := s.say(ctx, id, policy.PartOptions, policy.OptionWords{Options: options}); err != nil {
		return err
	}
	said := policy.LensWords{Young: policy.NobodyAsked, Why: "The round about moving is open until the end of the month.", Cells: map[string]policy.Cell{
		policy.ChangeNothing: {Effect: policy.Negative, Groups: []string{"in_care"}, Evidence: "Weeks without school after a move.", Kind: "practice", Confidence: "medium", Mitigation: "A tutor once a week."},
		"a":                  {Effect: policy.Mixed, Groups: []string{"in_care", "unaccompanied"}, Evidence: "No gap, but some would stay longer where they are not well.", Kind: "judgement", Confidence: "low", Mitigation: "Whoever is not safe moves at once."},
		"b":                  {Effect: policy.Unknown}}}
	return s.say(ctx, id, policy.LensPart("art3"), said)
}
