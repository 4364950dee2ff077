package loadingweb

import (
	"strconv"

	"stablefutures/internal/loading"
	"stablefutures/internal/page"
)

// pictureView is a page as it is printed, with a box round every piece. Measures are points, written as SVG takes them.
type pictureView struct {
	URL, ViewBox, Width, Height, Text string
	Alone                             linkView
	Boxes                             []boxView
}

type boxView struct {
	ID, URL, X, Y, W, H, Class, Text string
}

// pictureOf gives the picture beside a page, nil where the file has none.
func pictureOf(r *page.Request, o *loading.Opened, p loading.Page) *pictureView {
	f, ok := o.Current()
	if !ok || !f.Drawn || p.Width <= 0 || p.Height <= 0 {
		return nil
	}
	v := &pictureView{URL: pageURL(o.ID, p.Number) + "/picture", Width: points(p.Width), Height: points(p.Height),
		ViewBox: "0 0 " + points(p.Width) + " " + points(p.Height), Text: r.L.T("loading.picture", "number", p.Number)}
	v.Alone = linkView{URL: v.URL, Text: r.L.T("loading.picture_alone")}
	for i, piece := range o.On(p.Number) {
		for k, f := range piece.From {
			if f.W <= 0 || f.H <= 0 {
				continue
			}
			b := boxView{URL: "#row-" + piece.ID, Class: "sf-l-box", Text: r.L.T("loading.to_row", "number", i+1)}
			if k == 0 && !piece.Split || k == 0 && piece.ID == f.ID {
				b.ID = "box-" + piece.ID
			}
			if piece.Role != loading.Undecided {
				b.Class += " sf-l-box--" + string(piece.Role)
			}
			b.X, b.Y, b.W, b.H = points(f.X-2), points(f.Y-2), points(f.W+4), points(f.H+4)
			v.Boxes = append(v.Boxes, b)
		}
	}
	return v
}

// cropOf is the picture around one piece, larger.
func cropOf(r *page.Request, o *loading.Opened, p loading.Page, piece loading.Piece) *pictureView {
	v := pictureOf(r, o, p)
	if v == nil || len(piece.From) == 0 {
		return nil
	}
	left, top, right, bottom := p.Width, p.Height, 0.0, 0.0
	for _, f := range piece.From {
		left, top, right, bottom = min(left, f.X), min(top, f.Y), max(right, f.X+f.W), max(bottom, f.Y+f.H)
	}
	if right <= left || bottom <= top {
		return nil
	}
	const around = 24
	v.ViewBox = points(left-around) + " " + points(top-around) + " " + points(right-left+2*around) + " " + points(bottom-top+2*around)
	v.Boxes = nil
	return v
}

// points writes a measure with two decimals at most.
func points(f float64) string { return strconv.FormatFloat(float64(int(f*100+0.5))/100, 'f', -1, 64) }
