package policy_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/policy"
	"stablefutures/internal/problem"
	"stablefutures/internal/release"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// brief is an organisation that writes briefings.
type brief struct {
	*testing.T
	policy                                            *policy.Service
	releases                                          *release.Service
	analyst, manager, second, worker, admin, stranger permit.Actor
	quotes                                            []policy.PermittedQuote
	used                                              []string
	saved                                             []policy.SavedQuestion
}

func eachBrief(t *testing.T, f func(*brief)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		ring, err := seal.NewRing()
		if err != nil {
			t.Fatal(err)
		}
		ledger.New(d, ring, testkit.Now)
		door := access.New(d, ring, testkit.Now, nil)
		here := db.NewID()
		one := func(organisation string, role permit.Role) permit.Actor {
			return permit.Actor{ID: db.NewID(), Organisation: organisation, Roles: []permit.Role{role}}
		}
		b := &brief{T: t, policy: policy.New(door), releases: release.New(door), analyst: one(here, permit.Analyst), manager: one(here, permit.Manager), second: one(here, permit.Manager),
			worker: one(here, permit.Practitioner), admin: one(here, permit.Administrator), stranger: one(db.NewID(), permit.Manager)}
		b.quotes = []policy.PermittedQuote{{ID: db.NewID(), Words: "I want to sit the exam", Lang: "en", Until: "2027-12-31"}}
		b.policy.UseQuotes(func(_ context.Context, w *access.Work) ([]policy.PermittedQuote, error) {
			if w.Who.Organisation != here {
				return nil, nil
			}
			return b.quotes, nil
		}, func(_ context.Context, _ *access.Work, quote, _ string) error {
			b.used = append(b.used, quote)
			return nil
		})
		b.policy.UseThemes(func(context.Context, *access.Work, i18n.L) ([]policy.AuditTheme, error) {
			return []policy.AuditTheme{{ID: "a/1", Title: "Waiting", Seen: "Nobody says how long", Source: "Audit report 1"}}, nil
		})
		b.policy.UseSaved(func(context.Context, *access.Work) ([]policy.SavedQuestion, error) { return b.saved, nil })
		f(b)
	})
}

func (b *brief) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *brief) is(err error, kind problem.Kind, what string) {
	b.Helper()
	if err == nil || problem.KindOf(err) != kind {
		b.Fatalf("%s: %v", what, err)
	}
}

func (b *brief) begin() string {
	b.Helper()
	id := db.NewID()
	b.must(b.policy.BeginBriefing(b.Context(), b.analyst, id, policy.BriefingDraft{Template: "education-department", Title: "School places", Reader: "Unit for children looked after", Lang: "en"}))
	return id
}

func (b *brief) draft(id string) (policy.Briefing, policy.FilledBriefing) {
	b.Helper()
	one, f, err := b.policy.Briefing(b.Context(), b.analyst, id, i18n.For("en"))
	b.must(err)
	return one, f
}

func (b *brief) put(id string, p policy.Piece) string {
	b.Helper()
	if p.ID == "" {
		p.ID = db.NewID()
	}
	one, _ := b.draft(id)
	b.must(b.policy.PutPiece(b.Context(), b.analyst, id, one.Revision, p))
	return p.ID
}

func (b *brief) write(id string, change func(*policy.BriefingDraft)) {
	b.Helper()
	one, _ := b.draft(id)
	change(&one.Draft)
	b.must(b.policy.WriteBriefing(b.Context(), b.analyst, id, one.Revision, one.Draft))
}

func (b *brief) figures(data string, counts ...int64) string {
	b.Helper()
	r, err := b.releases.Make(b.Context(), b.analyst, disclosure.StrictDefault, disclosure.Table{Key: "t" + data, Data: data, Columns: []string{"yes", "no"}, Counts: [][]int64{counts}})
	b.must(err)
	return r.ID
}

// whole gives a briefing with words, a release and a quotation, ready for a version.
func (b *brief) whole() (id, quote string) {
	b.Helper()
	id = b.begin()
	b.write(id, func(d *policy.BriefingDraft) {
		d.Short, d.Unknown = "Places come late.", "How many were never asked."
	})
	b.put(id, policy.Piece{Section: "way", Kind: policy.PieceRelease, Of: b.figures("one", 120, 80), Text: "Most wait.", Coverage: "200 of 300 were asked."})
	quote = b.put(id, policy.Piece{Section: "voice", Kind: policy.PieceQuote, Of: b.quotes[0].ID})
	return id, quote
}

