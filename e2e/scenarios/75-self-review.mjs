// A service looks at its own practice with five outcomes. Time is reckoned by the keystroke-level model of Card, Moran and
// Newell (1980), as in 30-five-minutes.mjs; talking it over takes as long as it takes and is not counted.
const seconds = { keystroke: 0.28, click: 1.3, hand: 0.4, think: 1.35, page: 2 }
const most = { outcomes: 5, seconds: 15 * 60 } // half of the half hour: the rest is theirs, to talk

export default async function selfReview (h) {
  const page = await h.signedIn('auditor')
  await h.goto(page, '/reviews')
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'list', ['desktop', 'narrow', 'dark'])
  const cost = await h.effort(page)
  await cost.follow('a[href="/reviews/new"]')
  await h.accessible(page)
  await h.shots(page, 'new', ['desktop', 'narrow', 'print'])
  await h.submit(page)
  h.check(await page.locator('.govuk-error-summary a').count() === 3, 'whose, who and which outcomes must be said', await page.locator('main').innerText())
  await h.shots(page, 'new-wrong')
  await cost.type('input[name=service]', 'Guardians of the north (invented)')
  await cost.type('textarea[name=together]', 'Three guardians and the school nurse')
  const boxes = await page.locator('input[name=outcomes]').evaluateAll(list => list.map(b => b.value))
  for (const code of boxes.slice(0, most.outcomes)) await cost.choose(`input[name=outcomes][value="${code}"]`)
  await cost.follow('main form button[type=submit]')
  const review = new URL(page.url()).pathname
  await h.accessible(page)
  await h.shots(page, 'begun')
  await cost.follow('main a[href*="/outcomes/"]')
  for (let i = 0; i < most.outcomes; i++) await answer(h, page, cost, i)
  h.equal(new URL(page.url()).pathname, review, 'after the last outcome the self-review is there')
  reckon(h, cost.total)
  await h.accessible(page)
  await h.valid(page)
  await h.shots(page, 'answered', ['desktop', 'narrow', 'dark', 'print'])
  const text = await page.locator('main').innerText()
  h.check(text.includes('What another service can put right') && text.includes('The housing service'), 'what is missing stands with who can put it right')
  h.check(text.includes('They see it differently') && text.includes('nobody asks'), 'what young people say stands beside it')
  await meanwhile(h, page, review)
  await h.submit(page, 'Finish this self-review')
  await h.shots(page, 'finished')
  h.check(await page.locator('main a[href*="/outcomes/"]').count() === 0, 'what is finished stands as it is')
  await h.follow(page, page.locator(`a[href="${review}/again"]`))
  await h.accessible(page)
  await h.shots(page, 'again')
  await h.submit(page)
  const second = new URL(page.url()).pathname
  await h.follow(page, page.locator('main a[href*="/outcomes/"]'))
  for (const one of await page.locator('input[name^=finding_][value=in_place]').all()) await one.check()
  await page.check('input[name=young][value=not_asked]')
  await h.submit(page)
  await h.goto(page, second)
  h.check((await page.locator('#changed').count()) === 1, 'what changed since the time before is shown')
  await h.shots(page, 'changed')
  const reader = await h.signedIn('analyst')
  await h.goto(reader, second)
  h.check(await reader.locator('main form, main a[href*="/outcomes/"]').count() === 0, 'an analyst reads and does not answer')
}

/** Answers one outcome: the first missing and somebody else's to put right, what young people say on the first two. */
async function answer (h, page, cost, i) {
  const items = await page.locator('input[name^=finding_][value=in_place]').evaluateAll(list => list.map(x => x.name.slice('finding_'.length)))
  if (i === 0) {
    await h.accessible(page)
    await h.valid(page)
    await h.shots(page, 'outcome', ['desktop', 'narrow', 'dark', 'print'])
    await h.submit(page)
    h.check(await page.locator('.govuk-error-summary a').count() === items.length + 1, 'each indicator, and whether young people were asked, must be answered')
    await h.shots(page, 'outcome-wrong')
  }
  for (const [n, code] of items.entries()) {
    await cost.choose(`[name="finding_${code}"][value=${n === 0 ? 'not_in_place' : 'in_place'}]`)
    await cost.type(`[name="evidence_${code}"]`, 'We see it in the list that the team goes through each month.')
    if (n > 0) continue
    await cost.select(`[name="act_${code}"]`, 'others')
    await cost.type(`[name="who_${code}"]`, 'The housing service')
  }
  await cost.choose(`[name=young][value=${i < 2 ? 'heard' : 'not_asked'}]`)
  if (i < 2) {
    await cost.type('textarea[name=words]', 'In the group they said that nobody asks before things are changed.')
    await cost.choose('input[name=apart]')
  }
  await cost.follow('main form button[type=submit]')
}

/** Two people answer one outcome at once: the second is told, sees both, and loses nothing. */
async function meanwhile (h, page, review) {
  const other = await h.signedIn('manager')
  await h.goto(other, review)
  await h.follow(other, other.locator('main a[href*="/outcomes/"]'))
  await h.goto(page, new URL(other.url()).pathname)
  await other.locator('textarea[name^=evidence_]').first().fill('The manager says: it is in the plan.')
  await h.submit(other)
  await page.locator('textarea[name^=evidence_]').first().fill('The auditor says: it is on the wall.')
  await h.submit(page)
  const text = await page.locator('main').innerText()
  h.check(text.includes('The manager says') && (await page.locator('textarea[name^=evidence_]').first().inputValue()).includes('on the wall'), 'both answers are there', text)
  await h.accessible(page)
  await h.shots(page, 'meanwhile')
  await h.submit(page)
  await h.goto(page, review)
}

function reckon (h, total) {
  const time = total.pages * (seconds.page + seconds.think) + total.fields * (seconds.think + seconds.hand) + total.keystrokes * seconds.keystroke + total.clicks * seconds.click
  h.say(`five outcomes: ${total.pages} pages, ${total.fields} fields, ${total.keystrokes} keystrokes, ${total.clicks} clicks, about ${Math.round(time / 60)} minutes`)
  h.check(time <= most.seconds, 'five outcomes are typed in well under half an hour', `${Math.round(time)} s`)
}
