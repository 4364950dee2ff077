// What was allowed a second ago and is not any more: a grant that was ended, an account that was closed. It comes last,
// because nobody of the demonstration can undo it.
import { day, fillPromise, openPerson } from '../talk.mjs'

export default async function aSecondAgo (h) {
  await grantEnded(h)
  await accountClosed(h)
}

async function grantEnded (h) {
  const worker = await h.signedIn('practitioner')
  const person = await openPerson(h, worker, 'Shilan')
  await h.goto(worker, `${person}/promises/new`)
  await fillPromise(worker, { what: 'Too late: the grant has ended.', due: day(5) })
  const manager = await h.signedIn('manager')
  await h.goto(manager, `${person}/access`)
  const ends = await manager.locator('main a[href$="/end"]').evaluateAll(links => links.map(a => a.getAttribute('href')))
  let ended = 0
  for (const end of ends) { // one grant for the record, and one for what is sealed
    await h.goto(manager, end)
    if (!(await manager.locator('main').innerText()).includes('Rowan Ashgrove')) continue
    await h.accessible(manager, 'end a grant')
    await manager.locator('input[name=why]').first().check()
    await h.submit(manager)
    h.check(!manager.url().endsWith('/end'), 'a grant is ended, with why', manager.url())
    ended++
  }
  h.check(ended > 0, 'a manager ends grants', ends.join('\n'))
  await outOfTheTeam(h)
  const sent = await worker.locator('main form').last().evaluate(f => [...new FormData(f)])
  const late = await worker.context().request.post(`${h.url}${person}/promises/new`, { form: Object.fromEntries(sent), maxRedirects: 0 })
  h.equal(late.status(), 404, 'a form sent after the grant ended a second ago changes nothing')
  for (const path of ['', '/picture', '/promises', '/copy']) await h.goto(worker, person + path, 404)
  await h.goto(worker, '/people')
  h.check(!(await worker.locator('main').innerText()).includes('Shilan'), 'and the young person is gone from the list')
}

/** The team has a grant too: an administrator takes the worker out of it. */
async function outOfTheTeam (h) {
  const admin = await h.signedIn('administrator')
  await h.goto(admin, '/administration/people')
  await h.follow(admin, admin.getByRole('link', { name: /Rowan Ashgrove/ }))
  await h.follow(admin, admin.locator('a[href$="/teams"]'))
  const ticked = admin.locator('input[name=teams]:checked')
  while (await ticked.count() > 0) await ticked.first().uncheck()
  await h.submit(admin)
}

async function accountClosed (h) {
  const trainer = await h.signedIn('trainer')
  await h.goto(trainer, '/frameworks')
  const admin = await h.signedIn('administrator')
  await h.goto(admin, '/administration/people')
  await h.follow(admin, admin.getByRole('link', { name: /Tamsin Wheatear/ }))
  await h.follow(admin, admin.locator('a[href$="/close"]'))
  await h.accessible(admin, 'close an account')
  await h.submit(admin)
  await h.goto(trainer, '/frameworks')
  h.equal(new URL(trainer.url()).pathname, '/sign-in', 'an account closed a second ago opens nothing any more')
}