func (b *brief) version(id string) (version string) {
	b.Helper()
	one, _ := b.draft(id)
	version = db.NewID()
	b.must(b.policy.MakeVersion(b.Context(), b.analyst, id, version, one.Revision))
	return version
}

// TestBriefing_needsWhatItMustSay holds that no version is made without the ask and what we do not know, that figures never stand
// without saying of whom they are, and that nothing is cited that is not there.
func TestBriefing_needsWhatItMustSay(t *testing.T) {
	eachBrief(t, func(b *brief) {
		ctx, id := b.Context(), b.begin()
		one, _ := b.draft(id)
		if one.Draft.Question == "" || one.Draft.Ask == "" {
			t.Error("the template proposes no question and no ask")
		}
		if missing := one.Draft.Missing(); !slices.Equal(missing, []string{"short", "unknown", "pieces"}) {
			t.Errorf("%v", missing)
		}
		b.is(b.policy.MakeVersion(ctx, b.analyst, id, db.NewID(), one.Revision), problem.Conflict, "a version without what is not known")
		figure := policy.Piece{ID: db.NewID(), Section: "way", Kind: policy.PieceRelease, Of: b.figures("one", 120, 80), Text: "Most wait."}
		b.is(b.policy.PutPiece(ctx, b.analyst, id, one.Revision, figure), problem.Invalid, "figures without coverage")
		figure.CoverageOf = b.figures("asked", 200, 100)
		b.must(b.policy.PutPiece(ctx, b.analyst, id, one.Revision, figure))
		b.is(b.policy.PutPiece(ctx, b.analyst, id, one.Revision, figure), problem.Conflict, "over what somebody changed since")
		one, f := b.draft(id)
		if f.Coverage[figure.ID].Hash == "" || f.Releases[figure.ID].Hash == "" {
			t.Errorf("%+v", f.Cites)
		}
		for name, p := range map[string]policy.Piece{
			"a release that is not there":    {Section: "way", Kind: policy.PieceRelease, Of: db.NewID(), Text: "x", Coverage: "x"},
			"a release that is no id":        {Section: "way", Kind: policy.PieceRelease, Of: "../x", Text: "x", Coverage: "x"},
			"words that were not given":      {Section: "voice", Kind: policy.PieceQuote, Of: db.NewID()},
			"a kind the section has not":     {Section: "voice", Kind: policy.PieceRelease, Of: figure.Of, Text: "x", Coverage: "x"},
			"a section that is not there":    {Section: "elsewhere", Kind: policy.PieceWords, Text: "x"},
			"a published figure by nobody":   {Section: "after", Kind: policy.PiecePublished, Text: "6,540", Coverage: "all", URL: "https://example.org", On: "2026-01-01", Source: "x"},
			"an address that is none":        {Section: "after", Kind: policy.PiecePublished, Text: "6,540", Coverage: "all", URL: "javascript:alert(1)", On: "2026-01-01", Source: "x", Publisher: "y"},
			"a way of drawing that is none":  {Section: "way", Kind: policy.PieceRelease, Of: figure.Of, Text: "x", Coverage: "x", Chart: "pie"},
			"an appraisal that is not there": {Section: "effect", Kind: policy.PieceAppraisal, Of: db.NewID()},
		} {
			p.ID = db.NewID()
			b.is(b.policy.PutPiece(ctx, b.analyst, id, one.Revision, p), problem.Invalid, name)
		}
		b.is(b.policy.PutPiece(ctx, b.worker, id, one.Revision, figure), problem.Forbidden, "a practitioner")
		b.is(b.policy.PutPiece(ctx, b.admin, id, one.Revision, figure), problem.Forbidden, "an administrator")
		b.is(b.policy.PutPiece(ctx, b.stranger, id, one.Revision, figure), problem.NotFound, "somebody of another organisation")
		b.write(id, func(d *policy.BriefingDraft) { d.Short, d.Unknown = "Places come late.", "How many were never asked." })
		b.version(id)
	})
}

