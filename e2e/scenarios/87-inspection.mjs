// A quality lead lays the same evidence under England's questions and Scotland's domains; a manager makes a tracked case ready
// and lets a visitor in, who reads and prints it and is refused everything else.
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPerson } from '../talk.mjs'

export default async function inspection (h) {
  const page = await h.signedIn('manager')
  await h.goto(page, '/reviews')
  await h.follow(page, page.locator('main a[href="/inspection"]'))
  await h.accessible(page)
  await h.shots(page, 'home')
  await frameworks(h, page)
  await pack(h, page)
  await sheets(h, page)
  await tracked(h, page)
}

async function frameworks (h, page) {
  await h.goto(page, '/inspection/frameworks')
  await h.accessible(page)
  await h.shots(page, 'frameworks')
  await h.follow(page, page.locator('main a[href="/inspection/frameworks/england-ilacs-2026"]'))
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'framework', ['desktop', 'narrow', 'dark', 'print'])
  h.check((await page.locator('main').innerText()).includes('no judgement of overall effectiveness'), 'what is known of it is said')
  const folder = mkdtempSync(join(tmpdir(), 'sf-'))
  try {
    const file = join(folder, 'next.json')
    const next = { format: 'stablefutures-inspectorate-framework/1', id: 'england-2027', nation: 'england', inspectorate: 'Ofsted', title: 'Framework of 2027 (invented for a test)', from: '2027-04-01', to: '', scale: null, headings: [{ code: 'one', text: 'Children and families', ask: '', takes: ['voice', 'figures'] }], facts: [], sources: [{ title: 'A test', publisher: 'A test', url: 'https://example.org/', read: '2026-11-28', how: 'read' }], not_read: [] }
    writeFileSync(file, JSON.stringify({ ...next, weight: 1 }))
    await h.goto(page, '/inspection/frameworks/load')
    await h.accessible(page)
    await page.setInputFiles('input[name=file]', file)
    await h.submit(page, 'Check and load')
    h.check((await page.locator('.govuk-error-summary').innerText()).includes('unknown field'), 'a file with something else in it is refused, and why')
    await h.shots(page, 'load-wrong')
    writeFileSync(file, JSON.stringify(next))
    await page.setInputFiles('input[name=file]', file)
    await h.submit(page, 'Check and load')
    h.check((await page.locator('main').innerText()).includes('Children and families'), 'the framework of another year comes as a file')
  } finally { rmSync(folder, { recursive: true }) }
}

async function pack (h, page) {
  await h.goto(page, '/inspection/packs/new')
  await h.accessible(page)
  await h.shots(page, 'new-pack')
  await page.fill('input[name=title]', 'What we show in May')
  const now = new Date()
  for (const [name, date] of [['from', [1, 1, now.getUTCFullYear() - 1]], ['to', [now.getUTCDate(), now.getUTCMonth() + 1, now.getUTCFullYear()]]]) {
    for (const [i, part] of ['day', 'month', 'year'].entries()) await page.fill(`input[name=${name}-${part}]`, String(date[i]))
  }
  await page.check('input[name=framework][value=england-self-evaluation]')
  await h.submit(page, 'Gather the evidence')
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'england', ['desktop', 'narrow', 'dark', 'print'])
  await h.follow(page, page.locator('main a', { hasText: 'Arrange the evidence' }))
  await h.accessible(page)
  await h.shots(page, 'arrange')
  await page.fill('textarea[name=sentence]', 'We met 3 young people.')
  await page.check('input[name=topics][value=voice]')
  await h.submit(page, 'Add the sentence')
  h.check((await page.locator('.govuk-error-summary').innerText()).includes('There is a number in your sentence'), 'a number that nobody protected is refused')
  await page.fill('textarea[name=sentence]', 'We meet young people every month.')
  await h.submit(page, 'Add the sentence')
  await page.fill('textarea[name=gap_plans]', 'We will write the plan with them by the summer.')
  await h.submit(page, 'Save a new version')
  await page.selectOption('select[name=framework]', 'scotland-quality-framework')
  await h.submit(page, 'Lay it under these headings too')
  const text = await page.locator('main').innerText()
  h.check(text.includes('Key outcomes') && text.includes('We meet young people every month.'), 'the same choice stands under Scotland’s domains')
  await h.shots(page, 'scotland', ['desktop', 'print'])
  await page.selectOption('select[name=framework]', 'scotland-wellbeing')
  await h.submit(page, 'Lay it under these headings too')
  h.check((await page.locator('main').innerText()).includes('We have no evidence for this'), 'what is missing is said openly')
  for (const form of ['pdf', 'docx']) {
    const link = await page.locator(`main a[href*="/${form}?"]`).getAttribute('href')
    const file = await page.context().request.get(h.url + link)
    h.check(file.ok() && (await file.body()).length > 2000, `the ${form} is there`)
  }
}

