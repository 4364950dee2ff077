// The explorer, as somebody without an account and without script meets it: an outcome is found by a word in Arabic,
// read, filtered, compared and taken away. Then the same search as it is typed, and what no visitor may see.
import { text } from '../talk.mjs'

const edition = '/explore/rights-checklist-2026-11'

export default async function explorer (h) {
  await withoutScript(h)
  await asItIsTyped(h)
  await whoSeesWhat(h)
}

async function withoutScript (h) {
  const page = await h.page({ javaScriptEnabled: false })
  await h.goto(page, '/sign-in')
  await h.follow(page, page.locator('main a[href="/explore"]'))
  await h.shots(page, 'overview', ['desktop', 'narrow', 'dark'])

  await page.fill('input[name=q]', 'المدرسه') // with the article, and with the feminine ending as many type it
  await h.follow(page, page.getByRole('button', { name: 'Search' }))
  const found = await text(page)
  h.check(/\d+ found/.test(found), 'the number found is said', found)
  const hit = page.locator('main ol a[href*="/G6?lang=ar"]')
  h.check(await hit.count() === 1, 'a word in Arabic finds the entitlement to a school, with script off', found)
  h.equal(await page.locator('main ol [lang=ar][dir=rtl] mark').count() > 0, true, 'the word is marked where it stands, from right to left')
  await h.shots(page, 'search', ['desktop', 'narrow'])
  await h.follow(page, hit)

  const card = page.locator('main div[lang=ar][dir=rtl]')
  h.check((await card.innerText()).includes('المدرسة'), 'the card is in Arabic')
  const item = await text(page)
  for (const want of ['What can be asked for in England', 'Who must act', 'How to ask', 'What it rests on in England', 'machine draft', 'How to cite this', 'checksum']) {
    h.check(item.includes(want), `the page of an item says: ${want}`, item)
  }
  await h.shots(page, 'item', ['desktop', 'narrow', 'dark', 'print'])
  await h.follow(page, page.locator('nav a', { hasText: 'Scotland' }))
  h.check((await text(page)).includes('What it rests on in Scotland'), 'the nation can be changed')
  h.check(await page.locator('main div[lang=ar]').count() === 1, 'and the language stays')

  await h.goto(page, edition)
  const before = await page.locator('main section li.sf-find__item').count()
  await page.selectOption('select[name=who]', 'auditor')
  await page.selectOption('select[name=system]', 'housing')
  await h.follow(page, page.getByRole('button', { name: 'Show' }))
  const after = await page.locator('main section li.sf-find__item').count()
  h.check(after > 0 && after < before, 'the filter leaves what housing holds', `${after} of ${before}`)
  await h.follow(page, page.locator('main a', { hasText: 'G1 ' }))
  h.check((await page.locator('main h2').first().innerText()).startsWith('Checks'), 'an auditor meets the checks first')

  await h.goto(page, '/explore/compare')
  await page.selectOption('select[name=a]', 'rights-checklist-2026-11')
  await page.selectOption('select[name=b]', 'mscos-names-1')
  await h.follow(page, page.getByRole('button', { name: 'Compare' }))
  const compared = await text(page)
  h.check(compared.includes('Secure and suitable housing') && compared.includes('G1 Every young person'), 'two sets stand side by side', compared)
  h.check(compared.includes('Made by Larkmoor Council (invented), not by the authors.'), 'a crosswalk says whose it is', compared)
  await h.shots(page, 'compare', ['desktop', 'narrow'])
}

async function asItIsTyped (h) {
  const page = await h.page()
  await h.goto(page, '/explore')
  const top = await page.locator('[data-find-results]').evaluate(e => e.getBoundingClientRect().top)
  await page.locator('input[name=q]').pressSequentially('interp', { delay: 20 })
  await page.locator('[data-find-results] a').first().waitFor()
  await page.waitForFunction(() => /found/.test(document.querySelector('[data-find-said]').textContent))
  h.check((await page.locator('[data-find-results]').innerText()).includes('F2'), 'what is typed is looked for at once')
  h.equal(await page.locator('[data-find-results]').evaluate(e => e.getBoundingClientRect().top), top, 'nothing jumps')
  h.equal(new URL(page.url()).pathname, '/explore', 'the page stays')
  await h.accessible(page, 'the overview with results')
  await page.fill('input[name=q]', '')
  await page.waitForFunction(() => !document.querySelector('[data-find-results]').children.length)
  h.equal((await page.context().cookies()).length, 0, 'no cookie is set')
  for (const path of ['/explore/search?q=school', `${edition}/G6?lang=ar`, `${edition}?who=young&lang=ti`]) {
    await h.goto(page, path)
    await h.accessible(page, path)
    await h.valid(page, path)
  }
}

async function whoSeesWhat (h) {
  const page = await h.page()
  await h.goto(page, '/explore')
  const links = await page.locator('.sf-find__set a').evaluateAll(list => list.map(a => a.getAttribute('href')))
  h.check(!links.some(l => l.includes('placeholder')), 'the placeholder is offered to nobody', links.join('\n'))
  await h.goto(page, '/explore/placeholder-25-86-1', 404)
  await h.goto(page, '/explore/csf-pof-slot')
  h.check((await text(page)).includes('0 of 25, 0 of 86: load your copy'), 'the official text is an empty place')
  const steward = await h.signedIn('steward')
  await h.goto(steward, '/frameworks')
  const here = await text(steward)
  h.check(here.includes('Modern Slavery Core Outcome Set'), 'the adult set is offered to staff', here)
  await h.follow(steward, steward.locator('a[href="/crosswalks"]'))
  await h.follow(steward, steward.locator('main ul a[href^="/crosswalks/"]'))
  await h.shots(steward, 'crosswalk', ['desktop', 'narrow'])
  h.check((await text(steward)).includes('Made by Larkmoor Council (invented), not by the authors.'), 'the crosswalk says whose it is')
  const answer = await steward.goto(new URL('/explore', h.url).href)
  h.equal(answer.headers()['cache-control'], 'no-store', 'nothing is kept of a page for somebody signed in')
}
