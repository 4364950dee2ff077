package extract

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"math"

	"github.com/klippa-app/go-pdfium/requests"

	"stablefutures/internal/problem"
)

// The bounds of a picture: a page of A2 at 150 dots per inch has 8.7 million.
const (
	MaxPixels = 16_000_000
	MinDPI    = 10
	MaxDPI    = 400
)

// Picture draws one page (from 1) as a PNG at so many dots per inch. A page too large for MaxPixels is drawn smaller, to
// fit. Only a PDF has pictures: for other kinds it is NotFound (extract.no_picture), as for a page that is not there.
func (x *Extract) Picture(ctx context.Context, page, dpi int) ([]byte, error) {
	if x.Kind != PDF {
		return nil, problem.New(problem.NotFound, "extract.no_picture")
	}
	return Picture(ctx, x.file, page, dpi)
}

// Picture draws one page of a PDF file, like Extract.Picture, for who kept the bytes.
func Picture(ctx context.Context, b []byte, page, dpi int) ([]byte, error) {
	var out []byte
	err := Pictures(ctx, b, dpi, func(n int, data []byte) error {
		out = data
		return nil
	}, page)
	return out, err
}

// Pictures draws the named pages of a PDF (all, when none is named) in turn, opening the file once, and hands each to
// take. It stops when take fails, and after two minutes (extract.slow).
func Pictures(ctx context.Context, b []byte, dpi int, take func(page int, data []byte) error, pages ...int) error {
	if len(b) > MaxBytes || !isPDF(b) {
		return problem.New(problem.NotFound, "extract.no_picture")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var taken error
	err := withPDF(ctx, b, func(d *document) error {
		if len(pages) == 0 {
			for n := range d.pages {
				pages = append(pages, n+1)
			}
		}
		for _, n := range pages {
			if n < 1 || n > d.pages {
				return problem.New(problem.NotFound, "extract.no_picture")
			}
			data, err := d.draw(n, dpi)
			if err != nil {
				return err
			}
			if taken = take(n, data); taken != nil {
				return taken
			}
		}
		return nil
	})
	switch {
	case taken != nil:
		return taken
	case err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return problem.Wrap(err, problem.Invalid, "extract.slow")
	}
	return err
}

// draw makes the PNG of one page.
func (d *document) draw(page, dpi int) ([]byte, error) {
	ref := requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: page - 1}}
	size, err := d.GetPageSize(&requests.GetPageSize{Page: ref})
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "extract.page", "page", page)
	}
	scale := float64(min(max(dpi, MinDPI), MaxDPI)) / 72
	if area := size.Width * size.Height * scale * scale; area > MaxPixels {
		scale *= math.Sqrt(MaxPixels / area)
	}
	drawn, err := d.RenderPageInPixels(&requests.RenderPageInPixels{
		Page: ref, Width: max(int(size.Width*scale), 1), Height: max(int(size.Height*scale), 1),
	})
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "extract.page", "page", page)
	}
	defer drawn.Cleanup()
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, drawn.Result.RenderedImage); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
