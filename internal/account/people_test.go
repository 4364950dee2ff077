package account

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func TestRoles_anAdministratorHoldsNoOther(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		tam, _ := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
		for _, c := range []struct {
			roles []permit.Role
			key   string
		}{
			{[]permit.Role{permit.Administrator, permit.Practitioner}, "account.administrator_alone"},
			{nil, "problem.required_choices"},
			{[]permit.Role{permit.Operator}, "problem.not_a_choice"},
			{[]permit.Role{permit.Auditor, permit.Auditor}, "problem.not_a_choice"},
			{[]permit.Role{"queen"}, "problem.not_a_choice"},
		} {
			refused(t, w.SetRoles(t.Context(), w.admin, w.org, tam.ID, c.roles), problem.Invalid, c.key)
			_, err := w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "X Y", Email: "xy@wendmoor.example", Roles: c.roles})
			refused(t, err, problem.Invalid, c.key)
		}
		refused(t, w.SetRoles(t.Context(), w.admin, w.org, w.admin.ID, []permit.Role{permit.Auditor}), problem.Forbidden, "account.not_yourself")
		refused(t, w.Close(t.Context(), w.admin, w.org, w.admin.ID), problem.Forbidden, "account.not_yourself")
		second, _ := w.person("Second Chief", "second@wendmoor.example", permit.Administrator)
		ok(t, w.SetRoles(t.Context(), w.admin, w.org, second.ID, []permit.Role{permit.Auditor}))
		// Roles in hand are not roles held: an actor that somehow still says administrator cannot leave none behind.
		refused(t, w.Close(t.Context(), second2(second), w.org, w.admin.ID), problem.Conflict, "account.last_administrator")
	})
}

func second2(a permit.Actor) permit.Actor {
	a.Roles = []permit.Role{permit.Administrator}
	return a
}

func TestManage_ownOrganisationOnly(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		tam, _ := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
		i, err := w.CreateFirstAdministrator(t.Context(), permit.System, Organisation{Name: "Lantern", Kind: Charity, Nation: "scotland"},
			NewPerson{Name: "Isla Reid", Email: "isla@lantern.example"})
		ok(t, err)
		orgs, err := w.Organisations(t.Context(), tam)
		ok(t, err)
		if len(orgs) != 2 || orgs[0].Name != "Lantern" || orgs[0].Kind != Charity || orgs[1].Name != "Wendmoor Council" {
			t.Fatalf("%+v", orgs)
		}
		isla := permit.Actor{ID: i.AccountID, Organisation: orgs[0].ID, Roles: []permit.Role{permit.Administrator}}
		team, err := w.CreateTeam(t.Context(), w.admin, w.org, "Team")
		ok(t, err)
		for name, act := range map[string]func(who permit.Actor, org string) error{
			"close": func(who permit.Actor, org string) error { return w.Close(t.Context(), who, org, tam.ID) },
			"roles": func(who permit.Actor, org string) error {
				return w.SetRoles(t.Context(), who, org, tam.ID, []permit.Role{permit.Auditor})
			},
			"join":  func(who permit.Actor, org string) error { return w.Join(t.Context(), who, org, tam.ID, team) },
			"leave": func(who permit.Actor, org string) error { return w.Leave(t.Context(), who, org, tam.ID, team) },
			"rename": func(who permit.Actor, org string) error {
				return w.Rename(t.Context(), who, org, tam.ID, "N", "n@x.example")
			},
			"again": func(who permit.Actor, org string) error {
				_, err := w.InviteAgain(t.Context(), who, org, tam.ID)
				return err
			},
			"email": func(who permit.Actor, org string) error {
				_, err := w.EmailOf(t.Context(), who, org, tam.ID)
				return err
			},
		} {
			// Another organisation's administrator, naming ours: refused. Naming their own: there is no such person there.
			if err := act(isla, w.org); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s in another organisation: %v", name, err)
			}
			if err := act(isla, isla.Organisation); !problem.Is(err, problem.NotFound) {
				t.Errorf("%s of another organisation's person: %v", name, err)
			}
			if err := act(tam, w.org); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s by a practitioner: %v", name, err)
			}
		}
		_, err = w.CreateOrganisation(t.Context(), w.admin, Organisation{Name: "Mine", Kind: Agency, Nation: "wales"})
		refused(t, err, problem.Forbidden, "access.refused")
		_, err = w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "A B", Email: "ab@x.example", Roles: []permit.Role{permit.Analyst}, Teams: []string{db.NewID()}})
		refused(t, err, problem.NotFound, "problem.not_found")
	})
}

