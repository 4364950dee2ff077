package record_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/access"
	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
	"stablefutures/internal/testkit"
)

func TestFiles_comeBackAsTheyWereKept(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Practitioner)
		id := h.named(who, record.Names{Given: "Invented"})
		for name, content := range map[string]string{"short": "Dear all", "exactly one chunk": strings.Repeat("a", 64<<10), "three chunks": strings.Repeat("b", 150_000)} {
			f, err := h.records.Attach(h.Context(), who, id, name, strings.NewReader(content))
			if err != nil {
				h.Fatal(err)
			}
			got, back, err := h.records.OpenFile(h.Context(), who, id, f.ID)
			if err != nil || string(back) != content || got != f || got.Kind != record.Text || got.FileName() != "document.txt" {
				h.Errorf("%s: %+v, %d bytes, %v", name, got, len(back), err)
			}
		}
		files, err := h.records.Files(h.Context(), who, id)
		if err != nil || len(files) != 3 {
			h.Fatalf("%+v, %v", files, err)
		}
		if err := h.records.RemoveFile(h.Context(), who, id, files[0].ID); err != nil {
			h.Fatal(err)
		}
		if _, _, err := h.records.OpenFile(h.Context(), who, id, files[0].ID); !problem.Is(err, problem.NotFound) {
			h.Errorf("removed and still there: %v", err)
		}
		if err := h.records.RemoveFile(h.Context(), who, id, files[0].ID); !problem.Is(err, problem.NotFound) {
			h.Errorf("removed twice: %v", err)
		}
	})
}

func TestFiles_ofAnotherRecordAreNotFound(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Practitioner)
		a, b := h.named(who, record.Names{Given: "A"}), h.named(who, record.Names{Given: "B"})
		file := db.NewID()
		if _, err := h.records.AttachAs(h.Context(), who, a, file, "letter", strings.NewReader("of A")); err != nil {
			h.Fatal(err)
		}
		if _, err := h.records.AttachAs(h.Context(), who, a, file, "letter", strings.NewReader("of A")); !problem.Is(err, problem.Conflict) {
			h.Errorf("the same form twice: %v", err)
		}
		if _, _, err := h.records.OpenFile(h.Context(), who, b, file); !problem.Is(err, problem.NotFound) {
			h.Errorf("through another record: %v", err)
		}
		if err := h.records.RemoveFile(h.Context(), who, b, file); !problem.Is(err, problem.NotFound) {
			h.Errorf("removed through another record: %v", err)
		}
		if _, err := h.records.Files(h.Context(), worker(permit.Practitioner), a); !problem.Is(err, problem.NotFound) {
			h.Errorf("by somebody else: %v", err)
		}
	})
}

// A chunk that was lost, exchanged or cut off in the database is an error, never a shorter file.
func TestFiles_damageIsFound(t *testing.T) {
	eachHouse(t, func(h *house) {
		who := worker(permit.Practitioner)
		id := h.named(who, record.Names{Given: "Invented"})
		f, err := h.records.Attach(h.Context(), who, id, "long", strings.NewReader(strings.Repeat("c", 200_000)))
		if err != nil {
			h.Fatal(err)
		}
		for _, harm := range []string{
			"update record_blob_chunks set position = position + 10 where blob_id = $1 and position = 1",
			"delete from record_blob_chunks where blob_id = $1 and position = 3",
		} {
			err := h.door.Do(h.Context(), who, permit.AttachFile, access.Record(id), func(w *access.Work) error {
				return w.Tx.ExecOne(h.Context(), harm, f.ID)
			})
			if err != nil {
				h.Fatal(err)
			}
			if _, content, err := h.records.OpenFile(h.Context(), who, id, f.ID); err == nil || content != nil {
				h.Errorf("%s: %d bytes came back", harm, len(content))
			}
		}
	})
}

