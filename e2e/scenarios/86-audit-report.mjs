// An audit from its plan to its report, with pages alone: a quality lead plans and draws it, two people read the same cases apart
// from each other, a third settles what differs, a concern is closed by somebody else, the worker is told and answers, an action is
// confirmed by somebody other than its owner, a case closes, and what was learnt becomes a report and a page for teams.
export default async function auditReport (h) {
  const lead = await h.signedIn('manager')
  const programme = await plan(h, lead)
  const [first, other] = await lead.locator('main table tbody a').evaluateAll(list => list.map(a => ({ at: a.pathname, id: a.textContent.trim() })))
  await share(h, lead, programme)
  const one = await h.signedIn('auditor')
  const two = await h.signedIn('manager_2')
  const reading = await begin(h, one, programme, first)
  await worker(h, lead, one, first)
  await read(h, one, reading, 'good')
  await unseen(h, lead, two, programme, first, reading)
  await concern(h, lead, one, programme, other)
  await read(h, two, await begin(h, two, programme, first), 'inadequate')
  await settle(h, lead, two, programme, first)
  await feedback(h, lead, first)
  await action(h, lead, first)
  await close(h, lead, first)
  await h.goto(lead, programme)
  await h.follow(lead, lead.locator('main a[href$="/learning"]'))
  const learning = new URL(lead.url()).pathname
  await h.accessible(lead)
  await h.valid(lead)
  await h.shots(lead, 'learning', ['desktop', 'narrow', 'print'])
  await theme(h, lead, learning, first)
  await words(h, lead, learning)
  await told(h, lead, learning)
  await report(h, lead, learning, [first.id, other.id])
}

async function day (page, name, date) {
  for (const [i, part] of ['day', 'month', 'year'].entries()) await page.fill(`input[name=${name}-${part}]`, String(date[i]))
}

const inDays = n => { const d = new Date(Date.now() + n * 864e5); return [d.getUTCDate(), d.getUTCMonth() + 1, d.getUTCFullYear()] }

const says = async (page, text) => (await page.locator('main').innerText()).includes(text)

async function plan (h, page) {
  await h.goto(page, '/audits')
  await h.follow(page, page.locator('main a[href="/audits/new"]'))
  await page.fill('textarea[name=purpose]', 'Is somebody asked before it is decided? (invented)')
  await page.fill('textarea[name=population]', 'Everybody in care in the south')
  for (const [name, date] of [['from', [1, 1, 2026]], ['to', [30, 6, 2026]], ['on', [1, 7, 2026]]]) await day(page, name, date)
  await page.check('input[name=method][value=stratified]')
  await page.check('input[name=allocation][value=fixed]')
  await page.fill('input[name=n]', '1')
  await page.locator('input[name=outcomes]').first().check()
  await page.check('input[name=scale][value="england-4 1"]')
  await page.fill('input[name=twice]', '100')
  await page.fill('textarea[name=frame]', Array.from({ length: 8 }, (_, i) => `SO-${i + 1}, ${i % 2 ? 'in care' : 'leaving care'}`).join('\n'))
  await h.submit(page)
  await h.submit(page, 'Draw the cases')
  h.equal(await page.locator('main table tbody a').count(), 2, 'one case of each group is drawn')
  return new URL(page.url()).pathname
}

async function share (h, page, programme) {
  for (const name of ['Astrid Quillfeather', 'Beatrix Larkrise']) await page.getByLabel(name).check()
  await day(page, 'due', inDays(30))
  await h.submit(page, 'Share out')
  h.check(!await says(page, 'Nobody yet'), 'every case has an auditor')
}

/** Somebody who was given a case says that nothing stands between them and it, and begins to read. */
async function begin (h, page, programme, { id }) {
  await h.goto(page, '/audits')
  await h.follow(page, page.locator(`main a[href="${programme}"]`))
  await h.follow(page, page.locator('main table').getByRole('link', { name: id, exact: true }))
  await page.check('input[name=tie][value=none]')
  await h.submit(page, 'Say so')
  await h.submit(page, 'Read this case')
  return new URL(page.url()).pathname
}

