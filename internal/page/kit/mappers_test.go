package kit_test

import (
	"strings"

	"github.com/a-h/templ"

	"stablefutures/internal/page/kit"
)

// mappers turn a fixture's options into our components. An option they do not
// ask for is one we do not offer.
var mappers = map[string]func(*options) kit.Content{
	"accordion": mapAccordion, "back-link": mapBackLink, "breadcrumbs": mapBreadcrumbs, "button": mapButton,
	"character-count": mapCharacterCount, "checkboxes": mapCheckboxes, "date-input": mapDateInput,
	"details": mapDetails, "error-message": mapErrorMessage, "error-summary": mapErrorSummary,
	"exit-this-page": mapExit, "fieldset": mapFieldset, "file-upload": mapFileUpload, "hint": mapHint,
	"input": mapInput, "inset-text": mapInset, "label": mapLabel, "notification-banner": mapNotification,
	"pagination": mapPagination, "panel": mapPanel, "phase-banner": mapPhase, "radios": mapRadios,
	"select": mapSelect, "service-navigation": mapServiceNavigation, "skip-link": mapSkipLink,
	"summary-list": mapSummaryList, "table": mapTable, "tabs": mapTabs, "tag": mapTag, "task-list": mapTaskList,
	"textarea": mapTextarea, "warning-text": mapWarning,
}

func mapAccordion(o *options) kit.Content {
	a := kit.Accordion{ID: o.str("id"), HeadingLevel: o.num("headingLevel"), Class: o.str("classes"), Attrs: o.attrs(), Remember: true}
	if o.has("rememberExpanded") {
		a.Remember = o.yes("rememberExpanded")
		if a.Remember {
			o.refuse("remembering is said by leaving the attribute out")
		}
	}
	for _, i := range o.list("items") {
		a.Items = append(a.Items, kit.Section{Heading: i.sub("heading").content(), Summary: i.sub("summary").content(),
			Body: i.sub("content").content(), Expanded: i.yes("expanded")})
	}
	// The script's texts come from the words of the page.
	return saying(kit.Words{HideAllSections: o.str("hideAllSectionsText"), HideSection: o.str("hideSectionText"),
		HideSectionLong: o.str("hideSectionAriaLabelText"), ShowAllSections: o.str("showAllSectionsText"),
		ShowSection: o.str("showSectionText"), ShowSectionLong: o.str("showSectionAriaLabelText")}, a)
}

func mapBackLink(o *options) kit.Content {
	return kit.BackLink{Text: o.content(), Href: o.str("href"), Class: o.str("classes"), Attrs: o.attrs()}
}

func mapBreadcrumbs(o *options) kit.Content {
	b := kit.Breadcrumbs{Label: o.str("labelText"), Collapse: o.yes("collapseOnMobile"), Class: o.str("classes"), Attrs: o.attrs()}
	for _, i := range o.list("items") {
		b.Items = append(b.Items, kit.Crumb{Text: i.content(), Href: i.str("href"), Attrs: i.attrs()})
	}
	return b
}

func mapButton(o *options) kit.Content {
	b := kit.Button{Text: o.content(), Type: o.str("type"), Name: o.str("name"), Value: o.str("value"), ID: o.str("id"),
		Href: o.str("href"), Start: o.yes("isStartButton"), Once: o.yes("preventDoubleClick"), Disabled: o.yes("disabled"),
		Class: o.str("classes"), Attrs: o.attrs()}
	if o.m["preventDoubleClick"] == false {
		o.refuse("an attribute that says false")
	}
	return b
}

func mapDetails(o *options) kit.Content {
	return kit.Details{Summary: o.text("summaryText", "summaryHtml"), Body: o.content(), ID: o.str("id"), Open: o.yes("open"),
		Class: o.str("classes"), Attrs: o.attrs()}
}

func mapErrorMessage(o *options) kit.Content {
	e := kit.ErrorMessage{Text: o.content(), ID: o.str("id"), Class: o.str("classes"), Attrs: o.attrs()}
	if v, ok := o.m["visuallyHiddenText"]; ok {
		e.Prefix = o.str("visuallyHiddenText")
		e.NoPrefix = v == false || v == ""
	}
	return e
}

