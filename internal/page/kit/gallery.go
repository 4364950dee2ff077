package kit

// The gallery shows every component in its states, for people who build and for
// the tests that look at pages. Nobody in it exists.

// exhibit is one component on the gallery page.
type exhibit struct {
	id, title string
	body      Content
}

func exhibits(rtl bool) []exhibit {
	var all []exhibit
	all = append(all, ownExhibits(rtl)...)
	all = append(all, fieldExhibits()...)
	all = append(all, showExhibits()...)
	return all
}

func ownExhibits(rtl bool) []exhibit {
	return []exhibit{
		{"person", "Person header", personSample()},
		{"cards", "Cards: choose one", Cards{Name: "topic", Legend: Legend{Text: T("What would you like to talk about?"), Size: "m"},
			Items: []CardChoice{{Drawing: "home", Word: T("Where I live"), Value: "home"}, {Drawing: "school", Word: T("School"), Value: "school"},
				{Drawing: "food", Word: T("Food"), Value: "food", Checked: true}, {Drawing: "papers", Word: T("My papers"), Hint: T("solicitor, asylum"), Value: "papers"},
				{Drawing: "something-else", Word: T("Something else"), Value: "else"}}}},
		{"cards-many", "Cards: choose any, with an error", Cards{Name: "need", Multiple: true, Error: T("Choose at least one, or choose “I don’t want to say”"),
			Legend: Legend{Text: In("ar", "rtl", "ما الذي يهمك الآن؟"), Size: "m"},
			Items: []CardChoice{{Drawing: "have-it", Word: In("ar", "rtl", "عندي"), Value: "1"}, {Drawing: "some-of-it", Word: In("ar", "rtl", "بعضه"), Value: "2"},
				{Drawing: "not-there", Word: In("ti", "ltr", "የለን"), Value: "3"}}}},
		{"cards-links", "Cards: links and buttons", Join(
			Cards{Items: []CardChoice{{Drawing: "not-sure", Word: T("Not sure"), ButtonName: "answer", Value: "not-sure"}, {Drawing: "not-today", Word: T("Not today"), Href: "#cards-links"}}},
		)},
		{"quote", "Their words", Join(
			Quote{Words: "ኣብዚ ገዛ ክድቅስ ኣይክእልን እየ።\nለይቲ ብዙሕ ድምጺ ኣሎ።", Lang: "ti", Dir: "ltr", OriginalLabel: "In Tigrinya", TranslationLang: "en", TranslationDir: "ltr",
				Translation: "I cannot sleep in this house.\nThere is a lot of noise at night.", TranslatedBy: "English, through the interpreter", By: T("Said on 4 March 2026")},
			Quote{Words: "أريد أن أبقى في نفس المدرسة.", Lang: "ar", Dir: "rtl", OriginalLabel: "In Arabic", By: T("Not translated yet")},
		)},
		{"strip", "Path over time", TokenStrip{ID: "strip-sleep", RTL: rtl, Title: "A place where I can sleep", Desc: "Five answers from March 2025 to January 2026, with one break.",
			Tokens: []Token{{Drawing: "not-there", Word: "Not there", Date: "4 Mar 2025"}, {Drawing: "some-of-it", Word: "Some of it", Date: "2 Apr 2025"},
				{Drawing: "have-it", Word: "I have it", Date: "20 May 2025"},
				{Drawing: "keeps-changing", Word: "It keeps changing", Date: "11 Nov 2025", Gap: "not talked about for 5 months"},
				{Drawing: "not-there", Word: "የለን", Lang: "ti", Date: "9 Jan 2026"}}}},
		{"promises", "Promises", Promises{Rows: []PromiseRow{
			{What: T("Find a bedroom door that locks"), Href: "#promises", State: Tag{Text: T("Not told back yet"), Kind: TagWarm},
				Facts: []Fact{{T("Who:"), T("Ana Sample, personal adviser")}, {T("By:"), T("12 March 2026")}}, Acts: []Action{{Text: T("Tell back"), Href: "#promises", Hidden: "on the bedroom door"}}},
			{What: T("Ask the school about a place"), State: Tag{Text: T("Kept")}, Facts: []Fact{{T("Who:"), T("Test School")}, {T("By:"), T("1 February 2026")}}}}}},
		{"empty", "Nothing yet", EmptyState{Title: T("No conversations yet"), Body: T("A conversation can be about one thing. One answer makes it complete."),
			Action: Button{Text: T("Start a conversation"), Href: "#empty"}}},
		{"drawings", "Drawings", drawingsSheet()},
	}
}

