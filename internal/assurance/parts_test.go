package assurance

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/testkit"
)

// The bill of materials is CycloneDX 1.6 as its schema asks: the fields that must be there, the forms that are given, the
// values of its lists, references that lead somewhere and are there once.
func TestParts_keepToTheSchema(t *testing.T) {
	build := &debug.BuildInfo{GoVersion: "go1.26.8", Deps: []*debug.Module{
		{Path: "github.com/spf13/cobra", Version: "v1.10.2", Sum: "h1:abc="}, {Path: "golang.org/x/exp", Version: "v0.0.0-2026+x"},
		{Path: "old.example/x", Version: "v1.0.0", Replace: &debug.Module{Path: "golang.org/x/net", Version: "v0.61.0"}}}}
	content, err := parts(Program{Version: "1.2.3", Build: build}, db.NewID(), testkit.Now())
	must(t, err)
	var b struct {
		BomFormat, SpecVersion, SerialNumber string
		Version                              int
		Metadata                             struct {
			Timestamp  string
			Component  map[string]any
			Lifecycles []struct{ Phase string }
		}
		Components []struct {
			Type, Name, Version, Scope, Purl string
			Ref                              string `json:"bom-ref"`
			Hashes                           []struct{ Alg, Content string }
			Licenses                         []struct{ Expression string }
		}
		Dependencies []struct {
			Ref       string
			DependsOn []string
		}
	}
	must(t, json.Unmarshal(content, &b))
	if b.BomFormat != "CycloneDX" || b.SpecVersion != "1.6" || b.Version != 1 || b.Metadata.Component["name"] != "stablefutures" || b.Metadata.Component["type"] != "application" ||
		!regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`).MatchString(b.SerialNumber) ||
		!regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`).MatchString(b.Metadata.Timestamp) || b.Metadata.Lifecycles[0].Phase != "build" {
		t.Errorf("%.400s", content)
	}
	refs := map[string]bool{"stablefutures": true}
	scopes := map[string]string{}
	for _, c := range b.Components {
		if c.Type != "library" || c.Name == "" || c.Ref == "" || refs[c.Ref] || !slices.Contains([]string{"required", "excluded"}, c.Scope) ||
			!regexp.MustCompile(`^pkg:(golang|npm)/[^ ]+@[^ ]+$`).MatchString(c.Purl) {
			t.Errorf("%+v", c)
		}
		refs[c.Ref], scopes[c.Name] = true, c.Scope
		for _, h := range c.Hashes {
			if h.Alg != "SHA-512" || !regexp.MustCompile(`^[0-9a-f]{128}$`).MatchString(h.Content) {
				t.Errorf("%s: %+v", c.Name, h)
			}
		}
		if len(c.Licenses) != 1 || !regexp.MustCompile(`^[A-Za-z0-9.+() -]+$`).MatchString(c.Licenses[0].Expression) {
			t.Errorf("%s has no licence: %+v", c.Name, c.Licenses)
		}
	}
	for _, d := range b.Dependencies {
		for _, ref := range append(d.DependsOn, d.Ref) {
			if !refs[ref] {
				t.Errorf("%s is no part", ref)
			}
		}
	}
	for name, scope := range map[string]string{"Go standard library": "required", "github.com/spf13/cobra": "required", "golang.org/x/net": "required",
		"govuk-frontend": "required", "@fontsource/noto-sans": "required", "sass": "excluded", "playwright-core": "excluded"} {
		if scopes[name] != scope {
			t.Errorf("%s is %q", name, scopes[name])
		}
	}
	if b.Dependencies[0].Ref != "stablefutures" || len(b.Dependencies[0].DependsOn) != 10 { // Go, three modules, six packages that are shipped
		t.Errorf("%+v", b.Dependencies[0])
	}
}

// Every module in the program has its licence listed, and no other is listed.
func TestLicences_areOfWhatIsBuiltIn(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", "./cmd/stablefutures")
	list.Dir = testkit.Root()
	out, err := list.Output()
	must(t, err)
	listed := moduleLicences()
	built := map[string]bool{}
	for _, path := range strings.Fields(string(out)) {
		built[path] = true
	}
	if len(built) < 30 {
		t.Fatalf("only %d modules", len(built))
	}
	for path := range built {
		if listed[path] == "" {
			t.Errorf("internal/assurance/sheets/licences.txt has no line for %s", path)
		}
	}
	for path := range listed {
		if !built[path] {
			t.Errorf("internal/assurance/sheets/licences.txt has %s, which is not built in", path)
		}
	}
}
