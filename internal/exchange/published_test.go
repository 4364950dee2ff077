package exchange_test

import (
	"strings"
	"testing"

	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/promise"
)

// bicycles is an invented edition of one outcome and one indicator.
func bicycles(uses string) framework.Document {
	return framework.Document{
		Format: framework.FormatEdition, ID: "bicycles-for-" + uses, Set: "bicycles", Name: "Bicycles", Version: "1", Date: "2026-01-01", Source: "The cycle club",
		Permission: framework.Permission{Uses: uses, By: "The cycle club", Attribution: "With thanks to the cycle club"},
		Levels:     framework.Levels{Principle: "wheel", Outcome: "spoke", Indicator: "nut"}, Expected: framework.Totals{Principles: 1, Outcomes: 1, Indicators: 1},
		Principles: []framework.DocumentPrinciple{{Code: "w", Article: "", Name: "Front wheel words", Outcomes: []framework.Outcome{
			{Code: "S1", Text: "The bell words ring.", Indicators: []framework.Indicator{{Code: "S1.1", Text: "The pump words work."}}}}}},
		Copy: &framework.Copy{Obtained: "2026-01-02"},
	}
}

// A record can stand on a published edition from the first card to the export, and a wording that is for one
// organisation stays behind.
func TestExport_leavesBehindAWordingForOneOrganisation(t *testing.T) {
	eachWorld(t, func(w *world) {
		shelf := framework.New(w.door)
		steward := permit.Actor{ID: db.NewID(), Organisation: w.mina.Organisation, Roles: []permit.Role{permit.Steward}}
		for _, uses := range []string{framework.UsesOrganisation, framework.UsesPartners} {
			e, err := shelf.Publish(w.Context(), steward, bicycles(uses))
			w.must(err)
			sitting := db.NewID()
			shown := w.shown(shelf, e)
			w.must(w.talks.Hold(w.Context(), w.mina, conversation.Whole{ContributionID: db.NewID(),
				Sitting: conversation.NewSitting{ID: sitting, Record: w.person, EditionID: e.ID, Setup: conversation.Setup{Language: "en", Wording: []string{shown}, Interpreter: conversation.Interpreter{Used: "not_needed"}}},
				Content: conversation.Content{Version: 1, Language: "en", Chosen: []string{"S1"}, Answers: map[string]conversation.Answer{"S1": {Choice: "not_there"}}}}))
			_, err = w.promises.Make(w.Context(), w.mina, promise.Promise{Record: w.person, Sitting: sitting, EditionID: e.ID, Items: []string{"S1"}, Agreed: "yes",
				DueOn: "2026-04-09", Text: promise.Text{What: "mend it", Owner: "Mina", Language: "en"}})
			w.must(err)
			elsewhere := permit.Actor{ID: db.NewID(), Organisation: db.NewID(), Roles: []permit.Role{permit.Practitioner}}
			if bare, err := shelf.Shown(w.Context(), elsewhere, e.ID); err != nil || bare.Withheld() != (uses == framework.UsesOrganisation) {
				w.Errorf("%s: shown elsewhere: %v", uses, err)
			}
			all := ""
			for _, part := range unzip(w.T, w.export(w.max, wish)) {
				all += part
			}
			if strings.Contains(all, `"checksum": "`+shown+`"`) != (uses != framework.UsesOrganisation) {
				w.Errorf("%s: what was shown goes along: %v", uses, uses == framework.UsesOrganisation)
			}
			for _, words := range []string{"bell words", "wheel words"} {
				if strings.Contains(all, words) != (uses != framework.UsesOrganisation) {
					w.Errorf("%s: the export holds %q: %v", uses, words, strings.Contains(all, words))
				}
			}
			if !strings.Contains(all, `"S1"`) || !strings.Contains(all, "With thanks to the cycle club") || !strings.Contains(all, "Codes stand here in place of the wording") {
				w.Errorf("%s: the export lacks the code, the attribution, or why", uses)
			}
		}
	})
}

// shown keeps what a young person is shown of an edition in English and gives its checksum.
func (w *world) shown(shelf *framework.Service, e *framework.Edition) string {
	w.Helper()
	e, err := shelf.Shown(w.Context(), w.mina, e.ID)
	w.must(err)
	pack, ok := e.Pack("en")
	if !ok {
		w.Fatal("the edition speaks no English")
	}
	checksum, err := shelf.KeepWording(w.Context(), e, pack)
	w.must(err)
	return checksum
}
