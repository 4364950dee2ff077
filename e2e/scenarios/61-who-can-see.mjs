// Who can see: a manager looks at what a colleague opened in an emergency, restricts a record, and it is gone for everybody
// else; somebody who holds parts of a record sees those and nothing beside; an emergency that fits nobody says nothing.
import { openPerson, text } from '../talk.mjs'

export default async function whoCanSee (h) {
  const manager = await h.signedIn('manager')
  await review(h, manager)
  await part(h)
  await emergency(h)
  await restrict(h, manager)
}

async function review (h, page) {
  await h.goto(page, '/people')
  await h.follow(page, page.locator('main a[href="/emergencies"]'))
  await h.accessible(page)
  await h.shots(page, 'emergencies', ['desktop', 'narrow'])
  h.check((await text(page)).includes('Priya Fernhill'), 'the list says who let herself in')
  await h.follow(page, page.getByRole('link', { name: /Look at it/ }).first())
  await h.accessible(page)
  h.check((await text(page)).includes('She had not come home by ten'), 'the second person reads why')
  await page.getByLabel('It has to be talked about').check()
  await page.fill('textarea[name=words]', 'I spoke with Priya. The team has a list of who to ring now.')
  await h.shots(page, 'review', ['desktop', 'narrow'])
  await h.follow(page, page.getByRole('button', { name: 'Save' }))
  h.check((await text(page)).includes('It has to be talked about'), 'what was said of it is kept')
}

async function part (h) {
  const page = await h.signedIn('practitioner_charity')
  const person = await openPerson(h, page, 'Tyrese')
  const seen = await text(page)
  h.check(seen.includes('Tyrese') && !seen.includes('Date of birth') && !seen.includes('Team and access'), 'somebody with a part sees whom it is about and no more', seen)
  await h.shots(page, 'part', ['desktop', 'narrow'])
  for (const path of ['/profile', '/files', '/access', '/log', '/export', '/erase']) {
    const answer = await page.context().request.get(h.url + person + path)
    h.check(answer.status() === 403, `what the part does not open is refused: ${path}`, `${answer.status()}`)
  }
  await h.goto(page, `${person}/sealed/new`)
  h.check(await page.locator('input[name=class]').count() === 1, 'one class of sealed detail is one choice')
}

async function emergency (h) {
  const page = await h.signedIn('practitioner_charity')
  await h.goto(page, '/people')
  await h.follow(page, page.locator('main a[href="/people/emergency"]'))
  await h.shots(page, 'emergency', ['desktop', 'narrow'])
  await page.fill('input[name=name]', 'Selam Morningstar')
  await page.fill('input[name=reference]', 'LM-0000')
  await page.getByLabel('They are missing').check()
  await page.fill('textarea[name=why]', 'She did not come to the drop-in.')
  await h.follow(page, page.getByRole('button', { name: 'Open the record' }))
  h.check((await text(page)).includes('Nothing was opened'), 'another organisation’s record and none are one answer', await text(page))
  await h.shots(page, 'emergency-none')
}

async function restrict (h, page) {
  const person = await openPerson(h, page, 'Yusra')
  await h.goto(page, `${person}/access`)
  await h.follow(page, page.locator(`main a[href="${person}/access/restrict"]`))
  await page.getByLabel('Somebody dangerous could look for them').check()
  await h.shots(page, 'restrict', ['desktop', 'narrow'])
  await h.follow(page, page.getByRole('button', { name: 'Restrict it' }))
  h.check(/at least two people/i.test(await text(page)), 'nobody restricts a record to themselves alone', await text(page))
  await page.getByLabel('Rowan Ashgrove').check()
  await page.getByLabel('Somebody dangerous could look for them').check()
  await h.follow(page, page.getByRole('button', { name: 'Restrict it' }))
  h.check((await text(page)).includes('Only these can open it'), 'the page says to whom it is restricted', await text(page))
  await h.shots(page, 'restricted', ['desktop', 'narrow'])

  const worker = await h.signedIn('practitioner')
  await openPerson(h, worker, 'Yusra')
  h.check((await text(worker)).includes('This record is restricted'), 'who is named still opens it')
  await h.goto(page, `${person}/access/restrict`)
  await h.shots(page, 'restricted-named')
  await h.follow(page, page.getByRole('button', { name: 'Ask to lift it' }))
  await h.goto(worker, `${person}/access`)
  await worker.locator('input[name=lift][value=yes]').check()
  await h.shots(worker, 'lift')
  await h.follow(worker, worker.getByRole('button', { name: 'Save' }))
  h.check((await text(worker)).includes('open again'), 'a second person lifts it', await text(worker))
}
