package inspection_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/inspection"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// young opens a record that the lead holds, with one conversation, a view with a finding, and a promise that was broken
// and told back.
func (w *world) young() string {
	w.Helper()
	ctx := w.Context()
	id, err := w.records.Create(ctx, w.lead, record.NewPerson{Nation: "england", Profile: record.Profile{Names: record.Names{Given: "Selam", Family: "Tesfay", OwnScript: "ሰላም"},
		Reference: "LM-4711", Languages: []record.Language{{Tag: "ti"}}}})
	w.must(err)
	o := w.edition.Principles[0].Outcomes()[0]
	sitting := db.NewID()
	w.must(w.talks.Hold(ctx, w.lead, conversation.Whole{Sitting: conversation.NewSitting{ID: sitting, Record: id, EditionID: w.edition.ID, Setup: setup()},
		ContributionID: db.NewID(), Content: conversation.Content{Version: 1, Language: "ti", Chosen: []string{o.Code}, Answers: map[string]conversation.Answer{
			o.Code: {Choice: "not_there", Words: conversation.Words{Text: "ሰላም ትብል፡ ብቐደም ትማሊ", Language: "ti", Translation: "Selam says: Anna knows my room in Larkmoor", TranslatedTo: "en"}}},
			Matters: []string{o.Code}}}))
	p := db.NewID()
	_, err = w.promises.Make(ctx, w.lead, promise.Promise{ID: p, Record: id, Sitting: sitting, EditionID: w.edition.ID, Items: []string{o.Code}, Agreed: "yes", DueOn: "2026-03-20",
		Text: promise.Text{Version: 1, What: "Find a room without Anna", Owner: "Lead"}})
	w.must(err)
	w.pass(time.Hour)
	w.must(w.promises.Settle(ctx, w.lead, id, p, promise.Settlement{EventID: db.NewID(), Kind: promise.WasBroken, Text: promise.EventText{Version: 1, Reason: "No room was free"}}))
	w.pass(time.Hour)
	return id
}

func setup() conversation.Setup {
	return conversation.Setup{Version: 1, Language: "ti", Interpreter: conversation.Interpreter{Used: "not_needed"}}
}

// everything chooses to show every line, and covers Anna and Larkmoor.
func (w *world) everything(id string) inspection.Preparing {
	w.Helper()
	c, err := w.in.Track(w.Context(), w.lead, id)
	w.must(err)
	p := inspection.Preparing{Label: "A", Told: "agrees", Words: map[string][]string{"other_person": {"Anna"}, "safety": {"Larkmoor", ""}}, Lines: map[string]string{}}
	for _, l := range c.Lines {
		p.Lines[l.ID] = inspection.Show
	}
	return p
}

func TestTracked_isInOrderWithItsSources(t *testing.T) {
	each(t, func(w *world) {
		id := w.young()
		c, err := w.in.Track(w.Context(), w.lead, id)
		w.must(err)
		var kinds []string
		for i, l := range c.Lines {
			kinds = append(kinds, string(l.Kind))
			if i > 0 && l.At.Before(c.Lines[i-1].At) {
				w.Error("not in order of time")
			}
			if l.Sitting == "" && l.Promise == "" || l.Who == "" {
				w.Errorf("%s has no source", l.ID)
			}
		}
		if got := strings.Join(kinds, " "); !strings.Contains(got, "said") || !strings.Contains(got, "matters") || !strings.Contains(got, "promised") || !strings.HasSuffix(got, "broken") {
			w.Errorf("lines: %s", got)
		}
	})
}

