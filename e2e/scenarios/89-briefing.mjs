// A policy officer writes a briefing for an education department; another manager signs it and writes down to whom it was given; a
// practitioner reads it; words that were taken down are not in it any more. And: what can be done on the first day, a template as a file.
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from '../talk.mjs'

const title = 'Learning without a gap (invented)'
const reader = 'The unit for children looked after (invented)'

export default async function briefing (h) {
  const officer = await h.signedIn('analyst')
  await home(h, officer)
  await ownTemplate(h, officer)
  const at = await begin(h, officer)
  await fill(h, officer, at)
  await version(h, officer, at)
  const quote = await signed(h, at)
  await read(h, at)
  await takenDown(h, officer, at, quote)
}

async function home (h, page) {
  await h.goto(page, '/')
  await h.follow(page, page.locator('header a[href="/policy"], nav a[href="/policy"]').first())
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'home', ['desktop', 'narrow', 'dark', 'print'])
  await h.follow(page, page.locator('main a[href="/policy/first-day"]'))
  await h.accessible(page)
  await h.shots(page, 'first-day')
  await h.goto(page, '/policy/readers')
  await h.follow(page, page.locator('main a[href="/policy/readers/interior-ministry"]'))
  h.check((await text(page)).includes('does not endorse it'), 'a template says that nobody endorses it')
  await h.accessible(page)
  await h.shots(page, 'reader', ['desktop', 'narrow'])
}

async function ownTemplate (h, page) {
  const folder = mkdtempSync(join(tmpdir(), 'sf-'))
  try {
    const file = join(folder, 'own.json')
    const line = words => ({ en: words })
    const own = { format: 'stablefutures-briefing-template/1', id: 'trust-board', version: '2026-11-29', nations: [], title: line('A board of trustees (invented)'), reader: line('Its chair'), address: line('To the chair'), question: line('What do we stop doing?'), ask: line('Decide it.'), words: 300, sections: [{ code: 'seen', heading: line('What was seen'), about: line('From practice'), evidence: line('Words'), takes: ['words', 'quote'] }], not_given: [line('Names')], sources: [{ title: 'A test', publisher: 'A test', url: 'https://example.org/', read: '2026-11-28', how: 'read' }], drafts: [], not_read: [] }
    writeFileSync(file, JSON.stringify({ ...own, weight: 1 }))
    await h.goto(page, '/policy/readers/load')
    await h.accessible(page)
    await page.setInputFiles('input[name=file]', file)
    await h.submit(page, 'Load it')
    h.check(await page.locator('.govuk-error-summary').count() === 1, 'a file with something else in it is refused')
    writeFileSync(file, JSON.stringify(own))
    await page.setInputFiles('input[name=file]', file)
    await h.submit(page, 'Load it')
    h.check((await text(page)).includes('What do we stop doing?'), 'an organisation has templates of its own')
  } finally { rmSync(folder, { recursive: true }) }
}

async function begin (h, page) {
  await h.goto(page, '/policy/briefings')
  await h.accessible(page)
  await h.shots(page, 'list')
  await h.goto(page, '/policy/briefings/new')
  await h.shots(page, 'new', ['desktop', 'narrow'])
  await h.submit(page, 'Begin')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'it says what is missing')
  await h.accessible(page)
  await page.fill('input[name=title]', title)
  await page.fill('input[name=reader]', reader)
  await page.check('input[name=template][value=education-department]')
  await h.submit(page, 'Begin')
  h.check((await text(page)).includes('Write what you do not know'), 'no version without what is not known')
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'empty', ['desktop', 'narrow'])
  return new URL(page.url()).pathname
}

async function fill (h, page, at) {
  await h.goto(page, `${at}/words`)
  await page.fill('textarea[name=short]', 'A place at a school or college comes after the move, and learning stops.')
  await page.fill('textarea[name=unknown]', 'How many wait, and how long: too few are here for a figure.')
  await h.accessible(page)
  await h.shots(page, 'words')
  await h.submit(page, 'Save')
  await put(h, page, at, 'way', 'words', async () => page.fill('textarea[name=text]', 'Nobody has to ask for the next place before somebody moves.'))
  await put(h, page, at, 'way', 'release', async () => {
    await page.locator('input[name=of]').first().check()
    await page.fill('textarea[name=text]', 'What a group answered.')
    await h.submit(page, 'Put it in')
    h.check((await page.locator('.govuk-error-summary').innerText()).length > 0, 'figures do not stand without saying of whom they are')
    await h.accessible(page)
    await h.shots(page, 'piece', ['desktop', 'narrow'])
    await page.check('input[name=chart][value=dot]')
    await page.fill('textarea[name=coverage]', 'Everybody at three open evenings. Who did not come is not in it.')
  })
  await put(h, page, at, 'after', 'published', async () => {
    await page.fill('textarea[name=text]', '6,540 unaccompanied children were looked after in England on 31 March 2025.')
    await page.fill('input[name=publisher]', 'Department for Education')
    await page.fill('input[name=source]', 'Children looked after in England')
    await page.fill('input[name=url]', 'https://explore-education-statistics.service.gov.uk/find-statistics/children-looked-after-in-england-including-adoptions')
    for (const [part, value] of [['day', 20], ['month', 11], ['year', 2025]]) await page.fill(`input[name=on-${part}]`, String(value))
    await page.fill('textarea[name=coverage]', 'All children looked after by councils on that day.')
  })
  await put(h, page, at, 'voice', 'quote', async () => page.locator('input[name=of]').first().check())
  await put(h, page, at, 'way', 'theme', async () => page.locator('input[name=of]').first().check())
  await h.accessible(page)
  await h.shots(page, 'written', ['desktop', 'narrow', 'dark'])
  await h.follow(page, page.locator(`main a[href="${at}/preview"]`))
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'preview', ['desktop', 'narrow', 'dark', 'print'])
  await h.goto(page, at)
}

