// The frame around every screen: the banner of a demonstration, the row at the top, the page. Focus goes to the heading,
// so that somebody who listens hears where they are.
import { draw, h } from './dom.mjs'
import { s, staffLanguage } from './voice.mjs'

export function showPage ({ lang, dir, demo, controls = [], main, classes = [], exit = null, exitWord = '' }) {
  const root = document.documentElement
  root.lang = lang
  root.dir = dir
  document.title = s('title')
  for (const sheet of document.querySelectorAll('link[data-dir]')) sheet.media = sheet.dataset.dir === dir ? 'all' : 'not all'
  document.body.className = ['govuk-template__body', 'sf-body', 'sf-child', 'sf-tool', ...classes].join(' ')
  const top = controls.length || exit
    ? h('header', { class: 'sf-controls' }, h('div', { class: 'sf-controls__row' }, controls,
      exit ? h('div', { class: 'sf-controls__end' }, h('button', { type: 'button', class: 'sf-control', onclick: exit, 'data-go': 'exit' }, draw('exit', 'small'),
        h('span', {}, exitWord))) : null))
    : null
  document.body.replaceChildren(...[
    demo ? h('aside', { class: 'sf-strip' }, h('div', { class: 'govuk-width-container', lang: staffLanguage(), dir: 'ltr' }, s('page.demo_text'))) : null,
    top,
    h('div', { class: 'sf-page' }, h('main', { id: 'main', tabindex: '-1' }, main))
  ].filter(Boolean))
  scrollTo(0, 0)
  document.querySelector('h1')?.focus({ preventScroll: true })
}

let presses = []

/** Three presses of Shift leave, from wherever the focus is. leave is what the button does. */
export function leaveByShift (leave) {
  addEventListener('keydown', e => {
    if (e.key !== 'Shift' || e.repeat) { if (e.key !== 'Shift') presses = []; return }
    const now = Date.now()
    presses = [...presses.filter(t => now - t < 5000), now]
    if (presses.length >= 3) { presses = []; leave() }
  })
}

/** Nothing to see: what was on the screen is gone before anything else happens. */
export function blank () {
  document.body.replaceChildren(h('div', { class: 'sf-page' }, h('main', { id: 'main' }, h('h1', { class: 'govuk-visually-hidden' }, s('title')))))
}
