// Every kind of chart, as people have it who see it, who see no colours, who print it, who read from right to left, and who listen: a
// picture is one image with a name and a description, and all that it shows stands in its table, what is hidden in words.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { overflow } from '../checks.mjs'
import { startComponents } from '../program.mjs'

const kinds = ['run', 'xmr', 'small', 'flow', 'funnel', 'slope', 'dot']

export default async function charts (h) {
  const program = await startComponents(h.engine === 'postgres' && process.env.STABLEFUTURES_TEST_POSTGRES)
  const g = h.beside(program)
  try {
    const page = await g.page()
    await g.goto(page, '/components')
    for (const kind of kinds) g.check(await page.locator(`figure[id^="chart-${kind}-"]`).count() > 0, `a chart of kind ${kind} is there`)
    await looks(g, page, 'components')
    await g.goto(page, '/components?lang=ar')
    await rightToLeft(g, page)
    await g.finish()
  } finally {
    await program.stop()
  }
  await pages(h)
}

/** Pages of the program on which figures stand, among them those too small to be shown. */
async function pages (h) {
  const page = await h.signedIn('analyst')
  for (const path of ['/insight/voice', '/insight/barriers', '/insight/promises', '/insight/paths', '/insight/differences']) {
    await h.goto(page, path)
    if (await page.locator('figure.sf-figure').count()) await looks(h, page, path)
    else h.check(/Nobody has asked this yet|The numbers are too small|Together with what was let out before|Once this table is protected/.test(await page.locator('main').innerText()), `${path}: where there is no picture, the page says why`)
  }
  await h.goto(page, '/policy/evaluations')
  await h.follow(page, page.locator('section[aria-labelledby=results] a').filter({ hasText: 'naming one person' }))
  h.check(await page.locator('figure.sf-figure svg').count() > 0, 'an evaluation has its picture')
  await looks(h, page, 'an evaluation')
}

/** One page of figures in every way. */
async function looks (h, page, what) {
  await heard(h, page, what)
  for (const [name, media] of [['by day', {}], ['by night', { colorScheme: 'dark' }], ['in forced colours', { forcedColors: 'active' }], ['in forced colours by night', { forcedColors: 'active', colorScheme: 'dark' }]]) {
    await page.emulateMedia(media)
    const faint = await page.evaluate(contrasts)
    h.check(faint.length === 0, `${what}: ${name} everything in a picture can be seen`, faint.join('\n'))
    if (!media.forcedColors) await h.accessible(page, `${what} ${name}`)
    await page.emulateMedia({ media: null, colorScheme: null, forcedColors: null })
  }
  const alike = await page.evaluate(formless)
  h.check(alike.length === 0, `${what}: no two series are told apart by colour alone`, alike.join('\n'))
  await printed(h, page, what)
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  h.equal(await overflow(page), 0, `${what}: nothing scrolls sideways at 320 px`)
  h.equal(await page.locator('svg.sf-chart--wide:visible').count(), 0, `${what}: a telephone has the picture that was drawn for it`)
  await heard(h, page, `${what} on a telephone`)
  await page.setViewportSize(before)
}

