// Two people read the same cases apart from each other: what one still reads is nowhere to be seen; where both have finished and
// differ, a third person settles it with a reason, and how far readers agree stands behind statistics, never as one number.
export default async function auditBlind (h) {
  const page = await h.signedIn('manager')
  await h.goto(page, '/audits')
  await h.follow(page, page.locator('main a', { hasText: 'does everybody see it alike' }))
  const programme = new URL(page.url()).pathname
  await h.follow(page, page.locator(`main a[href="${programme}/moderation"]`))
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'moderation', ['desktop', 'narrow', 'print'])
  h.check(await page.locator('main section[aria-labelledby^="case-"]').count() > 0, 'there are cases to talk about')
  h.check(!(await page.locator('main').innerText()).includes('TWO-07'), 'a case that one of two still reads is not there')
  await settle(h, page)
  await h.goto(page, `${programme}/agreement`)
  await h.accessible(page)
  await h.shots(page, 'agreement', ['desktop', 'narrow', 'print'])
  const figures = await page.locator('main table').first().innerText()
  h.check(['Cohen', 'Krippendorff', 'AC1', '%'].every(name => figures.includes(name)), 'no number stands alone', figures)
  const file = await (await page.context().request.get(`${h.url}${programme}/agreement/findings`)).text()
  h.check(file.startsWith('unit,rater,rating') && !file.includes('TWO-'), 'the file names no case as the list does')
  await calibration(h, page)
}

/** The moderator settles what is left of the first case, outcome by outcome. */
async function settle (h, page) {
  await h.follow(page, page.locator('main section[aria-labelledby^="case-"] a').last())
  await h.accessible(page)
  await h.shots(page, 'talk', ['desktop', 'narrow'])
  await h.follow(page, page.locator('main a[href*="/talk/"]').first())
  await h.accessible(page)
  await h.submit(page, 'Keep what holds')
  h.check(await page.locator('.govuk-error-summary a').count() > 0, 'what holds, and why, must be said')
  await h.shots(page, 'settle')
  for (const group of await page.locator('main form .govuk-radios').all()) await group.locator('input').first().check()
  for (const why of await page.locator('main form textarea').all()) await why.fill('Page 3 of the file decides it')
  await page.check('input[name=free]')
  await h.submit(page, 'Keep what holds')
  h.check((await page.locator('main').innerText()).includes('Page 3 of the file decides it'), 'the reason stands beside both readings')
}

async function calibration (h, page) {
  await h.goto(page, '/calibration')
  await h.accessible(page)
  await h.follow(page, page.locator('main section[aria-labelledby=closed] a').first())
  await h.accessible(page)
  await h.shots(page, 'calibration', ['desktop', 'narrow'])
  h.check((await page.locator('main').innerText()).includes('Worked answer'), 'after it is closed the worked answer is there')
}
