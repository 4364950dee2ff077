package disclosure

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"
)

func headOf(counted Counted) Published {
	return Published{Origin: Origin{"Children in need (invented)", "An office (invented)", "https://example.org/figures", "2027-03-01"}, Counted: counted, Unit: "young people", Rounded: 1}
}

func rowsOf(text string) [][]string {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	rows, _ := r.ReadAll()
	return rows
}

func TestPublished_readsNumbersAndSymbols(t *testing.T) {
	p, err := ReadPublished(rules(t, StrictDefault), headOf(OfPeople), rowsOf("period,England,Wales\n2024-Q3,\"1,204\",[c]\n2024 q4,12,~\n2025-Q1,9,0\n2025-Q2,z,x\n2025-Q4,low,\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range p.Periods {
		got = append(got, p.Periods[i].Code+" "+p.Cell(i, 0).String()+" "+p.Cell(i, 1).String())
	}
	if s := strings.Join(got, "; "); s != "2024-Q3 1204 c; 2024-Q4 12 c; 2025-Q1 c c; 2025-Q2 z x; 2025-Q4 c x" {
		t.Error(s)
	}
	if p.Below != 2 || p.Periods[4].Place-p.Periods[3].Place != 2 {
		t.Errorf("%d hidden here, %v", p.Below, p.Periods)
	}
	if p.Cell(9, 0).Shown() || p.Cell(0, 7).Symbol() != Unavailable {
		t.Error("there is a figure beyond the table")
	}
	doc, err := p.Document()
	if err != nil || strings.Contains(string(doc), `"value":9`) {
		t.Fatalf("a number below the threshold is kept: %s %v", doc, err)
	}
	again, err := ReopenPublished(doc)
	if err != nil || again.Cell(0, 0) != p.Cell(0, 0) || again.Cell(3, 0) != p.Cell(3, 0) || again.Below != 2 {
		t.Errorf("%v %+v", err, again)
	}
	for _, forged := range []string{strings.Replace(string(doc), `"value":12}`, `"value":9}`, 1), strings.Replace(string(doc), `"value":12}`, `"value":-1}`, 1),
		strings.Replace(string(doc), `"strict-default"`, `"none"`, 1), strings.Replace(string(doc), "2025-Q4", "2024-Q1", 1), strings.Replace(string(doc), `"symbol":"z"`, `"symbol":"9"`, 1)} {
		if forged == string(doc) {
			t.Fatal("nothing was changed")
		}
		if _, err := ReopenPublished([]byte(forged)); err == nil {
			t.Errorf("a forged document is read: %s", forged)
		}
	}
}

func TestPublished_percentMoneyAndDecimals(t *testing.T) {
	p, err := ReadPublished(rules(t, StrictDefault), headOf(OfPercent), rowsOf("year,share\n2023/24,4.0%\n2024/25,0.5\n"))
	if err != nil || p.Cell(0, 0).String() != "4.0" || p.Cell(1, 0).String() != "0.5" {
		t.Errorf("%v %v %v", err, p.Cell(0, 0), p.Cell(1, 0))
	}
	p, err = ReadPublished(rules(t, StrictDefault), headOf(NotOfPeople), rowsOf("month,cost\n2024-07,\"£1,200.50\"\n2024-08,-3\n"))
	if err != nil || p.Cell(0, 0).String() != "1200.50" || p.Cell(1, 0).String() != "-3" {
		t.Errorf("%v %v %v", err, p.Cell(0, 0), p.Cell(1, 0))
	}
}

func TestPublished_refusesWithThePlace(t *testing.T) {
	for text, want := range map[string]Unreadable{
		"y,a\n":                         {"size", 0, 0},
		"y,a\nlast year,4":              {"period", 2, 1},
		"y,a\n2024,40\n2024,50":         {"order", 3, 1},
		"y,a\n2024,40\n2024-Q1,50":      {"length", 3, 1},
		"y,a\n2024,40,50":               {"cells", 2, 3},
		"y,a,a\n2024,40,50":             {"names", 1, 3},
		"y,=1+1\n2024,40":               {"names", 1, 2},
		"y,a\n2024,=40":                 {"number", 2, 2},
		"y,a\n2024,1e3":                 {"number", 2, 2},
		"y,a\n2024,12.5":                {"whole", 2, 2},
		"y,a\n2024,-40":                 {"below", 2, 2},
		"y,a\n2024,9999999999999999999": {"number", 2, 2},
	} {
		_, err := ReadPublished(rules(t, StrictDefault), headOf(OfPeople), rowsOf(text))
		var u Unreadable
		if !errors.As(err, &u) || u != want {
			t.Errorf("%q: %v, want %+v", text, err, want)
		}
	}
	for want, spoil := range map[string]func(*Published){
		"title": func(p *Published) { p.Origin.Publisher = "" }, "address": func(p *Published) { p.Origin.Address = "javascript:alert(1)" },
		"day": func(p *Published) { p.Origin.ReadOn = "yesterday" }, "counted": func(p *Published) { p.Counted = "cases" },
		"unit": func(p *Published) { p.Unit = "a\u202eb" }, "rounded": func(p *Published) { p.Rounded = 0 },
	} {
		head := headOf(OfPeople)
		spoil(&head)
		_, err := ReadPublished(rules(t, StrictDefault), head, rowsOf("y,a\n2024,40"))
		var u Unreadable
		if !errors.As(err, &u) || u.What != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// FuzzPublished: whatever comes in, no number of people below the threshold comes out, and what is read is read again alike.
func FuzzPublished(f *testing.F) {
	f.Add("y,a,b\n2024,40,c\n2025,9,0")
	f.Add("m,=a\n2024-07,\"1,200\"")
	f.Add("q,a\n2024-Q1,[low]\n2024-Q3,-")
	f.Fuzz(func(t *testing.T, text string) {
		pack := rules(t, StrictDefault)
		p, err := ReadPublished(pack, headOf(OfPeople), rowsOf(text))
		if err != nil {
			return
		}
		for i := range p.Periods {
			for j := range p.Columns {
				if v, _, ok := p.Cell(i, j).Value(); ok && v < pack.Threshold {
					t.Fatalf("%d is shown of %q", v, text)
				}
			}
		}
		doc, err := p.Document()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReopenPublished(doc)
		if err != nil {
			t.Fatalf("%q is not read again: %v", doc, err)
		}
		if twice, _ := again.Document(); string(twice) != string(doc) {
			t.Fatal("read again it is another")
		}
	})
}
