// Figures of several organisations: the invented sums, a third organisation's release added from a file to a pool that waits for
// one, what is refused, and a round of masked numbers that waits for the others' keys.
import { look, text } from '../talk.mjs'

export default async function pool (h) {
  const page = await h.signedIn('analyst')
  await h.goto(page, '/insight/pool')
  await look(h, page, '01-home', ['desktop', 'narrow'])
  const links = await page.locator('main a[href^="/insight/pool/"]').evaluateAll(all => all.map(a => a.getAttribute('href')))
  let settled, open
  for (const at of links.filter(a => !a.endsWith('/new'))) {
    await h.goto(page, at)
    if (await page.locator('form[action$="/remove"]').count()) open = at
    else settled = at
  }
  h.check(settled && open, 'the demonstration has a settled pool and an open one')
  await h.goto(page, settled)
  await look(h, page, '02-sums', ['desktop', 'narrow', 'dark', 'print'])
  h.check((await text(page)).includes('c (2 of 3)'), 'a sum that one organisation hides is hidden')
  const file = await (await page.request.get(new URL(`${settled}/file`, h.url).href)).json()
  const csv = await (await page.request.get(new URL(`${settled}/table.csv`, h.url).href)).text()
  h.equal(file.contributors.length, 3, 'the file of the pool has three releases')
  h.check(csv.startsWith('row,column,people\n') && csv.includes(',c\n'), 'the table is there as CSV, with what is hidden')
  await fill(h, page, open, file.contributors.find(c => c.name.startsWith('Brackenholt')), file.contributors.find(c => c.name.startsWith('Saltmere')))
  await round(h, page, file)
}

const json = content => ({ name: 'file.json', mimeType: 'application/json', buffer: Buffer.from(content) })

async function fill (h, page, open, third, hiding) {
  await h.goto(page, `${open}/own`)
  await look(h, page, '03-own', ['desktop'])
  await h.goto(page, `${open}/add`)
  await look(h, page, '04-add', ['desktop', 'narrow'])
  await page.fill('input[name=name]', third.name)
  await page.setInputFiles('input[name=file]', json(hiding.release.replace('"symbol":"c","reason":"small"', '"value":3')))
  await h.submit(page, 'Add')
  h.check((await text(page)).includes('shows what its rules hide'), 'a release with a hidden number written in is refused')
  await look(h, page, '05-refused', ['desktop'])
  await page.setInputFiles('input[name=file]', json(third.release))
  await h.submit(page, 'Add')
  h.equal(new URL(page.url()).pathname, open, 'the third release is in')
  await look(h, page, '06-three', ['desktop', 'narrow'])
  await h.submit(page, 'Add them up')
  h.check((await text(page)).includes('To be cited as pool'), 'the pool is settled')
}

async function round (h, page, notOne) {
  await h.goto(page, '/insight/rounds/new')
  await look(h, page, '07-new-round', ['desktop', 'narrow'])
  await h.submit(page, 'Begin')
  h.check(await page.locator('.govuk-error-summary').isVisible(), 'a round without a question is refused')
  await h.goto(page, '/insight/pool')
  await h.follow(page, page.locator('main a[href^="/insight/rounds/"]').first())
  const at = new URL(page.url()).pathname
  await look(h, page, '08-round', ['desktop', 'narrow', 'dark', 'print'])
  const described = await (await page.request.get(new URL(`${at}/files/round`, h.url).href)).text()
  h.check(JSON.parse(described).format === 'stable-futures/pool-round/1', 'the description is a file')
  h.check(!(await page.request.get(new URL(`${at}/files/contribution`, h.url).href)).ok(), 'there is no contribution before it is made')
  await h.goto(page, '/insight/rounds/take')
  await look(h, page, '09-take', ['desktop', 'narrow'])
  const take = async (content, says, what) => {
    await page.setInputFiles('input[name=file]', json(content))
    await h.submit(page, 'Take it in')
    h.check((await text(page)).includes(says), what)
  }
  await take(JSON.stringify(notOne), 'This is no file of a round', 'a file of another kind is refused')
  await take(described.replace('"step":"round"', '"step":"opening"'), 'its signature does not hold', 'an altered file is refused')
  await page.setInputFiles('input[name=file]', json(described))
  await h.submit(page, 'Take it in')
  h.equal(new URL(page.url()).pathname, at, 'the same description again is the same round')
}
