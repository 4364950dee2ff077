// Search as you type, for the explorer. Without this file the form leads to a page with the same results.
//
//   <form data-find="/address/of/results"> … <input type="search"> … </form>
//   <p role="status" data-find-said></p> <div data-find-results></div>
const form = document.querySelector('form[data-find]')
const said = document.querySelector('[data-find-said]')
const results = document.querySelector('[data-find-results]')
if (form && said && results) start()

function start () {
  const field = form.querySelector('input[type=search]')
  let last = field.value.trim()
  let waiting, asking, quiet
  field.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(ask, 200)
  })

  async function ask () {
    const words = field.value.trim()
    if (words === last) return
    last = words
    asking?.abort()
    clearTimeout(quiet)
    const query = new URLSearchParams(new FormData(form))
    if (!words) {
      put('', '')
      return
    }
    asking = new AbortController()
    try {
      const answer = await fetch(`${form.dataset.find}?${query}`, { signal: asking.signal })
      if (!answer.ok) return // the button still works, and says what is wrong
      const { html, said: count } = await answer.json()
      put(html, count)
    } catch { /* the next letter asks again; the button works without us */ }
  }

  // What was found stays until the next answer is here, so nothing jumps. The count is said once typing rests.
  function put (html, count) {
    results.innerHTML = html
    quiet = setTimeout(() => { said.textContent = count }, 300)
  }
}
