// A translator's round trip: the steward exports an XLIFF file, somebody edits it in a text editor, the steward brings it
// back and its status moves; a placeholder that was lost is refused with the text named, and nothing of that file is
// taken. Then a better wording from a sitting, and a language that has no cards.
import { openPerson, pastTold, text } from '../talk.mjs'

const better = 'نقف هنا، وهذا حسن'

export default async function translator (h) {
  const steward = await h.signedIn('steward')
  await h.goto(steward, '/frameworks')
  await steward.getByRole('link', { name: 'Languages and translation' }).click()
  await steward.waitForLoadState()
  await h.shots(steward, 'languages')
  await h.accessible(steward, 'languages')
  const names = await text(steward)
  for (const own of ['Cymraeg', 'Shqip', 'Tiếng Việt', 'العربية', 'کوردیی', 'ትግርኛ', 'አማርኛ', 'Soomaali', 'پښتو', 'বাংলা', '中文']) {
    h.check(names.includes(own), `${own} stands there by its own name`)
  }
  const file = await exported(h, steward)
  const old = file.match(/name="ui\/stop\.title"[\s\S]*?<target>([^<]*)</)[1]
  await bringBack(h, steward, file.replace(`<target>${old}<`, `<target>${better}<`))
  const report = await text(steward)
  h.check(report.includes('1 text moved') && report.includes('ui/stop.title') && report.includes('Translated by a person'), 'one text moved, and to which status', report)
  await h.shots(steward, 'brought-in')
  await h.accessible(steward, 'brought in')
  const again = await exported(h, steward)
  h.check(again.includes(better) && /name="ui\/stop\.title"[\s\S]*?state="translated" subState="sf:human-translated"/.test(again), 'the next file holds the new words and their status')

  const lost = again.replace(/(name="ui\/copy\.for"[\s\S]*?<target>[^<]*)<ph [^>]*>/, '$1').replace(better, 'شيء آخر')
  h.check(lost !== again, 'a placeholder was taken out')
  await bringBack(h, steward, lost)
  const refused = await text(steward)
  h.check(refused.includes('ui/copy.for: lacks {who}'), 'a lost placeholder is refused with the text named', refused)
  await h.shots(steward, 'refused')
  await h.accessible(steward, 'refused')
  h.check((await exported(h, steward)).includes(better), 'and nothing of that file was taken')
  await bringBack(h, steward, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
  h.check((await text(steward)).includes('document type'), 'a hostile file is refused with its reason')

  await sitting(h)
  await h.goto(steward, '/translations/review')
  const waiting = await text(steward)
  h.check(waiting.includes('نتوقف الآن معًا'), 'the better wording waits for review', waiting)
  await h.shots(steward, 'review')
  await h.accessible(steward, 'review')
  for (const path of ['/translations/texts?lang=ar', '/translations/text?lang=ar', '/translations/record', '/your-words?lang=ti']) {
    await h.goto(steward, path)
    await h.accessible(steward, path)
  }
  await studio(h, steward)
}

/** Where a speaker lends their voice: asked first, then one text at a time. */
async function studio (h, page) {
  await h.goto(page, '/translations/record')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.waitForLoadState()
  h.check((await page.locator('.govuk-error-summary').count()) === 1, 'nobody is recorded who has not agreed')
  await page.selectOption('select[name=lang]', 'ar')
  await page.locator('input[name=role]').first().check()
  await page.check('input[name=consent]')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.waitForLoadState()
  h.check(/\/translations\/record\/[0-9a-f-]{36}/.test(page.url()), 'a speaker who agrees comes to the first text', page.url())
  await h.accessible(page, 'the recording page')
  await h.valid(page, 'the recording page')
  const voice = await page.context().request.get(h.url + await recorded(h, page))
  h.check(/^audio\//.test(voice.headers()['content-type'] ?? ''), 'a voice that waits for review can be heard', `${voice.status()} ${voice.headers()['content-type']}`)
}

async function recorded (h, page) {
  await h.goto(page, '/translations/review')
  return page.locator('audio[src], audio source[src]').first().getAttribute('src')
}

async function exported (h, page) {
  const answer = await page.context().request.get(h.url + '/translations/export?lang=ar&format=xliff')
  h.equal(answer.status(), 200, 'the file is handed out')
  return answer.text()
}

async function bringBack (h, page, content) {
  await h.goto(page, '/translations/import')
  await page.setInputFiles('input[type=file]', { name: 'texts-ar.xlf', mimeType: 'application/xliff+xml', buffer: Buffer.from(content) })
  await page.check('input[name=role][value=translator]')
  await page.fill('input[name=dialect]', 'Sudanese')
  await page.getByRole('button', { name: 'Check and bring in' }).click()
  await page.waitForLoadState()
}

/** A sitting in Somali, of which there are no cards: plain English, the sheet, and the way to say a text better. */
async function sitting (h) {
  const worker = await h.signedIn('practitioner')
  const person = await openPerson(h, worker, 'Selam')
  await h.goto(worker, `${person}/conversations/new`)
  await worker.check('input[name=language][value=so]')
  await worker.check('input[name=interpreter][value=not_needed]')
  await worker.getByRole('button', { name: 'Start' }).click()
  await worker.waitForLoadState()
  await pastTold(h, worker)
  await h.accessible(worker, 'the explanation')
  h.equal(await worker.locator('html').getAttribute('lang'), 'en', 'without cards in Somali the page is in plain English')
  const links = await worker.locator('a[href*="/translations/"]').evaluateAll(list => list.map(a => a.getAttribute('href')))
  h.check(links.some(l => l.includes('/translations/sheet') && l.includes('lang=so')), 'the interpreter’s sheet is one step away', links.join('\n'))
  h.check(links.some(l => l.includes('/translations/suggest')) && !links.some(l => l.includes(person.split('/').pop())), 'a text can be said better, and no address names the record')
  await h.follow(worker, worker.locator('a[href$="/privacy"]').first())
  await h.accessible(worker, 'what happens to my words')
  await h.valid(worker, 'what happens to my words')
  await h.goto(worker, '/translations/sheet?lang=so')
  await h.shots(worker, 'interpreters-sheet')
  await h.accessible(worker, 'the interpreter’s sheet')
  await h.goto(worker, '/translations/suggest?lang=ar&key=ui%2Fstop.title')
  await worker.fill('textarea[name=text]', 'نتوقف الآن معًا')
  await worker.check('input[name=role][value=interpreter]')
  await worker.getByRole('button', { name: 'Send to review' }).click()
  await worker.waitForLoadState()
  h.check((await text(worker)).includes('waits for review'), 'the interpreter’s wording enters review')
}
