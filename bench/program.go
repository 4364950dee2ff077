//go:build unix

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const program = "bin/stablefutures"

// programs are the built product and its bound, and how each is started.
type programs struct {
	dir, data string
	people    map[string]person // who can sign in
}

func (p *programs) bare(args ...string) func(addr string) *exec.Cmd {
	return func(addr string) *exec.Cmd {
		file := filepath.Join(p.dir, fmt.Sprintf("bare-%d.db", time.Now().UnixNano()))
		return exec.Command(filepath.Join(p.dir, "bare"), append(args, addr, file)...)
	}
}

// serve starts the product as a council would, on what the demonstration made.
func (p *programs) serve(addr string) *exec.Cmd {
	return exec.Command(program, "serve", "--allow-draft-translations", "--addr", addr,
		"--database", filepath.Join(p.data, "demo.db"), "--keys", filepath.Join(p.data, "demo.keys"))
}

// measureProgram starts the built program and its bare bound as people would.
func measureProgram(ctx context.Context, t *table, dir string, each time.Duration) error {
	p := &programs{dir: dir, data: filepath.Join(dir, "demo")}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(dir, "bare"), "./bench/bare")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the bound: %w\n%s", err, out)
	}
	return firstError(
		func() error { return measureSize(t, filepath.Join(dir, "bare")) },
		func() error { return p.measureDemo(t) },
		func() error { return p.measureStart(t) },
		func() error { return p.measureRunning(t, each) },
	)
}

func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// measureDemo fills the demonstration and learns who can sign in to it.
func (p *programs) measureDemo(t *table) error {
	var said bytes.Buffer
	first, err := start(func(addr string) *exec.Cmd {
		c := exec.Command(program, "demo", "--json", "--addr", addr, "--data", p.data)
		c.Stdout = &said
		return c
	})
	if err != nil {
		return err
	}
	first.stop()
	t.add(atMost("first start of all, demonstration filled", "s", first.took/1000, 0, 30))
	p.people, err = readPeople(said.Bytes())
	return err
}

// measureStart takes the quickest of several starts: what disturbs one only ever makes it slower.
func (p *programs) measureStart(t *table) error {
	var fastest, fastestBound float64
	for range 7 {
		ours, err := start(p.serve)
		if err != nil {
			return err
		}
		ours.stop()
		b, err := start(p.bare("-fill=false"))
		if err != nil {
			return err
		}
		b.stop()
		fastest, fastestBound = lower(fastest, ours.took), lower(fastestBound, b.took)
	}
	t.add(atMost("start to first answer (best of 7)", "ms", fastest, fastestBound, 40))
	return nil
}

func lower(a, b float64) float64 {
	if a == 0 {
		return b
	}
	return min(a, b)
}

func measureSize(t *table, bare string) error {
	ours, err := os.Stat(program)
	if err != nil {
		return fmt.Errorf("%w (make build)", err)
	}
	bound, err := os.Stat(bare)
	if err != nil {
		return err
	}
	t.add(atMost("binary, stripped, with fonts and texts", "MB", float64(ours.Size())/1e6, float64(bound.Size())/1e6, 45))
	return nil
}

// running is a server under measurement.
type running struct {
	url     string
	took    float64 // milliseconds from exec to the first 200
	command *exec.Cmd
}

func (r *running) stop() {
	_ = r.command.Process.Signal(syscall.SIGTERM) // it may have ended already
	_ = r.command.Wait()                          // how it ended is not what is measured
}

func start(make func(addr string) *exec.Cmd) (*running, error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return nil, err
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close()
	addr := "localhost:" + port
	r := &running{url: "http://" + addr, command: make(addr)}
	began := time.Now()
	if err := r.command.Start(); err != nil {
		return nil, err
	}
	for time.Since(began) < time.Minute {
		answer, err := http.Get(r.url + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				r.took = float64(time.Since(began).Microseconds()) / 1000
				return r, nil
			}
		}
		time.Sleep(time.Millisecond)
	}
	r.stop()
	return nil, errors.New(r.command.Path + " was not ready in a minute")
}

// measureRunning takes memory, the weight of pages, and the main job's pages with somebody signed in.
func (p *programs) measureRunning(t *table, each time.Duration) error {
	ours, err := start(p.serve)
	if err != nil {
		return err
	}
	defer ours.stop()
	bare, err := start(p.bare())
	if err != nil {
		return err
	}
	defer bare.stop()
	idle, err := start(p.bare("-fill=false"))
	if err != nil {
		return err
	}
	defer idle.stop()
	time.Sleep(3 * time.Second)
	if err := memory(t, "memory at rest", ours, idle, 25); err != nil {
		return err
	}
	v, err := newVisitor(ours.url)
	if err != nil {
		return err
	}
	if err := v.signIn(p.people["practitioner"]); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	record, _, err := v.longestPicture()
	if err != nil {
		return err
	}
	if err := weighPages(t, v, record); err != nil {
		return err
	}
	if err := p.measurePages(t, each, v, record, ours, bare); err != nil {
		return err
	}
	if err := memory(t, "memory after that", ours, bare, 64); err != nil {
		return err
	}
	return measureInsight(t, ours.url, p.people["analyst"])
}

