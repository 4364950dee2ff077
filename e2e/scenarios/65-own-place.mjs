// A young person's own place, as a worker opens it with them on one phone: 360 px wide, in Arabic. They see and hear what
// they said, what was written and promised and who has looked; they say what is not right and ask for an advocate. A named
// adult is told, answers, and the answer stands in their place.
import { look, openPerson, pick, text } from '../talk.mjs'

const phone = { viewport: { width: 360, height: 740 } }
const words = 'هذا ليس ما قلته. قلت إن الغرفة باردة.'

export default async function ownPlace (h) {
  const page = await h.signedIn('practitioner', phone)
  const person = await openPerson(h, page, 'Yusra')
  await h.goto(page, `${person}/place`)
  h.equal(await page.locator('html').getAttribute('lang'), 'ar', 'the place is in their language')
  h.equal(await page.locator('html').getAttribute('dir'), 'rtl', 'from right to left')
  h.check(!(await page.title()).includes('Yusra'), 'the title says nothing of whose it is', await page.title())
  await look(h, page, '01-place', ['narrow'])
  for (const [n, part] of ['said', 'written', 'promised', 'who', 'news', 'ask'].entries()) {
    await h.goto(page, `${person}/place/${part}`)
    await look(h, page, `0${n + 2}-${part}`, ['narrow'])
  }
  await saysSomething(h, page, person)
  await isAnswered(h, page, person)
  const agency = await h.signedIn('practitioner_charity')
  await sees(h, agency, person)
  await withdraws(h, page, person, agency)
}

/** Gives the agency's page of what is shared of this person. */
async function sees (h, agency, person) {
  await h.goto(agency, '/shared')
  await h.goto(agency, await agency.locator(`main a[href^="/shared/${person.split('/').pop()}/"]`).first().getAttribute('href'))
  h.check((await text(agency)).includes('Ask before you rely on it'), 'the agency is told that the young person set something right')
  h.check(!(await text(agency)).includes(words), 'and reads none of what they said about it, which nobody asked them to pass on')
  await look(h, agency, '17-agency', ['narrow', 'desktop'])
}

// Withdrawn is withdrawn from that moment: the page says so, and what asks the record is told no.
async function withdraws (h, page, person, agency) {
  const shared = agency.locator('main .govuk-summary-card').filter({ hasText: 'Their words' }).first()
  const theirs = (await shared.locator('[lang=ar]').first().innerText()).trim()
  h.check(theirs.length > 5, 'the agency reads their words', theirs)
  await h.goto(page, `${person}/place/may`)
  await look(h, page, '14-may', ['narrow'])
  const yes = await page.locator('button[name=answer][value=no]').count()
  h.check(yes > 0, 'they see to whom they said yes')
  for (let left = yes; left > 0; left--) {
    await h.follow(page, page.locator('button[name=answer][value=no]').first())
    if (left === yes) h.equal(await page.locator('button[name=answer][value=no]').count(), yes - 1, 'one press takes it back')
  }
  await agency.reload()
  h.check(!(await text(agency)).includes(theirs), 'in the agency’s browser they are gone at once', theirs)
  h.check((await text(agency)).includes('the young person said that these words may not go to this agency'), 'and it says why')
  await look(h, agency, '18-agency-withdrawn', ['narrow', 'desktop'])
  const pdf = await page.context().request.get(new URL(`${person}/place/pdf`, h.url).href)
  h.equal(pdf.headers()['content-type'], 'application/pdf', 'their place is a file to print')
  h.check(pdf.headers()['content-disposition'].includes('page.pdf'), 'whose name says nothing')
  await look(h, page, '15-withdrawn', ['narrow'])
  for (const part of ['paper', 'sheet', 'advocate']) {
    await h.goto(page, `${person}/place/${part}`)
    await look(h, page, `16-${part}`, ['narrow'])
  }
}

async function saysSomething (h, page, person) {
  await h.goto(page, `${person}/place/said`)
  h.check(await page.locator('[data-listen] button').count() > 0, 'what they said can be heard')
  await h.follow(page, page.locator('a[href*="/place/say?about="]').first())
  await h.follow(page, page.locator('button[name=go][value=send]'))
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'nothing chosen: it says so, and keeps the form')
  await look(h, page, '08-say-wrong', ['narrow'])
  await pick(page, 'kind', 'correct')
  await page.fill('textarea[name=words]', words)
  await look(h, page, '09-say', ['narrow'])
  await h.follow(page, page.locator('button[name=go][value=send]'))
  h.check((await text(page)).includes(words), 'what they say stands in their place, as they said it')
  await h.goto(page, `${person}/place/said`)
  h.check((await text(page)).includes(words), 'and beside what it is about')
  await h.goto(page, `${person}/place/ask`)
  await pick(page, 'whom', 'advocate')
  await h.follow(page, page.locator('button[name=go][value=send]'))
  await look(h, page, '10-asked', ['narrow'])
}

async function isAnswered (h, page, person) {
  await h.goto(page, '/promises')
  await h.follow(page, page.locator('a[href="/remarks"]'))
  h.check(!(await text(page)).includes(words), 'the list of what waits says none of their words')
  await look(h, page, '11-waiting', ['narrow', 'desktop'])
  await h.goto(page, `${person}/remarks`)
  await look(h, page, '12-remarks', ['narrow', 'desktop'])
  const asked = page.locator('form').filter({ hasText: 'Asks for an advocate' }).first()
  await h.follow(page, asked.locator('button[value=read]'))
  await h.goto(page, `${person}/remarks`)
  const correct = page.locator('form').filter({ hasText: 'It should say this' }).first()
  await correct.locator('textarea[name=text]').fill('We wrote it beside it.')
  await correct.locator('textarea[name=for_young]').fill('كتبناه بجانبه.')
  await h.follow(page, correct.locator('button[value=answer]'))
  await h.goto(page, `${person}/place/news`)
  h.check((await text(page)).includes('كتبناه بجانبه.'), 'the young person reads the answer in their language')
  await look(h, page, '13-answered', ['narrow'])
}
