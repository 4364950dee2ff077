package main

import (
	"github.com/spf13/cobra"

	"stablefutures/internal/account"
	"stablefutures/internal/app"
	"stablefutures/internal/permit"
)

func newUser(f *flags) *cobra.Command {
	c := &cobra.Command{Use: "user", Short: "Let the first administrator in, or reset a sign-in when nobody else can", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(newUserAdd(f), newUserReset(f))
	return c
}

func newUserAdd(f *flags) *cobra.Command {
	var o account.Organisation
	var p account.NewPerson
	c := &cobra.Command{
		Use: "add", Short: "Add an organisation with its first administrator", Args: noArgs,
		Long: "Add an organisation with its first administrator, who then lets in everybody else.\n" +
			"An administrator looks after people and never sees a record's content.\n\n" +
			"Prints a one-time code; the person opens /enrol, enters it, and chooses a password and a second factor.",
		RunE: func(c *cobra.Command, _ []string) error {
			return f.invite(c, func(a *app.App) (account.Invitation, error) {
				return a.Account.CreateFirstAdministrator(c.Context(), permit.System, o, p)
			})
		},
	}
	c.Flags().StringVar(&o.Name, "organisation", "", "the organisation's name")
	c.Flags().StringVar((*string)(&o.Kind), "kind", "", "what it is: "+kinds())
	c.Flags().StringVar(&o.Nation, "nation", "", "where it works: england, scotland, wales, northern-ireland")
	c.Flags().StringVar(&p.Name, "name", "", "the administrator's name")
	c.Flags().StringVar(&p.Email, "email", "", "the administrator's e-mail address; nothing is sent to it")
	return f.needsKeys(f.needsDatabase(c))
}

func kinds() string {
	text := ""
	for i, k := range account.Kinds {
		if i > 0 {
			text += ", "
		}
		text += string(k)
	}
	return text
}

func newUserReset(f *flags) *cobra.Command {
	var email string
	c := &cobra.Command{
		Use: "reset", Short: "Reset somebody's sign-in; prints a one-time code", Args: noArgs,
		Long: "Reset somebody's sign-in from the machine itself, for when there is no second person to do it with.\n" +
			"All their sessions end. The ledger says that it was done here.",
		RunE: func(c *cobra.Command, _ []string) error {
			return f.invite(c, func(a *app.App) (account.Invitation, error) {
				return a.Account.ResetBySystem(c.Context(), permit.System, email)
			})
		},
	}
	c.Flags().StringVar(&email, "email", "", "the address they sign in with")
	return f.needsKeys(f.needsDatabase(c))
}

// invite opens the service, makes an invitation and prints its one-time code, the only time it is shown.
func (f *flags) invite(c *cobra.Command, make func(*app.App) (account.Invitation, error)) error {
	a, err := app.Open(c.Context(), app.Options{Database: f.database, Keys: f.keys, Create: true, Migrate: true})
	if err != nil {
		return err
	}
	defer a.Close()
	i, err := make(a)
	if err != nil {
		return err
	}
	return f.show(map[string]string{"account": i.AccountID, "code": i.Code, "until": i.Until.UTC().Format("2006-01-02T15:04:05Z")},
		"one-time code: %s\nIt is good until %s. Open /enrol in a browser and enter it. It is shown only now.\n",
		i.Code, i.Until.Local().Format("2 January 2006, 15:04"))
}
