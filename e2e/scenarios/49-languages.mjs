// What a young person sees, in every drafted language on a small telephone: the right way round, nothing cut, no text that
// is a key or a slot, every letter in a font of ours. Arabic and English are looked at closely elsewhere.
import { overflow, unset } from '../checks.mjs'
import { go, openPerson, pastTold, pick, text } from '../talk.mjs'

const drafted = { cy: 'ltr', sq: 'ltr', vi: 'ltr', fa: 'rtl', ckb: 'rtl', ti: 'ltr', am: 'ltr' }
const others = ['apd', 'kmr', 'om', 'so', 'ps', 'prs', 'ur', 'bn', 'ro', 'tr', 'zh']

export default async function languages (h) {
  if (h.engine === 'postgres') return // the pages are the same
  const page = await h.signedIn('practitioner', { viewport: { width: 320, height: 640 } })
  const person = await openPerson(h, page, 'Yusra')
  for (const [lang, dir] of Object.entries(drafted)) await sitting(h, page, person, lang, dir)
  for (const lang of others) {
    await h.goto(page, `/translations/sheet?lang=${lang}&nation=england`)
    await fits(h, page, `the sheet to speak from in ${lang}`)
  }
}

async function sitting (h, page, person, lang, dir) {
  const see = what => child(h, page, lang, dir, what)
  await h.goto(page, `${person}/conversations/new`)
  await pick(page, 'language', lang)
  await pick(page, 'interpreter', 'not_needed')
  await h.submit(page)
  await pastTold(h, page, see)
  const base = new URL(page.url()).pathname.replace(/\/explain$/, '')
  await see('explanation')
  await go(h, page, 'on')
  await see('topics')
  for (const topic of ['else', 'F1', 'G1']) await pick(page, 'chosen', topic)
  await go(h, page, 'done')
  await see('something else')
  await page.fill('input[name=name]', '⚽')
  await go(h, page, 'next')
  await see('card')
  await pick(page, 'choice', 'keeps_changing')
  await go(h, page, 'change')
  await see('who can change it')
  await pick(page, 'who', 'service')
  await go(h, page, 'next')
  for (const way of ['words', 'link']) {
    await h.goto(page, `${base}/card/F1`)
    await pick(page, 'choice', 'some_of_it')
    await go(h, page, way)
    await see(way)
  }
  for (const path of ['matters', 'pause', 'safe', 'privacy']) {
    await h.goto(page, `${base}/${path}`)
    await see(path)
  }
  await h.goto(page, `${base}/check`)
  await see('read back')
  await go(h, page, 'keep')
  await see('end')
  await h.goto(page, `${person}/copy?sitting=${base.split("/").pop()}&language=${lang}`)
  await see('copy')
  await h.goto(page, `${person}/conversations/new`)
  await pick(page, 'language', lang)
  await pick(page, 'interpreter', 'not_needed')
  await h.submit(page)
  await h.follow(page, page.locator('[formaction$="/stop"], form[action$="/stop"] button'))
  await see('stop')
}

async function child (h, page, lang, dir, what) {
  const at = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir].join(' '))
  h.equal(at, `${lang} ${dir}`, `${what} in ${lang}: says its language and direction`)
  await fits(h, page, `${what} in ${lang}`)
  const keys = (await text(page)).match(/(?<![\w.@/-])[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*(?![\w.])|\{[a-z_.{}]+\}/g)
  h.check(!keys, `${what} in ${lang}: no key and no slot`, String(keys))
}

async function fits (h, page, what) {
  const wider = await overflow(page)
  h.check(wider <= 0, `${what}: fits 320 px`, `${wider} px too wide`)
  const bare = await unset(page)
  h.check(bare.length === 0, `${what}: every text is in our own fonts`, bare.join('\n'))
  const cut = await page.evaluate(() => [...document.querySelectorAll('main *')].filter(e => !e.closest('.govuk-visually-hidden, svg, [hidden], select, input, textarea') &&
    ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.trim().slice(0, 40)))
  h.check(cut.length === 0, `${what}: nothing is cut`, cut.join('\n'))
}
