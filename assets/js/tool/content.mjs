// What is said in a sitting, as the server keeps it (conversation.Content): the same changes as its own pages make.
// Every function takes the content and changes it in place.
const noWords = w => !w || !(w.text || w.translation || w.paraphrase)

export const newContent = language => ({ v: 1, language, chosen: [], answers: {}, topics: [], matters: [], links: [], barriers: [] })

export const topicOf = (c, code) => c.topics.find(t => t.id === code)

/** Whether anything was said at all: one answer is a whole conversation. */
export const complete = c => c.matters.length + c.links.length + c.barriers.length > 0 || c.topics.some(t => !noWords(t.name)) ||
  Object.values(c.answers).some(a => a.choice || !noWords(a.words))

export const answered = (c, code) => Boolean(c.answers[code]?.choice || !noWords(c.answers[code]?.words))

export function choose (c, code) {
  if (!c.chosen.includes(code)) c.chosen.push(code)
}

/** Everything something was said about, in the order chosen, then whatever else. */
export function touched (c) {
  const about = new Set(Object.keys(c.answers).filter(code => answered(c, code)))
  for (const t of c.topics) about.add(t.id)
  for (const code of c.matters) about.add(code)
  for (const pair of c.links) for (const code of pair) about.add(code)
  for (const b of c.barriers) about.add(b.item)
  return [...c.chosen.filter(code => about.has(code)), ...[...about].filter(code => !c.chosen.includes(code))]
}

/** What another topic could belong together with. */
export const others = (c, code) => [...new Set([...c.chosen, ...touched(c)])].filter(other => other !== code)

export function setChosen (c, codes) {
  const said = touched(c)
  c.chosen = c.chosen.filter(code => codes.includes(code) || said.includes(code))
  for (const code of codes) choose(c, code)
}

export function answer (c, code, change) {
  const a = c.answers[code] ?? { choice: '', words: {} }
  change(a)
  c.answers[code] = a
  choose(c, code)
}

/** Words as they are kept: nothing empty, and a translation says into which language. */
export function wordsOf (fields, staff) {
  const w = {}
  for (const key of ['text', 'translation', 'paraphrase', 'written_by']) if (fields[key]) w[key] = fields[key]
  if (noWords(w)) return {}
  w.language = fields.language
  if (w.translation) {
    w.translated_to = staff
    if (fields.translated_by) w.translated_by = fields.translated_by
  }
  return w
}

export function setTopic (c, id, name) {
  if (noWords(name)) return
  const have = topicOf(c, id)
  if (have) { have.name = name; return }
  c.topics.push({ id, name })
  if (!c.chosen.includes(id)) c.chosen.unshift(id) // first, so that it is talked about next
}

export function setBarrier (c, b) {
  const at = c.barriers.findIndex(have => have.id === b.id)
  if (at >= 0) c.barriers[at] = b
  else c.barriers.push(b)
  choose(c, b.item)
}

const pairOf = (a, b) => a < b ? [a, b] : [b, a]

export function setLinks (c, code, codes) {
  const rest = c.links.filter(l => !l.includes(code))
  c.links = [...rest, ...codes.filter(o => o !== code).map(o => pairOf(code, o))].sort((a, b) => a.join(' ') < b.join(' ') ? -1 : 1)
}

export const linked = (c, a, b) => c.links.some(l => l.includes(a) && l.includes(b))

/** Takes one piece out again, before anything is kept. */
export function takeOut (c, kind, code) {
  const a = c.answers[code]
  if (kind === 'choice' && a) a.choice = ''
  if (kind === 'words' && a) a.words = {}
  if (kind === 'matters') c.matters = c.matters.filter(x => x !== code)
  if (kind === 'barrier') c.barriers = c.barriers.filter(b => b.id !== code)
  if (kind === 'link') c.links = c.links.filter(l => l.join('/') !== code)
  if (kind === 'topic') {
    c.topics = c.topics.filter(t => t.id !== code)
    delete c.answers[code]
    c.chosen = c.chosen.filter(x => x !== code)
    c.matters = c.matters.filter(x => x !== code)
    c.barriers = c.barriers.filter(b => b.item !== code)
    c.links = c.links.filter(l => !l.includes(code))
  }
}

/** The next chosen card nothing was said about, then what matters most, then the reading back. A skipped one is not asked again. */
export function after (c, code) {
  for (const next of c.chosen.slice(c.chosen.indexOf(code) + 1)) if (!answered(c, next)) return ['card', next]
  return touched(c).length > 1 && !c.matters.length ? ['matters'] : ['check']
}
