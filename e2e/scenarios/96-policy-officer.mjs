// A policy officer asks what holds back education, and is told plainly that the council's own numbers are too small and what else
// there is; looks at two options before anything is decided; locks a plan, and carries it out; and makes a briefing of it all, which
// a manager signs.
import { look, text } from '../talk.mjs'

const change = 'A named person for each school (invented)'
const question = 'Are young people in class sooner? (invented)'

export default async function policyOfficer (h) {
  const officer = await h.signedIn('analyst')
  await asks(h, officer)
  const initiative = await thinks(h, officer)
  await appraises(h, officer, initiative)
  await evaluates(h, officer, initiative)
  await briefs(h, officer, initiative)
}

async function asks (h, page) {
  await h.goto(page, '/insight/barriers')
  await h.follow(page, page.locator('main a[href^="/insight/ask?measure=barriers"]'))
  await page.selectOption('select[name=by]', 'outcome')
  await page.selectOption('select[name=and]', 'system')
  await h.submit(page, 'Ask')
  h.check(page.url().includes('/insight/answers/'), 'what holds back each outcome, by who could act, is a question', await summary(page))
  await look(h, page, '01-asked', ['desktop', 'narrow', 'dark', 'print'])
  const words = await text(page)
  h.check(words.includes('too small'), 'the tool says that the numbers of a council are too small')
  h.check(words.includes('Other ways to know'), 'and shows the other ways')
}

const summary = async page => (await page.locator('.govuk-error-summary').allInnerTexts()).join(' ')

async function thinks (h, page) {
  await h.goto(page, '/policy')
  await look(h, page, '02-home', ['desktop', 'narrow', 'dark', 'print'])
  await h.follow(page, page.locator('main a[href="/policy/first-day"]'))
  await look(h, page, '03-first-day', ['desktop', 'narrow'])
  await h.follow(page, page.locator('main a[href="/policy/initiatives/new"]'))
  await page.fill('input[name=title]', change)
  await page.fill('textarea[name=changes]', 'Today nobody answers for the first day at a school. Then, one person would.')
  await page.fill('input[name=decides]', 'The virtual school’s board (invented)')
  await page.check('input[name=groups][value=in_care]')
  await h.submit(page, 'Save')
  const at = new URL(page.url()).pathname
  h.check((await text(page)).includes('Nothing has been made about it yet'), 'a change shows what stands with it')
  await look(h, page, '04-change', ['desktop', 'narrow'])
  return at.split('/').pop()
}

async function appraises (h, page, initiative) {
  await h.goto(page, `/policy/initiatives/${initiative}`)
  await h.follow(page, page.locator('main a[href^="/policy/appraisals/new"]'))
  h.equal(await page.inputValue('input[name=title]'), change, 'the change that is looked at is known')
  await page.check('input[name=template][value=generic-cria]')
  await h.submit(page, 'Begin')
  const at = new URL(page.url()).pathname
  await look(h, page, '05-appraisal', ['desktop', 'narrow'])
  await h.goto(page, `${at}/options`)
  await page.fill('textarea[name=what_nothing]', 'Each school is written to, and somebody waits for an answer.')
  for (const [code, name] of [['a', 'A named person'], ['b', 'A shared mailbox']]) {
    await page.fill(`input[name=name_${code}]`, `${name} (invented)`)
    await page.fill(`textarea[name=what_${code}]`, `${name} for all schools in the area.`)
  }
  await look(h, page, '06-options', ['desktop', 'narrow'])
  await h.submit(page, 'Save and go on')
  await screening(h, page, at)
  await sections(h, page, at)
  await lenses(h, page, at)
  await summaries(h, page, at)
  await h.goto(page, at)
  await h.submit(page, 'Send it to be signed')
  h.check((await text(page)).includes('waits for a signature'), 'it waits for somebody who did not write it')
  h.check(await page.locator('main a[href$="/sign"]').count() === 0, 'whoever wrote it does not sign it')
  await signs(h, at)
}

async function screening (h, page, at) {
  await h.goto(page, `${at}/screening`)
  await look(h, page, '06-screening', ['desktop', 'narrow'])
  await page.check('input[name=full][value=yes]')
  await page.fill('textarea[name=why]', 'It changes how fast somebody is in class.')
  await h.submit(page, 'Save and go on')
}

