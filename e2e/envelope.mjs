#!/usr/bin/env node
// A second implementation of docs/envelope.md, from that page alone and with Node's own crypto: nothing here is shared
// with the practice tool (WebCrypto) or with the server (Go). It reads {private, spki, envelope} from its input, checks
// the signature, opens the envelope and writes the document without its blanks; with anything wrong it ends with 1.
import { createDecipheriv, createECDH, createHash, createHmac, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const { private: secret, spki, envelope: e } = JSON.parse(readFileSync(0, 'utf8'))
const bytes = text => Buffer.from(text, 'base64url')
const two = n => Buffer.from([n >> 8, n & 255])
const hmac = (key, data) => createHmac('sha256', key).update(data).digest()

const info = Buffer.from('stablefutures envelope 1')
const head = Buffer.from(['stablefutures envelope 1', e.ticket, e.id, e.seq, e.at, e.last ? 1 : 0, e.key].join('\n'))

try {
  const device = createPublicKey({ key: bytes(spki), format: 'der', type: 'spki' })
  const signed = Buffer.concat([head, Buffer.from(`\n${e.enc}\n${e.ct}`)])
  if (!verify('sha256', signed, { key: device, dsaEncoding: 'ieee-p1363' }, bytes(e.sig))) throw new Error('not signed by this device')
  process.stdout.write(open(Buffer.from(secret, 'hex'), bytes(e.enc), bytes(e.ct)).toString('utf8').replace(/ +$/, ''))
} catch (err) {
  console.error(err.message)
  process.exitCode = 1
}

function open (sk, enc, ct) {
  const ours = createECDH('prime256v1')
  ours.setPrivateKey(sk)
  const pk = ours.getPublicKey() // uncompressed
  if (createHash('sha256').update(pk).digest('hex').slice(0, 16) !== e.key) throw new Error('sealed to another key')
  const kem = Buffer.concat([Buffer.from('KEM'), two(0x10)])
  const suite = Buffer.concat([Buffer.from('HPKE'), two(0x10), two(1), two(2)])
  const shared = expand(kem, extract(kem, '', 'eae_prk', ours.computeSecret(enc)), 'shared_secret', Buffer.concat([enc, pk]), 32)
  const none = Buffer.alloc(0)
  const context = Buffer.concat([Buffer.from([0]), extract(suite, '', 'psk_id_hash', none), extract(suite, '', 'info_hash', info)])
  const prk = extract(suite, shared, 'secret', none)
  const gcm = createDecipheriv('aes-256-gcm', expand(suite, prk, 'key', context, 32), expand(suite, prk, 'base_nonce', context, 12))
  gcm.setAAD(head)
  gcm.setAuthTag(ct.subarray(ct.length - 16))
  return Buffer.concat([gcm.update(ct.subarray(0, ct.length - 16)), gcm.final()])
}

function extract (suite, salt, label, ikm) {
  return hmac(salt.length ? salt : Buffer.alloc(32), Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label), ikm]))
}

function expand (suite, prk, label, data, length) {
  const labelled = Buffer.concat([two(length), Buffer.from('HPKE-v1'), suite, Buffer.from(label), data])
  let out = Buffer.alloc(0)
  for (let last = out, n = 1; out.length < length; n++) {
    last = hmac(prk, Buffer.concat([last, labelled, Buffer.from([n])]))
    out = Buffer.concat([out, last])
  }
  return out.subarray(0, length)
}
