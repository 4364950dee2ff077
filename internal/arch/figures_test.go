package arch

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// carriers are the types that hold true numbers of people.
var carriers = []string{"disclosure.Table", "disclosure.Crossed", "insight.Cells", "insight.Coverage", "insight.Cube", "insight.Fact", "promise.Tally"}

// carrying are the places where one is in the hands of what shows things.
var carrying = []exemption{
	{"carried", "internal/app/evidence.go", "", "what became of promises is counted where the rooms meet, and goes into the register at once"},
	{"carried", "internal/app/demo_pool.go", "", "figures of invented partners, made up in this file"},
	{"carried", "internal/app/components.go", "", "the sample of the components' page, made up in this file"},
}

// figureRooms are where figures about people are made, kept, or shown.
var figureRooms = []string{"app", "caseaudit", "caseaudit/caseauditweb", "insight", "insight/insightweb", "inspection", "inspection/inspectionweb",
	"policy", "policy/policyweb", "release", "together", "together/togetherweb"}

// plain are the numbers that become text there and are no figures about people, or may be shown by a decision. Each is named by where
// it is and how its expression ends.
var plain = []exemption{
	// what is shown already
	{"number", "internal/", "figure: int(v)", "the value of a Protected"},
	{"number", "internal/caseaudit/caseauditweb/pilot_report.go", "pilotFigure: int(v)", "the value of a Protected"},
	{"number", "internal/policy/bundle.go", "data: x", "a period's place in time; the figures beside it are written by themselves"},
	{"number", "internal/policy/result.go", "command: x", "by how much figures were rounded, and when the change was"},
	{"number", "internal/policy/result.go", "fill: t", "a period's place in time"},

	// rules, as they are published
	{"number", "internal/", ".Threshold)", "a rule of a pack"},
	{"number", "internal/", ".MinCohort)", "a rule of a pack"},
	{"number", "internal/", ".Round)", "a rule of a pack"},
	{"number", "internal/caseaudit/caseauditweb/report_doc.go", "table: int(to)", "a rule of a pack"},
	{"number", "internal/insight/", ".Least", "how many organisations a round needs"},
	{"number", "internal/insight/insightweb/pool.go", "poolFigures: int(off)", "how far rounding can be off, by the rules"},
	{"number", "internal/policy/", ".Rounded", "to what published figures were rounded, as their publisher says"},

	// digests and names of states, under a key
	{"number", "internal/insight/about.go", ".Counts", "the state of a table's data: a digest that is blinded before anything is kept"},
	{"number", "internal/caseaudit/report_figures.go", "figures: t.Counts", "the state of a table's data: a digest that is blinded before anything is kept"},

	// dates, versions and places
	{"number", "internal/", ".Version", "which version"},
	{"number", "internal/", ".Place", "which version, or which of several"},
	{"number", "internal/", ".Revision", "which version of a draft a form was made from"},
	{"number", "internal/policy/policyweb/briefing_show.go", "versionLines: before", "which version"},
	{"number", "internal/policy/policyweb/briefing_show.go", "showChanges: from", "which version"},
	{"number", "internal/policy/policyweb/briefing_show.go", "showChanges: to", "which version"},
	{"number", "internal/policy/policyweb/briefing_show.go", "version: place", "which version"},
	{"number", "internal/insight/frame.go", "parseQuarter: year", "a date"},
	{"number", "internal/insight/frame.go", "parseQuarter: quarter", "a date"},
	{"number", "internal/insight/frame.go", "NextQuarter: year + quarter/4", "a date"},
	{"number", "internal/insight/frame.go", "NextQuarter: quarter%4 + 1", "a date"},
	{"number", "internal/insight/service.go", "quarterOf: ", "a date"},
	{"number", "internal/insight/words.go", "words: quarter", "a date"},
	{"number", "internal/insight/side.go", "yearSide: y", "a date"},
	{"number", "internal/insight/picture.go", "Picture: place", "where on the axis a note stands"},
	{"number", "internal/policy/evaldoc.go", "Chart: len(places)", "where on the axis the change is marked"},
	{"number", "internal/caseaudit/caseauditweb/records_let.go", "untilField: ", "a date"},
	{"number", "internal/caseaudit/caseauditweb/", "Plan.Weeks", "how long a pilot lasts"},
	{"number", "internal/caseaudit/caseauditweb/", "Plan.Weeks)", "which week of a pilot it is"},
	{"number", "internal/caseaudit/caseauditweb/pilot_setup.go", "plan.Weeks", "how long a pilot lasts"},
	{"number", "internal/caseaudit/caseauditweb/pilot_work.go", "n.Week", "which week of a pilot it is"},
	{"number", "internal/inspection/pack.go", "Reference: 1 + slices.IndexFunc(c.Evidence, func(e Evidence) bool { return e.ID == id })", "which piece of evidence"},
	{"number", "internal/inspection/inspectionweb/frameworks.go", "facts: one.Source", "which source of a framework"},
	{"number", "internal/caseaudit/caseauditweb/report_doc.go", "slices.Index(w.one.Kept.Plan.Outcomes, code) + 1", "which outcome of a plan"},
	{"number", "internal/caseaudit/caseauditweb/reading_found.go", "foundParts: len(p.Programme.Plan.Outcomes)", "how many outcomes a plan asks about"},
	{"number", "internal/policy/policyweb/briefing_doc.go", "asked: n", "which reference of a briefing"},
	{"number", "internal/policy/policyweb/briefing_doc.go", "piece: n", "which reference of a briefing"},
	{"number", "internal/policy/policyweb/briefing_doc.go", "made: n", "which reference of a briefing"},
	{"number", "internal/policy/policyweb/briefing_doc.go", "quote: n", "which reference of a briefing"},
	{"number", "internal/policy/policyweb/briefing_doc.go", "release: n", "which reference of a briefing"},
	{"number", "internal/policy/policyweb/briefing_doc.go", "piece: w.cite(theme.Source)", "which reference of a briefing"},
	{"number", "internal/policy/policyweb/briefing_doc.go", "release: w.figures", "which figure of a briefing"},
	{"number", "internal/policy/policyweb/appraisal_part.go", "i + 1", "which line of a form"},
	{"number", "internal/insight/insightweb/report.go", "partBody: i + 1", "which part of a report"},
	{"number", "internal/caseaudit/caseauditweb/", "len(scale.Points) + 1", "which line of a form"},
	{"number", "internal/caseaudit/caseauditweb/", "len(content.Questions) + 1", "which line of a form"},
	{"number", "internal/policy/series.go", "read: ", "where in a file something cannot be read"},

	// what somebody planned or was asked for
	{"number", "internal/caseaudit/caseauditweb/", ".Each", "how many conversations a pilot asks of a worker"},
	{"number", "internal/caseaudit/caseauditweb/", "rule.Days", "a rule of a pilot, as its lead wrote it"},
	{"number", "internal/caseaudit/caseauditweb/", "rule.Minutes", "a rule of a pilot, as its lead wrote it"},
	{"number", "internal/caseaudit/caseauditweb/", ".Minutes", "how long a reading may take"},
	{"number", "internal/caseaudit/caseauditweb/pilot_paper.go", "pilotChapters: len(p.Plan.Workers)", "how many workers a pilot was planned with"},
	{"number", "internal/caseaudit/caseauditweb/pilot_work.go", "pilotNotesPart: ", "a worker's own notes of their own minutes, for themselves"},
	{"number", "internal/caseaudit/caseauditweb/way.go", "caseWayParts: p.ClocksOf().", "how many days a step may take"},
	{"number", "internal/caseaudit/caseauditweb/reading_plan.go", "contentFields: n", "what somebody typed into a form"},
	{"number", "internal/caseaudit/caseauditweb/reading_plan.go", "p.Plan.Twice", "which share of cases is to be read twice"},
	{"number", "internal/caseaudit/caseauditweb/report_method.go", "read: share", "which share of cases is to be read twice"},
	{"number", "internal/caseaudit/agreement.go", "Command: q.", "how an interval is drawn by lot"},
	{"number", "internal/insight/insightweb/reports.go", "comingList: len(c.Questions)", "how many questions a schedule has"},
	{"number", "internal/insight/insightweb/", "len(p.Parts)", "how many organisations a pool is of"},
	{"number", "internal/insight/insightweb/pool_round.go", "roundFigures: len(covering(one))", "how many organisations a round is of"},
	{"number", "internal/insight/insightweb/pool.go", "poolTable: shown", "how many organisations showed a figure"},
	{"number", "internal/policy/", "n.Lenses", "how many lenses an appraisal has"},
	{"number", "internal/policy/", "n.NotAsked", "how many lenses nobody was asked about"},
	{"number", "internal/policy/", "n.Pairs", "how many lenses and options an appraisal has"},
	{"number", "internal/policy/", "n.Unknown", "of how many lenses an effect is not known"},
	{"number", "internal/policy/", ".Gradual", "a plan's own numbers"},
	{"number", "internal/policy/", ".Lag", "a plan's own numbers"},
	{"number", "internal/policy/result.go", "q.Pairs", "a plan's own numbers"},
	{"number", "internal/policy/result.go", "interruption: lagOf(n)", "how far back an error looks, by the number of periods"},
	{"number", "internal/policy/evaldoc_result.go", "r.Before", "how many periods there are before the change"},
	{"number", "internal/policy/evaldoc_result.go", "r.After", "how many periods there are after the change"},
	{"number", "internal/policy/evaldoc_result.go", "r.Left", "how many periods, or places, have no figure that is shown"},
	{"number", "internal/policy/evaldoc_result.go", "moments: m.Since", "which period after the change"},
	{"number", "internal/policy/evaldoc.go", "head: w.other", "which of the results that were not planned"},
	{"number", "internal/policy/policyweb/", ".Length()", "how many words a briefing has"},
	{"number", "internal/policy/policyweb/", ".Words", "how many words a briefing may have"},
	{"number", "internal/policy/policyweb/appraisal_part.go", "readingAge: age", "how hard a text is to read"},
	{"number", "internal/together/togetherweb/workpage.go", "printedLines: p.Copies", "how often a picture was printed"},
	{"number", "internal/together/togetherweb/releases.go", "showRelease: len(one.Compared)", "how many tables a release was held against"},
	{"number", "internal/inspection/evidence.go", "check: len(f.table.", "how large a table is; it is a programming error, and nobody sees it"},
	{"number", "internal/insight/frame.go", "checkCodes: ", "how many codes a frame has; nobody sees it"},
	{"number", "internal/insight/frame.go", "Check: l.most", "how many codes a frame has; nobody sees it"},

	// what whoever sees it may read one by one
	{"number", "internal/caseaudit/caseauditweb/agreement.go", "", "auditors' agreement, for whoever may open each of those readings (record 34); none of it leaves"},
	{"number", "internal/caseaudit/caseauditweb/calibration.go", "", "answers to an invented case; nobody's life is in it"},
	{"number", "internal/caseaudit/caseauditweb/reading_steps.go", "suggestions: len(found)", "how many words of the reader's own text could be put better"},
	{"number", "internal/caseaudit/caseauditweb/programme.go", "casesTable: stands", "how long the list above it is"},
	{"number", "internal/caseaudit/caseauditweb/programme.go", "programmeFacts: len(p.MayDraw())", "how long the list is from which cases are drawn, which is a click away for the same people"},
	{"number", "internal/caseaudit/caseauditweb/programme.go", "programmeFacts: p.Plan.N", "how many cases somebody asked for"},
	{"number", "internal/caseaudit/caseauditweb/programme.go", "planPage: rows", "how high a field is"},
	{"number", "internal/caseaudit/caseauditweb/programme.go", "readPlan: line", "which line of a list cannot be read"},
	{"number", "internal/caseaudit/caseauditweb/pilots.go", "showPilots: p.Waiting", "how many things wait for whoever reads it"},
	{"number", "internal/caseaudit/caseauditweb/records.go", "countedText: ", "how long the list would be that whoever plans is given; record 33 says what that costs"},

	// the program itself
	{"number", "internal/app/open.go", "", "which schema a database has"},
	{"number", "internal/app/examine.go", "", "the state of the machine, for its operator"},
	{"number", "internal/app/health.go", "", "whether the program is ready"},
	{"number", "internal/app/demo", "", "invented"},
	{"number", "internal/app/components.go", "", "invented"},
	{"number", "internal/app/assurance.go", "keepingInWords: ", "how long something is kept"},
}

