package insight

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

func smallFrame() Frame {
	f := Frame{Perspectives: []string{"young_person", "practitioner", "guardian"},
		Values: []Value{{"present", false, false}, {"not_today", true, false}, {"there", true, true}, {"not_there", true, true}, {"not_asked", false, false}},
		Groups: []Group{{"age", []string{"not_known", "under_16", "to_18", "over_18"}}, {"nation", []string{"england", "wales"}}},
		Items:  []Item{{"present", Present}}}
	for i := range 5 {
		f.Places = append(f.Places, fmt.Sprintf("place-%d", i))
		f.Items = append(f.Items, Item{fmt.Sprintf("outcome-%d", i), Outcome})
	}
	for p := "2024-Q3"; len(f.Periods) < 7; p = NextQuarter(p) {
		f.Periods = append(f.Periods, p)
	}
	return f
}

// life invents the facts of one person: they move now and then, back again too, and grow older.
func life(r *rand.Rand, f Frame) (facts []Fact) {
	one := Fact{Place: uint16(r.IntN(len(f.Places))), Groups: [MostGroups]uint8{uint8(r.IntN(4)), uint8(r.IntN(2))}}
	for range r.IntN(40) {
		if r.IntN(8) == 0 && int(one.Period) < len(f.Periods)-1 {
			one.Period++
		}
		if r.IntN(10) == 0 {
			one.Place = uint16(r.IntN(len(f.Places)))
		}
		if r.IntN(15) == 0 {
			one.Groups[0] = uint8(r.IntN(4))
		}
		one.Item, one.Perspective, one.Value = uint16(r.IntN(len(f.Items))), uint8(r.IntN(3)), uint8(r.IntN(len(f.Values)))
		facts = append(facts, one)
	}
	return facts
}

func lives(seed uint64, n int, f Frame) map[uint32][]Fact {
	r := rand.New(rand.NewPCG(seed, 7))
	people := map[uint32][]Fact{}
	for _, number := range r.Perm(n) {
		people[uint32(number)] = life(r, f)
	}
	return people
}

func build(t testing.TB, f Frame, people map[uint32][]Fact) *Cube {
	t.Helper()
	b, err := NewBuilder(f)
	if err != nil {
		t.Fatal(err)
	}
	for number, facts := range people {
		if err := b.Add(number, facts); err != nil {
			t.Fatal(err)
		}
	}
	return b.Cube()
}

// plainly answers a question as one would by hand: fact by fact, with a set of people for every cell.
func plainly(f Frame, people map[uint32][]Fact, q Question) Cells {
	codes := func(x Fact) map[Axis]string {
		m := map[Axis]string{ByPlace: f.Places[x.Place], ByPeriod: f.Periods[x.Period], ByItem: f.Items[x.Item].Code,
			ByPerspective: f.Perspectives[x.Perspective], ByValue: f.Values[x.Value].Code}
		for i, g := range f.Groups {
			m[Axis(g.Name)] = g.Codes[x.Groups[i]]
		}
		return m
	}
	out := Cells{}
	n := 1
	for _, d := range q.By {
		var names []string
		if len(d.Classes) == 0 {
			names = f.axes()[d.Axis]
		}
		for _, c := range d.Classes {
			names = append(names, c.Code)
		}
		out.Directions = append(out.Directions, names)
		n *= len(names)
	}
	sets := make([]map[string]uint32, n)
	for i := range sets {
		sets[i] = map[string]uint32{}
	}
	for number, facts := range people {
		for _, x := range chosen(f, facts, q) {
			c := codes(x)
			if slices.ContainsFunc(q.Where, func(w Condition) bool { return !slices.Contains(w.In, c[w.Axis]) }) {
				continue
			}
			cell := 0
			for i, d := range q.By {
				k := slices.Index(out.Directions[i], c[d.Axis])
				if len(d.Classes) > 0 {
					k = slices.IndexFunc(d.Classes, func(of Class) bool { return slices.Contains(of.Of, c[d.Axis]) })
				}
				if k < 0 {
					cell = -1
					break
				}
				cell = cell*len(out.Directions[i]) + k
			}
			if cell < 0 {
				continue
			}
			who := fmt.Sprint(number)
			if q.InPlaces {
				who += c[ByPlace]
			}
			sets[cell][who]++
		}
	}
	for _, s := range sets {
		sum, largest := uint32(0), uint32(0)
		for _, n := range s {
			sum, largest = sum+n, max(largest, n)
		}
		out.People = append(out.People, uint32(len(s)))
		if q.Facts {
			out.Facts, out.Largest = append(out.Facts, sum), append(out.Largest, largest)
		}
	}
	return out
}

