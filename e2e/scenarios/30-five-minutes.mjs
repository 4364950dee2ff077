// One topic, one promise, and a case note copied: what it costs a worker who knows the way. Time is reckoned by the
// keystroke-level model of Card, Moran and Newell (1980) for an average typist, with a pause to think before each
// field and each press; reading, talking and listening take as long as they take and are not counted.
import { pick } from '../talk.mjs'

const seconds = {
  keystroke: 0.28, // average skilled typist, 40 words a minute
  click: 1.1 + 0.2, // to point, and to press
  hand: 0.4, // from the keyboard to the mouse or back, for each field
  think: 1.35,
  page: 2 // to find the place on a new page
}

// What the way may cost at most: a little above what it costs today, so that whoever adds a field has to say why.
const most = { pages: 13, fields: 11, keystrokes: 90, clicks: 20, seconds: 300 }

export default async function fiveMinutes (h) {
  const page = await h.signedIn('practitioner', { permissions: ['clipboard-read', 'clipboard-write'] })
  await h.goto(page, '/')
  const cost = await h.effort(page)

  await cost.follow('nav a[href="/people"]')
  await cost.type('input[name=name]', 'Arben')
  await cost.enter('input[name=name]')
  await cost.follow('main table a')
  await cost.follow('a[href$="/conversations/new"]')
  await choose(page, cost, 'language', 'en')
  await choose(page, cost, 'interpreter', 'not_needed')
  await cost.follow('main form button[type=submit]')
  if (page.url().endsWith('/told')) await cost.follow('button[name=go][value=on]') // what was promised before is told first
  await cost.follow('button[name=go][value=on]')
  await choose(page, cost, 'chosen', 'G6')
  await cost.follow('button[name=go][value=done]')
  await choose(page, cost, 'choice', 'some_of_it')
  await cost.follow('button[name=go][value=next]')
  await cost.follow('button[name=go][value=keep]')
  h.check(page.url().endsWith('/promise'), 'one answer is a complete conversation', page.url())

  await cost.type('textarea[name=what]', 'Ring the college on Monday and ask about the English course.')
  await choose(page, cost, 'who', 'worker')
  await choose(page, cost, 'day', await page.locator('input[name=day]').nth(1).getAttribute('value'))
  await choose(page, cost, 'agreed', 'yes')
  await cost.follow('button[name=go][value=done]')
  h.check(page.url().endsWith('/end'), 'the promise is made at the table, and the conversation ends', page.url())

  await cost.follow('a[href$="/note"]')
  if (!await page.locator('#note').count()) await cost.follow('main form button[type=submit]')
  await cost.press('button[data-copy]')
  const pasted = await page.evaluate(() => navigator.clipboard.readText())
  h.check(pasted.includes('Ring the college on Monday') && pasted.includes('I have some of this'), 'the case note is ready to paste', pasted)

  reckon(h, cost.total)
}

async function choose (page, cost, name, value) {
  await pick(page, name, value)
  cost.total.fields++
  cost.total.clicks++
}

function reckon (h, total) {
  const time = total.keystrokes * seconds.keystroke + total.clicks * seconds.click + total.fields * (seconds.hand + seconds.think) +
    (total.clicks - total.fields) * seconds.think + total.pages * seconds.page
  const all = { ...total, seconds: Math.round(time) }
  h.say(`one topic, one promise, a case note copied: ${all.pages} pages, ${all.fields} fields, ${all.keystrokes} keystrokes, ` +
    `${all.clicks} clicks, ${all.seconds} seconds by the keystroke-level model`)
  for (const [what, limit] of Object.entries(most)) h.check(all[what] <= limit, `at most ${limit} ${what}`, `${all[what]}`)
  h.check(all.pages > 6 && all.keystrokes > 40, 'something was counted', JSON.stringify(all))
}
