// Reading aloud. A place that can be read says what with
//
//   <div data-listen data-voices="ar-001 ar" data-listen-label="Listen" data-listen-stop="Stop the voice"
//        data-listen-person="…" data-listen-device="…" data-listen-none="…">
//     <span data-say lang="ar" data-sound="/translations/voice/…">words</span> …
//   </div>
//
// A person's recording is played where there is one; else the device's own voice reads, if it has one of exactly this
// language on the device itself: a voice from elsewhere would send the words there. If there is neither, that is said.
export function startListening () {
  for (const place of document.querySelectorAll('[data-listen]')) dress(place)
}

let quiet = () => {}
addEventListener('pagehide', () => hush())

/** Stops whatever is being read. */
export function hush () { quiet(); quiet = () => {} }

/** Gives a place its button. */
export function dress (place) {
  const d = place.dataset
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'govuk-button govuk-button--secondary sf-listen__button'
  const face = document.createElement('span')
  face.textContent = d.listenLabel
  button.append(face)
  if (d.listenAbout) {
    const about = document.createElement('span')
    about.className = 'govuk-visually-hidden'
    about.textContent = `: ${d.listenAbout}`
    button.append(about)
  }
  button.setAttribute('aria-pressed', 'false')
  const status = document.createElement('p')
  status.className = 'sf-muted'
  status.setAttribute('role', 'status')
  for (const player of place.querySelectorAll('audio, details')) player.hidden = true
  place.append(button, status)
  place.hidden = false
  let going = null

  function end (words = '') {
    going?.stop()
    going = null
    face.textContent = d.listenLabel
    button.setAttribute('aria-pressed', 'false')
    status.textContent = words
  }

  button.addEventListener('click', async () => {
    if (going) { end(); return }
    quiet()
    quiet = end
    const run = going = { stop () { this.ended = true; this.cut?.() } }
    face.textContent = d.listenStop
    button.setAttribute('aria-pressed', 'true')
    const voice = await voiceOf(d.voices.split(' '))
    let heard = false
    for (const one of place.querySelectorAll('[data-say]')) {
      if (run.ended) return
      if (one.dataset.sound) {
        status.textContent = d.listenPerson
        heard = await play(one.dataset.sound, run) || heard
      } else if (voice) {
        status.textContent = d.listenDevice
        heard = await speak(one.textContent, voice, run) || heard
      }
    }
    if (!run.ended) end(heard ? '' : d.listenNone)
  })
}

function play (address, run) {
  return new Promise(resolve => {
    const sound = new Audio(address)
    run.cut = () => { sound.pause(); resolve(true) }
    sound.onended = () => resolve(true)
    sound.onerror = () => resolve(false)
    sound.play().catch(() => resolve(false))
  })
}

function speak (words, voice, run) {
  return new Promise(resolve => {
    const said = new SpeechSynthesisUtterance(words)
    said.voice = voice
    said.lang = voice.lang
    said.rate = 0.9
    run.cut = () => { speechSynthesis.cancel(); resolve(true) }
    said.onend = () => resolve(true)
    said.onerror = () => resolve(false)
    speechSynthesis.speak(said)
  })
}

/** The best voice of the device's own, or nothing. Browsers fill their list late, so it is waited for once, briefly. */
async function voiceOf (wanted) {
  if (!window.speechSynthesis) return null
  let have = speechSynthesis.getVoices()
  if (!have.length) {
    await new Promise(resolve => {
      speechSynthesis.addEventListener('voiceschanged', resolve, { once: true })
      setTimeout(resolve, 800)
    })
    have = speechSynthesis.getVoices()
  }
  have = have.filter(v => v.localService)
  for (const tag of wanted.map(t => t.toLowerCase())) {
    const found = have.find(v => v.lang.replace('_', '-').toLowerCase() === tag) ??
      (tag.includes('-') ? null : have.find(v => v.lang.replace('_', '-').toLowerCase().startsWith(tag + '-')))
    if (found) return found
  }
  return null
}