// TestBriefing_isSignedBySomebodyElse holds that only a manager who wrote nothing of it signs, after looking at everything, and that
// nothing is given to anybody that was not signed; and who sees it before and after.
func TestBriefing_isSignedBySomebodyElse(t *testing.T) {
	eachBrief(t, func(b *brief) {
		ctx := b.Context()
		id, _ := b.whole()
		one, _ := b.draft(id)
		one.Draft.Short = "Places come much too late."
		b.must(b.policy.WriteBriefing(ctx, b.second, id, one.Revision, one.Draft))
		v := b.version(id)
		one, _ = b.draft(id)
		b.must(b.policy.MakeVersion(ctx, b.analyst, id, v, one.Revision)) // sent twice
		if one, _ = b.draft(id); len(one.Versions) != 1 || !one.Waits() {
			t.Fatalf("%+v", one.Versions)
		}
		out := policy.BriefingSays{To: "Unit for children looked after", How: "sent", On: "2020-01-01"}
		b.is(b.policy.PublishBriefing(ctx, b.manager, id, v, db.NewID(), out), problem.Conflict, "given away unsigned")
		b.is(b.policy.SignBriefing(ctx, b.second, id, v, db.NewID(), policy.SignChecks), problem.Forbidden, "signed by an author")
		b.is(b.policy.SignBriefing(ctx, b.analyst, id, v, db.NewID(), policy.SignChecks), problem.Forbidden, "signed by an analyst")
		b.is(b.policy.SignBriefing(ctx, b.stranger, id, v, db.NewID(), policy.SignChecks), problem.NotFound, "signed from elsewhere")
		b.is(b.policy.SignBriefing(ctx, b.manager, id, v, db.NewID(), policy.SignChecks[1:]), problem.Invalid, "signed without looking")
		step := db.NewID()
		b.must(b.policy.SignBriefing(ctx, b.manager, id, v, step, policy.SignChecks))
		b.must(b.policy.SignBriefing(ctx, b.manager, id, v, step, policy.SignChecks)) // sent twice
		b.is(b.policy.SignBriefing(ctx, b.manager, id, v, db.NewID(), policy.SignChecks), problem.Conflict, "signed twice")

		if list, err := b.policy.Briefings(ctx, b.worker); err != nil || len(list) != 0 {
			t.Errorf("a practitioner sees what was given to nobody: %v %v", list, err)
		}
		_, _, _, err := b.policy.Version(ctx, b.worker, id, 1, i18n.For("en"))
		b.is(err, problem.NotFound, "a practitioner opens what was given to nobody")
		out.On = "2099-01-01"
		b.is(b.policy.PublishBriefing(ctx, b.manager, id, v, db.NewID(), out), problem.Invalid, "given on a day to come")
		out.On = "2020-01-01"
		b.must(b.policy.PublishBriefing(ctx, b.manager, id, v, db.NewID(), out))
		if !slices.Equal(b.used, []string{b.quotes[0].ID}) {
			t.Errorf("whoever gave the words is not told: %v", b.used)
		}
		list, err := b.policy.Briefings(ctx, b.worker)
		if err != nil || len(list) != 1 || list[0].Draft.Ask != "" || len(list[0].Draft.Pieces) != 0 {
			t.Errorf("%v %+v", err, list)
		}
		_, got, f, err := b.policy.Version(ctx, b.worker, id, 1, i18n.For("en"))
		if err != nil || got.ID != v || f.Draft.Short != "Places come much too late." || len(f.Quotes) != 1 {
			t.Errorf("%v %+v", err, f.Draft)
		}
		_, _, err = b.policy.Briefing(ctx, b.worker, id, i18n.For("en"))
		b.is(err, problem.NotFound, "a practitioner opens a draft")
		_, _, _, err = b.policy.Version(ctx, b.stranger, id, 1, i18n.For("en"))
		b.is(err, problem.NotFound, "a stranger")

		b.must(b.policy.TakeBriefingBack(ctx, b.second, id, v, db.NewID(), "The figures were of another year."))
		b.is(b.policy.PublishBriefing(ctx, b.manager, id, v, db.NewID(), out), problem.Conflict, "given again")
		b.is(b.policy.TakeBriefingBack(ctx, b.second, id, v, db.NewID(), "x"), problem.Conflict, "taken back twice")
	})
}

