package translation

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

// The roles in which texts are brought back, each with the highest status it can give.
const (
	Translator     = "translator"
	BackTranslator = "back_translator"
	Speaker        = "speaker" // somebody with lived experience who speaks the language
)

// Roles lists the roles of an import in the order they are offered.
var Roles = []string{Translator, BackTranslator, Speaker}

var limitOf = map[string]string{Translator: framework.StatusHuman, BackTranslator: framework.StatusBackTranslated, Speaker: framework.StatusReviewed}

// Claim says in which role somebody brings texts, and which dialect they speak. Nothing is given a status above it.
type Claim struct{ Role, Dialect string }

// Check says what is wrong with a claim.
func (c Claim) Check() error {
	var p problem.Check
	p.Require(slices.Contains(Roles, c.Role), "role", "problem.required_choice")
	p.Require(len(c.Dialect) <= 100, "dialect", "problem.too_long", "max", 100)
	return p.Err()
}

// Move is one text that an import changed or raised.
type Move struct {
	Set, Text string // set and the text's ID
	From, To  string // statuses; From is "" where nothing stood
	Changed   bool   // the words changed, or only how far they can be trusted
}

// Report says what an import did, or with Faults why it did nothing at all.
type Report struct {
	Lang      string
	Moved     []Move
	Aside     []string // texts whose English has changed since the export: kept as proposals
	Unchanged int
	Empty     int
	Faults    []Fault
}

// Formats of a file.
const (
	XLIFF = "xliff"
	PO    = "po"
)

// sets are what a file for an edition in a language holds: the edition, and the staff's interface where it exists.
func hasStaff(lang string) bool { return lang != original && slices.Contains(i18n.Languages(), lang) }

// translatable reports a language that an edition, or for Staff the interface, can be translated into.
func translatable(set, lang string) bool {
	if set == Staff {
		return hasStaff(lang)
	}
	y, ok := i18n.Young(lang)
	return ok && y.Tag == lang && lang != original
}

// edition finds the edition of a set for whoever asks; nil for Staff.
func (s *Service) edition(ctx context.Context, who permit.Actor, set string) (*framework.Edition, error) {
	if set == Staff {
		return nil, nil
	}
	e, err := s.editions.Edition(ctx, set)
	if err != nil {
		return nil, err
	}
	if !e.Readable(who) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return e, nil
}

