// Reading back, promises, and the ways to end, each of them a good one.
import { button, checkbox, details, draw, field, h, p, radios, sayWrong } from './dom.mjs'
import { forStaff, s, staffLanguage, dayOf } from './voice.mjs'
import { newID } from './device.mjs'
import { complete, takeOut, topicOf, touched } from './content.mjs'
import { quote } from './asking.mjs'
import { stopped } from './opening.mjs'

/** Everything read back, piece by piece, each with the way to take it out. Only then is it said to be read back. */
function check (t) {
  const v = t.voice
  const c = t.content
  const parts = touched(c).map(code => {
    const top = t.topic(code)
    const list = pieces(t, code, top)
    if (!list.length) return null
    return section(top.name, list, t.button('check.change', () => t.go('card', code), { secondary: true }))
  }).filter(Boolean)
  if (c.matters.length) {
    parts.push(section(v.say('matters.title'), c.matters.map(code => { const top = t.topic(code); return piece(t, 'matters', code, top.plain, said(top.picture, top.name)) })))
  }
  const { readers, interpreter } = t.sitting.setup
  const finish = () => {
    t.keepNow()
    t.sitting.readBack = complete(c)
    t.then('promises')
  }
  return {
    drawing: 'listening',
    title: v.say('check.title'),
    lead: [v.say(parts.length ? 'check.hint' : 'mine.nothing_yet')],
    back: () => t.go('topics'),
    above: [parts, complete(c) ? section(v.say('check.kept'), [h('p', { class: 'govuk-body' }, v.say('check.left_out'))]) : null, readers ? section(v.say('check.readers'), [h('div', { class: 'govuk-inset-text' }, v.sentence(readers))]) : null],
    form: [interpreter?.used === 'yes'
      ? radios('quality', v.say('interpreter.after'), interpreter.quality, [['ok', v.say('nav.yes')], ['other', v.say('interpreter.other')]], { inline: true, hint: v.say('interpreter.ok') })
      : null],
    take: form => { const q = form.elements.quality?.value; if (q) interpreter.quality = q },
    staff: [p(s('conversation.check_staff'), 'govuk-body-s')],
    buttons: [t.button(complete(c) ? 'check.right' : 'end.finish', finish), t.button('topics.choose_other', () => { t.keepNow(); t.go('topics') }, { secondary: true })]
  }
}

const section = (title, list, more) => h('section', { class: 'sf-part' }, h('h2', { class: 'govuk-heading-m' }, title), list, more ?? null)
const said = (picture, ...word) => h('p', { class: 'govuk-body sf-said' }, draw(picture, 'small'), h('strong', {}, word))

function pieces (t, code, top) {
  const v = t.voice
  const c = t.content
  const a = c.answers[code]
  const own = topicOf(c, code)
  const list = []
  if (own) list.push(piece(t, 'topic', code, top.plain, quote(t, own.name)))
  const choice = a?.choice ? v.choice(a.choice) : null
  if (choice) list.push(piece(t, 'choice', code, top.plain, said(choice.picture, v.of(k => v.choice(a.choice, k).word))))
  const words = quote(t, a?.words)
  if (words) list.push(piece(t, 'words', code, top.plain, words))
  for (const b of c.barriers.filter(x => x.item === code)) {
    list.push(piece(t, 'barrier', b.id, top.plain, said('in-the-way', v.text('change.title'), ' – ', v.changer(b.who_can_change))))
  }
  for (const l of c.links.filter(x => x[0] === code)) {
    list.push(piece(t, 'link', l.join('/'), top.plain, said('path', v.text('link.with', { topic: t.topic(l[1]).plain }))))
  }
  return list
}

function piece (t, kind, code, about, ...show) {
  const out = () => { takeOut(t.content, kind, code); t.sitting.readBack = false; t.then('check') }
  return h('div', { class: 'sf-piece' }, h('div', { class: 'sf-piece__said' }, show),
    h('button', { type: 'button', class: 'sf-linkbutton', onclick: out }, t.voice.say('check.take_out'), h('span', { class: 'govuk-visually-hidden' }, `: ${about}`)))
}

/** What adults will do, and by when, made together. None is fine. */
function promises (t, adding = false, wrong = false) {
  const v = t.voice
  const list = t.sitting.promises
  const lines = list.map(x => h('div', { class: 'sf-piece' }, h('div', { class: 'sf-piece__said' },
    h('p', { class: 'govuk-body' }, h('strong', { dir: 'auto', lang: x.what_for_young ? x.language : staffLanguage() }, x.what_for_young || x.what)),
    h('p', { class: 'govuk-body' }, v.say('promise.who'), h('bdi', { class: 'sf-given' }, x.owner)),
    h('p', { class: 'govuk-body' }, v.say('promise.when'), h('bdi', { class: 'sf-given', lang: staffLanguage() }, dayOf(x.due)))),
  h('button', { type: 'button', class: 'sf-linkbutton', onclick: () => { t.sitting.promises = list.filter(y => y !== x); t.then('promises') } }, v.say('check.take_out'))))
  const finish = async () => {
    await t.sitting.end('finished')
    t.go('end', t.sitting.complete || list.length > 0)
  }
  const view = { drawing: 'promise', title: v.say('promise.title'), lead: [v.say('promise.hint')], back: () => t.go(adding ? 'promises' : 'check'), above: [lines] }
  if (!adding) {
    view.form = []
    view.staff = [p(s('promise_staff'), 'govuk-body-s')]
    view.buttons = [t.button(list.length ? 'end.finish' : 'promise.none', finish),
      t.button(list.length ? 'promise.more' : 'tool.promise', () => t.go('promises', true), { secondary: true })]
    return view
  }
  return { ...view, ...promiseForm(t, wrong) }
}

