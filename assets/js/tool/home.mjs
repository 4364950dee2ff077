// The tool's own first page, for the worker: what is ready on this device, what waits to be sent, and what went wrong.
import { able, dropTicket, evicted, forgetMark, openTicket, tickets } from './device.mjs'
import { button, checkbox, field, h, newName, p, radios, draw, sayWrong, select } from './dom.mjs'
import { blank, showPage } from './frame.mjs'
import { packURL, persist, prepareSpare, read, topUp } from './prepare.mjs'
import { lockThere, shortest, unlock, withLock, withPassphrase } from './resume.mjs'
import { askState, sendAll } from './send.mjs'
import { hold, isHeld, Sitting } from './sitting.mjs'
import { all, get, wipe } from './store.mjs'
import { Table } from './table.mjs'
import { allLanguages, dayOf, momentOf, s, speakStaff, staffLanguage, Voice, youngLanguages } from './voice.mjs'

let said = ''           // what the page says about what was done last
let results = new Map() // what the server said of each, since this page was opened
let state = null        // who is signed in, as far as is known
let running = null      // the table, while a sitting goes on
let renewed = false
let busy = false        // the page before a sitting is filled in: nothing lays itself over it
let left = false        // somebody left at once: nothing is shown here any more

const staffPage = (...main) => showPage({ lang: staffLanguage(), dir: 'ltr', main: h('div', { class: 'sf-home', lang: staffLanguage() }, main) })

/** Reads everything anew and shows it. */
export async function home (message = '') {
  if (running || left) return
  busy = false
  said = message
  if (!able()) { staffPage(h('h1', { tabindex: '-1' }, s('title')), p(s('not_able'))); return }
  let list
  try {
    list = await look()
  } catch {
    staffPage(h('h1', { tabindex: '-1' }, s('title')), p(s('not_able')))
    return
  }
  if (running || busy || left) return // meanwhile somebody went on, or away
  const { ready, spare, broken, outbox, gone, kept, known } = list
  staffPage(
    h('h1', { tabindex: '-1' }, s('title')),
    h('div', { role: 'status', id: 'said' }),
    gone ? h('div', { class: 'sf-trouble' }, p(s('evicted'))) : null,
    p(s('home_lead')),
    broken.map(b => brokenPart(b)),
    h('h2', { class: 'govuk-heading-m' }, s('ready')),
    ready.length || spare.length ? null : p(s('ready_none')),
    known || gone || said === s('wiped') ? null : p(s('ready_cleared')),
    h('div', { class: 'sf-ready' }, ready.map(readyPart)),
    spare.length ? h('div', { class: 'sf-piece' }, h('div', { class: 'sf-piece__said' }, h('h3', { class: 'govuk-heading-s' }, s('spare')), p(s('spare_text', { count: spare.length }))),
      button(s('spare_start'), () => start(spare[0]), { secondary: ready.length > 0, go: 'spare' })) : null,
    clockPart(ready),
    h('h2', { class: 'govuk-heading-m' }, s('outbox')),
    outboxPart(outbox, broken.some(b => b.resume)),
    h('div', { class: 'govuk-inset-text' }, p(s('lost')), p(s(kept ? 'persisted' : 'not_persisted'))),
    h('h2', { class: 'govuk-heading-m' }, s('prepare')),
    p(s('prepare_text')),
    h('div', { class: 'govuk-button-group' }, button(s('prepare'), prepare, { secondary: true, go: 'prepare' }),
      state && !state.signed_in ? h('a', { class: 'govuk-link', href: '/sign-in?next=/tool/' }, s('sign_in')) : null),
    wipePart(outbox.length))
  // after the page is there, so that somebody who listens hears it
  if (said) setTimeout(() => document.getElementById('said')?.replaceChildren(h('div', { class: 'govuk-inset-text' }, said)), 50)
}

/** What lies on the device. A sitting that broke off and has no key ends where it was. */
async function look () {
  const [rows, sent, resumes, gone] = [await tickets(), await all('outbox'), await all('resume'), await evicted()]
  const begun = new Map(sent.map(o => [o.ticket, o]))
  const keys = new Map(resumes.map(r => [r.ticket, r]))
  const broken = []
  for (const row of sent) {
    if (row.last) continue
    row.going = await isHeld(row.ticket)
    if (row.going) continue
    const ticket = rows.find(t => t.id === row.ticket)
    if (keys.has(row.ticket)) broken.push({ row, resume: keys.get(row.ticket) })
    else if (ticket) broken.push({ row, resume: null, young: await kindly(ticket) }) // said once, then it is an ordinary row
    if (ticket && !keys.has(row.ticket)) await dropTicket(row.ticket)
  }
  const open = rows.filter(t => !begun.has(t.id)).sort((a, b) => a.issued < b.issued ? -1 : 1)
  const kept = await navigator.storage?.persisted?.().catch(() => false)
  const known = Boolean(await get('device', 'this')) // nothing was cleared since this device was first used
  return { ready: open.filter(t => t.assigned), spare: open.filter(t => !t.assigned), broken, outbox: sent.filter(o => !keys.has(o.ticket)), gone, kept, known }
}

