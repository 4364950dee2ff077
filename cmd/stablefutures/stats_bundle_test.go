package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/policy"
)

// figuresFor makes published figures of so many places by quarter; in the first ones something rises by 8.
func figuresFor(t *testing.T, places, quarters int) policy.Figures {
	t.Helper()
	rules, _ := disclosure.Rules(disclosure.StrictDefault)
	r := rand.New(rand.NewPCG(11, uint64(places)))
	rows := [][]string{{"quarter"}}
	for p := range places {
		rows[0] = append(rows[0], fmt.Sprintf("Place %d", p))
	}
	for i := range quarters {
		row := []string{fmt.Sprintf("%d-Q%d", 2019+i/4, i%4+1)}
		for p := range places {
			v := 140 + float64(p) + .3*float64(i) + 4*math.Sin(float64(i)) + 2*r.NormFloat64()
			if p < (places+2)/3 && i >= 14 {
				v += 8
			}
			row = append(row, fmt.Sprint(5*math.Round(v/5)))
		}
		rows = append(rows, row)
	}
	p, err := disclosure.ReadPublished(rules, disclosure.Published{Counted: disclosure.OfPeople, Unit: "young people", Rounded: 5,
		Origin: disclosure.Origin{Title: "T (invented)", Publisher: "P (invented)", Address: "https://example.org/t", ReadOn: "2027-03-01"}}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return policy.Series{ID: "s", Root: "s", Hash: "h", Table: p}.Figures()
}

// bundled makes the zip of an evaluation and lays its planned folder down; it gives the command and the result.
func bundled(t *testing.T, f policy.Figures, c policy.PlanContent) (folder, command string, result map[string]any) {
	t.Helper()
	plain, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	file, err := policy.Evaluation{Plan: policy.Plan{Hash: disclosure.Hash(plain), Content: c}, Figures: f, At: time.Unix(1.8e9, 0)}.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	for _, one := range z.File {
		r, err := one.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, filepath.Base(one.Name)), content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join(folder, "command.txt"))
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(folder, "result.json"))
	if err == nil {
		err = json.Unmarshal(content, &result)
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder, strings.TrimSpace(string(text)), result
}

// sixth holds two numbers together to six digits after the point; ours may be a ratio where the command gives its logarithm.
func sixth(t *testing.T, what string, ours, theirs any, ratio bool) {
	t.Helper()
	a, ok := ours.(float64)
	b, ok2 := theirs.(float64)
	if ratio {
		b = math.Exp(b)
	}
	if !ok || !ok2 || math.Abs(a-b) > 5.1e-7 {
		t.Errorf("%s: the result has %v, the command gives %v", what, ours, theirs)
	}
}

// TestBundle_itsCommandGivesTheSameNumbers runs the very command of the zip over the data beside it.
func TestBundle_itsCommandGivesTheSameNumbers(t *testing.T) {
	base := policy.PlanContent{Version: 1, Question: "q", Direction: "up", Line: "Place 0", Control: "Place 1", At: "2022-Q3", From: "2019-Q1", To: "2026-Q4"}
	for name, design := range map[string]policy.Design{
		"step, robust":    {Model: policy.OneSeries, Family: "ols", Errors: "hac"},
		"slope, carried":  {Model: policy.OneSeries, Family: "ols", Errors: "ar1", Slope: true, Lag: 1},
		"gradual, season": {Model: policy.OneSeries, Family: "quasipoisson", Errors: "hac", Gradual: 4, Seasonal: true},
		"second series":   {Model: policy.WithOther, Family: "ols", Errors: "ols"},
		"places":          {Model: policy.Places},
	} {
		t.Run(name, func(t *testing.T) {
			c, f := base, figuresFor(t, 12, 32)
			c.Design = design
			if design.Model == policy.Places {
				c.Treated = map[string]string{"Place 0": c.At, "Place 1": c.At, "Place 2": c.At, "Place 3": c.At}
			}
			folder, command, result := bundled(t, f, c)
			args := strings.Fields(strings.Replace(command, "data.csv", filepath.Join(folder, "data.csv"), 1))
			if len(args) == 0 || args[0] != "stablefutures" || args[len(args)-1] != "--json" {
				t.Fatalf("%q, %v", command, result)
			}
			given := answerOf(t, args[1:len(args)-1]...)
			effect := result["effect"].(map[string]any)
			ratio := effect["ratio"].(bool)
			from := given
			if design.Model != policy.Places {
				for _, term := range given["terms"].([]any) {
					if n := term.(map[string]any)["name"]; n == map[bool]string{true: "group:level", false: "level"}[design.Model == policy.WithOther] {
						from = term.(map[string]any)
					}
				}
			}
			ours := map[string]string{"estimate": "estimate", "ci_low": "ci_low", "ci_high": "ci_high"}
			if design.Model == policy.Places {
				ours["estimate"] = "att"
			} else {
				sixth(t, "p", effect["p"], from["p"], false)
			}
			for key, theirs := range ours {
				sixth(t, key, effect[key], from[theirs], ratio)
			}
			checks, others := result["checks"].([]any), given["checks"].([]any)
			if len(checks) != len(others) || len(checks) < 4 {
				t.Fatalf("%d checks, the command gives %d", len(checks), len(others))
			}
			for i := range checks {
				a, b := checks[i].(map[string]any), others[i].(map[string]any)
				if a["name"] != b["name"] {
					t.Fatalf("%v, %v", a, b)
				}
				sixth(t, fmt.Sprint(a["name"]), a["estimate"], b["estimate"], ratio)
			}
		})
	}
}
