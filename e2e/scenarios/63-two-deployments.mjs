// Two servers, each with a folder, a database, a key ring and people of its own, and nothing between them but files that
// people carry. Each side gives its card away and two people on each side compare its fingerprint; a council shares with a
// guardian service, which looks first, takes in, answers and promises; what is changed, brought twice or brought out of turn
// is refused with the reason; the council takes it back; and each side's ledger proves its part. That a share ends by itself
// at its day, and is destroyed at another, is held in Go with a moved clock (internal/sharing, TestBetween_itsDayComes).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPerson, text, unfold } from '../talk.mjs'
import { command, startProgram } from '../program.mjs'
import { codeAt } from '../totp.mjs'

const view = 'She knows nobody in the town yet.'
const pledge = 'Walk the way to college with her before term begins.'

export default async function deployments (h) {
  const program = await startProgram(h.engine === 'postgres' ? { postgres: process.env.STABLEFUTURES_TEST_POSTGRES } : {})
  const g = h.beside(program)
  try {
    const council = { h, one: await h.signedIn('manager'), two: await h.signedIn('protection_officer') }
    const guardians = { h: g, one: await g.signedIn('guardian'), two: await secondPerson(g) }
    const [theirs, ours] = [await card(guardians), await card(council)]
    await knows(council, theirs)
    await knows(guardians, ours)
    const person = await openPerson(h, council.one, 'Selam')
    const sent = await shares(council, person, theirs)
    await refusals(council, guardians, sent.file)
    const received = await takesIn(guardians, sent.file)
    await answers(council, guardians, person, sent, received)
    await wordsBack(council, guardians, person, theirs, received)
    await takenBack(council, guardians, person, sent, received)
    fromOutside([h, g], sent.file)
    await proves(h, 'the council')
    await proves(g, 'the guardians')
    await h.goto(council.one, `${person}/log`)
    const log = await text(council.one)
    h.check(log.includes('Decided about sharing'), 'and the young person’s own log says that something was shared', log.slice(0, 1500))
    await g.finish()
  } finally {
    await program.stop()
  }
}

/** The guardians' administrator has no button on the entry page: she sets up a sign-in with a code from the machine itself. */
async function secondPerson (h) {
  const made = command('user', 'reset', '--email', 'catriona.windlestraw@thistledown.example', '--json', ...where(h))
  const page = await h.page()
  await h.goto(page, '/enrol')
  await page.fill('input[name=code]', JSON.parse(made.text).code)
  await h.enter(page, 'input[name=code]')
  await page.fill('input[name=password]', 'eleven herons over the salt marsh')
  await h.enter(page, 'input[name=password]')
  await page.check('input[name=factor][value=app]')
  await h.submit(page)
  const secret = (await page.locator('main code').first().innerText()).replace(/\s/g, '')
  await page.fill('input[name=code]', codeAt(secret, Math.floor(Date.now() / 30000)))
  await h.enter(page, 'input[name=code]')
  await page.check('input[name=kept]')
  await h.submit(page)
  return page
}

const where = h => ['--database', h.program.database, '--keys', `${h.program.data}/demo.keys`]

/** The card of a side as the file that is handed over, with the fingerprint as its people read it aloud. */
async function card ({ h, one }) {
  const file = await (await one.context().request.get(`${h.url}/partners/card`)).text()
  await h.goto(one, '/partners')
  await h.accessible(one)
  await h.shots(one, 'partners')
  const fingerprint = (await text(one)).match(/[a-z2-7]{4}( [a-z2-7]{4}){7}/)
  h.check(fingerprint !== null, 'the page says the fingerprint of the own card, to be read aloud', await text(one))
  return { file, name: JSON.parse(file).name, fingerprint: fingerprint[0] }
}

/** One person adds a card and compares; a second types what was read to them too; only then is anybody trusted. */
async function knows ({ h, one, two }, other) {
  await h.goto(one, '/partners')
  await one.fill('textarea[name=card]', other.file)
  await one.fill('textarea[name=compared]', 'Read out by telephone, to a number from the book.')
  const add = one.locator('form[action="/partners"]')
  await add.locator('input[name=fingerprint]').fill(other.fingerprint.replace(/^./, c => c === 'a' ? 'b' : 'a'))
  await h.follow(one, add.locator('button'))
  h.check(/fingerprint/i.test(await one.locator('.govuk-error-summary').innerText()), 'one letter that differs is refused')
  await add.locator('input[name=fingerprint]').fill(other.fingerprint)
  await h.follow(one, add.locator('button'))
  h.check(!(await text(one)).includes(other.fingerprint), 'the second person types what they hear, and cannot read it here')
  await h.goto(two, '/partners')
  const confirm = two.locator('form[action$="/confirm"]')
  h.check(await confirm.count() === 1, 'the second person is asked', two.url() + '\n' + await text(two))
  await confirm.locator('input[name=fingerprint]').fill(other.fingerprint)
  await h.follow(two, confirm.locator('button'))
  h.check((await text(two)).includes(other.fingerprint), 'two people compared it')
  await h.accessible(two)
}

