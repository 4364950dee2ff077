// What a scenario holds in its hand: people who are signed in, checks, pictures, and a tally of effort.
import { existsSync, mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { axe, outline, overflow, targets, unset, validate } from './checks.mjs'
import { unusedCode } from './totp.mjs'

const shots = new URL('./shots/', import.meta.url).pathname

const looks = {
  desktop: {},
  narrow: { size: { width: 320, height: 640 } },
  print: { media: { media: 'print' } },
  dark: { media: { colorScheme: 'dark' } },
  'dark-narrow': { size: { width: 320, height: 640 }, media: { colorScheme: 'dark' } },
  forced: { media: { forcedColors: 'active' } }
}

/** Where Debian keeps its chromium, or the one that CHROMIUM names. */
export function browserPath () {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const found = places.find(p => p && existsSync(p))
  if (!found) throw new Error('no chromium found; make tools installs it, or name one in CHROMIUM')
  return found
}

let pictures = false

/** Says whether pictures are wanted; without them shots() only looks whether a page fits 320 px. */
export function takePictures (wanted) { pictures = wanted }

/** Starts Debian's chromium, which asks nobody anything on its own. */
export function startBrowser () {
  return chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update']
  })
}

export class Harness {
  #browser; #program; #report; #engine; #states = new Map(); #contexts = []; #faults = []; #documents = new WeakMap()

  constructor ({ browser, program, report, engine }) {
    this.#browser = browser
    this.#program = program
    this.#report = report
    this.#engine = engine
    this.scenario = ''
    /** Paths of all the pages that were held against axe, in any scenario. */
    this.looked = new Set()
    /** Whether every scenario runs. */
    this.whole = false
  }

