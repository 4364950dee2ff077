package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

func asProblem(err error, into **problem.Error) bool { return errors.As(err, into) }

func newFrameworkKey(f *flags) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "key NAME", Short: "Make a key pair for signing editions, for rights-holders", Args: oneArg("a name, such as outcomes.example.org"),
		Long: "Make a key pair. The private key goes into a file that you keep as you keep a seal; the public key is printed, for you to\n" +
			"publish where people know it is yours. Whoever has the private key can sign as you.",
		RunE: func(_ *cobra.Command, args []string) error {
			if out == "" {
				return usage("say where to keep the private key with --out")
			}
			private, public, err := framework.NewKey(args[0])
			if err != nil {
				return err
			}
			if err := f.write(out, []byte(private+"\n"), 0o600); err != nil {
				return err
			}
			return f.show(map[string]string{"public": public, "private_file": out}, "public key: %s\nprivate key: in %s; keep it apart and tell nobody\n", public, out)
		},
	}
	c.Flags().StringVar(&out, "out", "", "the file for the private key; it must not exist yet")
	return c
}

func newFrameworkSign(f *flags) *cobra.Command {
	var key, out string
	c := &cobra.Command{
		Use: "sign FILE", Short: "Sign an edition's file, or a recall, as its rights-holder", Args: oneArg("a file"),
		Long: "Sign an edition, so that one file is right everywhere. Wording, source, version, permission, licence, attribution and\n" +
			"recall notice are all covered; a changed character breaks the signature. Writes the signed file as JSON.",
		RunE: func(_ *cobra.Command, args []string) error {
			private, err := keyText(key, "--key")
			if err != nil {
				return err
			}
			b, err := readInput(args[0])
			if err != nil {
				return err
			}
			if isRecall(b) {
				r, err := framework.ReadRecall(bytes.NewReader(b))
				if err == nil {
					r, err = r.Sign(private)
				}
				if err != nil {
					return err
				}
				return f.signed(out, r)
			}
			d, places, err := framework.ReadAny(filepath.Base(args[0]), b)
			if err != nil {
				return err
			}
			if faults := places.Locate(framework.Validate(d)); len(faults) > 0 {
				return f.faulty(args[0], faults)
			}
			if d.ID == "" {
				return problem.New(problem.Invalid, "framework.signature.no_id")
			}
			d.Copy = nil // about your own copy; whoever loads the file has another
			if d, err = d.Sign(private); err != nil {
				return err
			}
			return f.signed(out, d)
		},
	}
	c.Flags().StringVar(&key, "key", "", "the file with the private key (framework key)")
	c.Flags().StringVar(&out, "out", "", "the signed file to make; without it, it is printed")
	return c
}

// signed writes a signed edition or recall.
func (f *flags) signed(out string, v interface{ JSON() ([]byte, error) }) error {
	b, err := v.JSON()
	if err != nil {
		return err
	}
	if err := f.write(out, b, 0o644); err != nil || out == "" {
		return err
	}
	return f.show(map[string]string{"file": out}, "signed: %s\n", out)
}

func newFrameworkVerify(f *flags) *cobra.Command {
	var key string
	c := &cobra.Command{
		Use: "verify FILE", Short: "Check whether a file is signed with a public key; exit 1 when it is not", Args: oneArg("a file"),
		Long: "Check an edition's file, or a recall, against a public key (name+hash+letters, or a file with it). Get the key from the\n" +
			"rights-holder by a way you trust, not from the file itself.",
		RunE: func(_ *cobra.Command, args []string) error {
			public, err := keyText(key, "--key")
			if err != nil {
				return err
			}
			b, err := readInput(args[0])
			if err != nil {
				return err
			}
			ok, err := verified(args[0], b, public)
			if problem.KeyOf(err) == "framework.signature.broken" {
				ok, err = false, nil
			}
			if err != nil {
				return err
			}
			text := "signed with this key, and nothing was changed since\n"
			if !ok {
				text = "NOT signed with this key, or changed since\n"
			}
			if err := f.show(map[string]bool{"signed": ok}, "%s", text); err != nil {
				return err
			}
			if !ok {
				return errBroken
			}
			return nil
		},
	}
	c.Flags().StringVar(&key, "key", "", "the public key, or a file with it")
	return c
}

