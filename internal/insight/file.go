package insight

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// A cube's file: eight bytes that say what it is and its version, the lengths of its three parts (the frame as JSON, runs,
// facts), and the parts, each with its CRC-32C. docs/formats.md has it for readers without this program. The checksums find
// damage, not ill will; whatever passes them is still held against the frame.
const (
	fileMark  = "SFCUBE\x00\x01"
	runBytes  = 20
	mostFrame = 64 << 20
	mostRuns  = 1 << 27
)

// errDamaged says that a file is not one that Write wrote.
var errDamaged = errors.New("it is no cube's file of version 1, or it is damaged")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Write writes the cube's file. It is not sealed: the program writes one of invented people alone.
func (c *Cube) Write(to io.Writer) error {
	frame, err := json.Marshal(c.frame)
	if err != nil {
		return fmt.Errorf("write cube: %w", err)
	}
	w := bufio.NewWriterSize(to, 1<<16)
	head := []byte(fileMark)
	for _, n := range []int{len(frame), len(c.runs), len(c.words)} {
		head = binary.LittleEndian.AppendUint64(head, uint64(n))
	}
	head = binary.LittleEndian.AppendUint32(head, crc32.Checksum(head, castagnoli))
	if _, err := w.Write(head); err != nil {
		return fmt.Errorf("write cube: %w", err)
	}
	sum := sums{to: w}
	sum.write(frame)
	sum.end()
	var b []byte
	for _, r := range c.runs {
		b = binary.LittleEndian.AppendUint32(b[:0], r.person)
		b = binary.LittleEndian.AppendUint32(b, r.n)
		b = binary.LittleEndian.AppendUint16(b, r.turn)
		b = binary.LittleEndian.AppendUint16(b, r.place)
		b = append(append(b, r.groups[:]...), r.first, r.last, 0, 0)
		sum.write(b)
	}
	sum.end()
	for words := c.words; len(words) > 0; {
		n := min(len(words), 1<<14)
		b = b[:0]
		for _, x := range words[:n] {
			b = binary.LittleEndian.AppendUint32(b, x)
		}
		sum.write(b)
		words = words[n:]
	}
	sum.end()
	if sum.err == nil {
		sum.err = w.Flush()
	}
	if sum.err != nil {
		return fmt.Errorf("write cube: %w", sum.err)
	}
	return nil
}

// sums writes, and after each part the checksum of it.
type sums struct {
	to  io.Writer
	sum uint32
	err error
}

func (s *sums) write(b []byte) {
	if s.err == nil {
		s.sum = crc32.Update(s.sum, castagnoli, b)
		_, s.err = s.to.Write(b)
	}
}

func (s *sums) end() {
	if s.err == nil {
		_, s.err = s.to.Write(binary.LittleEndian.AppendUint32(nil, s.sum))
	}
	s.sum = 0
}

// Read reads a cube's file of a known size. A file that is cut, longer, damaged, or holds what no frame allows is refused, and
// one that lies of its size takes no memory for it.
func Read(from io.Reader, size int64) (*Cube, error) {
	c, err := read(from, size)
	if err != nil {
		return nil, fmt.Errorf("read cube: %w", err)
	}
	return c, nil
}

func read(from io.Reader, size int64) (*Cube, error) {
	const headBytes = len(fileMark) + 3*8 + 4
	r := bufio.NewReaderSize(from, int(max(16, min(size, 1<<20))))
	head := make([]byte, headBytes)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(fileMark)]) != fileMark ||
		crc32.Checksum(head[:headBytes-4], castagnoli) != binary.LittleEndian.Uint32(head[headBytes-4:]) {
		return nil, errDamaged
	}
	var n [3]uint64
	for i := range n {
		n[i] = binary.LittleEndian.Uint64(head[len(fileMark)+8*i:])
	}
	if n[0] > mostFrame || n[1] > mostRuns || n[2] > mostFacts || int64(headBytes)+int64(n[0]+n[1]*runBytes+n[2]*4)+3*4 != size {
		return nil, errDamaged
	}
	c := &Cube{}
	if err := c.readFrame(r, int(n[0])); err != nil {
		return nil, err
	}
	if err := c.readRuns(r, int(n[1]), n[2]); err != nil {
		return nil, err
	}
	if err := c.readWords(r, int(n[2])); err != nil {
		return nil, err
	}
	if _, err := r.ReadByte(); err != io.EOF {
		return nil, errDamaged
	}
	c.index()
	return c, nil
}

