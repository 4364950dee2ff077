package assurance

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// bill is a bill of materials in CycloneDX 1.6 (ECMA-424), as far as we use it.
type bill struct {
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Serial       string       `json:"serialNumber"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Timestamp string    `json:"timestamp"`
	Component component `json:"component"`
	Lifecycle []phase   `json:"lifecycles"`
}

type phase struct {
	Phase string `json:"phase"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	Scope      string     `json:"scope,omitempty"` // "excluded": used to build or to test, not in the program
	Hashes     []hash     `json:"hashes,omitempty"`
	Licences   []licence  `json:"licenses,omitempty"`
	PackageURL string     `json:"purl,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type licence struct {
	Expression string `json:"expression"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref     string   `json:"ref"`
	Depends []string `json:"dependsOn,omitempty"`
}

// shipped are the npm packages whose files, or what is built from them, are in the program.
var shipped = map[string]bool{"govuk-frontend": true, "@fontsource/noto-sans": true, "@fontsource/noto-sans-arabic": true,
	"@fontsource/noto-sans-ethiopic": true, "@fontsource/noto-sans-bengali": true, "@fontsource/noto-sans-sc": true}

// parts lists everything that the program is made of: Go's own library, each module, and each npm package of the build.
func parts(p Program, serial string, at time.Time) ([]byte, error) {
	root := component{Type: "application", Ref: "stablefutures", Name: "stablefutures", Version: p.Version}
	list := []component{{Type: "library", Ref: "pkg:golang/std@" + goVersion(p.Build), Name: "Go standard library", Version: goVersion(p.Build), Scope: "required",
		Licences: []licence{{"BSD-3-Clause"}}, PackageURL: "pkg:golang/std@" + goVersion(p.Build)}}
	licences := moduleLicences()
	if p.Build != nil {
		for _, m := range p.Build.Deps {
			list = append(list, module(m, licences))
		}
	}
	npm, err := npmParts()
	if err != nil {
		return nil, err
	}
	list = append(list, npm...)
	b := bill{Format: "CycloneDX", Spec: "1.6", Serial: "urn:uuid:" + serial, Version: 1,
		Metadata: metadata{Timestamp: at.Format(time.RFC3339), Component: root, Lifecycle: []phase{{"build"}}}, Components: list}
	needs := dependency{Ref: root.Ref}
	for _, c := range list {
		b.Dependencies = append(b.Dependencies, dependency{Ref: c.Ref})
		if c.Scope == "required" {
			needs.Depends = append(needs.Depends, c.Ref)
		}
	}
	b.Dependencies = append([]dependency{needs}, b.Dependencies...)
	content, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write bill of materials: %w", err)
	}
	return append(content, '\n'), nil
}

func goVersion(b *debug.BuildInfo) string {
	version := runtime.Version()
	if b != nil && b.GoVersion != "" {
		version = b.GoVersion
	}
	version, _, _ = strings.Cut(strings.TrimPrefix(version, "go"), " ")
	return version
}

func module(m *debug.Module, licences map[string]string) component {
	if m.Replace != nil {
		m = m.Replace
	}
	purl := "pkg:golang/" + m.Path + "@" + url.PathEscape(m.Version)
	c := component{Type: "library", Ref: purl, Name: m.Path, Version: m.Version, Scope: "required", PackageURL: purl}
	if l := licences[m.Path]; l != "" {
		c.Licences = []licence{{l}}
	}
	if m.Sum != "" {
		c.Properties = []property{{"go:sum", m.Sum}}
	}
	return c
}

// moduleLicences reads which licence each module has.
func moduleLicences() map[string]string {
	all := map[string]string{}
	for _, line := range strings.Split(sheet("licences.txt"), "\n") {
		if path, l, ok := strings.Cut(line, " "); ok && path != "#" {
			all[path] = l
		}
	}
	return all
}

// npmParts reads the pinned packages from the build's own lock file.
func npmParts() ([]component, error) {
	var lock struct {
		Packages map[string]struct {
			Version, License, Integrity string
		}
	}
	if err := json.Unmarshal([]byte(sheet("package-lock.json")), &lock); err != nil {
		return nil, fmt.Errorf("read package lock: %w", err)
	}
	var list []component
	for _, path := range sortedKeys(lock.Packages) {
		at := strings.LastIndex(path, "node_modules/")
		if at < 0 {
			continue // the lock's own root
		}
		name, p := path[at+len("node_modules/"):], lock.Packages[path]
		purl := "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + p.Version
		c := component{Type: "library", Ref: purl, Name: name, Version: p.Version, Scope: "excluded", PackageURL: purl}
		if path != "node_modules/"+name {
			c.Ref += "#" + path // the same version may lie in two places
		}
		if shipped[name] {
			c.Scope = "required"
		}
		if p.License != "" {
			c.Licences = []licence{{p.License}}
		}
		if sum, ok := strings.CutPrefix(p.Integrity, "sha512-"); ok {
			raw, err := base64.StdEncoding.DecodeString(sum)
			if err != nil {
				return nil, fmt.Errorf("read package lock: %s: %w", name, err)
			}
			c.Hashes = []hash{{"SHA-512", hex.EncodeToString(raw)}}
		}
		list = append(list, c)
	}
	return list, nil
}