func personSample() PersonHeader {
	return PersonHeader{HeadingLevel: 3, Name: "ሰናይት Sample-Person", Lang: "ti", Said: T("say “seh-NAIT” · she"),
		Facts: []Fact{{T("Age"), T("16, as she says it")}, {T("Speaks"), T("Tigrinya, some Arabic")}, {T("Interpreter"), T("always")}},
		Acts:  []Button{{Text: T("Start a conversation"), Href: "#person"}, {Text: T("Add a promise"), Kind: Secondary, Href: "#person"}}}
}

func fieldExhibits() []exhibit {
	three := []Choice{{Value: "yes", Text: T("Yes")}, {Value: "no", Text: T("No"), Hint: T("You can say why, or not")}, {Divider: "or"},
		{Value: "other", Text: T("Something else"), Conditional: Input{Name: "which", ID: "which", Label: Label{Text: T("What is it?")}}}}
	return []exhibit{
		{"summary", "Error summary", ErrorSummary{NoFocus: true, Items: []ErrorItem{{Text: T("Enter a day between 1 and 31"), Href: "#born-day"}, {Text: T("Say who will do it"), Href: "#who"}}}},
		{"inputs", "Text inputs", Join(
			Input{Name: "who", Label: Label{Text: T("Who will do it?")}, Hint: T("A person, not a team"), Class: "govuk-input--width-20"},
			Input{Name: "who-wrong", Label: Label{Text: T("Who will do it?")}, Error: T("Say who will do it"), Class: "govuk-input--width-20"},
			Input{Name: "cost", Label: Label{Text: T("What does it cost, in pounds a week?")}, Prefix: T("£"), Suffix: T("per week"), Class: "govuk-input--width-5", InputMode: "numeric"},
			Textarea{Name: "agreement", Label: Label{Text: T("What was agreed?")}, Value: "Two lines\nof text"},
			CharacterCount{Textarea: Textarea{Name: "short", Label: Label{Text: T("In one sentence")}, Rows: 3}, MaxLength: 200},
			Select{Name: "system", Label: Label{Text: T("Who can change this?")}, Items: []Option{{Text: "Choose"}, {Value: "housing", Text: "Housing"}, {Value: "school", Text: "School"}}},
			FileUpload{Name: "file", Label: Label{Text: T("Add a document")}, Hint: T("PDF or picture, up to 10 MB")},
		)},
		{"choices", "Radios and checkboxes", Join(
			Radios{Name: "agreed", Legend: Legend{Text: T("Was it agreed with the young person?"), Size: "m"}, Items: three},
			Radios{Name: "inline", Legend: Legend{Text: T("Told back?"), Size: "s"}, Class: "govuk-radios--inline govuk-radios--small", Items: three[:2], Value: "yes", Error: T("Choose one")},
			Checkboxes{Name: "with", Legend: Legend{Text: T("Who was there?"), Size: "m"}, Hint: T("Choose all that apply"), Values: []string{"int"},
				Items: []Choice{{Value: "int", Text: T("An interpreter")}, {Value: "gua", Text: T("A guardian")}, {Divider: "or"}, {Value: "none", Text: T("Nobody else"), Exclusive: true}}},
		)},
		{"dates", "Dates", Join(
			DateInput{ID: "born", NamePrefix: "born", Legend: Legend{Text: T("Date of birth"), Size: "m"}, Hint: T("Leave out what is not known"), Error: T("Enter a day between 1 and 31"), Day: DatePart{Value: "42", Wrong: true}, Year: DatePart{Value: "2009"}},
		)},
		{"buttons", "Buttons", buttonsSheet()},
	}
}

