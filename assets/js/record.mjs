// The recording page: one text at a time, large, by keyboard. Sound is kept in memory until it is sent to this site, and
// played back through Web Audio, so that the page's policy need not allow anything but the site itself.
const studio = document.getElementById('studio')
const find = id => document.getElementById(`studio-${id}`)

if (studio && navigator.mediaDevices && window.MediaRecorder) start()
else if (studio) { studio.hidden = false; find('status').textContent = studio.dataset.refused }

function start () {
  const texts = [...find('list').children].map(li => ({
    li, key: li.dataset.key, english: li.dataset.english, words: li.querySelector('bdi').textContent, done: li.dataset.done === 'yes'
  }))
  let at = Math.max(texts.findIndex(t => !t.done), 0)
  let recorder = null; let sound = null; let stream = null; let timer = 0; let playing = null
  const say = text => { find('status').textContent = text }

  function show (i) {
    halt()
    at = Math.min(Math.max(i, 0), texts.length - 1)
    sound = null
    const t = texts[at]
    find('at').textContent = `${at + 1} / ${texts.length}`
    find('words').textContent = t.words
    find('english').textContent = t.english
    say('')
    find('words').focus({ preventScroll: true })
  }

  function halt () {
    clearTimeout(timer)
    if (playing) { playing.stop(); playing = null }
    if (recorder && recorder.state === 'recording') recorder.stop()
  }

  const label = find('record').textContent
  async function record () {
    if (recorder && recorder.state === 'recording') { halt(); return }
    halt()
    try {
      stream ??= await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, channelCount: 1 } })
    } catch {
      say(studio.dataset.refused)
      return
    }
    const kind = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'].find(k => MediaRecorder.isTypeSupported(k))
    const parts = []
    recorder = new MediaRecorder(stream, { ...(kind && { mimeType: kind }), audioBitsPerSecond: 32000 })
    recorder.ondataavailable = e => { if (e.data.size) parts.push(e.data) }
    recorder.onstop = () => {
      sound = parts.length ? new Blob(parts, { type: recorder.mimeType }) : null
      find('record').textContent = label
      say(sound ? '' : studio.dataset.silent)
    }
    recorder.start()
    find('record').textContent = find('record').dataset.stop
    say(studio.dataset.recording)
    timer = setTimeout(halt, Number(studio.dataset.seconds) * 1000)
  }

  async function listen () {
    if (recorder && recorder.state === 'recording') await stopped()
    if (!sound) { say(studio.dataset.silent); return }
    const context = new AudioContext()
    playing = context.createBufferSource()
    playing.buffer = await context.decodeAudioData(await sound.arrayBuffer())
    playing.connect(context.destination)
    playing.onended = () => context.close()
    playing.start()
  }

  const stopped = () => new Promise(resolve => { recorder.addEventListener('stop', () => resolve(), { once: true }); halt() })

  async function keep () {
    if (recorder && recorder.state === 'recording') await stopped()
    if (!sound) { say(studio.dataset.silent); return }
    const t = texts[at]
    const form = new FormData()
    for (const [name, value] of new URL(studio.dataset.url, location.href).searchParams) form.append(name, value)
    form.append('key', t.key)
    form.append('consent', 'yes') // given on the page before, without which there is no address to come here by
    form.append('sound', sound, 'sound')
    let kept = false
    try {
      const answer = await fetch(studio.dataset.url, { method: 'POST', body: form, credentials: 'same-origin', redirect: 'error' })
      kept = answer.ok
      if (!kept) say((await answer.json()).problem || studio.dataset.failed)
    } catch {
      say(studio.dataset.failed)
    }
    if (!kept) return
    t.done = true
    t.li.dataset.done = 'yes'
    if (at === texts.length - 1) say(studio.dataset.done)
    else { show(at + 1); say(studio.dataset.kept) }
  }

  const acts = { record, listen, keep, next: () => show(at + 1), back: () => show(at - 1) }
  for (const [id, act] of Object.entries(acts)) find(id).addEventListener('click', act)
  const keys = { r: record, l: listen, k: keep, n: acts.next, b: acts.back }
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || e.target.matches('input, textarea, select')) return
    const act = keys[e.key.toLowerCase()]
    if (act) { e.preventDefault(); act() }
  })
  addEventListener('pagehide', () => stream?.getTracks().forEach(t => t.stop()))
  if (texts.length) { studio.hidden = false; find('list').classList.add('govuk-visually-hidden'); show(at) }
}
