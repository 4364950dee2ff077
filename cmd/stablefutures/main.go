package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"stablefutures/internal/i18n"
	"stablefutures/internal/problem"
)

// version is stamped by the build.
var version = "unknown"

// Exit codes; see the package comment.
const (
	exitHolds  = 0
	exitBroken = 1
	exitUsage  = 2
	exitNeeds  = 3
	exitFailed = 4
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with everything passed in, for tests.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	root := newRoot(out, errOut)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var usage usageError
	switch {
	case err == nil:
		return exitHolds
	case errors.Is(err, errBroken):
		return exitBroken
	case errors.As(err, &usage):
		fmt.Fprintf(errOut, "stablefutures: %v\nTry: stablefutures help\n", err)
		return exitUsage
	}
	fmt.Fprintf(errOut, "stablefutures: %s\n", explain(err))
	if k := problem.KindOf(err); k == problem.Internal {
		return exitFailed
	}
	return exitNeeds
}

// errBroken says that what a command checked does not hold; the command has said what.
var errBroken = errors.New("does not hold")

// usageError is a command line that was not understood.
type usageError struct{ error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// explain gives an error as a sentence for whoever runs the command: what is wrong and what to do, then the cause.
func explain(err error) string {
	var p *problem.Error
	if !errors.As(err, &p) {
		return err.Error()
	}
	l := i18n.For("en")
	text := l.T(p.Key, p.Args...)
	for _, f := range p.Fields {
		text += fmt.Sprintf("\n  %s: %s", f.Name, l.T(f.Key, f.Args...))
	}
	if p.Err != nil {
		text += fmt.Sprintf(" (%v)", p.Err)
	}
	return text
}

// flags are what most commands share.
type flags struct {
	database string
	keys     string
	json     bool
	out      io.Writer
}

func newRoot(out, errOut io.Writer) *cobra.Command {
	f := &flags{out: out}
	root := &cobra.Command{
		Use:   "stablefutures",
		Short: "Conversations about outcomes with young people, and what was promised",
		Long: "Stable Futures: a young person says what matters, the people around them promise what they will do,\n" +
			"and everyone who should can see whether it was done.\n\n" +
			"Look at it first:   stablefutures demo\n" +
			"Put it to work:     stablefutures help serve",
		SilenceUsage: true, SilenceErrors: true,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("there is no command %q", args[0])
			}
			return c.Help()
		},
		Args: cobra.ArbitraryArgs,
	}
	root.SetOut(out)
	root.SetErr(errOut)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.PersistentFlags().BoolVar(&f.json, "json", false, "answer in JSON, for a program to read")
	root.AddCommand(newVersion(f), newDemo(f), newServe(f), newMigrate(f), newRebuild(f), newKeys(f), newUser(f),
		newLedger(f), newFramework(f), newBackup(f), newRestore(f), newExportAll(f), newAssurance(f), newDoctor(f), newRoutes(f), newStats(f), newPackage(f), newDisclose(f), newPool(f), newGenerate(f))
	root.CompletionOptions.HiddenDefaultCmd = true
	return root
}

// needsDatabase gives a command the flag that says where the database is.
func (f *flags) needsDatabase(c *cobra.Command) *cobra.Command {
	def := os.Getenv("STABLEFUTURES_DATABASE")
	if def == "" {
		def = "stablefutures.db"
	}
	c.Flags().StringVar(&f.database, "database", def, "a file, or a postgres:// address (also STABLEFUTURES_DATABASE)")
	return c
}

// needsKeys gives a command the flag that says where the key ring is.
func (f *flags) needsKeys(c *cobra.Command) *cobra.Command {
	def := os.Getenv("STABLEFUTURES_KEYS")
	if def == "" {
		def = "stablefutures.keys"
	}
	c.Flags().StringVar(&f.keys, "keys", def, "the key ring, kept apart from the database: a file, 'command:/PROGRAM ARGS' or 'env:NAME' (also STABLEFUTURES_KEYS)")
	return c
}

// noArgs refuses arguments a command does not take.
func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("%q is not understood here", args[0])
	}
	return nil
}

// show prints v as one line of JSON when asked for, else as text.
func (f *flags) show(v any, text string, args ...any) error {
	if !f.json {
		_, err := fmt.Fprintf(f.out, text, args...)
		return err
	}
	return json.NewEncoder(f.out).Encode(v)
}
