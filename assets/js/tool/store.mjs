// What a device keeps (IndexedDB, database "tool"). Nothing in it says a word of what anybody said: envelopes are sealed
// to the server's key, which no device holds; a ticket's own data lies under a key of this browser that no script can
// read out; a resume copy lies under a key that only the person at the device can make.
//
//   device   one row "this": the device's signing pair and the key over its tickets
//   tickets  { id, label, assigned, issued, expires, skew, iv, ct }
//   outbox   { ticket, label, envelope, token, spki, last, at, state }
//   resume   { ticket, kind, salt, iterations | credential, iv, ct }
const name = 'tool'
const stores = { device: 'id', tickets: 'id', outbox: 'ticket', resume: 'ticket' }

let opened = null

/** Opens the database, again where the browser has closed it under us (which it does when it clears storage). */
function open () {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1)
    asked.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(stores)) {
        if (!asked.result.objectStoreNames.contains(store)) asked.result.createObjectStore(store, { keyPath })
      }
    }
    asked.onerror = () => reject(asked.error)
    asked.onblocked = () => reject(new DOMException('blocked', 'AbortError'))
    asked.onsuccess = () => {
      const db = asked.result
      db.onversionchange = () => { db.close(); opened = null }
      db.onclose = () => { opened = null }
      resolve(db)
    }
  }).catch(err => { opened = null; throw err })
  return opened
}

/**
 * Does all of work in one transaction and waits until it is on the disk, where the browser can say so. work gets a
 * function from a store's name to the store, and gives a request or nothing.
 */
export async function inOne (mode, names, work) {
  const db = await open()
  let t
  try {
    t = db.transaction(names, mode, { durability: 'strict' })
  } catch (err) {
    opened = null // the connection was closed while nobody looked
    if (err.name !== 'InvalidStateError') throw err
    t = (await open()).transaction(names, mode, { durability: 'strict' })
  }
  return new Promise((resolve, reject) => {
    let asked
    t.oncomplete = () => resolve(asked?.result)
    t.onerror = t.onabort = () => reject(t.error ?? asked?.error ?? new DOMException('aborted', 'AbortError'))
    try {
      asked = work(store => t.objectStore(store))
    } catch (err) {
      t.abort()
      reject(err)
    }
  })
}

export const get = (store, key) => inOne('readonly', [store], at => at(store).get(key))
export const all = store => inOne('readonly', [store], at => at(store).getAll())
export const put = (store, row) => inOne('readwrite', [store], at => { at(store).put(row) })
export const remove = (store, key) => inOne('readwrite', [store], at => { at(store).delete(key) })

/** Empties everything. */
export async function wipe () {
  await inOne('readwrite', Object.keys(stores), at => { for (const s of Object.keys(stores)) at(s).clear() })
  for (const key of await caches.keys()) if (key.startsWith('tool-')) await caches.delete(key)
}