function promiseForm (t, wrong) {
  const v = t.voice
  const other = t.young.spoken !== staffLanguage()
  const area = (name, lang) => h('textarea', { class: 'govuk-textarea', name, rows: '3', maxlength: '4000', lang, dir: 'auto' })
  const keep = () => {
    const form = document.querySelector('main form')
    const at = name => form.elements[name]?.value?.trim() ?? ''
    const made = {
      id: newID(), what: at('what'), owner: at('owner'), owner_is_worker: form.elements.mine.checked, due: at('due'), agreed: at('agreed'),
      items: [...form.querySelectorAll('input[name=items]:checked')].map(i => i.value)
    }
    if (at('young')) Object.assign(made, { what_for_young: at('young'), language: t.young.spoken })
    if (!made.what || !made.owner || !made.due || !made.agreed) {
      sayWrong(document.getElementById('missing'), s('promise_missing'))
      return
    }
    t.sitting.promises.push(made)
    t.then('promises')
  }
  return {
    form: [
      forStaff(h('p', { id: 'missing', class: 'govuk-error-message', role: 'alert', tabindex: '-1' }), field(s('promise_what'), area('what', staffLanguage()))),
      other ? field(v.say('promise.what'), area('young', t.young.spoken)) : null,
      field(v.say('promise.who'), h('input', { class: 'govuk-input', name: 'owner', type: 'text', maxlength: '200', dir: 'auto', autocomplete: 'off' }), h('span', { lang: staffLanguage(), dir: 'ltr' }, s('promise_owner'))),
      forStaff(checkbox('mine', s('promise_mine'), false)),
      field(v.say('promise.when'), h('input', { class: 'govuk-input sf-date', name: 'due', type: 'date' })),
      radios('agreed', v.say('promise.agree'), '', [['yes', v.say('promise.agree_yes')], ['no', v.say('promise.agree_no')], ['not_asked', h('span', { lang: staffLanguage() }, s('promise_not_asked'))]]),
      touched(t.content).length
        ? details([h('span', { lang: staffLanguage(), dir: 'ltr' }, s('promise_for'))], touched(t.content).map(code => checkboxOf(t, code)))
        : null],
    buttons: [t.button('nav.continue', keep)]
  }
}

function checkboxOf (t, code) {
  const box = checkbox('items', t.topic(code).name, false)
  box.querySelector('input').value = code
  return box
}

function pause (t, at) {
  const v = t.voice
  return {
    drawing: 'pause',
    title: v.say('pause.title'),
    lead: [v.say('pause.text'), v.say('pause.breathe')],
    above: [t.button('pause.continue', () => t.then(...at))]
  }
}

/** Asks the one thing that stopping needs to know; with nothing said there is nothing to ask. */
function stop (t, at) {
  const v = t.voice
  const go = t.button('pause.continue', () => t.go(...at), { secondary: true })
  return {
    drawing: 'stop',
    title: v.say('stop.title'),
    lead: [v.say('stop.text')],
    form: [],
    staff: [p(s('conversation.stop_staff'), 'govuk-body-s')],
    buttons: t.sitting.complete
      ? [t.button('stop.keep', () => stopped(t, true)), t.button('stop.keep_not', () => stopped(t, false), { secondary: true })]
      : [t.button('stop.button', () => stopped(t, false))],
    more: [go]
  }
}

/** A good end however it came about. What the worker needs to know is folded open below the thanks. */
function end (t, kept) {
  const v = t.voice
  const lang = staffLanguage()
  const home = async () => {
    if (t.sitting.trouble) await t.sitting.save() // what is in this window alone is not given up by a touch
    if (!t.sitting.trouble) t.leave(t)
  }
  return {
    drawing: 'sun',
    title: v.say('end.title'),
    lead: [v.say(t.sitting.state === 'stopped' ? 'stop.bye' : 'end.thanks'), kept && !t.sitting.trouble ? v.say('tool.locked') : null].filter(Boolean),
    below: [h('div', { class: 'sf-afterwards', lang, dir: 'ltr' }, h('h2', { class: 'govuk-heading-m' }, s('conversation.for_worker')),
      p(s(kept ? 'end_kept' : 'end_nothing')), p(s('debrief')), button(s('home'), home, { go: 'home' }))],
    noStop: true
  }
}

export const ending = { check, promises, pause, stop, end }
