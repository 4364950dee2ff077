// Making a device ready: the tool's own pages, wording, pictures, letters and voices into the cache, spare tickets into
// the store. At the end it looks whether all of it is there, and only then says so.
import { device, dropTicket, keepTicket, tickets } from './device.mjs'
import { all } from './store.mjs'

const packs = 'tool-packs'

export const packURL = (edition, language, nation) =>
  `/tool/pack/${encodeURIComponent(edition)}/${encodeURIComponent(language)}.json?nation=${encodeURIComponent(nation || 'england')}`

/** Reads what the cache or the network has. */
export async function read (url, { fresh = false } = {}) {
  if (!fresh && globalThis.caches) {
    const have = await caches.match(url)
    if (have) return have
  }
  const answer = await fetch(url, { credentials: 'same-origin', cache: fresh ? 'reload' : 'default' })
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return answer
}

async function fetchInto (cache, url) {
  const answer = await read(url, { fresh: true })
  if (answer.redirected) throw new Error(`${url} leads elsewhere`) // to the page of signing in
  await cache.put(url, answer.clone())
  return answer
}

/** Starts the service worker and waits until it has kept the tool's own pages. */
export async function startWorker () {
  const registration = await navigator.serviceWorker.register('/tool/sw.js', { scope: '/tool/' })
  await new Promise((resolve, reject) => {
    const worker = registration.installing ?? registration.waiting ?? registration.active
    const look = () => {
      if (registration.active || worker.state === 'activated') resolve()
      else if (worker.state === 'redundant') reject(new Error('the service worker could not be installed'))
    }
    worker.addEventListener('statechange', look)
    look()
  })
  return registration
}

/** Keeps the packs of these languages, and what they stand on. Gives the addresses that must be there. */
export async function keepPacks (edition, nation, languages) {
  const cache = await caches.open(packs)
  const urls = []
  for (const lang of new Set(languages)) {
    const url = packURL(edition, lang, nation)
    const pack = await (await fetchInto(cache, url)).json()
    urls.push(url)
    for (const font of pack.fonts) {
      if (!await cache.match(font)) await fetchInto(cache, font)
      urls.push(font)
    }
    for (const sound of new Set(Object.values(pack.sounds))) {
      if (!await cache.match(sound)) await fetchInto(cache, sound).catch(() => {}) // a voice less is no reason to stay home
    }
  }
  return urls
}

/** Whether everything of a list lies in some cache, and the tool's own pages too. */
export async function allThere (urls) {
  for (const url of ['/tool/', '/tool/words.json', '/tool/pictures.svg', ...urls]) if (!await caches.match(url)) return false
  return true
}

/** Asks the browser to keep what is here until somebody clears it. */
export async function persist () {
  if (!navigator.storage?.persist) return false
  return await navigator.storage.persisted() || navigator.storage.persist()
}

/** Makes ready for a sitting that is taken out for somebody. */
export async function prepareFor (ticket) {
  await startWorker()
  const urls = await keepPacks(ticket.edition, ticket.nation, [ticket.language, ticket.staff || 'en'].filter(Boolean))
  return allThere(urls)
}

/**
 * Makes ready for a meeting nobody planned: spare tickets, and the cards in every language that is ready. Gives what
 * came of it: 'ready', 'sign_in', 'no_edition' or 'missing'.
 */
export async function prepareSpare (staff) {
  await startWorker()
  const cache = await caches.open(packs)
  const answer = await read('/tool/packs', { fresh: true }).catch(() => null)
  if (!answer) return 'missing'
  if (answer.redirected) return 'sign_in'
  await cache.put('/tool/packs', answer.clone())
  const list = await answer.json()
  if (!list.edition) return 'no_edition'
  const got = await topUp()
  if (got !== 'ready') return got
  const languages = list.languages.filter(l => l.ready).map(l => l.tag)
  const urls = await keepPacks(list.edition, list.nation, [...languages, 'en', staff])
  return await allThere(['/tool/packs', ...urls]) ? 'ready' : 'missing'
}

/** Asks for spare tickets, up to ten, and for new ones in the place of those that grow old. */
export async function topUp () {
  const { spki } = await device()
  const held = new Set((await all('outbox')).map(r => r.ticket))
  const have = (await tickets()).filter(t => !t.assigned && !held.has(t.id)).map(t => t.id)
  let answer
  try {
    answer = await fetch('/tool/tickets', {
      method: 'POST', headers: { 'content-type': 'application/json' }, credentials: 'same-origin', body: JSON.stringify({ v: 1, device: spki, have })
    })
  } catch {
    return 'missing'
  }
  if (answer.status === 401 || answer.redirected) return 'sign_in'
  if (!answer.ok) return 'missing'
  const got = await answer.json()
  for (const ticket of got.tickets ?? []) await keepTicket({ ...ticket, now: ticket.now ?? got.now })
  for (const id of got.withdrawn ?? []) if (!held.has(id)) await dropTicket(id)
  return 'ready'
}