func TestAttach_refusesByContentWhateverTheName(t *testing.T) {
	h := newHouse(t, testkit.SQLite(t))
	who := worker(permit.Practitioner)
	id := h.named(who, record.Names{Given: "Invented"})
	for name, content := range map[string]string{
		"html":            "<!doctype html><script>alert(1)</script>",
		"html after":      "\ufeff \n <HTML>",
		"svg":             `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"xml":             `<?xml version="1.0"?><a/>`,
		"rtf":             `{\rtf1\ansi}`,
		"postscript":      "%!PS-Adobe-3.0",
		"script":          "#!/bin/sh\nrm -rf /",
		"exe":             "MZ\x90\x00\x03",
		"elf":             "\x7fELF",
		"gif":             "GIF89a\x01\x00",
		"old word":        "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		"utf-16":          "\xff\xfeD\x00e\x00a\x00r\x00",
		"broken png":      "\x89PNG\r\n\x1a\n",
		"broken jpeg":     "\xff\xd8\xff\xe0\x00\x10JFIF",
		"plain zip":       archive(t, map[string]string{"a.txt": "a"}),
		"docx and macro":  docx(t, map[string]string{"word/vbaProject.bin": "x"}),
		"docx macro type": archive(t, map[string]string{"[Content_Types].xml": docxTypes + "application/vnd.ms-word.document.macroEnabled.main+xml"}),
		"docx embedding":  docx(t, map[string]string{"word/embeddings/oleObject1.bin": "x"}),
		"docx climbs out": docx(t, map[string]string{"../../etc/passwd": "x"}),
		"odt and basic":   archive(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": "x"}),
		"two of a name":   docx(t, map[string]string{"WORD/document.xml": "x"}),
		"empty":           "",
		"only blanks":     " \n ",
	} {
		_, err := h.records.Attach(t.Context(), who, id, "harmless.pdf", strings.NewReader(content))
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.records.Attach(t.Context(), who, id, "large", io.LimitReader(endless{}, record.FileLimit+1)); !problem.Is(err, problem.Invalid) {
		t.Errorf("too large: %v", err)
	}
	if _, err := h.records.Attach(t.Context(), who, id, " \t", strings.NewReader("text")); !problem.Is(err, problem.Invalid) {
		t.Error("a file without a name")
	}
	if files, err := h.records.Files(t.Context(), who, id); err != nil || len(files) != 0 {
		t.Errorf("%+v, %v", files, err)
	}
}

type endless struct{}

// Read gives letters without end.
func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	return len(b), nil
}

func TestStrip_jpegLosesWhatItTellsAndKeepsThePicture(t *testing.T) {
	plain := jpegOf(t)
	secrets := []string{"GPS 51.5, -0.1", "Phone of Nobody", "xmp:CreatorTool", "a comment", "ICC by Maker", "after the end"}
	exif := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00" + "\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00" + "\x10\x01\x02\x00\x0f\x00\x00\x00\x26\x00\x00\x00" + "\x00\x00\x00\x00" + secrets[1] + secrets[0]
	var told bytes.Buffer
	told.Write(plain[:2])
	for marker, text := range map[byte]string{0xE1: exif, 0xE2: secrets[4], 0xFE: secrets[3], 0xED: secrets[2]} {
		told.Write([]byte{0xFF, marker, byte((len(text) + 2) >> 8), byte(len(text) + 2)})
		told.WriteString(text)
	}
	told.Write(plain[2:])
	told.WriteString(secrets[5])
	clean, err := record.Strip(told.Bytes(), record.JPEG)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range secrets {
		if bytes.Contains(clean, []byte(s)) {
			t.Errorf("%q is still there", s)
		}
	}
	if !bytes.Contains(clean, []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
		t.Error("which way up is lost")
	}
	samePicture(t, plain, clean, jpeg.Decode)
}

func TestStrip_pngLosesWhatItTellsAndKeepsThePicture(t *testing.T) {
	plain := pngOf(t)
	told := slices.Concat(plain[:33], pngChunk("tEXt", "Author\x00Nobody"), pngChunk("eXIf", "MM GPS"), pngChunk("iTXt", "XML:com.adobe.xmp"),
		pngChunk("tIME", "\x07\xea\x01\x01\x00\x00\x00"), pngChunk("prVt", "private"), plain[33:], []byte("<script>after"))
	clean, err := record.Strip(told, record.PNG)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(clean, plain) {
		t.Errorf("%d bytes are left of %d; the picture itself has %d", len(clean), len(told), len(plain))
	}
	samePicture(t, plain, clean, png.Decode)
	told[len(plain)/2+100] ^= 1
	if _, err := record.Strip(told, record.PNG); err == nil {
		t.Error("a wrong checksum passed")
	}
}

func samePicture(t *testing.T, a, b []byte, decode func(io.Reader) (image.Image, error)) {
	t.Helper()
	one, err := decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	two, err := decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for y := range one.Bounds().Dy() {
		for x := range one.Bounds().Dx() {
			if one.At(x, y) != two.At(x, y) {
				t.Fatalf("another colour at %d, %d", x, y)
			}
		}
	}
}

func TestStrip_officeLosesItsPropertiesAndKeepsItsText(t *testing.T) {
	secrets := []string{"N. Obody", "Invented Council", `C:\Users\nobody\letter.dotx`, "thumb of page one", "GPS 51.5"}
	picture := slices.Concat([]byte{0xFF, 0xD8, 0xFF, 0xFE, 0, byte(len(secrets[4]) + 2)}, []byte(secrets[4]), jpegOf(t)[2:])
	kept := docx(t, map[string]string{
		"docProps/core.xml":            "<dc:creator>" + secrets[0] + "</dc:creator>",
		"docProps/app.xml":             "<Company>" + secrets[1] + "</Company>",
		"docProps/thumbnail.jpeg":      secrets[3],
		"_rels/.rels":                  `<Relationships><Relationship Id="1" Type="http://x/relationships/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/><Relationship Id="2" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/_rels/settings.xml.rels": `<Relationships><Relationship Id="1" Type="http://x/attachedTemplate" Target="file:///` + secrets[2] + `" TargetMode="External"/></Relationships>`,
		"word/media/image1.jpeg":       string(picture),
	})
	if kind := record.Sniff([]byte(kept)); kind != record.DOCX {
		t.Fatalf("taken for %q", kind)
	}
	clean, err := record.Strip([]byte(kept), record.DOCX)
	if err != nil {
		t.Fatal(err)
	}
	parts := unzip(t, clean)
	for name, part := range parts {
		for _, s := range secrets {
			if strings.Contains(part, s) {
				t.Errorf("%q is still in %s", s, name)
			}
		}
	}
	if parts["word/document.xml"] != docxText || !strings.Contains(parts["_rels/.rels"], "officeDocument") || parts["word/media/image1.jpeg"] == "" {
		t.Errorf("lost more than it should: %q", parts)
	}
	odt := archive(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "meta.xml": secrets[0], "content.xml": "<text/>",
		"Thumbnails/thumbnail.png": secrets[3], "META-INF/manifest.xml": `<manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png" manifest:media-type="image/png"/>`})
	if clean, err = record.Strip([]byte(odt), record.ODT); err != nil || record.Sniff(clean) != record.ODT {
		t.Fatal(record.Sniff(clean), err)
	}
	parts = unzip(t, clean)
	if strings.Contains(parts["meta.xml"], secrets[0]) || parts["content.xml"] != "<text/>" || len(parts) != 4 || parts["META-INF/manifest.xml"] != "" {
		t.Errorf("%q", parts)
	}
}