async function sheets (h, page) {
  await h.goto(page, '/inspection/kit')
  await h.accessible(page)
  for (const name of ['enquiry', 'observation', 'summary']) {
    await h.goto(page, `/inspection/kit/${name}`)
    await h.accessible(page)
    await h.shots(page, `kit-${name}`, ['desktop', 'narrow', 'print'])
    h.check((await page.locator('main').innerText()).includes('Nobody has endorsed these sheets'), `${name} claims nobody’s endorsement`)
    h.check((await page.context().request.get(`${h.url}/inspection/kit/${name}/pdf`)).ok(), `${name} is there to print`)
  }
}

async function tracked (h, page) {
  const name = 'Yusra'
  const path = await openPerson(h, page, name)
  await h.goto(page, path + '/tracked')
  await h.accessible(page)
  await h.shots(page, 'tracked', ['desktop', 'narrow'])
  await h.follow(page, page.locator('main a', { hasText: 'Make it ready for a visitor' }))
  await h.accessible(page)
  await h.shots(page, 'prepare', ['desktop', 'narrow'])
  await h.submit(page, 'Save, and read it as a visitor does')
  h.check(await page.locator('.govuk-error-summary a').count() > 2, 'every line has to be chosen')
  await h.shots(page, 'prepare-wrong')
  await page.fill('input[name=label]', 'B')
  await page.check('input[name=told][value=agrees]')
  await page.fill('textarea[name=cover_other_person]', 'Rowan')
  await page.evaluate(() => document.querySelectorAll('main select').forEach((s, i) => { s.value = i === 1 ? 'their_wish' : 'show' }))
  await h.submit(page, 'Save, and read it as a visitor does')
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'ready', ['desktop', 'narrow', 'print'])
  const text = await page.locator('main').innerText()
  h.check(!text.includes(name) && !text.includes('Rowan'), 'no name stands in what was made ready', name)
  h.check(text.includes('A line is left out: the young person wishes it'), 'what is left out shows as left out')
  h.check(!(await page.title()).includes(name), 'nor in its title')
  await visit(h, page, path)
}

async function visit (h, page, path) {
  const visitor = await h.signedIn('inspector')
  await h.goto(visitor, '/')
  h.equal(new URL(visitor.url()).pathname, '/visit', 'a visitor’s first page explains the visit')
  await h.accessible(visitor)
  const before = await visitor.locator('main a[href$="/tracked"]').count()
  h.equal((await visitor.context().request.get(h.url + path + '/tracked')).status(), 404, 'a case they were not let into is not there')
  await h.goto(page, path + '/tracked')
  await page.check('input[name=read]')
  await h.submit(page, 'Let them in')
  await h.accessible(page)
  await h.shots(page, 'let-in')
  await h.goto(visitor, '/visit')
  await h.shots(visitor, 'visit', ['desktop', 'narrow', 'print'])
  h.equal(await visitor.locator('main a[href$="/tracked"]').count(), before + 1, 'now it is among their cases')
  await h.follow(visitor, visitor.locator(`main a[href="${path}/tracked"]`))
  await h.accessible(visitor)
  await h.shots(visitor, 'visitor-reads')
  const pdf = await visitor.context().request.get(`${h.url}${path}/tracked/pdf`)
  h.check(pdf.ok() && (await pdf.body()).length > 2000, 'and can be printed')
  h.check(!pdf.headers()['content-disposition']?.includes(path.split('/')[2]), 'under a name that says nothing')
  for (const closed of [path, `${path}/picture`, `${path}/conversations`, `${path}/promises`, `${path}/tracked/prepare`, '/people', '/promises', '/inspection', '/audits', '/together', '/reviews', '/retention', '/administration']) {
    const status = (await visitor.context().request.get(h.url + closed, { maxRedirects: 0 })).status()
    h.check(status === 403 || status === 404, `${closed.replace(/[0-9a-f-]{36}/, '…')} is refused`, String(status))
  }
  await h.goto(page, path + '/access')
  h.check((await page.locator('main').innerText()).includes('Hester Calloway'), 'who can see the record shows the visitor')
  await h.goto(page, '/inspection/visits')
  await h.accessible(page)
  await h.shots(page, 'visits')
  await h.submit(page, 'End this visit now')
  h.equal((await visitor.context().request.get(`${h.url}${path}/tracked`, { maxRedirects: 0 })).ok(), false, 'ended by hand, nothing opens any more')
}
