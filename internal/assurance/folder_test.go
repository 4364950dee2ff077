package assurance

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/ledger"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
	"stablefutures/internal/print"
	"stablefutures/internal/problem"
	"stablefutures/internal/seal"
	"stablefutures/internal/testkit"
)

// wendmoor has said everything; glas nothing yet.
var wendmoor = account.Settings{Mode: account.Live, Assessment: "DPIA/2026/114-heron", Controller: "Director of Kestrels", Restored: "2026-02-20", KeysApart: true,
	Contact: account.Contact{Name: "Duty desk Peregrine", Phone: "01632 960 123", OutOfHours: "01632 960 998", Tested: "2026-02-27"}}

// deployment makes two organisations through the services and gathers what is to be said of them.
func deployment(t *testing.T, d *db.DB) Deployment {
	t.Helper()
	ring, err := seal.NewRing()
	must(t, err)
	log := ledger.New(d, ring, testkit.Now)
	door := access.New(d, ring, testkit.Now, nil).WithLedger(log)
	accounts, err := account.New(door, d, account.Options{Hash: account.HashCost{Passes: 1, MemoryKiB: 64, Lanes: 1}})
	must(t, err)
	wendmoorID := db.NewID()
	for _, o := range []account.Organisation{{ID: wendmoorID, Name: "Wendmoor Council", Kind: account.Council, Nation: "england"},
		{ID: db.NewID(), Name: "Glasfryn <script>alert(1)</script> Trust", Kind: account.HealthTrust, Nation: "scotland"}} {
		i, err := accounts.CreateFirstAdministrator(t.Context(), permit.System, o, account.NewPerson{Name: "Orla Quill", Email: string(o.Kind) + "@wendmoor.example"})
		must(t, err)
		e, err := accounts.EnrolTOTP(t.Context(), i.Code, "marmalade tractor lighthouse")
		must(t, err)
		if o.Kind == account.Council {
			admin := permit.Actor{ID: e.AccountID, Organisation: o.ID, Roles: []permit.Role{permit.Administrator}}
			must(t, accounts.SaveSettings(t.Context(), admin, wendmoor))
			must(t, accounts.SaveSingle(t.Context(), admin, account.Single{On: true, Issuer: "https://sign-in.wendmoor.example", Client: "futures", Secret: "a secret of heron and wren",
				Domains: []string{"wendmoor.example"}, AMR: []string{"mfa"}}))
		}
	}
	nations, err := nation.Load()
	must(t, err)
	tables, err := d.Tables(t.Context())
	must(t, err)
	s := New(accounts, framework.New(door), nations, testkit.Now)
	got, err := s.Gather(t.Context(), permit.System, Program{Version: "1.2.3-test", Engine: d.Engine(), KeyRing: "a file in a vault of its own", Tables: tables,
		More: map[string][][2]string{wendmoorID: {{"What no law fixes is kept", "decided: Minute 14 of the kestrel board"}}}})
	must(t, err)
	if _, err := s.Gather(t.Context(), permit.Actor{ID: db.NewID(), Roles: []permit.Role{permit.Manager}}, Program{}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("somebody who is not the machine gathers it: %v", err)
	}
	return got
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func files(t *testing.T, d Deployment) map[string][]byte {
	t.Helper()
	all, err := d.Files()
	must(t, err)
	return all
}

// words gives the text of a document, a Word document's too.
func words(t *testing.T, name string, content []byte) string {
	t.Helper()
	if strings.HasSuffix(name, ".docx") {
		z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		must(t, err)
		f, err := z.Open("word/document.xml")
		must(t, err)
		if content, err = io.ReadAll(f); err != nil {
			t.Fatal(err)
		}
		content = regexp.MustCompile(`</w:p>`).ReplaceAll(content, []byte("\n"))
		content = regexp.MustCompile(`<[^>]*>`).ReplaceAll(content, nil)
		return html.UnescapeString(string(content))
	}
	root, err := html.Parse(bytes.NewReader(content))
	must(t, err)
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// The folder holds what it should, each document with the same headings as ever; change testdata with STABLEFUTURES_UPDATE=1.
func TestFolder_isStructuredAsEver(t *testing.T) {
	all := files(t, deployment(t, testkit.SQLite(t)))
	var outline strings.Builder
	for _, name := range Names(all) {
		outline.WriteString(name + "\n")
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		root, err := html.Parse(bytes.NewReader(all[name]))
		must(t, err)
		last := 0
		for n := range root.Descendants() {
			if n.Type != html.ElementNode || !regexp.MustCompile(`^h[1-6]$`).MatchString(n.Data) {
				continue
			}
			level := int(n.Data[1] - '0')
			if level > last+1 || level == 1 && last != 0 {
				t.Errorf("%s: a heading of level %d after one of level %d", name, level, last)
			}
			last = level
			if name == "asvs.html" && level > 1 || strings.HasPrefix(name, "data-flows") && level == 3 || strings.HasPrefix(name, "record-") && level == 3 {
				continue // chapters and tables change with the program
			}
			var text strings.Builder
			for c := range n.Descendants() {
				if c.Type == html.TextNode {
					text.WriteString(c.Data)
				}
			}
			outline.WriteString(strings.Repeat("  ", level) + text.String() + "\n")
		}
	}
	golden := filepath.Join("testdata", "outline.txt")
	if os.Getenv("STABLEFUTURES_UPDATE") != "" {
		must(t, os.WriteFile(golden, []byte(outline.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	must(t, err)
	if outline.String() != string(want) {
		t.Errorf("the folder is built otherwise than testdata/outline.txt says:\n%s", outline.String())
	}
}

// Nothing leads or loads from elsewhere, nothing runs, nothing is left unfilled, and everything says what it is.
func TestFolder_standsByItselfAndSaysThatItIsADraft(t *testing.T) {
	all := files(t, deployment(t, testkit.SQLite(t)))
	outbound := regexp.MustCompile(`(?i)(?:src|href|action|data|srcset|poster)\s*=\s*["']?\s*(?:[a-z][a-z0-9+.-]*:|//)|url\(["']?[^#"')]|@import|<script|<iframe|<object|<link[^>]+href="[^"]*/|\son[a-z]+=`)
	for _, name := range Names(all) {
		content := string(all[name])
		text := content
		if strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".docx") {
			text = words(t, name, all[name])
			if !strings.Contains(text, "data protection officer") || !strings.Contains(text, "1.2.3-test") || !regexp.MustCompile(`Draft for the controller|The makers’ own statement`).MatchString(text) {
				t.Errorf("%s does not say whose draft it is", name)
			}
			if strings.ContainsAny(text, "{}") {
				t.Errorf("%s has a place that nobody filled", name)
			}
		}
		if strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".css") {
			if found := outbound.FindString(content); found != "" {
				t.Errorf("%s reaches elsewhere or runs something: %q", name, found)
			}
		}
		named := map[string]bool{}
		for _, m := range regexp.MustCompile(`aria-label="([^"]+)"`).FindAllStringSubmatch(content, -1) {
			if named[m[1]] {
				t.Errorf("%s has two regions named %q", name, m[1])
			}
			named[m[1]] = true
		}
		if strings.HasPrefix(name, "privacy-notice") && strings.HasSuffix(name, ".html") && !strings.Contains(content, `<ul dir="rtl">`) {
			t.Errorf("%s: lists in Arabic letters do not run as their lines do", name)
		}
		for _, m := range regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(content, -1) {
			if all[m[1]] == nil {
				t.Errorf("%s leads to %s, which is not in the folder", name, m[1])
			}
		}
	}
}

func TestFolder_writesOverNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	must(t, WriteFolder(dir, map[string][]byte{"x.html": []byte("first")}))
	info, err := os.Stat(filepath.Join(dir, "x.html"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if err := WriteFolder(dir, map[string][]byte{"y.html": []byte("second")}); !problem.Is(err, problem.Conflict) {
		t.Errorf("it writes into a folder that somebody worked in: %v", err)
	}
	if err := WriteFolder(filepath.Join(dir, "x.html", "c"), nil); !problem.Is(err, problem.Invalid) {
		t.Errorf("a file is no folder: %v", err)
	}
}

func TestRead_refusesAHole(t *testing.T) {
	fill := func(name string) ([]print.Block, bool) { return nil, false }
	for _, text := range []string{"{{nobody}}", "before {{nobody}} after", "| a | b |\n|---|---|\n| {{nobody}} | x |"} {
		if _, err := read(text, fill); err == nil {
			t.Errorf("%q is written with a hole in it", text)
		}
	}
}
