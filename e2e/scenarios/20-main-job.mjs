// The main job, as issue 2 asks for it: a practitioner and a young person talk in Arabic with an interpreter; two
// promises are made, one is kept and told back; the picture, the copy, the case note and the log show all of it.
import { setTimeout as pause } from 'node:timers/promises'
import { command } from '../program.mjs'
import { codeOf, day, fillPromise, go, look, noPromise, openPerson, openSitting, pick, said, text, unfold } from '../talk.mjs'

export default async function mainJob (h) {
  const page = await h.signedIn('practitioner')
  await wholeJob(h, page, { name: 'Yusra', worker: 'Rowan Ashgrove', see: (step, ways) => look(h, page, step, ways) })
}

/** The whole of it, for whoever is signed in. see is called on each page. Gives the addresses of the person and the sitting. */
export async function wholeJob (h, page, { name, worker, see }) {
  const person = await openPerson(h, page, name)
  await see('01-record')
  const sitting = await talk(h, page, person, see)
  await promises(h, page, person, sitting, see)
  await ownView(h, page, sitting, see)
  await keepOne(h, page, person, see)
  await picture(h, page, person, see)
  await copy(h, page, person, sitting, worker, see)
  await caseNote(h, page, sitting, name, see)
  await log(h, page, person, see)
  ledgerHolds(h)
  return { person, sitting }
}

async function talk (h, page, person, see) {
  const sitting = await openSitting(h, page, person, { seen: step => see(`02-${step}`) })
  await isArabic(h, page, 'the explanation')
  h.check((await text(page)).includes('Home Office'), 'the explanation says what is not sent to whom')
  await see('03-explanation', ['desktop', 'narrow', 'dark'])
  await go(h, page, 'on')

  h.check(await page.locator('input[name=chosen]').nth(0).getAttribute('value') === 'else', 'something else is the first card')
  h.check(await page.locator('main label svg, main label img').count() > 25, 'every topic has a picture')
  await see('04-topics')
  await pick(page, 'chosen', 'else')
  await pick(page, 'chosen', 'G1')
  await go(h, page, 'done')

  await isArabic(h, page, 'something else')
  await page.fill('input[name=name]', said.topic)
  await page.fill('textarea[name=translation]', said.topicEnglish)
  await page.selectOption('select[name=translated_by]', 'interpreter')
  await see('05-something-else')
  await go(h, page, 'next')
  h.check((await page.locator('h1').innerText()).includes(said.topic), 'the card of their own topic bears their own words')
  await pick(page, 'choice', 'keeps_changing')
  await go(h, page, 'next')

  h.equal(codeOf(page), 'G1', 'the next card is the one that was chosen')
  await see('06-card', ['desktop', 'narrow', 'dark'])
  await pick(page, 'choice', 'some_of_it')
  await go(h, page, 'change')
  await pick(page, 'who', 'service')
  await see('06a-who-can-change-it')
  await go(h, page, 'next')
  await h.goto(page, `${sitting}/card/G1`)
  await go(h, page, 'link')
  await page.locator('label').filter({ hasText: said.topic }).click()
  await see('06b-what-belongs-together')
  await go(h, page, 'next')
  await h.goto(page, `${sitting}/card/G1`)
  await go(h, page, 'words')
  await page.fill('textarea[name=words]', said.words)
  await pick(page, 'written_by', 'worker')
  await page.fill('textarea[name=translation]', said.wordsEnglish)
  await page.selectOption('select[name=translated_by]', 'interpreter')
  await see('07-own-words')
  await go(h, page, 'keep')

  h.check(page.url().endsWith('/matters'), 'what matters most is asked once two things were said', page.url())
  await see('08-matters')
  await pick(page, 'matters', 'G1')
  await go(h, page, 'next')
  for (const words of [said.topic, said.words]) h.check((await text(page)).includes(words), `read back: ${words}`)
  await pick(page, 'quality', 'ok')
  await see('09-read-back')
  await go(h, page, 'keep')
  await noPromise(h, page, () => see('09a-promises-at-the-table'))
  h.check(page.url().endsWith('/end'), 'the conversation ends on its page of thanks', page.url())
  await see('10-end')
  return sitting
}

