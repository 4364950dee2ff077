// Holds the tool's sealing against RFC 9180: the vectors of mode base, P-256, HKDF-SHA256, AES-256-GCM, as the standard's
// authors publish them. The thousand encryptions of that vector are summed up in the way Go's crypto/hpke sums them.
import { createHash } from 'node:crypto'
import { schedule } from '../assets/js/tool/hpke.mjs'
import { base64, join, text, unbase64 } from '../assets/js/tool/bytes.mjs'

const { subtle } = globalThis.crypto
const hex = s => Uint8Array.from(s.match(/../g), b => parseInt(b, 16))
const vector = {
  info: '4f6465206f6e2061204772656369616e2055726e',
  ikmE: 'a90d3417c3da9cb6c6ae19b4b5dd6cc9529a4cc24efb7ae0ace1f31887a8cd6c',
  pkRm: '04abc7e49a4c6b3566d77d0304addc6ed0e98512ffccf505e6a8e3eb25c685136f853148544876de76c0f2ef99cdc3a05ccf5ded7860c7c021238f9e2073d2356c',
  enc: '04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f03e0b21bd31a86c6048af3cb2d98e0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0',
  encryptions: '8d3263541fc1695b6e88ff3a1208577c'
}

/** The sender's pair of the vector (RFC 9180, section 7.1.3), whose public half the vector gives as enc. */
async function pairOf (ikm, enc) {
  const id = join(text('KEM'), [0, 0x10])
  const mac = async (key, message) => {
    const k = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    return new Uint8Array(await subtle.sign('HMAC', k, message))
  }
  const prk = await mac(new Uint8Array(1), join(text('HPKE-v1'), id, text('dkp_prk'), ikm))
  const d = await mac(prk, join([0, 32], text('HPKE-v1'), id, text('candidate'), [0], [1]))
  const jwk = { kty: 'EC', crv: 'P-256', d: base64(d), x: base64(enc.slice(1, 33)), y: base64(enc.slice(33)) }
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  return { privateKey: await subtle.importKey('jwk', jwk, curve, true, ['deriveBits']), publicKey: await subtle.importKey('raw', enc, curve, true, []) }
}

export async function sealingTest (report) {
  report.check(unbase64(base64(Uint8Array.of(251, 255, 0))).join() === '251,255,0', 'base64url there and back')
  const pair = await pairOf(hex(vector.ikmE), hex(vector.enc))
  const { enc, key, iv } = await schedule(hex(vector.pkRm), hex(vector.info), pair)
  report.check(base64(enc) === base64(hex(vector.enc)), 'RFC 9180: the encapsulated key is the vector’s')
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  const source = createHash('shake128', { outputLength: 1 << 20 }).digest()
  let at = 0
  const draw = () => { const n = source[at]; const b = source.subarray(at + 1, at + 1 + n); at += 1 + n; return b }
  const sum = createHash('shake128', { outputLength: 16 })
  for (let n = 0; n < 1000; n++) {
    const nonce = iv.slice()
    nonce[10] ^= n >> 8
    nonce[11] ^= n & 255
    const additionalData = draw()
    sum.update(new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, aes, draw())))
  }
  const have = sum.digest('hex')
  report.check(have === vector.encryptions, 'RFC 9180: a thousand encryptions are the vector’s', have)
}