// What is covered is in no byte of what was made ready, whatever is made of it.
func TestTracked_whatIsCoveredIsNotInIt(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.young()
		p := w.everything(id)
		w.must(w.in.Prepare(ctx, w.lead, id, p, i18n.For("en")))
		got, err := w.in.Visited(ctx, w.lead, id)
		w.must(err)
		stored, err := json.Marshal(got.Content)
		w.must(err)
		var text, html, docx bytes.Buffer
		doc := got.Doc(i18n.For("en"))
		w.must(print.WriteText(&text, doc))
		w.must(print.WriteHTML(&html, doc))
		w.must(print.WriteDOCX(&docx, doc))
		for what, s := range map[string]string{"document": string(stored), "text": text.String(), "page": html.String()} {
			for _, secret := range []string{"Selam", "Tesfay", "ሰላም", "Anna", "Larkmoor", "4711"} {
				if strings.Contains(s, secret) {
					w.Errorf("%s is in the %s", secret, what)
				}
			}
		}
		for _, want := range []string{"[covered: their own name]", "[covered: somebody else]", "[covered: to keep somebody safe]", "No room was free", "From a conversation on"} {
			if !strings.Contains(text.String(), want) {
				w.Errorf("%q is not said:\n%s", want, text.String())
			}
		}
		if strings.Contains(doc.Title, "A") && doc.Title != "Tracked case" {
			w.Errorf("title %q", doc.Title)
		}

		// a line that is left out shows as left out, and holds nothing else
		for line := range p.Lines {
			if strings.Contains(line, "answer") {
				p.Lines[line] = "their_wish"
			}
		}
		w.must(w.in.Prepare(ctx, w.lead, id, p, i18n.For("en")))
		got, err = w.in.Visited(ctx, w.lead, id)
		w.must(err)
		for _, l := range got.Content.Lines {
			if l.Left != "" && (len(l.Text) > 0 || len(l.About) > 0 || l.State != "" || l.Kind != "") {
				w.Errorf("%+v", l)
			}
		}
		if got.Place != 2 {
			w.Errorf("version %d", got.Place)
		}
	})
}

func TestPrepare_everyLineIsChosen(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.young()
		for what, change := range map[string]func(*inspection.Preparing){
			"a line is open":           func(p *inspection.Preparing) { delete(p.Lines, anyKey(p.Lines)) },
			"an odd choice":            func(p *inspection.Preparing) { p.Lines[anyKey(p.Lines)] = "because" },
			"no label":                 func(p *inspection.Preparing) { p.Label = "" },
			"a name as label":          func(p *inspection.Preparing) { p.Label = "Case of selam" },
			"nobody said told":         func(p *inspection.Preparing) { p.Told = "" },
			"not told, no why":         func(p *inspection.Preparing) { p.Told = "not_told" },
			"a name in a note":         func(p *inspection.Preparing) { p.Note = "Tesfay asked" },
			"a covered word as label":  func(p *inspection.Preparing) { p.Label = "Near larkmoor" },
			"a covered word in a note": func(p *inspection.Preparing) { p.Note = "Anna was asked as well" },
			"an odd reason":            func(p *inspection.Preparing) { p.Words = map[string][]string{"own_name": {"x"}} },
		} {
			p := w.everything(id)
			change(&p)
			if err := w.in.Prepare(ctx, w.lead, id, p, i18n.For("en")); !problem.Is(err, problem.Invalid) {
				w.Errorf("%s: %v", what, err)
			}
		}
		if _, err := w.in.Visited(ctx, w.lead, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("something was made ready: %v", err)
		}
		for who, kind := range map[*permit.Actor]problem.Kind{&w.stranger: problem.NotFound, &w.auditor: problem.NotFound, &w.worker: problem.NotFound} {
			if err := w.in.Prepare(ctx, *who, id, w.everything(id), i18n.For("en")); !problem.Is(err, kind) {
				w.Errorf("%v prepares: %v", who.Roles, err)
			}
			if _, err := w.in.Track(ctx, *who, id); !problem.Is(err, kind) {
				w.Errorf("%v tracks: %v", who.Roles, err)
			}
		}
	})
}

func anyKey(m map[string]string) string {
	for k := range m {
		return k
	}
	return ""
}

// visit plans a visit of the next ten days and gives the visitor.
func (w *world) visit() (id string, visitor permit.Actor) {
	w.Helper()
	id = db.NewID()
	today := w.in.Today()
	at, err := time.Parse(time.DateOnly, today)
	w.must(err)
	code, err := w.in.Plan(w.Context(), w.lead, inspection.NewVisit{ID: id, Name: "Hester", Email: id[24:] + "@inspectorate.example", Inspectorate: "Inspectorate", Ask: "Lead", First: today, Last: db.Day(at.AddDate(0, 0, 9))})
	w.must(err)
	return id, permit.Actor{ID: code.AccountID, Organisation: w.lead.Organisation, Roles: []permit.Role{permit.Inspector}}
}

func (w *world) ready(id string) {
	w.Helper()
	w.must(w.in.Prepare(w.Context(), w.lead, id, w.everything(id), i18n.For("en")))
}

