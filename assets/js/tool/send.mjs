// Sends what waits. Sending twice is harmless, so nothing is remembered but what the server said; a row goes only when
// the server says it has it, and only that very envelope, since a later one may have been laid in its place meanwhile.
import { all, inOne } from './store.mjs'
import { isHeld } from './sitting.mjs'

const atOnce = 200
const largest = 7 << 20 // bytes of a body, below the server's limit
const here = ['taken_in', 'waiting', 'quarantined', 'already']

/**
 * What waits to be sent: not of a sitting that goes on in some window, nor one that could still go on with its key, for as
 * long as its ticket lives; after that it is better with the service than nowhere.
 */
export async function waiting () {
  const [rows, resumes] = [await all('outbox'), new Set((await all('resume')).map(r => r.ticket))]
  const list = []
  for (const row of rows) {
    if (!row.last && (resumes.has(row.ticket) && Date.now() < Date.parse(row.expires) || await isHeld(row.ticket))) continue
    list.push(row)
  }
  return list
}

/** Asks the server who is signed in; null where no server answers. */
export async function askState () {
  try {
    const answer = await fetch('/tool/state', { cache: 'no-store', credentials: 'same-origin' })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

/** Sends all that waits. Gives { reached, results: Map of ticket to { state, reason, message } }. */
export async function sendAll () {
  const rows = await waiting()
  const results = new Map()
  let reached = true
  const groups = new Map() // a device that lost its storage has had more than one key
  for (const row of rows) groups.set(row.spki, [...groups.get(row.spki) ?? [], row])
  for (const [spki, group] of groups) {
    for (const some of portions(group)) {
      const answer = await post(spki, some)
      if (!answer) { reached = false; continue }
      for (const result of answer.results) await settle(some, result, results)
    }
  }
  return { reached, results, tried: rows.length }
}

function portions (rows) {
  const list = [[]]
  let size = 0
  for (const row of rows) {
    const n = JSON.stringify(row.envelope).length + row.token.length + 50
    if (list.at(-1).length >= atOnce || size + n > largest) { list.push([]); size = 0 }
    list.at(-1).push(row)
    size += n
  }
  return list
}

async function post (device, rows) {
  try {
    const answer = await fetch('/tool/arrivals', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify({ v: 1, now: new Date().toISOString(), device, envelopes: rows.map(r => ({ token: r.token, envelope: r.envelope })) })
    })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

async function settle (rows, result, results) {
  const row = rows.find(r => r.envelope.id === result.id)
  if (!row) return
  results.set(row.ticket, result)
  await inOne('readwrite', ['outbox', 'tickets', 'resume'], at => {
    const asked = at('outbox').get(row.ticket)
    asked.onsuccess = () => {
      const now = asked.result
      if (!now || now.envelope.id !== result.id) return // a later one lies there
      if (here.includes(result.state)) {
        at('outbox').delete(row.ticket)
        at('tickets').delete(row.ticket) // its sitting has been held
        at('resume').delete(row.ticket)
      } else at('outbox').put({ ...now, state: result.state, reason: result.reason ?? '' })
    }
  })
}
