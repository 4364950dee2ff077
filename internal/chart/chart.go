package chart

import "stablefutures/internal/disclosure"

// Kind is a way of drawing.
type Kind string

// The kinds.
const (
	Run    Kind = "run"    // figures in time, with their median
	XmR    Kind = "xmr"    // figures in time with natural process limits
	Funnel Kind = "funnel" // parts of a whole by the size of the whole, with the limits of chance
	Small  Kind = "small"  // small multiples: one small run chart for each series, on one scale
	Flow   Kind = "flow"   // from one state to another
	Slope  Kind = "slope"  // two moments, or two perspectives, joined
	Dot    Kind = "dot"    // figures with their intervals, one line for each
)

// Chart is a picture of figures. Every text in it is already in the reader's language.
type Chart struct {
	Kind   Kind
	Title  string
	About  string   // what is drawn, in a sentence or two, without any figure
	Unit   string   // what is counted: "young people", "per cent"
	Axis   []string // the places along the axis, in order: periods, categories; of flows what stands at either side
	Series []Series
	Limits []Limit
	Marks  []Mark
	Flows  []Passage
	Notes  []string // coverage, what is hidden and why, where it comes from: below the picture in every form
	Source string   // what it is cited by: a release's hash, an address
	// Rules say of how few no part of a whole is made in a funnel. Where none are named it is the strictest.
	Rules disclosure.Pack
}

// Series is one line, or one group of dots: a figure for each place of the axis.
type Series struct {
	Name      string
	Figures   []disclosure.Protected
	Low, High []disclosure.Protected // the interval of each figure; nil for none
	Whole     []disclosure.Protected // what each is a part of, for a funnel; nil for none
}

// Limit is a line over all the axis: a median, a limit of chance, what a model says. It has a figure for each place, or one for all.
type Limit struct {
	Name    string
	Figures []disclosure.Protected
}

// Mark is something that happened at a place of the axis or just before it.
type Mark struct {
	At   int
	Text string
}

// Passage is how many went from one state to another.
type Passage struct {
	From, To string
	Figure   disclosure.Protected
}
