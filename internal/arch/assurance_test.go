package arch

import (
	"bufio"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// statuses are what docs/security/asvs.md may say of a requirement.
var statuses = []string{"met", "met by deployment", "not applicable", "not met"}

// asvsRow is one line of the sheet: | id | level | what it asks | status | where, or why |
type asvsRow struct{ id, level, asks, status, where string }

var (
	asvsLine = regexp.MustCompile(`^\| (\d+\.\d+\.\d+) \| (\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$`)
	// evidence is a file or folder in backticks, and after a colon a test, a function or a message in it.
	evidence = regexp.MustCompile("`((?:internal|cmd|docs|e2e|scripts|assets|tools|packaging|\\.ci|go\\.mod|Makefile|README\\.md|CONTRIBUTING\\.md)[A-Za-z0-9_.*/-]*)(?::([A-Za-z0-9_.]+))?`")
)

// Every requirement of OWASP ASVS 5.0.0 that we hold ourselves to (all of levels 1 and 2, and level 3 where most hangs on
// it) has one line with a status, and what is met names a test or a place that exists.
func TestASVS_everyRequirementHasOneLineWithItsProof(t *testing.T) {
	want := map[string]string{}
	for _, line := range lines(t, filepath.Join("testdata", "asvs-5.0.0-ids.txt")) {
		if id, level, ok := strings.Cut(line, " "); ok && !strings.HasPrefix(line, "#") {
			want[id] = level
		}
	}
	if len(want) != 287 {
		t.Fatalf("the list has %d requirements, not 287", len(want))
	}
	for _, fault := range sheetFaults(t, lines(t, filepath.Join(root, "docs/security/asvs.md")), want) {
		t.Error(fault)
	}
}

func sheetFaults(t *testing.T, sheet []string, want map[string]string) (faults []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, line := range sheet {
		m := asvsLine.FindStringSubmatch(line)
		if m == nil {
			if strings.HasPrefix(line, "| ") && regexp.MustCompile(`^\| \d`).MatchString(line) {
				faults = append(faults, "a line is not id, level, words, status, where: "+line)
			}
			continue
		}
		row := asvsRow{m[1], m[2], m[3], m[4], m[5]}
		switch {
		case seen[row.id]:
			faults = append(faults, row.id+" is there twice")
		case want[row.id] == "":
			faults = append(faults, row.id+" is no requirement of the list")
		case want[row.id] != row.level:
			faults = append(faults, row.id+" is of level "+want[row.id])
		}
		seen[row.id] = true
		faults = append(faults, row.faults(t)...)
	}
	for id := range want {
		if !seen[id] {
			faults = append(faults, id+" has no line")
		}
	}
	slices.Sort(faults)
	return faults
}

func (r asvsRow) faults(t *testing.T) (faults []string) {
	t.Helper()
	if !slices.Contains(statuses, r.status) {
		return []string{r.id + ": status " + r.status}
	}
	named := evidence.FindAllStringSubmatch(r.where, -1)
	if r.status == "met" && len(named) == 0 {
		faults = append(faults, r.id+" is said to be met, and nothing shows it")
	}
	if r.status != "met" && len(r.where) < 15 {
		faults = append(faults, r.id+" does not say why")
	}
	for _, gone := range missingEvidence(t, r.where) {
		faults = append(faults, r.id+" names "+gone+", which is not there")
	}
	return faults
}

// missingEvidence lists what a text names in backticks and what is not there: a file, or a name in a file.
func missingEvidence(t *testing.T, text string) (gone []string) {
	t.Helper()
	for _, m := range evidence.FindAllStringSubmatch(text, -1) {
		found, err := filepath.Glob(filepath.Join(root, m[1]))
		if err != nil || len(found) == 0 {
			gone = append(gone, m[1])
			continue
		}
		if m[2] == "" {
			continue
		}
		content, err := os.ReadFile(found[0])
		name := m[2]
		if strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz") {
			name = "func " + name + "("
		}
		if err != nil || !strings.Contains(string(content), name) {
			gone = append(gone, m[1]+":"+m[2])
		}
	}
	return gone
}

// The documents about dangers and attacks name only tests and places that exist.
func TestSecurityDocuments_nameWhatExists(t *testing.T) {
	documents, _ := filepath.Glob(filepath.Join(root, "docs/security/*.md")) // a constant pattern cannot be bad
	if len(documents) == 0 {
		t.Fatal("no documents")
	}
	for _, document := range documents {
		text := strings.Join(lines(t, document), "\n")
		for _, gone := range append(missingEvidence(t, text), missingPaths(root, document[len(root)+1:], text)...) {
			t.Errorf("%s names %s, which is not there", filepath.Base(document), gone)
		}
	}
}