func TestInvite_oneAccountPerAddress(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		again := NewPerson{Name: "Orla Again", Email: "ORLA.QUILL@wendmoor.EXAMPLE", Roles: []permit.Role{permit.Analyst}}
		_, err := w.Invite(t.Context(), w.admin, w.org, again)
		refused(t, err, problem.Conflict, "account.email_taken")
		tam, _ := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
		refused(t, w.Rename(t.Context(), w.admin, w.org, tam.ID, "Tam", chiefEmail), problem.Conflict, "account.email_taken")
		ok(t, w.Close(t.Context(), w.admin, w.org, tam.ID))
		w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner) // a closed account frees its address
		refused(t, w.SetRoles(t.Context(), w.admin, w.org, tam.ID, []permit.Role{permit.Auditor}), problem.Conflict, "account.is_closed")
	})
}

func TestInvite_hostileNames(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, bad := range []NewPerson{
			{Name: "", Email: "a@b.example"}, {Name: "nul\x00", Email: "a@b.example"}, {Name: "\u202eetirw", Email: "a@b.example"},
			{Name: "half \xed\xa0\x80", Email: "a@b.example"}, {Name: strings.Repeat("x", 201), Email: "a@b.example"},
			{Name: "A", Email: "not an address"}, {Name: "A", Email: "a@b.example\n"[:11] + "\x00"},
		} {
			bad.Roles = []permit.Role{permit.Analyst}
			if _, err := w.Invite(t.Context(), w.admin, w.org, bad); !problem.Is(err, problem.Invalid) {
				t.Errorf("%q %q: %v", bad.Name, bad.Email, err)
			}
		}
		for i, name := range []string{"سارة بنت عمر", "ሰላም ተስፋይ", "Nguyễn Thị Bích", "O'Brien-<b>Łukasz</b> & \"co\"", "👩🏽‍🏫 Teacher"} {
			a, _ := w.person(name, fmt.Sprintf("p%d@wendmoor.example", i), permit.Trainer)
			w.inside(func(ctx context.Context, work *access.Work) error {
				people, err := w.Names(ctx, work, []string{a.ID, a.ID, "not an id", db.NewID()})
				if err != nil || len(people) != 1 || people[a.ID].Name != name {
					t.Errorf("%q: %+v %v", name, people, err)
				}
				return nil
			})
		}
	})
}

func TestNames_ofThoseWhoAreGoneToo(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		tam, _ := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Manager, permit.Practitioner)
		ok(t, w.Rename(t.Context(), w.admin, w.org, tam.ID, "Tam  Ashdown-Lee", "tam@wendmoor.example"))
		ok(t, w.Close(t.Context(), w.admin, w.org, tam.ID))
		for range 2 { // opened, then from memory
			w.inside(func(ctx context.Context, work *access.Work) error {
				people, err := w.Names(ctx, work, []string{tam.ID, w.admin.ID})
				ok(t, err)
				p := people[tam.ID]
				if p.Name != "Tam Ashdown-Lee" || p.State != Closed || p.OrganisationName != "Wendmoor Council" ||
					len(p.Roles) != 2 || p.Roles[0] != permit.Practitioner || people[w.admin.ID].Name != "Orla Quill" {
					t.Fatalf("%+v", people)
				}
				return nil
			})
		}
		colleagues, err := w.Colleagues(t.Context(), w.admin)
		ok(t, err)
		if len(colleagues) != 1 || colleagues[0].ID != w.admin.ID {
			t.Fatalf("%+v", colleagues)
		}
		staff, err := w.Staff(t.Context(), w.admin, w.org)
		ok(t, err)
		if len(staff.People) != 2 || len(staff.Waiting) != 0 {
			t.Fatalf("%+v", staff)
		}
	})
}

