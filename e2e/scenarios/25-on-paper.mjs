// A conversation on paper: sheets are printed, the code is typed, what stands on them is typed in with the keyboard alone,
// and the record shows it beside every other conversation. Then sheets for nobody in particular, and codes that lead nowhere.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { day, look, openPerson, pick, said, text, unfold } from '../talk.mjs'

export default async function onPaper (h) {
  const page = await h.signedIn('practitioner')
  const person = await openPerson(h, page, 'Yusra')
  const code = await print(h, page, `${person}/conversations/paper`, 'ar')
  await wrongCodes(h, page, code)
  const sitting = await typeIn(h, page, person, code)
  await kept(h, page, person, sitting, code)
  await forNobody(h, page, person)
  await somebodyElse(h, code)
}

/** Prints three cards and gives the code that stands on each page. */
async function print (h, page, where, language) {
  await h.goto(page, where)
  await look(h, page, 'print', ['desktop', 'narrow'])
  await page.selectOption('select[name=language]', language)
  await pick(page, 'picture', 'kite')
  await page.selectOption('select[name=word]', 'Clover')
  await unfold(page, 'input[name=cards]')
  for (const card of ['B1', 'G1', 'F2']) await pick(page, 'cards', card)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'get the PDF' }).click()])
  h.equal(file.suggestedFilename(), 'cards.pdf', 'the file’s name says nothing about anybody')
  const folder = mkdtempSync(join(tmpdir(), 'on-paper-'))
  try {
    const pdf = join(folder, 'a.pdf')
    await file.saveAs(pdf)
    const pages = execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }).split('\f').filter(p => p.trim())
    const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' })
    h.check(/Tagged:\s+yes/.test(info) && /Title:\s+Cards on paper/.test(info), 'the pages are tagged, with a neutral title', info)
    const codes = new Set(pages.map(p => p.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]/)?.[0]))
    h.check(codes.size === 1 && !codes.has(undefined), `one code stands on each of ${pages.length} pages`, [...codes].join(' '))
    h.check(pages.every(p => p.includes('Clover')), 'the label stands on each page')
    h.check(!pages.some(p => p.includes('Yusra')), 'no page names the young person')
    return [...codes][0]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Codes that lead nowhere are one message, whatever is behind them. */
