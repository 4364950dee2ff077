// What goes wrong far from a network: no room, storage thrown away, a clock that is wrong by a year, the same ticket in two
// windows and on two devices, envelopes that were changed, cut short or sent again, a young person mixed up, two workers
// with one young person, and the three shortest sittings there are. Nothing said is lost or shown to the wrong person, and
// each case has words for it.
import { openPerson, pick, text } from '../talk.mjs'
import { begin, changeRows, choose, openTool, prepareSpare, press, rows, sealed, sees, takeOut, told } from '../tool.mjs'

export default async function offlineFaults (h) {
  const page = await h.signedIn('practitioner', { viewport: { width: 360, height: 740 } })
  const person = await openPerson(h, page, 'Linh')
  await shortest(h, page, person)
  await noRoom(h, page, person)
  await twoWindows(h, page, person)
  await networkMeanwhile(h, person)
  await wrongClock(h, person)
  await changedOnTheWay(h, page, person)
  await twoDevices(h, page, person)
  await thrownAway(h, page, person)
  await wipedOnPurpose(h, page)
}

const offline = page => page.context().setOffline(true)

/** Comes online, and waits until nothing waits or something is said of what does. */
async function online (page) {
  await page.context().setOffline(false)
  await page.locator('#said .govuk-inset-text').waitFor()
}

/** Ends from wherever it is. */
async function stopped (page, keep) {
  await press(page, 'stop.button')
  await press(page, keep)
  await sees(page, 'home')
  await press(page, 'home')
  await sees(page, 'prepare')
}

/** The texts of the latest conversations of a record, newest first. */
async function record (h, page, person) {
  await h.goto(page, `${person}/conversations`)
  return text(page)
}

/** One answer; stopped at the second card; everything skipped: each is whole. */
async function shortest (h, page, person) {
  for (const [what, held, shows] of [
    ['one answer', async () => {
      await choose(page, 'G1')
      await pick(page, 'choice', 'some_of_it')
      await press(page, 'card.next')
      await press(page, 'check.right')
      await press(page, 'promise.none')
    }, 'said something, and it is kept'],
    ['stopped at the second card', async () => {
      await choose(page, 'G1', 'B2')
      await pick(page, 'choice', 'not_there')
      await press(page, 'card.next')
      await press(page, 'stop.button')
      await press(page, 'stop.keep')
    }, 'stopped, and what they had said is kept'],
    ['everything skipped', async () => {
      await choose(page, 'G1', 'B2')
      await press(page, 'card.skip')
      await press(page, 'card.skip')
      await press(page, 'end.finish')
      await press(page, 'promise.none')
    }, 'nothing kept']
  ]) {
    await takeOut(h, page, person, { language: 'sq', interpreter: false })
    await offline(page)
    await begin(page)
    await held()
    await sees(page, 'home')
    await h.shots(page, `01-${what.replaceAll(' ', '-')}`)
    await press(page, 'home')
    await online(page)
    const list = await record(h, page, person)
    h.check(list.includes(shows) && !/incomplete|unfinished|%/i.test(list), `${what}: the record shows a whole conversation`, list.slice(0, 900))
  }
}

/** The device is full: it is said at once, the words stay in the window, and each answer tries again. */
async function noRoom (h, page, person) {
  await takeOut(h, page, person, { language: 'ti', interpreter: false })
  const cdp = await page.context().newCDPSession(page)
  await offline(page)
  await begin(page)
  await choose(page, 'G1')
  await page.evaluate(() => { // as the browser does when the disk is full
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (...args) { if (window.full) throw new DOMException('full', 'QuotaExceededError'); return put.apply(this, args) }
    window.full = true
  })
  await pick(page, 'choice', 'some_of_it')
  await page.locator('#trouble .sf-trouble').waitFor()
  h.check(/NOT kept/.test(await page.locator('#trouble').innerText()), 'a full device says at once that the last words are not kept')
  h.check(await page.locator('#trouble [lang=ti], #trouble').count() > 0, 'and says it to both')
  await page.evaluate(() => scrollTo(0, 0))
  await h.accessible(page, 'tool without room')
  await h.shots(page, '02-no-room')
  await press(page, 'card.say_more')
  await page.fill('textarea[name=words]', told.words)
  await press(page, 'words.keep')
  h.check(await page.locator('#trouble .sf-trouble').count() === 1, 'it stays said on every screen')
  await page.evaluate(() => { window.full = false })
  await page.locator('#trouble .govuk-button').click()
  await page.locator('#trouble .sf-trouble').waitFor({ state: 'detached' })
  h.check(true, 'once there is room it is kept, with everything said meanwhile')
  await press(page, 'check.right')
  await press(page, 'promise.none')
  await sees(page, 'home')
  await press(page, 'home')
  await online(page)
  await h.goto(page, `${person}/conversations`)
  await h.follow(page, page.locator('main a[href*="/conversations/"]').filter({ hasText: /20\d\d/ }))
  h.check((await text(page)).includes(told.words), 'and reaches the record')
  await cdp.detach()
}

