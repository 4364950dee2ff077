// A key with which a sitting that broke off can go on, on this device: the device's own lock where it gives one (WebAuthn
// with its PRF extension), else a passphrase. Only the person at the device can make it again; it is never kept.
import { text } from './bytes.mjs'

const subtle = globalThis.crypto.subtle
const iterations = 600000
export const shortest = 8

export const lockThere = async () => Boolean(window.PublicKeyCredential &&
  await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable?.().catch(() => false))

const random = n => crypto.getRandomValues(new Uint8Array(n))

async function fromPassphrase (words, salt, rounds) {
  const material = await subtle.importKey('raw', text(words.normalize('NFC')), 'PBKDF2', false, ['deriveKey'])
  return subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

async function fromLock (credential, salt) {
  const got = await navigator.credentials.get({
    publicKey: {
      challenge: random(32), userVerification: 'required', allowCredentials: [{ type: 'public-key', id: credential }],
      extensions: { prf: { eval: { first: salt } } }
    }
  })
  const secret = got.getClientExtensionResults().prf?.results?.first
  if (!secret) throw new Error('the lock gives no key')
  const material = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  return subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: text('resume') }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** A new key from a passphrase: { kind, salt, iterations, key }. */
export async function withPassphrase (words) {
  const salt = random(16)
  return { kind: 'pass', salt, iterations, key: await fromPassphrase(words, salt, iterations) }
}

/** A new key from the device's own lock. It makes a credential for this sitting alone, which names nobody. */
export async function withLock () {
  const salt = random(32)
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: random(32), rp: { name: 'Cards' }, user: { id: random(16), name: 'Cards', displayName: 'Cards' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }, { type: 'public-key', alg: -257 }],
      authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required', residentKey: 'discouraged' },
      extensions: { prf: {} }
    }
  })
  if (!made.getClientExtensionResults().prf?.enabled) throw new Error('the lock gives no key')
  return { kind: 'lock', salt, credential: made.rawId, key: await fromLock(made.rawId, salt) }
}

/** The row to keep beside a snapshot. */
export async function lockAway (resume, ticket, running) {
  const iv = random(12)
  const ct = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: text(ticket) }, resume.key, text(JSON.stringify(running)))
  const { key, ...row } = resume
  return { ...row, ticket, iv, ct }
}

/** Opens a kept row with a passphrase, or with the device's lock. Gives { running, resume }; fails where the key is another. */
export async function unlock (row, words) {
  const key = row.kind === 'pass' ? await fromPassphrase(words, row.salt, row.iterations) : await fromLock(row.credential, row.salt)
  const plain = await subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: text(row.ticket) }, key, row.ct)
  const { iv, ct, ticket, ...resume } = row
  return { running: JSON.parse(new TextDecoder().decode(plain)), resume: { ...resume, key } }
}