/** What the young person is told when a sitting broke off, in their language, as far as it is known. */
async function kindly (row) {
  try {
    const ticket = await openTicket(row)
    const { young } = await packsFor(ticket, ticket.setup.language)
    const v = new Voice(young, null, false)
    return h('div', { lang: v.lang, dir: v.dir }, h('p', { class: 'govuk-body-l' }, v.say('tool.broke_off')), h('p', { class: 'govuk-body-l' }, v.say('stop.bye')))
  } catch {
    return null
  }
}

const sign = label => h('span', { class: 'sf-sign' }, draw(label?.picture, 'small'), h('bdi', {}, label?.word ?? ''))

function readyPart (row) {
  const over = Date.now() + row.skew > Date.parse(row.expires)
  return h('div', { class: 'sf-piece' }, h('div', { class: 'sf-piece__said' }, h('h3', { class: 'govuk-heading-s' }, sign(row.label)),
    p(s('until', { day: momentOf(row.expires) })), over || Date.now() > Date.parse(row.expires) ? p(s('expired')) : null), button(s('start'), () => start(row), { go: 'start' }))
}

/** A clock that was far from the server's when the ticket was made, or says now that a ticket is older than one can be. */
function clockPart (rows) {
  const wrong = rows.some(r => Math.abs(r.skew) > 36e5 || Date.now() < Date.parse(r.issued) - 864e5 || Date.now() > Date.parse(r.issued) + 45 * 864e5)
  return wrong ? p(s('clock', { day: momentOf(Date.now()) }), 'govuk-body sf-muted') : null
}

function brokenPart ({ row, resume, young }) {
  const place = h('div', {})
  const end = async () => { await dropTicket(row.ticket); home(s('broken_ended')) }
  const go = async words => {
    let opened
    try {
      opened = await unlock(resume, words)
    } catch {
      place.querySelector('[role=alert]').textContent = s('resume_wrong')
      return
    }
    resumeSitting(opened)
  }
  if (resume?.kind === 'pass') {
    const input = h('input', { class: 'govuk-input', type: 'password', autocomplete: 'off' })
    place.append(h('form', { onsubmit: e => { e.preventDefault(); go(input.value) } }, h('p', { class: 'govuk-error-message', role: 'alert' }), field(s('resume_enter'), input), button(s('resume_go'), null, { type: 'submit', go: 'resume' })))
  } else if (resume) {
    place.append(h('p', { class: 'govuk-error-message', role: 'alert' }), button(s('resume_go'), () => go(), { go: 'resume' }))
  }
  return h('section', { class: 'sf-trouble' }, h('h2', { class: 'govuk-heading-m' }, s('broken_title'), ' ', sign(row.label)), young, p(s(resume ? 'broken_key' : 'broken_locked')), place,
    resume ? button(s('broken_end'), end, { secondary: true, go: 'end' }) : null)
}

const outcomes = { sign_in: 'sign_in_first', refused: 'refused' }

function outboxPart (outbox, above) {
  if (!outbox.length) return p(s(above ? 'outbox_above' : 'outbox_none'))
  return h('div', {}, p(s('outbox_waits', { count: outbox.length })), outbox.map(o => {
    const answer = results.get(o.ticket)
    const why = outcomes[o.state]
    return h('div', { class: 'sf-piece' }, h('div', { class: 'sf-piece__said' }, h('h3', { class: 'govuk-heading-s' }, sign(o.label)),
      p(s('outbox_of', { day: dayOf(o.at) })), o.last ? null : p(s(o.going ? 'outbox_going' : 'outbox_broken')), why ? p(answer?.message || s(why)) : null))
  }), button(s('send'), () => send(true), { go: 'send' }))
}

function wipePart (count) {
  const sure = h('div', { hidden: true }, p(s('wipe_text')), count ? h('p', { class: 'govuk-body' }, h('strong', {}, s('wipe_waits', { count }))) : null,
    button(s('wipe_yes'), async () => { await wipe(); forgetMark(); home(s('wiped')) }, { secondary: true }))
  const ask = h('button', { type: 'button', class: 'sf-linkbutton', 'aria-expanded': 'false', onclick: () => { sure.hidden = !sure.hidden; ask.setAttribute('aria-expanded', String(!sure.hidden)) } }, s('wipe'))
  return h('div', { class: 'sf-wipe' }, ask, sure)
}

