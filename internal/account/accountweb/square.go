package accountweb

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// square is a QR code as one SVG path: modules of size one, with the quiet zone that readers need.
type square struct {
	Size int // side in modules, quiet zone included
	Path string
}

// quiet is the empty border of a QR code in modules (ISO/IEC 18004).
const quiet = 4

// newSquare draws a text as a QR code. Nothing of it leaves the page: no picture is asked for anywhere.
func newSquare(text string) (square, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return square{}, fmt.Errorf("draw square code: %w", err)
	}
	n := code.Bounds().Dx()
	var path strings.Builder
	for y := range n {
		for x := 0; x < n; x++ {
			run := 0
			for x+run < n && dark(code.At(x+run, y).RGBA()) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	return square{Size: n + 2*quiet, Path: path.String()}, nil
}

func dark(r, g, b, _ uint32) bool { return r+g+b < 3*0x8000 }
