// one-off walk by helper A: not part of the suite
import { mkdirSync, readFileSync, writeFileSync, readdirSync } from 'node:fs'
import { startBrowser } from './harness.mjs'
const base = process.argv[2], langs = (process.argv[3] || 'en,cy,sq,vi,ar,fa,ckb,ti,am').split(',')
const out = '/tmp/A/walk/'
const browser = await startBrowser()
const ctx = await browser.newContext({ viewport: { width: 320, height: 640 }, locale: 'en-GB' })
const page = await ctx.newPage(); page.setDefaultTimeout(15000)
await page.goto(base + '/demo')
const btn = page.locator('form button').filter({ hasText: /Rowan|ractitioner/ }).first()
await (await btn.count() ? btn : page.locator('main form button').first()).click(); await page.waitForLoadState()
console.log('in as', page.url())
await page.goto(base + '/people'); await page.fill('input[name=name]', 'Yusra'); await page.press('input[name=name]', 'Enter'); await page.waitForLoadState()
await page.locator('main table a').first().click(); await page.waitForLoadState()
const person = new URL(page.url()).pathname
const pick = async (n, v) => { const b = page.locator(`input[name="${n}"][value="${v}"]`).first(); await page.locator(`label[for="${await b.getAttribute('id')}"]`).click() }
const go = async w => { await Promise.all([page.waitForNavigation(), page.locator(`form#talk button[name=go][value="${w}"]`).first().click()]) }
async function see (lang, step) {
  const bad = await page.evaluate(() => {
    const bad = []
    if (document.documentElement.scrollWidth > innerWidth) bad.push('overflow ' + document.documentElement.scrollWidth)
    for (const e of document.querySelectorAll('main *, header *, footer *')) {
      const s = getComputedStyle(e)
      if (e.closest('.govuk-visually-hidden, svg, [hidden]')) continue
      if (s.overflowX !== 'visible' && s.overflowX !== 'auto' && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && e.tagName !== 'INPUT' && e.tagName !== 'SELECT') bad.push('cut ' + e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 30))
    }
    const text = document.querySelector('main').innerText
    for (const m of text.matchAll(/(?<![\w.@/-])[a-z]+[._][a-z]+(_[a-z]+)*(?![\w.])|\{[a-z_.{}]+\}/g)) bad.push('key? ' + m[0])
    const main = document.documentElement
    bad.push(`lang=${main.lang} dir=${main.dir}`)
    return bad
  })
  console.log(lang, step, bad.join(' | '))
  await page.screenshot({ path: `${out}${lang}-${step}.png`, fullPage: true })
}
for (const lang of langs) {
  try {
    await page.goto(`${base}${person}/conversations/new`)
    await pick('language', lang); await pick('interpreter', 'not_needed')
    await Promise.all([page.waitForNavigation(), page.locator('main form button').last().click()])
    const s = new URL(page.url()).pathname.replace(/\/explain$/, '')
    await see(lang, '01-explain'); await go('on')
    await see(lang, '02-topics'); await pick('chosen', 'else'); await pick('chosen', 'G1'); await pick('chosen', 'F1'); await go('done')
    await see(lang, '03-else'); await page.fill('input[name=name]', 'Football'); await go('next')
    await pick('choice', 'keeps_changing'); await go('next')
    await see(lang, '04-card'); await pick('choice', 'some_of_it'); await go('change')
    await see(lang, '05-change'); await pick('who', 'service'); await go('next')
    await page.goto(base + `${s}/card/G1`); await go('link'); await see(lang, '06-link'); await go('next')
    await page.goto(base + `${s}/card/G1`); await go('words'); await see(lang, '07-words'); await page.fill('textarea[name=words]', 'My room is warm.'); await pick('written_by', 'worker').catch(() => {}); await go('keep')
    if (!page.url().endsWith('/matters')) await page.goto(base + `${s}/matters`)
    await see(lang, '08-matters'); await pick('matters', 'G1'); await go('next')
    await see(lang, '09-check')
    for (const [p, n] of [['pause', '10-pause'], ['safe', '11-safe'], ['privacy', '12-privacy']]) { await page.goto(base + `${s}/${p}`).catch(e => console.log(p, e.message)); await see(lang, n) }
    await page.goto(base + `${s}/check`)
    await go('keep'); await see(lang, '13-after'); await page.goto(base + `${s}/end`); await see(lang, '14-end')
    await page.goto(base + `${s}/copy?lang=${lang}`).catch(() => {}); await see(lang, '15-copy')
    // stop, in a second sitting
    await page.goto(`${base}${person}/conversations/new`); await pick('language', lang); await pick('interpreter', 'not_needed')
    await Promise.all([page.waitForNavigation(), page.locator('main form button').last().click()])
    const s2 = new URL(page.url()).pathname.replace(/\/explain$/, '')
    const stop = page.locator('button[formaction$="/stop"], form[action$="/stop"] button').first()
    await Promise.all([page.waitForNavigation(), stop.click()]); await see(lang, '16-stop')
    await page.locator('form[action$="/stopped"] button, button').filter({ hasText: /./ }).last().click(); await page.waitForLoadState(); await see(lang, '17-stopped')
  } catch (e) { console.log(lang, 'FAILED at', page.url(), e.message.split('\n')[0]) }
}
// montage per language
for (const lang of langs) {
  const files = readdirSync(out).filter(f => f.startsWith(lang + '-')).sort()
  const html = '<body style="margin:4px;background:#888;display:flex;gap:6px;align-items:flex-start;flex-wrap:wrap;width:2900px">' + files.map(f => `<div style="width:320px"><div style="font:14px sans-serif">${f}</div><img style="width:320px" src="data:image/png;base64,${readFileSync(out + f).toString('base64')}"></div>`).join('') + '</body>'
  const p = await (await browser.newContext({ viewport: { width: 2920, height: 800 } })).newPage()
  await p.setContent(html); await p.screenshot({ path: `${out}ALL-${lang}.png`, fullPage: true }); await p.close()
}
await browser.close()
