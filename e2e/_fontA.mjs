import { startBrowser } from './harness.mjs'
const base='http://localhost:18731'
const b = await startBrowser(); const ctx = await b.newContext({ viewport: { width: 320, height: 640 } }); const page = await ctx.newPage()
await page.goto(base + '/demo'); await page.locator('form button').filter({ hasText: /Rowan|ractitioner/ }).first().click(); await page.waitForLoadState()
await page.goto(base + '/your-words?lang=ti')
console.log(await page.evaluate(async () => { await document.fonts.ready; return JSON.stringify([...document.querySelectorAll('html, body, main, main > *, h1, main p')].slice(0,12).map(h => { const s = getComputedStyle(h); return [h.tagName, h.className, h.lang, s.fontFamily, s.fontSize].join(' | ') }), null, 1) }))
await b.close()
