package page

import (
	"stablefutures/internal/i18n"
	"stablefutures/internal/page/kit"
)

// Words gives the texts built into components, in the interface's language: a start for a page in another language,
// which says its own in place of these (Answer.Saying).
func Words(l i18n.L) kit.Words {
	return kit.Words{
		Error: l.T("page.error"), Problem: l.T("page.error_title"), Warning: l.T("page.warning"),
		Important: l.T("page.important"), Success: l.T("page.success"), Contents: l.T("page.contents"),
		Back: l.T("page.back"), Breadcrumb: l.T("page.breadcrumb"), SkipToContent: l.T("page.skip_to_main"),
		Menu: l.T("page.menu"), ServiceInformation: l.T("page.service_information"), Languages: l.T("page.language"),
		Pagination: l.T("page.pagination"), Previous: l.T("page.previous"), Next: l.T("page.next"),
		Page: l.T("page.page_number", "number", "{n}"), Day: l.T("page.day"), Month: l.T("page.month"), Year: l.T("page.year"),
		ExitThisPage: l.T("page.exit"), ExitActivated: l.T("page.exit_loading"), ExitTimedOut: l.T("page.exit_timed_out"),
		ExitPressTwice: l.T("page.exit_press_two"), ExitPressOnce: l.T("page.exit_press_one"),
		ExitQuickly: l.T("page.exit"), ExitHelp: l.T("page.exit_help"),
		ShowAllSections: l.T("page.show_all"), HideAllSections: l.T("page.hide_all"), ShowSection: l.T("page.show"),
		HideSection: l.T("page.hide"), ShowSectionLong: l.T("page.show_section"), HideSectionLong: l.T("page.hide_section"),
		CharacterLimit: l.T("page.characters_most", "max", "%{count}"),
		Translation:    l.T("page.translation"), OriginalIn: l.T("page.original"), AsTable: l.T("page.as_table"),
		When: l.T("page.when"), What: l.T("page.what"),
	}
}

// WordsIn gives the texts built into components in a young person's language, from their edition's own texts; what
// those do not have stays in the interface's language.
func WordsIn(l i18n.L, text func(key string, slots ...string) string) kit.Words {
	w := Words(l)
	w.Back, w.ExitThisPage, w.ExitQuickly, w.ExitHelp = text("nav.back"), text("nav.leave"), text("safe.leave"), text("device.title")
	w.ExitActivated, w.ExitTimedOut, w.ExitPressTwice, w.ExitPressOnce = text("leave.loading"), text("leave.late"), text("leave.two"), text("leave.one")
	w.AsTable, w.When, w.What = text("mine.as_table"), text("mine.when"), text("mine.what")
	return w
}
