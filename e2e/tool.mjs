// Steps of the stories about the practice tool, and the search for anything readable in what a browser keeps of it.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { browserPath } from './harness.mjs'
import { pick } from './talk.mjs'

/** Tigrinya as it is said in the stories. All of it is invented for them. */
export const told = {
  topic: 'ኩዕሶ እግሪ ምስ ሓወይ',
  words: 'ክፍለይ ምዉቕ እዩ፡ እቲ ማዕጾ ግን ብለይቲ ኣይዕጾን።',
  english: 'My room is warm, but the door stays open at night.',
  paraphrase: 'The lock of the bedroom needs mending, says the worker.',
  barrier: 'The provider has not answered the calls about it.',
  promise: 'Ring the provider about the bedroom lock.',
  promiseYoung: 'ብዛዕባ መፍትሕ ንደውል።',
  owner: 'Ashgrove from the team',
  reference: 'CASE-90417'
}

/** Presses what means this, whatever language it is in. */
export const press = (page, go, n = 0) => page.locator(`[data-go="${go}"]`).nth(n).click()

/** Waits for what means this. */
export const sees = (page, go) => page.locator(`[data-go="${go}"]`).first().waitFor()

/** Opens the tool's own page and waits for its list. */
export async function openTool (h, page) {
  await h.goto(page, '/tool/')
  await sees(page, 'prepare')
}

/** Takes a sitting with somebody out to this device, as the worker does, and opens the tool. Gives the sign's word. */
export async function takeOut (h, page, person, { language = 'ti', interpreter = true } = {}) {
  await h.goto(page, `${person}/conversations/take-out`)
  await pick(page, 'language', language)
  await pick(page, 'interpreter', interpreter ? 'yes' : 'not_needed')
  if (interpreter) {
    await pick(page, 'independent', 'yes')
    await page.selectOption('select[name=interpreter-language]', language)
  }
  await page.locator('form[data-takeout] button[type=submit], form[data-takeout] button:not([type])').first().click()
  await page.locator('[data-takeout-open]').waitFor({ timeout: 30000 })
  await openTool(h, page)
  await sees(page, 'start')
  return page.locator('.sf-ready .sf-sign').last().innerText()
}

/** Makes a device ready for a meeting nobody planned. */
export async function prepareSpare (h, page) {
  await openTool(h, page)
  await press(page, 'prepare')
  await page.locator('[data-go=spare]').waitFor({ timeout: 30000 })
}

/** Begins the sitting with this sign (or the first), as far as the first young person's page. key: { pass } or { lock }. */
export async function begin (page, word, { pass, lock } = {}) {
  const row = word ? page.locator('.sf-ready .sf-piece', { hasText: word }) : page.locator('.sf-ready .sf-piece').first()
  await row.locator('[data-go=start]').click()
  await sees(page, 'begin')
  if (pass) { await pick(page, 'resume', 'pass'); await page.fill('input[name=pass]', pass) }
  if (lock) await pick(page, 'resume', 'lock')
  await press(page, 'begin')
  await sees(page, 'explain.go_on')
}

/** From the explanation to the first card of those chosen. */
export async function choose (page, ...codes) {
  await press(page, 'explain.go_on')
  for (const code of codes) await pick(page, 'chosen', code)
  await press(page, 'topics.done')
}

/** Waits until the latest change lies sealed on the device: until the number of its envelope grows no more. */
export async function sealed (page) {
  await page.evaluate(() => document.activeElement?.blur()) // as a touch elsewhere does
  let last = -1
  for (let quiet = 0, n = 0; quiet < 2 && n < 100; n++) {
    const now = await seq(page)
    quiet = now === last ? quiet + 1 : 0
    last = now
    await pause(60)
  }
  return last
}

const seq = page => page.evaluate(() => new Promise((resolve, reject) => {
  const asked = indexedDB.open('tool')
  asked.onerror = () => reject(asked.error)
  asked.onsuccess = () => {
    const all = asked.result.transaction('outbox').objectStore('outbox').getAll()
    all.onsuccess = () => { asked.result.close(); resolve(all.result.reduce((n, r) => n + r.envelope.seq, 0)) }
  }
}))

/** The rows of a store of the tool's. */
export const rows = (page, store) => page.evaluate(name => new Promise((resolve, reject) => {
  const asked = indexedDB.open('tool')
  asked.onerror = () => reject(asked.error)
  asked.onsuccess = () => {
    const all = asked.result.transaction(name).objectStore(name).getAll()
    all.onsuccess = () => { asked.result.close(); resolve(JSON.parse(JSON.stringify(all.result))) }
  }
}), store)

/** Changes every row of a store by the text of a function. */
export const changeRows = (page, store, change) => page.evaluate(([name, source]) => new Promise((resolve, reject) => {
  const f = new Function('row', source) // eslint-disable-line no-new-func
  const asked = indexedDB.open('tool')
  asked.onerror = () => reject(asked.error)
  asked.onsuccess = () => {
    const t = asked.result.transaction(name, 'readwrite')
    const at = t.objectStore(name)
    const all = at.getAll()
    all.onsuccess = () => { for (const row of all.result) { f(row); at.put(row) } }
    t.oncomplete = () => { asked.result.close(); resolve() }
    t.onerror = () => reject(t.error)
  }
}), [store, change])