async function twoWindows (h, page, person) {
  const word = await takeOut(h, page, person, { language: 'ti', interpreter: false })
  await begin(page, word)
  const other = await page.context().newPage()
  await openTool(h, other)
  h.equal(await other.locator('.sf-ready .sf-piece', { hasText: word }).count(), 1, 'the other window still lists what was not begun')
  await other.locator('.sf-ready .sf-piece', { hasText: word }).locator('[data-go=start]').click()
  await other.locator('#said', { hasText: 'another window' }).waitFor()
  h.check(true, 'one sitting is held in one window, and the other says so')
  await choose(page, 'G1')
  await pick(page, 'choice', 'some_of_it')
  await sealed(page)
  await other.reload({ waitUntil: 'load' })
  await sees(other, 'send')
  h.check((await text(other)).includes('goes on in another window'), 'a sitting that goes on elsewhere is not taken for one that broke off', await text(other))
  await press(other, 'send')
  await other.waitForTimeout(500)
  h.equal((await rows(other, 'outbox')).length, 1, 'and is not sent from there')
  await other.close()
  await stopped(page, 'stop.keep_not')
}

/** The network comes back while the worker fills in what comes before a sitting, and after somebody left at once. */
async function networkMeanwhile (h, person) {
  const page = await h.signedIn('practitioner')
  await takeOut(h, page, person, { language: 'ti', interpreter: false })
  const word = await takeOut(h, page, person, { language: 'ti', interpreter: false })
  await offline(page)
  await begin(page)
  await choose(page, 'G1')
  await pick(page, 'choice', 'some_of_it')
  await stopped(page, 'stop.keep')
  await page.locator('.sf-ready .sf-piece [data-go=start]').first().click()
  await sees(page, 'begin')
  await page.context().setOffline(false)
  for (let i = 0; i < 50 && (await rows(page, 'outbox')).length; i++) await page.waitForTimeout(200)
  await page.waitForTimeout(500)
  h.equal(await page.locator('[data-go=begin]').count(), 1, `the page before the sitting ${word} stays while what waited is sent`)
  await press(page, 'begin')
  await sees(page, 'explain.go_on')
  await offline(page)
  await page.evaluate(() => { Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true }) })
  await choose(page, 'G1')
  await pick(page, 'choice', 'some_of_it')
  await sealed(page)
  await page.route('**/leave', route => route.fulfill({ status: 200, contentType: 'text/html', body: '<!DOCTYPE html><html lang="en"><title>Weather</title><h1>Weather</h1>' }))
  await press(page, 'exit')
  await page.locator('[data-go=exit]').waitFor({ state: 'detached' })
  await page.waitForTimeout(500)
  await page.context().setOffline(false)
  await page.waitForTimeout(2500)
  h.check(!page.url().includes('/tool/') || await page.locator('[data-go=prepare]').count() === 0, 'after leaving at once nothing of the tool comes back by itself', page.url())
}

/** A clock that is wrong by a year refuses nothing, and the record has the right day. */
async function wrongClock (h, person) {
  const page = await h.signedIn('practitioner')
  await takeOut(h, page, person, { language: 'ti', interpreter: false })
  await offline(page)
  await page.clock.install({ time: new Date(Date.now() + 400 * 864e5) })
  await page.reload({ waitUntil: 'load' })
  await sees(page, 'start')
  h.check((await text(page)).includes('clock seems to be wrong'), 'a clock that is wrong by a year is said', await text(page))
  await begin(page)
  await choose(page, 'G1')
  await pick(page, 'choice', 'some_of_it')
  await press(page, 'card.next')
  await press(page, 'check.right')
  await press(page, 'promise.none')
  await sees(page, 'home')
  await press(page, 'home')
  await sees(page, 'send')
  const [row] = await rows(page, 'outbox')
  h.check(Date.parse(row.envelope.at) > Date.now() + 300 * 864e5, 'the device says what its clock says')
  await online(page)
  await h.goto(page, `${person}/conversations`)
  const list = await text(page)
  h.check(!list.includes(String(new Date().getFullYear() + 1)), 'in the record it has the right day', list.slice(0, 600))
}