// A visitor's account is never somebody's who works here: what lets a visitor into a case would open the record itself to them.
func TestVisit_anAccountTakesNoOtherWork(t *testing.T) {
	each(t, func(w *world) {
		w.person(w.admin.Organisation, "Somebody", permit.Administrator)
		_, visitor := w.visit()
		if err := w.accounts.SetRoles(w.Context(), w.admin, w.admin.Organisation, visitor.ID, []permit.Role{permit.Practitioner}); !problem.Is(err, problem.Forbidden) {
			w.Errorf("a visitor works here: %v", err)
		}
	})
}

// A visitor opens the cases they were let into and nothing else; after the last day nothing opens, by itself.
func TestVisit_opensWhatItWasLetIntoAndEnds(t *testing.T) {
	each(t, func(w *world) {
		ctx, id, other := w.Context(), w.young(), w.young()
		visit, visitor := w.visit()
		if err := w.in.Let(ctx, w.lead, id, visit, true); problem.KeyOf(err) != "inspection.not_ready" {
			w.Errorf("a visitor is let into what nobody made ready: %v", err)
		}
		w.ready(id)
		w.ready(other)
		if err := w.in.Let(ctx, w.lead, id, visit, false); !problem.Is(err, problem.Invalid) {
			w.Errorf("a visitor is let in by somebody who did not read it: %v", err)
		}
		if _, err := w.in.Visited(ctx, visitor, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("a visitor reads before they were let in: %v", err)
		}
		w.must(w.in.Let(ctx, w.lead, id, visit, true))
		w.must(w.in.Let(ctx, w.lead, id, visit, true)) // pressed twice
		mine, err := w.in.Mine(ctx, visitor)
		w.must(err)
		if len(mine.Cases) != 1 || mine.Cases[0] != id {
			w.Errorf("cases %v", mine.Cases)
		}
		_, err = w.in.Visited(ctx, visitor, id)
		w.must(err)
		w.refusedAllElse(visitor, id, other)
		seers := w.seers(id)
		if seers != 2 {
			w.Errorf("%d grants of the visitor are shown to the young person, of outcomes and of promises", seers)
		}
		c, err := w.in.Track(ctx, w.lead, id)
		w.must(err)
		if len(c.Let) != 1 || !c.Let[0].Open {
			w.Errorf("%+v", c.Let)
		}

		w.pass(9 * 24 * time.Hour)
		_, err = w.in.Visited(ctx, visitor, id)
		w.must(err) // the last day
		w.pass(24 * time.Hour)
		if _, err := w.in.Visited(ctx, visitor, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("after the last day: %v", err)
		}
		if mine, err := w.in.Mine(ctx, visitor); err != nil || len(mine.Cases) != 0 {
			w.Errorf("after the last day there are %v: %v", mine.Cases, err)
		}
		if err := w.in.Let(ctx, w.lead, other, visit, true); problem.KeyOf(err) != "inspection.visit_over" {
			w.Errorf("somebody is let in after the last day: %v", err)
		}
	})
}

