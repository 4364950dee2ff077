package chart

import "fmt"

// colour is red, green and blue from 0 to 255.
type colour [3]uint8

func (c colour) hex() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// shine is how much of a colour a tint keeps on white.
const shine = 0.25

// mixed is the colour on white paper when it shines through.
func (c colour) mixed() colour {
	var out colour
	for i, v := range c {
		out[i] = uint8(255 - (255-float64(v))*shine + .5)
	}
	return out
}

// day are the colours of files and paper. Those of series go back to Okabe and Ito's, which people see apart who see some colours
// alike, darkened until each is at 3:1 on white. chart.css has the same, and others for the night; a test compares them.
var day = map[paint]colour{
	ground: {255, 255, 255}, ink: {0x26, 0x21, 0x1d}, soft: {0x5a, 0x51, 0x49}, grid: {0xd6, 0xcb, 0xbb}, axisInk: {0x5a, 0x51, 0x49},
	firstSeries: {0x00, 0x72, 0xb2}, firstSeries + 1: {0xb8, 0x4a, 0x00}, firstSeries + 2: {0x00, 0x79, 0x5c}, firstSeries + 3: {0x9c, 0x2f, 0x92},
	firstSeries + 4: {0x26, 0x21, 0x1d}, firstSeries + 5: {0x7d, 0x5e, 0x00}, firstSeries + 6: {0x4f, 0x54, 0xc4}, firstSeries + 7: {0x6b, 0x65, 0x5e},
}
