package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"stablefutures/internal/app"
	"stablefutures/internal/problem"
	"stablefutures/internal/sharing"
)

func newPackage(f *flags) *cobra.Command {
	c := &cobra.Command{Use: "package", Short: "Look at files that go between deployments, without opening them", Args: noArgs,
		Long: "A package is a file that people carry from one deployment to another. Nothing here opens one or names anybody: what\n" +
			"a package says is read in the program, by those it was given to, and every look is in the log.",
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newPackageInspect(f), newPackageVerify(f), newPackageList(f))
	return c
}

func newPackageInspect(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "inspect FILE", Short: "Say what anybody can know of a package: its size, its hash, how many can open it", Args: oneArg("a file"),
		Long: "Say what anybody can know of a package who has no key. It needs no database and no key ring.\n" +
			"Exit 3 when the file is no package, was cut, or is larger than any package.",
		RunE: func(_ *cobra.Command, args []string) error {
			file, err := readPackage(args[0])
			if err != nil {
				return err
			}
			o, err := sharing.LookFromOutside(file)
			if err != nil {
				return err
			}
			return f.show(o, "bytes:       %d\nsha256:      %s\nrecipients:  %d\n", o.Size, o.Hash, o.Recipients)
		},
	}
}

func newPackageVerify(f *flags) *cobra.Command {
	return f.needsKeys(f.needsDatabase(&cobra.Command{
		Use: "verify FILE", Short: "Say whether a file is, byte for byte, a package that went or came here; exit 1 when it is not", Args: oneArg("a file"),
		RunE: func(c *cobra.Command, args []string) error {
			file, err := readPackage(args[0])
			if err != nil {
				return err
			}
			return withBetween(c, f, func(b *sharing.Between) error {
				l, err := b.Known(c.Context(), file)
				if problem.Is(err, problem.NotFound) {
					if err := f.show(map[string]bool{"known": false}, "not a package that went or came here\n"); err != nil {
						return err
					}
					return errBroken
				}
				if err != nil {
					return err
				}
				return f.show(l, "%s", packageLine(l))
			})
		},
	}))
}

func newPackageList(f *flags) *cobra.Command {
	return f.needsKeys(f.needsDatabase(&cobra.Command{
		Use: "list", Short: "List every package that went or came: times, kinds and hashes, and no names", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withBetween(c, f, func(b *sharing.Between) error {
				list, err := b.Tracks(c.Context())
				if err != nil {
					return err
				}
				var text strings.Builder
				for _, l := range list {
					text.WriteString(packageLine(l))
				}
				return f.show(append([]sharing.Track{}, list...), "%s", text.String())
			})
		},
	}))
}

func packageLine(l sharing.Track) string {
	return fmt.Sprintf("%s  %-3s  %-10s  %4d  %s  transfer %s\n", l.At.UTC().Format(time.RFC3339), l.Direction, l.Kind, l.Sequence, l.Hash, l.Transfer)
}

func withBetween(c *cobra.Command, f *flags, do func(*sharing.Between) error) error {
	a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys})
	if err != nil {
		return err
	}
	defer a.Close()
	return do(a.Between)
}

// mostOfPackage is more than any package has: what is larger is refused without being read whole.
const mostOfPackage = 8 << 20

func readPackage(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, needs(err)
	}
	content, err := io.ReadAll(io.LimitReader(file, mostOfPackage))
	return content, errors.Join(err, file.Close())
}
