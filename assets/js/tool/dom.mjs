// Making pages: elements, and the drawings that stand beside words.
let pictures = new Map()
const svg = 'http://www.w3.org/2000/svg'
const turns = ['exit', 'not-today'] // these point onward, and so the other way in a mirrored page

/** Makes an element. Attributes that are false, null or undefined are left out; on* are listeners; children may be nested. */
export function h (name, attributes = {}, ...children) {
  const e = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (key.startsWith('on')) e.addEventListener(key.slice(2), value)
    else if (key === 'value' && 'value' in e) e.value = value
    else if (key === 'checked') e.checked = Boolean(value)
    else e.setAttribute(key, value === true ? '' : value)
  }
  e.append(...children.flat(Infinity).filter(c => c !== null && c !== undefined && c !== false))
  return e
}

/** Reads the drawings from the text of the picture file. */
export function takePictures (text) {
  const file = new DOMParser().parseFromString(text, 'image/svg+xml')
  pictures = new Map([...file.querySelectorAll('symbol')].map(s => [s.id, [...s.childNodes]]))
}

/** A drawing, hidden from screen readers since it never stands without its word. size: small, large or nothing. */
export function draw (name, size = '') {
  const strokes = pictures.get(name)
  if (!strokes) return null
  const e = document.createElementNS(svg, 'svg')
  const set = { viewBox: '0 0 48 48', fill: 'none', stroke: 'currentColor', 'stroke-width': '2.5', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true', focusable: 'false' }
  for (const [key, value] of Object.entries(set)) e.setAttribute(key, value)
  e.classList.add('sf-drawing', ...size ? [`sf-drawing--${size}`] : [], ...turns.includes(name) ? ['sf-drawing--turns'] : [])
  e.append(...strokes.map(n => document.importNode(n, true)))
  return e
}

/** Says what is wrong and goes there: on a phone the button that was pressed can be a whole screen below it. */
export function sayWrong (place, text) {
  place.textContent = text
  place.focus({ preventScroll: true })
  place.scrollIntoView({ block: 'center' }) // the row at the top would cover it
}

let counter = 0
export const newName = () => `f${++counter}`

/** A field with its label and what is said beside it. */
export function field (label, control, hint, { size = '' } = {}) {
  const id = control.id ||= newName()
  if (hint) control.setAttribute('aria-describedby', `${id}-hint`)
  return h('div', { class: 'govuk-form-group' },
    h('label', { class: `govuk-label${size ? ` govuk-label--${size}` : ''}`, for: id }, label),
    hint ? h('div', { class: 'govuk-hint', id: `${id}-hint` }, hint) : null, control)
}

export const select = (value, options) => h('select', { class: 'govuk-select' },
  options.map(([v, text]) => h('option', { value: v, selected: v === value }, text)))

/** Radios in the manner of the kit. options: [value, label]. */
export function radios (name, legend, value, options, { inline = false, hint = null, onchange } = {}) {
  return h('div', { class: 'govuk-form-group' }, h('fieldset', { class: 'govuk-fieldset' },
    h('legend', { class: 'govuk-fieldset__legend govuk-fieldset__legend--m' }, legend),
    hint ? h('div', { class: 'govuk-hint' }, hint) : null,
    h('div', { class: `govuk-radios${inline ? ' govuk-radios--inline' : ''}` }, options.map(([v, label]) => {
      const id = newName()
      return h('div', { class: 'govuk-radios__item' },
        h('input', { class: 'govuk-radios__input', type: 'radio', name, value: v, id, checked: v === value, onchange }),
        h('label', { class: 'govuk-label govuk-radios__label', for: id }, label))
    }))))
}

export function checkbox (name, label, checked, onchange) {
  const id = newName()
  return h('div', { class: 'govuk-form-group' }, h('div', { class: 'govuk-checkboxes' }, h('div', { class: 'govuk-checkboxes__item' },
    h('input', { class: 'govuk-checkboxes__input', type: 'checkbox', name, value: 'yes', id, checked, onchange }),
    h('label', { class: 'govuk-label govuk-checkboxes__label', for: id }, label))))
}

/** Large pictures with their words. items: { value, picture, word, checked }. */
export function cards (name, legend, items, { multiple = false, wide = false, hidden = false } = {}) {
  return h('div', { class: 'govuk-form-group' }, h('fieldset', { class: 'govuk-fieldset' },
    h('legend', { class: `govuk-fieldset__legend govuk-fieldset__legend--m${hidden ? ' govuk-visually-hidden' : ''}` }, legend),
    h('div', { class: `sf-cards__list${wide ? ' sf-cards__list--wide' : ''}` }, items.map(i => {
      const id = newName()
      return h('div', { class: 'sf-card' },
        h('input', { class: 'sf-card__input', type: multiple ? 'checkbox' : 'radio', name, value: i.value, id, checked: i.checked }),
        h('label', { class: 'sf-card__face', for: id }, draw(i.picture), h('span', { class: 'sf-card__word' }, i.word)))
    }))))
}

export const details = (summary, ...body) => h('details', { class: 'govuk-details' },
  h('summary', { class: 'govuk-details__summary' }, h('span', { class: 'govuk-details__summary-text' }, summary)),
  h('div', { class: 'govuk-details__text' }, body))

export const button = (text, onclick, { secondary = false, type = 'button', go = null } = {}) =>
  h('button', { class: `govuk-button${secondary ? ' govuk-button--secondary' : ''}`, type, onclick, 'data-go': go }, text)

export const p = (text, cls = 'govuk-body') => h('p', { class: cls }, text)

/** What is chosen in a group of a form, as a list. */
export const chosenIn = (root, name) => [...root.querySelectorAll(`input[name="${name}"]:checked`)].map(i => i.value)