func verified(name string, b []byte, public string) (bool, error) {
	if isRecall(b) {
		r, err := framework.ReadRecall(bytes.NewReader(b))
		if err != nil {
			return false, err
		}
		for _, s := range r.Signatures {
			if s.Key == public {
				return true, nil
			}
		}
		return false, nil
	}
	d, _, err := framework.ReadAny(filepath.Base(name), b)
	if err != nil {
		return false, err
	}
	return d.SignedBy(public)
}

// keyText takes a key from the command line or from a file that is named there. It is never printed.
func keyText(given, flag string) (string, error) {
	if given == "" {
		return "", usage("say which key with %s", flag)
	}
	if b, err := os.ReadFile(given); err == nil {
		return strings.TrimSpace(string(b)), nil
	} else if strings.Count(given, "+") < 2 {
		return "", needs(err)
	}
	return strings.TrimSpace(given), nil
}

func isRecall(b []byte) bool {
	var head struct {
		Format string `json:"format"`
	}
	return json.Unmarshal(b, &head) == nil && head.Format == framework.FormatRecall
}

func newFrameworkRecall(f *flags) *cobra.Command {
	var key, out string
	r := framework.Recall{Format: framework.FormatRecall}
	c := &cobra.Command{
		Use: "recall EDITION", Short: "Write a recall of an edition, to be loaded wherever the edition is", Args: oneArg("an edition or its file"),
		Long: "Write a recall: a small file saying that an edition is no longer to be used, and why. Loading it (framework load) marks\n" +
			"the edition and shows the notice; records that stand on it keep standing. Sign it when you signed the edition.",
		RunE: func(c *cobra.Command, args []string) error {
			e, err := f.edition(c, args[0])
			if err != nil {
				return err
			}
			r.Edition, r.Checksum = e.ID, e.Checksum()
			if key != "" {
				private, err := keyText(key, "--key")
				if err != nil {
					return err
				}
				if r, err = r.Sign(private); err != nil {
					return err
				}
			}
			b, err := r.JSON()
			if err != nil {
				return err
			}
			if _, err := framework.ReadRecall(bytes.NewReader(b)); err != nil {
				return err
			}
			return f.write(out, b, 0o644)
		},
	}
	c.Flags().StringVar(&r.Notice, "notice", "", "what people are told")
	c.Flags().StringVar(&r.By, "by", "", "who calls it back")
	c.Flags().StringVar(&r.Date, "date", "", "the day, like 2026-04-27")
	c.Flags().StringVar(&key, "key", "", "the file with the private key, to sign it at once")
	c.Flags().StringVar(&out, "out", "", "the file to make; without it, it is printed")
	return f.mayUseDatabase(c)
}

func newFrameworkTrust(f *flags) *cobra.Command {
	var withdraw bool
	c := &cobra.Command{
		Use: "trust KEY", Short: "Say that a rights-holder's public key was checked, for the whole service", Args: oneArg("a public key, or a file with it"),
		Long: "Say that you have checked with its owner that a public key is theirs. Editions signed with it are then shown as such.",
		RunE: func(c *cobra.Command, args []string) error {
			public, err := keyText(args[0], "a key")
			if err != nil {
				return err
			}
			a, err := f.openShelf(c)
			if err != nil {
				return err
			}
			defer a.Close()
			if err := a.Framework.Trust(c.Context(), permit.System, public, !withdraw); err != nil {
				return err
			}
			return f.show(map[string]any{"key": public, "trusted": !withdraw}, "noted: %s\n", public)
		},
	}
	c.Flags().BoolVar(&withdraw, "withdraw", false, "no longer hold the key for theirs")
	return f.needsKeys(f.needsDatabase(c))
}