/** Answers every question of the template, section after section. */
async function sections (h, page, at) {
  await h.goto(page, at)
  const all = await page.locator(`main a[href^="${at}/sections/"]`).evaluateAll(list => list.map(a => a.getAttribute('href')))
  h.check(all.length > 2, 'the template has its sections')
  for (const href of all) {
    await h.goto(page, href)
    if (href === all[0]) await look(h, page, '06-section', ['desktop', 'narrow'])
    for (const area of await page.locator('main textarea').all()) await area.fill('Written for a test (invented).')
    await h.submit(page, 'Save and go on')
  }
}

async function lenses (h, page, at) {
  await h.goto(page, `${at}/lenses`)
  await look(h, page, '07-lenses', ['desktop', 'narrow'])
  const outcomes = await page.locator('input[name=lenses]').evaluateAll(list => list.map(box => box.value))
  h.check(outcomes.length > 10, 'the outcomes of the edition in use are lenses beside the four general principles')
  for (const lens of ['art2', 'art3', 'art6', 'art12', outcomes[0]]) await lensOf(h, page, `${at}/lenses/${lens}`, lens === 'art2')
  await h.goto(page, `${at}/lenses`)
  for (const box of await page.locator('input[name=lenses]').all()) await box.check()
  await page.fill('textarea[name=why]', 'It is about the first day at a school, and nothing here.')
  await h.submit(page, 'No option touches these')
  h.equal(await page.locator('input[name=lenses]').count(), 0, 'every right and outcome was looked at')
}

async function lensOf (h, page, href, first) {
  await h.goto(page, href)
  await page.check('input[name=effect_nothing][value=negative]')
  await page.check('input[name=effect_a][value=positive]')
  await page.check('input[name=effect_b][value=unknown]')
  for (const code of ['nothing', 'a']) {
    await page.locator(`input[name=groups_${code}]`).first().check()
    await page.fill(`textarea[name=evidence_${code}]`, 'What workers told us this year (invented).')
    await page.selectOption(`select[name=kind_${code}]`, 'practice')
    await page.selectOption(`select[name=confidence_${code}]`, 'medium')
  }
  await page.fill('textarea[name=mitigation_nothing]', 'Lessons at home meanwhile')
  await page.check('input[name=young][value=feedback]')
  await page.fill('textarea[name=words]', 'In a round they said that waiting was the hardest (invented).')
  if (first) await look(h, page, '08-lens', ['desktop', 'narrow', 'dark'])
  await h.submit(page, 'Save and go on')
}

async function summaries (h, page, at) {
  await h.goto(page, `${at}/child`)
  await look(h, page, '08-child', ['desktop', 'narrow'])
  for (const area of await page.locator('main textarea').all()) await area.fill('One person asks the school for you.')
  await h.submit(page, 'Save and go on')
  await look(h, page, '09-for-young-people', ['desktop', 'narrow', 'print'])
  await h.goto(page, `${at}/easy`)
  await look(h, page, '09-easy-form', ['desktop', 'narrow'])
  for (const [n, line] of [[1, 'One person helps you.'], [2, 'You begin school.'], [3, 'Tell us what you think.']]) {
    await page.fill(`input[name=line_${n}]`, line)
    await page.locator(`select[name=picture_${n}]`).selectOption({ index: n })
  }
  await h.submit(page, 'Save and go on')
  await look(h, page, '10-easy', ['desktop', 'narrow', 'print'])
  await h.goto(page, `${at}/side`)
  await look(h, page, '11-side-by-side', ['desktop', 'narrow', 'dark', 'print'])
  h.check(!/\btotal\b|\bscore\b/i.test(await text(page)), 'nothing is added up')
}

