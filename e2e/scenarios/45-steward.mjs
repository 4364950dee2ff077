// A steward loads an edition from their own copy by keyboard: a poster as a PDF, published and chosen; and a list whose
// letters are drawn as shapes, typed in beside its picture. Everything in both is invented.
import { readFileSync } from 'node:fs'
import { overflow } from '../checks.mjs'
import { look, text } from '../talk.mjs'

const samples = new URL('../../internal/extract/testdata/', import.meta.url).pathname

export default async function steward (h) {
  const page = await h.signedIn('steward')
  await h.goto(page, '/loading')
  await look(h, page, '01-drafts')
  const draft = await poster(h, page)
  await decide(h, page, draft)
  await publish(h, page, draft)
  await outlined(h, page)
}

async function start (h, page) {
  await h.goto(page, '/loading/new')
  await page.check('input[name=which][value=other]')
  for (const [name, value] of Object.entries({ name: 'The garden (invented)', set: 'garden', principles: '4', outcomes: '25', indicators: '86' })) await page.fill(`#${name}`, value)
  await h.enter(page, '#indicators')
}

async function handIn (h, page, file) {
  await page.setInputFiles('input[type=file]', samples + file)
  page.setDefaultTimeout(60000) // reading a PDF for the first time compiles its reader
  await h.submit(page, 'Read it')
  page.setDefaultTimeout(15000)
}

async function poster (h, page) {
  await start(h, page)
  await look(h, page, '02-file')
  await handIn(h, page, 'poster.pdf')
  const draft = new URL(page.url()).pathname.replace(/\/pages.*/, '')
  const drawn = page.locator('svg.sf-l-page image')
  const picture = await page.request.get(new URL(await drawn.getAttribute('href'), h.url).href)
  h.check(picture.headers()['content-type'] === 'image/png' && (await picture.body()).length > 20000, 'the page’s picture stands beside its pieces')
  h.check((await text(page)).includes('Outcomes: 0 of 25'), 'nothing is decided by itself')
  await longPage(h, page)
  return draft
}

/** A page with more than a hundred pieces: too long for a picture of all of it, so only looked at. */
async function longPage (h, page) {
  await h.accessible(page, '03-page')
  await h.valid(page, '03-page')
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  const wider = await overflow(page)
  h.check(wider <= 0, '03-page: fits 320 px', `${wider} px too wide`)
  await page.setViewportSize(before)
}

/** By keyboard: the suggestions, then one piece said otherwise by a key, saved by Enter, and that undone. */
async function decide (h, page, draft) {
  await page.locator('button[value=suggest]').focus()
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')])
  h.check(/Principles: 4 of 4.*Outcomes: 25 of 25.*Indicators: 86 of 86/s.test(await text(page)), 'the suggestions are taken as one', await text(page))
  const rows = page.locator('[data-row]')
  await rows.nth(6).locator('input[type=radio]:checked').focus()
  h.equal(await page.locator('.sf-l-box--here').count(), 1, 'the piece in focus is marked on the picture')
  await page.keyboard.press('0')
  h.check(await rows.nth(7).evaluate(row => row.contains(document.activeElement)), 'a key says it and goes on to the next piece')
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')])
  h.check((await text(page)).includes('Indicators: 85 of 86'), 'Enter saves the page')
  await page.getByRole('button', { name: 'Undo' }).focus()
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')])
  h.check((await text(page)).includes('Indicators: 86 of 86'), 'undo takes it back')
  await rows.nth(6).locator('summary').click()
  await h.follow(page, rows.nth(6).locator('a[href*="/pieces/"]'))
  await look(h, page, '05-piece')
  await h.goto(page, `${draft}/check`)
  h.check((await text(page)).includes('Nothing stands in the way'), 'the check finds nothing', await text(page))
  for (const line of garden()) h.check((await page.content()).includes(line.replaceAll('&', '&amp;')), `printed and loaded: ${line}`)
  await look(h, page, '06-check', ['desktop', 'narrow', 'print'])
}

/** The invented set as it was written. */
function garden () {
  return readFileSync(samples + 'garden.txt', 'utf8').split('\n').filter(l => l.includes('\t') && !l.startsWith('#')).map(l => l.split('\t')[1])
    .filter((_, i) => i % 9 === 0) // the Go tests compare all of them; here a few, as a reader sees them
}

async function publish (h, page, draft) {
  await h.goto(page, `${draft}/about`)
  await look(h, page, '07-about')
  await h.submit(page, 'Save and continue')
  h.check((await text(page)).includes('There is a problem'), 'what is missing is said')
  for (const [id, value] of Object.entries({ version: '1', source: 'Invented for tests.', by: 'Nobody has to: it is invented.', 'date-day': '5', 'date-month': '1',
    'date-year': '2026', 'obtained-day': '1', 'obtained-month': '2', 'obtained-year': '2026' })) await page.fill(`#${id}`, value)
  await page.check('input[name=uses][value=organisation]')
  await h.submit(page, 'Save and continue')
  await look(h, page, '08-publish')
  await h.submit(page, 'Publish')
  h.equal(new URL(page.url()).pathname, '/frameworks/choose', 'published: the choice comes next')
  await page.getByLabel('The garden (invented)').check()
  await h.submit(page)
  h.check((await text(page)).includes('The garden (invented)'), 'the organisation works with it', await text(page))
  await h.goto(page, draft)
  h.check((await text(page)).includes('Published, and unchangeable'), 'the draft says what it became')
  await h.goto(page, '/frameworks/choose') // back to what the stories after this one work with
  await page.getByLabel('Rights checklist').check()
  await h.submit(page)
}

/** Letters drawn as shapes: typed in beside the picture, Enter after Enter. */
async function outlined (h, page) {
  await start(h, page)
  await handIn(h, page, 'list-outlined.pdf')
  h.check((await text(page)).includes('drawn as shapes'), 'the page says why there is nothing to take')
  for (const line of ['The garden belongs to everybody who tends it.', 'The soil is fertile, deep and alive', 'Compost is added every spring and autumn.', 'Nobody walks on a bed after rain.']) {
    await page.locator('#text').focus()
    await page.keyboard.insertText(line)
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.keyboard.press('Enter')])
  }
  h.equal(await page.evaluate(() => document.activeElement.id), 'text', 'after Enter there is room for the next item')
  h.check(/Principles: 1 of 4.*Outcomes: 1 of 25.*Indicators: 2 of 86/s.test(await text(page)), 'what comes after what is offered by itself', await text(page))
  await look(h, page, '09-typed', ['desktop', 'narrow'])
}
