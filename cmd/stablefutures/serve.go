package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"stablefutures/internal/app"
)

func newServe(f *flags) *cobra.Command {
	var o app.ServeOptions
	c := &cobra.Command{
		Use: "serve", Short: "Serve the pages", Args: noArgs,
		Long: "Serve the pages until told to stop (Ctrl-C, SIGTERM).\n\n" +
			"The first time, where neither database nor key ring exists, both are made. Then:\n\n" +
			"  stablefutures user add --organisation 'Name' --kind council --nation england --name 'You' --email you@example.org\n\n" +
			"Beyond this machine it speaks TLS itself (--cert and --key) or stands behind a proxy that does (--public-url).\n" +
			"It starts in trial mode: invented people only, until an administrator has answered what leaving it asks.\n" +
			"Keep a copy of the key ring apart from the database and its backups: without it nothing can be read again.",
		RunE: func(c *cobra.Command, _ []string) error {
			origin, err := o.Origin()
			if err != nil {
				return err
			}
			log := newLog(os.Stderr)
			a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys, Create: true, Migrate: true,
				Origins: []string{origin}, Log: log})
			if err != nil {
				return err
			}
			defer a.Close()
			o.Ready = func(url string) { fmt.Fprintf(f.out, "Stable Futures is at %s\n", url) }
			return a.Serve(c.Context(), o)
		},
	}
	c.Flags().StringVar(&o.Addr, "addr", "localhost:8080", "HOST:PORT to listen on")
	c.Flags().StringVar(&o.Cert, "cert", "", "TLS certificate (PEM)")
	c.Flags().StringVar(&o.Key, "key", "", "TLS certificate's key (PEM)")
	c.Flags().StringVar(&o.PublicURL, "public-url", "", "the https:// address people use, behind a proxy that speaks TLS")
	c.Flags().StringVar(&o.Mode.Exit, "exit-url", app.DefaultExit, "where \"exit this page\" leads")
	c.Flags().BoolVar(&o.Mode.DraftsOK, "allow-draft-translations", false, "let a young person meet text that no person has checked yet (never for agreement, safety, stop and privacy)")
	c.Flags().BoolVar(&o.Mode.Dev, "dev", false, "show the component page at /components")
	return f.needsKeys(f.needsDatabase(c))
}

// newLog writes what happened, a line each, without anything that was said or typed.
func newLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelInfo}))
}