async function isArabic (h, page, what) {
  const root = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])
  h.equal(root.join(' '), 'ar rtl', `${what} is in Arabic, from right to left`)
  const headings = (await page.locator('h1, h2').allInnerTexts()).join(' ')
  h.check(/[\u0600-\u06ff]/.test(headings), `${what} has its headings in Arabic`, headings)
}

async function promises (h, page, person, sitting, see) {
  await h.goto(page, `${person}/promises/new?sitting=${sitting.split('/').pop()}`)
  await see('11-promise')
  await fillPromise(page, { what: said.promise, forYoung: said.promiseArabic, due: day(7), item: 'G1' })
  await h.follow(page, page.locator('button[name=another]'))
  h.check(await page.locator('textarea[name=what]').inputValue() === '', 'the second promise begins on an empty page')
  await fillPromise(page, { what: said.second, forYoung: said.secondArabic, due: day(21) })
  await h.submit(page)
  h.equal(new URL(page.url()).pathname, sitting, 'after the last promise comes the conversation it was made from')
  await see('12-kept-conversation')
}

async function ownView (h, page, sitting, see) {
  await h.goto(page, `${sitting}/view`)
  const code = 'G1'
  await unfold(page, `input[name="choice.${code}"]`)
  await pick(page, `choice.${code}`, 'not_there')
  await page.fill(`textarea[name="words.${code}"]`, 'The lock has been reported twice this month.')
  await see('13-own-view')
  await h.follow(page, page.locator('button[name=go][value=keep]'))
  h.equal(new URL(page.url()).pathname, sitting, 'the view is kept beside the conversation')
}

async function keepOne (h, page, person, see) {
  await h.goto(page, '/promises')
  for (const what of [said.promise, said.second]) h.check((await text(page)).includes(what), `the first page shows: ${what}`)
  await see('14-what-is-waiting')
  await h.goto(page, `${person}/promises`)
  await see('15-promises')
  await h.follow(page, page.getByRole('link', { name: said.promise }))
  await see('16-promise', ['desktop', 'narrow', 'dark'])
  await pick(page, 'kind', 'kept')
  await page.fill('textarea[name=evidence]', 'The lock was mended; we tried it together.')
  await h.submit(page)
  await pick(page, 'kind', 'told_back')
  await page.fill('textarea[name=how]', 'In person, with the interpreter.')
  await h.submit(page)
  const now = await text(page)
  h.check(now.includes('Kept') && now.includes('In person, with the interpreter.'), 'the promise is kept and told back', now)
  await see('17-kept-and-told')
}

async function picture (h, page, person, see) {
  await h.goto(page, `${person}/picture`)
  const staff = await text(page)
  for (const words of [said.words, said.wordsEnglish, said.topic, said.promise, said.second, 'The lock has been reported twice']) {
    h.check(staff.includes(words), `the staff’s picture shows: ${words}`)
  }
  for (const state of ['I have some of this', 'It keeps changing', 'It is not there', 'They see this differently', 'What is in the way']) {
    h.check(staff.includes(state), `the staff’s picture says: ${state}`)
  }
  h.check(!/\b\d+\s?%|\bscore\b/i.test(staff), 'no percentage and no score', staff.match(/.{40}(\d+\s?%|score).{40}/i)?.[0])
  await see('18-picture', ['desktop', 'narrow', 'dark', 'forced', 'print'])
  await h.goto(page, `${person}/picture/theirs`)
  await isArabic(h, page, 'their own picture')
  const theirs = await text(page)
  for (const words of [said.words, said.topic, said.promiseArabic, said.secondArabic, 'بعض هذا متوفر لي']) {
    h.check(theirs.includes(words), `their own picture shows: ${words}`)
  }
  h.check(!theirs.includes('reported twice'), 'a view not talked through is not in their picture')
  await see('19-their-picture', ['desktop', 'narrow', 'print'])
}

