// One envelope holds the whole sitting as it is after the latest answer, sealed to the server's public key and signed by
// this device. docs/envelope.md is its description; only the server opens one.
import { base64, join, text, unbase64 } from './bytes.mjs'
import { seal } from './hpke.mjs'
import { newID } from './device.mjs'

const info = text('stablefutures envelope 1')
export const most = 512 * 1024 // bytes of a document

/** The text of a document, filled up with spaces so that its length says little. */
export function padded (document) {
  const bytes = text(JSON.stringify(document))
  if (bytes.length > most) throw new RangeError('the sitting is too long for one envelope')
  const whole = new Uint8Array(Math.max(1024, Math.ceil(bytes.length / 1024) * 1024)).fill(0x20)
  whole.set(bytes)
  return whole
}

/** Seals and signs. key is the ticket's { id, public }; pair the device's own. */
export async function makeEnvelope ({ ticket, key, pair, seq, last, document }) {
  const e = { v: 1, ticket, id: newID(), seq, at: new Date().toISOString(), last, key: key.id }
  const head = text(`stablefutures envelope 1\n${ticket}\n${e.id}\n${seq}\n${e.at}\n${last ? 1 : 0}\n${key.id}`)
  const { enc, ct } = await seal(unbase64(key.public), info, head, padded(document))
  e.enc = base64(enc)
  e.ct = base64(ct)
  const signed = join(head, text(`\n${e.enc}\n${e.ct}`))
  e.sig = base64(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, signed))
  return e
}
