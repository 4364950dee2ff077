// Shows that the harness can fail: a small server with planted faults, each of which must be found.
import { createServer } from 'node:http'
import { Harness, startBrowser } from './harness.mjs'
import { matcher } from './program.mjs'
import { Report } from './report.mjs'
import { sealingTest } from './sealing.mjs'
import { codeAt } from './totp.mjs'

const page = (body, head = '<title>A page</title>') => `<!DOCTYPE html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">${head}</head><body><main>${body}</main></body></html>`

const pages = {
  '/good': page('<h1>Good</h1><p>Nothing wrong here.</p>'),
  '/unlabelled': page('<h1>No label</h1><input type="text" name="x">'),
  '/two-headings': page('<h1>One</h1><h1>Two</h1>'),
  '/twice': page('<h1>Twice</h1><p id="a">a</p><p id="a">b</p>'),
  '/invalid': page('<h1>Invalid</h1><p><div>a block in a paragraph</div></p><button type="wrong">x</button>'),
  '/wide': page('<h1>Wide</h1><div style="width:900px">wide</div>'),
  '/no-font': page('<h1>No font</h1>').replace('<body>', '<body class="sf-body">'),
  '/small': page('<h1>Small</h1><button type="button" style="height:30px">Next</button>').replace('<body>', '<body class="sf-child">'),
  '/script-error': page('<h1>Script</h1><script>nothing.here()</script>'),
  '/elsewhere': page('<h1>Elsewhere</h1><img alt="" src="http://localhost:9/tracker.gif">'),
  '/broken': page('<h1>Broken</h1>')
}

/** A report that notes and says nothing. */
class Quiet extends Report {
  check (holds) { holds ? this.passed++ : this.failed++; return holds }
  say () {}
}

/** What a path makes the harness complain about. */
async function complaints (browser, url, path) {
  const report = new Quiet()
  const h = new Harness({ browser, report, engine: 'self-test', program: { url, people: {} } })
  h.scenario = 'planted'
  const tab = await h.page()
  await h.goto(tab, path, path === '/broken' ? 500 : 200)
  await h.accessible(tab)
  await h.valid(tab)
  await h.shots(tab, path.slice(1), ['narrow'])
  await h.finish()
  return report.failed
}

export async function selfTest (report) {
  // RFC 6238, appendix B, cut to six digits; the secret is "12345678901234567890"
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  for (const [time, code] of [[59, '287082'], [1111111109, '081804'], [20000000000, '353130']]) {
    const have = codeAt(secret, Math.floor(time / 30))
    report.check(have === code, `one-time password of RFC 6238 at ${time}`, have)
  }
  for (const [pattern, path, want] of [
    ['/people/{id}', '/people/1', true], ['/people/{id}', '/people/1/copy', false], ['/people/{id}/copy.pdf', '/people/1/copy.pdf', true],
    ['/{$}', '/', true], ['/{$}', '/people', false], ['/static/{file...}', '/static/a/b.css', true], ['/static/', '/static/a', true]
  ]) report.check(matcher(pattern)(path) === want, `${path} is ${want ? '' : 'not '}of the pattern ${pattern}`)

  await sealingTest(report)

  const server = createServer((request, answer) => {
    const text = pages[request.url]
    answer.writeHead(request.url === '/broken' ? 500 : text ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
    answer.end(text ?? '')
  })
  await new Promise(resolve => server.listen(0, 'localhost', resolve))
  const browser = await startBrowser()
  try {
    for (const path of Object.keys(pages)) {
      const n = await complaints(browser, `http://localhost:${server.address().port}`, path)
      report.check(path === '/good' ? n === 0 : n > 0, path === '/good' ? 'nothing is said of a good page' : `the fault planted in ${path} is found`, `${n} complaints`)
    }
  } finally {
    await browser.close()
    server.close()
  }
}
