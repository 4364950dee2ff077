// Two buttons that only a script can serve. They are hidden until it runs:
//
//   <button type="button" hidden data-print>Print</button>
//   <button type="button" hidden data-copy="case-note" data-copied="Copied">Copy</button>
//
// data-copy names the element whose text is copied.
export function startButtons () {
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
  for (const button of document.querySelectorAll('[data-copy]')) {
    const source = document.getElementById(button.dataset.copy)
    if (!source) continue
    button.hidden = false
    button.addEventListener('click', () => copy(button, source))
  }
}

async function copy (button, source) {
  const words = 'value' in source ? source.value : source.innerText
  try {
    await navigator.clipboard.writeText(words)
    button.textContent = button.dataset.copied || button.textContent
  } catch {
    // No permission, or not a secure page: mark the text, so that Ctrl+C does it.
    if (source.select) source.select()
    else getSelection().selectAllChildren(source)
  }
}
