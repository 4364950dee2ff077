// Two agencies and one young person: her words wait for her yes; a manager decides what Kestrel House sees and checks it
// before it holds; Kestrel sees just that and adds its own; she takes her words back and they are gone at once; the share
// is ended, and the log says who had looked. Kestrel finds nothing else of her anywhere.
import { day, openPerson, text, unfold } from '../talk.mjs'

const agency = 'Kestrel House'
const purpose = 'Kestrel House plans her evenings, and needs to know what helps.'
const harm = 'They learn that she is in care. Weighed and small.'

export default async function sharing (h) {
  const manager = await h.signedIn('manager')
  const kestrel = await h.signedIn('practitioner_charity')
  const person = await openPerson(h, manager, 'Miryam')
  const name = (await manager.locator('h1').innerText()).split(' ')[0]
  const theirWords = await sayYes(h, manager, person)
  const before = await kestrelSees(h, kestrel)
  await decide(h, manager, person)
  const now = await kestrelSees(h, kestrel)
  h.equal(now.length, before.length + 1, 'the agency has one share more')
  const share = now.find(path => !before.includes(path))
  await reads(h, kestrel, share, theirWords)
  await seesNothingElse(h, kestrel, person, name)
  await addsItsOwn(h, kestrel, manager, share, person)
  await takesBack(h, manager, kestrel, share, person, theirWords)
  await ends(h, manager, kestrel, share, person)
  await decideNotTo(h, manager, person)
}

const kestrelSees = async (h, page) => {
  await h.goto(page, '/shared')
  return page.locator('main a[href^="/shared/"]').evaluateAll(list => list.map(a => a.getAttribute('href')))
}

/** Chooses by its value what a label stands beside. */
const choose = (page, name, value) => page.locator(`input[name="${name}"][value="${value}"]`).check()

const date = async (page, name, on) => {
  for (const [part, value] of Object.entries(on)) await page.fill(`input[name="${name}-${part}"]`, value)
}

/** Without a yes the words cannot be named; with one they can. Gives the address of the page where it was said, and the words. */
async function sayYes (h, page, person) {
  await h.goto(page, `${person}/shares/new`)
  await h.accessible(page)
  await h.follow(page, page.locator(`main a:has-text("${agency}")`))
  h.equal(await page.locator('input[name=elements][value^="words/"]').count(), 0, 'words that nobody asked about cannot be ticked')
  await h.follow(page, page.locator(`main a[href="${person}/permissions"]`))
  await h.accessible(page)
  await h.shots(page, 'permissions')
  const ask = await page.locator('main .govuk-summary-card a').first().getAttribute('href')
  await h.goto(page, ask)
  await h.submit(page)
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'neither whom nor what they said: both are asked again')
  await h.accessible(page, 'asking: to be mended')
  await answer(h, page, ask, 'yes')
  await h.goto(page, ask)
  await h.shots(page, 'asking')
  const words = (await page.locator('main .govuk-inset-text p').first().innerText()).trim()
  return { ask, words }
}

async function answer (h, page, ask, what) {
  await h.goto(page, ask)
  await page.getByRole('radio', { name: agency }).check()
  await choose(page, 'answer', what)
  await h.submit(page)
}

async function fill (page, decision) {
  await choose(page, 'decision', decision)
  await page.fill('textarea[name=purpose]', purpose)
  await choose(page, 'asked', 'yes')
  await page.fill('textarea[name=detriment]', harm)
}

async function newDecision (h, page, person) {
  await h.goto(page, `${person}/shares/new`)
  await h.follow(page, page.locator(`main a:has-text("${agency}")`))
}

async function decide (h, page, person) {
  await newDecision(h, page, person)
  await h.accessible(page)
  await h.shots(page, 'decide')
  await choose(page, 'decision', 'share')
  await h.submit(page)
  const missing = await page.locator('.govuk-error-summary li').count()
  h.check(missing >= 6, 'each thing that a decision needs is asked for by itself', `${missing} named`)
  await h.accessible(page, 'deciding: to be mended')
  await fill(page, 'share')
  await choose(page, 'gateway', 'ca2004-s10')
  await choose(page, 'identifier', 'included')
  await page.fill('input[name=number]', '9434765918')
  for (const kind of ['words', 'answer', 'promise', 'field']) {
    const box = `input[name=elements][value^="${kind}/"]`
    await unfold(page, box)
    await page.locator(box).first().check()
  }
  await date(page, 'until', day(500))
  await h.submit(page)
  const wrong = await page.locator('.govuk-error-summary').innerText()
  h.check(/year/.test(wrong) && /digits/.test(wrong), 'more than a year, and a health number with a slip in it, are refused', wrong)
  h.check(await page.locator('input[name=elements]:checked').count() === 4, 'and nothing that was ticked is lost')
  await page.fill('input[name=number]', '943 476 5919')
  await date(page, 'until', day(60))
  await h.submit(page)
  await h.accessible(page, 'checking a decision')
  await h.shots(page, 'check')
  const check = await text(page)
  h.check(check.includes(purpose) && check.includes(harm), 'the decision stands whole before it holds')
  h.check(!/943.?476.?5919/.test(check), 'without the number on the screen', check)
  await h.submit(page, 'Share this')
  h.check(page.url().includes('done=decided'), 'it is decided', page.url())
  await h.accessible(page, 'the sharing log')
  await h.shots(page, 'log', ['desktop', 'narrow', 'print'])
}

