// One-time passwords (RFC 6238: SHA-1, six digits, thirty seconds), as an authenticator app makes them.
import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Decodes base32 without padding. */
function base32 (text) {
  let bits = 0
  let value = 0
  const bytes = []
  for (const letter of text.toUpperCase().replace(/[\s=]/g, '')) {
    const five = alphabet.indexOf(letter)
    if (five < 0) throw new Error('a one-time-password secret is base32')
    value = (value << 5) | five
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >>> bits) & 255)
    }
  }
  return Buffer.from(bytes)
}

/** The code of a thirty-second step. */
export function codeAt (secret, step) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', base32(secret)).update(counter).digest()
  const offset = hash[19] & 15
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1e6).padStart(6, '0')
}

const used = new Map()

/** A code that was not given out before, since a careful server takes each only once; null until the next thirty seconds. */
export function unusedCode (secret) {
  const step = Math.floor(Date.now() / 30000)
  if ((used.get(secret) ?? -1) >= step) return null
  used.set(secret, step)
  return codeAt(secret, step)
}

/** unusedCode that waits for the next when it must. */
export async function freshCode (secret) {
  for (;;) {
    const code = unusedCode(secret)
    if (code) return code
    await pause(30000 - Date.now() % 30000 + 50)
  }
}
