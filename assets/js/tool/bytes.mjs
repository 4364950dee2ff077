// Bytes, and the letters they travel as: base64url without padding (RFC 4648, section 5).
export const text = value => new TextEncoder().encode(value)

export function base64 (bytes) {
  let s = ''
  const all = new Uint8Array(bytes)
  for (let at = 0; at < all.length; at += 0x8000) s += String.fromCharCode(...all.subarray(at, at + 0x8000))
  return btoa(s).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export const unbase64 = letters => Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))

export function join (...parts) {
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) { whole.set(p, at); at += p.length }
  return whole
}

export const same = (a, b) => a.length === b.length && a.every((v, i) => v === b[i])