func TestTeams_namesAndPlaces(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		b, err := w.CreateTeam(t.Context(), w.admin, w.org, "Òrain")
		ok(t, err)
		a, err := w.CreateTeam(t.Context(), w.admin, w.org, "leaving care")
		ok(t, err)
		ok(t, w.RenameTeam(t.Context(), w.admin, w.org, a, "Leaving care"))
		refused(t, w.RenameTeam(t.Context(), w.admin, w.org, db.NewID(), "Ghosts"), problem.Conflict, "problem.conflict")
		teams, err := w.Teams(t.Context(), w.admin)
		ok(t, err)
		if len(teams) != 2 || teams[0].Name != "Leaving care" || teams[1].ID != b {
			t.Fatalf("%+v", teams)
		}
		w.inside(func(ctx context.Context, work *access.Work) error {
			team, err := w.Team(ctx, work, b)
			if err != nil || team.Name != "Òrain" {
				t.Errorf("%+v %v", team, err)
			}
			_, err = w.Organisation(ctx, work, db.NewID())
			refused(t, err, problem.NotFound, "problem.not_found")
			return nil
		})
	})
}

// Nothing that could be read is in the file, its log, or PostgreSQL's rows. Four letters alone are not looked for: among
// so much ciphertext they come up by chance.
func TestDatabase_holdsNoNameNoAddressNoSecret(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, e := w.person("Zebedee Quartermain", "zebedee@quartermain.example", permit.Practitioner)
		in := w.signIn("zebedee@quartermain.example", e, office)
		_, err := w.CreateTeam(t.Context(), w.admin, w.org, "Periwinkle team")
		ok(t, err)
		set := liveSettings()
		ok(t, w.SaveSettings(t.Context(), w.admin, set))
		waiting, err := w.Invite(t.Context(), w.admin, w.org, NewPerson{Name: "Yolanda Underhill", Email: "yolanda@x.example", Roles: []permit.Role{permit.Trainer}})
		ok(t, err)
		secrets := []string{"Zebedee", "Quartermain", "quartermain.example", "Orla Quill", "Wendmoor", "wendmoor.example", "Periwinkle", "Yolanda",
			goodPassword, "argon2id", e.Secret, strings.ReplaceAll(e.RecoveryCodes[0], "-", ""), e.RecoveryCodes[1], in.Token, in.Device,
			waiting.Code, strings.ReplaceAll(waiting.Code, "-", ""), set.Contact.Name, set.Contact.OutOfHours, set.Assessment, set.Controller, office.Network}
		for _, content := range dump(t, d) {
			for _, s := range secrets {
				if bytes.Contains(bytes.ToLower(content), bytes.ToLower([]byte(s))) {
					t.Errorf("the database holds %q in the clear", s)
				}
			}
		}
		if !bytes.Contains(bytes.Join(dump(t, d), nil), []byte("Firefox Windows")) {
			t.Fatal("the search finds nothing at all")
		}
	})
}

// dump gives everything the database holds, as bytes.
func dump(t *testing.T, d *db.DB) [][]byte {
	t.Helper()
	var all [][]byte
	if d.Engine() == db.SQLite {
		for _, suffix := range []string{"", "-wal"} {
			content, err := os.ReadFile(d.Path() + suffix)
			ok(t, err)
			all = append(all, content)
		}
		return all
	}
	ok(t, d.Read(t.Context(), func(tx *db.Tx) error {
		var tables []string
		if err := tx.Each(t.Context(), func(r *db.Rows) error {
			var name string
			err := r.Scan(&name)
			tables = append(tables, name)
			return err
		}, `select table_name from information_schema.tables where table_schema = 'public'`); err != nil {
			return err
		}
		for _, table := range tables {
			var text string
			q := `select coalesce(string_agg(encode(convert_to(x::text, 'UTF8'), 'escape'), ' '), '') from ` + table + ` x`
			if err := tx.QueryRow(t.Context(), q).Scan(&text); err != nil {
				return err
			}
			all = append(all, []byte(text), unhex(text))
		}
		return nil
	}))
	return all
}

// unhex turns PostgreSQL's \x… columns back into bytes, so that a name in the clear inside bytea would be seen.
func unhex(text string) []byte {
	var out []byte
	for _, part := range strings.Split(text, `\x`)[1:] {
		for len(part) >= 2 {
			var b byte
			if _, err := fmt.Sscanf(part[:2], "%02x", &b); err != nil {
				break
			}
			out, part = append(out, b), part[2:]
		}
	}
	return out
}
