package framework_test

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stablefutures/internal/framework"
	"stablefutures/internal/problem"
)

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">`

// Every drawing of ours is taken as it is, and nothing about it is advised against but a line of another width.
func TestReadDrawing_takesOurOwn(t *testing.T) {
	files, err := filepath.Glob("../page/kit/drawings/*.svg")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d drawings, %v", len(files), err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := framework.ReadDrawing(b)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for _, a := range d.Advice {
			if a.Key == "framework.drawing.advice_edge" {
				t.Errorf("%s: %s", file, a.Key)
			}
		}
		again, err := framework.ReadDrawing([]byte(svgHead + d.Strokes + "</svg>"))
		if err != nil || again.Name != d.Name || again.Strokes != d.Strokes {
			t.Errorf("%s written anew is another drawing: %v", file, err)
		}
	}
}

func TestReadDrawing_refusesTheRestByName(t *testing.T) {
	line := `<path d="M8 8h20"/>`
	for file, key := range map[string]string{
		"":                 "empty",
		"hello":            "writing",
		"<svg":             "not_svg",
		`<svg/>`:           "box",
		svgHead:            "not_svg",
		svgHead + `</svg>`: "empty",
		svgHead + `<script>alert(1)</script></svg>`:                                     "element",
		svgHead + `<style>*{fill:red}</style></svg>`:                                    "element",
		svgHead + `<g>` + line + `</g></svg>`:                                           "element",
		svgHead + `<a href="https://x.invalid">` + line + `</a></svg>`:                  "element",
		svgHead + `<image href="https://x.invalid/p.png"/></svg>`:                       "element",
		svgHead + `<use href="#x"/></svg>`:                                              "element",
		svgHead + `<text>Amina</text></svg>`:                                            "element",
		svgHead + `<title>Amina</title></svg>`:                                          "element",
		svgHead + `<foreignObject/></svg>`:                                              "element",
		svgHead + `<animate/></svg>`:                                                    "element",
		svgHead + `<x:path xmlns:x="http://www.w3.org/2000/svg" d="M8 8h2"/></svg>`:     "element",
		svgHead + line + `words</svg>`:                                                  "writing",
		svgHead + line + `<![CDATA[words]]></svg>`:                                      "writing",
		svgHead + `<path d="M8 8h2">` + line + `</path></svg>`:                          "inside",
		svgHead + `<path d="M8 8h2" onclick="alert(1)"/></svg>`:                         "attribute",
		svgHead + `<path d="M8 8h2" style="fill:url(#x)"/></svg>`:                       "attribute",
		svgHead + `<path d="M8 8h2" class="a"/></svg>`:                                  "attribute",
		svgHead + `<path d="M8 8h2" id="a"/></svg>`:                                     "attribute",
		svgHead + `<path d="M8 8h2" d="M8 9h2"/></svg>`:                                 "attribute",
		svgHead + `<path d="M8 8h2" x:d="M8 9h2"/></svg>`:                               "attribute",
		svgHead + `<path d="M8 8h2" transform="scale(9)"/></svg>`:                       "attribute",
		svgHead + `<path d="M8 8h2" fill="url(https://x.invalid)"/></svg>`:              "attribute",
		svgHead + `<path d="M8 8h2" stroke="red"/></svg>`:                               "attribute",
		svgHead + `<path d="M8 8h2" stroke-width="40"/></svg>`:                          "attribute",
		svgHead + `<circle cx="24" cy="24" r="1e1"/></svg>`:                             "attribute",
		svgHead + `<circle cx="24" cy="24" r="50%"/></svg>`:                             "attribute",
		svgHead + `<circle cx="24" cy="24"/></svg>`:                                     "missing",
		svgHead + `<circle cx="40" cy="24" r="20"/></svg>`:                              "outside",
		svgHead + `<path d="M8 8h90"/></svg>`:                                           "outside",
		svgHead + `<path d="M8 8C8 150 40 150 40 8"/></svg>`:                            "outside",
		svgHead + `<path d="M8 24A30 30 0 1 1 12 24"/></svg>`:                           "outside",
		svgHead + `<path d="M8 8T20 20"/></svg>`:                                        "path",
		svgHead + `<path d="h20"/></svg>`:                                               "path",
		svgHead + `<path d="M8"/></svg>`:                                                "path",
		svgHead + `<path d=""/></svg>`:                                                  "path",
		svgHead + `<path d="M8 8&quot;/&gt;&lt;script&gt;"/></svg>`:                     "path",
		svgHead + `<polyline points="8 8"/></svg>`:                                      "path",
		svgHead + `<path d="M8 8` + strings.Repeat("h1", 1200) + `"/></svg>`:            "long",
		svgHead + strings.Repeat(line, 61) + `</svg>`:                                   "shapes",
		svgHead + strings.Repeat(" ", 17<<10) + line + `</svg>`:                         "size",
		strings.Replace(svgHead, "0 0 48 48", "0 0 24 24", 1) + line + `</svg>`:         "box",
		strings.Replace(svgHead, `"2.5"`, `"1"`, 1) + line + `</svg>`:                   "stroke",
		strings.Replace(svgHead, "<svg", `<svg onload="alert(1)"`, 1) + line + `</svg>`: "attribute",
		`<!DOCTYPE svg [<!ENTITY a "b">]>` + svgHead + line + `</svg>`:                  "doctype",
		`<?xml-stylesheet href="https://x.invalid"?>` + svgHead + line + `</svg>`:       "instruction",
		svgHead + line + `</svg>` + svgHead + line + `</svg>`:                           "element",
		"\xff\xfe" + svgHead:                                                            "not_svg",
	} {
		_, err := framework.ReadDrawing([]byte(file))
		if problem.KeyOf(err) != "framework.drawing."+key || !problem.Is(err, problem.Invalid) {
			t.Errorf("%.90q: %v, want %s", file, err, key)
		}
	}
}