async function worker (h, lead, auditor, { at, id }) {
  await h.goto(lead, at)
  await h.follow(lead, lead.locator('main').getByRole('link', { name: 'The worker is told' }))
  await h.accessible(lead)
  await h.shots(lead, 'worker')
  await lead.selectOption('select[name=worker]', { label: 'Rowan Ashgrove (invented)' })
  await h.submit(lead, 'The worker is told')
  const page = await h.signedIn('practitioner')
  await h.goto(page, '/')
  await h.follow(page, page.locator('main a[href="/taking-part"]'))
  await h.follow(page, page.locator('main').getByRole('link', { name: id, exact: true }))
  await h.accessible(page)
  await page.fill('textarea[name=well]', 'We asked before the review.')
  await h.submit(page, 'Keep this')
  const part = await page.locator('main a[href$="/concern"]').first().getAttribute('href')
  await h.goto(page, part)
  await h.accessible(page)
  await h.valid(page)
  h.check(await says(page, 'phone 999 first'), 'the worker too is told at once whom to ring')
  await h.goto(auditor, at)
  await h.follow(auditor, auditor.locator('main').getByRole('link', { name: 'Auditor and worker talk' }))
  await h.accessible(auditor)
  h.check(await says(auditor, 'We asked before the review.'), 'the auditor reads what the worker wrote')
  await day(auditor, 'day', inDays(0))
  await h.submit(auditor, 'We have talked')
}

async function read (h, page, reading, grade) {
  await h.goto(page, reading)
  await h.follow(page, page.locator('main a', { hasText: 'Go on' }))
  await page.check('input[name=heard][value=not_asked]')
  await h.submit(page, 'Save and go on')
  await page.fill('textarea[name=life]', 'They live near college and walk there.')
  await page.fill('textarea[name=know]', 'From the review of May; nobody asked their friends.')
  await h.submit(page, 'Save and go on')
  const names = await page.locator('input[type=radio][name^=found_]').evaluateAll(list => [...new Set(list.map(one => one.name))])
  for (const name of names) await page.check(`input[name="${name}"][value=not_evidenced]`)
  await page.check(`input[name="${names[0]}"][value=in_place]`)
  await page.fill(`textarea[name="${names[0].replace('found_', 'where_')}"]`, 'Plan of 3 March, page 2')
  await page.check(`input[name=grade][value=${grade}]`)
  await page.fill('textarea[name=why]', `What I read of the plan is ${grade}.`)
  await h.submit(page, 'Save and go on')
  await page.fill('input[name=minutes]', '40')
  await h.submit(page, 'Lock what I found')
  h.check(await says(page, 'It stands as it is'), 'it is locked')
}

/** While one of two still reads, what the other found is nowhere: not for them, and not for whoever planned the audit. */
async function unseen (h, lead, second, programme, { at, id }, reading) {
  for (const page of [lead, second]) h.equal((await page.context().request.get(h.url + reading)).status(), 404, 'what one found is not there before both are done')
  await h.goto(second, at)
  h.check(!await says(second, 'Quillfeather'), 'who else reads the case is not said to who reads it')
  await h.goto(lead, programme + '/moderation')
  h.check(!await says(lead, id), 'nobody talks about the case yet')
}

async function concern (h, lead, auditor, programme, other) {
  await begin(h, auditor, programme, other)
  await h.follow(auditor, auditor.locator('main a[href$="/concern"]'))
  await h.accessible(auditor)
  await h.valid(auditor)
  await h.shots(auditor, 'concern', ['desktop', 'narrow'])
  h.check(await says(auditor, '01632 960 101'), 'whom to ring stands first')
  await auditor.fill('textarea[name=what]', 'Somebody waits for them after college.')
  await h.submit(auditor, 'Keep it and stop the clock')
  const raised = new URL(auditor.url()).pathname
  h.check(await says(auditor, 'The clock of this case stands'), 'it stops the clock, whatever is left empty')
  h.equal(await auditor.getByRole('button', { name: 'Close the concern' }).count(), 0, 'whoever raised it cannot close it')
  await h.goto(lead, programme)
  await h.follow(lead, lead.locator('main a', { hasText: other.id }))
  await h.follow(lead, lead.locator('main').getByRole('link', { name: 'See the concern' }))
  await h.follow(lead, lead.locator(`main a[href="${raised}"]`))
  await h.accessible(lead)
  await lead.fill('textarea[name=done]', 'The duty manager met them and they are safe.')
  await h.submit(lead, 'Close the concern')
  h.check((await lead.locator('.govuk-error-summary').innerText()).includes('who was told'), 'nobody closes it while nobody was told')
  await lead.fill('textarea[name=told]', 'The duty manager')
  await h.submit(lead, 'Close the concern')
  h.check(await says(lead, 'The clock of this case runs again'), 'somebody else closed it')
}