/**
 * Searches everything this origin keeps in the browser, the address, the history and the title for words: as UTF-8, UTF-16,
 * base64 at every offset, and escaped. Gives where each was found.
 */
export const findReadable = (page, words) => page.evaluate(async wanted => {
  const latin = bytes => { let s = ''; for (let i = 0; i < bytes.length; i += 8192) s += String.fromCharCode(...bytes.subarray(i, i + 8192)); return s }
  const utf8 = s => latin(new TextEncoder().encode(s))
  const wide = (s, little) => [...s].flatMap(c => c.split('')).map(c => { const n = c.charCodeAt(0); return little ? String.fromCharCode(n & 255, n >> 8) : String.fromCharCode(n >> 8, n & 255) }).join('')
  const needles = wanted.flatMap(word => {
    const bytes = utf8(word)
    const forms = [bytes, wide(word, true), wide(word, false), [...word].map(c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0')).join('')]
    for (let k = 0; k < 3; k++) {
      const b = btoa('\0'.repeat(k) + bytes).replace(/=+$/, '')
      const cut = b.slice(Math.ceil(k * 8 / 6), Math.floor((k + bytes.length) * 8 / 6))
      forms.push(cut, cut.replaceAll('+', '-').replaceAll('/', '_'))
    }
    return forms.map(form => [word, form])
  })
  const found = []
  const look = (where, hay) => { for (const [word, form] of needles) if (hay.includes(form)) found.push(`${word} in ${where}`) }
  const deep = (where, value) => {
    if (typeof value === 'string') return look(where, utf8(value))
    if (value instanceof ArrayBuffer) return look(where, latin(new Uint8Array(value)))
    if (ArrayBuffer.isView(value)) return look(where, latin(new Uint8Array(value.buffer)))
    if (value && typeof value === 'object') for (const [k, v] of Object.entries(value)) { look(`${where}.${k}`, utf8(k)); deep(`${where}.${k}`, v) }
  }
  let kept = 0
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve, reject) => { const r = indexedDB.open(name); r.onsuccess = () => resolve(r.result); r.onerror = () => reject(r.error) })
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((resolve, reject) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => resolve(r.result); r.onerror = () => reject(r.error) })
      for (const row of rows) { kept++; deep(`${name}/${store}`, row) }
    }
    db.close()
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) {
      kept++
      look(`cache ${name}`, utf8(request.url))
      if (!/\/fonts\//.test(request.url)) look(request.url, latin(new Uint8Array(await (await cache.match(request)).arrayBuffer())))
    }
  }
  for (const [name, storage] of [['localStorage', localStorage], ['sessionStorage', sessionStorage]]) deep(name, { ...storage })
  deep('the page', { title: document.title, address: location.href, history: JSON.stringify(history.state), cookie: document.cookie })
  return { found, kept }
}, words)

/** Checks that nothing of what was said can be read in what the browser keeps. */
export async function nothingReadable (h, page, step) {
  await sealed(page)
  const { found, kept } = await findReadable(page, Object.values(told))
  h.check(found.length === 0 && kept > 5, `${step}: nothing that was said can be read in what the browser keeps`, `${found.join('\n')}\n${kept} things looked at`)
}

/**
 * A browser with a folder of its own, which can be killed as a dying battery kills it, and started again. Gives { page,
 * kill, start, close }; each start is a new process on the same folder. cookies: of somebody who is signed in.
 */
export async function device (h, { role = 'practitioner', viewport = { width: 360, height: 740 } } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'stablefutures-device-'))
  const cookies = (await (await h.signedIn(role)).context().storageState()).cookies
  const d = { folder, page: null }
  let child, browser
  d.start = async () => {
    rmSync(join(folder, 'DevToolsActivePort'), { force: true })
    child = spawn(browserPath(), ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update',
      '--no-first-run', '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank'], { stdio: 'ignore', detached: true })
    const port = join(folder, 'DevToolsActivePort')
    for (let n = 0; n < 300 && !(existsSync(port) && readFileSync(port, 'utf8').includes('\n')); n++) await pause(50)
    browser = await chromium.connectOverCDP(`http://127.0.0.1:${readFileSync(port, 'utf8').split('\n')[0]}`)
    const context = browser.contexts()[0]
    await context.addCookies(cookies)
    d.page = context.pages()[0] ?? await context.newPage()
    d.page.setDefaultTimeout(15000)
    await d.page.setViewportSize(viewport)
    return d.page
  }
  /** Ends the browser with no warning, with all its processes. */
  d.kill = async () => {
    const gone = new Promise(resolve => child.once('exit', resolve))
    process.kill(-child.pid, 'SIGKILL')
    await gone
    await browser.close().catch(() => {})
  }
  d.close = async () => {
    try { await d.kill() } catch { /* it is gone */ }
    for (let n = 0; n < 20; n++) {
      try { rmSync(folder, { recursive: true, force: true }); return } catch { await pause(50) }
    }
  }
  return d
}
