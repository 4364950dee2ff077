// Who answers for an organisation sees how far figures reach, asks, keeps a question, plans a report; on a dozen young people the
// pages say plainly that the numbers are too small, and which other ways there are. Looking asks nothing.
export default async function insight (h) {
  const page = await h.signedIn('analyst')
  await h.goto(page, '/')
  h.equal(new URL(page.url()).pathname, '/insight', 'an analyst’s day begins over all records')
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'home', ['desktop', 'narrow', 'dark', 'print'])
  const releases = async () => { await h.goto(page, '/together/releases'); return page.locator('main tbody tr').count() }
  const before = await releases()
  await h.goto(page, '/insight')
  await h.follow(page, page.locator('main a[href="/insight/barriers"]'))
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'barriers', ['desktop', 'narrow', 'dark', 'print'])
  const text = await page.locator('main').innerText()
  h.check(text.includes('The numbers are too small') && text.includes('Other ways to know'), 'small numbers are said plainly, with the other ways')
  h.equal(await releases(), before, 'looking asks nothing')
  await ask(h, page)
  await keep(h, page)
  await report(h, page)
  const worker = await h.signedIn('practitioner')
  for (const closed of ['/insight', '/insight/barriers', '/insight/questions', '/insight/reports']) {
    h.equal((await worker.context().request.get(h.url + closed)).status(), 403, `a team has lists, not figures: ${closed} is refused`)
  }
}

async function ask (h, page) {
  await h.goto(page, '/insight/ask')
  await h.accessible(page)
  await h.shots(page, 'ask', ['desktop', 'narrow'])
  await page.check('input[name=measure][value=voice]')
  await page.selectOption('select[name=by]', 'system')
  await h.submit(page, 'Ask')
  h.check((await page.locator('.govuk-error-summary').innerText()).includes('cannot be asked in that way'), 'what cannot be asked is said')
  await h.shots(page, 'ask-wrong')
  await page.selectOption('select[name=by]', 'year')
  await h.submit(page, 'Ask')
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'answer', ['desktop', 'narrow', 'print'])
  for (const hostile of ['?measure=%00%ff&by=%27%3B--&and=..%2F&rules=%3Cscript%3E', '?measure=voice&measure=views&by[]=1']) {
    const answer = await page.context().request.get(h.url + '/insight/ask' + hostile)
    h.check(answer.ok() && !(await answer.text()).includes('<script>'), 'a garbled question is a form again')
  }
  h.equal((await page.context().request.get(h.url + '/insight/nothing')).status(), 404, 'a subject that is none is not found')
  await h.follow(page, page.locator('main a', { hasText: 'Keep this question' }))
}

async function keep (h, page) {
  await h.accessible(page)
  await h.submit(page, 'Keep it')
  h.check(await page.locator('.govuk-error-summary a').count() > 0, 'a question has a title')
  await page.fill('input[name=title]', 'Voice for the board')
  await page.fill('input[name=for]', 'the board')
  await h.submit(page, 'Keep it')
  await h.accessible(page)
  await h.shots(page, 'question', ['desktop', 'narrow'])
  await h.goto(page, '/insight/questions')
  await h.accessible(page)
  await h.shots(page, 'questions')
  await h.goto(page, '/insight/notes')
  await h.accessible(page)
  for (const [part, value] of [['day', '3'], ['month', '2'], ['year', '2026']]) await page.fill(`input[name=day-${part}]`, value)
  await page.fill('input[name=text]', 'A new law began')
  await page.fill('input[name=source]', 'legislation.example')
  await h.submit(page, 'Write it down')
  h.check((await page.locator('main').innerText()).includes('A new law began'), 'what happened stands on its day')
  await h.shots(page, 'notes', ['desktop', 'narrow'])
}

async function report (h, page) {
  await h.goto(page, '/insight/reports/new')
  await h.accessible(page)
  await h.shots(page, 'plan', ['desktop', 'narrow'])
  await page.fill('input[name=title]', 'Voice, monthly')
  await page.fill('input[name=for]', 'the board')
  await page.check('input[name=questions] >> nth=0')
  await page.check('input[name=every][value=month]')
  const now = new Date()
  for (const [part, value] of [['day', now.getUTCDate()], ['month', now.getUTCMonth() + 1], ['year', now.getUTCFullYear()]]) await page.fill(`input[name=first-${part}]`, String(value))
  await h.submit(page, 'Plan it')
  await h.accessible(page)
  await h.shots(page, 'reports', ['desktop', 'narrow'])
  await page.locator('main button', { hasText: 'Make it now' }).first().click()
  await page.waitForURL(/reports\/[0-9a-f-]{36}/)
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'report', ['desktop', 'narrow', 'print'])
  for (const as of ['pdf', 'docx', 'zip']) {
    const file = await page.context().request.get(`${page.url()}/file?as=${as}`)
    h.check(file.ok() && (await file.body()).length > 1000, `the report is there as ${as}`)
  }
}