// TestBriefing_wordsCanBeTakenBack holds that words that a young person took back disappear from what was given to nobody, stop a
// signature and a publication, and are named, without a word of them, where they left before.
func TestBriefing_wordsCanBeTakenBack(t *testing.T) {
	eachBrief(t, func(b *brief) {
		ctx := b.Context()
		id, piece := b.whole()
		v := b.version(id)
		_, _, f, err := b.policy.Version(ctx, b.analyst, id, 1, i18n.For("en"))
		if err != nil || f.Quotes[piece].Words != "I want to sit the exam" {
			t.Fatalf("%v %+v", err, f.Quotes)
		}
		given := b.quotes
		b.quotes = nil
		b.is(b.policy.SignBriefing(ctx, b.manager, id, v, db.NewID(), policy.SignChecks), problem.Conflict, "signed with words that were taken back")
		b.quotes = given
		b.must(b.policy.SignBriefing(ctx, b.manager, id, v, db.NewID(), policy.SignChecks))
		b.quotes = nil
		out := policy.BriefingSays{To: "x", How: "sent", On: "2020-01-01"}
		b.is(b.policy.PublishBriefing(ctx, b.manager, id, v, db.NewID(), out), problem.Conflict, "given with words that were taken back")
		if _, f := b.draft(id); !slices.Equal(f.Gone, []string{piece}) || len(f.Quotes) != 0 {
			t.Errorf("%+v", f)
		}
		one, _ := b.draft(id)
		b.is(b.policy.MakeVersion(ctx, b.analyst, id, db.NewID(), one.Revision), problem.Conflict, "a version with words that were taken back")
		b.quotes = given
		b.must(b.policy.PublishBriefing(ctx, b.manager, id, v, db.NewID(), out))
		b.quotes = nil
		_, _, f, err = b.policy.Version(ctx, b.worker, id, 1, i18n.For("en"))
		if err != nil || !slices.Equal(f.Gone, []string{piece}) || len(f.Quotes) != 0 {
			t.Errorf("%v %+v", err, f.Gone)
		}
	})
}

// TestBriefing_savedQuestionsStandStill holds that a version keeps the figures that it was made with, and says what changed after.
func TestBriefing_savedQuestionsStandStill(t *testing.T) {
	eachBrief(t, func(b *brief) {
		ctx := b.Context()
		id, _ := b.whole()
		b.saved = []policy.SavedQuestion{{ID: db.NewID(), Title: "Barriers", Release: b.figures("q1", 60, 40), Coverage: b.figures("q1c", 100, 50)}}
		piece := b.put(id, policy.Piece{Section: "way", Kind: policy.PieceSaved, Of: b.saved[0].ID, Text: "What is in the way."})
		b.version(id)
		then := b.saved[0].Release
		b.saved[0].Release = b.figures("q2", 90, 20)
		_, f := b.draft(id)
		_, _, kept, err := b.policy.Version(ctx, b.analyst, id, 1, i18n.For("en"))
		if err != nil || kept.Releases[piece].ID != then || f.Releases[piece].ID != b.saved[0].Release || kept.Cites[piece].CoverageHash == "" {
			t.Errorf("%v %s %s", err, kept.Releases[piece].ID, f.Releases[piece].ID)
		}
		words := b.put(id, policy.Piece{Section: "way", Kind: policy.PieceWords, Text: "More."})
		one, _ := b.draft(id)
		b.must(b.policy.MovePiece(ctx, b.analyst, id, one.Revision, words))
		one, _ = b.draft(id)
		b.must(b.policy.TakePiece(ctx, b.analyst, id, one.Revision, one.Draft.In("voice")[0].ID))
		b.write(id, func(d *policy.BriefingDraft) { d.Ask = "Change it." })
		b.version(id)
		_, list, err := b.policy.Changes(ctx, b.analyst, id, 1, 2)
		var kinds []string
		for _, d := range list {
			kinds = append(kinds, d.Kind+":"+d.Field+string(d.Piece))
		}
		if got := strings.Join(kinds, " "); err != nil || got != "changed:ask added:words removed:quote" {
			t.Errorf("%v %s", err, got)
		}
		_, _, err = b.policy.Changes(ctx, b.worker, id, 1, 2)
		b.is(err, problem.NotFound, "a practitioner compares what was given to nobody")
	})
}

func TestDifferences_namesWhatOnlyMoved(t *testing.T) {
	a, c := policy.Piece{ID: "a", Section: "way", Kind: policy.PieceWords, Text: "x"}, policy.Piece{ID: "c", Section: "way", Kind: policy.PieceWords, Text: "y"}
	list := policy.Differences(policy.BriefingDraft{Pieces: []policy.Piece{a, c}}, policy.BriefingDraft{Pieces: []policy.Piece{c, a}})
	if len(list) != 2 || list[0].Kind != "moved" {
		t.Errorf("%+v", list)
	}
	if list := policy.Differences(policy.BriefingDraft{Pieces: []policy.Piece{a, c}}, policy.BriefingDraft{Pieces: []policy.Piece{c}}); len(list) != 1 || list[0].Kind != "removed" {
		t.Errorf("%+v", list)
	}
}
