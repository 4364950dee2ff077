package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"stablefutures/internal/account"
	"stablefutures/internal/caseaudit"
	"stablefutures/internal/ledger"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/testkit"
)

// filled is the folder of a demonstration that was filled once for all tests of this process, which copy it.
var filled = sync.OnceValues(func() (files map[string][]byte, err error) {
	dir, err := os.MkdirTemp("", "stablefutures-demo-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	d, err := OpenDemo(context.Background(), DemoOptions{Addr: "localhost:8080", Data: dir})
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	files = map[string][]byte{}
	for _, name := range []string{"demo.db", "demo.keys"} {
		if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
})

// copied makes a folder with a copy of the filled demonstration.
func copied(t testing.TB) string {
	t.Helper()
	files, err := filled()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// copyDemo opens a copy of the filled demonstration, in SQLite.
func copyDemo(t testing.TB) *Demo {
	t.Helper()
	return openDemo(t, copied(t), "")
}

// openDemo opens a demonstration of its own in a fresh folder, or in a given one again.
func openDemo(t testing.TB, data, database string) *Demo {
	t.Helper()
	d, err := OpenDemo(t.Context(), DemoOptions{Addr: "localhost:8080", Data: data, Database: database})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // some tests close it themselves
	return d
}

// onBoth runs f on a fresh demonstration in each engine.
func onBoth(t *testing.T, f func(t *testing.T, d *Demo)) {
	t.Run("sqlite", func(t *testing.T) { f(t, openDemo(t, t.TempDir(), "")) })
	t.Run("postgres", func(t *testing.T) { f(t, openDemo(t, t.TempDir(), testkit.EmptyPostgresAddress(t))) })
}

// token signs in as one of the demonstration's people by its button.
func (d *Demo) token(t testing.TB, key string) string {
	t.Helper()
	for _, p := range d.People {
		if p.Key == key {
			e, err := d.entry.SignInAs(t.Context(), p.AccountID, account.From{Network: "127.0.0.1"})
			if err != nil {
				t.Fatal(err)
			}
			return e.Token
		}
	}
	t.Fatalf("the demonstration has nobody for %s", key)
	return ""
}

func (d *Demo) actor(t testing.TB, key string) permit.Actor {
	t.Helper()
	s, err := d.Account.SessionOf(t.Context(), d.token(t, key))
	if err != nil {
		t.Fatal(err)
	}
	return s.Actor
}

func TestDemo_everybodySeesTheirOwnAndNobodyElse(t *testing.T) {
	data, err := loadDemoData()
	if err != nil {
		t.Fatal(err)
	}
	workers := func(keys ...string) (names []string) {
		for _, y := range data.young {
			if slices.Contains(keys, y.Worker) {
				names = append(names, y.Given)
			}
		}
		slices.Sort(names)
		return names
	}
	want := map[string][]string{
		"practitioner": workers("rowan"), "manager": workers("rowan", "priya"), "guardian": workers("isla", "hamish"),
		"practitioner_wales": workers("eleri"), "guardian_northern_ireland": workers("niamh"),
		"manager_2":            {"Iveta", "Nadifa"},                     // of those who left long ago
		"practitioner_charity": {"Kayleigh", "Linh", "Selam", "Tyrese"}, // the last one in part
	}
	for i, y := range data.young {
		if i%3 == 0 && (y.Worker == "rowan" || y.Worker == "priya") {
			want["auditor"] = append(want["auditor"], y.Given)
		}
	}
	slices.Sort(want["auditor"])
	want["manager"] = append(want["manager"], want["manager_2"]...)
	slices.Sort(want["manager"])
	onBoth(t, func(t *testing.T, d *Demo) {
		auditor := append([]string(nil), want["auditor"]...)
		asks, err := d.Audits.Requests(t.Context(), d.actor(t, "manager"))
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range asks { // and whom a team let them in to, in an audit whose cases are drawn by lot
			if q.Way == caseaudit.WayOpen && !slices.Contains(auditor, q.Names.Given) {
				auditor = append(auditor, q.Names.Given)
			}
		}
		slices.Sort(auditor)
		for _, p := range d.People {
			rows, total, err := d.Record.Caseload(t.Context(), d.actor(t, p.Key), "")
			if !permit.Could(d.actor(t, p.Key), permit.ListRecords) {
				if !problem.Is(err, problem.Forbidden) {
					t.Errorf("%s lists records: %v", p.Key, err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			var seen []string
			for _, r := range rows {
				seen = append(seen, r.Names.Given)
			}
			slices.Sort(seen)
			want := want[p.Key]
			if p.Key == "auditor" {
				want = auditor
			}
			if !slices.Equal(seen, want) || total != len(rows) {
				t.Errorf("%s sees %v, want %v", p.Key, seen, want)
			}
		}
		r, err := ledger.Verify(t.Context(), d.DB, ledger.Options{Ring: d.Ring})
		if err != nil || !r.OK || r.Checkpoints == 0 || r.Entries < 1000 {
			t.Errorf("the ledger: %+v, %v", r, err)
		}
	})
}

func TestDemo_historiesTurnBack(t *testing.T) {
	d := copyDemo(t)
	who := d.actor(t, "practitioner")
	rows, _, err := d.Record.Caseload(t.Context(), who, "")
	if err != nil {
		t.Fatal(err)
	}
	states, most := map[string]int{}, 0
	for _, r := range rows {
		list, err := d.Conversation.Sittings(t.Context(), who, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, len(list))
		for _, s := range list {
			if s.OpenedAt.After(time.Now()) {
				t.Errorf("a conversation was held in the future: %v", s.OpenedAt)
			}
		}
		promises, err := d.Promise.Promises(t.Context(), who, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range promises {
			states[string(p.State)]++
			if p.Overdue(time.Now().Format(time.DateOnly)) {
				states["overdue"]++
			}
			if p.Untold() {
				states["untold"]++
			}
			if len(p.Events) > 0 && !slices.IsSortedFunc(p.Events, func(a, b promise.Event) int { return a.At.Compare(b.At) }) {
				t.Error("a promise's events are not in order")
			}
		}
	}
	if most < 12 {
		t.Errorf("the longest history has %d conversations", most)
	}
	for _, s := range []string{"open", "kept", "handed_over", "broken", "overdue", "untold"} {
		if states[s] == 0 {
			t.Errorf("no promise is %s: %v", s, states)
		}
	}
}

func TestDemo_startedAgainServesWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	first := openDemo(t, dir, "")
	who := first.actor(t, "practitioner")
	before, _, err := first.Record.Caseload(t.Context(), who, "")
	if err != nil {
		t.Fatal(err)
	}
	old := first.People[0]
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	var names []string
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		names = append(names, f.Name())
	}
	if !slices.Equal(names, []string{"demo.db", "demo.keys"}) {
		t.Errorf("the folder holds %v", names)
	}
	second := openDemo(t, dir, "")
	after, _, err := second.Record.Caseload(t.Context(), second.actor(t, "practitioner"), "")
	if err != nil || len(after) != len(before) || after[0].ID != before[0].ID {
		t.Errorf("%d records before, %d after, %v", len(before), len(after), err)
	}
	if second.People[0].AccountID != old.AccountID || second.People[0].Password == old.Password {
		t.Error("the same people have new passwords at each start")
	}
}

func TestDemo_theRealWayInWorks(t *testing.T) {
	d := copyDemo(t)
	for _, p := range d.People {
		from := account.From{Network: "127.0.0.1"}
		e, err := d.Account.SignIn(t.Context(), p.Email, p.Password, from)
		if err != nil {
			t.Fatalf("%s: %v", p.Key, err)
		}
		code, err := totp.GenerateCode(p.Secret, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Account.SignInTOTP(t.Context(), e.Token, code, from); err != nil {
			t.Errorf("%s: %v", p.Key, err)
		}
		if len(p.RecoveryCodes) != account.RecoveryCodes {
			t.Errorf("%s has %d recovery codes", p.Key, len(p.RecoveryCodes))
		}
	}
}

func TestDemo_isForThisMachineAlone(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", "192.168.0.4:80", ":8080", "example.org:80", "nonsense"} {
		if _, err := OpenDemo(t.Context(), DemoOptions{Addr: addr, Data: t.TempDir()}); !problem.Is(err, problem.Invalid) {
			t.Errorf("it would listen on %s: %v", addr, err)
		}
	}
	d := copyDemo(t)
	pages, err := d.Pages(d.Mode())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		peer, host string
		want       int
	}{
		{"127.0.0.1:5", "localhost:8080", http.StatusSeeOther}, {"[::1]:5", "[::1]:8080", http.StatusSeeOther},
		{"127.0.0.1:5", "127.0.0.1", http.StatusSeeOther}, {"127.0.0.1:5", "demo.example.org", http.StatusForbidden},
		{"10.1.2.3:5", "localhost:8080", http.StatusForbidden}, {"127.0.0.1:5", "localhost.example.org:8080", http.StatusForbidden},
		{"127.0.0.1:5", "", http.StatusForbidden},
	} {
		r := httptest.NewRequest("POST", "/demo/enter", strings.NewReader("account="+d.People[0].AccountID))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr, r.Host = c.peer, c.host
		w := httptest.NewRecorder()
		pages.Handler().ServeHTTP(w, r)
		if w.Code != c.want || (w.Header().Get("Set-Cookie") != "") != (c.want == http.StatusSeeOther) {
			t.Errorf("from %s to %q: %d", c.peer, c.host, w.Code)
		}
	}
}

func TestDemo_servesUnderTheMachinesName(t *testing.T) {
	d, err := OpenDemo(t.Context(), DemoOptions{Addr: "127.0.0.1:0", Data: copied(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	err = d.Serve(ctx, func(url string) {
		defer stop()
		if !strings.HasPrefix(url, "http://localhost:") || strings.HasSuffix(url, ":0") {
			t.Errorf("it says that it is at %s", url)
		}
		r, err := http.Get(url + "/readyz")
		if err != nil || r.StatusCode != http.StatusOK {
			t.Errorf("ready, yet: %v %v", r, err)
		}
		if err == nil {
			r.Body.Close()
		}
	})
	if err != nil {
		t.Errorf("it does not stop cleanly: %v", err)
	}
}

func TestDemo_refusesAnothersDatabase(t *testing.T) {
	dir := t.TempDir()
	a, err := Open(t.Context(), Options{Database: filepath.Join(dir, "demo.db"), Keys: filepath.Join(dir, "demo.keys"), Create: true, Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Account.CreateOrganisation(t.Context(), permit.System, account.Organisation{Name: "Somebody’s own", Kind: account.Council, Nation: "wales"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err = OpenDemo(t.Context(), DemoOptions{Addr: "localhost:0", Data: dir}); problem.KeyOf(err) != "app.demo_other_data" {
		t.Errorf("a real database became a demonstration: %v", err)
	}
}

func TestDemo_stoppedWhileFillingLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
	defer cancel()
	if d, err := OpenDemo(ctx, DemoOptions{Addr: "localhost:0", Data: dir}); err == nil {
		_ = d.Close()
		t.Skip("this machine filled it before it could be stopped")
	}
	d := openDemo(t, dir, "")
	if len(d.People) == 0 {
		t.Error("nobody is there the second time")
	}
}
