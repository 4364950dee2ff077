// The table that two people sit at: shows one screen of a sitting at a time, keeps its place, and has Pause, Stop and
// help in reach on every one of them. The address and the title never change; the way back is kept in memory.
import { button, details, draw, h } from './dom.mjs'
import { dress, hush } from '../listen.mjs'
import { forStaff, s, staffLanguage, Voice } from './voice.mjs'
import { showPage } from './frame.mjs'
import { opening } from './opening.mjs'
import { asking } from './asking.mjs'
import { ending } from './ending.mjs'

const screens = { ...opening, ...asking, ...ending }
const rest = 700 // milliseconds after the last letter until words are sealed

export class Table {
  #timer = 0

  /** leave shows the list of sittings again. */
  constructor ({ sitting, young, beside, leave, exit }) {
    Object.assign(this, { sitting, young, beside, leave, exit })
    this.at = ['explain', undefined]
    this.take = null // reads what stands in the form of this screen into the sitting
    sitting.changed = () => this.#trouble()
    this.onHide = () => { if (document.hidden) this.keepNow() }
    document.addEventListener('visibilitychange', this.onHide)
    this.onBack = () => { history.pushState(null, ''); this.back?.() }
    history.pushState(null, '') // so that the browser's own way back leads to the last card and not out of the sitting
    addEventListener('popstate', this.onBack)
    this.onClose = event => { if (this.sitting.trouble) event.preventDefault() }
    addEventListener('beforeunload', this.onClose)
  }

  close () {
    clearTimeout(this.#timer)
    document.removeEventListener('visibilitychange', this.onHide)
    removeEventListener('popstate', this.onBack)
    removeEventListener('beforeunload', this.onClose)
    hush()
  }

  get content () { return this.sitting.content }
  get voice () { return new Voice(this.young, this.beside, this.sitting.two) }

  /** Shows a screen. Where a resume key lets the sitting go on, it goes on there. */
  go (name, ...args) {
    clearTimeout(this.#timer)
    hush()
    if (this.sitting.state === 'paused' && name !== 'pause') this.sitting.state = 'going'
    this.at = [name, ...args]
    this.take = null
    this.back = null
    this.sitting.place = this.at
    const view = screens[name](this, ...args)
    this.back = view.back ?? null
    this.show(view)
  }

  /** The same screen again, as after a switch. */
  again () { this.keepNow(); this.go(...this.at) }

  /** Takes what stands in the form and seals it. */
  keepNow () {
    clearTimeout(this.#timer)
    if (!this.take) return this.sitting.save()
    this.take()
    return this.sitting.save()
  }

  /** Seals a change and goes on. */
  then (name, ...args) { this.sitting.save(); this.go(name, ...args) }

  show (view) {
    const v = this.voice
    const main = [
      view.noSign ? null : this.#sign(v),
      h('div', { id: 'trouble', role: 'alert' }),
      h('div', { class: 'sf-talk' },
        view.back ? h('div', { class: 'sf-talk__back' }, h('button', { type: 'button', class: 'govuk-back-link', onclick: view.back, 'data-go': 'card.back' }, v.text('card.back'))) : null,
        view.drawing ? draw(view.drawing, 'large') : null,
        h('h1', { tabindex: '-1', lang: view.forWorker ? staffLanguage() : null, dir: view.forWorker ? 'ltr' : null }, view.title),
        (view.lead ?? []).map(text => h('p', { class: 'govuk-body sf-lead' }, text)),
        view.above ?? [],
        view.form ? this.#form(view, v) : null,
        view.below ?? [],
        this.#foot(view, v))
    ]
    showPage({
      lang: v.lang, dir: v.dir, demo: this.young.demo, controls: this.#controls(view, v), main,
      classes: this.sitting.pictures ? ['sf-pictures-only'] : [], exit: () => this.exit(this), exitWord: v.text('nav.leave')
    })
    this.#trouble()
  }

  /** Without autocomplete, so that no browser keeps what stands in the fields for its next start. */
  #form (view, v) {
    const form = h('form', { novalidate: true, autocomplete: 'off', onsubmit: e => e.preventDefault() }, view.form,
      view.staff ? details([h('span', { lang: staffLanguage(), dir: 'ltr' }, s('conversation.for_worker'))], forStaff(view.staff)) : null,
      h('div', { class: `govuk-button-group${view.stay ? ' sf-talk__stay' : ''}` }, view.buttons ?? []),
      view.more?.length ? h('div', { class: 'govuk-button-group' }, view.more) : null)
    const take = view.take
    if (take) {
      this.take = () => take(form)
      form.addEventListener('change', () => this.keepNow())
      form.addEventListener('input', () => {
        clearTimeout(this.#timer)
        this.#timer = setTimeout(() => this.keepNow(), rest)
      })
    }
    return form
  }

  #sign (v) {
    const { picture, word } = this.sitting.ticket.label ?? {}
    if (!word) return null
    return h('p', { class: 'sf-sign' }, draw(picture, 'small'), h('span', { class: 'govuk-visually-hidden' }, `${v.text('tool.label')}: `),
      h('bdi', { lang: staffLanguage() }, word))
  }

  #controls (view, v) {
    if (view.noStop) return []
    const control = (key, picture, act, cls = '') => h('button', { type: 'button', class: `sf-control ${cls}`, onclick: act, 'data-go': key }, draw(picture, 'small'), h('span', {}, v.text(key)))
    const from = () => { this.keepNow(); return this.resumeAt() }
    return [
      control('pause.button', 'pause', () => { this.sitting.state = 'paused'; this.go('pause', from()) }),
      control('stop.button', 'stop', () => this.go('stop', from())),
      view.noSafe ? null : control('safe.now', 'shield', () => { const at = from(); this.sitting.note('unsafe'); this.go('safe', at) }, 'sf-control--safe')
    ]
  }

  /** Where to go on after a pause: not to another pause. */
  resumeAt () {
    let at = this.at
    while (['pause', 'stop', 'safe', 'elsewhere'].includes(at[0]) && Array.isArray(at[1])) at = at[1]
    return at
  }

  #foot (view, v) {
    if (view.noStop) return null
    const two = this.beside && this.beside.lang !== this.young.lang
    const small = (go, content, act) => h('button', { type: 'button', class: 'sf-linkbutton', onclick: act, 'data-go': go }, content)
    return h('div', { class: 'sf-foot' },
      view.pictures ? small('pictures', v.say(this.sitting.pictures ? 'card.words_again' : 'card.pictures'), () => { this.sitting.pictures = !this.sitting.pictures; this.again() }) : null,
      two ? small('two', v.say(this.sitting.two ? 'tool.one' : 'tool.two'), () => { this.sitting.two = !this.sitting.two; this.again() }) : null,
      this.at[0] === 'elsewhere' ? null : small('elsewhere', h('span', { lang: staffLanguage(), dir: 'ltr' }, s('elsewhere')), () => { this.keepNow(); this.go('elsewhere', this.resumeAt()) }),
      this.young.drafted ? h('p', { class: 'sf-muted' }, v.say('explain.draft')) : null)
  }

  /** Says at once what is not kept, in both languages, and stays until it is. */
  #trouble () {
    const place = document.getElementById('trouble')
    if (!place) return
    const what = this.sitting.trouble
    if (!what) { place.replaceChildren(); return }
    const v = this.voice
    place.replaceChildren(h('div', { class: 'sf-trouble' },
      h('p', { class: 'govuk-body' }, v.say('tool.not_kept')),
      forStaff(h('p', { class: 'govuk-body-s' }, s(what === 'long' ? 'too_long' : 'full')), button(s('try_again'), () => this.keepNow(), { secondary: true }))))
  }

