package print

import (
	"encoding/binary"
	"slices"

	ot "github.com/go-text/typesetting/font/opentype"
)

// outline is a glyph's entry in the glyf table.
func (t *typeface) outline(i int) []byte {
	glyf, loca := t.tables["glyf"], t.tables["loca"]
	entry := func(i int) int {
		at := len(glyf)
		if binary.BigEndian.Uint16(t.tables["head"][50:]) == 1 {
			if 4*i+4 <= len(loca) {
				at = int(binary.BigEndian.Uint32(loca[4*i:]))
			}
		} else if 2*i+2 <= len(loca) {
			at = 2 * int(binary.BigEndian.Uint16(loca[2*i:]))
		}
		return min(at, len(glyf))
	}
	a, z := entry(i), entry(i+1)
	return glyf[min(a, z):z]
}

// subset cuts a font down to the glyphs used, empties all others, keeps every
// number, and adds the composites behind the last glyph.
func subset(t *typeface, used []bool, composites [][]glyph) []byte {
	for _, parts := range composites {
		for _, g := range parts {
			if int(g.gid) < len(used) {
				used[g.gid] = true
			}
		}
	}
	t.close(used)
	count := len(used) + len(composites)
	var glyf []byte
	loca := make([]byte, 0, 4*count+4)
	metrics := make([]byte, 0, 4*count)
	add := func(outline []byte, advance int) {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		left := 0
		if len(outline) >= 10 {
			left = int(int16(binary.BigEndian.Uint16(outline[2:])))
		}
		metrics = binary.BigEndian.AppendUint16(metrics, uint16(advance))
		metrics = binary.BigEndian.AppendUint16(metrics, uint16(int16(left)))
	}
	for i, u := range used {
		if u {
			add(t.outline(i), t.advance(uint16(i)))
		} else {
			add(nil, 0)
		}
	}
	for _, parts := range composites {
		outline, advance := t.compose(parts)
		add(outline, advance)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	head, maxp, hhea := slices.Clone(t.tables["head"]), slices.Clone(t.tables["maxp"]), slices.Clone(t.tables["hhea"])
	clear(head[8:12]) // checkSumAdjustment: no reader of an embedded font asks
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(count))
	binary.BigEndian.PutUint16(maxp[4:], uint16(count))
	if len(maxp) >= 32 && len(composites) > 0 {
		for at, least := range map[int]uint16{10: 2000, 12: 200, 28: maxParts, 30: 8} { // points, contours, parts, depth
			binary.BigEndian.PutUint16(maxp[at:], max(least, binary.BigEndian.Uint16(maxp[at:])))
		}
	}
	var tables []ot.Table
	for _, table := range []struct {
		tag     string
		content []byte
	}{{"cvt ", t.tables["cvt "]}, {"fpgm", t.tables["fpgm"]}, {"glyf", glyf}, {"head", head}, {"hhea", hhea},
		{"hmtx", metrics}, {"loca", loca}, {"maxp", maxp}, {"prep", t.tables["prep"]}} {
		if len(table.content) > 0 {
			tables = append(tables, ot.Table{Content: table.content, Tag: ot.MustNewTag(table.tag)})
		}
	}
	return ot.WriteTTF(tables)
}

// close marks what the used glyphs are made of.
func (t *typeface) close(used []bool) {
	var queue []int
	for i, u := range used {
		if u {
			queue = append(queue, i)
		}
	}
	for len(queue) > 0 {
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, part := range components(t.outline(i)) {
			if part < len(used) && !used[part] {
				used[part] = true
				queue = append(queue, part)
			}
		}
	}
}

// compose writes a composite outline: each part where the shaper put it.
func (t *typeface) compose(parts []glyph) (outline []byte, advance int) {
	const words, areXY, more = 0x0001, 0x0002, 0x0020
	units := func(v int) int { return v * t.upem / 1000 }
	box := [4]int{32767, 32767, -32768, -32768}
	outline = make([]byte, 10, 10+8*len(parts))
	binary.BigEndian.PutUint16(outline, 0xFFFF) // made of parts
	last, pen := -1, 0
	for _, g := range parts {
		part := t.outline(int(g.gid))
		x, y := units(pen+int(g.dx)), units(int(g.dy))
		pen += int(g.adv)
		if len(part) < 10 {
			continue
		}
		for k := range box {
			v := int(int16(binary.BigEndian.Uint16(part[2+2*k:]))) + []int{x, y}[k%2]
			if k < 2 {
				box[k] = min(box[k], v)
			} else {
				box[k] = max(box[k], v)
			}
		}
		last = len(outline)
		outline = binary.BigEndian.AppendUint16(outline, words|areXY|more)
		outline = binary.BigEndian.AppendUint16(outline, g.gid)
		outline = binary.BigEndian.AppendUint16(outline, uint16(clamp16(x)))
		outline = binary.BigEndian.AppendUint16(outline, uint16(clamp16(y)))
	}
	if last < 0 {
		return nil, units(pen)
	}
	binary.BigEndian.PutUint16(outline[last:], words|areXY)
	for k, v := range box {
		binary.BigEndian.PutUint16(outline[2+2*k:], uint16(clamp16(v)))
	}
	return outline, units(pen)
}

// components lists the glyphs a composite outline is made of.
func components(outline []byte) []int {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return nil
	}
	var parts []int
	for o := 10; o+4 <= len(outline); {
		flags := binary.BigEndian.Uint16(outline[o:])
		parts = append(parts, int(binary.BigEndian.Uint16(outline[o+2:])))
		o += 6
		if flags&0x0001 != 0 { // arguments are words
			o += 2
		}
		switch {
		case flags&0x0008 != 0: // one scale
			o += 2
		case flags&0x0040 != 0: // two scales
			o += 4
		case flags&0x0080 != 0: // a matrix
			o += 8
		}
		if flags&0x0020 == 0 { // no more
			break
		}
	}
	return parts
}