async function put (h, page, at, section, kind, answer) {
  await h.goto(page, `${at}/piece?section=${section}`)
  await h.follow(page, page.locator(`main a[href*="kind=${kind}"]`))
  await answer()
  await h.submit(page, 'Put it in')
  h.check((await text(page)).includes('It is in'), `${kind} is in`)
}

async function version (h, page, at) {
  await h.goto(page, at)
  await h.submit(page, 'Make a version')
  h.check((await text(page)).includes('waits for a signature'), 'the version waits for a signature')
  await h.goto(page, `${at}/versions/1`)
  h.check((await text(page)).includes('Not signed'), 'it says that it is not signed')
  h.check(await page.locator('main a[href$="/sign"]').count() === 0, 'a policy officer signs nothing')
}

async function signed (h, at) {
  const manager = await h.signedIn('manager_2')
  await h.goto(manager, '/policy')
  h.check((await text(manager)).includes('waits for your signature'), 'a manager finds what waits')
  await h.follow(manager, manager.locator(`main a[href="${at}/versions/1"]`).first())
  await h.follow(manager, manager.locator('main a[href$="/sign"]'))
  await h.submit(manager, 'Sign it')
  h.check(await manager.locator('.govuk-error-summary').count() === 1, 'nobody signs without looking')
  await h.accessible(manager)
  await h.shots(manager, 'sign', ['desktop', 'narrow'])
  for (const box of await manager.locator('input[name=checked]').all()) await box.check()
  await h.submit(manager, 'Sign it')
  await h.follow(manager, manager.locator('main a[href$="/give"]'))
  await h.accessible(manager)
  await manager.fill('input[name=to]', reader)
  const now = new Date()
  for (const [part, value] of [['day', now.getUTCDate()], ['month', now.getUTCMonth() + 1], ['year', now.getUTCFullYear()]]) await manager.fill(`input[name=on-${part}]`, String(value))
  await manager.check('input[name=how][value=sent]')
  await h.shots(manager, 'give')
  await h.submit(manager, 'Write down that it was given to somebody')
  h.check((await text(manager)).includes(`given to ${reader}`), 'the log says to whom')
  await h.accessible(manager)
  await h.valid(manager)
  await h.shots(manager, 'version', ['desktop', 'narrow', 'dark', 'print'])
  return manager.locator('main blockquote').first().innerText()
}

async function read (h, at) {
  const worker = await h.signedIn('practitioner')
  await h.goto(worker, '/policy/briefings')
  await h.follow(worker, worker.locator('main a', { hasText: title }))
  h.check((await text(worker)).includes('In short'), 'a practitioner reads what was given')
  for (const as of ['pdf', 'docx', 'html', 'txt']) {
    const file = await worker.context().request.get(`${h.url}${at}/versions/1/file?as=${as}`)
    h.check(file.status() === 200 && (await file.body()).length > 500, `it comes as ${as}`)
    h.check(file.headers()['content-disposition'].includes(`briefing.${as}`), `under a name that says nothing, as ${as}`)
  }
  const draft = await worker.context().request.get(h.url + at)
  h.check(draft.status() === 403 || draft.status() === 404, 'and no draft', String(draft.status()))
}

/** What a young person gave is taken down: the briefing says that words stood there, and not which. */
async function takenDown (h, officer, at, quote) {
  const manager = await h.signedIn('manager')
  await h.goto(manager, '/together/works')
  const works = await manager.locator('main a[href^="/together/works/"]').evaluateAll(list => [...new Set(list.map(a => a.getAttribute('href')))])
  for (const href of works) {
    await h.goto(manager, href)
    if (!(await text(manager)).includes(quote)) continue
    await manager.check('input[name=reason][value=asked]')
    await manager.locator('main form').filter({ has: manager.locator('input[name=reason]') }).locator('button').click()
    break
  }
  await h.goto(officer, `${at}/versions/1`)
  const page = await text(officer)
  h.check(!page.includes(quote), 'words that were taken down are not in it any more')
  h.check(page.includes('asked not to use them again'), 'and it says that they stood there')
  await h.shots(officer, 'taken-down')
  await h.goto(officer, at)
  h.check(!(await text(officer)).includes(quote), 'nor in the draft')
}
