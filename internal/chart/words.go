package chart

import (
	"math"
	"strconv"
	"strings"

	"stablefutures/internal/disclosure"
	"stablefutures/internal/i18n"
)

// Figure is a figure as it is read: its value with the digits grouped, or its symbol.
func Figure(l i18n.L, p disclosure.Protected) string {
	v, decimals, ok := p.Value()
	if !ok {
		return string(p.Symbol())
	}
	if decimals == 0 {
		return l.Number(int(v))
	}
	return decimal(l, p.Number(), decimals)
}

func decimal(l i18n.L, v float64, decimals int) string {
	whole, part, _ := strings.Cut(strconv.FormatFloat(math.Abs(v), 'f', decimals, 64), ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	out := l.Number(n)
	if part != "" {
		out += "." + part
	}
	if v < 0 && strings.Trim(whole+part, "0") != "" {
		out = "−" + out
	}
	return out
}

// tick is a value of a scale as it is read: no more decimals than its step has.
func tick(l i18n.L, v, step float64) string {
	decimals := 0
	for s := step; decimals < 6 && math.Abs(s-math.Round(s)) > 1e-9*math.Max(1, s); s *= 10 {
		decimals++
	}
	return decimal(l, v, decimals)
}

// Why says in words what stands behind a symbol; "" for a figure that is shown.
func Why(l i18n.L, p disclosure.Protected) string {
	if p.Shown() {
		return ""
	}
	switch p.Symbol() {
	case disclosure.NotApplicable:
		return l.T("chart.not_applicable")
	case disclosure.Unavailable:
		return l.T("chart.unavailable")
	}
	switch p.Reason() {
	case disclosure.Small, disclosure.Cohort, disclosure.Base, disclosure.Difference, disclosure.Earlier, disclosure.Nothing, disclosure.Asked:
		return l.T("chart.why_" + string(p.Reason())) // i18n: prefix chart.why_
	}
	return l.T("chart.why_small")
}

// said is a symbol in a few words: what it stands for is explained once, and heard at every place.
func said(l i18n.L, p disclosure.Protected) string {
	switch {
	case p.Shown():
		return ""
	case p.Symbol() == disclosure.Hidden:
		return l.T("chart.said_hidden")
	case p.Symbol() == disclosure.NotApplicable:
		return l.T("chart.not_applicable")
	}
	return l.T("chart.unavailable")
}

// InLine is a figure as it is read within a line of words: its value, or what its symbol stands for, since no key is beside it.
func InLine(l i18n.L, p disclosure.Protected) string {
	if p.Shown() {
		return Figure(l, p)
	}
	return said(l, p)
}

// symbols explains each symbol that stands somewhere in the figures, once for each reason, in the order they come.
func symbols(l i18n.L, figures []disclosure.Protected) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range figures {
		if p.Shown() {
			continue
		}
		if words := l.T("chart.symbol", "symbol", string(p.Symbol()), "why", Why(l, p)); !seen[words] {
			seen[words] = true
			out = append(out, words)
		}
	}
	return out
}
