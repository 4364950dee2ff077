// Agencies meet about one young person: a manager calls the meeting and invites Kestrel House, and the police on paper;
// Kestrel answers and sees its own page and nothing else of her; two people take notes at once and lose nothing; her words
// go where she says; each agency reads the minutes as far as they are for it and sets its own line right beside; the chair
// agrees them; she is told in Arabic; the invitation is withdrawn and closes at once.
import { day, look, openPerson, text, unfold } from '../talk.mjs'

const agency = 'Kestrel House'
const wish = 'I want to stay at my school.'

export default async function meeting (h) {
  const manager = await h.signedIn('manager')
  const kestrel = await h.signedIn('practitioner_charity')
  const person = await openPerson(h, manager, 'Miryam')
  const name = (await manager.locator('h1').innerText()).split(' ')[0]
  const at = await convene(h, manager, person)
  await invite(h, manager, at)
  const own = await answers(h, kestrel, name)
  await wishes(h, manager, at, kestrel, own)
  await room(h, manager, at)
  await minutes(h, manager, at, kestrel, own)
  await tells(h, manager, at)
  await withdraws(h, manager, at, kestrel, own)
}

const choose = (page, name, value) => page.locator(`input[name="${name}"][value="${value}"]`).check()

const date = async (page, name, on) => {
  for (const [part, value] of Object.entries(on)) await page.fill(`input[name="${name}-${part}"]`, value)
}

async function convene (h, page, person) {
  await h.goto(page, person)
  await h.follow(page, page.locator(`main a[href="${person}/meetings"]`))
  await look(h, page, 'meetings')
  await h.goto(page, `${person}/meetings/new`)
  await look(h, page, 'convene')
  await h.submit(page)
  h.check(await page.locator('.govuk-error-summary li').count() >= 6, 'each thing that a meeting needs is asked for by itself')
  await h.accessible(page, 'convening: to be mended')
  await choose(page, 'kind', 'core_group')
  await date(page, 'starts', day(3))
  await page.fill('input[name=clock]', '14:30')
  await page.fill('textarea[name=where]', 'The council’s offices, room 2')
  await page.fill('textarea[name=purpose]', 'See what has been done.')
  await page.fill('input[name=chair]', 'Morgan Tideswell')
  await choose(page, 'takes_part', 'words')
  await page.fill('textarea[name=takes_part_why]', 'She would rather not sit with so many.')
  await page.fill('textarea[name=not_in_room]', 'The man from the hotel.')
  await page.fill('textarea[name=decided]', 'He is not asked.')
  await date(page, 'until', day(60))
  await h.submit(page)
  h.check(page.url().includes('done=convened'), 'the meeting is called', page.url())
  return new URL(page.url()).pathname
}

async function invite (h, page, at) {
  await h.goto(page, `${at}/invite`)
  await look(h, page, 'invite')
  await page.getByRole('radio', { name: agency }).check()
  await page.fill('input[name=whom]', 'Somebody who knows her')
  await h.submit(page)
  h.check(page.url().includes('done=invited'), 'Kestrel House is invited', page.url())
  await h.goto(page, `${at}/invite`)
  await choose(page, 'agency', 'outside')
  await page.fill('input[name=outside]', 'Larkmoor police (invented)')
  await page.fill('input[name=whom]', 'The officer for missing children')
  await h.submit(page)
  await look(h, page, 'meeting', ['desktop', 'narrow', 'print'])
  for (const which of ['pack', 'answer', 'end']) {
    await h.goto(page, await page.locator(`main a[href$="/${which}"]`).last().getAttribute('href'))
    await look(h, page, `invitation-${which}`)
    if (which === 'pack') {
      h.check(/Nothing of the record stands here/.test(await text(page)), 'somebody outside has nothing of the record')
      const pdf = await page.context().request.get(h.url + await page.locator('main a[href$="/pdf"]').getAttribute('href'))
      h.check(pdf.status() === 200 && (await pdf.body()).subarray(0, 5).toString() === '%PDF-', 'their page is a PDF too')
      await h.submit(page, 'I gave it to them')
    } else await h.goto(page, at)
  }
}