func TestReadDrawing_saysWhatDiffersFromOurs(t *testing.T) {
	d, err := framework.ReadDrawing([]byte(svgHead + `<path d="M1 8h20" stroke-width="1"/><circle cx="20" cy="20" r="8" fill="currentColor" fill-opacity=".5"/></svg>`))
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, a := range d.Advice {
		keys = append(keys, strings.TrimPrefix(a.Key, "framework.drawing."))
	}
	if strings.Join(keys, " ") != "advice_edge advice_stroke advice_fill" {
		t.Errorf("advised: %v", keys)
	}
}

func FuzzReadDrawing(f *testing.F) {
	files, _ := filepath.Glob("../page/kit/drawings/*.svg")
	for _, file := range files {
		if b, err := os.ReadFile(file); err == nil {
			f.Add(b)
		}
	}
	f.Add([]byte(svgHead + `<path d="M8 8" onclick="x"/><script/></svg>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		d, err := framework.ReadDrawing(file)
		if err != nil {
			if !problem.Is(err, problem.Invalid) {
				t.Errorf("%q: %v", file, err)
			}
			return
		}
		again, err := framework.ReadDrawing([]byte(svgHead + d.Strokes + "</svg>"))
		if err != nil || again.Strokes != d.Strokes {
			t.Fatalf("%q is not what it says it is: %v", d.Strokes, err)
		}
		x := xml.NewDecoder(strings.NewReader(d.Strokes))
		for token, err := x.Token(); err == nil; token, err = x.Token() {
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			for _, a := range e.Attr {
				if strings.Trim(a.Value, "0123456789.,-+ \t\r\nMLHVCSQAZmlhvcsqaz") != "" && a.Value != "none" && a.Value != "currentColor" {
					t.Fatalf("%q came through", a.Value)
				}
			}
		}
	})
}
