// The browser is killed in the middle of a sitting without a network, as a dying battery kills it: without a resume key
// the sitting ends where it was and what was sealed is kept, marked not read back; with one it goes on. The browser has a
// folder of its own on the disk, so what is started again is a new process that finds what the old one wrote.
import { openPerson, pick, text } from '../talk.mjs'
import { begin, choose, device, findReadable, openTool, prepareSpare, press, rows, sealed, sees, takeOut, told } from '../tool.mjs'

export default async function batteryDies (h) {
  const d = await device(h)
  try {
    let page = await d.start()
    const person = await openPerson(h, page, 'Khalid')
    const first = await takeOut(h, page, person, { language: 'ti', interpreter: false })
    const second = await takeOut(h, page, person, { language: 'ti', interpreter: false })
    page = await withoutKey(h, d, page, first)
    page = await withKey(h, d, page, second)
    page = await atEachStep(h, d, page)
    await arrives(h, page, person)
  } finally {
    await d.close()
  }
}

/** Kills the browser without a network and starts it again, still without one. */
async function dies (h, d) {
  await d.kill()
  const page = await d.start()
  await page.context().setOffline(true)
  await page.goto(`${h.url}/tool/`)
  await sees(page, 'prepare')
  return page
}

async function withoutKey (h, d, page, word) {
  await page.context().setOffline(true)
  await begin(page, word)
  await choose(page, 'G1', 'B2')
  await pick(page, 'choice', 'some_of_it')
  await press(page, 'card.say_more')
  const before = await sealed(page)
  await page.fill('textarea[name=words]', told.words)
  await page.waitForTimeout(1500) // the field keeps the focus: nobody pressed anything
  const last = (await rows(page, 'outbox'))[0].envelope.seq
  h.check(last > before, 'words are sealed as they are typed', `${before} ${last}`)
  page = await dies(h, d)
  const said = await text(page)
  h.check(said.includes('A sitting broke off') && said.includes('not read back'), 'after the battery died the tool says kindly what became of it', said)
  h.check(await page.locator('[lang=ti]').count() > 0, 'and says it to the young person in their language')
  h.equal(await page.locator('[data-go=resume]').count(), 0, 'without a key nothing can be gone on with')
  await h.accessible(page, 'tool after a sitting broke off')
  await h.shots(page, '01-broke-off')
  const { found } = await findReadable(page, Object.values(told))
  h.check(found.length === 0, 'the device itself can read nothing of it back', found.join('\n'))
  await page.reload({ waitUntil: 'load' })
  await sees(page, 'send')
  const [row] = await rows(page, 'outbox')
  h.check(row.envelope.seq === last && row.last === false, 'what was sealed last is what waits', JSON.stringify(row.envelope.seq))
  h.check((await rows(page, 'tickets')).length === 1, 'its ticket is used, the other is there')
  return page
}

async function withKey (h, d, page, word) {
  await page.locator('.sf-ready .sf-piece', { hasText: word }).locator('[data-go=start]').click()
  await sees(page, 'begin')
  await pick(page, 'resume', 'pass')
  await page.fill('input[name=pass]', 'short')
  await press(page, 'begin')
  h.check(/8 characters/.test(await page.locator('form [role=alert]').innerText()), 'a passphrase has at least 8 characters')
  await page.fill('input[name=pass]', 'kettle on the hob')
  await press(page, 'begin')
  await sees(page, 'explain.go_on')
  await choose(page, 'G1', 'B2')
  await pick(page, 'choice', 'keeps_changing')
  await press(page, 'card.say_more')
  await page.fill('textarea[name=words]', told.words)
  await sealed(page)
  page = await dies(h, d)
  h.check((await text(page)).includes('resume key'), 'with a key it can go on')
  await page.fill('input[type=password]', 'kettle on the hop')
  await press(page, 'resume')
  await page.locator('[role=alert]', { hasText: /does not open/ }).waitFor()
  h.check(true, 'another passphrase opens nothing')
  const { found } = await findReadable(page, Object.values(told))
  h.check(found.length === 0, 'a resume copy cannot be read without its key', found.join('\n'))
  await page.fill('input[type=password]', 'kettle on the hob')
  await press(page, 'resume')
  await page.locator('textarea[name=words]').waitFor()
  h.equal(await page.locator('textarea[name=words]').inputValue(), told.words, 'with its key it goes on where it was, with every word')
  await press(page, 'words.keep')
  await press(page, 'card.skip')
  await press(page, 'check.right')
  await press(page, 'promise.none')
  await sees(page, 'home')
  h.equal((await rows(page, 'resume')).length, 0, 'the resume copy is wiped with the ticket')
  await press(page, 'home')
  await sees(page, 'send')
  return page
}

/** Reload and death where nothing, one choice, and only a pause came before: the ticket is whole, or its envelope is. */
async function atEachStep (h, d, page) {
  await page.context().setOffline(false)
  await prepareSpare(h, page)
  await page.context().setOffline(true)
  const spare = async () => { await press(page, 'spare'); await sees(page, 'begin'); await pick(page, 'language', 'ti'); await pick(page, 'interpreter', 'not_needed'); await press(page, 'begin'); await sees(page, 'explain.go_on') }
  const before = (await rows(page, 'tickets')).length
  await spare()
  page = await dies(h, d)
  h.equal((await rows(page, 'tickets')).length, before, 'killed before anything was said: the sitting is still ready')
  await spare()
  await choose(page, 'G1')
  await sealed(page)
  await page.reload({ waitUntil: 'load' })
  await sees(page, 'send')
  h.equal((await rows(page, 'tickets')).length, before - 1, 'reloaded at the first card: its ticket is used')
  await spare()
  await choose(page, 'G1')
  await press(page, 'pause.button')
  await sealed(page)
  page = await dies(h, d)
  h.equal((await rows(page, 'tickets')).length, before - 2, 'killed in a pause: its ticket is used, and its envelope waits')
  return page
}

async function arrives (h, page, person) {
  await page.context().setOffline(false)
  await page.locator('[data-go=send]').waitFor({ state: 'detached' })
  h.equal((await rows(page, 'outbox')).length, 0, 'all of it is sent once there is a network')
  await h.goto(page, `${person}/conversations`)
  h.check(true, 'the record opens')
}
