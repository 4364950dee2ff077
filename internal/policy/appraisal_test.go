package policy_test

import (
	"strings"
	"testing"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
)

// begun begins an appraisal with a template, written by the analyst.
func (w *world) begun(template string) string {
	w.Helper()
	id := db.NewID()
	w.must(w.policy.BeginAppraisal(w.Context(), w.analyst, id, policy.Beginning{Title: "A school place before the move", Nation: "england", Template: template}))
	return id
}

func (w *world) appraisal(id string) policy.Appraisal {
	w.Helper()
	a, err := w.policy.Appraisal(w.Context(), w.analyst, id)
	w.must(err)
	return a
}

func twoOptions() policy.OptionWords {
	return policy.OptionWords{Options: []policy.Option{{Code: policy.ChangeNothing, What: "Move first, then look for a school"}, {Code: "a", Name: "School first", What: "No move before a school has said yes"}}}
}

func lensSaid() policy.LensWords {
	return policy.LensWords{Young: "feedback", Words: "In two rounds they said that waiting was the hardest", Cells: map[string]policy.Cell{
		policy.ChangeNothing: {Effect: policy.Negative, Groups: []string{"in_care"}, Evidence: "Weeks without school", Kind: "practice", Confidence: "medium", Mitigation: "Lessons at home meanwhile"},
		"a":                  {Effect: policy.Unknown}}}
}

// fill says everything that the template asks of an appraisal, but for its screening.
func (w *world) fill(id string, who permit.Actor) {
	w.Helper()
	ctx := w.Context()
	w.must(w.policy.Say(ctx, who, id, policy.PartOptions, w.appraisal(id).Said[policy.PartOptions].ID, twoOptions()))
	a := w.appraisal(id)
	for _, stage := range a.Template.Stages {
		for _, s := range stage.Sections {
			if s.Part != "" {
				continue
			}
			part, answers := policy.SectionPart(stage.Code, s.Code), map[string]string{}
			for _, q := range s.Questions {
				answers[q.Code] = "We asked, and wrote it down"
			}
			w.must(w.policy.Say(ctx, who, id, part, a.Said[part].ID, policy.InSection(part, answers)))
		}
	}
	for _, l := range a.AllLenses() {
		w.must(w.policy.Say(ctx, who, id, policy.LensPart(l.Code), a.Said[policy.LensPart(l.Code)].ID, lensSaid()))
	}
	texts := map[string]string{}
	for _, p := range policy.ChildParts {
		texts[p] = "You get a school first. Then you move."
	}
	w.must(w.policy.Say(ctx, who, id, policy.PartChild, "", policy.ChildWords{Lang: "en", Texts: texts}))
	w.must(w.policy.Say(ctx, who, id, policy.PartEasy, "", policy.EasyWords{Lang: "en", Lines: []policy.EasyLine{{"School first.", "school"}, {"Then you move.", "home"}, {"Tell us what you think.", "speech"}}}))
}