  /** sqlite or postgres. */
  get engine () { return this.#engine }
  get url () { return this.#program.url }
  /** role -> { email, password, totp_secret, recovery_codes }, as demo --json gave them. */
  get people () { return this.#program.people }
  get program () { return this.#program }

  /** The same harness before another program, which the scenario has started and stops; finish it before that. */
  beside (program) {
    const other = new Harness({ browser: this.#browser, program, report: this.#report, engine: this.#engine })
    other.scenario = this.scenario
    return other
  }

  /** Notes one check of the running scenario. */
  check (holds, what, detail) { return this.#report.check(holds, `${this.#engine}: ${this.scenario}: ${what}`, detail) }
  equal (have, want, what) { return this.check(have === want, what, `want ${JSON.stringify(want)}\nhave ${JSON.stringify(have)}`) }
  say (text) { this.#report.say(text) }

  /**
   * A fresh page in a window of its own. options: viewport, locale, colorScheme, javaScriptEnabled, and storageState,
   * as playwright has them. What a page does wrong by itself (an error in a script, a request to somebody else, an
   * answer of 500) fails the scenario.
   */
  async page (options = {}) {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options })
    this.#contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(15000)
    const home = new URL(this.url).origin
    page.on('pageerror', err => this.#faults.push(`${page.url()}: ${err.message}`))
    page.on('console', m => { if (m.type() === 'error' && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(m.text()) && !(page.url().endsWith('/tool/') && /ERR_FAILED/.test(m.text()))) this.#faults.push(`${page.url()}: ${m.text()}`) })
    page.on('request', r => {
      const origin = new URL(r.url()).origin
      if (origin !== home && origin !== 'null') this.#faults.push(`${page.url()} asked ${r.url()}`)
    })
    page.on('response', r => {
      if (r.request().isNavigationRequest() && r.frame() === page.mainFrame() && (r.status() < 300 || r.status() >= 400)) this.#documents.set(page, r)
    })
    page.on('response', r => { if (r.status() >= 500) this.#faults.push(`${r.request().method()} ${r.url()} answered ${r.status()}`) })
    return page
  }

  /** A page on which somebody of this role is signed in: really, with password and one-time password, the first time. */
  async signedIn (role, options = {}) {
    if (!this.people[role]) throw new Error(`the demonstration has no ${role}, only ${Object.keys(this.people).join(', ')}`)
    if (!this.#states.has(role)) {
      const page = await this.page()
      await this.signIn(page, this.people[role])
      this.#states.set(role, await page.context().storageState())
    }
    return this.page({ ...options, storageState: this.#states.get(role) })
  }

  /**
   * Goes the real way in: e-mail and password, then the code of an authenticator app; or a recovery code, when this
   * half-minute's code was used already.
   */
  async signIn (page, person) {
    await this.goto(page, '/sign-in')
    await page.fill('input[name=email]', person.email)
    await page.fill('input[name=password]', person.password)
    await this.enter(page, 'input[name=password]')
    const code = page.locator('input[name=code]')
    if (!await code.count()) throw new Error(`after the password no code was asked for, on ${page.url()}`)
    const now = unusedCode(person.totp_secret)
    if (!now) await this.goto(page, '/sign-in/recovery')
    await code.fill(now ?? person.recovery_codes.pop())
    await this.enter(page, 'input[name=code]')
    if (new URL(page.url()).pathname.startsWith('/sign-in')) throw new Error(`still on ${page.url()} after the code`)
  }

  /** Forgets who is signed in as a role, as after a sign-out. */
  forget (role) { this.#states.delete(role) }

  /** Opens a path of the program and gives the answer; any status but the expected one fails. */
  async goto (page, path, status = 200) {
    const answer = await page.goto(new URL(path, this.url).href, { waitUntil: 'load' })
    if (answer.status() !== status) throw new Error(`${path} answered ${answer.status()}, not ${status}`)
    return answer
  }

  /** Presses the first button that sends the main form (or the one with this text) and waits for the page that follows. */
  async submit (page, text) {
    const form = page.locator('main form')
    const button = text ? page.getByRole('button', { name: text }) : form.locator('button[type=submit], button:not([type])')
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), button.first().click()])
  }

  /** Clicks what leads to another page and waits for that page. */
  async follow (page, where) {
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), where.first().click()])
  }

  /** Sends the form of a field by the Enter key, as people do, and waits for the page that follows. */
  async enter (page, where) {
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.locator(where).first().press('Enter')])
  }

  /** Holds a page against its own outline and axe; a second engine serves the same pages, so axe runs once for both. */
  async accessible (page, what = new URL(page.url()).pathname) {
    this.looked.add(new URL(page.url()).pathname)
    const complaints = [...await outline(page), ...await targets(page), ...this.#engine === 'postgres' ? [] : await axe(page)]
    this.check(complaints.length === 0, `${what}: accessible`, complaints.join('\n'))
  }

  /** Holds the page's text, as the server sent it, against the HTML standard; once for both engines. */
  async valid (page, what = new URL(page.url()).pathname) {
    if (this.#engine === 'postgres') return
    const complaints = await validate(await this.#documents.get(page).text())
    this.check(complaints.length === 0, `${what}: valid HTML`, complaints.join('\n'))
  }

  /**
   * Looks whether a step fits 320 px, where nothing may need scrolling sideways, and with run.mjs --shots takes its
   * pictures into e2e/shots/, each way that is named. Right-to-left needs no way of its own: show the page in Arabic.
   */
  async shots (page, step, ways = ['desktop', 'narrow']) {
    const before = page.viewportSize()
    for (const way of pictures ? ways : ways.filter(w => w === 'narrow' && this.#engine !== 'postgres')) {
      const look = looks[way]
      await page.setViewportSize(look.size ?? { width: 1280, height: 900 })
      await page.emulateMedia(look.media ?? {})
      if (pictures) {
        await page.evaluate(() => scrollTo(0, 0))
        mkdirSync(shots, { recursive: true })
        await page.screenshot({ path: `${shots}${this.#engine}-${this.scenario}-${step}-${way}.png`, fullPage: true })
      }
      if (way === 'narrow') {
        const wider = await overflow(page)
        this.check(wider <= 0, `${step}: fits 320 px`, `${wider} px too wide`)
        const bare = await unset(page)
        this.check(bare.length === 0, `${step}: every text is in our own fonts`, bare.join('\n'))
      }
      await page.emulateMedia({ media: null, colorScheme: null, forcedColors: null })
    }
    await page.setViewportSize(before)
  }

  /** Counts from here what this page costs a person: pages, fields, keystrokes, clicks. Read .total at the end. */
  async effort (page) {
    const total = { pages: 0, fields: 0, keystrokes: 0, clicks: 0 }
    page.on('framenavigated', frame => { if (frame === page.mainFrame()) total.pages++ })
    return {
      total,
      type: async (where, text) => {
        total.fields++
        total.keystrokes += [...text].length
        await page.locator(where).first().fill(text)
      },
      choose: async where => {
        total.fields++
        total.clicks++
        await page.locator(where).first().check()
      },
      select: async (where, value) => {
        total.fields++
        total.clicks += 2
        await page.locator(where).first().selectOption(value)
      },
      /** Sends the form of a field by the Enter key. */
      enter: where => { total.keystrokes++; return this.enter(page, where) },
      /** Presses a button that stays on the page. */
      press: async where => {
        total.clicks++
        await page.locator(where).first().click()
      },
      /** Follows a link, or sends a form by its button, and waits for the page that follows. */
      follow: where => { total.clicks++; return this.follow(page, page.locator(where)) }
    }
  }

  /** Ends a scenario: reports what its pages did wrong by themselves and closes its windows. */
  async finish () {
    const faults = [...new Set(this.#faults)]
    this.check(faults.length === 0, 'no error in a page, no request to anybody else', faults.join('\n'))
    this.#faults = []
    await Promise.all(this.#contexts.map(c => c.close()))
    this.#contexts = []
  }

  /** After a failure: a picture of every window, to see what the browser saw. */
  async pictureOfFailure () {
    mkdirSync(shots, { recursive: true })
    const pages = this.#contexts.flatMap(c => c.pages())
    for (const [i, page] of pages.entries()) {
      await page.screenshot({ path: `${shots}failed-${this.#engine}-${this.scenario}-${i}.png`, fullPage: true }).catch(() => {})
    }
  }
}