async function settle (h, page, reader, programme, { at, id }) {
  await h.goto(page, programme)
  await h.follow(page, page.locator(`main a[href="${programme}/moderation"]`))
  h.check(await says(page, 'What I read of the plan is good.') && await says(page, 'What I read of the plan is inadequate.'), 'once both are done their findings stand side by side')
  await h.follow(page, page.locator('main section[aria-labelledby^="case-"] a').last())
  await h.follow(page, page.locator('main a[href*="/talk/"]').first())
  const matter = new URL(page.url()).pathname
  await h.goto(reader, matter)
  h.equal(await reader.getByRole('button', { name: 'Keep what holds' }).count(), 0, 'whoever read the case does not settle it')
  for (const group of await page.locator('main form .govuk-radios').all()) await group.locator('input').first().check()
  for (const why of await page.locator('main form textarea').all()) await why.fill('Page 2 of the plan decides it')
  await page.check('input[name=free]')
  await h.submit(page, 'Keep what holds')
  h.check(await says(page, 'Page 2 of the plan decides it'), 'the reason stands beside both readings')
}

async function feedback (h, lead, { at, id }) {
  await h.goto(lead, at)
  await h.follow(lead, lead.locator('main').getByRole('link', { name: 'The worker hears what was found' }))
  await h.accessible(lead)
  await lead.fill('textarea[name=words]', 'They were asked before the review. Ask before a move too.')
  await h.submit(lead, 'Tell the worker')
  const page = await h.signedIn('practitioner')
  await h.goto(page, '/')
  await h.follow(page, page.locator('main a[href="/taking-part"]'))
  await h.follow(page, page.locator('main').getByRole('link', { name: id, exact: true }))
  h.check(await says(page, 'Ask before a move too.'), 'the worker reads what was found')
  await page.fill('textarea[name=answer]', 'That is right.')
  await h.submit(page, 'Keep your answer')
}

async function action (h, lead, { at }) {
  await h.goto(lead, at)
  await h.follow(lead, lead.locator('main').getByRole('link', { name: 'Say what is to be done' }))
  await h.accessible(lead)
  await h.valid(lead)
  await h.shots(lead, 'action', ['desktop', 'narrow'])
  await lead.fill('textarea[name=what]', 'Ring before a move')
  await lead.fill('textarea[name=effect]', 'Young people say that they were asked')
  await lead.selectOption('select[name=owner]', { label: 'Rowan Ashgrove (invented)' })
  await day(lead, 'due', inDays(60))
  await h.submit(lead, 'Keep it')
  const given = new URL(lead.url()).pathname
  const owner = await h.signedIn('practitioner')
  await h.goto(owner, '/taking-part')
  await h.follow(owner, owner.locator('main a[href="/audit-actions"]'))
  await h.follow(owner, owner.locator(`main a[href="${given}"]`))
  await h.accessible(owner)
  await owner.check('input[name=verdict][value=done]')
  await owner.fill('textarea[name=words]', 'Rang before each of the last three moves.')
  await h.submit(owner, 'Say so')
  h.check(await says(owner, 'Somebody other than its owner') && await owner.locator('input[name=verdict]').count() === 0, 'its owner cannot confirm it')
  await h.goto(lead, at)
  h.equal(await lead.getByRole('button', { name: 'Close this case' }).count(), 0, 'the case does not close before somebody else looked')
  await h.follow(lead, lead.locator(`main a[href="${given}"]`))
  await lead.check('input[name=verdict][value=confirmed]')
  await lead.fill('textarea[name=words]', 'Two young people said that they were asked.')
  await h.submit(lead, 'Say so')
  h.check(await says(lead, 'It had the effect'), 'somebody else confirmed it')
}

async function close (h, page, { at }) {
  await h.goto(page, at)
  await h.accessible(page)
  await h.shots(page, 'way', ['desktop', 'narrow', 'print'])
  await h.submit(page, 'Close this case')
  h.equal(await page.getByRole('button', { name: 'Close this case' }).count(), 0, 'the case is closed')
  h.equal(await page.locator('textarea[name=why]').count(), 0, 'and is not left out any more')
}