// part reads n pieces of so many bytes, and the checksum after them.
func part(r io.Reader, n, bytes int, each func(b []byte) bool) error {
	sum := uint32(0)
	b := make([]byte, min(n, max(1, 1<<18/bytes))*bytes)
	for n > 0 {
		k := min(n, len(b)/bytes)
		if _, err := io.ReadFull(r, b[:k*bytes]); err != nil {
			return errDamaged
		}
		sum = crc32.Update(sum, castagnoli, b[:k*bytes])
		if !each(b[:k*bytes]) {
			return errDamaged
		}
		n -= k
	}
	var end [4]byte
	if _, err := io.ReadFull(r, end[:]); err != nil || binary.LittleEndian.Uint32(end[:]) != sum {
		return errDamaged
	}
	return nil
}

func (c *Cube) readFrame(r io.Reader, n int) error {
	var all []byte
	if err := part(r, n, 1, func(b []byte) bool { all = append(all, b...); return true }); err != nil {
		return err
	}
	if err := json.Unmarshal(all, &c.frame); err != nil || c.frame.Check() != nil {
		return errDamaged
	}
	return nil
}

func (c *Cube) readRuns(r io.Reader, n int, facts uint64) error {
	start := uint64(0)
	var before run
	err := part(r, n, runBytes, func(b []byte) bool {
		for ; len(b) > 0; b = b[runBytes:] {
			one := run{person: binary.LittleEndian.Uint32(b), n: binary.LittleEndian.Uint32(b[4:]), start: uint32(start),
				turn: binary.LittleEndian.Uint16(b[8:]), place: binary.LittleEndian.Uint16(b[10:]), groups: [4]uint8(b[12:16]),
				first: b[16], last: b[17]}
			start += uint64(one.n)
			f := Fact{Place: one.place, Groups: one.groups, Period: one.last}
			if one.person >= MostPeople || one.n == 0 || one.first > one.last || b[18]|b[19] != 0 || start > facts || !f.fits(&c.frame) ||
				len(c.runs) > 0 && before.before(one) >= 0 {
				return false
			}
			before = one
			c.runs = append(c.runs, one)
		}
		return true
	})
	if err != nil {
		return err
	}
	if start != facts {
		return errDamaged
	}
	return nil
}

// readWords reads the facts, each held against the frame and its run.
func (c *Cube) readWords(r io.Reader, n int) error {
	c.words = make([]uint32, 0, n)
	in, left, period := -1, uint32(0), uint32(0)
	items, perspectives, values := uint32(len(c.frame.Items)), uint32(len(c.frame.Perspectives)), uint32(len(c.frame.Values))
	return part(r, n, 4, func(b []byte) bool {
		for ; len(b) > 0; b = b[4:] {
			w := binary.LittleEndian.Uint32(b)
			if left == 0 {
				in++
				left, period = c.runs[in].n, uint32(c.runs[in].first)
				if w>>periodAt&(MostPeriods-1) != period {
					return false
				}
			}
			now := w >> periodAt & (MostPeriods - 1)
			if w>>wordBits != 0 || w&(MostItems-1) >= items || w>>perspectiveAt&(MostPerspectives-1) >= perspectives ||
				w>>valueAt&(MostValues-1) >= values || now < period || now > uint32(c.runs[in].last) {
				return false
			}
			period = now
			if left--; left == 0 && period != uint32(c.runs[in].last) {
				return false
			}
			c.words = append(c.words, w)
		}
		return true
	})
}
