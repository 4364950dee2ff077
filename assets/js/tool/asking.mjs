// The cards: choosing them, how it is, own words, who can change something, what belongs together, what matters most.
import { allLanguages, dirOf, s, staffLanguage } from './voice.mjs'
import { cards, chosenIn, details, field, h, p, radios, select } from './dom.mjs'
import { newID } from './device.mjs'
import { after, answer, answered, complete, linked, others, setBarrier, setChosen, setLinks, setTopic, wordsOf } from './content.mjs'

const changers = { me_with_help: 'open-hand', person: 'guardian', service: 'door', rule: 'document', not_known: 'question' }
const systems = ['asylum', 'age_assessment', 'housing', 'school', 'interpreter', 'police', 'court', 'health', 'money', 'social_care', 'other']
const kinds = ['structural', 'systemic', 'discriminatory', 'practical']
const translators = ['interpreter', 'worker', 'translator']
export const mostWords = '20000'

function topics (t) {
  const v = t.voice
  const c = t.content
  const is = code => c.chosen.includes(code)
  const first = [{ value: 'else', picture: 'something-else', word: v.of(k => k.else.name) }, { value: 'matters', picture: 'sun', word: v.of(k => k.matters.name) },
    ...c.topics.map(own => ({ value: own.id, picture: 'something-else', word: v.words(own.name), checked: is(own.id) }))]
  const groups = t.young.groups.map((g, i) => cards('chosen', v.of(k => k.groups[i].name), g.cards.map(card =>
    ({ value: card.code, picture: card.picture, word: v.of(k => v.card(card.code, k)?.name ?? ''), checked: is(card.code) })), { multiple: true }))
  const done = () => {
    const sent = chosenIn(document, 'chosen')
    t.keepNow()
    if (sent.includes('else')) return t.go('else')
    let next = after(c, '')
    if (sent.includes('matters') && !c.matters.length && next[0] === 'check') next = ['matters']
    if (next[0] === 'check' && !complete(c)) next = ['topics'] // nothing chosen and nothing said: the cards again, without a word
    t.go(...next)
  }
  return {
    title: v.say('topics.title'),
    lead: [v.say('topics.hint')],
    form: [cards('chosen', v.say('topics.any_order'), first, { multiple: true }), groups],
    take: form => setChosen(c, chosenIn(form, 'chosen').filter(code => code !== 'else' && code !== 'matters')),
    staff: [p(s('conversation.topics_staff'), 'govuk-body-s'), p(s('conversation.least'), 'govuk-body-s')],
    buttons: [t.button('topics.done', done)],
    stay: true,
    pictures: true
  }
}

/** How it is about one topic. Skipping leaves what was there before. */
function card (t, code, differently = false) {
  const v = t.voice
  const c = t.content
  const top = t.topic(code)
  const before = structuredClone(c)
  const now = c.answers[code]
  const part = name => v.of(k => (top.own ? k.else : v.card(code, k))?.[name] ?? '')
  const choices = [...t.young.anchors, ...t.young.answers].map(a => ({
    value: a.key, picture: a.picture, word: v.of(k => v.choice(a.key, k).word), checked: now?.choice === a.key && !(differently && a.key === 'ask_differently')
  }))
  const asked = top.own ? [] : (differently ? ['name', 'simpler', 'example'] : ['name', 'ask']).map(name => [`card/${code}/${name}`, top.card[name]])
  const answers = [...t.young.anchors.flatMap(a => [[`anchor/${a.key}/word`, a.word], [`anchor/${a.key}/more`, a.more]]), ...t.young.answers.map(a => [`answer/${a.key}/word`, a.word])]
  const next = () => {
    t.keepNow()
    if (c.answers[code]?.choice === 'ask_differently' && !differently) return t.go('card', code, true)
    t.go(...after(c, code))
  }
  const to = name => () => { t.keepNow(); t.go(name, code) }
  const skip = () => {
    t.sitting.content = before
    t.take = null
    t.then(...after(before, code))
  }
  const original = t.beside && !v.two ? v.card(code, t.beside) : null
  return {
    drawing: top.picture,
    title: top.name,
    back: () => { t.keepNow(); t.go('topics') },
    lead: top.own ? [] : differently ? [part('simpler'), part('example')] : [part('ask')],
    above: [asked.length ? t.listen('', asked) : null,
      top.own || differently ? null : [details(v.say('card.simpler'), part('simpler')), details(v.say('card.example'), part('example'))]],
    form: [t.listen('card.how_is_it', answers), cards('choice', v.say('card.how_is_it'), choices), quote(t, now?.words)],
    take: form => { const [choice] = chosenIn(form, 'choice'); if (choice) answer(c, code, a => { a.choice = choice }) },
    staff: [p(s('conversation.card_staff'), 'govuk-body-s'), original ? h('ul', { class: 'govuk-list govuk-list--bullet' }, ['name', 'ask', 'simpler', 'example'].map(k => h('li', {}, original[k]))) : null],
    buttons: [t.button('card.next', next), t.button('card.say_more', to('words'), { secondary: true }), t.button('card.skip', skip, { secondary: true })],
    more: [t.button('change.title', to('change'), { secondary: true }),
      others(c, code).length ? t.button('link.title', to('link'), { secondary: true }) : null,
      t.button('else.title', () => { t.keepNow(); t.go('else') }, { secondary: true })],
    pictures: true
  }
}

