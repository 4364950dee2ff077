// What goes wrong on a working day: pressed twice, gone back, another tab, a session that ended, an address of somebody
// else's, far too much text, hostile letters, Pause and Stop, and no script at all.
import { codeOf, day, fillPromise, go, noPromise, openPerson, openSitting, pick, said, text } from '../talk.mjs'

export default async function faults (h) {
  const page = await h.signedIn('practitioner')
  const person = await openPerson(h, page, 'Khalid')
  await pressedTwice(h, page, person)
  await backAndAgain(h, page, person)
  await pauseAndStop(h, page, person)
  await hostileText(h, page, person)
  await tooMuch(h, page, person)
  await files(h, page, person)
  await someoneElses(h, page, person)
  await sessionEnded(h, person)
  await withoutScript(h)
}

const main = page => page.locator('main form').last()

/** Sends the form that is there again from outside the browser, as a double press does. Gives the last answer. */
async function sendTwice (page, extra = {}) {
  const fields = await main(page).evaluate(f => [...new FormData(f)])
  const address = new URL(await main(page).getAttribute('action') ?? page.url(), page.url()).href
  const send = () => page.context().request.post(address, { form: { ...Object.fromEntries(fields), ...extra }, maxRedirects: 0 })
  return Promise.all([send(), send()])
}

async function pressedTwice (h, page, person) {
  await h.goto(page, `${person}/promises/new`)
  const what = 'Pressed twice and made once: ask about the bus pass.'
  await fillPromise(page, { what, due: day(9) })
  const answers = await sendTwice(page)
  h.check(answers.every(a => a.status() === 303), 'both presses of one form are answered alike', answers.map(a => a.status()).join(' '))
  await h.goto(page, `${person}/promises`)
  h.equal(await page.getByText(what).count(), 1, 'pressed twice, the promise is made once')

  const sitting = await openSitting(h, page, person)
  await go(h, page, 'on')
  await pick(page, 'chosen', 'G6')
  await go(h, page, 'done')
  await pick(page, 'choice', 'there_for_me')
  await go(h, page, 'next')
  const kept = await sendTwice(page, { go: 'keep' })
  h.check(kept.every(a => a.status() === 303 && a.headers().location.endsWith('/promise')), 'a conversation kept twice ends once', kept.map(a => a.status()).join(' '))
  await h.goto(page, sitting)
  h.equal(await page.locator('.sf-said').count(), 1, 'and is there once')
  h.check((await h.goto(page, `${sitting}/card/G6`)).url().endsWith('/end'), 'a card of a conversation that ended leads to its end')
}

async function backAndAgain (h, page, person) {
  await h.goto(page, `${person}/promises/new`)
  const what = 'Gone back and sent again: ask about the library card.'
  await fillPromise(page, { what, due: day(12) })
  await h.submit(page)
  await page.goBack({ waitUntil: 'load' })
  await fillPromise(page, { what, due: day(12) })
  await h.submit(page)
  await h.goto(page, `${person}/promises`)
  const times = await page.getByText(what).count()
  h.check(times === 1 || times === 2, 'the way back and again leads to a page, not to an error', String(times))

  // Another tab settles the promise; the first tab's page is stale.
  await h.follow(page, page.getByRole('link', { name: what }))
  const tab = await page.context().newPage()
  await h.goto(tab, new URL(page.url()).pathname)
  for (const [at, reason] of [[tab, 'The library is shut.'], [page, 'Sent from a page that was out of date.']]) {
    await pick(at, 'kind', 'broken')
    await at.fill('textarea[name=broken_reason]', reason)
    await h.follow(at, main(at).locator('button[type=submit]'))
  }
  const told = await text(page)
  h.check(/moved on|changed|meanwhile|since/i.test(told), 'a page out of date is told so, and nothing is settled unseen', told)
  await h.accessible(page, 'a stale form')
  await h.goto(page, new URL(tab.url()).pathname)
  h.check(!(await text(page)).includes('out of date'), 'what the stale page sent was not kept')
  await tab.close()
}

