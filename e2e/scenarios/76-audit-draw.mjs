// A quality lead plans an audit, cases are drawn so that anybody can draw the same, shared out, and passed on by whoever is
// tied to one.
import { createHash } from 'node:crypto'

export default async function auditDraw (h) {
  const page = await h.signedIn('manager')
  await h.goto(page, '/reviews')
  await h.follow(page, page.locator('main a[href="/audits"]'))
  await h.accessible(page)
  await h.shots(page, 'list')
  await h.follow(page, page.locator('main a[href="/audits/new"]'))
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'plan', ['desktop', 'narrow', 'print'])
  await plan(h, page)
  const programme = new URL(page.url()).pathname
  await h.accessible(page)
  await h.submit(page, 'Draw the cases')
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'drawn', ['desktop', 'narrow', 'dark', 'print'])
  await drawAgain(h, page, programme)
  await h.submit(page, 'Share out')
  h.check(await page.locator('.govuk-error-summary a').count() === 2, 'who reads, and by when, must be said')
  await page.locator('input[name=auditors]').first().check()
  await page.locator('input[name=auditors]').nth(1).check()
  const due = new Date(Date.now() + 30 * 864e5)
  for (const [part, value] of [['day', due.getUTCDate()], ['month', due.getUTCMonth() + 1], ['year', due.getUTCFullYear()]]) await page.fill(`input[name=due-${part}]`, String(value))
  await h.submit(page, 'Share out')
  const table = await page.locator('main table').innerText()
  h.check(!table.includes('Nobody yet'), 'every case has an auditor', table)
  await h.shots(page, 'shared')
  await tie(h, programme)
  await leave(h, page, programme)
}

async function plan (h, page) {
  await page.fill('textarea[name=purpose]', 'Does it happen what was promised?')
  await page.fill('textarea[name=population]', 'Everybody in care in the north')
  for (const [name, date] of [['from', [1, 1, 2026]], ['to', [30, 6, 2026]], ['on', [1, 7, 2026]]]) {
    for (const [i, part] of ['day', 'month', 'year'].entries()) await page.fill(`input[name=${name}-${part}]`, String(date[i]))
  }
  const list = Array.from({ length: 24 }, (_, i) => `N-${i + 1}, ${i % 3 ? 'in care' : 'leaving care'}`)
  await page.check('input[name=method][value=stratified]')
  await page.check('input[name=allocation][value=fixed]')
  await page.fill('input[name=n]', '3')
  await page.locator('input[name=outcomes]').first().check()
  await page.fill('textarea[name=frame]', ['Selam Tesfay, in care', ...list].join('\n'))
  await h.submit(page)
  h.check((await page.locator('.govuk-error-summary').innerText()).includes('Line 1: a case is named by letters'), 'a name is refused, with its line')
  await h.shots(page, 'plan-wrong')
  await page.fill('textarea[name=frame]', list.join('\n'))
  await page.fill('textarea[name=left_out]', 'N-7, In court this month')
  await h.submit(page)
}

/** The draw from the file and the seed alone, as docs/statistics.md says it. */
async function drawAgain (h, page, programme) {
  const csv = (await (await page.context().request.get(`${h.url}${programme}/frame`)).text()).trim().split('\n').slice(1).map(l => l.trim().split(','))
  const seed = (await page.locator('#drawn ~ dl dd, section[aria-labelledby=drawn] dd').first().innerText()).trim()
  const mark = id => createHash('sha256').update(`${seed}\0${id}`).digest('hex')
  const drawn = ['in care', 'leaving care'].flatMap(s => csv.filter(u => u[1] === s).map(u => u[0]).sort((a, b) => mark(a) < mark(b) ? -1 : 1).slice(0, 3))
  const shown = await page.locator('main table tbody a').allInnerTexts()
  h.equal(shown.join(), drawn.join(), 'the file and the seed draw the same cases in another program')
  h.check(csv.length === 23 && !csv.some(u => u[0] === 'N-7'), 'what was left out is not in the list that was drawn from')
}

/** Each of the two auditors is asked first what stands between them and the case. */
async function tie (h, programme) {
  for (const role of ['auditor', 'manager']) {
    const page = await h.signedIn(role)
    await h.goto(page, programme)
    for (const path of await page.locator('main table tbody a').evaluateAll(list => list.map(a => a.pathname))) {
      await h.goto(page, path)
      if (!await page.locator('input[name=tie]').count()) continue
      await h.accessible(page)
      await h.shots(page, 'case')
      await page.check('input[name=tie][value=supervises]')
      await h.submit(page, 'Say so')
      h.check((await page.locator('main').innerText()).includes('given back by'), 'a case to which its auditor is tied is nobody’s again')
      h.check(await page.locator('input[name=tie]').count() === 0, 'and is not asked about any more')
      return
    }
  }
  h.check(false, 'a case was given to somebody who can sign in')
}

async function leave (h, page, programme) {
  await h.goto(page, programme)
  const before = await page.locator('main table tbody tr').count()
  await h.follow(page, page.locator('main table tbody a'))
  await page.fill('textarea[name=why]', 'The young person asked not to be part of it')
  await h.submit(page, 'Leave this case out')
  h.equal(await page.locator('main table tbody tr').count(), before + 1, 'the one left out stays to be seen, and the next takes its place')
  await h.shots(page, 'left-out')
}