async function copy (h, page, person, sitting, worker, see) {
  const query = `sitting=${sitting.split('/').pop()}`
  await h.goto(page, `${person}/copy?${query}`)
  await isArabic(h, page, 'the copy')
  const paper = await text(page)
  for (const words of [said.words, said.topic, said.promiseArabic, said.secondArabic, worker]) {
    h.check(paper.includes(words), `the copy shows: ${words}`)
  }
  await see('20-copy', ['desktop', 'narrow', 'print'])
  const link = await page.locator('a[href*="/copy/pdf"]').getAttribute('href')
  const pdf = await page.context().request.get(new URL(link, h.url).href)
  const bytes = await pdf.body()
  h.equal(bytes.subarray(0, 5).toString(), '%PDF-', 'the copy comes as a PDF')
  h.check(bytes.length > 5000, 'the PDF has something in it', `${bytes.length} bytes`)
  h.check(/filename="?[a-z]+\.pdf"?$/.test(pdf.headers()['content-disposition']), 'its file name says nothing', pdf.headers()['content-disposition'])
}

async function caseNote (h, page, sitting, name, see) {
  await h.goto(page, `${sitting}/note`)
  const button = page.locator('main form button[type=submit]').first()
  if (!await page.locator('#note').count()) await h.follow(page, button)
  const note = await page.locator('#note').innerText()
  for (const mark of ['Their words', 'A professional’s view', 'Facts', 'Promises']) {
    h.check(note.includes(mark), `the case note marks: ${mark}`, note)
  }
  for (const words of [said.words, said.wordsEnglish, `${said.topicEnglish} (${said.topic})`, said.promise, said.second, 'Kept.', 'reported twice', 'interpreter']) {
    h.check(note.includes(words), `the case note says: ${words}`, note)
  }
  h.check(!note.includes(name), 'the case note names no young person')
  await see('21-case-note')
  const form = await page.locator('main form').last().evaluate(f => [...new FormData(f)])
  const word = await page.context().request.post(page.url(), { form: Object.fromEntries([...form, ['as', 'docx']]) })
  h.equal((await word.body()).subarray(0, 2).toString(), 'PK', 'the case note comes as a Word document')
}

async function log (h, page, person, see) {
  await h.goto(page, `${person}/log`)
  let acts = await text(page)
  for (let tries = 0; tries < 10 && !acts.includes('Made a case note'); tries++) {
    await pause(500) // on PostgreSQL an entry gets its place in the log within a second
    await h.goto(page, `${person}/log`)
    acts = await text(page)
  }
  await see('22-log')
  const earlier = page.locator('a[href*="/log?before="]')
  if (await earlier.count()) {
    await h.follow(page, earlier)
    acts += await text(page)
  }
  for (const act of ['Held a conversation', 'Made a promise', 'Said what happened to a promise', 'Looked at the picture',
    'Opened the young person’s copy', 'Made a case note', 'Wrote their own view', 'Looked at the record']) {
    h.check(acts.includes(act), `the log shows: ${act}`)
  }
  h.check(!acts.includes(said.wordsEnglish) && !acts.includes(said.words), 'the log holds no words of anybody')
}

/** The whole ledger holds, as somebody at the command line sees it while the program runs. */
function ledgerHolds (h) {
  const { status, text } = command('ledger', 'verify', '--database', h.program.database, '--json')
  h.equal(status, 0, 'the ledger verifies')
  const found = status === 0 ? JSON.parse(text) : {}
  h.check(found.ok === true && found.entries > 100 && found.first_bad === undefined, 'and says so in JSON', text)
}
