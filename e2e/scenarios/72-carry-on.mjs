// So that nothing must be told again. With her worker she chooses words and makes a card; somebody new enters its letters with
// her there, and she says yes in her language; whoever answers for the record decides; the new worker reads just these words
// and passes on what she says now; she takes it back at one press and it is gone. A code on no card is answered alike.
import { look, openPerson, pick, text } from '../talk.mjs'

const phone = { viewport: { width: 360, height: 740 } }
const now = 'الآن أفضل.'

export default async function carryOn (h) {
  const worker = await h.signedIn('practitioner', phone)
  const manager = await h.signedIn('manager')
  const somebody = await h.signedIn('practitioner_wales')
  const person = await openPerson(h, worker, 'Zaynab')
  const { code, words } = await chooses(h, worker, person)
  await asks(h, somebody, 'BCDF GHJK LMNP', { wrong: true })
  const unknown = await asks(h, somebody, other(code))
  const known = await asks(h, somebody, code)
  h.equal(known, unknown, 'a card that is known and one that is not are answered with the same words')
  const given = await decides(h, manager, somebody, person)
  await reads(h, somebody, manager, given, words)
  await takesBack(h, worker, somebody, person, given)
}

/** Another code with a right last letter: two letters are changed so that the sum stays. */
function other (code) {
  const letters = 'BCDFGHJKLMNPRSTVWXZ'
  const bare = [...code.replaceAll(' ', '')]
  bare[0] = letters[(letters.indexOf(bare[0]) + 1) % letters.length]
  const sum = bare.slice(0, 11).reduce((s, c, i) => s + (i + 2) * letters.indexOf(c), 0)
  bare[11] = letters[sum % letters.length]
  return bare.join('').toLowerCase()
}

async function chooses (h, page, person) {
  await h.goto(page, `${person}/place`)
  await h.follow(page, page.locator('a[href$="/place/carry"]'))
  const boxes = page.locator('input[name=words]')
  h.check(await boxes.count() > 0, 'what she put into words can be chosen')
  for (let i = 0; i < await boxes.count(); i++) await boxes.nth(i).uncheck()
  const first = await boxes.first().getAttribute('id')
  await page.locator(`label[for="${first}"]`).click()
  const words = (await page.locator(`#${first}-item-hint, #${first}-hint`).first().innerText()).trim()
  await h.follow(page, page.locator('button[name=go][value=choose]'))
  h.check(await page.locator('input[name=words]').first().isChecked(), 'the choice is kept')
  const before = await page.locator('button[name=go][value=cancel]').count()
  await h.follow(page, page.locator('button[name=go][value=make]'))
  h.equal(await page.locator('button[name=go][value=cancel]').count(), before + 1, 'one press makes a card')
  await look(h, page, '01-carry', ['narrow'])
  const card = page.locator('form.sf-may').filter({ has: page.locator('button[value=cancel]') }).first()
  const pdf = await page.context().request.get(new URL(await card.locator('a[href*="/place/card?card="]').getAttribute('href'), h.url).href)
  h.equal(pdf.headers()['content-type'], 'application/pdf', 'the card is a file to print')
  h.check(pdf.headers()['content-disposition'].includes('page.pdf'), 'whose name says nothing', pdf.headers()['content-disposition'])
  return { code: (await card.locator('strong').first().innerText()).trim(), words }
}