/** What was said, as it was said, with the translation beside it. */
export function quote (t, w) {
  if (!w || !(w.text || w.translation || w.paraphrase)) return null
  const v = t.voice
  const side = (label, text, lang, cls = '') => h('div', { class: 'sf-quote__side' }, h('p', { class: 'sf-quote__label' }, label),
    h('blockquote', { class: `sf-quote__words ${cls}`, lang, dir: lang ? dirOf(lang) : 'auto' }, text))
  return h('figure', { class: 'sf-quote' }, h('div', { class: 'sf-quote__pair' },
    w.text ? side(v.text('check.said'), w.text, w.language) : null,
    w.translation ? side(v.text('words.translation'), w.translation, w.translated_to, 'sf-quote__words--translated') : null,
    w.paraphrase ? side(s('conversation.paraphrase_label'), w.paraphrase, staffLanguage(), 'sf-quote__words--translated') : null),
  w.written_by === 'worker' ? h('figcaption', { class: 'sf-quote__by' }, v.say('words.by_worker')) : null)
}

/** The fields beside somebody's words, for the worker. */
function besideWords (t, w) {
  const options = allLanguages().map(l => [l.tag, l.own === l.english ? l.own : `${l.own} – ${l.english}`])
  const area = (name, value, rows) => h('textarea', { class: 'govuk-textarea', name, rows, maxlength: mostWords, lang: staffLanguage(), value: value ?? '' })
  const named = (element, name) => { element.name = name; return element }
  return [p(s('conversation.least'), 'govuk-body-s'), p(s('typed_until'), 'govuk-body-s'),
    field(s('conversation.words_language'), named(select(w.language || t.young.spoken, options), 'language')),
    field(s('conversation.translation'), area('translation', w.translation, 3), s('conversation.translation_hint')),
    field(s('conversation.translated_by'), named(select(w.translated_by ?? '', [['', s('conversation.not_said')], ...translators.map(k => [k, s(`conversation.translated_by_${k}`)])]), 'translated_by')),
    field(s('conversation.paraphrase'), area('paraphrase', w.paraphrase, 2), s('conversation.paraphrase_hint'))]
}

const fieldsOf = (form, name) => {
  const at = key => form.elements[key]?.value?.trim() ?? ''
  return wordsOf({ text: at(name), language: at('language'), written_by: at('written_by'), translation: at('translation'), translated_by: at('translated_by'), paraphrase: at('paraphrase') }, staffLanguage())
}

function words (t, code) {
  const v = t.voice
  const c = t.content
  const top = t.topic(code)
  const w = c.answers[code]?.words ?? {}
  const before = structuredClone(c)
  const area = h('textarea', { class: 'govuk-textarea', name: 'words', rows: '6', maxlength: mostWords, lang: w.language || t.young.spoken, dir: 'auto', autocomplete: 'off', value: w.text ?? '' })
  return {
    drawing: top.picture,
    title: v.say('words.title'),
    lead: [top.name],
    back: () => { t.keepNow(); t.go('card', code) },
    form: [field(v.say('words.hint'), area, v.say('words.only_what')),
      radios('written_by', v.say('words.who_writes'), w.written_by, [['young_person', v.say('start.how_i_write')], ['worker', v.say('start.how_you_write')]], { inline: true })],
    take: form => answer(c, code, a => { a.words = fieldsOf(form, 'words') }),
    staff: besideWords(t, w),
    buttons: [t.button('words.keep', () => { t.keepNow(); t.go(...c.answers[code]?.choice ? after(c, code) : ['card', code]) }),
      t.button('words.not_written', () => { t.sitting.content = before; t.take = null; t.then(...after(before, code)) }, { secondary: true })]
  }
}