func TestStrip_bombIsRefused(t *testing.T) {
	bomb := docx(t, map[string]string{"word/huge.xml": strings.Repeat("0", 101<<20)})
	if len(bomb) > 1<<20 {
		t.Fatalf("%d bytes are no bomb", len(bomb))
	}
	if _, err := record.Strip([]byte(bomb), record.DOCX); err == nil {
		t.Error("unpacked a bomb")
	}
}

func FuzzStrip(f *testing.F) {
	f.Add(jpegOf(f))
	f.Add(pngOf(f))
	f.Add([]byte(docx(f, map[string]string{"docProps/core.xml": "a"})))
	f.Add([]byte("%PDF-1.7\n"))
	f.Add([]byte("plain text"))
	f.Fuzz(func(t *testing.T, content []byte) {
		kind := record.Sniff(content)
		clean, err := record.Strip(content, kind)
		if err != nil || kind == "" {
			return
		}
		if got := record.Sniff(clean); got != kind {
			t.Fatalf("%s became %q", kind, got)
		}
		again, err := record.Strip(clean, kind)
		if err != nil || !bytes.Equal(again, clean) {
			t.Fatalf("%s: stripping again gives %d bytes of %d, %v", kind, len(again), len(clean), err)
		}
		for mark, of := range map[string]record.FileKind{"eXIf": record.PNG, "iTXt": record.PNG} {
			if kind == of && pngHas(clean, mark) {
				t.Fatalf("%s is still there", mark)
			}
		}
		decode := map[record.FileKind]func(io.Reader) (image.Image, error){record.JPEG: jpeg.Decode, record.PNG: png.Decode}[kind]
		if decode == nil || tooLarge(kind, content) {
			return
		}
		if _, err := decode(bytes.NewReader(content)); err == nil {
			if _, err := decode(bytes.NewReader(clean)); err != nil {
				t.Fatalf("%s no longer decodes: %v", kind, err)
			}
		}
	})
}

func tooLarge(kind record.FileKind, content []byte) bool {
	config := map[record.FileKind]func(io.Reader) (image.Config, error){record.JPEG: jpeg.DecodeConfig, record.PNG: png.DecodeConfig}[kind]
	c, err := config(bytes.NewReader(content))
	return err != nil || c.Width > 500 || c.Height > 500
}

// pngHas walks the chunks of a PNG that is whole.
func pngHas(content []byte, kind string) bool {
	for rest := content[8:]; len(rest) >= 12; {
		size := int(rest[0])<<24 | int(rest[1])<<16 | int(rest[2])<<8 | int(rest[3])
		if string(rest[4:8]) == kind {
			return true
		}
		rest = rest[12+size:]
	}
	return false
}
