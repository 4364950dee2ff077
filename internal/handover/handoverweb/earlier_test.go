package handoverweb_test

import (
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/record"
)

// Earlier words are shown with their edition, how the two items stand to each other, and whose judgement that is.
func TestPicture_showsEarlierWordsForWhatTheyAre(t *testing.T) {
	s := newSite(t)
	s.live("ar", "سلام", "البيت بارد", "the house is cold", "كرة", "نسأل صاحب البيت")
	p, err := s.records.Person(t.Context(), s.tam, s.person)
	s.must(err)
	p.Profile.Birth.Day, p.Profile.Birth.Accuracy = "2000-01-01", record.Documented
	s.must(s.records.UpdateProfile(t.Context(), s.tam, s.person, p.Revision, p.Profile))
	steward := s.tam
	steward.Roles = []permit.Role{permit.Steward}
	adult, _ := framework.BySet(framework.SetMSCOS)
	home := s.ed.Principles[2].Outcomes()[0].Code
	_, err = s.frameworks.SaveCrosswalk(t.Context(), steward, s.ed.ID, adult.ID, "Wendmoor Council", framework.UsesOrganisation,
		[]framework.Link{{From: home, To: "C1", Relation: framework.Wider, Note: "<b>more</b> than walls"}})
	s.must(err)

	later := s.at("/picture?edition=" + adult.ID)
	s.has(s.shown(s.at("/picture"), "en"), `href="`+later+`"`)
	s.has(s.shown(later, "en"), "Secure and suitable housing", "Said earlier, under another edition", "never counted as an answer",
		"Under Rights checklist "+s.ed.Version+": "+home, "Made by Wendmoor Council, not by the authors.", "wider, compared", "البيت بارد",
		"the house is cold", "&lt;b&gt;more&lt;/b&gt; than walls")
	s.has(s.shown(later, "cy"), "Gwnaed gan Wendmoor Council, nid gan yr awduron.")
}
