// Who is spoken to in which language. The young person's texts come from a pack of wording, the worker's from the
// service's own texts. Where both languages are shown, the worker's stands under the young person's, smaller.
import { h } from './dom.mjs'

let words = { staff: { en: {} }, young: [], languages: [] }

export const takeWords = all => { words = all }
export const youngLanguages = () => words.young
export const allLanguages = () => words.languages
export const dirOf = tag => [...words.languages, ...words.young].find(l => l.tag === tag || l.stored === tag)?.dir ?? 'auto'

const fill = (text, slots) => text.replace(/\{(\w+)\}/g, (whole, name) => slots[name] ?? whole)

/** The staff's language of this device: what the page came in, unless a ticket says another. */
let staff = document.documentElement.lang in { cy: 1 } ? 'cy' : 'en'
export const staffLanguage = () => staff
export function speakStaff (tag) { if (words.staff[tag]) staff = tag }

/** A text of the staff's. Keys of the tool need no prefix. */
export function s (key, slots = {}) {
  const texts = words.staff[staff] ?? {}
  return fill(texts[key.includes('.') ? key : `tool.${key}`] ?? key, slots)
}

/** A day, written out in the staff's language. */
export function dayOf (when) {
  const d = new Date(when)
  return Number.isNaN(d.getTime()) ? '' : new Intl.DateTimeFormat(staff === 'cy' ? 'cy' : 'en-GB', { dateStyle: 'long' }).format(d)
}

/** A moment, with its time of day. */
export function momentOf (when) {
  const d = new Date(when)
  return Number.isNaN(d.getTime()) ? '' : new Intl.DateTimeFormat(staff === 'cy' ? 'cy' : 'en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(d)
}

/** A passage in the staff's language inside a young person's page. */
export const forStaff = (...content) => h('div', { class: 'sf-staffnote', lang: staff, dir: 'ltr' }, content)

export class Voice {
  /** young: the pack the cards are in; beside: the pack of the worker's language, or null. */
  constructor (young, beside, two) {
    this.young = young
    this.beside = beside && beside.lang !== young.lang ? beside : null
    this.two = Boolean(two && this.beside)
  }

  get lang () { return this.young.lang }
  get dir () { return this.young.dir }

  #in (pack, key, slots) {
    const guarded = pack.guard.keys?.includes(key)
    return { text: fill(pack.ui[key] ?? key, slots), lang: guarded ? pack.guard.lang : pack.lang, dir: guarded ? pack.guard.dir : pack.dir }
  }

  /** The bare text of a screen. */
  text (key, slots = {}) { return this.#in(this.young, key, slots).text }

  /** A screen text, marked with its own language where that is another, and the worker's under it where both are shown. */
  say (key, slots = {}) {
    const a = this.#in(this.young, key, slots)
    const b = this.two ? this.#in(this.beside, key, slots) : null
    return this.pair(a, b)
  }

  /** Who can change something. On paper a name may be written after "A person:"; here nothing follows it. */
  changer (who, pack = this.young) { return (pack.ui[`change.${who}`] ?? who).replace('{who}', '').replace(/[\s:፦]+$/u, '') }
  sayChanger (who) { return this.of(pack => this.changer(who, pack)) }

  /** A sentence that somebody typed: on a page that runs right to left so does it, though it may begin with a Latin name. */
  sentence (text) {
    const theirs = this.dir === 'rtl' && /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u.test(text)
    return h('bdi', theirs ? { lang: this.lang, dir: 'rtl' } : {}, text)
  }

  /** Two wordings of one thing. */
  pair (a, b) {
    const first = a.lang === this.young.lang ? a.text : h('span', { lang: a.lang, dir: a.dir }, a.text)
    if (!b || !b.text || b.text === a.text) return [first]
    return [h('span', {}, first), h('span', { class: 'sf-beside', lang: b.lang, dir: b.dir }, b.text)]
  }

  /** Something that the packs say in data: pick takes it out of a pack. */
  of (pick, guarded = false) {
    const at = pack => ({ text: pick(pack), lang: guarded ? pack.guard.lang : pack.lang, dir: guarded ? pack.guard.dir : pack.dir })
    return this.pair(at(this.young), this.two ? at(this.beside) : null)
  }

  /** Somebody's own words, in their own language and direction. */
  words (w) { return h('bdi', { lang: w.language || null, dir: w.language ? dirOf(w.language) : 'auto' }, w.text) }

  card (code, pack = this.young) {
    for (const g of pack.groups) for (const c of g.cards) if (c.code === code) return c
    return null
  }

  choice (key, pack = this.young) { return [...pack.anchors, ...pack.answers].find(c => c.key === key) }
}
