// An auditor accepts a case, reads it for two outcomes with the young person first, is held up by nothing but what is missing,
// and locks what they found.
export default async function auditReading (h) {
  const page = await h.signedIn('auditor')
  const open = await theirs(h, page)
  await page.check('input[name=tie][value=none]')
  await h.submit(page, 'Say so')
  await h.submit(page, 'Read this case')
  const reading = new URL(page.url()).pathname
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'steps', ['desktop', 'narrow', 'print'])
  h.check(await page.locator('main a[href$="/concern"]').count() === 1, 'whoever reads can say in one press that somebody is not safe')
  h.check(await page.locator('main a[href*="/found-"]').count() === 0, 'nothing is found before the young person was heard')
  await h.follow(page, page.locator('main a', { hasText: 'Go on' }))
  await words(h, page)
  await life(h, page)
  await found(h, page)
  await lock(h, page, reading, open)
}

/** The first case of the demonstration's programme that the auditor was given and has not answered. */
async function theirs (h, page) {
  await h.goto(page, '/audits')
  await h.follow(page, page.locator('main a', { hasText: 'and does it happen' }))
  const cases = await page.locator('main table tbody tr', { hasText: 'The auditor was asked' }).locator('a').evaluateAll(list => list.map(a => a.getAttribute('href')))
  for (const at of cases) {
    await h.goto(page, at)
    if (await page.locator('input[name=tie][value=none]').count()) return at
  }
  throw new Error('no case for the auditor')
}

async function words (h, page) {
  await h.accessible(page)
  await h.submit(page, 'Save and go on')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'it must be said whether the young person was heard')
  await page.check('input[name=heard][value=heard]')
  await page.fill('textarea[name=words]', '“I said in May that I want to stay near college.” (review, page 3)')
  await h.shots(page, 'words', ['desktop', 'narrow'])
  await h.submit(page, 'Save and go on')
  await page.check('input[name=heard][value=not_asked]')
  await h.submit(page, 'Save and go on')
}

async function life (h, page) {
  await page.fill('textarea[name=life]', 'They claim that they sleep badly, and walk to college.')
  await h.submit(page, 'Save and go on')
  h.check((await page.inputValue('textarea[name=life]')).includes('sleep badly'), 'what was typed stays when something is missing')
  const hint = page.locator('main details', { hasText: 'One word to think about' })
  h.check(await hint.count() === 1, 'a word to think about is pointed out, and holds nobody up')
  await hint.locator('summary').click()
  await h.accessible(page)
  await h.shots(page, 'life', ['desktop', 'narrow'])
  await page.fill('textarea[name=know]', 'From the review of May; nobody asked their friends.')
  await h.submit(page, 'Save and go on')
}

async function found (h, page) {
  for (let i = 0; i < 2; i++) {
    const names = await page.locator('input[type=radio][name^=found_]').evaluateAll(list => [...new Set(list.map(one => one.name))])
    for (const name of names) await page.check(`input[name="${name}"][value=not_evidenced]`)
    await page.check('input[name=grade][value=inadequate]')
    await page.fill('textarea[name=why]', 'The plan came late.')
    await h.submit(page, 'Save and go on')
    h.check((await page.locator('.govuk-error-summary').innerText()).includes('no grade can rest on it'), 'what is not evidenced is no low grade')
    if (i === 0) {
      await h.accessible(page)
      await h.valid(page)
      await h.shots(page, 'found', ['desktop', 'narrow', 'dark'])
      await page.check(`input[name="${names[0]}"][value=in_place]`)
      await page.fill(`textarea[name="${names[0].replace('found_', 'where_')}"]`, 'Plan of 3 March, page 2')
      await page.check('input[name=grade][value=good]')
    } else {
      await page.check('input[name=grade][value="-"]')
    }
    await h.submit(page, 'Save and go on')
  }
}

async function lock (h, page, reading, open) {
  await h.accessible(page)
  await h.shots(page, 'check', ['desktop', 'narrow', 'print'])
  await page.fill('input[name=minutes]', '95')
  await h.submit(page, 'Lock what I found')
  await h.accessible(page)
  await h.valid(page)
  h.check((await page.locator('main').innerText()).includes('It stands as it is'), 'it is locked')
  await h.shots(page, 'locked', ['desktop', 'narrow', 'print'])
  await h.goto(page, '/audits/words')
  await h.accessible(page)
  await h.goto(page, reading + '/life')
  h.equal(new URL(page.url()).pathname, reading, 'what is locked cannot be written')
  await h.goto(page, open)
  h.check(await page.locator(`main a[href="${reading}"]`).count() === 1, 'its auditor reads it again')
  const other = await h.signedIn('manager')
  const answer = await other.context().request.get(h.url + reading)
  h.check([200, 404].includes(answer.status()), 'another reads it once everybody is done, and not before')
}
