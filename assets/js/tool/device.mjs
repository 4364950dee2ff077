// The device itself: a signing pair whose private half no script can read out, and the key under which tickets lie.
import { base64, text } from './bytes.mjs'
import { get, inOne, put, remove, all } from './store.mjs'

const subtle = globalThis.crypto.subtle
const mark = 'tool-was-prepared' // says only that something was kept here once, so that an empty device can say so

/** Whether this browser can do what a sitting without a network needs. */
export const able = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB &&
  globalThis.caches && navigator.serviceWorker)

/** The device's own row, made at the first use. */
export async function device () {
  const have = await get('device', 'this')
  if (have) return have
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const wrap = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const row = { id: 'this', pair, wrap, spki: base64(await subtle.exportKey('spki', pair.publicKey)) }
  await put('device', row)
  try { localStorage.setItem(mark, '1') } catch { /* the browser keeps nothing: home says so */ }
  return row
}

/** Whether something was kept here once and the browser has thrown it away. */
export async function evicted () {
  try {
    return localStorage.getItem(mark) === '1' && !await get('device', 'this')
  } catch {
    return false
  }
}

export function forgetMark () {
  try { localStorage.removeItem(mark) } catch { /* nothing was kept */ }
}

/** Keeps a ticket as the server gave it. Only what the list of sittings shows stands outside the seal. */
export async function keepTicket (ticket) {
  const { wrap } = await device()
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const ct = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: text(ticket.id) }, wrap, text(JSON.stringify(ticket)))
  const skew = Date.parse(ticket.now) - Date.now()
  await put('tickets', {
    id: ticket.id, label: ticket.label, assigned: Boolean(ticket.assigned), issued: ticket.issued, expires: ticket.expires,
    skew: Number.isFinite(skew) ? skew : 0, iv, ct
  })
}

/** The whole ticket of a row. */
export async function openTicket (row) {
  const { wrap } = await device()
  const plain = await subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: text(row.id) }, wrap, row.ct)
  return JSON.parse(new TextDecoder().decode(plain))
}

export const tickets = () => all('tickets')
export const dropTicket = id => inOne('readwrite', ['tickets', 'resume'], at => { at('tickets').delete(id); at('resume').delete(id) })
export const dropResume = id => remove('resume', id)

/** A time-ordered identifier, as the server makes them. */
export function newID () {
  const b = crypto.getRandomValues(new Uint8Array(16))
  const now = Date.now()
  for (let i = 0; i < 6; i++) b[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 255
  b[6] = (b[6] & 0x0f) | 0x70
  b[8] = (b[8] & 0x3f) | 0x80
  const s = Array.from(b, x => x.toString(16).padStart(2, '0')).join('')
  return `${s.slice(0, 8)}-${s.slice(8, 12)}-${s.slice(12, 16)}-${s.slice(16, 20)}-${s.slice(20)}`
}
