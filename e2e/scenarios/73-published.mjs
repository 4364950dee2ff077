// Art that a young person gives: taken in with their worker, asked about in Tigrinya, looked at by another person, shown by a
// manager, seen by somebody who is not signed in, printed, taken back in the young person's own place, and gone.
import { look, text } from '../talk.mjs'

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mM4ISKCFTEMLQkAnyE8ARP7+HkAAAAASUVORK5CYII=', 'base64')

export default async function published (h) {
  const worker = await h.signedIn('practitioner')
  const manager = await h.signedIn('manager')
  const visitor = await h.page()
  const work = await give(h, worker)
  await ask(h, worker, work)
  await check(h, worker, manager, work)
  await seen(h, worker, manager, visitor)
  await takenBack(h, worker, visitor, work)
}

async function give (h, page) {
  await h.goto(page, '/people')
  await h.follow(page, page.getByRole('link', { name: /Selam/ }).first())
  await h.follow(page, page.getByRole('link', { name: 'Art and words they gave' }))
  await look(h, page, '01-given', ['desktop', 'narrow'])
  await h.follow(page, page.getByRole('button', { name: 'Take something in' }))
  await h.submit(page, 'Keep it, and ask them next')
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'nothing at all is refused')
  await page.check('input[name=kind][value=picture]')
  await page.setInputFiles('input[name=file]', { name: 'IMG_Selam.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') })
  await page.check('input[name=photo]')
  await page.fill('textarea[name=words]', 'A red square, painted with care')
  await page.selectOption('select[name=lang]', 'en')
  await page.fill('input[name=title]', 'Square 73')
  await h.submit(page, 'Keep it, and ask them next')
  h.check((await text(page)).includes('no PNG or JPEG'), 'an SVG is refused')
  await look(h, page, '02-refused', ['desktop', 'narrow'])
  await page.setInputFiles('input[name=file]', { name: 'square.png', mimeType: 'image/png', buffer: png })
  await h.submit(page, 'Keep it, and ask them next')
  h.check((await text(page)).includes('To ask about'), 'it waits for their word')
  await look(h, page, '03-taken-in', ['desktop', 'narrow'])
  return new URL(page.url()).pathname
}

async function ask (h, page, work) {
  await h.goto(page, `${work}/ask`)
  h.equal(await page.locator('html').getAttribute('lang'), 'ti', 'they are asked in Tigrinya')
  await look(h, page, '04-asked', ['desktop', 'narrow'])
  await page.locator('button[name=answer][value=yes]').click()
  h.check(await page.locator('.govuk-error-summary').count() === 1, 'a yes to nowhere is no yes')
  for (const place of ['staff', 'paper', 'public']) await page.check(`input[name=places][value=${place}]`)
  await page.check('input[name=named][value=chosen]')
  await page.fill('input[name=name]', 'Kokeb 73')
  await page.check('input[name=until][value="12"]')
  await h.follow(page, page.locator('button[name=answer][value=yes]'))
  h.check(page.url().includes('said=yes'), 'their yes is kept', page.url())
  await look(h, page, '05-thanks', ['narrow'])
}

async function check (h, worker, manager, work) {
  await h.goto(worker, work)
  h.check((await text(worker)).includes('Somebody else has to look'), 'whoever took it in does not check it')
  await h.goto(manager, '/together/works/waiting')
  await look(h, manager, '06-waiting', ['desktop'])
  await h.goto(manager, `${work}/check`)
  await look(h, manager, '07-check', ['desktop', 'narrow'])
  const questions = await manager.locator('input[type=radio][value=no]').evaluateAll(list => list.map(one => one.name))
  for (const name of questions) await manager.check(`input[name=${name}][value=no]`)
  await manager.check(`input[name=${questions[0]}][value=yes]`)
  await manager.check('input[name=verdict][value=safe]')
  await h.submit(manager, 'Save what I found')
  h.check((await text(manager)).includes('cannot be found safe'), 'one yes is enough')
  await manager.check(`input[name=${questions[0]}][value=no]`)
  await h.submit(manager, 'Save what I found')
  await h.submit(manager, 'Show it where they said')
  h.check((await text(manager)).includes('It can be seen where they said yes'), 'it is shown')
  await look(h, manager, '08-shown', ['desktop', 'narrow'])
}

async function seen (h, worker, manager, visitor) {
  await h.goto(visitor, '/gallery')
  h.check((await text(visitor)).includes('Square 73') && (await text(visitor)).includes('Kokeb 73'), 'somebody who is not signed in sees it')
  h.check(!(await text(visitor)).includes('Selam') && !(await visitor.content()).includes('/people/'), 'nothing there leads to the record')
  const drawn = await visitor.locator('img[alt="A red square, painted with care"]').evaluate(img => img.complete && img.naturalWidth)
  h.equal(drawn, 8, 'the picture is there')
  await look(h, visitor, '09-gallery', ['desktop', 'narrow', 'dark'])
  await h.goto(worker, '/together/works')
  await look(h, worker, '10-works', ['desktop', 'narrow'])
  await h.goto(worker, '/together/pictures?lang=ar')
  await look(h, worker, '11-for-young-people', ['desktop', 'narrow'])
  await h.goto(manager, '/together/works')
  await h.follow(manager, manager.locator('.sf-works li', { hasText: 'Square 73' }).getByRole('link'))
  await look(h, manager, '12-one', ['desktop', 'narrow'])
  await manager.check('input[name=purpose][value=wall]')
  await manager.fill('input[name=copies]', '2')
  await h.submit(manager, 'Go to the sheet')
  h.check(manager.url().endsWith('/sheet'), 'the sheet comes after it was written down', manager.url())
  await look(h, manager, '13-sheet', ['desktop', 'print'])
}

async function takenBack (h, worker, visitor, work) {
  const picture = await visitor.locator('img[alt="A red square, painted with care"]').getAttribute('src')
  await h.goto(worker, work.replace(/\/given\/.*/, '/place/gave'))
  await look(h, worker, '14-own-place', ['desktop', 'narrow'])
  await h.follow(worker, worker.locator('.sf-gave', { hasText: 'Square 73' }).locator('button'))
  const said = await worker.locator('.sf-gave', { hasText: 'Square 73' }).innerText()
  h.check(said.includes('ወረቐት'), 'what is on paper is said honestly', said)
  await look(h, worker, '15-taken-back', ['narrow'])
  await h.goto(visitor, '/gallery')
  h.check(!(await text(visitor)).includes('Square 73'), 'it is gone from the page that everybody sees')
  const gone = await visitor.request.get(new URL(picture, visitor.url()).href)
  h.equal(gone.status(), 404, 'and so is the picture itself')
}