function change (t, code) {
  const v = t.voice
  const c = t.content
  const top = t.topic(code)
  const b = c.barriers.find(have => have.item === code) ?? { id: newID(), item: code, who_can_change: '' }
  const back = () => t.go('card', code)
  const option = (prefix, list) => [['', s('conversation.not_said')], ...list.map(k => [k, s(`conversation.${prefix}_${k}`)])]
  const named = (element, name) => { element.name = name; return element }
  return {
    drawing: top.picture,
    title: v.say('change.title'),
    lead: [top.name, v.say('change.hint')],
    back: () => { t.keepNow(); back() },
    form: [cards('who', v.say('change.title'), Object.entries(changers).map(([value, picture]) =>
      ({ value, picture, word: v.sayChanger(value), checked: b.who_can_change === value })), { wide: true, hidden: true })],
    take: form => {
      const [who] = chosenIn(form, 'who')
      if (!who) return
      const made = { id: b.id, item: code, who_can_change: who }
      for (const key of ['system', 'kind', 'words']) { const value = form.elements[key].value.trim(); if (value) made[key] = value }
      setBarrier(c, made)
    },
    staff: [p(s('conversation.barrier_staff'), 'govuk-body-s'),
      field(s('conversation.system'), named(select(b.system ?? '', option('system', systems)), 'system')),
      field(s('conversation.kind'), named(select(b.kind ?? '', option('kind', kinds)), 'kind')),
      field(s('conversation.barrier_words'), h('textarea', { class: 'govuk-textarea', name: 'words', rows: '2', maxlength: mostWords, value: b.words ?? '' }))],
    buttons: [t.button('card.next', () => { t.keepNow(); t.go(...answered(c, code) ? after(c, code) : ['card', code]) }), t.button('card.skip', back, { secondary: true })],
    pictures: true
  }
}

function link (t, code) {
  const v = t.voice
  const c = t.content
  const top = t.topic(code)
  return {
    drawing: top.picture,
    title: v.say('link.title'),
    lead: [top.name, v.say('link.hint')],
    back: () => { t.keepNow(); t.go('card', code) },
    form: [cards('with', v.say('link.with', { topic: top.plain }), others(c, code).map(other => {
      const o = t.topic(other)
      return { value: other, picture: o.picture, word: o.name, checked: linked(c, code, other) }
    }), { multiple: true })],
    take: form => setLinks(c, code, chosenIn(form, 'with')),
    buttons: [t.button('card.next', () => { t.keepNow(); t.go(...answered(c, code) ? after(c, code) : ['card', code]) }), t.button('link.none', () => t.go('card', code), { secondary: true })],
    pictures: true
  }
}

function somethingElse (t, id) {
  const v = t.voice
  const c = t.content
  const own = c.topics.find(x => x.id === id) ?? { id: newID(), name: {} }
  const input = h('input', { class: 'govuk-input', name: 'name', type: 'text', maxlength: '500', lang: own.name.language || t.young.spoken, dir: 'auto', autocomplete: 'off', value: own.name.text ?? '' })
  return {
    drawing: 'something-else',
    title: v.say('else.title'),
    lead: [v.of(k => k.else.ask), v.of(k => k.else.example)],
    back: () => { t.keepNow(); t.go('topics') },
    above: [t.listen('', [['else/ask', t.young.else.ask], ['else/example', t.young.else.example]])],
    form: [field(v.say('else.name_it'), input, [v.say('else.hint'), ' ', v.say('words.only_what')], { size: 'm' })],
    take: form => setTopic(c, own.id, fieldsOf(form, 'name')),
    staff: besideWords(t, own.name),
    buttons: [t.button('card.next', () => { t.keepNow(); t.go(...c.topics.some(x => x.id === own.id) ? ['card', own.id] : ['topics']) })]
  }
}

function matters (t) {
  const v = t.voice
  const c = t.content
  const items = others(c, '').map(code => {
    const top = t.topic(code)
    return { value: code, picture: top.picture, word: top.name, checked: c.matters.includes(code) }
  })
  return {
    drawing: 'sun',
    title: v.say('matters.title'),
    lead: [v.say('matters.hint')],
    back: () => { t.keepNow(); t.go('topics') },
    form: [items.length ? cards('matters', v.say('matters.title'), items, { multiple: true, hidden: true }) : null],
    take: form => { c.matters = chosenIn(form, 'matters') },
    buttons: [t.button('card.next', () => { t.keepNow(); t.go('check') }),
      t.button('matters.none', () => { t.take = null; c.matters = []; t.then('check') }, { secondary: true })],
    more: [t.button('else.title', () => { t.keepNow(); t.go('else') }, { secondary: true })],
    pictures: true
  }
}

export const asking = { topics, card, words, change, link, else: somethingElse, matters }