/** Enters a code with her there; gives what it says, without the moment. */
async function asks (h, page, code, { wrong = false } = {}) {
  await h.goto(page, '/shared')
  await h.follow(page, page.locator('main a[href="/carried"]'))
  await h.follow(page, page.locator('main a[href="/carried/new"]'))
  if (wrong) {
    await h.submit(page)
    h.check(await page.locator('.govuk-error-summary').count() === 1, 'nothing said: each is asked for')
  }
  await page.fill('input[name=code]', code)
  await page.fill('input[name=who]', 'New social worker')
  await page.fill('textarea[name=why]', 'She moved to us last week.')
  await page.selectOption('select[name=language]', 'ar')
  await pick(page, 'there', 'yes')
  await h.submit(page)
  if (wrong) {
    h.check(await page.locator('.govuk-error-summary').count() === 1, 'a slip in the letters is found at once')
    await look(h, page, '02-slip', ['narrow', 'desktop'])
    return ''
  }
  h.equal(await page.locator('html').getAttribute('lang'), 'ar', 'she is asked in her language')
  await look(h, page, '03-question', ['narrow'])
  await h.follow(page, page.locator('button[name=go][value=yes]'))
  await look(h, page, '04-asked', ['narrow', 'desktop'])
  return (await page.locator('.govuk-notification-banner').innerText()) + (await page.locator('main .govuk-task-list__item').first().innerText()).replace(/Asked .*/, '')
}

async function decides (h, page, somebody, person) {
  await h.goto(page, '/promises')
  await h.follow(page, page.locator('a[href="/remarks"]').first())
  await h.follow(page, page.locator(`a[href^="${person}/carry"]`).first())
  const form = () => page.locator('main form').filter({ has: page.locator('input[name=answer]') }).first()
  await h.follow(page, form().locator('button'))
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'no decision: it says what is missing')
  await look(h, page, '05-decide', ['narrow', 'desktop'])
  const choose = async (name, value) => { await page.locator(`label[for="${await form().locator(`input[name=${name}][value="${value}"]`).getAttribute('id')}"]`).click() }
  await choose('answer', 'yes')
  await choose('days', '30')
  await form().locator('textarea[name=reason]').fill('You asked for it.')
  await form().locator('textarea[name=for_young]').fill('لأنك طلبت ذلك.')
  await h.follow(page, form().locator('button'))
  h.check((await text(page)).includes('You can read the words until') || (await text(page)).includes('Decided'), 'the decision is kept')
  await h.goto(somebody, '/carried')
  return somebody.locator('main .govuk-task-list a').first().getAttribute('href')
}

async function reads (h, page, manager, given, words) {
  await h.goto(page, given)
  h.check((await text(page)).includes(words), 'the new worker reads the words as she said them', words)
  h.equal(await page.locator('main blockquote, main .sf-quote').count() > 0, true, 'as a quotation')
  await pick(page, 'kind', 'add')
  await page.fill('textarea[name=words]', now)
  await page.fill('textarea[name=translation]', 'It is better now.')
  await h.submit(page)
  await look(h, page, '06-given', ['narrow', 'desktop'])
  h.check((await text(page)).includes(now), 'what she says now is passed on')
  await h.goto(manager, '/remarks')
  h.check(await manager.locator('main a[href*="/remarks#r-"]').count() > 0, 'a named adult is told')
  const hers = await openPerson(h, manager, 'Zaynab')
  await h.goto(manager, `${hers}/remarks`)
  h.check((await text(manager)).includes(now), 'and reads it there')
  await h.follow(manager, manager.locator('button[value=read]').first())
  await h.goto(page, given)
  h.check(/Read .* by/.test(await text(page)), 'who passed it on sees when it was read')
}

async function takesBack (h, page, somebody, person, given) {
  await h.goto(page, `${person}/place/carry`)
  h.check((await text(page)).includes('لأنك طلبت ذلك.'), 'she reads the reason in her language')
  await look(h, page, '07-given', ['narrow'])
  await h.goto(page, `${person}/place/who`)
  h.check((await text(page)).includes('Eleri'), 'who can see says who')
  await h.goto(page, `${person}/place/may`)
  h.check(await page.locator('button[name=answer][value=no]').count() > 0, 'and whom her words may reach says that she carries them on')
  await h.goto(page, `${person}/place/carry`)
  await h.follow(page, page.locator('button[name=go][value=back]').first())
  const answer = await h.goto(somebody, given, 404)
  h.equal(answer.status(), 404, 'one press, and it is gone')
}
