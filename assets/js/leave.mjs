// The way out of a page, as the Design System has it: a button, a first link, Shift three times, and a cover over the
// page at once. One thing is our own: the page left takes its own place in the history with it, so that Back leads to
// no page of ours, and nothing of it stays in the tab.
import { ExitThisPage } from 'govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs'

export class Leaving extends ExitThisPage {
  exitPage () {
    if (this.$updateSpan) this.$updateSpan.textContent = ''
    document.body.classList.add('govuk-exit-this-page-hide-content')
    this.$overlay = document.createElement('div')
    this.$overlay.className = 'govuk-exit-this-page-overlay'
    this.$overlay.setAttribute('role', 'alert')
    document.body.append(this.$overlay)
    this.$overlay.textContent = this.i18n.t('activated')
    try { sessionStorage.clear() } catch {} // it may be switched off
    location.replace(this.$button.href)
  }
}
