package assurance

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/account"
	"stablefutures/internal/db"
	"stablefutures/internal/i18n"
	"stablefutures/internal/permit"
	"stablefutures/internal/testkit"
)

// Everything that the deployment says of itself is where it belongs, on both engines; what names a person is not.
func TestFacts_everyOneAppears(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		dep := deployment(t, d)
		all := files(t, dep)
		has := func(name string, want ...string) {
			t.Helper()
			text := words(t, name, all[name])
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%s does not say %q", name, w)
				}
			}
		}
		for _, name := range []string{"impact-assessment.html", "impact-assessment.docx", "record-of-processing.html", "record-of-processing.docx", "appropriate-policy-document.html"} {
			has(name, "Wendmoor Council", "Glasfryn <script>alert(1)</script> Trust", "council", "health trust", "England", "Scotland", wendmoor.Assessment, wendmoor.Controller,
				wendmoor.Restored, wendmoor.Contact.Tested, "with real people", "trial: invented people only", "75 years", "100 years", "not said yet", "https://sign-in.wendmoor.example", "mfa", "Minute 14 of the kestrel board")
		}
		has("impact-assessment.html", "1.2.3-test", map[db.Engine]string{db.SQLite: "SQLite", db.Postgres: "PostgreSQL"}[d.Engine()], "a file in a vault of its own")
		has("sharing-agreement.docx", "Wendmoor Council", wendmoor.Controller, "partner: health trust")
		has("privacy-notice-young-people-1.html", "Glasfryn")
		has("privacy-notice-young-people-2.docx", "Wendmoor Council", wendmoor.Contact.Name, wendmoor.Contact.Phone, "machine draft")
		has("accessibility-statement.html", "Wendmoor Council", "NOT tested")
		l := i18n.For("en")
		for _, r := range permit.Roles {
			has("impact-assessment.html", l.T("account.role."+string(r)), l.T("account.role_hint."+string(r)))
		}
		for _, r := range access.Reasons {
			has("impact-assessment.html", l.T("record.grant_reason_"+string(r)))
		}
		for _, table := range dep.Program.Tables {
			has("data-flows.html", table.Name)
			has("record-of-processing.docx", table.Name)
		}
		for _, p := range dep.Packs {
			r, err := p.Rule("retention_birth", dep.At.Format("2006-01-02"))
			must(t, err)
			has("record-of-processing.html", r.Source.URL, r.Source.Title, r.ReadOn)
		}
		for name := range all {
			if text := words(t, name, all[name]); strings.HasSuffix(name, "ml") || strings.HasSuffix(name, "docx") {
				if strings.Contains(text, "Orla Quill") || strings.Contains(text, "@wendmoor.example") || strings.Contains(text, "heron and wren") || !strings.HasPrefix(name, "privacy-notice") && strings.Contains(text, wendmoor.Contact.Name) {
					t.Errorf("%s names a person", name)
				}
			}
		}
	})
}

// A setting that is added later is shown under its own name until somebody gives it words.
func TestFacts_noSettingIsForgotten(t *testing.T) {
	shown := facts(wendmoor)
	fields := reflect.TypeFor[account.Settings]()
	want := 1 // the safety numbers' test, out of the contact
	for i := range fields.NumField() {
		f := fields.Field(i)
		if f.IsExported() && !slices.Contains(personal, f.Name) {
			want++
			words := settingNames[f.Name]
			if words == "" {
				words = spelt(f.Name)
			}
			if !slices.ContainsFunc(shown, func(s [2]string) bool { return s[0] == words }) {
				t.Errorf("%s is not shown", f.Name)
			}
		}
	}
	if len(shown) != want || spelt("OwnPlaceAllowed") != "Own place allowed" {
		t.Errorf("%d settings are shown, not %d: %v", len(shown), want, shown)
	}
}

// Each room that stores something says what for, and each column of bytes is sealed or is one of those that are listed.
func TestTables_areAllExplained(t *testing.T) {
	tables, err := testkit.SQLite(t).Tables(t.Context())
	must(t, err)
	if len(tables) < 40 {
		t.Fatalf("only %d tables", len(tables))
	}
	seen := map[string]bool{}
	for _, table := range tables {
		room, _, _ := strings.Cut(table.Name, "_")
		if rooms[room] == "" {
			t.Errorf("stored.go does not say what %s (%s) is for", room, table.Name)
		}
		for _, c := range table.Columns {
			seen[table.Name+"."+c.Name] = c.Bytes
		}
	}
	for column := range inClear {
		if !seen[column] {
			t.Errorf("stored.go lists %s, which is no column of bytes", column)
		}
	}
	sealed, clear := columns(db.Table{Name: "record_sealed", Columns: []db.Column{{Name: "id"}, {Name: "document", Bytes: true}}})
	if sealed != "document" || clear != "id" {
		t.Errorf("%q %q", sealed, clear)
	}
}