async function theme (h, page, learning, { id }) {
  await h.goto(page, learning + '/themes/new')
  await h.accessible(page)
  await page.check('input[name=kind][value=barrier]')
  await page.fill('input[name=title]', 'A place moves before the plan does')
  await page.fill('textarea[name=words]', `As in ${id}, where the plan still named the old school.`)
  await h.submit(page, 'Keep')
  const summary = await page.locator('.govuk-error-summary').innerText()
  h.check(summary.includes('name a case by its number') && summary.includes('which system'), 'a case’s number is refused, and a barrier has a system', summary)
  await h.shots(page, 'theme-wrong')
  await page.selectOption('select[name=system]', 'housing')
  await page.fill('textarea[name=words]', 'After a move the plan still named the old school.')
  await page.locator('input[name=cases]').first().check()
  await h.submit(page, 'Keep')
  h.check((await page.locator('main').innerText()).includes('A place moves before the plan does'), 'the theme stands')
}

async function words (h, page, learning) {
  await h.goto(page, learning + '/words')
  await h.accessible(page)
  await h.shots(page, 'words', ['desktop', 'narrow'])
  await page.fill('textarea[name=found]', 'Plans that were asked about say what young people want.')
  await page.fill('textarea[name=learnt]', 'Asking first takes ten minutes.')
  await page.fill('input[name=works-1]', 'Reviews begin with what they want')
  await page.fill('input[name=change-1]', 'Ring before a move')
  await page.fill('input[name=who-1]', 'The team that plans the move')
  await day(page, 'by-1', inDays(60))
  await page.fill('input[name=talk]', 'The team meeting')
  await h.submit(page, 'Keep')
}

async function told (h, page, learning) {
  await h.goto(page, learning + '/told/new')
  await page.check('input[name=for][value=group]')
  await page.check('input[name=state][value=done]')
  await page.fill('textarea[name=heard]', 'You told us that plans are written before anybody asks you what you would like to have in them.')
  await page.fill('textarea[name=did]', 'We implemented participation.')
  await h.submit(page, 'Keep')
  const hint = await page.locator('.govuk-inset-text').innerText()
  h.check(hint.includes('A long sentence') && hint.includes('participation'), 'long sentences and words are pointed out', hint)
  await h.shots(page, 'told', ['desktop', 'narrow'])
  await page.fill('textarea[name=heard]', 'You told us that nobody asks you first.')
  await page.fill('textarea[name=did]', 'Now we ask first.')
  await h.submit(page, 'Keep')
  h.equal(await page.locator('.govuk-inset-text').count(), 0, 'plain words get no hint')
  const sheet = await page.context().request.get(page.url() + '/sheet')
  h.check((await sheet.body()).subarray(0, 5).toString() === '%PDF-', 'it can be printed')
  await h.submit(page, 'Put it on the board')
  await h.goto(page, '/together/board')
  h.check((await page.locator('main').innerText()).includes('Now we ask first.'), 'young people’s board says it')
}

async function report (h, page, learning, ids) {
  await h.goto(page, learning)
  await h.submit(page, 'Make the report')
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'report', ['desktop', 'narrow', 'dark', 'print'])
  const text = await page.locator('main').innerText()
  h.check(text.includes('Version 1') && text.includes('A place moves before the plan does'), 'the report has what was written')
  h.check([...ids, 'Quillfeather', 'Larkrise', 'Ashgrove'].every(name => !text.includes(name)), 'it names no case and no auditor')
  const address = page.url()
  for (const [as, start] of [['pdf', '%PDF-'], ['docx', 'PK'], ['team', '%PDF-']]) {
    const file = await page.context().request.get(`${address}/file?as=${as}`)
    h.check((await file.body()).subarray(0, start.length).toString() === start, `the report as ${as}`)
    h.check(/filename="?report\.(pdf|docx)/.test(file.headers()['content-disposition']), 'under a name that says nothing', file.headers()['content-disposition'])
  }
  await h.follow(page, page.locator('main a[href$="/team"]'))
  await h.accessible(page)
  await h.shots(page, 'team', ['desktop', 'narrow', 'print'])
  h.check(await says(page, 'Ring before a move'), 'the page for teams says what changes')
}
