package nation

import (
	"strings"
	"testing"
)

func TestGateways_everyNationHasItsOwnWithASource(t *testing.T) {
	first := map[string]string{England: "ca2004-s16la", Wales: "sswba-s130", Scotland: "cypsa-s60", NorthernIreland: "csca-s2"}
	for _, nation := range Codes() {
		list := packs(t).For(nation).Gateways("2026-12-01")
		if len(list) < 8 || list[0].Code != first[nation] {
			t.Errorf("%s: %d gateways, the first is %+v", nation, len(list), list)
		}
		for _, g := range list {
			if g.Source.Title == "" || g.Name.En == g.Name.Cy || g.Binds.En == "" || !strings.HasPrefix(g.Note, "Draft, for the controller's lawyer") {
				t.Errorf("%s: %s is not whole: %+v", nation, g.Code, g)
			}
			if g.Evidence == Primary && g.ReadOn == NotRead && !strings.Contains(g.Note, "domain.md") && !strings.Contains(g.Note, "Read on") {
				t.Errorf("%s: %s is marked P and nobody read it", nation, g.Code)
			}
		}
	}
	if len(packs(t).For("cornwall").Gateways("2026-12-01")) != 0 {
		t.Error("a pack that is none has gateways")
	}
}

func TestGateway_heldOnADayAndReadForEver(t *testing.T) {
	data := changed(t, func(f map[string]any) {
		list := f["gateways"].([]any)
		old := list[1].(map[string]any)
		next := map[string]any{}
		for k, v := range old {
			next[k] = v
		}
		old["effective_to"], next["effective_from"], next["name"] = "2027-03-31", "2027-04-01", map[string]any{"en": "New", "cy": "Newydd"}
		list[2].(map[string]any)["effective_to"] = "2027-03-31"
		f["gateways"] = append(list, next)
	})
	p, err := LoadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	if g, _ := p.Gateway("ca2004-s11", "2027-04-01"); g.Name.En != "New" {
		t.Errorf("from April on it is %q", g.Name.En)
	}
	if g, _ := p.Gateway("ca2004-s11", "2027-03-31"); g.Name.En == "New" {
		t.Error("the new name holds before its day")
	}
	for _, g := range p.Gateways("2027-04-01") {
		if g.Code == "ca2004-s10" {
			t.Error("a gateway that has ended is offered")
		}
	}
	if g, ok := p.Gateway("ca2004-s10", "2030-01-01"); !ok || g.Name.En == "" {
		t.Error("a gateway that has ended cannot be read any more")
	}
	if _, ok := p.Gateway("duty", "2026-12-01"); ok {
		t.Error("a code that is none is found")
	}
}

func TestLoadFile_refusesABadGateway(t *testing.T) {
	type file = map[string]any
	first := func(f file) file { return f["gateways"].([]any)[0].(file) }
	for _, c := range []struct {
		says   string
		change func(f file)
	}{
		{"the code", func(f file) { first(f)["code"] = "Children Act" }},
		{"the code", func(f file) { first(f)["code"] = "other" }},
		{"no source", func(f file) { first(f)["source"] = "nobody" }},
		{"binds", func(f file) { first(f)["binds"] = file{"en": "", "cy": ""} }},
		{"evidence", func(f file) { first(f)["evidence"] = "X" }},
		{"needs a source with an address", func(f file) { first(f)["source"] = "design" }},
		{"before it begins", func(f file) { first(f)["effective_from"], first(f)["effective_to"] = "2027-01-02", "2027-01-01" }},
		{"read or checked after", func(f file) { first(f)["read_on"] = "2031-01-01" }},
		{"stands twice", func(f file) { f["gateways"] = append(f["gateways"].([]any), first(f)) }},
		{"note or pinpoint", func(f file) { first(f)["note"] = "a\u202eb" }},
	} {
		if _, err := LoadFile(changed(t, c.change)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v does not say %q", err, c.says)
		}
	}
}