async function pauseAndStop (h, page, person) {
  const sitting = await openSitting(h, page, person)
  await go(h, page, 'on')
  await pick(page, 'chosen', 'else')
  await go(h, page, 'done')
  await page.fill('input[name=name]', said.topic)
  await h.follow(page, page.locator('.sf-controls button, .sf-controls a').first())
  h.check(page.url().endsWith('/pause'), 'Pause is a page of its own', page.url())
  await h.accessible(page, 'pause')
  await h.goto(page, `${sitting}/pause`)
  await h.follow(page, page.locator('main a.govuk-button'))
  h.check(page.url().includes('/else'), 'after Pause it goes on where it was', page.url())
  await h.goto(page, `${sitting}/topics`)
  h.check((await text(page)).includes(said.topic), 'and what was typed is kept')

  await h.follow(page, page.locator('.sf-controls button, .sf-controls a').nth(1))
  h.check(page.url().endsWith('/stop'), 'Stop asks one question', page.url())
  await h.accessible(page, 'stop')
  await h.follow(page, page.locator('main form button[value=forget]'))
  h.check(page.url().endsWith('/end'), 'Stop without keeping ends well', page.url())
  await h.goto(page, sitting)
  h.check(!(await text(page)).includes(said.topic), 'what was not to be kept is gone')

  const again = await openSitting(h, page, person)
  await go(h, page, 'on')
  await pick(page, 'chosen', 'G3')
  await go(h, page, 'done')
  await pick(page, 'choice', 'not_today')
  await h.follow(page, page.locator('.sf-controls button, .sf-controls a').nth(1))
  await h.follow(page, page.locator('main form button[value=keep]'))
  await h.goto(page, again)
  h.equal(await page.locator('.sf-said').count(), 1, 'Stop, and keep: the answer that stood on the page when Stop was pressed is there')
}

/** NUL, an override that turns text around, and mark-up, in words and in a name. */
async function hostileText (h, page, person) {
  await h.goto(page, `${person}/promises/new`)
  const fields = Object.fromEntries(await main(page).evaluate(f => [...new FormData(f)]))
  const due = day(30)
  const form = { ...fields, what: 'Hostile \u0000<img src=x onerror=alert(1)> \u202egnorw', owner: 'Ro\u202ewan', agreed: 'yes', 'due-day': due.day, 'due-month': due.month, 'due-year': due.year }
  const answer = await page.context().request.post(page.url(), { form, maxRedirects: 0 })
  h.equal(answer.status(), 303, 'hostile letters are taken as letters')
  await h.goto(page, `${person}/promises`)
  const html = await page.content()
  h.check(html.includes('&lt;img src=x onerror') && !html.includes('<img src=x'), 'mark-up in words is shown, not run')
  h.check(!html.includes('\u0000') && !/Ro\u202ewan/.test(html), 'no NUL, and nothing in a name turns text around')
  const broken = await page.context().request.post(`${h.url}${person}/promises/new`, { data: 'what=%ff%fe&agreed=yes', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  h.equal(broken.status(), 422, 'bytes that are no text are refused on the form')
}

async function tooMuch (h, page, person) {
  const answer = await page.context().request.post(`${h.url}${person}/promises/new`, { form: { what: 'x'.repeat(5 << 20) } })
  h.equal(answer.status(), 413, 'five megabytes of text are refused')
  h.check(/<h1/.test(await answer.text()) && /too (large|long|much|big)/i.test(await answer.text()), 'on a page that says so', (await answer.text()).slice(-1500))
  await h.goto(page, `${person}/promises/new`)
  await fillPromise(page, { what: 'y'.repeat(5000), due: day(3) })
  await h.submit(page)
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'too long for the field is said on the form')
  h.equal((await page.locator('textarea[name=what]').inputValue()).length, 5000, 'and nothing that was typed is lost')
}

/** A picture is kept, given back and destroyed; what only calls itself a picture is refused. */
async function files (h, page, person) {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const send = async (name, mimeType, buffer) => {
    await h.goto(page, `${person}/files`)
    await page.setInputFiles('input[type=file]', { name, mimeType, buffer })
    await page.fill('input[name=name]', 'A letter (invented)')
    await h.submit(page)
  }
  await send('letter.png', 'image/png', Buffer.from('MZ this is a program'))
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'a program that calls itself a picture is refused')
  await h.accessible(page, 'a file refused')
  await send('letter.png', 'image/png', png)
  const kept = page.locator('main a[href*="/files/"]').filter({ hasText: 'A letter' })
  const back = await page.context().request.get(new URL(await kept.first().getAttribute('href'), h.url).href)
  h.equal(back.status(), 200, 'a file that was kept is given back')
  h.check(!/letter/i.test(back.headers()['content-disposition'] ?? ''), 'under a name that says nothing', back.headers()['content-disposition'])
  await h.follow(page, page.locator('main a[href$="/remove"]'))
  await h.accessible(page, 'remove a file')
  await h.submit(page)
  h.equal(await kept.count(), 0, 'a file that was destroyed is gone')
}

