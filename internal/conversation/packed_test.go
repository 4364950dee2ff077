package conversation

import (
	"reflect"
	"strconv"
	"testing"
	"time"
)

// fill gives every field of v something of its own, so that a field which is forgotten shows.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("text " + strconv.Itoa(*n))
	case reflect.Int:
		v.SetInt(int64(*n % 60))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range 2 {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(key, n)
			fill(value, n)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 3, 2, 10, 0, *n%60, 123000, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic("packed_test: what is a " + v.Kind().String() + "?")
	}
}

func TestPacked_keepsEveryField(t *testing.T) {
	n := 0
	var full Contribution
	fill(reflect.ValueOf(&full).Elem(), &n)
	full.Why = "" // a picture shows how things stand, and not why a slip was mended
	talk := section{TalkOf: full.ID, Talk: Talk{Outcome: "withheld", At: full.At, By: "somebody", Why: "ኣይፋል"}}
	sections := []section{{Contribution: &full}, talk, {Contribution: &Contribution{ID: "empty"}}}
	packed := []byte{pictureVersion}
	for _, s := range sections {
		packed = packSection(packed, s)
	}
	got, err := unpackSections(packed)
	if err != nil || !reflect.DeepEqual(got, sections) {
		t.Fatalf("%v\ngot  %+v\nwant %+v", err, got, sections)
	}
	for cut := range len(packed) - 1 { // a part of it is never taken for the whole
		if got, err := unpackSections(packed[:cut]); err == nil && len(got) == len(sections) {
			t.Fatalf("cut at %d it still reads", cut)
		}
	}
}

// Whatever the bytes, reading them neither panics nor asks for memory that they do not account for.
func FuzzPacked(f *testing.F) {
	n := 0
	var full Contribution
	fill(reflect.ValueOf(&full).Elem(), &n)
	f.Add(packSection([]byte{pictureVersion}, section{Contribution: &full}))
	f.Add([]byte{pictureVersion, 5, 1, 0xff, 0xff, 0xff, 0x7f})
	f.Add([]byte(`{"c":{}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if sections, err := unpackSections(b); err == nil && len(sections) > len(b) {
			t.Error("more sections than bytes")
		}
	})
}