// TestAppraisal_eachTemplateFromBeginningToEnd holds that an appraisal needs no record, no initiative and no framework; that
// every template can be gone through; that nobody signs what they wrote; and that what was signed stands.
func TestAppraisal_eachTemplateFromBeginningToEnd(t *testing.T) {
	each(t, func(w *world) {
		ctx := w.Context()
		for _, template := range nation.AppraisalTemplates() {
			id := w.begun(template.Code)
			if a := w.appraisal(id); len(a.AllLenses()) != 4 || a.Edition != nil || a.Ready() || a.Options[0].Code != policy.ChangeNothing {
				t.Fatalf("%s: %d lenses without a framework, ready %t", template.Code, len(a.AllLenses()), a.Ready())
			}
			if template.Stages[0].Screening {
				w.must(w.policy.Say(ctx, w.analyst, id, policy.PartScreening, "", policy.Screening{Full: "yes", Why: "It touches many"}))
			}
			if err := w.policy.Send(ctx, w.analyst, id); problem.KeyOf(err) != "appraisal.not_whole" {
				t.Errorf("%s is sent half-way: %v", template.Code, err)
			}
			w.fill(id, w.analyst)
			if n := w.appraisal(id).Counts(); n != (policy.Counts{Pairs: 8, Looked: 8, Unknown: 4, Lenses: 4}) {
				t.Errorf("%+v", n)
			}
			w.must(w.policy.Send(ctx, w.analyst, id))
			if err := w.policy.Say(ctx, w.analyst, id, policy.PartOptions, w.appraisal(id).Said[policy.PartOptions].ID, twoOptions()); problem.KeyOf(err) != "appraisal.written_no_more" {
				t.Errorf("what was sent is written in: %v", err)
			}
			w.must(w.policy.SendBack(ctx, w.lead, id, "Say more of the evidence"))
			part := policy.LensPart("art2")
			again := lensSaid()
			again.Words = "They said it again"
			w.must(w.policy.Say(ctx, w.second, id, part, w.appraisal(id).Said[part].ID, again))
			w.must(w.policy.Send(ctx, w.second, id))
			due := db.Day(w.now().AddDate(0, 0, 20))
			if err := w.policy.Sign(ctx, w.analyst, id, w.appraisal(id).Hash(), "Analyst", due); !problem.Is(err, problem.Forbidden) {
				t.Errorf("an analyst signs: %v", err)
			}
			seen := w.appraisal(id).Hash()
			if err := w.policy.Sign(ctx, w.lead, id, seen, "Head of service", ""); !problem.Is(err, problem.Invalid) {
				t.Errorf("it is signed without a day to look again: %v", err)
			}
			w.must(w.policy.Sign(ctx, w.lead, id, seen, "Head of service", due))
			if a := w.appraisal(id); a.State() != policy.Signed || a.Due() != due || a.Hash() != seen || a.Steps[len(a.Steps)-1].Hash != seen {
				t.Errorf("%+v", a.Steps)
			}
		}
		w.frameworkInUse()
		list, err := w.policy.Appraisals(ctx, w.worker)
		w.must(err)
		for _, head := range list {
			if a := w.appraisal(head.ID); len(a.AllLenses()) != 4 || a.Hash() != a.Steps[len(a.Steps)-1].Hash {
				t.Error("a framework that came into use later changes what was signed")
			}
		}
	})
}

// TestAppraisal_outcomesJoin holds that the outcomes of the edition in use are lenses beside the four principles, also where it
// came into use while somebody was writing; and that many lenses can be left untouched with one reason, none of which somebody spoke.
func TestAppraisal_outcomesJoin(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.begun("generic-cria")
		ed := w.frameworkInUse()
		lenses := w.appraisal(id).AllLenses()
		if len(lenses) != 4+ed.Expected.Outcomes {
			t.Fatalf("%d lenses", len(lenses))
		}
		w.must(w.policy.Say(ctx, w.analyst, id, policy.PartOptions, "", twoOptions()))
		w.must(w.policy.Say(ctx, w.analyst, id, policy.LensPart(lenses[4].Code), "", lensSaid()))
		var outcomes []string
		for _, l := range lenses[4:] {
			outcomes = append(outcomes, l.Code)
		}
		for name, bad := range map[string][]string{"none": nil, "a principle": {"art2"}, "one of none": {"ZZ"}, "one twice": {outcomes[1], outcomes[1]}} {
			if err := w.policy.LeaveUntouched(ctx, w.analyst, id, bad, "No"); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.policy.LeaveUntouched(ctx, w.analyst, id, outcomes, " "); !problem.Is(err, problem.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		w.must(w.policy.LeaveUntouched(ctx, w.analyst, id, outcomes, "It is about schools alone"))
		a := w.appraisal(id)
		if a.Lenses[outcomes[0]].Cells["a"].Effect != policy.Unknown || a.Lenses[outcomes[1]].Cells["a"].Effect != policy.NoEffect {
			t.Errorf("%+v", a.Lenses)
		}
		if n := a.Counts(); n.Unknown != 1 || n.Looked != 2*len(outcomes) || n.NotAsked != len(outcomes)-1 {
			t.Errorf("%+v", n)
		}
	})
}

