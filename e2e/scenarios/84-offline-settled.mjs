// What a person has to settle after sittings without a network: two workers were out with the same young person; one sitting
// was put on the wrong record; and the server itself was restored from last night's backup while a ticket was out.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPerson, pick, text } from '../talk.mjs'
import { startProgram } from '../program.mjs'
import { begin, choose, prepareSpare, press, rows, sees, takeOut, told } from '../tool.mjs'

const other = { first: 'ቤት ትምህርተይ ጽቡቕ እዩ፡ መምህረይ ይሰምዓኒ።', second: 'ናብ ማእከል መንእሰያት ክኸይድ እደሊ።', third: 'ምስ መሓዙተይ ክጻወት ደስ ይብለኒ።' }

export default async function offlineSettled (h) {
  await twoWorkers(h)
  await wrongPerson(h)
  await restored(h)
}

/** A sitting with one card and these words, ended, without a network. Gives a spare one's sign. */
async function hold (page, words, { spare = false } = {}) {
  let word = ''
  await page.context().setOffline(true)
  if (spare) {
    await press(page, 'spare')
    await sees(page, 'begin')
    word = await page.locator('.sf-sign--large').innerText()
    await pick(page, 'language', 'ti')
    await pick(page, 'interpreter', 'not_needed')
    await press(page, 'begin')
    await sees(page, 'explain.go_on')
  } else await begin(page)
  await choose(page, 'G1')
  await pick(page, 'choice', 'some_of_it')
  await press(page, 'card.say_more')
  await page.fill('textarea[name=words]', words)
  await press(page, 'words.keep')
  await press(page, 'check.right')
  await press(page, 'promise.none')
  await sees(page, 'home')
  await press(page, 'home')
  await sees(page, 'send')
  return word
}

/** The address of what arrived with this sign, on the page that is there. */
const arrivalOf = (page, word) => page.locator('main .govuk-summary-card', { hasText: word }).locator('a').first().getAttribute('href')

async function comesOnline (page) {
  await page.context().setOffline(false)
  await page.locator('#said .govuk-inset-text').waitFor()
  return text(page)
}

/** Everything the record's conversations say. */
async function conversations (h, page, person) {
  await h.goto(page, `${person}/conversations`)
  const links = await page.locator('main a[href*="/conversations/"]').evaluateAll(list => list.map(a => new URL(a.href).pathname).filter(p => /conversations\/[0-9a-f-]{36}$/.test(p)))
  let all = ''
  for (const link of [...new Set(links)].slice(0, 4)) { await h.goto(page, link); all += await text(page) }
  return all
}

async function twoWorkers (h) {
  const one = await h.signedIn('practitioner')
  const two = await h.signedIn('manager')
  const person = await openPerson(h, one, 'Selam')
  await takeOut(h, one, person, { language: 'ti', interpreter: false })
  await takeOut(h, two, person, { language: 'ti', interpreter: false })
  await hold(one, other.first)
  await hold(two, other.second)
  await comesOnline(two)
  await comesOnline(one)
  const all = await conversations(h, one, person)
  h.check(all.includes(other.first) && all.includes(other.second), 'two workers with one young person: both sittings are kept, and neither overwrites the other', all.slice(0, 1500))
}

async function wrongPerson (h) {
  const page = await h.signedIn('practitioner')
  const wrong = await openPerson(h, page, 'Khalid')
  const right = await openPerson(h, page, 'Selam')
  await prepareSpare(h, page)
  const word = await hold(page, other.third, { spare: true })
  const said = await comesOnline(page)
  h.check(/Somebody has to look/.test(said), 'a sitting that is nobody’s yet waits for somebody to say whose it is', said.slice(0, 300))
  await h.goto(page, '/conversations/arrived')
  await h.accessible(page, 'what has arrived')
  await h.shots(page, '01-arrived')
  h.check(!(await text(page)).includes(other.third), 'the list shows nothing of what was said')
  let arrival = await arrivalOf(page, word)
  const attach = async person => {
    await h.goto(page, `${arrival}/check?person=${person.split('/').pop()}`)
    h.check(!(await text(page)).includes(other.third), 'whoever attaches it is asked first, and reads nothing of it')
    await h.accessible(page, 'is this the right young person')
    await h.shots(page, '02-right-person')
    await h.submit(page)
  }
  await attach(wrong)
  const sitting = new URL(page.url()).pathname
  h.check((await text(page)).includes(other.third), 'attached, it is in that record', await text(page))
  await h.goto(page, `${sitting}/detach`)
  await h.accessible(page, 'take off the wrong record')
  await h.submit(page)
  arrival = new URL(page.url()).pathname
  h.check(!(await conversations(h, page, wrong)).includes(other.third), 'taken off the wrong record, it stands nowhere in it')
  await attach(right)
  h.check((await text(page)).includes(other.third), 'and on the right one with every word')
}

/** The server comes back as it was last night: it does not know the ticket, and still nothing is lost or misplaced. */
async function restored (h) {
  if (h.engine === 'postgres') return // the Go tests restore both engines; here the file is the one to copy
  const data = mkdtempSync(join(tmpdir(), 'stablefutures-restored-'))
  let program = await startProgram({ data })
  const beside = h.beside(program)
  try {
    const page = await beside.page()
    const again = async () => { program = await startProgram({ data, port: Number(new URL(beside.url).port) }) }
    const signIn = () => beside.signIn(page, program.people.practitioner) // a demonstration makes new passwords at each start
    await program.stop()
    copyFileSync(join(data, 'demo.db'), join(data, 'last-night.db'))
    await again()
    await signIn()
    const person = await openPerson(beside, page, 'Selam')
    const word = await takeOut(beside, page, person, { language: 'ti', interpreter: false })
    await hold(page, told.words)
    await program.stop()
    for (const end of ['-wal', '-shm']) rmSync(join(data, `demo.db${end}`), { force: true })
    copyFileSync(join(data, 'last-night.db'), join(data, 'demo.db'))
    await again()
    const said = await comesOnline(page)
    h.check(/Sign in to take it/.test(said) && (await rows(page, 'outbox')).length === 0, 'a server restored from last night’s backup keeps what it does not expect, and says so', said.slice(0, 300))
    await signIn()
    await beside.goto(page, '/conversations/arrived')
    const arrival = await arrivalOf(page, word)
    await beside.goto(page, `${arrival}/check?person=${person.split('/').pop()}`)
    await beside.submit(page)
    h.check((await text(page)).includes(told.words), 'its worker takes it in, with every word')
  } finally {
    await beside.finish()
    await program.stop()
    rmSync(data, { recursive: true, force: true })
  }
}