// chosen gives a person's facts that a question is about: all, or the latest of each kind.
func chosen(f Frame, facts []Fact, q Question) (list []Fact) {
	if q.AtEndOf == "" {
		return facts
	}
	type about struct {
		item        uint16
		perspective uint8
		place       int
	}
	latest := map[about]Fact{}
	for _, x := range facts {
		if int(x.Period) > slices.Index(f.Periods, q.AtEndOf) {
			break
		}
		place := -1
		if q.InPlaces {
			place = int(x.Place)
		}
		latest[about{x.Item, x.Perspective, place}] = x
	}
	return slices.Collect(maps.Values(latest))
}

// anyQuestion invents a question of a frame.
func anyQuestion(r *rand.Rand, f Frame) Question {
	axes := []Axis{ByPlace, ByPeriod, ByItem, ByPerspective, ByValue, "age", "nation"}
	r.Shuffle(len(axes), func(i, j int) { axes[i], axes[j] = axes[j], axes[i] })
	q := Question{InPlaces: r.IntN(3) == 0, Facts: r.IntN(3) == 0}
	if r.IntN(3) == 0 {
		q.AtEndOf = f.Periods[r.IntN(len(f.Periods))]
		axes = slices.DeleteFunc(axes, func(a Axis) bool { return a == ByPeriod })
	}
	some := func(axis Axis) (codes []string) {
		all := slices.Clone(f.axes()[axis])
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		return all[:1+r.IntN(len(all))]
	}
	for _, axis := range axes[:r.IntN(mostDirections+1)] {
		d := Direction{Axis: axis}
		if r.IntN(3) == 0 {
			codes := some(axis)
			cut := r.IntN(len(codes))
			d.Classes = []Class{{"one", codes[:cut]}, {"two", codes[cut:]}}
		}
		q.By = append(q.By, d)
	}
	for range r.IntN(3) {
		axis := axes[r.IntN(len(axes))]
		q.Where = append(q.Where, Condition{axis, some(axis)})
	}
	return q
}

func same(a, b Cells) bool {
	return fmt.Sprint(a) == fmt.Sprint(b)
}

func TestCube_any_question_is_answered_as_by_hand(t *testing.T) {
	t.Parallel()
	f := smallFrame()
	for seed := range uint64(6) {
		people := lives(seed, 120, f)
		c := build(t, f, people)
		r := rand.New(rand.NewPCG(seed, 1))
		for range 150 {
			q := anyQuestion(r, f)
			got, err := c.Ask(q)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			if want := plainly(f, people, q); !same(got, want) {
				t.Fatalf("seed %d, %+v:\n got %v\nwant %v", seed, q, got, want)
			}
		}
	}
}

// A person who moves is one person in the nation, and one in each place.
func TestCube_a_person_in_two_places(t *testing.T) {
	t.Parallel()
	f := smallFrame()
	there := Fact{Item: 1, Value: 2}
	moved := there
	moved.Place, moved.Period, moved.Value = 3, 1, 3
	back := there
	back.Period, back.Value = 1, 1
	c := build(t, f, map[uint32][]Fact{0: {there, moved, back}, 1: {there}})
	for _, one := range []struct {
		q    Question
		want []uint32
	}{
		{Question{}, []uint32{2}},
		{Question{InPlaces: true}, []uint32{3}},
		{Question{By: []Direction{{Axis: ByPlace}}}, []uint32{2, 0, 0, 1, 0}},
		{Question{AtEndOf: "2024-Q3", By: []Direction{{Axis: ByValue}}}, []uint32{0, 0, 2, 0, 0}},
		{Question{AtEndOf: "2024-Q4", By: []Direction{{Axis: ByValue}}}, []uint32{0, 1, 1, 0, 0}}, // back after having moved, in the same quarter
		{Question{AtEndOf: "2024-Q4", Where: []Condition{{ByPlace, []string{"place-3"}}}}, []uint32{0}},
		{Question{AtEndOf: "2024-Q4", InPlaces: true, Where: []Condition{{ByPlace, []string{"place-3"}}}}, []uint32{1}},
	} {
		got, err := c.Ask(one.q)
		if err != nil || !slices.Equal(got.People, one.want) {
			t.Errorf("%+v: %v, %v; want %v", one.q, got.People, err, one.want)
		}
	}
}

