package record

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// SoundKind is a kind of sound that is kept: what browsers and telephones record.
type SoundKind string

// The kinds.
const (
	WAV  SoundKind = "audio/wav"
	MP4  SoundKind = "audio/mp4"
	WebM SoundKind = "audio/webm"
)

// CleanSound finds what a sound is by its own bytes and takes out what tells beside what is heard: names, tags, places and
// times. "" for anything else, for what has moving pictures in it, and for what is broken.
func CleanSound(content []byte) (SoundKind, []byte) {
	var kind SoundKind
	var clean []byte
	var err error
	switch {
	case len(content) < 64:
		return "", nil
	case bytes.HasPrefix(content, []byte("RIFF")) && bytes.Equal(content[8:12], []byte("WAVE")):
		kind = WAV
		clean, err = stripWAV(content)
	case bytes.Equal(content[4:8], []byte("ftyp")):
		kind, clean = MP4, bytes.Clone(content)
		err = stripMP4(clean, 0)
	case bytes.HasPrefix(content, []byte{0x1A, 0x45, 0xDF, 0xA3}):
		kind, clean = WebM, bytes.Clone(content)
		err = stripWebM(clean)
	}
	if err != nil || kind == MP4 && !bytes.Contains(clean, []byte("soun")) {
		return "", nil
	}
	return kind, clean
}

// stripWAV copies what says how the sound is coded, and the sound.
func stripWAV(content []byte) ([]byte, error) {
	out, found := []byte("RIFF\x00\x00\x00\x00WAVE"), 0
	for rest := content[12:]; len(rest) >= 8; {
		size := int(binary.LittleEndian.Uint32(rest[4:]))
		if size > len(rest)-8 {
			return nil, errBroken
		}
		if kind := string(rest[:4]); kind == "fmt " || kind == "data" {
			out, found = append(out, rest[:8+size]...), found+1
			if size%2 == 1 {
				out = append(out, 0)
			}
		}
		rest = rest[min(8+size+size%2, len(rest)):]
	}
	if found != 2 {
		return nil, errBroken
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}

// mp4Within are boxes that hold boxes, and mp4Kept others that a player needs. Everything else is made empty where it
// stands, so that no place in the file moves.
var (
	mp4Within = []string{"moov", "trak", "mdia", "minf", "stbl", "edts", "dinf", "mvex", "moof", "traf"}
	mp4Kept   = []string{"ftyp", "mdat", "mvhd", "tkhd", "mdhd", "hdlr", "smhd", "dref", "stsd", "stts", "stsc", "stsz", "stz2", "stco", "co64",
		"stss", "ctts", "elst", "mehd", "trex", "mfhd", "tfhd", "tfdt", "trun", "sdtp", "sgpd", "sbgp", "sidx", "styp"}
)

func stripMP4(b []byte, depth int) error {
	for len(b) > 0 {
		if len(b) < 8 || depth > 8 {
			return errBroken
		}
		size, head := uint64(binary.BigEndian.Uint32(b)), 8
		if size == 1 && len(b) >= 16 {
			size, head = binary.BigEndian.Uint64(b[8:]), 16
		}
		if size == 0 {
			size = uint64(len(b))
		}
		if size < uint64(head) || size > uint64(len(b)) {
			return errBroken
		}
		kind, inside := string(b[4:8]), b[head:size]
		switch {
		case slices.Contains(mp4Within, kind):
			if err := stripMP4(inside, depth+1); err != nil {
				return err
			}
		case !slices.Contains(mp4Kept, kind):
			copy(b[4:8], "free")
			clear(inside)
		case kind == "mvhd" || kind == "tkhd" || kind == "mdhd":
			if len(inside) < 20 {
				return errBroken
			}
			clear(inside[4 : 4+8+8*int(inside[0]&1)]) // when it was made and changed
		case kind == "hdlr":
			if len(inside) < 24 || string(inside[8:12]) != "soun" {
				return errBroken
			}
			clear(inside[24:]) // the maker's name for it
		}
		b = b[size:]
	}
	return nil
}

// The elements of WebM that are gone into, and others that a player needs.
var (
	webmWithin = []uint32{0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE}                         // segment, cluster, info, tracks, track
	webmKept   = []uint32{0x1A45DFA3, 0xEC, 0xBF, 0x114D9B74, 0x1C53BB6B, 0xE7, 0xA3, 0xA0, 0xAB, 0xA7, // cluster's
		0x2AD7B1, 0x4489, 0x4D80, 0x5741, // info's: scale, length, the two programs, which every browser writes the same
		0xD7, 0x73C5, 0x83, 0xB9, 0x88, 0x55AA, 0x9C, 0x86, 0x63A2, 0x56AA, 0x56BB, 0xE1} // track's
)

// stripWebM goes through the elements in their order, as deep as anything that is not sound could stand.
func stripWebM(b []byte) error {
	for at := 0; at < len(b); {
		id, idLength := webmNumber(b[at:], false)
		if idLength == 0 {
			return errBroken
		}
		size, sizeLength := webmNumber(b[at+idLength:], true)
		if sizeLength == 0 {
			return errBroken
		}
		start := at + idLength + sizeLength
		if slices.Contains(webmWithin, uint32(id)) {
			at = start
			continue
		}
		if size > uint64(len(b)-start) {
			return errBroken
		}
		end := start + int(size)
		switch {
		case uint32(id) == 0x83 && (size != 1 || b[start] != 2): // a track of something else than sound
			return errBroken
		case !slices.Contains(webmKept, uint32(id)):
			if err := webmVoid(b[at:end]); err != nil {
				return err
			}
		}
		at = end
	}
	return nil
}

// webmVoid makes an element one that says nothing and is as long.
func webmVoid(b []byte) error {
	clear(b)
	b[0] = 0xEC
	switch {
	case len(b) >= 9:
		binary.BigEndian.PutUint64(b[1:], 1<<56|uint64(len(b)-9))
	case len(b) >= 2:
		b[1] = 0x80 | byte(len(b)-2)
	default:
		return errBroken
	}
	return nil
}

// webmNumber reads an element's id, or its size without the bits that say how long it is. 0 as length: there is none.
func webmNumber(b []byte, size bool) (n uint64, length int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	length = 1
	for mask := byte(0x80); b[0]&mask == 0; mask >>= 1 {
		length++
	}
	if length > len(b) || !size && length > 4 {
		return 0, 0
	}
	for i, c := range b[:length] {
		if i == 0 && size {
			c &= 0xFF >> length
		}
		n = n<<8 | uint64(c)
	}
	return n, length
}
