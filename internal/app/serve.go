package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"stablefutures/internal/problem"
)

// ServeOptions say how to listen.
type ServeOptions struct {
	Addr string // HOST:PORT
	// Cert and Key are PEM files for speaking TLS itself.
	Cert, Key string
	// PublicURL is the https:// address people use, when a proxy in front speaks TLS.
	PublicURL string
	Mode      Mode
	// Ready is called once the address is known and pages can be asked for.
	Ready func(url string)
}

// check refuses what would put passwords and words on a wire in clear.
func (o ServeOptions) check() (origin string, err error) {
	host, port, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return "", problem.New(problem.Invalid, "app.bad_addr")
	}
	if (o.Cert == "") != (o.Key == "") {
		return "", problem.New(problem.Invalid, "app.cert_and_key")
	}
	switch {
	case o.PublicURL != "":
		u, err := url.Parse(o.PublicURL)
		if err != nil || u.Scheme != "https" || u.Host == "" {
			return "", problem.New(problem.Invalid, "app.bad_public_url")
		}
		return "https://" + u.Host, nil
	case o.Cert != "":
		return "https://" + net.JoinHostPort(host, port), nil
	case IsLoopback(host):
		return "http://" + net.JoinHostPort(host, port), nil
	}
	return "", problem.New(problem.Invalid, "app.needs_tls")
}

// IsLoopback reports whether a host is this machine alone.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Origin gives the address browsers see for the options, or why they cannot be served.
func (o ServeOptions) Origin() (string, error) { return o.check() }

// Serve answers until ctx ends, then lets requests finish, signs a checkpoint and returns. Jobs run meanwhile.
func (a *App) Serve(ctx context.Context, o ServeOptions) error {
	origin, err := o.check()
	if err != nil {
		return err
	}
	o.Mode.Proxied = o.PublicURL != ""
	o.Mode.Secure = o.Mode.Secure || o.Cert != "" || o.PublicURL != ""
	pages, err := a.Pages(o.Mode)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return problem.Wrap(err, problem.Conflict, "app.cannot_listen", "addr", o.Addr)
	}
	server := &http.Server{
		Handler:           pages.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		TLSConfig:         &tls.Config{MinVersion: tls.VersionTLS12},
	}
	stop := a.startJobs(ctx)
	failed := make(chan error, 1)
	go func() {
		if o.Cert != "" {
			failed <- server.ServeTLS(listener, o.Cert, o.Key)
			return
		}
		failed <- server.Serve(listener)
	}()
	if o.Ready != nil {
		o.Ready(actualOrigin(origin, o, listener))
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = shutdown(server)
	}
	return errors.Join(err, stop())
}

// actualOrigin fills in the port when port 0 asked for any.
func actualOrigin(origin string, o ServeOptions, l net.Listener) string {
	host, port, _ := net.SplitHostPort(o.Addr)
	if port != "0" || o.PublicURL != "" {
		return origin
	}
	_, port, _ = net.SplitHostPort(l.Addr().String())
	scheme := "http://"
	if o.Cert != "" {
		scheme = "https://"
	}
	return scheme + net.JoinHostPort(host, port)
}

// hostOf gives the host of HOST:PORT, or of a host by itself, without the brackets of an IPv6 address.
func hostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.TrimSuffix(strings.TrimPrefix(address, "["), "]")
	}
	return host
}

func shutdown(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

// startJobs starts what runs beside the pages and returns what stops it: the ledger's sequencer and checkpoints, the
// name index, clocks of records from before there were clocks, the sweeping of ended sessions, the end of shares, reports that
// are due.
func (a *App) startJobs(ctx context.Context) (stop func() error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var jobs sync.WaitGroup
	jobs.Go(func() { a.Ledger.Run(ctx) })
	jobs.Go(func() {
		if err := a.Record.WarmNames(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("fill name index", "problem", err.Error())
		}
	})
	jobs.Go(func() {
		if _, err := a.Custody.WindMissing(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("wind clocks", "problem", err.Error())
		}
	})
	jobs.Go(func() { a.every(ctx, 10*time.Minute, "sweep sign-ins", a.Account.Sweep) })
	jobs.Go(func() { a.every(ctx, 10*time.Minute, "end shares with other deployments", a.Between.Due) })
	jobs.Go(func() { a.every(ctx, 10*time.Minute, "watch over access", a.Watch.Look) })
	jobs.Go(func() { a.every(ctx, 10*time.Minute, "take down what is over", a.Together.Expire) })
	jobs.Go(func() { a.every(ctx, 10*time.Minute, "make reports that are due", a.dueReports) })
	jobs.Go(func() { a.every(ctx, 30*time.Second, "read translations", a.Translation.Refresh) })
	jobs.Go(func() { a.every(ctx, 30*time.Second, "read wordings", a.Framework.RefreshWordings) })
	return func() error {
		cancel()
		jobs.Wait()
		return nil
	}
}

func (a *App) every(ctx context.Context, pause time.Duration, name string, do func(context.Context) error) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := do(ctx); err != nil && ctx.Err() == nil {
				a.log.Error(name, "problem", err.Error())
			}
		}
	}
}
