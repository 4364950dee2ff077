// One sitting that goes on. Everything said lives in this object, in memory, and nowhere else that could be read: after
// each change the whole of it is sealed to the server and laid in the place of what was laid there before.
import { device, newID } from './device.mjs'
import { makeEnvelope } from './envelope.mjs'
import { lockAway } from './resume.mjs'
import { inOne } from './store.mjs'
import { complete, newContent } from './content.mjs'

export class Sitting {
  #sealing = null; #again = false; #device

  /** ticket as the server gave it; running is what a resume copy held. */
  constructor ({ ticket, resume = null, running = null }) {
    this.ticket = ticket
    this.resume = resume
    this.seq = running?.seq ?? 0
    this.place = running?.place ?? null
    this.began = running?.began ?? new Date().toISOString()
    this.setup = running?.setup ?? structuredClone(ticket.setup ?? {})
    this.content = running?.content ?? newContent(this.setup.language ?? '')
    this.promises = running?.promises ?? []
    this.elsewhere = running?.elsewhere ?? []
    this.unsafe = running?.unsafe ?? []
    this.two = running?.two ?? false
    this.pictures = running?.pictures ?? false
    this.shown = running?.shown ?? { language: '', pack: '', staff: '' }
    this.readBack = false
    this.state = 'going'
    this.keep = true
    this.ended = ''
    /** What went wrong with the last laying down: '', 'full', 'long'. */
    this.trouble = ''
    this.changed = () => {}
  }

  /** The document of the sitting as it is now (docs/schemas/offline-sitting-1.json). */
  document () {
    const kept = this.keep
    const { place, ...said } = this.content
    return {
      v: 1, sitting: this.ticket.sitting, contribution: this.ticket.contribution, edition: this.ticket.edition, setup: this.setup,
      content: kept ? said : newContent(this.content.language), state: this.state, keep: kept, read_back: kept && this.readBack,
      began_at: this.began, ended_at: this.ended, shown: this.shown, promises: kept ? this.promises : [],
      elsewhere: this.elsewhere, unsafe: this.unsafe
    }
  }

  get complete () { return complete(this.content) }

  /**
   * Lays down what stands now. Called after every change; while one is being sealed the next waits, and only the latest
   * counts. Resolves when what stood at the call is kept, or when it is clear that it could not be: see trouble.
   */
  save () {
    if (this.#sealing) { this.#again = true; return this.#sealing }
    this.#sealing = (async () => {
      do { this.#again = false; await this.#layDown() } while (this.#again)
    })().finally(() => { this.#sealing = null })
    return this.#sealing
  }

  async #layDown () {
    const before = this.trouble
    try {
      this.#device ??= await device()
      const last = this.state === 'finished' || this.state === 'stopped'
      const envelope = await makeEnvelope({
        ticket: this.ticket.id, key: this.ticket.key, pair: this.#device.pair, seq: ++this.seq, last, document: this.document()
      })
      const row = {
        ticket: this.ticket.id, label: this.ticket.label, token: this.ticket.token, spki: this.#device.spki, envelope, last,
        at: this.began, expires: this.ticket.expires, state: 'waiting'
      }
      const copy = this.resume && !last ? await lockAway(this.resume, this.ticket.id, this.#running()) : null
      await inOne('readwrite', ['outbox', 'tickets', 'resume'], at => {
        at('outbox').put(row)
        if (copy) at('resume').put(copy)
        if (last) { at('tickets').delete(this.ticket.id); at('resume').delete(this.ticket.id) }
      })
      this.trouble = ''
    } catch (err) {
      this.trouble = err instanceof RangeError ? 'long' : 'full'
    }
    if (this.trouble !== before) this.changed()
  }

  #running () {
    const { seq, place, began, setup, content, promises, elsewhere, unsafe, two, pictures, shown } = this
    return { ticket: this.ticket, seq, place, began, setup, content, promises, elsewhere, unsafe, two, pictures, shown }
  }

  /** Ends it. Gives whether its end is kept. */
  async end (state, keep = true) {
    this.state = state
    this.keep = keep
    this.ended = new Date().toISOString()
    if (!keep) this.readBack = false
    await this.save()
    return this.trouble === ''
  }

  note (list, extra = {}) { this[list].push({ id: newID(), at: new Date().toISOString(), ...extra }); return this.save() }
}

/**
 * Holds a sitting in this window alone; false when another window has it. Gives a function that lets go of it. Browsers
 * without locks ask the other windows by a channel.
 */
export async function hold (id) {
  const name = `tool-sitting-${id}`
  if (navigator.locks) {
    return new Promise(resolve => {
      navigator.locks.request(name, { ifAvailable: true }, lock => {
        if (!lock) { resolve(false); return }
        return new Promise(release => resolve(release))
      }).catch(() => resolve(false))
    })
  }
  const channel = new BroadcastChannel(name)
  const taken = await new Promise(resolve => {
    channel.onmessage = () => resolve(true)
    channel.postMessage('anybody?')
    setTimeout(() => resolve(false), 300)
  })
  if (taken) { channel.close(); return false }
  channel.onmessage = () => channel.postMessage('here')
  return () => channel.close()
}

/** Whether some window holds a sitting now. */
export async function isHeld (id) {
  const release = await hold(id)
  if (release) release()
  return !release
}
