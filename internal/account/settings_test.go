package account

import (
	"errors"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/testkit"
)

func liveSettings() Settings {
	return Settings{Mode: Live, Assessment: "DPIA/2026/114-heron", Controller: "Director of Kestrels", Restored: "2026-02-20", KeysApart: true,
		Contact: Contact{Name: "Duty desk Peregrine", Phone: "01632 960 123", OutOfHours: "01632 960 998", Tested: "2026-02-27"}}
}

func TestSettings_trialUntilEverythingIsSaid(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		mode, err := w.Mode(t.Context(), w.org)
		ok(t, err)
		if mode != Trial {
			t.Fatal("a new organisation is not in trial mode")
		}
		empty := Settings{Mode: Live}
		var p *problem.Error
		if err := w.SaveSettings(t.Context(), w.admin, empty); !errors.As(err, &p) || len(p.Fields) != 8 {
			t.Fatalf("%v", err)
		}
		for field, spoil := range map[string]func(*Settings){
			"assessment":           func(s *Settings) { s.Assessment = "" },
			"controller":           func(s *Settings) { s.Controller = " \t" },
			"contact_name":         func(s *Settings) { s.Contact.Name = "" },
			"contact_phone":        func(s *Settings) { s.Contact.Phone = "the office" },
			"contact_out_of_hours": func(s *Settings) { s.Contact.OutOfHours = "" },
			"contact_tested":       func(s *Settings) { s.Contact.Tested = "2026-03-03" },
			"restored":             func(s *Settings) { s.Restored = "2024-01-01" },
			"keys_apart":           func(s *Settings) { s.KeysApart = false },
			"mode":                 func(s *Settings) { s.Mode = "party" },
		} {
			s := liveSettings()
			spoil(&s)
			err := w.SaveSettings(t.Context(), w.admin, s)
			if !errors.As(err, &p) || p.Kind != problem.Invalid || p.Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		ok(t, w.SaveSettings(t.Context(), w.admin, Settings{Mode: Trial, Controller: "Half said"}))
		ok(t, w.SaveSettings(t.Context(), w.admin, liveSettings()))
		mode, err = w.Mode(t.Context(), w.org)
		ok(t, err)
		if mode != Live {
			t.Fatal("still", mode)
		}
		set, err := w.Settings(t.Context(), w.admin)
		ok(t, err)
		if set.Contact != liveSettings().Contact || set.ChangedBy != w.admin.ID || !set.ChangedAt.Equal(w.clock.now()) {
			t.Fatalf("%+v", set)
		}
		var rows int
		ok(t, d.Read(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `select count(*) from account_service`).Scan(&rows)
		}))
		if rows != 2 {
			t.Fatalf("%d rows: the history is not kept", rows)
		}
	})
}

func TestSettings_whoMay(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		tam, _ := w.person("Tam Ashdown", "tam@wendmoor.example", permit.Practitioner)
		refused(t, w.SaveSettings(t.Context(), tam, liveSettings()), problem.Forbidden, "access.refused")
		_, err := w.Settings(t.Context(), tam)
		refused(t, err, problem.Forbidden, "access.refused")
		c, err := w.SafetyContact(t.Context(), tam)
		ok(t, err)
		if c != (Contact{}) {
			t.Fatalf("%+v", c)
		}
		other := w.restart() // another server, with its own memory
		_, err = other.SafetyContact(t.Context(), tam)
		ok(t, err)
		ok(t, w.SaveSettings(t.Context(), w.admin, liveSettings()))
		c, err = w.SafetyContact(t.Context(), tam)
		ok(t, err)
		if c.OutOfHours != "01632 960 998" {
			t.Fatalf("%+v", c)
		}
		w.clock.pass(modeKept)
		c, err = other.SafetyContact(t.Context(), tam)
		ok(t, err)
		if c.Phone != "01632 960 123" {
			t.Fatal("the other server never learns of it")
		}
		_, err = w.SafetyContact(t.Context(), permit.Nobody)
		refused(t, err, problem.Forbidden, "access.refused")
	})
}

func TestAllSettings_areForTheMachineAlone(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		set := Settings{Mode: Trial, Controller: "Wendmoor Council", Assessment: "DPIA 7"}
		ok(t, w.SaveSettings(t.Context(), w.admin, set))
		all, err := w.AllSettings(t.Context(), permit.System)
		ok(t, err)
		if len(all) != 1 || all[w.org].Controller != "Wendmoor Council" || all[w.org].Assessment != "DPIA 7" {
			t.Fatalf("%+v", all)
		}
		_, err = w.AllSettings(t.Context(), w.admin)
		refused(t, err, problem.Forbidden, "access.refused")
	})
}
