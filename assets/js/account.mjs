// For the pages of signing in: shows a typed password when asked, and lets the
// browser answer with a passkey. All else on those pages works without it.
//
//   <button type="button" hidden data-reveal="ID" data-hide="Hide password">Show password</button>
//   <form data-passkey="get|create" data-question="{…}" data-failed="words" hidden>
//     <input type="hidden" name="answer"> … <button>
for (const button of document.querySelectorAll('button[data-reveal]')) {
  const field = document.getElementById(button.dataset.reveal)
  if (!field) continue
  const show = button.textContent
  button.hidden = false
  button.addEventListener('click', () => {
    const shown = field.type === 'password'
    field.type = shown ? 'text' : 'password'
    button.textContent = shown ? button.dataset.hide : show
    button.setAttribute('aria-pressed', String(shown))
  })
  // The browser must not remember a password as an ordinary word.
  if (field.form) field.form.addEventListener('submit', () => { field.type = 'password' })
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', event => {
      if (form.elements.answer.value) return // the answer is in: send it
      event.preventDefault()
      ask(form)
    })
  }
}

async function ask (form) {
  const said = form.querySelector('[data-passkey-said]')
  const question = JSON.parse(form.dataset.question)
  said.textContent = ''
  try {
    const credential = form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: creation(question) })
      : await navigator.credentials.get({ publicKey: request(question) })
    form.elements.answer.value = JSON.stringify(answer(credential))
    form.submit()
  } catch {
    said.textContent = form.dataset.failed // refused, timed out, or no such key: all one to the person
  }
}

const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const keys = list => (list || []).map(k => ({ ...k, id: bytes(k.id) }))

function creation (q) {
  return { ...q, challenge: bytes(q.challenge), user: { ...q.user, id: bytes(q.user.id) }, excludeCredentials: keys(q.excludeCredentials) }
}

function request (q) {
  return { ...q, challenge: bytes(q.challenge), allowCredentials: keys(q.allowCredentials) }
}

/** What the server reads: the JSON of PublicKeyCredential, every buffer in base64url. */
function answer (credential) {
  const from = credential.response
  const response = { clientDataJSON: text(from.clientDataJSON) }
  if (from.attestationObject) {
    response.attestationObject = text(from.attestationObject)
    response.transports = from.getTransports ? from.getTransports() : []
  } else {
    response.authenticatorData = text(from.authenticatorData)
    response.signature = text(from.signature)
    response.userHandle = from.userHandle ? text(from.userHandle) : null
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: {},
    response
  }
}