async function signs (h, at) {
  const manager = await h.signedIn('manager_2')
  await h.goto(manager, '/policy')
  await h.follow(manager, manager.locator(`main a[href="${at}"]`))
  await h.follow(manager, manager.locator('main a[href$="/sign"]'))
  await manager.check('input[name=answer][value=sign]')
  await manager.fill('input[name=as]', 'Head of service')
  for (const [part, value] of [['day', 1], ['month', 9], ['year', new Date().getUTCFullYear() + 1]]) await manager.fill(`input[name=due-${part}]`, String(value))
  await look(h, manager, '12-sign', ['desktop', 'narrow'])
  await h.submit(manager, 'Say so')
  h.check((await text(manager)).includes('signed'), 'a manager who did not write it signs')
  await h.goto(manager, `${at}/read/full`)
  await look(h, manager, '13-report', ['desktop', 'narrow', 'print'])
  await published(h, manager, at)
}

/** What leaves is written down; and afterwards somebody says what came of it. */
async function published (h, page, at) {
  const day = async name => { for (const [part, value] of [['day', 1], ['month', 2], ['year', 2026]]) await page.fill(`input[name=${name}-${part}]`, String(value)) }
  await h.goto(page, `${at}/publish`)
  await page.check('input[name=what][value=child]')
  await page.fill('input[name=where]', 'On the wall of the drop-in (invented)')
  await page.fill('input[name=yes]', 'The lead member (invented)')
  await day('day')
  await look(h, page, '13-publish', ['narrow'])
  await h.submit(page, 'Write this down')
  h.check((await text(page)).includes('On the wall of the drop-in'), 'what was published, where, and who said yes is written down')
  await h.goto(page, `${at}/look`)
  await page.check('input[name=option][value=a]')
  for (const name of ['came', 'young', 'next']) await page.fill(`textarea[name=${name}]`, 'Seen since (invented)')
  await page.selectOption('select[name=lens_art2]', 'as_thought')
  await look(h, page, '13-look', ['narrow'])
  await h.submit(page, 'Write this down')
  h.equal(await summary(page), '', 'what came true is written down')
}

async function evaluates (h, page, initiative) {
  await h.goto(page, '/policy/figures/new')
  for (const [name, value] of Object.entries({ title: 'Weeks until a first day in class (invented)', publisher: 'An office (invented)', address: 'https://example.org/invented/weeks', 'day-day': '1', 'day-month': '2', 'day-year': '2026', unit: 'per cent within four weeks' })) await page.fill(`input[name="${name}"]`, value)
  await page.check('input[name=counted][value=percent]')
  await page.fill('textarea[name=table]', series())
  await h.submit(page, 'Read the figures')
  h.equal(await summary(page), '', 'published figures are read')
  const brought = new URL(page.url()).pathname.split('/').pop()
  await h.goto(page, `/policy/initiatives/${initiative}`)
  await h.follow(page, page.locator('main a[href^="/policy/evaluations/new"]'))
  await h.follow(page, page.locator(`main a[href*="${brought}"]`))
  h.equal(await page.inputValue('select[name=initiative]'), initiative, 'a plan knows which change it is about')
  for (const area of await page.locator('main textarea').all()) {
    if (!['treated', 'compared'].includes(await area.getAttribute('name'))) await area.fill('Written for a test (invented)')
  }
  await page.fill('textarea[name=question]', question)
  await page.fill('input[name=at]', '2022-Q4')
  await page.check('input[name=direction][value=up]')
  await h.submit(page, 'Save')
  h.equal(await summary(page), '', 'the plan is whole')
  const draft = new URL(page.url()).pathname
  await h.goto(page, `${draft}/edit`)
  await look(h, page, '14-plan', ['desktop', 'narrow'])
  await h.goto(page, draft)
  await h.submit(page, 'Lock this plan')
  h.check((await text(page)).includes('This plan is locked'), 'the plan is locked before anybody looks')
  await h.goto(page, `${new URL(page.url()).pathname}/carry`)
  await page.fill('textarea[name=found]', 'More are in class within four weeks (invented)')
  await h.submit(page, 'Keep this result')
  h.check((await text(page)).includes('95 % interval'), 'the result has its interval')
  await look(h, page, '14-result', ['desktop', 'narrow', 'print'])
  h.check(await page.locator('main a[href^="/policy/briefings/new?cite=evaluation:"]').count() === 1, 'a result leads to a briefing')
}