async function answers (h, page, name) {
  await h.goto(page, '/shared')
  await look(h, page, 'invited-to')
  const links = await page.locator('main a[href^="/invited/"]').evaluateAll(list => list.map(a => a.getAttribute('href')))
  h.check(links.length >= 1 && !(await text(page)).includes(name), 'the invitation is in Kestrel’s list, without her name')
  let own
  for (const link of links) {
    await h.goto(page, link)
    const shown = await text(page)
    if (shown.includes('The council’s offices, room 2')) own = link
    else if (shown.includes('Version 1')) { // the demonstration's own, with a share beside it
      await look(h, page, 'with-a-share', ['desktop', 'narrow', 'print'])
      const pdf = await page.context().request.get(`${h.url}${link}/pdf`)
      h.check(pdf.status() === 200 && /breakfast club/.test(shown), 'a page with shares, its own entries and minutes', shown)
    }
  }
  await h.goto(page, own)
  const shown = await text(page)
  h.check(!shown.includes('hotel') && !shown.includes('so many') && !shown.includes(name), 'whom she does not want there, and why she does not come, stay with her team', shown)
  h.check(/Nothing of the record is shared/.test(shown), 'nothing of the record goes with an invitation', shown)
  await look(h, page, 'invitation', ['desktop', 'narrow', 'print'])
  await h.goto(page, `${own}/answer`)
  await look(h, page, 'answer')
  await choose(page, 'code', 'sends')
  await h.submit(page)
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'who comes instead is asked for')
  await choose(page, 'code', 'coming')
  await h.submit(page)
  h.check(/Coming/.test(await text(page)), 'Kestrel comes')
  return own
}

async function wishes (h, page, at, kestrel, own) {
  await h.goto(page, `${at}/room?kind=wish`)
  await page.fill('textarea[name=text]', wish)
  await h.submit(page)
  await look(h, page, 'who-may-hear')
  await h.goto(kestrel, own)
  h.check(!(await text(kestrel)).includes(wish), 'what she wants said waits for her yes')
  await hear(h, page, 'yes')
  await h.goto(kestrel, own)
  h.check((await text(kestrel)).includes(wish), 'with it Kestrel reads it')
}

async function hear (h, page, what) {
  await page.getByRole('radio', { name: agency }).check()
  await choose(page, 'code', what)
  await h.submit(page)
}

async function room (h, page, at) {
  const second = await page.context().newPage()
  await h.goto(page, `${at}/room`)
  await h.goto(second, `${at}/room?kind=decision`)
  await look(h, page, 'room-point')
  await page.fill('textarea[name=text]', 'The bus pass has not come.')
  await choose(page, 'code', 'fact')
  await page.selectOption('select[name=whose]', { label: 'Kestrel House Charity (invented)' })
  await h.submit(page)
  await second.fill('textarea[name=text]', 'Kestrel House pays for the bus.')
  await second.selectOption('select[name=whose]', { label: 'Kestrel House Charity (invented)' })
  await date(second, 'due', day(14))
  await unfold(second, 'textarea[name=for_young]')
  await second.fill('textarea[name=for_young]', 'يدفع بيت كستريل ثمن الحافلة.')
  await second.selectOption('select[name=language]', 'ar')
  await h.submit(second)
  const both = await text(second)
  h.check(both.includes('The bus pass has not come.') && both.includes('Kestrel House pays for the bus.'), 'two who write at once lose nothing', both)
  await second.close()
  for (const kind of ['present', 'promise', 'dissent', 'said']) {
    await h.goto(page, `${at}/room?kind=${kind}`)
    await look(h, page, `room-${kind}`)
  }
  await h.goto(page, `${at}/room?kind=present`)
  await page.fill('input[name=who]', 'Sunniva Willowbank (invented)')
  await page.fill('input[name=from]', '25:00')
  await h.submit(page)
  h.check(await page.locator('.govuk-error-summary').count() === 1 && await page.inputValue('input[name=who]') !== '', 'an hour that is none is told, and nothing typed is lost')
  await page.fill('input[name=from]', '14:30')
  await h.submit(page)
  await h.goto(page, `${at}/room?kind=decision`)
  await page.fill('textarea[name=text]', 'Nobody rings the hotel.')
  await choose(page, 'audience', 'us')
  await h.submit(page)
  const correct = await page.locator('main a[href$="/correct"]').first().getAttribute('href')
  await h.goto(page, correct)
  await look(h, page, 'correct')
  await page.fill('textarea[name=text]', 'The bus pass has not come yet.')
  await h.submit(page)
  h.check(/Set right since/.test(await text(page)), 'a line that is set right says so')
  await h.goto(page, at)
  await h.follow(page, page.locator(`main a[href="${at}/minutes"]`))
}

