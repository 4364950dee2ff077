package assurance

import (
	"context"
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode"

	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/nation"
	"stablefutures/internal/permit"
)

// Program is what the wiring knows of the program that runs here.
type Program struct {
	Version string
	Engine  db.Engine
	KeyRing string           // how the ring is kept, in words
	Tables  []db.Table       // as they stand in this database
	Build   *debug.BuildInfo // the libraries in this binary; nil when it was built without saying
	// More are facts of each organisation, by its id, that other rooms know: what it is, what was decided.
	More map[string][][2]string
}

// Organisation is a controller with what it says of its service.
type Organisation struct {
	account.Organisation
	Settings account.Settings
	Facts    [][2]string // every setting that names no person, in words: what it is, what it says
}

// Deployment is everything the documents are filled from. It holds nothing of any young person.
type Deployment struct {
	Program       Program
	At            time.Time
	Organisations []Organisation
	Packs         []nation.Pack // of the nations that its organisations work in
	Checklist     *framework.Edition
}

// Service gathers a deployment's facts.
type Service struct {
	accounts  *account.Service
	framework *framework.Service
	nations   nation.Packs
	now       func() time.Time
}

// New makes the service over the rooms that know the facts.
func New(accounts *account.Service, editions *framework.Service, nations nation.Packs, now func() time.Time) *Service {
	return &Service{accounts: accounts, framework: editions, nations: nations, now: now}
}

// Gather reads what the deployment says of itself. Only the machine's own command line (permit.System) may.
func (s *Service) Gather(ctx context.Context, who permit.Actor, p Program) (Deployment, error) {
	d := Deployment{Program: p, At: s.now().UTC()}
	organisations, err := s.accounts.AllOrganisations(ctx, who)
	if err != nil {
		return d, fmt.Errorf("gather deployment: %w", err)
	}
	settings, err := s.accounts.AllSettings(ctx, who)
	if err != nil {
		return d, fmt.Errorf("gather deployment: %w", err)
	}
	singles, err := s.accounts.AllSingles(ctx, who)
	if err != nil {
		return d, fmt.Errorf("gather deployment: %w", err)
	}
	used := map[string]bool{}
	for _, o := range organisations {
		used[o.Nation] = true
		d.Organisations = append(d.Organisations, Organisation{Organisation: o, Settings: settings[o.ID],
			Facts: slices.Concat(facts(settings[o.ID]), signIn(singles[o.ID]), p.More[o.ID])})
	}
	for _, code := range account.Nations {
		if used[code] || len(organisations) == 0 {
			d.Packs = append(d.Packs, s.nations.For(code))
		}
	}
	built, ok := framework.BySet(framework.SetChecklist)
	if !ok {
		return d, fmt.Errorf("gather deployment: the checklist is not in the program")
	}
	d.Checklist, err = s.framework.Edition(ctx, built.ID)
	if err != nil {
		return d, fmt.Errorf("gather deployment: %w", err)
	}
	return d, nil
}

// signIn says how an organisation's people come in, and who else is told of it: an identity provider learns who signs in
// and when.
func signIn(s account.Single) [][2]string {
	own := "password and second factor"
	if s.PasskeysOnly {
		own = "password and passkey; no other second factor"
	}
	all := [][2]string{{"Signing in here", own}}
	if !s.On {
		return append(all, [2]string{"Signing in by the organisation's own provider", "no"})
	}
	return append(all, [2]string{"Signing in by the organisation's own provider", "yes: " + s.Issuer + ", which learns who signs in and when, and nothing of any record"},
		[2]string{"Strength asked of that provider", strings.Join(append(slices.Clone(s.ACR), s.AMR...), ", ")})
}

// personal are settings that name a person, or say who changed them; they stay out of the tables.
var personal = []string{"Contact", "ChangedBy", "ChangedAt"}

// settingNames say in words what a setting is. One without a name here is shown under its own.
var settingNames = map[string]string{
	"Mode": "How it works at present", "Assessment": "Reference of the impact assessment", "Controller": "Who is answerable (controller)",
	"Restored": "A restore was last tried on", "KeysApart": "Keys are kept apart from database and backups",
}

// facts gives every setting in words, those that a later version adds too.
func facts(set account.Settings) (all [][2]string) {
	v := reflect.ValueOf(set)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if !v.Type().Field(i).IsExported() || slices.Contains(personal, name) {
			continue
		}
		words, ok := settingNames[name]
		if !ok {
			words = spelt(name)
		}
		all = append(all, [2]string{words, said(v.Field(i))})
	}
	return append(all, [2]string{"Both safety numbers were last rung on", orNotSaid(set.Contact.Tested)})
}

func said(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return "yes"
		}
		return "not yet"
	case reflect.String:
		switch account.Mode(v.String()) {
		case account.Trial:
			return "trial: invented people only"
		case account.Live:
			return "with real people"
		}
		return orNotSaid(v.String())
	}
	return orNotSaid(strings.TrimSpace(fmt.Sprint(v.Interface())))
}

func orNotSaid(s string) string {
	if s == "" || s == "0" || s == "[]" {
		return "not said yet"
	}
	return s
}

// spelt turns a field's name into words: OwnPlaceAllowed becomes "Own place allowed".
func spelt(name string) string {
	var b strings.Builder
	for i, r := range name {
		switch {
		case i > 0 && unicode.IsUpper(r):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
