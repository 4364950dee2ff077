package app

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/ledger"
	"stablefutures/internal/page"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
)

// A record that somebody may not open and one that is not there are one and the same to them: in the answer, in what the
// request leaves in the ledger, in what it asks of the database (which is what time is spent on), and in the log.

// ears hear what a server asks of its database and writes into its log.
type ears struct {
	mu         sync.Mutex
	statements []string
	lines      bytes.Buffer
}

func (e *ears) Write(b []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.lines.Write(b)
}

func (e *ears) hear(statement string) {
	if strings.Contains(statement, "ledger_") || // the ledger puts what waits into its place by itself, at any time
		strings.Contains(statement, "from record_names where updated_at >=") { // names in memory are brought up to date by the clock, whoever asks for what
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.statements = append(e.statements, strings.Join(strings.Fields(statement), " "))
}

// taken gives what was heard since the last time, in an order that does not depend on who was quicker.
func (e *ears) taken() (statements []string, lines string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	statements, lines = e.statements, e.lines.String()
	e.statements = nil
	e.lines.Reset()
	slices.Sort(statements)
	return statements, lines
}

// trace is all that a request left behind, but for the ids and moments in it.
type trace struct {
	code       int
	text       string
	entries    []string
	statements []string
	lines      string
}

var ofOneRequest = regexp.MustCompile(`(time|duration|took|ms|id|request)=("[^"]*"|\S+)`)

// leaves asks twice, so that nothing is new to any memory, and gives what the second time left.
func (s *seen) leaves(e *ears, method, path, id string, form url.Values) trace {
	s.t.Helper()
	ask := func() (int, string) {
		a := s.ask(method, path, s.token, "en", func(r *http.Request) {
			if form != nil {
				r.Body, r.ContentLength = http.NoBody, 0
				r.PostForm, r.Form = form, form
			}
		})
		return a.Code, plain(a.Body.String(), id)
	}
	ask()
	s.must(s.demo.Ledger.Settle(s.t.Context()))
	before := s.newest()
	e.taken()
	var got trace
	got.code, got.text = ask()
	got.statements, got.lines = e.taken()
	got.lines = ofOneRequest.ReplaceAllString(strings.ReplaceAll(got.lines, id, "…"), "$1=…")
	s.must(s.demo.Ledger.Settle(s.t.Context()))
	for _, l := range s.newest() {
		if len(before) == 0 || l.Entry > before[0].Entry {
			got.entries = append(got.entries, l.Act+" "+l.Outcome.String())
		}
	}
	return got
}

// newest are the newest entries of the ledger, as the program itself lists them.
func (s *seen) newest() (lines []ledger.Line) {
	s.t.Helper()
	s.must(s.demo.DB.Read(s.t.Context(), func(tx *db.Tx) (err error) {
		lines, _, err = s.demo.Ledger.List(s.t.Context(), tx, ledger.Filter{Limit: 20})
		return err
	}))
	return lines
}

// differs says where two traces differ; "" where nothing tells them apart.
func (a trace) differs(b trace) string {
	switch {
	case a.code != b.code:
		return "the status"
	case a.text != b.text:
		return "the page: " + a.text + "\nand: " + b.text
	case !slices.Equal(a.entries, b.entries):
		return "the ledger: " + strings.Join(a.entries, ", ") + "\nand: " + strings.Join(b.entries, ", ")
	case !slices.Equal(a.statements, b.statements):
		return "the statements:\n" + strings.Join(a.statements, "\n") + "\nand:\n" + strings.Join(b.statements, "\n")
	case a.lines != b.lines:
		return "the log: " + a.lines + "\nand: " + b.lines
	}
	return ""
}

// TestWhoCanSee_whatIsNotYoursIsAsIfItWereNotThere, whoever asks, for every page, file and form of a record, also of one
// that is restricted to others, on both engines.
func TestWhoCanSee_whatIsNotYoursIsAsIfItWereNotThere(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { nothingTells(t, DemoOptions{Data: copied(t)}) })
	t.Run("postgres", func(t *testing.T) {
		nothingTells(t, DemoOptions{Data: t.TempDir(), Database: testkit.EmptyPostgresAddress(t)})
	})
}

func nothingTells(t *testing.T, o DemoOptions) {
	e := &ears{}
	o.Addr, o.Log = "localhost:8080", slog.New(slog.NewTextHandler(e, &slog.HandlerOptions{Level: slog.LevelDebug}))
	d, err := OpenDemo(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	s := seenBy(t, walkerOf(t, d))
	d.DB.OnStatement(e.hear)
	heard := 0
	for _, state := range grantStates {
		if len(state.parts) > 0 && state.name != "a share" {
			continue
		}
		end := state.set(s)
		for _, role := range []permit.Role{permit.Practitioner, permit.Manager, permit.Auditor} {
			if role != permit.Practitioner && state.name != "restricted to others" { // for time's sake; the states are crossed above
				continue
			}
			s.become(role)
			for _, r := range s.ofARecord(role) {
				here, nowhere := s.leaves(e, r.Method, s.at(r.Pattern, s.id), s.id, nil), s.leaves(e, r.Method, s.at(r.Pattern, s.stranger), s.stranger, nil)
				if what := here.differs(nowhere); what != "" {
					t.Errorf("%s with %s, %s %s: another answer than for a record that is not there: %s", role, state.name, r.Method, r.Pattern, what)
				}
				heard += len(here.statements) + len(here.entries)
			}
			s.searches(e, role, state)
		}
		end()
	}
	if heard < 1000 {
		t.Errorf("%d statements and entries were heard: the ears are stopped", heard)
	}
}

// ofARecord are the rows of pages, files and forms about one record that a role could ask for and may not open. A meeting,
// a share and a request for a carried word are found by an id of their own, and are their rooms' to try.
func (s *seen) ofARecord(role permit.Role) (rows []page.Route) {
	for _, r := range s.pages.Routes() {
		rule, modelled := modelPages[r.Pattern]
		if r.Method == http.MethodGet && modelled && slices.Contains(rule.roles, role) ||
			r.Method == http.MethodPost && strings.HasPrefix(r.Pattern, "/people/{id}") && permit.Could(s.tester, r.Needs) && known(r) {
			rows = append(rows, r)
		}
	}
	return rows
}

// searches looks for her by name, as for somebody who was never there; and finds neither, nor a number that counts her.
func (s *seen) searches(e *ears, role permit.Role, state grantState) {
	if !permit.Could(s.tester, permit.ListRecords) {
		return
	}
	for _, name := range []string{"Morningstar", "Selam"} {
		other := strings.Map(func(r rune) rune { return 'q' }, name)
		here, nowhere := s.leaves(e, "POST", "/people/search", name, url.Values{"name": {name}}), s.leaves(e, "POST", "/people/search", other, url.Values{"name": {other}})
		if what := here.differs(nowhere); what != "" {
			s.t.Errorf("%s with %s searches for %s: another answer than for nobody: %s", role, state.name, name, what)
		}
		if strings.Contains(here.lines, name) {
			s.t.Errorf("%s with %s: a name that was searched for is in the log", role, state.name)
		}
	}
}