func showExhibits() []exhibit {
	return []exhibit{
		{"notes", "Inset, warning, details", Join(InsetText{Text: T("A court, the police or an immigration decision may reach what is written here.")},
			WarningText{Text: T("This cannot be undone.")}, Details{Summary: T("Why do we ask?"), Body: T("Because a promise without an owner is nobody’s.")})},
		{"banners", "Banners and panel", Join(NotificationBanner{Body: T("The interpreter has changed the time."), TitleID: "banner-1"},
			NotificationBanner{Body: T("Saved."), Success: true, NoFocus: true, TitleID: "banner-2"},
			PhaseBanner{Tag: Tag{Text: T("Trial")}, Text: T("Invented people only.")},
			Panel{Title: T("Promise told back"), Body: T("She knows since today."), HeadingLevel: 2})},
		{"tags", "Tags", tagsSheet()},
		{"summaries", "Summary list and card", Join(
			SummaryList{Rows: []Row{{Key: T("Name"), Value: Name("ሰናይት Sample-Person"), Actions: []Action{{Text: T("Change"), Href: "#summaries", Hidden: "name"}}},
				{Key: T("Languages"), Value: T("Tigrinya, Arabic"), Actions: []Action{{Text: T("Add"), Href: "#summaries", Hidden: "language"}, {Text: T("Change"), Href: "#summaries", Hidden: "languages"}}},
				{Key: T("Nation"), Value: T("Scotland")}}},
			SummaryList{Card: &Card{Title: T("Guardian"), HeadingLevel: 3, Actions: []Action{{Text: T("Change"), Href: "#summaries"}}},
				Rows: []Row{{Key: T("Name"), Value: T("Test Guardian")}, {Key: T("Since"), Value: T("3 May 2025")}}})},
		{"table", "Table", Scroll{Label: "Who can open this record", Body: Table{Caption: "Who can open this record", CaptionClass: "govuk-table__caption--m", RowHeaders: true,
			Head: []Cell{{Text: T("Person")}, {Text: T("Reason")}, {Text: T("Until")}, {Text: T("Times opened"), Numeric: true}},
			Rows: [][]Cell{{{Text: T("Ana Sample")}, {Text: T("personal adviser")}, {Text: T("1 June 2026")}, {Text: T("12"), Numeric: true}},
				{{Text: Name("مثال شخص")}, {Text: T("guardian")}, {Text: T("1 September 2026")}, {Text: T("3"), Numeric: true}}}}}},
		{"tasks", "Task list", TaskList{Items: []Task{{Title: T("Before you start"), Status: T("Done"), Href: "#tasks"},
			{Title: T("What matters now"), Hint: T("One answer is enough"), Status: Tag{Text: T("Not yet")}, Href: "#tasks"},
			{Title: T("Read it back"), Status: T("Cannot start yet"), Waiting: true}}}},
		{"tabs", "Tabs", Tabs{IDPrefix: "tab", Items: []Tab{{Label: "Their words", Panel: T("What she said.")}, {Label: "Our view", Panel: T("What we think, kept apart.")}}}},
		{"accordion", "Accordion", Accordion{ID: "acc", HeadingLevel: 3, Items: []Section{{Heading: T("Life and growth"), Summary: T("Article 6"), Body: T("What is in place.")}, {Heading: T("Being heard"), Body: T("What is in place.")}}}},
		{"ways", "Finding one’s way", Join(Breadcrumbs{Label: "Example of breadcrumbs", Items: []Crumb{{Text: T("Home"), Href: "#ways"}, {Text: T("People"), Href: "#ways"}, {Text: T("Promises")}}},
			BackLink{Href: "#ways"},
			Pagination{Label: "Pages of results", Previous: &PageLink{Href: "#ways"}, Next: &PageLink{Href: "#ways"}, Items: []PageItem{{Number: "1", Href: "#ways"}, {Ellipsis: true}, {Number: "6", Href: "#ways", Current: true}, {Number: "7", Href: "#ways"}}},
			Pagination{Label: "Next steps", Previous: &PageLink{Href: "#ways", Label: "What matters now"}, Next: &PageLink{Href: "#ways", Label: "Promises"}})},
	}
}
