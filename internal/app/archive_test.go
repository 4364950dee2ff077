package app

import (
	"strings"
	"testing"

	"stablefutures/internal/exchange"
	"stablefutures/internal/testkit"
)

// An archive has what other rooms hold of the record, each in the form that its schema says, and as text; nothing sealed is
// in it. For every record of the demonstration that its manager answers for.
func TestArchive_holdsWhatOtherRoomsHold(t *testing.T) {
	w := newWalker(t)
	who, service := w.actors["manager"], w.demo.inArchive()
	schemas := map[string]testkit.Schema{}
	for _, name := range []string{"sharing", "meetings", "keeping", "works", "carried", "audits", "inspection"} {
		schemas[name] = testkit.OpenSchema(t, "record-"+name+"-1")
	}
	seen := map[string]int{}
	for _, id := range w.everyRecord(t) {
		archive, err := service.Export(t.Context(), who, id, exchange.Wish{Reason: "archive", Answerable: true})
		if err != nil {
			continue // not theirs to take out
		}
		parts := map[string]string{}
		list, _ := unzipped(t, archive)
		for _, f := range list {
			parts[f.name] = string(f.body)
		}
		for name, schema := range schemas {
			if wrong := schema.Wrong([]byte(parts["more/"+name+".json"])); wrong != nil {
				t.Fatalf("more/%s.json is not as its schema says: %v", name, wrong)
			}
			if !strings.Contains(parts["more/"+name+".txt"], id) || !strings.Contains(parts["SHA256SUMS"], "more/"+name+".txt") || !strings.Contains(parts["README.txt"], name) {
				t.Errorf("%s is not there as text, or not named", name)
			}
		}
		log, err := w.demo.Sharing.Shares(t.Context(), who, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range log.Entries {
			seen["share"]++
			if !strings.Contains(parts["more/sharing.json"], e.Terms.Purpose) || !strings.Contains(parts["more/sharing.txt"], "| "+e.Terms.Purpose) || !strings.Contains(parts["record.json"], e.Recipient) {
				t.Errorf("a decision is not there, or nobody is named by %s", e.Recipient)
			}
		}
		keeping, err := w.demo.Custody.Keeping(t.Context(), who, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range keeping.Entries {
			seen["keeping"]++
			if !strings.Contains(parts["more/keeping.json"], e.ID) {
				t.Error("what was said of keeping it is not there")
			}
		}
		seen["package"] += strings.Count(parts["more/sharing.json"], `"direction"`)
		seen["ask"] += strings.Count(parts["more/carried.json"], `"asked_at"`)
		seen["work"] += strings.Count(parts["more/works.json"], `"given_at"`)
		seen["visit"] += strings.Count(parts["more/inspection.json"], `"inspectorate"`)
		seen["audit"] += strings.Count(parts["more/audits.json"], `"drawn_at"`)
	}
	for _, kind := range []string{"share", "keeping", "package", "work", "ask", "audit", "visit"} {
		if seen[kind] == 0 {
			t.Errorf("the demonstration has no %s to look for", kind)
		}
	}
}