// refusedAllElse tries what a visitor might want to read beside.
func (w *world) refusedAllElse(visitor permit.Actor, id, other string) {
	w.Helper()
	ctx := w.Context()
	for what, err := range map[string]error{
		"the case as it is":      second(w.in.Track(ctx, visitor, id)),
		"another case":           second(w.in.Visited(ctx, visitor, other)),
		"the record":             second(w.records.Person(ctx, visitor, id)),
		"its conversations":      second(w.talks.Sittings(ctx, visitor, id)),
		"its promises":           second(w.promises.Promises(ctx, visitor, id)),
		"packs":                  second(w.in.Packs(ctx, visitor)),
		"visits":                 second(w.in.Visits(ctx, visitor)),
		"making a case ready":    w.in.Prepare(ctx, visitor, id, inspection.Preparing{}, i18n.For("en")),
		"letting themselves in":  w.in.Let(ctx, visitor, other, "", true),
		"giving access":          second(w.records.Give(ctx, visitor, id, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: visitor.ID, Reason: access.ReasonTeam})),
		"letting in, emergency":  second(w.records.LetIn(ctx, visitor, w.accounts, record.Emergency{})),
		"a list of young people": listed(w.records.Caseload(ctx, visitor, "")),
	} {
		if !problem.Is(err, problem.Forbidden) && !problem.Is(err, problem.NotFound) && !problem.Is(err, problem.Invalid) {
			w.Errorf("a visitor gets to %s: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func listed(rows []record.Row, _ int, err error) error {
	if err == nil && len(rows) == 0 {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	return err
}

// seers counts the grants of visiting inspectors among who can see a record.
func (w *world) seers(id string) (n int) {
	w.Helper()
	held, err := w.records.Team(w.Context(), w.lead, w.accounts, id)
	w.must(err)
	for _, h := range held {
		if h.Reason == access.ReasonInspection {
			n++
		}
	}
	return n
}

func TestVisit_endedByHand(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.young()
		visit, visitor := w.visit()
		w.ready(id)
		w.must(w.in.Let(ctx, w.lead, id, visit, true))
		w.must(w.in.LetOut(ctx, w.lead, id, visit))
		if _, err := w.in.Visited(ctx, visitor, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("after it was taken back: %v", err)
		}
		w.must(w.in.Let(ctx, w.lead, id, visit, true))
		_, err := w.in.Visited(ctx, visitor, id)
		w.must(err)
		if err := w.in.End(ctx, w.stranger, visit); !problem.Is(err, problem.NotFound) {
			w.Errorf("a stranger ends a visit: %v", err)
		}
		w.must(w.in.End(ctx, w.auditor, visit)) // who does not hold the record
		w.must(w.in.End(ctx, w.auditor, visit)) // pressed twice
		if _, err := w.in.Visited(ctx, visitor, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("after the visit was ended: %v", err)
		}
		if w.door.May(ctx, visitor, permit.TrackCase, id) {
			w.Error("a grant of a visit that was ended is still open")
		}
		people, err := w.accounts.Staff(ctx, w.admin, w.admin.Organisation)
		w.must(err)
		for _, p := range people.People {
			if p.ID == visitor.ID && p.State != "closed" {
				w.Errorf("the visitor’s account is %s", p.State)
			}
		}
		if _, err := w.in.CodeAgain(ctx, w.lead, visit); problem.KeyOf(err) != "inspection.visit_over" {
			w.Errorf("a new code after the end: %v", err)
		}
	})
}

func TestVisit_isPlannedForDays(t *testing.T) {
	each(t, func(w *world) {
		ctx, today := w.Context(), w.in.Today()
		good := inspection.NewVisit{Name: "Hester", Email: "h@inspectorate.example", Inspectorate: "Inspectorate", Ask: "Lead", First: today, Last: today}
		for what, change := range map[string]func(*inspection.NewVisit){
			"31 days": func(n *inspection.NewVisit) {
				at, _ := time.Parse(time.DateOnly, today)
				n.Last = db.Day(at.AddDate(0, 0, 30))
			},
			"the past":           func(n *inspection.NewVisit) { n.First, n.Last = "2020-01-01", "2020-01-02" },
			"backwards":          func(n *inspection.NewVisit) { n.Last = "2020-01-01" },
			"no day":             func(n *inspection.NewVisit) { n.First = "soon" },
			"nobody to ask":      func(n *inspection.NewVisit) { n.Ask = "" },
			"no inspectorate":    func(n *inspection.NewVisit) { n.Inspectorate = " " },
			"no name":            func(n *inspection.NewVisit) { n.Name = "" },
			"no address":         func(n *inspection.NewVisit) { n.Email = "hester" },
			"in ten years’ time": func(n *inspection.NewVisit) { n.First, n.Last = "2036-01-01", "2036-01-02" },
		} {
			n := good
			n.ID = db.NewID()
			change(&n)
			if _, err := w.in.Plan(ctx, w.lead, n); !problem.Is(err, problem.Invalid) {
				w.Errorf("%s: %v", what, err)
			}
		}
		good.ID = db.NewID()
		first, err := w.in.Plan(ctx, w.lead, good)
		w.must(err)
		again, err := w.in.Plan(ctx, w.lead, good)
		w.must(err)
		if first.Code == "" || again.Code != "" {
			w.Error("a form sent twice plans two visits, or shows its code again")
		}
		code, err := w.in.CodeAgain(ctx, w.lead, good.ID)
		w.must(err)
		in, err := w.accounts.EnrolTOTP(ctx, code.Code, "marmalade tractor lighthouse")
		w.must(err)
		w.pass(48 * time.Hour)
		if _, err := w.accounts.SignIn(ctx, good.Email, "marmalade tractor lighthouse", account.From{Network: "192.0.2.1"}); problem.KeyOf(err) != "account.sign_in_wrong" {
			w.Errorf("%s signs in after the last day: %v", in.AccountID, err)
		}
		for _, who := range []permit.Actor{w.analyst, w.worker, w.admin} {
			good.ID = db.NewID()
			if _, err := w.in.Plan(ctx, who, good); !problem.Is(err, problem.Forbidden) {
				w.Errorf("%v plans a visit: %v", who.Roles, err)
			}
		}
	})
}

// Before the first day nothing opens either, and a record that is restricted opens to nobody whom it does not name.
func TestVisit_beforeItsFirstDayAndARestrictedRecord(t *testing.T) {
	each(t, func(w *world) {
		ctx, id, closed := w.Context(), w.young(), w.young()
		at, err := time.Parse(time.DateOnly, w.in.Today())
		w.must(err)
		visit := db.NewID()
		code, err := w.in.Plan(ctx, w.lead, inspection.NewVisit{ID: visit, Name: "Hester", Email: "h@inspectorate.example", Inspectorate: "Inspectorate", Ask: "Lead",
			First: db.Day(at.AddDate(0, 0, 3)), Last: db.Day(at.AddDate(0, 0, 5))})
		w.must(err)
		visitor := permit.Actor{ID: code.AccountID, Organisation: w.lead.Organisation, Roles: []permit.Role{permit.Inspector}}
		w.ready(id)
		w.ready(closed)
		w.must(w.in.Let(ctx, w.lead, id, visit, true))
		w.must(w.in.Let(ctx, w.lead, closed, visit, true))
		_, err = w.records.Give(ctx, w.lead, closed, access.Grant{Part: permit.PartRecord, HolderKind: access.HolderAccount, Holder: w.other.ID, Reason: access.ReasonTeam})
		w.must(err)
		w.must(w.records.Restrict(ctx, w.lead, w.accounts, closed, "danger", []access.Holder{{Kind: access.HolderAccount, ID: w.lead.ID}, {Kind: access.HolderAccount, ID: w.other.ID}}))
		if _, err := w.in.Visited(ctx, visitor, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("before the first day: %v", err)
		}
		w.pass(4 * 24 * time.Hour)
		_, err = w.in.Visited(ctx, visitor, id)
		w.must(err)
		if _, err := w.in.Visited(ctx, visitor, closed); !problem.Is(err, problem.NotFound) {
			w.Errorf("a restricted record: %v", err)
		}
		mine, err := w.in.Mine(ctx, visitor)
		w.must(err)
		if len(mine.Cases) != 1 || mine.Cases[0] != id {
			w.Errorf("cases %v", mine.Cases)
		}
		c, err := w.in.Track(ctx, w.lead, closed)
		w.must(err)
		if !c.Closed {
			w.Error("nobody says that the record is restricted")
		}
	})
}

// A record that is destroyed takes with it what was made ready of it.
func TestTracked_goesWithTheRecord(t *testing.T) {
	each(t, func(w *world) {
		ctx, id := w.Context(), w.young()
		w.records.OnErase(inspection.Erase)
		w.records.OnErase(conversation.Erase)
		w.records.OnErase(promise.Erase)
		visit, visitor := w.visit()
		w.ready(id)
		w.must(w.in.Let(ctx, w.lead, id, visit, true))
		w.must(w.records.Erase(ctx, w.lead, id, "court"))
		for _, table := range []string{"inspection_tracked", "inspection_visit_cases"} {
			n := -1
			w.must(w.db.Read(ctx, func(tx *db.Tx) error {
				return tx.QueryRow(ctx, `select count(*) from `+table+` where record_id = $1`, id).Scan(&n)
			}))
			if n != 0 {
				w.Errorf("%d rows of a destroyed record are left in %s", n, table)
			}
		}
		if _, err := w.in.Visited(ctx, visitor, id); !problem.Is(err, problem.NotFound) {
			w.Errorf("a destroyed record’s case: %v", err)
		}
		mine, err := w.in.Mine(ctx, visitor)
		w.must(err)
		if len(mine.Cases) != 0 {
			w.Errorf("cases %v", mine.Cases)
		}
	})
}