async function date (page, name, ahead) {
  const d = new Date(Date.now() + ahead * 864e5)
  for (const [part, value] of [['day', d.getUTCDate()], ['month', d.getUTCMonth() + 1], ['year', d.getUTCFullYear()]]) await page.fill(`input[name=${name}-${part}]`, String(value))
}

const carried = async (h, page, path) => (await page.context().request.get(`${h.url}${path}`)).body()

/** Chooses another deployment among those of one name by the fingerprint. */
const partner = (page, to) => page.locator('li, .govuk-radios__item').filter({ hasText: to.fingerprint.slice(0, 9) })

/** What she says of one statement reaching the partner. Gives the statement's words. */
async function says ({ h, one }, person, to, answer) {
  await h.goto(one, `${person}/permissions`)
  const ask = to.ask ??= await one.locator('main .govuk-summary-card a').first().getAttribute('href')
  await h.goto(one, ask)
  await one.getByRole('radio', { name: to.name }).nth(to.place).check()
  await one.check(`input[name=answer][value=${answer}]`)
  const words = (await one.locator('main .govuk-inset-text p').first().innerText()).trim()
  await h.submit(one)
  return words
}

async function shares (side, person, to) {
  const { h, one } = side
  await h.goto(one, `${person}/shares/new`)
  await h.accessible(one)
  await h.shots(one, 'with-whom')
  const link = await partner(one, to).locator('a').first().getAttribute('href')
  await h.goto(one, `${person}/permissions`)
  const id = link.split('recipient=')[1]
  to.ask = await one.locator('main .govuk-summary-card a').first().getAttribute('href')
  await h.goto(one, to.ask)
  to.place = (await one.locator('input[name=recipient]').evaluateAll((all, name) => all.filter(x => document.querySelector(`label[for="${x.id}"]`).innerText.includes(name)).map(x => x.value), to.name)).indexOf(id)
  to.words = await says(side, person, to, 'yes')
  await h.goto(one, link)
  await h.accessible(one)
  await one.check('input[name=decision][value=share]')
  await h.submit(one)
  h.check(await one.locator('.govuk-error-summary li').count() > 5, 'each thing that a decision needs is asked for by itself')
  await one.check('input[name=decision][value=share]')
  await one.fill('textarea[name=purpose]', 'So that a guardian knows.')
  await one.fill('textarea[name=response]', 'Read it as it stands.')
  await one.fill('textarea[name=detriment]', 'They learn where she goes. Weighed and small.')
  h.check(await one.locator('input[name=gateway]').count() > 8, 'the lawful grounds of the nation are there to choose from')
  await one.check('input[name=gateway][value=ca2004-s11]')
  await one.check('input[name=asked][value=yes]')
  await one.check('input[name=identifier][value=not_needed]')
  for (const kind of ['words', 'promise', 'field']) {
    const box = `input[name=elements][value^="${kind}/"]`
    await unfold(one, box)
    await one.locator(box).first().check()
  }
  await date(one, 'until', 30)
  await date(one, 'destroy_by', 60)
  await h.shots(one, 'decide')
  await h.submit(one)
  await h.accessible(one, 'checking a decision')
  await h.submit(one, 'Share this')
  await h.accessible(one)
  await h.shots(one, 'sent')
  const newest = await one.locator(`a[href$="/package"]`).first().getAttribute('href')
  const file = await carried(h, one, newest)
  h.check(file.subarray(0, 21).toString() === 'age-encryption.org/v1' && !file.toString('latin1').includes('Selam'), 'what travels is an age file that says nothing')
  return { file, link: newest }
}

async function bring ({ h, one }, content) {
  await h.goto(one, '/packages')
  await one.setInputFiles('input[name=file]', { name: 'package.age', mimeType: 'application/octet-stream', buffer: content })
  await h.submit(one)
}

async function refused (side, content, why, what) {
  await bring(side, content)
  const said = await side.one.locator('.govuk-error-summary').innerText()
  side.h.check(said.includes(why), `${what}: refused, with the reason`, said)
}

async function refusals (council, guardians, file) {
  const changed = Buffer.from(file)
  changed[changed.length - 5] ^= 1
  await refused(guardians, changed, 'changed or cut', 'a package with one changed bit')
  await refused(guardians, file.subarray(0, file.length - 30), 'changed or cut', 'one that was cut')
  await refused(guardians, Buffer.from('hello'), 'no package', 'something else')
  await refused(council, file, 'somebody else', 'what is not for us')
}