async function minutes (h, page, at, kestrel, own) {
  await look(h, page, 'minutes', ['desktop', 'narrow', 'print'])
  await h.goto(kestrel, own)
  h.check(!(await text(kestrel)).includes('bus pass'), 'a draft is nobody’s to read until it is shown')
  await h.goto(page, `${at}/minutes`)
  await h.submit(page, 'Show it now')
  await h.goto(kestrel, own)
  const shown = await text(kestrel)
  h.check(shown.includes('The bus pass has not come yet.') && shown.includes('pays for the bus') && !shown.includes('hotel'), 'then each reads what is for it', shown)
  await look(h, kestrel, 'invited-minutes', ['desktop', 'narrow', 'print'])
  await h.goto(kestrel, await kestrel.locator('main a[href*="/say?line="]').first().getAttribute('href'))
  await look(h, kestrel, 'set-beside')
  await kestrel.fill('textarea[name=text]', 'It came this morning.')
  await h.submit(kestrel)
  await h.goto(kestrel, `${own}/say`)
  await look(h, kestrel, 'say-own')
  await choose(kestrel, 'what', 'dissent')
  await kestrel.fill('textarea[name=text]', 'We would rather the council paid.')
  await h.submit(kestrel)
  await h.submit(page, 'They are agreed')
  h.check(/wrote more since/.test(await text(page)), 'nobody agrees what they have not read', await text(page))
  await h.accessible(page, 'agreeing: to be looked at again')
  await h.goto(page, `${at}/minutes`)
  const all = await text(page)
  h.check(all.includes('It came this morning.') && all.includes('The bus pass has not come yet.'), 'what the agency says stands beside, and what was taken down stays')
  await h.submit(page, 'They are agreed')
  h.check(/Version 1/.test(await text(page)) && /[0-9a-f]{64}/.test(await text(page)), 'the minutes are agreed, with their hash')
  await h.shots(page, 'agreed')
  for (const [as, begins] of [['pdf', '%PDF-'], ['docx', 'PK'], ['pdf&version=1', '%PDF-']]) {
    const file = await page.context().request.get(`${h.url}${at}/minutes/file?as=${as}`)
    h.check(file.status() === 200 && (await file.body()).subarray(0, begins.length).toString() === begins, `the minutes as ${as}`, `${file.status()}`)
  }
  h.equal((await page.context().request.get(`${h.url}${at}/minutes/file?version=9`)).status(), 404, 'a version that is not there')
  const pdf = await kestrel.context().request.get(`${h.url}${own}/pdf`)
  h.check(pdf.status() === 200 && (await pdf.body()).subarray(0, 5).toString() === '%PDF-', 'Kestrel’s page is a PDF too')
  await h.goto(page, at.replace(/\/meetings\/.*/, '/promises'))
  h.check((await text(page)).includes('Kestrel House pays for the bus.'), 'a decision with a day waits where promises wait')
}

async function tells (h, page, at) {
  await h.goto(page, `${at}/told?language=ar`)
  const shown = await text(page)
  h.check(shown.includes('يدفع بيت كستريل ثمن الحافلة.') && !shown.includes('hotel'), 'she is told in Arabic what was decided, and not what is for her team alone', shown)
  await look(h, page, 'told', ['desktop', 'narrow', 'print'])
  const pdf = await page.context().request.get(`${h.url}${at}/told/pdf?language=ar`)
  h.check(pdf.status() === 200, 'and can have it on paper')
}

async function withdraws (h, page, at, kestrel, own) {
  await h.goto(page, `${at}/change`)
  await look(h, page, 'change')
  await page.fill('textarea[name=where]', 'The library')
  await h.submit(page)
  await h.goto(kestrel, own)
  h.check((await text(kestrel)).includes('The library'), 'a change of plan is seen at once')
  await h.goto(page, at)
  await h.goto(page, await page.locator('main a[href$="/end"]').first().getAttribute('href'))
  h.check((await text(page)).includes('Sunniva'), 'whoever withdraws it sees who had looked')
  await h.submit(page)
  for (const rest of ['', '/answer', '/say', '/pdf']) {
    const gone = await kestrel.context().request.get(h.url + own + rest)
    h.equal(gone.status(), 404, `from the next request on there is no ${rest || 'invitation'}`)
  }
  await h.goto(page, `${at}/off`)
  await look(h, page, 'off')
  await h.submit(page)
  h.check(/was called off/.test(await text(page)), 'the meeting is called off')
  const nobody = await kestrel.context().request.get(`${h.url}${at}`)
  h.equal(nobody.status(), 404, 'and was never Kestrel’s to open')
}