func TestSheetFaults_findsEachPlantedOne(t *testing.T) {
	want := map[string]string{"1.1.1": "2", "1.1.2": "2", "1.2.1": "1", "1.2.2": "1", "1.2.3": "1"}
	sheet := []string{
		"| 1.1.1 | 2 | words | met | `internal/arch/assurance_test.go:TestSheetFaults_findsEachPlantedOne` |",
		"| 1.1.1 | 2 | words | met | `internal/arch/rooms.go` |",
		"| 1.1.2 | 1 | words | met | `internal/arch/rooms.go:TestNowhere` |",
		"| 1.2.1 | 1 | words | perhaps | `internal/arch/rooms.go` |",
		"| 1.2.2 | 1 | words | met | of course |",
		"| 9.9.9 | 1 | words | not applicable | short |",
		"| 1.2.3 | 1 | a column is missing | met |",
	}
	got := strings.Join(sheetFaults(t, sheet, want), "\n")
	for _, fault := range []string{"1.1.1 is there twice", "1.1.2 is of level 2", "internal/arch/rooms.go:TestNowhere", "1.2.1: status perhaps",
		"1.2.2 is said to be met", "9.9.9 is no requirement", "9.9.9 does not say why", "a line is not id", "1.2.3 has no line"} {
		if !strings.Contains(got, fault) {
			t.Errorf("%q was not found in\n%s", fault, got)
		}
	}
	if strings.Count(got, "\n") != 8 {
		t.Errorf("more than the planted ones:\n%s", got)
	}
}

// cryptoImport is a package that encrypts, signs, hashes or draws lots.
var cryptoImport = regexp.MustCompile(`^(crypto/[a-z0-9]+|hash/crc32|hash/crc64|hash/fnv|math/rand(?:/v2)?)$|^golang\.org/(x/crypto/[a-z0-9]+)|^github\.com/tink-crypto/(tink-go)|^filippo\.io/(age)|^github\.com/(?:coreos|go-jose)/(go-oidc|go-jose)`)

// docs/security/rules.md lists where cryptography and randomness are used; what is used and what is listed are the same.
func TestCryptography_isWhereTheInventorySays(t *testing.T) {
	listed := map[string]string{}
	for _, line := range lines(t, filepath.Join(root, "docs/security/rules.md")) {
		if m := regexp.MustCompile("^\\| `((?:internal|cmd)/[a-z/]+)` \\| ([a-z0-9/ -]+) \\| .{10,} \\|$").FindStringSubmatch(line); m != nil {
			listed[m[1]] = m[2]
		}
	}
	used := map[string][]string{}
	for _, folder := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			at := strings.TrimPrefix(filepath.Dir(path), root+"/")
			if strings.HasPrefix(at, "internal/testkit") || strings.HasPrefix(at, "internal/arch") {
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			for _, spec := range file.Imports {
				m := cryptoImport.FindStringSubmatch(strings.Trim(spec.Path.Value, `"`))
				if m == nil {
					continue
				}
				if name := strings.Join(m[1:], ""); !slices.Contains(used[at], name) {
					used[at] = append(used[at], name)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(used) < 10 {
		t.Fatalf("only %d folders use cryptography: this does not look where it should", len(used))
	}
	for at, names := range used {
		slices.Sort(names)
		if got := strings.Join(names, " "); got != listed[at] {
			t.Errorf("docs/security/rules.md, Cryptography, needs the row: | `%s` | %s | what for |; it has %q", at, got, listed[at])
		}
	}
	for at := range listed {
		if used[at] == nil && at != "assets/js/tool" {
			t.Errorf("docs/security/rules.md lists %s, which uses none", at)
		}
	}
}

func lines(t *testing.T, path string) (out []string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		out = append(out, s.Text())
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// sheetSources are what `stablefutures assurance` writes into its folder or reads its parts from: copies within the room,
// because a program can embed nothing from above it.
var sheetSources = []string{"docs/security/asvs.md", "docs/security/threats.md", "docs/security/rules.md", "docs/security/attacks.md",
	"docs/security/flows.svg", "package-lock.json"}

func TestSheets_isDocumented(t *testing.T) {
	for _, source := range sheetSources {
		want, err := os.ReadFile(filepath.Join(root, source))
		if err != nil {
			t.Fatal(err)
		}
		sheet := filepath.Join(root, "internal/assurance/sheets", filepath.Base(source))
		if os.Getenv("STABLEFUTURES_UPDATE") != "" {
			if err := os.WriteFile(sheet, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(sheet); err != nil || string(have) != string(want) {
			t.Errorf("internal/assurance/sheets holds another %s: make generate", source)
		}
	}
}