// Export writes what stands for an edition in a language. XLIFF holds the staff's interface as a second <file> in
// languages that have one; a PO file holds one set, so set may be Staff there.
func (s *Service) Export(ctx context.Context, who permit.Actor, set, lang, format string) ([]byte, error) {
	if !translatable(set, lang) {
		return nil, problem.New(problem.Invalid, "translation.no_such_language")
	}
	e, err := s.edition(ctx, who, set)
	if err != nil {
		return nil, err
	}
	var sets []Set
	err = s.door.Read(ctx, who, permit.TranslateTexts, access.Organisation(who.Organisation), func(w *access.Work) error {
		w.Note(set, lang)
		rows, err := standingTexts(ctx, w.Tx)
		if err != nil {
			return err
		}
		sets = []Set{{set, lang, entriesOf(e, lang, rows[place{set, lang}])}}
		if format == XLIFF && e != nil && hasStaff(lang) {
			sets = append(sets, Set{Staff, lang, entriesOf(nil, lang, rows[place{Staff, lang}])})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("export texts: %w", err)
	}
	if format == PO {
		return WritePO(sets[0]), nil
	}
	return WriteXLIFF(lang, sets), nil
}

// read takes a file of either format, by what it begins with.
func read(data []byte) ([]bundle, string, error) {
	if head := bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\ufeff"))); len(head) > 0 && head[0] == '<' {
		list, err := readXLIFF(data)
		return list, XLIFF, err
	}
	b, err := readPO(data)
	return []bundle{b}, PO, err
}

// errFaults ends an import that has faults; the report says which.
var errFaults = problem.New(problem.Invalid, "translation.import.refused")

// Import takes a translated file back: all of it, or with a single fault nothing. The report says what moved, and for a
// refusal what is wrong with which text; then the error is Invalid.
func (s *Service) Import(ctx context.Context, who permit.Actor, data []byte, claim Claim) (Report, error) {
	if err := claim.Check(); err != nil {
		return Report{}, err
	}
	list, via, err := read(data)
	if err != nil {
		return Report{}, err
	}
	editions := map[string]*framework.Edition{}
	for _, b := range list {
		if !translatable(b.set, b.lang) {
			return Report{}, problem.New(problem.Invalid, "translation.file.language", "language", b.lang)
		}
		if editions[b.set], err = s.edition(ctx, who, b.set); problem.Is(err, problem.NotFound) {
			return Report{}, problem.New(problem.Invalid, "translation.file.set")
		} else if err != nil {
			return Report{}, err
		}
	}
	var report Report
	err = s.door.Do(ctx, who, permit.TranslateTexts, access.Organisation(who.Organisation), func(w *access.Work) error {
		report = Report{}
		rows, err := standingTexts(ctx, w.Tx)
		if err != nil {
			return err
		}
		for _, b := range list {
			w.Note(b.set, b.lang, claim.Role)
			i := intake{w: w, b: b, claim: claim, via: via, report: &report, entries: entriesOf(editions[b.set], b.lang, rows[place{b.set, b.lang}])}
			if err := i.run(ctx); err != nil {
				return err
			}
		}
		if len(report.Faults) > 0 {
			return errFaults
		}
		return nil
	})
	if len(list) > 0 {
		report.Lang = list[0].lang
	}
	if err != nil {
		report.Moved, report.Aside = nil, nil
		return report, fmt.Errorf("import texts: %w", err)
	}
	return report, s.Refresh(ctx)
}

// intake is one set of a file on its way in.
type intake struct {
	w       *access.Work
	b       bundle
	claim   Claim
	via     string
	entries []Entry
	report  *Report
}

func (i *intake) run(ctx context.Context) error {
	byID := make(map[string]*Entry, len(i.entries))
	for n := range i.entries {
		byID[i.entries[n].ID()] = &i.entries[n]
	}
	seen := map[string]bool{}
	i.wholePlurals(byID)
	for _, u := range i.b.units {
		e, known := byID[u.id]
		switch {
		case !known:
			i.fault(u.id, "translation.fault.unknown")
			continue
		case seen[u.id]:
			i.fault(u.id, "translation.fault.twice")
			continue
		}
		seen[u.id] = true
		if err := i.take(ctx, u, *e); err != nil {
			return err
		}
	}
	return nil
}

// wholePlurals refuses a plural of which some forms are written and some are not: a number would fall into the hole.
func (i *intake) wholePlurals(known map[string]*Entry) {
	written := map[string]int{}
	for _, u := range i.b.units {
		if e, ok := known[u.id]; ok && e.Form != "" && strings.TrimSpace(u.target) != "" {
			written[e.Key]++
		}
	}
	need := len(i18n.PluralForms(i.b.lang))
	for _, key := range slices.Sorted(maps.Keys(written)) {
		if written[key] < need {
			i.fault(key, "translation.fault.form_missing", "have", written[key], "want", need)
		}
	}
}

func (i *intake) fault(id, key string, args ...any) {
	i.report.Faults = append(i.report.Faults, Fault{id, key, args})
}

// take brings in one text.
func (i *intake) take(ctx context.Context, u unit, e Entry) error {
	text, back := strings.TrimSpace(framework.FoldText(u.target)), strings.TrimSpace(framework.FoldText(u.back))
	if text == "" {
		i.report.Empty++
		return nil
	}
	changed := text != framework.FoldText(e.Target)
	if framework.FoldText(u.source) != framework.FoldText(e.Source) {
		if !changed {
			i.report.Unchanged++
			return nil
		}
		i.report.Aside = append(i.report.Aside, e.ID())
		return insertProposal(ctx, i.w.Tx, Proposal{ID: db.NewID(), Set: i.b.set, Lang: i.b.lang, Key: e.Key, Form: e.Form, Source: u.source,
			Text: text, Back: back, Kind: SourceChanged, Role: i.claim.Role, Dialect: i.claim.Dialect, Account: i.w.Who.ID,
			Organisation: i.w.Who.Organisation, At: i.w.At})
	}
	status := raised(i.claim, u.status, e.Status, changed, back != "" && back != e.Back)
	if !changed && back == "" {
		back = e.Back
	}
	if !changed && status == e.Status && back == e.Back {
		i.report.Unchanged++
		return nil
	}
	faults := check(e.Text, i.b.lang, text)
	if at, r, bad := framework.Strange(back, false); bad {
		faults = append(faults, Fault{e.ID(), "translation.fault.character", []any{"at", at, "code", framework.RuneCode(r)}})
	}
	if len(faults) > 0 {
		i.report.Faults = append(i.report.Faults, faults...)
		return nil
	}
	i.report.Moved = append(i.report.Moved, Move{i.b.set, e.ID(), e.Status, status, changed})
	return insertText(ctx, i.w.Tx, row{id: db.NewID(), edition: i.b.set, lang: i.b.lang, key: e.Key, form: e.Form, source: e.Source, text: text,
		back: back, status: status, role: i.claim.Role, dialect: i.claim.Dialect, account: i.w.Who.ID, organisation: i.w.Who.Organisation,
		via: i.via, at: i.w.At})
}

// raised gives the status of a text after an import. Words that changed are as good as whoever wrote them; words that did
// not keep their status, unless the file raises it and the claim goes as far. A draft that nobody touched stays a draft.
func raised(claim Claim, file, now string, changed, newBack bool) string {
	limit := limitOf[claim.Role]
	if claim.Role == BackTranslator {
		switch {
		case changed: // they wrote the words themselves, so nobody has put them back into English yet
			return framework.StatusHuman
		case newBack && now == framework.StatusHuman:
			return framework.StatusBackTranslated
		}
		return now
	}
	if changed {
		return limit
	}
	if next := lower(file, limit); !framework.AtLeast(now, next) {
		return next
	}
	return now
}
