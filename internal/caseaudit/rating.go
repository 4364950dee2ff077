package caseaudit

import (
	"context"

	"stablefutures/internal/access"
	"stablefutures/internal/problem"
)

// Found is what an auditor finds of one indicator (of the outcome itself, where the edition has none): what the service did,
// and what the file shows of it. None of these is a low grade (R-1-3).
type Found string

// What can be found.
const (
	FoundInPlace       Found = "in_place"
	FoundNotEvidenced  Found = "not_evidenced"
	FoundContradicted  Found = "contradicted"
	FoundNotApplicable Found = "not_applicable"
)

// Founds lists them in the order offered.
var Founds = []Found{FoundInPlace, FoundNotEvidenced, FoundContradicted, FoundNotApplicable}

// Evidence is where something stands that a finding rests on.
type Evidence struct {
	Place string `json:"place"`         // of EvidencePlaces
	Ref   string `json:"ref,omitempty"` // the id of what it is in the record, or of an uploaded page
	Where string `json:"where"`         // in words: which page, which day
}

// EvidencePlaces lists where evidence can stand: in the record here, on an uploaded page, in the case file elsewhere.
var EvidencePlaces = []string{"conversation", "promise", "document", "upload", "file"}

// ItemFound is what is found of one item, and on what that rests.
type ItemFound struct {
	Found    Found      `json:"found"`
	Evidence []Evidence `json:"evidence,omitempty"`
	Note     string     `json:"note,omitempty"`
}

// OutcomeFound is what an auditor finds of one outcome.
type OutcomeFound struct {
	Heard    string               `json:"heard,omitempty"`    // of HeardOf
	Words    string               `json:"words,omitempty"`    // what the young person said of it, quoted, where the case is no record here
	Items    map[string]ItemFound `json:"items,omitempty"`    // by the code of the indicator
	Grade    string               `json:"grade,omitempty"`    // code of a point of the programme's scale; "" where it has none, or nothing can be said
	NoGrade  bool                 `json:"no_grade,omitempty"` // its rater says that no grade can be given
	Why      string               `json:"why,omitempty"`      // why this grade, or why none
	Barriers string               `json:"barriers,omitempty"` // what stood in the way, and which system holds it
}

// HeardOf lists how the young person was heard on an outcome, by what the record or the file holds.
var HeardOf = []string{"heard", "not_recorded", "not_asked"}

// Reading is what a rater writes about a case. Until its rating is locked it is theirs alone.
type Reading struct {
	Life     string                  `json:"life,omitempty"` // what is life like for this young person (R-1-4)
	Know     string                  `json:"know,omitempty"` // and how do we know
	Outcomes map[string]OutcomeFound `json:"outcomes,omitempty"`
	Extra    map[string]string       `json:"extra,omitempty"`   // answers to the template's own questions, by their code
	Minutes  int                     `json:"minutes,omitempty"` // how long it took, as its rater says; shown by nobody's name
}

// Rating is a reading with who gave it and how far it is.
type Rating struct {
	access.RatingHead
	Reading Reading
}

func saveReading(ctx context.Context, w *access.Work, rating, caseID string, r Reading) error {
	document, err := access.SealDocument(w.Key, "caseaudit_ratings", rating, r)
	if err != nil {
		return err
	}
	return upsertReading(ctx, w, rating, caseID, document)
}

// readingOf opens the reading of a rating whose key is w.Key; a rating of which nothing was written is an empty reading.
func readingOf(ctx context.Context, w *access.Work, rating string) (r Reading, err error) {
	document, err := findReading(ctx, w, rating)
	if problem.Is(err, problem.NotFound) {
		return Reading{}, nil
	}
	if err == nil {
		err = access.OpenDocument(w.Key, "caseaudit_ratings", rating, document, &r)
	}
	return r, err
}

// ratingsOf opens the ratings of some cases that who acts may read: none that is still blind to them.
func ratingsOf(ctx context.Context, w *access.Work, cases []string) (list []Rating, err error) {
	open, err := w.OpenRatings(ctx, cases)
	if err != nil {
		return nil, err
	}
	for _, one := range open {
		document, err := findReading(ctx, w, one.ID)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		r := Rating{RatingHead: one.RatingHead}
		if err := access.OpenDocument(one.Key, "caseaudit_ratings", one.ID, document, &r.Reading); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}
