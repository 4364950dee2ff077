package kit_test

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"stablefutures/internal/page/kit"
)

func chrome(frame kit.Frame) kit.Chrome {
	return kit.Chrome{Frame: frame, Lang: "ar", Dir: "rtl", Title: "People", AppName: "Stable Futures",
		Banner:   kit.T("Demonstration"),
		Nav:      []kit.NavItem{{Text: kit.T("Home"), Href: "/"}},
		SignedIn: &kit.SignedIn{Name: kit.Name("Ana Sample"), SignOutURL: "/sign-out", SignOut: "Sign out"},
		Exit:     &kit.Exit{Href: "https://example.org/", Text: "Leave"},
		Controls: &kit.Controls{PauseURL: "/pause", Pause: "Pause", StopURL: "/stop", Stop: "Stop", Form: "answer"},
		Back:     &kit.Link{Text: kit.T("Back"), Href: "/back"}}
}

func TestFrames(t *testing.T) {
	frames := map[string]kit.Frame{"staff": kit.Staff, "child": kit.Child, "plain": kit.Plain, "document": kit.Document}
	for name, frame := range frames {
		page := render(t, kit.Gallery(chrome(frame)))
		for _, want := range []string{`<html lang="ar" dir="rtl"`, "<title>People – Stable Futures</title>", "app.rtl.", `id="main"`, `href="#main"`, "Demonstration", `href="/back"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s", name, want)
			}
		}
		if n := strings.Count(page, "<h1"); n != 1 {
			t.Errorf("%s: %d h1, want one", name, n)
		}
		if twice := repeatedIDs(t, page); len(twice) > 0 {
			t.Errorf("%s: ids used twice: %v", name, twice)
		}
		if strings.Contains(page, "style=") || regexp.MustCompile(`<script[^>]*>[^<]`).MatchString(page) {
			t.Errorf("%s: inline style or script", name)
		}
	}
}

// Pause and Stop belong to the young person's side, and carry the page's form
// with them so that nothing said is lost.
func TestControls(t *testing.T) {
	page := render(t, kit.Layout(chrome(kit.Child)))
	for _, want := range []string{`form="answer" formaction="/pause" formmethod="post" formnovalidate`, `form="answer" formaction="/stop"`} {
		if !strings.Contains(page, want) {
			t.Errorf("child: no %s", want)
		}
	}
	if strings.Contains(page, "/sign-out") {
		t.Error("child: staff sign-out on the young person's side")
	}
	c := chrome(kit.Child)
	c.Controls.Form = ""
	page = render(t, kit.Layout(c))
	for _, want := range []string{`<form method="post" action="/pause">`, `<form method="post" action="/stop">`} {
		if !strings.Contains(page, want) {
			t.Errorf("child without a form: no %s", want)
		}
	}
}

func repeatedIDs(t *testing.T, page string) (twice []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "id" {
				if seen[a.Val] {
					twice = append(twice, a.Val)
				}
				seen[a.Val] = true
			}
		}
	}
	return twice
}

const drawingTag = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">`

// Drawings are strokes in one style: nothing that fetches, runs or colours itself.
func TestDrawings(t *testing.T) {
	names := kit.DrawingNames()
	if len(names) < 40 || !slices.IsSorted(names) {
		t.Fatalf("%d drawings, sorted %v", len(names), slices.IsSorted(names))
	}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join("drawings", name+".svg"))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(content), drawingTag) {
			t.Errorf("%s: another opening tag than the other drawings", name)
		}
		checkDrawing(t, name, string(content))
		if !strings.Contains(render(t, kit.Drawing(name, kit.DrawingMedium)), kit.DrawingBody(name)) || kit.DrawingBody(name) == "" {
			t.Errorf("%s: is not shown", name)
		}
	}
	if kit.IsDrawing("no-such") || strings.TrimSpace(render(t, kit.Drawing("no-such", kit.DrawingMedium))) != "" {
		t.Error("an unknown drawing shows something")
	}
}

func checkDrawing(t *testing.T, name, content string) {
	t.Helper()
	elements := []string{"svg", "path", "circle", "rect", "line"}
	attributes := []string{"xmlns", "viewBox", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
		"d", "cx", "cy", "r", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "rx"}
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !slices.Contains(elements, start.Name.Local) {
			t.Errorf("%s: <%s> is not a stroke", name, start.Name.Local)
		}
		for _, a := range start.Attr {
			if !slices.Contains(attributes, a.Name.Local) {
				t.Errorf("%s: attribute %s", name, a.Name.Local)
			}
			if (a.Name.Local == "fill" || a.Name.Local == "stroke") && a.Value != "none" && a.Value != "currentColor" {
				t.Errorf("%s: a colour of its own, %s", name, a.Value)
			}
		}
	}
}

// The strip and its table tell the same, and the strip shows no height or slope.
func TestTokenStrip(t *testing.T) {
	s := kit.TokenStrip{ID: "s", Title: "Sleep", Desc: "Two answers", Tokens: []kit.Token{
		{Drawing: "have-it", Word: "I have it", Date: "4 March"}, {Drawing: "not-there", Word: "ليس هناك", Lang: "ar", Dir: "rtl", Date: "9 June", Gap: "silence for months"}}}
	page := render(t, s)
	picture, table, ok := strings.Cut(page, "</svg>\n")
	if !ok {
		picture, table = page[:strings.LastIndex(page, "</svg>")], page[strings.LastIndex(page, "</svg>"):]
	}
	for _, word := range []string{"I have it", "ليس هناك", "4 March", "9 June"} {
		if !strings.Contains(picture, word) || !strings.Contains(table, word) {
			t.Errorf("%q is not in both the picture and the table", word)
		}
	}
	if !strings.Contains(table, "silence for months") || !strings.Contains(picture, "sf-tokens__line--gap") {
		t.Error("the gap is not in both")
	}
	heights := map[string]bool{}
	for _, m := range regexp.MustCompile(`<circle class="sf-tokens__disc"[^>]* cy="(\d+)"`).FindAllStringSubmatch(picture, -1) {
		heights[m[1]] = true
	}
	if len(heights) != 1 {
		t.Errorf("tokens stand at %d heights, want one", len(heights))
	}
	if render(t, kit.TokenStrip{ID: "none"}) != "" {
		t.Error("an empty strip shows something")
	}
}
