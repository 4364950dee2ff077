// The page on which a steward says what each piece is. Without this file every piece has its radios and one button saves
// them all; with it one key says it and goes on.
//
//   1 2 3 0    the choice with that data-key, and on to the next piece
//   +          join to the piece above, and on
//   Backspace  back to the piece before
//   r          the same for this and all following pieces up to the next heading
//
// The keys work only while a piece's radios have the focus, so that they can get in nobody's way.
const form = document.getElementById('pieces')
if (form) start(form)

for (const area of document.querySelectorAll('[data-enter]')) {
  area.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    if (area.value.trim()) area.form.requestSubmit()
  })
}

function start (form) {
  const rows = [...form.querySelectorAll('[data-row]')]
  for (const hint of form.querySelectorAll('[data-keys]')) hint.hidden = false
  form.addEventListener('focusin', event => show(event.target.closest('[data-row]')))
  form.addEventListener('keydown', event => {
    const row = event.target.closest('[data-row]')
    if (!row || event.target.type !== 'radio' || event.ctrlKey || event.altKey || event.metaKey) return
    if (act(event.key, row)) event.preventDefault()
  })

  function act (key, row) {
    const choice = row.querySelector(`input[type=radio][data-key="${CSS.escape(key)}"]`)
    const at = rows.indexOf(row)
    if (choice) {
      choice.checked = true
      go(at + 1)
    } else if (key === '+') {
      const join = row.querySelector('select[name^="join-"]')
      if (join) join.value = 'space'
      if (join) join.closest('details').open = true
      go(at + 1)
    } else if (key === 'Backspace') {
      go(at - 1)
    } else if (key === 'r') {
      range(at, row)
    } else return false
    return true
  }

  function go (at) {
    const row = rows[at]
    if (!row) return
    const target = row.querySelector('input[type=radio]:checked') ?? row.querySelector('input[type=radio]')
    target?.focus()
  }

  function range (at, row) {
    const chosen = row.querySelector('input[type=radio]:checked')
    const button = form.querySelector('button[value=range]')
    if (!chosen || !button) return
    form.elements.range_from.value = at + 1
    form.elements.range_to.value = ''
    form.elements.range_as.value = chosen.value
    form.requestSubmit(button)
  }
}

/** Marks a piece's place on the picture, and brings it into view where the picture stands beside. */
function show (row) {
  for (const box of document.querySelectorAll('.sf-l-box--here')) box.classList.remove('sf-l-box--here')
  const box = row?.dataset.shape && document.getElementById(row.dataset.shape)
  if (box) box.classList.add('sf-l-box--here')
}

// Where to go on: the first piece that nobody has decided, unless the address names another place.
if (form && !location.hash) {
  const next = [...form.querySelectorAll('[data-row]')].find(row => !row.querySelector('input[type=radio]:checked'))
  if (form.dataset.resume !== undefined) next?.querySelector('input[type=radio]')?.focus()
}