  // --- what screens are made of

  button (key, act, options = {}) { return button(this.voice.say(key), act, { ...options, go: key }) }

  /** Reads texts aloud. texts: [key, text] of the young person's pack. */
  listen (about, texts) {
    const v = this.voice
    const place = h('div', {
      class: 'sf-listen', 'data-listen': '', 'data-voices': this.young.voices.join(' '), 'data-listen-label': v.text('card.listen'),
      'data-listen-stop': v.text('listen.stop'), 'data-listen-person': v.text('listen.person'), 'data-listen-device': v.text('listen.device'),
      'data-listen-none': v.text('listen.none'), 'data-listen-about': about ? v.text(about) : null
    }, h('span', { hidden: true }, texts.filter(([, text]) => text).map(([key, text]) =>
      h('span', { 'data-say': '', lang: v.lang, 'data-sound': this.young.sounds[key] ?? null }, text))))
    dress(place)
    return place
  }

  /** What the young person sees of a topic: { code, own, name, plain, picture, card }. */
  topic (code) {
    const own = this.content.topics.find(t => t.id === code)
    const v = this.voice
    if (own) return { code, own: true, name: v.words(own.name), plain: own.name.text, picture: 'something-else', card: this.young.else }
    const card = v.card(code) ?? { name: code, picture: '' }
    return { code, own: false, name: v.of(pack => v.card(code, pack)?.name ?? ''), plain: card.name, picture: card.picture, card }
  }

  /** A way onward by name and argument. */
  onward ([name, ...args]) { this.then(name, ...args) }
}
