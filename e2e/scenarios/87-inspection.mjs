// A quality lead lays the same evidence under England's questions and Scotland's domains.
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default async function inspection (h) {
  const page = await h.signedIn('manager')
  await h.goto(page, '/reviews')
  await h.follow(page, page.locator('main a[href="/inspection"]'))
  await h.accessible(page)
  await h.shots(page, 'home')
  await frameworks(h, page)
  await pack(h, page)
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