// TestAppraisal_twoWriteAtOnce holds that nobody writes over what they did not see.
func TestAppraisal_twoWriteAtOnce(t *testing.T) {
	each(t, func(w *world) {
		ctx, id, part := w.Context(), w.begun("generic-cria"), policy.LensPart("art12")
		w.must(w.policy.Say(ctx, w.analyst, id, policy.PartOptions, "", twoOptions()))
		first := lensSaid()
		w.must(w.policy.Say(ctx, w.analyst, id, part, "", first))
		other := lensSaid()
		other.Words = "Somebody else heard otherwise"
		if err := w.policy.Say(ctx, w.second, id, part, "", other); problem.KeyOf(err) != "appraisal.written_meanwhile" {
			t.Errorf("%v", err)
		}
		a := w.appraisal(id)
		if a.Lenses["art12"].Words != first.Words {
			t.Errorf("%+v", a.Lenses["art12"])
		}
		w.must(w.policy.Say(ctx, w.second, id, part, a.Said[part].ID, other))
		if got := w.appraisal(id); got.Lenses["art12"].Words != other.Words || got.Said[part].By != w.second.ID {
			t.Errorf("%+v", got.Said[part])
		}
	})
}

// TestAppraisal_theWriterDoesNotSign holds that a manager who wrote anything of it, even once and written over since, does not sign
// it, and that nobody signs what they did not see.
func TestAppraisal_theWriterDoesNotSign(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.begun("wales-cria")
		w.must(w.policy.Say(ctx, w.lead, id, policy.PartOptions, "", twoOptions()))
		w.fill(id, w.analyst)
		w.must(w.policy.Send(ctx, w.analyst, id))
		due := db.Day(w.now().AddDate(1, 0, 0))
		if err := w.policy.Sign(ctx, w.lead, id, w.appraisal(id).Hash(), "Head", due); problem.KeyOf(err) != "appraisal.wrote_it" {
			t.Errorf("whoever wrote signs: %v", err)
		}
		other := w.person(w.lead.Organisation, "Other", permit.Manager)
		for name, bad := range map[string][3]string{"another document": {strings.Repeat("0", 64), "Head", due}, "no role": {w.appraisal(id).Hash(), "", due}, "a day that is over": {w.appraisal(id).Hash(), "Head", "2020-01-01"}, "no day": {w.appraisal(id).Hash(), "Head", "soon"}} {
			if err := w.policy.Sign(ctx, other, id, bad[0], bad[1], bad[2]); err == nil {
				t.Errorf("signed with %s", name)
			}
		}
		w.must(w.policy.Sign(ctx, other, id, w.appraisal(id).Hash(), "Head", due))
		if err := w.policy.Sign(ctx, other, id, w.appraisal(id).Hash(), "Head", due); !problem.Is(err, problem.Conflict) {
			t.Errorf("signed twice: %v", err)
		}
	})
}

// TestAppraisal_aFirstLookMayEndIt holds that "no full appraisal" needs reasons, is signed without lenses, and is published.
func TestAppraisal_aFirstLookMayEndIt(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.begun("scotland-crwia")
		if err := w.policy.Say(ctx, w.analyst, id, policy.PartScreening, "", policy.Screening{Full: "no"}); !problem.Is(err, problem.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		w.must(w.policy.Say(ctx, w.analyst, id, policy.PartScreening, "", policy.Screening{Full: "no", Why: "It changes how invoices are paid"}))
		for _, s := range w.appraisal(id).Stages()[0].Sections {
			if s.Part == "" {
				part, answers := policy.SectionPart("stage1", s.Code), map[string]string{}
				for _, q := range s.Questions {
					answers[q.Code] = "Nobody"
				}
				w.must(w.policy.Say(ctx, w.analyst, id, part, "", policy.InSection(part, answers)))
			}
		}
		w.must(w.policy.Send(ctx, w.analyst, id))
		w.must(w.policy.Sign(ctx, w.lead, id, w.appraisal(id).Hash(), "Head", ""))
		a := w.appraisal(id)
		if len(a.Stages()) != 1 || len(a.Outputs()) != 1 {
			t.Errorf("%d stages, %v", len(a.Stages()), a.Outputs())
		}
		if err := w.policy.Publish(ctx, w.lead, id, policy.Published{What: []string{"child"}, Where: "On our site", Day: db.Day(w.now()), Yes: "The board"}); !problem.Is(err, problem.Invalid) {
			t.Errorf("a summary that nobody wrote is published: %v", err)
		}
		w.must(w.policy.Publish(ctx, w.lead, id, policy.Published{What: []string{"full"}, Where: "On our site", Day: db.Day(w.now()), Yes: "The board"}))
	})
}