func mapErrorSummary(o *options) kit.Content {
	e := kit.ErrorSummary{Title: o.text("titleText", "titleHtml"), Description: o.text("descriptionText", "descriptionHtml"),
		NoFocus: o.yes("disableAutoFocus"), Class: o.str("classes"), Attrs: o.attrs()}
	if o.m["disableAutoFocus"] == false {
		o.refuse("an attribute that says false")
	}
	if e.Title == nil {
		o.refuse("a summary without a title")
	}
	for _, i := range o.list("errorList") {
		e.Items = append(e.Items, kit.ErrorItem{Text: i.content(), Href: i.str("href"), Attrs: i.attrs()})
	}
	return e
}

func mapExit(o *options) kit.Content {
	e := kit.ExitThisPage{Href: o.str("redirectUrl"), Text: o.content(), ID: o.str("id"), Class: o.str("classes"), Attrs: o.attrs()}
	if e.Href == "" {
		e.Href = "https://www.bbc.co.uk/weather" // upstream's default; ours has none, the caller must choose
	}
	if e.Text == nil { // upstream's default text hides the word "Emergency"; ours is one translatable phrase
		e.Text = templ.Raw(`<span class="govuk-visually-hidden">Emergency</span> Exit this page`)
	}
	// These texts come from the words of the page.
	words := kit.Words{ExitActivated: o.str("activatedText"), ExitTimedOut: o.str("timedOutText"),
		ExitPressTwice: o.str("pressTwoMoreTimesText"), ExitPressOnce: o.str("pressOneMoreTimeText")}
	return saying(words, e)
}

func mapFieldset(o *options) kit.Content {
	f := kit.Fieldset{Legend: mapLegend(o.sub("legend")), Role: o.str("role"), DescribedBy: o.str("describedBy"),
		Class: o.str("classes"), Attrs: o.attrs()}
	if o.has("html") {
		f.Body = templ.Raw(o.str("html"))
	}
	return f
}

func mapLegend(o *options) kit.Legend {
	return kit.Legend{Text: o.content(), Class: o.str("classes"), PageHeading: o.yes("isPageHeading")}
}

func mapHint(o *options) kit.Content {
	return kit.Hint{Text: o.content(), ID: o.str("id"), Class: o.str("classes"), Attrs: o.attrs()}
}

func mapInset(o *options) kit.Content {
	return kit.InsetText{Text: o.content(), ID: o.str("id"), Class: o.str("classes"), Attrs: o.attrs()}
}

func mapLabel(o *options) kit.Content { return labelOf(o) }

func labelOf(o *options) kit.Label {
	return kit.Label{Text: o.content(), For: o.str("for"), Class: o.str("classes"), PageHeading: o.yes("isPageHeading"), Attrs: o.attrs()}
}

func mapNotification(o *options) kit.Content {
	n := kit.NotificationBanner{Body: o.content(), Success: o.str("type") == "success", Title: o.text("titleText", "titleHtml"),
		TitleID: o.str("titleId"), HeadingLevel: o.num("titleHeadingLevel"), Role: o.str("role"),
		NoFocus: o.yes("disableAutoFocus"), Class: o.str("classes"), Attrs: o.attrs()}
	if o.m["disableAutoFocus"] == false {
		o.refuse("an attribute that says false")
	}
	return n
}

func mapPanel(o *options) kit.Content {
	if strings.Contains(o.str("classes"), "govuk-panel--interruption") {
		o.refuse("no interruption panel")
	}
	return kit.Panel{Title: o.text("titleText", "titleHtml"), Body: o.content(), HeadingLevel: o.num("headingLevel"),
		Class: o.str("classes"), Attrs: o.attrs()}
}

func mapPhase(o *options) kit.Content {
	return kit.PhaseBanner{Tag: tagOf(o.sub("tag")), Text: o.content(), Class: o.str("classes"), Attrs: o.attrs()}
}

func mapTag(o *options) kit.Content { return tagOf(o) }

func tagOf(o *options) kit.Tag {
	return kit.Tag{Text: o.content(), Class: o.str("classes"), Attrs: o.attrs()}
}

func mapSkipLink(o *options) kit.Content {
	s := kit.SkipLink{Text: o.content(), Href: o.str("href"), Class: o.str("classes"), Attrs: o.attrs()}
	if s.Text == nil {
		o.refuse("a link without words")
	}
	return s
}

func mapWarning(o *options) kit.Content {
	return kit.WarningText{Text: o.content(), Label: o.str("iconFallbackText"), Class: o.str("classes"), Attrs: o.attrs()}
}
