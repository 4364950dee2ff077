package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// builtin are the number formats that Excel knows by number (ECMA-376, part 1, 18.8.30), as far as they are certain in
// every country.
var builtin = map[string]string{
	"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
	"14": "yyyy-mm-dd", "15": "yyyy-mm-dd", "16": "yyyy-mm-dd", "17": "yyyy-mm-dd", "18": "hh:mm", "19": "hh:mm:ss",
	"20": "hh:mm", "21": "hh:mm:ss", "22": "yyyy-mm-dd hh:mm", "45": "hh:mm:ss", "46": "hh:mm:ss", "47": "hh:mm:ss",
}

var (
	plainFormat = regexp.MustCompile(`^(#,##)?(0+)(\.0+)?(%)?$`)
	quoted      = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.`)
)

// formatNumber writes a stored number as it is shown, where the format leaves no doubt: whole and decimal places,
// leading noughts, thousands, per cent. A date or time becomes 2026-11-22 or 14:05:00, which is certain although the
// file may show it in another order. Anything else is written plainly, to 15 digits as Excel holds them.
func formatNumber(value, format string, from1904 bool) string {
	value = strings.TrimSpace(value)
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return value
	}
	if m := plainFormat.FindStringSubmatch(format); m != nil && math.Abs(f) < 1e15 {
		return plainNumber(f, m)
	}
	if bare := strings.ToLower(quoted.ReplaceAllString(format, "")); bare != "general" && strings.ContainsAny(bare, "ymdhs") && f >= 0 && f < 2958466 {
		return serialDate(f, from1904)
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if abs := math.Abs(short); abs != 0 && (abs < 1e-9 || abs >= 1e15) {
		return strconv.FormatFloat(short, 'E', -1, 64)
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

func plainNumber(f float64, m []string) string {
	places := max(len(m[3])-1, 0)
	if m[4] != "" {
		f *= 100
	}
	// Excel rounds the 15 digits it holds, half away from nought; the nudge keeps 0.285 from being 0.28.
	s := strconv.FormatFloat(f+math.Copysign(math.Abs(f)*1e-15, f), 'f', places, 64)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, rest, _ := strings.Cut(s, ".")
	for len(whole) < len(m[2]) {
		whole = "0" + whole
	}
	if m[1] != "" {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	if rest != "" {
		whole += "." + rest
	}
	return sign + whole + m[4]
}

// serialDate writes a day number of Excel, counted from 1900 (with its 29 February 1900 that never was) or from 1904.
func serialDate(f float64, from1904 bool) string {
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if f < 60 {
		base = base.AddDate(0, 0, 1)
	}
	day := math.Floor(f)
	t := base.AddDate(0, 0, int(day)).Add(time.Duration(math.Round((f-day)*86400)) * time.Second)
	switch {
	case f < 1:
		return t.Format("15:04:05")
	case f == day:
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02 15:04:05")
}
