// Somebody asks for what is held about her: from the search to the bundle. Other people are covered in sight, passage by
// passage, and stand in no form of what is given out.
import { inflateRawSync } from 'node:zlib'

// parts opens a ZIP by its central directory.
function parts (zip) {
  const found = {}
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06') + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size, name, extra, comment, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(from, from + size)
    found[zip.subarray(at + 46, at + 46 + name).toString()] = (method === 8 ? inflateRawSync(packed) : packed).toString()
    at += 46 + name + extra + comment
  }
  return found
}

export default async function accessRequest (h) {
  const page = await h.signedIn('manager')
  await h.goto(page, '/people')
  await page.locator('a:has-text("Nadifa")').first().click()
  const person = new URL(page.url()).pathname
  await h.goto(page, `${person}/requests`)
  await h.accessible(page)
  await page.locator('.govuk-summary-list a').first().click()
  const request = new URL(page.url()).pathname
  await h.accessible(page)
  await h.shots(page, 'request')
  h.check((await page.locator('main').innerText()).includes('read every part to its end'), 'the bundle waits for what is still to be done')
  for (const path of ['who', 'clock', 'names', 'files', 'harm', 'end']) {
    await h.goto(page, `${request}/${path}`)
    await h.accessible(page)
  }
  await h.goto(page, request)
  const read = await page.locator('a[href*="/read/"]').evaluateAll(all => all.map(a => a.getAttribute('href')))
  for (const part of read) {
    await h.goto(page, part)
    while (true) { // cover every text that names somebody, one passage at a time
      const text = page.locator('article', { hasText: /Hanan Redfern|Dawit/ }).first()
      if (await text.count() === 0) break
      const name = (await text.locator('mark').filter({ hasText: /Hanan Redfern|Dawit/ }).first().innerText())
      await text.locator('summary').click()
      await text.locator('textarea[name=passage]').fill(name)
      await text.locator('input[name=reason][value=third_party]').check()
      if (part === read[0] || name === 'Dawit') await h.shots(page, 'cover')
      await text.locator('button[value=hide]').click()
      await page.waitForURL(/done=hidden/)
    }
    await h.accessible(page)
    await h.shots(page, `read-${read.indexOf(part)}`)
    await page.locator('button:has-text("I have read all of this")').click()
    await page.waitForURL(/done=step/)
  }
  await h.goto(page, `${request}/harm`)
  await page.fill('input[name=who]', 'Ann Larch, psychologist (invented)')
  const today = new Date()
  await page.fill('input[name=day-day]', String(today.getUTCDate()))
  await page.fill('input[name=day-month]', String(today.getUTCMonth() + 1))
  await page.fill('input[name=day-year]', String(today.getUTCFullYear()))
  await page.check('input[name=finding][value=none]')
  await h.shots(page, 'harm')
  await h.submit(page)
  h.check(page.url().includes('done=step'), 'a named professional judged serious harm', page.url())
  await page.locator('button:has-text("Make the bundle")').click()
  await page.waitForURL(/done=bundle/)
  await h.accessible(page)
  await h.shots(page, 'made')
  const bundle = await page.context().request.get(`${h.url}${request}/bundle`)
  const bytes = await bundle.body()
  h.check(bundle.ok() && bytes.subarray(0, 2).toString() === 'PK', 'the bundle can be taken')
  const held = parts(bytes)
  h.check(/Shared with Kestrel House/.test(held['2-contents.txt']) && /Not shared with Kestrel House/.test(held['2-contents.txt']), 'it says what was shared, and what was not')
  h.check(held['3-who-looked.txt'].split('\n').length > 8, 'it has every line of who looked')
  h.check(Object.values(held).every(text => !/Hanan Redfern|Dawit/.test(text)), 'nobody else is named in any form of it')
  h.check(!/Nadifa|Hanan/.test(bundle.headers()['content-disposition']), 'its name says nothing')
  await h.goto(page, `${request}/end`)
  await page.check('input[name=act][value=handed]')
  await page.check('input[name=how][value=read_together]')
  await page.fill('input[name=day-day]', String(today.getUTCDate()))
  await page.fill('input[name=day-month]', String(today.getUTCMonth() + 1))
  await page.fill('input[name=day-year]', String(today.getUTCFullYear()))
  await page.check('input[name=offered]')
  await h.shots(page, 'hand')
  await h.submit(page)
  h.check(page.url().includes('done=handed'), 'it was handed over on a day, and reading together was offered', page.url())
}