/** Twenty-four quarters of invented percentages, with a step in the twelfth. */
function series () {
  const lines = ['quarter,In the area (invented)']
  for (let i = 0; i < 24; i++) lines.push(`${2020 + Math.floor(i / 4)}-Q${i % 4 + 1},${(40 + (i * 7 % 5) * 0.8 + (i >= 11 ? 12 : 0)).toFixed(1)}`)
  return lines.join('\n')
}

async function briefs (h, page, initiative) {
  await h.goto(page, `/policy/initiatives/${initiative}`)
  const stands = await text(page)
  h.check(stands.includes(change) && stands.includes(question), 'what was looked at and what was planned stand with the change')
  await look(h, page, '15-change-with-all', ['desktop', 'narrow'])
  await h.follow(page, page.locator('section[aria-labelledby=with] a, main a').filter({ hasText: change }))
  await h.follow(page, page.locator('main a[href^="/policy/briefings/new?cite=appraisal:"]'))
  await page.selectOption('select[name=initiative]', initiative)
  await page.fill('input[name=title]', 'In class sooner (invented)')
  await page.fill('input[name=reader]', 'The unit for children looked after (invented)')
  await page.check('input[name=template][value=education-department]')
  await h.submit(page, 'Begin')
  const at = new URL(page.url()).pathname.replace('/piece', '')
  await look(h, page, '16-begun-with', ['desktop', 'narrow'])
  await h.submit(page, 'Put it in')
  h.check((await text(page)).includes('It is in'), 'the appraisal that it began with is in the briefing')
  await h.goto(page, `${at}/words`)
  h.equal(await page.inputValue('select[name=initiative]'), initiative, 'the briefing knows which change it is about')
  await page.fill('textarea[name=short]', 'One person who answers for the first day would do more than a mailbox.')
  await page.fill('textarea[name=unknown]', 'How many wait here: they are too few for a figure.')
  await h.submit(page, 'Save')
  await put(h, page, at, 'after', 'evaluation', question)
  await h.goto(page, `${at}/preview`)
  await look(h, page, '17-briefing', ['desktop', 'narrow', 'dark', 'print'])
  const words = await text(page)
  for (const part of ['A named person (invented)', 'Lessons at home meanwhile', 'waiting was the hardest', '95 % interval', 'Effects are not added up', 'too few for a figure']) h.check(words.includes(part), `the briefing says: ${part}`)
  await h.goto(page, at)
  await h.submit(page, 'Make a version')
  for (const as of ['pdf', 'docx', 'html', 'txt']) {
    const file = await page.context().request.get(`${h.url}${at}/versions/1/file?as=${as}`)
    h.check(file.ok() && (await file.body()).length > 2000, `the briefing is there as ${as}`)
  }
  const manager = await h.signedIn('manager_2')
  await h.goto(manager, `${at}/versions/1/sign`)
  for (const box of await manager.locator('input[name=checked]').all()) await box.check()
  await h.submit(manager, 'Sign it')
  h.check((await text(manager)).includes('Signed'), 'a manager signs the briefing')
  await given(h, page, manager)
}

/** One that was given long ago: what the next version changed, and how it would be taken back. */
async function given (h, page, manager) {
  await h.goto(page, '/policy/briefings')
  await h.follow(page, page.locator('main a', { hasText: 'A school place before the move (invented)' }))
  const at = new URL(page.url()).pathname
  await h.goto(page, `${at}/changes?from=1&to=2`)
  await look(h, page, '18-changes', ['desktop', 'narrow'])
  h.check((await text(page)).includes('asked again in the spring'), 'what a later version says anew is shown')
  await h.goto(manager, `${at}/versions/1/take-back`)
  await look(h, manager, '19-take-back', ['desktop', 'narrow'])
}

async function put (h, page, at, section, kind, title) {
  await h.goto(page, `${at}/piece?section=${section}`)
  await h.follow(page, page.locator(`main a[href*="kind=${kind}"]`))
  await page.locator('label', { hasText: title }).first().click()
  await look(h, page, `put-${kind}`, ['desktop', 'narrow'])
  await h.submit(page, 'Put it in')
  h.check((await text(page)).includes('It is in'), `the ${kind} is in the briefing`)
}
