// Sealing to a public key so that only its private half, on the server, opens it: HPKE of RFC 9180, mode base, with
// DHKEM(P-256, HKDF-SHA256) 0x0010, HKDF-SHA256 0x0001 and AES-256-GCM 0x0002, by the browser's own WebCrypto.
// e2e/sealing.mjs holds it against the standard's own vectors.
import { join, text } from './bytes.mjs'

const subtle = globalThis.crypto.subtle
const kem = join(text('KEM'), [0, 0x10])
const suite = join(text('HPKE'), [0, 0x10, 0, 1, 0, 2])
const curve = { name: 'ECDH', namedCurve: 'P-256' }
const none = new Uint8Array(0)

const number = n => Uint8Array.of(n >> 8, n & 255)
const raw = key => subtle.exportKey('raw', key).then(b => new Uint8Array(b))

/** HMAC-SHA256, which HKDF is made of. An empty key is one zero byte: WebCrypto takes no key of no length, and HMAC pads with zeros. */
async function mac (key, message) {
  const k = await subtle.importKey('raw', key.length ? key : new Uint8Array(1), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await subtle.sign('HMAC', k, message))
}

const extract = (id, salt, label, secret) => mac(salt, join(text('HPKE-v1'), id, text(label), secret))

/** LabeledExpand for at most 32 bytes: one block of HKDF is enough. */
async function expand (id, key, label, info, length) {
  return (await mac(key, join(number(length), text('HPKE-v1'), id, text(label), info, [1]))).slice(0, length)
}

/** The shared secret, and what the other side needs to come to the same one. */
async function encapsulate (publicKey, pair) {
  const to = await subtle.importKey('raw', publicKey, curve, false, [])
  const point = new Uint8Array(await subtle.deriveBits({ name: 'ECDH', public: to }, pair.privateKey, 256))
  const enc = await raw(pair.publicKey)
  const early = await extract(kem, none, 'eae_prk', point)
  return { enc, secret: await expand(kem, early, 'shared_secret', join(enc, publicKey), 32) }
}

/** Key and nonce for one message to the holder of a public key (65 raw bytes). pair is the sender's, used once. */
export async function schedule (publicKey, info, pair) {
  const { enc, secret } = await encapsulate(publicKey, pair)
  const context = join([0], await extract(suite, none, 'psk_id_hash', none), await extract(suite, none, 'info_hash', info))
  const inner = await extract(suite, secret, 'secret', none)
  return { enc, key: await expand(suite, inner, 'key', context, 32), iv: await expand(suite, inner, 'base_nonce', context, 12) }
}

/** Seals plain text (bytes). Each call has a key pair of its own, so a nonce is never used twice. */
export async function seal (publicKey, info, additionalData, plain) {
  const { enc, key, iv } = await schedule(publicKey, info, await subtle.generateKey(curve, true, ['deriveBits']))
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  return { enc, ct: new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData, tagLength: 128 }, aes, plain)) }
}
