package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"stablefutures/internal/app"
)

// demoAccount is how demo --json tells a program to sign in as somebody.
type demoAccount struct {
	Email         string   `json:"email"`
	Password      string   `json:"password"`
	Secret        string   `json:"totp_secret"`
	RecoveryCodes []string `json:"recovery_codes"`
}

func newDemo(f *flags) *cobra.Command {
	var o app.DemoOptions
	c := &cobra.Command{
		Use: "demo", Short: "Look at it: a demonstration in which everybody is invented", Args: noArgs,
		Long: "Fill a folder with invented councils, charities and young people, and serve it on this machine alone.\n" +
			"The first start takes a few seconds; the next one serves what is there. To begin afresh, remove the folder.\n\n" +
			"One button signs in as each role. The real way in works beside it: each start makes new passwords and codes for\n" +
			"it, shows them on the first page, and prints them with --json.",
		RunE: func(c *cobra.Command, _ []string) error {
			o.Log = newLog(os.Stderr)
			d, err := app.OpenDemo(c.Context(), o)
			if err != nil {
				return err
			}
			defer d.Close()
			return d.Serve(c.Context(), func(url string) { f.announce(d, url) })
		},
	}
	c.Flags().StringVar(&o.Addr, "addr", "localhost:8080", "HOST:PORT to listen on; this machine only")
	c.Flags().StringVar(&o.Data, "data", "demo-data", "folder of the database and its key ring")
	c.Flags().StringVar(&o.Database, "database", "", "another database, such as an empty postgres:// one")
	return c
}

// announce says where to look, to a person or in one line to a program.
func (f *flags) announce(d *app.Demo, url string) {
	if !f.json {
		fmt.Fprintf(f.out, "The demonstration is at %s\n\n", url)
		fmt.Fprint(f.out, "Everybody in it is invented. Look first at:\n"+
			"  Practitioner    what was promised and is due, then a young person's picture\n"+
			"  Guardian        the same in Scottish terms, for a charity without a council account\n"+
			"  Administrator   people, teams and the service, without any young person's record\n\n"+
			"Stop it with Ctrl-C.\n")
		return
	}
	roles := map[string]demoAccount{}
	for _, p := range d.People {
		roles[p.Key] = demoAccount{p.Email, p.Password, p.Secret, p.RecoveryCodes}
	}
	if err := f.show(map[string]any{"url": url, "roles": roles}, ""); err != nil {
		fmt.Fprintf(os.Stderr, "stablefutures: %v\n", err)
	}
}
