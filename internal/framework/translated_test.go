package framework_test

import (
	"bytes"
	"context"
	"reflect"
	"strings"
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/sheet"
	"stablefutures/internal/testkit"
)

// What was translated here travels in a file of its own: the same wording without the signed bytes' id, the cards that
// were translated and no others, and elsewhere a young person's screen says it, with no status above the file's.
func TestTranslated(t *testing.T) {
	p := openPlots(t, testkit.SQLite(t))
	ctx := t.Context()
	doc := garden()
	doc.Principles[0].Outcomes[0].Ask = map[string]framework.Ask{"wales": {What: "A bucket", WhoMustAct: "The gardener", How: "Ask"}}
	e, err := p.Publish(ctx, p.steward, doc)
	if err != nil {
		t.Fatal(err)
	}
	if d, any := p.Translated(ctx, e); any || !reflect.DeepEqual(d, e.Document()) {
		t.Error("before anything was translated the file is another")
	}
	texts := map[string]framework.Translated{}
	for _, it := range e.Items() {
		if it.Kind == framework.OutcomeItem {
			texts["outcome/"+it.Code+"/text"] = framework.Translated{Text: "حديقة " + it.Code, Status: framework.StatusHuman}
		}
	}
	for key, text := range map[string]string{"principle/bed1/name": "الحوض", "indicator/1.1/text": "دلو", "ask/1/wales/what": "ماء", "ask/1/wales/who_must_act": "البستاني", "ask/1/wales/how": "اسأل"} {
		texts[key] = framework.Translated{Text: text, Status: framework.StatusHuman}
	}
	laid, half := framework.NewTranslations(texts), framework.NewTranslations(map[string]framework.Translated{"outcome/1/text": {Text: "Beer", Status: framework.StatusHuman}})
	p.UseOverlay(func(_ context.Context, _ *framework.Edition, lang string) *framework.Translations {
		return map[string]*framework.Translations{"ar": laid, "so": half}[lang]
	})
	d, any := p.Translated(ctx, e)
	if !any || d.ID != "" || len(d.Signatures) != 0 || len(d.Languages) != 1 || d.Languages[0].Lang != "ar" { // half of Somali, without screens, is no language
		t.Fatalf("%v, %q, %+v", any, d.ID, d.Languages)
	}
	if wrong := testkit.OpenSchema(t, "edition-1").Wrong(asJSON(t, d)); len(wrong) > 0 {
		t.Errorf("not as the schema says: %v", wrong)
	}
	if faults := framework.Validate(d); len(faults) > 0 {
		t.Fatalf("%+v", faults)
	}
	for _, kind := range []string{sheet.CSV, sheet.XLSX, sheet.ODS} {
		var out bytes.Buffer
		if err := framework.WriteTable(&out, d, kind); err != nil {
			t.Fatal(err)
		}
		if back, _, err := framework.ReadAny("edition."+kind, out.Bytes()); err != nil || !reflect.DeepEqual(back, d) {
			t.Errorf("as %s: %v %+v", kind, err, back.Languages)
		}
	}
	far := openPlots(t, testkit.SQLite(t))
	there, err := far.Publish(ctx, far.steward, d)
	if err != nil {
		t.Fatal(err)
	}
	if there.Checksum() != e.Checksum() {
		t.Error("a translation changed the wording's checksum")
	}
	pack, _ := far.Pack(ctx, there, "ar")
	card, _ := pack.Card("1")
	o, _ := there.Outcome("1")
	ask, asked := pack.AskText(o, "wales")
	if card.Ask != "حديقة 1" || pack.PrincipleName(there.Principles[0]) != "الحوض" || !asked || ask.How != "اسأل" {
		t.Errorf("there it says %+v, %q, %v %+v", card, pack.PrincipleName(there.Principles[0]), asked, ask)
	}
	if s := pack.StatusOf("card/1/ask"); s != framework.StatusMachineDraft { // as the borrowed screens: the file cannot claim more
		t.Errorf("its status is %s", s)
	}
	d.Languages[0].Items["outcome/99/text"] = "لا"
	if faults := framework.Validate(d); len(faults) != 1 || faults[0].Key != "framework.fault.item_alone" || !strings.Contains(faults[0].Place, "outcome~199~1text") {
		t.Errorf("a translation of nothing: %+v", faults)
	}
}
