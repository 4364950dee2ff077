package app

import (
	"context"
	"embed"
	"slices"
	"strings"

	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/loading"
	"stablefutures/internal/permit"
)

// demoCopies are invented sets in the shape of ones that mean something, as a steward would paste them.
//
//go:embed demo/*.txt
var demoCopies embed.FS

// demoAdditions are invented, and say nothing that an outcome of the checklist covers.
var demoAdditions = []string{
	"Somewhere dry to keep a bicycle.", "Cooking what people cooked at home, together.", "Music: lessons, or a room to practise in.",
	"Learning to swim.", "A garden, or a few pots on a windowsill.", "Knowing which bus goes where.",
}

// editions gives the steward a published edition, a draft of which half is done, and what young people added.
func (s *seeder) editions(ctx context.Context) error {
	who := s.actors["solomon"]
	if err := s.toolLibrary(ctx, who); err != nil {
		return err
	}
	draft, err := s.handIn(ctx, who, "garden.txt", loading.Goal{Set: "shared-garden", Name: "Shared garden charter (invented)",
		Expected: framework.Totals{Principles: 4, Outcomes: 25, Indicators: 86}})
	if err != nil {
		return err
	}
	var steps []loading.Step
	for _, p := range draft.Pieces[:len(draft.Pieces)/2] {
		if g := p.Suggestion(); g != nil {
			steps = append(steps, loading.Step{Do: loading.Assign, Piece: p.ID, Role: g.Role, Code: g.Code, Prefix: g.Prefix, Under: g.Under})
		}
	}
	if err := s.app.Loading.Act(ctx, who, draft.ID, draft.Seen, loading.Operation{ID: db.NewID(), Steps: steps}); err != nil {
		return err
	}
	for _, text := range demoAdditions {
		if err := s.app.Loading.Add(ctx, s.actors["rowan"], loading.NewAdditionID(), text, true); err != nil {
			return err
		}
	}
	return nil
}

// handIn starts a draft with an invented text.
func (s *seeder) handIn(ctx context.Context, who permit.Actor, name string, goal loading.Goal) (*loading.Opened, error) {
	content, err := demoCopies.ReadFile("demo/" + name)
	if err != nil {
		return nil, err
	}
	id := db.NewID()
	if err := s.app.Loading.Start(ctx, who, id, goal); err != nil {
		return nil, err
	}
	if err := s.app.Loading.Put(ctx, who, id, 1, db.NewID(), loading.TextName, content); err != nil {
		return nil, err
	}
	return s.app.Loading.Open(ctx, who, id)
}

// toolLibrary publishes a small invented set: what ends in a full stop is an indicator.
func (s *seeder) toolLibrary(ctx context.Context, who permit.Actor) error {
	d, err := s.handIn(ctx, who, "tools.txt", loading.Goal{Set: "tool-library", Name: "Tool library charter (invented)",
		Expected: framework.Totals{Principles: 2, Outcomes: 3, Indicators: 7}})
	if err != nil {
		return err
	}
	var steps []loading.Step
	for i, p := range d.Pieces {
		role := loading.Outcome
		switch {
		case i == 0:
			role = loading.Ignored
		case slices.Contains([]string{"Tools go to whoever needs them next", "Knowing how is worth as much as having"}, p.Text()):
			role = loading.Principle
		case strings.HasSuffix(p.Text(), ".") || p.Text() == "Mending is done together":
			role = loading.Indicator
		}
		steps = append(steps, loading.Step{Do: loading.Assign, Piece: p.ID, Role: role})
	}
	about := &loading.About{Version: "1", Date: "2026-03-01", Obtained: "2026-04-02", Language: "en", Uses: framework.UsesOrganisation,
		Source: "Invented for this demonstration. Nobody wrote it but us.", By: "Nobody has to: it is invented."}
	about.Levels.Principle, about.Levels.Outcome, about.Levels.Indicator = "principle", "outcome", "indicator"
	for i, o := range []loading.Operation{{Steps: steps}, {About: about}} {
		o.ID = db.NewID()
		if err := s.app.Loading.Act(ctx, who, d.ID, d.Seen+i, o); err != nil {
			return err
		}
	}
	_, err = s.app.Loading.Publish(ctx, who, d.ID, d.Seen+2)
	return err
}