async function wrongCodes (h, page, code) {
  await h.goto(page, '/conversations/paper/enter')
  await look(h, page, 'enter', ['desktop', 'narrow'])
  for (const [typed, says] of [['', 'Type the code'], [code.slice(0, 6), 'nine letters and digits'], [code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A'), 'slip'], ['0000-0000-0', 'not known to you here']]) {
    await page.fill('input[name=code]', typed)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.waitForLoadState()
    h.check((await page.locator('.govuk-error-summary').innerText()).includes(says), `“${typed}” is answered: ${says}`)
  }
  await look(h, page, 'enter-wrong', ['desktop'])
}

/** Types a code as a hand writes it, then the sheet, by keyboard alone. */
async function typeIn (h, page, person, code) {
  const now = day(0)
  await h.goto(page, '/conversations/paper/enter')
  await page.fill('input[name=code]', code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l'))
  await h.enter(page, 'input[name=code]')
  const path = new URL(page.url()).pathname
  h.check(path.startsWith(`${person}/on-paper/`), 'the code leads to the record it belongs to', path)
  h.check(await page.locator('select[name^="choice."]').count() > 20, 'every card is on one page')
  await look(h, page, 'typing', ['desktop', 'narrow'])

  await page.getByRole('button', { name: 'Look through it' }).click()
  await page.waitForLoadState()
  const asked = await page.locator('.govuk-error-summary').innerText()
  for (const what of ['day on which it was held']) h.check(asked.includes(what), `what is missing is asked: ${what}`, asked)

  for (const [part, value] of Object.entries(day(2))) await page.fill(`input[name=held-${part}]`, value)
  await page.getByRole('button', { name: 'Look through it' }).click()
  await page.waitForLoadState()
  h.check((await text(page)).includes('still to come'), 'a day to come is refused')

  for (const [part, value] of Object.entries(now)) await page.fill(`input[name=held-${part}]`, value)
  await pick(page, 'read_back', 'no')
  await pick(page, 'interpreter', 'yes')
  await pick(page, 'independent', 'yes')
  await pick(page, 'explained', 'yes')
  // The letter beside a mark chooses it.
  await page.focus('select[name="choice.G1"]')
  await page.keyboard.press('b')
  await page.keyboard.press('Tab')
  await page.keyboard.type(said.words)
  await page.keyboard.press('Tab')
  await page.keyboard.type(said.wordsEnglish)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  h.equal(await page.inputValue('select[name="choice.G1"]'), 'some_of_it', 'the letter b chose the second mark')
  h.check(await page.isChecked('input[name=matters][value=G1]'), 'what matters most is a key away')
  await unfold(page, 'select[name="who.G1"]')
  await page.selectOption('select[name="who.G1"]', 'service')
  await page.focus('select[name="choice.B1"]')
  await page.keyboard.press('f')
  await page.locator('input[name^="name."]').first().fill(said.topic)
  await page.locator('input[name^="name_translation."]').first().fill(said.topicEnglish)
  await page.selectOption('select[name=translated_by]', 'interpreter')
  await page.selectOption('select[name=written_by]', 'young_person')
  await page.locator('textarea[name^="what."]').first().fill(said.promise)
  await page.locator('input[name^="owner."]').first().fill('Rowan Ashgrove')
  for (const [part, value] of Object.entries(day(7))) await page.locator(`input[name^="due."][name$="-${part}"]`).first().fill(value)
  await page.locator('select[name^="agreed."]').first().selectOption('yes')
  await page.locator('label', { hasText: 'must be recorded elsewhere' }).click()
  await page.fill('input[name=elsewhere_reference]', 'Case system 4711')
  const status = page.locator('[data-autosave-status]')
  await status.filter({ hasText: 'Saved' }).waitFor({ timeout: 10000 }).catch(() => {})
  h.check((await status.innerText()).includes('Saved'), 'what was typed is saved by itself', await status.innerText())
  await h.goto(page, path)
  h.equal(await page.inputValue('textarea[name="words.G1"]'), said.words, 'after leaving, what was typed is there')
  await page.getByRole('button', { name: 'Look through it' }).click()
  await page.waitForLoadState()
  h.check(page.url().endsWith('/check'), 'all of it is read before it is kept', page.url())
  const check = await text(page)
  for (const words of [said.words, said.wordsEnglish, said.topic, said.promise, 'Case system 4711', 'I have some of this', 'I do not want to say']) h.check(check.includes(words), `to be kept: ${words}`)
  await look(h, page, 'check', ['desktop', 'narrow'])
  await page.getByRole('button', { name: 'Keep it in the record' }).click()
  await page.waitForLoadState()
  return new URL(page.url()).pathname
}

async function kept (h, page, person, sitting, code) {
  h.check(sitting.startsWith(`${person}/conversations/`), 'keeping leads to the conversation', sitting)
  const shown = await text(page)
  for (const words of ['Recorded on paper on', 'It was not read back', said.words, said.topic, said.promise]) h.check(shown.includes(words), `the record shows: ${words}`)
  await look(h, page, 'kept', ['desktop'])
  await h.goto(page, `${person}/picture`)
  const picture = await text(page)
  for (const words of [said.words, said.topic, said.promise]) h.check(picture.includes(words), `the picture shows: ${words}`)
  await h.goto(page, `${person}/promises`)
  h.check((await text(page)).includes(said.promise), 'the promise waits with the others')
  await h.goto(page, '/conversations/paper/enter')
  await page.fill('input[name=code]', code)
  await h.enter(page, 'input[name=code]')
  h.check((await text(page)).includes('typed in already'), 'the same code again says that it was typed in')
  await h.follow(page, page.getByRole('link', { name: 'See what was kept' }))
  h.equal(new URL(page.url()).pathname, sitting, 'and leads to what was kept')
}

/** Sheets for a meeting that nobody planned: the young person is chosen when they are typed in. */
async function forNobody (h, page, person) {
  const code = await print(h, page, '/conversations/paper', 'en')
  await h.goto(page, `/conversations/paper/enter/${code}`) // as the squares lead
  h.check(new URL(page.url()).pathname.includes('/whose/'), 'whose it is, is asked', page.url())
  await look(h, page, 'whose', ['desktop'])
  await h.follow(page, page.locator('main li a').first())
  h.check((await text(page)).includes('Is this the right young person?'), 'it asks whether it is the right one')
  await page.getByRole('button', { name: 'this is the wrong young person' }).click()
  await page.waitForLoadState()
  await page.fill('input[name=find]', 'Yusra')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.waitForLoadState()
  h.check(!page.url().includes('Yusra'), 'a name searched for is in no address', page.url())
  await h.follow(page, page.locator('main li a').first())
  h.check(new URL(page.url()).pathname.startsWith(`${person}/on-paper/`), 'another one is chosen')
  for (const [part, value] of Object.entries(day(0))) await page.fill(`input[name=held-${part}]`, value)
  await pick(page, 'read_back', 'yes')
  await pick(page, 'interpreter', 'not_needed')
  await page.getByRole('button', { name: 'Look through it' }).click()
  await page.waitForLoadState()
  h.check((await text(page)).includes('is a conversation too'), 'an empty sheet is a conversation too')
  await page.getByRole('button', { name: 'Keep it in the record' }).click()
  await page.waitForLoadState()
  h.check(new URL(page.url()).pathname.startsWith(`${person}/conversations/`), 'and it is kept')
}

/** Somebody without a grant on the record learns nothing from a code that is right. */
async function somebodyElse (h, code) {
  const page = await h.signedIn('guardian')
  await h.goto(page, '/conversations/paper/enter')
  await page.fill('input[name=code]', code)
  await h.enter(page, 'input[name=code]')
  h.check((await page.locator('.govuk-error-summary').innerText()).includes('not known to you here'), 'a right code says nothing to whoever may not open the record')
}
