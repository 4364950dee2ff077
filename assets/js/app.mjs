// Progressive enhancement for every page. All pages work without this file; it
// only spares people some steps. No script or style is ever written inline.
import { createAll } from 'govuk-frontend/dist/govuk/init.mjs'
import { Accordion } from 'govuk-frontend/dist/govuk/components/accordion/accordion.mjs'
import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs'
import { CharacterCount } from 'govuk-frontend/dist/govuk/components/character-count/character-count.mjs'
import { Checkboxes } from 'govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs'
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs'
import { NotificationBanner } from 'govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs'
import { Radios } from 'govuk-frontend/dist/govuk/components/radios/radios.mjs'
import { ServiceNavigation } from 'govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs'
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs'
import { Tabs } from 'govuk-frontend/dist/govuk/components/tabs/tabs.mjs'
import { startAutosave } from './autosave.mjs'
import { startButtons } from './buttons.mjs'
import { Leaving } from './leave.mjs'
import { startListening } from './listen.mjs'

// Upstream says "expanded" on a radio, which ARIA does not allow there; what is
// revealed comes next in reading order anyway.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState ($input) {
    super.syncConditionalRevealWithInputState($input)
    $input.removeAttribute('aria-expanded')
  }
}

// Upstream gives the section buttons a name that differs from what they show, so
// somebody who says what they see would not be understood.
class PlainAccordion extends Accordion {
  setExpanded (expanded, $section) {
    super.setExpanded(expanded, $section)
    $section.querySelector('.govuk-accordion__section-button')?.removeAttribute('aria-label')
  }
}

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const component of [PlainAccordion, Button, CharacterCount, Checkboxes, ErrorSummary, Leaving,
  NotificationBanner, PlainRadios, ServiceNavigation, SkipLink, Tabs]) {
  createAll(component)
}
// Leaving and signing out: the server has the browser forget cookies and cache, but not its storage, where the practice
// tool keeps sealed what could not be sent yet. What these pages noted for themselves (which sections are open) goes here.
document.addEventListener('click', event => {
  if (!event.target.closest?.('a[href="/leave"], form[action="/sign-out"] button')) return
  try { sessionStorage.clear() } catch { /* a browser that keeps none */ }
})

startAutosave()
startButtons()
startListening()
