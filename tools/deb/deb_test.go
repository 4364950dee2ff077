// Package deb tries the Debian package: it is built, built again, unpacked, installed below a folder, removed and purged.
package deb

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"stablefutures/internal/testkit"
)

// needs skips where Debian's tools are not: the package is for Debian, the program is not.
func needs(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not on this machine", tool)
		}
	}
}

func run(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir, c.Env = testkit.Root(), append(os.Environ(), env...)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// built is where the real program was compiled, once for all tests here.
var built struct {
	sync.Once
	dir string
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

func program(t *testing.T) string {
	t.Helper()
	built.Do(func() {
		dir, err := os.MkdirTemp("", "deb")
		must(t, err)
		built.dir = dir
		compile(t, filepath.Join(dir, "stablefutures"))
	})
	return filepath.Join(built.dir, "stablefutures")
}

func compile(t *testing.T, binary string) {
	t.Helper()
	run(t, []string{"CGO_ENABLED=0"}, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -X main.version=1.2.3", "-o", binary, "./cmd/stablefutures")
}

func pack(t *testing.T, binary string, env ...string) string {
	t.Helper()
	out := run(t, append([]string{"SOURCE_DATE_EPOCH=1795000000", "DEB_LEVEL=0"}, env...), "scripts/deb.sh", "amd64", binary, "v1.2.3-4-gabcdef0", t.TempDir())
	return strings.TrimSpace(out)
}

func TestDeb_builtTwiceIsTheSameAndHoldsWhatItShould(t *testing.T) {
	needs(t, "dpkg-deb", "bash", "gzip", "xz")
	binary := program(t)
	first := pack(t, binary)
	if filepath.Base(first) != "stablefutures_1.2.3+4+gabcdef0_amd64.deb" {
		t.Errorf("it is called %s", filepath.Base(first))
	}
	must(t, os.Chtimes(binary, time.Unix(5, 0), time.Unix(5, 0)))
	must(t, os.Chmod(binary, 0o700))
	second := pack(t, binary, "TZ=Pacific/Auckland", "LC_ALL=C.UTF-8", "USER=somebody")
	one, err := os.ReadFile(first)
	must(t, err)
	two, err := os.ReadFile(second)
	must(t, err)
	if !bytes.Equal(one, two) {
		t.Error("built twice it is not the same, byte for byte")
	}
	modes := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(run(t, nil, "dpkg-deb", "-c", first)), "\n") {
		f := strings.Fields(line)
		modes[strings.TrimPrefix(f[5], ".")] = f[0]
		if f[1] != "root/root" {
			t.Errorf("%s belongs to %s", f[5], f[1])
		}
	}
	for path, mode := range map[string]string{"/usr/bin/stablefutures": "-rwxr-xr-x", "/usr/lib/systemd/system/stablefutures.service": "-rw-r--r--",
		"/usr/lib/sysusers.d/stablefutures.conf": "-rw-r--r--", "/etc/stablefutures/stablefutures.env": "-rw-r-----",
		"/usr/share/doc/stablefutures/copyright": "-rw-r--r--", "/usr/share/doc/stablefutures/operating.md": "-rw-r--r--",
		"/usr/share/doc/stablefutures/security/asvs.md": "-rw-r--r--", "/usr/share/man/man1/stablefutures.1.gz": "-rw-r--r--"} {
		if modes[path] != mode {
			t.Errorf("%s has %q, not %s", path, modes[path], mode)
		}
	}
	for path := range modes {
		if strings.HasPrefix(path, "/var") || strings.Contains(path, "keys") || strings.HasSuffix(path, ".db") {
			t.Errorf("the package holds %s: data and keys are made on the machine and belong to its controller", path)
		}
	}
	info := run(t, nil, "dpkg-deb", "-f", first)
	for _, want := range []string{"Package: stablefutures", "Version: 1.2.3+4+gabcdef0", "Architecture: amd64", "Depends: systemd"} {
		if !strings.Contains(info, want) {
			t.Errorf("control does not say %q:\n%s", want, info)
		}
	}
}

// installed puts the package below a folder, as dpkg does it, with its scripts run.
func installed(t *testing.T) (root string, dpkg func(args ...string) string) {
	t.Helper()
	needs(t, "dpkg", "dpkg-deb", "systemd-sysusers", "bash", "gzip", "xz")
	if os.Geteuid() != 0 {
		t.Skip("installing needs root")
	}
	file := pack(t, program(t))
	root = t.TempDir()
	for _, dir := range []string{"var/lib/dpkg/updates", "var/lib/dpkg/info", "etc", "var/log", "var/cache"} {
		must(t, os.MkdirAll(filepath.Join(root, dir), 0o755))
	}
	for _, name := range []string{"var/lib/dpkg/status", "var/lib/dpkg/available", "etc/passwd", "etc/group"} {
		must(t, os.WriteFile(filepath.Join(root, name), nil, 0o644))
	}
	dpkg = func(args ...string) string {
		t.Helper()
		return run(t, []string{"PATH=" + os.Getenv("PATH") + ":/usr/sbin:/sbin"}, "dpkg", append([]string{"--root=" + root, "--log=/dev/null", "--force-script-chrootless", "--force-depends", "--force-not-root"}, args...)...)
	}
	out := dpkg("--install", file)
	if !strings.Contains(out, "nothing was started") {
		t.Errorf("it does not say that nothing was started:\n%s", out)
	}
	return root, dpkg
}

// Installing makes the user and closes its files; it starts and enables nothing. Removing and purging leave every byte of
// data and every key where it is, with its owner.
func TestDeb_purgingNeverTakesDataOrKeys(t *testing.T) {
	root, dpkg := installed(t)
	read := func(path string) string {
		content, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			return ""
		}
		return string(content)
	}
	if !regexp.MustCompile(`(?m)^stablefutures:x?!?\*?:\d+:\d+:Stable Futures:/var/lib/stablefutures:/usr/sbin/nologin$`).MatchString(read("etc/passwd")) {
		t.Errorf("the user: %q", read("etc/passwd"))
	}
	info, err := os.Stat(filepath.Join(root, "etc/stablefutures/stablefutures.env"))
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the settings can be read by others: %v %v", info, err)
	}
	if links, _ := filepath.Glob(filepath.Join(root, "etc/systemd/system/*/*stablefutures*")); len(links) > 0 {
		t.Errorf("it was enabled unasked: %v", links)
	}
	if out := run(t, nil, filepath.Join(root, "usr/bin/stablefutures"), "version"); !strings.Contains(out, "1.2.3") {
		t.Errorf("the program says %q", out)
	}
	kept := []string{"var/lib/stablefutures/futures.db", "var/lib/stablefutures/futures.db-wal", "var/lib/stablefutures-keys/ring.keys"}
	for _, path := range kept {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(root, path)), 0o700))
		must(t, os.WriteFile(filepath.Join(root, path), []byte(path), 0o600))
	}
	must(t, os.MkdirAll(filepath.Join(root, "var/cache/stablefutures/x"), 0o700))
	dpkg("--remove", "stablefutures")
	if read("etc/stablefutures/stablefutures.env") == "" {
		t.Error("removing took the settings")
	}
	out := dpkg("--purge", "stablefutures")
	for _, path := range kept {
		if read(path) != path {
			t.Errorf("purging touched %s", path)
		}
	}
	if !strings.Contains(out, "stays as it is") || !strings.Contains(read("etc/passwd"), "stablefutures:") {
		t.Errorf("purging says nothing of what stays, or took the owner: %s", out)
	}
	for _, gone := range []string{"usr/bin/stablefutures", "var/cache/stablefutures", "etc/stablefutures"} {
		if _, err := os.Stat(filepath.Join(root, gone)); err == nil {
			t.Errorf("%s is still there", gone)
		}
	}
}