func memory(t *table, what string, ours, bare *running, most float64) error {
	a, err := resident(ours.command.Process.Pid)
	if err != nil {
		return err
	}
	b, err := resident(bare.command.Process.Pid)
	t.add(atMost(what, "MiB", a, b, most))
	return err
}

func weighPages(t *table, v *visitor, record string) error {
	stranger, err := newVisitor(v.url)
	if err != nil {
		return err
	}
	_, all, err := stranger.weigh("/sign-in")
	if err != nil {
		return err
	}
	t.add(atMost("first visit on the wire: page, styles, scripts", "KB", all, 0, 45))
	for _, page := range []struct{ what, path string }{
		{"the day's promises", "/promises"}, {"a conversation's first form", record + "/conversations/new"}, {"the picture", record + "/picture"}} {
		html, _, err := v.weigh(page.path)
		if err != nil {
			return err
		}
		t.add(atMost("the next page on the wire: "+page.what, "KB", html, 0, 6))
	}
	return nil
}

// measurePages asks for the pages of the main job over the wire: fifty connections, then at a fixed rate.
func (p *programs) measurePages(t *table, each time.Duration, v *visitor, record string, ours, bare *running) error {
	at, err := v.openSitting(record)
	if err != nil {
		return fmt.Errorf("open a sitting: %w", err)
	}
	b, err := newVisitor(bare.url)
	if err != nil {
		return err
	}
	form := words()
	for _, m := range []struct {
		what       string
		goal       float64
		rate       int
		ours, bare func() error
	}{
		{"the picture page, signed in, as HTML", 0.6, 100,
			func() error { _, _, err := v.do(record+"/picture", nil, http.StatusOK); return err },
			func() error { _, _, err := b.do("/page", nil, http.StatusOK); return err }},
		{"save an answer of a conversation (bound: a whole one)", 0.6, 200,
			func() error { _, _, err := v.do(at+"/draft", form, http.StatusNoContent); return err },
			func() error { _, _, err := b.do("/save", form, http.StatusNoContent); return err }},
		{"the caseload page, signed in, as HTML", 0.7, 100,
			func() error { _, _, err := v.do("/people", nil, http.StatusOK); return err },
			func() error { _, _, err := b.do("/list", nil, http.StatusOK); return err }},
	} {
		if err := m.ours(); err != nil {
			return err
		}
		x, y, err := inTurns(
			func() (rate, error) { return served(ours, each, m.ours) },
			func() (rate, error) { return served(bare, each, m.bare) })
		if err != nil {
			return err
		}
		t.add(atLeast(fmt.Sprintf("%s, %d connections", m.what, callers), x, y, m.goal))
		_, late, err := latencies(m.rate, each, m.ours)
		if err != nil {
			return err
		}
		_, lateBound, err := latencies(m.rate, each, m.bare)
		if err != nil {
			return err
		}
		most := map[int]float64{100: 5, 200: 10}[m.rate]
		t.add(atMost(fmt.Sprintf("  the slowest of a hundred, at %d a second", m.rate), "ms", late, lateBound, most))
	}
	return nil
}

// served is perSecond with the processor time of the server, not of the one that asks.
func served(r *running, each time.Duration, f func() error) (rate, error) {
	before, err := cpuOf(r.command.Process.Pid)
	if err != nil {
		return rate{}, err
	}
	x, err := perSecond(callers, each, func(int) error { return f() })
	if err != nil {
		return rate{}, err
	}
	after, err := cpuOf(r.command.Process.Pid)
	x.cpu = time.Duration(float64(after-before) / max(x.perSecond*x.elapsed.Seconds(), 1))
	return x, err
}

func resident(pid int) (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindStringSubmatch(string(status))
	if m == nil {
		return 0, errors.New("no VmRSS")
	}
	kib, err := strconv.ParseFloat(m[1], 64)
	return kib / 1024, err
}

var linkedFile = regexp.MustCompile(`(?:<link[^>]+rel="stylesheet"[^>]+href|<script[^>]+src)="([^"]+)"`)

// weigh gives the kilobytes that travel for a page alone, and with every style and script it names.
func (v *visitor) weigh(path string) (html, all float64, err error) {
	text, n, err := v.fetch(path)
	if err != nil {
		return 0, 0, err
	}
	total := n
	for _, m := range linkedFile.FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(m[1], "/") {
			return 0, 0, fmt.Errorf("%s asks somebody else for %s", path, m[1])
		}
		_, n, err := v.fetch(m[1])
		if err != nil {
			return 0, 0, err
		}
		total += n
	}
	return float64(n) / 1000, float64(total) / 1000, nil
}

// fetch gives a page's text and how many bytes it was on the wire.
func (v *visitor) fetch(path string) (text string, n int, err error) {
	r, err := http.NewRequest(http.MethodGet, v.url+path, nil)
	if err != nil {
		return "", 0, err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := v.client.Do(r)
	if err != nil {
		return "", 0, err
	}
	defer answer.Body.Close()
	packed, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", 0, err
	}
	if answer.StatusCode != http.StatusOK {
		return "", 0, fmt.Errorf("%s answered %s", path, answer.Status)
	}
	if answer.Header.Get("Content-Encoding") != "gzip" {
		return string(packed), len(packed), nil
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", 0, err
	}
	plain, err := io.ReadAll(z)
	return string(plain), len(packed), err
}