/** Sends, and says what came of it. asked: somebody pressed the button, so that nothing to say is said too. */
export async function send (asked = false) {
  const place = document.getElementById('said')
  if (asked && place) place.textContent = s('sending')
  const out = await sendAll()
  if (!out.tried) { if (asked) home(s('outbox_none')); return }
  for (const [ticket, result] of out.results) results.set(ticket, result)
  const states = [...out.results.values()].map(r => r.state)
  let message = s('no_network')
  if (states.includes('sign_in')) message = s('sign_in_first')
  else if (states.includes('refused')) message = s('refused')
  else if (states.includes('quarantined')) message = s('sent_look')
  else if (states.includes('waiting')) message = state?.signed_in ? s('sent_look') : s('sent_waiting')
  else if (out.reached) message = s('sent')
  if (busy) return
  const link = states.some(x => ['waiting', 'quarantined', 'taken_in'].includes(x)) ? h('a', { class: 'govuk-link', href: '/conversations/arrived' }, s('arrived')) : null
  home(link ? h('span', {}, message, ' ', link) : message)
}

async function prepare () {
  document.getElementById('said').textContent = s('preparing')
  await persist()
  let came = 'missing'
  try { came = await prepareSpare(staffLanguage()) } catch { /* said below */ }
  state = await askState()
  home({ ready: s('prepared'), sign_in: s('sign_in_first'), no_edition: s('no_edition'), missing: s('not_prepared') }[came])
}

/** When a network is there: send, and renew what grows old. Nothing is asked of anybody. */
export async function online () {
  state = await askState()
  if (!state || running) return
  if (left) { location.replace('/leave'); return } // there was no network when it was pressed: the session ends now
  await send()
  if (busy || running || left) return // a ticket that is being used is not renewed
  if (state.signed_in && state.may_hold && !renewed && (await tickets()).some(t => !t.assigned)) {
    renewed = true
    if (await topUp() === 'ready' && !busy) home(said)
  }
}

const pack = async (edition, lang, nation) => (await read(packURL(edition, lang, nation))).json()

/** The cards in the language that is spoken and in the worker's. */
async function packsFor (ticket, language) {
  const young = await pack(ticket.edition, language, ticket.nation)
  const beside = await pack(ticket.edition, ticket.staff || staffLanguage(), ticket.nation).catch(() => null)
  const contact = Object.fromEntries(Object.entries(ticket.safety ?? {}).filter(([, value]) => value))
  young.contact = { ...young.contact, ...contact } // the ticket is the newer
  return { young, beside }
}

async function start (row) {
  const release = await hold(row.id)
  if (!release) { home(s('other_window')); return }
  try {
    if (await get('outbox', row.id)) { release(); home(); return } // another window held it meanwhile
    const ticket = await openTicket(row)
    if (ticket.staff) speakStaff(ticket.staff)
    before(ticket, release)
  } catch {
    release()
    home(s('not_prepared'))
  }
}

