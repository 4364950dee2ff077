// What was learnt from an audit becomes a report that stands, a page for teams, and something young people are told.
export default async function auditReport (h) {
  const page = await h.signedIn('manager')
  await h.goto(page, '/audits')
  await h.follow(page, page.getByRole('link', { name: /Do plans say what young people want\? \(invented\)/ }))
  await h.follow(page, page.locator('main a[href$="/learning"]'))
  const learning = new URL(page.url()).pathname
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'learning', ['desktop', 'narrow', 'print'])
  await theme(h, page, learning)
  await words(h, page, learning)
  await told(h, page, learning)
  await report(h, page, learning)
}

async function theme (h, page, learning) {
  await h.goto(page, learning + '/themes/new')
  await h.accessible(page)
  await page.check('input[name=kind][value=barrier]')
  await page.fill('input[name=title]', 'A place moves before the plan does')
  await page.fill('textarea[name=words]', 'As in NR-A1, where the plan still named the old school.')
  await h.submit(page, 'Keep')
  const summary = await page.locator('.govuk-error-summary').innerText()
  h.check(summary.includes('name a case by its number') && summary.includes('which system'), 'a case’s number is refused, and a barrier has a system', summary)
  await h.shots(page, 'theme-wrong')
  await page.selectOption('select[name=system]', 'housing')
  await page.fill('textarea[name=words]', 'After a move the plan still named the old school.')
  await page.locator('input[name=cases]').first().check()
  await h.submit(page, 'Keep')
  h.check((await page.locator('main').innerText()).includes('A place moves before the plan does'), 'the theme stands')
}

async function words (h, page, learning) {
  await h.goto(page, learning + '/words')
  await h.accessible(page)
  await h.shots(page, 'words', ['desktop', 'narrow'])
  await page.fill('textarea[name=found]', 'Plans that were asked about say what young people want.')
  await h.submit(page, 'Keep')
}

async function told (h, page, learning) {
  await h.goto(page, learning + '/told/new')
  await page.check('input[name=for][value=group]')
  await page.check('input[name=state][value=done]')
  await page.fill('textarea[name=heard]', 'You told us that plans are written before anybody asks you what you would like to have in them.')
  await page.fill('textarea[name=did]', 'We implemented participation.')
  await h.submit(page, 'Keep')
  const hint = await page.locator('.govuk-inset-text').innerText()
  h.check(hint.includes('A long sentence') && hint.includes('participation'), 'long sentences and words are pointed out', hint)
  await h.shots(page, 'told', ['desktop', 'narrow'])
  await page.fill('textarea[name=heard]', 'You told us that nobody asks you first.')
  await page.fill('textarea[name=did]', 'Now we ask first.')
  await h.submit(page, 'Keep')
  h.equal(await page.locator('.govuk-inset-text').count(), 0, 'plain words get no hint')
  const sheet = await page.context().request.get(page.url() + '/sheet')
  h.check((await sheet.body()).subarray(0, 5).toString() === '%PDF-', 'it can be printed')
  await h.submit(page, 'Put it on the board')
  await h.goto(page, '/together/board')
  h.check((await page.locator('main').innerText()).includes('Now we ask first.'), 'young people’s board says it')
}

async function report (h, page, learning) {
  await h.goto(page, learning)
  await h.submit(page, 'Make the report')
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'report', ['desktop', 'narrow', 'dark', 'print'])
  const text = await page.locator('main').innerText()
  h.check(text.includes('Version 2') && text.includes('A place moves before the plan does'), 'the report has what was written')
  h.check(!text.includes('NR-A') && !text.includes('Quillfeather'), 'it names no case and no auditor')
  const address = page.url()
  for (const [as, start] of [['pdf', '%PDF-'], ['docx', 'PK'], ['team', '%PDF-']]) {
    const file = await page.context().request.get(`${address}/file?as=${as}`)
    h.check((await file.body()).subarray(0, start.length).toString() === start, `the report as ${as}`)
    h.check(/filename="?report\.(pdf|docx)/.test(file.headers()['content-disposition']), 'under a name that says nothing', file.headers()['content-disposition'])
  }
  await h.follow(page, page.locator('main a[href$="/team"]'))
  await h.accessible(page)
  await h.shots(page, 'team', ['desktop', 'narrow', 'print'])
}
