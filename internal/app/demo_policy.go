package app

import (
	"context"
	"fmt"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/together"
)

// briefings has the council's policy officer write a briefing for an education department, which a manager signs and gives, and
// another that waits for a signature.
func (s *seeder) briefings(ctx context.Context) error {
	who, id, version := s.actors["felix"], db.NewID(), db.NewID()
	if err := s.app.Policy.BeginBriefing(ctx, who, id, policy.BriefingDraft{Template: "education-department", Title: "A school place before the move (invented)",
		Reader: "The unit for children looked after, education department (invented)", Lang: "en", Initiative: s.initiative}); err != nil {
		return fmt.Errorf("begin a briefing: %w", err)
	}
	if err := s.write(ctx, id, func(d *policy.BriefingDraft) {
		d.Short = "Young people here who came alone tell us that learning stops when they move. What the council can count on its own is too little to show. Young people’s words, what a group answered and what others published point the same way: ask for the school place first, and move second."
		d.Ask = "Say in the guidance on admissions for children looked after that a school or college place is asked for before a move, not after it, from September."
		d.By = db.Day(s.clock.Now().AddDate(0, 3, 0))
		d.Unknown = "How many young people here waited for a place, and how long: there are too few of them for a figure, and some were never asked. Whether a rule would slow down moves that have to be fast. What schools would need."
	}); err != nil {
		return err
	}
	pieces, err := s.briefingPieces(ctx)
	if err != nil {
		return err
	}
	for _, p := range pieces {
		if err := s.put(ctx, id, p); err != nil {
			return err
		}
	}
	if err := s.makeVersion(ctx, id, version); err != nil {
		return err
	}
	beatrix, p, today := s.actors["beatrix"], s.app.Policy, db.Day(s.clock.Now())
	if err := p.SignBriefing(ctx, beatrix, id, version, db.NewID(), policy.SignChecks); err != nil {
		return err
	}
	if err := p.PublishBriefing(ctx, beatrix, id, version, db.NewID(), policy.BriefingSays{To: "The unit for children looked after, education department (invented)", How: "sent", On: today}); err != nil {
		return err
	}
	if err := s.write(ctx, id, func(d *policy.BriefingDraft) {
		d.Short += " The group will be asked again in the spring."
	}); err != nil {
		return err
	}
	return s.makeVersion(ctx, id, db.NewID())
}

// briefingPieces are what the briefing cites: an answer of a group, a published figure, a young person's words, what an audit found.
func (s *seeder) briefingPieces(ctx context.Context) (list []policy.Piece, err error) {
	who := s.actors["felix"]
	material, err := s.app.Policy.MaterialForBriefing(ctx, who, i18n.For("en"))
	if err != nil {
		return nil, err
	}
	group, err := s.collegeRound(ctx)
	if err != nil {
		return nil, err
	}
	list = []policy.Piece{
		{Section: "way", Kind: policy.PieceWords, Text: "A young person who moves loses the school or college, and begins to wait again. Nobody has to ask for the next place before the move."},
		{Section: "way", Kind: policy.PieceRelease, Of: group, Text: "What a group of young people answered when they were asked whether they can get to college when they want to.",
			Coverage: "Everybody at three open evenings in Larkmoor was asked. Who did not come was not asked, and is not in it. It is no survey of all young people."},
		{Section: "after", Kind: policy.PiecePublished, Text: "6,540 unaccompanied children were looked after in England on 31 March 2025, of 81,770 children looked after.",
			Coverage:  "All children looked after by councils in England on that day, as councils reported them. It says nothing about school places.",
			Publisher: "Department for Education", Source: "Children looked after in England including adoptions", URL: "https://explore-education-statistics.service.gov.uk/find-statistics/children-looked-after-in-england-including-adoptions", On: "2025-11-20"},
	}
	if len(material.Themes) > 0 {
		list = append(list, policy.Piece{Section: "way", Kind: policy.PieceTheme, Of: material.Themes[0].ID})
	}
	for _, q := range material.Quotes {
		list = append(list, policy.Piece{Section: "voice", Kind: policy.PieceQuote, Of: q.ID, Text: "What young people ask of everybody who writes to them or about them:"})
	}
	return list, nil
}

// collegeRound gives the release of what a group answered about getting to college.
func (s *seeder) collegeRound(ctx context.Context) (id string, err error) {
	who := s.actors["felix"]
	err = s.app.Door.Read(ctx, who, permit.ReadTogether, access.Organisation(who.Organisation), func(w *access.Work) error {
		rounds, err := together.ClosedRounds(ctx, w)
		for _, one := range rounds {
			if strings.Contains(one.Round.Asked.Question, "college") {
				id = one.Round.Release
			}
		}
		return err
	})
	return id, err
}

func (s *seeder) revision(ctx context.Context, id string) (policy.Briefing, error) {
	b, _, err := s.app.Policy.Briefing(ctx, s.actors["felix"], id, i18n.For("en"))
	return b, err
}

func (s *seeder) write(ctx context.Context, id string, change func(*policy.BriefingDraft)) error {
	b, err := s.revision(ctx, id)
	if err != nil {
		return err
	}
	change(&b.Draft)
	return s.app.Policy.WriteBriefing(ctx, s.actors["felix"], id, b.Revision, b.Draft)
}

func (s *seeder) put(ctx context.Context, id string, p policy.Piece) error {
	b, err := s.revision(ctx, id)
	if err != nil {
		return err
	}
	p.ID = db.NewID()
	return s.app.Policy.PutPiece(ctx, s.actors["felix"], id, b.Revision, p)
}

func (s *seeder) makeVersion(ctx context.Context, id, version string) error {
	b, err := s.revision(ctx, id)
	if err != nil {
		return err
	}
	return s.app.Policy.MakeVersion(ctx, s.actors["felix"], id, version, b.Revision)
}
