package kit_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"stablefutures/internal/page/kit"
)

// hostile breaks out of text, of a quoted and an unquoted attribute, of a title
// and of a textarea, and is a script as an address.
const hostile = `javascript:"'></textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>`

// everyComponent has each component once; fill gives every slot of it a value.
func everyComponent() []kit.Content {
	return []kit.Content{
		&kit.Label{}, &kit.Hint{}, &kit.ErrorMessage{}, &kit.Fieldset{}, &kit.Input{}, &kit.Textarea{}, &kit.CharacterCount{},
		&kit.Select{}, &kit.DateInput{}, &kit.FileUpload{}, &kit.Radios{}, &kit.Checkboxes{}, &kit.Button{}, &kit.ErrorSummary{},
		&kit.InsetText{}, &kit.WarningText{}, &kit.NotificationBanner{}, &kit.Panel{}, &kit.Tag{}, &kit.PhaseBanner{},
		&kit.Details{}, &kit.Tabs{}, &kit.Accordion{}, &kit.Table{}, &kit.Scroll{}, &kit.SummaryList{}, &kit.TaskList{},
		&kit.Pagination{}, &kit.Breadcrumbs{}, &kit.BackLink{}, &kit.SkipLink{}, &kit.ExitThisPage{}, &kit.ServiceNavigation{},
		&kit.Cards{}, &kit.Quote{}, &kit.Promises{}, &kit.PersonHeader{}, &kit.EmptyState{}, &kit.TokenStrip{}, &kit.Text{},
	}
}

// fill puts the hostile text into every string and content slot, however deep.
// Divider is left empty in the first of two choices, since it replaces the rest.
func fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(hostile)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Interface:
		v.Set(reflect.ValueOf(kit.T(hostile)))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for n := range 2 {
			fill(v.Index(n), depth+1)
			if v.Index(n).Kind() == reflect.Struct && n == 0 {
				for _, name := range []string{"Divider", "Ellipsis"} {
					if f := v.Index(n).FieldByName(name); f.IsValid() {
						f.SetZero()
					}
				}
			}
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(templ.Attributes{"data-said": hostile}))
	case reflect.Struct:
		for n := range v.NumField() {
			fill(v.Field(n), depth+1)
		}
	}
}

func TestHostileValues(t *testing.T) {
	seen := 0
	for _, c := range everyComponent() {
		name := reflect.TypeOf(c).Elem().Name()
		// With every address filled, some slots of a component hide others; so
		// each is tried without addresses too.
		for _, addresses := range []bool{true, false} {
			v := reflect.ValueOf(c).Elem()
			v.SetZero()
			fill(v, 0)
			if !addresses {
				clearAddresses(v)
			}
			page := render(t, c)
			if !strings.Contains(page, "alert(1)") {
				t.Errorf("%s: the hostile text is not on the page, so nothing was tested", name)
			}
			seen += checkHarmless(t, name, page)
		}
	}
	t.Logf("%d hostile values came out as text", seen)
}

func clearAddresses(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for n := range v.NumField() {
			if name := v.Type().Field(n).Name; name == "Href" || name == "URL" {
				v.Field(n).SetZero()
				continue
			}
			clearAddresses(v.Field(n))
		}
	case reflect.Slice:
		for n := range v.Len() {
			clearAddresses(v.Index(n))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			clearAddresses(v.Elem())
		}
	}
}

// checkHarmless parses the page as a browser would and looks for what the
// hostile text tries to make: elements, handlers, script addresses.
func checkHarmless(t *testing.T, name, page string) int {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			if n.Data == "script" || n.Data == "img" {
				t.Errorf("%s: the text became <%s>", name, n.Data)
			}
			found += checkAttributes(t, name, n)
		}
		if n.Type == html.TextNode {
			found += strings.Count(n.Data, "<script>alert(1)</script>")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return found
}

func checkAttributes(t *testing.T, name string, n *html.Node) (found int) {
	t.Helper()
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
			t.Errorf("%s: <%s %s> is inline", name, n.Data, a.Key)
		}
		scripted := strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:")
		switch a.Key {
		case "href", "src", "action", "formaction":
			if scripted {
				t.Errorf("%s: <%s %s> runs a script", name, n.Data, a.Key)
			}
		}
		if scripted {
			found++
		}
	}
	return found
}

// The frame is tried by itself, since it is a function and not a struct.
func TestHostileChrome(t *testing.T) {
	for _, frame := range []kit.Frame{kit.Staff, kit.Child, kit.Plain, kit.Document} {
		var c kit.Chrome
		fill(reflect.ValueOf(&c).Elem(), 0)
		c.Frame, c.Styles, c.Scripts = frame, nil, nil
		c.Languages[0].Current = false
		page := render(t, kit.Layout(c))
		own := strings.Count(page, "<script type=\"module\"")
		page = strings.Replace(page, "<script type=\"module\"", "<b data-script", own)
		page = strings.Replace(page, "></script></head>", "></b></head>", 1)
		checkHarmless(t, fmt.Sprintf("frame %d", frame), page)
		if own != 1 {
			t.Errorf("frame %d: %d scripts, want our own one", frame, own)
		}
	}
}
