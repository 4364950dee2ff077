// Looks at the gallery as people will: desktop, 320 px, right to left, dark, at
// 400 % zoom (a 320 px window of a 1280 px screen is the same thing), with
// forced colours, without script, and on paper. Writes pictures, runs axe, and
// fails on a violation, a sideways scroll, or anything the CSP refused.
//
//   node tools/gallery/look.mjs http://localhost:8099 /tmp/shots
import { mkdirSync, readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { HtmlValidate } from 'html-validate'

const [base, out, only = ''] = process.argv.slice(2) // only: views whose name holds this
mkdirSync(out, { recursive: true })
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
const views = []
for (const frame of ['staff', 'child', 'plain', 'document']) {
  views.push({ name: `${frame}-desktop`, path: `/${frame}`, width: 1280 })
  views.push({ name: `${frame}-320`, path: `/${frame}`, width: 320 })
  views.push({ name: `${frame}-rtl`, path: `/${frame}?dir=rtl`, width: 1280 })
  views.push({ name: `${frame}-dark`, path: `/${frame}`, width: 1280, colorScheme: 'dark' })
}
views.push({ name: 'staff-rtl-320', path: '/staff?dir=rtl', width: 320 })
views.push({ name: 'staff-forced', path: '/staff', width: 1280, forcedColors: 'active' })
views.push({ name: 'child-forced', path: '/child', width: 1280, forcedColors: 'active' })
views.push({ name: 'staff-noscript', path: '/staff', width: 1280, javaScriptEnabled: false })

// Valid HTML. Off: matters of taste, and what upstream's markup does on purpose.
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'prefer-native-element': 'off', // role="button" on a link, role="group" on a fieldset
    'no-redundant-role': 'off',
    'valid-autocomplete': 'error',
    'require-sri': 'off',
    'no-inline-style': 'error'
  }
})

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})
let bad = 0
const fail = words => { bad++; console.log('  FAIL ' + words) }

for (const frame of ['staff', 'child', 'plain', 'document']) {
  const html = await (await fetch(`${base}/${frame}`)).text()
  const report = await validator.validateString(html)
  for (const m of report.results.flatMap(r => r.messages)) fail(`${frame}: ${m.ruleId} at ${m.line}:${m.column}: ${m.message} (${m.selector})`)
}

for (const view of views.filter(v => v.name.includes(only))) {
  const { name, path, width, ...rest } = view
  const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: false, ...rest })
  const page = await context.newPage()
  page.on('console', m => { if (m.type() === 'error') fail(`${name}: ${m.text()}`) })
  page.on('pageerror', e => fail(`${name}: ${e.message}`))
  await page.goto(base + path, { waitUntil: 'load' })
  await page.screenshot({ path: `${out}/${name}.png`, fullPage: true })
  if (rest.javaScriptEnabled !== false) {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (over > 0) fail(`${name}: scrolls sideways by ${over} px`)
    await page.evaluate(axe)
    const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
    for (const v of result.violations) fail(`${name}: ${v.id} (${v.impact}) ${v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message || '')).slice(0, 4).join(' | ')}`)
  }
  if (name.endsWith('-desktop')) {
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 794, height: 1123 })
    await page.screenshot({ path: `${out}/${name.replace('desktop', 'print')}.png`, fullPage: true })
  }
  console.log(name)
  await context.close()
}
await browser.close()
process.exit(bad ? 1 : 0)