// TestAppraisal_afterwards holds the log of what was published, the look at what came true, and that a look that is due is found.
func TestAppraisal_afterwards(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.begun("wales-cria")
		w.fill(id, w.analyst)
		look := policy.Look{Option: "a", Lenses: map[string]string{"art3": "as_thought"}, Came: "Nobody waited", Young: "They say it is better", Next: "We go on"}
		if err := w.policy.LookAgain(ctx, w.analyst, id, "", look); !problem.Is(err, problem.Conflict) {
			t.Errorf("somebody looks again at what nobody signed: %v", err)
		}
		w.must(w.policy.Send(ctx, w.analyst, id))
		due := db.Day(w.now().AddDate(0, 3, 0))
		w.must(w.policy.Sign(ctx, w.lead, id, w.appraisal(id).Hash(), "Head", due))
		isDue := func(want ...policy.DueReview) {
			t.Helper()
			got, err := w.policy.DueReviews(ctx, w.worker)
			w.must(err)
			if len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
				t.Errorf("due: %+v", got)
			}
		}
		isDue()
		w.later(70 * 24 * time.Hour)
		isDue(policy.DueReview{Appraisal: id, Title: "A school place before the move", Day: due})
		w.later(40 * 24 * time.Hour)
		isDue(policy.DueReview{Appraisal: id, Title: "A school place before the move", Day: due, Late: true})
		for name, bad := range map[string]func(*policy.Look){
			"an option of none": func(l *policy.Look) { l.Option = "c" },
			"a lens of none":    func(l *policy.Look) { l.Lenses = map[string]string{"art99": "as_thought"} },
			"a word of none":    func(l *policy.Look) { l.Lenses = map[string]string{"art3": "8 of 10"} },
			"no young people":   func(l *policy.Look) { l.Young = "" },
		} {
			l := look
			bad(&l)
			if err := w.policy.LookAgain(ctx, w.analyst, id, "", l); !problem.Is(err, problem.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.must(w.policy.LookAgain(ctx, w.analyst, id, "", look))
		isDue()
		if err := w.policy.Publish(ctx, w.analyst, id, policy.Published{What: []string{"full"}, Where: "x", Day: db.Day(w.now()), Yes: "y"}); !problem.Is(err, problem.Forbidden) {
			t.Errorf("an analyst publishes: %v", err)
		}
	})
}

