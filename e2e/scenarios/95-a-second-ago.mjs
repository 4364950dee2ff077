// What was allowed a second ago and is not any more: a grant that was ended, an account that was closed. It comes last,
// because nobody of the demonstration can undo it.
import { openPerson } from '../talk.mjs'

export default async function aSecondAgo (h) {
  await grantEnded(h)
  await accountClosed(h)
}

async function grantEnded (h) {
  const worker = await h.signedIn('practitioner')
  const person = await openPerson(h, worker, 'Shilan')
  await h.goto(worker, `${person}/promises/new`)
  const manager = await h.signedIn('manager')
  await h.goto(manager, `${person}/access`)
  const row = manager.locator('tr, .govuk-summary-card, li').filter({ hasText: 'Rowan Ashgrove' }).last()
  await h.follow(manager, row.locator('a[href$="/end"]'))
  await h.accessible(manager, 'end a grant')
  if (await manager.locator('main textarea').count()) await manager.fill('main textarea', 'Works elsewhere now.')
  if (await manager.locator('main input[type=text]').count()) await manager.fill('main input[type=text]', 'Works elsewhere now.')
  await h.submit(manager)
  const sent = await worker.locator('main form').last().evaluate(f => [...new FormData(f)])
  const late = await worker.context().request.post(`${h.url}${person}/promises/new`, { form: Object.fromEntries(sent), maxRedirects: 0 })
  h.equal(late.status(), 404, 'a form sent after the grant ended a second ago changes nothing')
  for (const path of ['', '/picture', '/promises', '/copy']) await h.goto(worker, person + path, 404)
  await h.goto(worker, '/people')
  h.check(!(await worker.locator('main').innerText()).includes('Shilan'), 'and the young person is gone from the list')
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
