// The service worker: answers for the tool's own pages from what was kept, so that they open where no network is.
// It keeps wording and pictures, and nothing that anybody said. self.shell = { version, files } is written before it.
const shell = `tool-shell-${self.shell.version}`
const packs = 'tool-packs'

self.addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(shell)
  await Promise.all(self.shell.files.map(async file => {
    const answer = await fetch(file, { cache: 'no-cache', credentials: 'same-origin' })
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`)
    await cache.put(file, answer)
  }))
})()))

self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('tool-shell-') && name !== shell) await caches.delete(name)
  await self.clients.claim()
})()))

self.addEventListener('fetch', event => {
  const at = new URL(event.request.url)
  if (event.request.method !== 'GET' || at.origin !== self.location.origin) return
  if (event.request.cache === 'reload' && !event.request.destination) return // a script asks for it anew, to keep it
  if (self.shell.files.includes(at.pathname)) event.respondWith(kept(shell, at.pathname, event.request))
  else if (/^\/(tool\/packs?\b|translations\/voice\/|static\/fonts\/)/.test(at.pathname)) {
    event.respondWith(kept(packs, at.pathname + at.search, event.request))
  }
})

async function kept (name, key, request) {
  const cache = await caches.open(name)
  const have = await cache.match(key)
  if (!have) return fetch(request)
  return request.headers.has('range') ? part(have, request.headers.get('range')) : have
}

/** A player asks for a piece of a recording; some will not play the whole when they asked for a part. */
async function part (whole, range) {
  const bytes = await whole.arrayBuffer()
  const [, from, to] = /bytes=(\d+)-(\d*)/.exec(range) ?? [0, '0', '']
  const end = to ? Math.min(Number(to), bytes.byteLength - 1) : bytes.byteLength - 1
  return new Response(bytes.slice(Number(from), end + 1), {
    status: 206,
    headers: {
      'content-type': whole.headers.get('content-type') ?? 'application/octet-stream',
      'content-range': `bytes ${from}-${end}/${bytes.byteLength}`,
      'accept-ranges': 'bytes'
    }
  })
}
