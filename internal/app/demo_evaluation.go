package app

import (
	"context"
	"fmt"
	"math"
	"strings"

	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/insight"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
)

// inventedFrom and inventedChange are the first quarter of the invented figures, and how many come before the change.
const (
	inventedFrom   = 2019
	inventedChange = 20
)

// inventedPlaces makes up the shares of two invented regions by quarter. The same numbers come every time.
func inventedPlaces(quarters int) string {
	var b strings.Builder
	b.WriteString("quarter,Larkmoor region (invented),Fenby region (invented)\n")
	for i := range quarters {
		x := float64(i)
		here := 46 + .25*x + 1.4*math.Sin(x*1.7) + .9*math.Sin(x*3.1)
		there := 49 + .22*x + 1.2*math.Sin(x*2.3) + .8*math.Sin(x*4.7)
		if i >= inventedChange {
			here += 7.5
		}
		fmt.Fprintf(&b, "%d-Q%d,%.1f,%.1f\n", inventedFrom+i/4, i%4+1, here, there)
	}
	return b.String()
}

func inventedHead(readOn string) disclosure.Published {
	return disclosure.Published{Counted: disclosure.OfPercent, Unit: "per cent with a school place within 20 school days", Rounded: 1,
		Origin: disclosure.Origin{Title: "School places for young people who moved (invented)", Publisher: "A statistics office (invented)", Address: "https://example.org/invented/school-places", ReadOn: readOn}}
}

// evaluations has the council's policy officer plan an evaluation before the figures after the change are there, and carry it out
// when they are; and plan one on the council's own numbers, which are too small.
func (s *seeder) evaluations(ctx context.Context) error {
	who, p := s.actors["felix"], s.app.Policy
	if who.ID == "" {
		return nil
	}
	first, later := db.NewID(), db.NewID()
	if err := p.Bring(ctx, who, policy.NewSeries{ID: first, Head: inventedHead("2024-02-20"), Name: "places.csv", File: []byte(inventedPlaces(inventedChange))}); err != nil {
		return fmt.Errorf("bring invented figures: %w", err)
	}
	plan, err := s.lockedPlan(ctx, who, inventedPlan(first))
	if err != nil {
		return err
	}
	if err := p.Bring(ctx, who, policy.NewSeries{ID: later, Root: first, Head: inventedHead("2026-11-10"), Name: "places.csv", File: []byte(inventedPlaces(31))}); err != nil {
		return fmt.Errorf("bring invented figures: %w", err)
	}
	other := policy.Another{Why: "Somebody asked whether the other region moved too. (invented)", Control: "Fenby region (invented)", Design: policy.Design{Model: policy.WithOther, Family: "ols", Errors: "hac"}}
	if err := s.carriedOut(ctx, who, plan, "More young people had a place in time from the first quarter on. The effect is larger than the three points that we said would be worth it. (invented)", other); err != nil {
		return err
	}
	waiting := inventedPlan(first) // one that is still being written, without an initiative
	waiting.Question, waiting.At, waiting.To = "Does it last when the named person changes? (invented)", "2027-Q1", "2029-Q4"
	if err := p.Draft(ctx, who, db.NewID(), "", "", waiting); err != nil {
		return fmt.Errorf("draft an invented plan: %w", err)
	}
	return s.tooSmall(ctx, who)
}

func (s *seeder) carriedOut(ctx context.Context, who permit.Actor, plan, found string, other ...policy.Another) error {
	if err := s.app.Policy.Evaluate(ctx, who, plan, policy.Carrying{ID: db.NewID(), Found: found, Other: other}); err != nil {
		return fmt.Errorf("carry out an invented plan: %w", err)
	}
	return nil
}

func (s *seeder) lockedPlan(ctx context.Context, who permit.Actor, c policy.PlanContent) (string, error) {
	id, p := db.NewID(), s.app.Policy
	if err := p.Draft(ctx, who, id, s.initiative, "", c); err != nil {
		return "", fmt.Errorf("draft an invented plan: %w", err)
	}
	one, err := p.Plan(ctx, who, id)
	if err == nil {
		err = p.Lock(ctx, who, id, one.Plan.ChangedAt)
	}
	return id, err
}

func inventedPlan(series string) policy.PlanContent {
	return policy.PlanContent{
		Question:   "Did naming one person for each school bring school places sooner? (invented)",
		Hypothesis: "More young people have a place within 20 school days of a move.", Direction: "up",
		Theory: policy.Theory{Inputs: "One named person in each school, and an hour a week.", Changes: "A school answers within a week, and nobody is sent from one to the next.",
			Whom: "Young people in care who move into the region.", When: "From the first quarter after the start.", Assumptions: "Schools have room, and the named person may decide."},
		Kind: policy.FromPublished, Source: series, Line: "Larkmoor region (invented)", Outcome: "Share of young people in care who had a school place within 20 school days of a move, by quarter of the move.",
		At: "2024-Q1", From: "2019-Q1", To: "2026-Q4", Design: policy.Design{Model: policy.OneSeries, Family: "ols", Errors: "hac"},
		NoEffect: "Less than three points, or an interval that holds no change.",
		Threats: map[string]string{"concurrent": "A new admissions code began in the same school year.", "cohort": "Those who move now may be younger than before.",
			"recording": "The day of the move is recorded by the placing team since 2022.", "migration": "Fewer young people arrived in 2024 than in 2023."},
		Looked: "The published figures until the end of 2023."}
}

// tooSmall plans an evaluation on what the council let out of its own records: with a dozen records everything is withheld.
func (s *seeder) tooSmall(ctx context.Context, who permit.Actor) error {
	answer, err := s.app.Insight.Answer(ctx, who, disclosure.StrictDefault, "heard", insight.ByQuarter)
	if err != nil {
		return fmt.Errorf("let out who was heard by quarter: %w", err)
	}
	list, err := s.app.Policy.Sources(ctx, who)
	if err != nil {
		return err
	}
	for _, f := range list {
		if f.Key != answer.Release.Table.Key {
			continue
		}
		n := len(f.Periods)
		c := inventedPlan(f.ID)
		c.Question, c.Kind, c.Line, c.Design.Errors = "Are more of our young people heard since the new first conversation? (invented)", policy.FromRelease, f.Lines[0], "ols"
		c.Hypothesis, c.Outcome, c.Looked = "More young people are heard in each quarter.", "How many young people said something in a quarter, as the register has it.", "Nothing: the figures had just been let out."
		c.From, c.At, c.To = f.Periods[0].Code, f.Periods[n/2].Code, f.Periods[n-1].Code
		plan, err := s.lockedPlan(ctx, who, c)
		if err != nil {
			return err
		}
		return s.carriedOut(ctx, who, plan, "Our numbers are too small. We ask young people in the group instead, and look at the regional figures. (invented)")
	}
	return fmt.Errorf("the release by quarter has no periods")
}