/** What a screen reader has of each figure, and whether that is all there is to know. */
async function heard (h, page, what) {
  await page.evaluate(() => { for (const d of document.querySelectorAll('.sf-figure__table')) d.open = true })
  const devtools = await page.context().newCDPSession(page)
  const { nodes } = await devtools.send('Accessibility.getFullAXTree')
  await devtools.detach()
  const by = new Map(nodes.map(n => [n.nodeId, n]))
  const role = n => n.role?.value
  const under = n => (n.childIds ?? []).map(id => by.get(id)).filter(Boolean).flatMap(c => [c, ...under(c)])
  const titles = await page.locator('figure.sf-figure .sf-figure__title').allTextContents()
  const figures = nodes.filter(n => role(n) === 'figure' && !n.ignored && titles.includes(n.name?.value))
  h.equal(figures.length, titles.length, `${what}: every figure is one for whoever listens, by its title`)
  const wrong = []
  for (const figure of figures) {
    const name = figure.name.value
    const inside = under(figure).filter(n => !n.ignored)
    const images = inside.filter(n => ['image', 'img'].includes(role(n)))
    if (images.length > 1) wrong.push(`${name}: ${images.length} images where one is seen`)
    for (const image of images) {
      if (image.name?.value !== name) wrong.push(`${name}: its picture is called ${image.name?.value}`)
      const says = image.description?.value ?? ''
      if (says.length < 60 || !says.includes('All figures stand in the table.')) wrong.push(`${name}: its picture is described as ${says}`)
      if (under(image).some(n => !n.ignored && role(n) === 'StaticText')) wrong.push(`${name}: its picture is read letter by letter`)
    }
    const tables = inside.filter(n => role(n) === 'table')
    if (tables.length !== 1 || tables[0].name?.value.trim() !== name) wrong.push(`${name}: ${tables.length} tables, called ${tables.map(t => t.name?.value)}`)
    for (const t of tables) {
      const cells = under(t).filter(n => ['cell', 'gridcell'].includes(role(n)))
      if (!under(t).some(n => role(n) === 'columnheader') || !under(t).some(n => role(n) === 'rowheader')) wrong.push(`${name}: its table has no headers`)
      if (!cells.length) wrong.push(`${name}: its table has no cells`)
    }
  }
  h.check(wrong.length === 0, `${what}: each figure has a name, a description and its table`, wrong.join('\n'))
  const missing = await page.evaluate(untold)
  h.check(missing.length === 0, `${what}: the table has whatever its picture shows, and says in words what is hidden`, missing.join('\n'))
}

/** Figures, symbols and names of a picture that its table or its notes do not have; cells that say nothing, or a symbol alone. */
function untold () {
  const wrong = []
  for (const figure of document.querySelectorAll('figure.sf-figure')) {
    const title = figure.querySelector('.sf-figure__title').textContent.trim()
    const table = figure.querySelector('table')
    if (!table) continue
    const words = [...table.querySelectorAll('th, td'), ...figure.querySelectorAll('.sf-figure__notes li')].map(e => e.textContent.replace(/\s+/g, ' ').trim())
    const told = new Set(words.flatMap(w => w.split(/ |, /)).map(w => w.replace(/[.,;:]+$/, '')))
    for (const th of table.querySelectorAll('th')) if (!['col', 'row'].includes(th.scope)) wrong.push(`${title}: a heading of no scope: ${th.textContent}`)
    if (table.caption?.textContent.trim() !== title) wrong.push(`${title}: the table’s caption is ${table.caption?.textContent}`)
    let hidden = 0
    for (const td of table.querySelectorAll('td.govuk-table__cell--numeric')) {
      const says = td.textContent.trim()
      if (!says) wrong.push(`${title}: an empty cell`)
      if (/^[czx]\b/.test(says) && ++hidden && !/^[czx]\s+\S+.*\S/.test(says)) wrong.push(`${title}: a symbol alone: ${says}`)
    }
    if (hidden && !/stands for/.test(figure.querySelector('.sf-figure__notes').textContent)) wrong.push(`${title}: nothing says what its symbols mean`)
    for (const svg of figure.querySelectorAll('svg')) {
      if (!svg.checkVisibility()) continue
      if (hidden && svg.querySelector('desc').textContent.match(/not shown|No figure can be shown/) === null) wrong.push(`${title}: the description does not say that something is hidden`)
      for (const t of svg.querySelectorAll('text.f-ink')) { // what is soft is a scale
        const say = t.textContent.trim()
        const number = say.match(/^[−-]?[\d,]+(\.\d+)?$/) ? say : say.match(/ ([−-]?[\d,]+(\.\d+)?)$/)?.[1]
        if (number && !told.has(number) && !words.some(w => w.includes(say))) wrong.push(`${title}: ${say} stands in the picture alone`)
        if (/^[czx]$/.test(say) && !hidden) wrong.push(`${title}: a symbol that the table does not have`)
      }
    }
  }
  return wrong
}

