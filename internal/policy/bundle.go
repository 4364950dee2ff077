package policy

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/sheet"
)

// FormatEvaluation is what the results of a bundle say they are; docs/schemas/evaluation-1.json tells what they hold.
const FormatEvaluation = "stable-futures/evaluation/1"

// resultJSON is a result in a file: numbers to six digits, null where there is none.
type resultJSON struct {
	Format     string       `json:"format"`
	Plan       string       `json:"plan"`        // hash of the locked plan
	LockedAt   time.Time    `json:"locked_at"`   //
	Source     string       `json:"source"`      // kind of the figures
	SourceHash string       `json:"source_hash"` // of their document
	Planned    bool         `json:"planned"`
	Why        string       `json:"why,omitempty"` // somebody looked in a way that was not planned
	Design     Design       `json:"design"`
	Refused    Refusal      `json:"refused,omitempty"`
	Before     int          `json:"before"`
	After      int          `json:"after"`
	LeftOut    int          `json:"left_out"`
	Places     int          `json:"places,omitempty"`
	Effect     *effectJSON  `json:"effect,omitempty"`
	Slope      *effectJSON  `json:"slope,omitempty"`
	Pretest    *json.Number `json:"pretest_p,omitempty"`
	Moments    []momentJSON `json:"moments,omitempty"`
	Checks     []checkJSON  `json:"checks,omitempty"`
	Verdict    string       `json:"verdict"`
	Command    string       `json:"command,omitempty"`
	Method     string       `json:"method,omitempty"`
	Definition string       `json:"definition,omitempty"` // where it stands
}

type effectJSON struct {
	Ratio    bool         `json:"ratio"`
	Estimate *json.Number `json:"estimate"`
	Low      *json.Number `json:"ci_low"`
	High     *json.Number `json:"ci_high"`
	P        *json.Number `json:"p"`
}

type momentJSON struct {
	Since    int          `json:"since"`
	Estimate *json.Number `json:"estimate"`
	Low      *json.Number `json:"ci_low"`
	High     *json.Number `json:"ci_high"`
}

type checkJSON struct {
	Name     string       `json:"name"`
	Setting  string       `json:"setting"`
	Placebo  bool         `json:"placebo"`
	Estimate *json.Number `json:"estimate"`
	Low      *json.Number `json:"ci_low"`
	High     *json.Number `json:"ci_high"`
}

// exact writes a number that may be shown, or nothing.
func exact(n Number) *json.Number {
	if !n.Exact.Shown() {
		return nil
	}
	x := json.Number(n.Exact.String())
	return &x
}

func (e Evaluation) resultJSON(r Result, why string) resultJSON {
	out := resultJSON{Format: FormatEvaluation, Plan: e.Plan.Hash, LockedAt: e.Plan.LockedAt, Source: e.Figures.Kind, SourceHash: e.Figures.Hash, Planned: why == "", Why: why, Design: r.Design,
		Refused: r.Refused, Before: r.Before, After: r.After, LeftOut: r.Left, Places: r.Places, Verdict: r.Verdict, Command: r.Command, Method: r.Method, Definition: r.Source}
	if r.Refused != "" {
		return out
	}
	effect := func(f Came) *effectJSON {
		j := &effectJSON{Ratio: f.Ratio, Estimate: exact(f.Estimate)}
		if f.Bounded {
			j.Low, j.High, j.P = exact(f.Low), exact(f.High), exact(f.P)
		}
		return j
	}
	out.Effect, out.Pretest = effect(r.Effect), exact(r.Pretest)
	if r.Slope != nil {
		out.Slope = effect(*r.Slope)
	}
	for _, m := range r.Moments {
		j := momentJSON{Since: m.Since, Estimate: exact(m.Estimate)}
		if r.Effect.Bounded {
			j.Low, j.High = exact(m.Low), exact(m.High)
		}
		out.Moments = append(out.Moments, j)
	}
	for _, c := range r.Checks {
		j := checkJSON{Name: c.Name, Setting: c.Setting, Placebo: c.Placebo, Estimate: exact(c.Estimate)}
		if c.Bounded {
			j.Low, j.High = exact(c.Low), exact(c.High)
		}
		out.Checks = append(out.Checks, j)
	}
	return out
}

// data is what the command reads: the figures that were used, and no other.
func (e Evaluation) data(p PlanContent) [][]sheet.Cell {
	var rows [][]sheet.Cell
	add := func(cells ...string) {
		row := make([]sheet.Cell, len(cells))
		for i, c := range cells {
			row[i] = sheet.Cell{Text: c}
		}
		rows = append(rows, row)
	}
	plain := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	if p.Design.Model == Places {
		s := p.placesData(e.Figures)
		add("place", "period", "time", "first", "value")
		for i, o := range s.list {
			first := "never"
			if !math.IsInf(o.First, 1) {
				first = plain(o.First)
			}
			add(o.Unit, s.codes[i], plain(o.Time), first, s.from[i].String())
		}
		return rows
	}
	s := p.seriesData(p.Design, e.Figures)
	head := []string{"period", "time", "value"}
	if s.control != nil {
		head = append(head, "control")
	}
	add(head...)
	for i := range s.times {
		row := []string{s.codes[i], plain(s.times[i]), s.value[i].String()}
		if s.control != nil {
			row = append(row, s.control[i].String())
		}
		add(row...)
	}
	return rows
}

// Bundle is a zip by which anybody can work the numbers out again: the figures that were used, the locked plan, the command, and
// what it gives. It holds nothing that is not shown.
func (e Evaluation) Bundle() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, content []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: e.At.UTC().Truncate(time.Second)})
		if err == nil {
			_, err = f.Write(content)
		}
		return err
	}
	plan, err := json.Marshal(e.Plan.Content)
	if err != nil {
		return nil, err
	}
	if disclosure.Hash(plan) != e.Plan.Hash {
		return nil, errChanged
	}
	if err := add("plan.json", plan); err != nil {
		return nil, err
	}
	results, plans := []resultJSON{e.resultJSON(e.Result(), "")}, []PlanContent{e.Plan.Content}
	for _, o := range e.Other {
		other := e.Plan.Content.Instead(o)
		results, plans = append(results, e.resultJSON(other.Carry(o.Design, e.Figures), o.Why)), append(plans, other)
	}
	for i := range results {
		folder := "planned/"
		if i > 0 {
			folder = fmt.Sprintf("not-planned-%d/", i)
		}
		var data bytes.Buffer
		if err := sheet.WriteCSV(&data, e.data(plans[i])); err != nil {
			return nil, err
		}
		result, err := json.MarshalIndent(results[i], "", "  ")
		if err != nil {
			return nil, err
		}
		for name, content := range map[string][]byte{"data.csv": data.Bytes(), "result.json": append(result, '\n'), "command.txt": []byte(results[i].Command + "\n")} {
			if err := add(folder+name, content); err != nil {
				return nil, err
			}
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
