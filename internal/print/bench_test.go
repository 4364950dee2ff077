package print

import (
	"bytes"
	"io"
	"runtime"
	"testing"
)

// BenchmarkReport is goal W6: a report of four pages or so, in three scripts.
func BenchmarkReport(b *testing.B) {
	doc := sampleReport()
	var out bytes.Buffer
	WritePDF(&out, doc)
	b.ReportMetric(float64(len(parsePDF(b, out.Bytes()).pages())), "pages")
	b.ReportMetric(float64(out.Len())/1024, "KB")
	b.ReportAllocs()
	for b.Loop() {
		WritePDF(io.Discard, doc)
	}
}

func BenchmarkMyCopyArabic(b *testing.B) {
	doc := sampleArabic()
	b.ReportAllocs()
	for b.Loop() {
		WritePDF(io.Discard, doc)
	}
}

func BenchmarkReportDOCX(b *testing.B) {
	doc := sampleReport()
	b.ReportAllocs()
	for b.Loop() {
		WriteDOCX(io.Discard, doc)
	}
}

// BenchmarkFontsCold reads every font as the first document of a process does.
func BenchmarkFontsCold(b *testing.B) {
	for b.Loop() {
		for i := range typefaces {
			if _, err := readTypeface(i); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestMemory holds the second half of goal W6: fonts read and a report written
// keep less than 30 MiB.
func TestMemory(t *testing.T) {
	var m runtime.MemStats
	doc := sampleReport()
	WritePDF(io.Discard, doc)
	runtime.GC()
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 30<<20 {
		t.Errorf("%d MiB in use after a report", m.HeapAlloc>>20)
	}
	t.Logf("%.1f MiB in use after a report", float64(m.HeapAlloc)/(1<<20))
}
