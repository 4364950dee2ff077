package caseaudit

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stablefutures/internal/permit"
	"stablefutures/internal/stats"
)

// FewestPairs is how many times two people must have looked at the same thing before a coefficient is printed of it. With fewer, one
// case more or less moves every coefficient from one end of its scale to the other, and intervals say nothing.
const FewestPairs = 10

// The bootstrap of the agreement page: how many resamples, and from which seed, so that the same file gives the same interval.
const (
	AgreementDraws = 2000
	AgreementSeed  = 1
)

// AgreementPart is what two people said of one kind of thing: of the findings or of the grades of one outcome, or of all.
type AgreementPart struct {
	Outcome string // "" for all of them
	Grades  bool   // else findings
	Cases   int
	Pairs   int // things that both said something of
	Ratings []stats.Rating
	Scale   []string // categories in their order
	Level   stats.Level
	Results []stats.Result // none where there are fewer pairs than FewestPairs
	Shares  []stats.Share  // how often each category was used
}

// Code names a part in an address: "grades", "findings", "grades-F2".
func (a AgreementPart) Code() string {
	code := "findings"
	if a.Grades {
		code = "grades"
	}
	if a.Outcome != "" {
		code += "-" + a.Outcome
	}
	return code
}

// Agreed is a programme with how far those who read the same cases said the same.
type Agreed struct {
	Moderated
	Parts []AgreementPart
}

// Agreement gives how far two people said the same of the cases that both have locked, for whoever moderates. The numbers are of
// readings that each of them may open one by one, and of auditors' agreement about a service's practice; whoever may not open
// the readings does not see the numbers either (docs/adr/0034).
func (s *Service) Agreement(ctx context.Context, who permit.Actor, programme string) (a Agreed, err error) {
	if a.Moderated, err = s.Talks(ctx, who, programme); err != nil {
		return Agreed{}, err
	}
	a.Parts, err = AgreementOf(a.Programme.Plan, a.Talks)
	if err != nil {
		return Agreed{}, fmt.Errorf("agreement: %w", err)
	}
	return a, nil
}

// AgreementOf computes every part from the cases that two people read: first all outcomes together, then each.
func AgreementOf(plan Plan, talks []Talk) (parts []AgreementPart, err error) {
	talks = slices.DeleteFunc(slices.Clone(talks), func(t Talk) bool { return !t.Twice() || t.Gone })
	outcomes := []string{""}
	for _, t := range talks {
		for _, m := range t.Matters {
			if !slices.Contains(outcomes, m.Outcome) {
				outcomes = append(outcomes, m.Outcome)
			}
		}
	}
	for _, outcome := range outcomes {
		for _, grades := range []bool{false, true} {
			if grades && (plan.Scale == nil || !plan.Scale.Graded()) {
				continue
			}
			part := newPart(plan, talks, outcome, grades)
			if err := part.compute(); err != nil {
				return nil, err
			}
			parts = append(parts, part)
		}
	}
	return parts, nil
}

func newPart(plan Plan, talks []Talk, outcome string, grades bool) AgreementPart {
	part := AgreementPart{Outcome: outcome, Grades: grades, Level: stats.Nominal}
	if grades {
		part.Level = levelOf(*plan.Scale)
		for _, p := range plan.Scale.Points {
			part.Scale = append(part.Scale, p.Code)
		}
	} else {
		for _, f := range Founds {
			part.Scale = append(part.Scale, string(f))
		}
	}
	for _, t := range talks {
		both := 0
		for _, m := range t.Matters {
			if (m.Item == "") != grades || outcome != "" && m.Outcome != outcome {
				continue
			}
			unit, said := caseName(t.Case.ID)+" "+m.Outcome, 0
			if m.Item != "" && m.Item != m.Outcome {
				unit += " " + m.Item
			}
			for i, r := range t.Readings {
				value := r.Reading.Value(m)
				part.Ratings = append(part.Ratings, stats.Rating{Unit: unit, Rater: []string{"A", "B"}[i], Value: value})
				if value != "" {
					said++
				}
			}
			both += said / 2
		}
		if both > 0 {
			part.Cases++
		}
		part.Pairs += both
	}
	return part
}

// caseName is what a case is called in a file of ratings: it follows from the case's id, and says nothing else.
func caseName(id string) string { return "K" + coin(id)[:8] }

// levelOf is the level of a scale; one that says that its steps are alike but whose grades are no numbers is taken by its order.
func levelOf(s Scale) stats.Level {
	if s.Level != string(stats.Interval) || slices.ContainsFunc(s.Points, func(p Point) bool { _, err := strconv.ParseFloat(p.Code, 64); return err != nil }) {
		return stats.Ordinal
	}
	return stats.Interval
}

// Requests are the coefficients of a part: never one alone.
func (a AgreementPart) Requests() (list []stats.Request) {
	metrics := []string{"percent", "kappa", "alpha", "ac1"}
	if a.Grades {
		metrics = []string{"percent", "kappa", "wkappa", "alpha", "ac1", "ac2"}
	}
	for _, metric := range metrics {
		q := stats.Request{Metric: metric, Level: a.Level, Boot: AgreementDraws, Seed: AgreementSeed}
		if metric == "wkappa" && a.Level == stats.Interval {
			q.Weights.Name = "quadratic"
		}
		list = append(list, q)
	}
	return list
}

func (a *AgreementPart) compute() error {
	if len(a.Ratings) == 0 {
		return nil
	}
	r, err := stats.NewRatings(a.Ratings, a.Scale)
	if err != nil {
		return err
	}
	a.Shares = r.Prevalence()
	if a.Pairs < FewestPairs {
		return nil
	}
	for _, q := range a.Requests() {
		out, err := stats.Agreement(r, q)
		if err != nil {
			return err
		}
		a.Results = append(a.Results, out)
	}
	return nil
}

// File is the part's ratings for `stablefutures stats agreement`: a row for each thing and reader. Cases go by a name that is in no
// other list, and who is A and who is B is decided for each case anew, so that nobody's ratings stand together.
func (a AgreementPart) File() []byte {
	var b strings.Builder
	out := csv.NewWriter(&b)
	_ = out.Write([]string{"unit", "rater", "rating"}) // a Builder takes everything
	for _, r := range a.Ratings {
		_ = out.Write([]string{r.Unit, r.Rater, r.Value})
	}
	out.Flush()
	return []byte(b.String())
}

// Command is what computes one of the part's coefficients from its file, on any machine.
func (a AgreementPart) Command(q stats.Request) string {
	line := "stablefutures stats agreement --in ratings.csv --metric " + q.Metric + " --level " + string(q.Level)
	if q.Weights.Name != "" {
		line += " --weights " + q.Weights.Name
	}
	return line + fmt.Sprintf(" --categories %s --boot %d --seed %d", strings.Join(a.Scale, ","), q.Boot, q.Seed)
}