async function someoneElses (h, page, person) {
  const guardian = await h.signedIn('guardian')
  for (const path of ['', '/conversations', '/promises', '/picture', '/copy', '/log', '/profile', '/files']) {
    await h.goto(guardian, person + path, 404)
  }
  await h.accessible(guardian, 'a record of somebody else')
  const missing = await text(guardian)
  await h.goto(guardian, '/people/01a20520-25fd-782f-ae25-fa8b4caf1f61', 404)
  h.equal(await text(guardian), missing, 'a record of somebody else looks like one that does not exist')
  await h.goto(page, '/people/not-an-id', 404)
  await h.goto(page, `${person}/conversations/01a20520-25fd-782f-ae25-fa8b4caf1f61`, 404)
}

/** The session ends while a form is being filled in: the form waits, and goes on after signing in in another tab. */
async function sessionEnded (h, person) {
  const page = await h.page()
  await h.signIn(page, h.people.practitioner)
  await h.goto(page, `${person}/promises/new`)
  const what = 'Written before the session ended: ring the solicitor.'
  await fillPromise(page, { what, due: day(6) })
  await page.context().clearCookies()
  await h.submit(page)
  h.check((await text(page)).length > 40 && !page.url().includes('/sign-in'), 'the page says that the session has ended', page.url())
  await h.accessible(page, 'session ended')
  await h.valid(page, 'session ended')
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.locator('main a[target=_blank]').click()])
  await tab.waitForLoadState('load')
  await h.signIn(tab, h.people.practitioner)
  await h.follow(page, page.locator('main form button'))
  await h.goto(page, `${person}/promises`)
  h.equal(await page.getByText(what).count(), 1, 'sent again after signing in elsewhere, what was written is kept, once')
}

/** The whole conversation with scripts off. */
async function withoutScript (h) {
  const page = await h.signedIn('practitioner', { javaScriptEnabled: false })
  const person = await openPerson(h, page, 'Linh')
  const sitting = await openSitting(h, page, person)
  await go(h, page, 'on')
  for (const code of ['else', 'F5']) await pick(page, 'chosen', code)
  await go(h, page, 'done')
  await page.fill('input[name=name]', said.topic)
  await go(h, page, 'next')
  await pick(page, 'choice', 'not_sure')
  await go(h, page, 'next')
  h.equal(codeOf(page), 'F5', 'without script the next card comes all the same')
  await pick(page, 'choice', 'ask_differently')
  await go(h, page, 'next')
  h.check(page.url().endsWith('differently=1'), 'asked differently', page.url())
  await pick(page, 'choice', 'some_of_it')
  await go(h, page, 'words')
  await page.fill('textarea[name=words]', said.words)
  await go(h, page, 'keep')
  await pick(page, 'matters', 'F5')
  await go(h, page, 'next')
  await go(h, page, 'keep')
  await noPromise(h, page)
  h.check(page.url().endsWith('/end'), 'without script the conversation comes to its end', page.url())
  await h.goto(page, sitting)
  for (const words of [said.topic, said.words]) h.check((await text(page)).includes(words), `without script it is kept: ${words}`)
  await h.goto(page, `${person}/promises/new?sitting=${sitting.split('/').pop()}`)
  await fillPromise(page, { what: 'Without script: ask at the mosque.', due: day(4) })
  await h.submit(page)
  await h.goto(page, `${sitting}/note`)
  if (!await page.locator('#note').count()) await h.submit(page)
  h.check((await page.locator('#note').innerText()).includes('ask at the mosque'), 'without script the case note can be copied by hand')
}