// excuses reports whether a row of a table covers a finding: where it is, and how its expression begins or ends.
func (e exemption) excuses(f finding) bool {
	_, what, _ := strings.Cut(f.text, " ")
	return e.rule == f.rule && strings.HasPrefix(f.pos.Filename, e.where) && (strings.HasSuffix(what, e.what) || strings.HasPrefix(what, e.what))
}

// excused fails the test for every finding that no row covers, and every row that covers none or gives no reason.
func excused(t *testing.T, found []finding, list []exemption) {
	t.Helper()
	used := make([]bool, len(list))
	for _, f := range found {
		i := slices.IndexFunc(list, func(e exemption) bool { return e.excuses(f) })
		if i < 0 {
			t.Errorf("%s\n\tfigures about people leave as disclosure.Protected. If this is none, say in figures_test.go what it is", f)
			continue
		}
		used[i] = true
	}
	for i, e := range list {
		if !used[i] {
			t.Errorf("%s %q %q covers nothing: take it off the list", e.rule, e.where, e.what)
		}
		if len(e.why) < 6 {
			t.Errorf("%s %q %q needs a reason", e.rule, e.where, e.what)
		}
	}
}

// True numbers of people are in the hands of no page, file or picture, and no plain number becomes text where figures about people are
// made or shown, unless the list says what it is.
func TestFigures_leaveAsProtectedAlone(t *testing.T) {
	b := theHouse(t)
	excused(t, b.carried(carriers), carrying)
	excused(t, b.numbers(figureRooms), plain)
}

// A chart takes figures as Protected: what a caller can put into one beside them has no number but the place of a mark.
func TestFigures_chartsTakeProtectedAlone(t *testing.T) {
	found := theHouse(t).taken("chart")
	for _, f := range found {
		if f.text != "Mark.At is int" {
			t.Error(f)
		}
	}
	if len(found) == 0 {
		t.Error("the place of a mark was not found: nothing is tried")
	}
}

func TestFigures_findWhatIsPlanted(t *testing.T) {
	at, err := filepath.Abs("testdata/figures")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-mod=mod")
	b, err := read(at, []room{{"disclosure", ""}, {"i18n", ""}, {"insight", "disclosure"}, {"insight/insightweb", "i18n insight"}})
	if err != nil || len(b.broken) > 0 {
		t.Fatal(err, b.broken)
	}
	var have []string
	for _, f := range append(b.carried(carriers), b.numbers([]string{"insight", "insight/insightweb"})...) {
		have = append(have, fmt.Sprintf("%s:%d %s", f.pos.Filename, f.pos.Line, f.rule))
	}
	want := planted(t, at)
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) || len(want) < 5 {
		t.Errorf("found\n%s\nplanted\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
}
