package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func fileOf(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func answerOf(t *testing.T, args ...string) map[string]any {
	t.Helper()
	var out strings.Builder
	if code := run(t.Context(), append(args, "--json"), &out, io.Discard); code != exitHolds {
		t.Fatalf("%v: exit %d", args, code)
	}
	var v map[string]any
	if err := json.Unmarshal([]byte(out.String()), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// The four observers of Krippendorff (2011), wide and long, with what spreadsheets do to files.
func TestStatsAgreement_readsWideAndLong(t *testing.T) {
	wide := "unit,a,b,c,d\n1,1,1,,1\n2,2,2,3,2\n3,3,3,3,3\n4,3,3,3,3\n5,2,2,2,2\n6,1,2,3,4\n7,4,4,4,4\n8,1,1,2,1\n9,2,2,2,2\n10,,5,5,5\n11,,,1,1\n12,,,3,\n"
	long := "rater;unit;rating\r\n"
	rows := strings.Split(strings.TrimSpace(wide), "\n")
	for _, line := range rows[1:] {
		cells := strings.Split(line, ",")
		for g, value := range cells[1:] {
			if value != "" {
				value += ".0"
			}
			long += string(rune('a'+g)) + ";" + cells[0] + ";" + value + "\r\n"
		}
	}
	for name, text := range map[string]string{"wide": wide, "marked": "\ufeff" + wide, "long": long} {
		v := answerOf(t, "stats", "agreement", "--in", fileOf(t, text), "--metric", "alpha", "--level", "ordinal")
		if math.Abs(v["estimate"].(float64)-.815) > .0005 || v["units"] != 12.0 || v["raters"] != 4.0 || v["pairable"] != 40.0 {
			t.Errorf("%s: %v", name, v)
		}
		for _, key := range []string{"se", "ci_low", "ci_high", "metric", "level", "weights", "method", "source"} {
			if v[key] == nil {
				t.Errorf("%s: no %s", name, key)
			}
		}
	}
}

func TestStatsAgreement_saysWhyThereIsNone(t *testing.T) {
	v := answerOf(t, "stats", "agreement", "--in", fileOf(t, "unit,a,b\n1,x,x\n2,x,x\n"), "--metric", "kappa")
	if _, there := v["estimate"]; there || v["undefined"] == "" || v["undefined"] == nil {
		t.Errorf("%v", v)
	}
}

func TestStats_refuseWhatTheyCannotRead(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		args []string
	}{
		"ragged":       {"unit,a,b\n1,2\n", nil},
		"no rows":      {"unit,a,b\n", nil},
		"bytes":        {"unit,a\xff,b\n1,2,3\n", nil},
		"twice":        {"unit,rater,rating\n1,a,2\n1,a,3\n", nil},
		"no numbers":   {"unit,a,b\n1,x,y\n", []string{"--level", "interval"}},
		"no metric":    {"unit,a,b\n1,1,2\n", []string{"--metric", "agreement"}},
		"no form":      {"unit,a,b\n1,1,2\n", []string{"--metric", "icc", "--form", "4,1"}},
		"off scale":    {"unit,a,b\n1,1,9\n", []string{"--categories", "1,2"}},
		"odd weights":  {"unit,a,b\n1,1,2\n2,2,2\n", []string{"--metric", "wkappa", "--weights", fileOf(t, "1,0.5\n0.4,1\n")}},
		"large weight": {"unit,a,b\n1,1,2\n2,2,2\n", []string{"--metric", "wkappa", "--weights", fileOf(t, "1,0\n0,2\n")}},
	} {
		var errOut strings.Builder
		if code := run(t.Context(), append([]string{"stats", "agreement", "--in", fileOf(t, c.text)}, c.args...), io.Discard, &errOut); code == exitHolds || code == exitFailed || errOut.Len() == 0 {
			t.Errorf("%s: exit %d, %q", name, code, errOut.String())
		}
	}
}

func TestStatsSample_drawsTheSameFromTheSameSeed(t *testing.T) {
	a := answerOf(t, "stats", "sample", "--in", fileOf(t, "case,area\na,n\nb,n\nc,s\nd,s\ne,s\nf,s\n"), "--method", "stratified", "--n", "3", "--seed", "x")
	b := answerOf(t, "stats", "sample", "--in", fileOf(t, "case,area\nf,s\ne,s\nd,s\nc,s\nb,n\na,n\n"), "--method", "stratified", "--n", "3", "--seed", "x")
	if a["frame_hash"] != b["frame_hash"] || len(a["units"].([]any)) != 3 {
		t.Errorf("%v, %v", a, b)
	}
	for i := range a["units"].([]any) {
		if a["units"].([]any)[i] != b["units"].([]any)[i] {
			t.Errorf("%v, %v", a["units"], b["units"])
		}
	}
}

func TestStatsITS_readsMonthsAndControls(t *testing.T) {
	var alone, wide, long strings.Builder
	alone.WriteString("month,y\n")
	wide.WriteString("month,y,other\n")
	long.WriteString("month,y,control\n")
	for i := range 24 {
		month := []string{"2025", "2026"}[i/12] + "-" + []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"}[i%12]
		other := 20 + i%3
		y := other + 5
		if i >= 12 {
			y -= 4
		}
		fmt.Fprintf(&alone, "%s,%d\n", month, y)
		fmt.Fprintf(&wide, "%s,%d,%d\n", month, y, other)
		fmt.Fprintf(&long, "%s,%d,0\n%s,%d,1\n", month, y, month, other)
	}
	for name, c := range map[string]struct {
		text, term string
		args       []string
	}{
		"alone": {alone.String(), "level", nil}, "wide": {wide.String(), "group:level", []string{"--control", "other"}}, "long": {long.String(), "group:level", []string{"--control", "control"}},
	} {
		v := answerOf(t, append([]string{"stats", "its", "--in", fileOf(t, c.text), "--y", "y", "--time", "month", "--at", "2026-01"}, c.args...)...)
		found := false
		for _, x := range v["terms"].([]any) {
			if x := x.(map[string]any); x["name"] == c.term {
				found = math.Abs(x["estimate"].(float64)+4) < 1
			}
		}
		if !found {
			t.Errorf("%s: %v", name, v["terms"])
		}
	}
}

// A count that is never anything but zero after the change has no bounded ratio, and the answer is still an answer.
func TestStatsITS_answersWhereCountsBoundNothing(t *testing.T) {
	text := "t,y\n"
	for i := range 20 {
		text += fmt.Sprintf("%d,%d\n", i, map[bool]int{true: 3 + i%2}[i < 10])
	}
	if v := answerOf(t, "stats", "its", "--in", fileOf(t, text), "--y", "y", "--time", "t", "--at", "10", "--model", "poisson"); len(v["warnings"].([]any)) == 0 {
		t.Errorf("%v", v)
	}
}

func TestStatsDID_readsEitherColumn(t *testing.T) {
	byTime := "unit,time,y,treated,first\na,1,1,0,2\na,2,3,1,2\nb,1,2,0,2\nb,2,5,1,2\nc,1,2,0,\nc,2,3,0,never\nd,1,4,0,0\nd,2,4,0,inf\n"
	byTime = strings.ReplaceAll(byTime, "c,1,2,0,\n", "c,1,2,0,never\n")
	byTime = strings.ReplaceAll(byTime, "d,2,4,0,inf", "d,2,4,0,0")
	for _, args := range [][]string{{"--treated", "treated"}, {"--first", "first"}} {
		v := answerOf(t, append([]string{"stats", "did", "--in", fileOf(t, byTime), "--y", "y", "--unit", "unit", "--time", "time"}, args...)...)
		if v["att"] != 2.0 || len(v["groups"].([]any)) != 1 {
			t.Errorf("%v: %v", args, v)
		}
	}
}

func TestStatsLimits_answer(t *testing.T) {
	text := "place,events,of\na,3,40\nb,9,60\nc,30,80\n"
	if v := answerOf(t, "stats", "interval", "--in", fileOf(t, text)); len(v["intervals"].([]any)) != 3 {
		t.Errorf("%v", v)
	}
	if v := answerOf(t, "stats", "funnel", "--in", fileOf(t, text)); len(v["points"].([]any)) != 3 || v["target"] != 42./180 {
		t.Errorf("%v", v)
	}
	if v := answerOf(t, "stats", "xmr", "--in", fileOf(t, "month,value\n1,4\n2,5\n3,4\n4,6\n")); v["mean"] != 4.75 {
		t.Errorf("%v", v)
	}
}

func TestStatsITS_checksAndQuarters(t *testing.T) {
	text := "quarter,share\n"
	for i := range 24 {
		v := 40 + i%3
		if i >= 14 {
			v += 10
		}
		text += fmt.Sprintf("%d-Q%d,%d\n", 2020+i/4, i%4+1, v)
	}
	v := answerOf(t, "stats", "its", "--in", fileOf(t, text), "--y", "share", "--time", "quarter", "--at", "2023-Q3", "--checks", "--rounded", "5")
	names := map[string]int{}
	for _, c := range v["checks"].([]any) {
		names[c.(map[string]any)["name"].(string)]++
	}
	level := v["terms"].([]any)[2].(map[string]any)
	if names["without"] != 2 || names["rounding"] != 1 || names["placebo_time"] != 1 || names["lag"] != 1 || math.Abs(level["estimate"].(float64)-10) > 1 || level["p"] == nil {
		t.Errorf("%v %v", names, level)
	}
}
