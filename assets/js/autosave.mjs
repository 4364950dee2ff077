// Autosave for drafts. A form asks for it with
//
//   <form data-autosave="/where/to/post"
//         data-autosave-saved="Saved" data-autosave-failed="Not saved yet">
//
// and may hold an element [data-autosave-status] (role="status") for the words.
// A few seconds after the last change, and when the page is hidden, the form's
// fields go to that address. The server answers any 2xx. Nothing is ever kept
// in the browser.
const quiet = 2500 // milliseconds after the last change

export function startAutosave () {
  for (const form of document.querySelectorAll('form[data-autosave]')) watch(form)
}

function watch (form) {
  let timer = 0
  let sent = snapshot(form)
  let submitting = false

  async function save () {
    clearTimeout(timer)
    const now = snapshot(form)
    if (submitting || now === sent) return
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: 'POST',
        body: new URLSearchParams(now),
        credentials: 'same-origin',
        keepalive: now.length < 60000,
        redirect: 'manual'
      })
      if (!answer.ok) throw new Error(String(answer.status))
      sent = now
      tell(form, form.dataset.autosaveSaved)
    } catch {
      tell(form, form.dataset.autosaveFailed)
    }
  }

  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(save, quiet)
  })
  form.addEventListener('submit', () => { submitting = true })
  document.addEventListener('visibilitychange', () => { if (document.hidden) save() })
}

/** The form's text fields as they would be sent; files are never autosaved. */
function snapshot (form) {
  const pairs = [...new FormData(form)].filter(([, value]) => typeof value === 'string')
  return new URLSearchParams(pairs).toString()
}

function tell (form, words) {
  const status = form.querySelector('[data-autosave-status]')
  if (status && words) status.textContent = words
}
