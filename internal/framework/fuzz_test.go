package framework_test

import (
	"bytes"
	"reflect"
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
	"stablefutures/internal/sheet"
)

// FuzzReadDocument gives the reader anything at all. Whatever it takes can be judged and written; what nothing is wrong
// with is read back the same; whatever it refuses is refused with a reason that a person can be told.
func FuzzReadDocument(f *testing.F) {
	small := garden()
	small.Principles = small.Principles[:1]
	small.Principles[0].Outcomes = small.Principles[0].Outcomes[:2]
	seed, err := small.JSON()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte(`{"format":"stable-futures/edition/1","languages":[{"lang":"en","cards":{"a":{"name":"x"}}}],"sources":{"s":{}}}`))
	odd := small
	odd.Sources = map[string]framework.Source{"a/b~c": {Title: "x"}}
	odd.Principles[0].Outcomes[0].Citations = map[string][]framework.Citation{"wales": {}}
	odd.Expected = framework.Totals{Principles: 1, Outcomes: 2, Indicators: len(odd.Principles[0].Outcomes[0].Indicators) + len(odd.Principles[0].Outcomes[1].Indicators)}
	if seed, err = odd.JSON(); err != nil {
		f.Fatal(err)
	}
	f.Add(bytes.Replace(seed, []byte(`"nations": null`), []byte(`"nations": []`), 1))
	f.Add([]byte(`{"principles":[{"outcomes":[{"code":"\ud800","citations":{"england":[{}]}}]}],"a":`))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, places, err := framework.ReadPlaced(bytes.NewReader(b))
		if err != nil {
			if !problem.Is(err, problem.Invalid) {
				t.Fatalf("no reason a person can be told: %v", err)
			}
			return
		}
		faults := places.Locate(framework.Validate(d))
		for _, fault := range faults {
			if fault.Line < 1 || fault.Column < 1 {
				t.Fatalf("%+v has no place", fault)
			}
		}
		again, err := d.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if len(faults) > 0 {
			return
		}
		if back, err := framework.ReadDocument(bytes.NewReader(again)); err != nil || !reflect.DeepEqual(back, d) {
			t.Fatalf("it comes back as something else: %v", err)
		}
		e, err := framework.Preview(d)
		if err != nil {
			t.Fatalf("whole, and no edition: %v", err)
		}
		if !reflect.DeepEqual(e.Document(), d) {
			t.Fatal("the edition is another document")
		}
		var out bytes.Buffer
		if err := framework.WriteTable(&out, d, sheet.CSV); err != nil {
			t.Fatalf("whole, and no table: %v", err)
		}
		if back, _, err := framework.ReadTable("x.csv", out.Bytes()); err != nil || !reflect.DeepEqual(back, d) {
			t.Fatalf("it comes back from a table as something else: %v", err)
		}
	})
}

// FuzzReadTable gives the reader of tables any CSV. What it takes comes back the same from a table.
func FuzzReadTable(f *testing.F) {
	var seed bytes.Buffer
	small := garden()
	small.Principles = small.Principles[:1]
	if err := framework.WriteTable(&seed, small, sheet.CSV); err != nil {
		f.Fatal(err)
	}
	f.Add(seed.Bytes())
	f.Add([]byte("level,code,text\nmore,/languages/0/lang,en\nmore,/principles/0/letter,A\nindicator,x,y"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, _, err := framework.ReadTable("x.csv", b)
		if err != nil {
			if !problem.Is(err, problem.Invalid) {
				t.Fatalf("no reason a person can be told: %v", err)
			}
			return
		}
		if len(framework.Validate(d)) > 0 {
			return
		}
		var out bytes.Buffer
		if err := framework.WriteTable(&out, d, sheet.CSV); err != nil {
			if !problem.Is(err, problem.Invalid) {
				t.Fatal(err)
			}
			return
		}
		if back, _, err := framework.ReadTable("x.csv", out.Bytes()); err != nil || !reflect.DeepEqual(back, d) {
			t.Fatalf("it comes back as something else: %v", err)
		}
	})
}
