package framework

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestShowJSONShape reads the JSON as an outside program would: by names that are
// fixed, not through our own types.
func TestShowJSONShape(t *testing.T) {
	for set, want := range map[string][3]int{SetOfficial: {0, 0, 0}, SetPlaceholder: {4, 25, 86}, SetChecklist: {4, -1, -1}, SetWhatMatters: {0, 0, 0}, SetMSCOS: {1, 7, 0}} {
		e, _ := BySet(set)
		b, err := e.ShowJSON()
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		for i, key := range []string{"principles", "outcomes", "indicators"} {
			list, ok := got[key].([]any)
			if !ok {
				t.Fatalf("%s: %s is no list", set, key)
			}
			if want[i] >= 0 && len(list) != want[i] {
				t.Errorf("%s: %d %s, want %d", set, len(list), key, want[i])
			}
			expected := got["expected"].(map[string]any)
			if set != SetOfficial && expected[key].(float64) != float64(len(list)) {
				t.Errorf("%s: expected %v %s, there are %d", set, expected[key], key, len(list))
			}
		}
		if set == SetChecklist {
			checkShownCitations(t, got)
		}
	}
}

func checkShownCitations(t *testing.T, got map[string]any) {
	forces := map[string]bool{ForceLaw: true, ForceGuidance: true, ForceTreaty: true, ForceOurView: true}
	for _, level := range []string{"outcomes", "indicators"} {
		for _, x := range got[level].([]any) {
			item := x.(map[string]any)
			citations := item["citations"].(map[string]any)
			for _, nation := range []string{"england", "scotland", "wales", "northern-ireland"} {
				list, _ := citations[nation].([]any)
				if len(list) == 0 {
					t.Errorf("%v: nothing for %s", item["code"], nation)
				}
				for _, y := range list {
					c := y.(map[string]any)
					if !forces[c["force"].(string)] || c["pinpoint"].(string) == "" {
						t.Errorf("%v in %s: %v", item["code"], nation, c)
					}
					if (c["read"] == "not read") != (c["read_on"] == "") {
						t.Errorf("%v in %s: read %v on %v", item["code"], nation, c["read"], c["read_on"])
					}
					if c["force"] != ForceOurView && !strings.HasPrefix(c["url"].(string), "https://") {
						t.Errorf("%v in %s: no address", item["code"], nation)
					}
				}
			}
		}
	}
}

func TestShowAndListText(t *testing.T) {
	var b strings.Builder
	official, _ := BySet(SetOfficial)
	checklist, _ := BySet(SetChecklist)
	if err := official.Show(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "0 of 25, 0 of 86: load your copy") {
		t.Error("the empty slot does not say what to do")
	}
	b.Reset()
	if err := checklist.Show(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"entitlements", "checks", "not read at its source", "treaty, not directly enforceable", "V7.3"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the text of the checklist lacks %q", want)
		}
	}
	b.Reset()
	if err := List(&b, Editions()); err != nil {
		t.Fatal(err)
	}
	j, err := ListJSON(Editions())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range Editions() {
		if !strings.Contains(b.String(), e.Set) || !strings.Contains(string(j), e.Checksum()) {
			t.Errorf("%s is not in the list", e.Set)
		}
	}
}