// TestAppraisal_citesReleasesOfOnesOwn holds that evidence may rest on a release of the organisation, and on nobody else's.
func TestAppraisal_citesReleasesOfOnesOwn(t *testing.T) {
	each(t, func(w *world) {
		ctx, id, part := w.Context(), w.begun("generic-cria"), policy.LensPart("art3")
		releases := release.New(w.door)
		table := func(key string) disclosure.Table {
			return disclosure.Table{Key: key, Data: "one", Columns: []string{"waits", "no"}, Counts: [][]int64{{40, 30}}}
		}
		ours, err := releases.Make(ctx, w.analyst, disclosure.Research10, table("school"))
		w.must(err)
		theirs, err := releases.Make(ctx, w.stranger, disclosure.Research10, table("school"))
		w.must(err)
		w.must(w.policy.Say(ctx, w.analyst, id, policy.PartOptions, "", twoOptions()))
		said := lensSaid()
		cite := func(release string) error {
			cell := said.Cells[policy.ChangeNothing]
			cell.Kind, cell.Release = policy.FigureHere, release
			said.Cells[policy.ChangeNothing] = cell
			return w.policy.Say(ctx, w.analyst, id, part, "", said)
		}
		for name, bad := range map[string]string{"of others": theirs.ID, "of nobody": db.NewID(), "no id": "x"} {
			if err := cite(bad); problem.KeyOf(err) != "problem.stale_form" {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.must(cite(ours.ID))
		if a := w.appraisal(id); a.Cited[ours.ID].Hash != ours.Hash || len(a.Cited) != 1 {
			t.Errorf("%+v", a.Cited)
		}
		list, err := w.policy.Citable(ctx, w.second)
		w.must(err)
		if len(list) != 1 || list[0].ID != ours.ID {
			t.Errorf("%d releases to cite", len(list))
		}
	})
}

// TestAppraisal_refuses holds what cannot stand in a part, and that what is somebody else's is not there.
func TestAppraisal_refuses(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.begun("generic-cria")
		w.must(w.policy.Say(ctx, w.analyst, id, policy.PartOptions, "", twoOptions()))
		section := policy.SectionPart("screen", "what")
		cell := func(c policy.Cell) policy.LensWords {
			return policy.LensWords{Cells: map[string]policy.Cell{"a": c}}
		}
		for name, bad := range map[string]error{
			"an effect of none":     w.policy.Say(ctx, w.analyst, id, policy.LensPart("art2"), "", cell(policy.Cell{Effect: "+3"})),
			"a group of none":       w.policy.Say(ctx, w.analyst, id, policy.LensPart("art2"), "", cell(policy.Cell{Groups: []string{"x"}})),
			"evidence of no kind":   w.policy.Say(ctx, w.analyst, id, policy.LensPart("art2"), "", cell(policy.Cell{Kind: "x"})),
			"a book":                w.policy.Say(ctx, w.analyst, id, policy.LensPart("art2"), "", cell(policy.Cell{Evidence: strings.Repeat("a", 4001)})),
			"an option of none":     w.policy.Say(ctx, w.analyst, id, policy.LensPart("art2"), "", policy.LensWords{Cells: map[string]policy.Cell{"d": {}}}),
			"a question of none":    w.policy.Say(ctx, w.analyst, id, section, "", policy.InSection(section, map[string]string{"x": "y"})),
			"six options":           w.policy.Say(ctx, w.analyst, id, policy.PartOptions, "", policy.OptionWords{Options: make([]policy.Option, 6)}),
			"nothing is no option":  w.policy.Say(ctx, w.analyst, id, policy.PartOptions, "", policy.OptionWords{Options: []policy.Option{{Code: "a", Name: "x"}}}),
			"a nameless option":     w.policy.Say(ctx, w.analyst, id, policy.PartOptions, "", policy.OptionWords{Options: []policy.Option{{Code: policy.ChangeNothing}, {Code: "a"}}}),
			"a prompt of none":      w.policy.Say(ctx, w.analyst, id, policy.PartChild, "", policy.ChildWords{Texts: map[string]string{"score": "x"}}),
			"a long line":           w.policy.Say(ctx, w.analyst, id, policy.PartEasy, "", policy.EasyWords{Lines: []policy.EasyLine{{Text: strings.Repeat("a", 141)}}}),
			"a title of nothing":    w.policy.BeginAppraisal(ctx, w.analyst, db.NewID(), policy.Beginning{Nation: "wales", Template: "wales-cria"}),
			"a template of nothing": w.policy.BeginAppraisal(ctx, w.analyst, db.NewID(), policy.Beginning{Title: "x", Nation: "wales", Template: "x"}),
		} {
			if !problem.Is(bad, problem.Invalid) {
				t.Errorf("%s: %v", name, bad)
			}
		}
		for name, bad := range map[string]error{
			"a lens of none":       w.policy.Say(ctx, w.analyst, id, policy.LensPart("art99"), "", lensSaid()),
			"a section of none":    w.policy.Say(ctx, w.analyst, id, policy.SectionPart("a", "b"), "", policy.InSection("section:a/b", nil)),
			"words of another":     w.policy.Say(ctx, w.analyst, id, policy.PartChild, "", lensSaid()),
			"somebody else's":      w.policy.Say(ctx, w.stranger, id, policy.LensPart("art2"), "", lensSaid()),
			"somebody else's sent": w.policy.Send(ctx, w.stranger, id),
			"an initiative":        w.policy.BeginAppraisal(ctx, w.analyst, db.NewID(), policy.Beginning{Title: "x", Nation: "wales", Template: "wales-cria", Initiative: db.NewID()}),
		} {
			if !problem.Is(bad, problem.NotFound) {
				t.Errorf("%s: %v", name, bad)
			}
		}
		if _, err := w.policy.Appraisal(ctx, w.stranger, id); !problem.Is(err, problem.NotFound) {
			t.Errorf("somebody elsewhere reads it: %v", err)
		}
		if err := w.policy.Say(ctx, w.worker, id, policy.LensPart("art2"), "", lensSaid()); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a practitioner writes: %v", err)
		}
	})
}
