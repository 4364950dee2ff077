// Taking a sitting out: the form of the worker's page becomes a ticket on this device, and the device is made ready.
//
//   <form data-takeout="/where/to/post" data-setup="{…}"> … fields label-picture, label-word, days …
//     <p role="status" data-takeout-said></p> … <a data-takeout-open hidden href="/tool/">
//   </form>
//
// The form's own fields are read as the opening page has them; see setupOf.
import { able, device, keepTicket } from './tool/device.mjs'
import { persist, prepareFor, read } from './tool/prepare.mjs'
import { s, speakStaff, takeWords } from './tool/voice.mjs'

const form = document.querySelector('form[data-takeout]')
if (form) begin()

async function begin () {
  takeWords(await (await read('/tool/words.json')).json())
  speakStaff(document.documentElement.lang)
  const said = form.querySelector('[data-takeout-said]')
  for (const e of form.querySelectorAll('[data-takeout-script]')) e.hidden = false
  if (!able()) { said.textContent = s('not_able'); return }
  form.addEventListener('submit', async event => {
    event.preventDefault()
    said.textContent = s('preparing')
    said.textContent = await takeOut().catch(err => err.message) || s('not_prepared')
  })

  async function takeOut () {
    const data = new FormData(form)
    const { spki } = await device()
    const answer = await fetch(form.dataset.takeout, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify({
        v: 1, device: spki, label: { picture: data.get('label-picture') ?? '', word: data.get('label-word') ?? '' },
        days: Number(data.get('days')) || 3, setup: setupOf(data)
      })
    })
    const got = await answer.json().catch(() => ({}))
    if (!answer.ok) return got.message || s('not_prepared')
    await keepTicket(got)
    await persist()
    const ready = await prepareFor(got)
    if (!ready) return s('not_prepared')
    for (const e of form.querySelectorAll('[data-takeout-open]')) e.hidden = false
    form.querySelector('[data-takeout-open]')?.focus()
    return `${s('taken_out')} ${s('prepared')}`
  }
}

/** The setup of a sitting: what the page knows already, and over it the fields that the opening page has too. */
function setupOf (data) {
  const one = name => (data.get(name) ?? '').trim()
  const known = JSON.parse(form.dataset.setup || '{}')
  const setup = { ...known, v: 1, language: one('language'), interpreter: { used: one('interpreter') } }
  for (const key of ['present', 'mode']) if (form.querySelector(`[name="${key}"]`)) setup[key] = data.getAll(key)
  for (const key of ['present_note', 'setting', 'readers']) if (form.elements[key]) setup[key] = one(key)
  if (setup.interpreter.used === 'yes') {
    const fields = { language: 'interpreter-language', dialect: 'dialect', how: 'how', gender_met: 'gender', independent: 'independent', reference: 'reference' }
    for (const [key, name] of Object.entries(fields)) if (one(name)) setup.interpreter[key] = one(name)
  }
  return setup
}