/** What the worker settles before the young person takes the device. */
async function before (ticket, release, wrong = '') {
  busy = true
  const setup = structuredClone(ticket.setup ?? {})
  setup.interpreter ??= {}
  const ask = !setup.language || !setup.interpreter.used
  const packs = ask ? await readyLanguages() : []
  const lock = await lockThere()
  const named = (element, name) => { element.name = name; return element }
  const pass = h('input', { class: 'govuk-input govuk-input--width-20', type: 'password', name: 'pass', autocomplete: 'off' })
  const passField = h('div', { hidden: true }, field(s('resume_enter'), pass))
  const about = h('div', { hidden: setup.interpreter.used !== 'yes' },
    radios('independent', s('conversation.independent'), setup.interpreter.independent, [['yes', s('page.yes')], ['no', s('page.no')]], { inline: true, hint: s('conversation.independent_hint') }),
    field(s('conversation.interpreter_language'), named(select(setup.interpreter.language ?? '', [['', s('conversation.not_said')], ...allLanguages().map(l => [l.tag, l.own])]), 'interpreterLanguage')),
    field(s('conversation.dialect'), h('input', { class: 'govuk-input', name: 'dialect', type: 'text', maxlength: '100', autocomplete: 'off' })),
    radios('how', s('conversation.how'), setup.interpreter.how, ['in_person', 'phone', 'video'].map(k => [k, s(`conversation.how_${k}`)]), { inline: true }))
  const form = h('form', { novalidate: true, autocomplete: 'off', onsubmit: e => e.preventDefault() },
    h('p', { class: 'govuk-error-message', id: newName(), role: 'alert', tabindex: '-1' }, wrong),
    ask ? [
      radios('language', s('conversation.language'), setup.language, packs.map(y => [y.tag, h('span', { lang: y.tag, dir: y.dir }, y.own)])),
      radios('interpreter', s('conversation.interpreter'), setup.interpreter.used, ['yes', 'declined', 'not_needed'].map(k => [k, s(`conversation.interpreter_${k}`)]),
        { onchange: () => { about.hidden = form.elements.interpreter.value !== 'yes' } }),
      about,
      field(s('conversation.readers'), h('textarea', { class: 'govuk-textarea', name: 'readers', rows: '2', maxlength: '500', value: setup.readers || s('conversation.readers_plain') }), s('conversation.readers_hint'))] : null,
    checkbox('two', s('before_two'), true),
    radios('resume', s('resume'), 'none', [['none', s('resume_none')], ['pass', s('resume_pass')], ...lock ? [['lock', s('resume_device')]] : []],
      { hint: s('resume_hint'), onchange: () => { passField.hidden = form.elements.resume.value !== 'pass' } }),
    passField,
    h('div', { class: 'govuk-button-group' }, button(s('begin'), go, { go: 'begin' }), button(s('page.back'), () => { release(); home() }, { secondary: true })))
  staffPage(
    h('h1', { tabindex: '-1' }, s('before_title')),
    h('p', { class: 'sf-sign sf-sign--large' }, draw(ticket.label.picture, 'large'), h('bdi', {}, ticket.label.word)),
    p(s('before_sign', { word: ticket.label.word })), p(s('conversation.least')), form)

  async function go () {
    const say = text => sayWrong(form.querySelector('[role=alert]'), text)
    if (ask) {
      const missing = takeSetup(form, setup)
      if (missing) return say(missing)
    }
    const kind = form.elements.resume.value
    if (kind === 'pass' && [...pass.value].length < shortest) return say(s('resume_short'))
    let resume = null
    try {
      if (kind !== 'none') resume = kind === 'pass' ? await withPassphrase(pass.value) : await withLock()
    } catch {
      return say(s('resume_failed'))
    }
    const sitting = new Sitting({ ticket: { ...ticket, setup }, resume })
    sitting.two = form.elements.two.checked
    sit(sitting, release, ['explain'])
  }
}

/** Reads what an unplanned sitting is asked beforehand; gives what is missing, in words. */
function takeSetup (form, setup) {
  const at = name => form.elements[name]?.value ?? ''
  if (!at('language')) return s('language_first')
  if (!at('interpreter')) return s('interpreter_first')
  setup.language = at('language')
  setup.readers = at('readers').trim()
  setup.interpreter = { used: at('interpreter') }
  if (setup.interpreter.used !== 'yes') return ''
  if (!at('independent')) return s('conversation.independence_asked')
  const spoken = youngLanguages().find(y => y.tag === setup.language)?.stored ?? setup.language
  Object.assign(setup.interpreter, { independent: at('independent'), language: at('interpreterLanguage') || spoken })
  if (at('dialect').trim()) setup.interpreter.dialect = at('dialect').trim()
  if (at('how')) setup.interpreter.how = at('how')
  return ''
}

async function readyLanguages () {
  const list = await (await read('/tool/packs')).json()
  const ready = new Set(list.languages.filter(l => l.ready).map(l => l.tag))
  return youngLanguages().filter(y => ready.has(y.tag))
}

async function resumeSitting ({ running: was, resume }) {
  const release = await hold(was.ticket.id)
  if (!release) { home(s('other_window')); return }
  if (was.ticket.staff) speakStaff(was.ticket.staff)
  const sitting = new Sitting({ ticket: was.ticket, resume, running: was })
  await sit(sitting, release, was.place ?? ['explain'])
}

async function sit (sitting, release, at) {
  let packs
  try {
    packs = await packsFor(sitting.ticket, sitting.setup.language)
  } catch {
    release()
    home(s('not_prepared'))
    return
  }
  sitting.setup.readers ||= sitting.ticket.readers || ''
  sitting.content.language = packs.young.lang
  sitting.shown = { language: packs.young.lang, pack: packs.young.checksum, staff: staffLanguage() }
  const leave = table => { table.close(); running = null; release(); home(); online() }
  running = new Table({ sitting, ...packs, leave, exit: leaveNow })
  running.go(...at)
}

/** Away from here at once: the screen is empty before anything else, what was said is sealed, the session ends. */
export async function leaveNow () {
  const table = running
  left = true
  running = null
  const kept = table?.keepNow()
  table?.close()
  blank()
  await Promise.race([kept, new Promise(resolve => setTimeout(resolve, 300))])
  try { sessionStorage.clear() } catch { /* none kept */ }
  if (navigator.onLine) location.replace('/leave')
}

export const isSitting = () => running !== null
