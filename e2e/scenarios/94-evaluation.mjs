// A policy officer brings in figures that somebody published, plans over them without seeing them, locks the plan, carries it out,
// and takes the file by which anybody can work the numbers out again; and sees that the council's own numbers are too small.
import { look, text } from '../talk.mjs'

export default async function evaluation (h) {
  const page = await h.signedIn('analyst')
  await h.goto(page, '/policy/evaluations')
  await look(h, page, '01-plans', ['desktop', 'narrow'])
  await small(h, page)
  await result(h, page)
  const series = await bring(h, page)
  await plan(h, page, series)
}

const file = async (h, page, at) => page.request.get(new URL(at, h.url).href)

async function small (h, page) {
  await h.follow(page, page.locator('#results ~ ul a, section[aria-labelledby=results] a').filter({ hasText: 'more of our young people heard' }))
  await look(h, page, '02-too-small', ['desktop', 'narrow', 'dark', 'print'])
  const words = await text(page)
  h.check(words.includes('No number is made up for it') && words.includes('Pooled figures'), 'the council’s own numbers are too small, and other routes are named')
  h.check(!words.includes('95 % interval'), 'no number is made up')
}

async function result (h, page) {
  await h.goto(page, '/policy/evaluations')
  await h.follow(page, page.locator('section[aria-labelledby=results] a').filter({ hasText: 'naming one person' }))
  await h.valid(page)
  await look(h, page, '03-result', ['desktop', 'narrow', 'dark', 'print'])
  const words = await text(page)
  h.check(!words.includes('The numbers are too small') && words.includes('None of them is from after the change') && words.includes('wholly on the side that was expected') && words.includes('Not planned'), 'what was seen, what came out, and what was not planned are said')
  const at = new URL(page.url()).pathname
  for (const [kind, start] of [['pdf', '%PDF-'], ['docx', 'PK'], ['zip', 'PK']]) {
    const sent = await file(h, page, `${at}/${kind}`)
    h.check(sent.ok() && (await sent.body()).subarray(0, start.length).toString() === start, `the result is there as ${kind}`)
  }
}

async function bring (h, page) {
  await h.goto(page, '/policy/figures')
  await look(h, page, '04-figures', ['desktop', 'narrow'])
  await h.follow(page, page.locator('main a[href="/policy/figures/new"]'))
  await h.submit(page, 'Read the figures')
  h.check(await page.locator('.govuk-error-summary').isVisible(), 'nothing is refused')
  await look(h, page, '05-bring-wrong', ['desktop', 'narrow'])
  for (const [name, value] of Object.entries({ title: 'Young people with a guardian (invented)', publisher: 'A ministry (invented)', address: 'https://example.org/invented/guardians', 'day-day': '1', 'day-month': '2', 'day-year': '2026', unit: 'young people' })) await page.fill(`input[name="${name}"]`, value)
  await page.check('input[name=counted][value=people]')
  await page.fill('textarea[name=table]', table('x'))
  await h.submit(page, 'Read the figures')
  h.check((await text(page)).includes('Row 9, column 2 is neither a number'), 'what cannot be read is named by its place')
  await page.fill('textarea[name=table]', table('7'))
  await h.submit(page, 'Read the figures')
  await h.valid(page)
  await look(h, page, '06-series', ['desktop', 'narrow', 'dark', 'print'])
  const csv = await (await file(h, page, new URL(page.url()).pathname + '/csv')).text()
  h.check(csv.includes('2021-Q4,c') && !csv.includes('2021-Q4,7'), 'a number of people below ten is hidden and not kept')
  return new URL(page.url()).pathname.split('/').pop()
}

/** Twenty quarters of invented numbers; the eighth is odd. */
function table (odd) {
  const lines = ['quarter,With a guardian (invented)']
  for (let i = 0; i < 20; i++) lines.push(`${2020 + Math.floor(i / 4)}-Q${i % 4 + 1},${i === 7 ? odd === 'x' ? 'many' : odd : 40 + 2 * (i % 3) + (i >= 11 ? 15 : 0)}`)
  return lines.join('\n')
}

async function plan (h, page, series) {
  await h.follow(page, page.locator(`main a[href$="published:${series}"]`))
  h.check(!(await text(page)).includes('55'), 'who plans sees no figure')
  await h.submit(page, 'Save')
  await look(h, page, '07-plan-form', ['desktop', 'narrow'])
  for (const area of await page.locator('main textarea').all()) {
    if (!['treated', 'compared'].includes(await area.getAttribute('name'))) await area.fill('Written for a test (invented)')
  }
  await page.fill('input[name=at]', '2022-Q4')
  await page.check('input[name=direction][value=up]')
  await h.submit(page, 'Save')
  await look(h, page, '08-draft', ['desktop', 'narrow'])
  await h.submit(page, 'Lock this plan')
  h.check((await text(page)).includes('This plan is locked') && (await text(page)).includes('this is no test that was set before'), 'a plan over figures that were there already says so')
  await look(h, page, '09-locked', ['desktop', 'narrow'])
  const at = new URL(page.url()).pathname
  await h.goto(page, `${at}/edit`)
  h.equal(new URL(page.url()).pathname, at, 'a locked plan is written on no more')
  await h.goto(page, `${at}/amend`)
  await look(h, page, '10-amend', ['desktop'])
  await h.goto(page, `${at}/carry`)
  await look(h, page, '11-carry', ['desktop', 'narrow'])
  await page.fill('textarea[name=found]', 'More have one (invented)')
  await h.submit(page, 'Keep this result')
  const words = await text(page)
  h.check(words.includes('Periods left out since a figure is hidden: 1') && words.includes('95 % interval'), 'the result is kept, and says what is left out')
}