func TestCube_coverage(t *testing.T) {
	t.Parallel()
	f := smallFrame()
	present := Fact{}
	says := func(item uint16, value uint8) Fact { return Fact{Item: item, Value: value} }
	c := build(t, f, map[uint32][]Fact{
		0: {present}, 1: {present, says(1, 2)}, 2: {present, says(1, 1)}, 3: {present, says(2, 3)}, 4: {says(1, 4)}})
	for _, one := range []struct {
		q                      Question
		could, asked, answered uint32
	}{
		{Question{}, 5, 3, 2},
		{Question{Where: []Condition{{ByItem, []string{"outcome-0"}}}}, 5, 2, 1},
		{Question{By: []Direction{{Axis: ByItem, Classes: []Class{{"x", []string{"outcome-1"}}}}}}, 5, 1, 1},
		{Question{Where: []Condition{{ByValue, []string{"there"}}}}, 5, 3, 2}, // of what is asked by value, all were asked
		{Question{Where: []Condition{{ByPlace, []string{"place-1"}}}}, 0, 0, 0},
		{Question{AtEndOf: "2025-Q1"}, 5, 3, 2},
	} {
		got, err := c.Coverage(one.q)
		if err != nil || got.Could[0] != one.could || got.Asked[0] != one.asked || got.Answered[0] != one.answered {
			t.Errorf("%+v: %+v, %v", one.q, got, err)
		}
	}
}

func TestCube_changed_is_as_made_anew(t *testing.T) {
	t.Parallel()
	f := smallFrame()
	people := lives(3, 80, f)
	c := build(t, f, people)
	grown := smallFrame()
	grown.Places = append(grown.Places, "place-new")
	grown.Periods = append(grown.Periods, NextQuarter(f.Periods[len(f.Periods)-1]))
	r := rand.New(rand.NewPCG(9, 9))
	changes := map[uint32][]Fact{5: nil, 17: life(r, grown), 200: life(r, grown), 3: {{Place: 5, Period: 7, Item: 2, Value: 2}}}
	before := *c
	next, err := c.Change(grown, changes)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(before, *c) {
		t.Error("the cube that was changed is another")
	}
	maps.Copy(people, changes)
	if want := build(t, grown, people); !reflect.DeepEqual(next.runs, want.runs) || !slices.Equal(next.words, want.words) || next.people != want.people {
		t.Error("the changed cube is not as if it were made anew")
	}
	if _, err := next.Change(f, nil); err == nil {
		t.Error("a frame that lost codes was taken")
	}
}

