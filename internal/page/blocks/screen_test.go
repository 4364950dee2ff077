package blocks_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"stablefutures/internal/i18n"
	"stablefutures/internal/page/blocks"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/print"
)

// TestOnScreen_saysWhatThePaperSays holds that no word of any block is left out of the page, and that none becomes markup.
func TestOnScreen_saysWhatThePaperSays(t *testing.T) {
	list := []print.Block{
		print.Para{Text: print.Say("w01 <script>")},
		print.Heading{Level: 2, Text: print.Say("w02")},
		print.Para{Text: print.Strong("w03")}, print.Para{Small: true, Text: print.Say("w04")},
		print.Para{Text: print.Text{Runs: []print.Run{{Text: "w05"}, {Text: "w06", Bold: true}, {Text: "w07", Lang: "ar"}}}},
		print.Quote{Words: print.SayIn("ti", "w08"), Translation: print.SayIn("en", "w09"), TranslationLabel: "w10", Source: print.Say("w11")},
		print.Notice{Title: print.Say("w12"), Paras: []print.Text{print.Say("w13"), print.Say("w14")}},
		print.List{Items: []print.Item{{Text: print.Say("w15"), Notes: []print.Text{print.Say("w16")}}}},
		print.List{Ordered: true, Items: []print.Item{{Text: print.Say("w17")}}},
		print.Heading{Level: 3, Text: print.Say("w18")},
		print.Table{RowHead: true, Head: []print.Text{print.Say("w19"), print.Say("w20")}, Rows: [][]print.Text{{print.Say("w21"), print.Say("1,205")}}},
		print.Table{Rows: [][]print.Text{{print.Say("w22"), print.Say("w23")}}},
	}
	var b bytes.Buffer
	if err := kit.Join(blocks.OnScreen(i18n.For("en"), list)...).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	at := 0
	for _, word := range []string{"w01 &lt;script&gt;", "w02", "w03", "w04", "w05", "w06", "w07", "w08", "w10", "w09", "w11", "w12", "w13", "w14", "w15", "w16", "w17", "w18",
		"w19", "w20", "w21", "1,205", "w22", "w23"} {
		i := strings.Index(page[at:], word)
		if i < 0 {
			t.Fatalf("%s is missing, or stands before its place, in\n%s", word, page)
		}
		at += i
	}
	for _, part := range []string{`lang="ar"`, `lang="ti"`, `<h3`, `<ol`, `<th scope="row"`, `Table: w18`} {
		if !strings.Contains(page, part) {
			t.Errorf("no %s in\n%s", part, page)
		}
	}
}