async function reads (h, page, share, theirs) {
  await h.accessible(page)
  await h.shots(page, 'shared')
  await h.goto(page, share)
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'received', ['desktop', 'narrow', 'print'])
  const shown = await text(page)
  h.check(shown.includes(theirs.words) && shown.includes(purpose), 'the agency reads the words that may reach it, and why', shown)
  h.equal(await page.locator('section[aria-labelledby=what] .govuk-summary-card').count(), 4, 'just the four things that were named')
  h.check(!shown.includes(harm), 'what harm was weighed is for those who answer for the record', shown)
}

/** Pages, lists, searches and guessed addresses say the same to the agency as if she were not there. */
async function seesNothingElse (h, page, person, name) {
  const ask = path => page.context().request.get(h.url + path)
  const nobody = '/people/0198d3c0-0000-7000-8000-000000000000'
  for (const rest of ['', '/profile', '/conversations', '/promises', '/picture', '/copy', '/log', '/access', '/sealed', '/files', '/shares', '/export', '/keeping', '/permissions', '/shares/new']) {
    const [is, isnt] = [await ask(person + rest), await ask(nobody + rest)]
    h.check(is.status() === isnt.status() && [403, 404].includes(is.status()) && !(await is.text()).includes(name),
      `the agency is told of ${rest || 'the record'} what it would be told of nobody`, `${is.status()} ${isnt.status()}`)
  }
  for (const path of ['/people', '/promises']) h.check(!(await (await ask(path)).text()).includes(name), `and finds nothing of her on ${path}`)
  await h.goto(page, '/people')
  await page.fill('input[name=name]', name)
  await h.enter(page, 'input[name=name]')
  h.check(!(await page.locator('main table tbody').allInnerTexts()).join().includes(name), 'nor by her name')
}

async function addsItsOwn (h, page, manager, share, person) {
  await h.goto(page, `${share}/say`)
  await h.accessible(page)
  await h.shots(page, 'say')
  await choose(page, 'kind', 'view')
  await page.fill('textarea[name=text]', 'The evening group suits her, we think.')
  await h.submit(page)
  h.check((await text(page)).includes('The evening group suits her'), 'the agency’s view stands on its page as its own')
  await h.goto(page, `${share}/promise`)
  await h.accessible(page)
  await page.fill('textarea[name=what]', 'Keep a quiet chair by the window.')
  await page.fill('input[name=owner]', 'Sunniva of Kestrel House')
  await date(page, 'due', day(14))
  await h.submit(page)
  await h.shots(page, 'answered')
  await h.goto(manager, `${person}/shares`)
  const log = await text(manager)
  h.check(log.includes('The evening group suits her') && log.includes('Keep a quiet chair'), 'her team sees both as the agency’s')
  await h.goto(manager, `${person}/promises`)
  const promises = await text(manager)
  h.check(promises.includes('Keep a quiet chair') && promises.includes('Sunniva of Kestrel House'), 'and the promise among hers, as theirs')
  await settles(h, page, share)
}

/** The agency alone says what became of its own promise. */
async function settles (h, page, share) {
  await h.goto(page, share)
  const paths = await page.locator(`main a[href^="${share}/promise/"]`).evaluateAll(list => list.map(a => a.pathname))
  h.check(paths.length > 0, 'the agency is asked what became of its promise')
  await h.goto(page, paths.at(-1))
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'settle')
  const dueOf = shown => shown.match(/Keep a quiet chair[^]*?by (\d+ \w+ \d{4})/)?.[1]
  const before = dueOf(await text(page))
  await h.submit(page)
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'what became of it must be said')
  await choose(page, 'state', 'changed')
  await page.fill('textarea[name=why]', 'The window seat is being mended until then.')
  await date(page, 'due', day(21))
  await h.submit(page)
  const after = dueOf(await text(page))
  h.check(before && after && new Date(after) - new Date(before) === 7 * 864e5, 'and its new day stands on the page', `${before}, ${after}`)
}

async function takesBack (h, manager, page, share, person, theirs) {
  await answer(h, manager, theirs.ask, 'no')
  await h.goto(page, share)
  const shown = await text(page)
  h.check(!shown.includes(theirs.words) && /may not go to this agency/.test(shown), 'her no takes her words away at once, and says that she took them back', shown)
  await h.shots(page, 'taken-back')
  await h.goto(manager, `${person}/shares`)
  const looked = await manager.locator('main table').first().innerText()
  h.check(/4 things/.test(looked) && looked.includes('Sunniva'), 'the log still says that all four had been there to be read', looked)
}

async function ends (h, manager, page, share, person) {
  const end = `${person}/shares/${share.split('/').pop()}/end`
  await h.goto(manager, end)
  await h.accessible(manager)
  await h.shots(manager, 'end')
  h.check((await text(manager)).includes('Sunniva'), 'whoever ends it sees first who had looked')
  await h.submit(manager)
  for (const rest of ['', '/say', '/promise']) {
    const gone = await page.context().request.get(h.url + share + rest)
    h.equal(gone.status(), 404, `from the next request on there is no ${rest || 'share'}`)
  }
  h.check(!(await kestrelSees(h, page)).includes(share), 'and none in the list')
  await h.goto(manager, end, 404)
}

async function decideNotTo (h, page, person) {
  await newDecision(h, page, person)
  await fill(page, 'not_share')
  await choose(page, 'asked', 'no')
  await h.submit(page)
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'against her no, or with it: somebody says why')
  await page.fill('textarea[name=asked_why]', 'She does not want it, and nobody is in danger.')
  await h.submit(page)
  await h.submit(page, 'Keep the decision not to share')
  const log = await text(page)
  h.check(log.includes('Nothing was shared') && log.includes('She does not want it'), 'a decision not to share is kept with its reason')
}