func TestCube_refuses(t *testing.T) {
	t.Parallel()
	f := smallFrame()
	c := build(t, f, lives(1, 5, f))
	for name, q := range map[string]Question{
		"no axis":         {By: []Direction{{Axis: "shoe"}}},
		"no axis to hold": {Where: []Condition{{"shoe", []string{"x"}}}},
		"twice":           {By: []Direction{{Axis: ByItem}, {Axis: ByItem}}},
		"five":            {By: []Direction{{Axis: ByItem}, {Axis: ByPlace}, {Axis: ByPeriod}, {Axis: ByValue}, {Axis: "age"}}},
		"no code":         {Where: []Condition{{ByItem, []string{"outcome-99"}}}},
		"two classes":     {By: []Direction{{Axis: ByItem, Classes: []Class{{"a", []string{"outcome-1"}}, {"b", []string{"outcome-1"}}}}}},
		"no period":       {AtEndOf: "1999-Q1"},
		"latest by time":  {AtEndOf: f.Periods[1], By: []Direction{{Axis: ByPeriod}}},
		"class's name":    {By: []Direction{{Axis: ByItem, Classes: []Class{{"a b", []string{"outcome-1"}}}}}},
	} {
		if _, err := c.Ask(q); err == nil {
			t.Errorf("%s: answered", name)
		}
		if _, err := c.Coverage(q); err == nil {
			t.Errorf("%s: coverage answered", name)
		}
	}
	b, _ := NewBuilder(f)
	for name, facts := range map[string][]Fact{
		"place": {{Place: 5}}, "group": {{Groups: [4]uint8{4}}}, "no such grouping": {{Groups: [4]uint8{0, 0, 1}}}, "period": {{Period: 7}},
		"item": {{Item: 6}}, "perspective": {{Perspective: 3}}, "value": {{Value: 5}}, "order": {{Period: 1}, {Period: 0}},
	} {
		if err := b.Add(uint32(len(b.seen)), facts); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if b.Add(0, nil) == nil || b.Add(MostPeople, nil) == nil {
		t.Error("a person was added twice, or with a number too large")
	}
	for name, change := range map[string]func(*Frame){
		"a gap":      func(f *Frame) { f.Periods[3] = "2030-Q1" },
		"no quarter": func(f *Frame) { f.Periods = []string{"2024-Q5"} },
		"twice":      func(f *Frame) { f.Places[1] = f.Places[0] },
		"no places":  func(f *Frame) { f.Places = nil },
		"a kind":     func(f *Frame) { f.Items[0].Kind = "x" },
		"unasked":    func(f *Frame) { f.Values[0].Answered = true },
		"groups":     func(f *Frame) { f.Groups = make([]Group, 5) },
		"an axis":    func(f *Frame) { f.Groups[0].Name = "place" },
	} {
		f := smallFrame()
		change(&f)
		if f.Check() == nil {
			t.Errorf("a frame with %s was taken", name)
		}
	}
}

func TestCubeFile_every_damage_is_found(t *testing.T) {
	t.Parallel()
	f := smallFrame()
	c := build(t, f, lives(2, 30, f))
	var file bytes.Buffer
	if err := c.Write(&file); err != nil {
		t.Fatal(err)
	}
	whole := file.Bytes()
	again, err := Read(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(again, c) {
		t.Error("what was read is not what was written")
	}
	for i := range whole {
		damaged := slices.Clone(whole)
		damaged[i] ^= 1 << (i % 8)
		if _, err := Read(bytes.NewReader(damaged), int64(len(damaged))); err == nil {
			t.Fatalf("a bit of byte %d of %d was changed, and nobody noticed", i, len(whole))
		}
		if _, err := Read(bytes.NewReader(whole[:i]), int64(i)); err == nil {
			t.Fatalf("a file that ends after %d bytes was read", i)
		}
	}
	longer := append(slices.Clone(whole), 0)
	if _, err := Read(bytes.NewReader(longer), int64(len(longer))); err == nil {
		t.Error("a longer file was read")
	}
}

func TestCube_of_nobody(t *testing.T) {
	t.Parallel()
	c := build(t, smallFrame(), nil)
	got, err := c.Ask(Question{By: []Direction{{Axis: ByPlace}}})
	if err != nil || !slices.Equal(got.People, make([]uint32, 5)) {
		t.Errorf("%v, %v", got, err)
	}
	var file bytes.Buffer
	if err := c.Write(&file); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(&file, int64(file.Len())); err != nil {
		t.Error(err)
	}
}

// mend sets a file's checksums right, so that what they would stop is held against the frame.
func mend(b []byte) {
	const head = len(fileMark) + 3*8
	if len(b) < head+4 {
		return
	}
	binary.LittleEndian.PutUint32(b[head:], crc32.Checksum(b[:head], castagnoli))
	at := head + 4
	for i, bytes := range []uint64{1, runBytes, 4} {
		n := binary.LittleEndian.Uint64(b[len(fileMark)+8*i:])
		if n > uint64(len(b)) || at+int(n*bytes)+4 > len(b) {
			return
		}
		end := at + int(n*bytes)
		binary.LittleEndian.PutUint32(b[end:], crc32.Checksum(b[at:end], castagnoli))
		at = end + 4
	}
}

func FuzzRead(f *testing.F) {
	frame := smallFrame()
	for seed := range uint64(3) {
		var file bytes.Buffer
		if err := build(f, frame, lives(seed, 3, frame)).Write(&file); err != nil {
			f.Fatal(err)
		}
		f.Add(file.Bytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		mend(b)
		c, err := Read(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		if _, err := c.Ask(Question{By: []Direction{{Axis: ByPlace}, {Axis: ByItem}}}); err != nil {
			t.Error(err)
		}
		var again bytes.Buffer
		if err := c.Write(&again); err != nil || len(again.Bytes()) == 0 {
			t.Error(err)
		}
	})
}
