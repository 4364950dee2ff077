package kit_test

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const (
	palette  = "../../../assets/scss/_palette.scss"
	identity = "../../../docs/identity.md"
)

// pairs are the colours that meet, and what WCAG 2.2 AA asks of each meeting:
// 4.5 for text, 3 for the edge of a control, a drawing or the focus.
var pairs = []struct {
	fore, back string
	least      float64
}{
	{"text", "body-background", 4.5}, {"text", "template-background", 4.5}, {"text", "sunk", 4.5}, {"text", "sunk-deep", 4.5},
	{"text", "clay-soft", 4.5}, {"text", "teal-soft", 4.5}, {"text", "plum-soft", 4.5},
	{"secondary-text", "body-background", 4.5}, {"secondary-text", "template-background", 4.5}, {"secondary-text", "teal-soft", 4.5},
	{"link", "body-background", 4.5}, {"link", "template-background", 4.5}, {"link", "clay-soft", 4.5},
	{"link-visited", "body-background", 4.5}, {"link-hover", "body-background", 4.5},
	{"error", "body-background", 4.5}, {"error", "template-background", 4.5}, {"success", "body-background", 4.5},
	{"inverse-text", "brand", 4.5}, {"inverse-text", "success", 4.5}, {"inverse-text", "act", 4.5}, {"inverse-text", "act-hover", 4.5},
	{"inverse-text", "warn", 4.5}, {"inverse-text", "warn-hover", 4.5}, {"focus-text", "focus", 4.5},
	{"brand", "body-background", 3}, {"brand", "template-background", 3}, {"brand", "teal-soft", 3}, {"brand", "sunk", 3},
	{"input-border", "body-background", 3}, {"edge", "body-background", 3}, {"edge", "template-background", 3},
	{"clay", "body-background", 3}, {"act", "template-background", 3},
}

// readPalette gives the colours by day and by night.
func readPalette(t *testing.T) (day, night map[string]string) {
	t.Helper()
	content, err := os.ReadFile(palette)
	if err != nil {
		t.Fatal(err)
	}
	day, night = map[string]string{}, map[string]string{}
	into := day
	line := regexp.MustCompile(`^\s*"?([a-z-]+)"?: (#[0-9a-f]{6}),$`)
	for _, l := range strings.Split(string(content), "\n") {
		switch {
		case strings.HasPrefix(l, "$light"):
			into = day
		case strings.HasPrefix(l, "$dark"):
			into = night
		}
		if m := line.FindStringSubmatch(l); m != nil {
			into[m[1]] = m[2]
		}
	}
	return day, night
}

// luminance follows WCAG 2.2, "relative luminance".
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) != 7 {
		t.Fatalf("no such colour: %q", hex)
	}
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	linear := func(v uint64) float64 {
		c := float64(v&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	if got := contrast(t, "#000000", "#ffffff"); got != 21 {
		t.Fatalf("black on white is %v, want 21", got)
	}
	day, night := readPalette(t)
	var table strings.Builder
	table.WriteString("| Colour | on | By day | By night | At least |\n|---|---|---|---|---|\n")
	for _, p := range pairs {
		light, dark := contrast(t, day[p.fore], day[p.back]), contrast(t, night[p.fore], night[p.back])
		if light < p.least || dark < p.least {
			t.Errorf("%s on %s: %.2f by day, %.2f by night, want %.1f", p.fore, p.back, light, dark, p.least)
		}
		// Rounded down: a document must not promise more than there is.
		fmt.Fprintf(&table, "| %s | %s | %.1f | %.1f | %.1f |\n", p.fore, p.back, math.Floor(light*10)/10, math.Floor(dark*10)/10, p.least)
	}
	holdIdentity(t, table.String())
}

// holdIdentity compares the table in the document, or with -update rewrites it.
func holdIdentity(t *testing.T, table string) {
	t.Helper()
	const begin, end = "<!-- contrast: written by go test ./internal/page/kit -run Contrast -update -->\n", "<!-- end of contrast -->"
	content, err := os.ReadFile(identity)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(content), begin)
	old, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("docs/identity.md has lost the marks around its contrast table")
	}
	if *update {
		if err := os.WriteFile(identity, []byte(head+begin+table+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old != table {
		t.Error("docs/identity.md does not say what the palette is; run: go test ./internal/page/kit -run Contrast -update")
	}
}
