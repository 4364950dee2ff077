package kit

import "context"

// Words are the texts built into components, in the language of the page. The
// page room fills them once per request and puts them in the context; a
// component that is given its own text uses that instead. An empty field means
// the English below.
type Words struct {
	Error              string // said before every error message: "Error"
	Problem            string // heading of the error summary
	Warning            string // said before a warning
	Important, Success string // headings of the notification banner
	Contents           string // heading of tabs when scripts are off
	Back, Breadcrumb   string
	SkipToContent      string
	Menu               string // button that opens the navigation on a small screen
	ServiceInformation string // label of the service navigation
	Languages          string // label of the language links
	Pagination         string
	Previous, Next     string
	Page               string // "Page {n}"
	Day, Month, Year   string

	ExitThisPage    string
	ExitActivated   string // said while leaving
	ExitTimedOut    string
	ExitPressTwice  string // "Shift, press 2 more times to exit."
	ExitPressOnce   string
	ExitQuickly     string // the first link of a page with a way out
	ExitHelp        string // leads to how to leave, and when not to use an own device
	ShowAllSections string
	HideAllSections string
	ShowSection     string
	HideSection     string
	ShowSectionLong string // aria-label
	HideSectionLong string

	// "%{count}" stands for the number.
	CharacterLimit      string // "You can enter up to %{count} characters"
	WordLimit           string
	CharactersLeft      Plural
	CharactersAtLimit   string
	CharactersOverLimit Plural
	WordsLeft           Plural
	WordsAtLimit        string
	WordsOverLimit      Plural

	Translation string // label above a translation of somebody's words
	OriginalIn  string // label above the words themselves
	AsTable     string // opens the table beside the token strip
	When, What  string // headings of that table
}

// Plural holds one text per plural category of CLDR; the empty ones fall back to
// Other.
type Plural struct{ Zero, One, Two, Few, Many, Other string }

var english = Words{
	Error: "Error", Problem: "There is a problem", Warning: "Warning",
	Important: "Important", Success: "Success", Contents: "Contents",
	Back: "Back", Breadcrumb: "Breadcrumb", SkipToContent: "Skip to main content",
	Menu: "Menu", ServiceInformation: "Service information", Languages: "Languages",
	Pagination: "Pagination", Previous: "Previous page", Next: "Next page", Page: "Page {n}",
	Day: "Day", Month: "Month", Year: "Year",
	ExitThisPage:   "Exit this page",
	ExitQuickly:    "Exit this page",
	CharacterLimit: "You can enter up to %{count} characters",
	WordLimit:      "You can enter up to %{count} words",
	Translation:    "In translation", OriginalIn: "In their own words",
	AsTable: "Show as a table", When: "When", What: "What was said",
}

type wordsKey struct{}

// WithWords gives the components rendered with this context their built-in texts.
func WithWords(ctx context.Context, w Words) context.Context {
	return context.WithValue(ctx, wordsKey{}, w)
}

// words are the texts in force; fields may be empty, so callers name a fallback.
func words(ctx context.Context) Words {
	w, _ := ctx.Value(wordsKey{}).(Words)
	return w
}

// say is the text given, else the one in force, else the English one.
func say(ctx context.Context, given string, pick func(Words) string) string {
	return first(given, pick(words(ctx)), pick(english))
}

func wError(w Words) string       { return w.Error }
func wProblem(w Words) string     { return w.Problem }
func wWarning(w Words) string     { return w.Warning }
func wImportant(w Words) string   { return w.Important }
func wSuccess(w Words) string     { return w.Success }
func wContents(w Words) string    { return w.Contents }
func wBack(w Words) string        { return w.Back }
func wCrumb(w Words) string       { return w.Breadcrumb }
func wSkip(w Words) string        { return w.SkipToContent }
func wMenu(w Words) string        { return w.Menu }
func wService(w Words) string     { return w.ServiceInformation }
func wLanguages(w Words) string   { return w.Languages }
func wPages(w Words) string       { return w.Pagination }
func wPrevious(w Words) string    { return w.Previous }
func wNext(w Words) string        { return w.Next }
func wPage(w Words) string        { return w.Page }
func wDay(w Words) string         { return w.Day }
func wMonth(w Words) string       { return w.Month }
func wYear(w Words) string        { return w.Year }
func wExit(w Words) string        { return w.ExitThisPage }
func wExitQuickly(w Words) string { return w.ExitQuickly }
func wExitHelp(w Words) string    { return w.ExitHelp }
func wCharLimit(w Words) string   { return w.CharacterLimit }
func wWordLimit(w Words) string   { return w.WordLimit }
func wTranslated(w Words) string  { return w.Translation }
func wOriginal(w Words) string    { return w.OriginalIn }
func wAsTable(w Words) string     { return w.AsTable }
func wWhen(w Words) string        { return w.When }
func wWhat(w Words) string        { return w.What }
