// What every page must pass: axe, valid HTML, a language, a title, one h1, no scrolling sideways at 320 px.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

const axeRules = { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }

/** Runs axe in the page as it stands and gives its complaints, one line each. */
export async function axe (page) {
  await page.evaluate(axeSource)
  const found = await page.evaluate(rules => window.axe.run(document, rules), axeRules)
  return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}; ${n.target.join(' ')} ${n.html.slice(0, 160)}`))
}

// Conformance with the HTML standard, not taste; each rule that is off has its reason.
const validity = {
  root: true,
  extends: ['html-validate:standard'],
  rules: {
    'no-trailing-whitespace': 'off', // says nothing about validity; templ leaves some
    'require-sri': 'off', // there is no third party: every file comes from us
    'tel-non-breaking': 'off', // taste
    'long-title': 'off' // page, task and service in the title are worth more than 70 letters
  }
}
let validator

/** Holds a document's text against the HTML standard and gives the complaints, one line each. */
export async function validate (html) {
  if (!validator) {
    const { HtmlValidate, StaticConfigLoader } = await import('html-validate')
    validator = new HtmlValidate(new StaticConfigLoader(validity))
  }
  const report = await validator.validateString(html, 'page.html')
  return report.results.flatMap(r => r.messages.map(m => `${m.ruleId}: ${m.message} (line ${m.line}, ${m.selector ?? ''})`))
}

/** What only the page itself can tell. */
export async function outline (page) {
  return page.evaluate(() => {
    const wrong = []
    const root = document.documentElement
    if (!root.lang) wrong.push('no lang on html')
    if (!['ltr', 'rtl'].includes(root.dir)) wrong.push('no dir on html')
    if (!document.title.trim()) wrong.push('no title')
    const headings = document.querySelectorAll('h1').length
    if (headings !== 1) wrong.push(`${headings} h1`)
    const ids = [...document.querySelectorAll('[id]')].map(e => e.id)
    const twice = ids.filter((id, i) => ids.indexOf(id) !== i)
    if (twice.length) wrong.push(`ids used twice: ${[...new Set(twice)].join(' ')}`)
    return wrong
  })
}

/**
 * Texts of our own pages that are not in our own fonts: on a device without a font for their script they are boxes, which
 * no other check sees.
 */
export async function unset (page) {
  return page.evaluate(() => {
    if (!document.body.classList.contains('sf-body')) return []
    const wrong = [...document.body.querySelectorAll('*')].filter(e => !e.closest('script, style, svg, select') &&
      [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && !/Noto Sans|monospace/.test(getComputedStyle(e).fontFamily))
    return wrong.map(e => `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.trim().slice(0, 40)}`)
  })
}

/** How many pixels the page is wider than its window. */
export async function overflow (page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/**
 * What a finger may touch on a young person's page and is smaller than 44 CSS pixels either way, one line each; nothing
 * on other pages. A link within a sentence is as high as its line (WCAG 2.5.8 leaves it out), and what stands in the
 * banner of a demonstration or waits for the keyboard is no target of theirs.
 */
export async function targets (page) {
  return page.evaluate(() => {
    if (!document.body.classList.contains('sf-child')) return []
    const small = []
    for (const e of document.querySelectorAll('a[href], button, summary, select, textarea, input, audio')) {
      if (e.closest('.sf-strip') || e.matches('.govuk-skip-link, [type=hidden]') || !e.checkVisibility({ checkVisibilityCSS: true })) continue
      const inSentence = e.matches('a') && getComputedStyle(e).display === 'inline' && e.parentElement.textContent.trim() !== e.textContent.trim()
      if (inSentence) continue
      const label = e.matches('input[type=radio], input[type=checkbox]') && document.querySelector(`label[for="${e.id}"]`)
      const box = (label || e).getBoundingClientRect()
      if (box.width < 43.5 || box.height < 43.5) {
        small.push(`${Math.round(box.width)} × ${Math.round(box.height)}: ${e.outerHTML.slice(0, 140).replace(/\s+/g, ' ')}`)
      }
    }
    return small
  })
}