/** Words of a picture below 4.5 to 1, and strokes that tell something below 3 to 1. */
function contrasts () {
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const light = css => {
    paint.clearRect(0, 0, 1, 1)
    paint.fillStyle = css
    paint.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const wrong = new Set()
  for (const svg of document.querySelectorAll('svg.sf-chart')) {
    if (!svg.checkVisibility()) continue
    const ground = light(getComputedStyle(svg.querySelector('path')).fill)
    const ratio = css => { const l = light(css); return (Math.max(l, ground) + 0.05) / (Math.min(l, ground) + 0.05) }
    for (const e of svg.querySelectorAll('text, path')) {
      const style = getComputedStyle(e)
      if (e.matches('text') && ratio(style.fill) < 4.5) wrong.add(`${e.textContent}: ${ratio(style.fill).toFixed(2)} to 1`)
      if (e.matches('path') && style.stroke !== 'none' && !e.matches('.l-grid, .l-ground') && ratio(style.stroke) < 3) wrong.add(`${e.getAttribute('class')}: ${ratio(style.stroke).toFixed(2)} to 1`)
    }
  }
  return [...wrong]
}

/** Series of one picture whose lines have one pattern; a band of a flow that has no word in it at either end. */
function formless () {
  const wrong = []
  for (const svg of document.querySelectorAll('svg.sf-chart')) {
    if (!svg.checkVisibility()) continue
    const patterns = new Map()
    for (const e of svg.querySelectorAll('path[stroke-width="2"]')) {
      const series = [...e.classList].find(c => /^l-\d+$/.test(c))
      if (!series || svg.querySelectorAll('.t-0').length) continue
      const pattern = e.getAttribute('stroke-dasharray') ?? 'whole'
      for (const [other, its] of patterns) if (other !== series && its === pattern) wrong.push(`${svg.querySelector('title').textContent}: ${other} and ${series} are both ${pattern}`)
      patterns.set(series, pattern)
    }
  }
  return wrong
}

/** On paper tables are open, pictures are whole, and nothing is wider than the page. */
async function printed (h, page, what) {
  await page.evaluate(() => { for (const d of document.querySelectorAll('.sf-figure__table')) d.open = false })
  const rows = await page.evaluate(() => [...document.querySelectorAll('.sf-figure__table tbody th')].map(e => e.textContent.trim()))
  const folder = mkdtempSync(join(tmpdir(), 'charts-'))
  try {
    writeFileSync(join(folder, 'page.pdf'), await page.pdf({ format: 'A4', margin: { top: '12mm', right: '12mm', bottom: '12mm', left: '12mm' } }))
    const paper = execFileSync('pdftotext', ['-layout', join(folder, 'page.pdf'), '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ')
    const lost = rows.filter(r => !r.split(' ').every(w => paper.includes(w)))
    h.check(rows.length > 0 && lost.length === 0, `${what}: paper has every row of every table`, lost.join('\n'))
  } finally {
    rmSync(folder, { recursive: true })
  }
  await page.setViewportSize({ width: 700, height: 900 }) // an A4 page between its margins
  await page.emulateMedia({ media: 'print' })
  const cut = await page.evaluate(() => [...document.querySelectorAll('figure.sf-figure svg, figure.sf-figure table')].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => `${e.closest('figure').querySelector('.sf-figure__title').textContent}: its ${e.tagName} ends at ${Math.round(e.getBoundingClientRect().right)}`))
  h.check(cut.length === 0, `${what}: paper cuts nothing`, cut.join('\n'))
  await page.emulateMedia({ media: null })
  await page.setViewportSize({ width: 1280, height: 900 })
}

/** In Arabic the page runs from the right, tables and keys too, and time runs from the left: decision record 41. */
async function rightToLeft (h, page) {
  h.equal(await page.evaluate(() => document.documentElement.dir), 'rtl', 'the page runs from the right')
  const found = await page.evaluate(() => {
    const x = e => e.getBoundingClientRect().x
    const run = document.querySelector('figure[id^="chart-run-"]')
    run.querySelector('.sf-figure__table').open = true
    const periods = [...run.querySelectorAll('svg.sf-chart--wide text')].filter(t => /^\d{4}-Q\d$/.test(t.textContent))
    const [first, second] = run.querySelectorAll('thead th')
    return { time: x(periods[0]) < x(periods.at(-1)) && periods[0].textContent < periods.at(-1).textContent, table: x(first) > x(second),
      outside: [...document.querySelectorAll('svg.sf-chart text')].filter(t => { const b = t.getBoundingClientRect(), s = t.closest('svg').getBoundingClientRect(); return t.closest('svg').checkVisibility() && (b.left < s.left - 2 || b.right > s.right + 2) }).map(t => t.textContent) }
  })
  h.check(found.time, 'time runs from left to right')
  h.check(found.table, 'tables run from right to left')
  h.check(found.outside.length === 0, 'no word leaves its picture', found.outside.join('\n'))
  await h.accessible(page, 'charts in Arabic')
  await h.shots(page, 'rtl', ['desktop', 'narrow'])
}
