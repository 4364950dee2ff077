package main

import (
	"encoding/json"
	"os"
	"strconv"

	"fmt"

	"github.com/spf13/cobra"

	"stablefutures/internal/access"
	"stablefutures/internal/app"
	"stablefutures/internal/ledger"
	"stablefutures/internal/seal"
)

func newLedger(f *flags) *cobra.Command {
	c := &cobra.Command{Use: "ledger", Short: "Prove that the log of every read and write has not been changed", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newLedgerVerify(f), newLedgerCheckpoint(f), newLedgerProve(f))
	return c
}

func newLedgerVerify(f *flags) *cobra.Command {
	var checkpoint, verifier, keys string // keys of its own: f.keys has the default of the commands that need a ring
	c := &cobra.Command{
		Use: "verify", Short: "Check every entry; exit 1 and name the first that no longer holds", Args: noArgs,
		Long: "Check every entry of the log, every hash and every signature. It needs no key ring.\n\n" +
			"Only a checkpoint kept elsewhere (ledger checkpoint) can find out somebody who holds the whole database and\n" +
			"cuts off its end, or makes it anew: give it with --checkpoint, and the public key with --verifier.",
		RunE: func(c *cobra.Command, _ []string) error {
			d, err := openForReading(c, f)
			if err != nil {
				return err
			}
			defer d.Close()
			o := ledger.Options{Verifier: verifier}
			if checkpoint != "" {
				if o.Checkpoint, err = os.ReadFile(checkpoint); err != nil {
					return needs(err)
				}
			}
			if keys != "" {
				if o.Ring, err = seal.OpenRing(keys); err != nil {
					return err
				}
			}
			r, err := ledger.Verify(c.Context(), d, o)
			if err != nil {
				return err
			}
			return f.report(r)
		},
	}
	c.Flags().StringVar(&checkpoint, "checkpoint", "", "a checkpoint that was kept elsewhere")
	c.Flags().StringVar(&verifier, "verifier", "", "the public key its signatures must hold for (keys status)")
	c.Flags().StringVar(&keys, "keys", "", "the key ring, to check what is sealed as well")
	return f.needsDatabase(c)
}

func (f *flags) report(r ledger.Report) error {
	text := fmt.Sprintf("entries: %d, checkpoints: %d, waiting: %d, destroyed: %d, records destroyed: %d\n", r.Entries, r.Checkpoints, r.Pending, r.Destroyed, r.Records)
	if r.OK {
		text += "every entry holds\n"
	} else if r.FirstBad != nil {
		text += fmt.Sprintf("entry %d no longer holds: %s\n", *r.FirstBad, r.What)
	}
	if err := f.show(r, "%s", text); err != nil {
		return err
	}
	if !r.OK {
		return errBroken
	}
	return nil
}

func newLedgerCheckpoint(f *flags) *cobra.Command {
	return f.needsKeys(f.needsDatabase(&cobra.Command{
		Use: "checkpoint", Short: "Sign the log as it is now and print the checkpoint, to be kept elsewhere", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys})
			if err != nil {
				return err
			}
			defer a.Close()
			if err := a.Ledger.Settle(c.Context()); err != nil {
				return err
			}
			if err := a.Ledger.Checkpoint(c.Context()); err != nil {
				return err
			}
			var note []byte
			err = a.Door.Background(c.Context(), func(w *access.Work) (err error) {
				note, err = a.Ledger.NewestCheckpoint(c.Context(), w.Tx)
				return err
			})
			if err != nil {
				return err
			}
			_, err = f.out.Write(note)
			return err
		},
	}))
}

func newLedgerProve(f *flags) *cobra.Command {
	return f.needsKeys(f.needsDatabase(&cobra.Command{
		Use: "prove ENTRY", Short: "Make a proof of one entry that an outsider can check without the database", Args: oneArg("an entry's number"),
		Long: "Make a proof of one entry, as JSON. tools/ledgerproof is a small program that checks it; docs/ledger.md says how,\n" +
			"so that anybody can write another.",
		RunE: func(c *cobra.Command, args []string) error {
			entry, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil || entry < 0 {
				return usage("%q is not an entry's number", args[0])
			}
			a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys})
			if err != nil {
				return err
			}
			defer a.Close()
			var proof ledger.Proof
			err = a.Door.Background(c.Context(), func(w *access.Work) (err error) {
				proof, err = a.Ledger.Prove(c.Context(), w.Tx, entry)
				return err
			})
			if err != nil {
				return err
			}
			e := json.NewEncoder(f.out)
			e.SetIndent("", "  ")
			return e.Encode(proof)
		},
	}))
}
