package kit

import "github.com/a-h/templ"

// Label names a control. Size is "", "s", "m", "l" or "xl"; PageHeading makes it
// the page's only h1.
type Label struct {
	Text        Content
	For         string
	Size        string
	PageHeading bool
	Class       string
	Attrs       templ.Attributes
}

// Legend names a group of controls; as Label.
type Legend struct {
	Text        Content
	Size        string
	PageHeading bool
	Class       string
}

// Hint is help below a label.
type Hint struct {
	Text  Content
	ID    string
	Class string
	Attrs templ.Attributes
}

// ErrorMessage says what is wrong with one control and how to put it right.
// Prefix replaces the hidden word "Error"; NoPrefix leaves it out.
type ErrorMessage struct {
	Text     Content
	ID       string
	Prefix   string
	NoPrefix bool
	Class    string
	Attrs    templ.Attributes
}

// Fieldset groups controls under a legend.
type Fieldset struct {
	Legend      Legend
	Body        Content
	Role        string
	DescribedBy string
	Class       string
	Attrs       templ.Attributes
}

// Input is a single line of text. ID defaults to Name. Error, when filled, marks
// the control wrong and is tied to it. Spellcheck is "", "true" or "false".
type Input struct {
	Name, ID       string
	Label          Label
	Hint, Error    Content
	Value          string
	Type           string // default "text"
	InputMode      string
	Autocomplete   string
	Autocapitalize string
	Pattern        string
	Spellcheck     string
	Prefix, Suffix Content // "£", "per week"; not read out, so say it in the label too
	Disabled       bool
	DescribedBy    string
	Class          string // "govuk-input--width-10" and the like
	GroupClass     string
	Attrs          templ.Attributes
}

// Textarea is several lines of text. Rows defaults to 5.
type Textarea struct {
	Name, ID     string
	Label        Label
	Hint, Error  Content
	Value        string
	Rows         int
	Autocomplete string
	Spellcheck   string
	Disabled     bool
	DescribedBy  string
	Class        string
	GroupClass   string
	Attrs        templ.Attributes
}

// CharacterCount is a textarea that says how much room is left. Give MaxLength
// or MaxWords. Threshold, in percent, keeps the message away until then. Longer
// text is never cut off: the server answers with an error that keeps it.
type CharacterCount struct {
	Textarea
	MaxLength, MaxWords int
	Threshold           int
}

// Option is one line of a Select.
type Option struct {
	Value    string
	Text     string
	Selected bool
	Disabled bool
	Attrs    templ.Attributes
}

// Select is a list to choose one from; radios are kinder when there are few.
type Select struct {
	Name, ID    string
	Label       Label
	Hint, Error Content
	Items       []Option
	Value       string // the option chosen
	Disabled    bool
	DescribedBy string
	Class       string
	GroupClass  string
	Attrs       templ.Attributes
}

// DatePart is the day, month or year as typed, and whether it is what is wrong.
type DatePart struct {
	Value        string
	Wrong        bool
	Autocomplete string
}

// DateInput asks for a date in three fields, NamePrefix-day, -month and -year
// (or day, month, year without a prefix). Any part may stay empty: an uncertain
// date of birth is an answer.
type DateInput struct {
	ID               string
	NamePrefix       string
	Legend           Legend
	Hint, Error      Content
	Day, Month, Year DatePart
	DescribedBy      string
	Class            string
	GroupClass       string
	Attrs            templ.Attributes
}

// FileUpload is the browser's own control, which assistive technology knows.
// Accept is a hint to the file dialog, not a check.
type FileUpload struct {
	Name, ID    string
	Label       Label
	Hint, Error Content
	Accept      string
	Multiple    bool
	Disabled    bool
	DescribedBy string
	Class       string
	GroupClass  string
	Attrs       templ.Attributes
}

// Choice is one radio or checkbox. Conditional is shown while it is chosen.
// Divider, when filled, makes it a line of text between choices instead.
type Choice struct {
	Value       string
	ID          string
	Name        string // checkboxes only; defaults to the group's
	Text, Hint  Content
	Checked     bool
	Disabled    bool
	Exclusive   bool // checkboxes: choosing it clears the others
	Conditional Content
	Divider     string
	Class       string // of the label
	Attrs       templ.Attributes
}

// Radios asks for one of a few. Without a Legend, name the group by other means.
type Radios struct {
	Name, ID    string // ID is the prefix of the controls' ids; defaults to Name
	Legend      Legend
	Hint, Error Content
	Items       []Choice
	Value       string // the choice made; "" is none, and none is preselected
	DescribedBy string
	Class       string // "govuk-radios--inline", "govuk-radios--small"
	GroupClass  string
	Attrs       templ.Attributes
}

// Checkboxes asks for any of a few.
type Checkboxes struct {
	Name, ID    string
	Legend      Legend
	Hint, Error Content
	Items       []Choice
	Values      []string
	DescribedBy string
	Class       string
	GroupClass  string
	Attrs       templ.Attributes
}
