package insight

import (
	"bytes"
	"math/bits"
	"testing"
)

func TestGenerate_theSamePeopleFromTheSameSeed(t *testing.T) {
	t.Parallel()
	file := func(people int, seed uint64) []byte {
		c, err := Generate(people, seed)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := c.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	one := file(300, 1)
	if !bytes.Equal(one, file(300, 1)) {
		t.Error("the same seed invented others")
	}
	if bytes.Equal(one, file(300, 2)) {
		t.Error("another seed invented the same")
	}
	for _, n := range []int{0, -1, MostGenerated + 1} {
		if _, err := Generate(n, 1); err == nil {
			t.Errorf("%d people were invented", n)
		}
	}
}

// What is invented has the shape of the volume model: else what is measured with it says nothing.
func TestGenerate_hasTheShapeOfTheModel(t *testing.T) {
	t.Parallel()
	const people = 1500
	c, err := Generate(people, 3)
	if err != nil {
		t.Fatal(err)
	}
	if each := c.Facts() / people; each < 700 || each > 1000 {
		t.Errorf("%d facts for each person", each)
	}
	if c.people != people {
		t.Errorf("%d people of %d", c.people, people)
	}
	moved := 0
	for _, m := range c.moves {
		moved += bits.OnesCount64(m)
	}
	if moved != len(c.movers) || moved < people/50 || moved > people/8 {
		t.Errorf("%d of %d people moved, and %d are listed", moved, people, len(c.movers))
	}
	for axis, codes := range c.frame.axes() {
		got, err := c.Ask(Question{By: []Direction{{Axis: axis}}})
		if err != nil {
			t.Fatal(err)
		}
		used := 0
		for _, n := range got.People {
			if n > 0 {
				used++
			}
		}
		if used < len(codes)/2 {
			t.Errorf("%s: %d of %d codes are used", axis, used, len(codes))
		}
	}
	facts := 0
	c.Each(func(_ uint32, f Fact) {
		facts++
		if !f.fits(&c.frame) {
			t.Fatalf("%+v does not fit", f)
		}
	})
	if facts != c.Facts() {
		t.Errorf("%d facts of %d", facts, c.Facts())
	}
}
