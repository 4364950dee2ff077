package record

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
)

// errBroken says that a file does not keep to its own format; what cannot be read cannot be cleaned.
var errBroken = errors.New("file does not keep to its format")

var pngMagic = []byte("\x89PNG\r\n\x1a\n")

// pngKept are the chunks that a picture is made of. All others may tell of the person or the device: text, EXIF, time,
// colour profiles with a maker's name, animation, anything private.
var pngKept = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"}

// stripPNG copies the chunks that make the picture and nothing after its end.
func stripPNG(content []byte) ([]byte, error) {
	if !bytes.HasPrefix(content, pngMagic) {
		return nil, errBroken
	}
	out := append(make([]byte, 0, len(content)), pngMagic...)
	rest := content[len(pngMagic):]
	for first := true; ; first = false {
		if len(rest) < 12 {
			return nil, errBroken
		}
		size := binary.BigEndian.Uint32(rest)
		if uint64(size) > uint64(len(rest)-12) {
			return nil, errBroken
		}
		chunk, kind := rest[:12+size], string(rest[4:8])
		if crc32.ChecksumIEEE(chunk[4:8+size]) != binary.BigEndian.Uint32(chunk[8+size:]) || first != (kind == "IHDR") {
			return nil, errBroken
		}
		rest = rest[12+size:]
		if slices.Contains(pngKept, kind) {
			out = append(out, chunk...)
		}
		if kind == "IEND" {
			return out, nil
		}
	}
}

// The markers of JPEG (ITU-T T.81, table B.1) that decide what happens to a segment.
const (
	jpegSOI  = 0xD8
	jpegEOI  = 0xD9
	jpegSOS  = 0xDA
	jpegRST0 = 0xD0
	jpegRST7 = 0xD7
	jpegTEM  = 0x01
	jpegAPP0 = 0xE0
	jpegAPP1 = 0xE1
	jpegAPPE = 0xEE
	jpegAPPF = 0xEF
	jpegCOM  = 0xFE
)

// stripJPEG copies what makes the picture: no application data (EXIF with place and device, XMP, thumbnails, colour
// profiles, makers' notes), no comments, nothing after the end. Two things of it stay because the picture would be
// shown wrongly without: which way up it is, and Adobe's mark of how its colours are coded.
func stripJPEG(content []byte) ([]byte, error) {
	if len(content) < 4 || content[0] != 0xFF || content[1] != jpegSOI {
		return nil, errBroken
	}
	out := append(make([]byte, 0, len(content)+len(exifOrientation)), 0xFF, jpegSOI)
	if turned := jpegOrientation(content); turned > 1 && turned <= 8 {
		out = append(out, exifFor(turned)...)
	}
	at := 2
	for {
		marker, segment, next, err := jpegSegment(content, at)
		if err != nil {
			return nil, err
		}
		switch {
		case marker == jpegEOI:
			return append(out, 0xFF, jpegEOI), nil
		case marker == jpegSOS:
			end, err := jpegScanEnd(content, next)
			if err != nil {
				return nil, err
			}
			out, next = append(out, content[at:end]...), end
		case keptSegment(marker, segment):
			out = append(append(out, 0xFF, marker), content[next-len(segment)-2:next]...)
		}
		at = next
	}
}

// jpegSegment reads the marker at a place, the segment's content and where the next begins.
func jpegSegment(content []byte, at int) (marker byte, segment []byte, next int, err error) {
	if at >= len(content) || content[at] != 0xFF {
		return 0, nil, 0, errBroken
	}
	for at < len(content) && content[at] == 0xFF { // fill bytes may stand before a marker
		at++
	}
	if at >= len(content) {
		return 0, nil, 0, errBroken
	}
	marker = content[at]
	at++
	if marker == jpegEOI || marker == jpegTEM {
		return marker, nil, at, nil
	}
	if marker == 0 || marker == jpegSOI || marker >= jpegRST0 && marker <= jpegRST7 || at+2 > len(content) {
		return 0, nil, 0, errBroken
	}
	size := int(binary.BigEndian.Uint16(content[at:]))
	if size < 2 || at+size > len(content) {
		return 0, nil, 0, errBroken
	}
	return marker, content[at+2 : at+size], at + size, nil
}

// jpegScanEnd finds where the coded picture ends: at the next marker that is neither a stuffed byte nor a restart.
func jpegScanEnd(content []byte, at int) (int, error) {
	for at+1 < len(content) {
		i := bytes.IndexByte(content[at:], 0xFF)
		if i < 0 || at+i+1 >= len(content) {
			return 0, errBroken
		}
		at += i
		if m := content[at+1]; m == 0 || m >= jpegRST0 && m <= jpegRST7 {
			at += 2
			continue
		} else if m == 0xFF {
			at++
			continue
		}
		return at, nil
	}
	return 0, errBroken
}

func keptSegment(marker byte, segment []byte) bool {
	switch {
	case marker == jpegTEM, marker == jpegCOM:
		return false
	case marker == jpegAPPE:
		return bytes.HasPrefix(segment, []byte("Adobe")) && len(segment) == 12
	case marker >= jpegAPP0 && marker <= jpegAPPF:
		return false
	case marker >= 0xF0: // JPEG's extensions and reserved markers: no picture needs them
		return false
	}
	return true
}

// exifOrientation is the smallest EXIF there can be: one directory with one entry, which way up the picture is.
var exifOrientation = []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")

// orientationAt is where the value stands in exifOrientation.
const orientationAt = 6 + 8 + 2 + 8 + 1

func exifFor(orientation byte) []byte {
	segment := append([]byte{0xFF, jpegAPP1, 0, byte(len(exifOrientation) + 2)}, exifOrientation...)
	segment[4+orientationAt] = orientation
	return segment
}

// jpegOrientation gives which way up EXIF says that the picture is, 1 to 8; 0 when it does not.
func jpegOrientation(content []byte) byte {
	for at := 2; ; {
		marker, segment, next, err := jpegSegment(content, at)
		if err != nil || marker == jpegSOS || marker == jpegEOI {
			return 0
		}
		if tiff, ok := bytes.CutPrefix(segment, []byte("Exif\x00\x00")); ok && marker == jpegAPP1 {
			return tiffOrientation(tiff)
		}
		at = next
	}
}

// tiffOrientation looks through the first directory of a TIFF header for tag 0x0112.
func tiffOrientation(tiff []byte) byte {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
		order = binary.LittleEndian
	case !bytes.HasPrefix(tiff, []byte("MM\x00*")):
		return 0
	}
	if len(tiff) < 8 {
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	entries := uint64(order.Uint16(tiff[at:]))
	for i := range entries {
		entry := at + 2 + 12*i
		if entry+12 > uint64(len(tiff)) {
			return 0
		}
		if order.Uint16(tiff[entry:]) == 0x0112 && order.Uint16(tiff[entry+2:]) == 3 {
			return byte(order.Uint16(tiff[entry+8:]))
		}
	}
	return 0
}
