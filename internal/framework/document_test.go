package framework_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
	"stablefutures/internal/testkit"
)

func asJSON(t testing.TB, d framework.Document) []byte {
	t.Helper()
	b, err := d.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDocument_isTheInverseOfReading(t *testing.T) {
	documents := []framework.Document{garden()}
	for _, e := range framework.Editions() {
		documents = append(documents, e.Document())
	}
	schema := testkit.OpenSchema(t, "edition-1")
	for _, d := range documents {
		b := asJSON(t, d)
		if wrong := schema.Wrong(b); len(wrong) > 0 {
			t.Errorf("%s is not as its schema says: %v", d.Name, wrong[:min(5, len(wrong))])
		}
		back, err := framework.ReadDocument(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%s: %v", d.Name, err)
		}
		if !reflect.DeepEqual(back, d) {
			t.Errorf("%s comes back as something else", d.Name)
		}
		if faults := framework.Validate(back); len(faults) > 0 {
			t.Errorf("%s: %+v", d.Name, faults[:min(5, len(faults))])
		}
		for _, kind := range []string{sheet.CSV, sheet.XLSX, sheet.ODS} {
			var out bytes.Buffer
			if err := framework.WriteTable(&out, d, kind); err != nil {
				t.Fatalf("%s as %s: %v", d.Name, kind, err)
			}
			back, _, err := framework.ReadAny("edition."+kind, out.Bytes())
			if err != nil {
				t.Fatalf("%s from %s: %v", d.Name, kind, err)
			}
			if !reflect.DeepEqual(back, d) {
				t.Errorf("%s comes back from %s as something else", d.Name, kind)
			}
		}
	}
}

// anyText draws texts that tables and JSON are known to spoil.
var anyText = rapid.Custom(func(t *rapid.T) string {
	s := rapid.StringOfN(rapid.OneOf(
		rapid.RuneFrom([]rune("=+-@'\"\\,;\t\n \u00a0\u200f\u2028ابثዘሀ中🚲＝ａé<>&%{}")), rapid.RuneFrom([]rune("plot shed rake 0123456789.")),
	), 1, 60, -1).Draw(t, "text")
	if strings.TrimSpace(s) == "" {
		return "rake" + s
	}
	return s
})

func TestDocument_roundTripsEveryText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := garden()
		d.Name, d.Source, d.Permission.By = anyText.Draw(t, "name"), anyText.Draw(t, "source"), anyText.Draw(t, "by")
		for range 6 {
			p := &d.Principles[rapid.IntRange(0, 3).Draw(t, "bed")]
			o := &p.Outcomes[rapid.IntRange(0, 4).Draw(t, "plot")]
			p.Name, o.Text = anyText.Draw(t, "p"), anyText.Draw(t, "o")
			o.Indicators[0].Text = anyText.Draw(t, "i")
		}
		if faults := framework.Validate(d); len(faults) > 0 {
			t.Fatalf("%+v", faults)
		}
		b, err := d.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := framework.ReadDocument(bytes.NewReader(b)); err != nil || !reflect.DeepEqual(back, d) {
			t.Fatalf("json: %v", err)
		}
		kind := rapid.SampledFrom([]string{sheet.CSV, sheet.XLSX, sheet.ODS}).Draw(t, "kind")
		var out bytes.Buffer
		if err := framework.WriteTable(&out, d, kind); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if back, _, err := framework.ReadTable("x", out.Bytes()); err != nil || !reflect.DeepEqual(back, d) {
			t.Fatalf("%s: %v", kind, err)
		}
	})
}

func TestReadDocument_saysWhatIsWrongAndWhere(t *testing.T) {
	whole := string(asJSON(t, garden()))
	for name, c := range map[string]struct{ old, new, key, place string }{
		"an unknown name":    {`"set":`, `"sett":`, "framework.file.unknown", "/sett"},
		"a name twice":       {`"set":`, `"set": "x", "set":`, "framework.file.twice", "/set"},
		"a name in capitals": {`"set":`, `"SET":`, "framework.file.unknown", "/SET"},
		"another kind":       {`"outcomes": 25`, `"outcomes": "25"`, "framework.file.kind", "/expected/outcomes"},
		"null":               {`"outcomes": 25`, `"outcomes": null`, "framework.file.kind", "/expected/outcomes"},
		"half a number":      {`"outcomes": 25`, `"outcomes": 25.5`, "framework.file.number", "/expected/outcomes"},
		"half a character":   {`"Bed 1"`, `"Bed \ud83c"`, "framework.file.surrogate", "/principles/0/name"},
		"a comma missing":    {`"set": "garden-plots",`, `"set": "garden-plots"`, "framework.file.syntax", "/set"},
		"nested too deep":    {`"Bed 1"`, strings.Repeat("[", 40) + strings.Repeat("]", 40), "framework.file.deep", ""},
		"bytes of no text":   {`"Bed 1"`, "\"Bed \xff\"", "framework.file.not_utf8", "/"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(whole, c.old) {
				t.Fatalf("there is no %s any more", c.old)
			}
			broken := strings.Replace(whole, c.old, c.new, 1)
			_, err := framework.ReadDocument(strings.NewReader(broken))
			if problem.KeyOf(err) != c.key || !problem.Is(err, problem.Invalid) {
				t.Fatalf("%v", err)
			}
			var p *problem.Error
			asProblem(t, err, &p)
			args := map[any]any{}
			for i := 0; i+1 < len(p.Args); i += 2 {
				args[p.Args[i]] = p.Args[i+1]
			}
			line := strings.Count(whole[:strings.Index(whole, c.old)], "\n") + 1
			if at := args["line"].(int); at < line || at > line+1 {
				t.Errorf("it names line %v, it is %d", args["line"], line)
			}
			if c.place != "" && args["place"] != c.place {
				t.Errorf("it names %v, it is %s", args["place"], c.place)
			}
		})
	}
	for name, broken := range map[string]string{"framework.file.after": whole + " {}", "framework.file.ends": whole[:len(whole)/2], "framework.file.kind": "[]"} {
		if _, err := framework.ReadDocument(strings.NewReader(broken)); problem.KeyOf(err) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func asProblem(t *testing.T, err error, into **problem.Error) {
	t.Helper()
	for e := err; e != nil; {
		if p, ok := e.(*problem.Error); ok {
			*into = p
			return
		}
		u, ok := e.(interface{ Unwrap() error })
		if !ok {
			break
		}
		e = u.Unwrap()
	}
	t.Fatalf("no problem: %v", err)
}

func TestChecksum_isOfTheWordingAlone(t *testing.T) {
	e, _ := framework.BySet(framework.SetChecklist)
	d := e.Document()
	without := d
	without.Languages = nil
	for _, l := range d.Languages {
		if l.Lang == "en" {
			without.Languages = append(without.Languages, l)
		}
	}
	sum := func(d framework.Document) string {
		b, err := json.Marshal(d.Wording("en"))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if len(without.Languages) == len(d.Languages) {
		t.Fatal("there is one language only")
	}
	if sum(d) != sum(without) {
		t.Error("a translation changed the wording's checksum")
	}
	before := sum(d)
	d.Principles[0].Outcomes[0].Text += " "
	if sum(d) == before {
		t.Error("a changed wording did not change the checksum")
	}
	english, _ := e.Pack("en")
	arabic, _ := e.Pack("ar")
	if len(english.Checksum()) != 64 || english.Checksum() == arabic.Checksum() {
		t.Error("packs have no checksum of their own")
	}
}
