// The practice tool as a worker and a young person use it at one phone, 360 px wide, in Arabic and in Albanian: what was
// promised is told first, two languages stand on each card, the answers can be pictures alone, help and what belongs
// elsewhere are one touch away, promises are made at the table, and a page of their own keeps them safe. Then the short
// ways through: one answer, stopped at the second card, everything skipped. Then the way out.
import { codeOf, fillPromise, day, go, look, noPromise, openPerson, openSitting, pick, text } from '../talk.mjs'

const phone = { viewport: { width: 360, height: 740 } }
const spoken = {
  ar: { name: 'Yusra', words: 'الباب لا يُغلق في الليل', safe: 'الموسيقى وأختي', promise: 'نطلب إصلاح القفل' },
  sq: { name: 'Arben', words: 'Dera nuk mbyllet natën', safe: 'Muzika dhe motra ime', promise: 'Kërkojmë të rregullohet brava' }
}

export default async function practiceTool (h) {
  for (const lang of Object.keys(spoken)) await wholeSitting(h, lang)
  await shortWays(h)
  await wayOut(h)
}

async function wholeSitting (h, lang) {
  const page = await h.signedIn('practitioner', phone)
  const say = spoken[lang]
  const see = step => lang === 'ar' ? look(h, page, `${lang}-${step}`, ['narrow']) : h.shots(page, `${lang}-${step}`, ['narrow'])
  const person = await openPerson(h, page, say.name)
  await h.goto(page, `${person}/promises/new`)
  await fillPromise(page, { what: `Ring about the bus pass (${lang}).`, due: day(3) })
  await h.submit(page)

  await h.goto(page, `${person}/conversations/prepare`)
  await see('01-before')
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  h.equal((pdf.match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length, 1, `${lang}: what to read beforehand is one side of paper`)

  const sitting = await opened(h, page, person, lang, see)
  await onACard(h, page, sitting, lang, say, see)
  await helpAtOneTouch(h, page, person, sitting, lang, see)
  await toItsEnd(h, page, person, sitting, lang, say, see)
}

async function opened (h, page, person, lang, see) {
  await h.goto(page, `${person}/conversations/new`)
  await pick(page, 'language', lang)
  await pick(page, 'interpreter', 'not_needed')
  if (!await page.locator('input[name=shown][value=two_languages]').isChecked()) await pick(page, 'shown', 'two_languages')
  await h.submit(page)
  h.check(page.url().endsWith('/told'), `${lang}: it begins with what was promised`, page.url())
  h.check((await text(page)).includes(`Ring about the bus pass (${lang}).`), `${lang}: and says each promise`)
  await see('02-told')
  await pick(page, 'clear', 'yes')
  await go(h, page, 'on')
  await see('03-explanation')
  const sitting = new URL(page.url()).pathname.replace(/\/explain$/, '')
  await go(h, page, 'on')
  for (const code of ['B1', 'G1']) await pick(page, 'chosen', code)
  await see('04-topics')
  await go(h, page, 'done')
  return sitting
}

async function onACard (h, page, sitting, lang, say, see) {
  h.equal(await page.locator('h1 .sf-two__second bdi').getAttribute('lang'), 'en', `${lang}: the worker’s language stands beside theirs`)
  const large = await page.locator('h1').evaluate(h1 => {
    const size = where => parseFloat(getComputedStyle(h1.querySelector(where)).fontSize)
    return size('.sf-two__own') > size('.sf-two__second')
  })
  h.check(large, `${lang}: theirs is the larger`)
  await see('05-card')
  await pick(page, 'choice', 'some_of_it')
  await h.follow(page, page.locator('button[name=shown][value=pictures_only]'))
  const seen = await page.locator('.sf-card__word').first().evaluate(word => [word.getBoundingClientRect().width, word.textContent.trim().length, getComputedStyle(word).display])
  h.check(seen[0] <= 1 && seen[1] > 0 && seen[2] !== 'none', `${lang}: with pictures only, the words are out of sight and there to hear`, seen.join(' '))
  h.check(await page.locator('input[value=some_of_it]').isChecked(), `${lang}: and what was chosen stays chosen`)
  await see('06-pictures-only')
  await h.follow(page, page.locator('button[name=shown][value=pictures_only]'))
  await h.follow(page, page.locator('button[name=shown][value=two_languages]'))
  h.equal(await page.locator('.sf-two').count(), 0, `${lang}: one language alone, for whoever likes that better`)
  await see('07-one-language')
  await h.follow(page, page.locator('button[name=shown][value=two_languages]'))
  h.check(await page.locator('button[name=go][value=else]').count() === 1, `${lang}: something else can be reached from a card`)
  await go(h, page, 'words')
  await page.fill('textarea[name=words]', say.words)
  await see('08-own-words')
}

async function helpAtOneTouch (h, page, person, sitting, lang, see) {
  await h.follow(page, page.locator('.sf-control--safe'))
  h.check(page.url().includes('/safe'), `${lang}: “I am not safe now” leads to help at one touch`, page.url())
  h.check(await page.locator('main a[href="tel:999"]').count() === 1, `${lang}: with the number to ring`)
  await see('09-not-safe')
  await h.follow(page, page.locator('main a.govuk-button'))
  h.check(page.url().endsWith('/words/B1') && (await page.locator('textarea[name=words]').inputValue()).length > 5, `${lang}: and nothing typed is lost by it`, page.url())
  await h.follow(page, page.locator('.sf-talk__worker button[name=mark]'))
  h.check((await text(page)).includes('What was said is not written here'), `${lang}: what belongs elsewhere is noted, and not said`)
  await see('10-elsewhere')
  await page.locator('input[name=reference]').first().fill('Duty log 17')
  await h.follow(page, page.locator('button[name=go][value=save]'))
  await h.goto(page, person)
  h.equal(await page.locator('a[href$="#marks"]').count(), 1, `${lang}: the record says what nobody has settled yet, and no more`)
  await h.goto(page, `${sitting}/words/B1`)
  await go(h, page, 'keep')
}

async function toItsEnd (h, page, person, sitting, lang, say, see) {
  h.equal(codeOf(page), 'G1', `${lang}: the next card comes`)
  await go(h, page, 'skip')
  await see('11-read-back')
  await go(h, page, 'keep')
  await see('12-promise')
  await page.fill('textarea[name=what]', 'Ask for the lock to be mended.')
  await page.fill('textarea[name=what_for_young]', say.promise)
  await pick(page, 'who', 'worker')
  await pick(page, 'day', await page.locator('input[name=day]').nth(1).getAttribute('value'))
  await pick(page, 'agreed', 'yes')
  await go(h, page, 'more')
  h.check((await text(page)).includes(say.promise), `${lang}: the promise stands there in their words`)
  await go(h, page, 'done')
  await see('13-end')
  await ownPage(h, page, person, sitting, lang, say, see)
  await h.goto(page, `${sitting}/after`)
  await see('17-after')
  await h.goto(page, sitting)
  const kept = await text(page)
  for (const words of [say.words, 'Duty log 17', 'The young person pressed “I am not safe now”', 'Ask for the lock to be mended.']) h.check(kept.includes(words), `${lang}: the record shows: ${words}`, kept)
  await see('18-kept')
  await h.goto(page, `/leaving?lang=${lang}`)
  await see('19-how-to-leave')
}

async function ownPage (h, page, person, sitting, lang, say, see) {
  const id = sitting.split('/').pop()
  const link = page.locator(`a[href^="${person}/own-page"]`)
  if (!await link.count()) { // whoever holds no sealed details is not offered a page that they could not keep
    h.check((await page.goto(new URL(`${person}/own-page?sitting=${id}`, h.url).href)).status() === 403, `${lang}: no sealed details, no page`)
    return
  }
  await h.follow(page, link)
  await see('14-own-page')
  await h.goto(page, `${person}/own-page/helps?sitting=${id}`)
  await page.fill('textarea[name=words]', say.safe)
  await h.submit(page)
  await h.goto(page, `${person}/own-page/carry?sitting=${id}`)
  await see('15-carry')
  if (!await page.locator('input[name=on_card]').first().isChecked()) await page.locator('label[for^=on_card]').first().click()
  await h.follow(page, page.locator('button[name=go][value=yes]'))
  const card = await text(page)
  h.check(card.includes(say.safe), `${lang}: the card has their words`, card)
  h.check(!/safe|trust|miss/i.test(`${await page.title()} ${card.replace(say.safe, '')}`), `${lang}: and nothing that says what it is`, card)
  await see('16-card')
  await h.goto(page, `${person}/own-page/read`)
  h.check(!(await text(page)).includes(say.safe), `${lang}: a worker gives a reason before it opens`)
  await pick(page, 'reason', 'check')
  await h.submit(page)
  h.check((await text(page)).includes(say.safe), `${lang}: and then it opens`)
}

/** One answer; stopped at the second card; everything skipped: each is whole, and the record says so without a blank. */
async function shortWays (h) {
  const page = await h.signedIn('practitioner', phone)
  const person = await openPerson(h, page, 'Linh')
  const ways = {
    'one answer': async () => { await pick(page, 'choice', 'not_sure'); await go(h, page, 'next'); await go(h, page, 'skip'); await go(h, page, 'keep'); await noPromise(h, page) },
    'stopped at the second card': async () => {
      await pick(page, 'choice', 'there_for_me')
      await go(h, page, 'next')
      await h.follow(page, page.locator('.sf-controls button').nth(1))
      await h.follow(page, page.locator('button[value=keep]'))
    },
    'everything skipped': async () => { await go(h, page, 'skip'); await go(h, page, 'skip'); await go(h, page, 'keep') }
  }
  for (const [way, walk] of Object.entries(ways)) {
    const sitting = await openSitting(h, page, person, { arabic: false })
    await go(h, page, 'on')
    for (const code of ['B1', 'G1']) await pick(page, 'chosen', code)
    await go(h, page, 'done')
    await walk()
    h.check(page.url().endsWith('/end'), `${way}: it has a good end`, page.url())
    await h.shots(page, `${way}-end`, ['narrow'])
    await h.goto(page, sitting)
    const kept = await text(page)
    h.check(!/incomplete|missing|not answered|skipped|unanswered/i.test(kept), `${way}: nothing is called missing`, kept)
    await h.shots(page, `${way}-kept`, ['narrow'])
    const copy = await page.goto(new URL(`${person}/copy?sitting=${sitting.split('/').pop()}`, h.url).href)
    h.check([200].includes(copy.status()), `${way}: there is a copy to take`, `${copy.status()}`)
    await h.shots(page, `${way}-copy`, ['narrow'])
  }
}

/** Leaving: the first link a keyboard reaches, and Shift three times; the session ends, and Back leads to no page of ours. */
async function wayOut (h) {
  const page = await h.page(phone)
  await h.signIn(page, h.people.practitioner)
  const person = await openPerson(h, page, 'Linh')
  await openSitting(h, page, person, { arabic: false })
  await page.keyboard.press('Tab')
  h.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '/leave', 'the way out is the first thing a keyboard reaches')
  let answer
  await page.route('**/leave', async route => { // the real answer, without going to the other site
    answer = await route.fetch({ maxRedirects: 0 })
    await route.fulfill({ status: 200, contentType: 'text/html', body: '<!DOCTYPE html><html lang="en"><title>Weather</title><h1>Weather</h1>' })
  })
  const here = page.url()
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift')
  await page.getByRole('heading', { name: 'Weather' }).waitFor()
  h.check(answer.status() === 303 && new URL(answer.headers().location).host !== new URL(h.url).host, 'Shift three times leads away', `${answer.status()}`)
  const again = await page.context().request.get(here, { maxRedirects: 0 })
  h.equal(again.status(), 303, 'and nobody is signed in any more')
  await page.unroute('**/leave')
  await page.goBack()
  h.check(page.url() !== here, 'Back does not lead to the page that was left', page.url())
  h.check(!(await page.content()).includes('data-listen'), 'nor to any card')
}
