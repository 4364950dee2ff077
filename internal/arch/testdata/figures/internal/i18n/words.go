// Package i18n is a miniature.
package i18n

// T is a text with what stands in it.
func T(key string, with ...any) string { return key }

// Number is a number in words.
func Number(n int) string { return "" }