async function takesIn ({ h, one }, file) {
  await bring({ h, one }, file)
  await h.accessible(one)
  await h.shots(one, 'preview')
  const inside = await text(one)
  h.check(inside.includes('Children Act 2004, section 11') && inside.includes('Read it as it stands'), 'the terms are inside, and are read before anything is taken in')
  h.check(!inside.includes('Weighed and small'), 'what harm was weighed stays with those who answer for her record')
  await one.locator('input[name=team]').first().check()
  await h.submit(one)
  await h.accessible(one)
  await h.shots(one, 'packages')
  await h.follow(one, one.locator('main a[href^="/packages/"]'))
  await h.accessible(one)
  h.check(!(await text(one)).includes('{'), 'no gap is left in a text')
  const received = new URL(one.url()).pathname
  await refused({ h, one }, file, 'before', 'the same again')
  return received
}

async function answers (council, guardians, person, sent, received) {
  const { h, one } = guardians
  const receipt = await carried(h, one, `${received}/package`)
  await h.goto(one, received)
  await one.fill('input[name=answer_by]', 'guardian')
  await one.fill('textarea[name=answer_view]', view)
  await one.fill('textarea[name=answer_promise]', pledge)
  await date(one, 'answer_due', 14)
  await h.shots(one, 'received')
  await h.submit(one)
  const answer = await carried(h, one, `${received}/package`)
  await refused(council, answer, 'before this one is missing', 'an answer before the receipt')
  await bring(council, receipt)
  await council.h.submit(council.one)
  await bring(council, answer)
  await council.h.accessible(council.one, 'an answer, looked at')
  await council.h.submit(council.one)
  await council.h.shots(council.one, 'answered')
  council.h.check((await council.one.locator('main').textContent()).includes(view), 'the council reads what the guardians say')
  await council.h.goto(council.one, `${person}/promises`)
  council.h.check((await text(council.one)).includes(pledge), 'and their promise stands among hers, as theirs')
}

/** Her no makes a notice; taken in, it leaves her words nowhere there, and the rest of the share stands. */
async function wordsBack (council, guardians, person, theirs, received) {
  const { h, one } = guardians
  await h.goto(one, received)
  h.check((await text(one)).includes(theirs.words), 'the guardians read what she said, with her yes')
  await says(council, person, theirs, 'no')
  council.h.check((await text(council.one)).includes('a notice is ready'), 'her no makes a notice, and the page says that somebody has to carry it')
  await council.h.accessible(council.one, 'words taken back')
  await council.h.shots(council.one, 'words-taken-back')
  const link = await council.one.locator('a[href$="/package"]').first().getAttribute('href')
  await bring(guardians, await carried(council.h, council.one, link))
  await h.submit(one)
  await h.goto(one, received)
  const left = await text(one)
  h.check(!left.includes(theirs.words) && left.includes('was taken back'), 'her words are not there any more, and it says so', left)
  await h.accessible(one)
  await h.shots(one, 'words-gone')
}

async function takenBack (council, guardians, person, sent, received) {
  const { h, one } = council
  await h.goto(one, `${person}/deployments`)
  await h.follow(one, one.locator('form[action$="/withdraw"] button'))
  sent.notice = await carried(h, one, sent.link)
  await bring(guardians, sent.notice)
  await guardians.h.submit(guardians.one)
  const shut = await guardians.one.context().request.get(`${guardians.h.url}${received}`)
  guardians.h.equal(shut.status(), 404, 'once the notice is taken in, nobody there opens the share')
  await refused(guardians, sent.file, 'before', 'and it does not come in again')
}

/** At the machine: what a file shows without a key, and that each side finds it again among what went and came. */
function fromOutside (sides, file) {
  const path = join(sides[0].program.data, 'carried.age')
  const other = join(sides[0].program.data, 'changed.age')
  writeFileSync(path, file)
  writeFileSync(other, Buffer.concat([file.subarray(0, file.length - 1), Buffer.from([file[file.length - 1] ^ 1])]))
  const seen = command('package', 'inspect', path)
  sides[0].check(seen.status === 0 && /recipients: +1/.test(seen.text), 'without a key a package shows its size, its hash, and that one can open it', seen.text)
  const hash = seen.text.match(/[0-9a-f]{64}/)[0]
  for (const side of sides) {
    side.equal(command('package', 'verify', path, ...where(side)).status, 0, 'the file is, byte for byte, one that went or came here')
    side.equal(command('package', 'verify', other, ...where(side)).status, 1, 'a changed one is not')
    const list = command('package', 'list', ...where(side))
    side.check(list.status === 0 && list.text.includes(hash) && !/Selam|Thistledown|Larkmoor/.test(list.text), 'the list has its hash, and names nobody', list.text)
  }
}

/** The log of a side holds, to its last entry. Which packages it names, by their hashes, is held in Go. */
async function proves (h, whose) {
  const said = command('ledger', 'verify', '--database', h.program.database)
  h.check(said.status === 0 && said.text.includes('every entry holds'), `the ledger of ${whose} holds`, said.text)
}
