// A council tries the framework: a plan that is locked, a worker's own part, a young person's answer on the device and on paper,
// somebody who says that it should stop, and a report that says not to continue.
import { look, pick, text } from '../talk.mjs'

export default async function pilot (h) {
  const lead = await h.signedIn('manager')
  await h.goto(lead, '/reviews')
  await h.follow(lead, lead.locator('main a[href="/pilots"]'))
  await look(h, lead, '01-list', ['desktop', 'narrow'])
  const at = await setUp(h, lead)
  const worker = await h.signedIn('practitioner')
  await works(h, worker, at)
  await answers(h, worker, at)
  await stops(h, worker, lead, at)
  await closes(h, lead, at)
  await report(h, lead, worker)
}

const day = async (page, name, date) => {
  for (const [part, value] of [['day', date.getUTCDate()], ['month', date.getUTCMonth() + 1], ['year', date.getUTCFullYear()]]) await page.fill(`input[name=${name}-${part}]`, String(value))
}

async function setUp (h, page) {
  await h.follow(page, page.locator('main a[href="/pilots/new"]'))
  await look(h, page, '02-set-up', ['desktop', 'narrow', 'print'])
  await h.submit(page, 'Keep the plan')
  h.check((await page.locator('.govuk-error-summary').innerText()).includes('between 2 and 12 workers'), 'a pilot of nobody is refused')
  await look(h, page, '03-refused', ['desktop'])
  await page.fill('textarea[name=question]', 'Do we hear more of what matters?')
  await page.locator('label', { hasText: 'Rowan Ashgrove' }).first().click()
  await page.locator('input[name=workers] + label', { hasText: 'Priya Fernhill' }).click()
  await day(page, 'first', new Date())
  await h.submit(page, 'Keep the plan')
  const at = new URL(page.url()).pathname
  await look(h, page, '04-planned', ['desktop', 'narrow'])
  await h.goto(page, `${at}/change`)
  await look(h, page, '04-change', ['desktop'])
  await h.goto(page, at)
  await h.follow(page, page.locator(`main a[href="${at}/baseline"]`).first())
  await look(h, page, '05-baseline', ['desktop', 'narrow'])
  await page.locator('input[name=which]').nth(1).check()
  await h.submit(page, 'Start from this one')
  await h.goto(page, at)
  await h.submit(page, 'Lock the plan and begin')
  h.check((await text(page)).includes('The plan is locked'), 'the plan is locked')
  await h.goto(page, `${at}/change`)
  h.equal(new URL(page.url()).pathname, at, 'a locked plan is not changed')
  await h.goto(page, `${at}/add`)
  await look(h, page, '06-add', ['desktop'])
  await page.fill('textarea[name=words]', 'We begin a week later')
  await page.fill('textarea[name=why]', 'The interpreter is ill')
  await h.submit(page, 'Add the line')
  await look(h, page, '07-running', ['desktop', 'narrow', 'dark'])
  return at
}

async function works (h, page, at) {
  await h.goto(page, '/pilots')
  await h.follow(page, page.locator(`main a[href="${at}/mine"]`))
  await look(h, page, '10-mine', ['desktop', 'narrow', 'print'])
  await h.submit(page, 'I have prepared')
  await h.follow(page, page.locator(`main a[href="${at}/held"]`))
  await h.submit(page, 'Keep')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'a conversation has a length')
  await look(h, page, '11-held', ['desktop', 'narrow'])
  await page.fill('input[name=preparing]', '17')
  await page.fill('input[name=holding]', '43')
  await page.fill('input[name=writing]', '19')
  await pick(page, 'interpreter', 'yes')
  await h.submit(page, 'Keep')
  h.check((await text(page)).includes('Preparing 17, holding 43, writing up 19 minutes'), 'it is noted, for themself')
  await h.goto(page, `${at}/week`)
  await look(h, page, '12-week', ['desktop', 'narrow'])
  await page.fill('textarea[name=helped]', 'The cards')
  await page.fill('input[name=quote]', 'It was easier to listen.')
  await h.submit(page, 'Keep')
  await look(h, page, '13-mine', ['desktop', 'narrow'])
  const response = await page.context().request.get(`${h.url}${at}`)
  h.check(!(await response.text()).includes('Priya'), 'a worker does not see the page of whoever leads')
}

