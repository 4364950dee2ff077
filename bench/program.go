//go:build unix

package main

import (
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

// measureProgram starts the built program and its bare bound as people would.
func measureProgram(ctx context.Context, t *table, dir string) error {
	bare := filepath.Join(dir, "bare")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", bare, "./bench/bare")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the bound: %w\n%s", err, out)
	}
	if err := measureSize(t, bare); err != nil {
		return err
	}
	data := filepath.Join(dir, "demo")
	demo := func(addr string) *exec.Cmd {
		return exec.CommandContext(ctx, program, "demo", "--addr", addr, "--data", data)
	}
	bound := func(addr string) *exec.Cmd {
		return exec.CommandContext(ctx, bare, addr, filepath.Join(dir, "bare.db"))
	}
	first, err := start(demo)
	if err != nil {
		return err
	}
	first.stop()
	var fastest, fastestBound float64
	for range 5 {
		ours, err := start(demo)
		if err != nil {
			return err
		}
		ours.stop()
		b, err := start(bound)
		if err != nil {
			return err
		}
		b.stop()
		fastest, fastestBound = lower(fastest, ours.took), lower(fastestBound, b.took)
	}
	t.add(atMost("start to first answer (best of 5)", "ms", fastest, fastestBound, 40))
	t.add(atMost("first start, demonstration filled", "s", first.took/1000, 0, 30))
	return measureRunning(t, demo, bound)
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
	t.add(atMost("binary, with fonts and texts", "MB", float64(ours.Size())/1e6, float64(bound.Size())/1e6, 45))
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

// measureRunning takes memory and the weight of pages of servers that are up.
func measureRunning(t *table, demo, bare func(string) *exec.Cmd) error {
	ours, err := start(demo)
	if err != nil {
		return err
	}
	defer ours.stop()
	bound, err := start(bare)
	if err != nil {
		return err
	}
	defer bound.stop()
	time.Sleep(3 * time.Second)
	a, err := resident(ours.command.Process.Pid)
	if err != nil {
		return err
	}
	b, err := resident(bound.command.Process.Pid)
	if err != nil {
		return err
	}
	t.add(atMost("memory at rest", "MiB", a, b, 25))
	html, all, err := weigh(ours.url + "/sign-in")
	if err != nil {
		return err
	}
	t.add(atMost("first visit on the wire: page, styles, scripts", "KB", all, 0, 45))
	t.add(atMost("the next page on the wire", "KB", html, 0, 6))
	return nil
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
func weigh(url string) (html, all float64, err error) {
	text, n, err := fetch(url)
	if err != nil {
		return 0, 0, err
	}
	total := n
	for _, m := range linkedFile.FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(m[1], "/") {
			return 0, 0, fmt.Errorf("%s asks somebody else for %s", url, m[1])
		}
		_, n, err := fetch(url[:strings.Index(url, "/sign-in")] + m[1])
		if err != nil {
			return 0, 0, err
		}
		total += n
	}
	return float64(n) / 1000, float64(total) / 1000, nil
}

func fetch(url string) (text string, bytes int, err error) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return "", 0, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return "", 0, err
	}
	defer answer.Body.Close()
	packed, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		return "", 0, errors.Join(err, fmt.Errorf("%s answered %s", url, answer.Status))
	}
	if answer.Header.Get("Content-Encoding") != "gzip" {
		return string(packed), len(packed), nil
	}
	r, err := gzip.NewReader(strings.NewReader(string(packed)))
	if err != nil {
		return "", 0, err
	}
	plain, err := io.ReadAll(r)
	return string(plain), len(packed), err
}
