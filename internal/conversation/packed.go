package conversation

import (
	"encoding/binary"
	"errors"
	"slices"
	"time"
)

// The picture is opened more often than anything else, so it is stored packed: one version byte, then each section as
// its length and its fields in a fixed order, every text with its length before it. Reading it is about five times
// quicker than reading JSON. It is derived: "rebuild" writes it anew from the contributions, whose documents are the
// published ones. A field that is added to Content must be added here; packed_test.go fails until it is.
const pictureVersion = 1

// errPacked says that a picture is not one this program wrote.
var errPacked = errors.New("it is not packed as this program packs it; run rebuild")

const (
	packedContribution = 1
	packedTalk         = 2
)

type packer struct{ out []byte }

func (p *packer) number(n int) { p.out = binary.AppendUvarint(p.out, uint64(n)) }

func (p *packer) text(list ...string) {
	for _, s := range list {
		p.number(len(s))
		p.out = append(p.out, s...)
	}
}

func (p *packer) list(list []string) {
	p.number(len(list))
	p.text(list...)
}

func (p *packer) moment(t time.Time) {
	n := int64(0)
	if !t.IsZero() {
		n = t.UnixMicro()
	}
	p.out = binary.AppendVarint(p.out, n)
}

func (p *packer) words(w Words) {
	if w == (Words{}) {
		p.number(0)
		return
	}
	p.number(1)
	p.text(w.Text, w.Language, w.WrittenBy, w.Translation, w.TranslatedTo, w.TranslatedBy, w.Paraphrase)
}

func (p *packer) talk(t Talk) {
	p.text(t.Outcome)
	p.moment(t.At)
	p.text(t.By, t.Why)
}

func (p *packer) content(c Content) {
	p.number(c.Version)
	p.text(c.Language)
	p.list(c.Chosen)
	p.number(len(c.Answers))
	for code, a := range c.Answers {
		p.text(code, a.Choice)
		p.words(a.Words)
	}
	p.number(len(c.Topics))
	for _, t := range c.Topics {
		p.text(t.ID)
		p.words(t.Name)
	}
	p.list(c.Matters)
	p.number(len(c.Links))
	for _, l := range c.Links {
		p.text(l[0], l[1])
	}
	p.number(len(c.Barriers))
	for _, b := range c.Barriers {
		p.text(b.ID, b.Item, b.WhoCanChange, b.System, b.Kind, b.Words)
	}
	p.number(len(c.Findings))
	for code, f := range c.Findings {
		p.text(code, f.State, f.Evidence)
	}
	p.text(c.Place)
}

// packSection adds a section at the end of a packed picture.
func packSection(to []byte, s section) []byte {
	var p packer
	if c := s.Contribution; c != nil {
		p.number(packedContribution)
		p.text(c.ID, c.Sitting, c.Record, c.Author, string(c.Perspective), c.EditionID, c.Corrects)
		p.moment(c.At)
		p.talk(c.Talk)
		p.content(c.Content)
	} else {
		p.number(packedTalk)
		p.text(s.TalkOf)
		p.talk(s.Talk)
	}
	to = binary.AppendUvarint(to, uint64(len(p.out)))
	return append(to, p.out...)
}

// unpacker reads texts as parts of one string, so that a picture of a thousand texts is one copy.
type unpacker struct {
	rest string
	bad  bool
}

func (u *unpacker) fail() { u.rest, u.bad = "", true }

// number reads a count or a length: never more than what is left, so that a spoilt picture asks for no memory.
func (u *unpacker) number() int {
	n, shift := uint64(0), 0
	for i := 0; i < len(u.rest) && i < binary.MaxVarintLen64; i++ {
		b := u.rest[i]
		n |= uint64(b&0x7f) << shift
		shift += 7
		if b < 0x80 {
			u.rest = u.rest[i+1:]
			if n > uint64(len(u.rest)) && n > 64 {
				u.fail()
				return 0
			}
			return int(n)
		}
	}
	u.fail()
	return 0
}

func (u *unpacker) text() string {
	n := u.number()
	if n > len(u.rest) {
		u.fail()
		return ""
	}
	s := u.rest[:n]
	u.rest = u.rest[n:]
	return s
}

func (u *unpacker) list() []string {
	n := u.number()
	if n == 0 {
		return nil
	}
	list := make([]string, 0, n)
	for range n {
		list = append(list, u.text())
	}
	return list
}

func (u *unpacker) moment() time.Time {
	var raw [binary.MaxVarintLen64]byte
	n := copy(raw[:], u.rest)
	at, size := binary.Varint(raw[:n])
	if size <= 0 {
		u.fail()
		return time.Time{}
	}
	u.rest = u.rest[size:]
	if at == 0 {
		return time.Time{}
	}
	return time.UnixMicro(at).UTC()
}

func (u *unpacker) words() Words {
	if u.number() == 0 {
		return Words{}
	}
	return Words{Text: u.text(), Language: u.text(), WrittenBy: u.text(), Translation: u.text(), TranslatedTo: u.text(),
		TranslatedBy: u.text(), Paraphrase: u.text()}
}

func (u *unpacker) talk() Talk {
	return Talk{Outcome: u.text(), At: u.moment(), By: u.text(), Why: u.text()}
}

func (u *unpacker) content() (c Content) {
	c.Version, c.Language, c.Chosen = u.number(), u.text(), u.list()
	if n := u.number(); n > 0 {
		c.Answers = make(map[string]Answer, n)
		for range n {
			code := u.text()
			c.Answers[code] = Answer{Choice: u.text(), Words: u.words()}
		}
	}
	for range u.number() {
		c.Topics = append(c.Topics, Topic{ID: u.text(), Name: u.words()})
	}
	c.Matters = u.list()
	for range u.number() {
		c.Links = append(c.Links, [2]string{u.text(), u.text()})
	}
	for range u.number() {
		c.Barriers = append(c.Barriers, Barrier{ID: u.text(), Item: u.text(), WhoCanChange: u.text(), System: u.text(), Kind: u.text(), Words: u.text()})
	}
	if n := u.number(); n > 0 {
		c.Findings = make(map[string]Finding, n)
		for range n {
			code := u.text()
			c.Findings[code] = Finding{State: u.text(), Evidence: u.text()}
		}
	}
	c.Place = u.text()
	return c
}

func (u *unpacker) section() (s section) {
	if u.number() == packedTalk {
		return section{TalkOf: u.text(), Talk: u.talk()}
	}
	c := &Contribution{ID: u.text(), Sitting: u.text(), Record: u.text(), Author: u.text(), Perspective: Perspective(u.text()),
		EditionID: u.text(), Corrects: u.text()}
	c.At, c.Talk, c.Content = u.moment(), u.talk(), u.content()
	return section{Contribution: c}
}

// unpackSections reads a packed picture.
func unpackSections(plain []byte) ([]section, error) {
	if len(plain) == 0 || plain[0] != pictureVersion {
		return nil, errPacked
	}
	var sections []section
	for all := (unpacker{rest: string(plain[1:])}); all.rest != ""; {
		one := unpacker{rest: all.text()}
		sections = append(sections, one.section())
		if all.bad || one.bad || one.rest != "" {
			return nil, errPacked
		}
	}
	return slices.Clip(sections), nil
}