async function answers (h, page, at) {
  await h.goto(page, `${at}/young?lang=ar`)
  h.equal(await page.locator('html').getAttribute('dir'), 'rtl', 'it is asked in Arabic')
  await look(h, page, '20-young', ['desktop', 'narrow'])
  for (const [name, value] of [['good', 'yes'], ['changed', 'bit'], ['again', 'no']]) await pick(page, name, value)
  await page.fill('textarea[name=words]', 'كان طويلًا')
  await h.follow(page, page.locator('form button[type=submit]').first())
  h.check(page.url().includes('/thanks'), 'it is taken in', page.url())
  await look(h, page, '21-thanks', ['narrow'])
  await h.follow(page, page.locator('.sf-talk > a.govuk-button'))
  h.equal(await page.locator('input[type=radio]:checked').count(), 0, 'the next person sees nothing of the one before')
  await h.goto(page, `${at}/sheet`)
  await look(h, page, '22-sheet', ['desktop', 'narrow', 'print'])
  await h.goto(page, `${at}/paper`)
  await page.fill('input[name=sheets]', '3')
  await page.fill('input[name=good_yes]', '4')
  await h.submit(page, 'Add these sheets')
  h.check((await page.locator('.govuk-error-summary').innerText()).includes('More was marked'), 'more marks than sheets are refused')
  await look(h, page, '23-paper', ['desktop', 'narrow'])
  await page.fill('input[name=sheets]', '44')
  for (const [name, value] of [['good_yes', 30], ['good_bit', 14], ['changed_yes', 12], ['changed_no', 32], ['again_yes', 15], ['again_no', 29]]) await page.fill(`input[name=${name}]`, String(value))
  await h.submit(page, 'Add these sheets')
  h.check((await text(page)).includes('Now destroy the paper'), 'the sheets are added')
}

async function stops (h, worker, lead, at) {
  await h.goto(worker, `${at}/stop`)
  await look(h, worker, '30-stop', ['desktop', 'narrow'])
  await pick(worker, 'rule', 'harm')
  await worker.fill('textarea[name=words]', 'Somebody left the room and did not come back.')
  await h.submit(worker, 'Say that it should stop')
  h.check((await text(worker)).includes('No new conversation may begin'), 'conversations wait')
  h.equal(await worker.locator(`main a[href="${at}/held"]`).count(), 0, 'and none can be noted')
  await look(h, worker, '31-said', ['desktop', 'narrow'])
  await h.goto(lead, at)
  await look(h, lead, '32-told', ['desktop', 'narrow'])
  await h.follow(lead, lead.locator('main .govuk-task-list a', { hasText: 'Somebody said that it should stop' }))
  await look(h, lead, '33-answer', ['desktop', 'narrow'])
  await pick(lead, 'decision', 'stop')
  await lead.fill('textarea[name=why]', 'We look after them first.')
  await h.submit(lead, 'Keep the answer')
  await h.goto(worker, `${at}/mine`)
  h.check((await text(worker)).includes('We look after them first.'), 'who said it sees the answer')
}

async function closes (h, page, at) {
  await h.goto(page, at)
  h.check(!/\b43\b/.test((await text(page)).replace(/[0-9a-f]{64}/, '')), 'whoever leads sees nobody’s minutes')
  await h.submit(page, 'End the work and count')
  const said = await text(page)
  h.check(said.includes('Fewer than three workers noted their time'), 'the time of one worker is not shown', said)
  h.check(said.includes('not shown, to protect people'), 'figures are protected')
  await look(h, page, '40-counted', ['desktop', 'narrow'])
  await h.submit(page, 'Keep it')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'words are not kept before somebody looked for every point')
  for (const box of await page.locator('input[name=looked]').all()) await box.check()
  await h.submit(page, 'Keep it')
  await h.goto(page, `${at}/close`)
  h.check((await text(page)).includes('Somebody left the room') || (await text(page)).includes('A young person was harmed or frightened'), 'the rule that was met stands beside the choice')
  await pick(page, 'recommend', 'go_on')
  await page.fill('textarea[name=young]', 'In the group they said that it was too long.')
  await page.fill('textarea[name=reasons]', 'We want to.')
  await h.submit(page, 'Close the pilot')
  h.check((await page.locator('.govuk-error-summary').innerText()).includes('although a stop rule was met'), 'going on against a rule needs a reason')
  await look(h, page, '41-close', ['desktop', 'narrow'])
  await pick(page, 'recommend', 'not_continue')
  await h.submit(page, 'Close the pilot')
  h.check((await text(page)).includes('We should not continue'), 'the report can say not to continue')
}

async function report (h, page, worker) {
  await look(h, page, '50-report', ['desktop', 'narrow', 'print'])
  const at = new URL(page.url()).pathname
  const said = await text(page)
  h.check(!said.includes('Rowan') && !said.includes('Priya'), 'it names nobody', said)
  for (const as of ['pdf', 'docx']) {
    const file = await page.context().request.get(`${h.url}${at}/file?as=${as}`)
    h.check(file.ok() && (await file.body()).length > 5000, `it comes as ${as}`)
  }
  await h.goto(worker, at)
  h.check((await text(worker)).includes('It was easier to listen.'), 'a worker reads the report with their sentence in it')
}
