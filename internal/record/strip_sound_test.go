package record

import (
	"bytes"
	"encoding/binary"
	"testing"
)

func riff(chunks ...string) []byte {
	b := []byte("RIFF\x00\x00\x00\x00WAVE")
	for i := 0; i < len(chunks); i += 2 {
		b = append(b, chunks[i]...)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(chunks[i+1])))
		b = append(b, chunks[i+1]...)
		if len(chunks[i+1])%2 == 1 {
			b = append(b, 0)
		}
	}
	return b
}

func box(kind string, inside ...[]byte) []byte {
	all := bytes.Join(inside, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(all))), kind...), all...)
}

func element(id []byte, inside ...[]byte) []byte {
	all := bytes.Join(inside, nil)
	return append(binary.BigEndian.AppendUint64(bytes.Clone(id), 1<<56|uint64(len(all))), all...)
}

// What a telephone writes beside the sound is gone; what is heard is not touched.
func TestCleanSound_takesOutWhatTellsOnSomebody(t *testing.T) {
	sound, secret := bytes.Repeat([]byte("tone"), 32), []byte("Selam, Larkmoor +51.5-000.1")
	hdlr := func(kind string) []byte {
		return box("hdlr", make([]byte, 8), []byte(kind), make([]byte, 12), []byte("maker's name\x00"))
	}
	mp4 := func(kind string) []byte {
		return bytes.Join([][]byte{box("ftyp", []byte("M4A isom")), box("moov", box("mvhd", bytes.Repeat([]byte{0, 7, 7, 7}, 6)),
			box("trak", box("mdia", hdlr(kind))), box("udta", box("\xa9xyz", secret))), box("mdat", sound), box("uuid", secret)}, nil)
	}
	webm := func(track byte) []byte {
		return bytes.Join([][]byte{element([]byte{0x1A, 0x45, 0xDF, 0xA3}, []byte("webm")), {0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
			element([]byte{0x15, 0x49, 0xA9, 0x66}, element([]byte{0x7B, 0xA9}, secret)),
			element([]byte{0x16, 0x54, 0xAE, 0x6B}, element([]byte{0xAE}, []byte{0x83, 0x81, track}, element([]byte{0x53, 0x6E}, secret))),
			element([]byte{0x1F, 0x43, 0xB6, 0x75}, element([]byte{0xA3}, sound)), element([]byte{0x12, 0x54, 0xC3, 0x67}, secret)}, nil)
	}
	for name, c := range map[string]struct {
		content []byte
		want    SoundKind
	}{
		"wav":                 {riff("fmt ", "0123456789abcdef", "LIST", string(secret), "data", string(sound), "id3 ", string(secret)), WAV},
		"wav with an odd end": {riff("fmt ", "0123456789abcdef", "data", string(sound)+"x"), WAV},
		"mp4":                 {mp4("soun"), MP4},
		"mp4 with pictures":   {mp4("vide"), ""},
		"webm":                {webm(2), WebM},
		"webm with pictures":  {webm(1), ""},
		"wav cut":             {riff("fmt ", "0123456789abcdef", "data", string(sound))[:80], ""},
		"wav without sound":   {riff("fmt ", "0123456789abcdef", "LIST", string(secret), "LIST", string(secret)), ""},
		"mp4 cut":             {mp4("soun")[:len(mp4("soun"))-3], ""},
		"webm cut":            {webm(2)[:len(webm(2))-3], ""},
		"text":                {bytes.Repeat([]byte("hello "), 30), ""},
		"a page":              {append([]byte("<html><script>"), make([]byte, 100)...), ""},
		"nothing":             {nil, ""},
	} {
		kind, clean := CleanSound(c.content)
		if kind != c.want {
			t.Errorf("%s: found %q", name, kind)
		}
		if bytes.Contains(clean, []byte("Selam")) || bytes.Contains(clean, []byte("maker")) || kind == MP4 && bytes.Count(clean, []byte{7, 7, 7}) > 4 {
			t.Errorf("%s: it still tells: %q", name, clean)
		}
		if kind != "" && !bytes.Contains(clean, sound) {
			t.Errorf("%s: the sound is gone", name)
		}
		if again, twice := CleanSound(clean); kind != "" && (again != kind || !bytes.Equal(twice, clean)) {
			t.Errorf("%s: cleaning a clean one changes it", name)
		}
	}
}

func FuzzCleanSound(f *testing.F) {
	f.Add(riff("fmt ", "0123456789abcdef", "data", "0123456789"))
	f.Add(append(box("ftyp", []byte("M4A ")), box("moov", make([]byte, 60))...))
	f.Add(append([]byte{0x1A, 0x45, 0xDF, 0xA3, 0x84}, make([]byte, 90)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		if kind, clean := CleanSound(b); kind == "" && clean != nil {
			t.Error("what is not kept came back")
		}
	})
}
