// What comes before the first card, and what is in reach from every one: the explanation, the privacy notice, help, and
// the note that something belongs elsewhere.
import { button, details, field, h, p } from './dom.mjs'
import { forStaff, s, staffLanguage } from './voice.mjs'

const notice = ['who', 'what', 'why', 'who_sees', 'not_sent', 'asked_for', 'where', 'how_long', 'see', 'wrong', 'take_out', 'complain', 'ask']

const explainKey = (key, nation) => key.startsWith('nation.') ? `explain/${nation}/${key.slice(7)}` : `explain/${key}`

function explain (t) {
  const v = t.voice
  const readers = t.sitting.setup.readers
  const go = on => {
    if (!on) { stopped(t, false); return }
    t.sitting.setup.explained = t.young.explain.map(e => e.key)
    t.then('topics')
  }
  const beside = t.beside && t.beside.lang !== t.young.lang && !v.two
  return {
    drawing: 'open-hand',
    title: v.say('explain.title'),
    above: [
      t.listen('', t.young.explain.map(e => [explainKey(e.key, t.young.nation), e.text])),
      t.young.explain.map((e, i) => [
        h('p', { class: 'govuk-body-l sf-measure' }, v.of(pack => pack.explain[i].text, true)),
        e.key === 'who_reads' && readers ? h('div', { class: 'govuk-inset-text' }, v.sentence(readers)) : null
      ])
    ],
    form: [],
    staff: [p(s('conversation.explain_staff'), 'govuk-body-s'),
      beside ? h('ul', { class: 'govuk-list govuk-list--bullet' }, t.beside.explain.map(e => h('li', { lang: t.beside.guard.lang }, e.text))) : null],
    buttons: [t.button('explain.go_on', () => go(true)), t.button('explain.not_now', () => go(false), { secondary: true })],
    below: [h('p', { class: 'govuk-body' }, h('button', { type: 'button', class: 'sf-linkbutton', onclick: () => t.go('privacy') }, v.say('privacy.title')))]
  }
}

function privacy (t) {
  const v = t.voice
  const slots = pack => {
    const c = pack.contact
    const contact = c.name ? c.name + (c.phone ? `, \u2066${c.phone.replaceAll(' ', '\u00a0')}\u2069` : '') : c.organisation
    return { organisation: c.organisation, contact }
  }
  const lines = notice.map(key => [`privacy.${key}`, v.text(`privacy.${key}`, slots(t.young))])
  return {
    drawing: 'who-can-see',
    title: v.say('privacy.title'),
    back: () => t.go('explain'),
    above: [t.listen('', lines.map(([key, text]) => [`ui/${key}`, text])),
      lines.map(([key]) => h('p', { class: 'govuk-body-l sf-measure' }, v.say(key, slots(t.young))))]
  }
}

/** Ends at one touch; what was said is kept or forgotten, as the young person chose. */
export async function stopped (t, keep) {
  const kept = keep && t.sitting.complete
  await t.sitting.end('stopped', kept)
  t.go('end', kept)
}

const phone = number => h('a', { class: 'govuk-link', dir: 'ltr', href: `tel:${number.replace(/[^0-9+]/g, '')}` }, number)

/** Numbers to ring at once. They travel with the wording, so they are here without a network. */
function safe (t, at) {
  const v = t.voice
  const c = t.young.contact
  const lang = staffLanguage()
  const row = (name, number) => h('div', { class: 'govuk-summary-list__row' }, h('dt', { class: 'govuk-summary-list__key' }, name), h('dd', { class: 'govuk-summary-list__value' }, phone(number)))
  return {
    drawing: 'shield',
    title: v.say('safe.title'),
    lead: [v.say('safe.text'), v.say('safe.danger'), v.say('safe.childline'), v.say('safe.noted')],
    above: [h('dl', { class: 'govuk-summary-list' },
      c.phone ? row(h('bdi', {}, c.name), c.phone) : null,
      c.out_of_hours ? row([h('bdi', {}, c.name), ' · ', v.say('safe.at_night')], c.out_of_hours) : null,
      t.young.numbers.map(n => row(h('span', { lang, dir: 'ltr' }, n.name[lang] ?? n.name.en), n.number)))],
    below: [t.button('pause.continue', () => t.go(...at)),
      details([h('span', { lang, dir: 'ltr' }, s('conversation.for_worker'))], forStaff(p(s('unsafe_noted'), 'govuk-body-s'), p(t.young.local[lang]?.elsewhere ?? '', 'govuk-body-s')))],
    noSafe: true
  }
}

/** For the worker: the steps here, and that it happened. What was said has no place on this device. */
function elsewhere (t, at) {
  const lang = staffLanguage()
  const reference = field(s('elsewhere_reference'), h('input', { class: 'govuk-input', type: 'text', maxlength: '200', autocomplete: 'off' }), s('elsewhere_hint'))
  const note = () => {
    t.sitting.note('elsewhere', { reference: reference.querySelector('input').value.trim() })
    t.go('elsewhereNoted', at)
  }
  return {
    drawing: 'document',
    title: s('elsewhere'),
    forWorker: true,
    above: [forStaff(p(t.young.local[lang]?.elsewhere ?? '', 'govuk-body'), p(s('elsewhere_only'), 'govuk-body'), reference,
      h('div', { class: 'govuk-button-group' }, button(s('elsewhere_note'), note, { go: 'note' }), button(s('page.back'), () => t.go(...at), { secondary: true })))]
  }
}

function elsewhereNoted (t, at) {
  return {
    drawing: 'document',
    title: s('elsewhere_noted'),
    forWorker: true,
    above: [t.button('pause.continue', () => t.go(...at))]
  }
}

export const opening = { explain, privacy, safe, elsewhere, elsewhereNoted }