/** Changed, cut short, or sent again: nothing of it becomes something that somebody said. */
async function changedOnTheWay (h, page, person) {
  const changes = {
    tampered: 'row.envelope.ct = (row.envelope.ct[0] === "A" ? "B" : "A") + row.envelope.ct.slice(1)',
    'cut short': 'row.envelope.ct = row.envelope.ct.slice(0, 200)',
    unreadable: 'row.envelope.sig = "?"'
  }
  const list = await record(h, page, person)
  for (const [what, change] of Object.entries(changes)) {
    await takeOut(h, page, person, { language: 'ti', interpreter: false })
    await offline(page)
    await begin(page)
    await choose(page, 'G1')
    await pick(page, 'choice', 'there_for_me')
    await stopped(page, 'stop.keep')
    await changeRows(page, 'outbox', change)
    await online(page)
    const left = await rows(page, 'outbox')
    const said = await text(page)
    h.check(what === 'unreadable' ? left.length === 1 && /could not read it/.test(said) : left.length === 0 && /Somebody has to look/.test(said), `${what}: it is said, and nothing is thrown away`, said.slice(0, 400))
    if (left.length) { await changeRows(page, 'outbox', 'row.state = "waiting"'); await page.evaluate(() => new Promise(resolve => { const r = indexedDB.open('tool'); r.onsuccess = () => { r.result.transaction('outbox', 'readwrite').objectStore('outbox').clear().onsuccess = resolve } })) }
  }
  h.equal(await record(h, page, person), list, 'and nothing of it stands in the record')
}

/** One ticket, copied to another device: the first to arrive is in the record, the second waits for somebody to look. */
async function twoDevices (h, page, person) {
  await takeOut(h, page, person, { language: 'ti', interpreter: false })
  await offline(page)
  await begin(page)
  await choose(page, 'G1')
  await pick(page, 'choice', 'some_of_it')
  await stopped(page, 'stop.keep')
  const [mine] = await rows(page, 'outbox')
  const copy = await h.signedIn('practitioner')
  await openTool(h, copy)
  // what can be copied is the token and the public key; the other device signs with a key of its own
  const answer = await copy.evaluate(async row => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    const b64 = b => btoa(String.fromCharCode(...new Uint8Array(b))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    const e = { ...row.envelope, id: row.envelope.id.replace(/.$/, c => c === '0' ? '1' : '0'), seq: row.envelope.seq + 1 }
    const head = `stablefutures envelope 1\n${e.ticket}\n${e.id}\n${e.seq}\n${e.at}\n1\n${e.key}\n${e.enc}\n${e.ct}`
    e.sig = b64(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, new TextEncoder().encode(head)))
    const spki = b64(await crypto.subtle.exportKey('spki', pair.publicKey ?? (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])).publicKey))
    const r = await fetch('/tool/arrivals', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ v: 1, now: new Date().toISOString(), device: spki, envelopes: [{ token: row.token, envelope: e }] }) })
    return r.json()
  }, mine)
  h.equal(answer.results[0].state, 'quarantined', 'the same ticket on another device waits for somebody to look')
  await online(page)
  h.equal((await rows(page, 'outbox')).length, 0, 'and the device it was made for is taken in')
  // the very same again changes nothing
  const again = await page.evaluate(async row => (await fetch('/tool/arrivals', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ v: 1, now: new Date().toISOString(), device: row.spki, envelopes: [{ token: row.token, envelope: row.envelope }, { token: row.token, envelope: row.envelope }] }) })).json(), mine)
  h.check(again.results.every(r => r.state === 'already'), 'sent again, an envelope changes nothing', JSON.stringify(again.results))
}

/** The browser throws storage away: in the middle of a sitting all is in memory still, and is laid down anew. */
async function thrownAway (h, page, person) {
  await takeOut(h, page, person, { language: 'ti', interpreter: false })
  const cdp = await page.context().newCDPSession(page)
  await offline(page)
  await begin(page)
  await choose(page, 'G1', 'B2')
  await pick(page, 'choice', 'some_of_it')
  await sealed(page)
  await cdp.send('Storage.clearDataForOrigin', { origin: new URL(h.url).origin, storageTypes: 'indexeddb' })
  await press(page, 'card.next')
  await pick(page, 'choice', 'not_there')
  await press(page, 'card.next')
  await press(page, 'matters.none')
  await press(page, 'check.right')
  await press(page, 'promise.none')
  await sees(page, 'home')
  await press(page, 'home')
  await sees(page, 'send')
  h.equal((await rows(page, 'outbox')).length, 1, 'storage thrown away in the middle: the sitting is laid down anew from memory')
  await online(page)
  h.equal((await rows(page, 'outbox')).length, 0, 'and is sent')
  await prepareSpare(h, page)
  await cdp.send('Storage.clearDataForOrigin', { origin: new URL(h.url).origin, storageTypes: 'indexeddb' })
  await page.goto(`${h.url}/tool/`)
  await sees(page, 'prepare')
  h.check((await text(page)).includes('The browser has cleared'), 'storage thrown away between sittings is said', (await text(page)).slice(0, 300))
  await h.shots(page, '03-thrown-away')
}

async function wipedOnPurpose (h, page) {
  await prepareSpare(h, page)
  await page.locator('.sf-wipe .sf-linkbutton').click()
  await page.locator('.sf-wipe .govuk-button').click()
  await page.locator('#said', { hasText: 'is empty' }).waitFor()
  h.equal((await rows(page, 'tickets')).length + (await rows(page, 'device')).length + (await page.evaluate(async () => (await caches.keys()).length)), 0, 'cleared on purpose, nothing is left')
}
