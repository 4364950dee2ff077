package app

import (
	"context"

	"stablefutures/internal/framework"
)

// crosswalks lets the steward say how the checklist stands to the adult set, as an example of a judgement that is an
// organisation's own, and shows it to everybody.
func (s *seeder) crosswalks(ctx context.Context) error {
	from, _ := framework.BySet(framework.SetChecklist)
	to, _ := framework.BySet(framework.SetMSCOS)
	links := []framework.Link{
		{From: "G1", To: "C1", Relation: framework.Related, Note: "A home is also the people in it."},
		{From: "B2", To: "C1", Relation: framework.Related},
		{From: "G2", To: "C2", Relation: framework.Related},
		{From: "B4", To: "C2", Relation: framework.Narrower},
		{From: "B6", To: "C3", Relation: framework.Related},
		{From: "V3", To: "C3", Relation: framework.Related, Note: "Until 18; then who stays?"},
		{From: "B5", To: "C4", Relation: framework.Narrower},
		{From: "G5", To: "C4", Relation: framework.Related},
		{From: "G7", To: "C5", Relation: framework.Related},
		{From: "G4", To: "C6", Relation: framework.Related},
		{From: "G6", To: "C7", Relation: framework.Related},
		{From: "F4", Relation: framework.NoRelation, Note: "An adult’s age is not in question."},
	}
	_, err := s.app.Framework.SaveCrosswalk(ctx, s.actors["solomon"], from.ID, to.ID, "Larkmoor Council (invented)", framework.UsesPublic, links)
	return err
}
