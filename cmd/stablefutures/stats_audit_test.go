package main

import (
	"math"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/caseaudit"
)

// What the agreement page says and what `stablefutures stats agreement` makes of the file that it gives are the same numbers.
func TestStatsAgreement_readsTheFileOfAnAudit(t *testing.T) {
	scale, _ := caseaudit.ShippedScale("england-4")
	plan := caseaudit.Plan{Outcomes: []string{"F1", "F2"}, Scale: &scale}
	var talks []caseaudit.Talk
	for i := range 14 {
		talk := caseaudit.Talk{Case: caseaudit.Case{ID: strings.Repeat("x", i+1)}}
		for g := range 2 {
			r := caseaudit.Rating{RatingHead: access.RatingHead{ID: strings.Repeat("y", 2*i+g+1)}, Reading: caseaudit.Reading{Outcomes: map[string]caseaudit.OutcomeFound{}}}
			for j, code := range plan.Outcomes {
				r.Reading.Outcomes[code] = caseaudit.OutcomeFound{Grade: scale.Points[(i*i+j+g*i/5)%4].Code,
					Items: map[string]caseaudit.ItemFound{code + ".1": {Found: caseaudit.Founds[(i+j*i+g*(i/6))%4]}}}
			}
			talk.Readings = append(talk.Readings, r)
		}
		for _, code := range plan.Outcomes {
			talk.Matters = append(talk.Matters, caseaudit.Matter{Outcome: code, Item: code + ".1"}, caseaudit.Matter{Outcome: code})
		}
		talks = append(talks, talk)
	}
	parts, err := caseaudit.AgreementOf(plan, talks)
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) != 6 {
		t.Fatalf("%d parts", len(parts))
	}
	for _, part := range parts {
		file := fileOf(t, string(part.File()))
		for i, q := range part.Requests() {
			args := strings.Fields(strings.Replace(part.Command(q), "ratings.csv", file, 1))[1:]
			got, want := answerOf(t, args...), part.Results[i]
			if want.Estimate == nil || want.Low == nil || got["estimate"] == nil {
				t.Fatalf("%s %s: %v, want %+v", part.Code(), q.Metric, got, want)
			}
			for key, x := range map[string]float64{"estimate": *want.Estimate, "ci_low": *want.Low, "ci_high": *want.High, "pairable_units": float64(part.Pairs)} {
				if math.Abs(got[key].(float64)-x) > 1e-12 {
					t.Errorf("%s %s: %s is %v on the command line and %v on the page", part.Code(), q.Metric, key, got[key], x)
				}
			}
		}
	}
}