// The unit gives the service nothing it does not need, and systemd's own judge finds little to say.
func TestDeb_unitIsASandbox(t *testing.T) {
	unit := filepath.Join(testkit.Root(), "packaging/deb/stablefutures.service")
	content, err := os.ReadFile(unit)
	must(t, err)
	lines := strings.Split(string(content), "\n")
	for _, want := range []string{"User=stablefutures", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
		"CapabilityBoundingSet=", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "SystemCallFilter=@system-service", "StateDirectory=stablefutures stablefutures-keys",
		"StateDirectoryMode=0700", "UMask=0077", "EnvironmentFile=/etc/stablefutures/stablefutures.env"} {
		if !slices.Contains(lines, want) {
			t.Errorf("the unit does not say %s", want)
		}
	}
	needs(t, "systemd-analyze")
	out := run(t, nil, "systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", unit)
	m := regexp.MustCompile(`exposure level for stablefutures.service: (\d+\.\d)`).FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("%s", out[max(0, len(out)-300):])
	}
	var level float64
	if _, err := fmt.Sscanf(m[1], "%f", &level); err != nil || level > 2 {
		t.Errorf("systemd finds the unit exposed: %s", m[1])
	}
}

// lintian, where it is, finds no error.
func TestDeb_lintian(t *testing.T) {
	needs(t, "lintian", "dpkg-deb", "xz")
	out := run(t, nil, "lintian", "--fail-on", "error", "--suppress-tags", "statically-linked-binary,embedded-library", pack(t, program(t)))
	t.Log(out)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
