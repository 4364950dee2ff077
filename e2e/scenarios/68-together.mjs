// What young people say and decide together: a group answers on the worker's device in Arabic and on paper, a manager closes
// the round and sees protected figures and nothing of a small group, words wait for a person to look at them, and the
// board hangs as a poster.
import { look, text } from '../talk.mjs'

export default async function together (h) {
  const worker = await h.signedIn('practitioner')
  await h.goto(worker, '/together')
  await look(h, worker, '01-together', ['desktop', 'narrow'])
  const round = await begin(h, worker)
  await onDevice(h, worker, round)
  await onPaper(h, worker, round)
  await closed(h, round)
  await lookAtWords(h, worker, round)
  await board(h, worker)
  await group(h, worker)
}

async function group (h, page) {
  await h.goto(page, '/together')
  await h.follow(page, page.getByRole('link', { name: 'The Thursday group' }))
  h.check((await text(page)).includes('No, not like this'), 'the group’s no stands')
  await page.locator('summary', { hasText: 'Write down a proposal' }).click()
  await h.submit(page, 'Keep the proposal')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'an empty proposal is refused')
  await page.check('input[name=kind][value=rule]')
  await page.fill('input[name=about]', 'The first page')
  await page.fill('textarea[name=wish]', 'Stop comes first.')
  await h.submit(page, 'Keep the proposal')
  h.check((await text(page)).includes('Stop comes first.'), 'the proposal is kept')
  await look(h, page, '17-group', ['desktop', 'narrow'])
  await h.goto(page, '/together/groups/new')
  await look(h, page, '18-new-group', ['desktop'])
}

async function begin (h, page) {
  await h.goto(page, '/together/rounds/new')
  await h.submit(page, 'Begin')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'a round without a question is refused')
  await look(h, page, '02-refused', ['desktop'])
  await page.selectOption('select[name=lang]', 'ar')
  await page.fill('input[name=question]', 'هل تشعر بالأمان في الكلية؟')
  await page.fill('textarea[name=options]', 'نعم\nأحيانًا\nلا')
  await page.check('input[name=words]')
  await page.fill('input[name=why]', 'We plan with the college.')
  await page.fill('input[name=reader]', 'The manager of the team')
  await page.fill('input[name=tell_by-day]', '27')
  await page.fill('input[name=tell_by-month]', '3')
  await page.fill('input[name=tell_by-year]', '2027')
  await h.submit(page, 'Begin')
  h.check(!(await text(page)).includes('What was answered'), 'an open round shows no figure')
  await look(h, page, '03-round', ['desktop', 'narrow'])
  return new URL(page.url()).pathname
}

async function onDevice (h, page, round) {
  await h.goto(page, `${round}/answer`)
  h.equal(await page.locator('html').getAttribute('dir'), 'rtl', 'the question stands in Arabic')
  await look(h, page, '04-answer', ['desktop', 'narrow'])
  await page.check('input[name=answer][value=o2]', { force: true })
  await page.fill('textarea[name=words]', 'المعلم لطيف')
  await h.follow(page, page.locator('form button[type=submit]').first())
  h.check(page.url().endsWith('/thanks'), 'it is taken in', page.url())
  await look(h, page, '05-thanks', ['narrow'])
  await h.follow(page, page.locator('.sf-talk a.govuk-button'))
  h.check(await page.locator('input[name=answer]:checked').count() === 0, 'the next person sees nothing of the one before')
  await h.goto(page, `${round}/sheet`)
  await look(h, page, '06-sheet', ['desktop', 'print'])
}

async function onPaper (h, page, round) {
  await h.goto(page, `${round}/paper`)
  await h.submit(page, 'Add these sheets')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'sheets without a mark are refused')
  await page.fill('input[name=n-o1]', '22')
  await page.fill('input[name=n-o2]', '19')
  await page.fill('input[name=n-o3]', '4')
  await look(h, page, '07-paper', ['desktop'])
  await h.submit(page, 'Add these sheets')
}

async function closed (h, round) {
  const manager = await h.signedIn('manager')
  await h.goto(manager, round)
  await h.submit(manager, 'Close the round and show the figures')
  const said = await text(manager)
  h.check(said.includes('not shown, to protect people') && said.includes('nearest 5'), 'figures are protected and say so', said)
  h.check(!/\b4\b/.test(await manager.locator('table').innerText()), 'the four are not shown')
  await look(h, manager, '08-result', ['desktop', 'narrow'])
  await h.goto(manager, '/together')
  await h.follow(manager, manager.getByRole('link', { name: 'Is the new kitchen good?' }))
  h.check((await text(manager)).includes('better talked with') && await manager.locator('table').count() === 0, 'a small group is protected, and offered another way')
  await look(h, manager, '09-small', ['desktop', 'narrow'])
  await h.goto(manager, '/together/releases')
  await look(h, manager, '10-register', ['desktop', 'narrow'])
  await h.follow(manager, manager.locator('table a').first())
  await look(h, manager, '11-release', ['desktop'])
}

async function lookAtWords (h, page, round) {
  await h.goto(page, round)
  await h.submit(page, 'Keep it')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'words are not kept before somebody looked for every point')
  for (const box of await page.locator('input[name=looked]').all()) await box.check()
  await look(h, page, '12-words', ['desktop', 'narrow'])
  await h.submit(page, 'Keep it')
  h.check((await text(page)).includes('المعلم لطيف'), 'then they are shown')
}

async function board (h, page) {
  await h.goto(page, '/together/board')
  await look(h, page, '13-board', ['desktop', 'narrow'])
  await h.goto(page, '/together/board/new')
  await page.fill('textarea[name=heard]', 'We want a prayer room.')
  await page.check('input[name=state][value=will_do]')
  await page.fill('textarea[name=did]', 'The small room is free every day.')
  await h.submit(page, 'Save')
  h.check((await text(page)).includes('There is a problem'), 'what will be done has a day and somebody who does it')
  await page.fill('input[name=who]', 'The college')
  await page.fill('input[name=by-day]', '27')
  await page.fill('input[name=by-month]', '3')
  await page.fill('input[name=by-year]', '2027')
  await h.submit(page, 'Save')
  await look(h, page, '14-item', ['desktop'])
  await h.goto(page, '/together/poster?lang=ar')
  h.check((await text(page)).includes('أنتم قلتم'), 'the poster speaks Arabic')
  await look(h, page, '15-poster-arabic', ['desktop', 'narrow', 'print'])
  await h.goto(page, '/together/poster?lang=en')
  await look(h, page, '16-poster', ['desktop', 'print'])
}
