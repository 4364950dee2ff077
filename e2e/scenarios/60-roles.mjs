// Each role's first page and what it must not see; the interface in Welsh; dark, and in the reader's own colours.
import { look, openPerson, text } from '../talk.mjs'

const home = {
  practitioner: '/promises', guardian: '/promises', manager: '/promises', auditor: null, analyst: null, trainer: null,
  steward: '/frameworks', administrator: '/administration', practitioner_wales: '/promises'
}

export default async function roles (h) {
  const worker = await h.signedIn('practitioner')
  const person = await openPerson(h, worker, 'Selam')
  const pages = ['/people', '/promises', person, `${person}/conversations`, `${person}/promises`, `${person}/picture`, `${person}/copy`,
    `${person}/log`, `${person}/access`, `${person}/sealed`, `${person}/files`, `${person}/profile`]
  for (const [role, first] of Object.entries(home)) await firstPage(h, role, first)
  for (const role of ['administrator', 'analyst', 'trainer', 'steward']) {
    await seesNothing(h, role, pages)
  }
  await notTheCouncils(h)
  await welsh(h, person)
  await ownColours(h, worker, person)
}

async function firstPage (h, role, want) {
  const page = await h.signedIn(role)
  await h.goto(page, '/')
  const path = new URL(page.url()).pathname
  h.check(want === null ? path !== '/sign-in' : path === want, `${role}: the day begins at ${want ?? 'a page of their own'}`, path)
  await h.shots(page, `home-${role}`)
}

/** No page of a record, and no name, for those whose work needs none. */
async function seesNothing (h, role, pages) {
  const page = await h.signedIn(role)
  const answers = []
  for (const path of pages) {
    const answer = await page.context().request.get(h.url + path)
    answers.push(`${answer.status()} ${path}`)
    h.check(!(await answer.text()).includes('Selam'), `${role}: no name on ${path.replace(/[0-9a-f-]{36}/, '{id}')}`)
  }
  h.check(answers.every(a => /^40[34]/.test(a)), `${role}: no record, no list, no promise`, answers.join('\n'))
  await page.goto(h.url + '/people')
  await h.accessible(page, `${role}: refused`)
}

async function notTheCouncils (h) {
  const page = await h.signedIn('guardian')
  await h.goto(page, '/people')
  const list = await text(page)
  h.check(list.includes('Omar') && !list.includes('Selam') && !list.includes('Yusra'), 'a guardian of the charity sees their own list and nobody of the council’s', list)
  await page.fill('input[name=name]', 'Selam')
  await h.enter(page, 'input[name=name]')
  const found = await page.locator('main table tbody').allInnerTexts()
  h.check(!found.join().includes('Selam'), 'and finds nobody of theirs by name', found.join())
}

/** English words that a staff page in Welsh cannot be without if it forgot to speak Welsh. */
const english = /\b(the|with|what|who|people|young|promise|conversation|save|search|back)\b/gi

async function welsh (h) {
  const page = await h.signedIn('practitioner_wales')
  await h.goto(page, '/promises')
  await h.follow(page, page.locator('a[hreflang=cy], a[lang=cy]'))
  h.equal(await page.evaluate(() => document.documentElement.lang), 'cy', 'the interface speaks Welsh when asked')
  await h.goto(page, '/people')
  const person = await page.locator('main table tbody a').first().getAttribute('href')
  for (const path of ['/promises', '/people', person, `${person}/conversations/new`, `${person}/promises/new`, `${person}/access`, `${person}/log`, '/account']) {
    await h.goto(page, path)
    const body = await page.evaluate(() => {
      const copy = document.body.cloneNode(true)
      for (const e of copy.querySelectorAll('[lang]:not([lang=cy]), bdi, script, select, textarea, a[hreflang]')) e.remove()
      return copy.textContent
    })
    const what = path.replace(/[0-9a-f-]{36}/g, '{id}')
    h.check(!body.includes('⟦'), `cy ${what}: no message is missing`, body.match(/⟦.{0,60}/)?.[0])
    const left = body.match(english) ?? []
    h.check(left.length === 0, `cy ${what}: nothing is left in English`, left.join(' ') + '\n' + (around(body)))
    if (path === '/people' || path === '/promises') await look(h, page, `cy${what.replaceAll('/', '-')}`, ['desktop', 'narrow'])
  }
}

/** The first English word with what stands around it. */
function around (body) {
  const at = body.search(english)
  return at < 0 ? '' : body.slice(Math.max(0, at - 40), at + 40)
}

async function ownColours (h, page, person) {
  for (const path of ['/promises', `${person}/picture`]) {
    await h.goto(page, path)
    await page.emulateMedia({ colorScheme: 'dark' })
    await h.accessible(page, `dark ${path.replace(/[0-9a-f-]{36}/, '{id}')}`)
    await page.emulateMedia({ colorScheme: null })
    await h.shots(page, path.split('/').pop(), ['dark', 'forced', 'dark-narrow'])
  }
}
